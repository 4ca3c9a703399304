/*
 * The review of a postmortem: draft, in review, approved, published, and back. Steps are records (ENTITY_REVIEW), in
 * the order of their numbers; what they add up to is computed here. Pure.
 */
#ifndef MODEL_REVIEW_H
#define MODEL_REVIEW_H

#include "base/err.h"
#include "model/record.h"

/* The choices of incident.review, in their order. */
enum review_state { REVIEW_STATE_DRAFT, REVIEW_STATE_IN_REVIEW, REVIEW_STATE_APPROVED, REVIEW_STATE_PUBLISHED };

/* What is stored in incident.review; nothing stored, and what is not known here, is a draft. */
enum review_state review_state_of(const struct record *incident);
const char *review_state_name(enum review_state state);  /* as stored: "in-review" */
const char *review_state_label(enum review_state state); /* as people read it: "in review" */

/* The choices of review.kind, in their order. */
enum review_step { REVIEW_REQUEST, REVIEW_REMARK, REVIEW_APPROVE, REVIEW_OBJECT, REVIEW_REOPEN, REVIEW_STEPS };

const char *review_step_name(enum review_step step); /* as stored in review.kind */
enum review_step review_step_of(const struct record *review); /* REVIEW_STEPS: one from a newer version */

/* Where the steps have led. All before the last reopening is over: those asked then are not asked now, and neither
 * approvals nor objections count any more. Comments stay open until they are settled. */
struct review_tally {
	size_t asked;	   /* people asked who have neither approved nor objected */
	size_t approvals;  /* people whose last word is an approval */
	size_t objections; /* … an objection that is not settled */
	size_t comments;   /* that are not settled */
};

/* `reviews` are all of an incident, in the order in which they were made. */
struct review_tally review_count(const struct records *reviews);

/* Whether a record is the last word of its person, and counts: an approval, or an objection that is not settled, since
 * the last reopening. `index` is its place in `reviews`. */
bool review_stands(const struct records *reviews, size_t index);

/* Whether a record waits to be settled: a comment, or an objection that stands. */
bool review_is_open(const struct records *reviews, size_t index);

/* Whether a record asks somebody who has not answered since the last reopening; of several such, the first. */
bool review_waits(const struct records *reviews, size_t index);

/*
 * The state after a step, `tally` including it. `needed` approvals, and no objection, make it approved; one at least.
 * ERR_USAGE says why a step is not possible: nothing can be requested of what is published before it is reopened, and
 * a draft cannot be reopened.
 */
bool review_next(enum review_state state, enum review_step step, const struct review_tally *tally, size_t needed,
	enum review_state *out, struct err *err);

/* The state after comments and objections were settled: that may have been all that was in the way of an approval. */
enum review_state review_settled(enum review_state state, const struct review_tally *tally, size_t needed);

#endif
