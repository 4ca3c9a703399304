/* import: what was left as text */
#include "app/import_left.h"

#include "app/edit.h"
#include "base/text.h"

static bool is_told(const struct block *block)
{
	return block->kind != BLOCK_HEADING && block->kind != BLOCK_RULE;
}

static bool is_claimed(const struct postmortem *document, size_t block)
{
	for (size_t i = block; i < document->blocks.items[block].next; i++)
		if (document->found.claimed[i])
			return true;
	return false;
}

static void extend(const struct postmortem *document, size_t block, struct import_left *out)
{
	const struct block *first = &document->blocks.items[block];
	if (!out->line)
		*out = (struct import_left){ .line = first->line, .block = block, .from = first->from };
	out->to = first->to;
	out->to_line = blocks_line(&document->blocks, first->to ? first->to - 1 : 0);
}

bool import_left_run(const struct postmortem *document, size_t *at, struct import_left *out)
{
	const struct blocks *blocks = &document->blocks;
	*out = (struct import_left){ 0 };
	for (; *at < blocks->count; *at = blocks->items[*at].next) {
		bool left = is_told(&blocks->items[*at]) && !is_claimed(document, *at);
		if (!left && out->line)
			return true;
		if (left)
			extend(document, *at, out);
	}
	return out->line > 0;
}

bool import_left_next(const struct postmortem *document, size_t *at, struct import_left *out)
{
	const struct blocks *blocks = &document->blocks;
	*out = (struct import_left){ 0 };
	while (*at < blocks->count) {
		size_t i = *at;
		const struct block *block = &blocks->items[i];
		if (block->kind == BLOCK_LIST || block->kind == BLOCK_TABLE || block->kind == BLOCK_QUOTE) {
			*at = i + 1;
			continue;
		}
		*at = block->next;
		if (!is_told(block) || block->header || is_claimed(document, i))
			continue;
		extend(document, i, out);
		return true;
	}
	return false;
}

/* What the cells of a row say, as it is written or plain. */
static void put_cells(const struct blocks *blocks, size_t row, bool plain, struct buf *out)
{
	for (size_t i = row + 1; i < blocks->items[row].next; i = blocks->items[i].next) {
		if (text_empty(blocks->items[i].text))
			continue;
		if (out->len)
			buf_puts(out, " · ");
		if (plain)
			edit_first_line(blocks->items[i].text, out);
		else
			blocks_source(blocks, i, out);
	}
}

void import_left_words(const struct postmortem *document, const struct import_left *left, struct buf *out)
{
	const struct blocks *blocks = &document->blocks;
	if (blocks->items[left->block].kind == BLOCK_ROW) {
		put_cells(blocks, left->block, true, out);
		return;
	}
	for (size_t i = left->block; i < blocks->items[left->block].next; i++) {
		if (text_empty(blocks->items[i].text))
			continue;
		edit_first_line(blocks->items[i].text, out);
		return;
	}
}

void import_left_take(struct import_plan *plan, const struct import_left *left, const struct record *made)
{
	enum { DIGEST = 20 };
	enum entity_kind kind = made->kind;
	const struct entity *entity = entity_get(kind);
	struct import_item *item = import_plan_add(plan, IMPORT_ADD, kind);
	struct buf text = { 0 }, line = { 0 }, origin = { 0 };
	char digest[SHA256_SIZE];
	record_fini(&item->record);
	record_copy(&item->record, made);
	item->line = left->line;
	item->from = left->from;
	item->to = left->to;
	item->how = "text";
	if (plan->document.blocks.items[left->block].kind == BLOCK_ROW)
		put_cells(&plan->document.blocks, left->block, false, &text);
	else
		blocks_source(&plan->document.blocks, left->block, &text);
	if (kind == ENTITY_ACTION) {
		import_left_words(&plan->document, left, &line);
		buf_truncate(&line, line.len < LINE_LIMIT ? line.len : text_fit(line.data, line.len, LINE_LIMIT / 4));
	}
	record_set_text(&item->record, entity->headline, buf_text(kind == ENTITY_ACTION ? &line : &text));
	blob_digest(plan->document.source + left->from, left->to - left->from, digest);
	digest[DIGEST] = '\0';
	buf_printf(&origin, FOUND_ORIGIN "%s", digest);
	record_set_text(&item->record, entity_field(entity, "origin"), buf_text(&origin));
	found_claim(&plan->document.found, &plan->document.blocks, left->block);
	buf_fini(&text);
	buf_fini(&line);
	buf_fini(&origin);
}
