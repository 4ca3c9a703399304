/*
 * Bringing back what teammates edited in a published document. Their commits since it was published are read one by
 * one, each against what its parents had, and its edits become changes by its author. What the document was published
 * from, and where in it each section and action item stands, is kept with the publication, and goes along with what
 * was brought back: so a second time there is nothing to bring.
 */
#ifndef APP_PULL_H
#define APP_PULL_H

#include "app/publishing.h"
#include "app/readback.h"
#include "app/takeback.h"

enum { PULL_COMMITS_MAX = 500 }; /* of one pull */

/* What is not brought back, and whose it was. */
struct pull_note {
	size_t line;
	char *text, *author, *commit;
};

/* A publication from which commits are read. */
struct pull_point {
	char commit[REPO_ID_SIZE];
	struct buf base; /* as it was rendered */
	struct mustache_map map;
};

struct pull {
	struct publishing *p;
	struct buf renamed; /* what the document is called now, if otherwise */
	struct {
		struct pull_point *items; /* the oldest first; the last is that of p->last */
		size_t count, cap;
	} points;
	struct takeback takeback;
	struct {
		struct pull_note *items;
		size_t count, cap;
	} notes;
	size_t commits; /* that edited the document */
};

/*
 * Find the publications to read from: back to the latest one after which nothing was merged that was not brought
 * back. ERR_NOT_FOUND if it was not published here, or the document is gone there; ERR_USAGE if what it was published
 * from is not known.
 */
bool pull_open(struct pull *pull, struct publishing *p, struct err *err);
void pull_fini(struct pull *pull);

/* The edits of a commit's document; `*known` is false if there is none, or none that can be read: `err` then says
 * why. */
bool pull_read_version(struct pull *pull, const struct pull_point *point, const char *commit, struct readback *out,
	bool *known, struct err *err);

/* Within an open batch: write what all commits changed, a batch each. */
bool pull_take(struct pull *pull, struct err *err);

/* Within an open batch: the publication now is what both sides have, so that nothing of it is brought back again and the
 * next publication keeps what could not be. */
bool pull_settle(struct pull *pull, struct err *err);

/* How many edits of the document at the tip are not brought back yet; 0 also if that cannot be told. */
size_t pull_count(struct publishing *p);

/* ERR_CONFLICT if conflicts of an earlier pull are not settled yet, naming them. Those that agree with the incident by now
 * are dropped. */
bool pull_check_settled(struct app *app, const struct record *incident, struct err *err);

#endif
