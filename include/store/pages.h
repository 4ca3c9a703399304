/*
 * A database file read page by page, without SQLite: what can still be read of one that SQLite refuses. Follows
 * sqlite.org/fileformat2.html, trusts nothing in the file, and looks at every page, whether or not anything leads to
 * it. What was deleted does not come back: secure_delete fills it with zeros. What was never committed may: SQLite takes
 * no note of what was in a free page, so what a transaction that was taken back wrote there stays.
 */
#ifndef STORE_PAGES_H
#define STORE_PAGES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

enum { CELL_VALUES_MAX = 24 };

enum cell_type { CELL_NULL, CELL_INT, CELL_TEXT, CELL_BLOB, CELL_OTHER };

struct cell_value {
	enum cell_type type;
	int64_t number;	   /* of a CELL_INT */
	const char *bytes; /* of text and blobs: borrowed until the next cell, followed by a NUL */
	size_t len;
};

/* One row of a table or an index. */
struct cell {
	bool table;    /* of a table with rowids; otherwise of an index or a WITHOUT ROWID table */
	int64_t rowid; /* if `table` */
	size_t count;  /* of values */
	struct cell_value values[CELL_VALUES_MAX];
};

struct pages {
	const unsigned char *bytes; /* the whole file */
	size_t size;
	size_t page;	/* bytes in a page */
	size_t count;	/* of pages, a cut-off one at the end included */
	size_t fetched; /* bytes of overflow pages read so far: bounded, since damage can make a chain of anything */
	bool *spare;	/* of each page, whether it is on the list of free ones; NULL: there is no list that holds together */
	struct buf payload, texts;
};

/*
 * Map a file that nobody else changes. The size of its pages is what its header says, if that can be, or else 4096.
 * An empty file has no pages.
 */
bool pages_open(struct pages *pages, const char *path, struct err *err);
void pages_close(struct pages *pages);

/* A number in the header, big-endian: user_version is at 60, application_id at 68. 0 beyond the end of the file. */
int64_t pages_header(const struct pages *pages, size_t at);

/* The ways to read a page's cells: what its first byte says, and what it may have said before it was damaged. */
enum page_kind { PAGE_TABLE = 13, PAGE_INDEX = 10, PAGE_INDEX_INNER = 2 };

/* Whether page `number` (from 1) may be read as `kind`: its first byte says so, or is not what a sound page begins
 * with (zeros are what overflow pages, which hold anybody's bytes, and free pages begin with). */
bool pages_may_be(const struct pages *pages, size_t number, enum page_kind kind);

/* Whether nothing that was committed is in page `number` (from 1), as far as the list of free pages can be believed. */
bool pages_is_spare(const struct pages *pages, size_t number);

/* How many cells page `number` may have, read as `kind`. */
size_t pages_cells(const struct pages *pages, size_t number, enum page_kind kind);

/* Cell `index` of a page, from 0; false if it does not read as a row of at most CELL_VALUES_MAX values. */
bool pages_cell(struct pages *pages, size_t number, enum page_kind kind, size_t index, struct cell *out);

#endif
