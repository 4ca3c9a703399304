/* discussion [{person, at, label, section, done, text}]: what reviewers said of the whole or of a section; the label of a
 * comment is empty, otherwise it says whether they agreed. */
#include "app/document_parts.h"

#include "base/text.h"
#include "base/when.h"

static const struct {
	const char *kind, *label;
} said[] = { { "comment", "" }, { "object", "objects" }, { "approve", "agrees" } };

static const char *label_of(const struct record *step)
{
	for (size_t i = 0; i < LENGTH(said); i++)
		if (text_equal(said[i].kind, record_text(step, REVIEW_KIND)))
			return said[i].label;
	return NULL;
}

void document_add_discussion(const struct document_source *source, struct node *data)
{
	const struct records *steps = &source->lists[ENTITY_REVIEW];
	struct node *list = node_add_list(data, "discussion");
	for (size_t i = 0; i < steps->count; i++) {
		const struct record *step = &steps->items[i];
		struct buf text = { 0 }, person = { 0 }, at = { 0 };
		const char *label = label_of(step);
		if (!label || !record_has(step, REVIEW_TEXT))
			continue;
		document_item_block(record_text(step, REVIEW_TEXT), DOCUMENT_ITEM_INDENT, &text);
		buf_trim_end(&text);
		document_person(record_text(step, REVIEW_PERSON), &person);
		struct node *item = node_add_object(list, NULL);
		node_add_text(item, "person", buf_text(&person));
		when_format(&at, record_int(step, REVIEW_AT), source->zone, WHEN_MINUTE);
		node_add_text(item, "at", buf_text(&at));
		node_add_text(item, "label", label);
		document_add_field(source, item, step, REVIEW_SECTION, "section");
		node_add_bool(item, "done", record_int(step, REVIEW_DONE) != 0);
		node_add_text(item, "text", buf_text(&text));
		buf_fini(&text);
		buf_fini(&person);
		buf_fini(&at);
	}
	document_end_list(data, list);
}
