/* The incident whole, for programs. */
#include "app/format.h"

#include "base/json.h"
#include "base/mem.h"

enum { VERSION = 1 }; /* goes up when a name changes or goes away, not when one is added */

/* What belongs to the incident itself; where it was published is known to those who have the repository. */
static const enum entity_kind kinds[] = { ENTITY_ROLE, ENTITY_EVENT, ENTITY_CAUSE, ENTITY_ACTION,
	ENTITY_REFERENCE, ENTITY_ATTACHMENT };

static void put_time(int64_t at, const char *name, struct json *json)
{
	struct buf time = { 0 };
	when_format(&time, at, "UTC", WHEN_ISO);
	json_text(json, name, buf_text(&time));
	buf_fini(&time);
}

/* `event` null: there is no such milestone. */
static void put_milestone(const struct milestone *milestone, struct json *json)
{
	json_open(json, NULL, '{');
	json_text(json, "kind", milestone_name(milestone->kind));
	if (milestone->number) {
		json_int(json, "event", milestone->number);
		put_time(milestone->at, "at", json);
	} else {
		json_null(json, "event");
		json_null(json, "at");
	}
	json_close(json, '}');
}

static void put_windows(const struct metrics *metrics, struct json *json)
{
	json_open(json, "impact_windows", '[');
	for (size_t i = 0; i < metrics->windows && i < METRIC_WINDOWS_LISTED; i++) {
		const struct impact_window *window = &metrics->listed[i];
		json_open(json, NULL, '{');
		put_time(window->begin.at, "from", json);
		if (window->end.number)
			put_time(window->end.at, "to", json);
		else
			json_null(json, "to");
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void put_metrics(const struct metrics *metrics, struct json *json)
{
	static const char *const states[] = { "unknown", "ongoing", "known", "invalid" };
	json_open(json, "metrics", '[');
	for (int kind = 0; kind < METRIC_COUNT; kind++) {
		const struct metric *metric = &metrics->values[kind];
		struct buf value = { 0 };
		metric_show(metric, &value);
		json_open(json, NULL, '{');
		json_text(json, "name", metric_name((enum metric_kind)kind));
		json_text(json, "state", states[metric->state]);
		if (metric->state == METRIC_KNOWN || metric->state == METRIC_ONGOING)
			json_int(json, "ms", metric->ms);
		else
			json_null(json, "ms");
		json_text(json, "value", buf_text(&value));
		json_text(json, "formula", metric_formula((enum metric_kind)kind));
		json_open(json, "inputs", '[');
		put_milestone(&metric->from, json);
		put_milestone(&metric->to, json);
		json_close(json, ']');
		json_close(json, '}');
		buf_fini(&value);
	}
	json_close(json, ']');
	put_windows(metrics, json);
	json_text(json, "problem", metrics->problem[0] ? metrics->problem : NULL);
}

static void put_budget(const struct budget *budget, const struct metrics *metrics, struct json *json)
{
	int64_t used = budget_used(budget, &metrics->values[METRIC_DOWNTIME]);
	if (!budget->allowed) {
		json_null(json, "error_budget");
		return;
	}
	json_open(json, "error_budget", '{');
	json_text(json, "promise", budget->label);
	json_int(json, "allowed_ms", budget->allowed);
	if (used >= 0)
		json_int(json, "used_percent", used);
	else
		json_null(json, "used_percent");
	json_close(json, '}');
}

static void put_sections(const struct section_states *sections, struct json *json)
{
	json_open(json, "sections", '[');
	for (size_t i = 0; i < sections->count; i++) {
		const struct section_state *section = &sections->items[i];
		const struct record *record = section->record.id[0] ? &section->record : NULL;
		json_open(json, NULL, '{');
		json_text(json, "key", section->key);
		json_text(json, "heading", section->heading);
		json_text(json, "prompt", section->prompt);
		json_bool(json, "optional", section->optional);
		json_text(json, "text", record && record_has(record, SECTION_TEXT) ? record_text(record, SECTION_TEXT)
										   : NULL);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void put_list(const struct records *list, enum entity_kind kind, struct json *json)
{
	json_open(json, entity_get(kind)->plural, '[');
	for (size_t i = 0; i < list->count; i++) {
		json_open(json, NULL, '{');
		record_json(&list->items[i], json);
		json_close(json, '}');
	}
	json_close(json, ']');
}

bool format_json(struct app *app, const struct material *material, const struct document_request *request,
	struct buf *out, struct err *err)
{
	struct section_states sections = { 0 };
	struct metrics metrics;
	struct budget budget;
	struct json json = { .out = out };
	bool ok = material_metrics(app, material, &metrics, &budget, err) &&
		  document_material_sections(app, material, request, &sections, err);
	if (ok) {
		json_open(&json, NULL, '{');
		json_int(&json, "version", VERSION);
		json_text(&json, "audience", audience_name(material->audience));
		json_open(&json, "incident", '{');
		record_json(&material->incident, &json);
		json_close(&json, '}');
		put_metrics(&metrics, &json);
		put_budget(&budget, &metrics, &json);
		put_sections(&sections, &json);
		for (size_t i = 0; i < LENGTH(kinds); i++)
			put_list(&material->lists[kinds[i]], kinds[i], &json);
		json_close(&json, '}');
		buf_putc(out, '\n');
	}
	section_states_fini(&sections);
	return ok;
}
