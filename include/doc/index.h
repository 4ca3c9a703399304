/*
 * The incidents index: a table in a README, between two marker comments, that several people's
 * copies of inquest keep up to date without losing each other's rows.
 */
#ifndef DOC_INDEX_H
#define DOC_INDEX_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

#define INDEX_BEGIN "<!-- inquest:index begin -->"
#define INDEX_END "<!-- inquest:index end -->"

/* One incident; NULL is an empty text. All but the path are plain text. */
struct index_row {
	const char *path;  /* of its document, relative to the README: what a row is known by */
	const char *old_path; /* where its document was before; NULL: nowhere else */
	const char *date;  /* sorts as text: 2023-01-17 or 2023-01-17 15:00 */
	const char *title; /* the text of the link; the path if there is none */
	const char *severity;
	const char *status;
	const char *duration;
	const char *summary;
};

/*
 * Append `readme` with the `count` rows in its index. Rows of the table that are not among them
 * stay, byte for byte; a row with the path, or old path, of a given one gives way to it. The newest date comes
 * first, rows of the same date are in the order of their paths. Every byte outside the markers
 * stays, and lines end as they do in `readme` (CRLF or LF). Without markers a heading and the index
 * are added at the end; a NULL or empty `readme` becomes a new page.
 *
 * ERR_CONFLICT, naming the line, if a marker is missing, comes twice or in the wrong order, or if
 * something between them is no table row: somebody wrote there, and it would be lost.
 */
bool index_splice(struct buf *out, const char *readme, const struct index_row *rows, size_t count,
	struct err *err);

#endif
