#include "tui/ui.h"

#include <stdlib.h>

#include "base/text.h"
#include "tui/phases.h"
#include "tui/timeline_layout.h"

enum { STRETCH_MIN = 16, NEW_LOOKED_AT = 2000 };

void timeline_clear(struct timeline *timeline)
{
	records_fini(&timeline->events);
	records_fini(&timeline->pinned);
	timeline_fold_all(timeline);
	timeline_look_clear(&timeline->look);
	timeline_filter_clear(&timeline->only);
	*timeline = (struct timeline){ .follow = true, .changed = true };
}

const struct record *timeline_selected(const struct ui *ui)
{
	const struct timeline *timeline = &ui->timeline;
	return timeline->selected < timeline->events.count
		? &timeline->events.items[timeline->selected]
		: NULL;
}

static int64_t number(const struct ui *ui)
{
	const struct record *event = timeline_selected(ui);
	return event ? event->number : 0;
}

void timeline_select(struct ui *ui, int64_t which, int64_t at)
{
	ui->timeline.number = which;
	ui->timeline.at = at;
	ui->timeline.follow = false;
	timeline_look_clear(&ui->timeline.look);
	ui->stale = true;
}

/* ---- reading -----------------------------------------------------------------------------------
 */

static size_t find_number(const struct records *events, int64_t wanted)
{
	size_t i = 0;
	while (i < events->count && events->items[i].number != wanted)
		i++;
	return i;
}

static bool read_newest(struct ui *ui, int64_t limit, struct timeline *out, struct err *err)
{
	if (!read_events(ui->app, ui->incident.record.id, timeline_filter(ui), PAGE_LAST, 0, 0,
		    limit, &out->events, err))
		return false;
	out->last = true;
	out->first = out->events.count < (size_t)limit;
	out->selected = out->events.count ? out->events.count - 1 : 0;
	if (ui->composing || !out->number)
		return true;
	size_t same = find_number(&out->events, out->number);
	out->follow = same < out->events.count;
	out->selected = out->follow ? same : out->selected;
	return true;
}

static bool read_around(struct ui *ui, int64_t limit, struct timeline *out, struct err *err)
{
	const char *incident = ui->incident.record.id;
	struct record event;
	struct err gone = { 0 };
	/* its time may have been corrected since */
	if (read_number(ui->app, ENTITY_EVENT, incident, out->number, &event, &gone)) {
		out->at = record_int(&event, EVENT_AT);
		record_fini(&event);
	} else if (gone.code != ERR_NOT_FOUND) {
		return err_pass(err, &gone);
	}
	if (!read_events(ui->app, incident, timeline_filter(ui), PAGE_BEFORE, out->at, out->number,
		    limit, &out->events, err))
		return false;
	out->selected = out->events.count;
	out->first = out->selected < (size_t)limit;
	if (!read_events(ui->app, incident, timeline_filter(ui), PAGE_AFTER, out->at,
		    out->number - 1, limit + 1, &out->events, err))
		return false;
	out->last = out->events.count - out->selected <= (size_t)limit;
	if (out->selected && out->selected >= out->events.count)
		out->selected = out->events.count - 1;
	out->follow = !out->hold && out->last && out->selected + 1 >= out->events.count;
	return true;
}

/* What is at the end is in sight: from here on it is counted what comes in. */
static void see_last(struct timeline *timeline)
{
	const struct record *last = &timeline->events.items[timeline->events.count - 1];
	timeline->seen_at = record_int(last, EVENT_AT);
	timeline->seen_number = last->number;
	timeline->new = 0;
}

static bool count_new(struct ui *ui, struct err *err)
{
	struct timeline *timeline = &ui->timeline;
	struct records events = { 0 };
	if (!timeline->seen_number)
		return true;
	/* where few pass, there may be a million others behind the last one that was seen */
	struct read_place place = { timeline->seen_at, timeline->seen_number };
	bool end, ok = read_events_part(ui->app, ui->incident.record.id, timeline_filter(ui), false, NEW_MAX,
			  NEW_LOOKED_AT, &place, &events, &end, err);
	timeline->new = events.count;
	records_fini(&events);
	return ok;
}

static bool read_pinned(struct ui *ui, bool changed, struct err *err)
{
	enum { PINNED_MAX = 50 };
	static const struct event_filter pinned = { .pinned = true };
	struct timeline *timeline = &ui->timeline;
	struct records fresh = { 0 };
	timeline->pinned_known = timeline->pinned_known && !changed;
	if (ui->grid.columns < PANEL_COLUMNS || timeline->pinned_known)
		return true;
	if (!read_events(ui->app, ui->incident.record.id, &pinned, PAGE_LAST, 0, 0, PINNED_MAX,
		    &fresh, err))
		return records_fini(&fresh), false;
	records_fini(&timeline->pinned);
	timeline->pinned = fresh;
	timeline->pinned_known = true;
	return true;
}

/* How many there are is told by what was read without a filter, and remembered. */
static void judge_size(struct ui *ui)
{
	struct timeline *timeline = &ui->timeline;
	const struct records *events = &timeline->events;
	for (size_t i = 0; i < events->count; i++)
		timeline->huge = timeline->huge || events->items[i].number > STRIP_QUICK;
	if (!timeline_filter(ui))
		timeline->many = events->count >= STRIP_EVENTS &&
			(!timeline->first || !timeline->last ||
				record_int(&events->items[0], EVENT_AT) !=
					record_int(&events->items[events->count - 1], EVENT_AT));
}

static void keep_key(struct timeline *timeline)
{
	if (timeline->selected >= timeline->events.count)
		return;
	timeline->number = timeline->events.items[timeline->selected].number;
	timeline->at = record_int(&timeline->events.items[timeline->selected], EVENT_AT);
}

bool timeline_show(struct ui *ui, const struct timeline *fresh, struct err *err)
{
	struct timeline *timeline = &ui->timeline;
	int64_t top = timeline->top < timeline->events.count
		? timeline->events.items[timeline->top].number
		: 0;
	records_fini(&timeline->events);
	*timeline = *fresh;
	timeline->known = true;
	timeline->unfit = false;
	timeline->top = find_number(&timeline->events, top);
	if (timeline->top >= timeline->events.count)
		timeline->top = timeline->selected;
	keep_key(timeline);
	judge_size(ui);
	bool changed = timeline->changed;
	timeline->changed = false;
	return timeline_unfold_read(ui, err) && strip_load(ui, changed, err) &&
		read_pinned(ui, changed, err) &&
		(!changed || (count_new(ui, err) && timeline_filter_count(ui, err)));
}

static bool load(struct ui *ui, int rows, struct err *err)
{
	const struct event_filter *filter = timeline_filter(ui);
	struct timeline *timeline = &ui->timeline;
	int64_t limit = 2 * (rows > STRETCH_MIN ? rows : STRETCH_MIN);
	/* the pinned ones have an index of their own */
	if (timeline->huge && !event_filter_empty(filter) && !filter->pinned)
		return timeline_look(ui, limit, err);
	timeline_look_clear(&timeline->look);
	struct timeline fresh = *timeline;
	fresh.events = (struct records){ 0 };
	bool ok = true;
	if (fresh.follow)
		ok = read_newest(ui, limit, &fresh, err);
	if (ok && !fresh.follow) {
		records_fini(&fresh.events);
		ok = read_around(ui, limit, &fresh, err);
	}
	if (!ok) {
		records_fini(&fresh.events);
		return false;
	}
	return timeline_show(ui, &fresh, err);
}

/* ---- drawing -----------------------------------------------------------------------------------
 */

static void draw_empty(struct ui *ui, struct area area)
{
	if (!ui->timeline.known) {
		grid_puts(&ui->grid, area, 0, 2, STYLE_ERROR, "The timeline could not be read.");
		return;
	}
	int row = area.rows > 5 ? 1 : 0;
	if (timeline_filter(ui)) {
		grid_puts(&ui->grid, area, row, 2, STYLE_TEXT,
			ui->timeline.look.on ? "Looking for events that match …" : "No event matches the filter.");
		return;
	}
	grid_puts(&ui->grid, area, row, 2, STYLE_TEXT, "Nothing is logged yet.");
	if (area.columns < 80) {
		grid_puts(&ui->grid, area, row + 1, 2, STYLE_DIM, "Type what is happening.");
		return;
	}
	grid_puts(&ui->grid, area, row + 1, 2, STYLE_DIM,
		"Type what is happening: it is logged with the time you began to type.");
	grid_puts(&ui->grid, area, row + 2, 2, STYLE_DIM,
		"@14:05 or @-10m in it sets the time; !decision as its first word the kind.");
	grid_puts(&ui->grid, area, row + 3, 2, STYLE_DIM,
		"!impact, !detected, !mitigated and !resolved are the milestones.");
}

/* What stands above the list: the phases, and the strip, of which the area is given. */
static struct area cut_above(struct ui *ui, struct area *area)
{
	int phases = phases_rows(ui, area->rows), strip = strip_rows(ui, area->rows);
	struct area above = { area->row + phases, area->column, strip, area->columns };
	if (phases)
		phases_draw(ui, *area);
	area->row += phases + strip;
	area->rows -= phases + strip;
	return above;
}

static int64_t time_of(const struct timeline *timeline, size_t index)
{
	return record_int(&timeline->events.items[index], EVENT_AT);
}

static void draw(struct ui *ui, struct area area)
{
	struct timeline *timeline = &ui->timeline;
	timeline->shown = 0;
	timeline->below = false;
	timeline->scroll = 0;
	struct area strip = cut_above(ui, &area);
	area = timeline_filter_draw(ui, area);
	if (!timeline->events.count) {
		draw_empty(ui, area);
		return;
	}
	timeline_draw_list(ui, area);
	if (strip.rows)
		strip_draw(ui, strip, strip.rows, time_of(timeline, timeline->top),
			time_of(timeline, timeline->top + timeline->shown - 1));
	if (!timeline->below)
		see_last(timeline);
}

/* What lies below, or that there is nothing and the newest is followed. */
static enum style put_below(const struct ui *ui, struct buf *out)
{
	const struct timeline *timeline = &ui->timeline;
	struct buf key = { 0 };
	if (!timeline->below) {
		bool told = timeline->follow && !timeline->hold && !ui->composing &&
			timeline->events.count;
		buf_puts(out, told ? "following" : "");
		return STYLE_DIM;
	}
	if (!timeline->new)
		buf_puts(out, "↓ more");
	else
		buf_printf(out, "↓ %zu%s new",
			timeline->new < NEW_MAX ? timeline->new : NEW_MAX - 1,
			timeline->new < NEW_MAX ? "" : "+");
	if (!ui->composing && keys_name(ui, ui->view->name, "bottom", &key))
		buf_printf(out, ": %s", buf_text(&key));
	buf_fini(&key);
	return STYLE_MARK;
}

enum style timeline_put_end(const struct ui *ui, struct buf *out)
{
	size_t marked = ui->marks[ENTITY_EVENT].count;
	struct buf below = { 0 };
	enum style style = put_below(ui, &below);
	if (marked)
		buf_printf(out, "%zu marked%s", marked, below.len ? " · " : "");
	buf_puts(out, buf_text(&below));
	buf_fini(&below);
	return marked ? STYLE_MARK : style;
}

/* ---- moving ------------------------------------------------------------------------------------
 */

/* An unfolded event that is higher than the list moves by rows; true while there are some left. */
static bool scroll_inside(struct ui *ui, enum move move)
{
	struct timeline *timeline = &ui->timeline;
	int page = ui->rows > 4 ? ui->rows - 3 : 1;
	bool down = move == MOVE_DOWN || move == MOVE_PAGE_DOWN;
	int step = move == MOVE_DOWN || move == MOVE_UP ? 1 : page;
	if (!timeline->scroll || timeline->top != timeline->selected ||
		(down ? timeline->skip >= timeline->scroll : timeline->skip <= 0))
		return false;
	timeline->skip += down ? step : -step;
	timeline->skip = timeline->skip < 0 ? 0 : timeline->skip;
	return true;
}

static bool move(struct ui *ui, enum move move, struct err *err)
{
	struct timeline *timeline = &ui->timeline;
	struct list list = { .selected = timeline->selected };
	size_t count = timeline->events.count, margin = (size_t)(ui->rows > 0 ? ui->rows : 1);
	(void)err;
	if (!count)
		return true;
	if (move == MOVE_TOP || move == MOVE_BOTTOM) {
		timeline_select(ui, 0, move == MOVE_TOP ? INT64_MIN : INT64_MAX);
		timeline->follow = move == MOVE_BOTTOM;
		timeline->hold = false;
		return true;
	}
	if (scroll_inside(ui, move))
		return true;
	list_move(&list, count, (int)timeline->shown, move);
	timeline->selected = list.selected;
	timeline->follow = !timeline->hold && timeline->last && list.selected + 1 == count;
	keep_key(timeline);
	ui->stale = ui->stale || (!timeline->first && list.selected < margin) ||
		(!timeline->last && count - list.selected <= margin);
	return true;
}

static bool find(struct ui *ui, const struct find *find, bool *found, struct err *err)
{
	struct timeline *timeline = &ui->timeline;
	const char *incident = ui->incident.record.id;
	struct record hit;
	int64_t beside = !find->here ? 0 : find->backwards ? 1 : -1;
	if (!read_search(ui->app, incident, timeline_filter(ui), find->backwards, timeline->at,
		    timeline->number + beside, find->needle, find->scan, &hit, found, err))
		return false;
	/* round the end and on */
	if (!*found &&
		!read_search(ui->app, incident, timeline_filter(ui), find->backwards,
			find->backwards ? INT64_MAX : INT64_MIN, 0, find->needle, find->scan, &hit,
			found, err))
		return false;
	if (!*found)
		return true;
	timeline_select(ui, hit.number, record_int(&hit, EVENT_AT));
	record_fini(&hit);
	return true;
}

/* Both may lie outside the stretch that is read. */
static bool between(struct ui *ui, int64_t from, int64_t to, struct marks *out, struct err *err)
{
	const char *incident = ui->incident.record.id;
	struct record ends[2];
	struct records events = { 0 };
	if (!read_number(ui->app, ENTITY_EVENT, incident, from, &ends[0], err))
		return false;
	if (!read_number(ui->app, ENTITY_EVENT, incident, to, &ends[1], err))
		return record_fini(&ends[0]), false;
	int64_t at[2] = { record_int(&ends[0], EVENT_AT), record_int(&ends[1], EVENT_AT) };
	int64_t number[2] = { from, to };
	bool turned = at[0] > at[1] || (at[0] == at[1] && from > to);
	bool ok = read_events(ui->app, incident, timeline_filter(ui), PAGE_AFTER, at[turned],
		number[turned] - 1, MARKS_MAX + 1, &events, err);
	for (size_t i = 0; ok && i < events.count; i++) {
		ok = marks_add(out, events.items[i].number, err);
		if (events.items[i].number == number[!turned])
			break;
	}
	records_fini(&events);
	record_fini(&ends[0]);
	record_fini(&ends[1]);
	return ok;
}

static const struct hint hints[] = { { "compose", "write" }, { "open", "show" },
	{ "form event {number}", "edit" }, { "event delete {number}", "delete" },
	{ "pin", "pin" }, { "undo", "undo" }, { "find", "find" }, { "palette", "command" }, { 0 } };

const struct view view_timeline = {
	.name = "timeline",
	.title = "Timeline",
	.place = "In the timeline",
	.hints = hints,
	.entity = ENTITY_EVENT,
	.load = load,
	.draw = draw,
	.move = move,
	.find = find,
	.number = number,
	.open = timeline_unfold,
	.between = between,
	.filter = timeline_filter_set,
	.filter_hint = "words, kind:decision, author:ana, since:14:00, until:15:00, pinned",
	.filtered = timeline_filtered,
};
