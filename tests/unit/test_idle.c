/* What an idle screen costs: when it wakes, and what it sends then. */
#include <limits.h>

#include "app/command.h"
#include "base/duration.h"
#include "base/words.h"
#include "tui/ui.h"
#include "ui_sandbox.h"
#include "suite.h"

static struct ui_sandbox box;
static struct ui ui;
static int64_t now;

/* An incident that began 42 minutes and 30 seconds ago. */
static void set_up(void)
{
	sandbox_open(&box);
	now = 0;
	sandbox_run(&box.app, "new Shop --started '2026-03-01 14:03'");
}

static void start(void)
{
	struct err err = { 0 };
	ui_init(&ui, &box.app, "idle", 24, 80);
	ui.told = true;
	ck_assert_msg(ui_start(&ui, &err), "%s", err.text);
	ui_tick(&ui, now);
	ui_draw(&ui);
	while (ui_timeout(&ui) == 0) {
		ui_rest(&ui);
		ui_tick(&ui, ++now);
		ui_draw(&ui);
	}
}

static void tear_down(void)
{
	ui_fini(&ui);
	sandbox_close(&box);
}

static void count_cells(void *data, int row, int column, const struct cell *cells, int count)
{
	(void)row, (void)column, (void)cells;
	*(int *)data += count;
}

static bool has_secret(const struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++)
		if (findings->items[i].check->secret)
			return true;
	return false;
}

/* The last row in which a cell differs. */
static void note_row(void *data, int row, int column, const struct cell *cells, int count)
{
	(void)column, (void)cells, (void)count;
	*(int *)data = row;
}

/* Sleep as the loop does; the cells that are painted then. */
static int sleep_and_paint(void)
{
	struct grid before;
	int painted = 0, ms = ui_timeout(&ui);
	grid_init(&before, ui.grid.rows, ui.grid.columns);
	memcpy(before.cells, ui.grid.cells,
		(size_t)before.rows * (size_t)before.columns * sizeof *before.cells);
	now += ms;
	box.app.pinned_now += ms;
	ui_tick(&ui, now);
	ui_draw(&ui);
	grid_diff(&before, &ui.grid, count_cells, &painted);
	grid_fini(&before);
	return painted;
}

START_TEST(numbers_that_waited_are_drawn_alone)
{
	enum { TABS_ROW = 2 };
	int painted = 0, row = -1;
	struct err err = { 0 };
	struct grid before;
	ui_init(&ui, &box.app, "idle", 24, 80);
	ck_assert_msg(ui_start(&ui, &err), "%s", err.text);
	ui_draw(&ui);
	grid_init(&before, ui.grid.rows, ui.grid.columns);
	memcpy(before.cells, ui.grid.cells, (size_t)before.rows * (size_t)before.columns * sizeof *before.cells);
	ck_assert(ui_rest(&ui));
	ck_assert(ui_draw_rest(&ui));
	grid_diff(&before, &ui.grid, count_cells, &painted);
	ck_assert_int_gt(painted, 0);
	grid_diff(&before, &ui.grid, note_row, &row);
	ck_assert_int_eq(row, TABS_ROW);
	painted = 0;
	memcpy(before.cells, ui.grid.cells, (size_t)before.rows * (size_t)before.columns * sizeof *before.cells);
	ui_draw(&ui);
	grid_diff(&before, &ui.grid, count_cells, &painted);
	ck_assert_int_eq(painted, 0);
	grid_fini(&before);
	/* a wide screen has a panel, and a view may show what was read */
	ui_resize(&ui, 24, PANEL_COLUMNS);
	ui_draw(&ui);
	ck_assert(!ui_draw_rest(&ui));
	ui_resize(&ui, 24, 80);
	ui_draw(&ui);
	ck_assert(ui_draw_rest(&ui));
	ui_message(&ui, STYLE_ERROR, "it could not be read");
	ck_assert(!ui_draw_rest(&ui));
}
END_TEST

START_TEST(the_first_numbers_wait_for_the_last_events_only)
{
	enum { EVENTS = 60 };
	struct err err = { 0 };
	sandbox_run(&box.app, "log --at 14:20 'used password=Tr0ub4dor-and-3 there'");
	for (int i = 0; i < EVENTS; i++)
		sandbox_run(&box.app, "log --at 14:20 'still nothing'");
	ui_init(&ui, &box.app, "idle", 24, 80);
	ui.told = true;
	ck_assert_msg(ui_start(&ui, &err), "%s", err.text);
	ui_draw(&ui);
	ck_assert(ui_rest(&ui));
	ck_assert_uint_gt(ui.incident.writing.findings.count, 0);
	ck_assert(!has_secret(&ui.incident.writing.findings));
	ck_assert_int_eq(ui_timeout(&ui), 0);
	ck_assert(ui_rest(&ui));
	ck_assert(has_secret(&ui.incident.writing.findings));
	ck_assert(!ui_rest(&ui));
	/* what is known never gets less */
	ui_reload(&ui);
	ck_assert(ui_rest(&ui));
	ck_assert(has_secret(&ui.incident.writing.findings));
	ck_assert(!ui_rest(&ui));
}
END_TEST

START_TEST(what_takes_long_to_read_waits_for_the_first_screen)
{
	struct err err = { 0 };
	ui_init(&ui, &box.app, "idle", 24, 80);
	ui.told = true;
	ck_assert_msg(ui_start(&ui, &err), "%s", err.text);
	ui_tick(&ui, now);
	ui_draw(&ui);
	ck_assert(ui.incident.writing.behind);
	ck_assert_int_eq(ui_timeout(&ui), 0);
	ck_assert(ui_rest(&ui));
	ck_assert_uint_gt(ui.incident.writing.sections.count, 0);
	ck_assert(!ui_rest(&ui));
	/* a tab that shows it does not wait */
	sandbox_run(&box.app, "log 'somebody else'");
	ui_reload(&ui);
	ck_assert(ui.incident.writing.behind);
	ui_show(&ui, &view_checks);
	ui_draw(&ui);
	ck_assert(!ui.incident.writing.behind);
	ck_assert_uint_gt(ui.incident.writing.findings.count, 0);
}
END_TEST

START_TEST(nothing_wakes_it_while_nothing_is_open)
{
	sandbox_run(&box.app, "set status resolved");
	start();
	ck_assert_int_eq(ui_timeout(&ui), INT_MAX);
	sandbox_run(&box.app, "use --none");
	ui_fini(&ui);
	start();
	ck_assert_int_eq(ui_timeout(&ui), INT_MAX);
}
END_TEST

START_TEST(an_open_incident_wakes_it_when_the_minute_changes)
{
	start();
	ck_assert_int_eq(ui_timeout(&ui), MINUTE_MS / 2);
	ck_assert_int_eq(sleep_and_paint(), 1); /* 42m, 43m */
	ck_assert_int_eq(ui_timeout(&ui), MINUTE_MS);
	ck_assert_int_eq(sleep_and_paint(), 1);
}
END_TEST

START_TEST(with_the_clock_it_wakes_each_second_and_paints_the_digits_that_change)
{
	sandbox_run(&box.app, "config clock on");
	start();
	ck_assert_int_eq(ui_timeout(&ui), SECOND_MS);
	for (int i = 0; i < 9; i++)
		ck_assert_int_eq(sleep_and_paint(), 1); /* 00:42:31 to 00:42:39 */
	ck_assert_int_eq(sleep_and_paint(), 2);
}
END_TEST

START_TEST(where_nothing_tells_of_writers_it_looks_for_them_each_minute)
{
	sandbox_run(&box.app, "set status resolved");
	start();
	ui.told = false;
	ui_tick(&ui, now);
	ck_assert_int_eq(ui_timeout(&ui), POLL_MS);
}
END_TEST

START_TEST(a_wake_is_soon_and_then_it_sleeps_again)
{
	sandbox_run(&box.app, "set status resolved");
	start();
	ui_wake(&ui);
	ck_assert_int_eq(ui_timeout(&ui), SETTLE_MS);
	ck_assert_int_eq(sleep_and_paint(), 0);
	ck_assert_int_eq(ui_timeout(&ui), INT_MAX);
}
END_TEST

RUN_TESTS_WITHIN("idle", set_up, tear_down, numbers_that_waited_are_drawn_alone,
	the_first_numbers_wait_for_the_last_events_only,
	what_takes_long_to_read_waits_for_the_first_screen,
	nothing_wakes_it_while_nothing_is_open, an_open_incident_wakes_it_when_the_minute_changes,
	with_the_clock_it_wakes_each_second_and_paints_the_digits_that_change,
	where_nothing_tells_of_writers_it_looks_for_them_each_minute, a_wake_is_soon_and_then_it_sleeps_again)
