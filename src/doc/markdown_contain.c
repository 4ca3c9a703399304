#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define CMARK_NO_SHORT_NAMES /* they clash with doc/node.h */
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>

#include "base/text.h"
#include "doc/internal.h"

/* A change to the text: `len` bytes at `at` give way to `text`. */
struct edit {
	size_t at, len;
	char *text;
};

struct section {
	const char *text;
	size_t len;
	VEC(size_t) lines; /* where each begins; one more for the end */
	VEC(struct edit) edits;
	const char *newline;
};

static const char sentinel[] = "\n\n# x\n";

static void find_lines(struct section *s)
{
	*vec_push(&s->lines) = 0;
	for (size_t i = 0; i < s->len; i++) {
		char c = s->text[i];
		if (c == '\n' || (c == '\r' && s->text[i + 1] != '\n'))
			*vec_push(&s->lines) = i + 1;
	}
	if (s->lines.items[s->lines.count - 1] < s->len)
		*vec_push(&s->lines) = s->len;
	s->newline = memmem(s->text, s->len, "\r\n", 2) ? "\r\n" : "\n";
}

/* Where a line (from 1) begins, and where its content ends. */
static size_t line_at(const struct section *s, size_t line)
{
	size_t last = s->lines.count - 1;
	return s->lines.items[line - 1 < last ? line - 1 : last];
}

static size_t line_end(const struct section *s, size_t line)
{
	size_t start = line_at(s, line), end = line_at(s, line + 1);
	while (end > start && strchr("\r\n", s->text[end - 1]))
		end--;
	return end;
}

static bool blank_line(const struct section *s, size_t line)
{
	size_t start = line_at(s, line);
	return strspn(s->text + start, " \t") >= line_end(s, line) - start;
}

static void add_edit(struct section *s, size_t at, size_t len, struct buf *text)
{
	*vec_push(&s->edits) = (struct edit){ .at = at, .len = len, .text = buf_steal(text) };
}

/* ---- what is left open ------------------------------------------------------------------- */

static const struct {
	const char *begin, *end, *others; /* `others` end it as well */
} html_blocks[] = {
	{ "<script", "</script>", "</pre> </style>" },
	{ "<pre", "</pre>", "</script> </style>" },
	{ "<style", "</style>", "</script> </pre>" },
	{ "<!--", "-->", "" },
	{ "<?", "?>", "" },
	{ "<![CDATA[", "]]>", "" },
	{ "<!", ">", "" },
};

static bool ends_html(const char *html, const char *end, const char *others)
{
	if (strcasestr(html, end))
		return true;
	while (*others) {
		char other[16];
		size_t n = strcspn(others, " ");
		snprintf(other, sizeof other, "%.*s", (int)n, others);
		if (strcasestr(html, other))
			return true;
		others += n + strspn(others + n, " ");
	}
	return false;
}

/* Such a block goes on over blank lines, and in a browser over everything: end it on its last line.
 */
static void close_html(struct section *s, cmark_node *node)
{
	const char *html = cmark_node_get_literal(node);
	html += strspn(html, " ");
	for (size_t i = 0; i < LENGTH(html_blocks); i++) {
		size_t n = strlen(html_blocks[i].begin);
		bool name = html_blocks[i].end[1] == '/';
		if (strncasecmp(html, html_blocks[i].begin, n) != 0 ||
			(name && html[n] && !strchr("> \t\r\n\v\f", html[n])))
			continue;
		if (ends_html(html, html_blocks[i].end, html_blocks[i].others))
			return;
		size_t first = (size_t)cmark_node_get_start_line(node);
		size_t line = (size_t)cmark_node_get_end_line(node);
		size_t last = s->lines.count - 1;
		line = line < last ? line : last;
		while (line > first && blank_line(s, line))
			line--;
		struct buf end = { 0 };
		buf_printf(&end, " %s", html_blocks[i].end);
		add_edit(s, line_end(s, line), 0, &end);
		return;
	}
}

static void close_html_blocks(struct section *s, cmark_node *root)
{
	cmark_iter *iter = cmark_iter_new(root);
	cmark_event_type event;
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		if (event == CMARK_EVENT_ENTER &&
			cmark_node_get_type(node) == CMARK_NODE_HTML_BLOCK)
			close_html(s, node);
	}
	cmark_iter_free(iter);
}

static void close_fence(struct section *s, cmark_node *node)
{
	int length, offset;
	char mark;
	if (!cmark_node_get_fenced(node, &length, &offset, &mark))
		return;
	size_t at = line_at(s, (size_t)cmark_node_get_start_line(node));
	while (s->text[at] != mark)
		at++;
	size_t run = 0;
	while (s->text[at + run] == mark)
		run++;
	struct buf end = { 0 };
	size_t last = s->len;
	if (last && !strchr("\r\n", s->text[last - 1]))
		buf_puts(&end, s->newline);
	buf_fill(&end, mark, run);
	buf_puts(&end, s->newline);
	add_edit(s, last, 0, &end);
}

/* ---- headings ---------------------------------------------------------------------------- */

static void move_atx(struct section *s, size_t at, int from, int to)
{
	struct buf marks = { 0 };
	buf_fill(&marks, '#', (size_t)to);
	add_edit(s, at, (size_t)from, &marks);
}

/*
 * A setext heading with the `count` lines of text before the line `rule`. Below level 2 it has to
 * become one with #; a # at the end of its text would be taken for a closing one, so it gets a
 * closing one.
 */
static void move_setext(struct section *s, size_t rule, size_t count, int to)
{
	size_t start = line_at(s, rule - count);
	struct buf text = { 0 };
	if (to <= 2) {
		size_t at = line_at(s, rule);
		at += strspn(s->text + at, " ");
		size_t marks = strspn(s->text + at, "=-");
		buf_fill(&text, to == 1 ? '=' : '-', marks);
		add_edit(s, at, marks, &text);
		return;
	}
	buf_fill(&text, '#', (size_t)to);
	for (size_t line = rule - count; line < rule; line++) {
		size_t from = line_at(s, line), end = line_end(s, line);
		while (from < end && strchr(" \t", s->text[from]))
			from++;
		buf_putc(&text, ' ');
		buf_put(&text, s->text + from, end - from);
		buf_trim_end(&text);
		size_t slashes = 0;
		while (slashes < text.len && text.data[text.len - 1 - slashes] == '\\')
			slashes++;
		if (slashes % 2 && line + 1 < rule)
			buf_truncate(&text, text.len - 1); /* a hard line break */
	}
	if (text.data[text.len - 1] == '#')
		buf_puts(&text, " #");
	add_edit(s, start, line_end(s, rule) - start, &text);
}

/* How many lines of text the heading has: link definitions may stand before them in the same
 * paragraph. */
static size_t count_lines(const char *content)
{
	size_t lines = 0;
	for (; *content; content += strspn(content, "\r\n")) {
		lines++;
		content += strcspn(content, "\r\n");
	}
	return lines;
}

static void move_heading(struct section *s, cmark_node *node, int to)
{
	int from = cmark_node_get_heading_level(node);
	size_t at = line_at(s, (size_t)cmark_node_get_start_line(node)) +
		(size_t)cmark_node_get_start_column(node) - 1;
	size_t hashes = strspn(s->text + at, "#");
	if (hashes == (size_t)from && strchr(" \t\r\n", s->text[at + hashes]))
		move_atx(s, at, from, to);
	else
		/* the parser sees that the heading is over one line after the rule */
		move_setext(s, (size_t)cmark_node_get_end_line(node) - 1,
			count_lines(cmark_node_get_string_content(node)), to);
}

/* The new level of each heading: as little below its own as keeps it below `level` and its parent.
 */
static void move_headings(struct section *s, cmark_node *root, cmark_node *end, int level)
{
	struct {
		int from, to;
	} open[8] = { { 0, level } };
	size_t depth = 0;
	for (cmark_node *node = cmark_node_first_child(root); node != end;
		node = cmark_node_next(node)) {
		if (cmark_node_get_type(node) != CMARK_NODE_HEADING)
			continue;
		int from = cmark_node_get_heading_level(node);
		while (open[depth].from >= from)
			depth--;
		int to = open[depth].to + 1 > from ? open[depth].to + 1 : from;
		to = to < 6 ? to : 6;
		depth++;
		open[depth].from = from;
		open[depth].to = to;
		if (to != from)
			move_heading(s, node, to);
	}
}

/* ---- the whole --------------------------------------------------------------------------- */

static int compare_edits(const void *a, const void *b)
{
	const struct edit *first = a, *second = b;
	return (first->at > second->at) - (first->at < second->at);
}

static void apply(struct section *s, struct buf *out)
{
	size_t at = 0;
	if (s->edits.count)
		qsort(s->edits.items, s->edits.count, sizeof *s->edits.items, compare_edits);
	for (size_t i = 0; i < s->edits.count; i++) {
		const struct edit *edit = &s->edits.items[i];
		buf_put(out, s->text + at, edit->at - at);
		buf_puts(out, edit->text);
		at = edit->at + edit->len;
		free(edit->text);
	}
	buf_put(out, s->text + at, s->len - at);
}

bool markdown_close(struct buf *out, const char *text, int level, struct err *err)
{
	struct section s = { .text = text, .len = strlen(text) };
	struct buf probe = { 0 };
	struct markdown *markdown = NULL;
	buf_put(&probe, text, s.len);
	buf_puts(&probe, sentinel);
	bool ok = markdown_parse(&markdown, buf_text(&probe), probe.len, err);
	buf_fini(&probe);
	if (!ok)
		return false;
	find_lines(&s);
	cmark_node *last = cmark_node_last_child(markdown->root);
	bool swallowed = cmark_node_get_type(last) != CMARK_NODE_HEADING;
	if (level)
		move_headings(&s, markdown->root, swallowed ? NULL : last, level);
	/* most texts have none, and going through all that is in the tree takes as long as parsing */
	if (memchr(text, '<', s.len))
		close_html_blocks(&s, markdown->root);
	if (swallowed && cmark_node_get_type(last) == CMARK_NODE_CODE_BLOCK)
		close_fence(&s, last);
	apply(&s, out);
	free(s.edits.items);
	free(s.lines.items);
	markdown_free(markdown);
	return true;
}

/* Only these can go on over what follows. */
static bool may_be_open(const char *text)
{
	return strchr(text, '<') || strstr(text, "```") || strstr(text, "~~~");
}

bool markdown_closed(struct buf *out, const char *text, struct err *err)
{
	struct markdown *markdown = NULL;
	struct buf probe = { 0 };
	size_t len = strlen(text);
	if (!may_be_open(text)) {
		buf_put(out, text, len);
		return true;
	}
	buf_put(&probe, text, len);
	buf_puts(&probe, sentinel);
	bool ok = markdown_parse(&markdown, buf_text(&probe), probe.len, err);
	bool swallows = ok && cmark_node_get_type(cmark_node_last_child(markdown->root)) != CMARK_NODE_HEADING;
	markdown_free(markdown);
	buf_fini(&probe);
	if (ok && !swallows)
		buf_put(out, text, len);
	return ok && (!swallows || markdown_close(out, text, 0, err));
}

bool markdown_contained(struct buf *out, const char *section_text, int level, struct err *err)
{
	return markdown_close(out, section_text, level, err);
}
