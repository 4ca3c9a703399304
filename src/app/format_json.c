/* The incident whole, for programs. */
#include "app/format.h"

#include "app/metrics.h"
#include "base/json.h"
#include "base/mem.h"

enum { VERSION = 1 }; /* goes up when a name changes or goes away, not when one is added */

/* What belongs to the incident itself; where it was published is known to those who have the repository. */
static const enum entity_kind kinds[] = { ENTITY_ROLE, ENTITY_EVENT, ENTITY_CAUSE, ENTITY_ACTION,
	ENTITY_REFERENCE, ENTITY_ATTACHMENT };

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
		json_open(&json, "sections", '[');
		for (size_t i = 0; i < sections.count; i++)
			section_state_json(&sections.items[i], &json);
		json_close(&json, ']');
		for (size_t i = 0; i < LENGTH(kinds); i++)
			records_json(&material->lists[kinds[i]], entity_get(kinds[i])->plural, &json);
		json_close(&json, '}');
		buf_putc(out, '\n');
	}
	section_states_fini(&sections);
	return ok;
}
