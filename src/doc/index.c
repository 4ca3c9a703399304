#include "doc/index.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "doc/escape.h"

/* A row as it goes into the table. */
struct row {
	char *text; /* the whole line, without the line break */
	char *date;
	char *path; /* as in the link; "" if the row has none */
};

struct table {
	const char *readme;
	const char *newline;
	const char *begin, *end; /* the lines of the markers, NULL if there are none */
	VEC(struct row) rows;
	struct err *err;
};

static const char head[] = "| Date | Incident | Severity | Status | Duration | Summary |";
static const char rule[] = "| --- | --- | --- | --- | --- | --- |";

static size_t line_length(const char *line)
{
	return strcspn(line, "\r\n");
}

static const char *next_line(const char *line)
{
	line += line_length(line);
	return line + (text_starts(line, "\r\n") ? 2 : *line != '\0');
}

static size_t line_number(const struct table *table, const char *line)
{
	size_t number = 1;
	for (const char *at = table->readme; at < line; at = next_line(at))
		number++;
	return number;
}

static bool is_marker(const char *line, const char *marker)
{
	size_t len = line_length(line), n = strlen(marker);
	size_t blank = strspn(line, " \t");
	if (len < blank + n || memcmp(line + blank, marker, n) != 0)
		return false;
	return strspn(line + blank + n, " \t") >= len - blank - n;
}

static bool find_markers(struct table *table)
{
	for (const char *line = table->readme; *line; line = next_line(line)) {
		bool begin = is_marker(line, INDEX_BEGIN);
		if (!begin && !is_marker(line, INDEX_END))
			continue;
		const char **slot = begin ? &table->begin : &table->end;
		if (*slot)
			return err_set(table->err, ERR_CONFLICT,
				"lines %zu and %zu are both %s: leave one of them",
				line_number(table, *slot), line_number(table, line),
				begin ? INDEX_BEGIN : INDEX_END);
		*slot = line;
	}
	if (!table->begin != !table->end)
		return err_set(table->err, ERR_CONFLICT,
			"line %zu is %s, but there is no %s: put it back, or remove both",
			line_number(table, table->begin ? table->begin : table->end),
			table->begin ? INDEX_BEGIN : INDEX_END,
			table->begin ? INDEX_END : INDEX_BEGIN);
	if (table->begin > table->end)
		return err_set(table->err, ERR_CONFLICT,
			"%s (line %zu) comes after %s (line %zu): swap them", INDEX_BEGIN,
			line_number(table, table->begin), INDEX_END,
			line_number(table, table->end));
	return true;
}

/* ---- rows -------------------------------------------------------------------------------- */

/* The text of a cell that begins after the | at `at`; gives where it ends, at a | or the line's
 * end. */
static size_t cell_end(const char *line, size_t len, size_t at)
{
	for (at++; at < len && line[at] != '|'; at++)
		at += line[at] == '\\' && at + 1 < len;
	return at;
}

static char *trimmed(const char *text, size_t len)
{
	while (len && strchr(" \t", *text)) {
		text++;
		len--;
	}
	while (len && strchr(" \t", text[len - 1]))
		len--;
	return mem_copy_n(text, len);
}

/* The destination of the first link in a cell, "" if it has none. */
static char *link_path(const char *cell, size_t len)
{
	size_t at = 0, n = 0;
	while (at + 1 < len && (cell[at] != ']' || cell[at + 1] != '('))
		at += cell[at] == '\\' ? 2 : 1;
	if (at + 1 >= len)
		return mem_copy("");
	for (at += 2; at + n < len && !strchr(") \t", cell[at + n]); n++)
		;
	return mem_copy_n(cell + at, n);
}

/* The head and rule of a table, ours or an older one with other columns. */
static bool is_head(const char *line)
{
	size_t len = line_length(line), blank = strspn(line, " \t"),
	       dashes = strspn(line, "|:- \t");
	if (dashes >= len)
		return true;
	const char *next = next_line(line);
	return line[blank] == '|' && *line != '\0' && line_length(next) &&
		strspn(next, "|:- \t") >= line_length(next) && strchr(next, '-') && *next == '|';
}

static bool read_rows(struct table *table)
{
	if (!table->begin)
		return true;
	for (const char *line = next_line(table->begin); line < table->end;
		line = next_line(line)) {
		size_t len = line_length(line);
		if (strspn(line, " \t") >= len || is_head(line))
			continue;
		size_t blank = strspn(line, " ");
		if (line[blank] != '|' || blank > 3)
			return err_set(table->err, ERR_CONFLICT,
				"line %zu stands in the index but is no row of its table: move it "
				"outside the "
				"two markers",
				line_number(table, line));
		struct row *row = vec_push(&table->rows);
		size_t date = cell_end(line, len, blank);
		size_t incident = date < len ? cell_end(line, len, date) : len;
		row->text = mem_copy_n(line, len);
		row->date = trimmed(line + blank + 1, date - blank - 1);
		row->path =
			date < len ? link_path(line + date + 1, incident - date - 1) : mem_copy("");
	}
	return true;
}

static void free_row(struct row *row)
{
	free(row->text);
	free(row->date);
	free(row->path);
}

static void put_cell(struct buf *out, const char *text)
{
	buf_putc(out, ' ');
	size_t start = out->len;
	escape_markdown(out, text ? text : "");
	buf_puts(out, out->len > start ? " |" : "|");
}

static void drop_rows(struct table *table, const char *path)
{
	for (size_t i = 0; i < table->rows.count; i++) {
		struct row *row = &table->rows.items[i];
		if (!text_equal(row->path, path))
			continue;
		free_row(row);
		*row = table->rows.items[--table->rows.count];
		i--;
	}
}

static void add_row(struct table *table, const struct index_row *incident)
{
	struct buf text = { 0 }, path = { 0 }, old = { 0 };
	escape_url(&path, incident->path);
	drop_rows(table, buf_text(&path));
	if (!text_empty(incident->old_path)) {
		escape_url(&old, incident->old_path);
		drop_rows(table, buf_text(&old));
	}
	buf_fini(&old);
	buf_putc(&text, '|');
	put_cell(&text, incident->date);
	buf_puts(&text, " [");
	escape_link_text(&text, text_empty(incident->title) ? incident->path : incident->title);
	buf_printf(&text, "](%s) |", buf_text(&path));
	put_cell(&text, incident->severity);
	put_cell(&text, incident->status);
	put_cell(&text, incident->duration);
	put_cell(&text, incident->summary);
	struct row *row = vec_push(&table->rows);
	row->date = mem_copy(incident->date ? incident->date : "");
	row->text = buf_steal(&text);
	row->path = buf_steal(&path);
}

static int compare_rows(const void *a, const void *b)
{
	const struct row *first = a, *second = b;
	int order = -strcmp(first->date, second->date);
	order = order ? order : strcmp(first->path, second->path);
	return order ? order : strcmp(first->text, second->text);
}

/* ---- page -------------------------------------------------------------------------------- */

static void put_line(const struct table *table, struct buf *out, const char *line)
{
	buf_puts(out, line);
	buf_puts(out, table->newline);
}

static void put_table(const struct table *table, struct buf *out)
{
	put_line(table, out, "");
	put_line(table, out, head);
	put_line(table, out, rule);
	for (size_t i = 0; i < table->rows.count; i++)
		put_line(table, out, table->rows.items[i].text);
	put_line(table, out, "");
}

static void put_page(const struct table *table, struct buf *out)
{
	if (table->begin) {
		const char *start = next_line(table->begin);
		buf_put(out, table->readme, (size_t)(start - table->readme));
		put_table(table, out);
		buf_puts(out, table->end);
		return;
	}
	size_t len = strlen(table->readme);
	buf_puts(out, table->readme);
	if (len && !strchr("\r\n", table->readme[len - 1]))
		buf_puts(out, table->newline);
	if (len)
		buf_puts(out, table->newline);
	put_line(table, out, len ? "## Incidents" : "# Incidents");
	put_line(table, out, "");
	put_line(table, out, INDEX_BEGIN);
	put_table(table, out);
	put_line(table, out, INDEX_END);
}

bool index_splice(struct buf *out, const char *readme, const struct index_row *rows, size_t count,
	struct err *err)
{
	struct table table = { .readme = readme ? readme : "", .err = err };
	table.newline = strstr(table.readme, "\r\n") ? "\r\n" : "\n";
	bool ok = find_markers(&table) && read_rows(&table);
	for (size_t i = 0; ok && i < count; i++)
		add_row(&table, &rows[i]);
	if (ok && table.rows.count)
		qsort(table.rows.items, table.rows.count, sizeof *table.rows.items, compare_rows);
	if (ok)
		put_page(&table, out);
	for (size_t i = 0; i < table.rows.count; i++)
		free_row(&table.rows.items[i]);
	free(table.rows.items);
	return ok;
}
