/* readback: cells of rows, and what stands between fixed words of a line */
#include "app/readback_parts.h"

#include <stdlib.h>
#include <string.h>

static void trim(const char *text, struct range *range)
{
	while (range->from < range->to && (text[range->from] == ' ' || text[range->from] == '\t'))
		range->from++;
	while (range->to > range->from && (text[range->to - 1] == ' ' || text[range->to - 1] == '\t'))
		range->to--;
}

bool range_same(const char *a, struct range x, const char *b, struct range y)
{
	return x.to - x.from == y.to - y.from && memcmp(a + x.from, b + y.from, x.to - x.from) == 0;
}

static struct range line_range(const struct page *page, size_t line)
{
	struct range range = { page->starts[line], page->starts[line] + page_line_len(page, line) };
	trim(page->text, &range);
	return range;
}

bool row_is(const struct page *page, size_t line)
{
	struct range range = line_range(page, line);
	return range.from < range.to && page->text[range.from] == '|';
}

bool row_is_rule(const struct page *page, size_t line)
{
	struct range range = line_range(page, line);
	for (size_t i = range.from; i < range.to; i++)
		if (!strchr("|-: \t", page->text[i]))
			return false;
	return row_is(page, line) && memchr(page->text + range.from, '-', range.to - range.from);
}

void row_split(const struct page *page, size_t line, struct ranges *out)
{
	struct range all = line_range(page, line);
	size_t from = all.from + 1;
	for (size_t i = from; i <= all.to && all.from < all.to; i++) {
		bool end = i == all.to;
		if (!end && page->text[i] == '\\') {
			i++;
			continue;
		}
		if (!end && page->text[i] != '|')
			continue;
		struct range cell = { from, i };
		trim(page->text, &cell);
		if (!end || cell.from < cell.to)
			*(struct range *)vec_push(out) = cell;
		from = i + 1;
	}
}

/* ---- what stands in a place between fixed words --------------------------------------------------- */

/*
 * `slot` of `old`, a part of the rendered document, has become which part of `new`? What is around it has to be as it
 * was, so only one of several in one part can have changed.
 */
static bool find_value(const char *a, struct range old, const struct slot *slot, const char *b, struct range new,
	struct range *out)
{
	size_t before = slot->at - old.from, after = old.to - slot->at - slot->len;
	if (new.to - new.from < before + after || memcmp(a + old.from, b + new.from, before) != 0 ||
		memcmp(a + old.to - after, b + new.to - after, after) != 0)
		return false;
	*out = (struct range){ new.from + before, new.to - after };
	return true;
}

/* Several have changed: each goes to where the words after it stand, if there are any. */
static bool find_between(const char *a, struct range old, const struct slot *slots, size_t count, const char *b,
	struct range new, struct range *out)
{
	size_t at = new.from, before = slots[0].at - old.from;
	if (new.to - new.from < before || memcmp(a + old.from, b + new.from, before) != 0)
		return false;
	at += before;
	for (size_t i = 0; i < count; i++) {
		struct range words = { slots[i].at + slots[i].len, i + 1 < count ? slots[i + 1].at : old.to };
		size_t len = words.to - words.from;
		struct range bare = words;
		trim(a, &bare);
		const char *next = bare.from == bare.to && i + 1 < count ? NULL
			: i + 1 < count ? memmem(b + at, new.to - at, a + words.from, len)
			: new.to - at >= len && memcmp(b + new.to - len, a + words.from, len) == 0 ? b + new.to - len
												     : NULL;
		if (!next)
			return false;
		out[i] = (struct range){ at, (size_t)(next - b) };
		at = out[i].to + len;
	}
	return true;
}

/* Where the `count` slots of a part stand now. */
static bool find_values(const char *a, struct range old, const struct slot *slots, size_t count, const char *b,
	struct range new, struct range *out)
{
	bool unchanged = range_same(a, old, b, new);
	for (size_t i = 0; i < count; i++) {
		struct range value;
		if (unchanged) {
			value.from = new.from + slots[i].at - old.from;
			out[i] = (struct range){ value.from, value.from + slots[i].len };
			continue;
		}
		if (!find_value(a, old, &slots[i], b, new, &value))
			continue;
		for (size_t k = 0; k < count; k++) {
			size_t at = slots[k].at - old.from + new.from;
			size_t shift = value.to - value.from - slots[i].len;
			if (k > i)
				at += shift;
			out[k] = (struct range){ at, at + slots[k].len };
		}
		out[i] = value;
		return true;
	}
	return unchanged || !count || find_between(a, old, slots, count, b, new, out);
}

/* The slots that stand in a cell of the row. */
static size_t slots_in(const struct slot *slots, size_t count, struct range cell, size_t *first)
{
	size_t found = 0;
	for (size_t i = 0; i < count; i++) {
		/* an empty cell has one blank, and the slot stands before or after it */
		size_t room = slots[i].len == 0;
		bool in = slots[i].at + room >= cell.from && slots[i].at + slots[i].len <= cell.to + room;
		bool empty = cell.from == cell.to && !slots[i].len;
		if (in && (slots[i].len || empty)) {
			*first = found ? *first : i;
			found++;
		}
	}
	return found;
}

static bool find_cells(const struct source *source, size_t old, const struct page *page, size_t new, struct range *out)
{
	struct ranges before = { 0 }, after = { 0 };
	const struct slot *slots = &source->slots.items[source->index[old]];
	size_t count = source_slot_count(source, old), used = 0;
	row_split(&source->page, old, &before);
	row_split(page, new, &after);
	bool ok = before.count == after.count;
	for (size_t i = 0; ok && i < before.count; i++) {
		size_t first = 0, here = slots_in(slots + used, count - used, before.items[i], &first);
		if (here == 1 && !slots[used + first].len) {
			out[used + first] = after.items[i];
			used += first + 1;
		} else if (here) {
			ok = find_values(source->page.text, before.items[i], slots + used + first, here, page->text,
				after.items[i], out + used + first);
			used += first + here;
		} else {
			ok = range_same(source->page.text, before.items[i], page->text, after.items[i]);
		}
	}
	ok = ok && used == count;
	free(before.items);
	free(after.items);
	return ok;
}

bool row_find_slots(const struct reader *reader, size_t old, size_t new, struct range *out)
{
	const struct source *source = &reader->source;
	size_t count = source_slot_count(source, old);
	if (row_is(&source->page, old) != row_is(&reader->page, new) || row_is_rule(&reader->page, new))
		return false;
	if (row_is(&source->page, old))
		return find_cells(source, old, &reader->page, new, out);
	struct range before = { source->page.starts[old],
		source->page.starts[old] + page_line_len(&source->page, old) };
	struct range after = { reader->page.starts[new],
		reader->page.starts[new] + page_line_len(&reader->page, new) };
	return find_values(source->page.text, before, &source->slots.items[source->index[old]], count,
		reader->page.text, after, out);
}
