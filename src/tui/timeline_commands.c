/* What one does in the timeline that no other view has: the rows are in tui/commands.c. */
#include "base/text.h"
#include "tui/ui.h"

static bool needs_timeline(const struct ui *ui, struct err *err)
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

bool run_gaps(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	(void)words, (void)count;
	if (!needs_timeline(ui, err))
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
	if (!needs_timeline(ui, err))
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
