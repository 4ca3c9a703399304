#include "tui/strip.h"

#include "base/duration.h"
#include "base/text.h"
#include "base/words.h"
#include "tui/ui.h"

enum { LABELS_COLUMNS = 50, LABEL = 6, TENTHS = 10, LEVELS = 8 };

enum { PARTS = 8 /* read in one go, of up to 256 events each */ };

enum { FULL = 8 /* events in a part that fill it, if no part has more */ };

int strip_level(unsigned count, unsigned most)
{
	int level = count > 0;
	while (level && level < LEVELS &&
		(uint64_t)level * (uint64_t)level * most < (uint64_t)count * LEVELS * LEVELS)
		level++;
	return level;
}

int strip_column(const struct strip *strip, int columns, int64_t at)
{
	if (at < strip->from || at > strip->to || strip->to <= strip->from)
		return -1;
	double share = (double)(at - strip->from) / (double)(strip->to - strip->from + 1);
	return (int)(share * columns);
}

int strip_rows(const struct ui *ui, int rows)
{
	const struct timeline *timeline = &ui->timeline;
	if (rows < STRIP_ROWS || !timeline->many)
		return 0;
	return rows < STRIP_TALL_ROWS ? 1 : 2;
}

/* ---- reading -----------------------------------------------------------------------------------
 */

/* What is left of the view's columns beside the two times. */
static int parts_of(int columns)
{
	int parts = columns < LABELS_COLUMNS ? columns - 2 : columns - 2 * (LABEL + 1) - 2;
	return parts < 1 ? 1 : parts < STRIP_MAX ? parts : STRIP_MAX;
}

/* What came long before it all began (a deploy on the day before) would leave no room for the rest.
 */
static void leave_out_long_ago(const struct ui *ui, struct strip *strip)
{
	enum { LEAD = 4 };
	int64_t began = ui->incident.began;
	if (began > strip->from && began < strip->to &&
		began - strip->from > (strip->to - began) / LEAD)
		strip->from = began - (strip->to - began) / LEAD;
}

/* In a huge incident what would take long stays wanted. */
static bool read(struct ui *ui, bool quick, struct err *err)
{
	struct strip *strip = &ui->timeline.strip;
	const char *incident = ui->incident.record.id;
	struct strip fresh = { .columns = ui->columns };
	strip->wanted = false;
	if (!read_span(ui->app, incident, &fresh.from, &fresh.to, err))
		return false;
	leave_out_long_ago(ui, &fresh);
	bool ok = true, done = true;
	if (fresh.to > fresh.from && quick)
		ok = read_density_few(ui->app, incident, fresh.from, fresh.to, parts_of(fresh.columns), fresh.counts,
			&done, err);
	else if (fresh.to > fresh.from)
		ok = read_density(ui->app, incident, timeline_filter(ui), fresh.from, fresh.to,
			parts_of(fresh.columns), fresh.counts, err);
	if (ok && done)
		*strip = fresh;
	strip->wanted = !done;
	return ok;
}

/* Some more parts of a huge incident: a key must not wait for all of them. */
static bool read_more(struct ui *ui, struct err *err)
{
	struct strip *strip = &ui->timeline.strip;
	const char *incident = ui->incident.record.id;
	const int all = parts_of(ui->columns);
	if (!strip->coming.parts || strip->coming.columns != ui->columns) {
		struct strip fresh = { .columns = ui->columns };
		if (!read_span(ui->app, incident, &fresh.from, &fresh.to, err))
			return false;
		leave_out_long_ago(ui, &fresh);
		strip->coming.from = fresh.from;
		strip->coming.to = fresh.to;
		strip->coming.columns = fresh.columns;
		strip->coming.parts = 0;
		memset(strip->coming.counts, 0, sizeof strip->coming.counts);
	}
	if (strip->coming.to > strip->coming.from &&
		!read_density_part(ui->app, incident, timeline_filter(ui), strip->coming.from, strip->coming.to, all,
			strip->coming.parts, PARTS, strip->coming.counts, err))
		return false;
	strip->coming.parts += PARTS;
	strip->wanted = strip->coming.parts < all && strip->coming.to > strip->coming.from;
	if (strip->wanted)
		return true;
	strip->from = strip->coming.from;
	strip->to = strip->coming.to;
	strip->columns = strip->coming.columns;
	strip->coming.parts = 0;
	memcpy(strip->counts, strip->coming.counts, sizeof strip->counts);
	return true;
}

bool strip_load(struct ui *ui, bool changed, struct err *err)
{
	struct timeline *timeline = &ui->timeline;
	struct strip *strip = &timeline->strip;
	if (!strip_rows(ui, ui->rows) || (!changed && strip->columns == ui->columns))
		return true;
	strip->wanted = true;
	strip->coming.parts = 0;
	return (timeline->huge && timeline_filter(ui)) || read(ui, timeline->huge, err);
}

bool strip_pending(const struct ui *ui)
{
	return ui->timeline.strip.wanted && ui->incident.open && ui->view == &view_timeline &&
		!ui->prompt.kind && !timeline_looking(ui);
}

void strip_tick(struct ui *ui)
{
	struct err err = { 0 };
	if (!strip_pending(ui))
		return;
	ui->timeline.strip.wanted = false;
	if (!read_more(ui, &err))
		ui_trouble(ui, &err);
}

/* ---- drawing -----------------------------------------------------------------------------------
 */

/* One letter each; detected and declared begin with the same. */
static const struct {
	enum milestone_kind kind;
	const char *letter;
} letters[] = { { MILESTONE_IMPACT, "I" }, { MILESTONE_DETECTED, "D" },
	{ MILESTONE_ACKNOWLEDGED, "A" }, { MILESTONE_DECLARED, "C" }, { MILESTONE_MITIGATED, "M" },
	{ MILESTONE_RESOLVED, "R" } };

static const char *letter_of(const char *kind)
{
	for (size_t i = 0; i < LENGTH(letters); i++)
		if (letters[i].kind == milestone_find(kind))
			return letters[i].letter;
	return "?";
}

static void draw_label(struct ui *ui, struct area area, int column, int64_t at, bool days)
{
	struct buf text = { 0 };
	show_day(at, ui_zone(ui), app_now(ui->app), &text);
	const char *day = strchr(buf_text(&text), ' ');
	/* "Fri 20 Nov": the weekday is left out */
	if (days && day)
		buf_splice(&text, 0, (size_t)(day + 1 - text.data), "", 0);
	else
		buf_truncate(&text, 0), when_format(&text, at, ui_zone(ui), WHEN_CLOCK);
	grid_put_field(&ui->grid, area, 0, column, LABEL, STYLE_DIM, buf_text(&text));
	buf_fini(&text);
}

static void draw_counts(struct ui *ui, struct area area, int seen_from, int seen_to)
{
	static const char *const blocks[] = { " ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };
	const struct strip *strip = &ui->timeline.strip;
	unsigned most = FULL;
	for (int i = 0; i < area.columns; i++)
		most = strip->counts[i] > most ? strip->counts[i] : most;
	for (int i = 0; i < area.columns; i++) {
		const struct area cell = { area.row, area.column + i, area.rows, 1 };
		int64_t at = strip->from +
			(int64_t)((double)(strip->to - strip->from) * i / area.columns);
		bool seen = i >= seen_from && i <= seen_to;
		int level = strip_level(strip->counts[i], most);
		grid_puts(&ui->grid, area, 0, i, seen ? STYLE_TITLE : STYLE_DIM,
			level || !seen || area.rows > 1 ? blocks[level] : "·");
		if (area.rows > 1 && seen)
			grid_puts(&ui->grid, area, 1, i, STYLE_RULE, "─");
		ui_hit(ui, MOUSE_LEFT, cell, "jump %lld", (long long)at);
	}
}

/* Two at the same place stand side by side, those at the right edge move left. */
static void draw_milestones(struct ui *ui, struct area area, int row)
{
	enum { MOST = 64 };
	const struct records *list = &ui->incident.milestones;
	int columns[MOST], count = 0, right = area.columns - 1;
	size_t which[MOST];
	for (size_t i = 0; i < list->count && count < MOST; i++) {
		int column = strip_column(
			&ui->timeline.strip, area.columns, record_int(&list->items[i], EVENT_AT));
		if (column < 0)
			continue;
		columns[count] =
			count && column <= columns[count - 1] ? columns[count - 1] + 1 : column;
		which[count++] = i;
	}
	for (int i = count - 1; i >= 0; i--) {
		const char *kind = record_text(&list->items[which[i]], EVENT_KIND);
		right = columns[i] < right ? columns[i] : right;
		grid_puts(&ui->grid, area, row, right--, style_find(kind), letter_of(kind));
	}
}

void strip_draw(struct ui *ui, struct area area, int rows, int64_t seen_from, int64_t seen_to)
{
	const struct strip *strip = &ui->timeline.strip;
	bool labels = area.columns >= LABELS_COLUMNS;
	struct area bar = { area.row, area.column + 1, rows, parts_of(area.columns) };
	/* the width changed, or it was not read yet: the rows stay, so that nothing jumps */
	if (strip->columns != area.columns || strip->to <= strip->from)
		return;
	if (labels) {
		bool days = strip->to - strip->from >= DAY_MS;
		bar.column += LABEL + 1;
		draw_label(ui, area, 1, strip->from, days);
		draw_label(ui, area, area.columns - LABEL - 1 + (days ? 0 : 1), strip->to, days);
	}
	int from = strip_column(strip, bar.columns, seen_from);
	int to = strip_column(strip, bar.columns, seen_to);
	if (seen_to < strip->from)
		from = to = 0;
	draw_counts(ui, bar, from < 0 ? 0 : from, to < 0 ? bar.columns - 1 : to);
	draw_milestones(ui, bar, rows - 1);
}

/* ---- jumping -----------------------------------------------------------------------------------
 */

/* The nearest milestone after what is selected, or before; NULL if there is none. */
static const struct record *beside(const struct ui *ui, bool next)
{
	const struct timeline *timeline = &ui->timeline;
	const struct records *list = &ui->incident.milestones;
	for (size_t i = 0; i < list->count; i++) {
		const struct record *event = &list->items[next ? i : list->count - 1 - i];
		int64_t at = record_int(event, EVENT_AT);
		bool after = at > timeline->at ||
			(at == timeline->at && event->number > timeline->number);
		if (event->number != timeline->number && after == next)
			return event;
	}
	return NULL;
}

static bool jump_milestone(struct ui *ui, bool next, struct err *err)
{
	const struct record *event = beside(ui, next);
	struct buf text = { 0 };
	if (!event)
		return err_set(err, ERR_NOT_FOUND, "there is no milestone %s",
			next ? "after this" : "before this");
	const struct when when = { .at = record_int(event, EVENT_AT),
		.precision = PRECISION_MINUTE };
	timeline_select(ui, event->number, when.at);
	show_moment(&when, ui_zone(ui), app_now(ui->app), &text);
	ui_message(ui, STYLE_TEXT, "%s, %s", record_text(event, EVENT_KIND), buf_text(&text));
	buf_fini(&text);
	return true;
}

/* The first event at or after a moment, or the last at or before it; the end there is, if there is
 * none. */
static bool jump_to(struct ui *ui, int64_t at, bool later, struct err *err)
{
	struct records events = { 0 };
	const char *incident = ui->incident.record.id;
	if (!read_events(ui->app, incident, timeline_filter(ui), later ? PAGE_AFTER : PAGE_BEFORE,
		    at, later ? 0 : INT64_MAX, 1, &events, err))
		return false;
	if (events.count)
		timeline_select(ui, events.items[0].number, record_int(&events.items[0], EVENT_AT));
	else
		timeline_select(ui, 0, later ? INT64_MAX : INT64_MIN);
	records_fini(&events);
	return true;
}

static bool jump_tenth(struct ui *ui, bool forward, struct err *err)
{
	int64_t from, to;
	if (!read_span(ui->app, ui->incident.record.id, &from, &to, err))
		return false;
	int64_t tenth = (to - from) / TENTHS;
	return jump_to(ui, ui->timeline.at + (forward ? tenth : -tenth), forward, err);
}

static bool jump_time(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	struct buf text = { 0 };
	struct when when;
	int64_t from, to, now = app_now(ui->app);
	if (!read_span(ui->app, ui->incident.record.id, &from, &to, err))
		return false;
	/* in an incident last month, 14:05 is the one then */
	const struct when_context ctx = { .now = to && to < now ? to : now,
		.zone = app_zone_of(ui->app, &ui->incident.record) };
	words_join(&text, words, count);
	bool ok = when_parse(buf_text(&text), &ctx, &when, err) && jump_to(ui, when.at, true, err);
	buf_fini(&text);
	return ok;
}

bool run_jump(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	const char *where = count ? words[0] : "";
	if (!timeline_needed(ui, err))
		return false;
	if (!*where)
		return err_set(err, ERR_USAGE, "jump where? next, previous, forward, back, 14:05");
	ui->timeline.hold = false;
	if (text_equal(where, "next") || text_equal(where, "previous"))
		return jump_milestone(ui, text_equal(where, "next"), err);
	if (text_equal(where, "forward") || text_equal(where, "back"))
		return jump_tenth(ui, text_equal(where, "forward"), err);
	return jump_time(ui, words, count, err);
}
