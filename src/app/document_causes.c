/*
 * causes {root, trigger, contributing, whys}, each [{number, text, own}]: `text` has the whys below it, `own` has not. A
 * why is in `whys` only if what it explains is not listed. Beside them any, any-root and so on.
 */
#include "app/document_parts.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "model/tree.h"

enum { DEEPEST = 50 }; /* whys are indented so often: a chain of thousands would be gigabytes of blanks */

/* The whys below each cause: its first, and the next below the same; TREE_NONE: none. */
struct whys {
	const struct records *causes;
	struct tree tree;
	size_t *first, *next;
};

static bool is_why(const struct record *cause)
{
	return text_equal(record_text(cause, CAUSE_KIND), "why");
}

static void whys_init(struct whys *whys, const struct records *causes)
{
	size_t count = causes->count;
	*whys = (struct whys){ .causes = causes, .first = mem_new(count + 1, sizeof(size_t)), .next = mem_new(count + 1, sizeof(size_t)) };
	tree_init(&whys->tree, causes);
	for (size_t i = 0; i < count; i++)
		whys->first[i] = whys->next[i] = TREE_NONE;
	for (size_t i = count; i-- > 0;) {
		size_t above = whys->tree.parent[i];
		if (above == TREE_NONE || !is_why(&causes->items[i]))
			continue;
		whys->next[i] = whys->first[above];
		whys->first[above] = i;
	}
}

static void whys_fini(struct whys *whys)
{
	tree_fini(&whys->tree);
	free(whys->first);
	free(whys->next);
}

static void put_text(const struct record *cause, size_t depth, struct buf *out)
{
	struct buf text = { 0 };
	document_item_block(record_text(cause, CAUSE_TEXT), DOCUMENT_ITEM_INDENT * (depth + 1), &text);
	buf_puts(out, buf_text(&text));
	buf_fini(&text);
}

/* A cause with the whys below it, as nested list items. */
static void put_tree(const struct whys *whys, size_t top, struct buf *out)
{
	size_t depth = 1;
	put_text(&whys->causes->items[top], 0, out);
	for (size_t at = whys->first[top]; at != TREE_NONE;) {
		size_t level = depth < DEEPEST ? depth : DEEPEST;
		buf_trim_end(out);
		buf_putc(out, '\n');
		buf_fill(out, ' ', DOCUMENT_ITEM_INDENT * level);
		buf_puts(out, "- Why? ");
		put_text(&whys->causes->items[at], level, out);
		if (whys->first[at] != TREE_NONE) {
			at = whys->first[at];
			depth++;
			continue;
		}
		for (; at != top && whys->next[at] == TREE_NONE; depth--)
			at = whys->tree.parent[at];
		at = at == top ? TREE_NONE : whys->next[at];
	}
}

static void add_cause(struct node *list, const struct whys *whys, size_t index)
{
	const struct record *cause = &whys->causes->items[index];
	struct buf text = { 0 }, own = { 0 }, number = { 0 };
	put_tree(whys, index, &text);
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

void document_add_causes(const struct document_source *source, struct node *data)
{
	const struct records *causes = &source->lists[ENTITY_CAUSE];
	static const struct {
		const char *kind, *list, *any;
	} lists[] = { { "root", "root", "any-root" }, { "trigger", "trigger", "any-trigger" },
		{ "contributing", "contributing", "any-contributing" }, { "why", "whys", "any-whys" } };
	struct node *groups = node_add_object(data, "causes");
	node_add_bool(groups, "any", causes->count > 0);
	struct whys whys;
	whys_init(&whys, causes);
	for (size_t g = 0; g < LENGTH(lists); g++) {
		struct node *list = node_add_list(groups, lists[g].list);
		for (size_t i = 0; i < causes->count; i++) {
			const struct record *cause = &causes->items[i];
			bool below = is_why(cause) && whys.tree.parent[i] != TREE_NONE;
			if (text_equal(record_text(cause, CAUSE_KIND), lists[g].kind) && !below)
				add_cause(list, &whys, i);
		}
		node_add_bool(groups, lists[g].any, node_count(list) > 0);
	}
	whys_fini(&whys);
}
