/* readback: rows of tables, and other lines in which fields stand */
#include "app/readback_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static struct range slot_range(const struct slot *slot)
{
	return (struct range){ slot->at, slot->at + slot->len };
}

/* ---- reading a line ------------------------------------------------------------------------------- */

/* A link as it stands in a document: its address, or what it is called if it leads to another place there. */
static void read_link(const char *text, size_t len, struct buf *out)
{
	const char *middle = len > 4 && *text == '[' ? memmem(text, len, "](", 2) : NULL;
	if (len > 2 && *text == '<' && text[len - 1] == '>')
		readback_unescape(out, text + 1, len - 2);
	else if (middle && text[len - 1] == ')' && middle[2] == '#')
		readback_unescape(out, text + 1, (size_t)(middle - text) - 1);
	else if (middle && text[len - 1] == ')')
		readback_unescape(out, middle + 2, (size_t)(text + len - 1 - middle) - 2);
	else
		readback_unescape(out, text, len);
}

static char *read_value(enum entity_kind kind, int field, const char *text, struct range range)
{
	const struct field *row = &entity_get(kind)->fields[field];
	struct buf out = { 0 };
	const char *from = text + range.from;
	size_t len = range.to - range.from;
	if (row->type == FIELD_LINK)
		read_link(from, len, &out);
	else if (row->type == FIELD_TEXT)
		buf_put(&out, from, len);
	else
		readback_unescape(&out, from, len);
	return buf_steal(&out);
}

static void add_pieces(struct readback_edit *edit, const struct slot *slots, size_t count, const struct range *values,
	bool fresh)
{
	for (size_t i = 0; i < count; i++)
		reader_piece(edit, values[i].from, values[i].to - values[i].from, slots[i].kind, slots[i].what,
			fresh ? NULL : slots[i].which);
}

static void add_fields(struct reader *reader, size_t old, size_t new, const struct range *values)
{
	const struct source *source = &reader->source;
	const struct slot *slots = &source->slots.items[source->index[old]];
	size_t count = source_slot_count(source, old);
	struct readback_edit *row = reader_add(reader, READBACK_LAYOUT, new);
	reader_place(reader, row, old, old + 1, new, new + 1);
	add_pieces(row, slots, count, values, false);
	size_t number = reader->out->edits.count;
	for (size_t i = 0; i < count; i++) {
		if (range_same(source->page.text, slot_range(&slots[i]), reader->page.text, values[i]))
			continue;
		struct readback_edit *edit = reader_add(reader, READBACK_FIELD, new);
		edit->entity = slots[i].entity;
		edit->field = slots[i].field;
		edit->which = mem_copy(slots[i].which);
		edit->before = read_value(slots[i].entity, slots[i].field, source->page.text, slot_range(&slots[i]));
		edit->text = read_value(slots[i].entity, slots[i].field, reader->page.text, values[i]);
		edit->row = number;
		edit->old_from = slots[i].at;
		edit->old_to = slots[i].at + slots[i].len;
		edit->new_from = values[i].from;
		edit->new_to = values[i].to;
		reader_piece(edit, values[i].from, values[i].to - values[i].from, slots[i].kind, slots[i].what, NULL);
	}
}

bool rows_read_line(struct reader *reader, size_t old, size_t new)
{
	size_t count = source_slot_count(&reader->source, old);
	struct range *values = mem_new(count + 1, sizeof *values);
	bool ok = row_find_slots(reader, old, new, values);
	if (ok)
		add_fields(reader, old, new, values);
	free(values);
	return ok;
}

/* ---- pairing --------------------------------------------------------------------------------------- */

/* The field that people call the thing by, or the first. */
static size_t headline(const struct slot *slots, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (slots[i].field == entity_get(slots[i].entity)->headline)
			return i;
	return 0;
}

enum { CALLED_SO = 1000, CALLED_ALIKE = 100 };

/* Half of it stands where it stood. */
static bool alike(const char *a, struct range x, const char *b, struct range y)
{
	size_t n = x.to - x.from, m = y.to - y.from, least = n < m ? n : m, head = 0, tail = 0;
	while (head < least && a[x.from + head] == b[y.from + head])
		head++;
	while (tail < least - head && a[x.to - 1 - tail] == b[y.to - 1 - tail])
		tail++;
	return least && 2 * (head + tail) >= (n > m ? n : m);
}

/* How much of line `old` is in line `new`: -1 it cannot be it, else how many slots are the same, and much more if it
 * is still called so, or nearly. */
static int likeness(const struct reader *reader, size_t old, size_t new)
{
	const struct source *source = &reader->source;
	const struct slot *slots = &source->slots.items[source->index[old]];
	size_t count = source_slot_count(source, old);
	struct range *values = mem_new(count + 1, sizeof *values);
	int points = row_find_slots(reader, old, new, values) ? 0 : -1;
	for (size_t i = 0; points >= 0 && i < count; i++)
		if (range_same(source->page.text, slot_range(&slots[i]), reader->page.text, values[i]))
			points += i == headline(slots, count) ? CALLED_SO : 1;
		else if (i == headline(slots, count) &&
			alike(source->page.text, slot_range(&slots[i]), reader->page.text, values[i]))
			points += CALLED_ALIKE;
	free(values);
	return points;
}

enum { PAIRS_MAX = 200 }; /* rows of one hunk that are compared each with each */

/* A row that is called quite otherwise has to be the same in half of its cells; in a line of text the words between
 * are the same. */
static void pair(struct reader *reader, const struct repo_hunk *hunk, bool *old_done, bool *new_done, bool renamed)
{
	size_t rows = 0;
	for (size_t old = hunk->old_from; old < hunk->old_to; old++) {
		size_t best = SIZE_MAX, slots = source_slot_count(&reader->source, old);
		int half = row_is(&reader->source.page, old) ? (int)(slots / 2) : 0;
		int most = (renamed ? half : CALLED_SO) - 1;
		if (old_done[old - hunk->old_from] || reader->source.kinds[old] != LINE_FIELDS || rows++ > PAIRS_MAX)
			continue;
		for (size_t new = hunk->new_from; new < hunk->new_to && new - hunk->new_from < PAIRS_MAX; new++) {
			if (new_done[new - hunk->new_from] || page_blank(&reader->page, new))
				continue;
			int points = likeness(reader, old, new);
			if (points > most) {
				most = points;
				best = new;
			}
		}
		if (best == SIZE_MAX || !rows_read_line(reader, old, best))
			continue;
		old_done[old - hunk->old_from] = true;
		new_done[best - hunk->new_from] = true;
	}
}

/* ---- new rows -------------------------------------------------------------------------------------- */

/* A line with an action's fields in the table that line `at` of the rendered document belongs to, or that ends
 * before it. */
static size_t find_like(const struct source *source, size_t at)
{
	for (size_t line = at; line < source->page.count && row_is(&source->page, line); line++)
		if (source->kinds[line] == LINE_FIELDS &&
			source->slots.items[source->index[line]].entity == ENTITY_ACTION)
			return line;
	for (size_t line = at; line-- > 0 && row_is(&source->page, line);)
		if (source->kinds[line] == LINE_FIELDS &&
			source->slots.items[source->index[line]].entity == ENTITY_ACTION)
			return line;
	return SIZE_MAX;
}

static const char *team_at(const struct source *source, size_t at)
{
	const char *name = "";
	for (size_t i = 0; i < source->teams.count; i++)
		if (source->teams.items[i].from <= at && at < source->teams.items[i].to)
			name = source->teams.items[i].name;
	return name;
}

static void add_cell(struct readback_edit *edit, int field, char *text)
{
	if (text_empty(text)) {
		free(text);
		return;
	}
	struct readback_cell *cell = vec_push(&edit->cells);
	*cell = (struct readback_cell){ field, text };
}

static bool has_title(const struct readback_edit *edit)
{
	for (size_t i = 0; i < edit->cells.count; i++)
		if (edit->cells.items[i].field == ACTION_TITLE)
			return true;
	return false;
}

/* A row that somebody added, read by the columns of another; false if it does not fit. */
static bool add_row(struct reader *reader, size_t like, size_t at, size_t new)
{
	const struct source *source = &reader->source;
	const struct slot *slots = &source->slots.items[source->index[like]];
	size_t count = source_slot_count(source, like);
	struct range *values = mem_new(count + 1, sizeof *values);
	bool ok = row_find_slots(reader, like, new, values);
	if (ok) {
		struct readback_edit *edit = reader_add(reader, READBACK_NEW_ACTION, new);
		edit->entity = ENTITY_ACTION;
		edit->which = mem_copy("");
		for (size_t i = 0; i < count; i++)
			add_cell(edit, slots[i].field,
				read_value(ENTITY_ACTION, slots[i].field, reader->page.text, values[i]));
		add_cell(edit, ACTION_TEAM, mem_copy(team_at(source, slots[0].at)));
		reader_place(reader, edit, at, at, new, new + 1);
		add_pieces(edit, slots, count, values, true);
		ok = has_title(edit);
		if (!ok)
			reader_note(reader, new, "a new row without a title is no action item yet");
	}
	free(values);
	return ok;
}

static void add_rows(struct reader *reader, const struct repo_hunk *hunk, bool *new_done)
{
	size_t like = find_like(&reader->source, hunk->old_from);
	if (like == SIZE_MAX)
		return;
	for (size_t new = hunk->new_from; new < hunk->new_to && reader->out->edits.count <= READBACK_EDITS_MAX; new++) {
		bool *done = &new_done[new - hunk->new_from];
		if (*done || !row_is(&reader->page, new) || row_is_rule(&reader->page, new))
			continue;
		*done = true;
		if (!add_row(reader, like, hunk->old_to, new))
			reader_note(reader, new, "this row has not the columns of its table");
	}
}

/* Lines of the template that were only laid out in another way, as a program does that aligns tables. */
static void pass_layout(struct reader *reader, const struct repo_hunk *hunk, bool *old_done, bool *new_done)
{
	for (size_t old = hunk->old_from; old < hunk->old_to; old++) {
		const struct page *page = &reader->source.page;
		if (old_done[old - hunk->old_from] || reader->source.kinds[old] != LINE_LITERAL || !row_is(page, old))
			continue;
		for (size_t new = hunk->new_from; new < hunk->new_to && new < hunk->new_from + PAIRS_MAX; new++) {
			struct ranges before = { 0 }, after = { 0 };
			if (new_done[new - hunk->new_from] || !row_is(&reader->page, new))
				continue;
			row_split(page, old, &before);
			row_split(&reader->page, new, &after);
			bool alike = before.count == after.count;
			bool rule = row_is_rule(page, old) && row_is_rule(&reader->page, new);
			for (size_t i = 0; alike && !rule && i < before.count; i++)
				alike = range_same(page->text, before.items[i], reader->page.text, after.items[i]);
			free(before.items);
			free(after.items);
			if (!alike)
				continue;
			/* of a table in which nothing is read back, what others made of it is merged as it is */
			if (find_like(&reader->source, old) != SIZE_MAX)
				reader_place(reader, reader_add(reader, READBACK_LAYOUT, new), old, old + 1, new, new + 1);
			old_done[old - hunk->old_from] = new_done[new - hunk->new_from] = true;
			break;
		}
	}
}

void rows_read(struct reader *reader, const struct repo_hunk *hunk, bool *old_done, bool *new_done)
{
	pass_layout(reader, hunk, old_done, new_done);
	pair(reader, hunk, old_done, new_done, false);
	pair(reader, hunk, old_done, new_done, true);
	for (size_t old = hunk->old_from; old < hunk->old_to; old++) {
		if (old_done[old - hunk->old_from] || reader->source.kinds[old] != LINE_FIELDS)
			continue;
		*vec_push(&reader->removed) = (struct removed){ old, hunk->new_from };
		old_done[old - hunk->old_from] = true;
	}
	add_rows(reader, hunk, new_done);
}

/* ---- rows that went elsewhere ---------------------------------------------------------------------- */

static char *old_value(const struct source *source, const struct slot *slot)
{
	return read_value(slot->entity, slot->field, source->page.text, slot_range(slot));
}

/* What the removed row is called. */
static char *title_of(const struct source *source, size_t line)
{
	const struct slot *slots = &source->slots.items[source->index[line]];
	return old_value(source, &slots[headline(slots, source_slot_count(source, line))]);
}

static void add_moved(struct reader *reader, size_t number, int field, const struct slot *slot, char *before,
	const char *text)
{
	if (text_equal(before, text)) {
		free(before);
		return;
	}
	char *after = mem_copy(text);
	struct readback_edit *edit = reader_add(reader, READBACK_FIELD, reader->out->edits.items[number].line - 1);
	edit->entity = ENTITY_ACTION;
	edit->field = field;
	edit->which = mem_copy(slot->which);
	edit->before = before;
	edit->text = after;
	edit->row = number + 1;
}

/* What it said before is gone with the line; all of it or, if something of it is not taken, nothing. */
static void add_removed(struct reader *reader, size_t number, size_t line)
{
	size_t at = reader->out->edits.items[number].line - 1;
	struct readback_edit *edit = reader_add(reader, READBACK_LAYOUT, at);
	reader_place(reader, edit, line, line + 1, at, at);
	edit->row = number + 1;
}

/* A row that is new where it is has been moved there: it is the same action item, maybe of another team. */
static bool find_moved(struct reader *reader, const struct removed *removed)
{
	const struct source *source = &reader->source;
	const struct slot *slots = &source->slots.items[source->index[removed->line]];
	size_t count = source_slot_count(source, removed->line), all = reader->out->edits.count, found = all;
	char *title = title_of(source, removed->line);
	for (size_t i = 0; i < all && found == all && slots[0].entity == ENTITY_ACTION; i++) {
		const struct readback_edit *edit = &reader->out->edits.items[i];
		if (edit->kind == READBACK_NEW_ACTION && text_equal(readback_cell_text(edit, ACTION_TITLE), title))
			found = i;
	}
	if (found == all) {
		free(title);
		return false;
	}
	struct readback_edit *edit = &reader->out->edits.items[found];
	if (text_equal(readback_cell_text(edit, ACTION_TEAM), team_at(source, slots[0].at)))
		reader_note(reader, edit->line - 1, "the row of action '%s' was moved here; the next publication puts it back "
			"into the log's order", title);
	free(title);
	edit->kind = READBACK_LAYOUT;
	free(edit->which);
	edit->which = mem_copy(slots[0].which);
	for (size_t k = 0; k < count; k++)
		add_moved(reader, found, slots[k].field, &slots[k], old_value(source, &slots[k]),
			readback_cell_text(&reader->out->edits.items[found], slots[k].field));
	add_moved(reader, found, ACTION_TEAM, &slots[0], mem_copy(team_at(source, slots[0].at)),
		readback_cell_text(&reader->out->edits.items[found], ACTION_TEAM));
	add_removed(reader, found, removed->line);
	return true;
}

void rows_finish(struct reader *reader)
{
	for (size_t i = 0; i < reader->removed.count; i++) {
		const struct removed *removed = &reader->removed.items[i];
		if (find_moved(reader, removed))
			continue;
		char *title = title_of(&reader->source, removed->line);
		const struct slot *slot = &reader->source.slots.items[reader->source.index[removed->line]];
		reader_lose(reader, slot->kind, slot->which);
		reader_note(reader, removed->at, "%s '%s' was removed there and is kept here", slot->kind, title);
		free(title);
	}
}
