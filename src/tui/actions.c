/* The Actions tab. */
#include "tui/ui.h"

#include "base/text.h"

static const struct record *at(const struct ui *ui, size_t index)
{
	return index < ui->incident.actions.count ? &ui->incident.actions.items[index] : NULL;
}

static int64_t number(const struct ui *ui)
{
	const struct record *action = at(ui, ui->incident.actions_list.selected);
	return action ? action->number : 0;
}

static void label(const struct ui *ui, size_t index, struct buf *out)
{
	static const int fields[] = { ACTION_STATE, ACTION_PRIORITY, ACTION_TYPE, ACTION_OWNER,
		ACTION_TEAM, ACTION_DUE, ACTION_LINK, ACTION_TITLE };
	for (size_t i = 0; i < LENGTH(fields); i++)
		buf_printf(out, "%s ", record_text(at(ui, index), fields[i]));
}

/* Columns from left to right; those that only a wide screen has room for are left out first. */
static const struct column {
	int field;
	int width;
	int from; /* columns of the view it needs */
	const char *title;
} columns[] = {
	{ ACTION_STATE, 8, 0, "state" },
	{ ACTION_PRIORITY, 2, 50, "" },
	{ ACTION_TYPE, 11, 90, "type" },
	{ ACTION_OWNER, 9, 60, "owner" },
	{ ACTION_TEAM, 10, 110, "team" },
	{ ACTION_DUE, 10, 70, "due" },
};

static enum style column_style(int field, const char *value)
{
	return field == ACTION_STATE || field == ACTION_PRIORITY ? style_find(value) : STYLE_TEXT;
}

static void draw_row(struct ui *ui, struct area area, int y, const struct record *action)
{
	struct buf text = { 0 };
	int x = 7;
	const char *state = record_text(action, ACTION_STATE),
		   *title = record_text(action, ACTION_TITLE);
	bool over = text_equal(state, "done") || text_equal(state, "declined");
	ui_hit_row(ui, area, y, 1, action->number);
	buf_printf(&text, "#%lld", (long long)action->number);
	grid_put_field(&ui->grid, area, y, 1, 5, STYLE_DIM, buf_text(&text));
	for (size_t i = 0; i < LENGTH(columns); i++) {
		const char *value = record_text(action, columns[i].field);
		if (area.columns < columns[i].from)
			continue;
		buf_truncate(&text, 0);
		if (columns[i].field == ACTION_OWNER)
			show_person(value, &text);
		else
			buf_puts(&text, value);
		grid_put_field(&ui->grid, area, y, x, columns[i].width,
			column_style(columns[i].field, value), buf_text(&text));
		x += columns[i].width + 1;
	}
	int right = area.columns - 1;
	if (record_has(action, ACTION_LINK) && area.columns >= 60) {
		buf_truncate(&text, 0);
		buf_puts(&text, "↗ ");
		show_link(record_text(action, ACTION_LINK), 20, &text);
		right -= (int)text_width(buf_text(&text), text.len);
		grid_puts(&ui->grid, area, y, right, STYLE_LINK, buf_text(&text));
		right -= 2;
	}
	grid_put_field(&ui->grid, area, y, x, right - x, over ? STYLE_DIM : STYLE_TEXT, title);
	list_highlight(ui, area, y, x, title, strlen(title));
	buf_fini(&text);
}

static void draw_empty(struct ui *ui, struct area area)
{
	struct buf key = { 0 };
	grid_puts(&ui->grid, area, area.rows > 4 ? 1 : 0, 2, STYLE_TEXT, "No action items yet.");
	if (keys_name(ui, "actions", "compose action", &key)) {
		int x = 2 +
			grid_puts(&ui->grid, area, area.rows > 4 ? 2 : 1, 2, STYLE_DIM,
				"Add one with ");
		x += grid_puts(
			&ui->grid, area, area.rows > 4 ? 2 : 1, x, STYLE_KEY, buf_text(&key));
		grid_puts(&ui->grid, area, area.rows > 4 ? 2 : 1, x, STYLE_DIM,
			", or type !action and the text.");
	}
	buf_fini(&key);
}

static void draw_heading(struct ui *ui, struct area area)
{
	int x = 7;
	for (size_t i = 0; i < LENGTH(columns); i++) {
		if (area.columns < columns[i].from)
			continue;
		grid_puts(&ui->grid, area, 0, x, STYLE_DIM, columns[i].title);
		x += columns[i].width + 1;
	}
	grid_puts(&ui->grid, area, 0, x, STYLE_DIM, "action");
}

static void draw(struct ui *ui, struct area area)
{
	struct list *list = &ui->incident.actions_list;
	if (!ui->incident.actions.count) {
		draw_empty(ui, area);
		return;
	}
	if (area.rows >= 6) {
		draw_heading(ui, area);
		area.row++;
		area.rows--;
	}
	ui->rows = area.rows;
	list_fit(list, ui->incident.actions.count, area.rows);
	for (int y = 0; y < area.rows && list->top + (size_t)y < ui->incident.actions.count; y++)
		draw_row(ui, area, y, at(ui, list->top + (size_t)y));
	list_mark(ui, area, list_row(list, list->selected, area), 1);
}

static struct list *list_of(struct ui *ui)
{
	return &ui->incident.actions_list;
}

static size_t count(const struct ui *ui)
{
	return ui->incident.actions.count;
}

static const struct hint hints[] = { { "compose action", "add" },
	{ "action done {number}", "done" }, { "action start {number}", "start" },
	{ "action edit {number}", "edit" }, { "action delete {number}", "delete" },
	{ "undo", "undo" }, { "palette", "command" }, { 0 } };

const struct view view_actions = {
	.name = "actions",
	.parent = "incident",
	.title = "Actions",
	.place = "In the action items",
	.hints = hints,
	.entity = ENTITY_ACTION,
	.draw = draw,
	.list = list_of,
	.count = count,
	.label = label,
	.number = number,
	.open = list_open,
};
