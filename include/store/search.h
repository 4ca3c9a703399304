/*
 * The full-text index: every entity with text that is not deleted is a document in it. Those that search put in
 * what is new (search_update), so that logging does not pay for it; what is in it already is kept right by
 * every write. Documents have three columns: `text`, `who` (people and teams) and `kind` (words that begin with SEARCH_MARK,
 * so that nothing anybody writes is taken for them).
 */
#ifndef STORE_SEARCH_H
#define STORE_SEARCH_H

#include "store/store.h"

/* U+E000, a private letter: before the words of the column `kind`. Every document has some. */
#define SEARCH_MARK "\xEE\x80\x80"

struct search_document {
	enum entity_kind kind; /* ENTITY_COUNT: of a kind that this version does not know */
	int64_t incident;      /* its number */
	int64_t number;	       /* of the entity in it; of an incident, its own */
};

/* What a row of the index stands for. */
struct search_document search_document(int64_t rowid);

/* The rows that belong to an incident: from `*low` to `*high`, inclusive. */
void search_range(int64_t incident, int64_t *low, int64_t *high);

/* The same for those of one kind. */
void search_range_of(int64_t incident, enum entity_kind kind, int64_t *low, int64_t *high);

/*
 * Put what was written since into the index: at most `limit` changes of the log, in short transactions. `*left`
 * gets how many are still to be read; also on failure (ERR_BUSY, ERR_DENIED for a file that may only be read),
 * after which the index can be searched as it is.
 */
bool search_update(struct store *store, int64_t limit, int64_t *left, struct err *err);

/* Append a text as it is indexed: letters of scripts that do not part words with blanks stand apart. */
void search_spaced(const char *text, size_t len, struct buf *out);

#endif
