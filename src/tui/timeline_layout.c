#include "tui/timeline_layout.h"

#include <stdlib.h>

#include "base/duration.h"
#include "base/text.h"

enum {
	FOLDED_BYTES = 8192, /* of a long text no more than this is looked at while it is folded */
	GAPS_ROWS = 4,	     /* a list so high has rows for gaps */
};

static struct timeline_columns place(int columns)
{
	if (columns >= 60) {
		int author = columns >= 100 ? 12 : 8;
		return (struct timeline_columns){ .about = 0,
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
		return (struct timeline_columns){ .about = 0,
			.time = 1,
			.mark = 7,
			.pin = 6,
			.kind = 8,
			.author = -1,
			.text = 17,
			.kind_columns = 8,
			.right = columns };
	return (struct timeline_columns){ .about = -1,
		.time = 0,
		.mark = columns >= 16 ? 5 : -1,
		.pin = -1,
		.kind = -1,
		.author = -1,
		.text = columns >= 16 ? 6 : 0,
		.right = columns };
}

struct timeline_layout timeline_layout(struct ui *ui, struct area list)
{
	struct timeline_layout layout = { .ui = ui,
		.at = place(list.columns),
		.days = list.rows >= 3,
		.gaps = ui->timeline.gaps && list.rows >= GAPS_ROWS };
	layout.rows = list.rows - layout.days;
	layout.most = layout.rows >= 12 ? FOLDED_ROWS_MAX : layout.rows >= 6 ? 2 : 1;
	return layout;
}

/* ---- folded ------------------------------------------------------------------------------------
 */

/* The link stands beside the first row. */
static int row_columns(const struct timeline_columns *at, const struct folded *folded, int row)
{
	int columns = at->right - at->text - (row ? 0 : folded->link_columns);
	return columns < 1 ? 1 : columns;
}

/* The last row goes on to the edge, not to the last word that fits, if its line does. */
static void cut_last(const char *text, const struct timeline_columns *at, struct folded *folded)
{
	size_t from = folded->rows[folded->count - 1].at,
	       end = from + folded->rows[folded->count - 1].len;
	size_t line = from + strcspn(text + from, "\n"),
	       room = (size_t)row_columns(at, folded, folded->count - 1);
	if (text_empty(text + end) || text[end + strspn(text + end, " \t")] == '\n')
		return;
	line = line - from > FOLDED_BYTES ? from + FOLDED_BYTES : line;
	folded->rows[folded->count - 1].len = text_fit(text + from, line - from, room - 1);
	folded->cut = true;
}

/* Whether an action or a cause was made from an event. */
static bool timeline_has_sequel(const struct ui *ui, const struct record *event)
{
	const struct incident *incident = &ui->incident;
	for (size_t i = 0; i < incident->actions.count; i++)
		if (text_equal(record_text(&incident->actions.items[i], ACTION_EVENT), event->id))
			return true;
	for (size_t i = 0; i < incident->causes.count; i++)
		if (text_equal(record_text(&incident->causes.items[i], CAUSE_EVENT), event->id))
			return true;
	return false;
}

/* What stands at the right of the first row: whom it is for, that something came of it, and its link. */
static void put_link(
	const struct timeline_layout *layout, const struct record *event, struct folded *out)
{
	const struct timeline_columns *at = &layout->at;
	struct buf link = { 0 };
	size_t room = at->right - at->text >= LINK_COLUMNS ? LINK_MAX : 0;
	out->readers = room ? show_readers(event, EVENT_AUDIENCE) : "";
	/* another version may know other readers, with names of any length */
	if (strlen(out->readers) + 1 >= room)
		out->readers = *out->readers ? "?" : "";
	if (*out->readers)
		room -= strlen(out->readers) + 1;
	out->sign = timeline_has_sequel(layout->ui, event);
	if (out->sign)
		buf_puts(&link, "→");
	if (record_has(event, EVENT_LINK)) {
		buf_puts(&link, !room ? "↗" : out->sign ? " ↗ " : "↗ ");
		if (room)
			show_link(record_text(event, EVENT_LINK), room, &link);
	}
	text_copy(out->link, sizeof out->link, buf_text(&link));
	if (link.len)
		out->link_columns = (int)text_width(out->link, strlen(out->link)) + 2;
	if (*out->readers)
		out->link_columns += (int)strlen(out->readers) + (link.len ? 1 : 2);
	buf_fini(&link);
}

void timeline_fold(
	const struct timeline_layout *layout, const struct record *event, struct folded *out)
{
	const struct timeline_columns *at = &layout->at;
	const char *text = record_text(event, EVENT_TEXT);
	size_t len = strlen(text), all = len, next;
	*out = (struct folded){ 0 };
	put_link(layout, event, out);
	len = len > FOLDED_BYTES ? text_fit(text, FOLDED_BYTES, FOLDED_BYTES) : len;
	for (size_t from = 0; from < len && out->count < layout->most; from += next) {
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

/* ---- unfolded ----------------------------------------------------------------------------------
 */

/* A text of a megabyte takes a while to wrap: it is done again only when it or the width changes.
 */
static void wrap_all(struct unfolded *event, int columns)
{
	const char *text = buf_text(&event->text);
	size_t len = event->text.len, next;
	event->rows.count = 0;
	event->columns = columns;
	for (size_t at = 0; at < len; at += next) {
		struct unfolded_row *row = vec_push(&event->rows);
		row->at = (uint32_t)at;
		row->len = (uint32_t)wrap_next(text + at, len - at, columns, &next);
	}
}

const struct unfolded *timeline_unfolded(const struct timeline_layout *layout, size_t index)
{
	struct timeline *timeline = &layout->ui->timeline;
	int columns = layout->at.right - layout->at.text;
	for (size_t i = 0; i < timeline->unfolded.count; i++) {
		struct unfolded *event = &timeline->unfolded.items[i];
		if (event->number != timeline->events.items[index].number || !event->text.len)
			continue;
		if (event->columns != columns)
			wrap_all(event, columns < 1 ? 1 : columns);
		return event;
	}
	return NULL;
}

/* ---- rows --------------------------------------------------------------------------------------
 */

/* Rows of an event. */
static int timeline_height(const struct timeline_layout *layout, size_t index)
{
	const struct unfolded *unfolded = timeline_unfolded(layout, index);
	struct folded folded;
	if (unfolded)
		return (int)unfolded->rows.count;
	timeline_fold(layout, &layout->ui->timeline.events.items[index], &folded);
	return folded.count;
}

bool timeline_new_day(const struct timeline_layout *layout, size_t index)
{
	const struct record *events = layout->ui->timeline.events.items;
	const char *zone = ui_zone(layout->ui);
	return show_day_number(&events[index], zone) != show_day_number(&events[index - 1], zone);
}

int64_t timeline_gap(const struct timeline_layout *layout, size_t index)
{
	const struct record *event = &layout->ui->timeline.events.items[index];
	if (!layout->gaps || text_equal(record_text(event, EVENT_PRECISION), "day") ||
		text_equal(record_text(event - 1, EVENT_PRECISION), "day"))
		return 0;
	int64_t gap = record_int(event, EVENT_AT) - record_int(event - 1, EVENT_AT);
	return gap >= MINUTE_MS ? gap : 0;
}

static int rows_before(const struct timeline_layout *layout, size_t index)
{
	return timeline_new_day(layout, index) || timeline_gap(layout, index);
}

/* What the list begins with: an event, less its first rows. */
struct start {
	size_t index;
	int skip;
};

static bool before(struct start a, struct start b)
{
	return a.index < b.index || (a.index == b.index && a.skip < b.skip);
}

/* The first from which on all up to the end of `end` fits. Only an unfolded event is cut above. */
static struct start start_for(const struct timeline_layout *layout, size_t end)
{
	int left = layout->rows - timeline_height(layout, end);
	struct start start = { end, left < 0 && timeline_unfolded(layout, end) ? -left : 0 };
	while (start.index > 0 && left > 0) {
		int height = timeline_height(layout, start.index - 1);
		left -= rows_before(layout, start.index);
		if (height > left && (left <= 0 || !timeline_unfolded(layout, start.index - 1)))
			break;
		start.index--;
		start.skip = height > left ? height - left : 0;
		left -= height;
	}
	return start;
}

void timeline_fit(const struct timeline_layout *layout)
{
	struct timeline *timeline = &layout->ui->timeline;
	struct start now = { timeline->top, timeline->skip };
	struct start lowest = start_for(layout, timeline->selected), fill = now;
	int height = timeline_height(layout, timeline->selected);
	if (timeline->last)
		fill = start_for(layout, timeline->events.count - 1);
	if (before(fill, now) || (timeline->follow && !timeline->unfolded.count))
		now = fill;
	timeline->scroll = 0;
	if (height > layout->rows && timeline_unfolded(layout, timeline->selected)) {
		/* it fills the list: one scrolls in it */
		timeline->scroll = height - layout->rows;
		now.skip = now.index == timeline->selected ? now.skip : 0;
		now.skip = now.skip > timeline->scroll ? timeline->scroll : now.skip;
		now.index = timeline->selected;
	} else {
		now = before(now, lowest) ? lowest : now;
		if (now.index >= timeline->selected)
			now = (struct start){ timeline->selected, 0 };
	}
	if (!timeline_unfolded(layout, now.index))
		now.skip = 0;
	timeline->top = now.index;
	timeline->skip = now.skip;
}
