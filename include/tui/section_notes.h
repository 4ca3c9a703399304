/* What one wants to know while one writes a section of the postmortem: what the template asks for, what
 * reviewers said, what checks find. */
#ifndef TUI_SECTION_NOTES_H
#define TUI_SECTION_NOTES_H

#include "tui/grid.h"

struct ui;

/* The section of the open incident has some: it is asked for, or written. */
bool section_notes_known(const struct ui *ui, const char *key);

/* Comments and objections on it that are not settled. */
size_t section_notes_remarks(const struct ui *ui, const char *key);

/* Draw them from a row of the area on, with so many rows of the question at most; comments on the whole
 * postmortem come after those on the section. Gives the rows used. */
int section_notes_draw(
	struct ui *ui, struct area area, int row, const char *key, int question_rows);

#endif
