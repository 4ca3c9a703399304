/* log */
#include "app/edit.h"
#include "app/handlers.h"

#include <stdlib.h>

#include "base/text.h"
#include "base/zone.h"
#include "store/care.h"

/* Bytes that are not text were replaced by something visible: the input as it came is attached. */
static bool attach_raw(struct app *app, const struct record *event, const char *name,
	const struct buf *raw, struct err *err)
{
	struct record attachment;
	char sha256[SHA256_SIZE];
	if (!blob_put(app->store, raw->data, raw->len, sha256, err))
		return false;
	record_init(&attachment, ENTITY_ATTACHMENT);
	memcpy(attachment.incident, event->incident, ID_SIZE);
	record_set_text(&attachment, ATTACHMENT_NAME, name);
	record_set_text(&attachment, ATTACHMENT_MEDIA, "application/octet-stream");
	record_set_int(&attachment, ATTACHMENT_SIZE, (int64_t)raw->len);
	record_set_text(&attachment, ATTACHMENT_SHA256, sha256);
	record_set_text(&attachment, ATTACHMENT_EVENT, event->id);
	bool ok = store_put(app->store, &attachment, err);
	record_fini(&attachment);
	return ok;
}

static void fill_event(struct app *app, const struct record *incident, struct record *event)
{
	memcpy(event->incident, incident->id, ID_SIZE);
	if (!(event->set & 1u << EVENT_AT)) {
		int64_t now = app_now(app);
		record_set_int(event, EVENT_AT, now);
		record_set_int(event, EVENT_OFFSET, zone_offset(app_zone_of(app, incident), now));
	}
	if (!(event->set & 1u << EVENT_AUTHOR))
		record_set_text(event, EVENT_AUTHOR, app->author);
	record_set_initial(event);
}

static void echo(struct call *call, const struct record *incident, const struct record *event)
{
	struct buf line = { 0 };
	if (call->json) {
		edit_print_json(call->out, event, 1, false);
		return;
	}
	buf_printf(&line, "#%lld  ", (long long)event->number);
	edit_show_time(event, app_zone_of(call->app, incident), true, &line);
	buf_printf(&line, "  %s  ", record_text(event, EVENT_KIND));
	edit_first_line(record_text(event, EVENT_TEXT), &line);
	output_format(call->out, "%s\n", buf_text(&line));
	buf_fini(&line);
}

bool cmd_log(struct call *call, struct err *err)
{
	struct app *app = call->app;
	struct record incident, event;
	struct buf text = { 0 }, raw = { 0 };
	size_t replaced = 0;
	bool piped = call->count == 1 && text_equal(call->words[0], "-");
	const char *raw_name = piped ? "stdin.bin" : "text.bin";
	record_init(&event, ENTITY_EVENT);
	record_init(&incident, ENTITY_INCIDENT);
	/* input first: a failing incident look-up must not break the pipe of what writes to us unread */
	bool ok = !piped || edit_read_input(call, &text, &raw, &replaced, err);
	ok = ok && app_incident(app, &incident, err) && edit_from_flags(call, &incident, &event, err);
	if (ok && !piped) {
		call_join(call, 0, &raw);
		replaced = utf8_clean(&text, buf_text(&raw), raw.len);
	}
	if (ok && (piped || call->count || !call->fields[EVENT_TEXT]))
		ok = edit_field(app, &incident, &event, EVENT_TEXT, buf_text(&text), err);
	if (ok)
		fill_event(app, &incident, &event);
	ok = ok && app_begin(app, err);
	if (ok)
		ok = edit_end(app,
			edit_log(app, &incident, &event, err) &&
				(!replaced || attach_raw(app, &event, raw_name, &raw, err)),
			err);
	if (ok)
		echo(call, &incident, &event);
	else if (piped)
		edit_keep_input(&raw, err);
	if (ok && replaced)
		output_note(call->out, "%zu bytes were not UTF-8 text and are shown as \\xNN; the input as it "
				       "came is attached as %s",
			replaced, raw_name);
	if (ok && text_equal(record_text(&incident, INCIDENT_STATUS), "closed"))
		output_note(call->out, "%s is closed: `inquest use` chooses another incident",
			record_text(&incident, INCIDENT_TITLE));
	buf_fini(&text);
	buf_fini(&raw);
	record_fini(&event);
	record_fini(&incident);
	return ok;
}
