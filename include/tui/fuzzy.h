/* Matching what was typed against names: its letters in their order, but not necessarily side by
 * side. Pure. */
#ifndef TUI_FUZZY_H
#define TUI_FUZZY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	FUZZY_NAME_MAX = 128, /* characters of a name that are looked at */
	FUZZY_QUERY_MAX = 48, /* longer queries match nothing */
};

struct fuzzy {
	int score; /* higher is better; only scores for the same query compare */
	/* the bytes in the name where matched characters begin, ascending */
	uint16_t at[FUZZY_QUERY_MAX];
	size_t count;
};

/*
 * Match a query against a name, case ignored. Its words, separated by blanks, match one by one, in
 * any order. Letters at the start of a word, side by side, and early count more; of two names that
 * match equally the shorter is better; one that begins with the query is better than all that do
 * not, the query itself best. An empty query matches everything with a score of 0. False, and a
 * score that means nothing, if some word is not in the name.
 */
bool fuzzy_match(const char *name, const char *query, struct fuzzy *out);

#endif
