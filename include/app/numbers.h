/*
 * Which entities a command is about, as people write it: `3`, `#3`, `3,5,8-10`, `3 5`. A number names an
 * entity that must be there; a range names those of it that are, and skips what was deleted, but not all of
 * it. Each entity counts once, in the order written.
 */
#ifndef APP_NUMBERS_H
#define APP_NUMBERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/app.h"

enum { NUMBERS_MAX = 10000 }; /* entities in one command */

struct number_range {
	int64_t first, last; /* equal for a number alone */
	bool range;	     /* written as a range */
};

struct numbers {
	struct number_range *items;
	size_t count, cap;
};

/* Read `count` words, one or more. ERR_USAGE names what is no number. The caller ends it with numbers_fini
 * either way. */
bool numbers_read(struct numbers *out, char *const *words, size_t count, struct err *err);
void numbers_fini(struct numbers *numbers);

/* True if it names one entity and could not name more. */
bool numbers_single(const struct numbers *numbers);

/* The entities, appended. ERR_NOT_FOUND names what is not there, or was deleted; ERR_USAGE if they are more
 * than NUMBERS_MAX. */
bool numbers_find(struct app *app, const struct numbers *numbers, enum entity_kind kind,
	const char *incident, struct records *out, struct err *err);

#endif
