/* The text inside paragraphs and cells: collecting it from the tree, wrapping it. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define CMARK_NO_SHORT_NAMES /* they clash with doc/node.h */
#include <cmark-gfm.h>

#include "base/text.h"
#include "doc/internal.h"
#include "doc/layout.h"

void flow_put(struct flow *flow, enum preview_role role, const char *text, size_t len)
{
	struct preview_span *last =
		flow->spans.count ? &flow->spans.items[flow->spans.count - 1] : NULL;
	if (!len)
		return;
	if (!last || last->role != role) {
		last = vec_push(&flow->spans);
		*last = (struct preview_span){ flow->text.len, 0, role };
	}
	last->len += len;
	buf_put(&flow->text, text, len);
}

/* A line break in the source of a text is none in the document. */
static void put_folded(struct flow *flow, enum preview_role role, const char *text, size_t len)
{
	flow_put(flow, role, text, len);
	for (size_t at = flow->text.len - len; at < flow->text.len; at++)
		if (ascii_space(flow->text.data[at]))
			flow->text.data[at] = ' ';
}

void flow_clear(struct flow *flow)
{
	buf_truncate(&flow->text, 0);
	flow->spans.count = 0;
}

void flow_fini(struct flow *flow)
{
	buf_fini(&flow->text);
	free(flow->spans.items);
	*flow = (struct flow){ 0 };
}

/* ---- HTML -------------------------------------------------------------------------------- */

static bool is_break(const char *tag)
{
	return strncasecmp(tag, "<br", 3) == 0 && strchr(" />", tag[3]);
}

void flow_put_html(struct flow *flow, const char *html)
{
	while (*html) {
		size_t text = strcspn(html, "<");
		put_folded(flow, PREVIEW_TEXT, html, text);
		html += text;
		if (is_break(html))
			flow_put(flow, PREVIEW_TEXT, "\n", 1);
		const char *end =
			text_starts(html, "<!--") ? strstr(html, "-->") : strchr(html, '>');
		if (!end)
			return;
		html = strchr(end, '>') + 1;
	}
}

/* ---- collecting -------------------------------------------------------------------------- */

struct collecting {
	struct flow *flow;
	enum preview_role base;
	int links, strong, emphasis, struck;
	size_t link_from; /* in the text: where the link's own began */
};

static enum preview_role role_of(const struct collecting *c)
{
	return c->links	      ? PREVIEW_LINK
		: c->struck   ? PREVIEW_STRIKE
		: c->strong   ? PREVIEW_STRONG
		: c->emphasis ? PREVIEW_EMPHASIS
			      : c->base;
}

/* The address, unless the text says it: an address alone is a link to itself. */
static void put_url(struct collecting *c, const char *url)
{
	struct flow *flow = c->flow;
	size_t len = strlen(url), shown = flow->text.len - c->link_from;
	if (!len || *url == '#' ||
		(shown && shown <= len &&
			memcmp(url + len - shown, flow->text.data + c->link_from, shown) == 0))
		return;
	flow_put(flow, c->base, " (", 2);
	flow_put(flow, PREVIEW_LINK, url, len);
	flow_put(flow, c->base, ")", 1);
}

static void leave_link(struct collecting *c, cmark_node *node)
{
	c->links--;
	put_url(c, cmark_node_get_url(node));
}

static void put_literal(struct collecting *c, cmark_node *node, enum preview_role role)
{
	const char *text = cmark_node_get_literal(node);
	put_folded(c->flow, role, text, strlen(text));
}

static void put_html(struct collecting *c, cmark_node *node)
{
	if (is_break(cmark_node_get_literal(node)))
		flow_put(c->flow, c->base, "\n", 1);
}

static void put_note(struct collecting *c, cmark_node *node)
{
	const char *number = cmark_node_get_literal(node);
	flow_put(c->flow, PREVIEW_MARK, "[", 1);
	flow_put(c->flow, PREVIEW_MARK, number, strlen(number));
	flow_put(c->flow, PREVIEW_MARK, "]", 1);
}

static void visit(struct collecting *c, cmark_node *node, bool enter)
{
	cmark_node_type type = cmark_node_get_type(node);
	int step = enter ? 1 : -1;
	if (type == CMARK_NODE_STRONG)
		c->strong += step;
	else if (type == CMARK_NODE_EMPH)
		c->emphasis += step;
	else if (type == CMARK_NODE_LINK && enter) {
		c->links++;
		c->link_from = c->flow->text.len;
	} else if (type == CMARK_NODE_LINK)
		leave_link(c, node);
	else if (type == CMARK_NODE_IMAGE && enter) {
		flow_put(c->flow, PREVIEW_MARK, "[image: ", 8);
		c->link_from = c->flow->text.len;
	} else if (type == CMARK_NODE_IMAGE) {
		flow_put(c->flow, PREVIEW_MARK, "]", 1);
		put_url(c, cmark_node_get_url(node));
	} else if (strcmp(cmark_node_get_type_string(node), "strikethrough") == 0) {
		/* no terminal can be relied on to strike through, and the text must not be taken as
		 * valid */
		c->struck += step;
		flow_put(c->flow, PREVIEW_STRIKE, "~~", 2);
	} else if (type == CMARK_NODE_FOOTNOTE_REFERENCE && enter)
		put_note(c, node);
	else if (type == CMARK_NODE_TEXT)
		put_literal(c, node, role_of(c));
	else if (type == CMARK_NODE_CODE)
		put_literal(c, node, c->links ? PREVIEW_LINK : PREVIEW_CODE);
	else if (type == CMARK_NODE_SOFTBREAK)
		flow_put(c->flow, role_of(c), " ", 1);
	else if (type == CMARK_NODE_LINEBREAK)
		flow_put(c->flow, role_of(c), "\n", 1);
	else if (type == CMARK_NODE_HTML_INLINE)
		put_html(c, node);
}

void flow_collect(struct flow *flow, struct cmark_node *node, enum preview_role base)
{
	struct collecting collecting = { .flow = flow, .base = base };
	cmark_iter *iter = cmark_iter_new(node);
	cmark_event_type event;
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *inner = cmark_iter_get_node(iter);
		if (inner != node)
			visit(&collecting, inner, event == CMARK_EVENT_ENTER);
	}
	cmark_iter_free(iter);
}

/* ---- wrapping ---------------------------------------------------------------------------- */

int flow_width(const struct flow *flow)
{
	size_t widest = 0;
	for (size_t at = 0, len; at < flow->text.len; at += len + 1) {
		len = strcspn(flow->text.data + at, "\n");
		size_t width = text_width(flow->text.data + at, len);
		widest = width > widest ? width : widest;
	}
	return (int)widest;
}

size_t flow_row(const struct flow *flow, size_t at, int columns, size_t *next)
{
	const char *text = flow->text.data + at;
	/* no further than a row can reach: a text may be one line of megabytes */
	size_t fits = text_fit(text, flow->text.len - at, (size_t)columns);
	const char *hard = memchr(text, '\n', fits);
	int width;
	if (hard || at + fits == flow->text.len || text[fits] == '\n') {
		size_t len = hard ? (size_t)(hard - text) : fits;
		*next = at + len + (at + len < flow->text.len);
		return len;
	}
	size_t blank = fits;
	while (blank && text[blank] != ' ')
		blank--;
	if (!blank) {
		fits = fits ? fits : text_cluster(text, flow->text.len - at, &width);
		*next = at + fits;
		return fits;
	}
	*next = at + blank;
	while (*next < flow->text.len && flow->text.data[*next] == ' ')
		++*next;
	while (blank && text[blank - 1] == ' ')
		blank--;
	return blank;
}
