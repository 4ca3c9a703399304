/* What one does in the timeline that no other view has: the rows are in tui/commands.c. */
#include "base/duration.h"
#include "base/text.h"
#include "tui/ui.h"

bool timeline_needed(const struct ui *ui, struct err *err)
{
	return ui->view == &view_timeline || err_set(err, ERR_USAGE, "this works in the timeline");
}

/* Pin all that are marked, or none of them if all are pinned. */
static bool all_pinned(const struct ui *ui, const struct marks *marks)
{
	const struct timeline *timeline = &ui->timeline;
	size_t pinned = 0;
	for (size_t i = 0; i < timeline->events.count; i++)
		pinned += record_int(&timeline->events.items[i], EVENT_PINNED) &&
			marks_has(marks, timeline->events.items[i].number);
	return pinned == marks->count;
}

bool run_pin(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	const struct record *event = timeline_selected(ui);
	const struct marks *marks = &ui->marks[ENTITY_EVENT];
	char verb[] = "event", edit[] = "edit", yes[] = "--pinned=yes", no[] = "--pinned=no";
	struct buf out = { 0 }, numbers = { 0 };
	(void)words, (void)count;
	if (ui->view != &view_timeline || !event)
		return err_set(err, ERR_USAGE, "select an event in the timeline to pin it");
	bool pinned = marks->count ? all_pinned(ui, marks) : record_int(event, EVENT_PINNED);
	if (marks->count)
		marks_list(marks, &numbers);
	else
		buf_printf(&numbers, "%lld", (long long)event->number);
	char *const line[] = { verb, edit, numbers.data, pinned ? no : yes, NULL };
	bool ok = ui_command(ui, line, 4, &out, err);
	if (ok)
		ui_message(ui, STYLE_TEXT, "#%s %s", buf_text(&numbers),
			pinned ? "no longer pinned" : "pinned");
	buf_fini(&out);
	buf_fini(&numbers);
	return ok;
}

/* ---- writing something beside an event ---------------------------------------------------------
 */

/* Half-way between two moments: to the minute if one lies between, or else to the second. */
static void put_between(int64_t from, int64_t to, const char *zone, struct buf *out)
{
	int64_t middle = from + (to - from) / 2, minute = middle - middle % MINUTE_MS;
	if (minute > from && minute < to)
		when_format(out, minute, zone, WHEN_MINUTE);
	else
		when_format(out, middle, zone, WHEN_FULL);
}

bool run_insert(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	enum { BEHIND_LAST_MS = 2 * MINUTE_MS };
	const struct timeline *timeline = &ui->timeline;
	const struct record *event = timeline_selected(ui);
	struct buf when = { 0 };
	(void)words, (void)count;
	if (!timeline_needed(ui, err))
		return false;
	if (!event)
		return err_set(err, ERR_USAGE, "there is no event yet to write one behind");
	int64_t from = record_int(event, EVENT_AT), now = app_now(ui->app);
	int64_t to = now > from ? now : from + BEHIND_LAST_MS;
	if (timeline->selected + 1 < timeline->events.count)
		to = record_int(event + 1, EVENT_AT);
	else if (ui->incident.ended)
		to = from + BEHIND_LAST_MS;
	put_between(from, to, app_zone_of(ui->app, &ui->incident.record), &when);
	bool ok = composer_time(ui, buf_text(&when), err);
	buf_fini(&when);
	ui->composing = ui->composing || ok;
	return ok;
}

bool run_make(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	const struct record *event = timeline_selected(ui);
	struct composer *composer = &ui->composer;
	char kind[COMPOSE_KIND_SIZE];
	if (ui_view(ui) == &view_import)
		return importing_make(ui, words, count, err);
	if (!timeline_needed(ui, err))
		return false;
	if (!event || !count)
		return err_set(err, ERR_USAGE,
			event ? "make what of it? action, cause, root, trigger"
			      : "there is no event yet to make something of");
	if (compose_is_event(words[0]))
		return err_set(err, ERR_USAGE, "an event is written with `insert` or `compose`");
	snprintf(kind, sizeof kind, "%s from %lld", words[0], (long long)event->number);
	if (!composer_kind(ui, kind, err))
		return false;
	/* what somebody is writing is more than a start */
	if (composer_empty(composer)) {
		const char *text = record_text(event, EVENT_TEXT);
		line_set(&composer->line, text, strcspn(text, "\n"));
		composer_changed(ui);
		composer->offered = true;
		ui_message(ui, STYLE_DIM,
			"typing replaces it; Enter takes it as it is, the arrow keys edit it");
	}
	ui->composing = true;
	return true;
}

/* ---- how the list is shown ---------------------------------------------------------------------
 */

bool run_gaps(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	(void)words, (void)count;
	if (!timeline_needed(ui, err))
		return false;
	ui->timeline.gaps = !ui->timeline.gaps;
	ui_message(ui, STYLE_TEXT, "%s",
		ui->timeline.gaps ? "each event says how much later it was, from a minute on"
				  : "the time between events is no longer shown");
	return true;
}

bool run_follow(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	struct timeline *timeline = &ui->timeline;
	(void)words, (void)count;
	if (!timeline_needed(ui, err))
		return false;
	timeline->hold = timeline->follow;
	timeline->follow = !timeline->hold;
	timeline->number = timeline->follow ? 0 : timeline->number;
	timeline->changed = ui->stale = true;
	ui_message(ui, STYLE_TEXT, "%s",
		timeline->follow ? "following: what comes in is shown"
				 : "not following: what is shown stays");
	return true;
}
