#include "tui/search.h"

#include "base/text.h"
#include "base/words.h"
#include "tui/ui.h"

enum {
	AT_ONCE = 300,	    /* changes read into the index before something is shown: a key waits some 5 ms */
	LOCK_WAIT_MS = 100, /* another program that writes is not waited for longer */
	DATE_COLUMNS = 70,  /* from here on hits have a date and a time */
	WHEN_COLUMNS = 22,
	KIND_COLUMNS = 11,
};

void search_fini(struct search *search)
{
	if (search->known)
		search_query_fini(&search->query);
	search_hits_fini(&search->hits);
	buf_fini(&search->text);
	*search = (struct search){ 0 };
}

/* ---- reading -----------------------------------------------------------------------------------
 */

static void update(struct ui *ui)
{
	struct search *search = &ui->search;
	struct err err = { 0 };
	search->stuck = !search_catch_up(ui->app, AT_ONCE, LOCK_WAIT_MS, &search->left, &err);
	if (search->stuck)
		ui_message(ui, STYLE_WARNING, "the latest %lld changes are not searched: %s",
			(long long)search->left, err.text);
}

static bool load(struct ui *ui, int rows, struct err *err)
{
	struct search *search = &ui->search;
	struct search_query query;
	struct search_hits hits = { 0 };
	size_t limit =
		search->hits.hits.count > SEARCH_FIRST ? search->hits.hits.count : SEARCH_FIRST;
	(void)rows;
	update(ui);
	if (!search_query_parse(ui->app, buf_text(&search->text), &query, err))
		return false;
	if (!search_read(ui->app, &query, limit, &hits, err)) {
		search_query_fini(&query);
		search_hits_fini(&hits);
		return false;
	}
	if (search->known)
		search_query_fini(&search->query);
	search_hits_fini(&search->hits);
	search->query = query;
	search->hits = hits;
	search->known = true;
	return true;
}

bool search_is_reading(const struct ui *ui)
{
	return ui->view == &view_search && ui->search.left > 0 && !ui->search.stuck;
}

/* At the end of what was read: the next ones. */
static bool moved(struct ui *ui, struct err *err)
{
	struct search *search = &ui->search;
	size_t count = search->hits.hits.count;
	if (!search->hits.more || search->list.selected + (size_t)ui->rows < count)
		return true;
	return search_read(ui->app, &search->query, SEARCH_FIRST, &search->hits, err);
}

/* ---- drawing -----------------------------------------------------------------------------------
 */

static const struct search_hit *hit_at(const struct ui *ui, size_t index)
{
	return &ui->search.hits.hits.items[index];
}

/* A hit that is the first shown, or of another incident than the one above, stands below a heading.
 */
static bool heads(const struct ui *ui, size_t top, size_t index)
{
	return index == top || hit_at(ui, index)->incident != hit_at(ui, index - 1)->incident;
}

static int height(const struct ui *ui, size_t top, size_t last)
{
	int rows = 0;
	for (size_t i = top; i <= last; i++)
		rows += 1 + heads(ui, top, i);
	return rows;
}

static void fit(struct ui *ui, int rows)
{
	struct list *list = &ui->search.list;
	size_t count = ui->search.hits.hits.count;
	if (list->selected >= count)
		list->selected = count ? count - 1 : 0;
	if (list->top > list->selected)
		list->top = list->selected;
	if (list->selected - list->top > (size_t)rows)
		list->top = list->selected - (size_t)rows;
	while (list->top < list->selected && height(ui, list->top, list->selected) > rows)
		list->top++;
	/* no rows stay empty that hits above could fill */
	while (list->top && height(ui, list->top - 1, count - 1) <= rows)
		list->top--;
}

static void draw_heading(struct ui *ui, struct area area, int y, const struct record *incident)
{
	struct buf text = { 0 };
	const char *severity = record_text(incident, INCIDENT_SEVERITY);
	int x = 1;
	app_incident_name(incident, &text);
	x += grid_puts(&ui->grid, area, y, x, STYLE_TITLE, buf_text(&text)) + 2;
	x += grid_puts(&ui->grid, area, y, x, style_find(severity), severity) + 2;
	if (area.columns >= DATE_COLUMNS)
		x += grid_puts(&ui->grid, area, y, x, STYLE_DIM,
			     record_text(incident, INCIDENT_STATUS)) +
			2;
	grid_put_field(&ui->grid, area, y, x, area.columns - x - 1, STYLE_TITLE,
		record_text(incident, INCIDENT_TITLE));
	buf_fini(&text);
}

static void mark_matches(struct ui *ui, struct area area, int y, int x, const char *text)
{
	size_t at, len;
	for (size_t from = 0; (len = search_mark(&ui->search.query, text, from, &at));
		from = at + len) {
		const struct area match = { area.row + y,
			area.column + x + (int)text_width(text, at), 1,
			(int)text_width(text + at, len) };
		if (match.column + match.columns <= area.column + area.columns)
			grid_restyle(&ui->grid, match, STYLE_MATCH);
	}
}

static void draw_hit(struct ui *ui, struct area area, int y, const struct search_hit *hit)
{
	const struct record *incident = &ui->search.hits.incidents.items[hit->incident];
	const char *zone = ui->zone == ZONE_IS_UTC ? "UTC" : app_zone_of(ui->app, incident);
	const char *kind = hit->kind == ENTITY_EVENT ? record_text(&hit->record, EVENT_KIND) : NULL;
	const struct choice *kinds = entity_get(ENTITY_EVENT)->fields[EVENT_KIND].choices;
	int64_t at = search_hit_at(hit);
	struct buf text = { 0 };
	int x = area.columns > 30 ? 3 : 1;
	if (area.columns >= DATE_COLUMNS) {
		if (at) {
			show_day(at, zone, app_now(ui->app), &text);
			buf_putc(&text, ' ');
			when_format(&text, at, zone, WHEN_CLOCK);
		}
		grid_put_field(
			&ui->grid, area, y, x, WHEN_COLUMNS - 1, STYLE_TIME, buf_text(&text));
		x += WHEN_COLUMNS;
	}
	grid_put_field(&ui->grid, area, y, x, KIND_COLUMNS - 1, kind ? style_find(kind) : STYLE_KEY,
		kind ? show_label(kinds, kind) : entity_get(hit->kind)->name);
	x += KIND_COLUMNS;
	buf_truncate(&text, 0);
	int columns = area.columns - x - 1;
	search_snippet(&ui->search.query, hit, columns > 1 ? (size_t)columns : 1, &text);
	grid_put_field(&ui->grid, area, y, x, columns, STYLE_TEXT, buf_text(&text));
	mark_matches(ui, area, y, x, buf_text(&text));
	buf_fini(&text);
}

static void draw_help(struct ui *ui, struct area area)
{
	static const struct {
		const char *query, *means;
	} rows[] = { { "error rate", "both words; the last one may go on" },
		{ "\"error rate\"", "one after the other" }, { "error -queue", "not with queue" },
		{ "kind:decision", "also action, cause, section, role, ref" },
		{ "author:ana", "who wrote it, owns it, has the role" },
		{ "status:open sev:1 tag:dns", "of such incidents; in:12 of one" },
		{ "after:2026-01-01 before:-2h", "when it happened" } };
	grid_puts(&ui->grid, area, 0, 2, STYLE_TEXT,
		area.columns >= 50 ? "Type what you look for, in all incidents:"
				   : "Type what you look for:");
	for (size_t i = 0; i < LENGTH(rows) && (int)i + 2 < area.rows; i++) {
		grid_puts(&ui->grid, area, (int)i + 2, 2, STYLE_KEY, rows[i].query);
		if (area.columns >= DATE_COLUMNS)
			grid_puts(&ui->grid, area, (int)i + 2, 32, STYLE_DIM, rows[i].means);
	}
}

static void draw_nothing(struct ui *ui, struct area area)
{
	const struct search *search = &ui->search;
	if (!search->text.len || (search->known && search->query.empty)) {
		draw_help(ui, area);
		return;
	}
	grid_puts(&ui->grid, area, 0, 2, STYLE_TEXT, "Nothing found.");
	if (search_is_reading(ui))
		grid_puts(&ui->grid, area, 1, 2, STYLE_DIM, "Older changes are still being read.");
	else
		grid_put_field(&ui->grid, area, 1, 2, area.columns - 3, STYLE_DIM,
			"Words are found from their beginning: fewer letters find more.");
}

static void draw_title(struct ui *ui, struct area area)
{
	const struct search *search = &ui->search;
	struct buf count = { 0 };
	size_t hits = search->hits.hits.count;
	int x = 1 + grid_puts(&ui->grid, area, 0, 1, STYLE_TITLE, "Search");
	if (search_is_reading(ui))
		buf_printf(&count, "reading %lld changes…", (long long)search->left);
	else if (search->known && !search->query.empty)
		buf_printf(&count, "%zu%s found", hits, search->hits.more ? "+" : "");
	int columns = (int)text_width(buf_text(&count), count.len);
	grid_put_field(&ui->grid, area, 0, x + 2, area.columns - x - columns - 5, STYLE_TEXT,
		buf_text(&search->text));
	grid_puts(&ui->grid, area, 0, area.columns - columns - 1, STYLE_DIM, buf_text(&count));
	if (area.rows > 8)
		grid_rule(&ui->grid, area, 1, STYLE_RULE);
	buf_fini(&count);
}

static void draw(struct ui *ui, struct area area)
{
	struct search *search = &ui->search;
	int title = area.rows > 8 ? 2 : area.rows > 2 ? 1 : 0;
	if (title)
		draw_title(ui, area);
	area.row += title;
	area.rows -= title;
	if (!search->hits.hits.count) {
		draw_nothing(ui, area);
		return;
	}
	fit(ui, area.rows);
	int y = 0;
	for (size_t i = search->list.top; i < search->hits.hits.count && y < area.rows; i++) {
		const struct search_hit *hit = hit_at(ui, i);
		if (heads(ui, search->list.top, i) && (area.rows > 1))
			draw_heading(ui, area, y++, &search->hits.incidents.items[hit->incident]);
		if (y >= area.rows)
			break;
		draw_hit(ui, area, y, hit);
		if (i == search->list.selected)
			list_mark(ui, area, y, 1);
		y++;
	}
}

/* ---- going there and back ----------------------------------------------------------------------
 */

static bool open(struct ui *ui, struct err *err)
{
	struct search *search = &ui->search;
	if (!search->hits.hits.count)
		return err_set(err, ERR_NOT_FOUND, "there is nothing to open yet");
	const struct search_hit *hit = hit_at(ui, search->list.selected);
	const char *incident = search->hits.incidents.items[hit->incident].id;
	if (!incident_open(ui, incident, err))
		return false;
	search->open = true;
	ui->composing = false;
	switch (hit->kind) {
	case ENTITY_EVENT:
		timeline_select(ui, hit->record.number, record_int(&hit->record, EVENT_AT));
		return true;
	case ENTITY_ACTION:
		ui_show(ui, &view_actions);
		return sheet_select(&ui->actions_sheet, hit->record.number) || true;
	case ENTITY_CAUSE:
		ui_show(ui, &view_causes);
		return causes_select(ui, hit->record.number) || true;
	case ENTITY_SECTION:
		ui_show(ui, &view_postmortem);
		writing_select(ui, record_text(&hit->record, SECTION_KEY));
		return true;
	/* they have no tab: all of them, in the pager */
	case ENTITY_ROLE:
		return ui_run_line(ui, "role", err);
	case ENTITY_REFERENCE:
		return ui_run_line(ui, "ref", err);
	default:
		return true;
	}
}

static void changed(struct ui *ui)
{
	struct search *search = &ui->search;
	const char *text = line_text(&ui->prompt.line);
	if (text_equal(text, buf_text(&search->text)))
		return;
	buf_truncate(&search->text, 0);
	buf_puts(&search->text, text);
	search->list = (struct list){ 0 };
	search_hits_fini(&search->hits);
	ui->stale = true;
}

static bool accept(struct ui *ui, const char *text, struct err *err)
{
	(void)text;
	if (!ui->search.hits.hits.count)
		return err_set(err, ERR_NOT_FOUND, "nothing is found to open; Esc leaves the line");
	prompt_close(ui);
	return open(ui, err);
}

static void choose(struct ui *ui, bool down)
{
	struct err err = { 0 };
	list_move(
		&ui->search.list, ui->search.hits.hits.count, ui->rows, down ? MOVE_DOWN : MOVE_UP);
	if (!moved(ui, &err))
		ui_error(ui, &err);
}

static const struct prompt_kind prompt_search = {
	.label = "search: ", .changed = changed, .accept = accept, .choose = choose
};

bool run_search(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	struct search *search = &ui->search;
	struct buf text = { 0 };
	if (ui->view == &view_search)
		ui->pager.open = false;
	else if (!place_leave(ui, &search->place, err))
		return false;
	search->open = true;
	ui_show(ui, &view_search);
	words_join(&text, words, count);
	/* what was looked for last is offered again; typing takes its place */
	prompt_open(ui, &prompt_search, count ? buf_text(&text) : buf_text(&search->text));
	ui->prompt.offered = !count;
	buf_fini(&text);
	return true;
}

bool search_close(struct ui *ui, struct err *err)
{
	ui->search.open = false;
	return place_return(ui, &ui->search.place, err);
}

void search_return(struct ui *ui)
{
	if (!ui->search.open)
		return;
	ui->composing = false;
	ui_show(ui, &view_search);
}

/* ---- the rest ----------------------------------------------------------------------------------
 */

static struct list *list_of(struct ui *ui)
{
	return &ui->search.list;
}

static size_t count_of(const struct ui *ui)
{
	return ui->search.hits.hits.count;
}

static void label(const struct ui *ui, size_t index, struct buf *out)
{
	search_snippet(&ui->search.query, hit_at(ui, index), 0, out);
}

static int64_t number(const struct ui *ui)
{
	(void)ui;
	return 0;
}

static const struct hint hints[] = { { "open", "open" }, { "search", "search" },
	{ "close", "back" }, { "find", "find" }, { "palette", "command" }, { 0 } };

const struct view view_search = {
	.name = "search",
	.title = "Search",
	.place = "In the search",
	.hints = hints,
	.entity = ENTITY_COUNT,
	.load = load,
	.draw = draw,
	.list = list_of,
	.count = count_of,
	.label = label,
	.moved = moved,
	.number = number,
	.open = open,
};
