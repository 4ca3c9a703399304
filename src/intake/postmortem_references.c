/* Links that a document collects: in sections of references, behind labels such as `Ticket:`, and as definitions. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "intake/actions.h"
#include "intake/postmortem.h"
#include "intake/terms.h"

/* A link to an anchor of the document itself, as [issue 5](#ref-5). */
struct use {
	const char *anchor; /* without # */
	const char *text;
	size_t len;
	size_t order;
};

struct candidate {
	struct buf url, title, label;
	size_t from, to, order;
	const char *how;
	bool again; /* another one has the URL already */
};

struct collector {
	struct postmortem *p;
	VEC(struct use) uses;
	VEC(struct candidate) found;
};

static const struct block *block_at(const struct collector *c, size_t index)
{
	return &c->p->blocks.items[index];
}

static const struct block_link *links_of(const struct collector *c, const struct block *block)
{
	return block->links ? c->p->blocks.links.items + block->link : NULL;
}

/* ---- anchors ------------------------------------------------------------------------------------- */

static int compare_uses(const void *a, const void *b)
{
	const struct use *left = a, *right = b;
	int order = strcmp(left->anchor, right->anchor);
	return order ? order : left->order < right->order ? -1 : left->order > right->order;
}

static void find_uses(struct collector *c)
{
	for (size_t i = 0; i < c->p->blocks.count; i++) {
		const struct block *block = block_at(c, i);
		for (size_t k = 0; k < block->links && block->kind != BLOCK_ITEM; k++) {
			const struct block_link *link = &links_of(c, block)[k];
			if (*link->url == '#' && link->len)
				*vec_push(&c->uses) = (struct use){ link->url + 1, block->text + link->at, link->len, c->uses.count };
		}
	}
	if (c->uses.count)
		qsort(c->uses.items, c->uses.count, sizeof *c->uses.items, compare_uses);
}

/* The words that first lead to an anchor; NULL if nothing does. */
static const struct use *use_of(const struct collector *c, const char *anchor)
{
	size_t low = 0, high = c->uses.count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (strcmp(c->uses.items[middle].anchor, anchor) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < c->uses.count && text_equal(c->uses.items[low].anchor, anchor) ? &c->uses.items[low] : NULL;
}

/* The label of a line that has `<a id="ref-5"></a>` before its link: what it is called elsewhere, else the id. */
static void put_anchor(const struct collector *c, const struct block *block, struct buf *label)
{
	static const char *const names[] = { "id=\"", "id='", "name=\"", "name='" };
	const char *source = c->p->source + block->from;
	size_t len = block->to - block->from;
	enum { LOOK_MAX = 400 };
	len = len < LOOK_MAX ? len : LOOK_MAX;
	for (size_t i = 0; i < LENGTH(names) && !label->len; i++) {
		const char *at = memmem(source, len, names[i], strlen(names[i]));
		const char *id = at ? at + strlen(names[i]) : NULL;
		const char *end = id ? memchr(id, names[i][strlen(names[i]) - 1], len - (size_t)(id - source)) : NULL;
		if (!end)
			continue;
		char *anchor = mem_copy_n(id, (size_t)(end - id));
		const struct use *use = use_of(c, anchor);
		const char *plain = text_starts(anchor, "ref-") ? anchor + strlen("ref-") : anchor;
		if (use)
			buf_put(label, use->text, use->len);
		else
			buf_puts(label, plain);
		free(anchor);
	}
}

/* ---- what is collected --------------------------------------------------------------------------- */

static void put_line(struct buf *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len && out->len < LINE_LIMIT - 4; i++)
		if (text[i] != '\n' && text[i] != '\t')
			buf_putc(out, text[i]);
		else if (out->len)
			buf_putc(out, ' ');
	buf_trim_end(out);
}

static struct candidate *add(struct collector *c, const char *url, size_t len, size_t from, size_t to, const char *how)
{
	struct candidate *new = vec_push(&c->found);
	buf_put(&new->url, url, len);
	new->from = from;
	new->to = to;
	new->order = c->found.count;
	new->how = how;
	return new;
}

static bool is_address(const char *text, size_t len, const char *url)
{
	/* shown with its scheme or without */
	const char *bare = strstr(url, "://");
	bare = bare ? bare + 3 : url;
	return (len == strlen(url) && memcmp(text, url, len) == 0) || (len == strlen(bare) && memcmp(text, bare, len) == 0) || action_link(text, len) == len ||
	       (len > 4 && strncasecmp(text, "www.", 4) == 0);
}

/* The words beside the only link of a line: "Dashboard: <url>", "<url> - the dashboard". */
static void put_beside(const struct block *block, const struct block_link *link, struct buf *out)
{
	static const char marks[] = " \n:-–—|•*.,()";
	const char *text = block->text;
	size_t from = 0, to = link->at, end = link->at + link->len;
	while (to > from && strchr(marks, text[to - 1]))
		to--;
	while (from < to && strchr(" -*•", text[from]))
		from++;
	if (from == to) {
		for (from = end; from < block->len && strchr(marks, text[from]); from++)
			;
		to = block->len;
	}
	/* nothing but the bytes of a mark is left */
	while (from < to && ((unsigned char)text[from] & 0xC0) == 0x80)
		from++;
	put_line(out, text + from, to - from);
}

/* "label: title" as templates write it. */
static void drop_label(struct candidate *new)
{
	size_t len = new->label.len;
	if (!len || !text_starts(buf_text(&new->title), buf_text(&new->label)))
		return;
	if (new->title.len == len)
		buf_truncate(&new->title, 0);
	else if (new->title.data[len] == ':')
		buf_splice(&new->title, 0, len + 1 + (new->title.data[len + 1] == ' '), "", 0);
}

/* Every link of a block; true if they are all that it says. */
static bool collect(struct collector *c, const struct block *block, const char *how)
{
	const struct block_link *links = links_of(c, block);
	size_t count = 0, said = 0;
	for (size_t i = 0; i < block->links; i++) {
		const struct block_link *link = &links[i];
		size_t len = strlen(link->url);
		if (link->image || !len || *link->url == '#' || len >= LINE_LIMIT)
			continue;
		struct candidate *new = add(c, link->url, len, block->from, block->to, how);
		bool address = is_address(block->text + link->at, link->len, link->url);
		if (!address)
			put_line(&new->title, block->text + link->at, link->len);
		else if (block->links == 1)
			put_beside(block, link, &new->title);
		if (!count++)
			put_anchor(c, block, &new->label);
		drop_label(new);
		/* a ticket is known by its number */
		if (!new->label.len && !memmem(block->text + link->at, link->len, "/", 1) &&
			action_link(block->text + link->at, link->len) == link->len)
			put_line(&new->label, block->text + link->at, link->len);
		said += link->len + new->title.len;
	}
	enum { MARKS = 8 };
	return count == 1 && said + MARKS >= block->len;
}

static void collect_below(struct collector *c, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++) {
		const struct block *block = block_at(c, i);
		/* an item has the links of its first paragraph */
		if (block->links && block->kind != BLOCK_ITEM && collect(c, block, "link"))
			found_claim(&c->p->found, &c->p->blocks, i);
	}
	/* lists of which every item was read */
	for (size_t i = first; i < end; i = block_at(c, i)->next) {
		bool all = block_at(c, i)->kind == BLOCK_LIST;
		for (size_t item = i + 1; all && item < block_at(c, i)->next; item = block_at(c, item)->next)
			for (size_t own = item + 1; all && own < block_at(c, item)->next; own = block_at(c, own)->next)
				all = c->p->found.claimed[own];
		if (all)
			found_claim(&c->p->found, &c->p->blocks, i);
	}
}

/* ---- labels -------------------------------------------------------------------------------------- */

/* "Ticket: OPS-12", "Related: …", before the document's first event or action item. */
static void collect_label(struct collector *c, size_t index)
{
	static const struct term words[] = { { 0, "=related|=related issue|=related issues|=related incidents|=related links|=related pr|=related prs|"
						 "=see also|=ticket|=tickets|=jira|=jira ticket|=issue|=issues|=tracking issue|=incident ticket|=incident link|"
						 "=github issue|=pull request|=pull requests|=pr|=prs|=slack|=slack channel|=slack thread|=dashboard|"
						 "=dashboards|=recording|=status page|=statuspage|=pagerduty|=incident channel|=references|=links|=link|"
						 "=リンク|=チケット|=関連|=関連リンク|=相关链接|=工单" } };
	enum { LABEL_MAX = 40, VALUE_MAX = 80 };
	const struct block *block = block_at(c, index);
	const char *text = block->text, *colon = memchr(text, ':', block->len < LABEL_MAX ? block->len : LABEL_MAX);
	if (!colon || terms_read(words, LENGTH(words), text, (size_t)(colon - text)) == TERM_NONE)
		return;
	size_t before = c->found.count, at = (size_t)(colon - text) + 1;
	bool all = collect(c, block, "label");
	while (at < block->len && strchr(" *", text[at]))
		at++;
	size_t size = block->links || block->len - at > VALUE_MAX ? 0 : action_link(text + at, block->len - at);
	if (size)
		add(c, text + at, size, block->from, block->to, "label");
	if (all || (size && at + size == block->len && index + 2 >= block->next))
		found_claim(&c->p->found, &c->p->blocks, index);
	for (size_t i = before; i < c->found.count; i++)
		if (!c->found.items[i].title.len)
			put_line(&c->found.items[i].title, text, (size_t)(colon - text));
}

/* ---- definitions --------------------------------------------------------------------------------- */

static int compare_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* `[label]: url` at the start of a line, outside of code, that something in the document uses. */
static void collect_definitions(struct collector *c)
{
	const struct blocks *blocks = &c->p->blocks;
	const char **urls = mem_new(blocks->links.count + 1, sizeof *urls);
	for (size_t i = 0; i < blocks->links.count; i++)
		urls[i] = blocks->links.items[i].url;
	qsort(urls, blocks->links.count, sizeof *urls, compare_text);
	size_t block = 0;
	for (size_t line = 1; line <= blocks->lines.count; line++) {
		size_t from = blocks_line_at(blocks, line), to = blocks_line_at(blocks, line + 1);
		const char *at = c->p->source + from, *end = c->p->source + to;
		while (block < blocks->count && blocks->items[block].to <= from)
			block++;
		bool code = block < blocks->count && blocks->items[block].from <= from &&
			    (blocks->items[block].kind == BLOCK_CODE || blocks->items[block].kind == BLOCK_HTML);
		for (size_t blanks = 0; at < end && *at == ' ' && blanks < 3; blanks++)
			at++;
		if (code || end - at < 6 || *at != '[' || at[1] == '^')
			continue;
		const char *close = memchr(at, ']', (size_t)(end - at));
		if (!close || close + 1 >= end || close[1] != ':')
			continue;
		const char *url = close + 2;
		url += strspn(url, " \t<");
		size_t len = strcspn(url, " \t\r\n>");
		char *copy = mem_copy_n(url, len);
		if (len && len < LINE_LIMIT && close - at - 1 < LINE_LIMIT && url + len <= end &&
			bsearch(&(const char *){ copy }, urls, blocks->links.count, sizeof *urls, compare_text)) {
			struct candidate *new = add(c, url, len, from, (size_t)(url + len - c->p->source), "definition");
			put_line(&new->label, at + 1, (size_t)(close - at) - 1);
		}
		free(copy);
	}
	free(urls);
}

/* ---- the whole ----------------------------------------------------------------------------------- */

static int compare_candidates(const void *a, const void *b)
{
	const struct candidate *left = *(struct candidate *const *)a, *right = *(struct candidate *const *)b;
	int order = strcmp(buf_text(&left->url), buf_text(&right->url));
	return order ? order : left->order < right->order ? -1 : left->order > right->order;
}

/* One reference for each URL: the first that was found, with what the others say of it. */
static void join(struct collector *c)
{
	struct candidate **sorted = mem_new(c->found.count + 1, sizeof *sorted);
	for (size_t i = 0; i < c->found.count; i++)
		sorted[i] = &c->found.items[i];
	qsort(sorted, c->found.count, sizeof *sorted, compare_candidates);
	for (size_t i = 1, first = 0; i < c->found.count; i++) {
		if (!text_equal(buf_text(&sorted[i]->url), buf_text(&sorted[first]->url))) {
			first = i;
			continue;
		}
		sorted[i]->again = true;
		if (!sorted[first]->label.len)
			buf_puts(&sorted[first]->label, buf_text(&sorted[i]->label));
		if (!sorted[first]->title.len)
			buf_puts(&sorted[first]->title, buf_text(&sorted[i]->title));
	}
	free(sorted);
}

static void put_records(struct collector *c)
{
	for (size_t i = 0; i < c->found.count; i++) {
		struct candidate *from = &c->found.items[i];
		if (!from->again && !found_full(&c->p->found)) {
			struct found_item *item = found_add(&c->p->found, &c->p->blocks, ENTITY_REFERENCE, from->from, from->to, from->how);
			record_set_text(&item->record, REFERENCE_URL, buf_text(&from->url));
			record_set_text(&item->record, REFERENCE_LABEL, buf_text(&from->label));
			record_set_text(&item->record, REFERENCE_TITLE, buf_text(&from->title));
		}
		buf_fini(&from->url);
		buf_fini(&from->title);
		buf_fini(&from->label);
	}
}

static size_t first_item(const struct postmortem *p)
{
	size_t from = p->len;
	for (size_t i = 0; i < p->found.items.count; i++) {
		const struct found_item *item = &p->found.items.items[i];
		if ((item->record.kind == ENTITY_EVENT || item->record.kind == ENTITY_ACTION) && item->from < from)
			from = item->from;
	}
	return from;
}

void postmortem_references(struct postmortem *p)
{
	struct collector c = { .p = p };
	size_t head = first_item(p);
	int level = 0; /* of the heading of references that is open */
	find_uses(&c);
	for (size_t i = 0; i < p->blocks.count; i = level ? block_at(&c, i)->next : i + 1) {
		const struct block *block = block_at(&c, i);
		if (block->kind == BLOCK_HEADING) {
			const char *key = p->keys[i];
			bool below = level && block->level > level;
			level = text_equal(key, "references") ? (below ? level : block->level) : below && !key ? level : 0;
		} else if (level) {
			collect_below(&c, i, block->next);
		} else if (block->from < head && (block->kind == BLOCK_PARAGRAPH || block->kind == BLOCK_ITEM)) {
			bool item = block->parent != BLOCK_NONE && block_at(&c, block->parent)->kind == BLOCK_ITEM;
			if (block->kind == BLOCK_ITEM || !item)
				collect_label(&c, i);
		}
	}
	collect_definitions(&c);
	join(&c);
	put_records(&c);
	free(c.uses.items);
	free(c.found.items);
}
