/* What the files of the repair share. */
#ifndef STORE_REPAIR_PARTS_H
#define STORE_REPAIR_PARTS_H

#include "base/mem.h"
#include "store/repair.h"
#include "store/salvage.h"

/* Who made the changes that stand for lost ones. */
#define RECOVERED_AUTHOR "recovered"

/* A row of an entity that was found. */
struct found {
	enum entity_kind kind;
	char id[ID_SIZE], incident[ID_SIZE];
	int64_t number; /* as people know it */
	int64_t first;	/* the lowest seq of its changes; 0 if it has none */
	char *fields;	/* of the change that it needs, as JSON; NULL if it needs none. Owned. */
	bool known;	/* the log knows it */
	bool doubtful;	/* nothing of it is missing in the log, and its row says something else */
};

/* One of which nothing is left but its number. */
struct vanished {
	enum entity_kind kind;
	char incident[ID_SIZE];
	int64_t number;
};

/* An entry of an index that names a change which is missing. */
struct trace {
	char id[ID_SIZE];
	int64_t seq;
};

struct mender {
	struct store *store; /* the new database */
	struct repair *out;
	int64_t highest; /* seq that there was */
	int64_t end;	 /* seq of the last change that was put at the end; behind `highest` nothing was */
	int64_t limit;	 /* seqs above it are damage: see mender_set_limit */
	bool dropped;	 /* a change of a kind that cannot be was taken out while rows were read */
	unsigned char *taken; /* a bit for each seq up to `highest` that has a change */
	VEC(struct found) found;
	VEC(struct trace) traces;
	VEC(struct vanished) vanished;
	struct err err; /* of a visit */
};

/* ---- repair_folder.c: where the new database is made ---- */

/* Make a private folder beside `to`, held by a lock on `*held` (-1: there are no such locks) until it is closed. `out`
 * gets its name; on failure it is empty. */
bool repair_folder_open(const char *to, struct buf *out, int *held, struct err *err);

/* Remove it, with all that a repair puts into it. */
void repair_folder_close(const struct buf *folder, int held);

/* ---- repair_find.c: what is in the pages ---- */

/* Say how high a seq can be: as many as a file of this size has room for, and those that earlier repairs noted as missing. */
void mender_set_limit(struct mender *mender, struct pages *pages);

/* Bring the log, drafts, settings and bytes over, and fold the tables. Within a write transaction. */
bool mender_read_log(struct mender *mender, struct pages *pages, struct err *err);

/* Compare the rows with the tables: fills `found` and `traces`. */
bool mender_read_rows(struct mender *mender, struct pages *pages, struct err *err);

/* ---- repair_place.c: what is missing ---- */

/* Whether a seq has a change; of what lies outside, yes. */
bool mender_taken(const struct mender *mender, int64_t seq);

/*
 * Write the changes that `found` asks for, and those that stand for what is lost. Within a batch by
 * RECOVERED_AUTHOR. Afterwards the tables are folded again.
 */
bool mender_complete(struct mender *mender, struct err *err);

/* ---- repair_report.c ---- */

/* Say in the report what became of all that was found or is missing, and count the kept documents that are lost. */
bool mender_report(struct mender *mender, struct err *err);

/* Free what it holds; the report stays. */
void mender_fini(struct mender *mender);

#endif
