/*
 * What the rows in a file's pages are, told by their shape alone: the schema may be what is damaged. Nothing is taken
 * for something that does not fit in every value.
 */
#ifndef STORE_SALVAGE_H
#define STORE_SALVAGE_H

#include "model/record.h"
#include "store/pages.h"

enum salvaged {
	SALVAGED_NOTHING,
	SALVAGED_CHANGE, /* values as in enum change_value; the rowid is its seq */
	SALVAGED_ENTITY, /* a row of a table that the log folds to: salvage_recognise tells of which */
	SALVAGED_BLOB,	 /* digest, bytes */
	SALVAGED_DRAFT,	 /* values as in enum draft_value; the rowid is its number */
	SALVAGED_LOCAL,	 /* name, value */
	SALVAGED_ENTRY,	 /* of an index of the log: id of an entity or incident, clock, seq */
};

enum change_value {
	CHANGE_SEQ, /* null: it is the rowid */
	CHANGE_CLOCK,
	CHANGE_REPLICA,
	CHANGE_BATCH,
	CHANGE_AUTHOR,
	CHANGE_AT,
	CHANGE_INCIDENT,
	CHANGE_ENTITY,
	CHANGE_KIND,
	CHANGE_FIELDS,
	CHANGE_VALUES,
};

enum draft_value {
	DRAFT_NUMBER, /* null: it is the rowid */
	DRAFT_INCIDENT,
	DRAFT_PLACE,
	DRAFT_KIND,
	DRAFT_AT,
	DRAFT_TEXT,
	DRAFT_AUTHOR,
	DRAFT_UPDATED,
	DRAFT_SESSION,
	DRAFT_VALUES,
};

/* What a row is. Of an entity, `*kinds` gets the tables that it fits, a bit 1u << kind each: one, or some that look the
 * same; otherwise 0. */
enum salvaged salvage_recognise(const struct cell *cell, unsigned *kinds);

/* Of these, those that account for most of its values: "comment" where a table has that choice is that table's, though
 * another one takes any text there. */
unsigned salvage_likeliest(const struct cell *cell, unsigned kinds);

/* Such a row as a record of one of these kinds. Free it with record_fini. */
void salvage_record(const struct cell *cell, enum entity_kind kind, struct record *out);

/* Called for each row that is something; false ends the walk. */
typedef bool (*salvage_visit)(void *context, const struct cell *cell, enum salvaged what, unsigned kinds);

/* A kind of row as a bit. */
#define SALVAGE(what) (1u << (what))

/*
 * Every row that is `wanted` (SALVAGE bits) of every page in use, or with `spare` of every free one, in the order of the pages. `kinds` are those that all rows of an entity in the same page
 * fit: a page holds rows of one table only. False if a visit ended it.
 */
bool salvage_walk(struct pages *pages, bool spare, unsigned wanted, salvage_visit visit, void *context);

#endif
