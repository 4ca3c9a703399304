#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "doc/escape.h"
#include "doc/markdown.h"

typedef void escape(struct buf *out, const char *text);

static void check_escape(escape *function, const char *text, const char *expected)
{
	struct buf out = { 0 };
	buf_puts(&out, "…");
	function(&out, text);
	ck_assert_str_eq(buf_text(&out) + strlen("…"), expected);
	buf_fini(&out);
}

/* ---- a parsed document, to look at ------------------------------------------------------- */

enum { SEEN_MAX = 40 };

struct seen {
	size_t count[MARKDOWN_ANCHOR + 1];
	char *headings[SEEN_MAX], *items[SEEN_MAX], *cells[SEEN_MAX], *codes[SEEN_MAX],
		*urls[SEEN_MAX];
	size_t heading_count, item_count, cell_count, code_count, url_count, row_count;
};

static void note(char **list, size_t *count, const char *text)
{
	if (*count < SEEN_MAX)
		list[(*count)++] = mem_copy(text);
}

static bool see(void *data, const struct markdown_block *block)
{
	struct seen *seen = data;
	seen->count[block->kind]++;
	if (block->kind == MARKDOWN_HEADING && block->depth == 0)
		note(seen->headings, &seen->heading_count, block->text);
	if (block->kind == MARKDOWN_ITEM && block->depth == 0)
		note(seen->items, &seen->item_count, block->text);
	if (block->kind == MARKDOWN_CODE)
		note(seen->codes, &seen->code_count, block->text);
	if (block->kind == MARKDOWN_LINK)
		note(seen->urls, &seen->url_count, block->url);
	if (block->kind == MARKDOWN_ROW)
		seen->row_count++;
	for (size_t i = 0; block->kind == MARKDOWN_ROW && i < block->cell_count; i++)
		note(seen->cells, &seen->cell_count, block->cells[i]);
	return true;
}

static void parse(struct seen *seen, const char *text)
{
	struct markdown *markdown;
	struct err err = { 0 };
	*seen = (struct seen){ 0 };
	ck_assert_msg(
		markdown_parse(&markdown, text, strlen(text), &err), "%s\n%s", err.text, text);
	ck_assert(markdown_outline(markdown, see, seen));
	markdown_free(markdown);
}

static void forget(struct seen *seen)
{
	struct {
		char **items;
		size_t count;
	} lists[] = { { seen->headings, seen->heading_count }, { seen->items, seen->item_count },
		{ seen->cells, seen->cell_count }, { seen->codes, seen->code_count },
		{ seen->urls, seen->url_count } };
	for (size_t i = 0; i < LENGTH(lists); i++) {
		for (size_t k = 0; k < lists[i].count; k++)
			free(lists[i].items[k]);
	}
}

/* ---- escape_markdown --------------------------------------------------------------------- */

START_TEST(ordinary_text_stays_as_it_is)
{
	static const char *const texts[] = { "checkout-api", "snake_case_name", "C:\\Users\\ana",
		"a -> b", "5xx rate at 18 %, p99 > 2 s", "R&D and AT&T", "2 * 3 * 4",
		"~14:12 first alert", "x < y", "latency <3 ms", "50% (of all)", "Done! Really.",
		"a=b", "ana@example.org", "https://example.org/a_b?x=1&y=2",
		"http://es:9200/_cat/indices.", "see (https://example.org/~ana/*.log) there",
		"--force", "14:05 rolled back", "café: naïve", "日本語", "2023-01-17", "v1.2.3",
		"#incident-12", "+1", "user's \"quote\"" };
	for (size_t i = 0; i < LENGTH(texts); i++)
		check_escape(escape_markdown, texts[i], texts[i]);
}
END_TEST

START_TEST(only_what_markdown_would_read_gets_a_backslash)
{
	check_escape(escape_markdown, "*bold* and _it_", "\\*bold\\* and \\_it\\_");
	check_escape(escape_markdown, "`code`", "\\`code\\`");
	check_escape(escape_markdown, "[a](b)", "\\[a\\](b)");
	check_escape(escape_markdown, "a | b", "a \\| b");
	check_escape(escape_markdown, "<b>", "\\<b>");
	check_escape(escape_markdown, "~~gone~~", "\\~\\~gone\\~\\~");
	check_escape(escape_markdown, "&amp; &#65; & b", "\\&amp; \\&#65; & b");
	check_escape(escape_markdown, "a\\*b", "a\\\\\\*b");
	check_escape(escape_markdown, "C:\\", "C:&#92;");
	check_escape(escape_markdown, "a ## b ##", "a ## b \\##");
	check_escape(escape_markdown, "__init__", "\\_\\_init\\_\\_");
	check_escape(escape_markdown, "http://a.org/x*", "http\\://a.org/x\\*");
}
END_TEST

START_TEST(what_would_begin_a_block_is_escaped_at_the_start_only)
{
	check_escape(escape_markdown, "# a # b", "\\# a # b");
	check_escape(escape_markdown, "- a - b", "\\- a - b");
	check_escape(escape_markdown, "+ a", "\\+ a");
	check_escape(escape_markdown, "> a", "\\> a");
	check_escape(escape_markdown, "1. a 2. b", "1\\. a 2. b");
	check_escape(escape_markdown, "12) a", "12\\) a");
	check_escape(escape_markdown, "---", "\\---");
	check_escape(escape_markdown, "===", "\\===");
	check_escape(escape_markdown, ":-:", "\\:-:");
	check_escape(escape_markdown, "~~~", "\\~\\~\\~");
	check_escape(escape_markdown, "    indented", "indented");
	check_escape(escape_markdown, "\tindented", "indented");
}
END_TEST

START_TEST(white_space_is_folded_to_single_spaces)
{
	check_escape(escape_markdown, " a\r\n\r\nb \t c\n", "a b c");
	check_escape(escape_markdown, " \n ", "");
	check_escape(escape_markdown, "", "");
}
END_TEST

START_TEST(invalid_bytes_pass_without_harm)
{
	check_escape(escape_markdown, "\xff\xc3 \x01*", "\xff\xc3 \x01\\*");
	check_escape(escape_url, "\x01\xff", "%01\xff");
}
END_TEST

START_TEST(link_text_leaves_no_address_alone)
{
	check_escape(escape_link_text, "see http://a/_x_", "see http://a/\\_x\\_");
	check_escape(escape_link_text, "a]b", "a\\]b");
}
END_TEST

static const char *random_text(struct buf *out, unsigned *seed)
{
	static const char *const pieces[] = { "*", "*", "_", "_", "__", "`", "``", "[", "]", "(",
		")", "<", ">", "\\", "\\", "|", "|", "~", "~~", "&", "&amp;", "&#35;", "&lt", ";",
		"#", "-", "+", "=", "==", ":", "1.", "2)", "!", "![", "](", "a", "b", "Z", "9", "é",
		"“", "\u00a0", " ", " ", "  ", "\n", "\t", "http://", "https://x.org/", "www.",
		"www.x.org", "ftp://a", "x@y.org", "mailto:", "://", ".", ",", "?", "'", "\"", "/",
		"<b>", "</b>", "<!--", "-->", "<?", "@", "{", "}", "^", "$", "%", "---", "```",
		"~~~", "[^1]", "[x]", "[ ]", "\r\n", "w", "www", "<a@b.c>", "<http://a>",
		"xmpp:a@b.c/d" };
	buf_truncate(out, 0);
	size_t count = 1 + (size_t)rand_r(seed) % 14;
	for (size_t i = 0; i < count; i++)
		buf_puts(out, pieces[(size_t)rand_r(seed) % LENGTH(pieces)]);
	return buf_text(out);
}

static char *folded(const char *text)
{
	struct buf out = { 0 };
	for (; *text; text++) {
		if (!strchr(" \t\r\n", *text))
			buf_putc(&out, *text);
		else if (out.len && out.data[out.len - 1] != ' ')
			buf_putc(&out, ' ');
	}
	buf_trim_end(&out);
	return buf_steal(&out);
}

START_TEST(any_text_comes_back_from_a_heading_an_item_and_a_cell)
{
	struct buf text = { 0 }, page = { 0 }, escaped = { 0 };
	unsigned seed = 4711;
	for (int i = 0; i < 20000; i++) {
		struct seen seen;
		char *expected = folded(random_text(&text, &seed));
		buf_truncate(&page, 0);
		buf_truncate(&escaped, 0);
		escape_markdown(&escaped, buf_text(&text));
		const char *safe = buf_text(&escaped);
		buf_printf(&page,
			"# %s\n- %s\n\n| h | i |\n| --- | --- |\n| %s | x |\n|%s|%s|\n\nx\n%s\n# "
			"end\n",
			safe, safe, safe, safe, safe, safe);
		parse(&seen, buf_text(&page));
		ck_assert_msg(seen.heading_count == 2 && seen.item_count == 1 &&
				seen.row_count == 3 && seen.cell_count == 6 &&
				seen.count[MARKDOWN_PARAGRAPH] == (*expected ? 2U : 1U),
			"%s", buf_text(&page));
		char *found[] = { seen.headings[0], seen.items[0], seen.cells[2], seen.cells[4],
			seen.cells[5] };
		for (size_t k = 0; k < LENGTH(found); k++) {
			char *plain = folded(found[k]);
			ck_assert_msg(text_equal(plain, expected),
				"case %d: %s\nescaped: %s\nread: %s", i, expected, safe, plain);
			free(plain);
		}
		ck_assert_str_eq(seen.headings[1], "end");
		ck_assert_str_eq(seen.cells[3], "x");
		forget(&seen);
		free(expected);
	}
	buf_fini(&text);
	buf_fini(&page);
	buf_fini(&escaped);
}
END_TEST

START_TEST(any_text_can_be_the_text_of_a_link)
{
	struct buf text = { 0 }, page = { 0 };
	unsigned seed = 42;
	for (int i = 0; i < 5000; i++) {
		struct seen seen;
		char *expected = folded(random_text(&text, &seed));
		buf_truncate(&page, 0);
		buf_puts(&page, "# [");
		escape_link_text(&page, buf_text(&text));
		buf_puts(&page, "](target)\n");
		parse(&seen, buf_text(&page));
		char *plain = folded(seen.headings[0]);
		ck_assert_msg(text_equal(plain, expected) && seen.url_count == 1 &&
				text_equal(seen.urls[0], "target"),
			"case %d: %s\n%s", i, expected, buf_text(&page));
		free(plain);
		free(expected);
		forget(&seen);
	}
	buf_fini(&text);
	buf_fini(&page);
}
END_TEST

/* ---- html, url, anchor ------------------------------------------------------------------- */

START_TEST(valid_urls_stay_as_they_are)
{
	static const char *const urls[] = { "https://example.org/a?b=c&d=e#f", "a/b-c_d~e.md",
		"#anchor", "http://[::1]:8080/", "mailto:ana@example.org",
		"https://x.org/%20?q=a+b;c,d'e!*", "" };
	for (size_t i = 0; i < LENGTH(urls); i++)
		check_escape(escape_url, urls[i], urls[i]);
}
END_TEST

START_TEST(a_url_cannot_end_its_link_or_its_cell)
{
	check_escape(escape_url, "a b(c)d|e<f>g\\h\"i`j\nk",
		"a%20b%28c%29d%7Ce%3Cf%3Eg%5Ch%22i%60j%0Ak");
	check_escape(escape_url, "x?a&copy;=1", "x?a&amp;copy;=1");
	struct buf text = { 0 }, page = { 0 };
	unsigned seed = 7;
	for (int i = 0; i < 5000; i++) {
		struct seen seen;
		random_text(&text, &seed);
		buf_truncate(&page, 0);
		buf_puts(&page, "| [x](");
		escape_url(&page, buf_text(&text));
		buf_puts(&page, ") | y |\n| - | - |\n| z | w |\n");
		parse(&seen, buf_text(&page));
		ck_assert_msg(seen.url_count >= 1 && seen.cell_count == 4 &&
				text_equal(seen.cells[0], "x") && text_equal(seen.cells[1], "y"),
			"%s", buf_text(&page));
		forget(&seen);
	}
	buf_fini(&text);
	buf_fini(&page);
}
END_TEST

START_TEST(an_anchor_is_a_slug)
{
	check_escape(escape_anchor, "Root Cause & Triggers!", "root-cause-triggers");
	check_escape(escape_anchor, "01HZX_Ab", "01hzx-ab");
	check_escape(escape_anchor, "  --  ", "section");
	check_escape(escape_anchor, "é", "section");
}
END_TEST

/* ---- blocks ------------------------------------------------------------------------------ */

static char *item_of(const char *text, size_t indent)
{
	struct buf out = { 0 };
	escape_item_block(&out, text, indent);
	return buf_steal(&out);
}

static void check_item(const char *text, const char *expected)
{
	char *item = item_of(text, 2);
	ck_assert_str_eq(item, expected);
	free(item);
}

START_TEST(one_line_stays_as_it_is_in_an_item)
{
	check_item("5xx rate **jumps** to `18 %`\n", "5xx rate **jumps** to `18 %`");
	check_item("", "");
	check_item("---", "\\---");
	check_item("<!-- open", "<!-- open -->");
}
END_TEST

START_TEST(several_plain_lines_keep_their_line_breaks)
{
	check_item("rolled back\nerror rate falling\n\nall clear",
		"rolled back\\\n  error rate falling\n\n  all clear");
	check_item("one\r\n\r\ntwo\r\nthree\r\n", "one\n\n  two\\\n  three");
	check_item("one\n  \ntwo", "one\n\n  two");
}
END_TEST

START_TEST(a_pasted_log_becomes_a_fenced_block)
{
	check_item("Error: <nil> at *p\n\tat main.c:12 [x]",
		"\n  ```\n  Error: <nil> at *p\n  \tat main.c:12 [x]\n  ```");
	check_item("a*\nb ````", "\n  `````\n  a*\n  b ````\n  `````");
	check_item("1 < 2\nb ``", "\n  ```\n  1 < 2\n  b ``\n  ```");
}
END_TEST

START_TEST(markdown_of_several_lines_is_indented_and_what_is_open_is_closed)
{
	check_item("Tried:\n\n- one\n- two\n\n\tcode", "Tried:\n\n  - one\n  - two\n\n      code");
	check_item("- one\n- two", "\n  - one\n  - two");
	check_item("see `x`:\n```\nleft open", "see `x`:\n  ```\n  left open\n  ```");
	check_item("<!-- left\n**open**\n**x**", "\n  <!-- left\n  **open**\n  **x** -->");
}
END_TEST

static void check_contained(const char *text)
{
	struct buf page = { 0 };
	struct seen seen;
	buf_puts(&page, "# start\n\n- first ");
	escape_item_block(&page, text, 2);
	buf_puts(&page, "\n- second\n\nafter\n\n## end\n\n- ");
	escape_item_block(&page, text, 2);
	buf_puts(&page, "\n\n# last\n");
	parse(&seen, buf_text(&page));
	size_t second = 0;
	for (size_t i = 0; i < seen.item_count; i++)
		second += text_equal(seen.items[i], "second");
	ck_assert_msg(seen.heading_count == 3 && text_equal(seen.headings[0], "start") &&
			text_equal(seen.headings[1], "end") &&
			text_equal(seen.headings[2], "last") && seen.item_count == 3 && second == 1,
		"text: %s\npage: %s", text, buf_text(&page));
	forget(&seen);
	buf_fini(&page);
}

START_TEST(nothing_leaves_the_item_it_is_in)
{
	static const char *const texts[] = { "x\n```\nopen", "x\n~~~~\nopen\n~~~",
		"<!-- open\n\n\nstill", "x\n===", "x\n---\ny", "---", "***\n***",
		"# heading\n## heading", "> quote\nlazy", "- a\n    - b\n- c", "1. x\n2. y",
		"<div>\n**x**\n\n<pre>", "<script>\n# a\n", "a\n\n\n\n\nb", "\n\n  \n\tx\n",
		"| a |\n|---|\n| b |", "[x]: http://y\n# z", "```", "<pre>", "   ```\nx",
		"`open\n`", "\\", "a\\\nb", "a\n-", "a\n- ", "-\n-", "\t- x\n\t- y\n`a`",
		"<![CDATA[\n`a`\n", "<?x\n- y", "<!A\n- y", "+\n\n`y`", "1.\n\n\n\n- `y`" };
	for (size_t i = 0; i < LENGTH(texts); i++)
		check_contained(texts[i]);
	struct buf text = { 0 }, more = { 0 };
	unsigned seed = 12345;
	for (int i = 0; i < 10000; i++) {
		buf_truncate(&text, 0);
		for (int k = rand_r(&seed) % 5; k >= 0; k--) {
			random_text(&more, &seed);
			buf_puts(&text, buf_text(&more));
			buf_puts(&text, k ? "\n" : "");
		}
		check_contained(buf_text(&text));
	}
	buf_fini(&text);
	buf_fini(&more);
}
END_TEST

START_TEST(definitions_are_shown_in_an_item)
{
	check_item("[main]: timeout", "\\[main]: timeout");
	check_item("[^1]: a note", "\\[^1]: a note");
	check_item("see [a]\n\n- x\n> [a]: b", "see [a]\n\n  - x\n  > \\[a]: b");
	/* over several lines */
	check_item("**x**\n\n[a\nb]: c", "**x**\n\n  \\[a\n  b]: c");
	/* what is code, and what defines nothing, stays */
	check_item("x\n```\n[a]: b\n```", "x\n  ```\n  [a]: b\n  ```");
	check_item("[ERROR] disk: full", "[ERROR] disk: full");
	check_item("in the middle [a]: b", "in the middle [a]: b");
	/* a fence in HTML is none */
	check_item("<div>\n```\n\n[a]: b", "\n  <div>\n  ```\n\n  \\[a]: b");
}
END_TEST

START_TEST(headings_become_bold_text)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "no heading\n#12 is none\n", "no heading\n#12 is none\n" },
		{ "# Title", "**Title**" },
		{ "## Title ##\ntext", "**Title**\n\ntext" },
		{ "text\n###### C# \n\ntext", "text\n\n**C#**\n\ntext" },
		{ "####### seven", "####### seven" },
		{ "#\tTab\r\nx", "**Tab**\n\nx" },
		{ "# a *b* c", "a *b* c" },
		{ "Title\n=====\ntext", "Title\n\ntext" },
		{ "one\n---\n\n---\n", "one\n\n\n---\n" },
		{ "- a\n- b\n", "- a\n- b\n" },
		{ "```\n# code\nx\n===\n```\n# out", "```\n# code\nx\n===\n```\n\n**out**" },
		{ "~~~~\n# a\n~~~\n# b\n~~~~", "~~~~\n# a\n~~~\n# b\n~~~~" },
		{ "    # indented\n", "    # indented\n" },
		{ "#", "" },
		{ "", "" },
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf out = { 0 };
		escape_headings(&out, rows[i].text);
		ck_assert_str_eq(buf_text(&out), rows[i].want);
		buf_fini(&out);
	}
}
END_TEST

START_TEST(markdown_out_of_bounds_is_shown_in_a_fence)
{
	struct buf text = { 0 };
	buf_puts(&text, "- x\n");
	for (int i = 0; i < 30000; i++)
		buf_puts(&text, "*a ");
	char *item = item_of(buf_text(&text), 2);
	ck_assert(text_starts(item, "\n  ```\n  - x\n  *a "));
	free(item);
	buf_fini(&text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("escape");
	TCase *tcase = tcase_create("escape");
	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, ordinary_text_stays_as_it_is);
	tcase_add_test(tcase, only_what_markdown_would_read_gets_a_backslash);
	tcase_add_test(tcase, what_would_begin_a_block_is_escaped_at_the_start_only);
	tcase_add_test(tcase, white_space_is_folded_to_single_spaces);
	tcase_add_test(tcase, invalid_bytes_pass_without_harm);
	tcase_add_test(tcase, link_text_leaves_no_address_alone);
	tcase_add_test(tcase, any_text_comes_back_from_a_heading_an_item_and_a_cell);
	tcase_add_test(tcase, any_text_can_be_the_text_of_a_link);
	tcase_add_test(tcase, valid_urls_stay_as_they_are);
	tcase_add_test(tcase, a_url_cannot_end_its_link_or_its_cell);
	tcase_add_test(tcase, an_anchor_is_a_slug);
	tcase_add_test(tcase, one_line_stays_as_it_is_in_an_item);
	tcase_add_test(tcase, several_plain_lines_keep_their_line_breaks);
	tcase_add_test(tcase, a_pasted_log_becomes_a_fenced_block);
	tcase_add_test(tcase, markdown_of_several_lines_is_indented_and_what_is_open_is_closed);
	tcase_add_test(tcase, nothing_leaves_the_item_it_is_in);
	tcase_add_test(tcase, definitions_are_shown_in_an_item);
	tcase_add_test(tcase, headings_become_bold_text);
	tcase_add_test(tcase, markdown_out_of_bounds_is_shown_in_a_fence);
	suite_add_tcase(suite, tcase);
	SRunner *sr = srunner_create(suite);
	srunner_run_all(sr, CK_ENV);
	int failures = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failures != 0;
}
