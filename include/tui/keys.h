/*
 * The live key map: which command line a key runs where, which key a command has, and the help made
 * from both. The rows come from app/keymap.h; what a key is, from tui/key.h.
 */
#ifndef TUI_KEYS_H
#define TUI_KEYS_H

#include "app/keymap.h"
#include "tui/key.h"
#include "tui/view.h"

struct ui_binding {
	struct key key;
	const struct keymap_view *view;
	const char *command; /* borrowed from the key map; "" if unbound */
	size_t next; /* the next one in its chain */
};

/* What keys do. A key is found in the chain of its code; a place in a chain is an index and 1, or 0 at its end. */
enum { BINDING_CHAINS = 64 };

struct ui_bindings {
	struct ui_binding *items;
	size_t count, cap;
	size_t chains[BINDING_CHAINS];
};

/* Resolve the key map; ERR_USAGE names a key that does not exist, the others work. */
bool keys_resolve(struct ui *ui, struct err *err);

/* The command line bound to a key in a view, its parents and, if `all`, in "all"; NULL if none. */
const char *keys_find(const struct ui *ui, const char *view, const struct key *key, bool all);

/* Append the name of a key that runs a command line in a view; false if there is none. */
bool keys_name(const struct ui *ui, const char *view, const char *line, struct buf *out);

/* The same for a command, whatever words it is given; also of a key that asks for them. */
bool keys_of_command(const struct ui *ui, const char *view, const char *name, struct buf *out);

/* True if a command line runs the command, or asks for words for it. */
bool keys_runs(const char *line, const char *name);

/* The view of that name, NULL if keys are bound in it but nothing is drawn; and the view whose keys
 * hold where its own are silent. */
const struct view *keys_view(const char *name);
const char *keys_parent(const char *name);

/* Show what keys and commands do, in the pager. */
void keys_help(struct ui *ui);

/* Draw what keys do here, as much as fits. */
void keys_hint(struct ui *ui, struct area area);

#endif
