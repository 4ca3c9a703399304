/* Another file in the place of the database that is on the screen: which one is taken, and when. The clock is the test's. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

#include "tui/ui.h"
#include "ui_sandbox.h"
#include "suite.h"

static struct ui_sandbox box;
static struct ui ui;
static int64_t now;

static void shell(const char *line)
{
	ck_assert_msg(system(line) == 0, "%s", line);
}

/* As long as the screen needs to look, and to see that nothing changes any more. */
static void wait_long(void)
{
	for (int i = 0; i < 4; i++) {
		now += AWAY_MS;
		ui_wake(&ui);
		ui_tick(&ui, now);
	}
}

static bool says(const char *text)
{
	return strstr(buf_text(&ui.message), text) != NULL;
}

static const char *drafts(void)
{
	static char line[256];
	FILE *out = popen("sqlite3 -batch -init /dev/null x.db 'SELECT group_concat(text) FROM draft' 2>&1", "r");
	line[0] = '\0';
	ck_assert_ptr_nonnull(out);
	ck_assert(fgets(line, sizeof line, out) || feof(out));
	pclose(out);
	return line;
}

/* An incident on the screen, a backup of it, and half a sentence that is kept. */
static void set_up(void)
{
	struct err err = { 0 };
	sandbox_open(&box);
	now = 0;
	sandbox_run(&box.app, "new Shop");
	sandbox_run(&box.app, "log 'in both'");
	sandbox_run(&box.app, "backup backup.db");
	ui_init(&ui, &box.app, "away", 24, 80);
	ck_assert_msg(ui_start(&ui, &err), "%s", err.text);
	ui_tick(&ui, now);
	ui_paste(&ui, "half a sentence", strlen("half a sentence"), 0);
	wait_long();
	ck_assert_str_eq(drafts(), "half a sentence\n");
}

static void tear_down(void)
{
	ui_fini(&ui);
	sandbox_close(&box);
}

START_TEST(an_empty_file_is_left_empty)
{
	struct stat status;
	shell("mv x.db old.db && : >x.db");
	wait_long();
	ck_assert(!says("another file"));
	ck_assert_int_eq(stat("x.db", &status), 0);
	ck_assert_int_eq(status.st_size, 0);
	shell("mv old.db x.db");
	wait_long();
	ck_assert(says("can be read again"));
}
END_TEST

START_TEST(a_database_without_the_incident_is_not_taken)
{
	shell("mv x.db old.db");
	sandbox_run(&box.other, "new 'Something else'");
	wait_long();
	ck_assert_msg(says("was deleted, moved or replaced"), "%s", buf_text(&ui.message));
	shell("mv old.db x.db");
	wait_long();
	ck_assert(says("can be read again"));
}
END_TEST

START_TEST(a_file_that_still_changes_is_left_alone_until_it_lies_still)
{
	shell("mv x.db old.db && cp backup.db x.db");
	for (int i = 0; i < 5; i++) {
		char line[64];
		snprintf(line, sizeof line, "touch -d @%d x.db", 1000000000 + i);
		shell(line);
		now += AWAY_MS;
		ui_wake(&ui);
		ui_tick(&ui, now);
		ck_assert_msg(!says("another file"), "round %d", i);
	}
	wait_long();
	ck_assert(says("another file was put in the place of x.db"));
	ck_assert_ptr_nonnull(ui.app->store);
}
END_TEST

START_TEST(what_is_typed_is_saved_in_the_file_that_is_taken)
{
	shell("mv backup.db x.db");
	ck_assert_str_eq(drafts(), "\n");
	wait_long();
	ck_assert(says("another file was put in the place of x.db"));
	wait_long();
	ck_assert_str_eq(drafts(), "half a sentence\n");
}
END_TEST

RUN_TESTS_WITHIN("away", set_up, tear_down, an_empty_file_is_left_empty, a_database_without_the_incident_is_not_taken,
	a_file_that_still_changes_is_left_alone_until_it_lies_still, what_is_typed_is_saved_in_the_file_that_is_taken)
