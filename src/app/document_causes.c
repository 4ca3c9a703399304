/*
 * causes {root, trigger, contributing, whys}, each [{number, text, own}]: `text` has the whys below it, `own` has not. A
 * why is in `whys` only if what it explains is not listed. Beside them any, any-root and so on.
 */
#include "app/document_parts.h"

#include "base/text.h"

static bool is_why_under(const struct record *cause, const char *parent)
{
	return text_equal(record_text(cause, CAUSE_KIND), "why") &&
	       text_equal(record_text(cause, CAUSE_PARENT), parent);
}

/* A cause with the whys below it, as nested list items. */
static void cause_tree(const struct records *causes, const struct record *cause, size_t depth, struct buf *out)
{
	struct buf text = { 0 };
	size_t indent = DOCUMENT_ITEM_INDENT * (depth + 1);
	document_item_block(record_text(cause, CAUSE_TEXT), indent, &text);
	buf_puts(out, buf_text(&text));
	buf_fini(&text);
	for (size_t i = 0; i < causes->count && depth < causes->count; i++) {
		if (!is_why_under(&causes->items[i], cause->id))
			continue;
		buf_trim_end(out);
		buf_putc(out, '\n');
		buf_fill(out, ' ', indent);
		buf_puts(out, "- Why? ");
		cause_tree(causes, &causes->items[i], depth + 1, out);
	}
}

static bool parent_is_listed(const struct records *causes, const struct record *cause)
{
	for (size_t i = 0; i < causes->count; i++)
		if (text_equal(causes->items[i].id, record_text(cause, CAUSE_PARENT)))
			return true;
	return false;
}

void document_add_causes(const struct document_source *source, struct node *data)
{
	const struct records *causes = &source->lists[ENTITY_CAUSE];
	static const struct {
		const char *kind, *list, *any;
	} lists[] = { { "root", "root", "any-root" }, { "trigger", "trigger", "any-trigger" },
		{ "contributing", "contributing", "any-contributing" }, { "why", "whys", "any-whys" } };
	struct node *groups = node_add_object(data, "causes");
	node_add_bool(groups, "any", causes->count > 0);
	for (size_t g = 0; g < LENGTH(lists); g++) {
		struct node *list = node_add_list(groups, lists[g].list);
		for (size_t i = 0; i < causes->count; i++) {
			const struct record *cause = &causes->items[i];
			struct buf text = { 0 }, own = { 0 }, number = { 0 };
			if (!text_equal(record_text(cause, CAUSE_KIND), lists[g].kind) ||
				(text_equal(lists[g].kind, "why") && parent_is_listed(causes, cause)))
				continue;
			cause_tree(causes, cause, 0, &text);
			buf_trim_end(&text);
			document_item_block(record_text(cause, CAUSE_TEXT), DOCUMENT_ITEM_INDENT, &own);
			buf_trim_end(&own);
			buf_printf(&number, "%lld", (long long)cause->number);
			struct node *item = node_add_object(list, NULL);
			node_add_text(item, "number", buf_text(&number));
			node_add_text(item, "text", buf_text(&text));
			document_set_text_origin(item, cause, CAUSE_TEXT, buf_text(&text));
			node_add_text(item, "own", buf_text(&own));
			document_set_text_origin(item, cause, CAUSE_TEXT, buf_text(&own));
			buf_fini(&text);
			buf_fini(&own);
			buf_fini(&number);
		}
		node_add_bool(groups, lists[g].any, node_count(list) > 0);
	}
}
