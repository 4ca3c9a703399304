/* readback: which heading of the edited document is which of the rendered one */
#include "app/readback_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* The lines that are headings. */
struct lines {
	size_t *items;
	size_t count, cap;
};

static void find(const struct page *page, struct lines *out)
{
	for (size_t i = 0; i < page->count; i++)
		if (page->levels[i])
			*(size_t *)vec_push(out) = i;
}

/* The headings alone, a line each. */
static void put(const struct page *page, const struct lines *lines, struct buf *out)
{
	for (size_t i = 0; i < lines->count; i++) {
		buf_put(out, page_line(page, lines->items[i]), page_line_len(page, lines->items[i]));
		buf_putc(out, '\n');
	}
}

/* What is known while headings are being paired: SIZE_MAX where there is none yet. */
struct pairing {
	const struct reader *reader;
	struct lines old, new;
	size_t *of_old; /* the new one of each old one */
	bool *used;	/* each new one is somebody's, or belongs to a section's text */
};

static bool is_own(const struct pairing *p, size_t i)
{
	/* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): only lines that were found are asked about */
	return p->reader->source.kinds[p->old.items[i]] != LINE_BLOCK;
}

static void join(struct pairing *p, size_t old, size_t new)
{
	p->used[new] = true;
	if (is_own(p, old))
		p->of_old[old] = new;
}

static int compare(const struct page *a, size_t i, const struct page *b, size_t k)
{
	size_t n = page_line_len(a, i), m = page_line_len(b, k);
	int order = memcmp(page_line(a, i), page_line(b, k), n < m ? n : m);
	return order ? order : (n > m) - (n < m);
}

struct named {
	const struct page *page;
	size_t line, index;
};

static int compare_named(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int order = compare(x->page, x->line, y->page, y->line);
	return order ? order : (x->index > y->index) - (x->index < y->index);
}

/* Those that only stand somewhere else now. */
static void pair_moved(struct pairing *p)
{
	VEC(struct named) free_ones = { 0 };
	for (size_t k = 0; k < p->new.count; k++)
		if (!p->used[k])
			*(struct named *)vec_push(&free_ones) =
				(struct named){ &p->reader->page, p->new.items[k], k };
	if (free_ones.count)
		qsort(free_ones.items, free_ones.count, sizeof *free_ones.items, compare_named);
	for (size_t i = 0; i < p->old.count; i++) {
		size_t low = 0, high = free_ones.count;
		if (!is_own(p, i) || p->of_old[i] != SIZE_MAX)
			continue;
		while (low < high) {
			size_t middle = low + (high - low) / 2;
			const struct named *at = &free_ones.items[middle];
			if (compare(at->page, at->line, &p->reader->source.page, p->old.items[i]) < 0)
				low = middle + 1;
			else
				high = middle;
		}
		while (low < free_ones.count && p->used[free_ones.items[low].index])
			low++;
		if (low < free_ones.count && compare(&p->reader->page, free_ones.items[low].line,
						     &p->reader->source.page, p->old.items[i]) == 0)
			join(p, i, free_ones.items[low].index);
	}
	free(free_ones.items);
}

static bool ends_below(const struct page *page, size_t heading, size_t line)
{
	return page->levels[line] && page->levels[line] <= page->levels[heading];
}

/* Whether what stands below two headings has anything in common: else one went and another came. */
static bool alike_below(const struct pairing *p, size_t old, size_t new, bool nothing_is)
{
	enum { LINES = 200 };
	const struct page *a = &p->reader->source.page, *b = &p->reader->page;
	size_t first = p->old.items[old], other = p->new.items[new];
	bool any = false;
	for (size_t i = first + 1; i < a->count && i < first + LINES && !ends_below(a, first, i); i++) {
		if (page_blank(a, i))
			continue;
		any = true;
		for (size_t k = other + 1; k < b->count && k < other + LINES && !ends_below(b, other, k); k++)
			if (compare(a, i, b, k) == 0)
				return true;
	}
	return nothing_is && !any;
}

/* Headings of a hunk that are called otherwise now: those with something in common below; with as many on both sides
 * also those with nothing below. */
static void pair_renamed(struct pairing *p, const struct repo_hunk *hunk)
{
	enum { TRIED = 50 };
	size_t old_count = 0, new_count = 0, next = hunk->new_from;
	for (size_t i = hunk->old_from; i < hunk->old_to; i++)
		old_count += is_own(p, i) && p->of_old[i] == SIZE_MAX;
	for (size_t i = hunk->new_from; i < hunk->new_to; i++)
		new_count += !p->used[i];
	for (size_t i = hunk->old_from; i < hunk->old_to && new_count; i++) {
		if (!is_own(p, i) || p->of_old[i] != SIZE_MAX)
			continue;
		for (size_t k = next; k < hunk->new_to && k < next + TRIED; k++) {
			bool same_level = p->reader->source.page.levels[p->old.items[i]] ==
					  p->reader->page.levels[p->new.items[k]];
			if (p->used[k] || !same_level || !alike_below(p, i, k, old_count == new_count))
				continue;
			join(p, i, k);
			next = k + 1;
			break;
		}
	}
}

static void join_same(struct pairing *p, const struct repo_hunks *hunks)
{
	size_t old = 0, new = 0;
	for (size_t i = 0; i <= hunks->count; i++) {
		size_t end = i < hunks->count ? hunks->items[i].old_from : p->old.count;
		while (old < end)
			join(p, old++, new++);
		if (i < hunks->count) {
			old = hunks->items[i].old_to;
			new = hunks->items[i].new_to;
		}
	}
}

static int compare_heads(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;
	return (x > y) - (x < y);
}

static void collect(const struct pairing *p, struct heads *out)
{
	for (size_t i = 0; i < p->old.count; i++)
		if (p->of_old[i] != SIZE_MAX)
			*(struct head *)vec_push(out) =
				(struct head){ p->old.items[i], p->new.items[p->of_old[i]] };
	out->new_lines = mem_new(out->count + 1, sizeof *out->new_lines);
	for (size_t i = 0; i < out->count; i++)
		out->new_lines[i] = out->items[i].new;
	if (out->count)
		qsort(out->new_lines, out->count, sizeof *out->new_lines, compare_heads);
	out->old_count = p->reader->source.page.count;
	out->new_count = p->reader->page.count;
}

bool heads_pair(struct reader *reader, struct heads *out)
{
	struct pairing p = { .reader = reader };
	struct buf old = { 0 }, new = { 0 };
	struct repo_hunks hunks = { 0 };
	find(&reader->source.page, &p.old);
	find(&reader->page, &p.new);
	put(&reader->source.page, &p.old, &old);
	put(&reader->page, &p.new, &new);
	p.of_old = mem_new(p.old.count + 1, sizeof *p.of_old);
	memset(p.of_old, 0xff, (p.old.count + 1) * sizeof *p.of_old);
	p.used = mem_new(p.new.count + 1, sizeof *p.used);
	const struct repo_bytes a = { buf_text(&old), old.len }, b = { buf_text(&new), new.len };
	bool ok = reader->git->diff_lines(&a, &b, &hunks, reader->err);
	if (ok) {
		join_same(&p, &hunks);
		pair_moved(&p);
		for (size_t i = 0; i < hunks.count; i++)
			pair_renamed(&p, &hunks.items[i]);
		collect(&p, out);
	}
	buf_fini(&old);
	buf_fini(&new);
	free(hunks.items);
	free(p.old.items);
	free(p.new.items);
	free(p.of_old);
	free(p.used);
	return ok;
}

size_t heads_old_end(const struct heads *heads, size_t index)
{
	size_t next = index == SIZE_MAX ? 0 : index + 1;
	return next < heads->count ? heads->items[next].old : heads->old_count;
}

size_t heads_new_end(const struct heads *heads, size_t index)
{
	if (index == SIZE_MAX)
		return heads->count ? heads->new_lines[0] : heads->new_count;
	size_t low = 0, high = heads->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (heads->new_lines[middle] <= heads->items[index].new)
			low = middle + 1;
		else
			high = middle;
	}
	return low < heads->count ? heads->new_lines[low] : heads->new_count;
}

void heads_read(struct reader *reader, const struct head *head)
{
	const struct source *source = &reader->source;
	if (compare(&source->page, head->old, &reader->page, head->new) == 0)
		return;
	if (source->kinds[head->old] == LINE_FIELDS && rows_read_line(reader, head->old, head->new))
		return;
	reader_note(reader, head->new, "this heading is the template's, so that it is called otherwise is not read back");
}

void heads_fini(struct heads *heads)
{
	free(heads->items);
	free(heads->new_lines);
	*heads = (struct heads){ 0 };
}
