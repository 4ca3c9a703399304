/* Where the text of a struct line stands on the screen. */
#include "tui/line.h"

#include <limits.h>

#include "tui/walk.h"

enum { UNBOUNDED = INT_MAX / 4 }; /* columns of a text that was never laid out */

void line_forget_rows(struct line *line, size_t from)
{
	while (line->rows.count && line->rows.items[line->rows.count - 1] > from)
		line->rows.count--;
	line->rows.count -= line->rows.count < 2 ? line->rows.count : 2;
	line->complete = false;
}

/* Columns of the bytes from `from` to `to`, counted up to `most`. */
static int columns_between(const struct line *line, size_t from, size_t to, int most)
{
	int columns = 0, width;
	while (from < to && columns < most) {
		from += wrap_unit(line->text.data + from, line->text.len - from, &width);
		columns += width;
	}
	return columns < most ? columns : most;
}

static void set_columns(struct line *line, int columns)
{
	columns = columns < 1 ? 1 : columns;
	if (columns != line->columns) {
		line->columns = columns;
		line->rows.count = 0;
		line->complete = false;
	}
}

static void next_row(struct line *line)
{
	size_t len = line->text.len, next;
	if (!line->rows.count) {
		*vec_push(&line->rows) = 0;
		line->complete = len == 0;
		return;
	}
	size_t start = line->rows.items[line->rows.count - 1];
	wrap_next(line->text.data + start, len - start, line->columns, &next);
	next += start;
	line->complete = next == len;
	/* the last row is full: the cursor behind it stands on a row of its own */
	if (next < len || line->text.data[len - 1] == '\n' ||
		columns_between(line, start, len, line->columns) == line->columns)
		*vec_push(&line->rows) = next;
}

/* Find rows until `count` of them and the one that holds the byte `at` are known. */
static void find_rows(struct line *line, size_t at, size_t count)
{
	while (!line->complete &&
		(line->rows.count < count || line->rows.count == 0 ||
			line->rows.items[line->rows.count - 1] <= at))
		next_row(line);
}

/* The known row that holds the byte `at`. */
static size_t row_of(const struct line *line, size_t at)
{
	size_t low = 0, high = line->rows.count;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (line->rows.items[middle] <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static size_t row_end(const struct line *line, size_t row)
{
	return row + 1 < line->rows.count ? line->rows.items[row + 1] : line->text.len;
}

/* Blanks at a break hang over the edge; the cursor in them stays at the edge. */
static int column_of(const struct line *line, size_t row, size_t at)
{
	return columns_between(line, line->rows.items[row], at, line->columns - 1);
}

/* The row of the cursor; the two after it are known then. */
static size_t cursor_row(struct line *line)
{
	set_columns(line, line->columns ? line->columns : UNBOUNDED);
	find_rows(line, line->cursor, 0);
	size_t row = row_of(line, line->cursor);
	find_rows(line, line->cursor, row + 3);
	return row;
}

bool line_has_row(struct line *line, bool down)
{
	size_t row = line->multiline ? cursor_row(line) : 0;
	return line->multiline && (down ? row + 1 < line->rows.count : row > 0);
}

enum line_result line_vertical(struct line *line, bool down)
{
	if (!line_has_row(line, down))
		return LINE_IGNORED;
	size_t row = row_of(line, line->cursor);
	if (line->last != LINE_ACT_VERTICAL)
		line->goal = column_of(line, row, line->cursor);
	row = down ? row + 1 : row - 1;
	size_t at = line->rows.items[row], end = row_end(line, row);
	int used = 0, width;
	while (at < end && line->text.data[at] != '\n') {
		size_t unit = wrap_unit(line->text.data + at, line->text.len - at, &width);
		bool last = at + unit >= end && row + 1 < line->rows.count;
		if (used + width > line->goal || last)
			break;
		used += width;
		at += unit;
	}
	line->cursor = at;
	return LINE_TOOK;
}

int line_height(struct line *line, int columns, int max)
{
	size_t most = max < 1 ? 1 : (size_t)max;
	if (!line->multiline)
		return 1;
	set_columns(line, columns);
	find_rows(line, 0, most);
	return (int)(line->rows.count < most ? line->rows.count : most);
}

/* One row that scrolls sideways; a column is kept for the cursor behind the last character. */
static void layout_sideways(struct line *line, struct line_layout *out)
{
	const char *text = line_text(line);
	size_t len = line->text.len;
	int room = line->columns - 1, width;
	line->left = walk_border(text, len, line->left);
	bool beyond = columns_between(line, line->left, line->cursor, room + 1) > room;
	if (beyond || line->left > line->cursor)
		line->left = line->cursor;
	/* then no more of the start is hidden than must be */
	int used = beyond ? 0 : columns_between(line, line->left, len, room + 1);
	while (line->left > 0) {
		size_t before = walk_before(text, len, line->left);
		wrap_unit(text + before, len - before, &width);
		if (used + width > room)
			break;
		used += width;
		line->left = before;
	}
	*out = (struct line_layout){ 1, 0, columns_between(line, line->left, line->cursor, room),
		line->left > 0, columns_between(line, line->left, len, room + 2) > room + 1 };
}

void line_layout(struct line *line, int columns, int rows, struct line_layout *out)
{
	size_t height = rows < 1 ? 1 : (size_t)rows;
	set_columns(line, columns);
	if (!line->multiline) {
		layout_sideways(line, out);
		return;
	}
	find_rows(line, line->cursor, 0);
	size_t row = row_of(line, line->cursor);
	if (line->top > row)
		line->top = row;
	if (row - line->top >= height)
		line->top = row - height + 1;
	find_rows(line, line->cursor, line->top + height + 1);
	size_t known = line->rows.count;
	if (known < line->top + height)
		line->top = known < height ? 0 : known - height;
	size_t visible = known - line->top < height ? known - line->top : height;
	*out = (struct line_layout){ (int)visible, (int)(row - line->top),
		column_of(line, row, line->cursor), line->top > 0, known > line->top + visible };
}

size_t line_row(const struct line *line, int row, size_t *len)
{
	size_t index = line->top + (size_t)row;
	size_t start = line->multiline ? line->rows.items[index] : line->left;
	size_t end = line->multiline ? row_end(line, index) : line->text.len;
	if (end > start && line->multiline && line->text.data[end - 1] == '\n')
		end--;
	*len = end - start;
	return start;
}

void line_draw(struct line *line, struct grid *grid, struct area area, enum style style)
{
	struct line_layout layout;
	if (area.rows < 1 || area.columns < 1)
		return;
	line_layout(line, area.columns, area.rows, &layout);
	grid_fill(grid, area, style);
	for (int row = 0; row < layout.rows; row++) {
		size_t len, start = line_row(line, row, &len);
		grid_put(grid, area, row, 0, style, line_text(line) + start, len);
	}
	grid_cursor(grid, area, layout.cursor_row, layout.cursor_column);
}
