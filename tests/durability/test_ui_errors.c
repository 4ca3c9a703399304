/*
 * The terminal UI while each of its system calls fails once, in each way that it can: it starts or says why not, and what
 * is typed into the composer is logged, or kept as a draft. One case in 12, one in 400 with SHORT in the
 * environment.
 */
#include <check.h>
#include <errno.h>
#include <pthread.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "../e2e/session.h"
#include "../unit/suite.h"
#include "support/fault.h"

enum { SAID_MAX = 1 << 20 };

/* What is typed, a step each time that the program looks at the terminal; then it is asked to end. */
enum { EVENT_SENT = 1 };
static const char event[] = "the queue grows and grows", second[] = "nobody can tell why";
static const char *const steps[] = { event, "\r", second, "\r" };

struct screen {
	int master, slave;
	size_t step;
	pthread_t reader;
	size_t len;
	char said[SAID_MAX];
};

static struct screen screen;

static void *read_screen(void *unused)
{
	(void)unused;
	for (ssize_t got; screen.len < SAID_MAX - 1; screen.len += (size_t)got)
		if ((got = read(screen.master, screen.said + screen.len, SAID_MAX - 1 - screen.len)) <= 0)
			break;
	return NULL;
}

static void start_program(void *unused)
{
	(void)unused;
	close(screen.master);
	setsid();
	ioctl(screen.slave, TIOCSCTTY, 0);
	for (int fd = 0; fd < 3; fd++)
		dup2(screen.slave, fd);
	close(screen.slave);
	/* leaks cannot be looked for in a program that is traced */
	setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
	execl(getenv("INQUEST"), "inquest", (char *)NULL);
}

static void type_next(void *context)
{
	(void)context;
	if (screen.step < LENGTH(steps)) {
		const char *text = steps[screen.step++];
		ck_assert_int_eq(write(screen.master, text, strlen(text)), (ssize_t)strlen(text));
	} else {
		kill(tcgetpgrp(screen.master), SIGTERM);
	}
}

static void run_program(struct fault_plan *plan, struct fault_result *out)
{
	const struct winsize size = { .ws_row = ROWS, .ws_col = COLUMNS };
	shell("rm -f x.db x.db-journal; cp base.db x.db");
	screen.step = screen.len = 0;
	ck_assert_int_eq(openpty(&screen.master, &screen.slave, NULL, NULL, &size), 0);
	ck_assert_int_eq(pthread_create(&screen.reader, NULL, read_screen, NULL), 0);
	plan->idle = type_next;
	fault_run(plan, start_program, NULL, out);
	close(screen.slave);
	pthread_join(screen.reader, NULL);
	close(screen.master);
	screen.said[screen.len] = '\0';
}

static bool is_kept(const char *text)
{
	char line[512];
	snprintf(line, sizeof line, "sqlite3 x.db \"SELECT count(*) FROM (SELECT text FROM event WHERE gone = 0 UNION ALL SELECT title "
		"FROM action WHERE gone = 0 UNION ALL SELECT text FROM draft) WHERE text LIKE '%%%s%%'\"", text);
	return atoi(shell(line)) > 0;
}

static size_t runs, wrong;

static void judge(const struct fault_plan *plan, const struct fault_result *result)
{
	const char *why = NULL;
	if (result->late)
		why = "it does not end";
	else if (result->status > 128 && result->status != 128 + SIGTERM && result->status != 128 + SIGHUP)
		why = "it broke";
	else if (result->status && !strstr(screen.said, "inquest: ") && result->status < 128)
		why = "it ended without a message";
	else if (*result->failed.path && (plan->error == EACCES || plan->error == EROFS) && strstr(result->failed.path, "x.db"))
		return; /* what may only be read keeps nothing */
	else if (screen.step > EVENT_SENT && !is_kept(event))
		why = "the event is lost";
	else if (screen.step > EVENT_SENT + 2 && !is_kept(second))
		why = "the second event is lost";
	if (!why)
		return;
	wrong++;
	fprintf(stderr, "call %zu %s(%s) %s: %s (status %d, step %zu)\n", plan->at, result->failed.kind->name, result->failed.path,
		strerrorname_np(plan->error), why, result->status, screen.step);
}

START_TEST(what_is_typed_is_kept_whatever_fails)
{
	const char *why;
	const size_t stride = getenv("STRIDE") ? strtoul(getenv("STRIDE"), NULL, 10) : getenv("SHORT") ? 400 : 12;
	struct fault_result all, one;
	size_t number = 0;
	if (!fault_possible(&why)) {
		printf("skipped: %s\n", why);
		return;
	}
	shell("sqlite3 x.db '.backup base.db'");
	run_program(&(struct fault_plan){ 0 }, &all);
	ck_assert_msg(all.status == 128 + SIGTERM, "status %d, step %zu: %s", all.status, screen.step, screen.said);
	ck_assert(is_kept(event) && is_kept(second));
	for (size_t i = 0; i < all.count; i++)
		for (const int *error = all.calls[i].kind->errors; *error; error++) {
			if (number++ % stride != stride / 2)
				continue;
			struct fault_plan plan = { .at = i + 1, .error = *error };
			run_program(&plan, &one);
			runs++;
			if (one.hit)
				judge(&plan, &one);
		}
	free(all.calls);
	ck_assert(runs > 0);
	ck_assert_msg(!wrong, "%zu of %zu went wrong", wrong, runs);
}
END_TEST

int main(void)
{
	/* what coverage would write at the end is not to be failed, nor half done */
	setenv("UNCOUNTED", "1", 1);
	Suite *suite = suite_create("ui errors");
	TCase *tests = tcase_create("errors");
	tcase_add_checked_fixture(tests, session_set_up, session_tear_down);
	tcase_set_timeout(tests, 3000);
	tcase_add_test(tests, what_is_typed_is_kept_whatever_fails);
	suite_add_tcase(suite, tests);
	int failed = suite_run_here(suite);
	printf("%s: %zu failures of the terminal UI\n", failed ? "failed" : "100%", runs);
	return failed != 0;
}
