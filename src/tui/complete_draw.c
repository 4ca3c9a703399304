/* Candidates on the screen. */
#include "tui/complete.h"

#include "base/text.h"
#include "tui/ui.h"

enum { ROWS_MAX = 20, WIDE = 60, NAME_COLUMNS = 32, KEY_COLUMNS = 12 };

static bool is_name(const struct candidate *candidate)
{
	return candidate->command || candidate->own;
}

static void put_left(const struct candidate *candidate, struct buf *out)
{
	buf_puts(out, candidate->text);
	if (*candidate->usage)
		buf_printf(out, " %s", candidate->usage);
}

/* Columns of what stands left of the help. */
static int left_columns(const struct candidates *found, int columns)
{
	int most = 0;
	for (size_t i = 0; i < found->count; i++) {
		struct buf text = { 0 };
		put_left(&found->items[i], &text);
		int width = (int)text_width(buf_text(&text), text.len);
		most = width > most ? width : most;
		buf_fini(&text);
	}
	bool names = found->count && is_name(&found->items[0]);
	int limit = columns < WIDE   ? (names ? columns - KEY_COLUMNS : columns / 2)
		: columns < 2 * WIDE ? NAME_COLUMNS
				     : columns / 3;
	if (names && columns < WIDE)
		return limit;
	return most < limit ? most : limit;
}

static void highlight(struct ui *ui, struct area area, int row, int column, int columns,
	const struct candidate *candidate)
{
	for (size_t i = 0; i < candidate->match.count; i++) {
		const char *text = candidate->text;
		size_t at = candidate->match.at[i];
		int width, from = (int)text_width(text, at);
		text_cluster(text + at, strlen(text + at), &width);
		const struct area cell = { area.row + row, area.column + column + from, 1, width };
		if (from + width <= columns)
			grid_restyle(&ui->grid, cell, STYLE_MATCH);
	}
}

static void put_key(struct ui *ui, struct area area, int row, const char *name)
{
	struct buf key = { 0 };
	bool writing = ui->composing && !ui->pager.open;
	if ((writing && keys_of_command(ui, "composer", name, &key)) ||
		keys_of_command(ui, ui_view(ui)->name, name, &key))
		grid_puts(&ui->grid, area, row,
			area.columns - 1 - (int)text_width(buf_text(&key), key.len), STYLE_KEY,
			buf_text(&key));
	buf_fini(&key);
}

static void draw_one(struct ui *ui, struct area area, int row, int left, bool selected,
	const struct candidate *candidate)
{
	struct buf text = { 0 };
	bool name = is_name(candidate);
	int help = left + 3, room = area.columns - help - (name ? KEY_COLUMNS : 1);
	put_left(candidate, &text);
	grid_put_field(&ui->grid, area, row, 1, left, STYLE_TEXT, buf_text(&text));
	if (room > KEY_COLUMNS)
		grid_put_field(&ui->grid, area, row, help, room, STYLE_DIM, candidate->help);
	if (name)
		put_key(ui, area, row, candidate->text);
	const struct area whole = { area.row + row, area.column, 1, area.columns };
	if (selected)
		grid_restyle(&ui->grid, whole, STYLE_SELECTED);
	else
		highlight(ui, area, row, 1, left, candidate);
	buf_fini(&text);
}

/* That there is more than is seen, on the line above. */
static void put_more(
	struct ui *ui, struct area above, const struct list *list, size_t count, int shown)
{
	struct buf text = { 0 };
	size_t end = list->top + (size_t)shown;
	if (end < count)
		buf_printf(&text, " %zu more below ", count - end);
	else if (list->top)
		buf_printf(&text, " %zu more above ", list->top);
	int at = above.columns - 1 - (int)text.len;
	if (text.len && at >= 0)
		grid_puts(&ui->grid, above, 0, at, STYLE_DIM, buf_text(&text));
	buf_fini(&text);
}

int complete_draw(struct ui *ui, struct area area, const struct candidates *found,
	struct list *list, bool chosen)
{
	int most = area.rows / 2 > ROWS_MAX ? ROWS_MAX : area.rows / 2;
	int shown = found->count < (size_t)most ? (int)found->count : most;
	bool rule = area.rows > shown;
	if (shown < 1)
		return 0;
	struct area rows = { area.row + area.rows - shown, area.column, shown, area.columns };
	list_fit(list, found->count, shown);
	if (rule) {
		struct area above = { rows.row - 1, rows.column, 1, rows.columns };
		grid_fill(&ui->grid, above, STYLE_TEXT);
		grid_rule(&ui->grid, above, 0, STYLE_RULE);
		put_more(ui, above, list, found->count, shown);
	}
	grid_fill(&ui->grid, rows, STYLE_TEXT);
	int left = left_columns(found, area.columns);
	for (int row = 0; row < shown; row++) {
		size_t index = list->top + (size_t)row;
		draw_one(ui, rows, row, left, chosen && index == list->selected,
			&found->items[index]);
	}
	return shown + rule;
}
