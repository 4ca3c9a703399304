/* attachments [{name, media, size, image}]: what was attached. */
#include "app/document_parts.h"

#include "base/text.h"

void document_add_attachments(const struct document_source *source, struct node *data)
{
	const struct records *attachments = &source->lists[ENTITY_ATTACHMENT];
	struct node *list = node_add_list(data, "attachments");
	for (size_t i = 0; i < attachments->count; i++) {
		const struct record *attachment = &attachments->items[i];
		struct node *item = node_add_object(list, NULL);
		document_add_field(source, item, attachment, ATTACHMENT_NAME, "name");
		document_add_field(source, item, attachment, ATTACHMENT_MEDIA, "media");
		document_add_field(source, item, attachment, ATTACHMENT_SIZE, "size");
		node_add_bool(item, "image", text_starts(record_text(attachment, ATTACHMENT_MEDIA), "image/"));
	}
	document_end_list(data, list);
}
