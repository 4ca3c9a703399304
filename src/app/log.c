#include "app/log.h"

#include "app/edit.h"
#include "app/handlers.h"
#include "app/split.h"

#include <stdlib.h>

#include "base/text.h"

/* Tags are the incident's: what it has not yet is added, in the same batch. */
static bool add_tags(struct app *app, const struct record *incident, const char *tags, struct err *err)
{
	struct record change;
	struct buf all = { 0 };
	record_init(&change, ENTITY_INCIDENT);
	memcpy(change.id, incident->id, ID_SIZE);
	memcpy(change.incident, incident->id, ID_SIZE);
	buf_printf(&all, "%s,%s", record_text(incident, INCIDENT_TAGS), tags);
	bool ok = edit_field(app, incident, &change, INCIDENT_TAGS, buf_text(&all), err);
	/* the same as before is no change */
	if (ok && !text_equal(record_text(&change, INCIDENT_TAGS), record_text(incident, INCIDENT_TAGS)))
		ok = store_put(app->store, &change, err);
	buf_fini(&all);
	record_fini(&change);
	return ok;
}

/* What `log` was given, and what it makes of it. */
struct entry {
	struct record incident, event; /* the event: what the flags say of each */
	struct records events;
	struct buf text, raw; /* as text, and as it came */
	size_t replaced;      /* bytes that were no text */
	bool piped;
};

static void entry_init(struct entry *entry, const struct call *call)
{
	*entry = (struct entry){ .piped = call->count == 1 && text_equal(call->words[0], "-") };
	record_init(&entry->event, ENTITY_EVENT);
	record_init(&entry->incident, ENTITY_INCIDENT);
}

static void entry_fini(struct entry *entry)
{
	buf_fini(&entry->text);
	buf_fini(&entry->raw);
	records_fini(&entry->events);
	record_fini(&entry->event);
	record_fini(&entry->incident);
}

static bool read_entry(struct call *call, struct entry *entry, struct err *err)
{
	struct app *app = call->app;
	/* input first: a failing incident look-up must not break the pipe of what writes to us unread */
	bool ok = !entry->piped || edit_read_input(call, &entry->text, &entry->raw, &entry->replaced, err);
	ok = ok && app_incident(app, &entry->incident, err) &&
	     edit_from_flags(call, &entry->incident, &entry->event, err);
	if (ok && !entry->piped) {
		call_join(call, 0, &entry->raw);
		entry->replaced = utf8_clean(&entry->text, buf_text(&entry->raw), entry->raw.len);
		if (!call->count && call->fields[EVENT_TEXT])
			buf_puts(&entry->text, call->fields[EVENT_TEXT]);
	}
	return ok;
}

static bool one_event(struct call *call, struct entry *entry, struct err *err)
{
	struct record *event = vec_push(&entry->events);
	record_copy(event, &entry->event);
	return edit_field(call->app, &entry->incident, event, EVENT_TEXT, buf_text(&entry->text), err);
}

static bool split_event(struct call *call, struct entry *entry, const struct split_piece *piece, struct err *err)
{
	struct app *app = call->app;
	struct record *event = vec_push(&entry->events);
	const char *text = buf_text(&entry->text);
	char *part = mem_copy_n(text + piece->text, piece->text_len);
	record_copy(event, &entry->event);
	bool ok = edit_field(app, &entry->incident, event, EVENT_TEXT, part, err);
	free(part);
	if (ok && piece->author_len) {
		part = mem_copy_n(text + piece->author, piece->author_len);
		ok = edit_field(app, &entry->incident, event, EVENT_AUTHOR, part, err);
		free(part);
	}
	record_set_when(event, EVENT_AT, &piece->when);
	return ok;
}

static bool split_events(struct call *call, struct entry *entry, struct err *err)
{
	struct when_context ctx;
	struct split split;
	bool ok = true;
	if (!edit_when(call->app, &entry->incident, &ctx, err))
		return false;
	if (call->fields[EVENT_AT])
		return err_set(err, ERR_USAGE, "with --split the times are those in the text: leave --at out");
	split_find(&split, buf_text(&entry->text), entry->text.len, &ctx);
	if (!split.timed)
		ok = err_set(err, ERR_USAGE, "no line of the text begins with a time: leave --split out to log it as "
			"one event");
	for (size_t i = 0; ok && i < split.count; i++)
		ok = split_event(call, entry, &split.items[i], err);
	split_fini(&split);
	return ok;
}

/* All of it in one batch. Bytes that are not text were replaced by something visible: the input as it came is attached. */
static bool write_entry(struct call *call, struct entry *entry, const char *raw_name, struct err *err)
{
	struct app *app = call->app;
	const char *tags = call_flag(call, "tag");
	bool ok = true;
	for (size_t i = 0; i < entry->events.count; i++)
		log_fill(app, &entry->incident, &entry->events.items[i]);
	if (!app_begin(app, err))
		return false;
	for (size_t i = 0; ok && i < entry->events.count; i++)
		ok = edit_log(app, &entry->incident, &entry->events.items[i], err);
	ok = ok && (!tags || add_tags(app, &entry->incident, tags, err)) &&
	     (!entry->replaced || log_attach(app, &entry->events.items[0], raw_name, &entry->raw, err));
	return edit_end(app, ok, err);
}

static void echo_all(struct call *call, const struct entry *entry)
{
	const struct records *events = &entry->events;
	if (!call_flag(call, "split"))
		log_echo(call, &entry->incident, &events->items[0]);
	else if (call->json)
		edit_print_list_json(call->out, events);
	else
		entity_table(events, app_zone_of(call->app, &entry->incident), call->out);
}

bool cmd_log(struct call *call, struct err *err)
{
	struct entry entry;
	if (call_flag(call, "follow"))
		return log_follow(call, err);
	if (call_flag(call, "grep"))
		return err_set(err, ERR_USAGE, "--grep is for --follow: a text is logged as it is");
	entry_init(&entry, call);
	const char *raw_name = entry.piped ? "stdin.bin" : "text.bin";
	bool ok = read_entry(call, &entry, err) &&
		  (call_flag(call, "split") ? split_events(call, &entry, err) : one_event(call, &entry, err)) &&
		  write_entry(call, &entry, raw_name, err);
	if (ok)
		echo_all(call, &entry);
	else if (entry.piped)
		edit_keep_input(&entry.raw, err);
	if (ok && entry.replaced)
		output_note(call->out, "%zu bytes were not UTF-8 text and are shown as \\xNN; the input as it "
				       "came is attached as %s",
			entry.replaced, raw_name);
	if (ok && text_equal(record_text(&entry.incident, INCIDENT_STATUS), "closed"))
		output_note(call->out, "%s is closed: `inquest use` chooses another incident",
			record_text(&entry.incident, INCIDENT_TITLE));
	entry_fini(&entry);
	return ok;
}
