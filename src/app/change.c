/* edit, delete, shift, and the states of action items: changes to entities named by number, one or many. */
#include "app/edit.h"
#include "app/editor.h"
#include "app/guard.h"
#include "app/handlers.h"
#include "app/read.h"

#include "base/duration.h"
#include "base/text.h"

static void begin_change(struct record *change, const struct record *record)
{
	record_init(change, record->kind);
	memcpy(change->id, record->id, ID_SIZE);
	memcpy(change->incident, record->incident, ID_SIZE);
}

/* Gets the record as it is, and an empty change to it, and sets fields or `gone`. */
typedef bool edit_change(struct call *call, const struct record *incident, const struct record *record,
	struct record *change, struct err *err);

/* Within the batch, so that nobody comes between reading and writing. */
static bool put_each(struct call *call, const struct numbers *numbers, edit_change *change,
	const struct record *incident, struct records *changed, struct err *err)
{
	struct records found = { 0 };
	struct store *store = call->app->store;
	bool ok = numbers_find(call->app, numbers, entity_of(call), incident->id, &found, err);
	for (size_t i = 0; ok && i < found.count; i++) {
		struct record one;
		begin_change(&one, &found.items[i]);
		ok = change(call, incident, &found.items[i], &one, err) && store_put(store, &one, err);
		if (ok && changed)
			ok = store_get(store, one.kind, one.id, vec_push(changed), err);
		record_fini(&one);
	}
	records_fini(&found);
	return ok;
}

/* One change to each of those that the first `words` plain words name, all in one batch; `changed`, if not NULL,
 * gets them as they are then. */
static bool edit_each(struct call *call, size_t words, edit_change *change, struct record *incident,
	struct records *changed, struct err *err)
{
	struct app *app = call->app;
	struct numbers numbers;
	record_init(incident, ENTITY_INCIDENT);
	bool ok = call_numbers(call, words, &numbers, err) && app_incident(app, incident, err) &&
		  app_begin(app, err);
	if (ok)
		ok = edit_end(app, put_each(call, &numbers, change, incident, changed, err), err);
	numbers_fini(&numbers);
	return ok;
}

/* edit_each, and what came out of it as a table. */
static bool change_and_show(struct call *call, size_t words, edit_change *change, struct err *err)
{
	struct record incident;
	struct records changed = { 0 };
	bool ok = edit_each(call, words, change, &incident, &changed, err);
	if (ok)
		entity_table(&changed, app_zone_of(call->app, &incident), call->out);
	records_fini(&changed);
	record_fini(&incident);
	return ok;
}

/* Somebody else may have changed it while the editor was open: a text of several lines can be put together. */
static bool merge_edited(struct call *call, const struct record *before, const struct record *now,
	struct edited *edited, struct err *err)
{
	const struct entity *entity = entity_get(before->kind);
	const char *base = record_text(before, entity->headline), *theirs = record_text(now, entity->headline);
	struct buf merged = { 0 };
	if (text_equal(base, theirs) && !now->gone)
		return true;
	bool ok = !now->gone && entity->fields[entity->headline].type == FIELD_TEXT &&
		  guard_merge(base, buf_text(&edited->text), theirs, &merged, err);
	if (!ok) {
		buf_fini(&merged);
		return err_set(err, ERR_CONFLICT, "%s %lld was %s by somebody else while the editor was open, so "
			"nothing was written", entity->name, (long long)before->number,
			now->gone ? "deleted" : "changed");
	}
	output_note(call->out, "somebody else changed other lines meanwhile: both are kept");
	buf_fini(&edited->text);
	edited->text = merged;
	return true;
}

/* Read the headline out of what came back from the editor. */
static bool read_edited(struct call *call, const struct record *incident, const struct record *record,
	struct edited *edited, struct record *change, struct err *err)
{
	const struct entity *entity = entity_get(record->kind);
	struct record now;
	if (entity->fields[entity->headline].type != FIELD_TEXT)
		buf_trim_end(&edited->text);
	if (text_equal(buf_text(&edited->text), record_text(record, entity->headline)))
		return true;
	if (!store_get(call->app->store, record->kind, record->id, &now, err))
		return false;
	bool ok = merge_edited(call, record, &now, edited, err);
	record_fini(&now);
	return ok && edit_field(call->app, incident, change, entity->headline, buf_text(&edited->text), err);
}

/* Without flags or words the headline text opens in the editor. */
static bool edit_text(struct call *call, const struct record *incident, const struct record *record,
	struct record *change, struct err *err)
{
	const struct entity *entity = entity_get(record->kind);
	struct buf text = { 0 };
	struct edited edited;
	if (call->app->no_input)
		return err_set(err, ERR_USAGE, "nothing to change: give a text or a flag such as --%s",
			entity->fields[0].name);
	buf_puts(&text, record_text(record, entity->headline));
	if (entity->fields[entity->headline].type != FIELD_TEXT)
		buf_putc(&text, '\n');
	bool ok = editor_open(call->app, entity->name, buf_text(&text), &edited, err);
	buf_fini(&text);
	return ok && editor_close(&edited,
			     app_begin(call->app, err) &&
				     edit_end(call->app,
					     read_edited(call, incident, record, &edited, change, err) &&
						     store_put(call->app->store, change, err),
					     err),
			     err);
}

static bool edit_in_text_editor(struct call *call, const struct numbers *numbers, struct err *err)
{
	struct record incident;
	struct records list = { 0 }, now = { 0 };
	if (!app_incident(call->app, &incident, err))
		return false;
	bool ok = numbers_find(call->app, numbers, entity_of(call), incident.id, &list, err);
	if (ok) {
		struct record change;
		begin_change(&change, &list.items[0]);
		ok = edit_text(call, &incident, &list.items[0], &change, err);
		record_fini(&change);
	}
	if (ok) {
		const struct record before = list.items[0];
		ok = store_get(call->app->store, before.kind, before.id, vec_push(&now), err);
	}
	if (ok)
		entity_table(&now, app_zone_of(call->app, &incident), call->out);
	records_fini(&list);
	records_fini(&now);
	record_fini(&incident);
	return ok;
}

static bool from_words(struct call *call, const struct record *incident, const struct record *record,
	struct record *change, struct err *err)
{
	(void)record;
	return edit_from_flags(call, incident, change, err) &&
	       (call->count < 2 || edit_headline(call, incident, change, 1, err));
}

bool cmd_entity_edit(struct call *call, struct err *err)
{
	struct numbers numbers;
	const struct entity *entity = entity_get(entity_of(call));
	bool text = call->count > 1 || call->fields[entity->headline], flags = false;
	for (int i = 0; i < FIELD_MAX; i++)
		flags = flags || call->fields[i];
	bool ok = call_numbers(call, 1, &numbers, err);
	if (ok && !numbers_single(&numbers) && (text || !flags))
		ok = err_set(err, ERR_USAGE, "'%s' names several %s, and a text is for one: change several with "
			"flags, such as --%s", call->words[0], entity->plural, entity->fields[0].name);
	if (ok)
		ok = text || flags ? change_and_show(call, 1, from_words, err)
				   : edit_in_text_editor(call, &numbers, err);
	numbers_fini(&numbers);
	return ok;
}

static bool make_gone(struct call *call, const struct record *incident, const struct record *record,
	struct record *change, struct err *err)
{
	(void)call, (void)incident, (void)record, (void)err;
	change->gone = change->set_gone = true;
	return true;
}

bool cmd_entity_delete(struct call *call, struct err *err)
{
	struct record incident;
	struct records deleted = { 0 };
	bool ok = edit_each(call, call->count, make_gone, &incident, &deleted, err);
	if (ok)
		output_format(call->out, "%zu deleted; `%sundo` brings %s back\n", deleted.count,
			output_prefix(call->out), deleted.count == 1 ? "it" : "them");
	records_fini(&deleted);
	record_fini(&incident);
	return ok;
}

static bool set_state(struct call *call, const struct record *incident, const struct record *record,
	struct record *change, struct err *err)
{
	static const struct {
		const char *verb, *state;
	} verbs[] = { { "start", "doing" }, { "done", "done" }, { "reopen", "open" },
		{ "decline", "declined" } };
	(void)incident, (void)err;
	for (size_t i = 0; i < LENGTH(verbs); i++)
		if (text_equal(verbs[i].verb, call_verb(call)))
			record_set_text(change, ACTION_STATE, verbs[i].state);
	if (text_equal(call_verb(call), "decline"))
		record_set_text(change, ACTION_REASON, call_flag(call, "reason"));
	else if (record_has(record, ACTION_REASON))
		record_set_null(change, ACTION_REASON);
	return true;
}

bool cmd_action_state(struct call *call, struct err *err)
{
	if (text_equal(call_verb(call), "decline") && text_empty(call_flag(call, "reason")))
		return err_set(err, ERR_USAGE, "say why with --reason TEXT: the team will ask");
	return change_and_show(call, call->count, set_state, err);
}

/* ---- event shift ---- */

/* "+1m", "-90s": the sign says which way. */
static bool signed_duration(const char *word, int64_t *out, struct err *err)
{
	if ((word[0] != '+' && word[0] != '-') || !duration_parse(word + 1, out, err))
		return err_set(err, ERR_USAGE, "'%s' does not say how far: write +1m, -90s or +2h", word);
	if (word[0] == '-')
		*out = -*out;
	return true;
}

static bool shift(struct call *call, const struct record *incident, const struct record *record,
	struct record *change, struct err *err)
{
	int64_t by, at = record_int(record, EVENT_AT);
	(void)incident;
	if (!signed_duration(call->words[call->count - 1], &by, err))
		return false;
	if (text_equal(record_text(record, EVENT_PRECISION), "day") && by % DAY_MS)
		return err_set(err, ERR_USAGE, "of event %lld only the day is known: give it a time with `inquest event "
			"edit %lld --at TIME`, or move it by days", (long long)record->number,
			(long long)record->number);
	at += by;
	if (at < 0 || at > WHEN_MAX_MS)
		return err_set(err, ERR_USAGE, "that moves event %lld out of the years 1970 to 9999",
			(long long)record->number);
	record_set_int(change, EVENT_AT, at);
	return true;
}

bool cmd_event_shift(struct call *call, struct err *err)
{
	int64_t by;
	if (call->count < 2)
		return err_set(err, ERR_USAGE, "event shift needs numbers and how far: `inquest event shift 3 -1m`");
	return signed_duration(call->words[call->count - 1], &by, err) &&
	       change_and_show(call, call->count - 1, shift, err);
}
