/* attachments [{name, media, size, image, path, link}]: what was attached; path and link where its file is. */
#include "app/document_parts.h"

#include "base/text.h"
#include "doc/escape.h"

static bool is_image(const struct record *attachment)
{
	return text_starts(record_text(attachment, ATTACHMENT_MEDIA), "image/");
}

/* The file as Markdown: an image may be shown, anything else is led to; without a file its name. */
static void put_file(const struct document_source *source, const struct record *attachment, bool show,
	struct buf *path, struct buf *out)
{
	const struct asset *asset = assets_find(source->assets, attachment);
	if (asset) {
		asset_link(source->assets, asset, path);
		buf_puts(out, show && is_image(attachment) ? "![" : "[");
	}
	escape_markdown(out, record_text(attachment, ATTACHMENT_NAME));
	if (asset) {
		buf_puts(out, "](");
		escape_url(out, buf_text(path));
		buf_putc(out, ')');
	}
}

/* One picture is enough: it stands below the event in the timeline. */
static bool has_event(const struct document_source *source, const struct record *attachment)
{
	const struct records *events = &source->lists[ENTITY_EVENT];
	for (size_t i = 0; i < events->count; i++)
		if (text_equal(record_text(attachment, ATTACHMENT_EVENT), events->items[i].id))
			return true;
	return false;
}

static void add_file(const struct document_source *source, struct node *item, const struct record *attachment)
{
	struct buf path = { 0 }, link = { 0 };
	put_file(source, attachment, !has_event(source, attachment), &path, &link);
	node_add_text(item, "path", buf_text(&path));
	node_add_text(item, "link", buf_text(&link));
	buf_fini(&path);
	buf_fini(&link);
}

void document_put_files(const struct document_source *source, const struct record *event, struct buf *out)
{
	const struct records *attachments = &source->lists[ENTITY_ATTACHMENT];
	for (size_t i = 0; source->assets && i < attachments->count; i++) {
		const struct record *attachment = &attachments->items[i];
		struct buf path = { 0 };
		if (!text_equal(record_text(attachment, ATTACHMENT_EVENT), event->id))
			continue;
		buf_puts(out, "\n\n");
		buf_fill(out, ' ', DOCUMENT_ITEM_INDENT);
		put_file(source, attachment, true, &path, out);
		buf_fini(&path);
	}
}

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
		add_file(source, item, attachment);
		node_add_bool(item, "image", is_image(attachment));
	}
	document_end_list(data, list);
}
