#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define CMARK_NO_SHORT_NAMES /* they clash with doc/node.h */
#include <cmark-gfm.h>

#include "base/words.h"
#include "doc/internal.h"

static bool names(const char *text, const char *target)
{
	size_t len = strlen(target);
	for (const char *at = text; (at = strcasestr(at, target)); at++)
		if (!isalnum((unsigned char)at[len]) && at[len] != '-' && at[len] != '_')
			return true;
	return false;
}

static bool names_any(const char *text, const struct words *targets)
{
	for (size_t i = 0; text && i < targets->count; i++)
		if (names(text, targets->items[i]))
			return true;
	return false;
}

/* What was between the brackets takes the link's place. */
static void dissolve(cmark_node *link)
{
	for (cmark_node *child; (child = cmark_node_first_child(link));)
		cmark_node_insert_before(link, child);
	cmark_node_free(link);
}

static bool dissolve_all(cmark_node *root, const struct words *targets)
{
	cmark_iter *iter = cmark_iter_new(root);
	cmark_event_type event;
	bool any = false;
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		cmark_node_type type = cmark_node_get_type(node);
		bool link = type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE;
		bool html = type == CMARK_NODE_HTML_INLINE || type == CMARK_NODE_HTML_BLOCK;
		if (link && event == CMARK_EVENT_EXIT &&
			(names_any(cmark_node_get_url(node), targets) || names_any(cmark_node_get_title(node), targets))) {
			dissolve(node);
			any = true;
		} else if (html && names_any(cmark_node_get_literal(node), targets)) {
			cmark_node_free(node);
			any = true;
		}
	}
	cmark_iter_free(iter);
	return any;
}

bool markdown_unlinked(struct buf *out, const char *text, const struct words *targets, bool *any, struct err *err)
{
	struct markdown *markdown;
	*any = false;
	/* definitions that nothing refers to are in no tree */
	if (!names_any(text, targets)) {
		buf_puts(out, text);
		return true;
	}
	if (!markdown_parse_notes(&markdown, text, strlen(text), err))
		return false;
	*any = dissolve_all(markdown->root, targets) || strstr(text, "]:");
	char *written = *any ? cmark_render_commonmark(markdown->root, CMARK_OPT_DEFAULT, 0) : NULL;
	buf_puts(out, written ? written : text);
	free(written);
	markdown_free(markdown);
	return true;
}
