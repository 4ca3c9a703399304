/* readback: the rendered document with the edits that were taken */
#include "app/readback.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

/* Bytes of the rendered document that become bytes of the edited one. */
struct swap {
	size_t old_from, old_to, new_from, new_to;
	size_t at; /* where they are put in the result */
	const struct readback_edit *edit;
};

struct swaps {
	struct swap *items;
	size_t count, cap;
};

/* Of a row all that was read was taken. */
static bool row_applies(const struct readback *readback, size_t number)
{
	for (size_t i = 0; i < readback->edits.count; i++)
		if (readback->edits.items[i].row == number && readback->edits.items[i].kind != READBACK_LAYOUT &&
			!readback->edits.items[i].taken)
			return false;
	return true;
}

static bool applies(const struct readback *readback, size_t index)
{
	const struct readback_edit *edit = &readback->edits.items[index];
	if (edit->kind == READBACK_LAYOUT)
		return row_applies(readback, edit->row ? edit->row : index + 1);
	if (edit->old_from == edit->old_to && edit->new_from == edit->new_to)
		return false;
	return edit->taken && !(edit->row && row_applies(readback, edit->row));
}

static int compare_swaps(const void *a, const void *b)
{
	const struct swap *x = a, *y = b;
	int order = (x->old_from > y->old_from) - (x->old_from < y->old_from);
	return order ? order : (x->new_from > y->new_from) - (x->new_from < y->new_from);
}

/* Blank lines between two sections may belong to both: the first one takes them. */
static void part(struct swaps *swaps)
{
	for (size_t i = 1; i < swaps->count; i++) {
		struct swap *last = &swaps->items[i - 1], *swap = &swaps->items[i];
		/* one that lies within another is not made */
		if (swap->old_to < last->old_to) {
			swap->old_to = last->old_to;
			swap->new_from = swap->new_to;
		}
		if (swap->old_from < last->old_to)
			swap->old_from = last->old_to;
		if (swap->new_from < last->new_to && swap->new_from >= last->new_from)
			swap->new_from = last->new_to < swap->new_to ? last->new_to : swap->new_to;
	}
}

static void collect(const struct readback *readback, struct swaps *out)
{
	for (size_t i = 0; i < readback->edits.count; i++) {
		const struct readback_edit *edit = &readback->edits.items[i];
		if (applies(readback, i))
			*(struct swap *)vec_push(out) = (struct swap){ edit->old_from, edit->old_to, edit->new_from,
				edit->new_to, 0, edit };
	}
	if (out->count)
		qsort(out->items, out->count, sizeof *out->items, compare_swaps);
	part(out);
}

/* Where a place of the rendered document is in the result; what was put in just there stands before it. What was
 * within something that became another text is somewhere in that. */
static size_t moved(const struct swaps *swaps, size_t at)
{
	size_t low = 0, high = swaps->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (swaps->items[middle].old_to <= at)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < swaps->count && at > swaps->items[low].old_from) {
		const struct swap *around = &swaps->items[low];
		size_t into = at - around->old_from, room = around->new_to - around->new_from;
		return around->at + (into < room ? into : room);
	}
	if (!low)
		return at;
	const struct swap *swap = &swaps->items[low - 1];
	return swap->at + (swap->new_to - swap->new_from) + (at - swap->old_to);
}

/* The piece's place was taken by what was edited. */
static bool is_replaced(const struct swaps *swaps, const struct mustache_piece *piece)
{
	for (size_t i = 0; i < swaps->count; i++) {
		const struct swap *swap = &swaps->items[i];
		if (piece->at < swap->old_from || piece->at + piece->len > swap->old_to)
			continue;
		if (piece->len || (piece->at > swap->old_from && piece->at < swap->old_to))
			return true;
		for (size_t k = 0; k < swap->edit->pieces.count; k++) {
			const struct readback_piece *own = &swap->edit->pieces.items[k];
			const char *which = own->which ? own->which : swap->edit->which;
			size_t kind = strlen(own->kind), tail = strlen(which), all = strlen(piece->origin);
			if (all > kind + tail && strncmp(piece->origin, own->kind, kind) == 0 &&
				text_equal(piece->origin + all - tail, which))
				return true;
		}
	}
	return false;
}

static void add_piece(struct mustache_map *map, const struct swap *swap, const struct readback_piece *piece)
{
	struct buf origin = { 0 };
	if (piece->at < swap->new_from || piece->at + piece->len > swap->new_to)
		return;
	buf_printf(&origin, "%s %s %s", piece->kind, piece->what, piece->which ? piece->which : swap->edit->which);
	mustache_map_add(map, swap->at + piece->at - swap->new_from, piece->len, buf_text(&origin));
	buf_fini(&origin);
}

static int compare_pieces(const void *a, const void *b)
{
	const struct mustache_piece *x = a, *y = b;
	int order = (x->at > y->at) - (x->at < y->at);
	return order ? order : (x->len < y->len) - (x->len > y->len);
}

void readback_settle(const struct readback_base *base, const struct readback *readback, struct buf *text,
	struct mustache_map *map)
{
	struct swaps swaps = { 0 };
	size_t at = 0, start = text->len;
	collect(readback, &swaps);
	for (size_t i = 0; i < swaps.count; i++) {
		struct swap *swap = &swaps.items[i];
		buf_put(text, base->text + at, swap->old_from - at);
		swap->at = text->len - start;
		buf_put(text, buf_text(&readback->edited) + swap->new_from, swap->new_to - swap->new_from);
		at = swap->old_to;
	}
	buf_put(text, base->text + at, base->len - at);
	for (size_t i = 0; i < base->map->count; i++) {
		const struct mustache_piece *piece = &base->map->items[i];
		if (is_replaced(&swaps, piece))
			continue;
		size_t from = moved(&swaps, piece->at), to = moved(&swaps, piece->at + piece->len);
		mustache_map_add(map, from, to > from ? to - from : 0, piece->origin);
	}
	for (size_t i = 0; i < swaps.count; i++)
		for (size_t k = 0; k < swaps.items[i].edit->pieces.count; k++)
			add_piece(map, &swaps.items[i], &swaps.items[i].edit->pieces.items[k]);
	if (map->count)
		qsort(map->items, map->count, sizeof *map->items, compare_pieces);
	free(swaps.items);
}
