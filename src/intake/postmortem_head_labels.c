#include "intake/postmortem_head.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

enum {
	PAIRS_MAX = 500,     /* of one document: a head has a dozen */
	VALUE_MAX = 1000,    /* bytes of a value; a longer one is prose */
	LABEL_SPAN = 64,     /* bytes in which the colon stands */
	COLUMNS_MAX = 8,     /* of a table of one row */
};

/* Where the reading of a document stands. */
struct collector {
	const struct postmortem *p;
	struct head_pairs *out;
	enum head_place place;
	const struct head_label *heading; /* the section's own heading is a label; its first block the value */
	size_t heading_block;
	bool past; /* the timeline or another part of the body was reached */
};

/* ---- values ---- */

/* How long a tag is that only dresses text: `<span style="…">`, `</b>`; 0 if there is none. */
static size_t tag_at(const char *text, size_t len)
{
	enum { TAG_MAX = 120 };
	static const char *const names[] = { "span", "strong", "font", "em", "b", "i", "u" };
	size_t at = len > 2 && text[0] == '<' ? 1 + (text[1] == '/') : 0;
	const char *end = at ? memchr(text, '>', len < TAG_MAX ? len : TAG_MAX) : NULL;
	for (size_t i = 0; end && i < LENGTH(names); i++) {
		size_t size = strlen(names[i]);
		if (strncasecmp(text + at, names[i], size) == 0 && strchr(" >", text[at + size]))
			return (size_t)(end - text) + 1;
	}
	return 0;
}

char *head_plain(const char *markdown, size_t len)
{
	struct buf out = { 0 };
	for (size_t i = 0; i < len; i++) {
		char c = markdown[i];
		bool word = i && i + 1 < len && isalnum((unsigned char)markdown[i - 1]) && isalnum((unsigned char)markdown[i + 1]);
		size_t tag = tag_at(markdown + i, len - i);
		if (tag) {
			i += tag - 1;
		} else if (c == '\\' && i + 1 < len && ispunct((unsigned char)markdown[i + 1])) {
			buf_putc(&out, markdown[++i]);
		} else if (c == '*' || c == '`' || (c == '_' && !word)) {
			continue;
		} else if (c == '!' && i + 1 < len && markdown[i + 1] == '[') {
			continue;
		} else if (c == '[') {
			const char *end = memchr(markdown + i, ']', len - i < VALUE_MAX ? len - i : VALUE_MAX);
			bool link = end && end + 1 < markdown + len && (end[1] == '(' || end[1] == '[');
			if (!link)
				buf_putc(&out, c);
		} else if (c == ']' && i + 1 < len && (markdown[i + 1] == '(' || markdown[i + 1] == '[')) {
			char close = markdown[i + 1] == '(' ? ')' : ']';
			const char *end = memchr(markdown + i + 1, close, len - i - 1);
			if (end)
				i = (size_t)(end - markdown);
		} else {
			buf_putc(&out, c == '\n' || c == '\r' || c == '\t' ? ' ' : c);
		}
	}
	buf_trim_end(&out);
	char *text = buf_steal(&out);
	size_t blanks = strspn(text, " ");
	memmove(text, text + blanks, strlen(text + blanks) + 1);
	return text;
}

bool head_is_blank(const char *value)
{
	static const char *const blanks[] = { "tbd", "xxx", "tba", "tbc", "n/a", "na", "none", "unknown", "todo", "-", "--", "—", "–", "…", "...",
		"?", "??", "null", "nil", "name", "nobody", "unassigned", "yyyy-mm-dd", "keine", "aucun", "ninguno", "なし", "无" };
	size_t len;
	value += strspn(value, " \t\n*_`");
	len = strlen(value);
	while (len && strchr(" \t\r\n*_`.", value[len - 1]))
		len--;
	if (!len || strncmp(value, "<!--", 4) == 0 || strncmp(value, "{{", 2) == 0)
		return true;
	if ((*value == '[' && value[len - 1] == ']') || (*value == '<' && value[len - 1] == '>' && !tag_at(value, len) && !memchr(value, '@', len) &&
								 !memchr(value, ':', len)))
		return true;
	for (size_t i = 0; i < LENGTH(blanks); i++)
		if (strlen(blanks[i]) == len && strncasecmp(blanks[i], value, len) == 0)
			return true;
	return false;
}

static void add_pair(struct collector *c, const struct head_label *label, const char *value, size_t len, size_t from, size_t to,
	size_t block, const char *how)
{
	while (len && isspace((unsigned char)value[len - 1]))
		len--;
	while (len && isspace((unsigned char)*value)) {
		value++;
		len--;
	}
	char *copy = mem_copy_n(value, len);
	if (len > VALUE_MAX || c->out->count >= PAIRS_MAX || head_is_blank(copy)) {
		free(copy);
		return;
	}
	*vec_push(c->out) = (struct head_pair){ .label = label, .value = copy, .from = from, .to = to,
		.line = blocks_line(&c->p->blocks, from), .block = block, .how = how };
}

/* ---- "**Label:** value" ---- */

struct label_span {
	const struct head_label *label;
	size_t value; /* where it begins */
};

static size_t marks_at(const char *text, size_t len, size_t at)
{
	size_t from = at;
	for (size_t step = 1; at < len && step; at += step)
		step = strchr("*_`", text[at]) ? 1 : tag_at(text + at, len - at);
	return at - from;
}

/* A label at the start of a line: up to a colon or a bar, or bold all by itself. */
static bool read_label(struct label_span *out, const char *text, size_t len)
{
	size_t at = strspn(text, " \t>") < len ? strspn(text, " \t>") : len, from, end;
	bool item = at + 1 < len && strchr("-*+", text[at]) && text[at + 1] == ' ';
	at += item ? 2 + strspn(text + at + 2, " ") : 0;
	at += strncmp(text + at, "[ ] ", 4) == 0 ? 4 : 0;
	if (at >= len)
		return false;
	size_t opening = marks_at(text, len, at);
	from = at + opening;
	for (end = from; end < len && end < from + LABEL_SPAN; end++)
		if (strchr("*_:|\n", text[end]) || tag_at(text + end, len - end) || strncmp(text + end, "：", strlen("：")) == 0)
			break;
	if (end >= len || end >= from + LABEL_SPAN || text[end] == '\n')
		return false;
	out->label = head_label_find(text + from, end - from);
	size_t closing = opening ? marks_at(text, len, end) : 0;
	end += closing;
	size_t blanks = end < len && text[end] == ' ' ? strspn(text + end, " ") : 0;
	size_t colon = end + blanks < len && strchr(":|", text[end + blanks])	      ? 1
		: end < len && strncmp(text + end, "：", strlen("：")) == 0 ? strlen("：")
									    : 0;
	if (!out->label || (!colon && !closing))
		return false;
	end += colon ? blanks + colon : 0;
	/* "**Label:** value" */
	end += opening && !closing ? marks_at(text, len, end) : 0;
	out->value = end < len ? end : len;
	return true;
}

/* Where the next of several labels in a line begins: "Date: 2024-03-01 | Severity: SEV-2". */
static size_t next_label(const char *text, size_t len, size_t at)
{
	static const char *const joints[] = { " | ", " · ", " • ", " — ", "; ", "<br>", "<br/>", "<br />" };
	struct label_span span;
	for (size_t i = at; i < len; i++)
		for (size_t j = 0; j < LENGTH(joints); j++) {
			size_t size = strlen(joints[j]);
			if (text[i] != joints[j][0] || size > len - i || strncmp(text + i, joints[j], size) != 0)
				continue;
			if (read_label(&span, text + i + size, len - i - size))
				return i;
		}
	return len;
}

static size_t joint_size(const char *text)
{
	return strspn(text, " ") + strcspn(text + strspn(text, " "), " >") + 1;
}

/* One line of the source; gives the label of one whose value stands below it. */
static const struct head_label *collect_line(struct collector *c, size_t from, size_t to, const char *how, size_t block)
{
	const char *source = c->p->source;
	size_t at = from, ends = to - from > VALUE_MAX ? from + VALUE_MAX : to;
	const struct head_label *open = NULL;
	struct label_span span;
	while (at < ends && read_label(&span, source + at, ends - at)) {
		size_t value = at + span.value, end = value + next_label(source + value, ends - value, 0);
		bool here = c->place == HEAD_IS_HEAD || c->place == HEAD_IS_PEOPLE || span.label->anywhere;
		size_t trimmed = end;
		while (trimmed > value && isspace((unsigned char)source[trimmed - 1]))
			trimmed--;
		open = here && trimmed == value ? span.label : NULL;
		if (here && !open && (ends == to || end < ends))
			add_pair(c, span.label, source + value, end - value, at, end, block, how);
		at = end < ends ? end + joint_size(source + end) : ends;
	}
	return open;
}

/* ---- blocks ---- */

static size_t line_end(const struct postmortem *p, size_t at, size_t to)
{
	const char *end = memchr(p->source + at, '\n', to - at);
	return end ? (size_t)(end - p->source) : to;
}

/* The lines of a paragraph in `block`, each perhaps a label's; gives the last one's label if its value stands in the next block. */
static const struct head_label *collect_lines(struct collector *c, size_t paragraph, size_t block, const char *how)
{
	const struct block *b = &c->p->blocks.items[paragraph];
	const struct head_label *open = NULL;
	for (size_t at = b->from; at < b->to;) {
		size_t end = line_end(c->p, at, b->to);
		open = collect_line(c, at, end, how, block);
		at = end + 1;
	}
	return open;
}

/* The items of a list as lines of one value. */
static void collect_items(struct collector *c, const struct head_label *label, size_t list, size_t block, const char *how)
{
	const struct blocks *blocks = &c->p->blocks;
	const struct block *b = &blocks->items[list];
	struct buf value = { 0 };
	for (size_t i = list + 1; i < b->next && value.len <= VALUE_MAX; i = blocks->items[i].next)
		buf_printf(&value, "%s%s", value.len ? "\n" : "", blocks->items[i].text);
	add_pair(c, label, buf_text(&value), value.len, b->from, b->to, block, how);
	buf_fini(&value);
}

/* The block under a heading or a line that is a label; it stands in `block`. */
static void collect_value(struct collector *c, const struct head_label *label, size_t value, size_t block, const char *how)
{
	const struct block *b = &c->p->blocks.items[value];
	if (b->kind == BLOCK_LIST)
		collect_items(c, label, value, block, how);
	else if (b->kind == BLOCK_PARAGRAPH && b->to - b->from <= VALUE_MAX / 4)
		add_pair(c, label, c->p->source + b->from, b->to - b->from, b->from, b->to, block, how);
}

static void collect_list(struct collector *c, size_t list)
{
	const struct blocks *blocks = &c->p->blocks;
	for (size_t item = list + 1; item < blocks->items[list].next; item = blocks->items[item].next) {
		const struct head_label *open = NULL;
		size_t first = item + 1, end = blocks->items[item].next;
		if (first >= end || blocks->items[first].kind != BLOCK_PARAGRAPH)
			continue;
		open = collect_lines(c, first, list, "list item");
		if (open && blocks->items[first].next < end)
			collect_value(c, open, blocks->items[first].next, list, "list item");
	}
}

/* Cells of a row; gives how many. */
static size_t cells_of(const struct blocks *blocks, size_t row, size_t cells[COLUMNS_MAX])
{
	size_t count = 0;
	for (size_t i = row + 1; i < blocks->items[row].next && count < COLUMNS_MAX; i = blocks->items[i].next)
		cells[count++] = i;
	return count;
}

static void add_cell(struct collector *c, const struct head_label *label, size_t cell, size_t row, size_t block)
{
	const struct block *value = &c->p->blocks.items[cell], *line = &c->p->blocks.items[row];
	add_pair(c, label, c->p->source + value->from, value->to - value->from, line->from, line->to, block, "table row");
}

/* A table with a column of roles: everybody has the role beside them, or the one that is written there. */
static bool collect_roles(struct collector *c, size_t table)
{
	static const struct head_label other = { "role", HEAD_PEOPLE, NULL, true };
	const struct blocks *blocks = &c->p->blocks;
	size_t cells[COLUMNS_MAX], row = table + 1;
	if (row >= blocks->items[table].next || cells_of(blocks, row, cells) < 2 || !head_is_role_column(blocks->items[cells[0]].text))
		return false;
	for (row = blocks->items[row].next; row < blocks->items[table].next; row = blocks->items[row].next) {
		if (cells_of(blocks, row, cells) < 2 || head_is_blank(blocks->items[cells[1]].text))
			continue;
		struct buf value = { 0 };
		buf_printf(&value, "%s: %s", blocks->items[cells[0]].text, blocks->items[cells[1]].text);
		add_pair(c, &other, buf_text(&value), value.len, blocks->items[row].from, blocks->items[row].to, table, "table row");
		buf_fini(&value);
	}
	return true;
}

/* Labels in the first column, or in the first row above one row of values. */
static void collect_table(struct collector *c, size_t table)
{
	const struct blocks *blocks = &c->p->blocks;
	size_t cells[COLUMNS_MAX], heads[COLUMNS_MAX], row = table + 1, columns = blocks->items[table].number, labels = 0;
	const struct head_label *label;
	if ((c->place == HEAD_IS_HEAD || c->place == HEAD_IS_PEOPLE) && collect_roles(c, table))
		return;
	if (columns < 2 || row >= blocks->items[table].next)
		return;
	size_t count = cells_of(blocks, row, heads);
	if (c->place != HEAD_IS_HEAD && c->place != HEAD_IS_PEOPLE && !(count == 2 && head_is_field_column(blocks->items[heads[0]].text)))
		return;
	for (size_t i = 0; i < count; i++)
		labels += head_label_find(blocks->items[heads[i]].text, blocks->items[heads[i]].len) != NULL;
	size_t second = blocks->items[row].next;
	if (labels >= 2 && second < blocks->items[table].next && blocks->items[second].next == blocks->items[table].next) {
		count = cells_of(blocks, second, cells);
		for (size_t i = 0; i < count; i++)
			if ((label = head_label_find(blocks->items[heads[i]].text, blocks->items[heads[i]].len)) != NULL)
				add_cell(c, label, cells[i], second, table);
		return;
	}
	for (; columns == 2 && row < blocks->items[table].next; row = blocks->items[row].next)
		if (cells_of(blocks, row, cells) == 2 &&
			(label = head_label_find(blocks->items[cells[0]].text, blocks->items[cells[0]].len)) != NULL)
			add_cell(c, label, cells[1], row, table);
}

/* ---- front matter ---- */

/* A value of YAML or TOML without its quotes and brackets. */
static void unquote(struct buf *out, const char *text, size_t len)
{
	while (len && isspace((unsigned char)text[len - 1]))
		len--;
	if (len >= 2 && (*text == '"' || *text == '\'') && text[len - 1] == *text) {
		text++;
		len -= 2;
	} else if (len >= 2 && *text == '[' && text[len - 1] == ']') {
		text++;
		len -= 2;
	}
	for (size_t i = 0; i < len; i++)
		if (text[i] != '"' && (text[i] != '\'' || (i && isalnum((unsigned char)text[i - 1]))))
			buf_putc(out, text[i]);
}

/* `key: value`, `key = value`, and lists of `- value` under a key. */
static void collect_front(struct collector *c)
{
	const char *source = c->p->source;
	const struct head_label *list = NULL;
	struct buf items = { 0 };
	size_t list_from = 0, at = 0, line;
	for (; at < c->p->front; at += line + 1) {
		line = line_end(c->p, at, c->p->front) - at;
		size_t indent = strspn(source + at, " \t"), key = strcspn(source + at, ":=\n");
		bool item = indent < line && source[at + indent] == '-' && source[at + indent + 1] == ' ';
		if (item && list) {
			buf_puts(&items, items.len ? "\n" : "");
			unquote(&items, source + at + indent + 2, line - indent - 2);
			continue;
		}
		if (list && items.len)
			add_pair(c, list, buf_text(&items), items.len, list_from, at, BLOCK_NONE, "front matter");
		buf_truncate(&items, 0);
		list = NULL;
		if (indent || key >= line || key > LABEL_SPAN)
			continue;
		const struct head_label *label = head_label_find(source + at, key);
		size_t value = at + key + 1 + strspn(source + at + key + 1, " \t");
		struct buf text = { 0 };
		if (value < at + line)
			unquote(&text, source + value, at + line - value);
		if (label && text.len)
			add_pair(c, label, buf_text(&text), text.len, at, at + line, BLOCK_NONE, "front matter");
		else if (label)
			list = label;
		list_from = at;
		buf_fini(&text);
	}
	if (list && items.len)
		add_pair(c, list, buf_text(&items), items.len, list_from, c->p->front, BLOCK_NONE, "front matter");
	buf_fini(&items);
}

/* ---- the document ---- */

static void enter_heading(struct collector *c, size_t block)
{
	const struct block *b = &c->p->blocks.items[block];
	enum head_place place = head_place_of_key(c->p->keys[block]);
	const struct head_label *label = head_label_find(b->text, b->len);
	c->heading = NULL;
	/* the title, and what stands before any other heading */
	bool title = !c->past && (b->level == 1 || block == 0) && c->place == HEAD_IS_HEAD && place == HEAD_IS_OWN;
	if (label && (!c->past || label->anywhere || label->field == HEAD_PEOPLE) && label->field != HEAD_TITLE && label->field != HEAD_REF &&
		!text_equal(label->name, "incident")) {
		c->heading = label;
		c->heading_block = block;
		return;
	}
	c->place = title ? HEAD_IS_HEAD : place;
	c->past |= place == HEAD_IS_TIMELINE || place == HEAD_IS_BODY || (place == HEAD_IS_OWN && !title);
}

void head_collect(struct head_pairs *out, const struct postmortem *p)
{
	struct collector c = { .p = p, .out = out, .place = HEAD_IS_HEAD };
	const struct head_label *open = NULL;
	const char *how = NULL;
	collect_front(&c);
	for (size_t i = 0, next; i < p->blocks.count; i = next) {
		const struct block *b = &p->blocks.items[i];
		next = b->kind == BLOCK_QUOTE ? i + 1 : b->next;
		if (b->kind == BLOCK_HEADING) {
			enter_heading(&c, i);
			open = c.heading;
			how = "heading";
			continue;
		}
		const struct head_label *before = open;
		open = NULL;
		if (b->kind == BLOCK_PARAGRAPH)
			open = collect_lines(&c, i, i, "label line");
		else if (b->kind == BLOCK_LIST && !before)
			collect_list(&c, i);
		else if (b->kind == BLOCK_TABLE)
			collect_table(&c, i);
		if (before && !open && b->kind != BLOCK_TABLE)
			collect_value(&c, before, i, i, how);
		how = "label line";
	}
}

void head_pairs_fini(struct head_pairs *pairs)
{
	for (size_t i = 0; i < pairs->count; i++)
		free(pairs->items[i].value);
	free(pairs->items);
	*pairs = (struct head_pairs){ 0 };
}

struct head_pair *head_pair_of(const struct head_pairs *pairs, enum head_field field)
{
	for (size_t i = 0; i < pairs->count; i++)
		if (pairs->items[i].label->field == field)
			return &pairs->items[i];
	return NULL;
}
