/*
 * Writing edits of a rendered document back into its incident. Each edit is three versions of one text: as it was
 * rendered, as it was edited, and as the incident has it now. Where only one side changed it stands; texts of several
 * lines are merged; where both changed the same, nothing is written and it is a conflict.
 */
#ifndef APP_TAKEBACK_H
#define APP_TAKEBACK_H

#include "app/app.h"
#include "app/readback.h"
#include "base/json.h"
#include "model/record.h"

enum takeback_outcome {
	TAKEBACK_TAKEN,	   /* written */
	TAKEBACK_SAME,	   /* the incident says so already */
	TAKEBACK_CONFLICT, /* both changed it */
	TAKEBACK_REFUSED,  /* it cannot be: `reason` says why */
};

/* What became of one edit. */
struct takeback_result {
	enum takeback_outcome outcome;
	enum entity_kind entity;
	char *which;   /* as commands take it: a number, a section's key */
	char *id;      /* of the entity; of a section its key */
	bool fresh;    /* a new one */
	int field;     /* unless it is a new one */
	char *before;  /* as it was rendered */
	char *theirs;  /* as it was edited; of a new one what it is called by */
	char *ours;    /* as the incident had it */
	char *reason;
	char *author;  /* who edited it; NULL: the person who runs the program */
	char *commit;  /* in which commit; NULL: none */
	size_t line;   /* of the edited document */
};

struct takeback {
	struct app *app;
	const struct record *incident;
	const char *audience; /* of what is new; NULL: the usual one */
	const char *author, *commit; /* of the edits that come next; NULL: nobody else's */
	struct {
		struct takeback_result *items;
		size_t count, cap;
	} results;
};

/*
 * Within an open batch: write one edit, and append what became of it to the results. If it was taken, or is in the
 * incident already, or is a conflict, which the results keep, the edit is marked as taken, and a new one gets its
 * `which`. False if the database cannot be read or written.
 */
bool takeback_write(struct takeback *takeback, struct readback_edit *edit, struct err *err);

/* Append to the results that both sides changed what an edit is about; `ours` is what the incident says now. Of several who
 * changed the same the last text counts, and all are named. */
void takeback_add_conflict(struct takeback *takeback, struct readback_edit *edit, const struct record *now, const char *ours);

/* Within an open batch: keep the conflicts as drafts of forms, in which both versions are shown. */
bool takeback_keep_conflicts(const struct takeback *takeback, struct err *err);

/* The action item of a team that is called so; `*found` tells. */
bool takeback_find_action(struct takeback *takeback, const char *title, const char *team, struct record *out,
	bool *found, struct err *err);

/* Free what it holds. */
void takeback_fini(struct takeback *takeback);

/* How many results came out so. */
size_t takeback_count(const struct takeback *takeback, enum takeback_outcome outcome);

/* Append in words: "section summary: changed", "action 3: owner ana → bo". */
void takeback_describe(const struct takeback_result *result, struct buf *out);

/* Show the two versions of a conflict. */
void takeback_show_conflict(const struct takeback_result *result, struct buf *out);

/* Append the results as an array of this name. */
void takeback_json(const struct takeback *takeback, const char *name, struct json *json);

#endif
