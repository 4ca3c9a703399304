/* readback: documents by lines, and what the map of one says of them */
#include "app/readback_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* ---- lines --------------------------------------------------------------------------------------- */

const char *page_line(const struct page *page, size_t line)
{
	return page->text + page->starts[line];
}

size_t page_line_len(const struct page *page, size_t line)
{
	size_t len = page->starts[line + 1] - page->starts[line];
	const char *text = page_line(page, line);
	if (!len || text[len - 1] != '\n')
		return len;
	return len > 1 && text[len - 2] == '\r' ? len - 2 : len - 1;
}

bool page_blank(const struct page *page, size_t line)
{
	const char *text = page_line(page, line);
	size_t len = page_line_len(page, line), at = 0;
	while (at < len && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r'))
		at++;
	return at == len;
}

void page_trim(const struct page *page, size_t *from, size_t *to)
{
	while (*from < *to && page_blank(page, *from))
		++*from;
	while (*to > *from && page_blank(page, *to - 1))
		--*to;
}

char *page_copy(const struct page *page, size_t from, size_t to)
{
	size_t start = page->starts[from];
	return from >= to ? mem_copy("")
			  : mem_copy_n(page->text + start,
				    page->starts[to - 1] + page_line_len(page, to - 1) - start);
}

/* ---- headings ------------------------------------------------------------------------------------ */

/* A line that may open or close a block of code. */
struct fence {
	size_t line, run, longest; /* the longest from here on that could close one of this mark */
	char mark;
	bool closes;
};

static bool read_fence(const struct page *page, size_t line, struct fence *out)
{
	const char *text = page_line(page, line);
	size_t len = page_line_len(page, line), at = 0, run = 0;
	while (at < len && at < 4 && text[at] == ' ')
		at++;
	if (at == 4 || at == len || (text[at] != '`' && text[at] != '~'))
		return false;
	while (at + run < len && text[at + run] == text[at])
		run++;
	*out = (struct fence){ .line = line, .run = run, .mark = text[at], .closes = true };
	for (size_t i = at + run; i < len; i++) {
		out->closes = out->closes && (text[i] == ' ' || text[i] == '\t');
		if (text[at] == '`' && text[i] == '`')
			return false;
	}
	return run >= 3;
}

static int heading_level(const char *text, size_t len)
{
	size_t at = 0, marks = 0;
	while (at < len && at < 4 && text[at] == ' ')
		at++;
	while (at < 4 && at + marks < len && text[at + marks] == '#')
		marks++;
	bool ends = at + marks == len || text[at + marks] == ' ' || text[at + marks] == '\t';
	return marks >= 1 && marks <= 6 && ends ? (int)marks : 0;
}

/* Headings outside of code. A fence that is never closed is none here: it would swallow the rest of the document. */
static void find_headings(struct page *page)
{
	VEC(struct fence) fences = { 0 };
	struct fence fence;
	size_t longest[2] = { 0 };
	for (size_t i = 0; i < page->count; i++)
		if (read_fence(page, i, &fence))
			*(struct fence *)vec_push(&fences) = fence;
	for (size_t i = fences.count; i-- > 0;) {
		size_t *most = &longest[fences.items[i].mark == '~'];
		fences.items[i].longest = *most;
		if (fences.items[i].closes && fences.items[i].run > *most)
			*most = fences.items[i].run;
	}
	size_t next = 0, open = SIZE_MAX;
	for (size_t i = 0; i < page->count; i++) {
		const struct fence *here = next < fences.count && fences.items[next].line == i ? &fences.items[next++] : NULL;
		if (open != SIZE_MAX) {
			const struct fence *begun = &fences.items[open];
			if (here && here->closes && here->mark == begun->mark && here->run >= begun->run)
				open = SIZE_MAX;
			continue;
		}
		if (here && here->longest >= here->run)
			open = next - 1;
		else if (!here)
			page->levels[i] = (unsigned char)heading_level(page_line(page, i), page_line_len(page, i));
	}
	free(fences.items);
}

void page_init(struct page *page, const char *text, size_t len)
{
	size_t lines = 0;
	for (size_t i = 0; i < len; i++)
		lines += text[i] == '\n';
	lines += len && text[len - 1] != '\n';
	*page = (struct page){ .text = text, .count = lines };
	page->starts = mem_new(lines + 1, sizeof *page->starts);
	page->levels = mem_new(lines + 1, 1);
	for (size_t i = 0, at = 0; i < lines; i++) {
		const char *end = memchr(text + at, '\n', len - at);
		at = end ? (size_t)(end - text) + 1 : len;
		page->starts[i + 1] = at;
	}
	find_headings(page);
}

void page_fini(struct page *page)
{
	free(page->starts);
	free(page->levels);
	*page = (struct page){ 0 };
}

/* ---- what the map says --------------------------------------------------------------------------- */

static size_t line_at(const struct page *page, size_t at)
{
	size_t low = 0, high = page->count;
	while (low + 1 < high) {
		size_t middle = low + (high - low) / 2;
		if (page->starts[middle] <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* "section text KEY" in three, within the words' own memory. */
static bool take_apart(char *origin, const char **kind, const char **what, const char **which)
{
	char *first = strchr(origin, ' '), *second = first ? strchr(first + 1, ' ') : NULL;
	if (!second)
		return false;
	*first = *second = '\0';
	*kind = origin;
	*what = first + 1;
	*which = second + 1;
	return true;
}

/* Text of a section that has its lines to itself. */
static bool add_block(struct source *source, size_t at, size_t len, const char *what, const char *key)
{
	const struct page *page = &source->page;
	size_t first = line_at(page, at), last = line_at(page, at + len - 1);
	size_t end = page->starts[last] + page_line_len(page, last);
	if (page->starts[first] != at || end > at + len)
		return false;
	if (source->blocks.count && source->blocks.items[source->blocks.count - 1].end > first)
		return false;
	for (size_t line = first; line <= last; line++) {
		source->kinds[line] = LINE_BLOCK;
		source->index[line] = source->blocks.count;
	}
	*vec_push(&source->blocks) = (struct block){ .first = first, .end = last + 1, .key = key,
		.prompt = text_equal(what, "prompt") };
	return true;
}

/* Blanks at its ends are those of the cell. */
static void trim_slot(const struct page *page, struct slot *slot)
{
	for (; slot->len && strchr(" \t", page->text[slot->at]); slot->len--)
		slot->at++;
	while (slot->len && strchr(" \t", page->text[slot->at + slot->len - 1]))
		slot->len--;
}

static void add_slot(struct source *source, struct slot *slot)
{
	const struct page *page = &source->page;
	size_t line = line_at(page, slot->at);
	const struct slot *last = source->slots.count ? &source->slots.items[source->slots.count - 1] : NULL;
	bool inside = slot->at + slot->len <= page->starts[line] + page_line_len(page, line);
	if (!inside || source->kinds[line] == LINE_BLOCK)
		return;
	trim_slot(page, slot);
	if (last && slot->at < last->at + last->len)
		return;
	if (source->kinds[line] != LINE_FIELDS) {
		source->kinds[line] = LINE_FIELDS;
		source->index[line] = source->slots.count;
	}
	*vec_push(&source->slots) = *slot;
}

static void add_section(struct source *source, const struct mustache_piece *piece, const char *what, const char *key)
{
	const struct page *page = &source->page;
	size_t line = line_at(page, piece->at);
	bool text = text_equal(what, "text") || text_equal(what, "prompt");
	struct slot slot = { .at = piece->at, .len = piece->len, .entity = ENTITY_SECTION, .kind = "section",
		.what = what, .which = key };
	bool head = text_equal(what, "heading") || text_equal(what, "markup");
	slot.field = head ? entity_field(entity_get(ENTITY_SECTION), what) : SECTION_TEXT;
	if (text_equal(what, "place") || (text && !piece->len)) {
		if (piece->at >= page->starts[page->count])
			line = page->count;
		*vec_push(&source->places) = (struct place){ line, key };
	} else if (head || (text && !add_block(source, piece->at, piece->len, what, key))) {
		add_slot(source, &slot);
	}
}

static void add_piece(struct source *source, const struct mustache_piece *piece, char *origin)
{
	const char *kind, *what, *which;
	if (!take_apart(origin, &kind, &what, &which))
		return;
	enum entity_kind entity = entity_find(kind);
	struct slot slot = { .at = piece->at, .len = piece->len, .entity = entity, .kind = kind, .what = what,
		.which = which };
	if (entity != ENTITY_COUNT)
		slot.field = entity_field(entity_get(entity), what);
	if (text_equal(kind, "team"))
		*vec_push(&source->teams) = (struct team){ piece->at, piece->at + piece->len, which };
	else if (entity == ENTITY_SECTION)
		add_section(source, piece, what, which);
	else if (entity != ENTITY_COUNT && slot.field >= 0)
		add_slot(source, &slot);
}

void source_init(struct source *source, const struct readback_base *base)
{
	struct buf words = { 0 };
	*source = (struct source){ 0 };
	page_init(&source->page, base->text, base->len);
	source->kinds = mem_new(source->page.count + 1, 1);
	source->index = mem_new(source->page.count + 1, sizeof *source->index);
	for (size_t i = 0; i < source->page.count; i++)
		source->kinds[i] = page_blank(&source->page, i) ? LINE_BLANK : LINE_LITERAL;
	for (size_t i = 0; i < base->map->count; i++)
		buf_put(&words, base->map->items[i].origin, strlen(base->map->items[i].origin) + 1);
	source->words = buf_steal(&words);
	char *origin = source->words;
	for (size_t i = 0; i < base->map->count && source->page.count; i++) {
		size_t len = strlen(origin) + 1;
		add_piece(source, &base->map->items[i], origin);
		origin += len;
	}
}

void source_fini(struct source *source)
{
	page_fini(&source->page);
	free(source->kinds);
	free(source->index);
	free(source->blocks.items);
	free(source->slots.items);
	free(source->places.items);
	free(source->teams.items);
	free(source->words);
	*source = (struct source){ 0 };
}

size_t source_slot_count(const struct source *source, size_t line)
{
	size_t first = source->index[line], count = 0;
	if (source->kinds[line] != LINE_FIELDS)
		return 0;
	while (first + count < source->slots.count &&
		source->slots.items[first + count].at < source->page.starts[line + 1])
		count++;
	return count;
}
