/* A database that cannot be read, or that was deleted, moved, replaced or emptied while it is on the screen. */
#ifndef TUI_AWAY_H
#define TUI_AWAY_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/err.h"

struct ui;

struct away {
	bool on;	    /* it could not be read when it was last looked for */
	struct stat seen;   /* the file that has its name now */
	int64_t since;	    /* monotonic ms: no change was seen in that file from then on */
};

enum { AWAY_MS = 1000 }; /* look again so often; and so long a new file must lie still to be taken */

/*
 * It cannot be read, as `err` says. If another file lies in its place, in which the open incident is, as when a backup
 * was put back, that one is taken from now on, and what is being typed is saved there. Otherwise what is
 * wrong is said, and nothing else changes: put back, the old file serves again. A file that somebody is still writing
 * is left alone.
 */
void away_look(struct ui *ui, const struct err *err);

/* Part of what is on the screen could not be read: read all again after AWAY_MS, whether or not its version changes by
 * then. A file that is written in place may bring back the version with its first bytes and the rest later. */
void away_retry(struct ui *ui);

/* It was written to by others: if that was somebody who put an older state back, in which what is being typed is not, it
 * is saved again. */
void away_keep(struct ui *ui);

/* Its version can be read again, after it could not be: if all that is on the screen can be read as well, this is the end
 * of it, which is said; as away_keep. */
void away_ends(struct ui *ui);

#endif
