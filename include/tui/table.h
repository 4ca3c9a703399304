/*
 * Tables of columns: how wide each is on a screen, and drawing rows into them. A view names its
 * columns and gives the text of a cell; it never counts columns itself. (struct table of
 * app/output.h is the same for the command line, where nothing has to be left out.)
 */
#ifndef TUI_TABLE_H
#define TUI_TABLE_H

#include "tui/view.h"

enum {
	COLUMN_MAX = 12,
	COLUMN_EXTRA =
		4, /* `leaves` from here on: only if no other column has to be narrow for it */
};

struct column {
	const char *title; /* in the row above; "" for none */
	int minimum;	   /* columns without which it is not worth showing */
	int maximum;	   /* it gets no more; with a weight: what is comfortable */
	int weight;	   /* its part of what the others leave over; 0: none */
	int leaves;	   /* where there is no room the highest goes first; 0: stays */
	bool right;	   /* flush right, for figures */
};

/* Append the text of a row's cell; gives its style. `context` is the view's. */
typedef enum style table_cell_of(const void *context, size_t index, size_t column, struct buf *out);

struct column_set {
	const struct column *items;
	size_t count; /* COLUMN_MAX at most */
	table_cell_of *cell;
};

/* Where a column is drawn; a width of 0: left out. */
struct place {
	int at, width;
};

/*
 * Divide `available` columns. `needed` is what the widest cell of each takes: a column that needs
 * nothing is left out unless it always stays, none gets more than it needs or its maximum but those
 * with a weight.
 */
void table_place(
	const struct column_set *columns, const int needed[], int available, struct place out[]);

/* Raise needed[] by what the cells of one row take. */
void table_measure(
	const struct column_set *columns, const void *context, size_t index, int needed[]);

/* Draw the titles; places count from the area's column 1. */
void table_draw_titles(struct ui *ui, struct area area, int row, const struct column_set *columns,
	const struct place places[]);

/* Draw one row, with the matches of the running search marked. */
void table_draw_row(struct ui *ui, struct area area, int row, const struct column_set *columns,
	const struct place places[], const void *context, size_t index);

#endif
