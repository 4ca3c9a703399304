/* Supporting information, and links to it. */
#include "app/document_parts.h"

#include "base/text.h"
#include "doc/escape.h"

static void anchor_base(const struct record *reference, struct buf *out)
{
	buf_puts(out, "ref-");
	if (record_has(reference, REFERENCE_LABEL))
		escape_anchor(out, record_text(reference, REFERENCE_LABEL));
	else
		buf_printf(out, "%lld", (long long)reference->number);
}

/* Labels may come out alike ("a b", "a-b"): all but the first take their number along. */
void document_anchor(const struct records *references, size_t index, struct buf *out)
{
	const struct record *reference = &references->items[index];
	struct buf own = { 0 };
	bool taken = false;
	anchor_base(reference, &own);
	for (size_t i = 0; i < index && !taken; i++) {
		struct buf other = { 0 };
		anchor_base(&references->items[i], &other);
		taken = text_equal(buf_text(&other), buf_text(&own));
		buf_fini(&other);
	}
	if (taken)
		buf_printf(&own, "-%lld", (long long)reference->number);
	buf_puts(out, buf_text(&own));
	buf_fini(&own);
}

static bool is_url(const char *text)
{
	return text_starts(text, "https://") || text_starts(text, "http://") || text_starts(text, "mailto:");
}

void document_put_link(const char *url, const char *label, struct buf *out)
{
	if (!is_url(url)) {
		escape_markdown(out, url);
		return;
	}
	buf_putc(out, '[');
	if (text_empty(label)) {
		const char *bare = strstr(url, "://");
		escape_markdown(out, bare ? bare + 3 : url);
	} else {
		escape_markdown(out, label);
	}
	buf_puts(out, "](");
	escape_url(out, url);
	buf_putc(out, ')');
}

/* The reference that a link means by its label or URL; the number of references if there is none. */
static size_t find_reference(const struct records *references, const char *link)
{
	size_t i = 0;
	while (i < references->count && !text_same(record_text(&references->items[i], REFERENCE_LABEL), link) &&
		!text_equal(record_text(&references->items[i], REFERENCE_URL), link))
		i++;
	return *link ? i : references->count;
}

void document_put_reference(const struct records *references, const char *link, struct buf *out)
{
	size_t found = find_reference(references, link);
	if (found == references->count) {
		document_put_link(link, NULL, out);
		return;
	}
	const char *label = record_text(&references->items[found], REFERENCE_LABEL);
	buf_putc(out, '[');
	escape_markdown(out, *label ? label : link);
	buf_puts(out, "](#");
	document_anchor(references, found, out);
	buf_putc(out, ')');
}

void document_put_tracker(const struct records *references, const char *link, struct buf *out)
{
	size_t found = find_reference(references, link);
	const struct record *reference = found < references->count ? &references->items[found] : NULL;
	if (reference && is_url(record_text(reference, REFERENCE_URL)))
		document_put_link(record_text(reference, REFERENCE_URL), record_text(reference, REFERENCE_LABEL), out);
	else
		document_put_link(link, NULL, out);
}

void document_add_references(const struct document_source *source, struct node *data)
{
	const struct records *references = &source->lists[ENTITY_REFERENCE];
	struct node *list = node_add_list(data, "references");
	for (size_t i = 0; i < references->count; i++) {
		const struct record *reference = &references->items[i];
		struct buf anchor = { 0 }, url = { 0 };
		struct node *item = node_add_object(list, NULL);
		document_anchor(references, i, &anchor);
		document_put_link(record_text(reference, REFERENCE_URL), NULL, &url);
		node_add_text(item, "anchor", buf_text(&anchor));
		node_add_text(item, "label", record_text(reference, REFERENCE_LABEL));
		node_add_text(item, "title", record_text(reference, REFERENCE_TITLE));
		node_add_text(item, "url", buf_text(&url));
		buf_fini(&anchor);
		buf_fini(&url);
	}
	document_end_list(data, list);
}
