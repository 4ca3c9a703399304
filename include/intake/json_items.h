/*
 * The elements of a stream of JSON: values one after another (JSON lines, pretty-printed or run together), the elements
 * of an array around everything, or those of an array that an object around everything holds under a known name
 * ({"log_entries": […]}). Read in pieces of any size; memory is bounded by one element. What is inside an element is
 * checked only as far as its brackets, strings and commas go: a JSON parser has the last word.
 */
#ifndef INTAKE_JSON_ITEMS_H
#define INTAKE_JSON_ITEMS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "intake/logs.h"

enum {
	JSON_ITEM_MAX = LOG_ELEMENT_MAX, /* bytes of an element */
	JSON_DEPTH_MAX = 256,		 /* brackets within each other */
};

/* Borrowed for the call. */
struct json_item {
	const char *text; /* one object or array, NUL-terminated, without NUL in it: \u0000 is made \u2400, and control
			   * characters in strings, which JSON forbids and programs write, are escaped */
	size_t len;
	size_t line;	  /* on which it begins, from 1 */
	const char *list; /* the name of the array it is in, "" if none */
};

/*
 * Where to: false from `item` ends the reading with its error. `bad` is told what cannot be read, in words for people
 * without a full stop, and where it begins; reading goes on with the next line or element that can be told to be one.
 */
struct json_items_sink {
	void *data;
	bool (*item)(void *data, const struct json_item *item, struct err *err);
	void (*bad)(void *data, size_t line, const char *why);
};

struct json_items;

/* `lists`, borrowed, ends with NULL and may be NULL: names of arrays to go into. An object around everything that has
 * one of them is no element itself. */
struct json_items *json_items_new(const char *const *lists, const struct json_items_sink *sink);

/* Read on. False only if `item` said so, and then always. */
bool json_items_push(struct json_items *items, const char *bytes, size_t len, struct err *err);

/* Nothing follows: what is open is told to `bad`. False if the sink had ended the reading. */
bool json_items_end(struct json_items *items);

/* Lines that were begun. */
size_t json_items_lines(const struct json_items *items);

void json_items_free(struct json_items *items); /* NULL is fine */

#endif
