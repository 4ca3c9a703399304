/* Blocks as lines: paragraphs, headings, code, and the quotes and lists they stand in. */
#include "doc/preview.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CMARK_NO_SHORT_NAMES /* they clash with doc/node.h */
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include "base/text.h"
#include "doc/internal.h"
#include "doc/layout.h"

enum { COLUMNS_MIN = 8, TAB = 8 };

static const char goes_on[] = "↪ ";

/* ---- blocks ------------------------------------------------------------------------------ */

static void put_heading(struct layout *layout, cmark_node *node)
{
	struct flow flow = { 0 };
	int level = cmark_node_get_heading_level(node);
	flow_collect(&flow, node, PREVIEW_HEADING);
	size_t first = layout->out->lines.count + (layout->gap && layout->out->lines.count);
	int width = layout_wrap(layout, &flow);
	if (first < layout->out->lines.count)
		layout->out->lines.items[first].level = level;
	/* without colours, and in a file, it is a heading all the same */
	if (width && level <= 2) {
		layout_begin(layout);
		layout_fill(layout, PREVIEW_RULE, level == 1 ? "═" : "─", width);
		layout_end(layout);
	}
	flow_fini(&flow);
}

static void put_paragraph(struct layout *layout, cmark_node *node)
{
	struct flow flow = { 0 };
	flow_collect(&flow, node, PREVIEW_TEXT);
	layout_wrap(layout, &flow);
	flow_fini(&flow);
}

static void put_html(struct layout *layout, cmark_node *node)
{
	struct flow flow = { 0 };
	flow_put_html(&flow, cmark_node_get_literal(node));
	if (!text_empty(buf_text(&flow.text)))
		layout_wrap(layout, &flow);
	flow_fini(&flow);
}

/* One line of code: where the row ends it goes on in the next, and a mark says so. */
static void put_code_line(struct layout *layout, const char *line, size_t len)
{
	struct buf text = { 0 };
	int columns = layout_width(layout) - 2, width;
	size_t column = 0;
	for (size_t at = 0, n; at < len; at += n) {
		n = text_cluster(line + at, len - at, &width);
		if (line[at] == '\t') {
			buf_fill(&text, ' ', TAB - column % TAB);
			column += TAB - column % TAB;
		} else {
			buf_put(&text, line + at, n);
			column += text_width(line + at, n);
		}
	}
	size_t at = 0;
	int size;
	do {
		size_t n = text_fit(buf_text(&text) + at, text.len - at, (size_t)columns);
		n = n || at == text.len ? n : text_cluster(text.data + at, text.len - at, &size);
		layout_begin(layout);
		if (at)
			layout_put(layout, PREVIEW_MARK, goes_on, strlen(goes_on));
		else if (n)
			layout_put(layout, PREVIEW_TEXT, "  ", 2);
		layout_put(layout, PREVIEW_CODE, buf_text(&text) + at, n);
		layout_end(layout);
		at += n;
	} while (at < text.len);
	buf_fini(&text);
}

static void put_code(struct layout *layout, cmark_node *node)
{
	const char *text = cmark_node_get_literal(node);
	while (*text) {
		size_t len = strcspn(text, "\n");
		put_code_line(layout, text, len);
		text += len + (text[len] == '\n');
	}
}

static void put_rule(struct layout *layout)
{
	layout_begin(layout);
	layout_fill(layout, PREVIEW_RULE, "─", layout_width(layout));
	layout_end(layout);
}

/* True if it was a block without others in it. */
static bool put_leaf(struct layout *layout, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_HEADING:
		put_heading(layout, node);
		return true;
	case CMARK_NODE_PARAGRAPH:
		put_paragraph(layout, node);
		return true;
	case CMARK_NODE_CODE_BLOCK:
		put_code(layout, node);
		return true;
	case CMARK_NODE_HTML_BLOCK:
		put_html(layout, node);
		return true;
	case CMARK_NODE_THEMATIC_BREAK:
		put_rule(layout);
		return true;
	default:
		if (strcmp(cmark_node_get_type_string(node), "table") != 0)
			return false;
		layout_table(layout, node);
		return true;
	}
}

/* ---- quotes and lists -------------------------------------------------------------------- */

static void open_quote(struct layout *layout)
{
	struct container *container = vec_push(&layout->containers);
	*container = (struct container){ .first = "│ ", .rest = "│ ", .role = PREVIEW_RULE };
}

static void open_item(struct layout *layout, cmark_node *node)
{
	struct container *container = vec_push(&layout->containers);
	long *number = &layout->lists.items[layout->lists.count - 1];
	bool task = strcmp(cmark_node_get_type_string(node), "tasklist") == 0;
	container->role = PREVIEW_MARK;
	if (task)
		text_copy(container->first, sizeof container->first,
			cmark_gfm_extensions_get_tasklist_item_checked(node) ? "[x] " : "[ ] ");
	else if (*number)
		snprintf(container->first, sizeof container->first, "%ld. ", (*number)++ - 1);
	else
		text_copy(container->first, sizeof container->first, "• ");
	size_t width = text_width(container->first, strlen(container->first));
	memset(container->rest, ' ', width);
}

/* GitHub shows them at the end, numbered in the order in which they are referred to: so does the tree. */
static void open_note(struct layout *layout)
{
	struct container *container = vec_push(&layout->containers);
	*container = (struct container){ .role = PREVIEW_MARK };
	int width = snprintf(container->first, sizeof container->first, "[%d] ", ++layout->notes);
	memset(container->rest, ' ', (size_t)width);
}

/* An item without anything in it is still one. */
static void close_item(struct layout *layout)
{
	/* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): what ends has begun */
	if (!layout->containers.items[layout->containers.count - 1].begun) {
		layout_begin(layout);
		layout_end(layout);
	}
	layout->containers.count--;
}

static void open_list(struct layout *layout, cmark_node *node)
{
	bool ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
	/* one more than the number, as lists may begin with 0 */
	*vec_push(&layout->lists) = ordered ? cmark_node_get_list_start(node) + 1L : 0;
}

/* Whether a blank line stands before a block: not at the start of what it is in, nor between the
 * items of a list that is written without. */
static bool has_gap(cmark_node *node)
{
	while (node && !cmark_node_previous(node))
		node = cmark_node_parent(node);
	cmark_node *parent = node ? cmark_node_parent(node) : NULL;
	if (!parent)
		return false;
	if (cmark_node_get_type(parent) == CMARK_NODE_ITEM)
		parent = cmark_node_parent(parent);
	return cmark_node_get_type(parent) != CMARK_NODE_LIST || !cmark_node_get_list_tight(parent);
}

static void visit(struct layout *layout, cmark_iter *iter, cmark_node *node, bool enter)
{
	cmark_node_type type = cmark_node_get_type(node);
	if (cmark_node_get_start_line(node) && enter)
		layout->source = cmark_node_get_start_line(node);
	if (type == CMARK_NODE_BLOCK_QUOTE && enter)
		open_quote(layout);
	else if (type == CMARK_NODE_BLOCK_QUOTE)
		layout->containers.count--;
	else if (type == CMARK_NODE_LIST && enter)
		open_list(layout, node);
	else if (type == CMARK_NODE_LIST)
		layout->lists.count--;
	else if (type == CMARK_NODE_ITEM && enter) {
		layout->gap = has_gap(node);
		open_item(layout, node);
	} else if (type == CMARK_NODE_FOOTNOTE_DEFINITION && enter) {
		layout->gap = has_gap(node);
		open_note(layout);
	} else if (type == CMARK_NODE_ITEM || type == CMARK_NODE_FOOTNOTE_DEFINITION)
		close_item(layout);
	else if (type != CMARK_NODE_DOCUMENT && enter) {
		layout->gap = has_gap(node);
		if (put_leaf(layout, node) && cmark_node_first_child(node))
			cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
	}
}

void preview_lay_out(const struct markdown *markdown, int columns, struct preview *out)
{
	struct layout layout = { .out = out,
		.columns = columns > COLUMNS_MIN ? columns : COLUMNS_MIN };
	cmark_iter *iter = cmark_iter_new(markdown->root);
	cmark_event_type event;
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE)
		visit(&layout, iter, cmark_iter_get_node(iter), event == CMARK_EVENT_ENTER);
	cmark_iter_free(iter);
	free(layout.containers.items);
	free(layout.lists.items);
}

void preview_clear(struct preview *preview)
{
	buf_truncate(&preview->text, 0);
	preview->lines.count = preview->spans.count = 0;
}

void preview_fini(struct preview *preview)
{
	buf_fini(&preview->text);
	free(preview->lines.items);
	free(preview->spans.items);
	*preview = (struct preview){ 0 };
}
