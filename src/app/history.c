/* history, undo, redo, redact */
#include "app/edit.h"
#include "app/handlers.h"
#include "app/import_write.h"
#include "app/progress.h"
#include "app/read.h"

#include <stdlib.h>
#include <time.h>

#include "base/text.h"
#include "store/care.h"
#include "store/undo.h"

/* A value as record_json writes it: a time is the same text everywhere. */
static void value_json(const struct history_change *change, const struct history_field *field,
	const char *name, const char *value, struct json *json)
{
	enum entity_kind kind = entity_find(change->kind);
	int index = kind == ENTITY_COUNT ? -1 : entity_field(entity_get(kind), field->name);
	if (value && index >= 0 && entity_get(kind)->fields[index].type == FIELD_TIME)
		json_time(json, name, strtoll(value, NULL, 10));
	else
		json_text(json, name, value);
}

static void history_json(const struct history *history, struct output *out)
{
	struct buf text = { 0 };
	struct json json = { .out = &text };
	json_open(&json, NULL, '[');
	for (size_t i = 0; i < history->count; i++) {
		const struct history_change *change = &history->items[i];
		json_open(&json, NULL, '{');
		json_int(&json, "change", change->number);
		json_time(&json, "at", change->at);
		json_text(&json, "author", change->author);
		json_text(&json, "kind", change->kind);
		json_int(&json, "number", change->entity_number);
		json_bool(&json, "created", change->created);
		json_bool(&json, "undone", change->undone);
		json_open(&json, "fields", '{');
		for (size_t f = 0; f < change->fields.count; f++) {
			const struct history_field *field = &change->fields.items[f];
			json_open(&json, field->name, '{');
			value_json(change, field, "before", field->before, &json);
			value_json(change, field, "after", field->after, &json);
			json_close(&json, '}');
		}
		json_close(&json, '}');
		json_close(&json, '}');
	}
	json_close(&json, ']');
	output_json(out, &text);
}

static void history_table(struct app *app, const struct record *incident, const struct history *history,
	struct output *out)
{
	struct table table;
	table_init(&table, 4);
	for (size_t i = 0; i < history->count; i++) {
		const struct history_change *change = &history->items[i];
		struct buf at = { 0 }, what = { 0 };
		when_format(&at, change->at, app_zone_of(app, incident), WHEN_FULL);
		history_describe(change, app_zone_of(app, incident), &what);
		if (change->undone)
			buf_puts(&what, " (undone)");
		table_cell_format(&table, "%lld", (long long)change->number);
		table_cell(&table, buf_text(&at));
		table_cell(&table, change->author);
		table_cell(&table, buf_text(&what));
		buf_fini(&at);
		buf_fini(&what);
	}
	table_print(&table, out);
}

bool cmd_history(struct call *call, struct err *err)
{
	struct record incident;
	struct history history = { 0 };
	int64_t limit;
	if (!call_limit(call, &limit, err) || !app_incident_even_gone(call->app, &incident, err))
		return false;
	bool left;
	bool ok = read_history(call->app, incident.id, limit, &history, err) && undo_left(call->app->store, &left, err);
	if (ok && left)
		output_note(call->out, "an undo of many events was stopped, or is still at work: `inquest undo` goes on");
	if (ok && call->json)
		history_json(&history, call->out);
	else if (ok)
		history_table(call->app, &incident, &history, call->out);
	history_fini(&history);
	record_fini(&incident);
	return ok;
}

enum { DESCRIBE_MAX = 20 }; /* changes that are described one by one */

/* A batch such as an import, by how many changes there are of each kind; false for a small one. */
static bool describe_many(struct app *app, const char *batch, int64_t number, const char *verb, struct output *out)
{
	struct buf kinds = { 0 };
	struct rows rows;
	int64_t total = 0;
	rows_open(&rows, app->store, QUERY_BATCH_KINDS, PARAMS(PARAM_TEXT("batch", batch)));
	while (rows_next(&rows)) {
		int64_t count = rows_int(&rows, "count");
		enum entity_kind kind = entity_find(rows_text(&rows, "kind"));
		const char *plural = kind < ENTITY_COUNT ? entity_get(kind)->plural : rows_text(&rows, "kind");
		buf_printf(&kinds, "%s%lld %s", kinds.len ? ", " : "", (long long)count, count == 1 ? rows_text(&rows, "kind") : plural);
		total += count;
	}
	bool many = rows_close(&rows, NULL) && total > DESCRIBE_MAX;
	if (many)
		output_format(out, "%s change %lld (%s)\n", verb, (long long)number, buf_text(&kinds));
	buf_fini(&kinds);
	return many;
}

/* What a batch did, for the message after undoing it. */
static void describe_batch(struct app *app, const struct record *incident, const char *batch, int64_t number,
	const char *verb, struct output *out)
{
	struct history history = { 0 };
	bool described = false;
	if (describe_many(app, batch, number, verb, out))
		return;
	if (read_history(app, incident->id, 1000, &history, NULL))
		for (size_t i = 0; i < history.count; i++) {
			struct buf what = { 0 };
			if (history.items[i].number != number)
				continue;
			history_describe(&history.items[i], app_zone_of(app, incident), &what);
			output_format(out, "%s change %lld (%s)\n", verb, (long long)number, buf_text(&what));
			buf_fini(&what);
			described = true;
		}
	if (!described)
		output_format(out, "%s change %lld\n", verb, (long long)number);
	history_fini(&history);
}

/* Numbers count all changes of the database, but history shows, and one takes back, those of one incident. */
static bool find_batch(
	struct app *app, const struct record *incident, int64_t number, char batch[ID_SIZE], struct err *err)
{
	struct buf of = { 0 };
	bool ok = undo_batch(app->store, number, batch, err) &&
		  store_text(app->store, QUERY_BATCH_INCIDENT, PARAMS(PARAM_TEXT("batch", batch)), &of, NULL, err);
	if (ok && !text_equal(buf_text(&of), incident->id))
		ok = err_set(err, ERR_NOT_FOUND, "change %lld belongs to another incident: name that one with -i",
			(long long)number);
	buf_fini(&of);
	return ok;
}

/* Undoing the first change of all takes the incident away, and only its number can bring it back. */
static void note_gone(struct app *app, const struct record *incident, struct output *out)
{
	struct record now;
	if (!store_get(app->store, ENTITY_INCIDENT, incident->id, &now, NULL))
		return;
	if (now.gone)
		output_note(out, "the incident is gone with that: `inquest redo -i %lld` brings it back",
			(long long)now.number);
	record_fini(&now);
}

/* As many events as others may wait for. */
static bool go_on_for_a_while(struct app *app, uint64_t *count, bool *left, struct err *err)
{
	int64_t began = progress_clock();
	bool ok = true;
	while (ok && *left && progress_clock() - began < IMPORT_HOLD_MS)
		ok = undo_go_on(app->store, count, left, err);
	return ok;
}

/* The events of an import in short transactions, as they were written, by `resume` with the batch that is there. */
static bool finish(struct call *call, bool resume, bool *left, struct err *err)
{
	const struct timespec pause = { .tv_nsec = IMPORT_PAUSE_US * 1000L };
	struct app *app = call->app;
	struct progress progress;
	uint64_t count = 0;
	bool ok = undo_left(app->store, left, err);
	progress_begin(&progress, -1, call->input >= 0);
	progress_watch(&progress, call->out);
	while (ok && *left && !progress.stop) {
		ok = (resume ? store_resume(app->store, app_now(app), err) : app_begin(app, err)) &&
		     edit_end(app, go_on_for_a_while(app, &count, left, err), err);
		resume = true;
		/* others had to wait */
		nanosleep(&pause, NULL);
		progress_show(&progress, "undo", 0, count);
	}
	progress_clear(&progress);
	return ok;
}

/* What somebody who was killed, or stopped it, left; `*done`: that was all that was asked for. */
static bool finish_others(struct call *call, bool *done, struct err *err)
{
	bool there, left = false;
	bool ok = undo_left(call->app->store, &there, err) && (!there || finish(call, false, &left, err));
	*done = ok && there && (left || !call->count);
	if (*done)
		output_format(call->out, left ? "stopped before all is done: the same again goes on\n"
					      : "an undo of many events that was stopped is finished now\n");
	return ok;
}

static bool turn(struct call *call, bool redo, struct err *err)
{
	struct app *app = call->app;
	struct record incident;
	char batch[ID_SIZE];
	int64_t number = 0;
	bool done, left = false;
	if (call->count && !call_number(call, 0, &number, err))
		return false;
	if (!app_incident_even_gone(app, &incident, err))
		return false;
	bool ok = finish_others(call, &done, err);
	if (!ok || done) {
		record_fini(&incident);
		return ok;
	}
	ok = number ? find_batch(app, &incident, number, batch, err)
			 : undo_find(app->store, incident.id, app->author, redo, batch, err);
	ok = ok && app_begin(app, err);
	if (ok)
		ok = edit_end(app, undo_apply(app->store, batch, redo, err), err) && finish(call, true, &left, err);
	/* the number given may be of any change in the batch */
	if (ok)
		ok = store_int(app->store, QUERY_BATCH_NUMBER, PARAMS(PARAM_TEXT("batch", batch)), &number, err);
	if (ok)
		describe_batch(app, &incident, batch, number, redo ? "redid" : "undid", call->out);
	if (ok)
		note_gone(app, &incident, call->out);
	if (ok && left)
		output_note(call->out, "stopped before all is done: `inquest undo` goes on");
	record_fini(&incident);
	return ok;
}

bool cmd_undo(struct call *call, struct err *err)
{
	return turn(call, false, err);
}

bool cmd_redo(struct call *call, struct err *err)
{
	return turn(call, true, err);
}

static void report(const struct redaction *redaction, struct output *out)
{
	struct buf lists = { 0 };
	output_format(out, "overwritten in %lld changes and %lld drafts\n", (long long)redaction->changes,
		(long long)redaction->drafts);
	if (redaction->attachments.len)
		buf_printf(&lists, "attachments that held it were removed:\n%s", buf_text(&redaction->attachments));
	if (redaction->shared.len)
		buf_printf(&lists, "the same bytes were attached to other incidents, and removed there too:\n%s",
			buf_text(&redaction->shared));
	output_text(out, buf_text(&lists));
	buf_truncate(&lists, 0);
	if (redaction->published.len) {
		buf_printf(&lists, "it was already published; clean the history of the repository and treat the "
				   "secret as known:\n%s",
			buf_text(&redaction->published));
		output_note_lines(out, buf_text(&lists));
	}
	buf_fini(&lists);
}

bool cmd_redact(struct call *call, struct err *err)
{
	struct app *app = call->app;
	struct record incident;
	struct redaction redaction = { 0 };
	struct buf secret = { 0 }, raw = { 0 };
	size_t replaced;
	bool piped = call->count == 1 && text_equal(call->words[0], "-");
	if (piped) {
		bool read = edit_read_input(call, &secret, &raw, &replaced, err);
		buf_fini(&raw);
		if (!read) {
			buf_fini(&secret);
			return false;
		}
		buf_trim_end(&secret);
	} else {
		call_join(call, 0, &secret);
	}
	if (text_empty(buf_text(&secret))) {
		buf_fini(&secret);
		return err_set(err, ERR_USAGE, "the text to redact is empty");
	}
	record_init(&incident, ENTITY_INCIDENT);
	bool ok = app_incident(app, &incident, err) && app_begin(app, err);
	if (ok)
		ok = edit_end(app,
			care_redact(app->store, incident.id, buf_text(&secret), REDACTION_MARK, &redaction, err),
			err);
	record_fini(&incident);
	if (ok)
		report(&redaction, call->out);
	redaction_fini(&redaction);
	buf_fini(&secret);
	return ok;
}
