/*
 * A parsed Markdown document as one HTML file that needs nothing else: style sheet inside, no
 * script, nothing fetched. Raw HTML is dropped but for what the program writes itself, line breaks
 * and anchors (`<br>`, `<a id="…">`); the text between tags stays, what stands inside <script> and
 * <style> does not. Headings get the ids that GitHub gives them, so that links to #headings work in
 * both. Links lead to http, https, mailto and #anchors; another is text, followed by a path that it
 * led to. Footnotes stand at the end. Control bytes are shown as symbols.
 */
#ifndef DOC_HTML_H
#define DOC_HTML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "doc/markdown.h"

/*
 * Append the picture that an image's address means as a `data:` URI and give true. False: it is not
 * shown; its text and address stand in its place, as a link if they lead to the web.
 */
typedef bool html_image(void *data, const char *url, struct buf *out);

/* A code block to be drawn: one with exactly this language and text is replaced by the HTML. */
struct html_figure {
	const char *info, *source;
	const char *html; /* put into a <figure> as it is */
};

struct html_page {
	const char *title;    /* for a document without headings: otherwise its first is the title */
	const char *language; /* of the text, such as "en" */
	const char *style;    /* CSS; must not hold "</style" */
	const struct html_figure *figure; /* NULL: none */
	html_image *image;    /* NULL: no images are shown */
	void *image_data;
};

/* Append the whole file. Before the first heading below the title stands a table of contents. Takes
 * time proportional to the text, but for a logarithm of the number of headings. */
void html_page(struct buf *out, const struct markdown *markdown, const struct html_page *page);

/*
 * Append only what stands in the body, without table of contents: what a value holds in a template
 * that is HTML itself. A single paragraph comes without its <p>, so that it fits into a cell or
 * heading. Of `page` the figure and images are used; it may be NULL.
 */
void html_fragment(struct buf *out, const struct markdown *markdown, const struct html_page *page);

/*
 * Append bytes as a `data:` URI if they are a picture that every browser shows and that can hold no more than a
 * picture: PNG, JPEG, GIF or WebP, which is told by the bytes. False, and nothing is appended, for anything else.
 */
bool html_data_uri(struct buf *out, const void *bytes, size_t len);

/* Append plain text, with < > & and quotes escaped and control bytes shown. */
void html_text(struct buf *out, const char *text);

#endif
