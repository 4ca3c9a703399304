/*
 * Times what a person at a terminal sees: runs programs in a pseudo-terminal of 80x24 that answers
 * nothing, and reads what they paint with libvterm.
 *
 *     frame [-r RUNS] [-k KEYS] [-i SECONDS] -e TEXT [-p TYPED] [-m MOVES] -- COMMAND… [-- COMMAND…]…
 *
 *   -e  text that is in the first full frame; that frame is over when it is there and nothing more comes
 *   -r  how often each is started, in turn (21)
 *   -k  how many keys are timed in the last of these runs (300)
 *   -p  keys typed before that; -m  keys of which ten of each are typed in turn ("kj")
 *   -i  seconds to sit idle after that (3)
 *
 * For each command, in order, one line: median and 99th percentile of the time from its start to the last
 * byte of the first frame, of the time from a key to the last byte it painted (microseconds), bytes
 * painted for a key (median), times it woke up while idle, largest resident size (KiB), median of how many times as long its
 * first frame took as the first command's in the same turn: what the machine does to one turn it does to both.
 */
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

enum {
	ROWS = 24,
	COLUMNS = 80,
	COMMANDS_MAX = 8,
	FRAME_QUIET_MS = 120, /* nothing more for so long: the frame is whole */
	KEY_QUIET_MS = 15,
	PATIENCE_MS = 20000,
};

struct subject {
	char **argv;
	int64_t *first, *keys;
	int64_t ratio; /* to the first one's first frames, thousandths */
	int64_t *bytes; /* per key */
	long wakes, resident;
};

struct session {
	pid_t child;
	int fd;
	VTerm *term;
	VTermScreen *screen;
	int64_t start, last; /* ns: when it was started, when the last byte came */
	int64_t bytes;
};

static int64_t now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

static void fail(const char *what, const char *detail)
{
	fprintf(stderr, "frame: %s: %s\n", what, detail);
	exit(1);
}

static void session_open(struct session *session, char **argv)
{
	struct winsize size = { .ws_row = ROWS, .ws_col = COLUMNS };
	*session = (struct session){ .term = vterm_new(ROWS, COLUMNS), .start = now() };
	session->screen = vterm_obtain_screen(session->term);
	vterm_set_utf8(session->term, 1);
	vterm_screen_reset(session->screen, 1);
	session->child = forkpty(&session->fd, NULL, NULL, &size);
	if (session->child < 0)
		fail("forkpty", strerror(errno));
	if (session->child == 0) {
		execvp(argv[0], argv);
		fail(argv[0], strerror(errno));
	}
}

/* Take what comes until nothing has for `quiet` ms; false if nothing came at all, or it has ended. */
static bool pump(struct session *session, int quiet)
{
	static char bytes[65536];
	struct pollfd poller = { .fd = session->fd, .events = POLLIN };
	bool any = false;
	while (poll(&poller, 1, quiet) > 0) {
		ssize_t got = read(session->fd, bytes, sizeof bytes);
		if (got <= 0)
			return false;
		session->last = now();
		session->bytes += got;
		vterm_input_write(session->term, bytes, (size_t)got);
		any = true;
	}
	return any;
}

static bool shows(struct session *session, const char *text)
{
	char line[COLUMNS * 8 + 1];
	for (int row = 0; row < ROWS; row++) {
		const VTermRect rect = { .start_row = row, .end_row = row + 1, .start_col = 0,
			.end_col = COLUMNS };
		size_t len = vterm_screen_get_text(session->screen, line, sizeof line - 1, rect);
		line[len] = '\0';
		if (strstr(line, text))
			return true;
	}
	return false;
}

static void show_screen(struct session *session)
{
	char text[ROWS * (COLUMNS * 4 + 1) + 1];
	const VTermRect all = { .start_row = 0, .end_row = ROWS, .start_col = 0, .end_col = COLUMNS };
	size_t len = vterm_screen_get_text(session->screen, text, sizeof text - 1, all);
	fprintf(stderr, "%.*s\n", (int)len, text);
}

static int64_t first_frame(struct session *session, const char *text)
{
	int64_t deadline = now() + PATIENCE_MS * INT64_C(1000000);
	do {
		pump(session, FRAME_QUIET_MS);
		if (shows(session, text))
			return session->last - session->start;
	} while (now() < deadline);
	show_screen(session);
	fail("never seen in the first frame", text);
	return 0;
}

static void type(struct session *session, const char *keys, size_t len)
{
	if (write(session->fd, keys, len) != (ssize_t)len)
		fail("cannot type", strerror(errno));
}

static int64_t key_to_paint(struct session *session, char key, int64_t *bytes)
{
	int64_t before = session->bytes, start = now();
	type(session, &key, 1);
	/* the first byte may take long, what follows may not */
	struct pollfd poller = { .fd = session->fd, .events = POLLIN };
	if (poll(&poller, 1, 1000) <= 0 || !pump(session, KEY_QUIET_MS)) {
		show_screen(session);
		fail("a key painted nothing", (char[]){ key, '\0' });
	}
	*bytes = session->bytes - before;
	return session->last - start;
}

static long wakes(pid_t pid)
{
	char path[64], line[256];
	long count = -1;
	snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
	FILE *file = fopen(path, "re");
	while (file && fgets(line, sizeof line, file))
		sscanf(line, "voluntary_ctxt_switches: %ld", &count);
	if (file)
		fclose(file);
	return count;
}

static void session_close(struct session *session, struct subject *subject)
{
	struct rusage usage;
	int status;
	kill(session->child, SIGTERM);
	for (int tries = 0; wait4(session->child, &status, WNOHANG, &usage) == 0; tries++) {
		if (tries == 400)
			kill(session->child, SIGKILL);
		pump(session, 5);
		usleep(1000);
	}
	if (usage.ru_maxrss > subject->resident)
		subject->resident = usage.ru_maxrss;
	close(session->fd);
	vterm_free(session->term);
}

static int ascending(const void *a, const void *b)
{
	const int64_t *left = a, *right = b;
	return (*left > *right) - (*left < *right);
}

/* Thousandths; sorts neither. */
static int64_t median_ratio(const int64_t *values, const int64_t *floors, int count)
{
	int64_t *ratios = calloc((size_t)count, sizeof *ratios);
	for (int i = 0; i < count; i++)
		ratios[i] = values[i] * 1000 / floors[i];
	qsort(ratios, (size_t)count, sizeof *ratios, ascending);
	const int64_t median = ratios[count / 2];
	free(ratios);
	return median;
}

static int64_t percentile(int64_t *values, int count, int percent)
{
	if (!count)
		return 0;
	qsort(values, (size_t)count, sizeof *values, ascending);
	return values[count * percent / 100];
}

int main(int argc, char **argv)
{
	struct subject subjects[COMMANDS_MAX] = { { 0 } };
	const char *text = NULL, *before = "", *moves = "kj";
	int runs = 21, keys = 300, idle = 3, option, count = 0;
	while ((option = getopt(argc, argv, "+r:k:i:e:p:m:")) != -1) {
		switch (option) {
		case 'r': runs = atoi(optarg); break;
		case 'k': keys = atoi(optarg); break;
		case 'i': idle = atoi(optarg); break;
		case 'e': text = optarg; break;
		case 'p': before = optarg; break;
		case 'm': moves = optarg; break;
		default: return 2;
		}
	}
	if (!text || runs < 1 || strcmp(argv[optind - 1], "--") != 0)
		fail("usage", "frame [-r RUNS] [-k KEYS] [-i SECONDS] -e TEXT [-p TYPED] [-m MOVES] -- COMMAND…");
	for (int i = optind - 1; i < argc; i++) {
		if (strcmp(argv[i], "--") != 0)
			continue;
		argv[i] = NULL;
		if (count == COMMANDS_MAX || i + 1 == argc)
			return 2;
		subjects[count++] = (struct subject){ .argv = argv + i + 1,
			.first = calloc((size_t)runs, sizeof(int64_t)),
			.keys = calloc((size_t)keys + 1, sizeof(int64_t)),
			.bytes = calloc((size_t)keys + 1, sizeof(int64_t)) };
	}
	setenv("TERM", "xterm-256color", 1);
	for (int run = -1; run < runs; run++) {
		for (int i = 0; i < count; i++) {
			struct subject *subject = &subjects[i];
			struct session session;
			session_open(&session, subject->argv);
			int64_t first = first_frame(&session, text);
			if (run >= 0)
				subject->first[run] = first;
			if (run == runs - 1) {
				type(&session, before, strlen(before));
				pump(&session, FRAME_QUIET_MS);
				for (int k = 0; k < keys; k++)
					subject->keys[k] = key_to_paint(&session,
						moves[k / 10 % (int)strlen(moves)], &subject->bytes[k]);
				long start = wakes(session.child);
				for (int64_t end = now() + idle * INT64_C(1000000000); now() < end;)
					pump(&session, 50);
				subject->wakes = wakes(session.child) - start;
			}
			session_close(&session, subject);
		}
	}
	/* before their order is lost */
	for (int i = 0; i < count; i++)
		subjects[i].ratio = median_ratio(subjects[i].first, subjects[0].first, runs);
	for (int i = 0; i < count; i++) {
		struct subject *subject = &subjects[i];
		printf("%lld %lld %lld %lld %lld %ld %ld %.2f\n",
			(long long)percentile(subject->first, runs, 50) / 1000,
			(long long)percentile(subject->first, runs, 99) / 1000,
			(long long)percentile(subject->keys, keys, 50) / 1000,
			(long long)percentile(subject->keys, keys, 99) / 1000,
			(long long)percentile(subject->bytes, keys, 50), subject->wakes, subject->resident,
			(double)subject->ratio / 1000);
		free(subject->first);
		free(subject->keys);
		free(subject->bytes);
	}
	return 0;
}
