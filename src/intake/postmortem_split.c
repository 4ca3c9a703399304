/* Front matter, and the sections between headings. */
#include "intake/postmortem.h"

#include <string.h>

#include "base/mem.h"
#include "base/text.h"

void postmortem_front(struct postmortem *p)
{
	static const char bom[] = "\xef\xbb\xbf";
	if (p->len >= strlen(bom) && memcmp(p->source, bom, strlen(bom)) == 0)
		p->front = strlen(bom);
}

static void add(struct postmortem *p, size_t markup, size_t text, size_t first, const char *heading, int level)
{
	struct buf key = { 0 };
	if (p->sections.count)
		p->sections.items[p->sections.count - 1].to = markup;
	if (p->sections.count)
		p->sections.items[p->sections.count - 1].end = first;
	buf_printf(&key, "section-%zu", p->sections.count + 1);
	*vec_push(&p->sections) = (struct postmortem_section){ .key = mem_copy(buf_text(&key)), .heading = mem_copy(heading),
		.level = level, .markup = markup, .text = text, .to = p->len, .first = first, .end = p->blocks.count };
	buf_fini(&key);
}

void postmortem_split(struct postmortem *p)
{
	const struct blocks *blocks = &p->blocks;
	if (!blocks->count || blocks->items[0].kind != BLOCK_HEADING)
		add(p, 0, 0, 0, "", 0);
	for (size_t i = 0; i < blocks->count; i = blocks->items[i].next) {
		const struct block *block = &blocks->items[i];
		if (block->kind != BLOCK_HEADING)
			continue;
		struct buf heading = { 0 };
		blocks_source(blocks, i, &heading);
		size_t from = i ? block->from - block->column : 0;
		add(p, from, blocks_line_at(blocks, blocks_line(blocks, block->to) + 1), i, buf_text(&heading), block->level);
		buf_fini(&heading);
	}
}
