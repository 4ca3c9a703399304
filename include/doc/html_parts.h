/* What the files that write HTML share with each other and with nobody else. */
#ifndef DOC_HTML_PARTS_H
#define DOC_HTML_PARTS_H

#include "base/mem.h"
#include "doc/html.h"

struct cmark_node;

/* Ids of the page's own: of a footnote by its number, and in the chart. */
#define HTML_NOTE_ID "note-%d"
#define HTML_CHART_TITLE "chart-title"
#define HTML_CHART_TEXT "chart-text"

/* A heading in the document's order, with its id and, at the top of the document, its text. */
struct html_heading {
	int level;
	bool top; /* not inside a quote or list */
	char *id, *text;
};

/* Every id in a document once: the anchors that are given, and then the headings'. */
struct html_ids {
	void *given; /* a tree of tsearch */
	VEC(struct html_heading) headings;
	int notes; /* footnotes */
};

/* Read all of a document. End it with html_ids_fini. */
void html_ids_find(struct html_ids *ids, const struct markdown *markdown);
void html_ids_fini(struct html_ids *ids);

/* True the first time an anchor is asked for: an id stands only once in a document. */
bool html_ids_take(struct html_ids *ids, const char *anchor);

/* Append the table of contents; nothing when there is little to go to. */
void html_contents(struct buf *out, const struct html_ids *ids);

/* The next `<a id="…">` in a piece of HTML from `*at` on: its id in `out`, `*at` behind it; false
 * if there is none. */
bool html_anchor_next(const char **at, struct buf *out);

struct html_writer {
	struct buf *out;
	const struct html_page *page;
	struct html_ids ids;
	size_t heading;	   /* how many have come */
	bool contents;	   /* the table of contents was written, or is not wanted */
	int note;	   /* number of the footnote one is in, or of the last one */
	const unsigned char *alignments; /* of the table one is in */
	int column;
	bool body; /* the table's body has begun */
	bool bare; /* a paragraph stands without <p> */
};

/* Write an inline node, entering or leaving it. True if what is inside it is to be skipped. */
bool html_inline(struct html_writer *writer, struct cmark_node *node, bool enter);

/* Write a piece of raw HTML: its anchors and, of a block, its text. */
void html_raw(struct html_writer *writer, const char *html, bool block);

#endif
