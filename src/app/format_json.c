/* The incident whole, for programs. */
#include "app/format.h"

#include "app/metrics.h"
#include "base/json.h"
#include "base/mem.h"

enum { VERSION = 1 }; /* goes up when a name changes or goes away, not when one is added */

/* What belongs to the incident itself; where it was published is known to those who have the repository. */
static const enum entity_kind kinds[] = { ENTITY_ROLE, ENTITY_EVENT, ENTITY_CAUSE, ENTITY_ACTION,
	ENTITY_REFERENCE, ENTITY_ATTACHMENT };

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
		metrics_json(&metrics, &budget, &json);
		put_sections(&sections, &json);
		for (size_t i = 0; i < LENGTH(kinds); i++)
			put_list(&material->lists[kinds[i]], kinds[i], &json);
		json_close(&json, '}');
		buf_putc(out, '\n');
	}
	section_states_fini(&sections);
	return ok;
}
