/* The review of an incident's postmortem, as recorded: its steps, what they add up to, and what changed since. */
#ifndef APP_REVIEW_H
#define APP_REVIEW_H

#include "app/app.h"
#include "model/review.h"

struct review {
	enum review_state state;
	struct records steps; /* by number */
	struct review_tally tally;
	size_t needed; /* approvals that the option review.approvals asks for; 0: none, to publish */
};

/* The caller ends `out` with review_fini, also on failure. */
bool review_read(struct app *app, const struct record *incident, struct review *out, struct err *err);
void review_fini(struct review *review);

/* "in review, 1 of 2 approvals, 1 objection, 2 open comments", appended. */
void review_describe(const struct review *review, struct buf *out);

/* What of the postmortem was changed after a step of its review, as "2 sections, 1 action", appended; nothing if nothing
 * was. `*number` gets the number of the change that recorded the step, which is the version it speaks of. */
bool review_changed_since(struct app *app, const struct record *step, int64_t *number, struct buf *out, struct err *err);

/* The approvals that stand and that nothing was changed after. */
bool review_current_approvals(struct app *app, const struct review *review, size_t *out, struct err *err);

/* Write a new state of the review, within an open batch. Nothing is written if it is that already. */
bool review_set_state(struct app *app, const struct record *incident, enum review_state state, struct err *err);

#endif
