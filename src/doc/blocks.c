#include "doc/blocks.h"

#include <stdlib.h>
#include <string.h>

#define CMARK_NO_SHORT_NAMES /* they clash with doc/node.h */
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include "base/mem.h"
#include "base/text.h"
#include "doc/internal.h"
#include "doc/markdown.h"

struct reader {
	struct blocks *out;
	size_t skip;	   /* bytes before what was parsed */
	size_t skip_lines; /* lines in them */
};

static void find_lines(struct blocks *blocks)
{
	const char *source = blocks->source;
	*vec_push(&blocks->lines) = 0;
	for (size_t i = 0; i < blocks->len; i++)
		if (source[i] == '\n' || (source[i] == '\r' && (i + 1 == blocks->len || source[i + 1] != '\n')))
			*vec_push(&blocks->lines) = (uint32_t)(i + 1);
}

size_t blocks_line_at(const struct blocks *blocks, size_t line)
{
	return line && line <= blocks->lines.count ? blocks->lines.items[line - 1] : line ? blocks->len : 0;
}

size_t blocks_line(const struct blocks *blocks, size_t at)
{
	size_t low = 0, high = blocks->lines.count;
	while (high - low > 1) {
		size_t middle = (low + high) / 2;
		if (blocks->lines.items[middle] <= at)
			low = middle;
		else
			high = middle;
	}
	return low + 1;
}

/* The end of a line without its line end. */
static size_t line_end(const struct blocks *blocks, size_t line)
{
	size_t at = blocks_line_at(blocks, line + 1), from = blocks_line_at(blocks, line);
	if (at > from && blocks->source[at - 1] == '\n')
		at--;
	if (at > from && blocks->source[at - 1] == '\r')
		at--;
	return at;
}

/* ---- texts --------------------------------------------------------------------------------------- */

static const char *literal(cmark_node *node)
{
	const char *text = cmark_node_get_literal(node);
	return text ? text : "";
}

/* Texts are offsets into the pool until it has its final place: an offset goes through a pointer's room. */
static const char *mark(size_t at)
{
	return (const char *)(uintptr_t)at;
}

static bool is_struck(cmark_node *node)
{
	return strcmp(cmark_node_get_type_string(node), "strikethrough") == 0;
}

/* What has been seen of a block's inlines so far. */
struct inlines {
	size_t start; /* of the text in the pool */
	int strong, struck;
	bool bold;  /* nothing but bold text yet */
	bool plain; /* some text is not struck through */
};

static bool is_blank(const struct buf *pool, size_t from)
{
	for (size_t i = from; i < pool->len; i++)
		if (!ascii_space(pool->data[i]))
			return false;
	return true;
}

static void read_text(struct blocks *blocks, struct block *block, struct inlines *seen, cmark_node *node)
{
	size_t before = blocks->pool.len;
	markdown_inline(&blocks->pool, node);
	bool blank = is_blank(&blocks->pool, before);
	seen->bold = seen->bold && (seen->strong || blank);
	if (seen->bold && seen->strong)
		block->strong = (uint32_t)(blocks->pool.len - seen->start);
	seen->plain = seen->plain || (!seen->struck && !blank);
}

static void read_link(struct blocks *blocks, struct block *block, const struct inlines *seen, cmark_node *node, bool enter)
{
	uint32_t at = (uint32_t)(blocks->pool.len - seen->start);
	if (enter) {
		const char *url = cmark_node_get_url(node);
		*vec_push(&blocks->links) = (struct block_link){ .url = mark(blocks->urls.len), .at = at,
			.len = BLOCK_NONE, .image = cmark_node_get_type(node) == CMARK_NODE_IMAGE };
		buf_puts(&blocks->urls, url ? url : "");
		buf_putc(&blocks->urls, '\0');
		return;
	}
	for (size_t i = blocks->links.count; i-- > block->link;)
		if (blocks->links.items[i].len == BLOCK_NONE) {
			blocks->links.items[i].len = at - blocks->links.items[i].at;
			return;
		}
}

/* The plain text of a block's inlines, what of it is bold at its beginning, and its links. */
static void read_inlines(struct blocks *blocks, struct block *block, cmark_node *node)
{
	struct inlines seen = { .start = blocks->pool.len, .bold = true };
	block->text = mark(seen.start);
	block->link = (uint32_t)blocks->links.count;
	cmark_iter *iter = cmark_iter_new(node);
	cmark_event_type event;
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *inner = cmark_iter_get_node(iter);
		cmark_node_type type = cmark_node_get_type(inner);
		bool enter = event == CMARK_EVENT_ENTER;
		if (inner == node)
			continue;
		if (type == CMARK_NODE_STRONG)
			seen.strong += enter ? 1 : -1;
		else if (is_struck(inner))
			seen.struck += enter ? 1 : -1;
		else if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE)
			read_link(blocks, block, &seen, inner, enter);
		else if (enter)
			read_text(blocks, block, &seen, inner);
	}
	cmark_iter_free(iter);
	block->links = (uint32_t)blocks->links.count - block->link;
	block->len = (uint32_t)(blocks->pool.len - seen.start);
	block->struck = block->len && !seen.plain;
	buf_putc(&blocks->pool, '\0');
}

static void put_literal(struct blocks *blocks, struct block *block, const char *text)
{
	block->text = mark(blocks->pool.len);
	block->len = (uint32_t)strlen(text);
	buf_puts(&blocks->pool, text);
	buf_putc(&blocks->pool, '\0');
}

/* ---- the tree ------------------------------------------------------------------------------------ */

static bool kind_of(cmark_node *node, enum block_kind *kind)
{
	static const struct {
		const char *name;
		enum block_kind kind;
	} kinds[] = {
		{ "heading", BLOCK_HEADING },
		{ "paragraph", BLOCK_PARAGRAPH },
		{ "list", BLOCK_LIST },
		{ "item", BLOCK_ITEM },
		{ "tasklist", BLOCK_ITEM },
		{ "table", BLOCK_TABLE },
		{ "table_header", BLOCK_ROW },
		{ "table_row", BLOCK_ROW },
		{ "table_cell", BLOCK_CELL },
		{ "code_block", BLOCK_CODE },
		{ "html_block", BLOCK_HTML },
		{ "block_quote", BLOCK_QUOTE },
		{ "thematic_break", BLOCK_RULE },
	};
	const char *name = cmark_node_get_type_string(node);
	for (size_t i = 0; i < LENGTH(kinds); i++)
		if (strcmp(kinds[i].name, name) == 0) {
			*kind = kinds[i].kind;
			return true;
		}
	return false;
}

/* cmark-gfm says of a heading that is underlined that it ends where the next block begins. */
static size_t underline_of(const struct blocks *blocks, size_t line)
{
	for (size_t next = line + 1; next <= blocks->lines.count; next++) {
		size_t at = blocks_line_at(blocks, next), end = line_end(blocks, next);
		while (at < end && (ascii_space(blocks->source[at]) || blocks->source[at] == '>'))
			at++;
		while (end > at && ascii_space(blocks->source[end - 1]))
			end--;
		char c = at < end ? blocks->source[at] : 0;
		while (at < end && blocks->source[at] == c)
			at++;
		if (at == end && (c == '=' || c == '-'))
			return next;
	}
	return line;
}

static void trim(const struct blocks *blocks, struct block *block)
{
	while (block->to > block->from && ascii_space(blocks->source[block->to - 1]))
		block->to--;
	while (block->from < block->to && ascii_space(blocks->source[block->from]))
		block->from++;
}

static uint32_t clip(const struct blocks *blocks, size_t at)
{
	return (uint32_t)(at < blocks->len ? at : blocks->len);
}

static void place(const struct reader *reader, struct block *block, cmark_node *node)
{
	const struct blocks *blocks = reader->out;
	int column = cmark_node_get_start_column(node);
	if (!cmark_node_get_start_line(node)) /* part_from_table() knows its place */
		return;
	size_t first = (size_t)cmark_node_get_start_line(node) + reader->skip_lines;
	size_t last = (size_t)cmark_node_get_end_line(node) + reader->skip_lines;
	block->line = (uint32_t)first;
	block->column = column > 0 ? (uint32_t)(column - 1) : 0;
	if (first == reader->skip_lines + 1) /* a byte order mark is no line of its own */
		block->column += (uint32_t)(reader->skip - blocks_line_at(blocks, first));
	size_t from = blocks_line_at(blocks, first) + block->column;
	if (block->kind == BLOCK_CELL) { /* those that the row does not have are empty at its end */
		size_t end = column > 0 ? from + (size_t)(cmark_node_get_end_column(node) - column + 1)
					: line_end(blocks, first);
		block->from = clip(blocks, column > 0 ? from : end);
		block->to = clip(blocks, end < block->from ? block->from : end);
		trim(blocks, block);
		return;
	}
	if (block->kind == BLOCK_HEADING)
		last = from < blocks->len && blocks->source[from] == '#' ? first : underline_of(blocks, first);
	if (last < first)
		last = first;
	block->from = clip(blocks, from);
	size_t end = line_end(blocks, last);
	block->to = clip(blocks, end < block->from ? block->from : end);
}

static void describe(struct blocks *blocks, struct block *block, cmark_node *node)
{
	switch ((enum block_kind)block->kind) {
	case BLOCK_HEADING:
		block->level = (uint8_t)cmark_node_get_heading_level(node);
		read_inlines(blocks, block, node);
		break;
	case BLOCK_PARAGRAPH:
		read_inlines(blocks, block, node);
		break;
	case BLOCK_LIST:
		block->ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
		block->number = (uint32_t)cmark_node_get_list_start(node);
		break;
	case BLOCK_ITEM:
		block->task = strcmp(cmark_node_get_type_string(node), "tasklist") == 0;
		block->checked = block->task && cmark_gfm_extensions_get_tasklist_item_checked(node);
		break;
	case BLOCK_TABLE:
		block->number = cmark_gfm_extensions_get_table_columns(node);
		break;
	case BLOCK_ROW:
		block->header = cmark_gfm_extensions_get_table_row_is_header(node);
		break;
	case BLOCK_CELL:
		read_inlines(blocks, block, node);
		break;
	case BLOCK_CODE:
	case BLOCK_HTML:
		put_literal(blocks, block, literal(node));
		break;
	case BLOCK_QUOTE:
	case BLOCK_RULE:
		break;
	}
}

/* Without recursion: quotes may be nested as deep as the bounds allow. */
static void walk(struct reader *reader, cmark_node *root)
{
	struct blocks *blocks = reader->out;
	uint32_t parent = BLOCK_NONE;
	cmark_iter *iter = cmark_iter_new(root);
	cmark_event_type event;
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		enum block_kind kind;
		if (!kind_of(node, &kind))
			continue;
		bool leaf = kind == BLOCK_CODE || kind == BLOCK_HTML || kind == BLOCK_RULE;
		if (event == CMARK_EVENT_EXIT) {
			blocks->items[parent].next = (uint32_t)blocks->count;
			parent = blocks->items[parent].parent;
			continue;
		}
		uint32_t index = (uint32_t)blocks->count;
		struct block *block = vec_push(blocks);
		*block = (struct block){ .kind = (uint8_t)kind, .parent = parent, .next = index + 1, .text = mark(SIZE_MAX) };
		describe(blocks, block, node);
		place(reader, block, node);
		if (kind == BLOCK_ITEM && parent != BLOCK_NONE)
			block->number = blocks->items[parent].number++;
		if (kind == BLOCK_CELL && parent != BLOCK_NONE)
			block->number = blocks->items[parent].number++;
		if (!leaf)
			parent = index;
	}
	cmark_iter_free(iter);
}

/* The line below a table's head: |---|:-:| */
static bool is_delimiter(const struct blocks *blocks, size_t line)
{
	size_t from = blocks_line_at(blocks, line), end = line_end(blocks, line);
	bool dash = false;
	for (size_t at = from; at < end; at++) {
		dash = dash || blocks->source[at] == '-';
		if (!strchr("|-: \t>", blocks->source[at]))
			return false;
	}
	return dash;
}

/* A paragraph whose last line became the head of a table: cmark-gfm gives the table the place of both, and it none. */
static void part_from_table(struct blocks *blocks, size_t index)
{
	struct block *paragraph = &blocks->items[index], *table = paragraph + 1;
	if (paragraph->line || paragraph->next + 2 >= blocks->count || table->kind != BLOCK_TABLE || table->next < index + 4)
		return;
	struct block *row = table + 1;
	size_t line = table->line + 1;
	while (line < blocks->lines.count && !is_delimiter(blocks, line + 1))
		line++;
	paragraph->line = table->line;
	paragraph->column = table->column;
	paragraph->from = table->from;
	paragraph->to = clip(blocks, line_end(blocks, line - 1));
	table->line = row->line = (uint32_t)line;
	table->from = row->from = clip(blocks, blocks_line_at(blocks, line) + table->column);
	row->to = clip(blocks, line_end(blocks, line));
	for (size_t i = index + 3; i < row->next; i++) {
		blocks->items[i].column = blocks->items[i].from > row->from ? blocks->items[i].from - row->from + table->column : 0;
		blocks->items[i].line = (uint32_t)line;
	}
}

/* Texts get their addresses, and an item that of its first paragraph. */
static void settle(struct blocks *blocks)
{
	for (size_t i = blocks->count; i-- > 0;) {
		struct block *block = &blocks->items[i];
		size_t at = (size_t)(uintptr_t)block->text;
		block->text = at == SIZE_MAX ? "" : blocks->pool.data + at;
		if (block->kind == BLOCK_PARAGRAPH)
			part_from_table(blocks, i);
		if (block->kind == BLOCK_ITEM && block->next > i + 1 && blocks->items[i + 1].kind == BLOCK_PARAGRAPH) {
			const struct block *first = &blocks->items[i + 1];
			block->text = first->text;
			block->len = first->len;
			block->strong = first->strong;
			block->struck = first->struck;
			block->link = first->link;
			block->links = first->links;
		}
	}
	if (!blocks->links.items) /* that of a block without links is counted from it as well */
		blocks->links.items = mem_new(1, sizeof *blocks->links.items);
	for (size_t i = 0; i < blocks->links.count; i++)
		blocks->links.items[i].url = blocks->urls.data + (size_t)(uintptr_t)blocks->links.items[i].url;
}

bool blocks_read(struct blocks *out, const char *source, size_t len, size_t skip, struct err *err)
{
	struct markdown *markdown;
	*out = (struct blocks){ .source = source, .len = len };
	if (!markdown_parse(&markdown, source + skip, len - skip, err))
		return false;
	find_lines(out);
	struct reader reader = { .out = out, .skip = skip, .skip_lines = skip ? blocks_line(out, skip) - 1 : 0 };
	walk(&reader, markdown->root);
	markdown_free(markdown);
	settle(out);
	return true;
}

void blocks_fini(struct blocks *blocks)
{
	free(blocks->items);
	free(blocks->links.items);
	free(blocks->lines.items);
	buf_fini(&blocks->pool);
	buf_fini(&blocks->urls);
	*blocks = (struct blocks){ 0 };
}

/* ---- the source ---------------------------------------------------------------------------------- */

/* Lines after the first lose what the block is indented by, if they have it: lazy ones go without. */
static void put_lines(const struct blocks *blocks, size_t from, size_t to, size_t column, struct buf *out)
{
	size_t line = blocks_line(blocks, from), at = from;
	while (at < to) {
		size_t next = blocks_line_at(blocks, line + 1);
		if (next > to)
			next = to;
		buf_put(out, blocks->source + at, next - at);
		at = next;
		for (size_t i = 0; i < column && at < to && strchr(" \t>", blocks->source[at]); i++)
			at++;
		line++;
	}
}

static void put_cell(const struct blocks *blocks, const struct block *cell, struct buf *out)
{
	for (size_t at = cell->from; at < cell->to; at++)
		if (blocks->source[at] != '\\' || at + 1 == cell->to || blocks->source[at + 1] != '|')
			buf_putc(out, blocks->source[at]);
}

static void put_heading(const struct blocks *blocks, const struct block *heading, struct buf *out)
{
	size_t from = heading->from, to = heading->to;
	if (from < to && blocks->source[from] == '#') {
		while (from < to && blocks->source[from] == '#')
			from++;
		size_t end = to;
		while (end > from && ascii_space(blocks->source[end - 1]))
			end--;
		to = end;
		while (end > from && blocks->source[end - 1] == '#')
			end--;
		if (end == from || ascii_space(blocks->source[end - 1])) /* closing marks */
			to = end;
	} else {
		to = blocks_line_at(blocks, blocks_line(blocks, to ? to - 1 : to));
		if (to < from)
			to = heading->to;
	}
	while (from < to && ascii_space(blocks->source[from]))
		from++;
	while (to > from && ascii_space(blocks->source[to - 1]))
		to--;
	put_lines(blocks, from, to, heading->column, out);
}

void blocks_source_range(const struct blocks *blocks, size_t first, size_t end, struct buf *out)
{
	if (first >= end)
		return;
	size_t to = blocks->items[first].to;
	for (size_t i = first; i < end; i = blocks->items[i].next)
		to = blocks->items[i].to;
	put_lines(blocks, blocks->items[first].from, to, blocks->items[first].column, out);
	buf_trim_end(out);
}

void blocks_source(const struct blocks *blocks, size_t index, struct buf *out)
{
	const struct block *block = &blocks->items[index];
	if (block->kind == BLOCK_CELL)
		put_cell(blocks, block, out);
	else if (block->kind == BLOCK_HEADING)
		put_heading(blocks, block, out);
	else if (block->kind == BLOCK_ITEM)
		blocks_source_range(blocks, index + 1, block->next, out);
	else
		blocks_source_range(blocks, index, block->next, out);
}
