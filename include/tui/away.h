/* A database that cannot be read, or that was deleted, moved or replaced while it is on the screen. */
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

/* It can be read. True if it could not be when last looked for, and all has to be read again. */
bool away_ends(struct ui *ui);

#endif
