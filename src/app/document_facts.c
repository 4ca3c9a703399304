/* What one line about an incident may need: its name, date, state. */
#include "app/document_parts.h"

#include <stdlib.h>

#include "base/text.h"
#include "doc/markdown.h"

enum { SLUG_MAX = 60, SUMMARY_COLUMNS = 160 };

int64_t document_start(const struct record *incident, const struct records *events)
{
	int64_t first = record_int(incident, INCIDENT_STARTED);
	for (size_t i = 0; i < events->count; i++)
		if (text_equal(record_text(&events->items[i], EVENT_KIND), "impact"))
			return record_int(&events->items[i], EVENT_AT);
	return first;
}

void document_date(struct app *app, const struct material *material, struct buf *out)
{
	const struct record *incident = &material->incident;
	when_format(out, document_start(incident, &material->lists[ENTITY_EVENT]), app_zone_of(app, incident), WHEN_DATE);
}

static const char *section_text(const struct records *sections, const char *key)
{
	for (size_t i = 0; i < sections->count; i++)
		if (text_equal(record_text(&sections->items[i], SECTION_KEY), key))
			return record_text(&sections->items[i], SECTION_TEXT);
	return "";
}

bool document_summary(const struct material *material, struct buf *out, struct err *err)
{
	const struct records *sections = &material->lists[ENTITY_SECTION];
	const char *text = material->audience == AUDIENCE_PUBLIC ? section_text(sections, "public-summary") : "";
	struct buf plain = { 0 };
	if (text_empty(text))
		text = section_text(sections, "summary");
	bool ok = markdown_plain(&plain, text, strlen(text), err);
	buf_truncate(&plain, strcspn(buf_text(&plain), "\n"));
	size_t fits = text_fit(buf_text(&plain), plain.len, SUMMARY_COLUMNS);
	bool cut = fits < plain.len;
	/* at a word's end, if there is one */
	while (cut && fits && plain.data[fits] != ' ')
		fits--;
	buf_put(out, buf_text(&plain), fits ? fits : text_fit(buf_text(&plain), plain.len, SUMMARY_COLUMNS));
	if (cut)
		buf_puts(out, " …");
	buf_fini(&plain);
	return ok;
}

static void add_show(
	struct node *data, const struct record *record, int field, const char *name, const char *zone)
{
	struct buf text = { 0 };
	record_show(record, field, zone, &text);
	node_add_text(data, name, buf_text(&text));
	buf_fini(&text);
}

void document_facts(struct app *app, const struct material *material, struct node *data)
{
	const struct record *incident = &material->incident;
	static const struct {
		const char *name;
		int field;
	} plain[] = { { "title", INCIDENT_TITLE }, { "ref", INCIDENT_REF }, { "severity", INCIDENT_SEVERITY },
		{ "status", INCIDENT_STATUS }, { "tags", INCIDENT_TAGS }, { "services", INCIDENT_SERVICES },
		{ "zone", INCIDENT_TIMEZONE } };
	struct buf name = { 0 }, date = { 0 }, slug = { 0 }, number = { 0 };
	const char *zone = app_zone_of(app, incident);
	document_date(app, material, &date);
	for (size_t i = 0; i < LENGTH(plain); i++) {
		add_show(data, incident, plain[i].field, plain[i].name, zone);
		if (plain[i].field == INCIDENT_TITLE)
			document_set_origin(data, "incident", "title", incident->id);
	}
	app_incident_name(incident, &name);
	text_slug(&slug, record_text(incident, INCIDENT_TITLE), SLUG_MAX);
	buf_printf(&number, "%lld", (long long)incident->number);
	node_add_text(data, "name", buf_text(&name));
	node_add_text(data, "number", buf_text(&number));
	node_add_text(data, "slug", buf_text(&slug));
	node_add_text(data, "date", buf_text(&date));
	char *month = mem_copy_n(date.data + 5, 2);
	char *year = mem_copy_n(date.data, 4);
	node_add_text(data, "year", year);
	node_add_text(data, "month", month);
	free(year);
	free(month);
	buf_fini(&name);
	buf_fini(&date);
	buf_fini(&slug);
	buf_fini(&number);
}
