/* Key bindings: in which view which key runs which command line. Made by `bind` lines of inquestrc. */
#ifndef APP_KEYMAP_H
#define APP_KEYMAP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct binding {
	const char *view;    /* "all", "board", "timeline", … */
	const char *key;     /* as written: "Ctrl-T", "a" */
	const char *command; /* command line; "" when unbound */
	const char *where;   /* file and line of what holds */
	bool before;	     /* that file had bound it to something else in a line before */
	char *own;	     /* what these four are kept in; NULL: they are constants */
};

struct keymap {
	struct binding *items;
	size_t count, cap;
	const char *file; /* that is being read; borrowed, NULL: none */
	size_t line;
};

/* A view that a binding may name. */
struct keymap_view {
	const char *name;
	const char *parent; /* its keys hold where those of this one are silent; NULL: none */
	bool typed;	    /* one writes there: characters are text unless they are bound there */
};

/* All of them, in the order of help. */
extern const struct keymap_view keymap_views[];
extern const size_t keymap_view_count;

/* The one of that name, or NULL. */
const struct keymap_view *keymap_view(const char *name);

/* Bind, or unbind with an empty command. An unknown view is ERR_USAGE. Keys are checked by the UI. */
bool keymap_bind(struct keymap *map, const char *view, const char *key, const char *command,
	struct err *err);

/* Bind all that the shipped inquestrc does, as if its lines had been read before those that `map` has. They were made
 * a table when the program was built. */
void keymap_ship(struct keymap *map);

/* Free what it holds. */
void keymap_fini(struct keymap *map);

#endif
