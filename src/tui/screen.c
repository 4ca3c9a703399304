/* How the screen is divided, for every size. */
#include "tui/ui.h"

#include "base/text.h"

/* From how many rows on the parts of an incident's screen are there. */
enum {
	BOTTOM_ROWS = 2,   /* hints and messages have a row of their own */
	RULE_ROWS = 8,	   /* a line above the composer */
	COMPOSER_ROWS = 3, /* below that there is either the view or the composer */
	LONG_ROWS = 10,	   /* a long message gets more than one row */
	MESSAGE_MAX = 3,
};

static struct area cut_top(struct area *area, int rows)
{
	rows = rows < area->rows ? rows : area->rows;
	struct area top = { area->row, area->column, rows, area->columns };
	area->row += rows;
	area->rows -= rows;
	return top;
}

static struct area cut_bottom(struct area *area, int rows)
{
	rows = rows < area->rows ? rows : area->rows;
	area->rows -= rows;
	return (struct area){ area->row + area->rows, area->column, rows, area->columns };
}

static struct area cut_right(struct area *area, int columns)
{
	area->columns -= columns;
	return (struct area){ area->row, area->column + area->columns, area->rows, columns };
}

static int margin(int columns)
{
	return columns > 20 ? 1 : 0;
}

/* Rows the message needs: errors say what to do, and that must be readable. */
static int message_rows(const struct ui *ui, struct area area)
{
	int rows = 0, columns = area.columns - 2 * margin(area.columns);
	size_t next;
	for (size_t at = 0; at < ui->message.len && rows < MESSAGE_MAX; at += next, rows++)
		wrap_next(ui->message.data + at, ui->message.len - at, columns, &next);
	return area.rows < LONG_ROWS || rows < 1 ? 1 : rows;
}

static void draw_message(struct ui *ui, struct area area)
{
	const char *text = buf_text(&ui->message);
	size_t at = 0, next;
	int indent = margin(area.columns), columns = area.columns - 2 * indent;
	for (int row = 0; row + 1 < area.rows && at < ui->message.len; row++, at += next) {
		size_t len = wrap_next(text + at, ui->message.len - at, columns, &next);
		grid_put(&ui->grid, area, row, indent, ui->message_style, text + at, len);
	}
	if (at < ui->message.len)
		grid_put_field(&ui->grid, area, area.rows - 1, indent, columns, ui->message_style,
			text + at);
}

static void draw_bottom(struct ui *ui, struct area area)
{
	grid_fill(&ui->grid, area, STYLE_TEXT);
	if (ui->message.len)
		draw_message(ui, area);
	else
		keys_hint(ui, area);
}

static void draw_view(struct ui *ui, struct area area)
{
	const struct view *view = ui->view;
	struct err err = { 0 };
	ui->rows = area.rows;
	ui->columns = area.columns;
	if (ui->stale && view->load) {
		/* also after a failure: what was read before is shown until the next try */
		ui->stale = false;
		if (!view->load(ui, area.rows, &err)) {
			ui_trouble(ui, &err);
			away_retry(ui);
		}
	}
	ui_hit(ui, MOUSE_WHEEL_UP, area, "up 3");
	ui_hit(ui, MOUSE_WHEEL_DOWN, area, "down 3");
	if (area.rows > 0)
		view->draw(ui, area);
}

struct area screen_panel(struct ui *ui, struct area *area)
{
	enum { PANEL = 38, WIDE = 160, WIDE_PANEL = 56 };
	if (area->columns < PANEL_COLUMNS || area->rows < 4)
		return (struct area){ 0 };
	struct area panel = cut_right(area, area->columns < WIDE ? PANEL : WIDE_PANEL);
	for (int row = 0; row < panel.rows; row++)
		grid_puts(&ui->grid, panel, row, 0, STYLE_RULE, "│");
	panel.column += 2;
	panel.columns -= 3;
	return panel;
}

/* What came in below the selection must not stay unseen; of a text, how far one is. */
static void draw_end(struct ui *ui, struct area rule)
{
	struct buf end = { 0 }, text = { 0 };
	enum style style = STYLE_DIM;
	if (ui->view == &view_timeline)
		style = timeline_put_end(ui, &end);
	else if (ui->view == &view_preview)
		preview_put_position(ui, &end);
	else if (ui->view == &view_checks && ui->incident.writing.findings.partial)
		buf_puts(&end, "latest events only, :check looks at all");
	if (end.len)
		buf_printf(&text, " %s ", buf_text(&end));
	int columns = (int)text_width(buf_text(&text), text.len);
	if (columns < rule.columns)
		grid_puts(&ui->grid, rule, 0, rule.columns - columns - 1, style, buf_text(&text));
	buf_fini(&end);
	buf_fini(&text);
}

static void draw_incident(struct ui *ui, struct area area)
{
	int all = area.rows, most = all / 3 < 8 ? all / 3 : 8;
	bool both = all + 1 >= COMPOSER_ROWS;
	struct area rule = { 0 };
	cut_top(&area, incident_draw_header(ui, area));
	if (both) {
		int height = composer_height(ui, area.columns, most < 1 ? 1 : most);
		struct area composer = cut_bottom(&area, height);
		if (all + 1 >= RULE_ROWS) {
			rule = cut_bottom(&area, 1);
			grid_rule(&ui->grid, rule, 0, STYLE_RULE);
		}
		composer_draw(ui, composer, rule.rows ? &rule : NULL);
		ui_hit(ui, MOUSE_LEFT, composer, "compose");
	} else if (ui->composing) {
		composer_draw(ui, cut_bottom(&area, 1), NULL);
	}
	const struct area panel = screen_panel(ui, &area);
	draw_view(ui, area);
	/* after it: what the timeline reads is shown here as well */
	if (panel.rows && ui->view == &view_preview)
		preview_draw_outline(ui, panel);
	else if (panel.rows)
		incident_draw_panel(ui, &ui->incident, panel);
	if (rule.rows)
		draw_end(ui, rule);
	popup_draw(ui, area);
}

static void draw_all(struct ui *ui, int bottom_rows)
{
	struct area area = grid_all(&ui->grid);
	struct area bottom = { 0 };
	grid_clear(&ui->grid);
	ui_hits_clear(ui);
	if (area.rows >= BOTTOM_ROWS)
		bottom = cut_bottom(&area, bottom_rows);
	if (ui->incident.open && ui->view != &view_search && ui->view != &view_import)
		draw_incident(ui, area);
	else
		draw_view(ui, area);
	if (ui->form.open) {
		ui_hits_clear(ui);
		form_draw(ui, area);
	}
	if (ui->pager.open) {
		ui->rows = area.rows;
		grid_fill(&ui->grid, area, STYLE_TEXT);
		grid_cursor(&ui->grid, area, -1, -1);
		ui_hits_clear(ui);
		ui_hit(ui, MOUSE_WHEEL_UP, area, "up 3");
		ui_hit(ui, MOUSE_WHEEL_DOWN, area, "down 3");
		view_pager.draw(ui, area);
	}
	if (ui->prompt.kind) {
		ui_hits_clear(ui);
		prompt_draw(ui, grid_all(&ui->grid));
	} else if (bottom.rows || ui->message.len) {
		draw_bottom(ui, bottom.rows ? bottom : area);
	}
}

void ui_draw_message(struct ui *ui)
{
	struct area all = grid_all(&ui->grid);
	if (all.rows > 0)
		draw_bottom(ui, cut_bottom(&all, 1));
}

void ui_draw(struct ui *ui)
{
	const struct area all = grid_all(&ui->grid);
	int rows = message_rows(ui, all);
	bool behind = ui->incident.writing.behind;
	draw_all(ui, rows);
	/* reading for it may have failed, with more to say than there was room for, or changed the head */
	if (message_rows(ui, all) != rows || ui->incident.writing.behind != behind)
		draw_all(ui, message_rows(ui, all));
}

bool ui_draw_rest(struct ui *ui)
{
	struct area area = grid_all(&ui->grid);
	bool covered = ui->form.open || ui->pager.open || ui->prompt.kind || popup_open(ui);
	/* places to click move with the tabs; a wide screen has more beside the timeline */
	if (!ui->incident.open || ui->view != &view_timeline || covered || ui->stale || ui->message.len ||
		area.columns >= PANEL_COLUMNS || options_on(&ui->app->options, OPTION_MOUSE))
		return false;
	if (area.rows >= BOTTOM_ROWS)
		cut_bottom(&area, 1);
	incident_draw_tabs(ui, area);
	return true;
}
