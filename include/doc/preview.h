/*
 * A parsed Markdown document as lines for a terminal of some width: words wrapped, tables fitted,
 * lists and quotes with their marks. What a part of a line is is told by its role; what that looks
 * like is for the front ends to say.
 */
#ifndef DOC_PREVIEW_H
#define DOC_PREVIEW_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/mem.h"

enum preview_role {
	PREVIEW_TEXT,
	PREVIEW_HEADING,
	PREVIEW_STRONG,
	PREVIEW_EMPHASIS,
	PREVIEW_STRIKE, /* no longer so; ~~ stands around it, as not every terminal strikes through */
	PREVIEW_CODE,
	PREVIEW_LINK, /* its text; an address that the text does not show follows it */
	PREVIEW_MARK, /* of a list item, a task, a footnote, a line of code that goes on */
	PREVIEW_RULE, /* below headings, in tables, across the page */
};

/* A part of a line: `len` bytes of its text from byte `at` of it. */
struct preview_span {
	size_t at, len;
	enum preview_role role;
};

struct preview_line {
	size_t at, len;		 /* in `text` */
	size_t span, span_count; /* in `spans`; they cover the line, in order */
	int level;		 /* 1 to 6 where a heading begins, otherwise 0 */
	int source; /* line of the Markdown, from 1, where the block or table row begins; 0: of none */
};

struct preview {
	bool whole_links; /* set before: an address that is longer than the row is not broken */
	struct buf text; /* the lines, each with a line break */
	VEC(struct preview_line) lines;
	VEC(struct preview_span) spans;
};

struct markdown;

/* Append the document's lines, laid out for `columns` (8 at least are assumed). A line of code that is
 * longer goes on below, with ↪ before it. Widths are as text_show would print, and what the text holds is not yet made safe for a terminal. Takes time
 * proportional to the text and what tables are filled up with. */
void preview_lay_out(const struct markdown *markdown, int columns, struct preview *out);

/* Forget the lines and keep the memory. */
void preview_clear(struct preview *preview);
void preview_fini(struct preview *preview);

#endif
