/* The entries of a timeline as they are collected, and what the blocks of a document begin with. */
#include "intake/timeline_parts.h"

size_t timeline_begins(const struct timeline *t, size_t first, size_t end, bool weak)
{
	const uint32_t *counts = weak ? t->weak : t->clocks;
	return first < end ? counts[end] - counts[first] : 0;
}

struct timeline_step *timeline_step(struct timeline *t, enum timeline_step_kind kind)
{
	struct timeline_step *step = vec_push(&t->steps);
	step->kind = kind;
	step->group = t->group;
	return step;
}

struct timeline_step *timeline_entry(
	struct timeline *t, const struct stamp *stamp, size_t from, size_t to, const char *how)
{
	if (t->entries + t->p->found.items.count >= FOUND_ITEMS_MAX) {
		t->full = true;
		t->open = 0;
		return NULL;
	}
	t->entries++;
	struct timeline_step *step = timeline_step(t, TIMELINE_STEP_ENTRY);
	if (stamp)
		step->stamp = *stamp;
	step->untimed = !stamp;
	step->from = from;
	step->to = to;
	step->how = how;
	t->open = t->steps.count;
	t->in_list = false;
	return step;
}

void timeline_put_rest(struct timeline_step *step, const struct stamp *stamp, const char *line, size_t len)
{
	if (!stamp->lead)
		buf_puts(&step->text, stamp->open);
	size_t at = stamp->lead ? 0 : stamp->rest;
	buf_put(&step->text, line + at, len > at ? len - at : 0);
	if (stamp->link_len)
		step->link = mem_copy_n(line + stamp->link, stamp->link_len);
}

void timeline_extend(struct timeline *t, size_t first, size_t end)
{
	const struct blocks *blocks = &t->p->blocks;
	if (!t->open || first >= end)
		return;
	struct timeline_step *step = &t->steps.items[t->open - 1];
	if (step->text.len)
		buf_puts(&step->text, "\n\n");
	blocks_source_range(blocks, first, end, &step->text);
	for (size_t i = first; i < end; i = blocks->items[i].next)
		step->to = blocks->items[i].to;
	for (size_t i = first; i < end; i = blocks->items[i].next)
		found_claim(&t->p->found, blocks, i);
}
