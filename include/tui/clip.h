/* Taking text out of the UI: what `copy` and `print` mean by it. The terminal's part is in
 * tui/clipboard.h. */
#ifndef TUI_CLIP_H
#define TUI_CLIP_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"

struct ui;

enum { CLIP_EVENTS = 500 }; /* so many before and after the selected one are printed */

/* Text for the terminal, to go with UI_COPY or UI_PRINT. */
struct clip {
	struct buf text;
	char what[64]; /* "2 events", "the list" */
};

/* Free what it holds. */
void clip_fini(struct clip *clip);

/* Commands of the UI: `copy [text|link|number|all]`, `print`. */
bool run_copy(struct ui *ui, char *const *words, size_t count, struct err *err);
bool run_print(struct ui *ui, char *const *words, size_t count, struct err *err);

#endif
