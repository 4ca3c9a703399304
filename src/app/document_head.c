/*
 * What the head of a document says: date_range, status_line, public_status, zone_line, open, began, ended, as_of,
 * service_names; team, internal or public: for whom it is.
 */
#include "app/document_parts.h"

#include <stdlib.h>

#include "base/text.h"
#include "base/zone.h"

/* The words that status pages have for it. */
static const struct {
	const char *status, *shown;
} public_words[] = {
	{ "investigating", "Investigating" },
	{ "identified", "Identified" },
	{ "mitigated", "Monitoring" },
	{ "resolved", "Resolved" },
	{ "closed", "Resolved" },
};

static const struct record *first_impact(const struct records *events)
{
	for (size_t i = 0; i < events->count; i++)
		if (text_equal(record_text(&events->items[i], EVENT_KIND), "impact"))
			return &events->items[i];
	return NULL;
}

/* What ended the last impact; what comes after it is no news for those who were affected. */
static const struct record *impact_end(const struct records *events)
{
	const struct record *end = NULL;
	for (size_t i = 0; i < events->count; i++) {
		enum milestone_kind kind = milestone_find(record_text(&events->items[i], EVENT_KIND));
		if (kind == MILESTONE_IMPACT)
			end = NULL;
		else if (!end && (kind == MILESTONE_MITIGATED || kind == MILESTONE_RESOLVED))
			end = &events->items[i];
	}
	return end;
}

static void add_moment(const struct document_source *source, struct node *data, const char *name,
	const struct record *event)
{
	struct buf moment = { 0 };
	if (event)
		document_show_time(source, event, true, &moment);
	node_add_text(data, name, buf_text(&moment));
	buf_fini(&moment);
}

/* While it goes on, what is said holds at the time it is said. */
static void add_now(const struct document_source *source, struct node *data)
{
	struct buf now = { 0 };
	if (status_is_open(record_text(source->incident, INCIDENT_STATUS)))
		when_format(&now, app_now(source->app), source->zone, WHEN_MINUTE);
	node_add_text(data, "as_of", buf_text(&now));
	buf_fini(&now);
}

static void add_state(const struct document_source *source, struct node *data)
{
	const struct record *incident = source->incident;
	const char *status = record_text(incident, INCIDENT_STATUS);
	struct buf line = { 0 }, services = { 0 };
	buf_puts(&line, status);
	if (record_has(incident, INCIDENT_SEVERITY)) /* one that was imported may have none */
		buf_printf(&line, ", %s", record_text(incident, INCIDENT_SEVERITY));
	node_add_text(data, "status_line", buf_text(&line));
	node_add_text(data, "public_status", "");
	for (size_t i = 0; i < LENGTH(public_words); i++)
		if (text_equal(public_words[i].status, status))
			node_add_text(data, "public_status", public_words[i].shown);
	node_add_bool(data, "open", status_is_open(status));
	for (const char *c = record_text(incident, INCIDENT_SERVICES); *c; c++) {
		buf_putc(&services, *c);
		if (*c == ',')
			buf_putc(&services, ' ');
	}
	node_add_text(data, "service_names", buf_text(&services));
	buf_fini(&line);
	buf_fini(&services);
}

static void add_zone(const char *zone, int64_t start, bool several_offsets, struct node *data)
{
	struct buf line = { 0 };
	buf_printf(&line, "All times are in %s", zone);
	if (several_offsets) {
		buf_puts(&line, ", with the clock change.");
	} else if (text_equal(zone, "UTC")) {
		buf_putc(&line, '.');
	} else {
		int offset = zone_offset(zone, start);
		buf_printf(&line, " (UTC%c%02d:%02d).", offset < 0 ? '-' : '+', abs(offset) / 60,
			abs(offset) % 60);
	}
	node_add_text(data, "zone_line", buf_text(&line));
	buf_fini(&line);
}

void document_add_head(const struct document_source *source, struct node *data)
{
	const struct records *events = &source->lists[ENTITY_EVENT];
	const struct record *impact = first_impact(events);
	const char *zone = source->zone;
	struct buf range = { 0 }, end = { 0 };
	int64_t start = document_start(source->incident, events), last = start;
	bool several_offsets = false;
	when_format(&range, start, zone, WHEN_DATE);
	for (size_t i = 0; i < events->count; i++) {
		last = record_int(&events->items[i], EVENT_AT);
		several_offsets = several_offsets || zone_offset(zone, last) != zone_offset(zone, start);
	}
	when_format(&end, last, zone, WHEN_DATE);
	if (last > start && !text_equal(buf_text(&end), buf_text(&range)))
		buf_printf(&range, " to %s", buf_text(&end));
	node_add_text(data, "date_range", buf_text(&range));
	add_state(source, data);
	add_zone(zone, start, several_offsets, data);
	for (int who = AUDIENCE_TEAM; who <= AUDIENCE_PUBLIC; who++)
		node_add_bool(data, audience_name((enum audience)who), source->material->audience == (enum audience)who);
	add_moment(source, data, "began", impact);
	add_moment(source, data, "ended", impact_end(events));
	add_now(source, data);
	buf_fini(&range);
	buf_fini(&end);
}
