/* What an import leaves as text: what nothing was read from; and making something of it after all. */
#ifndef APP_IMPORT_LEFT_H
#define APP_IMPORT_LEFT_H

#include "app/import_plan.h"

struct import_left {
	size_t line, to_line; /* from 1, both included */
	size_t block;	      /* the first */
	size_t from, to;      /* bytes of the document */
};

/* The next run of neighbouring blocks of which nothing was read, from block `*at` on, which begins at 0; headings part
 * runs. False at the end. */
bool import_left_run(const struct postmortem *document, size_t *at, struct import_left *out);

/* The same one by one: each paragraph, item of a list, row of a table, code. */
bool import_left_next(const struct postmortem *document, size_t *at, struct import_left *out);

/* Append its first words, plain, in one line; of a row of a table the words of its cells. */
void import_left_words(const struct postmortem *document, const struct import_left *left, struct buf *out);

/*
 * Add an item that says what one of import_left_next says, which is then left no more: an event, action or cause, with the
 * fields that `made` has set. It is known by its text as everything else that is imported: the document tells it already.
 */
void import_left_take(struct import_plan *plan, const struct import_left *left, const struct record *made);

#endif
