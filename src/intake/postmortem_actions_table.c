/* Action items in tables: the columns are known by their names, in any order. */
#include "intake/actions.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"

enum { COLUMNS_MAX = 64 }; /* wider ones are no table of action items */

struct columns {
	int parts[COLUMNS_MAX]; /* enum action_part; -1: it says something else */
	size_t count;
	int what; /* the column of titles; -1: none */
};

static size_t first_row(const struct blocks *blocks, size_t table)
{
	return table + 1 < blocks->items[table].next ? table + 1 : 0;
}

/* The first column of a part. */
static int find_part(const struct columns *columns, int part)
{
	for (size_t i = 0; i < columns->count; i++)
		if (columns->parts[i] == part)
			return (int)i;
	return -1;
}

static size_t count_fields(const struct columns *columns)
{
	size_t count = 0;
	for (size_t i = 0; i < columns->count; i++)
		count += columns->parts[i] >= ACTION_PART_OWNER && columns->parts[i] <= ACTION_PART_LINK;
	return count;
}

/*
 * Where no column has the name of one of titles, it is the first that says nothing else; or that of tickets, if these are
 * called by words.
 */
static int guess_what(const struct columns *columns)
{
	int plain = find_part(columns, -1), notes = find_part(columns, ACTION_PART_NOTES), link = find_part(columns, ACTION_PART_LINK);
	return plain >= 0 ? plain : link >= 0 && columns->count <= 3 ? link : notes;
}

/* `sure`: under a heading of action items; `*named`: the head says that it is a table of them. */
static bool read_head(const struct blocks *blocks, size_t row, struct columns *out, bool *named)
{
	*out = (struct columns){ .what = -1 };
	*named = false;
	for (size_t cell = row + 1; cell < blocks->items[row].next; cell = blocks->items[cell].next) {
		const struct block *head = &blocks->items[cell];
		if (out->count == COLUMNS_MAX)
			return false;
		int exact = action_part(head->text, head->len, true);
		out->parts[out->count] = exact >= 0 ? exact : action_part(head->text, head->len, false);
		if (exact == ACTION_PART_WHAT && out->what < 0) {
			out->what = (int)out->count;
			*named = true;
		}
		out->count++;
	}
	if (out->what < 0)
		out->what = find_part(out, ACTION_PART_WHAT);
	if (out->what < 0)
		out->what = guess_what(out);
	return out->what >= 0;
}

static bool is_table_of_items(const struct columns *columns, bool named, bool sure)
{
	size_t fields = count_fields(columns);
	if (find_part(columns, ACTION_PART_TIME) >= 0)
		return false;
	bool owner = find_part(columns, ACTION_PART_OWNER) >= 0;
	if (sure)
		return owner || fields > 1 || (named && (fields || columns->count <= 2)) || columns->count == 1;
	bool state = find_part(columns, ACTION_PART_STATE) >= 0,
	     due = find_part(columns, ACTION_PART_DUE) >= 0, priority = find_part(columns, ACTION_PART_PRIORITY) >= 0,
	     link = find_part(columns, ACTION_PART_LINK) >= 0;
	return named && owner && (state || priority || link || (due && columns->parts[0] != ACTION_PART_DUE));
}

/* True if everything in the row is in fields. */
static bool read_row(struct action_reader *reader, size_t row, const struct columns *columns, const struct action_group *group)
{
	const struct blocks *blocks = &reader->p->blocks;
	const struct block *cells = blocks->items;
	struct action_item item = { 0 };
	size_t column = 0;
	for (size_t cell = row + 1; cell < cells[row].next; cell = cells[cell].next, column++) {
		if (column >= columns->count)
			break;
		int part = columns->parts[column];
		if ((int)column == columns->what)
			action_item_read(&item, reader, &cells[cell], ACTION_TEXT_FIELDS);
		else if (part < 0)
			item.lost = item.lost || !action_is_placeholder(cells[cell].text, cells[cell].len);
		else if (!action_item_put_block(&item, reader, (enum action_part)part, &cells[cell])) {
			item.lost = true;
			if (part != ACTION_PART_LINK)
				action_item_doubt(&item, "\"%.*s\" is no %s that is known", cells[cell].len < 40 ? (int)cells[cell].len : 40,
					cells[cell].text, part == ACTION_PART_TYPE ? "type" : part == ACTION_PART_STATE ? "state" :
					part == ACTION_PART_DUE ? "date" : "priority");
		}
	}
	action_group_apply(group, &item);
	bool lost = item.lost;
	/* a row that says nothing loses nothing */
	return !action_item_add(&item, reader, cells[row].from, cells[row].to, "table row") || !lost;
}

bool actions_table(struct action_reader *reader, size_t table, const struct action_group *group, bool sure, bool *lost)
{
	const struct blocks *blocks = &reader->p->blocks;
	struct columns columns;
	bool named, any = false;
	size_t head = first_row(blocks, table);
	if (!head || !read_head(blocks, head, &columns, &named) || !is_table_of_items(&columns, named, sure))
		return false;
	for (size_t row = blocks->items[head].next; row < blocks->items[table].next; row = blocks->items[row].next) {
		if (read_row(reader, row, &columns, group))
			found_claim(&reader->p->found, blocks, row);
		else
			any = true;
	}
	if (!any)
		found_claim(&reader->p->found, blocks, table);
	*lost = *lost || any;
	return true;
}
