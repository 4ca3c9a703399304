/*
 * Whose turn it is to write. SQLite's locks have no order: of many who try again and again, anyone may get the next one,
 * and some wait for seconds. Those who find the database taken stand in line: each holds a lock on one byte of the
 * journal file (SQLite locks nothing in it), behind the last one held, and it is the turn of the one with nobody before
 * it. The system drops the place of who dies. Where such locks are not to be had, nobody has a place, and all try.
 */
#ifndef STORE_QUEUE_H
#define STORE_QUEUE_H

#include <stdbool.h>
#include <stdint.h>

struct queue {
	int fd;	       /* -1: not in line */
	int64_t place; /* from 0 */
};

#define QUEUE_NONE { .fd = -1 }

/*
 * Stand in line, at its end, by the journal file of a database. Not by the database itself: when any descriptor of a file
 * is closed, the system drops all locks that the process has on it, SQLite's among them. False, and not in line, where that
 * cannot be.
 */
bool queue_enter(struct queue *queue, const char *journal);

/* Nobody stands before it; also of who is not in line. */
bool queue_first(const struct queue *queue);

/* Let the next one. Not being in line is fine. */
void queue_leave(struct queue *queue);

#endif
