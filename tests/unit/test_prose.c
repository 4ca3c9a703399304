/* Prose: the words people wrote, and nothing that they only show. */
#include <check.h>
#include <stdio.h>

#include "base/mem.h"
#include "doc/prose.h"

/* The prose with | for the end of a block and * for what was left out. */
static void check_prose(const char *text, const char *expected)
{
	struct buf prose = { 0 }, shown = { 0 };
	struct err err = { 0 };
	ck_assert_msg(markdown_prose(&prose, text, strlen(text), &err), "%s", err.text);
	for (const char *at = buf_text(&prose); *at;) {
		bool end = strncmp(at, PROSE_BREAK, 3) == 0, object = strncmp(at, PROSE_OBJECT, 3) == 0;
		buf_putc(&shown, end ? '|' : object ? '*' : *at);
		at += end || object ? 3 : 1;
	}
	ck_assert_str_eq(buf_text(&shown), expected);
	buf_fini(&prose);
	buf_fini(&shown);
}

static const struct {
	const char *text, *prose;
} cases[] = {
	/* plain text is what it is */
	{ "", "" },
	{ "We should have known", "We should have known" },
	{ "It's 5 o'clock; 3 > 2? no", "It's 5 o'clock; 3 > 2? no|" },
	/* emphasis is words */
	{ "we **should** _have_ known", "we should have known|" },
	{ "a\\_b &amp; c", "a_b & c|" },
	{ "down[^1] twice[^3]\n\n[^1]: for an hour\n[^2]: nobody asks", "down twice[^3]|\n\nfor an hour|" },
	/* code, quotes and images are not */
	{ "the `should have` flag", "the * flag|" },
	{ "a\n\n```\nshould have\n```\n\nb", "a|\n\n\n\n\n\nb|" },
	{ "a\n\n    should have\n\nb", "a|\n\n\n\nb|" },
	{ "a\n\n> should have\n> said\n\nb", "a|\n\n\n\n\nb|" },
	{ "see ![should have](x.png) here", "see * here|" },
	/* a link is its text, unless that is where it leads */
	{ "see [the graph](https://should.example/have)", "see the graph|" },
	{ "see https://should.example/have now", "see * now|" },
	{ "mail ana@example.com now", "mail ana@example.com now" },
	/* quotations, closed in their block */
	{ "ana said \"we should have\" twice", "ana said * twice|" },
	{ "„hätte“ «aurait» »sollte« “should”", "* * * *|" },
	{ "a \"quote\nover lines\" b", "a *\n b|" },
	{ "a 19\" rack and a 21\" one", "a 19\" rack and a 21\" one|" },
	{ "an \"open one\n\nand \"another\" there", "an \"open one|\n\nand * there|" },
	{ "it\xe2\x80\x99s fine", "it\xe2\x80\x99s fine|" },
	/* blocks begin in the lines they begin in */
	{ "# A\n\n- b\n- c\n\n  d", "A|\n\nb|\nc|\n\nd|" },
	{ "| a | b |\n| --- | --- |\n| c | d |", "a|b|\n\nc|d|" },
	/* tags are no words, but what is meant to be filled in is */
	{ "a<br>b <b>c</b>", "ab c|" },
	{ "call <name> at <time of call>", "call <name> at <time of call>|" },
	{ "<time>9:00</time> <a href=\"x\">there</a><br/>", "9:00 there|" },
	{ "<service owner>\n\nx", "<service owner>\n|\nx|" },
	{ "a <!-- should\nhave --> b\nc", "a \n b\nc|" },
	{ "<!-- what happened? -->\n\nx", "\n|\nx|" },
};

START_TEST(what_people_say_is_left)
{
	check_prose(cases[_i].text, cases[_i].prose);
}
END_TEST

START_TEST(many_quotations_take_no_time)
{
	struct buf text = { 0 }, prose = { 0 };
	struct err err = { 0 };
	for (int i = 0; i < 30000; i++)
		buf_puts(&text, "\"a\" “b ");
	ck_assert(markdown_prose(&prose, buf_text(&text), text.len, &err));
	ck_assert_ptr_null(strchr(buf_text(&prose), 'a'));
	buf_fini(&text);
	buf_fini(&prose);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("prose");
	TCase *tcase = tcase_create("prose");
	/* the sanitizer's strstr reads to the end of the text each time */
	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, what_people_say_is_left, 0, LENGTH(cases));
	tcase_add_test(tcase, many_quotations_take_no_time);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
