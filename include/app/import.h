/* The command `import`: what it was asked for, and the two halves that do it. */
#ifndef APP_IMPORT_H
#define APP_IMPORT_H

#include "app/command.h"
#include "app/import_plan.h"

/*
 * Import postmortems: all documents that the words name, the earliest first, each in a batch of its own. What became of
 * each is printed, a line or two, or with --dry-run all that would be done. One that cannot be imported does not keep the
 * others: with several words or documents ERR_FAILED tells how many there were. ERR_CONFLICT: a new version of a document and
 * the incident changed the same.
 */
bool import_documents(struct call *call, char *const *words, size_t count, struct err *err);

/* Whether a word of `import` names a log, by what is in it; else it is a document, or nothing that is there. False, with an
 * error, if it is there and cannot be read. */
bool import_is_log(const char *word, bool *is_log, struct err *err);

/* ---- showing a plan: import_show.c ---- */

/* What was or (`dry`) would be made, in one to three lines. */
void import_show_summary(const struct import_plan *plan, bool dry, struct output *out);

/* All of it: each item with its line, what was left as text, notes, conflicts. */
void import_show_plan(const struct import_plan *plan, struct output *out);

/* The same as an object, one line. */
void import_show_json(const struct import_plan *plan, struct output *out);

#endif
