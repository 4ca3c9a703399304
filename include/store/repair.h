/* A new database from what can be read of a damaged one. */
#ifndef STORE_REPAIR_H
#define STORE_REPAIR_H

#include "store/store.h"

struct repair {
	int64_t changes;      /* read from the log */
	int64_t changes_lost; /* of the log: known to have been there, and not to be read */
	int64_t recovered;    /* entities that got a new change, made from what their rows say */
	int64_t lost;	      /* entities of which no more than their number is known */
	int64_t doubtful;     /* rows that say something else than a log that misses nothing: the log is believed */
	int64_t bytes_lost;   /* attachments and kept documents whose bytes are missing or not what they were */
	int64_t drafts;
	struct buf report; /* what was recovered, lost and doubtful, a line each */
};

/*
 * Make a new database (0600) at `to` from every row that can still be read in the pages of the file `from`, which is
 * only read, and together with its journal: others may go on writing it. The changes of the log come first, with
 * the tables folded from them. Where changes are missing, an entity whose row is still there gets a change by
 * "recovered" that sets what the row says, in its old place, so that numbers stay; one that is lost altogether leaves
 * an empty one, deleted, under its number. Drafts, local settings and bytes (if they have their digest) come along;
 * the search index is made anew. The new file is checked as care_check does, and gets its name only then.
 *
 * Something at `to` is ERR_USAGE, and so is a `from` in which nothing of ours is found, or of a newer version. Beside
 * `to` there must be room for both. `stamp` is for the new changes; its author is not used.
 */
bool repair_database(const char *from, const char *to, const struct store_stamp *stamp, uint64_t seed, struct repair *out,
	struct err *err);

/*
 * Remove what repairs that were killed have left in the folder that `path` is in: private folders of this user, with the
 * name that repairs give theirs, that no repair holds and that have nothing else in them. Their names are appended to
 * `removed`, a line each. What cannot be told for sure, or not be removed, stays.
 */
void repair_sweep(const char *path, struct buf *removed);

/* Whether anything was lost or is in doubt. */
bool repair_lossy(const struct repair *repair);
void repair_fini(struct repair *repair);

#endif
