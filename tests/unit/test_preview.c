/* A document laid out for a terminal: every kind of block and text, at widths it was not written for. */
#include <time.h>

#include "base/text.h"
#include "doc/markdown.h"
#include "doc/preview.h"
#include "suite.h"

static void lay_out(const char *text, size_t len, int columns, struct preview *out)
{
	struct markdown *markdown;
	struct err err = { 0 };
	ck_assert_msg(markdown_parse_notes(&markdown, text, len, &err), "%s", err.text);
	preview_lay_out(markdown, columns, out);
	markdown_free(markdown);
}

/* What holds of any document: spans cover their line in order, nothing but the line breaks is
 * between lines. */
static void check_shape(const struct preview *preview)
{
	size_t end = 0;
	for (size_t i = 0; i < preview->lines.count; i++) {
		const struct preview_line *line = &preview->lines.items[i];
		size_t at = 0;
		ck_assert_uint_eq(line->at, end);
		ck_assert_int_eq(preview->text.data[line->at + line->len], '\n');
		end = line->at + line->len + 1;
		for (size_t k = 0; k < line->span_count; k++) {
			const struct preview_span *span = &preview->spans.items[line->span + k];
			ck_assert_uint_eq(span->at, at);
			ck_assert_uint_gt(span->len, 0);
			at += span->len;
		}
		ck_assert_uint_eq(at, line->len);
	}
	ck_assert_uint_eq(end, preview->text.len);
}

static void check_lines(const char *text, int columns, const char *expected)
{
	struct preview preview = { 0 };
	lay_out(text, strlen(text), columns, &preview);
	check_shape(&preview);
	ck_assert_str_eq(buf_text(&preview.text), expected);
	preview_fini(&preview);
}

/* No line is wider than the columns. */
static void check_fits(const char *text, int columns)
{
	struct preview preview = { 0 };
	lay_out(text, strlen(text), columns, &preview);
	check_shape(&preview);
	ck_assert_uint_gt(preview.lines.count, 0);
	for (size_t i = 0; i < preview.lines.count; i++) {
		const struct preview_line *line = &preview.lines.items[i];
		ck_assert_uint_le(text_width(preview.text.data + line->at, line->len), (size_t)columns);
	}
	preview_fini(&preview);
}

static void check_whole(const char *text, int columns, const char *expected)
{
	struct preview preview = { .whole_links = true };
	lay_out(text, strlen(text), columns, &preview);
	check_shape(&preview);
	ck_assert_str_eq(buf_text(&preview.text), expected);
	preview_fini(&preview);
}

/* The roles in a document's first line: a letter and what has it. */
static void check_roles(const char *text, const char *expected)
{
	static const char letters[] = "thse~cLmr";
	struct preview preview = { 0 };
	struct buf out = { 0 };
	lay_out(text, strlen(text), 80, &preview);
	const struct preview_line *line = &preview.lines.items[0];
	for (size_t i = 0; i < line->span_count; i++) {
		const struct preview_span *span = &preview.spans.items[line->span + i];
		buf_printf(&out, "%c<%.*s>", letters[span->role], (int)span->len,
			preview.text.data + line->at + span->at);
	}
	ck_assert_str_eq(buf_text(&out), expected);
	buf_fini(&out);
	preview_fini(&preview);
}

START_TEST(paragraphs_wrap_between_words)
{
	check_lines("one two three\nfour", 10, "one two\nthree four\n");
	check_lines("one\n\ntwo", 10, "one\n\ntwo\n");
	check_lines("one\\\ntwo<br>three", 20, "one\ntwo\nthree\n");
	check_lines("", 10, "");
	/* so narrow a terminal is treated as a wider one */
	check_lines("one two three", 1, "one two\nthree\n");
}
END_TEST

START_TEST(a_word_wider_than_the_row_breaks)
{
	check_lines("abcdefghijklmnop", 10, "abcdefghij\nklmnop\n");
	check_lines("a abcdefghijklmnop", 10, "a\nabcdefghij\nklmnop\n");
}
END_TEST

START_TEST(wide_and_combining_characters_keep_together)
{
	check_lines("障害障害障害", 9, "障害障害\n障害\n");
	check_lines("e\u0301e\u0301e\u0301e\u0301 e\u0301e\u0301e\u0301e\u0301e\u0301", 8,
		"e\u0301e\u0301e\u0301e\u0301\ne\u0301e\u0301e\u0301e\u0301e\u0301\n");
}
END_TEST

START_TEST(headings_are_underlined_and_told)
{
	struct preview preview = { 0 };
	const char *text = "# One\n\ntext\n\n## Two\n\n### Three";
	check_lines(text, 20, "One\n═══\n\ntext\n\nTwo\n───\n\nThree\n");
	lay_out(text, strlen(text), 20, &preview);
	ck_assert_int_eq(preview.lines.items[0].level, 1);
	ck_assert_int_eq(preview.lines.items[1].level, 0);
	ck_assert_int_eq(preview.lines.items[5].level, 2);
	ck_assert_int_eq(preview.lines.items[8].level, 3);
	preview_fini(&preview);
}
END_TEST

START_TEST(lists_have_marks_and_hang)
{
	check_lines("- one two three\n- four", 14, "• one two\n  three\n• four\n");
	/* where it would leave too little for the text, there is no mark */
	check_lines("- one two three", 12, "one two\nthree\n");
	check_lines("9. one\n10. two", 20, "9. one\n10. two\n");
	check_lines("0. one", 20, "0. one\n");
	check_lines("- [x] done\n- [ ] open", 20, "[x] done\n[ ] open\n");
	check_lines("- one\n\n- two", 20, "• one\n\n• two\n");
	check_lines("- one\n  - two\n    - three", 30, "• one\n  • two\n    • three\n");
	check_lines("- \n- two", 20, "• \n• two\n");
}
END_TEST

START_TEST(quotes_go_on_through_blank_lines)
{
	check_lines("> one\n>\n> two", 20, "│ one\n│ \n│ two\n");
	check_lines("> - one", 20, "│ • one\n");
}
END_TEST

START_TEST(code_breaks_where_the_row_ends)
{
	check_lines("```\na b  c\n\tx\n\n```", 20, "  a b  c\n          x\n\n");
	check_lines("```\nabcdefghijkl\n```", 10, "  abcdefgh\n↪ ijkl\n");
}
END_TEST

START_TEST(tables_fit_or_become_lists)
{
	check_lines("|a|b|\n|-|-:|\n|one|2|\n|x|10|", 20, "a   │  b\n────┼───\none │  2\nx   │ 10\n");
	check_lines("|a|b|\n|-|-|\n|one two three|x|", 14,
		"a          │ b\n───────────┼──\none two    │ x\nthree      │ \n");
	check_lines("|a|b|c|\n|:-:|-|-:|\n|1|22|3|\n|four|2|333|", 30,
		" a   │ b  │   c\n─────┼────┼────\n 1   │ 22 │   3\nfour │ 2  │ 333\n");
	check_lines("|a|b|c|\n|-|-|-|\n|1|2|3|\n|4||6|", 12, "a: 1\nb: 2\nc: 3\n\na: 4\nc: 6\n");
}
END_TEST

START_TEST(every_kind_of_text_has_its_role)
{
	check_roles("a **b** *c* `d`", "t<a >s<b>t< >e<c>t< >c<d>");
	check_roles("# Title", "h<Title>");
	check_roles("[text](https://x.example/a)", "L<text>t< (>L<https://x.example/a>t<)>");
	check_roles("<https://x.example/a>", "L<https://x.example/a>");
	check_roles("[up](#top)", "L<up>");
	check_roles("![graph](g.png)", "m<[image: >t<graph>m<]>t< (>L<g.png>t<)>");
	check_roles("a ~~*no*~~", "t<a >~<~~no~~>");
	check_roles("a<!-- hidden -->b", "t<ab>");
}
END_TEST

START_TEST(footnotes_stand_at_the_end)
{
	check_lines("one[^b] two[^a]\n\n[^a]: first here\n[^b]: second\n\n    more\n\nlast", 20,
		"one[1] two[2]\n\nlast\n\n[1] second\n\n    more\n\n[2] first here\n");
	/* what nothing refers to is not shown, what refers to nothing is text */
	check_lines("one[^c]\n\n[^a]: first", 20, "one[^c]\n");
}
END_TEST

START_TEST(footnotes_inside_each_other_take_no_longer_than_text)
{
	struct buf text = { 0 };
	struct preview preview = { 0 };
	for (int i = 0; i < 20000; i++)
		buf_puts(&text, "[^");
	for (int i = 0; i < 20000; i++)
		buf_puts(&text, "x]");
	buf_puts(&text, "\n\n[^x]: y");
	lay_out(buf_text(&text), text.len, 80, &preview);
	check_shape(&preview);
	preview_fini(&preview);
	buf_fini(&text);
}
END_TEST

START_TEST(lines_know_where_they_come_from)
{
	static const char text[] = "# One\n\ntext\nof two lines\n\n- item\n\n|a|\n|-|\n|b|\n|c|\n";
	/* the heading and its line, text, item, head, line, rows; a blank line belongs to what follows */
	static const int expected[] = { 1, 1, 3, 3, 3, 6, 6, 8, 8, 8, 10, 11 };
	struct preview preview = { 0 };
	lay_out(text, strlen(text), 12, &preview);
	ck_assert_uint_eq(preview.lines.count, LENGTH(expected));
	for (size_t i = 0; i < preview.lines.count; i++)
		ck_assert_int_eq(preview.lines.items[i].source, expected[i]);
	preview_fini(&preview);
}
END_TEST

START_TEST(deep_nesting_leaves_room_for_the_text)
{
	struct buf text = { 0 };
	for (int i = 0; i < 40; i++)
		buf_puts(&text, "> ");
	buf_puts(&text, "the words inside of all those quotes");
	for (int columns = 14; columns < 60; columns += 5)
		check_fits(buf_text(&text), columns);
	buf_fini(&text);
}
END_TEST

START_TEST(no_line_is_wider_than_the_screen)
{
	static const char text[] =
		"# A heading that is longer than any narrow terminal is wide\n\n"
		"- item with a https://example.com/very/long/address/that/does/not/break\n"
		"  1. nested 障害 in `some code of a length` here\n\n"
		"> quote **with strong words** inside of it\n\n"
		"| when | who | what happened then |\n|---|---|---|\n"
		"| 14:03 | ana | all payments by card fail since the deploy |\n\n"
		"```\na line of code that will not fit anywhere either\n```\n\n---\n";
	for (int columns = 14; columns <= 200; columns++)
		check_fits(text, columns);
}
END_TEST

static double seconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Seconds of CPU for laying out about `bytes` of a text said again and again. */
static double time_of(const char *piece, size_t bytes)
{
	struct preview preview = { 0 };
	struct markdown *markdown;
	struct err err = { 0 };
	struct buf text = { 0 };
	while (text.len < bytes)
		buf_puts(&text, piece);
	ck_assert_msg(markdown_parse(&markdown, buf_text(&text), text.len, &err), "%s", err.text);
	double start = seconds();
	preview_lay_out(markdown, 80, &preview);
	double took = seconds() - start;
	check_shape(&preview);
	/* what is laid out is not many times what was written */
	ck_assert_uint_lt(preview.text.len, 4 * bytes);
	preview_fini(&preview);
	markdown_free(markdown);
	buf_fini(&text);
	return took;
}

START_TEST(time_grows_with_the_text_and_no_faster)
{
	static const char *const pieces[] = {
		"Payments by card **failed** for `47` minutes, see [the graph](https://g.example/d).\n\n",
		"- one item of a list, *with* some words\n",
		"word ", /* one paragraph without an end */
		"abcdefghijklmnop", /* one word without an end */
		"> quote\n",
		"```\nERROR 500 in checkout at 14:03\n```\n\n",
		"<br>",
		"障害",
	};
	for (size_t i = 0; i < LENGTH(pieces); i++) {
		double small = time_of(pieces[i], 1 << 16), large = time_of(pieces[i], 1 << 20);
		if (getenv("INQUEST_VERBOSE"))
			printf("%8.1f ms for 1 MiB of %.20s\n", large * 1e3, pieces[i]);
		/* 16 times as much text; growing with the square would take 256 times as long */
		ck_assert_msg(large < 64 * small + 0.05, "%s: %f s, then %f s", pieces[i], small, large);
	}
}
END_TEST

START_TEST(addresses_stay_whole_where_that_is_asked)
{
	check_whole("see https://example.com/a/very/long/path#x now", 20,
		"see\nhttps://example.com/a/very/long/path#x\nnow\n");
	check_whole("[text](https://example.com/a/very/long/path)", 20,
		"text\n(https://example.com/a/very/long/path)\n");
	check_whole("aaaaaaaaaabbbbbbbbbbcccccccccc", 20, "aaaaaaaaaabbbbbbbbbb\ncccccccccc\n");
	check_lines("https://example.com/a/very", 20, "https://example.com/\na/very\n");
}
END_TEST

START_TEST(table_words_stay_whole_or_rows_become_lists)
{
	check_lines("one | two\n--- | ---\neverywhere else in it | 2023-02-01", 26,
		"one           │ two\n──────────────┼───────────\neverywhere    │ 2023-02-01\nelse in it    │ \n");
	check_lines("one | two\n--- | ---\neverywhere | 2023-02-01", 18, "one: everywhere\ntwo: 2023-02-01\n");
}
END_TEST

START_TEST(one_endless_word_takes_linear_time)
{
	struct buf text = { 0 };
	struct preview preview = { .whole_links = true };
	struct timespec from, to;
	buf_fill(&text, 'x', 2 << 20);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
	lay_out(buf_text(&text), text.len, 72, &preview);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
	ck_assert_int_lt(to.tv_sec - from.tv_sec, 2);
	preview_fini(&preview);
	buf_fini(&text);
}
END_TEST

RUN_TESTS("preview", paragraphs_wrap_between_words, a_word_wider_than_the_row_breaks,
	wide_and_combining_characters_keep_together, headings_are_underlined_and_told,
	lists_have_marks_and_hang, quotes_go_on_through_blank_lines, code_breaks_where_the_row_ends,
	tables_fit_or_become_lists, every_kind_of_text_has_its_role, footnotes_stand_at_the_end,
	footnotes_inside_each_other_take_no_longer_than_text, lines_know_where_they_come_from,
	deep_nesting_leaves_room_for_the_text, no_line_is_wider_than_the_screen,
	time_grows_with_the_text_and_no_faster, addresses_stay_whole_where_that_is_asked,
	table_words_stay_whole_or_rows_become_lists, one_endless_word_takes_linear_time)
