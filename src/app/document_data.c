#include "app/document_parts.h"

#include <string.h>

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

static void add_lists(const struct document_source *source, struct node *data)
{
	static void (*const parts[])(const struct document_source *, struct node *) = { document_add_head,
		document_add_people, document_add_causes, document_add_actions, document_add_timeline,
		document_add_references };
	for (size_t i = 0; i < LENGTH(parts); i++)
		parts[i](source, data);
}

bool document_data(struct app *app, const struct material *material, const struct section_states *sections,
	struct node **out, struct err *err)
{
	const struct document_source source = { .app = app, .material = material, .incident = &material->incident,
		.zone = app_zone_of(app, &material->incident), .lists = material->lists };
	struct node *data = node_new();
	document_facts(app, material, data);
	bool ok = document_add_metrics(&source, data, err) && document_add_sections(sections, data, err);
	if (ok) {
		add_lists(&source, data);
		*out = data;
	} else {
		node_free(data);
	}
	return ok;
}
