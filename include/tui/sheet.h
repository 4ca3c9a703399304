/*
 * How a list in memory is looked at: which of its rows are shown, in which order, under which
 * headings. `filter`, `sort` and `group` change that in every view that has a sheet.
 */
#ifndef TUI_SHEET_H
#define TUI_SHEET_H

#include "base/buf.h"
#include "base/mem.h"
#include "tui/table.h"

/* A row on the screen: one of the list, or a heading above those that follow it. */
struct sheet_row {
	size_t index; /* in the list; of a heading: the first one under it */
	int64_t key;  /* what names it whatever the order, its number; of a heading 0 */
	bool heading;
	size_t count; /* of a heading: rows under it */
};

struct sheet {
	struct list list; /* of the rows shown */
	VEC(struct sheet_row) rows;
	size_t total, matching; /* in the list; of these, what the filter leaves */
	bool partial;		/* there is more than was read: `total` are the latest */
	struct buf filter;	/* words that must all be found; empty: all are shown */
	int sort, group;	/* one of the view's `sorts` and `groups`; 0 is the usual one */
	int needed[COLUMN_MAX]; /* see table_place */
};

/* What a sheet shows. Functions get `context`, which knows sort and group. */
struct sheet_source {
	const void *context;
	size_t count;
	int64_t (*key)(const void *context, size_t index);
	/* Append all that a filter looks into. */
	void (*text)(const void *context, size_t index, struct buf *out);
	/* Order of two rows, < 0, 0, > 0; NULL: as they are. Rows that are equal keep their order.
	 */
	int (*compare)(const void *context, size_t a, size_t b);
	/* The same for groups: those that are equal stand under one heading. NULL: no headings. */
	int (*compare_groups)(const void *context, size_t a, size_t b);
	const struct column_set *columns; /* measured; NULL: none */
};

/* Show the list as the sheet says. What was selected stays so, or its neighbour is. */
void sheet_arrange(struct sheet *sheet, const struct sheet_source *source);

/* Forget rows, selection and filter; sort and group stay as they were chosen. */
void sheet_clear(struct sheet *sheet);
void sheet_fini(struct sheet *sheet);

/* The row selected, or NULL. */
const struct sheet_row *sheet_selected(const struct sheet *sheet);

/* Its key, or 0. */
int64_t sheet_key(const struct sheet *sheet);

/* Select the row of a key; false, and nothing moves, if it is not shown. */
bool sheet_select(struct sheet *sheet, int64_t key);

/* list_move that stops on no heading. */
void sheet_move(struct sheet *sheet, int rows, enum move move);

/* How the rows of a sheet are drawn; the cells' context is the struct ui. */
struct sheet_look {
	const struct column_set *columns;
	/* Draw a heading into row y. NULL: there are none. */
	void (*heading)(struct ui *ui, struct area area, int y, const struct sheet_row *row);
	/* What `go` takes for a row. NULL: its key. */
	int64_t (*number)(const struct ui *ui, const struct sheet_row *row);
};

/* Draw titles, if there is room, and rows, scrolled so that the selected one is seen; or that
 * nothing matches the filter. */
void sheet_draw(
	struct ui *ui, struct area area, const struct view *view, const struct sheet_look *look);

/* Draw the filter, if there is one, and how much it leaves; gives the column behind it, or 1. */
int sheet_draw_filter(struct ui *ui, struct area area, const struct sheet *sheet);

/* Draw how the list is looked at into one row, if it is not in the usual way; false if it is. */
bool sheet_draw_state(struct ui *ui, struct area area, const struct view *view);

/* view.filter of a view with a sheet. */
bool sheet_filter(struct ui *ui, const char *text, struct err *err);

/* ---- commands of the UI ---- */

/* Each runs the row of its name in ui_commands with the words behind it. False, and the error is shown: it did nothing. */
bool run_sort(struct ui *ui, char *const *words, size_t count, struct err *err);
bool run_group(struct ui *ui, char *const *words, size_t count, struct err *err);

#endif
