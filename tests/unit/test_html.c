/* Markdown as HTML: every kind of block and text, what is dropped, and ids that stand once. */
#include <time.h>

#include "base/text.h"
#include "doc/html.h"
#include "suite.h"

static void parse(struct markdown **out, const char *text, size_t len)
{
	struct err err = { 0 };
	ck_assert_msg(markdown_parse_notes(out, text, len, &err), "%s", err.text);
}

static void check_fragment(const char *text, const char *expected)
{
	struct markdown *markdown;
	struct buf out = { 0 };
	parse(&markdown, text, strlen(text));
	html_fragment(&out, markdown, NULL);
	ck_assert_str_eq(buf_text(&out), expected);
	markdown_free(markdown);
	buf_fini(&out);
}

static void write_page(const char *text, struct html_page page, struct buf *out)
{
	struct markdown *markdown;
	page.title = page.title ? page.title : "none";
	page.language = "en";
	page.style = "p { margin: 0 }\n";
	parse(&markdown, text, strlen(text));
	html_page(out, markdown, &page);
	markdown_free(markdown);
}

static void check_page(const char *text, struct html_page page, bool there, const char *needle)
{
	struct buf out = { 0 };
	write_page(text, page, &out);
	ck_assert_msg(!!strstr(buf_text(&out), needle) == there, "%s %s in:\n%s", needle,
		there ? "is not" : "is", buf_text(&out));
	buf_fini(&out);
}

START_TEST(blocks)
{
	check_fragment("one paragraph *em* **strong** ~~gone~~ `a<b`",
		"one paragraph <em>em</em> <strong>strong</strong> <del>gone</del> <code>a&lt;b</code>");
	check_fragment("one\n\ntwo", "<p>one</p>\n<p>two</p>\n");
	check_fragment("> a\n\n---", "<blockquote>\n<p>a</p>\n</blockquote>\n<hr>\n");
	check_fragment("- a\n- b\n  - c", "<ul>\n<li>a</li>\n<li>b\n<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>\n");
	check_fragment("3. a\n\n4. b", "<ol start=\"3\">\n<li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ol>\n");
	check_fragment("```sh\na <b> & \"c\"\n```",
		"<pre tabindex=\"0\"><code>a &lt;b&gt; &amp; &quot;c&quot;\n</code></pre>\n");
	check_fragment("a  \nb", "a<br>\nb");
}
END_TEST

START_TEST(tasks)
{
	check_fragment("- [x] a\n- [ ] b",
		"<ul>\n<li class=\"task\"><input type=\"checkbox\" disabled aria-label=\"done\" checked> a</li>\n"
		"<li class=\"task\"><input type=\"checkbox\" disabled aria-label=\"to do\"> b</li>\n</ul>\n");
}
END_TEST

START_TEST(tables)
{
	check_fragment("a | b | c\n--- | ---: | :---:\n1 | a text that is longer | <br>",
		"<div class=\"table\" tabindex=\"0\">\n<table>\n<thead>\n<tr><th scope=\"col\" class=\"short\">a</th>"
		"<th scope=\"col\" class=\"right short\">b</th><th scope=\"col\" class=\"center short\">c</th></tr>\n"
		"</thead>\n<tbody>\n<tr><td class=\"short\">1</td><td class=\"right\">a text that is longer</td>"
		"<td class=\"center\"><br></td></tr>\n</tbody>\n</table>\n</div>\n");
	check_fragment("| a |\n| - |",
		"<div class=\"table\" tabindex=\"0\">\n<table>\n<thead>\n<tr><th scope=\"col\" class=\"short\">a</th></tr>\n"
		"</thead>\n</table>\n</div>\n");
}
END_TEST

START_TEST(footnotes_stand_at_the_end)
{
	check_fragment("a[^x] b[^y]\n\n[^y]: two\n[^x]: one",
		"<p>a<sup><a href=\"#note-1\">1</a></sup> b<sup><a href=\"#note-2\">2</a></sup></p>\n<hr>\n"
		"<ol class=\"notes\">\n<li id=\"note-1\">\n<p>one</p>\n</li>\n<li id=\"note-2\">\n<p>two</p>\n</li>\n</ol>\n");
}
END_TEST

START_TEST(text_in_brackets_that_is_no_note_is_kept_whole)
{
	check_fragment("see [^\nthe last one, é]", "see [^\nthe last one, é]");
	check_fragment("see [^a \\] [b]\nthe last one]", "see [^a ] [b]\nthe last one]");
	check_fragment("see [^a \\\nthe last one]", "see [^a <br>\nthe last one]");
	check_fragment("[a\nb] c[^x]\n\n[^\n\n[^x]: one",
		"<p>[a\nb] c<sup><a href=\"#note-1\">1</a></sup></p>\n<p>[^</p>\n<hr>\n<ol class=\"notes\">\n"
		"<li id=\"note-1\">\n<p>one</p>\n</li>\n</ol>\n");
}
END_TEST

START_TEST(links_lead_only_to_the_web_mail_and_anchors)
{
	check_fragment("[a](https://x.example/?b=1&c=2)", "<a href=\"https://x.example/?b=1&amp;c=2\">a</a>");
	check_fragment("[a](mailto:a@b.example \"t\\\"<\")",
		"<a href=\"mailto:a@b.example\" title=\"t&quot;&lt;\">a</a>");
	check_fragment("[a](#there)", "<a href=\"#there\">a</a>");
	check_fragment("www.x.example", "<a href=\"http://www.x.example\" class=\"url\">www.x.example</a>");
	check_fragment("https://x.example", "<a href=\"https://x.example\" class=\"url\">https://x.example</a>");
	check_fragment("[a](javascript:alert%281%29)", "a");
	check_fragment("[a](JaVaScRiPt:x) [b](data:text/html,x) [c](vbscript:x) [d](file:///etc/passwd)", "a b c d");
	check_fragment("[a](&#106;avascript:x)", "a");
	check_fragment("[a](//x.example/b)", "a");
	check_fragment("[a](../other.md)", "a (<code>../other.md</code>)");
}
END_TEST

START_TEST(images_are_named_unless_they_can_be_embedded)
{
	check_fragment("![a *b*](c.png)", "<span class=\"image\">Image: a b (<code>c.png</code>)</span>");
	check_fragment("![](c.png)", "<span class=\"image\">Image: c.png</span>");
	check_fragment("![a](https://x.example/p.png)",
		"<span class=\"image\">Image: <a href=\"https://x.example/p.png\">a</a></span>");
	check_fragment("[![a](https://x.example/p.png)](https://x.example)",
		"<a href=\"https://x.example\"><span class=\"image\">Image: a</span></a>");
	check_fragment("![a](javascript:x)", "<span class=\"image\">Image: a</span>");
}
END_TEST

static bool one_image(void *data, const char *url, struct buf *out)
{
	(void)data;
	if (!text_equal(url, "c.png"))
		return false;
	buf_puts(out, "data:image/png;base64,AAAA");
	return true;
}

START_TEST(an_image_that_is_there_is_embedded)
{
	struct html_page page = { .image = one_image };
	check_page("![a \"q\"](c.png)", page, true,
		"<p><img src=\"data:image/png;base64,AAAA\" alt=\"a &quot;q&quot;\"></p>");
	check_page("![a](d.png)", page, false, "<img");
}
END_TEST

START_TEST(raw_html_is_dropped_and_its_text_stays)
{
	check_fragment("a <b onclick=x>bold</b> <!-- hidden --> c<br/>d", "a bold  c<br>d");
	check_fragment("<script>alert(1)</script>\n\nafter", "<p>after</p>\n");
	check_fragment("<style>\np { color: red }\n</style>\n<p>kept</p>\n\nafter", "<p>kept\n</p>\n<p>after</p>\n");
	check_fragment("<details><summary>More</summary>\ninside &amp; <i>out</i>\n</details>\n\nx",
		"<p>More\ninside &amp;amp; out\n\n</p>\n<p>x</p>\n");
	check_fragment("<div><script>\nx", "");
	check_fragment("<iframe src=\"https://x.example\">", "");
}
END_TEST

START_TEST(anchors_stay_once_and_headings_give_way_to_them)
{
	check_fragment("<a id=\"ref-1\"></a>text", "<a id=\"ref-1\"></a>text");
	check_fragment("<a id=\"x\"></a><a id=\"x\"></a> <a id=\"a b\"></a><a id='y'></a>", "<a id=\"x\"></a> ");
	check_fragment("# Ref 1\n\n<a id=\"ref-1\"></a>x", "<h1 id=\"ref-1-1\">Ref 1</h1>\n<p><a id=\"ref-1\"></a>x</p>\n");
	check_fragment("# note 1\n\na[^1]<a id=\"note-1\"></a>\n\n[^1]: b",
		"<h1 id=\"note-1-1\">note 1</h1>\n<p>a<sup><a href=\"#note-1\">1</a></sup></p>\n<hr>\n<ol class=\"notes\">\n"
		"<li id=\"note-1\">\n<p>b</p>\n</li>\n</ol>\n");
}
END_TEST

START_TEST(headings_have_the_ids_of_github)
{
	check_fragment("# What went *well*?", "<h1 id=\"what-went-well\">What went <em>well</em>?</h1>\n");
	check_fragment("# a\n# a\n# a-1\n# A", "<h1 id=\"a\">a</h1>\n<h1 id=\"a-1\">a</h1>\n<h1 id=\"a-1-1\">a-1</h1>\n"
		"<h1 id=\"a-2\">A</h1>\n");
	check_fragment("# Größe – 5 `x_y` ✓", "<h1 id=\"größe--5-x_y-\">Größe – 5 <code>x_y</code> ✓</h1>\n");
	check_fragment("# !?", "<h1 id=\"section\">!?</h1>\n");
}
END_TEST

START_TEST(control_bytes_are_shown)
{
	check_fragment("a\033[31mb\177c\302\233d", "a␛[31mb␡c\xef\xbf\xbd" "d");
}
END_TEST

START_TEST(contents_stand_before_the_first_section)
{
	const char *text = "# T\n\nintro\n\n## A & B\n### C\n## D\n> ## not this\n\n#### nor this\n";
	check_page(text, (struct html_page){ 0 }, true,
		"<p>intro</p>\n<nav class=\"contents\" aria-label=\"Contents\">\n<ul>\n<li><a href=\"#a--b\">A &amp; B</a>\n"
		"<ul>\n<li><a href=\"#c\">C</a></li>\n</ul>\n</li>\n<li><a href=\"#d\">D</a></li>\n</ul>\n</nav>\n"
		"<h2 id=\"a--b\">");
	check_page("# T\n### A\n### B\n## C\n### D\n", (struct html_page){ 0 }, true,
		"<li><a href=\"#a\">A</a></li>\n<li><a href=\"#b\">B</a></li>\n<li><a href=\"#c\">C</a>\n<ul>\n"
		"<li><a href=\"#d\">D</a></li>\n</ul>\n</li>\n</ul>\n</nav>\n");
	check_page("# T\n## A\n## B\n", (struct html_page){ 0 }, false, "<nav");
}
END_TEST

START_TEST(the_title_is_the_documents)
{
	check_page("# A <b>&amp;</b> B\n", (struct html_page){ .title = "no" }, true, "<title>A &amp; B</title>");
	check_page("> # quoted\n\ntext\n", (struct html_page){ .title = "a </title>" }, true,
		"<title>a &lt;/title&gt;</title>");
}
END_TEST

START_TEST(a_figure_takes_the_place_of_exactly_its_source)
{
	const struct html_figure figure = { "mermaid", "gantt\n", "<svg></svg>\n" };
	struct html_page page = { .figure = &figure };
	check_page("```mermaid\ngantt\n```\n", page, true, "<main>\n<figure>\n<svg></svg>\n</figure>\n</main>");
	check_page("```mermaid\ngantt x\n```\n", page, false, "<figure>");
	check_page("```\ngantt\n```\n", page, false, "<figure>");
}
END_TEST

START_TEST(many_equal_headings_and_anchors_take_linear_time)
{
	struct buf text = { 0 }, out = { 0 };
	struct markdown *markdown;
	struct timespec from, to;
	for (int i = 0; i < 40000; i++)
		buf_puts(&text, i % 2 ? "# a\n" : "# a-1\n");
	parse(&markdown, buf_text(&text), text.len);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
	html_fragment(&out, markdown, NULL);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
	ck_assert_int_lt(to.tv_sec - from.tv_sec, 3);
	ck_assert_ptr_nonnull(strstr(buf_text(&out), "id=\"a-1-19999\""));
	markdown_free(markdown);
	buf_fini(&text);
	buf_fini(&out);
}
END_TEST

RUN_TESTS("html", blocks, tasks, tables, footnotes_stand_at_the_end, text_in_brackets_that_is_no_note_is_kept_whole,
	links_lead_only_to_the_web_mail_and_anchors, images_are_named_unless_they_can_be_embedded,
	an_image_that_is_there_is_embedded, raw_html_is_dropped_and_its_text_stays,
	anchors_stay_once_and_headings_give_way_to_them, headings_have_the_ids_of_github,
	control_bytes_are_shown, contents_stand_before_the_first_section, the_title_is_the_documents,
	a_figure_takes_the_place_of_exactly_its_source, many_equal_headings_and_anchors_take_linear_time)
