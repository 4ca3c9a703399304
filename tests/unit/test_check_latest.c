/* Checks that look at the latest events only, as the terminal UI has them. */

#include "app/check.h"
#include "ui_sandbox.h"
#include "suite.h"

static struct ui_sandbox box;

static void ignore(void *context, const char *bytes, size_t len)
{
	(void)context, (void)bytes, (void)len;
}

static void run(const char *line)
{
	struct output out = { .write = ignore };
	struct words words;
	struct err err = { 0 };
	ck_assert(words_split(&words, line, &err));
	ck_assert_msg(command_run(&box.app, words.items, words.count, &out, -1, &err), "%s", err.text);
	words_fini(&words);
}

static bool partial(int64_t events)
{
	const struct check_request request = { .events = events };
	struct findings findings = { 0 };
	struct record incident;
	struct err err = { 0 };
	ck_assert_msg(app_incident(&box.app, &incident, &err), "%s", err.text);
	ck_assert_msg(check_incident(&box.app, &incident, &request, &findings, &err), "%s", err.text);
	bool is = findings.partial;
	findings_fini(&findings);
	record_fini(&incident);
	return is;
}

START_TEST(what_was_not_looked_at_is_told)
{
	sandbox_open(&box);
	run("new 'Checkout returns 500'");
	ck_assert(!partial(2));
	run("log --at 14:05 'one'");
	run("log --at 14:06 'two'");
	ck_assert(!partial(2));
	run("log --at 14:01 'before both'");
	ck_assert(partial(2));
	ck_assert(!partial(3));
	ck_assert(!partial(0));
	sandbox_close(&box);
}
END_TEST

RUN_TESTS("check_latest", what_was_not_looked_at_is_told)
