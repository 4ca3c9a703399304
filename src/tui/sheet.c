#include "tui/sheet.h"

#include <stdlib.h>

#include "base/text.h"
#include "tui/ui.h"

/* Enough to know how wide columns are; who scrolls past them sees some cells cut. */
enum { MEASURED_ROWS = 1000 };

/* ---- arranging ---------------------------------------------------------------------------------
 */

static int compare_rows(const void *first, const void *second, void *context)
{
	const struct sheet_source *source = context;
	const struct sheet_row *a = first, *b = second;
	int order = 0;
	if (source->compare_groups)
		order = source->compare_groups(source->context, a->index, b->index);
	if (!order && source->compare)
		order = source->compare(source->context, a->index, b->index);
	return order ? order : a->index < b->index ? -1 : a->index > b->index;
}

static void take_matching(struct sheet *sheet, const struct sheet_source *source)
{
	struct buf text = { 0 };
	const char *filter = buf_text(&sheet->filter);
	sheet->rows.count = 0;
	for (size_t i = 0; i < source->count; i++) {
		buf_truncate(&text, 0);
		if (sheet->filter.len)
			source->text(source->context, i, &text);
		if (!sheet->filter.len || text_has_words(buf_text(&text), text.len, filter)) {
			struct sheet_row *row = vec_push(&sheet->rows);
			*row = (struct sheet_row){ i, source->key(source->context, i), false, 0 };
		}
	}
	buf_fini(&text);
}

static void add_headings(struct sheet *sheet, const struct sheet_source *source)
{
	struct sheet_row *sorted = sheet->rows.items;
	size_t count = sheet->rows.count, heading = 0;
	sheet->rows.items = NULL;
	sheet->rows.count = sheet->rows.cap = 0;
	for (size_t i = 0; i < count; i++) {
		if (!i ||
			source->compare_groups(
				source->context, sorted[i - 1].index, sorted[i].index) != 0) {
			struct sheet_row *row = vec_push(&sheet->rows);
			*row = (struct sheet_row){ sorted[i].index, 0, true, 0 };
			heading = sheet->rows.count - 1;
		}
		struct sheet_row *row = vec_push(&sheet->rows);
		*row = sorted[i];
		sheet->rows.items[heading].count++;
	}
	free(sorted);
}

static void measure(struct sheet *sheet, const struct sheet_source *source)
{
	size_t measured = 0;
	memset(sheet->needed, 0, sizeof sheet->needed);
	for (size_t i = 0; i < sheet->rows.count && measured < MEASURED_ROWS; i++)
		if (!sheet->rows.items[i].heading) {
			table_measure(source->columns, source->context, sheet->rows.items[i].index,
				sheet->needed);
			measured++;
		}
}

/* Off a heading: on, or back where nothing follows. */
static void step_off(struct sheet *sheet, bool back)
{
	struct list *list = &sheet->list;
	if (list->selected >= sheet->rows.count || !sheet->rows.items[list->selected].heading)
		return;
	/* a heading is never last, and the first row is one */
	list->selected += back && list->selected ? (size_t)-1 : 1;
}

void sheet_arrange(struct sheet *sheet, const struct sheet_source *source)
{
	int64_t key = sheet_key(sheet);
	take_matching(sheet, source);
	sheet->total = source->count;
	sheet->matching = sheet->rows.count;
	if (sheet->rows.count && (source->compare || source->compare_groups)) {
		struct sheet_source by = *source;
		qsort_r(sheet->rows.items, sheet->rows.count, sizeof *sheet->rows.items,
			compare_rows, &by);
	}
	if (source->compare_groups)
		add_headings(sheet, source);
	if (source->columns)
		measure(sheet, source);
	if (sheet->list.selected >= sheet->rows.count)
		sheet->list.selected = sheet->rows.count ? sheet->rows.count - 1 : 0;
	if (!key || !sheet_select(sheet, key))
		step_off(sheet, false);
}

void sheet_clear(struct sheet *sheet)
{
	sheet->list = (struct list){ 0 };
	sheet->rows.count = sheet->total = sheet->matching = 0;
	sheet->partial = false;
	buf_truncate(&sheet->filter, 0);
}

void sheet_fini(struct sheet *sheet)
{
	free(sheet->rows.items);
	buf_fini(&sheet->filter);
	*sheet = (struct sheet){ 0 };
}

/* ---- the selection -----------------------------------------------------------------------------
 */

const struct sheet_row *sheet_selected(const struct sheet *sheet)
{
	size_t selected = sheet->list.selected;
	return selected < sheet->rows.count ? &sheet->rows.items[selected] : NULL;
}

int64_t sheet_key(const struct sheet *sheet)
{
	const struct sheet_row *row = sheet_selected(sheet);
	return row ? row->key : 0;
}

bool sheet_select(struct sheet *sheet, int64_t key)
{
	for (size_t i = 0; i < sheet->rows.count; i++)
		if (!sheet->rows.items[i].heading && sheet->rows.items[i].key == key) {
			sheet->list.selected = i;
			return true;
		}
	return false;
}

void sheet_move(struct sheet *sheet, int rows, enum move move)
{
	bool back = move == MOVE_UP || move == MOVE_PAGE_UP;
	list_move(&sheet->list, sheet->rows.count, rows, move);
	step_off(sheet, back);
	/* the heading above the first row is seen again */
	if (back && sheet->list.selected == 1 && sheet->rows.items[0].heading)
		sheet->list.top = 0;
}

/* ---- drawing -----------------------------------------------------------------------------------
 */

static int put_part(struct ui *ui, struct area area, int at, const char *label, const char *value)
{
	if (at > 1)
		at += grid_puts(&ui->grid, area, 0, at, STYLE_DIM, " · ");
	at += grid_puts(&ui->grid, area, 0, at, STYLE_DIM, label);
	return at + grid_puts(&ui->grid, area, 0, at, STYLE_MARK, value);
}

int sheet_draw_filter(struct ui *ui, struct area area, const struct sheet *sheet)
{
	struct buf text = { 0 };
	if (!sheet->filter.len)
		return 1;
	int at = put_part(ui, area, 1, "filter: ", buf_text(&sheet->filter));
	buf_printf(&text, "  %zu of %s%zu", sheet->matching, sheet->partial ? "the latest " : "",
		sheet->total);
	at += grid_puts(&ui->grid, area, 0, at, STYLE_TEXT, buf_text(&text));
	buf_fini(&text);
	return at;
}

bool sheet_draw_state(struct ui *ui, struct area area, const struct view *view)
{
	const struct sheet *sheet = view->sheet(ui);
	int at = sheet_draw_filter(ui, area, sheet);
	if (sheet->sort)
		at = put_part(ui, area, at, "sorted by ", view->sorts[sheet->sort]);
	if (sheet->group)
		at = put_part(ui, area, at, "grouped by ", view->groups[sheet->group]);
	return at > 1;
}

/* Where everything is filtered away: which key shows all again. */
static void draw_nothing(struct ui *ui, struct area area, const struct view *view)
{
	const struct sheet *sheet = view->sheet(ui);
	struct buf key = { 0 };
	int at = 2 + grid_puts(&ui->grid, area, 0, 2, STYLE_TEXT, "Nothing here has all of: ");
	grid_put_field(&ui->grid, area, 0, at, area.columns - at - 1, STYLE_MARK,
		buf_text(&sheet->filter));
	if (keys_name(ui, view->name, "clear", &key)) {
		at = 2 + grid_puts(&ui->grid, area, 1, 2, STYLE_KEY, buf_text(&key));
		grid_puts(&ui->grid, area, 1, at, STYLE_DIM, " shows all again");
	}
	buf_fini(&key);
}

static void draw_row(struct ui *ui, struct area area, int y, const struct sheet_look *look,
	const struct place places[], const struct sheet_row *row)
{
	if (row->heading) {
		look->heading(ui, area, y, row);
		return;
	}
	table_draw_row(ui, area, y, look->columns, places, ui, row->index);
	ui_hit_row(ui, area, y, 1, look->number ? look->number(ui, row) : row->key);
}

void sheet_draw(
	struct ui *ui, struct area area, const struct view *view, const struct sheet_look *look)
{
	enum { TITLED_ROWS = 6 };
	struct sheet *sheet = view->sheet(ui);
	struct list *list = &sheet->list;
	struct place places[COLUMN_MAX];
	if (!sheet->rows.count) {
		draw_nothing(ui, area, view);
		return;
	}
	table_place(look->columns, sheet->needed, area.columns - 2, places);
	if (area.rows >= TITLED_ROWS) {
		table_draw_titles(ui, area, 0, look->columns, places);
		area = area_below(area, 1);
	}
	ui->rows = area.rows;
	list_fit(list, sheet->rows.count, area.rows);
	for (int y = 0; y < area.rows && list->top + (size_t)y < sheet->rows.count; y++)
		draw_row(ui, area, y, look, places, &sheet->rows.items[list->top + (size_t)y]);
	list_mark(ui, area, list_row(list, list->selected, area), 1);
}

/* ---- commands ----------------------------------------------------------------------------------
 */

static bool arrange(struct ui *ui, const struct view *view, struct err *err)
{
	view->arrange(ui);
	return !view->moved || view->moved(ui, err);
}

static bool needs_sheet(const struct view *view, struct err *err)
{
	return view->sheet || err_set(err, ERR_USAGE, "there is no list to look at here");
}

bool sheet_filter(struct ui *ui, const char *text, struct err *err)
{
	const struct view *view = ui_view(ui);
	struct sheet *sheet = view->sheet(ui);
	buf_truncate(&sheet->filter, 0);
	buf_puts(&sheet->filter, text + strspn(text, " "));
	return arrange(ui, view, err);
}

/* One of the names: said, or the next or previous one. */
static bool choose(
	const char *const *names, const char *what, const char *word, int *chosen, struct err *err)
{
	int count = 0, found;
	struct buf all = { 0 };
	for (; names && names[count]; count++)
		buf_printf(&all, "%s%s", count ? ", " : "", names[count]);
	if (!count)
		return err_set(err, ERR_USAGE, "there is nothing to %s by here", what);
	for (found = 0; found < count && !text_same(names[found], word);)
		found++;
	if (text_equal(word, "next"))
		found = (*chosen + 1) % count;
	else if (text_equal(word, "previous"))
		found = (*chosen + count - 1) % count;
	if (found == count)
		err_set(err, ERR_USAGE, "cannot %s by '%s': next, previous, %s", what, word,
			buf_text(&all));
	else
		*chosen = found;
	buf_fini(&all);
	return found < count;
}

bool run_sort(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	const struct view *view = ui_view(ui);
	if (!needs_sheet(view, err))
		return false;
	struct sheet *sheet = view->sheet(ui);
	if (!choose(view->sorts, "sort", count ? words[0] : "next", &sheet->sort, err) ||
		!arrange(ui, view, err))
		return false;
	ui_message(ui, STYLE_TEXT, "sorted by %s", view->sorts[sheet->sort]);
	return true;
}

bool run_group(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	const struct view *view = ui_view(ui);
	if (!needs_sheet(view, err))
		return false;
	struct sheet *sheet = view->sheet(ui);
	if (!choose(view->groups, "group", count ? words[0] : "next", &sheet->group, err) ||
		!arrange(ui, view, err))
		return false;
	ui_message(ui, STYLE_TEXT, sheet->group ? "grouped by %s" : "no longer grouped",
		view->groups[sheet->group]);
	return true;
}
