/* The phases of the open incident as a bar: how long it was undetected, being mitigated,
 * recovering. */
#ifndef TUI_PHASES_H
#define TUI_PHASES_H

#include "tui/grid.h"
#include "tui/view.h"

enum { PHASES_ROWS = 18 /* a view of so many rows has the bar above its list */ };

/* Whether there is anything to tell: an impact, and milestones in order. */
bool phases_known(const struct ui *ui);

/* Rows of the bar above a view of so many rows; 0: there is none, as the side panel has it, or
 * there is nothing to tell. */
int phases_rows(const struct ui *ui, int rows);

/* Draw the bar, with names and durations beside it, into the area's first row. */
void phases_draw(struct ui *ui, struct area area);

/* Draw the bar, and a row for each phase, from a row of the side panel on; gives the rows used.
 * They must be known. */
int phases_draw_panel(struct ui *ui, struct area panel, int row);

#endif
