/* Ids of headings and anchors, and the table of contents. */
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define CMARK_NO_SHORT_NAMES /* they clash with doc/node.h */
#include <cmark-gfm.h>

#include "base/text.h"
#include "doc/html_parts.h"
#include "doc/internal.h"

enum {
	CONTENTS_MIN = 3,  /* with fewer headings one sees them all */
	CONTENTS_MAX = 60, /* with more only those of the second level are listed */
	CONTENTS_LEVEL = 3,
};

struct id {
	char *text;
	int next;   /* the number that the next one of the same text gets */
	bool taken; /* of an anchor: it stands in the document */
};

static int compare_ids(const void *a, const void *b)
{
	return strcmp(((const struct id *)a)->text, ((const struct id *)b)->text);
}

static struct id *find_id(const struct html_ids *ids, char *text)
{
	struct id key = { .text = text };
	struct id **found = tfind(&key, &ids->given, compare_ids);
	return found ? *found : NULL;
}

static struct id *add_id(struct html_ids *ids, const char *text)
{
	struct id *id = mem_new(1, sizeof *id);
	id->text = mem_copy(text);
	if (!tsearch(id, &ids->given, compare_ids))
		out_of_memory();
	return id;
}

/* As it is, if no other has it; else with the next number. Caller frees. */
static char *unique_id(struct html_ids *ids, struct buf *wanted)
{
	size_t len = wanted->len;
	struct id *first = find_id(ids, wanted->data);
	while (first && find_id(ids, wanted->data)) {
		buf_truncate(wanted, len);
		buf_printf(wanted, "-%d", ++first->next);
	}
	add_id(ids, buf_text(wanted));
	return buf_steal(wanted);
}

/* Marks that GitHub leaves out although they are not ASCII: general punctuation, arrows, symbols. */
static bool is_mark(uint32_t cp)
{
	return (cp >= 0x80 && cp < 0xc0 && cp != 0xaa && cp != 0xb5 && cp != 0xba) || cp == 0xd7 ||
	       cp == 0xf7 || (cp >= 0x2000 && cp < 0x2c00) || (cp >= 0x3000 && cp < 0x3004) ||
	       (cp >= 0x1f000 && cp < 0x20000);
}

/* The id that GitHub gives a heading; "section" where nothing is left. */
static void heading_slug(struct buf *out, const char *text)
{
	size_t len = strlen(text);
	for (size_t at = 0, n; at < len; at += n) {
		uint32_t cp;
		n = utf8_decode(text + at, len - at, &cp);
		char c = text[at];
		if (!n)
			n = 1;
		else if (cp >= 0x80 && !is_mark(cp))
			buf_put(out, text + at, n);
		else if (ascii_alnum(c) || c == '-' || c == '_')
			buf_putc(out, (char)(ascii_letter(c) ? c | 0x20 : c));
		else if (c == ' ')
			buf_putc(out, '-');
	}
	if (!out->len)
		buf_puts(out, "section");
}

bool html_anchor_next(const char **at, struct buf *out)
{
	for (const char *tag = *at; (tag = strcasestr(tag, "<a ")); tag += 3) {
		size_t len = strcspn(tag, ">");
		const char *id = memmem(tag, len, " id=\"", 5);
		if (!id)
			continue;
		size_t end = strcspn(id + 5, "\"");
		buf_truncate(out, 0);
		buf_put(out, id + 5, end);
		*at = id + 5 + end;
		if (end && !strpbrk(buf_text(out), " \t\r\n\f"))
			return true;
		tag = *at - 3;
	}
	return false;
}

static void add_anchors(struct html_ids *ids, const char *html)
{
	struct buf id = { 0 };
	while (html_anchor_next(&html, &id))
		if (!find_id(ids, id.data))
			add_id(ids, buf_text(&id));
	buf_fini(&id);
}

static void plain(struct buf *out, cmark_node *node)
{
	cmark_iter *iter = cmark_iter_new(node);
	cmark_event_type event;
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *inner = cmark_iter_get_node(iter);
		cmark_node_type type = cmark_node_get_type(inner);
		if (event != CMARK_EVENT_ENTER)
			continue;
		if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE)
			buf_puts(out, cmark_node_get_literal(inner));
		else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
			buf_putc(out, ' ');
	}
	cmark_iter_free(iter);
}

static void add_heading(struct html_ids *ids, cmark_node *node, bool top)
{
	struct html_heading *heading = vec_push(&ids->headings);
	struct buf text = { 0 }, slug = { 0 };
	plain(&text, node);
	heading_slug(&slug, buf_text(&text));
	heading->level = cmark_node_get_heading_level(node);
	heading->top = top;
	heading->id = unique_id(ids, &slug);
	heading->text = top ? buf_steal(&text) : NULL;
	buf_fini(&text);
}

/* An id that the page gives itself: no anchor and no heading may have it. */
static void reserve(struct html_ids *ids, const char *text)
{
	struct buf key = { 0 };
	buf_puts(&key, text);
	struct id *id = find_id(ids, key.data);
	(id ? id : add_id(ids, text))->taken = true;
	buf_fini(&key);
}

static void reserve_note(struct html_ids *ids)
{
	char id[32];
	snprintf(id, sizeof id, HTML_NOTE_ID, ++ids->notes);
	reserve(ids, id);
}

/* Anchors first: what links lead to by an id of its own keeps it, whatever a heading is called. */
void html_ids_find(struct html_ids *ids, const struct markdown *markdown)
{
	reserve(ids, HTML_CHART_TITLE);
	reserve(ids, HTML_CHART_TEXT);
	for (int pass = 0; pass < 2; pass++) {
		cmark_iter *iter = cmark_iter_new(markdown->root);
		cmark_event_type event;
		while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
			cmark_node *node = cmark_iter_get_node(iter);
			cmark_node_type type = cmark_node_get_type(node);
			if (event != CMARK_EVENT_ENTER)
				continue;
			if (pass == 0 && (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE))
				add_anchors(ids, cmark_node_get_literal(node));
			else if (pass == 0 && type == CMARK_NODE_FOOTNOTE_DEFINITION)
				reserve_note(ids);
			else if (pass == 1 && type == CMARK_NODE_HEADING)
				add_heading(ids, node, cmark_node_parent(node) == markdown->root);
		}
		cmark_iter_free(iter);
	}
}

bool html_ids_take(struct html_ids *ids, const char *anchor)
{
	struct buf text = { 0 };
	buf_puts(&text, anchor);
	struct id *id = find_id(ids, text.data);
	bool first = id && !id->taken;
	if (first)
		id->taken = true;
	buf_fini(&text);
	return first;
}

static void free_id(void *data)
{
	struct id *id = data;
	free(id->text);
	free(id);
}

void html_ids_fini(struct html_ids *ids)
{
	for (size_t i = 0; i < ids->headings.count; i++) {
		free(ids->headings.items[i].id);
		free(ids->headings.items[i].text);
	}
	free(ids->headings.items);
	tdestroy(ids->given, free_id);
	*ids = (struct html_ids){ 0 };
}

static bool listed(const struct html_heading *heading, int deepest)
{
	return heading->top && heading->level >= 2 && heading->level <= deepest;
}

static size_t count_listed(const struct html_ids *ids, int deepest)
{
	size_t count = 0;
	for (size_t i = 0; i < ids->headings.count; i++)
		count += listed(&ids->headings.items[i], deepest);
	return count;
}

void html_contents(struct buf *out, const struct html_ids *ids)
{
	int deepest = CONTENTS_LEVEL, level = 2;
	size_t count = count_listed(ids, deepest), done = 0;
	bool below = false;
	if (count < CONTENTS_MIN)
		return;
	if (count > CONTENTS_MAX && count_listed(ids, 2))
		deepest = 2;
	buf_puts(out, "<nav class=\"contents\" aria-label=\"Contents\">\n<ul>\n");
	for (size_t i = 0; i < ids->headings.count; i++) {
		const struct html_heading *heading = &ids->headings.items[i];
		if (!listed(heading, deepest))
			continue;
		/* one of the third level before any of the second stands beside those */
		below = below || heading->level == 2;
		int own = below ? heading->level : 2;
		if (own > level)
			buf_puts(out, "\n<ul>\n");
		else if (own < level)
			buf_puts(out, "</li>\n</ul>\n</li>\n");
		else if (done++)
			buf_puts(out, "</li>\n");
		level = own;
		buf_puts(out, "<li><a href=\"#");
		html_text(out, heading->id);
		buf_puts(out, "\">");
		html_text(out, heading->text);
		buf_puts(out, "</a>");
	}
	buf_puts(out, level > 2 ? "</li>\n</ul>\n</li>\n</ul>\n</nav>\n" : "</li>\n</ul>\n</nav>\n");
}
