/*
 * Forms: the fields of one entity, or of several at once, as rows made from the field table. A form lies over the
 * view until it is saved or left. It saves by running the command that a person could type; it keeps what is
 * typed as a draft; and what somebody else changes meanwhile is shown beside it, never overwritten silently.
 */
#ifndef TUI_FORM_H
#define TUI_FORM_H

#include "app/fields.h"
#include "app/guard.h"
#include "app/read.h"
#include "tui/complete.h"
#include "tui/line.h"
#include "tui/view.h"

struct form_row {
	int field; /* index in the entity's table */
	struct line line;
	char *shown;	  /* what the record says, as text; what a new one begins with */
	bool several;	  /* the entities differ in it */
	char *problem;	  /* what is wrong with what was typed; NULL: nothing */
	char *theirs;	  /* what somebody else made of it since; NULL: nothing, or it was settled */
	bool noted;	  /* it took somebody else's value silently */
	struct touch who; /* of `theirs` and `noted` */
};

struct form {
	bool open;
	enum entity_kind kind;
	char *which; /* see struct fields */
	char *from;  /* who typed it elsewhere, and `base` is what they had; NULL: it is typed here */
	char incident[ID_SIZE];
	struct records base; /* as they were when the fields were filled, or settled */
	struct records now;  /* as they are; the same ones in the same order */
	struct form_row rows[FIELD_MAX];
	size_t count, focus, top;
	bool fresh; /* nothing was typed since the focus came here: a choice is replaced, not added to */
	struct candidates found;
	struct list list;
	bool listing; /* candidates are shown */
	/* the draft */
	bool dirty, stored, complained;
	int64_t due; /* save it when the monotonic clock shows this */
};

/* Leave; what was typed stays as a draft unless `drop`. */
bool form_leave(struct ui *ui, bool drop, struct err *err);

/* Write it; stays open on errors, at the field concerned. */
bool form_save(struct ui *ui, struct err *err);

/* Free what it holds. */
void form_fini(struct form *form);

/* The entities were probably changed: look. */
bool form_reload(struct ui *ui, struct err *err);

/* True if it has the keys. */
bool form_has_keys(const struct ui *ui);

/* The line that is written in. */
struct line *form_line(struct ui *ui);

/* It was changed; and before a character goes into it. */
void form_changed(struct ui *ui);
void form_typing(struct ui *ui);

/* Put the draft on disk now; true if there is nothing to do. */
bool form_keep(struct ui *ui, struct err *err);

/* Say that a form was left unsaved, if one was. */
bool form_remind(struct ui *ui, struct err *err);

/* Draw it over the area; and what its keys do. */
void form_draw(struct ui *ui, struct area area);
extern const struct hint form_hints[];

/* The commands `form`, `field`, `save`, `leave`, `resolve`; `editor` comes here while a form has the keys. */
bool run_form(struct ui *ui, char *const *words, size_t count, struct err *err);
bool run_field(struct ui *ui, char *const *words, size_t count, struct err *err);
bool run_save(struct ui *ui, char *const *words, size_t count, struct err *err);
bool run_leave(struct ui *ui, char *const *words, size_t count, struct err *err);
bool run_resolve(struct ui *ui, char *const *words, size_t count, struct err *err);
bool form_editor(struct ui *ui, struct err *err);

/* ---- between the files of forms ---- */

/* True if what stands in the row is not what the record says. */
bool form_touched(const struct form_row *row);

/* The field that a row is for; static. */
const struct field *form_field(const struct form *form, const struct form_row *row);

/* The incident whose zone times are read in; NULL for a new one. */
const struct record *form_incident(const struct ui *ui);

/* What the template asks in the section that the form is of; NULL: it does not ask for it. Borrowed. */
const char *form_question(const struct ui *ui);

/* Read what was typed into a record; false, and the row's problem, if it cannot be. */
bool form_check(struct ui *ui, struct form_row *row);

/* Put a text into a row as if it had been typed. */
void form_put(struct ui *ui, struct form_row *row, const char *text);

/* Move the focus. */
void form_focus(struct ui *ui, size_t row);

/* What was typed, as fields. */
void form_typed(const struct form *form, struct fields *out);

/* Bring back what this session typed into this form, or what a dead one left. */
bool form_restore(struct ui *ui, struct err *err);

#endif
