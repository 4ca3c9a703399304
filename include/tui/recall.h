/* Texts entered before, to come back with Up: of the composer, and of each sort of question. Pure.
 */
#ifndef TUI_RECALL_H
#define TUI_RECALL_H

#include <stdbool.h>
#include <stddef.h>

enum { RECALL_MAX = 200 };

enum recall_kind {
	RECALL_NONE,
	RECALL_COMPOSER,
	RECALL_PALETTE,
	RECALL_FIND,
	RECALL_FILTER,
	RECALL_TIME,
	RECALL_ASK,
	RECALL_KINDS,
};

/* All zero when empty. */
struct recall {
	char **items; /* oldest first */
	size_t count, cap;
	/* private: while one goes back */
	size_t at;   /* the item shown; `count` at the end */
	char *begun; /* the text that one began with; NULL: one does not go back */
	bool read;   /* for the owner: earlier ones were read */
};

/* Free what it holds. */
void recall_fini(struct recall *recall);

/* Remember a text as the newest, in place of the same one before; blank ones are not. */
void recall_add(struct recall *recall, const char *text);

/*
 * The text before (or after) the one that is shown now. One that is not what recall gave last is
 * where one begins: only texts that begin with it are given, and it comes back after the newest.
 * NULL where there is no further one. Borrowed until the next call.
 */
const char *recall_step(struct recall *recall, const char *shown, bool older);

#endif
