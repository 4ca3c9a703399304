#include "doc/markdown.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define CMARK_NO_SHORT_NAMES /* they clash with doc/node.h */
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include "base/mem.h"
#include "base/text.h"
#include "doc/internal.h"

static void *resize(void *old, size_t size)
{
	return mem_resize(old, size, 1);
}

/* Out of memory, cmark's own allocator aborts, and leaves the terminal as it is. */
static void get_ready(void)
{
	*cmark_get_default_mem_allocator() = (cmark_mem){ .calloc = mem_new, .realloc = resize, .free = free };
	cmark_gfm_core_extensions_ensure_registered();
}

static bool parse(
	struct markdown **out, const char *text, size_t len, int options, struct err *err)
{
	static const char *const extensions[] = { "table", "strikethrough", "autolink", "tasklist",
		"tagfilter" };
	*out = NULL;
	if (!markdown_check_bounds(text, len, err))
		return false;
	get_ready();
	cmark_parser *parser = cmark_parser_new(options);
	for (size_t i = 0; i < LENGTH(extensions); i++)
		cmark_parser_attach_syntax_extension(
			parser, cmark_find_syntax_extension(extensions[i]));
	if (len) /* the parser looks at the first byte */
		cmark_parser_feed(parser, text, len);
	struct markdown *markdown = mem_new(1, sizeof *markdown);
	markdown->root = cmark_parser_finish(parser);
	cmark_parser_free(parser);
	*out = markdown;
	return true;
}

bool markdown_parse(struct markdown **out, const char *text, size_t len, struct err *err)
{
	return parse(out, text, len, CMARK_OPT_DEFAULT, err);
}

/*
 * What stands between [^ and ] is copied, again for each such pair around another: at most all of the
 * paragraph that is left. Whether a ] ends one is not asked, so the sum errs on the high side.
 */
static bool notes_are_cheap(const char *text, size_t len)
{
	enum { COPIED_MAX = 64 << 20 };
	size_t copied = 0, end = len;
	for (size_t i = len; i-- > 0 && copied <= COPIED_MAX;) {
		if (text[i] == '\n' && i + 1 < len && strchr("\r\n", text[i + 1]))
			end = i;
		if (text[i] == '[' && i + 1 < len && text[i + 1] == '^')
			copied += end - i;
	}
	return copied <= COPIED_MAX;
}

/*
 * Of a reference to a note that goes over the end of a line cmark-gfm 0.29 takes as many bytes as its columns say, from
 * the start: text is lost, and cut within a letter. No note's name has a line's end, so then none is meant.
 */
static bool notes_are_on_a_line(const char *text, size_t len)
{
	const size_t no_note = SIZE_MAX;
	VEC(size_t) open = { 0 }; /* the line of each bracket that is a note's */
	size_t line = 0;
	bool whole = true;
	for (size_t i = 0; i < len && whole; i++) {
		const char next = i + 1 < len ? text[i + 1] : '\n';
		if (text[i] == '\\' && next != '\n')
			i++;
		else if (text[i] == '[')
			*vec_push(&open) = next == '^' ? line : no_note;
		else if (text[i] == '\n') {
			line++;
			if (next == '\r' || next == '\n')
				open.count = 0;
		} else if (text[i] == ']' && open.count) {
			size_t from = open.items[--open.count];
			whole = from == no_note || from == line;
		}
	}
	free(open.items);
	return whole;
}

bool markdown_parse_notes(struct markdown **out, const char *text, size_t len, struct err *err)
{
	bool notes = notes_are_cheap(text, len) && notes_are_on_a_line(text, len);
	return parse(out, text, len, notes ? CMARK_OPT_FOOTNOTES : CMARK_OPT_DEFAULT, err);
}

void markdown_free(struct markdown *markdown)
{
	if (!markdown)
		return;
	cmark_node_free(markdown->root);
	free(markdown);
}

/* ---- plain text -------------------------------------------------------------------------- */

static bool is_kind(cmark_node *node, const char *name)
{
	return strcmp(cmark_node_get_type_string(node), name) == 0;
}

static bool is_row(cmark_node *node)
{
	return is_kind(node, "table_row") || is_kind(node, "table_header");
}

static bool is_break(const char *html)
{
	return strncasecmp(html, "<br", 3) == 0 && strchr(" />", html[3]);
}

void markdown_inline(struct buf *out, cmark_node *inner)
{
	switch (cmark_node_get_type(inner)) {
	case CMARK_NODE_TEXT:
	case CMARK_NODE_CODE:
		buf_puts(out, cmark_node_get_literal(inner));
		break;
	case CMARK_NODE_SOFTBREAK:
		buf_putc(out, ' ');
		break;
	case CMARK_NODE_LINEBREAK:
		buf_putc(out, '\n');
		break;
	case CMARK_NODE_HTML_INLINE:
		if (is_break(cmark_node_get_literal(inner)))
			buf_putc(out, '\n');
		break;
	default:
		break;
	}
}

/* The text inside a node, blocks in it separated by single spaces. */
static void inline_text(struct buf *out, cmark_node *node)
{
	cmark_iter *iter = cmark_iter_new(node);
	cmark_event_type event;
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE)
		if (event == CMARK_EVENT_ENTER)
			markdown_inline(out, cmark_iter_get_node(iter));
	cmark_iter_free(iter);
}

static void row_text(struct buf *out, cmark_node *row)
{
	for (cmark_node *cell = cmark_node_first_child(row); cell; cell = cmark_node_next(cell)) {
		if (cmark_node_previous(cell))
			buf_puts(out, " | ");
		inline_text(out, cell);
	}
}

bool markdown_plain(struct buf *out, const char *text, size_t len, struct err *err)
{
	struct markdown *markdown;
	if (!markdown_parse(&markdown, text, len, err))
		return false;
	size_t start = out->len;
	cmark_iter *iter = cmark_iter_new(markdown->root);
	cmark_event_type event;
	bool close =
		false; /* the next block follows on the next line: it is one more item or row */
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		cmark_node_type type = cmark_node_get_type(node);
		bool row = is_row(node);
		bool block = row || type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING ||
			type == CMARK_NODE_CODE_BLOCK;
		if (type == CMARK_NODE_LIST || is_kind(node, "table"))
			close = false;
		if (event != CMARK_EVENT_ENTER || !block)
			continue;
		if (out->len > start)
			buf_puts(out,
				close && (row || type == CMARK_NODE_PARAGRAPH) ? "\n" : "\n\n");
		if (row)
			row_text(out, node);
		else if (type == CMARK_NODE_CODE_BLOCK)
			buf_puts(out, cmark_node_get_literal(node));
		else
			inline_text(out, node);
		buf_trim_end(out);
		cmark_node *parent = cmark_node_parent(node);
		close = row || cmark_node_get_type(parent) == CMARK_NODE_ITEM;
	}
	cmark_iter_free(iter);
	markdown_free(markdown);
	return true;
}

/* ---- outline ----------------------------------------------------------------------------- */

struct outline {
	markdown_visit *visit;
	void *data;
	struct markdown_block block; /* what each visit begins with: depth and line */
	struct buf text, attribute;
	VEC(size_t) starts; /* of the cells in `text` */
	VEC(const char *) cells;
};

static bool visit(struct outline *o, struct markdown_block block)
{
	block.depth = o->block.depth;
	block.line = o->block.line;
	block.text = block.text ? block.text : "";
	block.info = block.info ? block.info : "";
	block.url = block.url ? block.url : "";
	return o->visit(o->data, &block);
}

static const char *text_of(struct outline *o, cmark_node *node)
{
	buf_truncate(&o->text, 0);
	inline_text(&o->text, node);
	return buf_text(&o->text);
}

static const char *item_text(struct outline *o, cmark_node *item)
{
	buf_truncate(&o->text, 0);
	for (cmark_node *child = cmark_node_first_child(item); child;
		child = cmark_node_next(child)) {
		if (cmark_node_get_type(child) != CMARK_NODE_PARAGRAPH)
			continue;
		if (o->text.len)
			buf_putc(&o->text, '\n');
		inline_text(&o->text, child);
	}
	return buf_text(&o->text);
}

static bool visit_row(struct outline *o, cmark_node *row)
{
	buf_truncate(&o->text, 0);
	o->starts.count = o->cells.count = 0;
	for (cmark_node *cell = cmark_node_first_child(row); cell; cell = cmark_node_next(cell)) {
		*vec_push(&o->starts) = o->text.len;
		inline_text(&o->text, cell);
		buf_put(&o->text, "", 1);
	}
	for (size_t i = 0; i < o->starts.count; i++)
		*vec_push(&o->cells) = buf_text(&o->text) + o->starts.items[i];
	return visit(o,
		(struct markdown_block){ .kind = MARKDOWN_ROW,
			.cells = o->cells.items,
			.cell_count = o->cells.count,
			.header = is_kind(row, "table_header") });
}

/* Each id in <a id="…"> of a piece of HTML. */
static bool visit_anchors(struct outline *o, const char *html)
{
	for (const char *tag = html; (tag = strcasestr(tag, "<a ")); tag += 3) {
		size_t len = strcspn(tag, ">");
		const char *id = memmem(tag, len, " id=\"", 5);
		if (!id)
			continue;
		id += 5;
		buf_truncate(&o->attribute, 0);
		buf_put(&o->attribute, id, strcspn(id, "\""));
		if (!visit(o,
			    (struct markdown_block){
				    .kind = MARKDOWN_ANCHOR, .text = buf_text(&o->attribute) }))
			return false;
	}
	return true;
}

static bool visit_node(struct outline *o, cmark_node *node)
{
	cmark_node_type type = cmark_node_get_type(node);
	if (cmark_node_get_start_line(node) && type < CMARK_NODE_TYPE_INLINE)
		o->block.line = (size_t)cmark_node_get_start_line(node);
	if (is_row(node))
		return visit_row(o, node);
	switch (type) {
	case CMARK_NODE_HEADING:
		return visit(o,
			(struct markdown_block){ .kind = MARKDOWN_HEADING,
				.level = cmark_node_get_heading_level(node),
				.text = text_of(o, node) });
	case CMARK_NODE_PARAGRAPH:
		return visit(o,
			(struct markdown_block){
				.kind = MARKDOWN_PARAGRAPH, .text = text_of(o, node) });
	case CMARK_NODE_CODE_BLOCK:
		return visit(o,
			(struct markdown_block){ .kind = MARKDOWN_CODE,
				.text = cmark_node_get_literal(node),
				.info = cmark_node_get_fence_info(node) });
	case CMARK_NODE_ITEM:
		return visit(o,
			(struct markdown_block){
				.kind = MARKDOWN_ITEM, .text = item_text(o, node) });
	case CMARK_NODE_LINK:
		return visit(o,
			(struct markdown_block){ .kind = MARKDOWN_LINK,
				.url = cmark_node_get_url(node),
				.text = text_of(o, node) });
	case CMARK_NODE_HTML_BLOCK:
	case CMARK_NODE_HTML_INLINE:
		return visit_anchors(o, cmark_node_get_literal(node));
	default:
		return true;
	}
}

bool markdown_outline(const struct markdown *markdown, markdown_visit *visitor, void *data)
{
	struct outline o = { .visit = visitor, .data = data, .block.line = 1 };
	cmark_iter *iter = cmark_iter_new(markdown->root);
	cmark_event_type event;
	bool go_on = true;
	while (go_on && (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		cmark_node_type type = cmark_node_get_type(node);
		if (event == CMARK_EVENT_ENTER)
			go_on = visit_node(&o, node);
		if (type == CMARK_NODE_ITEM || type == CMARK_NODE_BLOCK_QUOTE)
			o.block.depth += event == CMARK_EVENT_ENTER ? 1 : -1;
	}
	cmark_iter_free(iter);
	free(o.starts.items);
	free(o.cells.items);
	buf_fini(&o.text);
	buf_fini(&o.attribute);
	return go_on;
}
