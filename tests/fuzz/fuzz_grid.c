/*
 * The grid: whatever is drawn wherever, each cell holds one character that a terminal only shows, wide ones are whole, what
 * is sent for a cell fills its columns, and the difference of two grids leads from one to the other. The first bytes are the
 * size; each line of the rest is drawn by what its first bytes say.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "require.h"
#include "tui/grid.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SIDE_MAX = 40, LINE_HEAD = 6, DRAWINGS_MAX = 60 };

static void check_glyphs(const struct cell *cell)
{
	struct glyph glyphs[2];
	int count = cell_glyphs(cell, glyphs), columns = 0;
	for (int i = 0; i < count; i++) {
		require(glyphs[i].count >= 1 && utf8_width(glyphs[i].points[0]) >= 1);
		columns += utf8_width(glyphs[i].points[0]);
		for (int k = 1; k < glyphs[i].count; k++)
			require(utf8_width(glyphs[i].points[k]) == 0);
	}
	require(columns == cell->width);
}

static void check_cell(const struct cell *cell, const struct cell *next)
{
	char shown[CELL_BYTES * 8];
	struct buf out = { 0 };
	int width;
	require(cell->width <= 2 && cell->style < STYLE_COUNT && cell->len <= CELL_BYTES);
	for (size_t i = cell->len; i < CELL_BYTES; i++)
		require(!cell->text[i]);
	check_glyphs(cell);
	if (cell->width == 0) {
		require(!cell->len);
		return;
	}
	require((cell->width == 2) == (next && next->width == 0));
	require(cell->len && text_cluster(cell->text, cell->len, &width) == cell->len && width == cell->width);
	text_show(&out, cell->text, cell->len, false);
	require(out.len == cell->len && memcmp(out.data, cell->text, out.len) == 0);
	text_copy(shown, sizeof shown, buf_text(&out));
	require(utf8_valid(shown, strlen(shown)));
	buf_fini(&out);
}

static void check_grid(const struct grid *grid)
{
	struct buf text = { 0 };
	for (int row = 0; row < grid->rows; row++)
		for (int column = 0; column < grid->columns; column++)
			check_cell(grid_at(grid, row, column),
				column + 1 < grid->columns ? grid_at(grid, row, column + 1) : NULL);
	grid_text(grid, &text);
	require(utf8_valid(buf_text(&text), text.len));
	buf_fini(&text);
	require(!grid->cursor_shown || (grid->cursor_row >= 0 && grid->cursor_row < grid->rows &&
					       grid->cursor_column >= 0 && grid->cursor_column < grid->columns));
}

static void take_run(void *data, int row, int column, const struct cell *cells, int count)
{
	struct grid *copy = data;
	require(count > 0 && column >= 0 && column + count <= copy->columns && cells[0].width != 0);
	for (int i = 0; i < count; i++)
		copy->cells[row * copy->columns + column + i] = cells[i];
}

/* What is on the screen after the runs of a difference were sent is the new grid. */
static void check_diff(const struct grid *before, const struct grid *now)
{
	const size_t cells = (size_t)now->rows * (size_t)now->columns * sizeof *now->cells;
	struct grid copy;
	grid_init(&copy, now->rows, now->columns);
	memcpy(copy.cells, before->cells, cells);
	grid_diff(before, now, take_run, &copy);
	require(memcmp(copy.cells, now->cells, cells) == 0);
	grid_diff(NULL, now, take_run, &copy);
	require(memcmp(copy.cells, now->cells, cells) == 0);
	grid_fini(&copy);
}

static void check_wrap(const char *text, size_t len, int columns)
{
	int wide = columns < 1 ? 1 : columns, unit;
	for (size_t at = 0, next; at < len; at += next) {
		size_t used = wrap_next(text + at, len - at, columns, &next);
		require(next > 0 && next <= len - at && used <= next);
		for (size_t i = used; i < next; i++)
			require(strchr(" \t\n", text[at + i]) && text[at + i]);
		require(!memchr(text + at, '\n', used));
		/* blanks may stand over the edge, where they are not drawn */
		while (used && strchr(" \t", text[at + used - 1]) && text[at + used - 1])
			used--;
		require(text_width(text + at, used) <= (size_t)wide || wrap_unit(text + at, len - at, &unit) == used);
	}
}

static void draw(struct grid *grid, const uint8_t *head, const char *text, size_t len)
{
	const int row = (int8_t)head[1], column = (int8_t)head[2];
	const struct area area = { (int8_t)head[3] % 8, (int8_t)head[4] % 16, head[5] % SIDE_MAX, head[5] % 29 };
	const enum style style = (enum style)(head[0] % STYLE_COUNT);
	char *own = mem_copy_n(text, len);
	int used;
	switch (head[0] % 8) {
	case 0:
		grid_fill(grid, area, style);
		break;
	case 1:
		grid_restyle(grid, area, style);
		break;
	case 2:
		grid_rule(grid, area, row % 8, style);
		break;
	case 3:
		grid_cursor(grid, area, row, column);
		break;
	case 4:
		grid_put_field(grid, area, row % 8, column % 8, head[2], style, own);
		break;
	default:
		used = grid_put(grid, area, row % 8, column % 16, style, text, len);
		require(used >= 0 && (column % 16 < 0 || used <= area.columns));
		require((size_t)used <= text_width(text, len));
	}
	check_wrap(text, len, area.columns);
	free(own);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct grid grid, before;
	int drawings = 0;
	if (size < 2 || size > 1 << 14)
		return 0;
	grid_init(&grid, data[0] % SIDE_MAX, data[1] % SIDE_MAX);
	grid_init(&before, grid.rows, grid.columns);
	for (size_t at = 2; at + LINE_HEAD <= size && drawings < DRAWINGS_MAX; drawings++) {
		const char *text = (const char *)data + at + LINE_HEAD;
		size_t left = size - at - LINE_HEAD;
		const char *end = left ? memchr(text, '\n', left) : NULL;
		/* what stands behind a second newline belongs to the text: newlines are drawn as well */
		size_t len = end ? (size_t)(end - text) + (data[at] & 1) : left;
		len = len > left ? left : len;
		memcpy(before.cells, grid.cells, (size_t)grid.rows * (size_t)grid.columns * sizeof *grid.cells);
		draw(&grid, data + at, text, len);
		check_grid(&grid);
		check_diff(&before, &grid);
		at += LINE_HEAD + len + (len < left);
	}
	grid_ascii(&grid);
	for (int i = 0; i < grid.rows * grid.columns; i++)
		require(grid.cells[i].len == 1 && grid.cells[i].width == 1 && grid.cells[i].text[0] >= ' ' &&
			grid.cells[i].text[0] <= '~');
	grid_fini(&grid);
	grid_fini(&before);
	return 0;
}
