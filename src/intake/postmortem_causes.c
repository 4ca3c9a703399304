/* Root causes, triggers and contributing factors: lists, short paragraphs, labels and tables below headings that mean them. */
#include "intake/causes.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "intake/actions.h"
#include "intake/heading.h"
#include "intake/terms.h"

static const struct block *block_at(const struct cause_reader *r, size_t index)
{
	return &r->p->blocks.items[index];
}

/* ---- what stands below a heading ----------------------------------------------------------------- */

struct scope {
	const char *kind;
	size_t first, end; /* blocks */
	size_t lists, tables, paragraphs, words;
	size_t intro; /* a paragraph right before the first list; BLOCK_NONE */
};

static struct scope look(const struct cause_reader *r, const char *kind, size_t first)
{
	struct scope scope = { .kind = kind, .first = first, .intro = BLOCK_NONE };
	size_t before = BLOCK_NONE, i = first;
	for (; i < r->p->blocks.count && block_at(r, i)->kind != BLOCK_HEADING; before = i, i = block_at(r, i)->next) {
		const struct block *block = block_at(r, i);
		if (block->kind == BLOCK_LIST && !scope.lists++ && before != BLOCK_NONE && block_at(r, before)->kind == BLOCK_PARAGRAPH)
			scope.intro = before;
		scope.tables += block->kind == BLOCK_TABLE;
		scope.paragraphs += block->kind == BLOCK_PARAGRAPH;
		scope.words += block->kind == BLOCK_PARAGRAPH ? text_words(block->text) : 0;
	}
	scope.end = i;
	return scope;
}

/* What is asked for in a template stands in italics or as a comment. */
static bool is_prompt(const char *source, size_t len)
{
	bool italic = len > 2 && (*source == '*' || *source == '_') && source[1] != *source && source[len - 1] == *source;
	return italic || (len > 4 && memcmp(source, "<!--", 4) == 0);
}

/* "**Resolution:** the cache was emptied", in a list about cause and resolution. */
static bool is_resolution(const char *text, size_t len)
{
	enum { LABEL_MAX = 32 };
	const char *colon = memchr(text, ':', len < LABEL_MAX ? len : LABEL_MAX);
	size_t at = strspn(text, "*_ "), end = colon ? (size_t)(colon - text) : 0;
	while (end > at && strchr("*_ ", text[end - 1]))
		end--;
	const char *key = end > at ? heading_key(text + at, end - at, 0) : NULL;
	return text_equal(key, "resolution") || text_equal(key, "recovery");
}

/* True if all of it is in the cause. */
static bool read_item(struct cause_reader *r, size_t index, const char *kind)
{
	const struct block *item = block_at(r, index);
	size_t below = BLOCK_NONE;
	struct buf text = { 0 };
	for (size_t i = index + 1; i < item->next; i = block_at(r, i)->next)
		if (block_at(r, i)->kind == BLOCK_LIST && below == BLOCK_NONE &&
			cause_is_why(block_at(r, i + 1)->text, block_at(r, i + 1)->len))
			below = i;
	blocks_source_range(&r->p->blocks, index + 1, below == BLOCK_NONE ? item->next : below, &text);
	buf_trim_end(&text);
	const char *own = NULL;
	size_t label = cause_label(buf_text(&text), text.len, &own);
	const struct block_link *link = item->links ? &r->p->blocks.links.items[item->link] : NULL;
	bool links = link && link->len + 2 >= item->len && action_link(item->text, item->len) == item->len;
	size_t added = 0;
	if (!is_prompt(buf_text(&text), text.len) && !links && !is_resolution(buf_text(&text), text.len))
		added = cause_add(r, own ? own : kind, 0, buf_text(&text) + label, text.len - label, item->from,
			below == BLOCK_NONE ? item->to : block_at(r, below)->from, "list item");
	buf_fini(&text);
	if (below == BLOCK_NONE || !added)
		return added != 0;
	causes_below(r, below, added);
	return false;
}

static void read_list(struct cause_reader *r, size_t list, const char *kind)
{
	bool all = true;
	for (size_t i = list + 1; i < block_at(r, list)->next; i = block_at(r, i)->next)
		all = read_item(r, i, kind) && all;
	if (all)
		found_claim(&r->p->found, &r->p->blocks, list);
}

/* A few paragraphs, short enough to be one cause and nothing else. */
static void read_prose(struct cause_reader *r, const struct scope *scope)
{
	enum { WORDS_MAX = 110, PARAGRAPHS_MAX = 3 };
	struct buf text = { 0 };
	const char *own = NULL;
	if (!scope->paragraphs || scope->words > WORDS_MAX || scope->paragraphs > PARAGRAPHS_MAX)
		return;
	/* it leads to something that is elsewhere */
	const struct block *only = block_at(r, scope->first);
	if (scope->paragraphs == 1 && only->kind == BLOCK_PARAGRAPH && only->len && only->text[only->len - 1] == ':' &&
		only->next >= scope->end)
		return;
	size_t first = scope->first, end = scope->end;
	while (first < end && block_at(r, first)->kind != BLOCK_PARAGRAPH)
		first = block_at(r, first)->next;
	size_t last = first;
	for (size_t i = first; i < end; i = block_at(r, i)->next)
		last = block_at(r, i)->kind == BLOCK_PARAGRAPH || block_at(r, i)->kind == BLOCK_CODE ? i : last;
	blocks_source_range(&r->p->blocks, first, block_at(r, last)->next, &text);
	buf_trim_end(&text);
	size_t label = cause_label(buf_text(&text), text.len, &own);
	if (!is_prompt(buf_text(&text), text.len) &&
		cause_add(r, own ? own : scope->kind, 0, buf_text(&text) + label, text.len - label, block_at(r, first)->from,
			block_at(r, last)->to, "paragraph"))
		for (size_t i = first; i <= last; i = block_at(r, i)->next)
			found_claim(&r->p->found, &r->p->blocks, i);
	buf_fini(&text);
}

/* Whether a list among paragraphs is one of causes: what leads to it says so. */
static const char *kind_of_list(const struct cause_reader *r, const struct scope *scope)
{
	static const struct term words[] = { { 0, "factor|factors|contributed|faktoren|facteurs|factores|fatores|要因" },
		{ 1, "cause|causes|root cause|root causes|reason|reasons|because|ursachen|grunde|raisons|causas|razones|原因" } };
	if (!text_equal(scope->kind, "root"))
		return scope->kind;
	if (scope->intro == BLOCK_NONE)
		return scope->paragraphs ? NULL : scope->kind;
	enum { WORDS = 3 }; /* an image, a name: nothing that leads anywhere */
	const struct block *intro = block_at(r, scope->intro);
	if (scope->paragraphs == 1 && text_words(intro->text) <= WORDS)
		return scope->kind;
	size_t start = intro->len > TERM_TEXT_MAX ? intro->len - TERM_TEXT_MAX : 0;
	int found = terms_read(words, LENGTH(words), intro->text + start, intro->len - start);
	return scope->paragraphs > 2 || found == TERM_NONE ? NULL : found == 0 ? "contributing" : scope->kind;
}

/* A table with a column of causes; what else it says of each stays in the section. */
static void read_table(struct cause_reader *r, size_t table, const char *kind)
{
	static const struct term names[] = { { 0, "cause|causes|root cause|factor|factors|contributing factor|trigger|ursache|ursachen|faktor|facteur|"
						 "causa|fator|要因|原因|根因" }, { 1, "=description|=details|=explanation|beschreibung|descripcion|説明|描述" } };
	size_t head = table + 1, column = 0, at = SIZE_MAX, more = SIZE_MAX;
	for (size_t cell = head + 1; cell < block_at(r, head)->next; cell = block_at(r, cell)->next, column++) {
		int found = terms_read(names, LENGTH(names), block_at(r, cell)->text, block_at(r, cell)->len);
		at = found == 0 && at == SIZE_MAX ? column : at;
		more = found == 1 && more == SIZE_MAX ? column : more;
	}
	for (size_t row = block_at(r, head)->next; at != SIZE_MAX && row < block_at(r, table)->next; row = block_at(r, row)->next) {
		struct buf text = { 0 };
		column = 0;
		for (size_t cell = row + 1; cell < block_at(r, row)->next; cell = block_at(r, cell)->next, column++) {
			if ((column != at && column != more) || !block_at(r, cell)->len)
				continue;
			if (text.len)
				buf_puts(&text, ": ");
			blocks_source(&r->p->blocks, cell, &text);
		}
		cause_add(r, kind, 0, buf_text(&text), text.len, block_at(r, row)->from, block_at(r, row)->to, "table row");
		buf_fini(&text);
	}
}

/* The only list is one of questions, whatever the heading calls it. */
static bool asks_why(const struct cause_reader *r, const struct scope *scope)
{
	for (size_t i = scope->first; i < scope->end; i = block_at(r, i)->next) {
		if (block_at(r, i)->kind != BLOCK_LIST)
			continue;
		size_t second = block_at(r, i + 1)->next;
		return scope->lists == 1 && second < block_at(r, i)->next && cause_is_why(block_at(r, i + 1)->text, block_at(r, i + 1)->len) &&
		       cause_is_why(block_at(r, second)->text, block_at(r, second)->len);
	}
	return false;
}

/* A bold line or one that ends in a colon stands above a list like a heading. */
static bool is_label(const struct block *block)
{
	enum { WORDS = 8 };
	return block->kind == BLOCK_PARAGRAPH && block->len && (block->strong + 1 >= block->len || block->text[block->len - 1] == ':') &&
	       text_words(block->text) <= WORDS;
}

/* True if what stands below it are no causes; else it may say which. */
static bool read_label_above(const struct block *block, const char **kind)
{
	size_t len = block->len;
	while (len && strchr(": ", block->text[len - 1]))
		len--;
	const char *key = heading_key(block->text, len, 0), *own = cause_kind_of(key, block->text, len);
	*kind = own && !text_equal(own, "why") ? own : *kind;
	return key && !own;
}

static void read_scope(struct cause_reader *r, const struct scope *scope)
{
	if (text_equal(scope->kind, "why") || asks_why(r, scope)) {
		r->last = 0;
		causes_whys(r, scope->first, scope->end);
		return;
	}
	const char *kind = kind_of_list(r, scope);
	bool other = false; /* below a label that means something else */
	for (size_t i = scope->first; i < scope->end; i = block_at(r, i)->next)
		if (is_label(block_at(r, i)))
			other = read_label_above(block_at(r, i), &kind);
		else if (block_at(r, i)->kind == BLOCK_LIST && kind && !other)
			read_list(r, i, kind);
		else if (block_at(r, i)->kind == BLOCK_TABLE)
			read_table(r, i, scope->kind);
	if (!scope->lists && !scope->tables)
		read_prose(r, scope);
}

/* ---- labels anywhere ----------------------------------------------------------------------------- */

static bool has_kind(const struct cause_reader *r, const char *kind)
{
	for (size_t i = r->first; i < r->p->found.items.count; i++)
		if (text_equal(record_text(&r->p->found.items.items[i].record, CAUSE_KIND), kind))
			return true;
	return false;
}

/* `**Root cause:** one sentence`, in a paragraph, an item of a list of facts, or a row of two cells. */
static void read_label(struct cause_reader *r, size_t index)
{
	enum { LABELLED_MAX = 600 };
	const struct block *block = block_at(r, index);
	const char *kind = NULL;
	struct buf text = { 0 };
	size_t label = 0;
	if (block->kind == BLOCK_ROW && index + 1 < block->next) {
		size_t value = block_at(r, index + 1)->next;
		bool two = value < block->next && block_at(r, value)->next == block->next;
		kind = two ? cause_kind(block_at(r, index + 1)->text, block_at(r, index + 1)->len) : NULL;
		if (kind)
			blocks_source(&r->p->blocks, value, &text);
	} else if (block->strong && cause_label(block->text, block->len, &kind)) {
		blocks_source_range(&r->p->blocks, index + (block->kind == BLOCK_ITEM), block->next, &text);
		label = cause_label(buf_text(&text), text.len, &kind);
	}
	if (kind && !text_equal(kind, "why") && text.len <= LABELLED_MAX && text.len > label)
		cause_add(r, kind, 0, buf_text(&text) + label, text.len - label, block->from, block->to, "label");
	buf_fini(&text);
}

static void read_labels(struct cause_reader *r)
{
	bool root = has_kind(r, "root"), trigger = has_kind(r, "trigger"), contributing = has_kind(r, "contributing");
	size_t before = r->p->found.items.count;
	for (size_t i = 0; i < r->p->blocks.count; i++) {
		const struct block *block = block_at(r, i);
		if (block->kind != BLOCK_PARAGRAPH && block->kind != BLOCK_ITEM && block->kind != BLOCK_ROW)
			continue;
		/* an item's first paragraph is read with it */
		if (block->kind == BLOCK_PARAGRAPH && block->parent != BLOCK_NONE)
			continue;
		read_label(r, i);
		if (r->p->found.items.count == before)
			continue;
		struct found_item *item = &r->p->found.items.items[before];
		const char *kind = record_text(&item->record, CAUSE_KIND);
		if ((root && text_equal(kind, "root")) || (trigger && text_equal(kind, "trigger")) ||
			(contributing && text_equal(kind, "contributing"))) {
			record_fini(&item->record);
			r->p->found.items.count--;
		}
		before = r->p->found.items.count;
	}
}

/* ---- the walk ------------------------------------------------------------------------------------ */

/* The kind that sub-headings inherit; below whys each heading asks one. */
struct above {
	int level;
	const char *kind;
};

static bool is_numbered(const struct block *heading)
{
	size_t digits = strspn(heading->text, "0123456789");
	return digits && digits < 3 && strchr(".):", heading->text[digits]);
}

/* "Root cause: no limit on the queue", perhaps with a number before it: what is below explains it. */
static bool read_named(struct cause_reader *r, size_t index, struct above *above)
{
	enum { WORDS = 3 }; /* fewer are of the heading: "Root cause: analysis" */
	const struct block *heading = block_at(r, index);
	size_t skip = is_numbered(heading) ? strspn(heading->text, "0123456789.): ") : 0;
	const char *kind = NULL;
	size_t label = cause_label(heading->text + skip, heading->len - skip, &kind);
	if (!label || text_equal(kind, "why") || text_words(heading->text + skip + label) < WORDS)
		return false;
	cause_add(r, kind, 0, heading->text + skip + label, heading->len - skip - label, heading->from, heading->to, "heading");
	if (!above->kind || heading->level <= above->level)
		*above = (struct above){ heading->level, kind };
	return true;
}

static void read_heading(struct cause_reader *r, size_t index, struct above *above)
{
	enum { WORDS = 9 };
	const struct block *heading = block_at(r, index);
	if (read_named(r, index, above))
		return;
	const char *key = r->p->keys[index];
	const char *own = text_words(heading->text) <= WORDS ? cause_kind_of(key, heading->text, heading->len) : NULL;
	bool below = above->kind && heading->level > above->level;
	bool why = below && text_equal(above->kind, "why") && cause_is_why(heading->text, heading->len);
	struct scope scope = look(r, below ? above->kind : NULL, heading->next);
	if (!why && own) {
		*above = (struct above){ heading->level, own };
		scope.kind = own;
		r->last = text_equal(own, "why") ? 0 : r->last;
		read_scope(r, &scope);
	} else if (why) {
		struct buf text = { 0 };
		blocks_source_range(&r->p->blocks, index, scope.end, &text);
		size_t answer = cause_question(heading->text, heading->len);
		buf_truncate(&text, 0);
		if (answer < heading->len)
			buf_put(&text, heading->text + answer, heading->len - answer);
		else
			blocks_source_range(&r->p->blocks, heading->next, scope.end, &text);
		size_t added = cause_add(r, "why", r->last, buf_text(&text), text.len, heading->from,
			scope.end > heading->next ? block_at(r, scope.end - 1)->to : heading->to, "heading");
		r->last = added ? added : r->last;
		buf_fini(&text);
	} else if (below && is_numbered(heading) && !key) {
		size_t skip = strspn(heading->text, "0123456789.): ");
		cause_add(r, above->kind, 0, heading->text + skip, heading->len - skip, heading->from, heading->to, "heading");
	} else if (!below || key) {
		*above = (struct above){ heading->level, own };
	}
}

/* Places among siblings, from 1. */
static void number(struct cause_reader *r)
{
	size_t count = r->p->found.items.count;
	int64_t *places = mem_new(count + 1, sizeof *places);
	for (size_t i = r->first; i < count; i++) {
		struct found_item *item = &r->p->found.items.items[i];
		record_set_int(&item->record, CAUSE_POSITION, ++places[item->parent]);
	}
	free(places);
}

void postmortem_causes(struct postmortem *p)
{
	struct cause_reader r = { .p = p, .first = p->found.items.count };
	struct above above = { 0 };
	bool title = true;
	for (size_t i = 0; i < p->blocks.count; i = block_at(&r, i)->next) {
		if (block_at(&r, i)->kind != BLOCK_HEADING)
			continue;
		if (!title || block_at(&r, i)->level > 1)
			read_heading(&r, i, &above);
		title = false;
	}
	read_labels(&r);
	number(&r);
}
