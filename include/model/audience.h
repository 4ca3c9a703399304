/* Who may read what: everything has an audience, and so has every rendering. */
#ifndef MODEL_AUDIENCE_H
#define MODEL_AUDIENCE_H

#include <stdbool.h>

#include "base/err.h"

/* From the narrowest circle to the widest. */
enum audience {
	AUDIENCE_TEAM,	   /* the people who worked on it */
	AUDIENCE_INTERNAL, /* everybody in the company */
	AUDIENCE_PUBLIC,   /* customers and the world */
};

/* The audience stored in a field; nothing stored, and what a newer version may have stored, is
 * AUDIENCE_INTERNAL. */
enum audience audience_of(const char *stored);

/* "team", "internal", "public" */
const char *audience_name(enum audience audience);

/* What a person typed; ERR_USAGE naming the three if it is none of them. */
bool audience_parse(const char *text, enum audience *out, struct err *err);

/* May `reader` see what is meant for `item`? The team sees all, the public only what is public. */
bool audience_shows(enum audience reader, enum audience item);

#endif
