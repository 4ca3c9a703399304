/* discussion [{person, at, section, done, text}]: what reviewers said of the whole or of a section. */
#include "app/document_parts.h"

#include "base/text.h"

void document_add_discussion(const struct document_source *source, struct node *data)
{
	const struct records *steps = &source->lists[ENTITY_REVIEW];
	struct node *list = node_add_list(data, "discussion");
	for (size_t i = 0; i < steps->count; i++) {
		const struct record *step = &steps->items[i];
		struct buf text = { 0 }, person = { 0 };
		if (!text_equal(record_text(step, REVIEW_KIND), "comment"))
			continue;
		document_item_block(record_text(step, REVIEW_TEXT), DOCUMENT_ITEM_INDENT, &text);
		buf_trim_end(&text);
		document_person(record_text(step, REVIEW_PERSON), &person);
		struct node *item = node_add_object(list, NULL);
		node_add_text(item, "person", buf_text(&person));
		document_add_field(source, item, step, REVIEW_AT, "at");
		document_add_field(source, item, step, REVIEW_SECTION, "section");
		node_add_bool(item, "done", record_int(step, REVIEW_DONE) != 0);
		node_add_text(item, "text", buf_text(&text));
		buf_fini(&text);
		buf_fini(&person);
	}
	document_end_list(data, list);
}
