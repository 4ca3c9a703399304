/*
 * The data a template is filled with: a tree of null, bool, text, list and object, built once and
 * then only read. Numbers arrive as text. The whole tree lives in one arena that its root owns.
 */
#ifndef DOC_NODE_H
#define DOC_NODE_H

#include <stdbool.h>
#include <stddef.h>

enum node_kind {
	NODE_NULL,
	NODE_BOOL,
	NODE_TEXT,
	NODE_LIST,   /* items in the order they were added */
	NODE_OBJECT, /* named members in the order they were added */
};

struct node;

/* A new tree: an empty object. Free it, and with it every node added below it, with node_free. */
struct node *node_new(void);

/* `root` is what node_new gave, or NULL. */
void node_free(struct node *root);

/*
 * Add a node below `parent`. In an object `name` is the member's name, and a name added before is
 * replaced in its place; in a list `name` is NULL. Any other parent is a bug of the caller. Names
 * and texts are copied. NULL text adds null. The container functions give the new container.
 */
struct node *node_add_object(struct node *parent, const char *name);
struct node *node_add_list(struct node *parent, const char *name);
void node_add_text(struct node *parent, const char *name, const char *text);
void node_add_bool(struct node *parent, const char *name, bool value);
void node_add_null(struct node *parent, const char *name);

/*
 * Say where the node added last below `parent` comes from: any word that the caller knows again in the map of a
 * rendering (doc/mustache.h). `parent` must not be empty. node_origin gives "" for nodes of which nobody said it.
 */
void node_set_origin(struct node *parent, const char *origin);
const char *node_origin(const struct node *node);

/* Add `node`, of the same tree, once more below `parent`: the same members and texts in another place, not copied. Add to
 * `node` before, not afterwards: the other would not have it. */
void node_add_again(struct node *parent, const char *name, const struct node *node);

/* NODE_NULL for NULL, so that a failed lookup reads like a null value. */
enum node_kind node_kind(const struct node *node);

/* The text of a NODE_TEXT; "true" or "false" for a NODE_BOOL; "" for every other node and NULL. */
const char *node_text(const struct node *node);

/* What a template takes for true: true, a text that is not empty, a list that is not empty, any
 * object. */
bool node_true(const struct node *node);

/* The member called `name` of an object, or NULL; also NULL if `object` is not one. */
const struct node *node_find(const struct node *object, const char *name);

/* The first item or member of a list or object (NULL if there is none), and the one after `node`.
 */
const struct node *node_first(const struct node *container);
const struct node *node_next(const struct node *node);

/* The member name of a node in an object, otherwise "". */
const char *node_name(const struct node *node);

/* How many items or members; 0 for anything but a list or object. */
size_t node_count(const struct node *container);

#endif
