#include <check.h>
#include <stdlib.h>

#include "app/compose.h"
#include "base/mem.h"
#include "base/text.h"

static const int64_t at = INT64_C(1772376330250); /* 2026-03-01T14:45:30.250Z, a Sunday */

static bool read_in(struct compose *out, const char *zone, const char *text, struct err *err)
{
	const struct compose_input input = { .text = text, .kind = "note", .at = at, .zone = zone };
	return compose_read(out, &input, err);
}

/* The words that are run, in one line. */
static void words_are(const char *zone, const char *text, const char *wanted)
{
	struct compose compose;
	struct words words;
	struct err err = { 0 };
	struct buf line = { 0 };
	ck_assert_msg(read_in(&compose, zone, text, &err), "%s: %s", text, err.text);
	ck_assert_msg(compose_words(&compose, zone, &words, &err), "%s: %s", text, err.text);
	for (size_t i = 0; i < words.count; i++)
		buf_printf(&line, "%s%s", i ? " " : "", words.items[i]);
	ck_assert_str_eq(buf_text(&line), wanted);
	buf_fini(&line);
	words_fini(&words);
	compose_fini(&compose);
}

static void is_refused(const char *text, const char *why)
{
	struct compose compose;
	struct words words = { 0 };
	struct err err = { 0 };
	bool ok = read_in(&compose, "UTC", text, &err) &&
		compose_words(&compose, "UTC", &words, &err);
	ck_assert_msg(!ok, "%s was taken", text);
	ck_assert_int_eq(err.code, ERR_USAGE);
	ck_assert_msg(strstr(err.text, why), "%s: %s", text, err.text);
	words_fini(&words);
	compose_fini(&compose);
}

START_TEST(a_time_alone_is_on_the_day_of_an_old_incident)
{
	/* 2020-03-31T20:00:00Z, the day after it in Tokyo */
	const struct compose_input input = { .text = "@14:05 done",
		.kind = "note",
		.at = at,
		.zone = "Asia/Tokyo",
		.day = INT64_C(1585684800000) };
	struct compose compose;
	struct err err = { 0 };
	struct buf shown = { 0 };
	ck_assert_msg(compose_read(&compose, &input, &err), "%s", err.text);
	when_echo(&shown, &compose.when, "Asia/Tokyo");
	ck_assert_str_eq(buf_text(&shown), "2020-04-01 14:05 JST");
	buf_fini(&shown);
	compose_fini(&compose);
}
END_TEST

START_TEST(plain_text_is_logged_at_the_time_typing_began)
{
	words_are("UTC", "it works", "log --kind note --at 2026-03-01T14:45:30.250Z -- it works");
	words_are("Europe/Berlin", "it works",
		"log --kind note --at 2026-03-01T15:45:30.250+01:00 -- it works");
	words_are("UTC", "--kind decision",
		"log --kind note --at 2026-03-01T14:45:30.250Z -- --kind decision");
}
END_TEST

START_TEST(the_first_word_sets_the_kind_by_any_unambiguous_start)
{
	words_are("UTC", "!deci roll back",
		"log --kind decision --at 2026-03-01T14:45:30.250Z -- roll back");
	words_are("UTC", "!ack on it",
		"log --kind acknowledged --at 2026-03-01T14:45:30.250Z -- on it");
	words_are("UTC", "!Deploy 4.11", "log --kind change --at 2026-03-01T14:45:30.250Z -- 4.11");
	words_are("UTC", "!evidence\nline 1\nline 2",
		"log --kind evidence --at 2026-03-01T14:45:30.250Z -- line 1\nline 2");
	is_refused("!dec what", "decision, declared");
	is_refused("!decison what", "did you mean !decision?");
	is_refused("!xyzzy what", "there is no kind 'xyzzy'");
}
END_TEST

START_TEST(what_only_looks_like_a_kind_stays_text)
{
	words_are("UTC", " !deci is text",
		"log --kind note --at 2026-03-01T14:45:30.250Z --  !deci is text");
	words_are("UTC", "! alone", "log --kind note --at 2026-03-01T14:45:30.250Z -- ! alone");
	words_are("UTC", "!!! help", "log --kind note --at 2026-03-01T14:45:30.250Z -- !!! help");
	words_are("UTC", "say !deci", "log --kind note --at 2026-03-01T14:45:30.250Z -- say !deci");
}
END_TEST

START_TEST(words_that_begin_with_a_hash_and_a_letter_are_tags_too)
{
	static const char at_once[] = "log --kind note --at 2026-03-01T14:45:30.250Z";
	static const struct {
		const char *text, *rest;
	} rows[] = {
		{ "cold #redis", "--tag redis -- cold #redis" },
		{ "#redis, #Cache-miss. and (#no)", "--tag redis,Cache-miss -- #redis, #Cache-miss. and (#no)" },
		{ "#\xC3\xA9t\xC3\xA9 hot", "--tag \xC3\xA9t\xC3\xA9 -- #\xC3\xA9t\xC3\xA9 hot" },
		{ "see #12, # x, a#b ##c #", "-- see #12, # x, a#b ##c #" },
		{ "\\#define X", "-- #define X" },
		{ "not \\#this but #that \\n", "--tag that -- not #this but #that \\n" },
		{ "first\n#second", "-- first\n#second" },
		{ "#x=1 #y(2) #[z]", "-- #x=1 #y(2) #[z]" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct buf line = { 0 };
		buf_printf(&line, "%s %s", at_once, rows[i].rest);
		words_are("UTC", rows[i].text, buf_text(&line));
		buf_fini(&line);
	}
	words_are("UTC", "!action Alert on #redis", "action add -- Alert on #redis");
	words_are("UTC", "!deci @14:05 drop #redis",
		"log --kind decision --at 2026-03-01 14:05 UTC --tag redis -- drop #redis");
}
END_TEST

START_TEST(actions_and_causes_have_commands_of_their_own)
{
	words_are("UTC", "!action Alert", "action add -- Alert");
	words_are("UTC", "!cause Heat", "cause add --kind contributing -- Heat");
	words_are("UTC", "!root Path", "cause add --kind root -- Path");
	is_refused("!action by @15:00", "an action item has no time");
	struct compose compose = { .kind = "why 3" };
	struct words words;
	buf_puts(&compose.text, "because");
	ck_assert(compose_words(&compose, "UTC", &words, NULL));
	ck_assert_str_eq(words.items[5], "3");
	ck_assert_str_eq(words.items[4], "--parent");
	words_fini(&words);
	compose_fini(&compose);
}
END_TEST

START_TEST(a_word_of_the_first_line_sets_the_time)
{
	words_are("UTC", "done @14:05", "log --kind note --at 2026-03-01 14:05 UTC -- done");
	words_are("UTC", "@14:05 done", "log --kind note --at 2026-03-01 14:05 UTC -- done");
	words_are("UTC", "was @-10m, they say",
		"log --kind note --at 2026-03-01 14:35 UTC -- was , they say");
	words_are("UTC", "was @~14:05 or so",
		"log --kind note --at ~2026-03-01 14:05 UTC -- was or so");
	words_are("UTC", "@2026-02-28 all day", "log --kind note --at 2026-02-28 -- all day");
	words_are("UTC", "@14:05:09 done", "log --kind note --at 2026-03-01T14:05:09Z -- done");
	words_are("UTC", "@1772376000 unix", "log --kind note --at 2026-03-01T14:40:00Z -- unix");
	words_are("Europe/Berlin", "!deci go @15:05",
		"log --kind decision --at 2026-03-01 15:05 CET -- go");
	is_refused("done @25:99", "25:99");
	is_refused("from @14:05 to @14:10", "two times, @14:05 and @14:10");
}
END_TEST

START_TEST(names_and_what_is_quoted_are_no_times)
{
	words_are(
		"UTC", "asked @ana", "log --kind note --at 2026-03-01T14:45:30.250Z -- asked @ana");
	words_are("UTC", "asked @2nd-line",
		"log --kind note --at 2026-03-01T14:45:30.250Z -- asked @2nd-line");
	words_are("UTC", "mail ana@10.0.0.1",
		"log --kind note --at 2026-03-01T14:45:30.250Z -- mail ana@10.0.0.1");
	words_are("UTC", "said \"@14:05\"",
		"log --kind note --at 2026-03-01T14:45:30.250Z -- said \"@14:05\"");
	words_are("UTC", "log:\n@14:05 x",
		"log --kind note --at 2026-03-01T14:45:30.250Z -- log:\n@14:05 x");
}
END_TEST

START_TEST(nothing_but_markers_is_nothing_to_log)
{
	is_refused("", "no text");
	is_refused("!deci", "no text");
	is_refused("@14:05", "no text");
	is_refused("!deci @14:05 ", "no text");
}
END_TEST

START_TEST(what_can_be_read_is_there_in_spite_of_an_error)
{
	struct compose compose;
	ck_assert(!read_in(&compose, "UTC", "!deci go @25:99", NULL));
	ck_assert_str_eq(compose.kind, "decision");
	ck_assert_int_eq(compose.when.at, at);
	compose_fini(&compose);
	ck_assert(!read_in(&compose, "UTC", "!xyzzy go @14:05", NULL));
	ck_assert_str_eq(compose.kind, "note");
	ck_assert(compose.timed);
	compose_fini(&compose);
}
END_TEST

START_TEST(a_time_written_as_a_word_is_read_back_as_it_was)
{
	static const char *const times[] = { "14:05", "14:05:09", "~12:00", "2026-02-28", "-10m",
		"yesterday 23:10" };
	static const char *const zones[] = { "UTC", "Europe/Berlin", "Asia/Kathmandu",
		"America/St_Johns" };
	for (size_t i = 0; i < LENGTH(times) * LENGTH(zones); i++) {
		const char *zone = zones[i / LENGTH(times)];
		const struct when_context ctx = { .now = at, .zone = zone };
		struct when when;
		struct compose compose;
		struct err err = { 0 };
		struct buf text = { 0 };
		ck_assert(when_parse(times[i % LENGTH(times)], &ctx, &when, &err));
		buf_puts(&text, "text ");
		compose_time_word(&when, &text);
		ck_assert_msg(read_in(&compose, zone, buf_text(&text), &err), "%s: %s",
			buf_text(&text), err.text);
		/* what is known to the minute is written to the minute */
		int64_t unit = when.precision == PRECISION_EXACT ? 1 : 60000;
		ck_assert_int_eq(compose.when.at / unit, when.at / unit);
		ck_assert_int_eq(compose.when.precision, when.precision);
		ck_assert_int_eq(compose.when.offset, when.offset);
		ck_assert_str_eq(buf_text(&compose.text), "text");
		compose_fini(&compose);
		buf_fini(&text);
	}
}
END_TEST

START_TEST(every_kind_is_found_by_its_own_name)
{
	for (size_t i = 0; i < compose_kind_count(); i++) {
		struct compose_kind row = compose_kind_at(i), found;
		ck_assert(compose_kind_find(row.name, &found, NULL));
		ck_assert_str_eq(found.name, row.name);
		ck_assert_str_eq(compose_label(row.name), row.label);
	}
	ck_assert(compose_is_event("decision"));
	ck_assert(!compose_is_event("action"));
	ck_assert_str_eq(compose_label("why 3"), "why");
}
END_TEST

int main(void)
{
	setenv("TZ", "UTC", 1);
	Suite *suite = suite_create("compose");
	TCase *tcase = tcase_create("compose");
	tcase_add_test(tcase, a_time_alone_is_on_the_day_of_an_old_incident);
	tcase_add_test(tcase, plain_text_is_logged_at_the_time_typing_began);
	tcase_add_test(tcase, the_first_word_sets_the_kind_by_any_unambiguous_start);
	tcase_add_test(tcase, what_only_looks_like_a_kind_stays_text);
	tcase_add_test(tcase, words_that_begin_with_a_hash_and_a_letter_are_tags_too);
	tcase_add_test(tcase, actions_and_causes_have_commands_of_their_own);
	tcase_add_test(tcase, a_word_of_the_first_line_sets_the_time);
	tcase_add_test(tcase, names_and_what_is_quoted_are_no_times);
	tcase_add_test(tcase, nothing_but_markers_is_nothing_to_log);
	tcase_add_test(tcase, what_can_be_read_is_there_in_spite_of_an_error);
	tcase_add_test(tcase, a_time_written_as_a_word_is_read_back_as_it_was);
	tcase_add_test(tcase, every_kind_is_found_by_its_own_name);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
