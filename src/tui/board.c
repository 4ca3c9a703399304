/* The board: all incidents, open ones first. */
#include "tui/ui.h"

#include "base/text.h"

enum { BOARD_MAX = 10000 };

enum { BY_SEVERITY, BY_START, BY_DURATION, BY_STATUS, BY_TITLE };
static const char *const sorts[] = { "severity", "start", "duration", "status", "title", NULL };

static const struct board_row *at(const struct ui *ui, size_t index)
{
	return &ui->board.items[index];
}

const struct board_row *board_selected(const struct ui *ui)
{
	const struct sheet_row *row = sheet_selected(&ui->board_sheet);
	return row && row->index < ui->board.count ? at(ui, row->index) : NULL;
}

static int64_t number(const struct ui *ui)
{
	return sheet_key(&ui->board_sheet);
}

static bool is_open(const struct board_row *row)
{
	return status_is_open(record_text(&row->incident, INCIDENT_STATUS));
}

/* ---- order -------------------------------------------------------------------------------------
 */

static int64_t length(const struct ui *ui, const struct board_row *row)
{
	if (is_open(row))
		return app_now(ui->app) - row->began;
	return row->ended ? row->ended - row->began : -1;
}

static int choice_order(const struct record *a, const struct record *b, int field)
{
	const struct choice *choices = entity_get(ENTITY_INCIDENT)->fields[field].choices;
	size_t left = choice_rank(choices, record_text(a, field));
	size_t right = choice_rank(choices, record_text(b, field));
	return left < right ? -1 : left > right;
}

static int latest_first(const struct board_row *a, const struct board_row *b)
{
	if (a->began != b->began)
		return a->began > b->began ? -1 : 1;
	return a->incident.number > b->incident.number ? -1 : 1;
}

static int compare(const void *context, size_t left, size_t right)
{
	const struct ui *ui = context;
	const struct board_row *a = at(ui, left), *b = at(ui, right);
	int order = is_open(b) - is_open(a);
	int64_t longer;
	if (order)
		return order;
	switch (ui->board_sheet.sort) {
	case BY_SEVERITY:
		/* of what is over one looks for the latest */
		order = is_open(a) ? choice_order(&a->incident, &b->incident, INCIDENT_SEVERITY)
				   : 0;
		break;
	case BY_DURATION:
		longer = length(ui, b) - length(ui, a);
		order = longer < 0 ? -1 : longer > 0;
		break;
	case BY_STATUS:
		order = choice_order(&a->incident, &b->incident, INCIDENT_STATUS);
		break;
	case BY_TITLE:
		order = strcasecmp(record_text(&a->incident, INCIDENT_TITLE),
			record_text(&b->incident, INCIDENT_TITLE));
		break;
	default:
		break;
	}
	return order ? order : latest_first(a, b);
}

static int64_t key_of(const void *context, size_t index)
{
	return at(context, index)->incident.number;
}

static void text_of(const void *context, size_t index, struct buf *out)
{
	static const int fields[] = { INCIDENT_SEVERITY, INCIDENT_STATUS, INCIDENT_TITLE,
		INCIDENT_REF, INCIDENT_TAGS, INCIDENT_SERVICES };
	const struct board_row *row = at(context, index);
	app_incident_name(&row->incident, out);
	for (size_t i = 0; i < LENGTH(fields); i++)
		buf_printf(out, " %s", record_text(&row->incident, fields[i]));
	buf_printf(out, " %s", row->people ? row->people : "");
}

/* ---- columns -----------------------------------------------------------------------------------
 */

enum { NAME, SEVERITY, STATUS, BEGAN, FOR, TITLE, ACTIONS, TAGS };

static const struct column columns[] = {
	[NAME] = { "name", 6, 14, .leaves = 2 },
	[SEVERITY] = { "sev", 4, 4 },
	[STATUS] = { "status", 8, 13, .leaves = 1 },
	[BEGAN] = { "began", 10, 11, .leaves = 6 },
	[FOR] = { "for", 5, 7, .leaves = 3 },
	[TITLE] = { "title", 14, 40, .weight = 1 },
	[ACTIONS] = { "actions", 7, 9, .leaves = 4 },
	[TAGS] = { "tags", 10, 30, .leaves = 5 },
};

/* "dns,cache" with room to breathe. */
static void put_words(const char *list, struct buf *out)
{
	for (; *list; list++)
		buf_puts(out, *list == ',' ? ", " : (const char[]){ *list, '\0' });
}

static enum style cell(const void *context, size_t index, size_t column, struct buf *out)
{
	const struct ui *ui = context;
	const struct board_row *row = at(ui, index);
	const struct record *incident = &row->incident;
	const char *severity = record_text(incident, INCIDENT_SEVERITY);
	bool open = is_open(row);
	enum style style = open ? STYLE_TEXT : STYLE_DIM;
	switch (column) {
	case NAME:
		app_incident_name(incident, out);
		return open ? STYLE_TITLE : style;
	case SEVERITY:
		buf_puts(out, severity);
		return open ? style_find(severity) : style;
	case STATUS:
		buf_puts(out, record_text(incident, INCIDENT_STATUS));
		return style;
	case BEGAN:
		when_format(out, row->began, ui_zone(ui), WHEN_DATE);
		return style;
	case FOR:
		if (open || row->ended)
			show_length(length(ui, row), out);
		else
			buf_putc(out, '?');
		return style;
	case TITLE:
		buf_puts(out, record_text(incident, INCIDENT_TITLE));
		return open ? STYLE_TITLE : style;
	case ACTIONS:
		if (row->open_actions)
			buf_printf(out, "%lld open", (long long)row->open_actions);
		return style;
	default:
		put_words(record_text(incident, INCIDENT_TAGS), out);
		return style;
	}
}

static const struct column_set table = { columns, LENGTH(columns), cell };

static void arrange(struct ui *ui)
{
	const struct sheet_source source = { .context = ui,
		.count = ui->board.count,
		.key = key_of,
		.text = text_of,
		.compare = compare,
		.columns = &table };
	sheet_arrange(&ui->board_sheet, &source);
}

/* "2 investigating · 1 mitigated · 9 closed", in the order of how far they are. */
static void count_statuses(struct ui *ui)
{
	struct buf *out = &ui->board_counts;
	buf_truncate(out, 0);
	const struct choice *statuses =
		entity_get(ENTITY_INCIDENT)->fields[INCIDENT_STATUS].choices;
	for (const struct choice *status = statuses; status->name; status++) {
		size_t count = 0;
		for (size_t i = 0; i < ui->board.count; i++)
			count += text_equal(
				record_text(&at(ui, i)->incident, INCIDENT_STATUS), status->name);
		if (count)
			buf_printf(out, "%s%zu %s", out->len ? " · " : "", count, status->name);
	}
	if (ui->board.total > (int64_t)ui->board.count)
		buf_printf(out, " · the latest %zu of %lld", ui->board.count,
			(long long)ui->board.total);
}

/* What the panel shows of the incident selected. */
static bool moved(struct ui *ui, struct err *err)
{
	const struct board_row *row = board_selected(ui);
	struct incident fresh = { 0 };
	if (ui->grid.columns < PANEL_COLUMNS || !row) {
		incident_clear(&ui->board_summary);
		return true;
	}
	if (!incident_read(ui, row->incident.id, &fresh, err)) {
		incident_clear(&fresh);
		return false;
	}
	incident_clear(&ui->board_summary);
	ui->board_summary = fresh;
	return true;
}

static bool load(struct ui *ui, int rows, struct err *err)
{
	struct board fresh = { 0 };
	(void)rows;
	if (!read_board(ui->app, true, BOARD_MAX, &fresh, err)) {
		board_fini(&fresh);
		return false;
	}
	board_fini(&ui->board);
	ui->board = fresh;
	ui->board_known = true;
	arrange(ui);
	count_statuses(ui);
	return moved(ui, err);
}

/* ---- drawing -----------------------------------------------------------------------------------
 */

static void draw_empty(struct ui *ui, struct area area)
{
	if (!ui->board_known) {
		grid_puts(&ui->grid, area, 0, 2, STYLE_ERROR, "The incidents could not be read.");
		return;
	}
	struct buf key = { 0 };
	int row = area.rows > 8 ? 2 : 0;
	bool wide = area.columns >= 60;
	grid_puts(&ui->grid, area, row, 2, STYLE_TITLE, "No incidents yet.");
	if (keys_name(ui, "board", "begin", &key)) {
		int used = 2 + grid_puts(&ui->grid, area, row + 2, 2, STYLE_TEXT, "Press ");
		used += grid_puts(&ui->grid, area, row + 2, used, STYLE_KEY, buf_text(&key));
		grid_puts(&ui->grid, area, row + 2, used, STYLE_TEXT,
			wide ? " and say in one line what users see going wrong."
			     : " to begin one.");
	}
	grid_puts(&ui->grid, area, row + 3, 2, STYLE_DIM,
		wide ? "From a shell:  inquest new 'Checkout returns 500'"
		     : "Shell:    inquest new TITLE");
	grid_puts(&ui->grid, area, row + 4, 2, STYLE_DIM,
		wide ? "A worked example:  inquest demo" : "Example:  inquest demo");
	buf_fini(&key);
}

static void draw_title(struct ui *ui, struct area area)
{
	struct buf sort = { 0 };
	buf_printf(&sort, "by %s", sorts[ui->board_sheet.sort]);
	int width = (int)sort.len, used = 1;
	bool room = area.columns >= 24 + width;
	used += grid_puts(&ui->grid, area, 0, 1, STYLE_TITLE, "inquest") + 2;
	grid_put_field(&ui->grid, area, 0, used, area.columns - used - (room ? width + 3 : 1),
		STYLE_TEXT, buf_text(&ui->board_counts));
	if (room && ui->board.count)
		grid_puts(&ui->grid, area, 0, area.columns - 1 - width, STYLE_DIM, buf_text(&sort));
	buf_fini(&sort);
}

/* Text on as many rows as it takes, `most` of them; gives how many. */
static int put_wrapped(
	struct ui *ui, struct area area, int row, int most, enum style style, const char *text)
{
	size_t len = strlen(text), next;
	int used = 0;
	for (size_t at = 0; at < len && used < most; at += next, used++)
		grid_put(&ui->grid, area, row + used, 0, style, text + at,
			wrap_next(text + at, len - at, area.columns, &next));
	return used;
}

static void draw_summary(struct ui *ui, struct area area)
{
	enum { TITLE_ROWS = 3 };
	const struct incident *summary = &ui->board_summary;
	const struct record *incident = &summary->record;
	struct buf line = { 0 };
	if (!summary->open || incident->number != number(ui))
		return;
	app_incident_name(incident, &line);
	buf_printf(&line, "  %s  %s", record_text(incident, INCIDENT_SEVERITY),
		record_text(incident, INCIDENT_STATUS));
	grid_puts(&ui->grid, area, 0, 0, STYLE_TITLE, buf_text(&line));
	int used = 1 +
		put_wrapped(
			ui, area, 1, TITLE_ROWS, STYLE_TEXT, record_text(incident, INCIDENT_TITLE));
	const struct when began = { .at = summary->began, .precision = PRECISION_MINUTE };
	buf_truncate(&line, 0);
	buf_puts(&line, "since ");
	show_moment(&began, ui_zone(ui), app_now(ui->app), &line);
	used += put_wrapped(ui, area, used, 1, STYLE_DIM, buf_text(&line));
	if (record_has(incident, INCIDENT_SERVICES)) {
		buf_truncate(&line, 0);
		buf_puts(&line, "services: ");
		put_words(record_text(incident, INCIDENT_SERVICES), &line);
		used += put_wrapped(ui, area, used, 1, STYLE_DIM, buf_text(&line));
	}
	buf_fini(&line);
	incident_draw_panel(ui, summary, area_below(area, used + 1));
}

static const struct sheet_look look = { .columns = &table };

static void draw(struct ui *ui, struct area area)
{
	const struct sheet *sheet = &ui->board_sheet;
	if (area.rows >= 5) {
		draw_title(ui, area);
		area = area_below(area, 1);
	}
	if (area.rows >= 3 && sheet_draw_filter(ui, area, sheet) > 1) {
		area = area_below(area, 1);
	} else if (area.rows >= 7) {
		grid_rule(&ui->grid, area, 0, STYLE_RULE);
		area = area_below(area, 1);
	}
	if (!ui->board.count) {
		draw_empty(ui, area);
		return;
	}
	if (sheet->rows.count) {
		const struct area panel = screen_panel(ui, &area);
		if (panel.rows)
			draw_summary(ui, panel);
	}
	sheet_draw(ui, area, &view_board, &look);
}

/* ---- the rest ----------------------------------------------------------------------------------
 */

static bool open(struct ui *ui, struct err *err)
{
	const struct board_row *row = board_selected(ui);
	if (!row)
		return err_set(err, ERR_NOT_FOUND, "there is no incident to open yet");
	return incident_open(ui, row->incident.id, err);
}

static struct sheet *sheet_of(struct ui *ui)
{
	return &ui->board_sheet;
}

static void label(const struct ui *ui, size_t row, struct buf *out)
{
	text_of(ui, ui->board_sheet.rows.items[row].index, out);
}

static const struct hint hints[] = { { "open", "open" }, { "begin", "new incident" },
	{ "filter", "filter" }, { "sort next", "sort" }, { "find", "find" },
	{ "palette", "command" }, { "close", "quit" }, { 0 } };

const struct view view_board = {
	.name = "board",
	.title = "Board",
	.place = "On the board",
	.hints = hints,
	.entity = ENTITY_INCIDENT,
	.load = load,
	.draw = draw,
	.label = label,
	.filter = sheet_filter,
	.sheet = sheet_of,
	.sorts = sorts,
	.arrange = arrange,
	.moved = moved,
	.number = number,
	.open = open,
};
