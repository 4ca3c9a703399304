/*
 * Lines of a live stream gathered to events: what comes within a moment is one, and more than a few in a minute wait and
 * are gathered further, so that a flood of lines does not bury the timeline. No line is left out. Pure; `clock` is any
 * clock in milliseconds that does not go back.
 */
#ifndef APP_FOLLOW_H
#define APP_FOLLOW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

enum {
	FOLLOW_WINDOW_MS = 2000,       /* lines within this of a group's first belong to it */
	FOLLOW_PER_MINUTE = 10,	       /* events */
	FOLLOW_FULL = 1024 * 1024,     /* bytes of a group that is logged whatever the rate */
	FOLLOW_LINES = 40,	       /* of a text; a longer one is cut in the middle, to be attached whole */
	FOLLOW_TEXT = 16 * 1024,       /* bytes of a text */
};

struct follow {
	struct buf raw;	 /* lines of the group, as they came, each with its end */
	uint64_t lines;	 /* in it */
	int64_t began;	 /* clock of its first line */
	int64_t logged[FOLLOW_PER_MINUTE]; /* clocks of the last events */
	uint64_t events; /* logged so far */
};

/* Add a line without its end; true if it is the first of a group. */
bool follow_add(struct follow *follow, const char *line, size_t len, int64_t clock);

/* Milliseconds until the group is to be logged, 0: now, -1: there is none. */
int64_t follow_due(const struct follow *follow, int64_t clock);

/* Append the text of an event of the group: its first line, as `first` has it if that is not NULL (Markdown), and the others
 * below it as code. True if that is not all of it. */
bool follow_text(const struct follow *follow, const char *first, struct buf *out);

/* The group was logged: nothing is in it any more. */
void follow_logged(struct follow *follow, int64_t clock);

/* Free what it holds. */
void follow_fini(struct follow *follow);

#endif
