/* The board: all incidents, open ones first. */
#include "tui/ui.h"

#include "base/text.h"

enum { BOARD_MAX = 1000 };

static void put_name(const struct ui *ui, size_t index, struct buf *out)
{
	app_incident_name(&ui->board.items[index].incident, out);
}

static void label(const struct ui *ui, size_t index, struct buf *out)
{
	const struct record *incident = &ui->board.items[index].incident;
	put_name(ui, index, out);
	buf_printf(out, " %s %s %s %s", record_text(incident, INCIDENT_SEVERITY),
		record_text(incident, INCIDENT_STATUS), record_text(incident, INCIDENT_TITLE),
		record_text(incident, INCIDENT_TAGS));
}

static int64_t number(const struct ui *ui)
{
	return ui->board_list.selected < ui->board.count
		? ui->board.items[ui->board_list.selected].incident.number
		: 0;
}

static bool load(struct ui *ui, int rows, struct err *err)
{
	struct board fresh = { 0 };
	int64_t selected = number(ui);
	(void)rows;
	if (!read_board(ui->app, true, BOARD_MAX, &fresh, err)) {
		board_fini(&fresh);
		return false;
	}
	board_fini(&ui->board);
	ui->board = fresh;
	ui->board_known = true;
	for (size_t i = 0; i < fresh.count; i++)
		if (fresh.items[i].incident.number == selected)
			ui->board_list.selected = i;
	list_fit(&ui->board_list, fresh.count, ui->rows);
	return true;
}

/* ---- drawing -----------------------------------------------------------------------------------
 */

struct columns {
	int name, severity, status, length, actions, title; /* where they begin; -1: left out */
};

static struct columns place(const struct ui *ui, int columns)
{
	int name = 6;
	struct columns at = { .actions = -1 };
	for (size_t i = 0; i < ui->board.count; i++) {
		struct buf text = { 0 };
		put_name(ui, i, &text);
		int width = (int)text_width(buf_text(&text), text.len);
		name = width > name ? width : name;
		buf_fini(&text);
	}
	if (name > columns / 4)
		name = columns / 4 > 6 ? columns / 4 : 6;
	at.name = 1;
	at.severity = at.name + name + 2;
	at.status = at.severity + 6;
	at.length = at.status + (columns < 60 ? 8 : 15);
	at.title = at.length + (columns < 60 ? 7 : 8);
	if (columns >= 70) {
		at.actions = at.title;
		at.title += 9;
	}
	return at;
}

static void draw_heading(struct ui *ui, struct area area, const struct columns *at)
{
	static const char *const actions = "actions";
	grid_puts(&ui->grid, area, 0, at->name, STYLE_DIM, "name");
	grid_puts(&ui->grid, area, 0, at->severity, STYLE_DIM, "sev");
	grid_puts(&ui->grid, area, 0, at->status, STYLE_DIM, "status");
	grid_puts(&ui->grid, area, 0, at->length, STYLE_DIM, "for");
	if (at->actions >= 0)
		grid_puts(&ui->grid, area, 0, at->actions, STYLE_DIM, actions);
	grid_puts(&ui->grid, area, 0, at->title, STYLE_DIM, "title");
}

static void put_length(const struct ui *ui, const struct board_row *row, struct buf *out)
{
	bool open = status_is_open(record_text(&row->incident, INCIDENT_STATUS));
	if (open)
		show_length(app_now(ui->app) - row->began, out);
	else if (row->ended)
		show_length(row->ended - row->began, out);
	else
		buf_puts(out, "?");
}

static void draw_row(struct ui *ui, struct area area, int y, size_t index, const struct columns *at)
{
	const struct board_row *row = &ui->board.items[index];
	const char *severity = record_text(&row->incident, INCIDENT_SEVERITY);
	const char *status = record_text(&row->incident, INCIDENT_STATUS);
	const char *title = record_text(&row->incident, INCIDENT_TITLE);
	bool open = status_is_open(status);
	enum style style = open ? STYLE_TEXT : STYLE_DIM;
	struct buf name = { 0 }, length = { 0 };
	ui_hit_row(ui, area, y, 1, row->incident.number);
	put_name(ui, index, &name);
	put_length(ui, row, &length);
	grid_put_field(&ui->grid, area, y, at->name, at->severity - at->name - 2,
		open ? STYLE_TITLE : style, buf_text(&name));
	grid_put_field(
		&ui->grid, area, y, at->severity, 5, open ? style_find(severity) : style, severity);
	grid_put_field(&ui->grid, area, y, at->status, at->length - at->status - 1, style, status);
	grid_put_field(&ui->grid, area, y, at->length, 7, style, buf_text(&length));
	if (at->actions >= 0 && row->open_actions) {
		buf_truncate(&length, 0);
		buf_printf(&length, "%lld open", (long long)row->open_actions);
		grid_put_field(&ui->grid, area, y, at->actions, 8, style, buf_text(&length));
	}
	grid_put_field(&ui->grid, area, y, at->title, area.columns - at->title - 1,
		open ? STYLE_TITLE : style, title);
	list_highlight(ui, area, y, at->title, title, strlen(title));
	buf_fini(&name);
	buf_fini(&length);
}

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
	if (keys_name(ui, "board", "ask new", &key)) {
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
	size_t open = 0;
	struct buf text = { 0 };
	for (size_t i = 0; i < ui->board.count; i++)
		open += status_is_open(record_text(&ui->board.items[i].incident, INCIDENT_STATUS));
	int used = 1 + grid_puts(&ui->grid, area, 0, 1, STYLE_TITLE, "inquest");
	if (ui->board.count)
		buf_printf(&text, "  %zu open, %zu in all%s", open, ui->board.count,
			ui->board.count == BOARD_MAX ? " (the latest are shown)" : "");
	grid_puts(&ui->grid, area, 0, used, STYLE_TEXT, buf_text(&text));
	buf_fini(&text);
}

static void draw(struct ui *ui, struct area area)
{
	bool titled = area.rows >= 5, headed = area.rows >= 8 && ui->board.count;
	if (titled) {
		draw_title(ui, area);
		if (area.rows >= 8)
			grid_rule(&ui->grid, area, 1, STYLE_RULE);
		int used = area.rows >= 8 ? 2 : 1;
		area.row += used;
		area.rows -= used;
	}
	if (!ui->board.count) {
		draw_empty(ui, area);
		return;
	}
	const struct columns at = place(ui, area.columns);
	if (headed) {
		draw_heading(ui, area, &at);
		area.row++;
		area.rows--;
	}
	ui->rows = area.rows;
	list_fit(&ui->board_list, ui->board.count, area.rows);
	for (int y = 0; y < area.rows && ui->board_list.top + (size_t)y < ui->board.count; y++)
		draw_row(ui, area, y, ui->board_list.top + (size_t)y, &at);
	list_mark(ui, area, list_row(&ui->board_list, ui->board_list.selected, area), 1);
}

/* ---- the rest ----------------------------------------------------------------------------------
 */

static bool open(struct ui *ui, struct err *err)
{
	if (ui->board_list.selected >= ui->board.count)
		return err_set(err, ERR_NOT_FOUND, "there is no incident to open yet");
	return incident_open(ui, ui->board.items[ui->board_list.selected].incident.id, err);
}

static struct list *list_of(struct ui *ui)
{
	return &ui->board_list;
}

static size_t count(const struct ui *ui)
{
	return ui->board.count;
}

static const struct hint hints[] = { { "open", "open" }, { "ask new", "new incident" },
	{ "find", "find" }, { "palette", "command" }, { "close", "quit" }, { 0 } };

const struct view view_board = {
	.name = "board",
	.title = "Board",
	.place = "On the board",
	.hints = hints,
	.entity = ENTITY_INCIDENT,
	.load = load,
	.draw = draw,
	.list = list_of,
	.count = count,
	.label = label,
	.number = number,
	.open = open,
};
