/*
 * How the timeline's events lie in the rows of its list: columns, wrapping, what is folded, how far
 * one scrolls. Pure memory: nothing here reads or draws.
 */
#ifndef TUI_TIMELINE_LAYOUT_H
#define TUI_TIMELINE_LAYOUT_H

#include "tui/ui.h"

enum {
	FOLDED_ROWS_MAX = 3, /* an event takes up to so many rows until it is unfolded */
	LINK_COLUMNS = 40,   /* a text so wide has room for a link beside it… */
	LINK_MAX = 20,	     /* … of so many columns; otherwise there is only a mark */
	UNFOLDED_MAX = 8,    /* events that are unfolded at once; the first of them folds again */
};

/* Where things begin in a row; -1: left out. */
struct timeline_columns {
	int about, time, mark, pin, kind, author, text;
	int kind_columns, author_columns;
	int right; /* where the text ends */
	bool seconds;
};

/* An event as it is shown unless it is unfolded. */
struct folded {
	struct {
		size_t at, len;
	} rows[FOLDED_ROWS_MAX];
	int count;
	size_t rest; /* bytes after the last row; 0: that was all */
	bool cut;    /* the last row ends within its line */
	const char *readers; /* whom it is for, if that is said; "" otherwise */
	char link[64];
	int link_columns; /* of all that stands at the right */
	bool sign; /* an action or cause was made from it */
};

struct timeline_layout {
	struct ui *ui;
	struct timeline_columns at;
	int rows;  /* of the list, below the first day */
	int most;  /* rows of one folded event */
	bool days; /* there is a first day */
	bool gaps; /* how much later an event was stands above it */
};

/* For a list of so many rows and columns. */
struct timeline_layout timeline_layout(struct ui *ui, struct area list);

/* What of an event is shown in `layout->most` rows. */
void timeline_fold(
	const struct timeline_layout *layout, const struct record *event, struct folded *out);

/* The event if it is unfolded, wrapped for this width; else NULL. Borrowed until the next call. */
const struct unfolded *timeline_unfolded(const struct timeline_layout *layout, size_t index);

/* Whether the event is the first of its day; and how much later than the one before it was, in ms,
 * if that is worth a row, else 0. One row tells both. `index` > 0. */
bool timeline_new_day(const struct timeline_layout *layout, size_t index);
int64_t timeline_gap(const struct timeline_layout *layout, size_t index);

/* Scroll so that what is selected is seen, and no row stays empty that could be filled. */
void timeline_fit(const struct timeline_layout *layout);

#endif
