/*
 * Several programs at once, each running a command again and again: how long one takes while the others
 * do the same, and whether any fails.
 *
 *     writers WORKERS RUNS -- COMMAND…
 *
 * prints median, 99th percentile and maximum of the wall time in microseconds, and the failures.
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

static int64_t now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

/* Wall time of one run, negative if it failed. */
static int64_t once(char **argv, const posix_spawn_file_actions_t *silent)
{
	pid_t child;
	int status;
	int64_t start = now();
	if (posix_spawnp(&child, argv[0], silent, NULL, argv, environ) != 0)
		return -1;
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	int64_t took = now() - start;
	return status == 0 ? took : -took;
}

static int ascending(const void *a, const void *b)
{
	const int64_t *left = a, *right = b;
	return (*left > *right) - (*left < *right);
}

int main(int argc, char **argv)
{
	if (argc < 5 || strcmp(argv[3], "--") != 0)
		return fprintf(stderr, "usage: writers WORKERS RUNS -- COMMAND…\n"), 2;
	int workers = atoi(argv[1]), runs = atoi(argv[2]), failures = 0;
	if (workers < 1 || runs < 1)
		return 2;
	size_t count = (size_t)workers * (size_t)runs;
	int64_t *took = mmap(NULL, count * sizeof *took, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (took == MAP_FAILED)
		return 1;
	posix_spawn_file_actions_t silent;
	posix_spawn_file_actions_init(&silent);
	posix_spawn_file_actions_addopen(&silent, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&silent, 1, "/dev/null", O_WRONLY, 0);
	for (int worker = 0; worker < workers; worker++) {
		if (fork() != 0)
			continue;
		for (int run = 0; run < runs; run++)
			took[worker * runs + run] = once(argv + 4, &silent);
		_exit(0);
	}
	while (wait(NULL) > 0 || errno == EINTR)
		continue;
	for (size_t i = 0; i < count; i++) {
		failures += took[i] <= 0;
		took[i] = took[i] < 0 ? -took[i] : took[i];
	}
	qsort(took, count, sizeof *took, ascending);
	printf("%.1f %.1f %.1f %d\n", (double)took[count / 2] / 1000, (double)took[count * 99 / 100] / 1000,
		(double)took[count - 1] / 1000, failures);
	posix_spawn_file_actions_destroy(&silent);
	munmap(took, count * sizeof *took);
	return 0;
}
