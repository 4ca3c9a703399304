/* What was written, and prompts where nothing is. */
#include "app/document_parts.h"

#include "base/text.h"
#include "doc/escape.h"
#include "doc/markdown.h"

enum { SECTION_LEVEL_MIN = 2 };

bool document_add_sections(const struct section_states *sections, struct node *data, struct err *err)
{
	struct node *texts = node_add_object(data, "sections");
	struct node *show = node_add_object(data, "show");
	struct node *extra = node_add_list(data, "extra");
	for (size_t i = 0; i < sections->count; i++) {
		const struct section_state *state = &sections->items[i];
		const char *written = record_text(&state->record, SECTION_TEXT);
		int level = (int)record_int(&state->record, SECTION_LEVEL);
		struct buf text = { 0 };
		if (level < SECTION_LEVEL_MIN)
			level = SECTION_LEVEL_MIN;
		if (!text_empty(written)) {
			if (!markdown_contained(&text, written, level, err)) {
				buf_fini(&text);
				return err_wrap(err, "section %s", state->key);
			}
			buf_trim_end(&text);
		} else if (state->prompt && !state->withheld) {
			buf_puts(&text, "*Not written yet: ");
			escape_markdown(&text, state->prompt);
			buf_puts(&text, "*");
		}
		node_add_text(texts, state->key, buf_text(&text));
		/* what is written in a withheld section's place must not take the place of its text */
		if (!state->withheld)
			document_set_origin(texts, "section", text_empty(written) ? "prompt" : "text", state->key);
		node_add_bool(show, state->key, !text_empty(written));
		if (!state->withheld)
			document_set_origin(show, "section", "place", state->key);
		if (!state->prompt && !text_empty(written)) {
			struct node *item = node_add_object(extra, NULL);
			node_add_text(item, "hashes", &"######"[6 - (level > 6 ? 6 : level)]);
			document_set_origin(extra, "section", "whole", state->key);
			node_add_text(item, "heading", state->heading);
			document_set_origin(item, "section", "heading", state->key);
			node_add_text(item, "text", buf_text(&text));
			document_set_origin(item, "section", "text", state->key);
		}
		buf_fini(&text);
	}
	return true;
}
