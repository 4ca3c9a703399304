/*
 * What passes a filter in a huge incident is looked for in parts while nobody types: a million events take half a second, and
 * a key must not wait for them. What was shown stays until the new stretch is there, unless the filter is another.
 */
#ifndef TUI_TIMELINE_LOOK_H
#define TUI_TIMELINE_LOOK_H

#include "app/read.h"

struct ui;

/* In one direction from the place where one was. */
struct look_side {
	struct records found; /* the nearest first */
	struct read_place place;
	bool done; /* there are enough, or no more: */
	bool end;
};

struct timeline_look {
	bool on;
	bool newest; /* from the end, not from where one was */
	bool again;  /* something changed in the meantime */
	int64_t limit;
	struct look_side up, down;
};

/* Begin to look, or go on. What is near is read at once. */
bool timeline_look(struct ui *ui, int64_t limit, struct err *err);

/* Look at some more events; false if there was nothing to do, or if what was found is to be painted now. */
bool timeline_look_on(struct ui *ui);

/* Whether there is more to look at. */
bool timeline_looking(const struct ui *ui);

/* What was found is forgotten: the next look begins anew. */
void timeline_look_clear(struct timeline_look *look);

#endif
