#include "app/import_pair.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/likeness.h"

enum { SAME = 100 };

void import_side_init(struct import_side *side, const struct postmortem *document, char *const *origins, enum entity_kind kind)
{
	size_t all = document ? document->found.items.count : 0;
	*side = (struct import_side){ .document = document, .origins = origins, .items = mem_new(all + 1, sizeof *side->items),
		.pair = mem_new(all + 1, sizeof *side->pair) };
	for (size_t i = 0; i < all; i++)
		if (document->found.items.items[i].record.kind == kind) {
			side->pair[side->count] = SIZE_MAX;
			side->items[side->count++] = i;
		}
}

void import_side_fini(struct import_side *side)
{
	free(side->items);
	free(side->pair);
}

const struct found_item *import_side_item(const struct import_side *side, size_t position)
{
	return &side->document->found.items.items[side->items[position]];
}

const char *import_side_origin(const struct import_side *side, size_t position)
{
	return side->origins[side->items[position]];
}

/* ---- by name -------------------------------------------------------------------------------------- */

static int compare_named(const void *a, const void *b)
{
	return strcmp(((const struct import_named *)a)->name, ((const struct import_named *)b)->name);
}

void import_named_sort(struct import_named *list, size_t count)
{
	qsort(list, count, sizeof *list, compare_named);
}

size_t import_named_find(const struct import_named *list, size_t count, const char *name)
{
	const struct import_named key = { .name = name };
	const struct import_named *found = count ? bsearch(&key, list, count, sizeof key, compare_named) : NULL;
	return found ? found->index : SIZE_MAX;
}

static void pair_equal(struct import_side *base, struct import_side *theirs)
{
	struct import_named *list = mem_new(base->count + 1, sizeof *list);
	for (size_t i = 0; i < base->count; i++)
		list[i] = (struct import_named){ import_side_origin(base, i), i };
	import_named_sort(list, base->count);
	for (size_t i = 0; i < theirs->count; i++) {
		theirs->pair[i] = import_named_find(list, base->count, import_side_origin(theirs, i));
		if (theirs->pair[i] != SIZE_MAX)
			base->pair[theirs->pair[i]] = i;
	}
	free(list);
}

/* ---- by likeness ---------------------------------------------------------------------------------- */

/* Items of one side that have no pair yet. */
struct hunk {
	struct import_side *side;
	size_t from, count;
	struct likeness *words; /* of each */
};

static const char *headline_of(const struct import_side *side, size_t position)
{
	const struct record *record = &import_side_item(side, position)->record;
	return record_text(record, entity_get(record->kind)->headline);
}

static void hunk_init(struct hunk *hunk, struct import_side *side, size_t from, size_t to)
{
	*hunk = (struct hunk){ side, from, to - from, mem_new(to - from + 1, sizeof *hunk->words) };
	for (size_t i = 0; i < hunk->count; i++)
		likeness_read(&hunk->words[i], headline_of(side, from + i));
}

static void hunk_fini(struct hunk *hunk)
{
	for (size_t i = 0; i < hunk->count; i++)
		likeness_fini(&hunk->words[i]);
	free(hunk->words);
}

/* How alike two items are, 0 to SAME. */
static int alike(const struct hunk *base, size_t b, const struct hunk *theirs, size_t t)
{
	enum { SAME_TIME = 30 };
	const struct record *first = &import_side_item(base->side, base->from + b)->record,
			    *second = &import_side_item(theirs->side, theirs->from + t)->record;
	if (text_equal(headline_of(base->side, base->from + b), headline_of(theirs->side, theirs->from + t)))
		return SAME;
	int likeness = likeness_of(&base->words[b], &theirs->words[t]);
	if (first->kind == ENTITY_EVENT && record_has(first, EVENT_AT) &&
		value_equal(&first->values[EVENT_AT], &second->values[EVENT_AT]))
		likeness += SAME_TIME;
	return likeness < SAME ? likeness : SAME;
}

static bool are_free(const struct hunk *base, size_t b, const struct hunk *theirs, size_t t)
{
	return base->side->pair[base->from + b] == SIZE_MAX && theirs->side->pair[theirs->from + t] == SIZE_MAX;
}

static void pair_likest(struct hunk *base, struct hunk *theirs)
{
	enum { ALIKE = 30, STEP = 10 };
	size_t width = theirs->count, pairs = width * base->count;
	signed char *scores = mem_new(pairs + 1, sizeof *scores);
	for (size_t i = 0; i < pairs; i++)
		scores[i] = (signed char)(are_free(base, i / width, theirs, i % width) ? alike(base, i / width, theirs, i % width) : -1);
	for (int floor = SAME; floor >= ALIKE; floor -= STEP)
		for (size_t i = 0; i < pairs; i++)
			if (scores[i] >= floor && are_free(base, i / width, theirs, i % width)) {
				base->side->pair[base->from + i / width] = theirs->from + i % width;
				theirs->side->pair[theirs->from + i % width] = base->from + i / width;
			}
	free(scores);
}

/* `budget` is how many comparisons there may still be: of a document put in another order each change has all others around
 * it. */
static void pair_hunk(struct import_side *base, size_t b, size_t b_end, struct import_side *theirs, size_t t, size_t t_end,
	size_t *budget)
{
	struct hunk first, second;
	if (b_end <= b || b_end - b > *budget / (t_end - t))
		return;
	*budget -= (b_end - b) * (t_end - t);
	hunk_init(&first, base, b, b_end);
	hunk_init(&second, theirs, t, t_end);
	pair_likest(&first, &second);
	hunk_fini(&first);
	hunk_fini(&second);
}

/* Between two that are unchanged stand those that may be versions of each other. */
static void pair_changed(struct import_side *base, struct import_side *theirs)
{
	size_t from = 0, budget = 100000;
	for (size_t t = 0; t < theirs->count;) {
		if (theirs->pair[t] != SIZE_MAX) {
			from = theirs->pair[t++] + 1;
			continue;
		}
		size_t end = t;
		while (end < theirs->count && theirs->pair[end] == SIZE_MAX)
			end++;
		pair_hunk(base, from, end < theirs->count ? theirs->pair[end] : base->count, theirs, t, end,
			&budget);
		t = end;
	}
}

void import_pair(struct import_side *base, struct import_side *theirs)
{
	pair_equal(base, theirs);
	pair_changed(base, theirs);
}
