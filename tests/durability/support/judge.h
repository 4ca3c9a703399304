/* What our own program makes of a database that a power cut left behind. */
#ifndef TESTS_DURABILITY_JUDGE_H
#define TESTS_DURABILITY_JUDGE_H

#include "platter.h"

/*
 * `contents` is a number of all rows of all tables: equal for databases that say the same. JUDGE_NONE: there is no
 * database. What is wrong, if anything, is in `why`, borrowed from the judge.
 */
#define JUDGE_NONE UINT64_C(0)
struct verdict {
	uint64_t contents;
	const char *why; /* NULL: the file is whole, and its tables are what the change log folds to */
};

/* Remembers by their bytes what states are like: most of them are alike. */
struct judge {
	char folder[128]; /* where states are put; the caller makes and removes it */
	struct judged *known;
	size_t count, cap;
	size_t opened; /* states that were put on a disk and opened */
	size_t checked; /* databases that were checked row by row */
};

void judge_init(struct judge *judge, const char *folder);
void judge_fini(struct judge *judge);

/*
 * Put a state's files into the judge's folder, open the one named `database` as the program does, which rolls back
 * what has to be, and look at it. `*fresh`, if not NULL, tells whether such a state had not been judged before.
 */
struct verdict judge_image(struct judge *judge, const struct image *image, const char *database, bool *fresh);

/* The same for a database where it is. */
struct verdict judge_file(struct judge *judge, const char *path);

/* Write a state's files into a folder, under their own names; those of earlier states are removed. */
void judge_put(const struct image *image, const char *folder, const char *database);

#endif
