#include "model/review.h"

#include "base/text.h"
#include "model/person.h"

static const char *const states[] = { "draft", "in-review", "approved", "published" };
static const char *const labels[] = { "draft", "in review", "approved", "published" };
static const char *const steps[REVIEW_STEPS] = { "request", "comment", "approve", "object", "reopen" };

enum review_state review_state_of(const struct record *incident)
{
	for (size_t i = 0; i < LENGTH(states); i++)
		if (text_equal(states[i], record_text(incident, INCIDENT_REVIEW)))
			return (enum review_state)i;
	return REVIEW_STATE_DRAFT;
}

const char *review_state_name(enum review_state state)
{
	return states[state];
}

const char *review_state_label(enum review_state state)
{
	return labels[state];
}

const char *review_step_name(enum review_step step)
{
	return steps[step];
}

enum review_step review_step_of(const struct record *review)
{
	int step = 0;
	while (step < REVIEW_STEPS && !text_equal(steps[step], record_text(review, REVIEW_KIND)))
		step++;
	return (enum review_step)step;
}

/* The first step that counts: after the last reopening. */
static size_t begin_of(const struct records *reviews)
{
	size_t begin = 0;
	for (size_t i = 0; i < reviews->count; i++)
		if (review_step_of(&reviews->items[i]) == REVIEW_REOPEN)
			begin = i + 1;
	return begin;
}

static bool is_word(const struct record *review)
{
	enum review_step step = review_step_of(review);
	return step == REVIEW_APPROVE || step == REVIEW_OBJECT;
}

static bool same_person(const struct record *a, const struct record *b)
{
	return person_same(record_text(a, REVIEW_PERSON), record_text(b, REVIEW_PERSON));
}

static bool has_word_after(const struct records *reviews, size_t from, const struct record *of)
{
	for (size_t i = from; i < reviews->count; i++)
		if (is_word(&reviews->items[i]) && same_person(&reviews->items[i], of))
			return true;
	return false;
}

bool review_stands(const struct records *reviews, size_t index)
{
	const struct record *review = &reviews->items[index];
	bool settled = review_step_of(review) == REVIEW_OBJECT && record_int(review, REVIEW_DONE);
	return is_word(review) && !settled && index >= begin_of(reviews) &&
	       !has_word_after(reviews, index + 1, review);
}

bool review_is_open(const struct records *reviews, size_t index)
{
	const struct record *review = &reviews->items[index];
	enum review_step step = review_step_of(review);
	return step == REVIEW_REMARK ? !record_int(review, REVIEW_DONE)
				     : step == REVIEW_OBJECT && review_stands(reviews, index);
}

static bool asked_before(const struct records *reviews, size_t begin, size_t index)
{
	for (size_t i = begin; i < index; i++)
		if (review_step_of(&reviews->items[i]) == REVIEW_REQUEST &&
			same_person(&reviews->items[i], &reviews->items[index]))
			return true;
	return false;
}

bool review_waits(const struct records *reviews, size_t index)
{
	const struct record *review = &reviews->items[index];
	size_t begin = begin_of(reviews);
	return review_step_of(review) == REVIEW_REQUEST && index >= begin && !asked_before(reviews, begin, index) &&
	       !has_word_after(reviews, begin, review);
}

struct review_tally review_count(const struct records *reviews)
{
	struct review_tally tally = { 0 };
	for (size_t i = 0; i < reviews->count; i++) {
		enum review_step step = review_step_of(&reviews->items[i]);
		tally.comments += step == REVIEW_REMARK && review_is_open(reviews, i);
		tally.approvals += step == REVIEW_APPROVE && review_stands(reviews, i);
		tally.objections += step == REVIEW_OBJECT && review_is_open(reviews, i);
		tally.asked += review_waits(reviews, i);
	}
	return tally;
}

static enum review_state weigh(const struct review_tally *tally, size_t needed)
{
	bool enough = tally->approvals >= (needed ? needed : 1);
	return enough && !tally->objections ? REVIEW_STATE_APPROVED : REVIEW_STATE_IN_REVIEW;
}

enum review_state review_settled(enum review_state state, const struct review_tally *tally, size_t needed)
{
	return state == REVIEW_STATE_IN_REVIEW && !tally->asked ? weigh(tally, needed) : state;
}

bool review_next(enum review_state state, enum review_step step, const struct review_tally *tally, size_t needed,
	enum review_state *out, struct err *err)
{
	*out = state;
	switch (step) {
	case REVIEW_REQUEST:
		if (state == REVIEW_STATE_PUBLISHED)
			return err_set(err, ERR_USAGE, "the postmortem is published: `inquest review reopen REASON` "
				"before it is reviewed again");
		*out = REVIEW_STATE_IN_REVIEW;
		return true;
	case REVIEW_APPROVE:
	case REVIEW_OBJECT:
		if (state != REVIEW_STATE_PUBLISHED)
			*out = weigh(tally, needed);
		return true;
	case REVIEW_REOPEN:
		if (state == REVIEW_STATE_DRAFT)
			return err_set(err, ERR_USAGE, "the postmortem is a draft: there is nothing to reopen");
		*out = REVIEW_STATE_DRAFT;
		return true;
	default:
		return true;
	}
}
