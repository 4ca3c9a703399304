/* What sections were read from completely: another layout, which says it in its own way, need not say it twice. */
#include "intake/postmortem.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static unsigned cover_of(enum entity_kind kind)
{
	static const unsigned covers[ENTITY_COUNT] = { [ENTITY_EVENT] = COVERS_EVENTS, [ENTITY_ACTION] = COVERS_ACTIONS,
		[ENTITY_CAUSE] = COVERS_CAUSES, [ENTITY_ROLE] = COVERS_ROLES, [ENTITY_REFERENCE] = COVERS_REFERENCES };
	return covers[kind];
}

/* The last block that begins at a byte or before it, and what that stands in: one of the document itself. */
static size_t top_block(const struct blocks *blocks, size_t at)
{
	size_t low = 0, high = blocks->count;
	while (high - low > 1) {
		size_t middle = (low + high) / 2;
		if (blocks->items[middle].from <= at)
			low = middle;
		else
			high = middle;
	}
	while (blocks->items[low].parent != BLOCK_NONE)
		low = blocks->items[low].parent;
	return low;
}

static bool is_blank(const char *text, size_t from, size_t to)
{
	for (; from < to; from++)
		if (!strchr(" \t\r\n", text[from]))
			return false;
	return true;
}

/* Bits for all blocks of a section if nothing in it was left as text, definitions of links neither; else 0. `kinds`: what was
 * read from each block. */
static unsigned cover(const struct postmortem *p, const struct postmortem_section *section, const unsigned *kinds)
{
	const struct blocks *blocks = &p->blocks;
	unsigned all = 0;
	size_t at = section->text;
	for (size_t i = section->first; i < section->end; i = blocks->items[i].next) {
		const struct block *block = &blocks->items[i];
		if (block->to <= section->text)
			continue;
		if (!is_blank(p->source, at, block->from) || (!p->found.claimed[i] && block->kind != BLOCK_RULE))
			return 0;
		if (block->kind != BLOCK_RULE)
			all |= kinds[i] ? kinds[i] : (unsigned)COVERS_HEAD;
		at = block->to;
	}
	return is_blank(p->source, at, section->to) ? all : 0;
}

/* Headings, lists and tables written as tags are kept as they are, and nothing is looked for in them: that is said. */
static void note_html(struct postmortem *p)
{
	static const char *const tags[] = { "<h1", "<h2", "<h3", "<h4", "<li", "<td" };
	for (size_t i = 0; i < p->blocks.count; i++) {
		const struct block *block = &p->blocks.items[i];
		if (block->kind != BLOCK_HTML)
			continue;
		for (size_t t = 0; t < sizeof tags / sizeof *tags; t++)
			if (strcasestr(block->text, tags[t])) {
				found_note(&p->found, block->line, "it has headings, lists or tables in HTML tags: they are kept, "
								   "and nothing is read from them: write them in Markdown to have it read");
				return;
			}
	}
}

void postmortem_cover(struct postmortem *p)
{
	note_html(p);
	unsigned *kinds = mem_new(p->blocks.count + 1, sizeof *kinds);
	for (size_t i = 0; i < p->found.items.count && p->blocks.count; i++) {
		const struct found_item *item = &p->found.items.items[i];
		kinds[top_block(&p->blocks, item->from)] |= cover_of(item->record.kind);
	}
	for (size_t i = 0; i < p->sections.count; i++)
		if (!p->sections.items[i].front)
			p->sections.items[i].covers = cover(p, &p->sections.items[i], kinds);
	free(kinds);
}
