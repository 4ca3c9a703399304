/*
 * Times commands in turn, so that what else the machine does falls on all of them alike.
 *
 *     compare RUNS -- COMMAND… [-- COMMAND…]…
 *
 * prints for each command, in order: median and 99th percentile of its wall time in microseconds, and
 * its largest resident size in KiB. Their output is dropped; a command that fails ends the comparison.
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

enum { COMMANDS_MAX = 16, WARM_UP = 3 };

extern char **environ;

struct subject {
	char **argv;
	int64_t *ns;
	long resident;
};

static int64_t now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static int64_t once(struct subject *subject, const posix_spawn_file_actions_t *silent)
{
	pid_t child;
	int status;
	struct rusage usage;
	int64_t start = now();
	int reason = posix_spawnp(&child, subject->argv[0], silent, NULL, subject->argv, environ);
	if (reason) {
		fprintf(stderr, "compare: %s: %s\n", subject->argv[0], strerror(reason));
		exit(1);
	}
	while (wait4(child, &status, 0, &usage) < 0)
		if (errno != EINTR)
			exit(1);
	int64_t took = now() - start;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
		fprintf(stderr, "compare: %s failed (wait status %d)\n", subject->argv[0], status);
		exit(1);
	}
	if (usage.ru_maxrss > subject->resident)
		subject->resident = usage.ru_maxrss;
	return took;
}

static int ascending(const void *a, const void *b)
{
	const int64_t *left = a, *right = b;
	return (*left > *right) - (*left < *right);
}

int main(int argc, char **argv)
{
	struct subject subjects[COMMANDS_MAX] = { { 0 } };
	size_t count = 0;
	int runs = argc > 3 ? atoi(argv[1]) : 0;
	if (runs < 1 || strcmp(argv[2], "--") != 0)
		return fprintf(stderr, "usage: compare RUNS -- COMMAND… [-- COMMAND…]…\n"), 2;
	for (int i = 2; i < argc; i++) {
		if (strcmp(argv[i], "--") != 0)
			continue;
		argv[i] = NULL;
		if (count == COMMANDS_MAX || i + 1 == argc)
			return 2;
		subjects[count++] = (struct subject){ .argv = argv + i + 1,
			.ns = calloc((size_t)runs, sizeof(int64_t)) };
	}
	posix_spawn_file_actions_t silent;
	posix_spawn_file_actions_init(&silent);
	posix_spawn_file_actions_addopen(&silent, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&silent, 1, "/dev/null", O_WRONLY, 0);
	for (int run = -WARM_UP; run < runs; run++) {
		for (size_t i = 0; i < count; i++) {
			/* each goes first as often as the others */
			struct subject *subject = &subjects[(i + (size_t)(run + WARM_UP)) % count];
			int64_t took = once(subject, &silent);
			if (run >= 0)
				subject->ns[run] = took;
		}
	}
	for (size_t i = 0; i < count; i++) {
		qsort(subjects[i].ns, (size_t)runs, sizeof(int64_t), ascending);
		printf("%.1f %.1f %ld\n", (double)subjects[i].ns[runs / 2] / 1000,
			(double)subjects[i].ns[(size_t)runs * 99 / 100] / 1000, subjects[i].resident);
		free(subjects[i].ns);
	}
	posix_spawn_file_actions_destroy(&silent);
	return 0;
}
