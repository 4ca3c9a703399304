/* Blocks as HTML, and the page around them. */
#include "doc/html.h"

#include <stdlib.h>
#include <string.h>

#define CMARK_NO_SHORT_NAMES /* they clash with doc/node.h */
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include "base/text.h"
#include "doc/html_parts.h"
#include "doc/internal.h"

enum { SHORT_MAX = 16 }; /* bytes of a cell's text */

static void put(struct html_writer *w, const char *html)
{
	buf_puts(w->out, html);
}

/* ---- blocks ------------------------------------------------------------------------------ */

static void put_heading(struct html_writer *w, cmark_node *node, bool enter)
{
	int level = cmark_node_get_heading_level(node);
	if (!enter) {
		buf_printf(w->out, "</h%d>\n", level);
		w->heading++;
		return;
	}
	const struct html_heading *heading = &w->ids.headings.items[w->heading];
	if (!w->contents && heading->top && level > 1) {
		html_contents(w->out, &w->ids);
		w->contents = true;
	}
	buf_printf(w->out, "<h%d id=\"", level);
	html_text(w->out, heading->id);
	put(w, "\">");
}

static bool in_tight_list(cmark_node *node)
{
	cmark_node *item = cmark_node_parent(node), *list = item ? cmark_node_parent(item) : NULL;
	return list && cmark_node_get_type(list) == CMARK_NODE_LIST && cmark_node_get_list_tight(list);
}

static void put_paragraph(struct html_writer *w, cmark_node *node, bool enter)
{
	if (w->bare)
		return;
	if (!in_tight_list(node))
		put(w, enter ? "<p>" : "</p>\n");
	else if (!enter && cmark_node_next(node))
		put(w, "\n");
}

static void put_list(struct html_writer *w, cmark_node *node, bool enter)
{
	bool ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
	int start = ordered ? cmark_node_get_list_start(node) : 1;
	if (!enter)
		put(w, ordered ? "</ol>\n" : "</ul>\n");
	else if (start != 1)
		buf_printf(w->out, "<ol start=\"%d\">\n", start);
	else
		put(w, ordered ? "<ol>\n" : "<ul>\n");
}

static void put_item(struct html_writer *w, cmark_node *node, bool enter)
{
	if (!enter) {
		put(w, "</li>\n");
	} else if (strcmp(cmark_node_get_type_string(node), "tasklist") == 0) {
		bool done = cmark_gfm_extensions_get_tasklist_item_checked(node);
		buf_printf(w->out,
			"<li class=\"task\"><input type=\"checkbox\" disabled aria-label=\"%s\"%s> ",
			done ? "done" : "to do", done ? " checked" : "");
	} else {
		put(w, "<li>");
	}
}

static void put_code(struct html_writer *w, cmark_node *node)
{
	const struct html_figure *figure = w->page ? w->page->figure : NULL;
	const char *info = cmark_node_get_fence_info(node), *text = cmark_node_get_literal(node);
	if (figure && text_equal(info, figure->info) && text_equal(text, figure->source)) {
		put(w, "<figure>\n");
		put(w, figure->html);
		put(w, "</figure>\n");
		return;
	}
	put(w, "<pre tabindex=\"0\"><code>");
	html_text(w->out, text);
	put(w, "</code></pre>\n");
}

/* They are the document's last blocks, in the order of their numbers. */
static void put_note(struct html_writer *w, cmark_node *node, bool enter)
{
	if (enter) {
		put(w, w->note++ ? "<li id=\"" : "<hr>\n<ol class=\"notes\">\n<li id=\"");
		buf_printf(w->out, HTML_NOTE_ID "\">\n", w->note);
	} else {
		put(w, cmark_node_next(node) ? "</li>\n" : "</li>\n</ol>\n");
	}
}

/* ---- tables ------------------------------------------------------------------------------ */

static void put_table(struct html_writer *w, cmark_node *node, bool enter)
{
	if (enter) {
		w->alignments = cmark_gfm_extensions_get_table_alignments(node);
		w->body = false;
		put(w, "<div class=\"table\" tabindex=\"0\">\n<table>\n");
	} else {
		put(w, w->body ? "</tbody>\n</table>\n</div>\n" : "</table>\n</div>\n");
	}
}

static void put_row(struct html_writer *w, bool head, bool enter)
{
	w->column = 0;
	if (head) {
		put(w, enter ? "<thead>\n<tr>" : "</tr>\n</thead>\n");
		return;
	}
	if (enter && !w->body)
		put(w, "<tbody>\n");
	w->body = true;
	put(w, enter ? "<tr>" : "</tr>\n");
}

/* A date, duration or name, which one does not want to see broken in a narrow column. */
static bool is_short(cmark_node *cell)
{
	cmark_node *text = cmark_node_first_child(cell);
	return text && !cmark_node_next(text) && cmark_node_get_type(text) == CMARK_NODE_TEXT &&
	       strlen(cmark_node_get_literal(text)) <= SHORT_MAX;
}

static void put_cell(struct html_writer *w, cmark_node *node, bool enter)
{
	bool head = strcmp(cmark_node_get_type_string(cmark_node_parent(node)), "table_header") == 0;
	const char *name = head ? "th" : "td";
	if (!enter) {
		buf_printf(w->out, "</%s>", name);
		return;
	}
	unsigned char alignment = w->alignments ? w->alignments[w->column] : 0;
	w->column++;
	const char *side = alignment == 'r' ? "right" : alignment == 'c' ? "center" : "";
	const char *keep = is_short(node) ? "short" : "";
	buf_printf(w->out, "<%s%s", name, head ? " scope=\"col\"" : "");
	if (*side || *keep)
		buf_printf(w->out, " class=\"%s%s%s\"", side, *side && *keep ? " " : "", keep);
	put(w, ">");
}

/* ---- the walk ---------------------------------------------------------------------------- */

/* True if it was one of an extension's blocks. */
static bool put_table_part(struct html_writer *w, cmark_node *node, bool enter)
{
	const char *kind = cmark_node_get_type_string(node);
	if (strcmp(kind, "table") == 0)
		put_table(w, node, enter);
	else if (strcmp(kind, "table_header") == 0 || strcmp(kind, "table_row") == 0)
		put_row(w, kind[6] == 'h', enter);
	else if (strcmp(kind, "table_cell") == 0)
		put_cell(w, node, enter);
	else
		return false;
	return true;
}

/* True if what is inside is to be skipped. */
static bool put_node(struct html_writer *w, cmark_node *node, bool enter)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_DOCUMENT:
		return false;
	case CMARK_NODE_HEADING:
		put_heading(w, node, enter);
		return false;
	case CMARK_NODE_PARAGRAPH:
		put_paragraph(w, node, enter);
		return false;
	case CMARK_NODE_BLOCK_QUOTE:
		put(w, enter ? "<blockquote>\n" : "</blockquote>\n");
		return false;
	case CMARK_NODE_LIST:
		put_list(w, node, enter);
		return false;
	case CMARK_NODE_ITEM:
		put_item(w, node, enter);
		return false;
	case CMARK_NODE_FOOTNOTE_DEFINITION:
		put_note(w, node, enter);
		return false;
	case CMARK_NODE_CODE_BLOCK:
		put_code(w, node);
		return false;
	case CMARK_NODE_HTML_BLOCK:
		html_raw(w, cmark_node_get_literal(node), true);
		return false;
	case CMARK_NODE_THEMATIC_BREAK:
		put(w, "<hr>\n");
		return false;
	default:
		return !put_table_part(w, node, enter) && html_inline(w, node, enter);
	}
}

static void put_document(struct html_writer *w, const struct markdown *markdown)
{
	cmark_iter *iter = cmark_iter_new(markdown->root);
	cmark_event_type event;
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		if (put_node(w, node, event == CMARK_EVENT_ENTER) && cmark_node_first_child(node))
			cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
	}
	cmark_iter_free(iter);
}

void html_fragment(struct buf *out, const struct markdown *markdown, const struct html_page *page)
{
	struct html_writer writer = { .out = out, .page = page, .contents = true };
	cmark_node *first = cmark_node_first_child(markdown->root);
	writer.bare = first && !cmark_node_next(first) &&
		      cmark_node_get_type(first) == CMARK_NODE_PARAGRAPH;
	html_ids_find(&writer.ids, markdown);
	put_document(&writer, markdown);
	html_ids_fini(&writer.ids);
}

/* Of the document itself, so that it says nothing that the document does not. */
static void put_title(struct html_writer *w)
{
	const struct html_heading *title = NULL;
	for (size_t i = 0; i < w->ids.headings.count && !title; i++)
		if (w->ids.headings.items[i].top)
			title = &w->ids.headings.items[i];
	html_text(w->out, title && !text_empty(title->text) ? title->text : w->page->title);
}

/* Nothing may be fetched, whatever got into the page. */
static const char policy[] = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
			     "base-uri 'none'";

void html_page(struct buf *out, const struct markdown *markdown, const struct html_page *page)
{
	struct html_writer writer = { .out = out, .page = page };
	html_ids_find(&writer.ids, markdown);
	buf_puts(out, "<!DOCTYPE html>\n<html lang=\"");
	html_text(out, page->language);
	buf_printf(out, "\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		"<meta name=\"referrer\" content=\"no-referrer\">\n"
		"<meta name=\"color-scheme\" content=\"light dark\">\n<title>", policy);
	put_title(&writer);
	buf_puts(out, "</title>\n<style>\n");
	buf_puts(out, page->style);
	buf_puts(out, "</style>\n</head>\n<body>\n<main>\n");
	put_document(&writer, markdown);
	html_ids_fini(&writer.ids);
	buf_puts(out, "</main>\n</body>\n</html>\n");
}
