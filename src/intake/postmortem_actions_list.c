/* Action items in lists: tasks, bullets, numbers; and what stands above others and is none. */
#include "intake/actions.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "intake/terms.h"

static const struct block *block_at(const struct action_reader *reader, size_t index)
{
	return &reader->p->blocks.items[index];
}

/* The first block of a kind right inside another; BLOCK_NONE if there is none. */
static size_t child(const struct action_reader *reader, size_t of, enum block_kind kind)
{
	for (size_t i = of + 1; i < block_at(reader, of)->next; i = block_at(reader, i)->next)
		if (block_at(reader, i)->kind == kind)
			return i;
	return BLOCK_NONE;
}

static size_t count_children(const struct action_reader *reader, size_t of, bool tasks)
{
	size_t count = 0;
	for (size_t i = of + 1; i < block_at(reader, of)->next; i = block_at(reader, i)->next)
		count += !tasks || block_at(reader, i)->task;
	return count;
}

/* Bytes of a label at the start of an item, `**Owner:** ana`; its part, or -1. */
static int label_of(const struct block *block, size_t *size)
{
	const char *colon = memchr(block->text, ':', block->len), *wide = memmem(block->text, block->len, "：", 3);
	const char *at = !colon || (wide && wide < colon) ? wide : colon;
	if (!at || at == block->text)
		return -1;
	*size = (size_t)(at - block->text) + (at == colon ? 1 : 3);
	return action_part(block->text, (size_t)(at - block->text), true);
}

/* A list of which every item is a label with its value: the fields of what it stands under. */
static bool is_fields(const struct action_reader *reader, size_t list)
{
	size_t size = 0, fields = 0;
	for (size_t i = list + 1; i < block_at(reader, list)->next; i = block_at(reader, i)->next) {
		int part = label_of(block_at(reader, i), &size);
		if (part < 0)
			return false;
		fields += part >= ACTION_PART_OWNER && part <= ACTION_PART_LINK;
	}
	return fields > 0;
}

void actions_fields(const struct action_reader *reader, size_t list, struct action_item *item)
{
	for (size_t i = list + 1; i < block_at(reader, list)->next; i = block_at(reader, i)->next) {
		const struct block *block = block_at(reader, i);
		size_t size = 0;
		int part = label_of(block, &size);
		if (part == ACTION_PART_WHAT && !item->title.len) {
			buf_put(&item->title, block->text + size, block->len - size);
			continue;
		}
		if (part < 0 || !action_item_put(item, reader, (enum action_part)part, block->text + size, block->len - size, block))
			item->lost = true;
		item->lost = item->lost || child(reader, i, BLOCK_LIST) != BLOCK_NONE;
	}
}

bool actions_are_fields(const struct action_reader *reader, size_t list)
{
	return is_fields(reader, list);
}

/* What is asked for in a template: all in italics or brackets. */
static bool is_prompt(const struct action_reader *reader, const struct block *block)
{
	static const struct term asks[] = { { 0, "^e g|^for example|^list|^describe|^explain|^example|^add|^include|^what|^who|^how|^z b|^par exemple|"
						 "^por ejemplo|^none yet" } };
	const char *source = reader->p->source + block->from;
	size_t len = block->to - block->from;
	bool italic = len > 2 && ((source[0] == '*' && source[1] != '*') || (source[0] == '_' && source[1] != '_')) &&
		      source[len - 1] == source[0];
	return italic && (terms_read(asks, LENGTH(asks), block->text, block->len) != TERM_NONE || memchr(block->text, '?', block->len));
}

/*
 * Whether an item with a list below it only says what the items there have in common. A sentence is an item by itself;
 * tasks below something that is none are the items.
 */
static bool is_group(const struct action_reader *reader, size_t item, size_t list, struct action_group *group)
{
	const struct block *block = block_at(reader, item);
	enum { FEW_WORDS = 4, FEW_BYTES = 60, NAME_WORDS = 2 };
	if (is_fields(reader, list))
		return false;
	if (!block->task && count_children(reader, list, true) > 0) {
		action_group_read(group, reader, block->text, block->len);
		return true;
	}
	bool colon = block->len && (block->text[block->len - 1] == ':' || (block->len > 3 && memcmp(block->text + block->len - 3, "：", 3) == 0));
	bool few = block->len <= FEW_BYTES && text_words(block->text) <= FEW_WORDS;
	/* "Investigate the slow queries" is one; so are most numbered ones */
	bool named = action_is_group(block->text, block->len) || action_is_team(block->text, block->len) || block->text[0] == '@';
	if (text_words(block->text) > NAME_WORDS && !named && (block->ordered || block_at(reader, block->parent)->ordered))
		return false;
	return few && !block->task && (action_group_read(group, reader, block->text, block->len) || colon);
}

static unsigned owners_flag(const struct action_reader *reader, size_t list)
{
	size_t count = 0;
	for (size_t i = list + 1; i < block_at(reader, list)->next; i = block_at(reader, i)->next, count++)
		if (!action_ends_in_name(block_at(reader, i)))
			return 0;
	return count > 1 ? ACTION_TEXT_OWNERS : 0;
}

static void read_item(struct action_reader *reader, size_t index, const struct action_group *group, unsigned flags, bool *lost);

void actions_list(struct action_reader *reader, size_t list, const struct action_group *group, bool *lost)
{
	unsigned flags = owners_flag(reader, list);
	for (size_t i = list + 1; i < block_at(reader, list)->next; i = block_at(reader, i)->next)
		read_item(reader, i, group, flags, lost);
	bool all = true;
	for (size_t i = list + 1; all && i < block_at(reader, list)->next; i = block_at(reader, i)->next)
		all = reader->p->found.claimed[i];
	if (all)
		found_claim(&reader->p->found, &reader->p->blocks, list);
}

/* "Find out whether we could:" goes on with what stands below it. */
static void go_on(const struct action_reader *reader, size_t index, size_t list, struct action_item *item)
{
	enum { TITLE_MAX = 240 };
	const struct block *block = block_at(reader, index);
	if (list == BLOCK_NONE || !block->len || block->text[block->len - 1] != ':' || is_fields(reader, list))
		return;
	const char *mark = ": ";
	for (size_t i = list + 1; i < block_at(reader, list)->next; i = block_at(reader, i)->next, mark = "; ") {
		const struct block *detail = block_at(reader, i);
		size_t len = detail->len;
		while (len && strchr(" .;,", detail->text[len - 1]))
			len--;
		if (item->title.len + len > TITLE_MAX || memchr(detail->text, '\n', len))
			return;
		buf_puts(&item->title, mark);
		buf_put(&item->title, detail->text, len);
	}
}

/* What stands in an item below its first line: fields, tasks of its own, or details that stay text. */
static void read_below(struct action_reader *reader, size_t index, struct action_item *item, size_t *tasks)
{
	bool first = true;
	for (size_t i = index + 1; i < block_at(reader, index)->next; i = block_at(reader, i)->next) {
		const struct block *block = block_at(reader, i);
		size_t size = 0;
		if (block->kind == BLOCK_LIST && is_fields(reader, i))
			actions_fields(reader, i, item);
		else if (block->kind == BLOCK_LIST && count_children(reader, i, true) > 0)
			*tasks = i;
		else if (block->kind == BLOCK_PARAGRAPH && !first && label_of(block, &size) >= 0)
			action_item_put(item, reader, (enum action_part)label_of(block, &size), block->text + size, block->len - size, block);
		else if (block->kind != BLOCK_PARAGRAPH || !first)
			item->lost = true;
		first = first && block->kind != BLOCK_PARAGRAPH;
	}
}

static void read_item(struct action_reader *reader, size_t index, const struct action_group *group, unsigned flags, bool *lost)
{
	const struct block *block = block_at(reader, index);
	size_t list = child(reader, index, BLOCK_LIST), tasks = BLOCK_NONE;
	struct action_group below;
	struct action_item item = { 0 };
	action_group_copy(&below, group);
	if (list != BLOCK_NONE && is_group(reader, index, list, &below)) {
		for (size_t i = index + 1; i < block->next; i = block_at(reader, i)->next)
			if (block_at(reader, i)->kind == BLOCK_LIST)
				actions_list(reader, i, &below, lost);
		*lost = true;
		action_group_fini(&below);
		return;
	}
	if (block->task)
		item.state = block->checked ? "done" : NULL;
	size_t words = child(reader, index, BLOCK_PARAGRAPH);
	item.prompt = words != BLOCK_NONE && is_prompt(reader, block_at(reader, words));
	action_item_read(&item, reader, block, flags);
	read_below(reader, index, &item, &tasks);
	if (tasks == BLOCK_NONE)
		go_on(reader, index, list, &item);
	action_group_apply(group, &item);
	bool kept = !item.lost;
	size_t to = tasks == BLOCK_NONE ? block->to : block_at(reader, tasks)->from;
	action_item_add(&item, reader, block->from, to, block->task ? "task" : "list item");
	if (kept && tasks == BLOCK_NONE)
		found_claim(&reader->p->found, &reader->p->blocks, index);
	else
		*lost = true;
	if (tasks != BLOCK_NONE)
		actions_list(reader, tasks, group, lost);
	action_group_fini(&below);
}
