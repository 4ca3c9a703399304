#include "tui/ui.h"

#include "base/text.h"

void list_move(struct list *list, size_t count, int rows, enum move move)
{
	size_t page = rows > 2 ? (size_t)rows - 1 : 1, last = count ? count - 1 : 0;
	switch (move) {
	case MOVE_UP:
		list->selected -= list->selected > 0;
		break;
	case MOVE_DOWN:
		list->selected++;
		break;
	case MOVE_PAGE_UP:
		list->selected -= page < list->selected ? page : list->selected;
		break;
	case MOVE_PAGE_DOWN:
		list->selected += page;
		break;
	case MOVE_TOP:
		list->selected = 0;
		break;
	case MOVE_BOTTOM:
		list->selected = last;
		break;
	}
	if (list->selected > last)
		list->selected = last;
}

void list_fit(struct list *list, size_t count, int rows)
{
	size_t height = rows > 1 ? (size_t)rows : 1;
	if (list->selected >= count)
		list->selected = count ? count - 1 : 0;
	if (list->top > list->selected)
		list->top = list->selected;
	if (list->selected - list->top >= height)
		list->top = list->selected - height + 1;
	if (list->top + height > count)
		list->top = count > height ? count - height : 0;
}

struct list *view_list(struct ui *ui, const struct view *view)
{
	return view->sheet ? &view->sheet(ui)->list : view->list ? view->list(ui) : NULL;
}

size_t view_count(struct ui *ui, const struct view *view)
{
	return view->sheet ? view->sheet(ui)->rows.count : view->count ? view->count(ui) : 0;
}

const char *view_filtered(struct ui *ui, const struct view *view)
{
	return view->sheet	 ? buf_text(&view->sheet(ui)->filter)
		: view->filtered ? view->filtered(ui)
				 : "";
}

int64_t view_number_at(struct ui *ui, const struct view *view, size_t row)
{
	struct list *list = view_list(ui, view);
	/* views tell numbers only of what is selected */
	const size_t selected = list->selected;
	list->selected = row;
	int64_t number = view->number ? view->number(ui) : 0;
	list->selected = selected;
	return number;
}

bool view_row_of(struct ui *ui, const struct view *view, int64_t number, size_t *row)
{
	const size_t count = view_count(ui, view);
	for (*row = 0; *row < count; ++*row)
		if (view_number_at(ui, view, *row) == number)
			return true;
	return false;
}

bool view_move(struct ui *ui, enum move move, struct err *err)
{
	const struct view *view = ui_view(ui);
	if (view->move)
		return view->move(ui, move, err);
	if (view->sheet)
		sheet_move(view->sheet(ui), ui->rows, move);
	else
		list_move(view->list(ui), view->count(ui), ui->rows, move);
	return !view->moved || view->moved(ui, err);
}

static bool find_in_list(struct ui *ui, const struct view *view, const struct find *find)
{
	struct list *list = view_list(ui, view);
	size_t count = view_count(ui, view);
	struct buf text = { 0 };
	bool found = false;
	for (size_t step = find->here ? 0 : 1; count && !found && step <= count; step++) {
		size_t distance = step % count;
		size_t index = find->backwards ? list->selected + count - distance
					       : list->selected + distance;
		buf_truncate(&text, 0);
		view->label(ui, index % count, &text);
		found = strcasestr(buf_text(&text), find->needle);
		if (found)
			list->selected = index % count;
	}
	buf_fini(&text);
	return found;
}

bool view_find(struct ui *ui, const struct find *find, bool *found, struct err *err)
{
	const struct view *view = ui_view(ui);
	if (view->find)
		return view->find(ui, find, found, err);
	*found = find_in_list(ui, view, find);
	return !*found || !view->moved || view->moved(ui, err);
}

int list_row(const struct list *list, size_t index, struct area area)
{
	if (index < list->top || index - list->top >= (size_t)(area.rows > 0 ? area.rows : 0))
		return -1;
	return (int)(index - list->top);
}

void list_mark(struct ui *ui, struct area area, int row, int rows)
{
	/* while one writes, nothing else should look as if it had the keys */
	if (ui->composing || row < 0)
		return;
	const struct area marked = { area.row + row, area.column, rows, area.columns };
	grid_restyle(&ui->grid, marked, STYLE_SELECTED);
	/* screen readers follow the cursor */
	if (!ui->prompt.kind && !ui->pager.open)
		grid_cursor(&ui->grid, area, row, 0);
}

void list_highlight(
	struct ui *ui, struct area area, int row, int column, const char *text, size_t len)
{
	const char *needle = buf_text(&ui->needle);
	size_t size = ui->needle.len;
	if (!size || len < size)
		return;
	for (size_t at = 0; at + size <= len; at++) {
		if (strncasecmp(text + at, needle, size) != 0)
			continue;
		const struct area hit = { area.row + row,
			area.column + column + (int)text_width(text, at), 1,
			(int)text_width(text + at, size) };
		if (hit.column + hit.columns <= area.column + area.columns)
			grid_restyle(&ui->grid, hit, STYLE_MATCH);
		at += size - 1;
	}
}

void list_draw_empty(struct ui *ui, struct area area, const char *what, const char *command,
	const char *before, const char *after)
{
	int row = area.rows > 4 ? 1 : 0, at = 2;
	struct buf key = { 0 };
	grid_puts(&ui->grid, area, row++, at, STYLE_TEXT, what);
	if (keys_name(ui, ui->view->name, command, &key)) {
		at += grid_puts(&ui->grid, area, row, at, STYLE_DIM, before);
		at += grid_puts(&ui->grid, area, row, at, STYLE_KEY, buf_text(&key));
		grid_put_field(&ui->grid, area, row, at, area.columns - at, STYLE_DIM, after);
	}
	buf_fini(&key);
}

bool list_open(struct ui *ui, struct err *err)
{
	const struct entity *entity = entity_get(ui->view->entity);
	char name[32], verb[] = "show", number[24];
	int64_t selected = ui->view->number(ui);
	if (!selected)
		return err_set(err, ERR_NOT_FOUND, "there is no %s to show yet", entity->name);
	text_copy(name, sizeof name, entity->name);
	snprintf(number, sizeof number, "%lld", (long long)selected);
	char *const words[] = { name, verb, number, NULL };
	return ui_run(ui, words, 3, err);
}
