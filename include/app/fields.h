/*
 * What was typed into the fields of a form, as text, and the command that writes it: a form saves by the same
 * words that a person could type. Drafts of forms are kept as JSON.
 */
#ifndef APP_FIELDS_H
#define APP_FIELDS_H

#include "app/app.h"
#include "base/words.h"

struct typed {
	int field;  /* index in the entity's table */
	char *text; /* "" clears it */
	char *was;  /* what it was made from, if somebody else changed that meanwhile; else NULL */
};

struct fields {
	enum entity_kind kind;
	char *which; /* as commands take it: "12", "3,5-8", a section's key; "" a new one */
	char *from;  /* who else typed it, where: an edit of the published document; else NULL */
	struct typed *items;
	size_t count, cap;
};

/* Free what it holds. */
void fields_fini(struct fields *fields);

/* Remember the text of a field; an earlier one is replaced. */
void fields_set(struct fields *fields, int field, const char *text);

/* The text that a field's was made from; NULL: what the record says now. */
void fields_set_was(struct fields *fields, int field, const char *was);
const char *fields_was(const struct fields *fields, int field);

/* A field as it stands in a form, so that edit_field reads it again: event times with their precision, other
 * entities by number. `zone` is the incident's. */
void fields_show(struct app *app, const struct record *record, int field, const char *zone, struct buf *out);

/* The words of the command that writes them, such as `event edit 12 --kind=decision`. ERR_USAGE if there is
 * nothing to write, or no command for it. The caller frees the words, also after an error. */
bool fields_words(const struct fields *fields, struct words *out, struct err *err);

/* Where a draft of them is kept: "form event 12". Of what has no room there, a digest takes the place. */
void fields_place(const struct fields *fields, struct buf *out);

/* True if a draft kept there is one of a form. */
bool fields_is_place(const char *place);

/* Append as JSON, and read it back; fields that this version does not know are left out. ERR_USAGE if it is not
 * what fields_json wrote. */
void fields_json(const struct fields *fields, struct buf *out);
bool fields_read(struct app *app, const char *place, const char *json, struct fields *out, struct err *err);

/* Append in words, for a listing: "event 12: kind decision, text rolled back". */
void fields_describe(const struct fields *fields, struct buf *out);

#endif
