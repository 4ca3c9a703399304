/*
 * The import screen: a postmortem on one side, on the other what was recognised in it and would be written. One looks
 * through it, drops and corrects, and then takes it, in one change. Nothing is written before.
 */
#ifndef TUI_IMPORTING_H
#define TUI_IMPORTING_H

#include "app/import_left.h"
#include "base/mem.h"
#include "tui/place.h"

enum import_row_kind {
	IMPORT_ROW_INCIDENT, /* what is read of it as a whole */
	IMPORT_ROW_NOTE,
	IMPORT_ROW_CONFLICT, /* the document and the incident changed the same */
	IMPORT_ROW_ITEM,
	IMPORT_ROW_LEFT, /* left as text */
};

struct import_row {
	enum import_row_kind kind;
	size_t index;	      /* among the plan's notes, conflicts or items, or in `left` */
	size_t line, to_line; /* of the document; 0: no place in it */
	size_t from, to;      /* bytes */
};

struct importing {
	struct import_inputs inputs;
	struct import_plan *plan; /* of the document shown; NULL: none is */
	struct list list;
	VEC(struct import_left) left;
	VEC(struct import_row) rows; /* as they stand in the document */
	struct ui_place place;
};

extern const struct view view_import;

/* Forget the document. */
void importing_fini(struct importing *importing);

/* The item that is selected, NULL if none is or another view is shown; borrowed. */
struct import_item *importing_selected(const struct ui *ui);

/* The record whose fields may be corrected: that of the item, or the incident's; NULL: there is none. Borrowed. */
struct record *importing_record(const struct ui *ui);

/* Leave it for where one came from; nothing is imported. */
bool importing_close(struct ui *ui, struct err *err);

/* ---- commands of the UI ---- */

/* `import FILE`: look at a document. Everything else that `import` can do runs as in a shell. */
bool run_import(struct ui *ui, char *const *words, size_t count, struct err *err);
/* `correct FIELD VALUE…`: of what is selected. */
bool run_correct(struct ui *ui, char *const *words, size_t count, struct err *err);
/* `drop`: leave out what is selected, or take it after all. */
bool run_drop(struct ui *ui, char *const *words, size_t count, struct err *err);
/* `make action|cause|KIND [TIME]`: of what was left as text. */
bool importing_make(struct ui *ui, char *const *words, size_t count, struct err *err);
/* `take`: write it all. */
bool run_take(struct ui *ui, char *const *words, size_t count, struct err *err);

/* ---- its rows: src/tui/importing_rows.c ---- */

/* Put together what is shown, anew after each `make`. */
void importing_arrange(struct importing *importing);
/* NULL if there are not so many; borrowed. */
const struct import_row *importing_row(const struct ui *ui, size_t row);
/* An instant of the day of which a clock time alone is meant to be: the selected event's, else that of the one before it in
 * the document, else the incident's. */
int64_t importing_day(const struct ui *ui);
/* Append what it says, in one line. */
void importing_put_row(const struct ui *ui, size_t row, struct buf *out);
/* The zone in which its times are shown; borrowed. */
const char *importing_zone(const struct ui *ui);
void importing_draw_rows(struct ui *ui, struct area area);

#endif
