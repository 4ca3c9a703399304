#include "app/material.h"

#include <stdlib.h>

#include "base/text.h"

static size_t count_milestones(const struct material *material)
{
	const struct records *events = &material->lists[ENTITY_EVENT];
	size_t count = 0;
	for (size_t i = 0; i < events->count; i++)
		count += milestone_find(record_text(&events->items[i], EVENT_KIND)) != MILESTONE_COUNT;
	return count;
}

bool material_read(struct app *app, const struct record *incident, enum audience audience, struct material *out,
	struct err *err)
{
	*out = (struct material){ .audience = audience };
	record_copy(&out->incident, incident);
	if (!store_snapshot_begin(app->store, err))
		return false;
	bool ok = true;
	for (int kind = ENTITY_INCIDENT + 1; ok && kind < ENTITY_COUNT; kind++)
		ok = store_list(app->store, (enum entity_kind)kind, incident->id, &out->lists[kind], err);
	store_snapshot_end(app->store);
	if (ok) {
		size_t milestones = count_milestones(out);
		withhold(audience, &out->incident, out->lists, &out->withheld);
		out->partial = count_milestones(out) < milestones;
	}
	return ok;
}

void material_fini(struct material *material)
{
	record_fini(&material->incident);
	for (int kind = 0; kind < ENTITY_COUNT; kind++)
		records_fini(&material->lists[kind]);
	withheld_list_fini(&material->withheld);
}

bool material_metrics(struct app *app, const struct material *material, struct metrics *out, struct budget *budget,
	struct err *err)
{
	const struct records *events = &material->lists[ENTITY_EVENT];
	VEC(struct milestone) milestones = { 0 };
	if (!budget_parse(budget, options_get(&app->options, OPTION_SLO_TARGET),
		    options_get(&app->options, OPTION_SLO_ALLOWANCE), err))
		return false;
	for (size_t i = 0; i < events->count; i++) {
		enum milestone_kind kind = milestone_find(record_text(&events->items[i], EVENT_KIND));
		if (kind != MILESTONE_COUNT)
			*vec_push(&milestones) = (struct milestone){ .kind = kind,
				.at = record_int(&events->items[i], EVENT_AT),
				.number = events->items[i].number };
	}
	/* an end that is not told may be there: it is not going on for these readers */
	metrics_compute(out, milestones.items, milestones.count, app_now(app),
		!material->partial && status_is_open(record_text(&material->incident, INCIDENT_STATUS)));
	free(milestones.items);
	return true;
}
