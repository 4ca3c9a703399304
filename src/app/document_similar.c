/* similar [{name, title, date, severity}]: earlier incidents that share tags or services. */
#include "app/document_parts.h"

enum { SIMILAR_MAX = 5 };

bool document_add_similar(const struct document_source *source, struct node *data, struct err *err)
{
	struct app *app = source->app;
	const struct record *incident = source->incident;
	struct records found = { 0 };
	struct node *list = node_add_list(data, "similar");
	/* what else broke is nobody's business but ours */
	bool ok = source->material->audience == AUDIENCE_PUBLIC || store_records(app->store, QUERY_INCIDENT_SIMILAR,
		PARAMS(PARAM_TEXT("incident", incident->id), PARAM_INT("started", record_int(incident, INCIDENT_STARTED)),
			PARAM_TEXT("tags", record_text(incident, INCIDENT_TAGS)),
			PARAM_TEXT("services", record_text(incident, INCIDENT_SERVICES)),
			PARAM_INT("limit", SIMILAR_MAX)),
		ENTITY_INCIDENT, &found, err);
	for (size_t i = 0; ok && i < found.count; i++) {
		struct buf name = { 0 }, date = { 0 };
		struct node *item = node_add_object(list, NULL);
		when_format(&date, record_int(&found.items[i], INCIDENT_STARTED), app_zone_of(app, &found.items[i]),
			WHEN_DATE);
		app_incident_name(&found.items[i], &name);
		node_add_text(item, "name", buf_text(&name));
		node_add_text(item, "date", buf_text(&date));
		document_add_field(source, item, &found.items[i], INCIDENT_TITLE, "title");
		document_add_field(source, item, &found.items[i], INCIDENT_SEVERITY, "severity");
		buf_fini(&name);
		buf_fini(&date);
	}
	document_end_list(data, list);
	records_fini(&found);
	return ok;
}
