/* What the files that lay out a preview share with each other and with nobody else. */
#ifndef DOC_LAYOUT_H
#define DOC_LAYOUT_H

#include <stdbool.h>

#include "doc/preview.h"

struct cmark_node;

/* The text inside a paragraph, heading or cell; a line break in it is a hard one. */
struct flow {
	struct buf text;
	VEC(struct preview_span) spans;
};

/* Append what is inside a node; `base` is the role of plain text there. */
void flow_collect(struct flow *flow, struct cmark_node *node, enum preview_role base);

/* Append plain bytes. */
void flow_put(struct flow *flow, enum preview_role role, const char *text, size_t len);

/* The text of a piece of HTML: its tags and comments are dropped, <br> is a line break. */
void flow_put_html(struct flow *flow, const char *html);

/* Empty it, to be filled again. */
void flow_clear(struct flow *flow);
void flow_fini(struct flow *flow);

/* Columns of its widest line. */
int flow_width(const struct flow *flow);

/* How many bytes from byte `at` of a flow go on one row of `columns`; `*next` is where the row
 * after it begins, beyond `at`. */
size_t flow_row(const struct flow *flow, size_t at, int columns, size_t *next);

/* A quote or list item that lines stand in. */
struct container {
	char first[24], rest[24]; /* before its first line, before the others */
	enum preview_role role;
	bool begun; /* its first line was */
};

struct layout {
	struct preview *out;
	int columns;
	VEC(struct container) containers;
	VEC(long) lists; /* the next number in each open list; 0: no numbers */
	int notes;	 /* footnotes so far */
	int source;	 /* where in the Markdown what is put comes from: preview_line.source */
	bool gap;	 /* a blank line comes before what is put next */
	size_t from;	 /* where the line being put begins */
};

/* Columns for text inside the containers. */
int layout_width(const struct layout *layout);

/* Begin and end a line; between them it is put from pieces. */
void layout_begin(struct layout *layout);
void layout_end(struct layout *layout);
void layout_put(struct layout *layout, enum preview_role role, const char *text, size_t len);
void layout_run(struct layout *layout, const struct flow *flow, size_t at, size_t len);

/* `count` times the same character. */
void layout_fill(struct layout *layout, enum preview_role role, const char *text, int count);

/* Whole lines of a flow, wrapped; gives the columns of the widest. */
int layout_wrap(struct layout *layout, const struct flow *flow);

/* A table, in preview_table.c. */
void layout_table(struct layout *layout, struct cmark_node *table);

#endif
