#include "tui/grid.h"

#include <stdlib.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"

static const struct style_row style_rows[] = {
#define X(id, name, letter, colour, attributes, mono)                                              \
	[STYLE_##id] = { name, letter, colour, attributes, mono },
	STYLES(X)
#undef X
};

const struct style_row *style_get(enum style style)
{
	return &style_rows[style];
}

enum style style_find(const char *name)
{
	for (size_t i = 0; i < LENGTH(style_rows); i++)
		if (text_same(style_rows[i].name, name))
			return (enum style)i;
	return STYLE_TEXT;
}

static void cell_blank(struct cell *cell, enum style style)
{
	*cell = (struct cell){ .text = " ", .len = 1, .width = 1, .style = (uint8_t)style };
}

static struct cell *cell_at(const struct grid *grid, int row, int column)
{
	return &grid->cells[(size_t)row * (size_t)grid->columns + (size_t)column];
}

void grid_init(struct grid *grid, int rows, int columns)
{
	*grid = (struct grid){ 0 };
	grid_resize(grid, rows, columns);
}

void grid_fini(struct grid *grid)
{
	free(grid->cells);
	*grid = (struct grid){ 0 };
}

void grid_resize(struct grid *grid, int rows, int columns)
{
	rows = rows < 1 ? 1 : rows;
	columns = columns < 1 ? 1 : columns;
	if (!grid->cells || rows != grid->rows || columns != grid->columns) {
		free(grid->cells);
		grid->cells = mem_new((size_t)rows * (size_t)columns, sizeof *grid->cells);
		grid->rows = rows;
		grid->columns = columns;
	}
	grid_clear(grid);
}

void grid_clear(struct grid *grid)
{
	for (int i = 0; i < grid->rows * grid->columns; i++)
		cell_blank(&grid->cells[i], STYLE_TEXT);
	grid->cursor_row = grid->cursor_column = 0;
	grid->cursor_shown = false;
}

struct area grid_all(const struct grid *grid)
{
	return (struct area){ 0, 0, grid->rows, grid->columns };
}

const struct cell *grid_at(const struct grid *grid, int row, int column)
{
	if (row < 0 || row >= grid->rows || column < 0 || column >= grid->columns)
		BUG("no cell %d,%d in a grid of %dx%d", row, column, grid->rows, grid->columns);
	return cell_at(grid, row, column);
}

/* ---- drawing ------------------------------------------------------------------------------- */

static int clamp(long value, long low, long high)
{
	return (int)(value < low ? low : value > high ? high : value);
}

/* What of the area lies in the grid. */
static struct area clip(const struct grid *grid, struct area area)
{
	int top = clamp(area.row, 0, grid->rows);
	int left = clamp(area.column, 0, grid->columns);
	int bottom = clamp((long)area.row + area.rows, top, grid->rows);
	int right = clamp((long)area.column + area.columns, left, grid->columns);
	return (struct area){ top, left, bottom - top, right - left };
}

/* Before a cell is overwritten: the other half of a wide character in it becomes blank. */
static void part(struct grid *grid, int row, int column)
{
	struct cell *cell = cell_at(grid, row, column);
	if (cell->width == 0)
		cell_blank(cell - 1, cell[-1].style);
	else if (cell->width == 2)
		cell_blank(cell + 1, cell->style);
}

static void set(struct grid *grid, int row, int column, enum style style, const char *text,
	size_t len, int width)
{
	uint32_t cp = ' ';
	for (int i = 0; i < width; i++)
		part(grid, row, column + i);
	struct cell *cell = cell_at(grid, row, column);
	*cell = (struct cell){ .width = (uint8_t)width, .style = (uint8_t)style };
	/* a mark with nothing to stand on gets a blank */
	utf8_decode(text, len, &cp);
	if (utf8_width(cp) == 0)
		cell->text[cell->len++] = ' ';
	for (size_t at = 0, n; at < len; at += n) {
		n = utf8_decode(text + at, len - at, &cp);
		if (n == 0 || cell->len + n > CELL_BYTES)
			break;
		memcpy(cell->text + cell->len, text + at, n);
		cell->len = (uint8_t)(cell->len + n);
	}
	if (width == 2)
		cell[1] = (struct cell){ .style = (uint8_t)style };
}

/* Put one character at an absolute column; what of it is cut by the edges is blank. */
static void place(struct grid *grid, struct area in, int row, long column, enum style style,
	const char *text, size_t len, int width)
{
	bool whole = column >= in.column && column + width <= in.column + in.columns;
	if (whole) {
		set(grid, row, (int)column, style, text, len, width);
		return;
	}
	for (long c = column; c < column + width; c++)
		if (c >= in.column && c < in.column + in.columns)
			set(grid, row, (int)c, style, " ", 1, 1);
}

int grid_put(struct grid *grid, struct area area, int row, int column, enum style style,
	const char *text, size_t len)
{
	struct area in = clip(grid, area);
	long y = (long)area.row + row, start = (long)area.column + column, x = start;
	long right = (long)area.column + area.columns;
	bool visible = y >= in.row && y < in.row + in.rows;
	struct buf shown = { 0 };
	for (size_t at = 0; at < len && x < right;) {
		int width;
		size_t unit = wrap_unit(text + at, len - at, &width);
		bool plain = unit == 1 && text[at] >= ' ' && text[at] <= '~';
		if (!visible || x + width <= in.column || x >= in.column + in.columns) {
			x += width;
		} else if (plain) {
			place(grid, in, (int)y, x, style, text + at, 1, 1);
			x++;
		} else {
			buf_truncate(&shown, 0);
			text_show(&shown, text + at, unit, false);
			for (size_t i = 0, n; i < shown.len; i += n, x += width) {
				n = text_cluster(shown.data + i, shown.len - i, &width);
				place(grid, in, (int)y, x, style, shown.data + i, n, width);
			}
		}
		at += unit;
	}
	buf_fini(&shown);
	return clamp((x < right ? x : right) - start, 0, INT32_MAX);
}

int grid_puts(struct grid *grid, struct area area, int row, int column, enum style style,
	const char *text)
{
	return grid_put(grid, area, row, column, style, text, strlen(text));
}

void grid_put_field(struct grid *grid, struct area area, int row, int column, int columns,
	enum style style, const char *text)
{
	struct buf shown = { 0 };
	text_show_column(&shown, text, columns < 0 ? 0 : (size_t)columns);
	grid_put(grid, area, row, column, style, buf_text(&shown), shown.len);
	buf_fini(&shown);
}

struct area area_below(struct area area, int rows)
{
	return (struct area){ area.row + rows, area.column, area.rows - rows, area.columns };
}

void grid_fill(struct grid *grid, struct area area, enum style style)
{
	struct area in = clip(grid, area);
	for (int row = in.row; row < in.row + in.rows && in.columns; row++) {
		part(grid, row, in.column);
		part(grid, row, in.column + in.columns - 1);
		for (int column = in.column; column < in.column + in.columns; column++)
			cell_blank(cell_at(grid, row, column), style);
	}
}

void grid_restyle(struct grid *grid, struct area area, enum style style)
{
	struct area in = clip(grid, area);
	for (int row = in.row; row < in.row + in.rows; row++)
		for (int column = in.column; column < in.column + in.columns; column++)
			cell_at(grid, row, column)->style = (uint8_t)style;
}

void grid_rule(struct grid *grid, struct area area, int row, enum style style)
{
	struct area in = clip(grid, area);
	long y = (long)area.row + row;
	for (int x = in.column; y >= in.row && y < in.row + in.rows && x < in.column + in.columns; x++)
		place(grid, in, (int)y, x, style, "─", strlen("─"), 1);
}

void grid_cursor(struct grid *grid, struct area area, int row, int column)
{
	struct area in = clip(grid, area);
	long y = (long)area.row + row, x = (long)area.column + column;
	grid->cursor_shown =
		y >= in.row && y < in.row + in.rows && x >= in.column && x < in.column + in.columns;
	if (grid->cursor_shown) {
		grid->cursor_row = (int)y;
		grid->cursor_column = (int)x;
	}
}

/* ---- reading ------------------------------------------------------------------------------- */

void grid_text(const struct grid *grid, struct buf *out)
{
	for (int row = 0; row < grid->rows; row++) {
		size_t end = out->len;
		for (int column = 0; column < grid->columns; column++) {
			const struct cell *cell = cell_at(grid, row, column);
			buf_put(out, cell->text, cell->len);
			if (cell->len && !(cell->len == 1 && cell->text[0] == ' '))
				end = out->len;
		}
		buf_truncate(out, end);
		buf_putc(out, '\n');
	}
}

void grid_styles(const struct grid *grid, struct buf *out)
{
	for (int row = 0; row < grid->rows; row++) {
		for (int column = 0; column < grid->columns; column++)
			buf_putc(out, style_rows[cell_at(grid, row, column)->style].letter);
		buf_putc(out, '\n');
	}
}

static const struct {
	const char *text;
	char ascii;
} ascii_rows[] = {
	{ "─", '-' },
	{ "│", '|' },
	{ "└", '+' },
	{ "├", '+' },
	{ "┤", '+' },
	{ "┬", '+' },
	{ "┴", '+' },
	{ "┼", '+' },
	{ "…", '~' },
	{ "★", '*' },
	{ "☆", '.' },
	{ "▸", '>' },
	{ "▹", '>' },
	{ "▾", 'v' },
	{ "▿", 'v' },
	{ "◂", '<' },
	{ "▴", '^' },
	{ "▲", '^' },
	{ "▼", 'v' },
	{ "↗", '^' },
	{ "→", '>' },
	{ "↪", '>' },
	{ "←", '<' },
	{ "↩", '<' },
	{ "↑", '^' },
	{ "↓", 'v' },
	{ "⏎", '$' },
	{ "·", '-' },
	{ "•", '*' },
	{ "●", '*' },
	{ "○", 'o' },
	{ "◆", '*' },
	{ "✓", '+' },
	{ "✔", '+' },
	{ "✗", 'x' },
	{ "✘", 'x' },
	{ "×", 'x' },
	{ "█", '#' },
	{ "▓", '=' },
	{ "▒", ':' },
	{ "░", '.' },
	{ "▁", '_' },
	{ "▂", '_' },
	{ "▃", ':' },
	{ "▄", ':' },
	{ "▅", '|' },
	{ "▆", '|' },
	{ "▇", '#' },
	{ "═", '=' },
	{ "–", '-' },
	{ "—", '-' },
	{ "‘", '\'' },
	{ "’", '\'' },
	{ "“", '"' },
	{ "”", '"' },
	{ "≤", '<' },
	{ "≥", '>' },
	{ "\xC2\xA0", ' ' },
};

void grid_ascii(struct grid *grid)
{
	for (int i = 0; i < grid->rows * grid->columns; i++) {
		struct cell *cell = &grid->cells[i];
		if (cell->len == 1 && (unsigned char)cell->text[0] < 0x80)
			continue;
		char ascii = '?';
		for (size_t row = 0; row < LENGTH(ascii_rows); row++)
			if (strlen(ascii_rows[row].text) == cell->len &&
				memcmp(ascii_rows[row].text, cell->text, cell->len) == 0)
				ascii = ascii_rows[row].ascii;
		cell_blank(cell, cell->style);
		cell->text[0] = ascii;
	}
}

void grid_diff(const struct grid *before, const struct grid *now, grid_run *run, void *data)
{
	bool fresh = !before || before->rows != now->rows || before->columns != now->columns;
	for (int row = 0; row < now->rows; row++) {
		const struct cell *cells = cell_at(now, row, 0);
		int start = 0, end = now->columns;
		if (fresh) {
			run(data, row, 0, cells, end);
			continue;
		}
		const struct cell *old = cell_at(before, row, 0);
		if (memcmp(old, cells, (size_t)now->columns * sizeof *cells) == 0)
			continue;
		while (start < now->columns) {
			if (memcmp(old + start, cells + start, sizeof *cells) == 0) {
				start++;
				continue;
			}
			end = start + 1;
			/* halves of wide characters, new and old, belong to the run */
			while (end < now->columns &&
				(cells[end].width == 0 || old[end].width == 0 ||
					memcmp(old + end, cells + end, sizeof *cells) != 0))
				end++;
			if (cells[start].width == 0)
				start--;
			run(data, row, start, cells + start, end - start);
			start = end;
		}
	}
}

/* ---- for the terminal ---------------------------------------------------------------------- */

/* Zero-width characters that draw nothing; some terminals give them a column nevertheless. */
static bool invisible(uint32_t cp)
{
	return cp == 0xAD || cp == 0x34F || cp == 0x180E || (cp >= 0x180B && cp <= 0x180F) ||
		(cp >= 0x200B && cp <= 0x200F) || (cp >= 0x2060 && cp <= 0x206F) ||
		(cp >= 0xFE00 && cp <= 0xFE0F) || cp == 0xFEFF || (cp >= 0xFFF9 && cp <= 0xFFFB) ||
		cp >= 0xE0000;
}

int cell_glyphs(const struct cell *cell, struct glyph out[2])
{
	enum { REGIONAL_A = 0x1F1E6, REGIONAL_Z = 0x1F1FF };
	uint32_t cp;
	size_t at = 0, n;
	out[0] = out[1] = (struct glyph){ .points = { ' ' }, .count = 1 };
	if (cell->width == 0)
		return 0;
	for (int flags = 0; at < cell->len; at += n) {
		n = utf8_decode(cell->text + at, cell->len - at, &cp);
		if (n == 0)
			break;
		bool letter = cp >= REGIONAL_A && cp <= REGIONAL_Z;
		if (letter && flags < cell->width && (at == 0 || flags))
			out[flags++].points[0] = 'A' + (cp - REGIONAL_A);
		else if (at == 0)
			out[0].points[0] = cp;
		else if (utf8_width(cp) > 0)
			break; /* the rest of a joined sequence */
		else if (!invisible(cp) && out[0].count < (int)LENGTH(out[0].points))
			out[0].points[out[0].count++] = cp;
	}
	return cell->width == 2 && utf8_width(out[0].points[0]) < 2 ? 2 : 1;
}

/* ---- wrapping ------------------------------------------------------------------------------ */

size_t wrap_unit(const char *text, size_t len, int *columns)
{
	size_t unit = text_cluster(text, len, columns);
	if (unit > 1 || text[0] < ' ' || text[0] > '~')
		*columns = (int)text_width(text, unit);
	return unit;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

size_t wrap_next(const char *text, size_t len, int columns, size_t *next)
{
	size_t at = 0, ink = 0;		    /* ink: end of the last that is not blank */
	size_t row_end = 0, break_next = 0; /* the last place where the row may end */
	int used = 0, width;
	columns = columns < 1 ? 1 : columns;
	while (at < len && text[at] != '\n') {
		size_t unit = wrap_unit(text + at, len - at, &width);
		bool blank = unit == 1 && is_blank(text[at]);
		if (!blank && ink && (width == 2 && unit > 1)) {
			row_end = ink;
			break_next = at;
		}
		if (used + width > columns && !blank) {
			*next = break_next ? break_next : at ? at : unit;
			return break_next ? row_end : *next;
		}
		used = used + width > columns ? columns + 1 : used + width;
		at += unit;
		if (blank && ink) {
			row_end = ink;
			break_next = at;
		} else if (!blank) {
			ink = at;
			if (width == 2 && unit > 1) {
				row_end = ink;
				break_next = at;
			}
		}
	}
	*next = at < len ? at + 1 : at;
	return ink;
}
