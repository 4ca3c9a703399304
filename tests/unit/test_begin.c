/* An incident in one line: what is severity, tag, time, and what is left as its title. */

#include "app/begin.h"
#include "base/civil.h"
#include "base/mem.h"
#include "base/text.h"
#include "suite.h"

static const struct when_context ctx = { .now = INT64_C(1772376330000), .zone = "UTC" };

/* The words of the command, quoted. */
static void is(const char *line, const char *wanted)
{
	struct beginning beginning;
	struct words words = { 0 };
	struct buf got = { 0 };
	struct err err = { 0 };
	if (beginning_read(line, &ctx, &beginning, &err) &&
		beginning_words(&beginning, &words, &err))
		for (size_t i = 0; i < words.count; i++) {
			buf_puts(&got, i ? " " : "");
			words_quote(&got, words.items[i]);
		}
	else
		buf_puts(&got, err.text);
	ck_assert_str_eq(buf_text(&got), wanted);
	beginning_fini(&beginning);
	words_fini(&words);
	buf_fini(&got);
}

START_TEST(a_line_is_taken_apart)
{
	is("SEV1 Checkout fails #payments @14:03",
		"new --severity SEV1 --tags payments --started 2026-03-01T14:03:00Z -- "
		"'Checkout fails'");
	is("Checkout fails", "new -- 'Checkout fails'");
	is("  Checkout   fails  sev2: #a #b ",
		"new --severity SEV2 --tags a,b -- 'Checkout fails'");
	is("Search is slow @yesterday 23:10 again",
		"new --started 2026-02-28T23:10:00Z -- 'Search is slow again'");
	is("@-10m Search is slow", "new --started 2026-03-01T14:35:30Z -- 'Search is slow'");
}
END_TEST

START_TEST(what_only_looks_like_it_is_the_title)
{
	is("Fallout of #12 for @ana, SEVERAL users, sev9",
		"new -- 'Fallout of #12 for @ana, SEVERAL users, sev9'");
	is("\\SEV1 \\#hash \\@14:03 \\", "new -- 'SEV1 #hash @14:03 \\'");
	is("-- --severity", "new -- '-- --severity'");
	is("漢字 é 👩‍🚀 #téléphone",
		"new --tags 'téléphone' -- '漢字 é 👩‍🚀'");
}
END_TEST

START_TEST(mistakes_are_named)
{
	is("", "what do users see going wrong? Say it in a few words; Esc leaves");
	is("SEV1 #payments", "what do users see going wrong? Say it in a few words; Esc leaves");
	is("SEV1 sev2 down", "two severities, SEV1 and SEV2: a \\ before one keeps it as text");
	is("down @14:03 @14:05", "two times: leave the @ off one of them");
	struct beginning beginning;
	struct err err = { 0 };
	ck_assert(!beginning_read("down @25:99", &ctx, &beginning, &err));
	ck_assert_ptr_nonnull(strstr(err.text, "25:99"));
	ck_assert_str_eq(buf_text(&beginning.title), "down");
	beginning_fini(&beginning);
}
END_TEST

START_TEST(what_was_understood_is_said)
{
	static const struct {
		const char *line, *echo;
	} rows[] = { { "", "SEV3 · began now" },
		{ "Checkout fails", "SEV3 · began now · Checkout fails" },
		{ "sev1 Down #a #b @14:03",
			"SEV1 · began 2026-03-01 14:03 UTC · tags a,b · Down" } };
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct beginning beginning;
		struct buf echo = { 0 };
		struct err err = { 0 };
		ck_assert(beginning_read(rows[i].line, &ctx, &beginning, &err));
		beginning_echo(&beginning, "UTC", &echo);
		ck_assert_str_eq(buf_text(&echo), rows[i].echo);
		beginning_fini(&beginning);
		buf_fini(&echo);
	}
}
END_TEST

RUN_TESTS("begin", a_line_is_taken_apart, what_only_looks_like_it_is_the_title, mistakes_are_named,
	what_was_understood_is_said)
