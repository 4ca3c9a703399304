/* How far something long is: one line on the terminal, drawn over again at most five times a second. */
#ifndef APP_PROGRESS_H
#define APP_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "app/output.h"
#include "base/buf.h"

struct progress {
	int fd;		 /* a terminal, or -1: nothing is shown on one */
	struct output *out; /* who watches instead, borrowed; NULL: nobody */
	bool stop;	 /* they want it to end here */
	int64_t began;	 /* monotonic ms */
	int64_t shown;	 /* monotonic ms of the last line; 0: none yet */
	int64_t total;	 /* bytes to come in all; 0: unknown; -1: it is not about bytes */
	size_t width;	 /* columns */
};

/* Monotonic milliseconds. */
int64_t progress_clock(void);

/* Show on standard error if that is a terminal and `wanted`. */
void progress_begin(struct progress *progress, int64_t total, bool wanted);

/*
 * Append the line: "auth.log  42 %  118 MB of 281 MB  1234567 events  98000/s  2 s left", cut to `width` columns; of an unknown
 * total without share and remaining time. `name` is cut first; control bytes in it are shown. `spent` is in ms.
 */
void progress_line(struct buf *out, const char *name, int64_t done, int64_t total, uint64_t events, int64_t spent, size_t width);

/* Let those who look at `out` follow and stop it, where its output is no terminal of ours. Borrowed. */
void progress_watch(struct progress *progress, struct output *out);

/* Show it if it is time. */
void progress_show(struct progress *progress, const char *name, int64_t done, uint64_t events);

/* Take the line away, so that others can be written. */
void progress_clear(struct progress *progress);

#endif
