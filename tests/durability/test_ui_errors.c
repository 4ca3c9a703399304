/*
 * The terminal UI while each of its system calls fails once, in each way that it can: it starts or says why not, and what
 * is typed into the composer or a form is saved, or kept as a draft and the screen says why it is not saved; a command of
 * the palette is done, or the screen says why not. One case in STRIDE (12), one in 500 with SHORT in the environment.
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

#include <vterm.h>

#include "../e2e/session.h"
#include "base/text.h"
#include "../unit/suite.h"
#include "support/fault.h"

enum { SAID_MAX = 1 << 20 };

enum { STEPS_MAX = 6 };

/* What is typed, a step each time that the program looks at the terminal; then it is asked to end. */
static const struct scenario {
	const char *name, *steps[STEPS_MAX];
	const char *first; /* must be somewhere once `sent` steps were taken, and saved once all were */
	size_t sent;
	const char *second; /* the same of another, after two more; NULL: none */
	bool drafts;	    /* what is not saved is a draft */
} scenarios[] = {
	{ "composer", { "the queue grows and grows", "\r", "nobody can tell why", "\r" }, "the queue grows and grows", 2,
		"nobody can tell why", true },
	/* the keys are bound in inquestrc */
	{ "new action", { "\x1B[15~", "Practise the rollback", "\x13" }, "Practise the rollback", 3, NULL, true },
	{ "event", { "\x1B[17~", " in all of Europe", "\x13" }, "in all of Europe", 3, NULL, true },
	{ "incident", { "\x1B[18~", " in all of Europe", "\x13" }, "in all of Europe", 3, NULL, true },
	{ "command", { "\x1B[19~", "log from the palette", "\r" }, "from the palette", 3, NULL, false },
};

static const struct scenario *scenario;

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
	if (screen.step < STEPS_MAX && scenario->steps[screen.step]) {
		const char *text = scenario->steps[screen.step++];
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

/* In the tables, or with `drafts` among the drafts. */
static bool is_kept(const char *text, bool drafts)
{
	char line[1024];
	snprintf(line, sizeof line, "sqlite3 x.db \"SELECT count(*) FROM (SELECT text FROM event WHERE gone = 0 UNION ALL SELECT title "
		"FROM action WHERE gone = 0 UNION ALL SELECT title FROM incident%s) WHERE text LIKE '%%%s%%'\"",
		drafts ? " UNION ALL SELECT text FROM draft" : "", text);
	return atoi(shell(line)) > 0;
}

/* A row of the screen as it is now. */
static void read_row(VTermScreen *shown, int row, char *out, size_t size)
{
	const VTermRect rect = { .start_row = row, .end_row = row + 1, .start_col = 0, .end_col = COLUMNS };
	out[vterm_screen_get_text(shown, out, size - 1, rect)] = '\0';
}

/* What trouble is called, in messages of the store and of the system. */
static bool is_trouble(const char *row)
{
	static const char *const words[] = { "cannot", "full", "limit", "quota", "may only be read", "try again", "not on disk",
		"not written", "not changed", "damaged", "locked", "moved", "left out", "is not" };
	for (size_t i = 0; i < LENGTH(words); i++)
		if (strstr(row, words[i]))
			return true;
	return false;
}

/* At any time, the last rows of the screen told of it. */
static bool told_on_screen(void)
{
	enum { CHUNK = 64, LAST = 4 };
	char row[COLUMNS * 8];
	bool told = false;
	VTerm *terminal = vterm_new(ROWS, COLUMNS);
	VTermScreen *shown = vterm_obtain_screen(terminal);
	vterm_set_utf8(terminal, 1);
	vterm_screen_enable_altscreen(shown, 1);
	vterm_screen_reset(shown, 1);
	for (size_t at = 0; at < screen.len && !told; at += CHUNK) {
		vterm_input_write(terminal, screen.said + at, screen.len - at < CHUNK ? screen.len - at : CHUNK);
		for (int i = ROWS - LAST; i < ROWS && !told; i++) {
			read_row(shown, i, row, sizeof row);
			told = is_trouble(row);
		}
	}
	vterm_free(terminal);
	return told;
}

static size_t runs, wrong;

/* What came when the terminal could not be waited for or read has not been read. */
static bool is_unread(const struct fault_call *call)
{
	return strstr(call->kind->name, "poll") || (text_equal(call->kind->name, "read") && strstr(call->path, "/dev/pts/"));
}

static const char *judge_text(const struct fault_call *failed, const char *text, size_t sent)
{
	if (screen.step < sent + is_unread(failed) || is_kept(text, false))
		return NULL;
	if (!told_on_screen() && !strstr(screen.said, "inquest: "))
		return "it is not saved, and the screen does not say so";
	/* what may only be read keeps nothing */
	return !scenario->drafts || is_kept(text, true) || strstr(screen.said, "may only be read") ? NULL : "what was typed is lost";
}

static void judge(const struct fault_plan *plan, const struct fault_result *result)
{
	const char *why = NULL;
	if (result->late)
		why = "it does not end";
	else if (result->status > 128 && result->status != 128 + SIGTERM && result->status != 128 + SIGHUP)
		why = "it broke";
	else if (result->status && !strstr(screen.said, "inquest: ") && result->status < 128)
		why = "it ended without a message";
	else
		why = judge_text(&result->failed, scenario->first, scenario->sent);
	if (!why && scenario->second)
		why = judge_text(&result->failed, scenario->second, scenario->sent + 2);
	if (!why)
		return;
	wrong++;
	fprintf(stderr, "%s: call %zu %s(%s) %s: %s (status %d, step %zu)\n", scenario->name, plan->at, result->failed.kind->name, result->failed.path,
		strerrorname_np(plan->error), why, result->status, screen.step);
	if (getenv("SAID"))
		fprintf(stderr, "%s\n", screen.said);
}

static void prepare(void)
{
	shell("\"$INQUEST\" log 'the queue grows'");
	shell("sqlite3 x.db '.backup base.db'; mkdir -p .config/inquest");
	put_file(".config/inquest/inquestrc",
		"bind all F5 'form action'\nbind all F6 'form event 1'\nbind all F7 'form incident 1'\nbind all F8 palette\n"
		"bind composer F5 'form action'\nbind composer F6 'form event 1'\nbind composer F7 'form incident 1'\n"
		"bind composer F8 palette\n",
		0600);
}

START_TEST(what_is_typed_is_kept_whatever_fails)
{
	const char *why;
	const size_t stride = getenv("STRIDE") ? strtoul(getenv("STRIDE"), NULL, 10) : getenv("SHORT") ? 500 : 12;
	struct fault_result all, one;
	size_t number = 0, before = runs;
	if (!fault_possible(&why)) {
		printf("skipped: %s\n", why);
		return;
	}
	scenario = &scenarios[_i];
	wrong = 0;
	prepare();
	run_program(&(struct fault_plan){ 0 }, &all);
	ck_assert_msg(all.status == 128 + SIGTERM, "status %d, step %zu: %s", all.status, screen.step, screen.said);
	ck_assert_msg(is_kept(scenario->first, false), "%s: %s", scenario->name, screen.said);
	ck_assert(!scenario->second || is_kept(scenario->second, false));
	ck_assert_msg(!told_on_screen(), "%s: trouble is told where there is none: %s", scenario->name, screen.said);
	for (size_t i = 0; i < all.count; i++)
		for (const int *error = all.calls[i].kind->errors; *error; error++) {
			if (number++ % stride != stride / 2)
				continue;
			struct fault_plan plan = { .at = i + 1, .error = *error };
			run_program(&plan, &one);
			runs++;
			/* painting and drafts go by the clock, and another call may be at this place */
			if (one.hit && one.failed.kind == all.calls[i].kind)
				judge(&plan, &one);
		}
	free(all.calls);
	ck_assert(runs > before);
	ck_assert_msg(!wrong, "%s: %zu of %zu went wrong", scenario->name, wrong, runs - before);
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
	tcase_add_loop_test(tests, what_is_typed_is_kept_whatever_fails, 0, (int)LENGTH(scenarios));
	suite_add_tcase(suite, tests);
	int failed = suite_run_here(suite);
	printf("%s: %zu failures of the terminal UI\n", failed ? "failed" : "100%", runs);
	return failed != 0;
}
