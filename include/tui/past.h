/* The History tab: what was done, one line for each, that can be unfolded to its changes. */
#ifndef TUI_PAST_H
#define TUI_PAST_H

#include "tui/marks.h"
#include "tui/sheet.h"

/* A line: everything one command changed, or one change of that. In incident.history. */
struct past_line {
	size_t first, count; /* changes, oldest first */
	bool part;	     /* one of several, shown because the line above is unfolded */
	bool folds;	     /* there are several, to be shown or hidden */
	bool open;	     /* they are shown */
};

struct past {
	struct sheet sheet;
	VEC(struct past_line) lines;
	struct marks open; /* numbers of those that are unfolded */
};

/* Another incident: nothing is unfolded. */
void past_clear(struct past *past);

/* Group changes by their number: a line for each run, newest first. Appended to `past->lines`.
 * Pure. */
void past_group(struct past *past, const int64_t *numbers, size_t count);

/* `origin` in the history: go to what the selected change was about. */
bool past_jump(struct ui *ui, struct err *err);

#endif
