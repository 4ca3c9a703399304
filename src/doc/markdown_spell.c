#include <string.h>

#define CMARK_NO_SHORT_NAMES /* they clash with doc/node.h */
#include <cmark-gfm.h>

#include "base/text.h"
#include "doc/internal.h"

static void spell(cmark_node *link)
{
	static const char *const schemes[] = { "https://", "http://" };
	cmark_node *text = cmark_node_first_child(link);
	const char *url = cmark_node_get_url(link);
	if (!text || cmark_node_next(text) || cmark_node_get_type(text) != CMARK_NODE_TEXT)
		return;
	for (size_t i = 0; i < LENGTH(schemes); i++)
		if (text_starts(url, schemes[i]) &&
			text_equal(url + strlen(schemes[i]), cmark_node_get_literal(text))) {
			cmark_node_set_literal(text, url);
			return;
		}
}

void markdown_spell_links(struct markdown *markdown)
{
	cmark_iter *iter = cmark_iter_new(markdown->root);
	cmark_event_type event;
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		if (event == CMARK_EVENT_EXIT && cmark_node_get_type(node) == CMARK_NODE_LINK)
			spell(node);
	}
	cmark_iter_free(iter);
}
