/*
 * Which column of a table is what: said by the user, or guessed from the names of the columns (English, German, French,
 * Spanish, Italian, Portuguese, Japanese, Chinese) and from what stands in them. Pure.
 */
#ifndef INTAKE_COLUMNS_H
#define INTAKE_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "intake/map.h"

enum { COLUMNS_EACH = 8 }; /* columns of one role */

/* The columns of each role, in order, counted from 0. */
struct columns {
	size_t items[MAP_ROLES][COLUMNS_EACH];
	size_t count[MAP_ROLES];
};

/* A table's head and first records. `cell` gives the text of a cell, "" where there is none; row 0 is the head. */
struct column_sample {
	const char *(*cell)(const void *data, size_t row, size_t column);
	const void *data;
	size_t rows, columns; /* rows with the head */
	bool head;	      /* row 0 has names; else columns are called 1, 2, … and it is a record */
	const char *zone;     /* of times that name none */
};

/* Whether row 0 is a head rather than a record: nothing in it is a time or a number, or a name in it is known. */
bool columns_have_head(const struct column_sample *sample);

/*
 * What the user named by `map` (a name, case ignored, or a number from 1), and guesses for the roles it does not name.
 * ERR_USAGE: a column that is not there, or no column for `at` or `text` can be found; it says which there are.
 */
bool columns_find(struct columns *out, const struct column_sample *sample, const struct map *map, struct err *err);

/* How sure the guess is without a map, 0 to 100: whether times and texts were found, and by their names. */
int columns_sure(const struct column_sample *sample);

/* The kind of event that a word in a column means, such as "resolve" or "Deployment"; NULL if none. */
const char *columns_kind(const char *word);

#endif
