/* Events that are unfolded: their whole text, and what else is known of them. */
#include <stdlib.h>

#include "base/duration.h"
#include "base/text.h"
#include "model/ulid.h"
#include "tui/timeline_layout.h"

static void fini(struct unfolded *event)
{
	buf_fini(&event->text);
	free(event->rows.items);
}

void timeline_fold_all(struct timeline *timeline)
{
	for (size_t i = 0; i < timeline->unfolded.count; i++)
		fini(&timeline->unfolded.items[i]);
	free(timeline->unfolded.items);
	memset(&timeline->unfolded, 0, sizeof timeline->unfolded);
}

static void remove_at(struct timeline *timeline, size_t index)
{
	struct unfolded *items = timeline->unfolded.items;
	fini(&items[index]);
	timeline->unfolded.count--;
	memmove(items + index, items + index + 1,
		(timeline->unfolded.count - index) * sizeof *items);
}

bool timeline_unfold(struct ui *ui, struct err *err)
{
	struct timeline *timeline = &ui->timeline;
	const struct record *event = timeline_selected(ui);
	if (!event)
		return err_set(err, ERR_NOT_FOUND, "there is no event to show yet");
	timeline->skip = 0;
	for (size_t i = 0; i < timeline->unfolded.count; i++)
		if (timeline->unfolded.items[i].number == event->number) {
			remove_at(timeline, i);
			return true;
		}
	if (timeline->unfolded.count == UNFOLDED_MAX)
		remove_at(timeline, 0);
	*vec_push(&timeline->unfolded) = (struct unfolded){ .number = event->number };
	ui->stale = true;
	return true;
}

/* ---- what is known of an event -----------------------------------------------------------------
 */

/* When it was recorded, if that was not when it happened. */
static void put_recorded(const struct ui *ui, const struct record *event, struct buf *out)
{
	int64_t at = record_int(event, EVENT_AT), recorded = ulid_time(event->id);
	const struct when when = { .at = recorded, .precision = PRECISION_EXACT };
	int64_t later = recorded - at;
	if (!recorded || (later < MINUTE_MS && later > -MINUTE_MS))
		return;
	buf_puts(out, " · recorded ");
	show_moment(&when, ui_zone(ui), app_now(ui->app), out);
	buf_puts(out, ", ");
	duration_format(out, later < 0 ? -later : later);
	buf_puts(out, later < 0 ? " before" : " after");
}

static void put_headline(const struct ui *ui, const struct record *event, struct buf *out)
{
	const char *audience = show_readers(event, EVENT_AUDIENCE);
	buf_printf(out, "#%lld %s by %s", (long long)event->number, record_text(event, EVENT_KIND),
		record_text(event, EVENT_AUTHOR));
	put_recorded(ui, event, out);
	if (*audience)
		buf_printf(out, " · for %s", audience);
	if (record_has(event, EVENT_SOURCE))
		buf_printf(out, " · from %s", record_text(event, EVENT_SOURCE));
	buf_putc(out, '\n');
}

static void put_attachments(
	const struct records *attachments, const struct record *event, struct buf *out)
{
	enum { KIB = 1024 };
	for (size_t i = 0; i < attachments->count; i++) {
		const struct record *attachment = &attachments->items[i];
		int64_t size = record_int(attachment, ATTACHMENT_SIZE);
		if (!text_equal(record_text(attachment, ATTACHMENT_EVENT), event->id))
			continue;
		buf_printf(out, "attached #%lld: %s, %lld %s\n", (long long)attachment->number,
			record_text(attachment, ATTACHMENT_NAME),
			(long long)(size < KIB ? size : (size + KIB - 1) / KIB),
			size < KIB ? "bytes" : "KiB");
	}
}

/* The actions and causes that were made from it. */
static void put_sequels(const struct ui *ui, const struct record *event, struct buf *out)
{
	const struct records *actions = &ui->incident.actions, *causes = &ui->incident.causes;
	for (size_t i = 0; i < actions->count; i++)
		if (text_equal(record_text(&actions->items[i], ACTION_EVENT), event->id))
			buf_printf(out, "→ action #%lld, %s: %s\n",
				(long long)actions->items[i].number,
				record_text(&actions->items[i], ACTION_STATE),
				record_text(&actions->items[i], ACTION_TITLE));
	for (size_t i = 0; i < causes->count; i++)
		if (text_equal(record_text(&causes->items[i], CAUSE_EVENT), event->id))
			buf_printf(out, "→ cause #%lld, %s: %s\n",
				(long long)causes->items[i].number,
				record_text(&causes->items[i], CAUSE_KIND),
				record_text(&causes->items[i], CAUSE_TEXT));
}

static void make(const struct ui *ui, const struct records *attachments, const struct record *event,
	struct unfolded *out)
{
	struct buf text = { 0 };
	buf_puts(&text, record_text(event, EVENT_TEXT));
	buf_trim_end(&text);
	buf_putc(&text, '\n');
	size_t details = text.len;
	put_headline(ui, event, &text);
	if (record_has(event, EVENT_LINK))
		buf_printf(&text, "↗\xC2\xA0%s\n", record_text(event, EVENT_LINK));
	put_attachments(attachments, event, &text);
	put_sequels(ui, event, &text);
	buf_trim_end(&text);
	if (text.len == out->text.len && memcmp(text.data, out->text.data, text.len) == 0) {
		buf_fini(&text);
		return;
	}
	buf_fini(&out->text);
	out->text = text;
	out->details = details;
	out->columns = 0;
}

bool timeline_unfold_read(struct ui *ui, struct err *err)
{
	struct timeline *timeline = &ui->timeline;
	struct records attachments = { 0 };
	if (!timeline->unfolded.count)
		return true;
	bool ok = read_list(ui->app, ENTITY_ATTACHMENT, ui->incident.record.id, &attachments, err);
	for (size_t i = 0; ok && i < timeline->unfolded.count; i++) {
		struct unfolded *event = &timeline->unfolded.items[i];
		size_t at = 0;
		while (at < timeline->events.count &&
			timeline->events.items[at].number != event->number)
			at++;
		if (at < timeline->events.count)
			make(ui, &attachments, &timeline->events.items[at], event);
		else
			buf_truncate(&event->text, 0);
	}
	records_fini(&attachments);
	return ok;
}
