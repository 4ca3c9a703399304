/* What a person writes to narrow the timeline. */

#include "base/text.h"
#include "model/ulid.h"
#include "tui/timeline.h"
#include "suite.h"

enum { YEAR_2026 = 1767225600 };

static struct when_context context(void)
{
	/* 2026-03-01 14:45:30 UTC */
	return (struct when_context){ .now = INT64_C(1772376330000), .zone = "UTC" };
}

static struct timeline_filter parsed(const char *text)
{
	const struct when_context ctx = context();
	struct timeline_filter filter = { 0 };
	struct err err = { 0 };
	ck_assert_msg(timeline_filter_parse(text, &ctx, &filter, &err), "%s: %s", text, err.text);
	return filter;
}

static unsigned bit(const char *kind)
{
	return 1u << choice_rank(entity_get(ENTITY_EVENT)->fields[EVENT_KIND].choices, kind);
}

START_TEST(nothing_written_is_no_filter)
{
	struct timeline_filter filter = parsed("  ");
	ck_assert_ptr_null(filter.text);
	ck_assert(event_filter_empty(&filter.events));
	timeline_filter_clear(&filter);
}
END_TEST

START_TEST(words_and_terms_are_told_apart)
{
	struct timeline_filter filter =
		parsed("roll kind:decision,hyp author:'ana ruiz' pinned back");
	ck_assert_str_eq(filter.words, "roll back");
	ck_assert_str_eq(filter.author, "ana ruiz");
	ck_assert_uint_eq(filter.events.kinds, bit("decision") | bit("hypothesis"));
	ck_assert(filter.events.pinned);
	timeline_filter_clear(&filter);
}
END_TEST

START_TEST(text_that_has_a_colon_stays_text)
{
	struct timeline_filter filter = parsed("https://x.example error:5 text:pinned");
	ck_assert_str_eq(filter.words, "https://x.example error:5 pinned");
	ck_assert(!filter.events.pinned);
	timeline_filter_clear(&filter);
}
END_TEST

START_TEST(milestones_are_six_kinds)
{
	struct timeline_filter filter = parsed("kind:milestones");
	ck_assert_uint_eq(filter.events.kinds,
		bit("impact") | bit("detected") | bit("acknowledged") | bit("declared") |
			bit("mitigated") | bit("resolved"));
	timeline_filter_clear(&filter);
}
END_TEST

START_TEST(a_minute_ends_when_it_is_over)
{
	const int64_t minute = INT64_C(60000), day = 1440 * minute;
	struct timeline_filter filter = parsed("since:14:05 until:14:07");
	ck_assert_int_eq(filter.events.until - filter.events.since, 3 * minute - 1);
	timeline_filter_clear(&filter);
	filter = parsed("since:14:05:10Z until:14:05:10Z");
	ck_assert_int_eq(filter.events.until, filter.events.since);
	timeline_filter_clear(&filter);
	filter = parsed("since:2026-02-27 until:2026-02-28");
	ck_assert_int_eq(filter.events.until - filter.events.since, 2 * day - 1);
	ck_assert_int_gt(filter.events.since, (int64_t)YEAR_2026 * 1000);
	timeline_filter_clear(&filter);
}
END_TEST

START_TEST(what_cannot_be_understood_is_named)
{
	static const struct {
		const char *text, *says;
	} rows[] = { { "kind:nonsense", "'nonsense'" }, { "since:soonish", "soonish" },
		{ "author:", "author" }, { "'open", "quote" },
		{ "since:14:10 until:14:00", "since is after until" } };
	const struct when_context ctx = context();
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct timeline_filter filter = { 0 };
		struct err err = { 0 };
		ck_assert(!timeline_filter_parse(rows[i].text, &ctx, &filter, &err));
		ck_assert_msg(strstr(err.text, rows[i].says), "%s: %s", rows[i].text, err.text);
		ck_assert_ptr_null(filter.text);
	}
}
END_TEST

START_TEST(a_term_is_put_in_replaced_and_taken_out)
{
	static const struct {
		const char *text, *term, *after;
	} rows[] = { { "", "kind:note", "kind:note" }, { "kind:note", "kind:note", "" },
		{ "roll kind:note back", "kind:decision", "roll back kind:decision" },
		{ "'author:ana ruiz' x", "author:ana ruiz", "x" },
		{ "x", "author:ana ruiz", "x 'author:ana ruiz'" }, { "pinned", "pinned", "" },
		{ "kind:note", "pinned", "kind:note pinned" } };
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct buf text = { 0 };
		timeline_filter_toggle(rows[i].text, rows[i].term, &text);
		ck_assert_str_eq(buf_text(&text), rows[i].after);
		buf_fini(&text);
	}
}
END_TEST

START_TEST(an_id_tells_when_it_was_made)
{
	char id[ULID_SIZE];
	const unsigned char random[10] = { 0xFF, 1, 2, 3, 4, 5, 6, 7, 8, 0xFF };
	ulid_format(id, INT64_C(1772376330123), random);
	ck_assert_int_eq(ulid_time(id), INT64_C(1772376330123));
	ck_assert_int_eq(ulid_time(""), 0);
	ck_assert_int_eq(ulid_time("01ARZ3NDEKTSV4RRFFQ69G5FA!"), INT64_C(1469922850259));
	ck_assert_int_eq(ulid_time("!1ARZ3NDEKTSV4RRFFQ69G5FAV"), 0);
}
END_TEST

RUN_TESTS("timeline", nothing_written_is_no_filter, words_and_terms_are_told_apart,
	text_that_has_a_colon_stays_text, milestones_are_six_kinds, a_minute_ends_when_it_is_over,
	what_cannot_be_understood_is_named, a_term_is_put_in_replaced_and_taken_out,
	an_id_tells_when_it_was_made)
