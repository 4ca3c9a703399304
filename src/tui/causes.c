/* The Causes tab: a tree by parent. */
#include "tui/ui.h"

#include "base/text.h"

static const struct record *at(const struct ui *ui, size_t row)
{
	const struct incident *incident = &ui->incident;
	return row < incident->tree.count ? &incident->causes.items[incident->tree.items[row].index]
					  : NULL;
}

static int64_t number(const struct ui *ui)
{
	const struct record *cause = at(ui, ui->incident.causes_list.selected);
	return cause ? cause->number : 0;
}

static void label(const struct ui *ui, size_t row, struct buf *out)
{
	buf_printf(out, "%s %s", record_text(at(ui, row), CAUSE_KIND),
		record_text(at(ui, row), CAUSE_TEXT));
}

static void draw_row(struct ui *ui, struct area area, int y, size_t row)
{
	const struct record *cause = at(ui, row);
	const struct choice *kinds = entity_get(ENTITY_CAUSE)->fields[CAUSE_KIND].choices;
	const char *kind = record_text(cause, CAUSE_KIND), *text = record_text(cause, CAUSE_TEXT);
	int depth = ui->incident.tree.items[row].depth, x = 7 + 2 * (depth > 8 ? 8 : depth);
	size_t len = strcspn(text, "\n");
	struct buf line = { 0 };
	ui_hit_row(ui, area, y, 1, cause->number);
	buf_printf(&line, "#%lld", (long long)cause->number);
	grid_put_field(&ui->grid, area, y, 1, 5, STYLE_DIM, buf_text(&line));
	if (depth)
		grid_puts(&ui->grid, area, y, x - 2, STYLE_RULE, "└");
	x += grid_puts(&ui->grid, area, y, x, text_equal(kind, "root") ? STYLE_MARK : STYLE_DIM,
		     show_label(kinds, kind)) +
		2;
	buf_truncate(&line, 0);
	buf_put(&line, text, len);
	if (!text_empty(text + len))
		buf_puts(&line, " …");
	grid_put_field(&ui->grid, area, y, x, area.columns - x - 1, STYLE_TEXT, buf_text(&line));
	list_highlight(ui, area, y, x, text, len);
	buf_fini(&line);
}

static void draw(struct ui *ui, struct area area)
{
	struct list *list = &ui->incident.causes_list;
	if (!ui->incident.tree.count) {
		list_draw_empty(ui, area, "No causes yet.", "compose cause", "Add one with ",
			", or type !root, !trigger or !cause and the text.");
		return;
	}
	list_fit(list, ui->incident.tree.count, area.rows);
	for (int y = 0; y < area.rows && list->top + (size_t)y < ui->incident.tree.count; y++)
		draw_row(ui, area, y, list->top + (size_t)y);
	list_mark(ui, area, list_row(list, list->selected, area), 1);
}

static struct list *list_of(struct ui *ui)
{
	return &ui->incident.causes_list;
}

static size_t count(const struct ui *ui)
{
	return ui->incident.tree.count;
}

static const struct hint hints[] = { { "compose cause", "add" }, { "compose why {number}", "why" },
	{ "cause edit {number}", "edit" }, { "cause delete {number}", "delete" },
	{ "undo", "undo" }, { "palette", "command" }, { 0 } };

const struct view view_causes = {
	.name = "causes",
	.parent = "incident",
	.title = "Causes",
	.place = "In the causes",
	.hints = hints,
	.entity = ENTITY_CAUSE,
	.draw = draw,
	.list = list_of,
	.count = count,
	.label = label,
	.number = number,
	.open = list_open,
};
