/* Definitions of links are valid in a whole document, whoever wrote them: keeping those of one text to itself. */
#include <stdlib.h>
#include <string.h>

#define CMARK_NO_SHORT_NAMES /* they clash with doc/node.h */
#include <cmark-gfm.h>

#include "base/words.h"
#include "doc/internal.h"

enum { LABEL_MAX = 1000 }; /* of cmark-gfm */

/* A label that cmark-gfm takes for another gives the same: ASCII letters small, no white space, nothing else that has
 * two cases. False if it does not end. */
static bool put_label(struct buf *out, const char *text)
{
	for (size_t i = 1; i <= LABEL_MAX && text[i]; i++) {
		if (text[i] == ']' && text[i - 1] != '\\')
			return true;
		if (ascii_letter(text[i]))
			buf_putc(out, (char)(text[i] | 0x20));
		else if (!ascii_space(text[i]) && (signed char)text[i] > 0)
			buf_putc(out, text[i]);
	}
	return false;
}

static int compare_labels(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void find_definitions(const char *text, struct words *out)
{
	for (const char *at = text; (at = strchr(at, '[')); at++) {
		struct buf label = { 0 };
		const char *end = memmem(at, strnlen(at, LABEL_MAX + 4), "]:", 2);
		if (end && put_label(&label, at))
			words_add(out, buf_text(&label));
		buf_fini(&label);
	}
	if (out->count)
		qsort(out->items, out->count, sizeof *out->items, compare_labels);
}

bool markdown_captures(const char *text, const char *other)
{
	struct words labels = { 0 };
	struct buf label = { 0 };
	bool found = false;
	if (strstr(text, "]:") && strchr(other, '['))
		find_definitions(text, &labels);
	for (const char *at = other; labels.count && !found && (at = strchr(at, '[')); at++) {
		buf_truncate(&label, 0);
		if (!put_label(&label, at))
			continue;
		const char *key = buf_text(&label);
		found = bsearch(&key, labels.items, labels.count, sizeof *labels.items, compare_labels) != NULL;
	}
	buf_fini(&label);
	words_fini(&labels);
	return found;
}

static bool has_notes(const struct markdown *markdown)
{
	cmark_node *last = cmark_node_last_child(markdown->root);
	return last && cmark_node_get_type(last) == CMARK_NODE_FOOTNOTE_DEFINITION;
}

/* [^1] becomes [^name-1]; what is text and no footnote has a \ there. */
static void name_notes(struct buf *out, const char *text, const char *name)
{
	for (const char *mark; (mark = strstr(text, "[^")); text = mark + 2) {
		buf_put(out, text, (size_t)(mark + 2 - text));
		if (mark == text || mark[-1] != '\\')
			buf_printf(out, "%s-", name);
	}
	buf_puts(out, text);
}

bool markdown_inlined(struct buf *out, const char *text, const char *name, struct err *err)
{
	struct markdown *markdown;
	if (!markdown_parse_notes(&markdown, text, strlen(text), err))
		return false;
	char *written = cmark_render_commonmark(markdown->root, CMARK_OPT_DEFAULT, 0);
	if (has_notes(markdown))
		name_notes(out, written, name);
	else
		buf_puts(out, written);
	free(written);
	markdown_free(markdown);
	return true;
}
