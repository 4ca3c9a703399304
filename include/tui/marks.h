/*
 * Marks: what a person picked out to work on at once. Each kind of entity has its own set, by
 * number, so that a list may be read again, sorted or narrowed without losing them; {number} in a
 * bound command is all of them.
 */
#ifndef TUI_MARKS_H
#define TUI_MARKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "tui/view.h"

enum {
	MARKS_MAX = 2000
}; /* so many numbers fit in a command, and are looked up after each change */

/* Numbers in ascending order, each once. All zero when empty. */
struct marks {
	int64_t *items;
	size_t count, cap;
	int64_t last; /* marked last, from where a range begins; 0: none */
};

/* No marks; also frees. */
void marks_clear(struct marks *marks);

/* Whether a number is marked. */
bool marks_has(const struct marks *marks, int64_t number);

/* Mark a number; ERR_USAGE when there are MARKS_MAX. One that is marked already is fine. */
bool marks_add(struct marks *marks, int64_t number, struct err *err);

/* Mark it no longer, if it is. */
void marks_drop(struct marks *marks, int64_t number);

/* Append them as commands take them: `3,5,8-10`. */
void marks_list(const struct marks *marks, struct buf *out);

/* ---- in the UI ---- */

/* The marks of the view that has the keys; NULL if nothing can be marked there. Borrowed. */
struct marks *ui_marks(struct ui *ui);

/* Whether the row with this number is marked in the view below the pager. */
bool ui_marked(const struct ui *ui, int64_t number);

/* Forget those of all kinds: another incident was opened. */
void ui_marks_clear(struct ui *ui);

/* Drop those that were deleted since. */
bool ui_marks_check(struct ui *ui, struct err *err);

/* view.between of a list that is in memory. */
bool marks_between(struct ui *ui, int64_t from, int64_t to, struct marks *out, struct err *err);

/* What stands in a marked row. */
#define MARK_SIGN "●"

/* The commands `mark [range | none]` and `clear`. */
bool run_mark(struct ui *ui, char *const *words, size_t count, struct err *err);
bool run_clear(struct ui *ui, char *const *words, size_t count, struct err *err);

#endif
