/* The History tab: what was changed, newest first. */
#include "tui/ui.h"

#include "base/text.h"

/* Row 0 is the newest, which is read last. */
static const struct history_change *at(const struct ui *ui, size_t row)
{
	const struct history *history = &ui->incident.history;
	return row < history->count ? &history->items[history->count - 1 - row] : NULL;
}

static int64_t number(const struct ui *ui)
{
	const struct history_change *change = at(ui, ui->incident.history_list.selected);
	return change ? change->number : 0;
}

static void label(const struct ui *ui, size_t row, struct buf *out)
{
	buf_printf(out, "%s ", at(ui, row)->author);
	history_describe(at(ui, row), ui_zone(ui), out);
}

static bool load(struct ui *ui, int rows, struct err *err)
{
	struct incident *incident = &ui->incident;
	struct history fresh = { 0 };
	const struct history_change *before = at(ui, incident->history_list.selected);
	int64_t selected = before && incident->history_list.selected ? before->number : 0;
	(void)rows;
	if (!read_history(ui->app, incident->record.id, incident->history_limit, &fresh, err)) {
		history_fini(&fresh);
		return false;
	}
	history_fini(&incident->history);
	incident->history = fresh;
	incident->history_whole = fresh.count < (size_t)incident->history_limit;
	for (size_t i = 0; selected && i < fresh.count; i++)
		if (at(ui, i)->number == selected) {
			incident->history_list.selected = i;
			break;
		}
	return true;
}

static void draw_row(struct ui *ui, struct area area, int y, size_t row)
{
	const struct history_change *change = at(ui, row);
	struct buf text = { 0 };
	bool wide = area.columns >= 60;
	const char *zone = ui_zone(ui);
	int x = 1;
	enum style style = change->undone ? STYLE_DIM : STYLE_TEXT;
	ui_hit_row(ui, area, y, 1, change->number);
	buf_printf(&text, "%lld", (long long)change->number);
	grid_put_field(&ui->grid, area, y, x, 5, STYLE_DIM, buf_text(&text));
	x += 6;
	buf_truncate(&text, 0);
	if (wide) {
		show_day(change->at, zone, app_now(ui->app), &text);
		buf_puts(&text, " ");
	}
	when_format(&text, change->at, zone, wide ? WHEN_CLOCK_SECONDS : WHEN_CLOCK);
	grid_put_field(&ui->grid, area, y, x, wide ? 19 : 5,
		change->undone ? STYLE_DIM : STYLE_TIME, buf_text(&text));
	x += wide ? 20 : 6;
	if (wide) {
		buf_truncate(&text, 0);
		show_person(change->author, &text);
		grid_put_field(&ui->grid, area, y, x, 8, style, buf_text(&text));
		x += 9;
	}
	if (change->undone)
		x += grid_puts(&ui->grid, area, y, x, STYLE_DIM, "(undone) ");
	buf_truncate(&text, 0);
	history_describe(change, zone, &text);
	grid_put_field(&ui->grid, area, y, x, area.columns - x - 1, style, buf_text(&text));
	list_highlight(ui, area, y, x, buf_text(&text), text.len);
	buf_fini(&text);
}

static void draw(struct ui *ui, struct area area)
{
	struct list *list = &ui->incident.history_list;
	size_t count = ui->incident.history.count;
	/* an incident has at least the change that began it */
	if (!count)
		grid_puts(&ui->grid, area, 0, 2, STYLE_ERROR, "The history could not be read.");
	list_fit(list, count, area.rows);
	for (int y = 0; y < area.rows && list->top + (size_t)y < count; y++)
		draw_row(ui, area, y, list->top + (size_t)y);
	list_mark(ui, area, list_row(list, list->selected, area), 1);
}

static bool move(struct ui *ui, enum move move, struct err *err)
{
	struct incident *incident = &ui->incident;
	(void)err;
	list_move(&incident->history_list, incident->history.count, ui->rows, move);
	/* at the end of what was read: more of it the next time */
	if (!incident->history_whole &&
		incident->history_list.selected + (size_t)ui->rows >= incident->history.count) {
		incident->history_limit *= 4;
		ui->stale = true;
	}
	return true;
}

/* One change in full. */
static bool open(struct ui *ui, struct err *err)
{
	const struct history_change *change = at(ui, ui->incident.history_list.selected);
	struct buf text = { 0 }, title = { 0 };
	if (!change)
		return err_set(err, ERR_NOT_FOUND, "there is no change to show yet");
	buf_printf(&title, "Change %lld", (long long)change->number);
	when_format(&text, change->at, ui_zone(ui), WHEN_FULL);
	buf_printf(&text, "  %s%s\n\n", change->author, change->undone ? "  (undone)" : "");
	history_describe(change, ui_zone(ui), &text);
	buf_puts(&text, "\n");
	ui_page(ui, buf_text(&title), buf_text(&text));
	buf_fini(&text);
	buf_fini(&title);
	return true;
}

static struct list *list_of(struct ui *ui)
{
	return &ui->incident.history_list;
}

static size_t count(const struct ui *ui)
{
	return ui->incident.history.count;
}

static const struct hint hints[] = { { "open", "show" }, { "undo {number}", "undo this" },
	{ "find", "find" }, { "palette", "command" }, { 0 } };

const struct view view_history = {
	.name = "history",
	.parent = "incident",
	.title = "History",
	.place = "In the history",
	.hints = hints,
	.entity = ENTITY_COUNT,
	.load = load,
	.draw = draw,
	.move = move,
	.list = list_of,
	.count = count,
	.label = label,
	.number = number,
	.open = open,
};
