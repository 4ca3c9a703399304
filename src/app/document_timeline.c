/* The timeline by day. */
#include "app/document_parts.h"

#include "app/edit.h"
#include "base/text.h"
#include "doc/escape.h"

static void add_event(struct node *list, const struct record *event, const char *zone)
{
	struct buf time = { 0 }, text = { 0 };
	struct node *item = node_add_object(list, NULL);
	const char *kind = record_text(event, EVENT_KIND);
	edit_show_time(event, zone, false, &time);
	document_item_block(record_text(event, EVENT_TEXT), DOCUMENT_ITEM_INDENT, &text);
	buf_trim_end(&text);
	if (record_has(event, EVENT_LINK)) {
		bool block = strchr(buf_text(&text), '\n') != NULL;
		buf_puts(&text, block ? "\n\n  (" : " (");
		document_put_link(record_text(event, EVENT_LINK), NULL, &text);
		buf_putc(&text, ')');
	}
	node_add_text(item, "time", buf_text(&time));
	node_add_text(item, "kind", kind);
	node_add_text(item, "label", text_equal(kind, "note") ? "" : kind);
	node_add_text(item, "author", record_text(event, EVENT_AUTHOR));
	node_add_bool(item, "pinned", record_int(event, EVENT_PINNED) != 0);
	node_add_text(item, "text", buf_text(&text));
	buf_fini(&time);
	buf_fini(&text);
}

void document_add_timeline(const struct document_source *source, struct node *data)
{
	const struct records *events = &source->lists[ENTITY_EVENT];
	const char *zone = source->zone;
	struct node *days = node_add_list(data, "days"), *list = NULL;
	struct buf last = { 0 };
	for (size_t i = 0; i < events->count; i++) {
		const struct record *event = &events->items[i];
		struct buf day = { 0 }, date = { 0 };
		when_format(&day, record_int(event, EVENT_AT), zone, WHEN_DAY);
		if (!list || !text_equal(buf_text(&day), buf_text(&last))) {
			struct node *group = node_add_object(days, NULL);
			when_format(&date, record_int(event, EVENT_AT), zone, WHEN_DATE);
			node_add_text(group, "day", buf_text(&day));
			node_add_text(group, "date", buf_text(&date));
			list = node_add_list(group, "events");
			buf_fini(&last);
			last = day;
			day = (struct buf){ 0 };
		}
		add_event(list, event, zone);
		buf_fini(&day);
		buf_fini(&date);
	}
	buf_fini(&last);
}
