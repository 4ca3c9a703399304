/* Long texts: help, what commands print. */
#include "tui/ui.h"

#include <stdlib.h>

#include "base/text.h"

/* Where each row begins when the text is wrapped; a text of 1 MiB takes milliseconds, once a width
 * or filter. */
static void wrap(struct ui *ui, int columns)
{
	struct pager *pager = &ui->pager;
	const char *filter = pager->filter ? pager->filter : "";
	size_t next;
	if (pager->columns == columns)
		return;
	if (pager->make) {
		buf_truncate(&pager->text, 0);
		pager->make(ui, columns, filter, &pager->text);
	}
	const char *text = buf_text(&pager->text);
	size_t len = pager->text.len;
	pager->columns = columns;
	pager->rows.count = 0;
	for (size_t at = 0; at < len; at += next) {
		size_t line = strcspn(text + at, "\n");
		bool begins = at == 0 || text[at - 1] == '\n';
		next = line + (at + line < len);
		if (begins && !pager->make && !text_has_words(text + at, line, filter))
			continue;
		*vec_push(&pager->rows) = at;
		wrap_next(text + at, len - at, columns, &next);
	}
}

static bool filter(struct ui *ui, const char *text, struct err *err)
{
	struct pager *pager = &ui->pager;
	(void)err;
	free(pager->filter);
	pager->filter = *text ? mem_copy(text) : NULL;
	pager->columns = 0;
	pager->list = (struct list){ 0 };
	return true;
}

static const char *filtered(const struct ui *ui)
{
	return ui->pager.filter ? ui->pager.filter : "";
}

static size_t row_len(const struct pager *pager, size_t row)
{
	size_t next, at = pager->rows.items[row];
	return wrap_next(pager->text.data + at, pager->text.len - at, pager->columns, &next);
}

/* Rows of text on the screen: one is the title's, if there is room for it. */
static int text_rows(const struct area *area)
{
	return area->rows >= 4 ? area->rows - 2 : area->rows;
}

/* What is "selected" is the first row to be shown, as far as there is text below it. */
static void clamp(struct pager *pager, int rows)
{
	pager->list.top = pager->list.selected;
	size_t most = pager->rows.count > (size_t)rows ? pager->rows.count - (size_t)rows : 0;
	if (pager->list.top > most)
		pager->list.top = most;
}

static void draw_title(struct ui *ui, struct area area, int rows)
{
	const struct pager *pager = &ui->pager;
	struct buf place = { 0 };
	size_t below = pager->list.top + (size_t)rows;
	if (pager->rows.count > (size_t)rows)
		buf_printf(&place, "%zu %%",
			below * 100 / pager->rows.count > 100 ? 100
							      : below * 100 / pager->rows.count);
	grid_put_field(&ui->grid, area, 0, 1, area.columns - 8, STYLE_TITLE, pager->title);
	if (pager->filter) {
		int at = (int)text_width(pager->title, strlen(pager->title)) + 3;
		struct buf only = { 0 };
		buf_printf(&only, "only: %s", pager->filter);
		if (area.columns - 8 - at > 0)
			grid_put_field(&ui->grid, area, 0, at, area.columns - 8 - at, STYLE_MARK,
				buf_text(&only));
		buf_fini(&only);
	}
	grid_puts(
		&ui->grid, area, 0, area.columns - 1 - (int)place.len, STYLE_DIM, buf_text(&place));
	grid_rule(&ui->grid, area, 1, STYLE_RULE);
	buf_fini(&place);
}

static void draw(struct ui *ui, struct area area)
{
	struct pager *pager = &ui->pager;
	int rows = text_rows(&area), indent = area.columns > 20 ? 1 : 0;
	wrap(ui, area.columns - 2 * indent > 0 ? area.columns - 2 * indent : 1);
	ui->rows = rows;
	clamp(pager, rows);
	if (rows < area.rows) {
		draw_title(ui, area, rows);
		area.row += area.rows - rows;
		area.rows = rows;
	}
	for (int y = 0; y < rows && pager->list.top + (size_t)y < pager->rows.count; y++) {
		size_t row = pager->list.top + (size_t)y;
		const char *text = pager->text.data + pager->rows.items[row];
		size_t len = row_len(pager, row);
		/* headings of help and listings stand at the margin */
		grid_put(&ui->grid, area, y, indent, STYLE_TEXT, text, len);
		const struct area painted = { area.row + y, area.column + indent, 1,
			area.columns - indent };
		if (pager->paint)
			pager->paint(ui, painted);
		list_highlight(ui, area, y, indent, text, len);
	}
}

static bool move(struct ui *ui, enum move move, struct err *err)
{
	struct pager *pager = &ui->pager;
	(void)err;
	pager->list.selected = pager->list.top;
	list_move(&pager->list, pager->rows.count, ui->rows, move);
	clamp(pager, ui->rows);
	pager->list.selected = pager->list.top;
	return true;
}

static void label(const struct ui *ui, size_t row, struct buf *out)
{
	buf_put(out, ui->pager.text.data + ui->pager.rows.items[row], row_len(&ui->pager, row));
}

static struct list *list_of(struct ui *ui)
{
	return &ui->pager.list;
}

static size_t count(const struct ui *ui)
{
	return ui->pager.rows.count;
}

static const struct hint hints[] = { { "close", "close" }, { "down", "down" },
	{ "page-down", "page" }, { "find", "find" }, { "filter", "only lines with" }, { 0 } };

const struct view view_pager = {
	.name = "pager",
	.title = "Text",
	.place = "In a text like this",
	.hints = hints,
	.entity = ENTITY_COUNT,
	.draw = draw,
	.move = move,
	.list = list_of,
	.count = count,
	.label = label,
	.filter = filter,
	.filtered = filtered,
};
