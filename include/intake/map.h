/*
 * --map: which column of a table, or which member of a JSON object, is what. "at=Time,text=Message+Details,author=Who".
 * Parts are separated by commas or by blanks before the next ROLE=; a value may stand in "quotes". Pure.
 */
#ifndef INTAKE_MAP_H
#define INTAKE_MAP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/words.h"

enum map_role {
	MAP_AT,
	MAP_TEXT,
	MAP_AUTHOR,
	MAP_KIND,
	MAP_LINK,
	MAP_ID,
	MAP_SOURCE,
	MAP_ZONE,
	MAP_ROLES,
};

/* Names and help of the roles, by enum map_role. */
struct map_role_row {
	const char *name;
	const char *help;
};
extern const struct map_role_row map_roles[MAP_ROLES];

/* What the user named for each role, in order: names joined by + are several, in "quotes" + is a letter. */
struct map {
	struct words names[MAP_ROLES]; /* count 0: not said */
};

/* Read one; NULL or "" names nothing. ERR_USAGE, saying what is wrong and what is possible. Fini it also then. */
bool map_read(struct map *out, const char *text, struct err *err);
void map_fini(struct map *map);

#endif
