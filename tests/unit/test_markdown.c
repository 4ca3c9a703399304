#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "doc/markdown.h"

/* ---- outline and plain text -------------------------------------------------------------- */

static bool describe(void *data, const struct markdown_block *block)
{
	static const char *const names[] = { "heading", "paragraph", "code", "item", "row", "link",
		"anchor" };
	struct buf *out = data;
	buf_printf(out, "%zu:%d %s", block->line, block->depth, names[block->kind]);
	if (block->level)
		buf_printf(out, " %d", block->level);
	if (*block->info)
		buf_printf(out, " (%s)", block->info);
	if (*block->url)
		buf_printf(out, " <%s>", block->url);
	if (*block->text)
		buf_printf(out, " %s", block->text);
	for (size_t i = 0; i < block->cell_count; i++)
		buf_printf(out, "%s%s", i ? "," : block->header ? " = " : " ", block->cells[i]);
	buf_putc(out, '\n');
	return true;
}

static void check_outline(const char *text, const char *expected)
{
	struct markdown *markdown;
	struct err err = { 0 };
	struct buf out = { 0 };
	ck_assert_msg(markdown_parse(&markdown, text, strlen(text), &err), "%s", err.text);
	ck_assert(markdown_outline(markdown, describe, &out));
	ck_assert_str_eq(buf_text(&out), expected);
	markdown_free(markdown);
	buf_fini(&out);
}

START_TEST(the_outline_lists_what_a_document_holds)
{
	check_outline("# A *b* `c`\n\ntext [link](u) www.x.org\nmore\n\n> ## q\n\nB\n---\n",
		"1:0 heading 1 A b c\n3:0 paragraph text link www.x.org more\n3:0 link <u> link\n"
		"3:0 link <http://www.x.org> www.x.org\n6:1 heading 2 q\n8:0 heading 2 B\n");
	check_outline("- one\n  two\n  - [x] inner\n- three\n",
		"1:0 item one two\n1:1 paragraph one two\n3:1 item inner\n3:2 paragraph inner\n"
		"4:0 item three\n4:1 paragraph three\n");
	check_outline("| a | b |\n|---|---|\n| ~~1~~ | 2<br>3 |\n| 4 |\n",
		"1:0 row = a,b\n3:0 row 1,2\n3\n4:0 row 4,\n");
	check_outline("```sh\nls | x\n```\n<a id=\"top\"></a>\n<a name=\"no\" id=\"two\">\n\nx <a "
		      "id=\"in\"></a>\n",
		"1:0 code (sh) ls | x\n\n4:0 paragraph  \n4:0 anchor top\n4:0 anchor two\n7:0 "
		"paragraph x \n7:0 anchor in\n");
	check_outline("", "");
}
END_TEST

static bool stop_at_second(void *data, const struct markdown_block *block)
{
	int *seen = data;
	ck_assert_int_eq(block->kind, MARKDOWN_PARAGRAPH);
	return ++*seen < 2;
}

START_TEST(a_visitor_can_stop_the_walk)
{
	struct markdown *markdown;
	int seen = 0;
	const char *text = "a\n\nb\n\nc\n";
	ck_assert(markdown_parse(&markdown, text, strlen(text), NULL));
	ck_assert(!markdown_outline(markdown, stop_at_second, &seen));
	ck_assert_int_eq(seen, 2);
	markdown_free(markdown);
}
END_TEST

START_TEST(plain_text_has_no_marks)
{
	struct buf out = { 0 };
	const char *text =
		"# Title\n\nSome **bold** [link](u) and\n`code`.\\\nnext <b>x</b><br>y\n\n- one\n- "
		"two\n"
		"\n  more\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\nlog *x*\n```\n<!-- no -->\n";
	ck_assert(markdown_plain(&out, text, strlen(text), NULL));
	ck_assert_str_eq(buf_text(&out),
		"Title\n\nSome bold link and code.\nnext x\ny\n\none\ntwo\nmore\n\n"
		"a | b\n1 | 2\n\nlog *x*");
	buf_fini(&out);
	ck_assert(markdown_plain(&out, "*a*", 3, NULL));
	ck_assert_str_eq(buf_text(&out), "a");
	buf_fini(&out);
}
END_TEST

/* ---- containing -------------------------------------------------------------------------- */

static char *contained(const char *text, int level)
{
	struct buf out = { 0 };
	struct err err = { 0 };
	ck_assert_msg(markdown_contained(&out, text, level, &err), "%s\n%s", err.text, text);
	return buf_steal(&out);
}

static void check_contained(const char *text, int level, const char *expected)
{
	char *out = contained(text, level);
	ck_assert_str_eq(out, expected);
	free(out);
}

START_TEST(text_that_contains_itself_stays_byte_for_byte)
{
	static const char *const texts[] = { "", "text", "text\n", "\n\n  text  \r\nmore\r\n",
		"### deeper\n", "```\n# no heading\n```\n", "````\n```\n````", "<!-- x -->\n",
		"<div>\n\n</div>", "---\nfoo: bar\n\n---\n", "> # quoted\n",
		"- # in an item\n\n      code\n", "- ```\n  open in the item", "a\n\n~~~\nb\n~~~~~",
		"    # code\n", "\\# no heading", "text\n<b>", "\t\n", "[a]: b\n",
		"<pre>\n\nx</pre>", "> ```\n> open" };
	for (size_t i = 0; i < LENGTH(texts); i++)
		check_contained(texts[i], 2, texts[i]);
}
END_TEST

START_TEST(what_would_swallow_the_next_heading_is_closed)
{
	check_contained("```\nopen", 2, "```\nopen\n```\n");
	check_contained("x\n\n  ~~~~~ sh\r\nopen\r\n~~~\r\n", 2,
		"x\n\n  ~~~~~ sh\r\nopen\r\n~~~\r\n~~~~~\r\n");
	check_contained("<!-- open\n\nstill\n\n", 2, "<!-- open\n\nstill -->\n\n");
	check_contained("<pre>\nopen\n", 2, "<pre>\nopen </pre>\n");
	check_contained("<SCRIPT src=x>\n# y", 2, "<SCRIPT src=x>\n# y </script>");
	check_contained("<style>", 2, "<style> </style>");
	check_contained("<?php\n\nx", 2, "<?php\n\nx ?>");
	check_contained("<!DOCTYPE", 2, "<!DOCTYPE >");
	check_contained("<![CDATA[ x", 2, "<![CDATA[ x ]]>");
	check_contained("- a\n\n  <!-- open\n\nafter", 2, "- a\n\n  <!-- open -->\n\nafter");
}
END_TEST

START_TEST(headings_move_below_the_level)
{
	check_contained("# A\n\ntext #\n\n## B ##\n", 2, "### A\n\ntext #\n\n#### B ##\n");
	check_contained("## A\n### B\n", 2, "### A\n#### B\n");
	check_contained("# A\n#### D\n## B\n", 2, "### A\n#### D\n#### B\n");
	check_contained("#### D\n# A\n", 1, "#### D\n## A\n");
	check_contained("  #\tA\n#\n", 1, "  ##\tA\n##\n");
	check_contained("# A\n## B\n### C\n", 5, "###### A\n###### B\n###### C\n");
	check_contained("\xef\xbb\xbf# A\n", 1, "\xef\xbb\xbf## A\n");
}
END_TEST

START_TEST(setext_headings_move_too)
{
	check_contained("A\n===\n\nB\n---\n", 1, "A\n---\n\n### B\n");
	check_contained(
		"x\n\nTwo\r\n  lines *of*\r\n--\r\nend", 2, "x\n\n### Two lines *of*\r\nend");
	check_contained("a #\n===\n", 2, "### a # #\n");
	check_contained("hard\\\nbreak\n=\n", 2, "### hard break\n");
	check_contained("[r]: u\n[s]: v\nTitle\n===\n\n[r] [s]\n", 2,
		"[r]: u\n[s]: v\n### Title\n\n[r] [s]\n");
	check_contained("[r]: u\n===\n===\n", 2, "[r]: u\n### ===\n");
	check_contained("A\n===\n===\n", 2, "### A\n===\n");
	check_contained("A\n===", 3, "#### A");
	check_contained("---\ntitle: x\n---\n", 2, "---\n### title: x\n");
}
END_TEST

struct levels {
	size_t count;
	int lowest, last;
	char *last_text;
};

static bool note_level(void *data, const struct markdown_block *block)
{
	struct levels *levels = data;
	if (block->kind != MARKDOWN_HEADING || block->depth > 0)
		return true;
	if (levels->count++ && levels->last < levels->lowest)
		levels->lowest = levels->last;
	levels->last = block->level;
	free(levels->last_text);
	levels->last_text = mem_copy(block->text);
	return true;
}

static struct levels levels_of(const char *text)
{
	struct markdown *markdown;
	struct levels levels = { .lowest = 7 };
	struct err err = { 0 };
	ck_assert_msg(markdown_parse(&markdown, text, strlen(text), &err), "%s", err.text);
	ck_assert(markdown_outline(markdown, note_level, &levels));
	markdown_free(markdown);
	return levels;
}

START_TEST(definitions_concern_texts_that_use_their_labels)
{
	static const struct {
		const char *text, *other;
		bool captures;
	} rows[] = {
		{ "[a]: https://x.example", "see [a]", true },
		{ "x\n\n[A  b]: y", "[see][a b]", true },
		{ "> [a\nb]: y", "[a b][]", true },
		{ "[^1]: note", "word[^1]", true },
		{ "[\u00c9]: y", "[\u00e9]", true },
		{ "[a]: y", "[b] and a", false },
		{ "[a] y", "[a]", false },
		{ "", "[a]", false },
	};
	for (size_t i = 0; i < LENGTH(rows); i++)
		ck_assert_msg(markdown_captures(rows[i].text, rows[i].other) == rows[i].captures, "row %zu", i);
}
END_TEST

static void check_inlined(const char *text, const char *expected)
{
	struct buf out = { 0 };
	struct err err = { 0 };
	ck_assert_msg(markdown_inlined(&out, text, "key", &err), "%s", err.text);
	ck_assert_str_eq(buf_text(&out), expected);
	buf_fini(&out);
}

START_TEST(links_are_written_out)
{
	check_inlined("see [a], [that][a] and [b]\n\n[a]: https://x.example 't'\n",
		"see [a](https://x.example \"t\"), [that](https://x.example \"t\") and \\[b\\]\n");
	check_inlined("one[^x] two[^y]\n\n[^y]: second\n[^x]: first\n",
		"one[^key-x] two[^key-y]\n\n[^key-x]:\n    first\n\n[^key-y]:\n    second\n");
	check_inlined("|a|\n|-|\n|`b`|\n\n- [x] c ~~d~~\n", "| a |\n| --- |\n| `b` |\n\n- [x] c ~~d~~\n");
}
END_TEST

START_TEST(any_text_can_stand_before_a_heading)
{
	static const char *const pieces[] = { "\n", "\n", "\n\n", "\r\n", "# A", "## B", "### C",
		"===", "---", "--", "=", "```", "````", "~~~", "<!--", "-->", "<pre>", "</pre>",
		"<script>", "</style>", "<?", "?>", "<!X", "<![CDATA[", "]]>", "<div>", "</div>",
		"- ", "  ", "    ", "\t", "> ", "1. ", "text", "*a*", "`", "\\", "| a |", "|---|",
		"[r]: u", "[r]", "#", " #", "<b>", "\r", "* * *", "+ ", "<a id=\"x\">" };
	struct buf text = { 0 }, page = { 0 };
	unsigned seed = 2024;
	for (int i = 0; i < 30000; i++) {
		int level = 1 + rand_r(&seed) % 6;
		buf_truncate(&text, 0);
		for (int k = rand_r(&seed) % 16; k >= 0; k--)
			buf_puts(&text, pieces[(size_t)rand_r(&seed) % LENGTH(pieces)]);
		char *once = contained(buf_text(&text), level);
		char *twice = contained(once, level);
		ck_assert_msg(text_equal(once, twice), "level %d, case %d: %s\nonce: %s\ntwice: %s",
			level, i, buf_text(&text), once, twice);
		struct levels own = levels_of(buf_text(&text));
		buf_truncate(&page, 0);
		buf_printf(&page, "%s\n\n# end\n", once);
		struct levels levels = levels_of(buf_text(&page));
		ck_assert_msg(levels.last == 1 && text_equal(levels.last_text, "end") &&
				levels.lowest > (level < 6 ? level : 5) &&
				levels.count == own.count + 1,
			"level %d, case %d: %s\npage: %s", level, i, buf_text(&text),
			buf_text(&page));
		free(own.last_text);
		free(levels.last_text);
		free(once);
		free(twice);
	}
	buf_fini(&text);
	buf_fini(&page);
}
END_TEST

/* ---- bounds ------------------------------------------------------------------------------ */

struct shape {
	const char *name;
	const char *before, *unit, *middle, *other, *row, *after;
	size_t units, others, rows; /* how often `unit`, `other` and `row` come */
	const char *message;	    /* part of it; NULL: has to pass */
	size_t line;
};

static void build(struct buf *out, const struct shape *shape)
{
	buf_puts(out, shape->before ? shape->before : "");
	for (size_t i = 0; i < shape->units; i++)
		buf_puts(out, shape->unit);
	buf_puts(out, shape->middle ? shape->middle : "");
	for (size_t i = 0; i < shape->others; i++)
		buf_puts(out, shape->other);
	for (size_t i = 0; i < shape->rows; i++)
		buf_puts(out, shape->row);
	buf_puts(out, shape->after ? shape->after : "");
}

/* What brings this version of cmark-gfm down, most of it in seconds to minutes. */
static const struct shape hostile[] = {
	{ .name = "filled-up rows",
		.unit = "|a",
		.units = 5000,
		.middle = "\n|",
		.other = "-|",
		.others = 5000,
		.row = "\na",
		.rows = 5000,
		.message = "too many table cells" },
	{ .name = "wide table",
		.unit = "|a",
		.units = 30000,
		.middle = "\n|",
		.other = "-|",
		.others = 30000,
		.message = "too many columns",
		.line = 2 },
	{ .name = "possible table heads",
		.unit = "a\n",
		.units = 3000,
		.other = ":-|-\n|-|-|-\n",
		.others = 500,
		.message = "too many lines like |---|" },
	{ .name = "instructions",
		.before = "a",
		.unit = "<?",
		.units = 100000,
		.message = "too many HTML tags" },
	{ .name = "declarations",
		.before = "a",
		.unit = "<!A ",
		.units = 100000,
		.message = "too many HTML tags" },
	{ .name = "cdata",
		.before = "a",
		.unit = "<![CDATA[",
		.units = 100000,
		.message = "too many HTML tags" },
	{ .name = "items' instructions",
		.unit = "2. <?",
		.units = 20000,
		.middle = "\n3. ?>\n",
		.other = "2. <?\n",
		.others = 20000,
		.message = "too many HTML tags" },
	{ .name = "other marks between",
		.before = "~a ",
		.unit = "*b ",
		.units = 60000,
		.other = "c~~ ",
		.others = 60000,
		.message = "too many of the marks" },
	{ .name = "links after open marks",
		.unit = "*a ",
		.units = 60000,
		.other = "[x](y)",
		.others = 60000,
		.message = "too many of the marks" },
	{ .name = "images and links",
		.unit = "![",
		.units = 100000,
		.other = "[a](b)",
		.others = 100000,
		.message = "too many ![ and ]" },
	{ .name = "hosts",
		.before = "a ",
		.unit = "_www.",
		.units = 100000,
		.message = "too many www." },
	{ .name = "brackets",
		.before = "http://a",
		.unit = ")",
		.units = 500000,
		.message = "too many addresses or )" },
	{ .name = "cut addresses",
		.unit = "http://a<!--",
		.units = 30000,
		.message = "too many addresses or )" },
	{ .name = "quotes marks", .unit = "'", .units = 2000000, .message = "too many links" },
	{ .name = "dots after an address",
		.before = "http://a",
		.unit = ".",
		.units = 2000000,
		.message = "too many links" },
	{ .name = "fences", .unit = "```\n", .units = 1000000, .message = "too many links" },
	{ .name = "mail", .unit = "a@b.c ", .units = 200000, .message = "too many @" },
	{ .name = "at signs", .unit = "a@", .units = 500000, .message = "too many @" },
	{ .name = "blank lines in lists",
		.unit = "- ",
		.units = 2000,
		.middle = "a",
		.other = "\n",
		.others = 50000,
		.message = "too many blank lines" },
	{ .name = "blank lines in quoted lists",
		.before = "> ",
		.unit = "- ",
		.units = 2000,
		.middle = "a\n",
		.other = ">\n",
		.others = 50000,
		.message = "too many blank lines" },
	{ .name = "deep text",
		.unit = ">",
		.units = 20000,
		.other = "a&",
		.others = 100000,
		.message = "too much text in quotes" },
	{ .name = "references",
		.before = "[a]: ",
		.unit = "u",
		.units = 100000,
		.middle = "\n\n",
		.other = "[a]",
		.others = 100000,
		.message = "too many links to a long definition",
		.line = 1 },
	{ .name = "pieces", .unit = "[", .units = 2000000, .message = "too many links" },
	{ .name = "items", .unit = "-\n", .units = 2000000, .message = "too many links" },
	{ .name = "a fence that is none",
		.before = "<!--\n\n```\n\n-->\n",
		.unit = "*a ",
		.units = 60000,
		.message = "too many of the marks",
		.line = 6 },
	{ .name = "a fence after a tag",
		.before = "<a b=\"\n```\n\n```\n",
		.unit = "*a ",
		.units = 60000,
		.message = "too many of the marks",
		.line = 5 },
	{ .name = "a fence indented a little",
		.before = " ```\n```\n",
		.unit = "*a ",
		.units = 60000,
		.message = "too many of the marks",
		.line = 3 },
	{ .name = "a fence an item ends",
		.before = "- a\n\n  ```\nb\n\n  ```\n\n```\n",
		.unit = "*a ",
		.units = 60000,
		.message = "too many of the marks",
		.line = 9 },
	{ .name = "declarations in a quote",
		.unit = "<!A b\n> ",
		.units = 50000,
		.message = "too many HTML tags" },
	{ .name = "a fence closed at once",
		.before = "\xef\xbb\xbf```\n```\n",
		.unit = "*a ",
		.units = 60000,
		.message = "too many of the marks",
		.line = 3 },
	{ .name = "a fence in an item",
		.before = "- ```\n\n  ```\n",
		.unit = "*a ",
		.units = 60000,
		.message = "too many of the marks" },
	{ .name = "a table that ends",
		.before = "|a|\n|-|\n|b|\n2. x\n",
		.unit = "|*a |*a\n",
		.units = 60000,
		.message = "too many of the marks" },
	{ .name = "a NUL", .unit = "x", .units = 1, .message = NULL },
};

static const struct shape harmless[] = {
	{ .name = "prose",
		.unit = "The pods of **payments-api** were `restarted` at 12:03, see "
			"[graph](https://x.org/d?a=b) "
			"and <https://y.org>; ana@example.org was *paged*. Nothing "
			"else_changed.\n\n",
		.units = 6000 },
	{ .name = "long list",
		.unit = "- **12:03** [x] `payments-api`: *rolled back* to 4.11, see "
			"https://x.org/_a_\n",
		.units = 12000 },
	{ .name = "long table",
		.before = "| Time | Who | What |\n| :--- | --- | ---: |\n",
		.unit = "| **12:03** | _ana_ | ~~rolled back~~ `payments-api` ![x](y) www.x.org "
			"|\n",
		.units = 12000 },
	{ .name = "nested lists",
		.unit = "- a\n  - b\n    - c\n      - d\n\n        text\n\n",
		.units = 20000 },
	{ .name = "json log in a fence",
		.before = "```json\n",
		.unit = "{\"_id\":\"*\",\"_source\":{\"m\":\"<?[a](b|c)|d\",\"x\":[\"![\"]}}\n",
		.units = 18000,
		.after = "```\n" },
	{ .name = "fences in items before one",
		.before = "- a\n  ```\n  b\n\n  c\n  ```\n- d\n\n<details>\n\n```\n",
		.unit = "{\"_id\":\"*\",\"_source\":{\"m\":\"<?[a](b|c)|d\",\"x\":[\"![\"]}}\n",
		.units = 18000,
		.after = "```\n</details>\n" },
	{ .name = "xml log",
		.unit = "<event id=\"1\" at='12:03'><a_b>text</a_b><?pi x?></event>\n",
		.units = 15000 },
	{ .name = "plain log",
		.unit = "2023-01-17T15:00:00Z api[123]: GET /a_b/c?d=e HTTP/1.1 500 \"curl/7.8\" "
			"<ana@x.org>\n",
		.units = 10000 },
	{ .name = "quotes", .unit = "> said **this** & that\n", .units = 4000 },
	{ .name = "rules",
		.unit = "a\n\n---\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n",
		.units = 20000 },
	{ .name = "dashes",
		.unit = "--------------------------------------------------------------------\n",
		.units = 10000 },
	{ .name = "stars", .unit = "*", .units = 1000000 },
	{ .name = "blank lines", .unit = "\n", .units = 1000000 },
	{ .name = "one line", .unit = "word ", .units = 200000 },
};

START_TEST(hostile_markdown_is_refused_with_reason_line_and_limit)
{
	const struct shape *shape = &hostile[_i];
	struct buf text = { 0 };
	struct err err = { 0 };
	build(&text, shape);
	if (!shape->message)
		buf_put(&text, "\0", 1);
	struct markdown *markdown;
	ck_assert_msg(!markdown_parse(&markdown, buf_text(&text), text.len, &err), "%s passed",
		shape->name);
	ck_assert_ptr_null(markdown);
	ck_assert_int_eq(err.code, ERR_USAGE);
	ck_assert_msg(strstr(err.text, shape->message ? shape->message : "NUL") != NULL, "%s: %s",
		shape->name, err.text);
	ck_assert_msg(
		!shape->message || (text_starts(err.text, "line ") && strstr(err.text, "(limit: ")),
		"%s", err.text);
	if (shape->line)
		ck_assert_msg(strtoul(err.text + strlen("line "), NULL, 10) == shape->line, "%s",
			err.text);
	buf_fini(&text);
}
END_TEST

START_TEST(ordinary_markdown_passes_whatever_its_size)
{
	struct buf text = { 0 };
	struct err err = { 0 };
	build(&text, &harmless[_i]);
	struct markdown *markdown;
	ck_assert_msg(markdown_parse(&markdown, buf_text(&text), text.len, &err), "%s: %s",
		harmless[_i].name, err.text);
	markdown_free(markdown);
	buf_fini(&text);
}
END_TEST

START_TEST(size_itself_has_a_limit)
{
	struct buf text = { 0 };
	struct err err = { 0 };
	buf_fill(&text, 'x', MARKDOWN_BYTES_MAX + 1);
	ck_assert(markdown_check_bounds(buf_text(&text), text.len - 1, &err));
	ck_assert(!markdown_check_bounds(buf_text(&text), text.len, &err));
	ck_assert_str_eq(err.text, "the Markdown has 8388609 bytes; at most 8388608 can be parsed");
	buf_fini(&text);
}
END_TEST

START_TEST(closed_texts_swallow_nothing_and_stay_as_they_are_if_they_did_not)
{
	static const struct {
		const char *text, *closed;
	} rows[] = {
		{ "a\n# b\n> <pre>\n> c\n", NULL },
		{ "```\na\n```\n", NULL },
		{ "- ```\n  a\n", NULL },
		{ "<div>\na\n", NULL },
		{ "```\na", "```\na\n```\n" },
		{ "~~~~\na\n", "~~~~\na\n~~~~\n" },
		{ "<!-- a\n", "<!-- a -->\n" },
		{ "x\r\n```\r\na\r\n", "x\r\n```\r\na\r\n```\r\n" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct buf out = { 0 };
		struct err err = { 0 };
		ck_assert_msg(markdown_closed(&out, rows[i].text, &err), "%s", err.text);
		ck_assert_str_eq(buf_text(&out), rows[i].closed ? rows[i].closed : rows[i].text);
		buf_fini(&out);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("markdown");
	TCase *tcase = tcase_create("markdown");
	/* what cmark would take minutes for is refused in milliseconds, but this may be a slow machine */
	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, the_outline_lists_what_a_document_holds);
	tcase_add_test(tcase, a_visitor_can_stop_the_walk);
	tcase_add_test(tcase, plain_text_has_no_marks);
	tcase_add_test(tcase, text_that_contains_itself_stays_byte_for_byte);
	tcase_add_test(tcase, what_would_swallow_the_next_heading_is_closed);
	tcase_add_test(tcase, headings_move_below_the_level);
	tcase_add_test(tcase, setext_headings_move_too);
	tcase_add_test(tcase, definitions_concern_texts_that_use_their_labels);
	tcase_add_test(tcase, links_are_written_out);
	tcase_add_test(tcase, any_text_can_stand_before_a_heading);
	tcase_add_loop_test(
		tcase, hostile_markdown_is_refused_with_reason_line_and_limit, 0, LENGTH(hostile));
	tcase_add_loop_test(tcase, ordinary_markdown_passes_whatever_its_size, 0, LENGTH(harmless));
	tcase_add_test(tcase, size_itself_has_a_limit);
	tcase_add_test(tcase, closed_texts_swallow_nothing_and_stay_as_they_are_if_they_did_not);
	suite_add_tcase(suite, tcase);
	SRunner *sr = srunner_create(suite);
	srunner_run_all(sr, CK_ENV);
	int failures = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failures != 0;
}
