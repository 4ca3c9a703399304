/* section list, show, set, edit, delete */
#include "app/document.h"
#include "app/edit.h"
#include "app/editor.h"
#include "app/guard.h"
#include "app/handlers.h"
#include "app/section_markup.h"
#include "app/template_asks.h"

#include <stdlib.h>

#include "base/text.h"

enum { KEY_MAX = 40 }; /* bytes of a key made from a heading */

static void sections_json(const struct section_state *states, size_t count, bool array, struct output *out)
{
	struct buf text = { 0 };
	struct json json = { .out = &text };
	if (array)
		json_open(&json, NULL, '[');
	for (size_t i = 0; i < count; i++)
		section_state_json(&states[i], &json);
	if (array)
		json_close(&json, ']');
	output_json(out, &text);
}

static void sections_table(const struct section_states *sections, struct output *out)
{
	struct table table;
	table_init(&table, 3);
	for (size_t i = 0; i < sections->count; i++) {
		const struct section_state *state = &sections->items[i];
		const char *written = record_text(&state->record, SECTION_TEXT);
		struct buf line = { 0 };
		bool done = !text_empty(written);
		edit_first_line(done ? written : state->prompt ? state->prompt : "", &line);
		table_cell(&table, state->key);
		table_cell(&table, done ? "written" : state->optional ? "optional" : "missing");
		table_cell(&table, buf_text(&line));
		buf_fini(&line);
	}
	table_print(&table, out);
}

bool cmd_section_list(struct call *call, struct err *err)
{
	struct record incident;
	struct section_states sections = { 0 };
	if (!app_incident(call->app, &incident, err))
		return false;
	bool ok = document_sections(call->app, &incident, NULL, &sections, err);
	if (ok && call->json)
		sections_json(sections.items, sections.count, true, call->out);
	else if (ok)
		sections_table(&sections, call->out);
	section_states_fini(&sections);
	record_fini(&incident);
	return ok;
}

/* A section of another template, such as the report to customers, is written beside the postmortem. */
static struct section_state *add_asked(struct app *app, const char *key, struct section_states *sections)
{
	struct template_asks asks;
	struct section_state *state = NULL;
	template_asks_find(app, key, &asks);
	if (asks.prompt) {
		state = vec_push(sections);
		state->key = mem_copy(key);
		state->heading = mem_copy(key);
		state->prompt = mem_copy(asks.prompt);
		state->optional = asks.optional;
	}
	template_asks_fini(&asks);
	return state;
}

/* A section by its key, or a copy of what the template says of it with an empty record. */
static bool find(struct call *call, struct record *incident, struct section_states *sections,
	struct section_state **out, struct err *err)
{
	const char *names[64];
	*out = NULL;
	if (!call->count)
		return err_set(err, ERR_USAGE, "%s needs the key of a section: `inquest section` lists them",
			call->command->name);
	if (!app_incident(call->app, incident, err))
		return false;
	if (!document_sections(call->app, incident, NULL, sections, err)) {
		record_fini(incident);
		return false;
	}
	for (size_t i = 0; i < sections->count; i++) {
		if (i < LENGTH(names))
			names[i] = sections->items[i].key;
		if (text_same(sections->items[i].key, call->words[0]))
			*out = &sections->items[i];
	}
	if (!*out)
		*out = add_asked(call->app, call->words[0], sections);
	if (!*out) {
		size_t count = sections->count < LENGTH(names) ? sections->count : LENGTH(names);
		const char *near = text_nearest(call->words[0], names, count);
		err_set(err, ERR_NOT_FOUND, "there is no section '%s'%s%s%s: `inquest section` lists them",
			call->words[0], near ? ": did you mean " : "", near ? near : "", near ? "?" : "");
	}
	return true;
}

static void release(struct record *incident, struct section_states *sections)
{
	section_states_fini(sections);
	record_fini(incident);
}

bool cmd_section_show(struct call *call, struct err *err)
{
	struct record incident;
	struct section_states sections = { 0 };
	struct section_state *state;
	if (!find(call, &incident, &sections, &state, err))
		return false;
	bool ok = state != NULL;
	const char *text = ok ? record_text(&state->record, SECTION_TEXT) : "";
	if (ok && call->json)
		sections_json(state, 1, false, call->out);
	else if (ok && *text)
		output_raw(call->out, text, strlen(text));
	else if (ok)
		output_note(call->out, "not written yet%s%s", state->prompt ? ": " : "",
			state->prompt ? state->prompt : "");
	release(&incident, &sections);
	return ok;
}

/* What only documents for the public ask for is written for the public. */
static void set_new(struct app *app, struct record *section, const char *key)
{
	struct template_asks asks;
	template_asks_find(app, key, &asks);
	if (!(section->set & 1u << SECTION_AUDIENCE) && asks.readers == AUDIENCE_PUBLIC)
		record_set_text(section, SECTION_AUDIENCE, audience_name(AUDIENCE_PUBLIC));
	template_asks_fini(&asks);
	record_set_initial(section);
}

static bool write_section(struct call *call, const struct record *incident, const struct record *old,
	const char *key, const char *text, struct err *err)
{
	struct app *app = call->app;
	struct record change;
	record_init(&change, ENTITY_SECTION);
	memcpy(change.incident, incident->id, ID_SIZE);
	bool ok = edit_from_flags(call, incident, &change, err);
	if (ok && (change.set & 1u << SECTION_KEY))
		ok = err_set(err, ERR_USAGE, "section %s keeps its key: leave --key out", key);
	int64_t level = record_int(&change, SECTION_LEVEL);
	if (ok && (change.set & 1u << SECTION_LEVEL) && (level < 1 || level > 6))
		ok = err_set(err, ERR_USAGE, "level is a number from 1 to 6, not %lld", (long long)level);
	if (ok && old)
		section_set_markup(old, &change);
	if (ok && old && old->id[0])
		memcpy(change.id, old->id, ID_SIZE);
	else if (ok)
		ok = edit_field(app, incident, &change, SECTION_KEY, key, err);
	if (ok && !change.id[0])
		set_new(app, &change, key);
	struct buf whole = { 0 };
	section_text(old, text, &whole);
	ok = ok && edit_field(app, incident, &change, SECTION_TEXT, buf_text(&whole), err) && app_begin(app, err);
	if (ok)
		ok = edit_end(app, store_put(app->store, &change, err), err);
	if (ok)
		output_format(call->out, "%s: %zu %s\n", key, text_words(text), text_words(text) == 1 ? "word" : "words");
	buf_fini(&whole);
	record_fini(&change);
	return ok;
}

/* Keys are names in templates and on the command line. */
static bool check_key(const char *key, struct err *err)
{
	if (*key && key[strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0')
		return true;
	return err_set(err, ERR_USAGE, "a section's key is lower-case letters, digits and hyphens, not '%s'", key);
}

static bool has_field(const struct call *call)
{
	for (int i = 0; i < FIELD_MAX; i++)
		if (call->fields[i])
			return true;
	return false;
}

bool cmd_section_set(struct call *call, struct err *err)
{
	struct record incident;
	struct section_states sections = { 0 };
	struct section_state *state;
	struct buf text = { 0 }, raw = { 0 };
	struct err unknown = { 0 };
	size_t replaced = 0;
	if (!find(call, &incident, &sections, &state, &unknown))
		return err_pass(err, &unknown);
	bool ok = true;
	if (!state && call->fields[SECTION_HEADING])
		ok = check_key(call->words[0], err);
	else if (!state)
		ok = err_set(err, ERR_NOT_FOUND, "%s; a section of your own needs --heading", unknown.text);
	if (ok && call->count == 2 && text_equal(call->words[1], "-"))
		ok = edit_read_input(call, &text, &raw, &replaced, err);
	else if (ok && call->count == 1 && call->fields[SECTION_TEXT])
		buf_puts(&text, call->fields[SECTION_TEXT]);
	else if (ok)
		call_join(call, 1, &text);
	/* flags alone change what they say, and leave the text */
	if (ok && call->count == 1 && !call->fields[SECTION_TEXT] && state && state->record.id[0] && has_field(call))
		buf_puts(&text, record_text(&state->record, SECTION_TEXT));
	if (ok && text_empty(buf_text(&text)))
		ok = err_set(err, ERR_USAGE, "the section's text is empty: `inquest section delete %s` drops it",
			call->words[0]);
	ok = ok && write_section(call, &incident, state ? &state->record : NULL,
			   state ? state->key : call->words[0], buf_text(&text), err);
	if (ok && replaced)
		output_note(call->out, "%zu bytes were not UTF-8 and are shown as \\xNN", replaced);
	if (!ok)
		edit_keep_input(&raw, err);
	buf_fini(&text);
	buf_fini(&raw);
	release(&incident, &sections);
	return ok;
}

/* Write what came back from the editor; what somebody else wrote meanwhile is merged, or nothing is written. */
static bool write_edited(
	struct call *call, const char *key, const char *base, const char *mine, struct err *err)
{
	struct record incident;
	struct section_states sections = { 0 };
	struct section_state *now;
	struct buf merged = { 0 };
	if (!find(call, &incident, &sections, &now, err))
		return false;
	const char *theirs = now ? record_text(&now->record, SECTION_TEXT) : "";
	bool ok = guard_merge(base, mine, theirs, &merged, err);
	if (!ok && err && err->code == ERR_CONFLICT)
		err_set(err, ERR_CONFLICT, "section %s was changed by somebody else while the editor was open, in "
			"the same lines, so nothing was written", key);
	if (ok && now && now->record.id[0]) {
		now->record.set = 1u << SECTION_TEXT;
		const struct records seen = { .items = &now->record, .count = 1 };
		call->app->guard = &seen;
		ok = write_section(call, &incident, &now->record, key, buf_text(&merged), err);
		call->app->guard = NULL;
	} else if (ok) {
		ok = write_section(call, &incident, NULL, key, buf_text(&merged), err);
	}
	if (ok && !text_equal(base, theirs))
		output_note(call->out, "somebody else changed other lines meanwhile: both are kept");
	buf_fini(&merged);
	release(&incident, &sections);
	return ok;
}

bool cmd_section_edit(struct call *call, struct err *err)
{
	struct record incident;
	struct section_states sections = { 0 };
	struct section_state *state;
	struct edited edited;
	if (call->app->no_input)
		return err_set(err, ERR_USAGE, "with --no-input no editor is opened: use `inquest section set KEY -`");
	if (call_flag(call, "all"))
		return section_edit_all(call, err);
	if (!find(call, &incident, &sections, &state, err))
		return false;
	const char *old = state ? record_text(&state->record, SECTION_TEXT) : "";
	bool ok = state && editor_open(call->app, state->key, old, &edited, err);
	if (ok) {
		const char *text = buf_text(&edited.text);
		struct buf whole = { 0 };
		section_text(&state->record, text, &whole);
		/* the editor may have ended the last line of a document */
		if (text_equal(text, old) || (!text_empty(text) && text_equal(buf_text(&whole), old)))
			output_note(call->out, "unchanged");
		else if (text_empty(text))
			ok = err_set(err, ERR_USAGE, "the text came back empty, so nothing was changed: "
				"`inquest section delete %s` drops the section", state->key);
		else
			ok = write_edited(call, state->key, old, text, err);
		buf_fini(&whole);
		ok = editor_close(&edited, ok, err);
	}
	release(&incident, &sections);
	return ok;
}

/* Write a new section, whose text comes from the flag or else from the editor. */
static bool add_section(struct call *call, const struct record *incident, const char *key, struct err *err)
{
	struct edited edited;
	const char *given = call->fields[SECTION_TEXT];
	if (!given && call->app->no_input)
		return err_set(err, ERR_USAGE, "with --no-input no editor is opened: give the text with --text");
	if (!given && !editor_open(call->app, key, "", &edited, err))
		return false;
	const char *text = given ? given : buf_text(&edited.text);
	bool ok = !text_empty(text) ||
		  err_set(err, ERR_USAGE, "the section has no text, so it was not added");
	ok = ok && write_section(call, incident, NULL, key, text, err);
	return given ? ok : editor_close(&edited, ok, err);
}

bool cmd_section_add(struct call *call, struct err *err)
{
	struct record incident;
	struct section_states sections = { 0 };
	struct buf heading = { 0 }, key = { 0 };
	bool ok = true;
	call_join(call, 0, &heading);
	if (text_empty(buf_text(&heading)))
		ok = err_set(err, ERR_USAGE, "section add needs a heading: `section add 'Customer communication'`");
	if (!ok || !app_incident(call->app, &incident, err)) {
		buf_fini(&heading);
		return false;
	}
	text_slug(&key, buf_text(&heading), KEY_MAX);
	ok = document_sections(call->app, &incident, NULL, &sections, err);
	for (size_t i = 0; ok && i < sections.count; i++)
		if (text_equal(sections.items[i].key, buf_text(&key)))
			ok = err_set(err, ERR_USAGE, "there is a section %s already: `section edit %s` writes it",
				buf_text(&key), buf_text(&key));
	if (!call->fields[SECTION_HEADING])
		call->fields[SECTION_HEADING] = buf_text(&heading);
	ok = ok && add_section(call, &incident, buf_text(&key), err);
	buf_fini(&heading);
	buf_fini(&key);
	release(&incident, &sections);
	return ok;
}

bool cmd_section_delete(struct call *call, struct err *err)
{
	struct record incident;
	struct section_states sections = { 0 };
	struct section_state *state;
	if (!find(call, &incident, &sections, &state, err))
		return false;
	bool ok = state != NULL;
	if (ok && !state->record.id[0])
		ok = err_set(err, ERR_NOT_FOUND, "section %s is not written yet", state->key);
	ok = ok && app_begin(call->app, err);
	if (ok) {
		state->record.gone = state->record.set_gone = true;
		ok = edit_end(call->app, store_put(call->app->store, &state->record, err), err);
	}
	if (ok)
		output_format(call->out, "%s: deleted; `%sundo` brings it back\n", state->key,
			output_prefix(call->out));
	release(&incident, &sections);
	return ok;
}
