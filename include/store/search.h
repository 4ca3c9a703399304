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

/* ---- what is looked for ---- */

enum search_column {
	SEARCH_TEXT,
	SEARCH_WHO,
	SEARCH_KIND,
	SEARCH_ANY,
};

/* Words that stand next to each other, as people write them; signs between them do not count. */
struct search_part {
	char *text;
	enum search_column column;
	bool prefix;  /* the last word may go on */
	bool without; /* must not be there */
};

/* The rows in which all parts are that must be there, and none that must not. What holds no word at all is passed
 * over. */
struct search_scan;

/*
 * Look from `high` down to `low`, the greatest row first. There must be a part that must be there; parts are not kept. To be used
 * within a snapshot, and closed; never NULL. The text of a change is found after search_update.
 */
struct search_scan *search_scan_open(
	struct store *store, const struct search_part *parts, size_t count, int64_t low, int64_t high);
bool search_scan_next(struct search_scan *scan, int64_t *rowid); /* false at the end, and on errors */
/* Pass over the rows greater than `high`. */
void search_scan_skip(struct search_scan *scan, int64_t high);
bool search_scan_close(struct search_scan *scan, struct err *err);

/* Append the parts as an expression of FTS5. */
void search_expression(const struct search_part *parts, size_t count, struct buf *out);

/* Append a text as it is indexed: letters of scripts that do not part words with blanks stand apart. */
void search_spaced(const char *text, size_t len, struct buf *out);

#endif
