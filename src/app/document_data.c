#include "app/document_parts.h"

#include <string.h>

#include "app/chart.h"
#include "base/zone.h"
#include "base/text.h"
#include "doc/escape.h"

void document_item_block(const char *text, size_t indent, struct buf *out)
{
	struct buf flat = { 0 };
	escape_headings(&flat, text);
	escape_item_block(out, buf_text(&flat), indent);
	buf_fini(&flat);
}

void document_set_origin(struct node *parent, const char *kind, const char *what, const char *which)
{
	struct buf origin = { 0 };
	/* a map has a line for each */
	if (which[strcspn(which, "\r\n")])
		return;
	buf_printf(&origin, "%s %s %s", kind, what, which);
	node_set_origin(parent, buf_text(&origin));
	buf_fini(&origin);
}

void document_end_list(struct node *parent, const struct node *list)
{
	struct buf flag = { 0 };
	buf_printf(&flag, "any-%s", node_name(list));
	node_add_bool(parent, buf_text(&flag), node_count(list) > 0);
	buf_fini(&flag);
}

void document_add_field(const struct document_source *source, struct node *item, const struct record *record,
	int field, const char *name)
{
	struct buf text = { 0 };
	record_show(record, field, source->zone, &text);
	node_add_text(item, name, buf_text(&text));
	buf_fini(&text);
}

static bool several_days(const struct records *events, const char *zone)
{
	struct civil first, last;
	if (!events->count)
		return false;
	zone_civil(zone, record_int(&events->items[0], EVENT_AT), &first);
	zone_civil(zone, record_int(&events->items[events->count - 1], EVENT_AT), &last);
	return first.day != last.day || first.month != last.month || first.year != last.year;
}

void document_set_text_origin(struct node *parent, const struct record *record, int field, const char *shown)
{
	const struct entity *entity = entity_get(record->kind);
	if (!strchr(shown, '\n') && text_equal(shown, record_text(record, field)))
		document_set_origin(parent, entity->name, entity->fields[field].name, record->id);
}

static void add_lists(const struct document_source *source, struct node *data)
{
	static void (*const parts[])(const struct document_source *, struct node *) = { document_add_head,
		document_add_people, document_add_causes, document_add_actions, document_add_timeline,
		document_add_milestones, document_add_references, document_add_attachments,
		document_add_discussion };
	for (size_t i = 0; i < LENGTH(parts); i++)
		parts[i](source, data);
}

/* chart: a block of Markdown, "" where there is nothing to draw */
static void add_chart(const struct document_source *source, enum document_charts how, struct node *data)
{
	struct buf chart = { 0 };
	chart_block(source->app, source->material, how, &chart);
	node_add_text(data, "chart", buf_text(&chart));
	buf_fini(&chart);
}

bool document_data(struct app *app, const struct material *material, const struct section_states *sections,
	const struct document_request *request, const struct words *uses, struct node **out, struct err *err)
{
	struct document_source source = { .app = app, .material = material, .incident = &material->incident,
		.zone = app_zone_of(app, &material->incident), .lists = material->lists, .assets = request->assets };
	struct node *data = node_new();
	source.several_days = several_days(&source.lists[ENTITY_EVENT], source.zone);
	document_facts(app, material, data);
	bool ok = document_add_metrics(&source, data, err) && document_add_sections(&source, sections, data, err) &&
		  document_add_preamble(&source, sections, data, err) &&
		  document_add_similar(&source, data, err);
	if (ok) {
		add_lists(&source, data);
		/* it is the document once more */
		ok = !words_have(uses, "layout") || document_add_layout(&source, sections, data, err);
	}
	if (ok) {
		add_chart(&source, request->charts, data);
		*out = data;
	} else {
		node_free(data);
	}
	return ok;
}
