/* import: writing a plan */
#include "app/import_plan.h"

#include <stdlib.h>

#include "app/edit.h"
#include "base/text.h"

enum { WATCHED_EACH = 256 /* items: some 10 ms */ };

/* The id of what an item stands under, once it is written. */
static void put_parent(const struct import_plan *plan, struct import_item *item)
{
	const struct import_item *parent = item->parent ? &plan->items.items[item->parent - 1] : NULL;
	int field = item->record.kind == ENTITY_CAUSE ? CAUSE_PARENT : ATTACHMENT_EVENT;
	if (item->change == IMPORT_ADD && parent && !parent->skip && parent->record.id[0])
		record_set_text(&item->record, field, parent->record.id);
}

/* What a person may have made of it before it is written is checked as everything else is. */
static bool put_item(struct import_plan *plan, struct import_item *item, struct err *err)
{
	struct record *record = &item->record;
	char sha256[SHA256_SIZE];
	if (item->skip || item->change == IMPORT_KEEP)
		return true;
	memcpy(record->incident, plan->incident.id, ID_SIZE);
	if (record->kind == ENTITY_CAUSE || record->kind == ENTITY_ATTACHMENT)
		put_parent(plan, item);
	if (item->change == IMPORT_ADD)
		record_set_initial(record);
	if (item->change == IMPORT_DELETE) {
		record->gone = true;
		record->set_gone = true;
	}
	if (record->kind == ENTITY_ATTACHMENT && item->bytes.len &&
		!blob_put(plan->app->store, item->bytes.data, item->bytes.len, sha256, err))
		return false;
	return (item->change == IMPORT_DELETE || record_check(record, err)) && store_put(plan->app->store, record, err);
}

static bool put_items(struct import_plan *plan, struct err *err)
{
	for (size_t i = 0; i < plan->items.count; i++) {
		if (plan->watch && i % WATCHED_EACH == 0 && plan->watch(plan->watch_context, i, plan->items.count))
			return err_set(err, ERR_FAILED, "stopped: nothing of it is imported");
		if (!put_item(plan, &plan->items.items[i], err))
			return err_wrap(err, "line %zu", plan->items.items[i].line);
	}
	return true;
}

static bool put_incident(struct import_plan *plan, struct err *err)
{
	if (plan->verdict == IMPORT_NEW) {
		/* how bad it was is not made up */
		if (!record_has(&plan->incident, INCIDENT_SEVERITY))
			record_set_null(&plan->incident, INCIDENT_SEVERITY);
		record_set_initial(&plan->incident);
	}
	return !plan->incident.set || store_put(plan->app->store, &plan->incident, err);
}

static bool put_import(struct import_plan *plan, struct err *err)
{
	static const unsigned written = 1u << IMPORT_ADD | 1u << IMPORT_SET | 1u << IMPORT_DELETE;
	struct record import;
	char sha256[SHA256_SIZE];
	size_t count = 0;
	for (int kind = 0; kind < ENTITY_COUNT; kind++)
		count += import_plan_count(plan, (enum entity_kind)kind, written);
	record_init(&import, ENTITY_IMPORT);
	memcpy(import.incident, plan->incident.id, ID_SIZE);
	record_set_int(&import, IMPORT_AT, app_now(plan->app));
	record_set_text(&import, IMPORT_SOURCE, plan->input->identity);
	record_set_text(&import, IMPORT_FORMAT, IMPORT_MARKDOWN);
	record_set_text(&import, IMPORT_SHA256, plan->sha256);
	if (plan->input->repo)
		record_set_text(&import, IMPORT_COMMIT_ID, plan->input->repo->commit);
	record_set_int(&import, IMPORT_COUNT, (int64_t)count);
	bool ok = blob_put(plan->app->store, plan->text.data, plan->text.len, sha256, err) &&
		  store_put(plan->app->store, &import, err) &&
		  store_int(plan->app->store, QUERY_IMPORT_NUMBER, PARAMS(PARAM_TEXT("entity", import.id)), &plan->change, err);
	record_fini(&import);
	return ok;
}

bool import_plan_apply(struct import_plan *plan, struct err *err)
{
	struct app *app = plan->app;
	if (plan->verdict != IMPORT_NEW && plan->verdict != IMPORT_UPDATE)
		return true;
	if (!app_begin(app, err))
		return false;
	if (plan->author[0])
		store_next(app->store, plan->author);
	bool ok = put_incident(plan, err) && put_items(plan, err) && put_import(plan, err) &&
		  takeback_keep_conflicts(&plan->conflicts, err);
	return edit_end(app, ok, err) || err_wrap(err, "%s", plan->input->name);
}
