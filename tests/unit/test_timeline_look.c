/* A filter that few of very many events pass: what it shows is read in parts, and what is shown is all there is. */
#include <sqlite3.h>

#include "tui/ui.h"
#include "ui_sandbox.h"
#include "suite.h"

enum { EVENTS = 12000, FIRST = STRIP_QUICK + 1 };

static struct ui_sandbox box;
static struct ui ui;
static int64_t now;

/* Events a second apart, each 1000th of them a decision. Their numbers say that there are very many. */
static void put_events(void)
{
	sqlite3 *db;
	char *message = NULL;
	ck_assert_int_eq(sqlite3_open("x.db", &db), SQLITE_OK);
	char *sql = sqlite3_mprintf(
		"WITH RECURSIVE n (n) AS (VALUES (0) UNION ALL SELECT n + 1 FROM n WHERE n < %d) "
		"INSERT INTO event (id, incident, number, at, precision, \"offset\", kind, text, author, pinned) "
		"SELECT printf('%%026d', n), incident.id, %d + n, 1772370000000 + n * 1000, 'exact', 0, "
		"iif(n %% 1000 = 500, 'decision', 'note'), 'event ' || n, 'ana', 0 FROM n, incident",
		EVENTS - 1, FIRST);
	ck_assert_msg(sqlite3_exec(db, sql, NULL, NULL, &message) == SQLITE_OK, "%s", message);
	sqlite3_free(sql);
	sqlite3_close(db);
}

static void draw(void)
{
	ui_tick(&ui, ++now);
	ui_draw(&ui);
}

/* What an idle screen does. Gives in how many parts was looked. */
static int rest(void)
{
	int parts = 0;
	while (ui_timeout(&ui) == 0) {
		bool looking = timeline_looking(&ui);
		parts += looking;
		if (looking && timeline_look_on(&ui))
			continue;
		ui_rest(&ui);
		draw();
	}
	return parts;
}

static void set_up(void)
{
	struct err err = { 0 };
	sandbox_open(&box);
	now = 0;
	sandbox_run(&box.app, "new Shop --started '2026-03-01 12:00'");
	put_events();
	ui_init(&ui, &box.app, "look", 24, 80);
	ui.told = true;
	ck_assert_msg(ui_start(&ui, &err), "%s", err.text);
	draw();
	rest();
}

static void tear_down(void)
{
	ui_fini(&ui);
	sandbox_close(&box);
}

static void log_elsewhere(const char *line)
{
	sandbox_run(&box.other, line);
	ui_wake(&ui);
	now += 1000;
	draw();
}

static void filter(const char *text)
{
	struct err err = { 0 };
	ck_assert_msg(timeline_filter_set(&ui, text, &err), "%s", err.text);
	draw();
}

/* The stretch that is read is the one around an event, as it is read in one go. */
static void same_as_at_once(int64_t at, int64_t number)
{
	const struct timeline *timeline = &ui.timeline;
	const int64_t limit = 2 * (ui.rows > 16 ? ui.rows : 16);
	struct records expected = { 0 };
	struct err err = { 0 };
	const char *incident = ui.incident.record.id;
	ck_assert(read_events(ui.app, incident, timeline_filter(&ui), PAGE_BEFORE, at, number, limit, &expected, &err));
	ck_assert_int_eq(timeline->first, expected.count < (size_t)limit);
	size_t selected = expected.count;
	ck_assert(read_events(ui.app, incident, timeline_filter(&ui), PAGE_AFTER, at, number - 1, limit + 1, &expected, &err));
	ck_assert_int_eq(timeline->last, expected.count - selected <= (size_t)limit);
	if (selected && selected == expected.count)
		selected--;
	ck_assert_uint_eq(timeline->events.count, expected.count);
	for (size_t i = 0; i < expected.count; i++)
		ck_assert_int_eq(timeline->events.items[i].number, expected.items[i].number);
	ck_assert_uint_eq(timeline->selected, selected);
	records_fini(&expected);
}

/* The strip is read in parts as well. */
static void strip_as_at_once(void)
{
	const struct strip *strip = &ui.timeline.strip;
	static unsigned counts[STRIP_MAX];
	struct err err = { 0 };
	int parts = 0;
	ck_assert(!strip->wanted);
	for (int i = 0; i < STRIP_MAX; i++)
		parts = strip->counts[i] ? i + 1 : parts;
	/* 80 columns, of which two times take 16 */
	ck_assert_int_le(parts, 64);
	ck_assert(read_density(ui.app, ui.incident.record.id, timeline_filter(&ui), strip->from, strip->to, 64, counts, &err));
	for (int i = 0; i < 64; i++)
		ck_assert_uint_eq(strip->counts[i], counts[i]);
}

START_TEST(few_events_are_looked_for_in_parts)
{
	filter("kind:decision");
	ck_assert(timeline_looking(&ui));
	ck_assert_uint_eq(ui.timeline.events.count, 0);
	ck_assert_ptr_null(timeline_selected(&ui));
	ck_assert_int_ge(rest(), EVENTS / 2000);
	ck_assert_uint_eq(ui.timeline.events.count, EVENTS / 1000);
	ck_assert(ui.timeline.first && ui.timeline.last);
	strip_as_at_once();
}
END_TEST

START_TEST(many_are_there_at_once)
{
	filter("kind:note");
	ck_assert(!timeline_looking(&ui));
	ck_assert_uint_gt(ui.timeline.events.count, 16);
}
END_TEST

START_TEST(what_is_shown_is_what_one_reads_at_once)
{
	static const char *const filters[] = { "kind:decision", "text:7", "\"event 7\"", "99 author:ana", "nothing",
		"text:5 since:13:20 until:14:30" };
	for (size_t i = 0; i < LENGTH(filters); i++) {
		filter(filters[i]);
		rest();
		for (int place = 0; place < EVENTS; place += 1700) {
			int64_t at = INT64_C(1772370000000) + place * 1000;
			timeline_select(&ui, FIRST + place, at);
			draw();
			rest();
			same_as_at_once(at, FIRST + place);
		}
	}
}
END_TEST

/* What was shown stays, and one can move in it, until what changed is looked through. */
START_TEST(others_write_in_the_meantime)
{
	filter("kind:decision");
	rest();
	size_t count = ui.timeline.events.count;
	int64_t number = timeline_selected(&ui)->number;
	log_elsewhere("log 'another one' --kind decision");
	ck_assert(timeline_looking(&ui));
	ck_assert_uint_eq(ui.timeline.events.count, count);
	ck_assert_int_eq(timeline_selected(&ui)->number, number);
	/* until it has looked where the next one comes in, in the middle */
	for (int part = 0; part < 5; part++)
		timeline_look_on(&ui);
	log_elsewhere("log 'and another one' --kind decision");
	ck_assert(timeline_looking(&ui));
	rest();
	ck_assert_uint_eq(ui.timeline.events.count, count + 2);
	ck_assert_int_eq(timeline_selected(&ui)->number, number);
}
END_TEST

START_TEST(another_filter_takes_the_place_of_the_one_that_is_looked_for)
{
	filter("kind:decision");
	timeline_look_on(&ui);
	filter("text:777");
	ck_assert(timeline_looking(&ui));
	rest();
	for (size_t i = 0; i < ui.timeline.events.count; i++)
		ck_assert_ptr_nonnull(strstr(record_text(&ui.timeline.events.items[i], EVENT_TEXT), "777"));
	filter("kind:decision");
	filter("");
	ck_assert(!timeline_looking(&ui));
	ck_assert_uint_gt(ui.timeline.events.count, 16);
}
END_TEST

RUN_TESTS_WITHIN("timeline look", set_up, tear_down, few_events_are_looked_for_in_parts, many_are_there_at_once,
	what_is_shown_is_what_one_reads_at_once, others_write_in_the_meantime,
	another_filter_takes_the_place_of_the_one_that_is_looked_for)
