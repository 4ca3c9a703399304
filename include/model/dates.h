/* Dates as people write them in running text. */
#ifndef MODEL_DATES_H
#define MODEL_DATES_H

#include <stdbool.h>
#include <stddef.h>

struct written_date {
	int year;
	int month, day; /* 0: only the year is written */
	const char *at; /* where, in the text */
	size_t len;	/* bytes */
};

/*
 * Find the next date from `*text` on and move on behind it; false if there is none. Read are 2023-01-17, 2023/01/17,
 * 17/01/2023, 17.01.2023, 01/17/2023 (where both may be meant, the day is first), 17 January 2023, 17th of Jan 2023,
 * January 17, 2023 and Jan 17 2023; a number of four digits from 1990 to 2099 that stands by itself is a year.
 */
bool dates_next(const char **text, struct written_date *out);

#endif
