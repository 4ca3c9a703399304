/* The incident that is open: its header, tabs, side panel, and the lists that are small enough to
 * be in memory whole. The timeline is not: see tui/timeline.h. */
#ifndef TUI_INCIDENT_H
#define TUI_INCIDENT_H

#include "app/read.h"
#include "model/tree.h"
#include "tui/view.h"
#include "tui/writing.h"

struct incident {
	bool open;
	struct record record;
	struct records roles, actions, causes, milestones;
	struct records origins; /* events that actions and causes came from */
	struct tree_row *tree;	/* the causes as a tree, all of them */
	struct metrics metrics;
	struct budget budget;
	int64_t began,
		ended; /* first impact, or started; last resolved, 0 if not over or unknown */
	struct history history; /* newest last, as it is read */
	int64_t history_limit;
	struct writing writing;
	struct preview_pane preview;
};

enum { TAB_COUNT = 7 };
extern const struct view *const incident_tabs[TAB_COUNT];

/* Show an incident, composer ready. Saves the draft of the one that was open. */
bool incident_open(struct ui *ui, const char *id, struct err *err);

/* Back to the board; the draft is saved. */
bool incident_close(struct ui *ui, struct err *err);

/* Read an incident without opening it, but for what its tabs read themselves. Ended with
 * incident_clear, also on failure. */
bool incident_read(struct ui *ui, const char *id, struct incident *out, struct err *err);

/* Read again all but what the tabs read themselves; an incident that was deleted closes. */
bool incident_load(struct ui *ui, struct err *err);

/* Forget everything; `open` is false then. */
void incident_clear(struct incident *incident);

/* "next", "previous", or a tab's name. */
bool incident_tab(struct ui *ui, const char *name, struct err *err);

/* Draw header and tabs into the first rows of the area; gives how many were used, which depends on
 * the area's size. */
int incident_draw_header(struct ui *ui, struct area area);

/* Draw the row with the tabs again; where there was a header before, in the same area. */
void incident_draw_tabs(struct ui *ui, struct area area);

/* How many actions are open or being done. */
size_t incident_open_actions(const struct incident *incident);

/* The side panel: people, milestones, phases, key moments, open actions and causes. Long texts go on
 * in rows that would stay empty. */
void incident_draw_panel(struct ui *ui, const struct incident *incident, struct area area);

#endif
