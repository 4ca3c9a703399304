/* What the files of taking back share: src/app/takeback*.c. */
#ifndef APP_TAKEBACK_PARTS_H
#define APP_TAKEBACK_PARTS_H

#include "app/takeback.h"

/* Append what became of an edit; the address is good until the next one. */
struct takeback_result *takeback_add(
	struct takeback *takeback, const struct readback_edit *edit, enum takeback_outcome outcome);
/* Call it by the record's number, which people know; sections have none. */
void takeback_set_number(struct takeback_result *result, const struct record *record);
/* Append that it cannot be, and why; gives true. `record` may be NULL. */
bool takeback_refuse(struct takeback *takeback, const struct readback_edit *edit, const struct record *record,
	const char *reason);
/* Append a conflict with what the incident has, or put it to one about the same. */
void takeback_add_conflict(struct takeback *takeback, struct readback_edit *edit, const struct record *now,
	const char *ours);

/* The section of this key: a record without an id if there is none. The caller ends it. */
bool takeback_find_section(
	struct takeback *takeback, const char *key, struct record *out, bool *found, struct err *err);
/* A new section gets a key of its own. */
bool takeback_choose_key(struct takeback *takeback, struct readback_edit *edit, struct err *err);
/* Write a section's text, or the first line of the source of its heading. */
bool takeback_write_section(struct takeback *takeback, struct readback_edit *edit, struct err *err);
bool takeback_write_markup(struct takeback *takeback, struct readback_edit *edit, struct err *err);

#endif
