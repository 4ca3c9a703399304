#include "tui/ui.h"

#include <stdlib.h>

#include "base/text.h"

enum {
	EVENT_ROWS_MAX = 3, /* an event takes up to so many rows; Enter shows the whole */
	EVENT_BYTES = 8192, /* of a long text no more than this is looked at for them */
	STRETCH_MIN = 16,
	LINK_COLUMNS = 40, /* a text so wide has room for a link beside it… */
	LINK_MAX = 20,	   /* … of so many columns; otherwise there is only a mark */
};

void timeline_clear(struct timeline *timeline)
{
	records_fini(&timeline->events);
	*timeline = (struct timeline){ .follow = true };
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
	if (!read_events(ui->app, ui->incident.record.id, NULL, PAGE_LAST, 0, 0, limit,
		    &out->events, err))
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
		return *err = gone, false;
	}
	if (!read_events(ui->app, incident, NULL, PAGE_BEFORE, out->at, out->number, limit,
		    &out->events, err))
		return false;
	out->selected = out->events.count;
	out->first = out->selected < (size_t)limit;
	if (!read_events(ui->app, incident, NULL, PAGE_AFTER, out->at, out->number - 1, limit + 1,
		    &out->events, err))
		return false;
	out->last = out->events.count - out->selected <= (size_t)limit;
	if (out->selected && out->selected >= out->events.count)
		out->selected = out->events.count - 1;
	out->follow = out->last && out->selected + 1 >= out->events.count;
	return true;
}

static void keep_key(struct timeline *timeline)
{
	if (timeline->selected >= timeline->events.count)
		return;
	timeline->number = timeline->events.items[timeline->selected].number;
	timeline->at = record_int(&timeline->events.items[timeline->selected], EVENT_AT);
}

static bool load(struct ui *ui, int rows, struct err *err)
{
	struct timeline *timeline = &ui->timeline;
	struct timeline fresh = *timeline;
	int64_t limit = 2 * (rows > STRETCH_MIN ? rows : STRETCH_MIN);
	int64_t top = timeline->top < timeline->events.count
		? timeline->events.items[timeline->top].number
		: 0;
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
	records_fini(&timeline->events);
	*timeline = fresh;
	timeline->known = true;
	timeline->top = find_number(&timeline->events, top);
	if (timeline->top >= timeline->events.count)
		timeline->top = timeline->selected;
	keep_key(timeline);
	return true;
}

/* ---- layout ------------------------------------------------------------------------------------
 */

struct columns {
	int about, time, mark, pin, kind, author, text; /* where they begin; -1: left out */
	int kind_columns, author_columns;
	int right; /* where the text ends */
	bool seconds;
};

static struct columns place(int columns)
{
	if (columns >= 60) {
		int author = columns >= 100 ? 12 : 8;
		return (struct columns){ .about = 0,
			.time = 1,
			.mark = 9,
			.pin = 10,
			.kind = 12,
			.author = 22,
			.text = 22 + author + 1,
			.kind_columns = 9,
			.author_columns = author,
			.right = columns - 1,
			.seconds = true };
	}
	if (columns >= 30)
		return (struct columns){ .about = 0,
			.time = 1,
			.mark = 7,
			.pin = 6,
			.kind = 8,
			.author = -1,
			.text = 17,
			.kind_columns = 8,
			.right = columns };
	return (struct columns){ .about = -1,
		.time = 0,
		.mark = columns >= 16 ? 5 : -1,
		.pin = -1,
		.kind = -1,
		.author = -1,
		.text = columns >= 16 ? 6 : 0,
		.right = columns };
}

struct wrapped {
	struct {
		size_t at, len;
	} rows[EVENT_ROWS_MAX];
	int count;
	size_t rest; /* bytes after the last row; 0: that was all */
	bool cut;    /* the last row ends within its line */
	char link[64];
	int link_columns;
};

/* The link stands beside the first row. */
static int row_columns(const struct columns *at, const struct wrapped *wrapped, int row)
{
	int columns = at->right - at->text - (row ? 0 : wrapped->link_columns);
	return columns < 1 ? 1 : columns;
}

/* The last row goes on to the edge, not to the last word that fits, if its line does. */
static void cut_last(const char *text, const struct columns *at, struct wrapped *wrapped)
{
	size_t from = wrapped->rows[wrapped->count - 1].at,
	       end = from + wrapped->rows[wrapped->count - 1].len;
	size_t line = from + strcspn(text + from, "\n"),
	       room = (size_t)row_columns(at, wrapped, wrapped->count - 1);
	if (text_empty(text + end) || text[end + strspn(text + end, " \t")] == '\n')
		return;
	line = line - from > EVENT_BYTES ? from + EVENT_BYTES : line;
	wrapped->rows[wrapped->count - 1].len = text_fit(text + from, line - from, room - 1);
	wrapped->cut = true;
}

/* What of an event is shown, in `most` rows. */
static void wrap(
	const struct record *event, const struct columns *at, int most, struct wrapped *out)
{
	const char *text = record_text(event, EVENT_TEXT);
	size_t len = strlen(text), all = len, next;
	*out = (struct wrapped){ 0 };
	if (record_has(event, EVENT_LINK)) {
		struct buf link = { 0 };
		size_t room = at->right - at->text >= LINK_COLUMNS ? LINK_MAX : 0;
		buf_puts(&link, room ? "↗ " : "↗");
		if (room)
			show_link(record_text(event, EVENT_LINK), room, &link);
		text_copy(out->link, sizeof out->link, buf_text(&link));
		out->link_columns = (int)text_width(out->link, strlen(out->link)) + 2;
		buf_fini(&link);
	}
	len = len > EVENT_BYTES ? text_fit(text, EVENT_BYTES, EVENT_BYTES) : len;
	for (size_t from = 0; from < len && out->count < most && out->count < EVENT_ROWS_MAX;
		from += next) {
		int columns = row_columns(at, out, out->count);
		out->rows[out->count].at = from;
		out->rows[out->count++].len = wrap_next(text + from, len - from, columns, &next);
		out->rest = all - from - next;
	}
	out->count += out->count == 0;
	if (text_empty(text + all - out->rest))
		out->rest = 0;
	if (out->rest)
		cut_last(text, at, out);
}

struct layout {
	struct ui *ui;
	struct columns at;
	int rows; /* for events and days below the first day */
	int most; /* rows of one event */
};

static int event_height(const struct layout *layout, size_t index)
{
	struct wrapped wrapped;
	wrap(&layout->ui->timeline.events.items[index], &layout->at, layout->most, &wrapped);
	return wrapped.count;
}

static bool new_day(const struct layout *layout, size_t index)
{
	const struct record *events = layout->ui->timeline.events.items;
	const char *zone = ui_zone(layout->ui);
	return show_day_number(&events[index], zone) != show_day_number(&events[index - 1], zone);
}

/* The first event from which on all up to `end` fit. */
static size_t top_for(const struct layout *layout, size_t end)
{
	int height = event_height(layout, end);
	size_t top = end;
	while (top > 0) {
		height += event_height(layout, top - 1) + new_day(layout, top);
		if (height > layout->rows)
			break;
		top--;
	}
	return top;
}

static void fit(const struct layout *layout)
{
	struct timeline *timeline = &layout->ui->timeline;
	size_t lowest = top_for(layout, timeline->selected), fill = timeline->top;
	if (timeline->last)
		fill = top_for(layout, timeline->events.count - 1);
	if (timeline->top > fill || timeline->follow)
		timeline->top = fill;
	if (timeline->top < lowest)
		timeline->top = lowest;
	if (timeline->top > timeline->selected)
		timeline->top = timeline->selected;
}

/* ---- drawing -----------------------------------------------------------------------------------
 */

static void draw_day(struct ui *ui, struct area area, int row, const struct record *event)
{
	struct buf day = { 0 };
	show_event_day(event, ui_zone(ui), app_now(ui->app), &day);
	grid_puts(&ui->grid, area, row, area.columns >= 30 ? 1 : 0, STYLE_DIM, buf_text(&day));
	buf_fini(&day);
}

static void draw_more(struct ui *ui, struct area area, int row, const char *text,
	const struct wrapped *wrapped, const struct columns *at)
{
	struct buf more = { 0 };
	size_t lines = 1, last = (size_t)wrapped->count - 1, len = strlen(text);
	for (const char *c = text + len - wrapped->rest; c < text + len; c++)
		lines += *c == '\n' && c[1];
	if (wrapped->cut)
		buf_puts(&more, "…");
	else if (at->right - at->text >= LINK_COLUMNS)
		buf_printf(&more, " … %zu more line%s", lines, lines == 1 ? "" : "s");
	else
		buf_puts(&more, " …");
	int right = at->right - (wrapped->count == 1 ? wrapped->link_columns : 0);
	int columns = (int)text_width(buf_text(&more), more.len);
	int used = (int)text_width(text + wrapped->rows[last].at, wrapped->rows[last].len);
	int column = at->text + used;
	if (column + columns > right)
		column = right - columns;
	if (column >= at->text)
		grid_puts(&ui->grid, area, row + (int)last, column, STYLE_DIM, buf_text(&more));
	buf_fini(&more);
}

static int draw_event(const struct layout *layout, struct area area, int row, size_t index)
{
	struct ui *ui = layout->ui;
	const struct columns *at = &layout->at;
	const struct record *event = &ui->timeline.events.items[index];
	const char *text = record_text(event, EVENT_TEXT), *kind = record_text(event, EVENT_KIND);
	const struct choice *kinds = entity_get(ENTITY_EVENT)->fields[EVENT_KIND].choices;
	struct wrapped wrapped;
	struct buf value = { 0 };
	wrap(event, at, layout->most, &wrapped);
	ui_hit_row(ui, area, row, wrapped.count, event->number);
	const struct area body = { area.row, area.column, area.rows, at->right };
	if (at->about >= 0 && text_equal(record_text(event, EVENT_PRECISION), "about"))
		grid_puts(&ui->grid, area, row, at->about, STYLE_TIME, "~");
	show_clock(event, ui_zone(ui), at->seconds, &value);
	if (text_equal(buf_text(&value), "all day") && !at->seconds) {
		buf_truncate(&value, 0);
		buf_puts(&value, "day");
	}
	if (at->text > 0)
		grid_puts(&ui->grid, area, row, at->time, STYLE_TIME, buf_text(&value));
	if (at->pin >= 0 && record_int(event, EVENT_PINNED))
		grid_puts(&ui->grid, area, row, at->pin, STYLE_MARK, "★");
	if (at->mark >= 0 && ui_marked(ui, event->number))
		grid_puts(&ui->grid, area, row, at->mark, STYLE_MARK, MARK_SIGN);
	if (at->kind >= 0)
		grid_put_field(&ui->grid, area, row, at->kind, at->kind_columns, style_find(kind),
			show_label(kinds, kind));
	if (at->author >= 0) {
		buf_truncate(&value, 0);
		show_person(record_text(event, EVENT_AUTHOR), &value);
		grid_put_field(&ui->grid, area, row, at->author, at->author_columns, STYLE_TEXT,
			buf_text(&value));
	}
	for (int i = 0; i < wrapped.count; i++) {
		const char *part = text + wrapped.rows[i].at;
		grid_put(&ui->grid, body, row + i, at->text, STYLE_TEXT, part, wrapped.rows[i].len);
		list_highlight(ui, body, row + i, at->text, part, wrapped.rows[i].len);
	}
	if (wrapped.rest)
		draw_more(ui, body, row, text, &wrapped, at);
	if (wrapped.link_columns)
		grid_puts(&ui->grid, body, row, at->right - wrapped.link_columns + 2, STYLE_LINK,
			wrapped.link);
	buf_fini(&value);
	return wrapped.count;
}

static void draw_empty(struct ui *ui, struct area area)
{
	if (!ui->timeline.known) {
		grid_puts(&ui->grid, area, 0, 2, STYLE_ERROR, "The timeline could not be read.");
		return;
	}
	int row = area.rows > 5 ? 1 : 0;
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

static void draw(struct ui *ui, struct area area)
{
	struct timeline *timeline = &ui->timeline;
	bool days = area.rows >= 3;
	struct layout layout = { .ui = ui, .at = place(area.columns), .rows = area.rows - days };
	timeline->shown = 0;
	timeline->below = false;
	if (!timeline->events.count) {
		draw_empty(ui, area);
		return;
	}
	layout.most = layout.rows >= 12 ? EVENT_ROWS_MAX : layout.rows >= 6 ? 2 : 1;
	fit(&layout);
	int row = 0;
	for (size_t i = timeline->top; i < timeline->events.count && row < area.rows; i++) {
		const struct record *event = &timeline->events.items[i];
		if (i == timeline->top ? days : new_day(&layout, i))
			draw_day(ui, area, row++, event);
		if (row >= area.rows)
			break;
		int height = draw_event(&layout, area, row, i);
		if (i == timeline->selected)
			list_mark(
				ui, area, row, height < area.rows - row ? height : area.rows - row);
		row += height;
		timeline->shown++;
	}
	timeline->below =
		!timeline->last || timeline->top + timeline->shown < timeline->events.count;
}

/* ---- moving ------------------------------------------------------------------------------------
 */

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
		return true;
	}
	list_move(&list, count, (int)timeline->shown, move);
	timeline->selected = list.selected;
	timeline->follow = timeline->last && list.selected + 1 == count;
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
	if (!read_search(ui->app, incident, NULL, find->backwards, timeline->at,
		    timeline->number + beside, find->needle, find->scan, &hit, found, err))
		return false;
	/* round the end and on */
	if (!*found &&
		!read_search(ui->app, incident, NULL, find->backwards,
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
	bool ok = read_events(ui->app, incident, NULL, PAGE_AFTER, at[turned], number[turned] - 1,
		MARKS_MAX + 1, &events, err);
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
	{ "event edit {number}", "edit" }, { "event delete {number}", "delete" }, { "pin", "pin" },
	{ "undo", "undo" }, { "find", "find" }, { "palette", "command" }, { 0 } };

const struct view view_timeline = {
	.name = "timeline",
	.parent = "incident",
	.title = "Timeline",
	.place = "In the timeline",
	.hints = hints,
	.entity = ENTITY_EVENT,
	.load = load,
	.draw = draw,
	.move = move,
	.find = find,
	.number = number,
	.open = list_open,
	.between = between,
};
