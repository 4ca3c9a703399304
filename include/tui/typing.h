/* Keys that edit text: which line has them, and the UI commands that edit it. */
#ifndef TUI_TYPING_H
#define TUI_TYPING_H

#include "tui/ui.h"

/* The line that typed characters go into: the prompt's, the composer's; NULL if keys are commands.
 */
struct line *ui_line(struct ui *ui);

/* Before characters go into one of these: what was only proposed there makes room. */
void typing_begins(struct ui *ui, const struct line *line);

/* The text of one of these was changed: tells whose it is. */
void typing_changed(struct ui *ui, const struct line *line);

/* Type a key into a line; false if it types nothing. */
bool typing_text(struct ui *ui, struct line *line, const struct key *key);

/* UI commands: `line NAME`, `if-empty TEXT COMMAND…`. */
bool run_line(struct ui *ui, char *const *words, size_t count, struct err *err);
bool run_if_empty(struct ui *ui, char *const *words, size_t count, struct err *err);

/* `popup take | close | next | previous`: completions of what is being written. */
bool run_popup(struct ui *ui, char *const *words, size_t count, struct err *err);

/* `recall previous | next`: earlier texts, where the cursor has no row to go to. */
bool run_recall(struct ui *ui, char *const *words, size_t count, struct err *err);

/* What `line NAME` and `if-empty TEXT COMMAND…` do, for help. */
const char *describe_line(char *const *words, size_t count);
const char *describe_if_empty(char *const *words, size_t count);

#endif
