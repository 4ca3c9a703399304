/* The side panel: what one wants in sight whatever tab is shown. */
#include "tui/ui.h"

#include "base/text.h"
#include "tui/phases.h"

enum { ITEM_MIN = 16 /* columns, to wrap a text in */ };

struct panel {
	struct ui *ui;
	const struct incident *incident;
	struct area area;
	int row;
	int spare;    /* rows that would stay empty: long texts go on in them */
	bool measure; /* only count rows */
};

static void line(struct panel *panel, enum style style, const char *text)
{
	if (!panel->measure)
		grid_puts(&panel->ui->grid, panel->area, panel->row, 0, style, text);
	panel->row++;
}

static void heading(struct panel *panel, const char *text)
{
	panel->row += panel->row > 0;
	line(panel, STYLE_TITLE, text);
}

/* A row of two columns; `width` of the first. */
static void pair(struct panel *panel, int width, enum style first_style, const char *first,
	enum style style, const char *second)
{
	struct grid *grid = &panel->ui->grid;
	int columns = panel->area.columns - width - 1;
	if (!panel->measure) {
		grid_put_field(grid, panel->area, panel->row, 0, width, first_style, first);
		grid_put_field(grid, panel->area, panel->row, width + 1, columns, style, second);
	}
	panel->row++;
}

/* The same with a text of any length, which goes on in rows that are spare. */
static void item(struct panel *panel, int width, enum style first_style, const char *first,
	int depth, const char *text)
{
	const int column = width + 1 + depth * 2, columns = panel->area.columns - column;
	size_t at = 0, next;
	if (columns >= ITEM_MIN)
		pair(panel, width, first_style, first, STYLE_TEXT, "");
	else
		pair(panel, width, first_style, first, STYLE_TEXT, text);
	if (panel->measure || columns < ITEM_MIN)
		return;
	for (int row = panel->row - 1;; row = panel->row++) {
		size_t len = strlen(text + at);
		size_t fits = len ? wrap_next(text + at, len, columns, &next) : 0;
		bool last = !len || next >= len || !panel->spare;
		if (last) {
			grid_put_field(&panel->ui->grid, panel->area, row, column, columns,
				STYLE_TEXT, text + at);
			return;
		}
		grid_put(&panel->ui->grid, panel->area, row, column, STYLE_TEXT, text + at, fits);
		at += next;
		panel->spare--;
	}
}

/* How many of `count` rows still fit; the last free row says how many more there are. */
static size_t room(struct panel *panel, size_t count)
{
	size_t rows = panel->area.rows > panel->row ? (size_t)(panel->area.rows - panel->row) : 0;
	return count <= rows ? count : rows ? rows - 1 : 0;
}

static void say_rest(struct panel *panel, size_t rest)
{
	struct buf text = { 0 };
	buf_printf(&text, "… %zu more", rest);
	if (rest)
		line(panel, STYLE_DIM, buf_text(&text));
	buf_fini(&text);
}

static void panel_people(struct panel *panel)
{
	const struct records *roles = &panel->incident->roles;
	struct buf name = { 0 };
	heading(panel, "People");
	if (!roles->count)
		line(panel, STYLE_DIM, "nobody yet");
	size_t shown = room(panel, roles->count);
	for (size_t i = 0; i < shown; i++) {
		buf_truncate(&name, 0);
		show_person(record_text(&roles->items[i], ROLE_PERSON), &name);
		if (*show_readers(&roles->items[i], ROLE_AUDIENCE))
			buf_printf(&name, " (%s)", show_readers(&roles->items[i], ROLE_AUDIENCE));
		pair(panel, 10, STYLE_DIM, record_text(&roles->items[i], ROLE_NAME), STYLE_TEXT,
			buf_text(&name));
	}
	say_rest(panel, roles->count - shown);
	buf_fini(&name);
}

static void panel_milestones(struct panel *panel)
{
	struct ui *ui = panel->ui;
	const struct records *list = &panel->incident->milestones;
	if (!list->count)
		return;
	heading(panel, "Milestones");
	size_t shown = room(panel, list->count);
	for (size_t i = 0; i < shown; i++) {
		const struct record *event = &list->items[i];
		const char *kind = record_text(event, EVENT_KIND);
		struct buf time = { 0 };
		bool about = text_equal(record_text(event, EVENT_PRECISION), "about");
		buf_puts(&time, about ? "~" : "");
		if (show_day_number(event, ui_zone(ui)) !=
			show_day_number(&list->items[0], ui_zone(ui))) {
			show_event_day(event, ui_zone(ui), app_now(ui->app), &time);
			buf_puts(&time, " ");
		}
		show_clock(event, ui_zone(ui), true, &time);
		if (i) {
			buf_puts(&time, "  +");
			show_length(
				record_int(event, EVENT_AT) - record_int(&list->items[0], EVENT_AT),
				&time);
		}
		pair(panel, 12, style_find(kind), kind, STYLE_TEXT, buf_text(&time));
		buf_fini(&time);
	}
	say_rest(panel, list->count - shown);
}

static void panel_phases(struct panel *panel)
{
	/* of an incident that is not open they were not read */
	if (panel->incident != &panel->ui->incident || !phases_known(panel->ui))
		return;
	heading(panel, "Phases");
	/* drawn twice at the same place: nothing before it wraps */
	panel->row += phases_draw_panel(panel->ui, panel->area, panel->row);
}

static void panel_pinned(struct panel *panel)
{
	struct ui *ui = panel->ui;
	const struct records *list = &ui->timeline.pinned;
	/* those are of the incident that is open */
	if (!list->count || panel->incident != &ui->incident)
		return;
	heading(panel, "Key moments");
	size_t shown = room(panel, list->count);
	for (size_t i = 0; i < shown; i++) {
		struct buf time = { 0 };
		show_clock(&list->items[i], ui_zone(ui), false, &time);
		item(panel, 7, STYLE_TIME, buf_text(&time), 0,
			record_text(&list->items[i], EVENT_TEXT));
		buf_fini(&time);
	}
	say_rest(panel, list->count - shown);
}

/* What somebody has to do with the review: their last word, or that they were asked; NULL: nothing that counts. */
static const char *review_part(const struct records *steps, size_t index, enum style *style)
{
	const enum review_step step = review_step_of(&steps->items[index]);
	*style = step == REVIEW_APPROVE ? STYLE_GOOD : step == REVIEW_OBJECT ? STYLE_WARNING : STYLE_DIM;
	if (step == REVIEW_APPROVE || step == REVIEW_OBJECT)
		return !review_stands(steps, index) ? NULL
			: step == REVIEW_APPROVE     ? "approves"
						     : "objects";
	return review_waits(steps, index) ? "is asked" : NULL;
}

static void panel_review(struct panel *panel)
{
	const struct review *review = &panel->incident->writing.review;
	struct buf text = { 0 };
	enum style style;
	if (!review->steps.count || panel->incident != &panel->ui->incident)
		return;
	buf_printf(&text, "Review: %s", review_state_label(review->state));
	heading(panel, buf_text(&text));
	for (size_t i = 0; i < review->steps.count; i++) {
		const char *part = review_part(&review->steps, i, &style);
		buf_truncate(&text, 0);
		show_person(record_text(&review->steps.items[i], REVIEW_PERSON), &text);
		if (part && panel->row + 1 < panel->area.rows)
			pair(panel, 10, STYLE_DIM, buf_text(&text), style, part);
	}
	buf_truncate(&text, 0);
	buf_printf(&text, "%zu open comment%s", review->tally.comments,
		review->tally.comments == 1 ? "" : "s");
	if (review->tally.comments)
		line(panel, STYLE_WARNING, buf_text(&text));
	buf_fini(&text);
}

static void panel_actions(struct panel *panel)
{
	const struct records *list = &panel->incident->actions;
	size_t open = incident_open_actions(panel->incident), shown = 0;
	struct buf first = { 0 };
	if (!open)
		return;
	heading(panel, "Open actions");
	size_t most = room(panel, open);
	for (size_t i = 0; i < list->count && shown < most; i++) {
		const struct record *action = &list->items[i];
		const char *state = record_text(action, ACTION_STATE);
		const char *priority = record_text(action, ACTION_PRIORITY);
		if (!text_equal(state, "open") && !text_equal(state, "doing"))
			continue;
		buf_truncate(&first, 0);
		buf_printf(&first, "#%lld %s", (long long)action->number, priority);
		item(panel, 7, style_find(priority), buf_text(&first), 0,
			record_text(action, ACTION_TITLE));
		shown++;
	}
	say_rest(panel, open - shown);
	buf_fini(&first);
}

static void panel_causes(struct panel *panel)
{
	const struct incident *incident = panel->incident;
	const struct choice *kinds = entity_get(ENTITY_CAUSE)->fields[CAUSE_KIND].choices;
	if (!incident->causes.count)
		return;
	heading(panel, "Causes");
	size_t shown = room(panel, incident->causes.count);
	for (size_t i = 0; i < shown; i++) {
		const struct record *cause = &incident->causes.items[incident->tree[i].index];
		item(panel, 7, STYLE_DIM, show_label(kinds, record_text(cause, CAUSE_KIND)),
			incident->tree[i].depth, record_text(cause, CAUSE_TEXT));
	}
	say_rest(panel, incident->causes.count - shown);
}

void incident_draw_panel(struct ui *ui, const struct incident *incident, struct area area)
{
	static void (*const parts[])(
		struct panel *) = { panel_people, panel_milestones, panel_phases, panel_pinned, panel_review, panel_actions, panel_causes };
	int spare = 0;
	for (int pass = 0; pass < 2; pass++) {
		struct panel panel = { .ui = ui,
			.incident = incident,
			.area = area,
			.spare = spare,
			.measure = pass == 0 };
		for (size_t i = 0; i < LENGTH(parts); i++)
			if (panel.row + 3 <= area.rows)
				parts[i](&panel);
		spare = area.rows - panel.row;
	}
}
