/* What stands inside paragraphs, headings and cells, as HTML. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define CMARK_NO_SHORT_NAMES /* they clash with doc/node.h */
#include <cmark-gfm.h>

#include "base/text.h"
#include "doc/html_parts.h"
#include "doc/internal.h"

/* ---- addresses --------------------------------------------------------------------------- */

static const char *const schemes[] = { "https://", "http://", "mailto:" };

static bool leads_somewhere(const char *url)
{
	if (*url == '#')
		return url[1] != '\0';
	for (size_t i = 0; i < LENGTH(schemes); i++)
		if (strncasecmp(url, schemes[i], strlen(schemes[i])) == 0)
			return true;
	return false;
}

/* A path, which may be told to the reader; what has a scheme that is not one of ours may not. */
static bool is_path(const char *url)
{
	size_t word = strcspn(url, ":/?#");
	return *url && url[word] != ':' && !text_starts(url, "//");
}

/* In a quoted attribute; what no address holds is percent-encoded. */
static void put_url(struct buf *out, const char *url)
{
	for (; *url; url++) {
		unsigned char c = (unsigned char)*url;
		if (c <= ' ' || c == 0x7f || strchr("\"<>\\^`{|}", c))
			buf_printf(out, "%%%02X", c);
		else if (c < 0x80)
			html_text(out, (const char[]){ *url, '\0' });
		else
			buf_putc(out, (char)c);
	}
}

static void put_title(struct buf *out, cmark_node *node)
{
	const char *title = cmark_node_get_title(node);
	if (!title || !*title)
		return;
	buf_puts(out, " title=\"");
	html_text(out, title);
	buf_putc(out, '"');
}

/* The text says the address already, but for its scheme perhaps. */
static bool says_itself(cmark_node *link)
{
	cmark_node *text = cmark_node_first_child(link);
	const char *url = cmark_node_get_url(link);
	if (!text || cmark_node_next(text) || cmark_node_get_type(text) != CMARK_NODE_TEXT)
		return false;
	const char *shown = cmark_node_get_literal(text);
	for (size_t i = 0; i < LENGTH(schemes); i++)
		if (text_starts(url, schemes[i]) && text_equal(url + strlen(schemes[i]), shown))
			return true;
	return text_equal(url, shown);
}

/* A file that is not beside the page, but a picture in it. */
static bool is_inside(const struct html_writer *w, const char *url)
{
	struct buf uri = { 0 };
	bool inside = w->page && w->page->image && w->page->image(w->page->image_data, url, &uri);
	buf_fini(&uri);
	return inside;
}

static void put_link(struct html_writer *w, cmark_node *node, bool enter)
{
	const char *url = cmark_node_get_url(node);
	if (leads_somewhere(url)) {
		if (!enter) {
			buf_puts(w->out, "</a>");
			return;
		}
		buf_puts(w->out, "<a href=\"");
		put_url(w->out, url);
		buf_puts(w->out, says_itself(node) ? "\" class=\"url\"" : "\"");
		put_title(w->out, node);
		buf_putc(w->out, '>');
	} else if (!enter && is_path(url) && !is_inside(w, url)) {
		buf_puts(w->out, " (<code>");
		html_text(w->out, url);
		buf_puts(w->out, "</code>)");
	}
}

/* ---- images ------------------------------------------------------------------------------ */

static void alternative(struct buf *out, cmark_node *image)
{
	cmark_iter *iter = cmark_iter_new(image);
	cmark_event_type event;
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		const char *text = cmark_node_get_literal(cmark_iter_get_node(iter));
		if (event == CMARK_EVENT_ENTER && text &&
			cmark_node_get_type(cmark_iter_get_node(iter)) != CMARK_NODE_HTML_INLINE)
			buf_puts(out, text);
	}
	cmark_iter_free(iter);
}

static bool inside_link(cmark_node *node)
{
	while ((node = cmark_node_parent(node)))
		if (cmark_node_get_type(node) == CMARK_NODE_LINK)
			return true;
	return false;
}

static void put_image(struct html_writer *w, cmark_node *node)
{
	const char *url = cmark_node_get_url(node);
	struct buf uri = { 0 }, text = { 0 };
	alternative(&text, node);
	if (w->page && w->page->image && w->page->image(w->page->image_data, url, &uri)) {
		buf_puts(w->out, "<img src=\"");
		put_url(w->out, buf_text(&uri));
		buf_puts(w->out, "\" alt=\"");
		html_text(w->out, buf_text(&text));
		buf_putc(w->out, '"');
		put_title(w->out, node);
		buf_putc(w->out, '>');
	} else {
		bool link = leads_somewhere(url) && *url != '#' && !inside_link(node);
		buf_puts(w->out, "<span class=\"image\">Image: ");
		if (link) {
			buf_puts(w->out, "<a href=\"");
			put_url(w->out, url);
			buf_puts(w->out, "\">");
		}
		html_text(w->out, text.len ? buf_text(&text) : is_path(url) || link ? url : "");
		if (link)
			buf_puts(w->out, "</a>");
		else if (text.len && is_path(url)) {
			buf_puts(w->out, " (<code>");
			html_text(w->out, url);
			buf_puts(w->out, "</code>)");
		}
		buf_puts(w->out, "</span>");
	}
	buf_fini(&uri);
	buf_fini(&text);
}

/* ---- HTML -------------------------------------------------------------------------------- */

static bool is_tag(const char *html, const char *name)
{
	size_t len = strlen(name);
	return strncasecmp(html + 1, name, len) == 0 && strchr(" \t\r\n/>", html[1 + len]);
}

/* What follows the tag, comment or element without text of its own that begins at `html`. */
static const char *after_tag(const char *html)
{
	static const struct {
		const char *name, *end;
	} mute[] = { { "script", "</script" }, { "style", "</style" }, { "template", "</template" },
		{ "title", "</title" } };
	const char *end = text_starts(html, "<!--") ? strstr(html, "-->") : strchr(html, '>');
	for (size_t i = 0; i < LENGTH(mute); i++)
		if (is_tag(html, mute[i].name)) {
			const char *close = strcasestr(html, mute[i].end);
			end = close ? strchr(close, '>') : NULL;
		}
	return end ? strchr(end, '>') + 1 : html + strlen(html);
}

static void put_anchors(struct html_writer *w, const char *html)
{
	struct buf id = { 0 };
	while (html_anchor_next(&html, &id)) {
		if (!html_ids_take(&w->ids, buf_text(&id)))
			continue;
		buf_puts(w->out, "<a id=\"");
		html_text(w->out, buf_text(&id));
		buf_puts(w->out, "\"></a>");
	}
	buf_fini(&id);
}

static void put_block_text(struct buf *out, const char *html)
{
	struct buf piece = { 0 };
	while (*html) {
		size_t text = strcspn(html, "<");
		buf_truncate(&piece, 0);
		buf_put(&piece, html, text);
		html_text(out, buf_text(&piece));
		html += text;
		if (!*html)
			break;
		if (is_tag(html, "br"))
			buf_puts(out, "<br>");
		html = after_tag(html);
	}
	buf_fini(&piece);
}

void html_raw(struct html_writer *w, const char *html, bool block)
{
	struct buf text = { 0 };
	if (!block) {
		if (is_tag(html, "br"))
			buf_puts(w->out, "<br>");
		put_anchors(w, html);
		return;
	}
	put_block_text(&text, html);
	buf_puts(w->out, "<p>");
	size_t start = w->out->len;
	put_anchors(w, html);
	if (text_empty(buf_text(&text)) && w->out->len == start)
		buf_truncate(w->out, start - strlen("<p>"));
	else
		buf_printf(w->out, "%s</p>\n", text_empty(buf_text(&text)) ? "" : buf_text(&text));
	buf_fini(&text);
}

/* ---- nodes ------------------------------------------------------------------------------- */

static void put_note(struct html_writer *w, cmark_node *node)
{
	int number = (int)strtol(cmark_node_get_literal(node), NULL, 10);
	buf_puts(w->out, "<sup><a href=\"#");
	buf_printf(w->out, HTML_NOTE_ID, number);
	buf_printf(w->out, "\">%d</a></sup>", number);
}

static void put_tag(struct html_writer *w, const char *name, bool enter)
{
	buf_printf(w->out, "<%s%s>", enter ? "" : "/", name);
}

bool html_inline(struct html_writer *w, cmark_node *node, bool enter)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
		html_text(w->out, cmark_node_get_literal(node));
		return false;
	case CMARK_NODE_SOFTBREAK:
		buf_putc(w->out, '\n');
		return false;
	case CMARK_NODE_LINEBREAK:
		buf_puts(w->out, "<br>\n");
		return false;
	case CMARK_NODE_CODE:
		buf_puts(w->out, "<code>");
		html_text(w->out, cmark_node_get_literal(node));
		buf_puts(w->out, "</code>");
		return false;
	case CMARK_NODE_FOOTNOTE_REFERENCE:
		if (enter)
			put_note(w, node);
		return false;
	case CMARK_NODE_HTML_INLINE:
		html_raw(w, cmark_node_get_literal(node), false);
		return false;
	case CMARK_NODE_EMPH:
		put_tag(w, "em", enter);
		return false;
	case CMARK_NODE_STRONG:
		put_tag(w, "strong", enter);
		return false;
	case CMARK_NODE_LINK:
		put_link(w, node, enter);
		return false;
	case CMARK_NODE_IMAGE:
		if (enter)
			put_image(w, node);
		return enter;
	default:
		if (strcmp(cmark_node_get_type_string(node), "strikethrough") == 0)
			put_tag(w, "del", enter);
		return false;
	}
}
