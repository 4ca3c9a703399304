#include "app/review.h"

#include <stdlib.h>

#include "app/read.h"
#include "base/text.h"

bool review_read(struct app *app, const struct record *incident, struct review *out, struct err *err)
{
	*out = (struct review){ .state = review_state_of(incident),
		.needed = (size_t)strtoul(options_get(&app->options, OPTION_REVIEW_APPROVALS), NULL, 10) };
	if (!read_list(app, ENTITY_REVIEW, incident->id, &out->steps, err))
		return false;
	out->tally = review_count(&out->steps);
	return true;
}

void review_fini(struct review *review)
{
	records_fini(&review->steps);
}

static void put_count(struct buf *out, size_t count, const char *one, const char *many)
{
	if (count)
		buf_printf(out, ", %zu %s", count, count == 1 ? one : many);
}

void review_describe(const struct review *review, struct buf *out)
{
	const struct review_tally *tally = &review->tally;
	buf_puts(out, review_state_label(review->state));
	if (review->needed > 1)
		buf_printf(out, ", %zu of %zu approvals", tally->approvals, review->needed);
	else
		put_count(out, tally->approvals, "approval", "approvals");
	put_count(out, tally->objections, "objection", "objections");
	put_count(out, tally->asked, "answer to come", "answers to come");
	put_count(out, tally->comments, "open comment", "open comments");
}

bool review_changed_since(struct app *app, const struct record *step, int64_t *number, struct buf *out, struct err *err)
{
	struct rows rows;
	const struct param params[] = { PARAM_TEXT("incident", step->incident), PARAM_TEXT("entity", step->id), { 0 } };
	bool first = true;
	if (!store_int(app->store, QUERY_REVIEW_CHANGE, params, number, err))
		return false;
	rows_open(&rows, app->store, QUERY_REVIEW_CHANGED, params);
	while (rows_next(&rows)) {
		enum entity_kind kind = entity_find(rows_text(&rows, "kind"));
		int64_t count = rows_int(&rows, "count");
		if (kind == ENTITY_COUNT)
			continue;
		buf_puts(out, first ? "" : ", ");
		first = false;
		if (kind == ENTITY_INCIDENT)
			buf_puts(out, "the incident");
		else
			buf_printf(out, "%lld %s", (long long)count,
				count == 1 ? entity_get(kind)->name : entity_get(kind)->plural);
	}
	return rows_close(&rows, err);
}

bool review_current_approvals(struct app *app, const struct review *review, size_t *out, struct err *err)
{
	bool ok = true;
	*out = 0;
	for (size_t i = 0; ok && i < review->steps.count; i++) {
		const struct record *step = &review->steps.items[i];
		struct buf changed = { 0 };
		int64_t number;
		if (review_step_of(step) != REVIEW_APPROVE || !review_stands(&review->steps, i))
			continue;
		ok = review_changed_since(app, step, &number, &changed, err);
		*out += ok && !changed.len;
		buf_fini(&changed);
	}
	return ok;
}

bool review_set_state(struct app *app, const struct record *incident, enum review_state state, struct err *err)
{
	struct record change;
	if (review_state_of(incident) == state)
		return true;
	record_init(&change, ENTITY_INCIDENT);
	memcpy(change.id, incident->id, ID_SIZE);
	memcpy(change.incident, incident->id, ID_SIZE);
	record_set_text(&change, INCIDENT_REVIEW, review_state_name(state));
	bool ok = store_put(app->store, &change, err);
	record_fini(&change);
	return ok;
}
