#include "doc/prose.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define CMARK_NO_SHORT_NAMES /* they clash with doc/node.h */
#include <cmark-gfm.h>

#include "base/mem.h"
#include "base/text.h"
#include "doc/internal.h"

struct prose {
	struct buf *out;
	int line;     /* of the text, that is being written */
	size_t block; /* where the present block begins in `out` */
};

/* ---- HTML ---------------------------------------------------------------------------------------- */

/* Elements that people write in Markdown; anything else between < and > is meant to be filled in. */
static const char *const elements[] = { "a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "col",
	"dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font", "h1", "h2", "h3",
	"h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "picture", "pre", "q", "s",
	"samp", "script", "small", "source", "span", "strike", "strong", "style", "sub", "summary", "sup", "svg",
	"table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "video" };

/* `<time of call>` is none: an element's attributes have values. */
static bool is_element(const char *tag, size_t len)
{
	if (len && *tag == '/')
		tag++, len--;
	size_t name = 0;
	while (name < len && ascii_alnum(tag[name]))
		name++;
	size_t rest = name;
	while (rest < len && strchr(" \t\n/", tag[rest]))
		rest++;
	if (rest < len && !memchr(tag + rest, '=', len - rest))
		return false;
	for (size_t i = 0; i < LENGTH(elements); i++)
		if (strlen(elements[i]) == name && strncasecmp(elements[i], tag, name) == 0)
			return true;
	return false;
}

static void put_char(struct prose *prose, char c)
{
	buf_putc(prose->out, c);
	prose->line += c == '\n';
}

static void put_html(struct prose *prose, const char *html)
{
	while (*html) {
		const char *end = NULL;
		bool comment = text_starts(html, "<!--");
		if (*html == '<')
			end = comment ? strstr(html, "-->") : strchr(html, '>');
		if (!end && comment)
			return;
		if (!end || (!comment && !is_element(html + 1, (size_t)(end - html - 1)))) {
			put_char(prose, *html++);
			continue;
		}
		for (; html <= end; html++)
			if (*html == '\n')
				put_char(prose, '\n');
		html = comment ? end + 3 : end + 1;
	}
}

/* ---- quotations ---------------------------------------------------------------------------------- */

static const struct quotation {
	const char *open, *close, *other; /* other: also closes it; may be NULL */
} quotations[] = {
	{ "\"", "\"", NULL },
	{ "\xe2\x80\x9c", "\xe2\x80\x9d", NULL },	    /* “…” */
	{ "\xe2\x80\x9e", "\xe2\x80\x9c", "\xe2\x80\x9d" }, /* „…“ */
	{ "\xc2\xab", "\xc2\xbb", NULL },		    /* «…» */
	{ "\xc2\xbb", "\xc2\xab", NULL },		    /* »…« */
};

static bool is_word(char c)
{
	return ascii_alnum(c) || (unsigned char)c >= 0x80;
}

/* The first `mark` that can end a quotation: not one before a word, as in 5" or the next opening one. */
static const char *find_close(const char *text, const char *mark)
{
	const char *at = strstr(text, mark);
	while (at && *mark == '"' && is_word(at[1]))
		at = strstr(at + 1, mark);
	return at;
}

/* The end of a quotation that begins at `at`, or NULL. `closed` has for each sort whether one may follow. */
static const char *quotation_end(const char *text, const char *at, bool *closed)
{
	for (size_t i = 0; i < LENGTH(quotations); i++) {
		const struct quotation *q = &quotations[i];
		if (!closed[i] || !text_starts(at, q->open) || (*at == '"' && at > text && is_word(at[-1])))
			continue;
		const char *end = find_close(at + strlen(q->open), q->close);
		const char *other = q->other ? find_close(at + strlen(q->open), q->other) : NULL;
		if (other && (!end || other < end))
			end = other;
		if (end)
			return end + (end == other ? strlen(q->other) : strlen(q->close));
		closed[i] = false; /* not looked for again: no text takes time squared */
	}
	return NULL;
}

/* The block that ends here, written again without what it quotes. */
static void leave_out_quotations(struct prose *prose)
{
	bool closed[LENGTH(quotations)];
	struct buf *out = prose->out;
	char *text = mem_copy(buf_text(out) + prose->block);
	memset(closed, true, sizeof closed);
	buf_truncate(out, prose->block);
	for (const char *at = text; *at;) {
		const char *end = strchr("\"\xe2\xc2", *at) ? quotation_end(text, at, closed) : NULL;
		if (!end) {
			buf_putc(out, *at++);
			continue;
		}
		buf_puts(out, PROSE_OBJECT);
		for (; at < end; at++)
			if (*at == '\n')
				buf_putc(out, '\n');
	}
	free(text);
}

/* ---- blocks -------------------------------------------------------------------------------------- */

static void begin_block(struct prose *prose, cmark_node *node)
{
	for (int line = cmark_node_get_start_line(node); prose->line < line;)
		put_char(prose, '\n');
	prose->block = prose->out->len;
}

static bool has_words(cmark_node *node)
{
	cmark_node_type type = cmark_node_get_type(node);
	return type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING ||
	       strcmp(cmark_node_get_type_string(node), "table_cell") == 0;
}

/* A link that shows nothing but where it leads. */
static bool is_bare(cmark_node *link)
{
	cmark_node *child = cmark_node_first_child(link);
	if (!child || cmark_node_get_type(child) != CMARK_NODE_TEXT)
		return false;
	const char *text = cmark_node_get_literal(child), *url = cmark_node_get_url(link);
	size_t len = strlen(text), all = strlen(url);
	return all >= len && text_equal(url + all - len, text);
}

static bool is_left_out(cmark_node *node)
{
	cmark_node_type type = cmark_node_get_type(node);
	return type == CMARK_NODE_BLOCK_QUOTE || type == CMARK_NODE_IMAGE ||
	       (type == CMARK_NODE_LINK && is_bare(node));
}

static void put_node(struct prose *prose, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
		buf_puts(prose->out, cmark_node_get_literal(node));
		break;
	case CMARK_NODE_SOFTBREAK:
	case CMARK_NODE_LINEBREAK:
		put_char(prose, '\n');
		break;
	case CMARK_NODE_CODE:
		buf_puts(prose->out, PROSE_OBJECT);
		break;
	case CMARK_NODE_HTML_BLOCK:
		begin_block(prose, node);
		put_html(prose, cmark_node_get_literal(node));
		buf_puts(prose->out, PROSE_BREAK);
		break;
	case CMARK_NODE_HTML_INLINE:
		put_html(prose, cmark_node_get_literal(node));
		break;
	default:
		break;
	}
}

static void visit(struct prose *prose, cmark_iter *iter, cmark_event_type event)
{
	cmark_node *node = cmark_iter_get_node(iter);
	if (event == CMARK_EVENT_ENTER && is_left_out(node)) {
		if (cmark_node_get_type(node) != CMARK_NODE_BLOCK_QUOTE)
			buf_puts(prose->out, PROSE_OBJECT);
		cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
	} else if (event == CMARK_EVENT_ENTER && has_words(node)) {
		begin_block(prose, node);
	} else if (event == CMARK_EVENT_ENTER) {
		put_node(prose, node);
	} else if (has_words(node)) {
		leave_out_quotations(prose);
		buf_puts(prose->out, PROSE_BREAK);
	}
}

/* One line in which Markdown would find nothing: most of what is logged. */
static bool is_plain(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (strchr("`<>[]\"\\&~|*_#\n\r", text[i]) || (text[i] == '/' && i && text[i - 1] == '/') ||
			text_starts(text + i, "www.") || (unsigned char)text[i] == 0xc2 || (unsigned char)text[i] == 0xe2)
			return false;
	return !text_starts(text, "    ") && !strchr(text, '\t');
}

bool markdown_prose(struct buf *out, const char *text, size_t len, struct err *err)
{
	struct markdown *markdown;
	if (is_plain(text, len)) {
		buf_put(out, text, len);
		return true;
	}
	if (!markdown_parse_notes(&markdown, text, len, err))
		return false;
	struct prose prose = { .out = out, .line = 1 };
	cmark_iter *iter = cmark_iter_new(markdown->root);
	cmark_event_type event;
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE)
		visit(&prose, iter, event);
	cmark_iter_free(iter);
	markdown_free(markdown);
	return true;
}
