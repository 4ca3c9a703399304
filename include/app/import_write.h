/*
 * Writes the events of logs to an incident, each of them once, in transactions of one batch: short ones, so that whoever logs
 * beside is not held up, and yet one undo takes all of it back.
 */
#ifndef APP_IMPORT_WRITE_H
#define APP_IMPORT_WRITE_H

#include "app/app.h"
#include "model/record.h"

struct import_writer {
	struct app *app;
	struct record *incident; /* borrowed; its status follows the milestones that are written */
	bool dry;		 /* only look what is there */
	bool begun, open;	 /* the batch; a transaction of it */
	int64_t since;		 /* monotonic ms at which the open one began */
	int64_t commit_ms;	 /* that the last commit took */
	unsigned written;	 /* in the open one */
	uint64_t total;		 /* events, in those committed and in the open one */
	uint64_t safe;		 /* events in those committed */
	struct buf highest;	 /* origin up to which some may be there already; behind it none is */
	struct buf low, high;	 /* bounds of the origins of the format */
};

/* How long one transaction is written to: as many times as long as the last one took to commit, within these bounds; and how
 * long others then have to come in between. */
enum { IMPORT_HOLD_MS = 100, IMPORT_HOLD_MAX_MS = 500, IMPORT_HOLD_COMMITS = 5, IMPORT_PAUSE_US = 1500 };

/* Begin with a format: its origins begin with its name and a colon. May be called again for another. */
void import_writer_begin(struct import_writer *writer, struct app *app, struct record *incident, const char *format, bool dry);

/* Write an event with its incident, all fields and an origin; `*added` is false if one of that origin is there. */
bool import_writer_add(struct import_writer *writer, struct record *event, bool *added, struct err *err);

/* Write another record of the batch, such as what was imported. */
bool import_writer_put(struct import_writer *writer, struct record *record, struct err *err);

/* Commit what is open. To be called when the input keeps one waiting, and at its end. */
bool import_writer_commit(struct import_writer *writer, struct err *err);

/* What was not committed is dropped. */
void import_writer_fini(struct import_writer *writer);

#endif
