/* What every form of `log` does with an event. */
#include "app/log.h"

#include "app/edit.h"
#include "base/text.h"
#include "base/zone.h"
#include "store/care.h"

bool log_attach(struct app *app, const struct record *event, const char *name, const struct buf *raw, struct err *err)
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

void log_fill(struct app *app, const struct record *incident, struct record *event)
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

void log_echo(struct call *call, const struct record *incident, const struct record *event)
{
	struct buf line = { 0 };
	if (call->json) {
		edit_print_json(call->out, event);
		return;
	}
	buf_printf(&line, "#%lld  ", (long long)event->number);
	edit_show_time(event, app_zone_of(call->app, incident), true, &line);
	buf_printf(&line, "  %s  ", record_text(event, EVENT_KIND));
	edit_first_line(record_text(event, EVENT_TEXT), &line);
	output_format(call->out, "%s\n", buf_text(&line));
	buf_fini(&line);
}
