/* What was written, and prompts where nothing is; message_current: whether a public message is newer than `update-now`. */
#include "app/document_parts.h"

#include <stdlib.h>
#include <string.h>

#include "app/section_markup.h"
#include "base/json.h"
#include "base/text.h"
#include "doc/escape.h"
#include "doc/markdown.h"
#include "intake/found.h"

enum { SECTION_LEVEL_MIN = 2, LEVEL_MAX = 6 };

/* What the templates for customers, status pages and management ask for. It says once more, for other readers, what the
 * postmortem has, so it is no extra section of that; each stands only where a template asks for it. */
static const char *const companions[] = { "public-title", "public-summary", "public-impact", "public-cause",
	"public-response", "public-measures", "update-now", "update-next", "executive-summary", "executive-cost",
	"executive-cause", "executive-asks" };

bool document_is_companion(const char *key)
{
	for (size_t i = 0; i < LENGTH(companions); i++)
		if (text_equal(companions[i], key))
			return true;
	return false;
}

static bool captures_from(const char *text, const struct record *record)
{
	const struct entity *entity = entity_get(record->kind);
	for (size_t field = 0; field < entity->count; field++)
		if (record->values[field].type == VALUE_TEXT &&
			markdown_captures(text, record->values[field].text))
			return true;
	return false;
}

/* Of what was imported with it, definitions are meant for all. */
static bool is_from_document(const struct record *record)
{
	int origin = entity_field(entity_get(record->kind), "origin");
	return origin >= 0 && text_starts(record_text(record, origin), FOUND_ORIGIN);
}

/* Whether definitions of links in a section concern other texts of the document. */
static bool captures(const struct document_source *source, const struct section_states *sections, size_t index)
{
	const char *text = record_text(&sections->items[index].record, SECTION_TEXT);
	bool imported = section_is_imported(&sections->items[index].record);
	if (!strstr(text, "]:"))
		return false;
	for (size_t i = 0; i < sections->count; i++)
		if (i != index && !(imported && section_is_imported(&sections->items[i].record)) &&
			(captures_from(text, &sections->items[i].record) ||
					  markdown_captures(text, sections->items[i].prompt ? sections->items[i].prompt : "")))
			return true;
	for (int kind = ENTITY_EVENT; kind < ENTITY_COUNT; kind++)
		for (size_t i = 0; kind != ENTITY_SECTION && i < source->lists[kind].count; i++)
			if (!(imported && is_from_document(&source->lists[kind].items[i])) &&
				captures_from(text, &source->lists[kind].items[i]))
				return true;
	return captures_from(text, source->incident);
}

/* The text of a section as it can stand in the document. */
bool document_put_section(const struct document_source *source, const struct section_states *sections, size_t index,
	int level, struct buf *out, struct err *err)
{
	const struct section_state *state = &sections->items[index];
	const char *written = text_skip_blank_lines(record_text(&state->record, SECTION_TEXT));
	struct buf own = { 0 };
	bool shared = captures(source, sections, index);
	bool ok = (!shared || markdown_inlined(&own, written, state->key, err)) &&
		  markdown_contained(out, shared ? buf_text(&own) : written, level, err);
	buf_fini(&own);
	buf_trim_end(out);
	return ok || err_wrap(err, "section %s", state->key);
}

/* Without "(optional)", which is for the program. */
static void put_prompt(const char *prompt, struct buf *out)
{
	char *text = mem_copy(prompt), *mark = strstr(text, " (optional)");
	if (mark)
		memmove(mark, mark + strlen(" (optional)"), strlen(mark + strlen(" (optional)")) + 1);
	buf_puts(out, "*Not written yet: ");
	escape_markdown(out, text);
	buf_puts(out, "*");
	free(text);
}

static const struct record *last_message(const struct records *events)
{
	for (size_t i = events->count; i > 0; i--)
		if (text_equal(record_text(&events->items[i - 1], EVENT_KIND), "comms") &&
			text_equal(record_text(&events->items[i - 1], EVENT_AUDIENCE), "public"))
			return &events->items[i - 1];
	return NULL;
}

/* What users were told last counts, be it a message or the section that is written for the status page: the older of
 * the two would say that it works while it fails again. */
static bool add_current(const struct document_source *source, const struct section_states *sections,
	struct node *data, struct err *err)
{
	const struct record *message = last_message(&source->lists[ENTITY_EVENT]);
	int64_t written = INT64_MIN;
	for (size_t i = 0; message && i < sections->count; i++) {
		const struct record *section = &sections->items[i].record;
		if (text_equal(sections->items[i].key, "update-now") && record_has(section, SECTION_TEXT) &&
			!store_int(source->app->store, QUERY_SECTION_WRITTEN,
				PARAMS(PARAM_TEXT("entity", section->id)), &written, err))
			return false;
	}
	int64_t at = message ? record_int(message, EVENT_AT) : 0;
	bool sent = message && at <= app_now(source->app); /* one that is announced for later is not news yet */
	node_add_bool(data, "message_current", message && (written == INT64_MIN || (sent && at > written)));
	return true;
}

/* Headings that are open where a section of the document is shown among others: their level there, and here. */
struct outline {
	struct {
		int from, to;
	} open[LEVEL_MAX + 1];
	size_t depth;
};

/* Of what was imported not all is shown here, and it may begin at any level: each section goes as little below those around
 * it as it did there. */
static int level_in(struct outline *outline, const struct record *section)
{
	int level = (int)record_int(section, SECTION_LEVEL);
	if (!section_is_imported(section))
		return level;
	if (!outline->depth)
		outline->open[outline->depth++].to = SECTION_LEVEL_MIN - 1;
	while (outline->open[outline->depth - 1].from >= level && outline->depth > 1)
		outline->depth--;
	int to = outline->open[outline->depth - 1].to + 1;
	if (outline->depth <= LEVEL_MAX) {
		outline->open[outline->depth].from = level;
		outline->open[outline->depth++].to = to;
	}
	return to;
}

bool document_add_sections(const struct document_source *source, const struct section_states *sections,
	struct node *data, struct err *err)
{
	struct node *texts = node_add_object(data, "sections");
	struct node *show = node_add_object(data, "show");
	struct node *extra = node_add_list(data, "extra");
	struct outline outline = { 0 };
	for (size_t i = 0; i < sections->count; i++) {
		const struct section_state *state = &sections->items[i];
		const char *written = state->covered ? "" : record_text(&state->record, SECTION_TEXT);
		bool added = !state->prompt && !state->placed && !text_empty(written) && !document_is_companion(state->key);
		int level = added ? level_in(&outline, &state->record) : (int)record_int(&state->record, SECTION_LEVEL);
		struct buf text = { 0 };
		if (level < SECTION_LEVEL_MIN)
			level = SECTION_LEVEL_MIN;
		if (!text_empty(written)) {
			if (!document_put_section(source, sections, i, level, &text, err)) {
				buf_fini(&text);
				return false;
			}
		} else if (state->prompt && !state->withheld && !state->covered) {
			put_prompt(state->prompt, &text);
		}
		node_add_text(texts, state->key, buf_text(&text));
		/* what is written in a withheld section's place must not take the place of its text */
		if (!state->withheld && !state->covered)
			document_set_origin(texts, "section", text_empty(written) ? "prompt" : "text", state->key);
		node_add_bool(show, state->key, !text_empty(written));
		if (!state->withheld && !state->covered)
			document_set_origin(show, "section", "place", state->key);
		if (added) {
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
	return add_current(source, sections, data, err);
}

void section_state_json(const struct section_state *state, struct json *json)
{
	json_open(json, NULL, '{');
	json_text(json, "key", state->key);
	json_text(json, "heading", state->heading);
	json_text(json, "prompt", state->prompt);
	json_bool(json, "optional", state->optional);
	json_text(json, "text", state->record.values[SECTION_TEXT].text);
	json_close(json, '}');
}
