/* The Causes tab: the tree as it is shown, with parts of it folded. */
#ifndef TUI_CAUSES_H
#define TUI_CAUSES_H

#include "tui/marks.h"
#include "tui/view.h"

enum { CAUSE_RAILS = 64 };

/* A row of the tree that no folded one hides. */
struct cause_line {
	int64_t number; /* of the cause */
	size_t row;	/* in incident.tree */
	uint64_t rails; /* bit d: at depth d a sibling of what it explains follows below */
	bool last;	/* the last of its siblings */
	size_t below;	/* how many explain it, at any depth */
	bool folded;	/* and they are hidden */
};

struct causes_view {
	struct list list;
	VEC(struct cause_line) lines;
	struct marks folded; /* numbers of those whose subtree is hidden */
};

/* A tree as depths, depth first: who is last of its siblings, and where lines go on beside. Pure.
 */
void causes_rails(const int *depths, size_t count, struct cause_line *out);

/* Make the lines from the tree of the open incident, after each reading. What was selected stays
 * so. */
void causes_arrange(struct ui *ui);

/* Select a cause, unfolding what hides it; false if there is none. */
bool causes_select(struct ui *ui, int64_t number);

/* Another incident: nothing is folded, the first is selected. */
void causes_clear(struct causes_view *causes);

/* `move down | up | in | out`: the selected cause among its siblings, or under the one above, or
 * beside what it explains; by the command `cause move`. */
bool run_move(struct ui *ui, char *const *words, size_t count, struct err *err);

/* `sibling`: write a cause beside the selected one. */
bool run_sibling(struct ui *ui, char *const *words, size_t count, struct err *err);

/* `fold [all | none]`: hide what explains the selected cause, or show it again. */
bool run_fold(struct ui *ui, char *const *words, size_t count, struct err *err);

#endif
