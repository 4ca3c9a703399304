/*
 * The rows in which a word stands, as FTS5 keeps them: its leaves are read directly (blobs of search_data), the latest
 * row first. Two words that never meet are two lists of a hundred thousand rows each; FTS5 takes some 200 instructions
 * for each row of them, and cannot be stopped at the end of a range. The format is that of FTS5's version 4 (the comments of
 * its fts5_index.c), which the index says it has: of any other nothing is read, and the caller asks FTS5 instead.
 */
#ifndef STORE_POSTINGS_H
#define STORE_POSTINGS_H

#include "base/mem.h"
#include "store/internal.h"

/* A run of leaves that FTS5 wrote at once; what a later one says of a row holds. */
struct postings_segment {
	int64_t id, first_page, last_page;
};

/* The index at one moment: open it within a snapshot. */
struct postings_index {
	struct store *store;
	sqlite3_blob *blob; /* where the next leaf is read; NULL: none yet */
	VEC(struct postings_segment) segments; /* the latest first */
	bool failed; /* `err` says why: damaged, or not to be read. What was read is of no use */
	struct err err;
};

/* False, to be closed all the same, if that failed, and without `failed` if FTS5 has to be asked. */
bool postings_index_open(struct postings_index *index, struct store *store);
void postings_index_close(struct postings_index *index);

struct postings_leaf; /* of one word in one segment, and where in it one is */

/* The rows that hold a word, or any word that begins so. */
struct postings {
	struct postings_index *index;
	VEC(struct postings_leaf *) leaves; /* the latest row first */
	int64_t rowid; /* where one is, after a postings_seek that found a row */
};

/* A beginning of words is not read if there are more lists of such words than this. */
enum { POSTINGS_LISTS = 200 };

/*
 * `word` is as the tokenizer gives it. False, to be closed all the same, if that failed, and without `index->failed` if
 * there are too many lists: FTS5 has to be asked.
 */
bool postings_open(struct postings *postings, struct postings_index *index, const char *word, size_t len, bool prefix);
void postings_close(struct postings *postings);

/* Go to the latest row at or before `most`; it must not be later than where one is. False if there is none, or `index->failed`. */
bool postings_seek(struct postings *postings, int64_t most);

/* Where in the row: column << 32 | place, in order. */
struct postings_places {
	int64_t *items;
	size_t count, cap;
};

/* Append where the word stands in the row one is at; nothing more, if `index->failed`. */
void postings_places(struct postings *postings, struct postings_places *out);

#endif
