#include "tui/ui.h"

#include <stdlib.h>

enum { LOOK_PART = 1500 }; /* events of each side in one go: a millisecond */

void timeline_look_clear(struct timeline_look *look)
{
	records_fini(&look->up.found);
	records_fini(&look->down.found);
	*look = (struct timeline_look){ 0 };
}

bool timeline_looking(const struct ui *ui)
{
	return ui->timeline.look.on && ui->incident.open && ui->view == &view_timeline;
}

static bool look_at(struct ui *ui, struct look_side *side, bool backwards, int64_t limit, struct err *err)
{
	if (side->done)
		return true;
	if (!read_events_part(ui->app, ui->incident.record.id, timeline_filter(ui), backwards,
		    limit - (int64_t)side->found.count, LOOK_PART, &side->place, &side->found, &side->end, err))
		return false;
	side->done = side->end || side->found.count >= (size_t)limit;
	return true;
}

/* Take the records of both sides, in the order of time. */
static void join(struct timeline_look *look, struct records *out)
{
	for (size_t i = look->up.found.count; i > 0; i--)
		*vec_push(out) = look->up.found.items[i - 1];
	for (size_t i = 0; i < look->down.found.count; i++)
		*vec_push(out) = look->down.found.items[i];
	look->up.found.count = look->down.found.count = 0;
}

/* The event where one is now, or the next one that passes, or the last. */
static size_t place_of(const struct timeline *timeline)
{
	const struct records *events = &timeline->events;
	size_t i = 0;
	while (i < events->count && (record_int(&events->items[i], EVENT_AT) < timeline->at ||
					    (record_int(&events->items[i], EVENT_AT) == timeline->at &&
						    events->items[i].number < timeline->number)))
		i++;
	return i && i == events->count ? i - 1 : i;
}

static bool finish(struct ui *ui, struct err *err)
{
	struct timeline fresh = ui->timeline;
	struct timeline_look *look = &fresh.look;
	size_t up = look->up.found.count, down = look->down.found.count;
	bool again = look->again, newest = look->newest && (ui->composing || !fresh.number);
	fresh.events = (struct records){ 0 };
	join(look, &fresh.events);
	fresh.first = look->up.end || up < (size_t)look->limit;
	fresh.last = look->newest || down <= (size_t)look->limit;
	fresh.selected = newest && up ? up - 1 : place_of(&fresh);
	fresh.follow = newest || (!fresh.hold && fresh.last && fresh.selected + 1 >= fresh.events.count);
	fresh.unfit = false;
	timeline_look_clear(look);
	ui->timeline.look = *look;
	bool ok = timeline_show(ui, &fresh, err);
	ui->timeline.changed = ui->stale = again;
	return ok;
}

static bool look(struct ui *ui, struct err *err)
{
	struct timeline_look *look = &ui->timeline.look;
	if (!look_at(ui, &look->up, true, look->limit, err) || !look_at(ui, &look->down, false, look->limit + 1, err)) {
		timeline_look_clear(look);
		return false;
	}
	return !look->up.done || !look->down.done || finish(ui, err);
}

/* Where to look from: the time of the event where one was may have been corrected since. */
static bool begin(struct ui *ui, int64_t limit, struct err *err)
{
	struct timeline *timeline = &ui->timeline;
	struct record event;
	struct err gone = { 0 };
	if (!timeline->follow && read_number(ui->app, ENTITY_EVENT, ui->incident.record.id, timeline->number, &event, &gone)) {
		timeline->at = record_int(&event, EVENT_AT);
		record_fini(&event);
	} else if (gone.code && gone.code != ERR_NOT_FOUND) {
		return err_pass(err, &gone);
	}
	timeline->look = (struct timeline_look){ .on = true, .newest = timeline->follow, .limit = limit };
	struct timeline_look *look = &timeline->look;
	look->up.place = (struct read_place){ timeline->at, timeline->number };
	look->down.place = (struct read_place){ timeline->at, timeline->number - 1 };
	if (look->newest)
		look->up.place = (struct read_place){ INT64_MAX, INT64_MAX };
	look->down.done = look->down.end = look->newest;
	if (timeline->unfit) {
		records_fini(&timeline->events);
		timeline->selected = timeline->top = 0;
	}
	return true;
}

bool timeline_look(struct ui *ui, int64_t limit, struct err *err)
{
	struct timeline *timeline = &ui->timeline;
	if (timeline->look.on)
		return timeline->look.again = timeline->look.again || timeline->changed, true;
	return begin(ui, limit, err) && look(ui, err);
}

bool timeline_look_on(struct ui *ui)
{
	struct err err = { 0 };
	if (!timeline_looking(ui))
		return false;
	if (!look(ui, &err))
		ui_trouble(ui, &err);
	return timeline_looking(ui);
}
