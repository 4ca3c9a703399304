/* A document that is read and written while somebody looks: it can be stopped, and taken all the same afterwards. */
#include "app/read.h"
#include "tui/ui.h"
#include "ui_sandbox.h"
#include "suite.h"

enum { EVENTS = 1200 };

static struct ui_sandbox box;
static struct ui ui;
static int asked, stop_at; /* how often it was asked whether to stop, and when to say so; 0: never */

static bool busy(void *context)
{
	(void)context;
	return ++asked == stop_at;
}

static void set_up(void)
{
	struct err err = { 0 };
	sandbox_open(&box);
	FILE *file = fopen("long.md", "w");
	ck_assert_ptr_nonnull(file);
	fputs("# Shop is down\n\nDate: 2026-02-01\n\n## Timeline\n\n", file);
	for (int i = 0; i < EVENTS; i++)
		fprintf(file, "- 2026-02-01 %02d:%02d:%02d UTC: step %d\n", i / 3600, i / 60 % 60, i % 60, i);
	ck_assert_int_eq(fclose(file), 0);
	ui_init(&ui, &box.app, "watch", 24, 80);
	ui.busy = busy;
	asked = stop_at = 0;
	ck_assert_msg(ui_start(&ui, &err), "%s", err.text);
	ui_draw(&ui);
}

static void tear_down(void)
{
	ui_fini(&ui);
	sandbox_close(&box);
}

static int64_t incidents(void)
{
	struct board board = { 0 };
	struct err err = { 0 };
	ck_assert(read_board(&box.app, true, 10, &board, &err));
	int64_t total = board.total;
	board_fini(&board);
	return total;
}

START_TEST(reading_can_be_stopped)
{
	struct err err = { 0 };
	stop_at = 1;
	ck_assert(!ui_run_line(&ui, "import long.md", &err));
	ck_assert_str_eq(err.text, "stopped: nothing was read");
	ck_assert(ui.view != &view_import);
}
END_TEST

START_TEST(writing_can_be_stopped_and_done_again)
{
	struct err err = { 0 };
	int64_t count = 0;
	ck_assert_msg(ui_run_line(&ui, "import long.md", &err), "%s", err.text);
	ck_assert(ui.view == &view_import);
	asked = 0;
	stop_at = 3;
	ck_assert(!ui_run_line(&ui, "take", &err));
	ck_assert_ptr_nonnull(strstr(err.text, "stopped: nothing of it is imported"));
	ck_assert_int_eq(asked, 3);
	ck_assert_int_eq(incidents(), 0);
	ck_assert(ui.view == &view_import);
	asked = stop_at = 0;
	ck_assert_msg(ui_run_line(&ui, "take", &err), "%s", err.text);
	ck_assert_int_ge(asked, EVENTS / 256);
	ck_assert_int_eq(incidents(), 1);
	ck_assert(read_event_count(&box.app, ui.incident.record.id, NULL, &count, &err));
	ck_assert_int_eq(count, EVENTS);
}
END_TEST

RUN_TESTS_WITHIN("import watch", set_up, tear_down, reading_can_be_stopped, writing_can_be_stopped_and_done_again)
