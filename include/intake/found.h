/*
 * What was recognised in a document: for each thing a record with the fields that were read, and where they stand. What is
 * read goes into fields as well as staying in its section; what is not sure is said in a note, never made up.
 */
#ifndef INTAKE_FOUND_H
#define INTAKE_FOUND_H

#include <stdint.h>

#include "doc/blocks.h"
#include "model/record.h"

#define FOUND_ORIGIN ORIGIN_DOCUMENT

/* What the document does not say by itself. */
struct intake_context {
	int64_t now;	  /* milliseconds since 1970: of the import */
	const char *zone; /* of times that name none */
	const char *name; /* of the file, without folders; "" if there is none */
	int64_t written;  /* when it was written first, as a repository knows it, ms; 0: not known */
};

struct found_item {
	struct record record; /* kind and set fields; no id, number or incident */
	size_t from, to;      /* the bytes of the document that it was read from */
	size_t line;	      /* where they begin, from 1 */
	size_t parent;	      /* of a cause: index + 1 of the item it stands under; else 0 */
	const char *how;      /* what it was read as, in two or three words: "table row"; constant */
	char *note;	      /* what is unsure about it, without a full stop; NULL: nothing */
};

/* Something to say about the document as a whole or one of its lines. */
struct found_note {
	size_t line; /* from 1; 0: the whole */
	char *text;
};

/*
 * Items of one document: a changed version of so many, all of them changed, is written in 2 s. What comes after them
 * stays text, which is said. A log is no document, and has no end.
 */
enum { FOUND_ITEMS_MAX = 20000 };

struct found {
	struct {
		struct found_item *items; /* of each kind in the document's order */
		size_t count, cap;
	} items;
	struct {
		struct found_note *items;
		size_t count, cap;
	} notes;
	bool *claimed; /* for each block: it was read into fields whole */
	size_t blocks;
	bool full; /* there was more than FOUND_ITEMS_MAX, and it was said */
};

/* For a document of so many blocks. */
void found_init(struct found *found, size_t blocks);
void found_fini(struct found *found);

/* Append an item of a kind, read from bytes `from` to `to`, and give it to be filled; valid until the next one. */
struct found_item *found_add(struct found *found, const struct blocks *blocks, enum entity_kind kind, size_t from, size_t to,
	const char *how);

/* Whether no more items are taken: to be asked for one that would be added, as the first of those is noted. */
bool found_full(struct found *found);

/* Append words to what is unsure about an item, behind a semicolon if there is something already. */
void found_doubt(struct found_item *item, const char *words);

/* Append to what is unsure in the document as a whole, at one of its lines (from 1; 0: none). */
void found_note(struct found *found, size_t line, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* All of a block and its descendants is in fields: nothing is lost where its text is left out. */
void found_claim(struct found *found, const struct blocks *blocks, size_t block);

/* How many items there are of a kind. */
size_t found_count(const struct found *found, enum entity_kind kind);

#endif
