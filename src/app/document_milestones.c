/*
 * milestones [{kind, label, at, when, after, …}], in their order, each also with all that events have;
 * first_detection: the first of those that tell of a detection.
 */
#include "app/document_parts.h"

#include "base/duration.h"
#include "base/text.h"

static const char *const labels[MILESTONE_COUNT] = {
	[MILESTONE_IMPACT] = "Impact began",
	[MILESTONE_DETECTED] = "Detected",
	[MILESTONE_ACKNOWLEDGED] = "Acknowledged",
	[MILESTONE_DECLARED] = "Declared an incident",
	[MILESTONE_MITIGATED] = "Mitigated",
	[MILESTONE_RESOLVED] = "Resolved",
};

/* How long after the first impact; "" for what was before it, or is it. */
static void put_after(const struct record *event, const struct record *impact, struct buf *out)
{
	int64_t after = impact ? record_int(event, EVENT_AT) - record_int(impact, EVENT_AT) : -1;
	bool rough = text_equal(record_text(event, EVENT_PRECISION), "day");
	if (after < 0 || event == impact || rough)
		return;
	if (text_equal(record_text(event, EVENT_PRECISION), "about"))
		buf_puts(out, "about ");
	duration_format(out, after);
}

static struct node *add_milestone(const struct document_source *source, struct node *list,
	const struct record *event, const struct record *impact)
{
	struct node *item = node_add_object(list, NULL);
	struct buf at = { 0 }, after = { 0 }, date = { 0 };
	document_show_time(source, event, true, &at);
	put_after(event, impact, &after);
	when_format(&date, record_int(event, EVENT_AT), source->zone, WHEN_DATE);
	document_add_event(source, item, event, buf_text(&date));
	node_add_text(item, "label", labels[milestone_find(record_text(event, EVENT_KIND))]);
	node_add_text(item, "at", buf_text(&at));
	node_add_text(item, "after", buf_text(&after));
	buf_fini(&at);
	buf_fini(&after);
	buf_fini(&date);
	return item;
}

void document_add_milestones(const struct document_source *source, struct node *data)
{
	const struct records *events = &source->lists[ENTITY_EVENT];
	const struct record *impact = NULL;
	struct node *list = node_add_list(data, "milestones"), *detection = NULL;
	for (size_t i = 0; i < events->count; i++) {
		const struct record *event = &events->items[i];
		enum milestone_kind kind = milestone_find(record_text(event, EVENT_KIND));
		if (kind == MILESTONE_COUNT)
			continue;
		if (kind == MILESTONE_IMPACT && !impact)
			impact = event;
		struct node *item = add_milestone(source, list, event, impact);
		if (kind == MILESTONE_DETECTED && !detection)
			detection = item;
	}
	if (detection)
		node_add_again(data, "first_detection", detection);
	else
		node_add_null(data, "first_detection");
	document_end_list(data, list);
}
