/* What stands above the tabs of an incident; panel.c has what stands beside them. */
#include "tui/ui.h"

#include "base/duration.h"
#include "base/text.h"
#include "base/zone.h"

/* From how many rows on (of the screen without its last) each part is there. */
enum { TITLE_ROWS = 5, TABS_ROWS = 8, PEOPLE_ROWS = 13, RULE_ROWS = 15 };

enum { WIDE = 70 };

/* "00:42:17 since 14:03 UTC", "lasted 47m". */
static void put_running(const struct ui *ui, bool wide, struct buf *out)
{
	const struct incident *incident = &ui->incident;
	int64_t now = app_now(ui->app);
	if (!status_is_open(record_text(&incident->record, INCIDENT_STATUS))) {
		if (!incident->ended)
			return;
		buf_puts(out, wide ? "lasted " : "");
		show_length(incident->ended - incident->began, out);
		return;
	}
	if (options_on(&ui->app->options, OPTION_CLOCK))
		duration_clock(out, now > incident->began ? now - incident->began : 0);
	else
		show_length(now > incident->began ? now - incident->began : 0, out);
	if (!wide)
		return;
	const struct when since = { .at = incident->began, .precision = PRECISION_MINUTE };
	buf_puts(out, " since ");
	show_moment(&since, ui_zone(ui), now, out);
}

static void draw_title(struct ui *ui, struct area area)
{
	const struct record *incident = &ui->incident.record;
	const char *severity = record_text(incident, INCIDENT_SEVERITY);
	const char *status = record_text(incident, INCIDENT_STATUS);
	const char *title = record_text(incident, INCIDENT_TITLE);
	bool wide = area.columns >= WIDE;
	struct buf text = { 0 }, running = { 0 };
	int gap = wide ? 2 : 1, at = area.columns >= 40 ? 1 : 0;
	app_incident_name(incident, &text);
	at += grid_puts(&ui->grid, area, 0, at, STYLE_TITLE, buf_text(&text)) + gap;
	at += grid_puts(&ui->grid, area, 0, at, style_find(severity), severity) + gap;
	buf_truncate(&text, 0);
	show_upper(status, &text);
	at += grid_puts(&ui->grid, area, 0, at, status_is_open(status) ? STYLE_TITLE : STYLE_GOOD,
		      buf_text(&text)) +
		(wide ? 3 : 1);
	put_running(ui, wide, &running);
	int right =
		area.columns - (wide ? 1 : 0) - (int)text_width(buf_text(&running), running.len);
	if (running.len && right < at)
		right = area.columns;
	else
		grid_puts(&ui->grid, area, 0, right, STYLE_TIME, buf_text(&running));
	if (right - at > 3)
		grid_put_field(&ui->grid, area, 0, at, right - at - gap, STYLE_TITLE, title);
	buf_fini(&text);
	buf_fini(&running);
}

/* ---- people and metrics ------------------------------------------------------------------------
 */

static const struct {
	const char *role, *label;
} people[] = { { "commander", "IC" }, { "scribe", "scribe" }, { "comms", "comms" } };

static const struct record *find_role(const struct incident *incident, const char *name)
{
	for (size_t i = 0; i < incident->roles.count; i++)
		if (text_same(record_text(&incident->roles.items[i], ROLE_NAME), name))
			return &incident->roles.items[i];
	return NULL;
}

static int draw_people(struct ui *ui, struct area area, int columns)
{
	struct buf name = { 0 };
	int at = 1;
	for (size_t i = 0; i < LENGTH(people); i++) {
		const struct record *role = find_role(&ui->incident, people[i].role);
		buf_truncate(&name, 0);
		if (role)
			show_person(record_text(role, ROLE_PERSON), &name);
		else
			buf_puts(&name, "—");
		int label = (int)strlen(people[i].label);
		int width = (int)text_width(buf_text(&name), name.len);
		if (at + 3 + label + 1 + width > columns)
			break;
		if (i)
			at += grid_puts(&ui->grid, area, 0, at, STYLE_DIM, " · ");
		at += grid_puts(&ui->grid, area, 0, at, STYLE_DIM, people[i].label) + 1;
		at += grid_puts(
			&ui->grid, area, 0, at, role ? STYLE_TEXT : STYLE_DIM, buf_text(&name));
	}
	buf_fini(&name);
	return at;
}

static void put_budget(const struct incident *incident, struct buf *out)
{
	int64_t used = budget_used(&incident->budget, &incident->metrics.values[METRIC_DOWNTIME]);
	if (used >= 0)
		buf_printf(out, "budget %s: %lld %%", incident->budget.label, (long long)used);
}

/* One metric as "detect 4m"; gives its columns. Drawn only if `row` is not negative. */
static int draw_metric(struct ui *ui, struct area area, int row, int column, enum metric_kind kind)
{
	const struct metric *metric = &ui->incident.metrics.values[kind];
	const char *label = metric_label(kind);
	struct buf value = { 0 };
	show_metric(metric, &value);
	int width = (int)strlen(label) + 1 + (int)text_width(buf_text(&value), value.len);
	if (row >= 0) {
		int at = column + grid_puts(&ui->grid, area, row, column, STYLE_DIM, label) + 1;
		grid_puts(&ui->grid, area, row, at,
			metric->state == METRIC_INVALID ? STYLE_WARNING : STYLE_TEXT,
			buf_text(&value));
	}
	buf_fini(&value);
	return width;
}

static void draw_no_milestones(struct ui *ui, struct area area, int from)
{
	static const char how[] = "no milestones yet: !impact, !detected, …";
	int column = area.columns - 1 - (int)text_width(how, strlen(how));
	if (column > from + 1)
		grid_puts(&ui->grid, area, 0, column, STYLE_DIM, how);
}

static void draw_numbers(struct ui *ui, struct area area)
{
	struct buf budget = { 0 };
	const struct incident *incident = &ui->incident;
	int metrics = 0, start, end = area.columns - 1;
	for (int kind = METRIC_DETECT; kind <= METRIC_RESOLVE; kind++)
		metrics += draw_metric(ui, area, -1, 0, (enum metric_kind)kind) + (kind ? 2 : 0);
	put_budget(incident, &budget);
	int width = (int)text_width(buf_text(&budget), budget.len);
	if (width && metrics + 3 + width + 24 > area.columns)
		width = 0;
	start = end - metrics - (width ? width + 3 : 0);
	/* too narrow for both: the numbers, unless none is known yet */
	int used = draw_people(ui, area, start > 16 ? start - 1 : area.columns);
	if (used + 1 > start)
		goto out;
	if (incident->metrics.problem[0]) {
		grid_put_field(&ui->grid, area, 0, used + 3, area.columns - used - 4, STYLE_WARNING,
			incident->metrics.problem);
		goto out;
	}
	if (!incident->milestones.count) {
		draw_no_milestones(ui, area, used);
		goto out;
	}
	for (int kind = METRIC_DETECT; kind <= METRIC_RESOLVE; kind++)
		start += draw_metric(ui, area, 0, start, (enum metric_kind)kind) + 2;
	if (width) {
		int64_t share =
			budget_used(&incident->budget, &incident->metrics.values[METRIC_DOWNTIME]);
		grid_puts(&ui->grid, area, 0, end - width, share > 100 ? STYLE_WARNING : STYLE_TEXT,
			buf_text(&budget));
	}
out:
	buf_fini(&budget);
}

/* ---- tabs --------------------------------------------------------------------------------------
 */

size_t incident_open_actions(const struct incident *incident)
{
	size_t open = 0;
	for (size_t i = 0; i < incident->actions.count; i++) {
		const char *state = record_text(&incident->actions.items[i], ACTION_STATE);
		open += text_equal(state, "open") || text_equal(state, "doing");
	}
	return open;
}

static void actions_badge(const struct ui *ui, struct buf *out)
{
	size_t open = incident_open_actions(&ui->incident);
	if (open)
		buf_printf(out, "%zu", open);
}

static void causes_badge(const struct ui *ui, struct buf *out)
{
	if (ui->incident.causes.count)
		buf_printf(out, "%zu", ui->incident.causes.count);
}

/* What stands in the bar for each tab, in the order of incident_tabs. */
static const struct {
	const char *brief, *terse; /* its title where there is no room for it, or hardly any */
	void (*badge)(const struct ui *ui, struct buf *out);
} tab_rows[TAB_COUNT] = { { "Time", "Time", NULL }, { "Actions", "Act", actions_badge },
	{ "Causes", "Cause", causes_badge }, { "Post", "Post", postmortem_badge },
	{ "Preview", "Prev", NULL }, { "Checks", "Check", checks_badge }, { "Hist", "Hist", NULL } };

enum tab_title { TAB_WHOLE, TAB_BRIEF, TAB_TERSE, TAB_NONE };

/* How the bar is drawn, the roomiest first. */
static const struct tab_form {
	enum tab_title title;
	const char *joint; /* between title and badge */
	int pad, gap;	   /* blanks round each, inside its style; between them */
	bool active;	   /* the one that is shown has its whole title all the same */
	bool others;	   /* badges of the others */
} tab_forms[] = {
	{ TAB_WHOLE, " ", 1, 1, true, true },
	{ TAB_WHOLE, " ", 0, 2, true, true },
	{ TAB_BRIEF, ":", 0, 1, true, true },
	{ TAB_BRIEF, ":", 0, 1, false, true },
	{ TAB_TERSE, ":", 0, 1, false, true },
	{ TAB_NONE, ":", 0, 1, true, true },
	{ TAB_NONE, ":", 0, 1, true, false },
	{ TAB_NONE, ":", 0, 1, false, false },
};

static void put_tab(const struct ui *ui, size_t index, const struct tab_form *form, bool active,
	struct buf *out)
{
	struct buf badge = { 0 };
	const char *title = form->title == TAB_WHOLE || (active && form->active)
		? incident_tabs[index]->title
		: form->title == TAB_BRIEF ? tab_rows[index].brief
		: form->title == TAB_TERSE ? tab_rows[index].terse
					   : "";
	if (tab_rows[index].badge && (active || form->others))
		tab_rows[index].badge(ui, &badge);
	buf_fill(out, ' ', (size_t)form->pad);
	buf_printf(out, "%zu%s%s", index + 1, *title ? " " : "", title);
	if (badge.len)
		buf_printf(out, "%s%s", form->joint, buf_text(&badge));
	buf_fill(out, ' ', (size_t)form->pad);
	buf_fini(&badge);
}

/* Whichever tab is shown: the bar shall not change its form as one goes through them. */
static int tabs_width(const struct ui *ui, const struct tab_form *form)
{
	struct buf text = { 0 };
	int all = (TAB_COUNT - 1) * form->gap, more = 0;
	for (size_t i = 0; i < TAB_COUNT; i++) {
		buf_truncate(&text, 0);
		put_tab(ui, i, form, false, &text);
		int width = (int)text_width(buf_text(&text), text.len);
		buf_truncate(&text, 0);
		put_tab(ui, i, form, true, &text);
		int active = (int)text_width(buf_text(&text), text.len);
		all += width;
		more = active - width > more ? active - width : more;
	}
	buf_fini(&text);
	return all + more;
}

/* The first form that fits beside the zone, which is always there: whole, or what its time is
 * called now. */
static const struct tab_form *choose_form(const struct ui *ui, int columns, char *zone)
{
	const char *whole = ui_zone(ui);
	for (size_t i = 0; i < LENGTH(tab_forms); i++) {
		int width = tabs_width(ui, &tab_forms[i]);
		text_copy(zone, ZONE_NAME_MAX, whole);
		if (width + 1 + (int)strlen(zone) + 1 <= columns)
			return &tab_forms[i];
		zone_abbreviation(whole, app_now(ui->app), zone);
		if (width + 1 + (int)strlen(zone) + 1 <= columns)
			return &tab_forms[i];
	}
	return &tab_forms[LENGTH(tab_forms) - 1];
}

static void draw_tabs(struct ui *ui, struct area area)
{
	char zone[ZONE_NAME_MAX];
	const struct tab_form *form = choose_form(ui, area.columns - 1, zone);
	int right = area.columns - (int)strlen(zone) - 1;
	int at = area.columns >= 40 ? 1 - form->pad : 0;
	struct buf text = { 0 };
	for (size_t i = 0; i < TAB_COUNT; i++) {
		bool active = incident_tabs[i] == ui->view;
		buf_truncate(&text, 0);
		put_tab(ui, i, form, active, &text);
		const struct area hit = { area.row, area.column + at, 1,
			(int)text_width(buf_text(&text), text.len) };
		ui_hit(ui, MOUSE_LEFT, hit, "tab %s", incident_tabs[i]->name);
		at += grid_puts(&ui->grid, area, 0, at, active ? STYLE_TAB_ACTIVE : STYLE_TAB,
			      buf_text(&text)) +
			form->gap;
	}
	if (at <= right + 1)
		grid_puts(&ui->grid, area, 0, right, STYLE_TIME, zone);
	buf_fini(&text);
}

void incident_draw_tabs(struct ui *ui, struct area area)
{
	const int above = (area.rows >= TITLE_ROWS) + (area.rows >= PEOPLE_ROWS);
	const struct area line = { area.row + above, area.column, 1, area.columns };
	if (area.rows < TABS_ROWS)
		return;
	grid_fill(&ui->grid, line, STYLE_TEXT);
	draw_tabs(ui, line);
}

int incident_draw_header(struct ui *ui, struct area area)
{
	int rows = area.rows, used = 0;
	struct area line = { area.row, area.column, 1, area.columns };
	if (rows >= TITLE_ROWS) {
		draw_title(ui, line);
		line.row = area.row + ++used;
	}
	if (rows >= PEOPLE_ROWS) {
		draw_numbers(ui, line);
		line.row = area.row + ++used;
	}
	if (rows >= TABS_ROWS) {
		draw_tabs(ui, line);
		line.row = area.row + ++used;
	}
	if (rows >= RULE_ROWS) {
		grid_rule(&ui->grid, line, 0, STYLE_RULE);
		used++;
	}
	return used;
}
