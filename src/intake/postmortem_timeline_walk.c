/* The blocks of a timeline in the order in which they stand: lists, and what follows them. */
#include "intake/timeline_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum { SIBLINGS_MAX = 2048 }; /* items of a list that are asked whether weak times are times */

/* ---- lists ------------------------------------------------------------------------------------------ */

/* The first paragraph of an item, or 0. */
static size_t first_of(const struct blocks *blocks, size_t item)
{
	return blocks->items[item].next > item + 1 && blocks->items[item + 1].kind == BLOCK_PARAGRAPH ? item + 1 : 0;
}

struct list_facts {
	size_t items, timed, weak, lead, trailing;
	bool weak_count; /* its weak times are times */
	struct stamp *stamps;
	size_t stamp_count;
};

static void look_at_list(const struct timeline *t, size_t list, struct list_facts *facts)
{
	const struct blocks *blocks = &t->p->blocks;
	*facts = (struct list_facts){ .stamps = mem_new(SIBLINGS_MAX, sizeof *facts->stamps) };
	for (size_t i = list + 1; i < blocks->items[list].next; i = blocks->items[i].next) {
		size_t first = first_of(blocks, i);
		unsigned char begin = first ? t->begins[first] : 0;
		facts->items++;
		facts->weak += (begin & BEGINS_WEAK) != 0;
		facts->lead += (begin & BEGINS_LEAD) != 0;
		facts->timed += (begin & (BEGINS_CLOCK | BEGINS_DAY)) && !(begin & (BEGINS_WEAK | BEGINS_LEAD));
		if (!(begin & (BEGINS_CLOCK | BEGINS_DAY)) || facts->stamp_count == SIBLINGS_MAX)
			continue;
		const struct block *block = &blocks->items[first];
		if (stamp_read(&facts->stamps[facts->stamp_count], blocks->source + block->from, block->to - block->from, 0))
			facts->stamp_count++;
	}
	facts->weak_count = facts->weak && stamp_siblings(facts->stamps, facts->stamp_count);
	free(facts->stamps);
	facts->stamps = NULL;
}

static bool begins_item(const struct timeline *t, const struct list_facts *facts, size_t first)
{
	unsigned char begin = t->begins[first];
	if (!(begin & (BEGINS_CLOCK | BEGINS_DAY)))
		return false;
	if (begin & BEGINS_LEAD)
		return t->loose;
	return !(begin & BEGINS_WEAK) || facts->weak_count;
}

static bool has_bold_label(const struct block *block)
{
	size_t len = block->strong + 1 < block->len ? block->strong + 1 : block->len;
	return block->strong && memchr(block->text, ':', len);
}

/* An item without a time among others that have one. */
static void read_untimed(struct timeline *t, size_t first)
{
	const struct blocks *blocks = &t->p->blocks;
	const struct block *block = &blocks->items[first];
	struct timeline_step *step = timeline_entry(t, NULL, block->from, block->to, "list item");
	if (!step)
		return;
	blocks_source(blocks, first, &step->text);
	step->first = first;
	step->end = block->next;
	found_claim(&t->p->found, blocks, first);
}

/* The first paragraph of an item, which begins with no time. One that begins with a bold label instead ("**Resolution**:")
 * is no entry. */
static void read_other_item(struct timeline *t, size_t first, size_t end, bool among)
{
	const struct block *block = &t->p->blocks.items[first];
	bool lines = t->loose && (t->begins[first] & BEGINS_LINES);
	bool label = t->loose && timeline_has_label(t, t->p->blocks.source + block->from, block->to - block->from);
	if (among && !label)
		t->open = 0;
	if (among && !has_bold_label(block) && !lines) {
		read_untimed(t, first);
	} else if (t->loose) {
		if (!label)
			t->open = 0;
		timeline_paragraph(t, first, end, false);
	}
}

/* `among`: most of its siblings have times. */
static void read_item(struct timeline *t, size_t item, const struct list_facts *facts, bool among, int depth)
{
	const struct blocks *blocks = &t->p->blocks;
	size_t first = first_of(blocks, item), end = blocks->items[item].next;
	size_t rest = first ? blocks->items[first].next : item + 1, before = t->steps.count, was_open = t->open;
	bool timed = first && begins_item(t, facts, first), nested = timeline_begins(t, rest, end, t->loose) > 0;
	if (timed)
		timeline_paragraph(t, first, end, true);
	else if (first && !nested)
		read_other_item(t, first, end, among);
	if (t->steps.count == before && !nested) {
		t->open = was_open;
		if (!first && among)
			timeline_extend(t, item + 1, end);
		return;
	}
	timeline_walk(t, rest, end, depth + 1);
	if (first && t->steps.count > before && t->p->found.claimed[first])
		t->p->found.claimed[item] = true;
}

static void claim_if_all(struct timeline *t, size_t block)
{
	const struct blocks *blocks = &t->p->blocks;
	bool all = true;
	for (size_t i = block + 1; i < blocks->items[block].next && all; i = blocks->items[i].next)
		all = t->p->found.claimed[i];
	if (all)
		t->p->found.claimed[block] = true;
}

static bool read_list(struct timeline *t, size_t list, int depth)
{
	const struct blocks *blocks = &t->p->blocks;
	struct list_facts facts;
	look_at_list(t, list, &facts);
	size_t timed = facts.timed + (facts.weak_count ? facts.weak : 0) + (t->loose ? facts.lead : 0);
	size_t before = t->steps.count;
	bool among = timed && timed * 2 >= facts.items;
	bool nested = timeline_begins(t, list, blocks->items[list].next, t->loose) > 0;
	if (!timed && !nested && (t->open || !t->loose))
		return false;
	size_t group = ++t->group;
	for (size_t i = list + 1; i < blocks->items[list].next; i = blocks->items[i].next) {
		t->group = timed ? group : t->group;
		read_item(t, i, &facts, among, depth);
	}
	t->in_list = true;
	claim_if_all(t, list);
	return t->steps.count > before;
}

/* ---- what stands one after the other ------------------------------------------------------------------ */

static bool is_picture(const struct blocks *blocks, size_t index)
{
	const struct block *block = &blocks->items[index];
	bool image = false;
	for (size_t i = 0; i < block->links; i++)
		image = image || blocks->links.items[block->link + i].image;
	return block->kind == BLOCK_PARAGRAPH && image;
}

/* What follows a list belongs to its last item if it is a picture or code, or if the timeline goes on after it. */
static bool goes_with_list(const struct timeline *t, size_t index, size_t end)
{
	const struct blocks *blocks = &t->p->blocks;
	const struct block *block = &blocks->items[index];
	return block->kind == BLOCK_CODE || block->kind == BLOCK_HTML || is_picture(blocks, index) ||
	       timeline_begins(t, block->next, end, false) > 0;
}

/* HTML that shows something: no comment, no lone tags such as </details>. */
static bool shows_nothing(const struct block *block)
{
	if (block->kind != BLOCK_HTML || strcasestr(block->text, "<img") || strcasestr(block->text, "<video"))
		return false;
	if (text_starts(block->text, "<!--"))
		return true;
	bool tag = false;
	for (const char *at = block->text; *at; at++) {
		if (!tag && *at != '<' && !strchr(" \t\r\n", *at))
			return false;
		tag = *at == '<' || (tag && *at != '>');
	}
	return true;
}

static void walk_other(struct timeline *t, size_t i, size_t end, int depth)
{
	const struct blocks *blocks = &t->p->blocks;
	const struct block *block = &blocks->items[i];
	bool inside = block->kind == BLOCK_QUOTE && timeline_begins(t, i, block->next, t->loose) > 0;
	if (inside) {
		timeline_walk(t, i + 1, block->next, depth + 1);
		claim_if_all(t, i);
	} else if (t->open && !shows_nothing(block) && (!t->in_list || goes_with_list(t, i, end))) {
		timeline_extend(t, i, block->next);
	}
}

static void walk_block(struct timeline *t, size_t i, size_t end, int depth)
{
	const struct blocks *blocks = &t->p->blocks;
	const struct block *block = &blocks->items[i];
	switch ((enum block_kind)block->kind) {
	case BLOCK_PARAGRAPH:
		if (t->in_list && t->open && !(t->begins[i] & ~(BEGINS_LEAD | BEGINS_WEAK)) && !goes_with_list(t, i, end))
			t->open = 0;
		timeline_paragraph(t, i, end, false);
		break;
	case BLOCK_LIST:
		if (!read_list(t, i, depth))
			walk_other(t, i, end, depth);
		break;
	case BLOCK_TABLE:
		if (!timeline_table(t, i, !t->loose))
			walk_other(t, i, end, depth);
		break;
	case BLOCK_CODE:
		if (t->open || timeline_begins(t, i, end, false) || !timeline_code(t, i))
			walk_other(t, i, end, depth);
		break;
	case BLOCK_RULE:
		found_claim(&t->p->found, blocks, i);
		t->open = 0;
		break;
	default:
		walk_other(t, i, end, depth);
	}
}

void timeline_walk(struct timeline *t, size_t first, size_t end, int depth)
{
	const struct blocks *blocks = &t->p->blocks;
	if (depth > TIMELINE_DEPTH_MAX) {
		timeline_extend(t, first, end);
		return;
	}
	for (size_t i = first; i < end && !t->full; i = blocks->items[i].next) {
		t->seen[i] = true;
		walk_block(t, i, end, depth);
	}
}
