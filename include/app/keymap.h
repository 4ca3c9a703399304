/* Key bindings: in which view which key runs which command line. Made by `bind` lines of inquestrc. */
#ifndef APP_KEYMAP_H
#define APP_KEYMAP_H

#include <stdbool.h>

#include "base/err.h"

struct binding {
	char *view;    /* "all", "board", "timeline", … */
	char *key;     /* as written: "Ctrl-T", "a" */
	char *command; /* command line; "" when unbound */
	char *where;   /* file and line of what holds */
	bool before;   /* that file had bound it to something else in a line before */
};

struct keymap {
	struct binding *items;
	size_t count, cap;
	const char *file; /* that is being read; borrowed, NULL: none */
	size_t line;
};

/* The views a binding may name; NULL-terminated. */
extern const char *const keymap_views[];

/* Bind, or unbind with an empty command. An unknown view is ERR_USAGE. Keys are checked by the UI. */
bool keymap_bind(struct keymap *map, const char *view, const char *key, const char *command,
	struct err *err);

void keymap_fini(struct keymap *map);

#endif
