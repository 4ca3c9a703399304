/*
 * What is in a folder, in a form that two folders can be compared by: of a database its rows, of a repository what git
 * says of it, of all other files their bytes.
 */
#ifndef TESTS_STATE_H
#define TESTS_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct state_entry {
	char *path; /* below the folder */
	uint64_t sum;
	char *trouble; /* a database that is damaged, a repository with locks left: why; else NULL */
};

struct state {
	struct state_entry *items;
	size_t count, cap;
};

/* Read it. A journal that must be rolled back is, in a copy. The same bytes of a
 * repository are asked about once only. */
void state_read(const char *folder, struct state *out);
void state_fini(struct state *state);

/* The entry with that path, or NULL. */
const struct state_entry *state_find(const struct state *state, const char *path);
bool state_same(const struct state *a, const struct state *b);

/* Changes whenever anything in the folder is written to, cheaply. */
uint64_t state_stamp(const char *folder);

#endif
