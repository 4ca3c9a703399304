/* Machines' texts that read the same as Markdown. */
#include "suite.h"

#include "base/buf.h"

#include "intake/verbatim.h"

START_TEST(what_means_something_becomes_code)
{
	static const struct {
		const char *text, *markdown;
	} rows[] = {
		{ "upstream timed out (110) while connecting", "upstream timed out (110) while connecting" },
		{ "  blanks around \t", "blanks around" },
		{ "", "" },
		{ " \n ", "" },
		{ "snake_case_name stays", "snake_case_name stays" },
		{ "__init__ failed", "`__init__ failed`" },
		{ "a * b", "`a * b`" },
		{ "<nil>", "`<nil>`" },
		{ "a & b, AT&T", "`a & b, AT&T`" },
		{ "a & b", "a & b" },
		{ "C:\\temp", "`C:\\temp`" },
		{ "# comment", "`# comment`" },
		{ "-1 is less", "`-1 is less`" },
		{ "1. first", "`1. first`" },
		{ "1.5 seconds", "1.5 seconds" },
		{ "2) x", "`2) x`" },
		{ "[812]: x", "`[812]: x`" },
		{ "[812] x [a]", "[812] x [a]" },
		{ "[a](b)", "`[a](b)`" },
		{ "a|b", "`a|b`" },
		{ "with `ticks`", "`` with `ticks` ``" },
		{ "two ``ticks`` inside x", "```two ``ticks`` inside x```" },
		{ "two\nlines", "```\ntwo\nlines\n```" },
		{ "a\n```\nb", "````\na\n```\nb\n````" },
		{ "see https://example.org/a_b", "see https://example.org/a_b" },
		{ "gr\xC3\xBC\xC3\x9F" "e", "gr\xC3\xBC\xC3\x9F" "e" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct buf out = { 0 };
		verbatim_put(&out, rows[i].text, strlen(rows[i].text));
		ck_assert_str_eq(buf_text(&out), rows[i].markdown);
		buf_fini(&out);
	}
}
END_TEST

START_TEST(commands_are_code_always)
{
	struct buf out = { 0 };
	verbatim_code(&out, " ls -l\n", 7);
	ck_assert_str_eq(buf_text(&out), "`ls -l`");
	buf_fini(&out);
}
END_TEST

START_TEST(lines_of_prose_stay_prose)
{
	static const struct {
		const char *text, *markdown;
	} rows[] = {
		{ "first\nsecond", "first\nsecond" },
		{ " first\r\n\n  second \n", "first\r\n\n  second" },
		{ "first\n- second", "```\nfirst\n- second\n```" },
		{ "one *line*", "`one *line*`" },
		{ "", "" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct buf out = { 0 };
		verbatim_prose(&out, rows[i].text, strlen(rows[i].text));
		ck_assert_str_eq(buf_text(&out), rows[i].markdown);
		buf_fini(&out);
	}
}
END_TEST

RUN_TESTS("verbatim", what_means_something_becomes_code, commands_are_code_always, lines_of_prose_stay_prose)
