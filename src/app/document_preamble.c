/* front, preamble: what was imported and stands before the first section. covered, placed: what templates show of it otherwise. */
#include "app/document_parts.h"

#include <string.h>

#include "app/section_markup.h"
#include "base/text.h"
#include "intake/postmortem.h"

/* By what data a template says all that was read from such a section. */
static const struct {
	const char *cover;
	const char *uses[4];
} shown[] = {
	{ "events", { "days" } },
	{ "actions", { "teams", "actions", "types", "planned_actions" } },
	{ "causes", { "causes" } },
	{ "roles", { "roles", "responders" } },
	{ "references", { "references" } },
	{ "head", { "date_range", "status_line" } },
};

static bool is_used(const struct words *uses, size_t row)
{
	for (size_t i = 0; i < LENGTH(shown[row].uses); i++)
		if (shown[row].uses[i] && words_have(uses, shown[row].uses[i]))
			return true;
	return false;
}

static bool is_covered(const struct section_state *state, const struct words *uses)
{
	const char *covers = record_text(&state->record, SECTION_COVERS);
	bool all = *covers;
	while (all && *covers) {
		size_t len = strcspn(covers, ","), row = 0;
		while (row < LENGTH(shown) && (strlen(shown[row].cover) != len || memcmp(shown[row].cover, covers, len) != 0))
			row++;
		/* most templates name the authors alone */
		bool authors = text_equal(state->key, "authors") && words_have(uses, "authors");
		all = row < LENGTH(shown) && (is_used(uses, row) || (text_equal(shown[row].cover, "roles") && authors));
		covers += len + (covers[len] == ',');
	}
	return all;
}

enum place { PLACE_NONE, PLACE_FRONT, PLACE_PREAMBLE };

static enum place place_of(const struct section_state *state)
{
	bool imported = record_has(&state->record, SECTION_POSITION);
	if (imported && text_equal(state->key, "front-matter"))
		return PLACE_FRONT;
	return imported && (text_equal(state->key, "head") || text_equal(state->key, "preamble")) ? PLACE_PREAMBLE : PLACE_NONE;
}

void document_place_sections(struct section_states *sections, const struct words *uses)
{
	static const char *const names[] = { [PLACE_FRONT] = "front", [PLACE_PREAMBLE] = "preamble" };
	for (size_t i = 0; i < sections->count; i++) {
		struct section_state *state = &sections->items[i];
		enum place place = place_of(state);
		state->covered = is_covered(state, uses);
		state->placed = place != PLACE_NONE && words_have(uses, names[place]);
	}
}

void document_hide_front(struct buf *text)
{
	struct postmortem document = { .source = buf_text(text), .len = text->len };
	postmortem_front(&document);
	/* a byte order mark alone is none */
	size_t end = section_markup_begin(buf_text(text)) < document.front ? document.front : 0;
	for (size_t i = 0; i < end; i++)
		if (!strchr("\r\n", text->data[i]))
			text->data[i] = ' ';
}

/* Without the mark of a byte order, which stands at the start of a file only. */
static const char *bare(const char *text)
{
	return text_starts(text, "\xef\xbb\xbf") ? text + 3 : text;
}

bool document_add_preamble(const struct document_source *source, const struct section_states *sections,
	struct node *data, struct err *err)
{
	struct node *preamble = node_add_list(data, "preamble");
	bool ok = true;
	node_add_text(data, "front", "");
	for (size_t i = 0; i < sections->count && ok; i++) {
		const struct section_state *state = &sections->items[i];
		enum place place = state->withheld || state->covered ? PLACE_NONE : place_of(state);
		struct buf text = { 0 };
		if (place == PLACE_FRONT) {
			buf_puts(&text, bare(record_text(&state->record, SECTION_TEXT)));
			buf_trim_end(&text);
			node_add_text(data, "front", buf_text(&text));
			document_set_origin(data, "section", "text", state->key);
		} else if (place == PLACE_PREAMBLE) {
			ok = document_put_section(source, sections, i, 1, &text, err);
			const char *shows = bare(buf_text(&text));
			shows += strspn(shows, "\r\n");
			if (ok && !text_empty(shows)) {
				struct node *item = node_add_object(preamble, NULL);
				node_add_text(item, "text", shows);
				document_set_origin(item, "section", "text", state->key);
			}
		}
		buf_fini(&text);
	}
	return ok;
}
