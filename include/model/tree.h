/* Causes as a tree: who is under whom, in which order, and moving them about. Pure. */
#ifndef MODEL_TREE_H
#define MODEL_TREE_H

#include "model/record.h"

#define TREE_NONE SIZE_MAX

struct tree {
	size_t *parent; /* of each record, an index into the records; TREE_NONE at the top */
	size_t count;
};

/*
 * The tree that causes form. One whose parent is not among them, because it was deleted, is at the top; merged
 * logs may hold a ring, which is cut somewhere. Free with tree_fini.
 */
void tree_init(struct tree *tree, const struct records *causes);
void tree_fini(struct tree *tree);

struct tree_row {
	size_t index; /* of the record */
	int depth;    /* 0: at the top */
};

/* The records as the tree is read, each followed by what is below it; those under one parent stay as they are
 * among the records. `out` has room for all. */
void tree_rows(const struct tree *tree, struct tree_row *out);

/* True if `index` is `above` or anywhere below it. */
bool tree_is_within(const struct tree *tree, size_t index, size_t above);

enum tree_how {
	TREE_UNDER,  /* last under `target` */
	TREE_TOP,    /* last at the top */
	TREE_BEFORE, /* beside `target` */
	TREE_AFTER,
	TREE_UP, /* one place among its siblings */
	TREE_DOWN,
	TREE_IN,  /* last under the sibling before it */
	TREE_OUT, /* right after its parent */
};

/*
 * Move a cause, with all that is below it: sets parents and positions in those records that change, so that
 * these are changes to write. `target` is used by the first kinds that name one. ERR_USAGE if it would be
 * under or beside itself, or cannot go further; nothing is set then.
 */
bool tree_move(struct records *causes, size_t index, enum tree_how how, size_t target, struct err *err);

#endif
