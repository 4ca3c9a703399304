/* Reading a timeline: pages, filters, counts and how events spread over time. */
#include "store_sandbox.h"

#include "app/read.h"
#include "store/search.h"

enum { EVENTS = 600, LATE = EVENTS - 2, MINUTE = 60000 };

static struct app app;
static struct record incident;

/* Events a minute apart, of all kinds and by four authors; every tenth is pinned, every seventh has a link, every
 * hundredth is deleted. Numbers and times run the same way, but for LATE. */
static void fill(void)
{
	static const char *const authors[] = { "Ana Ruiz <ana@example.com>", "bo", "chi", "Dee" };
	const struct choice *kinds = entity_get(ENTITY_EVENT)->fields[EVENT_KIND].choices;
	box_make_open();
	app = (struct app){ .store = box.store };
	incident = add(ENTITY_INCIDENT, NULL, "Checkout is down");
	begin();
	for (int i = 0; i < EVENTS; i++) {
		struct record event;
		char text[64];
		record_init(&event, ENTITY_EVENT);
		memcpy(event.incident, incident.id, ID_SIZE);
		record_set_int(&event, EVENT_AT, NOON + (i == LATE ? 0 : i) * MINUTE);
		record_set_text(&event, EVENT_KIND, kinds[i % 14].name);
		snprintf(text, sizeof text, "%s of edge-%d", i % 5 ? "Latency" : "Rollback", i % 3);
		record_set_text(&event, EVENT_TEXT, text);
		record_set_text(&event, EVENT_AUTHOR, authors[i % 4]);
		record_set_int(&event, EVENT_PINNED, i % 10 == 0);
		if (i % 7 == 0)
			record_set_text(&event, EVENT_LINK, "https://graphs.example.com/d/3F");
		put(&event);
		if (i % 100 == 99)
			set_gone(&event, true);
		record_fini(&event);
	}
	commit();
}

static bool holds(const struct record *event, int field, const char *needle)
{
	return strcasestr(record_text(event, field), needle) != NULL;
}

/* What a filter is said to mean, the slow way. */
static bool passes(const struct record *event, const struct event_filter *filter)
{
	const struct choice *kinds = entity_get(ENTITY_EVENT)->fields[EVENT_KIND].choices;
	int64_t at = record_int(event, EVENT_AT);
	unsigned kind = 0;
	while (!text_equal(kinds[kind].name, record_text(event, EVENT_KIND)))
		kind++;
	return (!filter->kinds || filter->kinds & 1u << kind) && (!filter->pinned || record_int(event, EVENT_PINNED)) &&
	       (!filter->since || at >= filter->since) && (!filter->until || at <= filter->until) &&
	       (text_empty(filter->author) || holds(event, EVENT_AUTHOR, filter->author)) &&
	       (text_empty(filter->text) || holds(event, EVENT_TEXT, filter->text) ||
		       holds(event, EVENT_AUTHOR, filter->text) || holds(event, EVENT_KIND, filter->text) ||
		       holds(event, EVENT_LINK, filter->text));
}

static const struct event_filter filters[] = {
	{ 0 },
	{ .kinds = 1u << 3 },
	{ .kinds = 1u << 0 | 1u << 13 },
	{ .author = "ana" },
	{ .author = "EXAMPLE" },
	{ .text = "roll" },
	{ .text = "edge-2" },
	{ .text = "3f" },
	{ .text = "decis" },
	{ .text = "100% of _" },
	{ .pinned = true },
	{ .since = NOON + 300 * MINUTE },
	{ .until = NOON + 10 * MINUTE },
	{ .since = NOON + 17 * MINUTE, .until = NOON + 17 * MINUTE },
	{ .since = NOON + 9 * MINUTE, .until = NOON + 3 * MINUTE },
	{ .kinds = 1u << 5, .author = "bo", .text = "latency", .since = NOON + 50 * MINUTE, .pinned = false },
	{ .author = "nobody" },
	{ .author = "", .text = "" },
};

/* All pages one after the other, from the start or from the end. */
static void walk(const struct event_filter *filter, bool backwards, int64_t page, struct records *out)
{
	int64_t at = 0, number = 0;
	for (enum page which = backwards ? PAGE_LAST : PAGE_FIRST;; which = backwards ? PAGE_BEFORE : PAGE_AFTER) {
		struct records rows = { 0 };
		OK(read_events(&app, incident.id, filter, which, at, number, page, &rows, &box.err));
		for (size_t i = 0; i < rows.count; i++)
			record_copy(vec_push(out), &rows.items[backwards ? rows.count - 1 - i : i]);
		size_t count = rows.count;
		records_fini(&rows);
		if (count < (size_t)page)
			return;
		at = record_int(&out->items[out->count - 1], EVENT_AT);
		number = out->items[out->count - 1].number;
	}
}

START_TEST(pages_with_a_filter_are_all_that_pass_it_in_order)
{
	struct records all = { 0 };
	OK(store_list(box.store, ENTITY_EVENT, incident.id, &all, &box.err));
	ck_assert_uint_eq(all.count, EVENTS - EVENTS / 100);
	for (size_t f = 0; f < LENGTH(filters); f++) {
		struct records there = { 0 }, back = { 0 };
		size_t want = 0;
		int64_t count;
		walk(&filters[f], false, 7, &there);
		walk(&filters[f], true, 11, &back);
		OK(read_event_count(&app, incident.id, &filters[f], &count, &box.err));
		for (size_t i = 0; i < all.count; i++) {
			if (!passes(&all.items[i], &filters[f]))
				continue;
			ck_assert_msg(want < there.count, "filter %zu ends too soon", f);
			ck_assert_int_eq(there.items[want++].number, all.items[i].number);
		}
		ck_assert_msg(want == there.count && want == back.count && want == (size_t)count,
			"filter %zu: %zu, not %zu forwards, %zu backwards, %lld counted", f, want, there.count,
			back.count, (long long)count);
		for (size_t i = 0; i < want; i++)
			ck_assert_int_eq(back.items[i].number, there.items[want - 1 - i].number);
		records_fini(&there);
		records_fini(&back);
	}
	records_fini(&all);
}
END_TEST

START_TEST(finding_stays_within_the_filter)
{
	const struct event_filter decisions = { .kinds = 1u << 3, .since = NOON + 100 * MINUTE };
	struct record hit;
	bool found;
	OK(read_search(&app, incident.id, &decisions, false, INT64_MIN, 0, "rollback", INT64_MAX, &hit, &found,
		&box.err));
	ck_assert(found);
	ck_assert(passes(&hit, &decisions) && holds(&hit, EVENT_TEXT, "rollback"));
	record_fini(&hit);
	OK(read_search(&app, incident.id, &decisions, true, NOON + 100 * MINUTE, 0, "rollback", INT64_MAX, &hit,
		&found, &box.err));
	ck_assert(!found);
	OK(read_search(&app, incident.id, NULL, false, INT64_MIN, 0, "rollback", INT64_MAX, &hit, &found,
		&box.err));
	ck_assert(found);
	ck_assert_int_eq(hit.number, 1);
	record_fini(&hit);
}
END_TEST

START_TEST(an_empty_filter_is_told_from_one_that_asks_for_something)
{
	ck_assert(event_filter_empty(NULL));
	ck_assert(event_filter_empty(&filters[0]));
	ck_assert(event_filter_empty(&filters[LENGTH(filters) - 1]));
	for (size_t f = 1; f + 1 < LENGTH(filters); f++)
		ck_assert(!event_filter_empty(&filters[f]));
}
END_TEST

START_TEST(span_is_from_the_first_event_to_the_last)
{
	struct record other = add(ENTITY_INCIDENT, NULL, "Quiet");
	int64_t first, last;
	OK(read_span(&app, incident.id, &first, &last, &box.err));
	ck_assert_int_eq(first, NOON);
	ck_assert_int_eq(last, NOON + (EVENTS - 3) * MINUTE);
	OK(read_span(&app, other.id, &first, &last, &box.err));
	ck_assert_int_eq(first, 0);
	ck_assert_int_eq(last, 0);
	record_fini(&other);
}
END_TEST

START_TEST(density_counts_each_event_once)
{
	enum { PARTS = 37 };
	const int64_t to = NOON + EVENTS * MINUTE;
	struct records all = { 0 };
	OK(store_list(box.store, ENTITY_EVENT, incident.id, &all, &box.err));
	for (size_t f = 0; f < LENGTH(filters); f++) {
		unsigned parts[PARTS], want = 0, got = 0;
		OK(read_density(&app, incident.id, &filters[f], NOON, to, PARTS, parts, &box.err));
		for (size_t i = 0; i < all.count; i++)
			want += passes(&all.items[i], &filters[f]);
		for (int i = 0; i < PARTS; i++)
			got += parts[i];
		ck_assert_uint_eq(got, want);
	}
	unsigned half[2], one, none[3];
	OK(read_density(&app, incident.id, NULL, NOON, NOON + 99 * MINUTE, 2, half, &box.err));
	ck_assert_uint_eq(half[0], 51); /* the late one is in the first minute */
	ck_assert_uint_eq(half[1], 49);
	OK(read_density(&app, incident.id, NULL, NOON, NOON, 1, &one, &box.err));
	ck_assert_uint_eq(one, 2);
	OK(read_density(&app, incident.id, NULL, 0, 1, 3, none, &box.err));
	ck_assert_uint_eq(none[0] + none[1] + none[2], 0);
	bool few = false;
	OK(read_density_few(&app, incident.id, NOON, NOON + 99 * MINUTE, 2, half, &few, &box.err));
	ck_assert(few);
	ck_assert_uint_eq(half[0], 51);
	ck_assert_uint_eq(half[1], 49);
	records_fini(&all);
}
END_TEST

START_TEST(density_of_a_huge_incident_is_near_and_quick)
{
	enum { MANY = 60000, PARTS = 20 };
	unsigned parts[PARTS];
	struct record other = add(ENTITY_INCIDENT, NULL, "Huge");
	const struct event_filter notes = { .kinds = 1 };
	int64_t sum = 0;
	sql("INSERT INTO event (id, incident, number, at, kind, text) "
	    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) "
	    "SELECT 'E' || i, '%s', i, %lld + i * 1000, iif(i %% 2, 'note', 'change'), 'x' FROM n",
		MANY, other.id, (long long)NOON);
	OK(read_density(&app, other.id, NULL, NOON + 1000, NOON + MANY * 1000, PARTS, parts, &box.err));
	for (int i = 0; i < PARTS; i++) {
		ck_assert_uint_ge(parts[i], MANY / PARTS - 1);
		ck_assert_uint_le(parts[i], MANY / PARTS + 1);
		sum += parts[i];
	}
	ck_assert_int_eq(sum, MANY);
	bool few = true;
	OK(read_density_few(&app, other.id, NOON + 1000, NOON + MANY * 1000, PARTS, parts, &few, &box.err));
	ck_assert(!few);
	OK(read_density_few(&app, other.id, NOON + 1000, NOON + 200 * 1000, PARTS, parts, &few, &box.err));
	ck_assert(few);
	for (int i = 0; i < PARTS; i++)
		ck_assert_uint_eq(parts[i], 200 / PARTS);
	OK(read_density(&app, other.id, &notes, NOON + 1000, NOON + MANY * 1000, PARTS, parts, &box.err));
	for (int i = 0; i < PARTS; i++)
		ck_assert_uint_eq(parts[i], MANY / PARTS / 2);
	record_fini(&other);
}
END_TEST

START_TEST(what_is_far_away_is_found_through_the_index)
{
	enum { MANY = 60000 };
	struct record other = add(ENTITY_INCIDENT, NULL, "Huge"), hit;
	int64_t left;
	bool found;
	/* as the log has them, so that the index takes them */
	sql("INSERT INTO change (clock, replica, batch, author, at, incident, entity, kind, fields) "
	    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) "
	    "SELECT (1 << 62) + i, 'r', 'b', 'ana', 0, '%s', 'E' || i, 'event', '{}' FROM n;"
	    "INSERT INTO event (id, incident, number, at, kind, text) "
	    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) "
	    "SELECT 'E' || i, '%s', i, %lld + i * 1000, 'note', CASE i WHEN 50 THEN 'the needle' WHEN 59000 THEN "
	    "'needles again' WHEN 59500 THEN 'unthreaded' ELSE 'hay' END FROM n",
		MANY, other.id, MANY, other.id, (long long)NOON);
	OK(search_update(box.store, INT64_MAX, &left, &box.err));
	/* no more than so many are looked at one by one, which would not reach it */
	OK(read_search(&app, other.id, NULL, false, NOON + 60000, 0, "needle", 1000, &hit, &found, &box.err));
	ck_assert(found);
	ck_assert_int_eq(hit.number, 59000);
	record_fini(&hit);
	OK(read_search(&app, other.id, NULL, true, NOON + 59000 * 1000, 59000, "needle", 1000, &hit, &found, &box.err));
	ck_assert(found);
	ck_assert_int_eq(hit.number, 50);
	record_fini(&hit);
	OK(read_search(&app, other.id, NULL, true, NOON + 50 * 1000, 50, "needle", 1000, &hit, &found, &box.err));
	ck_assert(!found);
	/* the middle of a word is found by looking at all */
	OK(read_search(&app, other.id, NULL, false, NOON, 0, "thread", 1000, &hit, &found, &box.err));
	ck_assert(!found);
	OK(read_search(&app, other.id, NULL, false, NOON, 0, "thread", INT64_MAX, &hit, &found, &box.err));
	ck_assert(found);
	ck_assert_int_eq(hit.number, 59500);
	record_fini(&hit);
	record_fini(&other);
}
END_TEST

START_TEST(a_draft_is_not_waited_for_while_another_program_writes)
{
	char text[] = "half a sent";
	struct draft draft = { .text = text };
	struct timespec before, after;
	sqlite3 *other;
	text_copy(draft.place, sizeof draft.place, "composer");
	text_copy(draft.session, sizeof draft.session, "one");
	ck_assert_int_eq(sqlite3_open(box.path, &other), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	clock_gettime(CLOCK_MONOTONIC, &before);
	FAILS(draft_save(&app, &draft, &box.err), ERR_BUSY, "locked by another program");
	clock_gettime(CLOCK_MONOTONIC, &after);
	ck_assert_int_lt((after.tv_sec - before.tv_sec) * 1000 + (after.tv_nsec - before.tv_nsec) / 1000000, 3000);
	sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL);
	sqlite3_close(other);
	OK(draft_save(&app, &draft, &box.err));
	SQL_IS("half a sent", "SELECT text FROM draft");
}
END_TEST

START_TEST(reads_between_begin_and_end_see_one_state)
{
	int64_t before, after;
	sqlite3 *other;
	ck_assert_int_eq(sqlite3_open(box.path, &other), SQLITE_OK);
	OK(read_begin(&app, &box.err));
	OK(read_event_count(&app, incident.id, NULL, &before, &box.err));
	OK(read_begin(&app, &box.err));
	read_end(&app);
	/* the one within has not ended the one around it: a writer still waits */
	ck_assert_int_eq(sqlite3_exec(other, "UPDATE event SET gone = 1", NULL, NULL, NULL), SQLITE_BUSY);
	OK(read_event_count(&app, incident.id, NULL, &after, &box.err));
	ck_assert_int_eq(after, before);
	read_end(&app);
	ck_assert_int_eq(sqlite3_exec(other, "UPDATE event SET gone = 1", NULL, NULL, NULL), SQLITE_OK);
	OK(read_event_count(&app, incident.id, NULL, &after, &box.err));
	ck_assert_int_eq(after, 0);
	sqlite3_close(other);
}
END_TEST

RUN_SUITE("read", fill, pages_with_a_filter_are_all_that_pass_it_in_order, finding_stays_within_the_filter,
	an_empty_filter_is_told_from_one_that_asks_for_something, span_is_from_the_first_event_to_the_last,
	density_counts_each_event_once, density_of_a_huge_incident_is_near_and_quick,
	what_is_far_away_is_found_through_the_index, a_draft_is_not_waited_for_while_another_program_writes,
	reads_between_begin_and_end_see_one_state)
