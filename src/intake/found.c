#include "intake/found.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"

void found_init(struct found *found, size_t blocks)
{
	*found = (struct found){ .claimed = mem_new(blocks + 1, sizeof(bool)), .blocks = blocks };
}

void found_fini(struct found *found)
{
	for (size_t i = 0; i < found->items.count; i++) {
		record_fini(&found->items.items[i].record);
		free(found->items.items[i].note);
	}
	for (size_t i = 0; i < found->notes.count; i++)
		free(found->notes.items[i].text);
	free(found->items.items);
	free(found->notes.items);
	free(found->claimed);
}

struct found_item *found_add(struct found *found, const struct blocks *blocks, enum entity_kind kind, size_t from, size_t to,
	const char *how)
{
	struct found_item *item = vec_push(&found->items);
	record_init(&item->record, kind);
	item->from = from;
	item->to = to;
	item->line = blocks_line(blocks, from);
	item->how = how;
	return item;
}

bool found_full(struct found *found)
{
	if (found->items.count < FOUND_ITEMS_MAX)
		return false;
	if (!found->full)
		found_note(found, 0, "it has more than %d times, actions, causes and links: what comes after them stays text",
			FOUND_ITEMS_MAX);
	found->full = true;
	return true;
}

void found_doubt(struct found_item *item, const char *words)
{
	struct buf all = { 0 };
	if (item->note)
		buf_printf(&all, "%s; ", item->note);
	buf_puts(&all, words);
	free(item->note);
	item->note = mem_copy(buf_text(&all));
	buf_fini(&all);
}

void found_note(struct found *found, size_t line, const char *format, ...)
{
	struct buf text = { 0 };
	va_list args;
	va_start(args, format);
	buf_vprintf(&text, format, args);
	va_end(args);
	*vec_push(&found->notes) = (struct found_note){ .line = line, .text = mem_copy(buf_text(&text)) };
	buf_fini(&text);
}

void found_claim(struct found *found, const struct blocks *blocks, size_t block)
{
	for (size_t i = block; i < blocks->items[block].next; i++)
		found->claimed[i] = true;
}

size_t found_count(const struct found *found, enum entity_kind kind)
{
	size_t count = 0;
	for (size_t i = 0; i < found->items.count; i++)
		count += found->items.items[i].record.kind == kind;
	return count;
}
