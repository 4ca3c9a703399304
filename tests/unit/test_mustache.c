#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "base/text.h"
#include "doc/escape.h"
#include "doc/html.h"
#include "doc/mustache.h"

struct file {
	const char *name, *text;
};

struct folder {
	const struct file *files; /* ends with a NULL name */
	int loads;
};

static bool load(void *data, const char *name, struct buf *title, struct buf *text,
	struct err *err)
{
	(void)title;
	struct folder *folder = data;
	folder->loads++;
	if (text_equal(name, "unreadable"))
		return err_set(err, ERR_IO, "cannot read %s", name);
	for (const struct file *file = folder->files; file->name; file++) {
		if (!text_equal(file->name, name))
			continue;
		buf_puts(text, file->text);
		return true;
	}
	return err_set(err, ERR_NOT_FOUND, "no template %s", name);
}

/* The incident most tests are about. */
static struct node *incident(void)
{
	struct node *root = node_new();
	node_add_text(root, "title", "Checkout <down>");
	node_add_text(root, "note", "first\nsecond");
	node_add_text(root, "nothing", "");
	node_add_text(root, "which", "row");
	node_add_null(root, "ended");
	node_add_bool(root, "private", false);
	node_add_bool(root, "open", true);
	struct node *owner = node_add_object(root, "owner");
	node_add_text(owner, "name", "ana");
	node_add_text(node_add_object(owner, "team"), "name", "payments");
	struct node *actions = node_add_list(root, "actions");
	for (int i = 0; i < 3; i++) {
		struct node *action = node_add_object(actions, NULL);
		node_add_text(action, "title",
			(const char *[]){ "roll back", "add alert", "write it up" }[i]);
		node_add_bool(action, "done", i == 0);
	}
	struct node *tags = node_add_list(root, "tags");
	node_add_text(tags, NULL, "tls");
	node_add_text(tags, NULL, "db");
	node_add_list(root, "none");
	struct node *grid = node_add_list(root, "grid");
	for (int row = 0; row < 2; row++) {
		struct node *cells = node_add_list(grid, NULL);
		node_add_text(cells, NULL, row ? "c" : "a");
		node_add_text(cells, NULL, row ? "d" : "b");
	}
	return root;
}

static const struct file partials[] = {
	{ "row", "* {{title}}\n" },
	{ "lines", "one\n\n{{note}}\ntwo\n" },
	{ "inline", "a\nb" },
	{ "outer", "<\n  {{>lines}}\n>\n" },
	{ "page",
		"# {{$head}}Untitled{{/head}}\n{{$body}}\nempty\n{{/body}}\n-- {{owner.name}}\n" },
	{ "report",
		"{{<page}}{{$head}}Report{{/head}}{{$body}}\nof "
		"{{$what}}something{{/what}}\n{{/body}}{{/page}}" },
	{ "indented", "list:\n  {{$items}}\n  - none\n  {{/items}}\n" },
	{ "loop", "x{{>loop}}" },
	{ "tree", "{{title}}{{#kids}}({{>tree}}){{/kids}}" },
	{ "broken", "fine\n{{#open}}\n" },
	{ "a", "{{>b}}{{>b}}{{>b}}{{>b}}" },
	{ "b", "{{>c}}{{>c}}{{>c}}{{>c}}" },
	{ "c", "{{>d}}{{>d}}{{>d}}{{>d}}" },
	{ "d", "{{>e}}{{>e}}{{>e}}{{>e}}" },
	{ "e", "{{>f}}{{>f}}{{>f}}{{>f}}" },
	{ "f", "{{>g}}{{>g}}{{>g}}{{>g}}" },
	{ "g", "{{>h}}{{>h}}{{>h}}{{>h}}" },
	{ "h", "{{>i}}{{>i}}{{>i}}{{>i}}" },
	{ "i", "{{>j}}{{>j}}{{>j}}{{>j}}" },
	{ "j", "{{>k}}{{>k}}{{>k}}{{>k}}" },
	{ "k", "{{>l}}{{>l}}{{>l}}{{>l}}" },
	{ "l", "{{>m}}{{>m}}{{>m}}{{>m}}" },
	{ "m", "{{>n}}{{>n}}{{>n}}{{>n}}" },
	{ "n", "{{nothing}}{{nothing}}" },
	{ NULL, NULL },
};

static struct mustache *parse(const char *text)
{
	struct mustache *template = NULL;
	struct err err = { 0 };
	ck_assert_msg(
		mustache_parse(&template, "test.md", text, strlen(text), &err), "%s", err.text);
	return template;
}

static void check_render(const char *text, const char *expected)
{
	struct mustache *template = parse(text);
	struct node *root = incident();
	struct buf out = { 0 };
	struct err err = { 0 };
	struct folder folder = { .files = partials };
	ck_assert_msg(mustache_render(template, root, html_text, load, &folder, &out, &err), "%s",
		err.text);
	ck_assert_msg(text_equal(buf_text(&out), expected), "%s\ngives: %s\nwanted: %s", text,
		buf_text(&out), expected);
	mustache_free(template);
	node_free(root);
	buf_fini(&out);
}

static void check_refused(const char *text, const char *message)
{
	struct mustache *template;
	struct err err = { 0 };
	ck_assert(!mustache_parse(&template, "test.md", text, strlen(text), &err));
	ck_assert_ptr_null(template);
	ck_assert_int_eq(err.code, ERR_USAGE);
	ck_assert_str_eq(err.text, message);
}

static void check_failure(const char *text, enum err_code code, const char *part)
{
	struct mustache *template = parse(text);
	struct node *root = incident();
	struct buf out = { 0 };
	struct err err = { 0 };
	struct folder folder = { .files = partials };
	ck_assert(!mustache_render(template, root, escape_none, load, &folder, &out, &err));
	ck_assert_int_eq(err.code, code);
	ck_assert_msg(strstr(err.text, part) != NULL, "%s", err.text);
	mustache_free(template);
	node_free(root);
	buf_fini(&out);
}

/* ---- values ------------------------------------------------------------------------------ */

START_TEST(values_are_escaped_unless_asked_otherwise)
{
	check_render("{{title}}|{{{title}}}|{{&title}}|{{& title }}|{{ title }}",
		"Checkout &lt;down&gt;|Checkout <down>|Checkout <down>|Checkout <down>|Checkout "
		"&lt;down&gt;");
}
END_TEST

START_TEST(the_escape_function_is_the_callers)
{
	struct node *root = node_new();
	node_add_text(root, "x", "a | *b*");
	struct mustache *template = parse("{{x}}/{{{x}}}");
	struct buf out = { 0 };
	struct err err = { 0 };
	ck_assert(mustache_render(template, root, escape_markdown, NULL, NULL, &out, &err));
	ck_assert_str_eq(buf_text(&out), "a \\| \\*b\\*/a | *b*");
	mustache_free(template);
	node_free(root);
	buf_fini(&out);
}
END_TEST

START_TEST(what_is_missing_or_no_text_prints_nothing)
{
	check_render(
		"({{absent}}{{ended}}{{nothing}}{{actions}}{{owner}}{{owner.absent.name}})", "()");
	check_render("{{open}} {{private}}", "true false");
}
END_TEST

START_TEST(dotted_names_go_down_from_the_first_part_found)
{
	check_render("{{owner.name}} {{owner.team.name}}", "ana payments");
	check_render("{{#owner}}{{team.name}} {{name}} {{title}}{{/owner}}",
		"payments ana Checkout &lt;down&gt;");
	/* the inner `owner` hides the outer one even where it has no such member */
	struct node *root = node_new();
	node_add_text(node_add_object(root, "a"), "b", "outer");
	node_add_object(node_add_object(root, "in"), "a");
	struct mustache *template = parse("{{a.b}}{{#in}}[{{a.b}}]{{/in}}");
	struct buf out = { 0 };
	ck_assert(mustache_render(template, root, escape_none, NULL, NULL, &out, NULL));
	ck_assert_str_eq(buf_text(&out), "outer[]");
	mustache_free(template);
	node_free(root);
	buf_fini(&out);
}
END_TEST

START_TEST(the_tags_of_a_template_are_given_in_order)
{
	struct mustache *template = parse("a {{x}}\n{{! no }}{{#a.b}}{{{.}}}{{/a.b}}\n{{=<% %>=}}<%^c%><%/c%>\n"
					  "<%>part%><%>*which%><%<base%><%$block%><%/block%><%/base%>");
	static const struct {
		char sigil;
		const char *name;
		size_t line;
		bool dynamic;
	} want[] = { { ' ', "x", 1, false }, { '#', "a.b", 2, false }, { '&', ".", 2, false }, { '^', "c", 3, false },
		{ '>', "part", 4, false }, { '>', "which", 4, true }, { '<', "base", 4, false },
		{ '$', "block", 4, false } };
	struct mustache_tag tag;
	struct buf name = { 0 };
	size_t at = 0, count = 0;
	for (; mustache_next_tag(template, &at, &tag, &name); count++) {
		ck_assert_uint_lt(count, LENGTH(want));
		ck_assert_str_eq(buf_text(&name), want[count].name);
		ck_assert_int_eq(tag.sigil, want[count].sigil);
		ck_assert_uint_eq(tag.line, want[count].line);
		ck_assert(tag.dynamic == want[count].dynamic);
		ck_assert_str_eq(tag.title, mustache_title(template));
		buf_truncate(&name, 0);
	}
	ck_assert_uint_eq(count, LENGTH(want));
	buf_fini(&name);
	mustache_free(template);
}
END_TEST

static void note_name(void *data, const struct mustache_tag *tag, const char *name, bool found)
{
	buf_printf(data, "%s:%zu %c%s %s\n", tag->title, tag->line, tag->sigil, name, found ? "yes" : "no");
}

static void note_missing(void *data, const struct mustache_tag *tag, const char *name)
{
	buf_printf(data, "%s:%zu %c%s missing\n", tag->title, tag->line, tag->sigil, name);
}

static bool load_titled(void *data, const char *name, struct buf *title, struct buf *text, struct err *err)
{
	(void)data;
	if (!text_equal(name, "part"))
		return err_set(err, ERR_NOT_FOUND, "no %s", name);
	buf_puts(title, "/home/part.md");
	buf_puts(text, "\n{{absent}}");
	return true;
}

START_TEST(who_watches_a_rendering_is_told_of_names_and_missing_partials)
{
	struct node *root = incident();
	struct buf seen = { 0 }, out = { 0 };
	const struct mustache_watch watch = { .name = note_name, .missing = note_missing, .data = &seen };
	struct mustache *template = NULL;
	ck_assert(mustache_parse(&template, "t", "{{title}}{{nothing}}\n{{#owner}}{{name}}{{/owner}}{{^none}}{{>part}}"
						 "{{/none}}{{>gone}}{{>gone}}{{#absent}}{{title}}{{/absent}}", 125, NULL));
	ck_assert(mustache_render_watched(template, root, escape_none, load_titled, NULL, &watch, &out, NULL));
	ck_assert_str_eq(buf_text(&seen), "t:1  title yes\nt:1  nothing yes\nt:2 #owner yes\nt:2  name yes\n"
					  "t:2 ^none yes\n/home/part.md:2  absent no\nt:2 >gone missing\n"
					  "t:2 #absent no\n");
	mustache_free(template);
	node_free(root);
	buf_fini(&seen);
	buf_fini(&out);
}
END_TEST

START_TEST(values_are_not_read_as_templates)
{
	struct node *root = node_new();
	node_add_text(root, "x", "{{y}}");
	node_add_text(root, "y", "no");
	struct mustache *template = parse("{{x}}{{=<% %>=}}<%x%>");
	struct buf out = { 0 };
	ck_assert(mustache_render(template, root, escape_none, NULL, NULL, &out, NULL));
	ck_assert_str_eq(buf_text(&out), "{{y}}{{y}}");
	mustache_free(template);
	node_free(root);
	buf_fini(&out);
}
END_TEST

/* ---- sections ---------------------------------------------------------------------------- */

START_TEST(a_section_is_shown_once_for_each_item)
{
	check_render("{{#actions}}{{title}}{{#done}} (done){{/done}}; {{/actions}}",
		"roll back (done); add alert; write it up; ");
	check_render("{{#tags}}<{{.}}>{{/tags}}", "<tls><db>");
	check_render("{{#grid}}{{#.}}{{.}},{{/.}};{{/grid}}", "a,b,;c,d,;");
}
END_TEST

START_TEST(a_section_is_shown_or_not_by_its_value)
{
	check_render("{{#open}}1{{/open}}{{#title}}2{{/title}}{{#owner}}3{{/owner}}", "123");
	check_render("{{#private}}1{{/private}}{{#ended}}2{{/ended}}{{#none}}3{{/"
		     "none}}{{#nothing}}4{{/nothing}}"
		     "{{#absent}}5{{/absent}}",
		"");
	check_render("{{^private}}1{{/private}}{{^ended}}2{{/ended}}{{^none}}3{{/"
		     "none}}{{^nothing}}4{{/nothing}}"
		     "{{^absent}}5{{/absent}}{{^actions}}6{{/actions}}{{^open}}7{{/open}}",
		"12345");
}
END_TEST

START_TEST(tags_alone_on_their_line_leave_no_line)
{
	check_render("a\n{{#open}}\nb\n{{/open}}\nc\n", "a\nb\nc\n");
	check_render("a\r\n  {{#open}}  \r\nb\r\n\t{{/open}}\r\nc", "a\r\nb\r\nc");
	check_render("{{#open}}\n{{/open}}", "");
	check_render("| {{#open}}x{{/open}} |\n", "| x |\n");
	check_render("  {{#open}}x{{/open}}\n", "  x\n");
	check_render("{{! one }}\n{{! two\n lines }}\nx {{! three }}\n", "x \n");
	check_render("{{=<% %>=}}\n<%title%>\n<%={{ }}=%>\n", "Checkout &lt;down&gt;\n");
	check_render("\n{{title}}\n", "\nCheckout &lt;down&gt;\n");
}
END_TEST

START_TEST(delimiters_can_be_changed)
{
	check_render("{{=| |=}}|title| {{title}}", "Checkout &lt;down&gt; {{title}}");
	check_render("{{= << >> =}}<<#tags>><<.>><</tags>><<={{ }}=>>{{owner.name}}", "tlsdbana");
	check_render("{{=<% %>=}}<%&title%> <%{title}%>", "Checkout <down> Checkout <down>");
	/* a partial begins with the usual ones */
	check_render("{{=<% %>=}}<%>row%>", "* Checkout &lt;down&gt;\n");
}
END_TEST

/* ---- partials ---------------------------------------------------------------------------- */

START_TEST(a_partial_sees_the_context_it_is_used_in)
{
	check_render(
		"{{#actions}}{{>row}}{{/actions}}", "* roll back\n* add alert\n* write it up\n");
	check_render("[{{>absent}}{{> absent }}]", "[]");
	check_render("{{>inline}}|{{>inline}}", "a\nb|a\nb");
}
END_TEST

START_TEST(a_partial_alone_on_its_line_is_indented_but_not_its_values)
{
	check_render("x\n  {{>lines}}\ny\n", "x\n  one\n\n  first\nsecond\n  two\ny\n");
	check_render(" {{>outer}}", " <\n   one\n\n   first\nsecond\n   two\n >\n");
	check_render("  {{>inline}}", "  a\n  b");
	check_render("  - {{>inline}}\n", "  - a\nb\n");
}
END_TEST

START_TEST(a_partial_can_be_named_by_a_value)
{
	check_render("{{>*which}}", "* Checkout &lt;down&gt;\n");
	check_render("{{> * which }}", "* Checkout &lt;down&gt;\n");
	check_render("({{>*absent}}{{>*nothing}}{{>*owner.name}}{{>**which}})", "()");
	check_render("{{<*which}}{{/*which}}", "* Checkout &lt;down&gt;\n");
}
END_TEST

START_TEST(a_partial_may_use_itself_as_far_as_the_data_goes)
{
	struct node *root = node_new(), *at = root;
	for (int i = 0; i < 3; i++) {
		node_add_text(at, "title", (const char *[]){ "a", "b", "c" }[i]);
		struct node *kids = node_add_list(at, "kids");
		at = i < 2 ? node_add_object(kids, NULL) : at;
	}
	struct mustache *template = parse("{{>tree}}");
	struct buf out = { 0 };
	struct folder folder = { .files = partials };
	ck_assert(mustache_render(template, root, escape_none, load, &folder, &out, NULL));
	ck_assert_str_eq(buf_text(&out), "a(b(c))");
	ck_assert_int_eq(folder.loads, 1);
	mustache_free(template);
	node_free(root);
	buf_fini(&out);
}
END_TEST

START_TEST(without_a_loader_there_are_no_partials)
{
	struct node *root = node_new();
	struct mustache *template = parse("a{{>row}}b");
	struct buf out = { 0 };
	ck_assert(mustache_render(template, root, escape_none, NULL, NULL, &out, NULL));
	ck_assert_str_eq(buf_text(&out), "ab");
	mustache_free(template);
	node_free(root);
	buf_fini(&out);
}
END_TEST

/* ---- inheritance ------------------------------------------------------------------------- */

START_TEST(a_block_shows_its_own_text_unless_another_is_given)
{
	check_render("{{$x}}own{{/x}}", "own");
	check_render("{{<page}}{{/page}}", "# Untitled\nempty\n-- ana\n");
	check_render("{{>page}}", "# Untitled\nempty\n-- ana\n");
	check_render("{{<page}}ignored "
		     "{{title}}{{$head}}{{title}}{{/head}}{{$other}}x{{/other}}{{/page}}",
		"# Checkout &lt;down&gt;\nempty\n-- ana\n");
}
END_TEST

START_TEST(the_outermost_template_decides)
{
	check_render("{{>report}}", "# Report\nof something\n-- ana\n");
	check_render("{{<report}}{{$what}}TLS{{/what}}{{/report}}", "# Report\nof TLS\n-- ana\n");
	check_render("{{<report}}{{$head}}H{{/head}}{{$what}}W{{/what}}{{/report}}",
		"# H\nof W\n-- ana\n");
}
END_TEST

START_TEST(a_given_block_takes_the_indentation_of_its_place)
{
	check_render("{{<indented}}\n{{$items}}\n      - one\n        more\n      - "
		     "two\n{{/items}}\n{{/indented}}\n",
		"list:\n  - one\n    more\n  - two\n");
	check_render("    {{<indented}}{{/indented}}\n", "    list:\n      - none\n");
	check_render("{{<indented}}\n{{$items}}\n{{#tags}}\n- "
		     "{{.}}\n{{/tags}}\n{{/items}}\n{{/indented}}",
		"list:\n  - tls\n  - db\n");
	check_render("{{<indented}}{{$items}}\n{{>lines}}\n{{/items}}{{/indented}}",
		"list:\n  one\n\n  first\nsecond\n  two\n");
}
END_TEST

/* ---- comments ---------------------------------------------------------------------------- */

START_TEST(comments_give_a_templates_prompts_and_purpose)
{
	struct mustache *template =
		parse("{{! about: For outages that\n   customers saw. }}\n# {{title}}\n"
		      "{{! ask summary: What happened,\n  and to whom: in two sentences? }}\n"
		      "{{!three plain words: no marker}}{{!ask  impact:Who?}}{{!}}{{! Ask x: y "
		      "}}{{! ask : z }}");
	static const struct mustache_comment expected[] = {
		{ "about", "", "For outages that customers saw.", 1 },
		{ "ask", "summary", "What happened, and to whom: in two sentences?", 4 },
		{ "", "", "three plain words: no marker", 6 },
		{ "ask", "impact", "Who?", 6 },
		{ "", "", "", 6 },
		{ "", "", "Ask x: y", 6 },
		{ "ask", "", "z", 6 },
	};
	size_t count;
	const struct mustache_comment *comments = mustache_comments(template, &count);
	ck_assert_uint_eq(count, LENGTH(expected));
	for (size_t i = 0; i < count; i++) {
		ck_assert_str_eq(comments[i].word, expected[i].word);
		ck_assert_str_eq(comments[i].key, expected[i].key);
		ck_assert_str_eq(comments[i].text, expected[i].text);
		ck_assert_uint_eq(comments[i].line, expected[i].line);
	}
	mustache_free(template);
}
END_TEST

/* ---- errors ------------------------------------------------------------------------------ */

START_TEST(a_malformed_template_is_refused_with_file_line_and_tag)
{
	check_refused("a\nb {{title", "test.md:2: {{title: the tag has no end: }} is missing");
	check_refused("{{{title}}", "test.md:1: {{{title}}: the tag has no end: }}} is missing");
	check_refused("{{}}", "test.md:1: {{}}: the tag has no name");
	check_refused("{{#}}{{/}}", "test.md:1: {{#}}: the tag has no name");
	check_refused("{{a b}}", "test.md:1: {{a b}}: a name has no white space in it");
	check_refused("{{a..b}}", "test.md:1: {{a..b}}: a part of the dotted name is empty");
	check_refused(
		"\n\n{{#a}}\n", "test.md:3: {{#a}}: the tag is never closed: {{/a}} is missing");
	check_refused("x{{/a}}", "test.md:1: {{/a}}: it closes nothing: no section is open here");
	check_refused("{{#a}}\n{{^b}}\n{{/a}}{{/b}}",
		"test.md:3: {{/a}}: {{^b}} of line 2 is still open and has to be closed first");
	check_refused("{{=x=}}",
		"test.md:1: {{=x=}}: new delimiters are two words without =, as in {{=<% %>=}}");
	check_refused("{{=a b c=}}",
		"test.md:1: {{=a b c=}}: new delimiters are two words without =, as in {{=<% "
		"%>=}}");
	check_refused("{{<p}}{{$a}}1{{/a}}\n{{$a}}2{{/a}}{{/p}}",
		"test.md:2: {{$a}}: this block of {{<p}} is given already, in line 1");
	check_refused("{{<*p}}{{/p}}",
		"test.md:1: {{/p}}: {{<*p}} of line 1 is still open and has to be closed first");
}
END_TEST

START_TEST(an_error_in_a_partial_names_both_templates)
{
	check_failure("\n{{>broken}}", ERR_USAGE,
		"test.md:2: {{>broken}}: broken:2: {{#open}}: the tag is never closed");
	check_failure(
		"{{>unreadable}}", ERR_IO, "test.md:1: {{>unreadable}}: cannot read unreadable");
}
END_TEST

START_TEST(endless_recursion_is_an_error)
{
	check_failure("{{>loop}}", ERR_USAGE, "loop:1: {{>loop}}: more than 200");
	check_failure("{{<page}}{{$body}}{{>loop}}{{/body}}{{/page}}", ERR_USAGE,
		"does a partial include itself");
	struct buf text = { 0 };
	struct mustache *template;
	struct err err = { 0 };
	for (int i = 0; i <= MUSTACHE_DEPTH_MAX; i++)
		buf_puts(&text, "{{#a}}");
	ck_assert(!mustache_parse(&template, "deep", buf_text(&text), text.len, &err));
	ck_assert_str_eq(err.text, "deep:1: {{#a}}: sections are nested more than 200 deep");
	buf_fini(&text);
}
END_TEST

START_TEST(partials_that_multiply_each_other_are_an_error)
{
	check_failure("{{>a}}", ERR_USAGE, "rendering takes more than 30000000 steps");
}
END_TEST

START_TEST(output_has_a_limit)
{
	struct node *root = node_new(), *list = node_add_list(root, "list");
	struct buf text = { 0 }, out = { 0 };
	struct err err = { 0 };
	buf_fill(&text, 'x', 1 << 20);
	node_add_text(root, "big", buf_text(&text));
	for (int i = 0; i < 100; i++)
		node_add_null(list, NULL);
	struct mustache *template = parse("\n{{#list}}{{big}}{{/list}}");
	ck_assert(!mustache_render(template, root, escape_none, NULL, NULL, &out, &err));
	ck_assert_str_eq(err.text, "test.md:2: {{big}}: the rendered document exceeds 64 MiB");
	ck_assert_uint_le(out.len, (MUSTACHE_OUTPUT_MAX + (1 << 20)));
	mustache_free(template);
	node_free(root);
	buf_fini(&text);
	buf_fini(&out);
}
END_TEST

START_TEST(a_template_over_the_size_limit_is_refused)
{
	struct buf text = { 0 };
	struct mustache *template;
	struct err err = { 0 };
	buf_fill(&text, 'x', MUSTACHE_TEMPLATE_MAX + 1);
	ck_assert(!mustache_parse(&template, "big.md", buf_text(&text), text.len, &err));
	ck_assert_str_eq(
		err.text, "big.md: the template has 10000001 bytes, the limit is 10000000");
	ck_assert(mustache_parse(&template, "big.md", buf_text(&text), text.len - 1, &err));
	mustache_free(template);
	buf_fini(&text);
}
END_TEST

/* Each shape with so many tags; CPU seconds. */
static double render_many(int tags)
{
	static const struct {
		const char *before, *tag, *after;
	} shapes[] = {
		{ "", "{{a}}", "" },
		{ "", "{{#a}}{{/a}}", "" },
		{ "", "{{#open}}\n{{/open}}\n", "" },
		{ "", "{{! ask a: b }}", "" },
		{ "", "{{=<% %>=}}<%={{ }}=%>", "" },
		{ "", "  {{>row}}\n", "" },
		{ "", "{{<page}}{{$x}}{{/x}}{{/page}}", "" },
		{ "{{#open}}", "{{^private}} {{/private}}", "{{/open}}" },
	};
	struct node *root = incident();
	struct folder folder = { .files = partials };
	const clock_t start = clock();
	for (size_t i = 0; i < LENGTH(shapes); i++) {
		struct buf text = { 0 }, out = { 0 };
		struct err err = { 0 };
		struct mustache *template;
		buf_puts(&text, shapes[i].before);
		for (int k = 0; k < tags; k++)
			buf_puts(&text, shapes[i].tag);
		buf_puts(&text, shapes[i].after);
		ck_assert_msg(mustache_parse(&template, "many", buf_text(&text), text.len, &err),
			"%s", err.text);
		ck_assert_msg(
			mustache_render(template, root, escape_none, load, &folder, &out, &err),
			"%s", err.text);
		mustache_free(template);
		buf_fini(&text);
		buf_fini(&out);
	}
	struct buf text = { 0 }, parent = { 0 }, out = { 0 };
	buf_puts(&text, "{{<many}}");
	for (int k = 0; k < tags / 2; k++) {
		buf_printf(&text, "{{$b%d}}x{{/b%d}}", k, k);
		buf_printf(&parent, "{{$b%d}}{{/b%d}}", k, k);
	}
	buf_puts(&text, "{{/many}}");
	struct mustache *template = parse(buf_text(&text));
	struct folder many = { .files = (const struct file[]){
				       { "many", buf_text(&parent) }, { NULL, NULL } } };
	ck_assert(mustache_render(template, root, escape_none, load, &many, &out, NULL));
	ck_assert_uint_eq(out.len, (size_t)tags / 2);
	mustache_free(template);
	buf_fini(&text);
	buf_fini(&parent);
	buf_fini(&out);
	node_free(root);
	return (double)(clock() - start) / CLOCKS_PER_SEC;
}

/* Eight times as many take eight times as long, not sixty-four. */
START_TEST(time_grows_with_the_number_of_tags_only)
{
	const double few = render_many(10000), many = render_many(80000);
	ck_assert_msg(many < 24 * few, "%f s, and for eight times as many tags %f s", few, many);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("mustache");
	TCase *tcase = tcase_create("mustache");
	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, values_are_escaped_unless_asked_otherwise);
	tcase_add_test(tcase, the_escape_function_is_the_callers);
	tcase_add_test(tcase, what_is_missing_or_no_text_prints_nothing);
	tcase_add_test(tcase, dotted_names_go_down_from_the_first_part_found);
	tcase_add_test(tcase, the_tags_of_a_template_are_given_in_order);
	tcase_add_test(tcase, who_watches_a_rendering_is_told_of_names_and_missing_partials);
	tcase_add_test(tcase, values_are_not_read_as_templates);
	tcase_add_test(tcase, a_section_is_shown_once_for_each_item);
	tcase_add_test(tcase, a_section_is_shown_or_not_by_its_value);
	tcase_add_test(tcase, tags_alone_on_their_line_leave_no_line);
	tcase_add_test(tcase, delimiters_can_be_changed);
	tcase_add_test(tcase, a_partial_sees_the_context_it_is_used_in);
	tcase_add_test(tcase, a_partial_alone_on_its_line_is_indented_but_not_its_values);
	tcase_add_test(tcase, a_partial_can_be_named_by_a_value);
	tcase_add_test(tcase, a_partial_may_use_itself_as_far_as_the_data_goes);
	tcase_add_test(tcase, without_a_loader_there_are_no_partials);
	tcase_add_test(tcase, a_block_shows_its_own_text_unless_another_is_given);
	tcase_add_test(tcase, the_outermost_template_decides);
	tcase_add_test(tcase, a_given_block_takes_the_indentation_of_its_place);
	tcase_add_test(tcase, comments_give_a_templates_prompts_and_purpose);
	tcase_add_test(tcase, a_malformed_template_is_refused_with_file_line_and_tag);
	tcase_add_test(tcase, an_error_in_a_partial_names_both_templates);
	tcase_add_test(tcase, endless_recursion_is_an_error);
	tcase_add_test(tcase, partials_that_multiply_each_other_are_an_error);
	tcase_add_test(tcase, output_has_a_limit);
	tcase_add_test(tcase, a_template_over_the_size_limit_is_refused);
	tcase_add_test(tcase, time_grows_with_the_number_of_tags_only);
	suite_add_tcase(suite, tcase);
	SRunner *sr = srunner_create(suite);
	srunner_run_all(sr, CK_ENV);
	int failures = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failures != 0;
}
