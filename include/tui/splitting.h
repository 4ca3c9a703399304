/* A text of many lines that begin with times, such as a chat that was pasted: as one event each. */
#ifndef TUI_SPLITTING_H
#define TUI_SPLITTING_H

#include "tui/ui.h"

/* After a paste: say so if the text could be split. */
void split_offer(struct ui *ui);

/* The command `split`: shows what it would be, and asks. */
bool run_split(struct ui *ui, char *const *words, size_t count, struct err *err);

#endif
