/*
 * Gathers what curses writes for a frame, to send it in one piece: curses writes after each move of the cursor, and over ssh
 * each write is a packet. Where it cannot be done, all is written as curses does.
 */
#ifndef TUI_GATHER_H
#define TUI_GATHER_H

#include <stdbool.h>

#include "base/buf.h"

struct gather {
	int terminal; /* standard output as it was; -1: nothing is gathered */
	int memory;   /* a file in memory */
	bool begun;
};

/* Close it with gather_close. */
void gather_open(struct gather *gather);
void gather_close(struct gather *gather);

/* Until gather_end standard output is a file in memory. */
void gather_begin(struct gather *gather);

/* Append what was written since gather_begin. False if it is lost. */
bool gather_end(struct gather *gather, struct buf *out);

#endif
