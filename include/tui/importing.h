/*
 * The import screen: a postmortem on one side, on the other what was recognised in it and would be written. One looks
 * through it, drops and corrects, and then takes it, in one change. Nothing is written before.
 */
#ifndef TUI_IMPORTING_H
#define TUI_IMPORTING_H

#include "app/import_plan.h"
#include "base/mem.h"
#include "tui/place.h"

struct importing {
	struct import_inputs inputs;
	struct import_plan *plan; /* of the document shown; NULL: none is */
	struct list list;
	VEC(size_t) rows; /* the items shown, by where they stand in the document */
	struct ui_place place;
};

extern const struct view view_import;

/* Forget the document. */
void importing_fini(struct importing *importing);

/* What is selected, NULL if nothing is or another view is shown; borrowed. */
struct import_item *importing_selected(const struct ui *ui);

/* Leave it for where one came from; nothing is imported. */
bool importing_close(struct ui *ui, struct err *err);

/* ---- commands of the UI ---- */

/* `import FILE`: look at a document. Everything else that `import` can do runs as in a shell. */
bool run_import(struct ui *ui, char *const *words, size_t count, struct err *err);
/* `correct FIELD VALUE…`: of what is selected. */
bool run_correct(struct ui *ui, char *const *words, size_t count, struct err *err);
/* `drop`: leave out what is selected, or take it after all. */
bool run_drop(struct ui *ui, char *const *words, size_t count, struct err *err);
/* `take`: write it all. */
bool run_take(struct ui *ui, char *const *words, size_t count, struct err *err);

#endif
