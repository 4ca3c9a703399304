/*
 * The strip above the timeline: where the events are over the incident's duration, its milestones,
 * and which part is seen. Read with the timeline, or, where that takes long, right after it was
 * drawn.
 */
#ifndef TUI_STRIP_H
#define TUI_STRIP_H

#include "base/when.h"
#include "tui/grid.h"
#include "tui/view.h"

enum {
	STRIP_ROWS = 10,      /* a view of so many rows has the strip… */
	STRIP_TALL_ROWS = 20, /* … and of so many one of two rows */
	STRIP_EVENTS = 8,     /* fewer are seen at a glance without it */
	STRIP_QUICK = 20000,  /* of so many events it is read at once */
	STRIP_MAX = 256,      /* parts at most */
};

struct strip {
	int64_t from, to; /* ms; the first event, unless that was long before, and the last */
	int columns;	  /* that it was read for; 0: not read */
	bool wanted;	  /* to be read when there is nothing else to do */
	unsigned counts[STRIP_MAX];
	struct { /* what is read of the next one, in parts */
		int64_t from, to;
		int columns, parts; /* 0: nothing yet */
		unsigned counts[STRIP_MAX];
	} coming;
};

/* Rows it takes in a view of so many rows; 0: there is none. */
int strip_rows(const struct ui *ui, int rows);

/* Read it if something changed or the width is another; where that takes long, in a huge incident, only strip_tick
 * does. */
bool strip_load(struct ui *ui, bool changed, struct err *err);

/* Whether strip_tick has something to read. */
bool strip_pending(const struct ui *ui);
void strip_tick(struct ui *ui);

/* Draw it into the area's first strip_rows() rows; events between the two times are seen in the
 * list. */
void strip_draw(struct ui *ui, struct area area, int rows, int64_t seen_from, int64_t seen_to);

/* How high a part stands, 0 (nothing) to 8, of the fullest: by the square root, so that a burst
 * does not flatten the rest. Something is 1 at least. */
int strip_level(unsigned count, unsigned most);

/* The column (of `columns`) of a moment; -1 if it lies outside. */
int strip_column(const struct strip *strip, int columns, int64_t at);

/* The command `jump next | previous | forward | back | TIME`. */
bool run_jump(struct ui *ui, char *const *words, size_t count, struct err *err);

#endif
