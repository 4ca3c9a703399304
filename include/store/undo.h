/* Undo and redo: readings of the change log that append to it. */
#ifndef STORE_UNDO_H
#define STORE_UNDO_H

#include "store/store.h"

/*
 * Find what `undo` (or `redo`) would take back in an incident: the latest batch of this author that is
 * not undone, or the batch undone last. ERR_NOT_FOUND if there is none.
 */
bool undo_find(struct store *store, const char *incident, const char *author, bool redo,
	char batch[ID_SIZE], struct err *err);

/* The batch that history numbers so (by its first change). */
bool undo_batch(struct store *store, int64_t number, char batch[ID_SIZE], struct err *err);

/*
 * Within an open batch, append the changes that give every field that `batch` set the value it had
 * before (undo) or the one it set (redo). Creating is undone by deleting. What counts are batches as they
 * were made, without those that are undone: a field that a later one of them set again is ERR_CONFLICT
 * and names who set it; nothing may be committed then. A batch that is already in the state asked for is
 * ERR_USAGE.
 *
 * Of the events of an import only some 2,000 are done in this transaction, so that nobody waits for a million: the rest is
 * noted, for undo_go_on. While there is such a rest another call is ERR_BUSY.
 */
bool undo_apply(struct store *store, const char *batch, bool redo, struct err *err);

/*
 * Go on with what an undo_apply here or elsewhere left, by some 500 events, within an open batch: the changes belong to the
 * batch of that call. An event that was changed since is left as it is. `*count` grows by the events done. `*left`: there is still more.
 */
bool undo_go_on(struct store *store, uint64_t *count, bool *left, struct err *err);

/* Whether there is something to go on with. */
bool undo_left(struct store *store, bool *left, struct err *err);

#endif
