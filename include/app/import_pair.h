/* Which thing of a document is which of its next version: by the bytes it was read from, else by likeness. Pure. */
#ifndef APP_IMPORT_PAIR_H
#define APP_IMPORT_PAIR_H

#include "intake/postmortem.h"

/* The items of one kind in one version. */
struct import_side {
	const struct postmortem *document; /* NULL: there is no such version; borrowed */
	char *const *origins;		   /* of all its items; borrowed */
	size_t count;
	size_t *items; /* index of each among document->found */
	size_t *pair;  /* for each, the position of its other version; SIZE_MAX: none */
};

/* Collect the items of a kind; `document` may be NULL. `origins` is parallel to its items. End with import_side_fini. */
void import_side_init(struct import_side *side, const struct postmortem *document, char *const *origins, enum entity_kind kind);
void import_side_fini(struct import_side *side);

/* The item at a position of the side, and its origin; both borrowed from the document. */
const struct found_item *import_side_item(const struct import_side *side, size_t position);
const char *import_side_origin(const struct import_side *side, size_t position);

/*
 * Pair the items of two versions: first those of the same origin; then, of the others that stand between the same two of
 * those, the likest. Of very many that were changed in one place none are paired. Hardly slower than there are items.
 */
void import_pair(struct import_side *base, struct import_side *theirs);

/* A list to find things in by name. */
struct import_named {
	const char *name; /* borrowed */
	size_t index;
};

/* Order the list by name, which import_named_find needs; of equal names it finds any. */
void import_named_sort(struct import_named *list, size_t count);
size_t import_named_find(const struct import_named *list, size_t count, const char *name); /* SIZE_MAX: none */

#endif
