/*
 * Views: what fills the middle of the screen, as tables of functions. A view keeps its state in
 * struct ui. Views never look at keys: the key map names commands, and the commands call these
 * functions.
 */
#ifndef TUI_VIEW_H
#define TUI_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "model/entity.h"
#include "tui/grid.h"

struct ui;
struct marks;
struct sheet;

enum move { MOVE_UP, MOVE_DOWN, MOVE_PAGE_UP, MOVE_PAGE_DOWN, MOVE_TOP, MOVE_BOTTOM };

struct find {
	const char *needle;
	bool backwards;
	bool here;    /* what is selected now may be the match */
	int64_t scan; /* look at so many at most: finding while one types must not wait */
};

/* What one may do in a view, for the last line of the screen: shown with the key that does it. */
struct hint {
	const char *command, *label;
};

struct view {
	const char *name;   /* as `bind` lines and `tab` have it */
	const char *title;
	const char *place;	  /* heading of its keys in help: "In the timeline" */
	const struct hint *hints; /* the most useful first; ends with a row of NULL */
	enum entity_kind entity;  /* what is selected is one of these; ENTITY_COUNT: none of them */
	/* Read what is shown again, for an area of `rows`; on failure what was there stays. NULL:
	 * nothing to read. */
	bool (*load)(struct ui *ui, int rows, struct err *err);
	/* Draw into the area; scrolls so that what is selected is seen. Never fails, never reads.
	 */
	void (*draw)(struct ui *ui, struct area area);
	/* A list in memory: where it stands and how many rows it has. NULL for views that have
	 * `move` and `find` of their own, or a sheet. */
	struct list *(*list)(struct ui *ui);
	size_t (*count)(const struct ui *ui);
	/* The text of a row of the list or the sheet, to find in. */
	void (*label)(const struct ui *ui, size_t index, struct buf *out);
	/* How a list is looked at (tui/sheet.h), what `sort` and `group` can choose, the usual
	 * first, NULL-terminated, and showing it so. NULL: nothing of that here. */
	struct sheet *(*sheet)(struct ui *ui);
	const char *const *sorts, *const *groups;
	void (*arrange)(struct ui *ui);
	/* Something else may be selected now: read what is shown of it. */
	bool (*moved)(struct ui *ui, struct err *err);
	/* Move the selection; see view_move. */
	bool (*move)(struct ui *ui, enum move move, struct err *err);
	/* Select the next match; see view_find. */
	bool (*find)(struct ui *ui, const struct find *find, bool *found, struct err *err);
	/* Number that commands take for what is selected; 0 if nothing is. */
	int64_t (*number)(const struct ui *ui);
	/* What stands for {key}: the section selected, "" if none is. NULL: there are none here. */
	const char *(*key)(const struct ui *ui);
	/* Enter. */
	bool (*open)(struct ui *ui, struct err *err);
	/* Mark what is shown from one number to another, both included; marks_between for a `list`.
	 * NULL: nothing can be marked. See tui/marks.h. */
	bool (*between)(
		struct ui *ui, int64_t from, int64_t to, struct marks *out, struct err *err);
	/* Show only what matches what a person wrote, "" everything; on ERR_USAGE nothing changes.
	 * Called for every key while one writes it. NULL: no filter. */
	bool (*filter)(struct ui *ui, const char *text, struct err *err);
	/* What one may write, in a line. */
	const char *filter_hint;
	/* What was last given to `filter`; borrowed, never NULL. A sheet knows by itself. */
	const char *(*filtered)(const struct ui *ui);
};

/* The list of a view or of its sheet, NULL if it has none; and how many rows there are. */
struct list *view_list(struct ui *ui, const struct view *view);
size_t view_count(struct ui *ui, const struct view *view);

/* What is shown is filtered by this; "" if by nothing. Borrowed. */
const char *view_filtered(struct ui *ui, const struct view *view);

/* The number of a row of the list, 0 if it has none; and the row of a number, false if none has it.
 */
int64_t view_number_at(struct ui *ui, const struct view *view, size_t row);
bool view_row_of(struct ui *ui, const struct view *view, int64_t number, size_t *row);

/* All views there are; NULL-terminated. */
extern const struct view *const views[];

/* Move the selection of the view that has the keys. */
bool view_move(struct ui *ui, enum move move, struct err *err);

/* Select the next match there, round the end; `*found` is false, and nothing moves, if there is
 * none. */
bool view_find(struct ui *ui, const struct find *find, bool *found, struct err *err);

extern const struct view view_board, view_timeline, view_actions, view_causes, view_postmortem,
	view_preview, view_checks, view_history, view_pager;

/* Select the line with a number in the view below the pager; ERR_NOT_FOUND if there is none. */
bool view_select(struct ui *ui, int64_t number, struct err *err);

struct board_row;

/* The incident selected on the board, or NULL. */
const struct board_row *board_selected(const struct ui *ui);

/* `begin [TEXT]`: a new incident in one line, see app/begin.h. */
bool run_begin(struct ui *ui, char *const *words, size_t count, struct err *err);

/* Show the actions of the open incident as their sheet says: after each reading. */
void actions_arrange(struct ui *ui);

/* ---- lists whose rows are all in memory, one screen row each ---- */

struct list {
	size_t selected, top;
};

/* `rows` is what one page shows. */
void list_move(struct list *list, size_t count, int rows, enum move move);

/* Scroll so that the selection is within `rows`, and no row stays empty that could be filled. */
void list_fit(struct list *list, size_t count, int rows);

/* Enter on a list of entities: shows the selected one whole. */
bool list_open(struct ui *ui, struct err *err);

/* The screen row of `area` for an index, or -1 if it is not visible. */
int list_row(const struct list *list, size_t index, struct area area);

/* Mark a drawn row as selected (and put the cursor there) if the list has the keys. */
void list_mark(struct ui *ui, struct area area, int row, int rows);

/* What stands where a list is empty: what to do about it, with the key of a command, if it has one.
 */
void list_draw_empty(struct ui *ui, struct area area, const char *what, const char *command,
	const char *before, const char *after);

/* Restyle where `needle` of the running search is seen in a row's text that was put at `column`. */
void list_highlight(
	struct ui *ui, struct area area, int row, int column, const char *text, size_t len);

#endif
