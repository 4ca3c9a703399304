#include "tui/table.h"

#include "base/text.h"
#include "tui/ui.h"

enum { WIDE = 70 };

static int minimum(int a, int b)
{
	return a < b ? a : b;
}

static int maximum(int a, int b)
{
	return a > b ? a : b;
}

/* What a column would like to have. */
static int wanted(const struct column *column, int needed)
{
	int most = maximum(needed, (int)text_width(column->title, strlen(column->title)));
	return column->weight ? column->minimum : minimum(most, column->maximum);
}

/* Columns taken by those that are shown, gaps included. */
static int taken(const struct column_set *columns, const struct place places[], int gap)
{
	int sum = 0;
	for (size_t i = 0; i < columns->count; i++)
		if (places[i].width)
			sum += places[i].width + (sum ? gap : 0);
	return sum;
}

/* Leave out the one that goes first, if it goes before `from`; false if all that are left stay. */
static bool leave_out(const struct column_set *columns, int from, struct place places[])
{
	size_t leaving = 0;
	int highest = from - 1;
	for (size_t i = 0; i < columns->count; i++)
		if (places[i].width && columns->items[i].leaves > highest) {
			highest = columns->items[i].leaves;
			leaving = i;
		}
	if (highest < from)
		return false;
	places[leaving].width = 0;
	return true;
}

/* Give those that are shown their comfortable width, or the least they need. */
static void size(const struct column_set *columns, const int needed[], bool comfortable,
	struct place places[])
{
	for (size_t i = 0; i < columns->count; i++) {
		const struct column *column = &columns->items[i];
		int want = column->weight && comfortable ? maximum(column->maximum, column->minimum)
							 : wanted(column, needed[i]);
		if (places[i].width)
			places[i].width = comfortable ? want : minimum(column->minimum, want);
	}
}

static void hand_out(
	const struct column_set *columns, const int needed[], int left, struct place places[])
{
	int weights = 0;
	for (size_t i = 0; i < columns->count && left > 0; i++) {
		int more = wanted(&columns->items[i], needed[i]) - places[i].width;
		more = places[i].width ? minimum(maximum(more, 0), left) : 0;
		places[i].width += more;
		left -= more;
	}
	for (size_t i = 0; i < columns->count; i++)
		weights += places[i].width ? columns->items[i].weight : 0;
	for (size_t i = 0; i < columns->count && weights && left > 0; i++) {
		int weight = places[i].width ? columns->items[i].weight : 0;
		int more = left * weight / weights;
		places[i].width += more;
		left -= more;
		weights -= weight;
	}
}

/* Too narrow even for those that stay: the last of them that can gives way first. */
static void squeeze(const struct column_set *columns, int over, struct place places[])
{
	for (size_t i = columns->count; i-- && over > 0;) {
		int less = places[i].width > 1 ? minimum(places[i].width - 1, over) : 0;
		places[i].width -= less;
		over -= less;
	}
}

void table_place(
	const struct column_set *columns, const int needed[], int available, struct place out[])
{
	int gap = available >= WIDE ? 2 : 1, at = 0;
	for (size_t i = 0; i < columns->count; i++)
		out[i].width = needed[i] || !columns->items[i].leaves;
	size(columns, needed, true, out);
	while (taken(columns, out, gap) > available && leave_out(columns, COLUMN_EXTRA, out))
		;
	size(columns, needed, false, out);
	while (taken(columns, out, gap) > available && leave_out(columns, 1, out))
		;
	squeeze(columns, taken(columns, out, gap) - available, out);
	hand_out(columns, needed, available - taken(columns, out, gap), out);
	for (size_t i = 0; i < columns->count; i++) {
		out[i].at = at;
		at += out[i].width ? out[i].width + gap : 0;
	}
}

void table_measure(
	const struct column_set *columns, const void *context, size_t index, int needed[])
{
	struct buf text = { 0 };
	for (size_t i = 0; i < columns->count; i++) {
		buf_truncate(&text, 0);
		columns->cell(context, index, i, &text);
		needed[i] = maximum(needed[i], (int)text_width(buf_text(&text), text.len));
	}
	buf_fini(&text);
}

static void put(struct ui *ui, struct area area, int row, const struct column *column,
	const struct place *place, enum style style, const char *text)
{
	int width = (int)text_width(text, strlen(text));
	int shift = column->right && width < place->width ? place->width - width : 0;
	const struct area cell = { area.row, area.column + 1 + place->at + shift, area.rows,
		place->width - shift };
	grid_put_field(&ui->grid, cell, row, 0, cell.columns, style, text);
	list_highlight(ui, cell, row, 0, text, strlen(text));
}

void table_draw_titles(struct ui *ui, struct area area, int row, const struct column_set *columns,
	const struct place places[])
{
	for (size_t i = 0; i < columns->count; i++)
		if (places[i].width)
			put(ui, area, row, &columns->items[i], &places[i], STYLE_DIM,
				columns->items[i].title);
}

void table_draw_row(struct ui *ui, struct area area, int row, const struct column_set *columns,
	const struct place places[], const void *context, size_t index)
{
	struct buf text = { 0 };
	for (size_t i = 0; i < columns->count; i++) {
		if (!places[i].width)
			continue;
		buf_truncate(&text, 0);
		enum style style = columns->cell(context, index, i, &text);
		put(ui, area, row, &columns->items[i], &places[i], style, buf_text(&text));
	}
	buf_fini(&text);
}
