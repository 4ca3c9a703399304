/* Tables, fitted to the width there is: cells wrap, or, with too many columns for words to stay whole, each
 * row becomes a list of its cells. */
#include <stdlib.h>
#include <string.h>

#define CMARK_NO_SHORT_NAMES /* they clash with doc/node.h */
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include "base/text.h"
#include "doc/internal.h"
#include "doc/layout.h"

enum {
	CELL_MIN = 5,
	GAP = 3,
	WORD_MAX = 20, /* a longer word may be broken: it is an address */
};

static const char gap_text[] = " │ ", cross_text[] = "─┼─";

struct cell_flow {
	struct flow flow;
	size_t at; /* what comes next of it */
};

struct grid_table {
	struct layout *layout;
	size_t columns;
	const uint8_t *alignments;
	int *widths;
	int *words; /* the longest word of each column, as far as it should not be broken */
	struct cell_flow *cells, *heads;
};

static enum preview_role role_of(cmark_node *row)
{
	bool head = strcmp(cmark_node_get_type_string(row), "table_header") == 0;
	return head ? PREVIEW_STRONG : PREVIEW_TEXT;
}

static void collect(struct grid_table *table, struct cell_flow *cells, cmark_node *row)
{
	cmark_node *cell = cmark_node_first_child(row);
	for (size_t i = 0; i < table->columns; i++) {
		flow_clear(&cells[i].flow);
		cells[i].at = 0;
		if (cell)
			flow_collect(&cells[i].flow, cell, role_of(row));
		cell = cell ? cmark_node_next(cell) : NULL;
	}
}

static int longest_word(const struct flow *flow)
{
	int longest = 0;
	for (size_t at = 0; at < flow->text.len;) {
		const char *word = flow->text.data + at;
		size_t len = 0;
		while (at + len < flow->text.len && !strchr(" \n", word[len]))
			len++;
		int width = len > WORD_MAX * 4 ? WORD_MAX : (int)text_width(word, len);
		longest = width > longest ? width : longest;
		at += len + 1;
	}
	return longest < WORD_MAX ? longest : WORD_MAX;
}

static void measure(struct grid_table *table, cmark_node *node)
{
	for (cmark_node *row = cmark_node_first_child(node); row; row = cmark_node_next(row)) {
		collect(table, table->cells, row);
		for (size_t i = 0; i < table->columns; i++) {
			int width = flow_width(&table->cells[i].flow);
			int word = longest_word(&table->cells[i].flow);
			if (width > table->widths[i])
				table->widths[i] = width;
			if (word > table->words[i])
				table->words[i] = word;
		}
	}
}

/* Columns that would have to break words get room for their longest. False if there is none to give. */
static bool keep_words(struct grid_table *table, int available)
{
	int spare = available;
	for (size_t i = 0; i < table->columns; i++) {
		if (table->widths[i] < table->words[i])
			table->widths[i] = table->words[i];
		spare -= table->widths[i];
	}
	while (spare < 0) {
		size_t widest = 0;
		int most = 0;
		for (size_t i = 0; i < table->columns; i++)
			if (table->widths[i] - table->words[i] > most) {
				most = table->widths[i] - table->words[i];
				widest = i;
			}
		if (!most)
			return false;
		int take = most < -spare ? (most + 1) / 2 : -spare;
		table->widths[widest] -= take;
		spare += take;
	}
	return true;
}

/* Narrow columns get what they need, the others share the rest. */
static void shrink(struct grid_table *table, int available)
{
	int limit = 0, left = available, wide = (int)table->columns;
	while (wide) {
		limit = left / wide;
		left = available;
		wide = 0;
		for (size_t i = 0; i < table->columns; i++)
			if (table->widths[i] <= limit)
				left -= table->widths[i];
			else
				wide++;
		if (wide && left / wide <= limit)
			break;
	}
	for (size_t i = 0; i < table->columns; i++)
		if (table->widths[i] > limit)
			table->widths[i] = limit;
}

/* ---- as a grid --------------------------------------------------------------------------- */

/* How many of `pad` blanks stand before the text of a cell. */
static int pad_before(const struct grid_table *table, size_t column, int pad)
{
	uint8_t alignment = table->alignments ? table->alignments[column] : 'l';
	return alignment == 'r' ? pad : alignment == 'c' ? pad / 2 : 0;
}

static void put_cell(struct grid_table *table, size_t column)
{
	struct cell_flow *cell = &table->cells[column];
	size_t next = cell->at, len = 0, from = cell->at;
	if (cell->at < cell->flow.text.len)
		len = flow_row(&cell->flow, cell->at, table->widths[column], &next);
	int pad = table->widths[column] -
		(int)(len ? text_width(cell->flow.text.data + from, len) : 0);
	int before = len ? pad_before(table, column, pad) : 0;
	layout_fill(table->layout, PREVIEW_TEXT, " ", before);
	layout_run(table->layout, &cell->flow, from, len);
	/* nothing after it: no blanks at the end of the line */
	if (column + 1 < table->columns)
		layout_fill(table->layout, PREVIEW_TEXT, " ", pad - before);
	cell->at = next;
}

static bool is_left(const struct grid_table *table)
{
	for (size_t i = 0; i < table->columns; i++)
		if (table->cells[i].at < table->cells[i].flow.text.len)
			return true;
	return false;
}

static void put_row(struct grid_table *table, cmark_node *row)
{
	collect(table, table->cells, row);
	if (cmark_node_get_start_line(row))
		table->layout->source = cmark_node_get_start_line(row);
	do {
		layout_begin(table->layout);
		for (size_t i = 0; i < table->columns; i++) {
			if (i)
				layout_put(table->layout, PREVIEW_RULE, gap_text, strlen(gap_text));
			put_cell(table, i);
		}
		layout_end(table->layout);
	} while (is_left(table));
}

static void put_line(struct grid_table *table)
{
	layout_begin(table->layout);
	for (size_t i = 0; i < table->columns; i++) {
		if (i)
			layout_put(table->layout, PREVIEW_RULE, cross_text, strlen(cross_text));
		layout_fill(table->layout, PREVIEW_RULE, "─", table->widths[i]);
	}
	layout_end(table->layout);
}

static void put_grid(struct grid_table *table, cmark_node *node)
{
	for (cmark_node *row = cmark_node_first_child(node); row; row = cmark_node_next(row)) {
		put_row(table, row);
		if (role_of(row) == PREVIEW_STRONG)
			put_line(table);
	}
}

/* ---- as a list --------------------------------------------------------------------------- */

static void append(struct flow *out, const struct flow *flow)
{
	for (size_t i = 0; i < flow->spans.count; i++) {
		const struct preview_span *span = &flow->spans.items[i];
		flow_put(out, span->role, flow->text.data + span->at, span->len);
	}
}

static void put_list(struct grid_table *table, cmark_node *node)
{
	struct flow line = { 0 };
	cmark_node *row = cmark_node_first_child(node);
	if (!row)
		return;
	collect(table, table->heads, row);
	for (row = cmark_node_next(row); row; row = cmark_node_next(row)) {
		bool first = true;
		collect(table, table->cells, row);
		if (cmark_node_get_start_line(row))
			table->layout->source = cmark_node_get_start_line(row);
		for (size_t i = 0; i < table->columns; i++) {
			if (!table->cells[i].flow.text.len)
				continue;
			flow_clear(&line);
			append(&line, &table->heads[i].flow);
			flow_put(&line, PREVIEW_STRONG, ": ", line.text.len ? 2 : 0);
			append(&line, &table->cells[i].flow);
			table->layout->gap = table->layout->gap ||
				(first && cmark_node_previous(cmark_node_previous(row)));
			layout_wrap(table->layout, &line);
			first = false;
		}
	}
	flow_fini(&line);
}

void layout_table(struct layout *layout, struct cmark_node *node)
{
	struct grid_table table = { .layout = layout,
		.columns = cmark_gfm_extensions_get_table_columns(node),
		.alignments = cmark_gfm_extensions_get_table_alignments(node) };
	int columns = (int)table.columns, available = layout_width(layout) - GAP * (columns - 1);
	table.widths = mem_new(table.columns + 1, sizeof *table.widths);
	table.words = mem_new(table.columns + 1, sizeof *table.words);
	table.cells = mem_new(table.columns + 1, sizeof *table.cells);
	table.heads = mem_new(table.columns + 1, sizeof *table.heads);
	measure(&table, node);
	shrink(&table, available);
	if (available >= CELL_MIN * columns && keep_words(&table, available))
		put_grid(&table, node);
	else
		put_list(&table, node);
	for (size_t i = 0; i < table.columns; i++) {
		flow_fini(&table.cells[i].flow);
		flow_fini(&table.heads[i].flow);
	}
	free(table.widths);
	free(table.words);
	free(table.cells);
	free(table.heads);
}
