#include "tui/timeline_layout.h"

#include "base/duration.h"
#include "base/text.h"
#include "base/zone.h"

enum { ZONE_COLUMNS = 60 }; /* a narrower list names the zone itself: the tabs may have no room */

struct pen {
	const struct timeline_layout *layout;
	struct area area; /* the list */
	int row;	  /* where the next event goes */
};

static void draw_day(const struct pen *pen, const struct record *event, int64_t gap, bool first)
{
	struct ui *ui = pen->layout->ui;
	struct buf day = { 0 };
	char zone[ZONE_ABBREVIATION_MAX];
	show_event_day(event, ui_zone(ui), app_now(ui->app), &day);
	if (first && pen->area.columns < ZONE_COLUMNS) {
		zone_abbreviation(ui_zone(ui), record_int(event, EVENT_AT), zone);
		buf_printf(&day, ", %s", zone);
	}
	if (gap) {
		buf_puts(&day, " · ");
		duration_format(&day, gap);
		buf_puts(&day, " later");
	}
	grid_puts(&ui->grid, pen->area, pen->row, pen->area.columns >= 30 ? 1 : 0, STYLE_DIM,
		buf_text(&day));
	buf_fini(&day);
}

static void draw_gap(const struct pen *pen, int64_t gap)
{
	struct buf text = { 0 };
	const struct timeline_columns *at = &pen->layout->at;
	duration_format(&text, gap);
	buf_puts(&text, " later");
	grid_puts(&pen->layout->ui->grid, pen->area, pen->row, at->kind >= 0 ? at->kind : at->text,
		STYLE_DIM, buf_text(&text));
	buf_fini(&text);
}

/* The row above an event: its day, how much later it was, or both. Gives the rows used. */
static int draw_before(const struct pen *pen, size_t index, bool first)
{
	const struct record *event = &pen->layout->ui->timeline.events.items[index];
	int64_t gap = first ? 0 : timeline_gap(pen->layout, index);
	if (first ? pen->layout->days : timeline_new_day(pen->layout, index))
		draw_day(pen, event, gap, first);
	else if (gap)
		draw_gap(pen, gap);
	else
		return 0;
	return 1;
}

/* ---- one event ---------------------------------------------------------------------------------
 */

static void draw_time(const struct pen *pen, int row, const struct record *event)
{
	struct ui *ui = pen->layout->ui;
	const struct timeline_columns *at = &pen->layout->at;
	struct buf clock = { 0 };
	if (at->about >= 0 && text_equal(record_text(event, EVENT_PRECISION), "about"))
		grid_puts(&ui->grid, pen->area, row, at->about, STYLE_TIME, "~");
	show_clock(event, ui_zone(ui), at->seconds, &clock);
	if (text_equal(buf_text(&clock), "all day") && !at->seconds) {
		buf_truncate(&clock, 0);
		buf_puts(&clock, "day");
	}
	if (at->text > 0)
		grid_puts(&ui->grid, pen->area, row, at->time, STYLE_TIME, buf_text(&clock));
	buf_fini(&clock);
}

/* What stands left of the text. */
static void draw_head(const struct pen *pen, int row, const struct record *event)
{
	struct ui *ui = pen->layout->ui;
	const struct timeline_columns *at = &pen->layout->at;
	const char *kind = record_text(event, EVENT_KIND);
	const struct choice *kinds = entity_get(ENTITY_EVENT)->fields[EVENT_KIND].choices;
	draw_time(pen, row, event);
	if (at->pin >= 0 && record_int(event, EVENT_PINNED))
		grid_puts(&ui->grid, pen->area, row, at->pin, STYLE_MARK, "★");
	if (at->mark >= 0 && ui_marked(ui, event->number))
		grid_puts(&ui->grid, pen->area, row, at->mark, STYLE_MARK, MARK_SIGN);
	if (at->kind >= 0)
		grid_put_field(&ui->grid, pen->area, row, at->kind, at->kind_columns,
			style_find(kind), show_label(kinds, kind));
	if (at->author >= 0) {
		struct buf author = { 0 };
		show_person(record_text(event, EVENT_AUTHOR), &author);
		grid_put_field(&ui->grid, pen->area, row, at->author, at->author_columns,
			STYLE_TEXT, buf_text(&author));
		buf_fini(&author);
	}
}

static void draw_more(struct ui *ui, struct area area, int row, const char *text,
	const struct folded *folded, const struct timeline_columns *at)
{
	struct buf more = { 0 };
	size_t lines = 1, last = (size_t)folded->count - 1, len = strlen(text);
	for (const char *c = text + len - folded->rest; c < text + len; c++)
		lines += *c == '\n' && c[1];
	if (folded->cut)
		buf_puts(&more, "…");
	else if (at->right - at->text >= LINK_COLUMNS)
		buf_printf(&more, " … %zu more line%s", lines, lines == 1 ? "" : "s");
	else
		buf_puts(&more, " …");
	int right = at->right - (folded->count == 1 ? folded->link_columns : 0);
	int columns = (int)text_width(buf_text(&more), more.len);
	int used = (int)text_width(text + folded->rows[last].at, folded->rows[last].len);
	int column = at->text + used;
	if (column + columns > right)
		column = right - columns;
	if (column >= at->text)
		grid_puts(&ui->grid, area, row + (int)last, column, STYLE_DIM, buf_text(&more));
	buf_fini(&more);
}

/* The text area of an event: left of the margin at the right. */
static struct area body_of(const struct pen *pen)
{
	return (struct area){ pen->area.row, pen->area.column, pen->area.rows,
		pen->layout->at.right };
}

static int draw_folded(const struct pen *pen, const struct record *event)
{
	struct ui *ui = pen->layout->ui;
	const struct timeline_columns *at = &pen->layout->at;
	const struct area body = body_of(pen);
	const char *text = record_text(event, EVENT_TEXT);
	struct folded folded;
	timeline_fold(pen->layout, event, &folded);
	ui_hit_row(ui, pen->area, pen->row, folded.count, event->number);
	draw_head(pen, pen->row, event);
	for (int i = 0; i < folded.count; i++) {
		const char *part = text + folded.rows[i].at;
		grid_put(&ui->grid, body, pen->row + i, at->text, STYLE_TEXT, part,
			folded.rows[i].len);
		list_highlight(ui, body, pen->row + i, at->text, part, folded.rows[i].len);
	}
	if (folded.rest)
		draw_more(ui, body, pen->row, text, &folded, at);
	if (folded.link_columns) {
		int column = at->right - folded.link_columns + 2;
		if (*folded.readers)
			column += grid_puts(&ui->grid, body, pen->row, column, STYLE_MARK,
					  folded.readers) +
				1;
		if (folded.sign)
			column += grid_puts(&ui->grid, body, pen->row, column, STYLE_MARK, "→");
		grid_puts(&ui->grid, body, pen->row, column, STYLE_LINK,
			folded.link + (folded.sign ? strlen("→") : 0));
	}
	return folded.count;
}

/* A line at the left tells how far it goes; what is known of the event beside its text is dim. */
static int draw_unfolded(const struct pen *pen, const struct record *event,
	const struct unfolded *unfolded, int skip)
{
	struct ui *ui = pen->layout->ui;
	const struct timeline_columns *at = &pen->layout->at;
	const struct area body = body_of(pen);
	const char *text = buf_text(&unfolded->text);
	int rows = (int)unfolded->rows.count - skip;
	rows = rows < pen->area.rows - pen->row ? rows : pen->area.rows - pen->row;
	ui_hit_row(ui, pen->area, pen->row, rows, event->number);
	draw_head(pen, pen->row, event);
	for (int i = 0; i < rows; i++) {
		const struct unfolded_row *row = &unfolded->rows.items[skip + i];
		bool detail = row->at >= unfolded->details;
		if (i + skip && at->text > 1)
			grid_puts(&ui->grid, body, pen->row + i,
				at->text - (at->author < 0 ? 1 : 2), STYLE_RULE, "│");
		grid_put(&ui->grid, body, pen->row + i, at->text, detail ? STYLE_DIM : STYLE_TEXT,
			text + row->at, row->len);
		list_highlight(ui, body, pen->row + i, at->text, text + row->at, row->len);
	}
	return rows;
}

static void draw_one(struct pen *pen, size_t index)
{
	struct ui *ui = pen->layout->ui;
	struct timeline *timeline = &ui->timeline;
	const struct record *event = &timeline->events.items[index];
	const struct unfolded *unfolded = timeline_unfolded(pen->layout, index);
	int skip = index == timeline->top ? timeline->skip : 0;
	int height = unfolded ? draw_unfolded(pen, event, unfolded, skip) : draw_folded(pen, event);
	int left = pen->area.rows - pen->row;
	if (index == timeline->selected)
		list_mark(ui, pen->area, pen->row, unfolded ? 1 : height < left ? height : left);
	pen->row += height;
}

/* ---- all of it ---------------------------------------------------------------------------------
 */

void timeline_draw_list(struct ui *ui, struct area area)
{
	struct timeline *timeline = &ui->timeline;
	struct timeline_layout layout = timeline_layout(ui, area);
	struct pen pen = { .layout = &layout, .area = area };
	timeline_fit(&layout);
	for (size_t i = timeline->top; i < timeline->events.count && pen.row < area.rows; i++) {
		pen.row += draw_before(&pen, i, i == timeline->top);
		if (pen.row >= area.rows)
			break;
		draw_one(&pen, i);
		timeline->shown++;
	}
	timeline->below = !timeline->last ||
		timeline->top + timeline->shown < timeline->events.count || pen.row > area.rows;
}
