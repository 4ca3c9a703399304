/*
 * Comma-separated values (RFC 4180), record by record out of lines. Other separators are known too, and what real
 * exports do: a byte order mark, `sep=;` as the first line, quotes in the middle of a field (they stand for
 * themselves), text behind a closing quote (it is part of the field), records of different lengths. Pure; memory for one record.
 */
#ifndef INTAKE_CSV_H
#define INTAKE_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

enum {
	CSV_RECORD_MAX = 1024 * 1024, /* bytes of a record */
	CSV_FIELDS_MAX = 10000,	      /* of a record; what comes then belongs to the last one */
};

enum csv_result {
	CSV_MORE,   /* a quote is open: the record goes on in the next line */
	CSV_RECORD, /* the record is complete */
	CSV_BROKEN, /* a quote was not closed within CSV_RECORD_MAX; the next line begins anew */
};

struct csv {
	char separator;
	size_t count;	/* fields of the record */
	size_t line;	/* where it began */
	/* inside: */
	struct buf text;   /* the fields, each NUL-terminated */
	size_t *fields;	   /* where they begin in `text` */
	size_t cap;
	int state;
};

/* Begin with a separator; all of a `struct csv` that is not begun may be garbage. */
void csv_begin(struct csv *csv, char separator);
void csv_fini(struct csv *csv);

/* Read the next line, without its line break; `number` counts lines from 1. */
enum csv_result csv_line(struct csv *csv, const char *line, size_t len, size_t number);

/* A field of a complete record, borrowed until the next line; "" where the record has none. A NUL byte in it became U+2400. */
const char *csv_field(const struct csv *csv, size_t index);

/* Whether a record is begun and not complete. */
bool csv_is_open(const struct csv *csv);

/*
 * The separator that makes the most of what a file begins with: `,` `;` tab or `|`. `*columns` (may be NULL) is how many
 * there are, 1 when no separator fits; `*even` (may be NULL) whether all records have that many.
 */
char csv_separator(const char *head, size_t len, size_t *columns, bool *even);

/* The next line in [*at, end): its bytes without the line break (CR LF too) and the place behind it. False at the end. */
bool csv_next_line(const char **at, const char *end, const char **line, size_t *len);

#endif
