/* Writing JSON. Reading it is SQLite's work. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

/* Appends to `out`, with all that a terminal would obey (text_is_control) as \uXXXX: what reads the JSON gets it, what shows
 * it does not; commas are put where they belong. A NULL name is an array's element. */
struct json {
	struct buf *out;
	bool comma;
};

/* Append one value, or the bracket that begins or ends an array or object. */
void json_open(struct json *json, const char *name, char bracket);  /* '{' or '[' */
void json_close(struct json *json, char bracket);		     /* '}' or ']' */
void json_text(struct json *json, const char *name, const char *text); /* NULL gives null */
void json_int(struct json *json, const char *name, int64_t number);
void json_time(struct json *json, const char *name, int64_t at); /* ms since 1970: ISO 8601, in UTC */
void json_bool(struct json *json, const char *name, bool truth);
void json_null(struct json *json, const char *name);

#endif
