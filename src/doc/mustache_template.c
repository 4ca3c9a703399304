#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "doc/internal.h"

const char *mustache_title(const struct mustache *template)
{
	return template->title;
}

const char *mustache_name(const struct mustache *template, const struct mustache_op *op)
{
	return buf_text(&template->names) + op->name;
}

const char mustache_sigils[] = { [OP_TEXT] = ' ',
	[OP_VALUE] = ' ',
	[OP_RAW] = '&',
	[OP_SECTION] = '#',
	[OP_INVERTED] = '^',
	[OP_PARTIAL] = '>',
	[OP_PARENT] = '<',
	[OP_BLOCK] = '$' };

void mustache_dotted(struct buf *out, const struct mustache *template, const struct mustache_op *op)
{
	const char *part = mustache_name(template, op);
	if (!op->parts)
		buf_putc(out, '.');
	for (uint32_t i = 0; i < op->parts; i++) {
		buf_puts(out, i ? "." : "");
		buf_puts(out, part);
		part += strlen(part) + 1;
	}
}

struct mustache_tag mustache_tag_of(const struct mustache *template, const struct mustache_op *op)
{
	return (struct mustache_tag){ .title = template->title,
		.line = op->line,
		.sigil = mustache_sigils[op->kind],
		.dynamic = op->dynamic };
}

bool mustache_next_tag(const struct mustache *template, size_t *at, struct mustache_tag *out,
	struct buf *name)
{
	while (*at < template->ops.count && template->ops.items[*at].kind == OP_TEXT)
		++*at;
	if (*at == template->ops.count)
		return false;
	const struct mustache_op *op = &template->ops.items[(*at)++];
	*out = mustache_tag_of(template, op);
	mustache_dotted(name, template, op);
	return true;
}

void mustache_show(struct buf *out, const struct mustache *template, const struct mustache_op *op)
{
	buf_puts(out, "{{");
	if (op->kind >= OP_RAW)
		buf_putc(out, mustache_sigils[op->kind]);
	buf_puts(out, op->dynamic ? "*" : "");
	mustache_dotted(out, template, op);
	buf_puts(out, "}}");
}

bool mustache_fail(const struct mustache *template, const struct mustache_op *op, struct err *err,
	const char *format, ...)
{
	struct buf tag = { 0 }, why = { 0 };
	va_list args;
	va_start(args, format);
	buf_vprintf(&why, format, args);
	va_end(args);
	if (op->kind != OP_TEXT)
		mustache_show(&tag, template, op);
	err_set(err, ERR_USAGE, "%s:%u: %s%s%s", template->title, op->line, buf_text(&tag),
		tag.len ? ": " : "", buf_text(&why));
	buf_fini(&tag);
	buf_fini(&why);
	return false;
}

/* ---- blocks ------------------------------------------------------------------------------ */

static int compare_blocks(const void *a, const void *b, void *data)
{
	const struct mustache *template = data;
	const uint32_t *first = a, *second = b;
	int order = strcmp(mustache_name(template, &template->ops.items[*first]),
		mustache_name(template, &template->ops.items[*second]));
	return order ? order : (*first > *second) - (*first < *second);
}

bool mustache_sort_blocks(struct mustache *template, uint32_t at, struct err *err)
{
	struct mustache_op *ops = template->ops.items, *parent = &ops[at];
	parent->blocks = (uint32_t) template->blocks.count;
	for (uint32_t i = at + 1; i < parent->end; i = ops[i].end) {
		if (ops[i].kind == OP_BLOCK)
			*vec_push(&template->blocks) = i;
	}
	parent->block_count = (uint32_t) template->blocks.count - parent->blocks;
	if (!parent->block_count)
		return true;
	uint32_t *blocks = template->blocks.items + parent->blocks;
	qsort_r(blocks, parent->block_count, sizeof *blocks, compare_blocks, template);
	for (uint32_t i = 1; i < parent->block_count; i++) {
		const struct mustache_op *one = &ops[blocks[i - 1]], *two = &ops[blocks[i]];
		if (text_equal(mustache_name(template, one), mustache_name(template, two)))
			return mustache_fail(template, two, err,
				"this block of {{<%s}} is given already, in line %u",
				mustache_name(template, parent), one->line);
	}
	return true;
}

const struct mustache_op *mustache_block(
	const struct mustache *template, const struct mustache_op *parent, const char *name)
{
	size_t low = 0, high = parent->block_count;
	while (low < high) {
		size_t middle = (low + high) / 2;
		const struct mustache_op *block =
			&template->ops.items[template->blocks.items[parent->blocks + middle]];
		int order = strcmp(name, mustache_name(template, block));
		if (order == 0)
			return block;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

/* ---- comments ---------------------------------------------------------------------------- */

static char *fold(const char *text, size_t len)
{
	struct buf out = { 0 };
	for (size_t i = 0; i < len; i++) {
		bool space = isspace((unsigned char)text[i]);
		if (!space)
			buf_putc(&out, text[i]);
		else if (out.len && out.data[out.len - 1] != ' ')
			buf_putc(&out, ' ');
	}
	buf_trim_end(&out);
	return buf_steal(&out);
}

static const char *keep(struct mustache *template, char *string)
{
	return *vec_push(&template->strings) = string;
}

void mustache_add_comment(struct mustache *template, size_t line, const char *text, size_t len)
{
	const char *end = text + len, *word = text;
	while (word < end && (islower((unsigned char)*word) || *word == '-'))
		word++;
	const char *key = word;
	while (key < end && (*key == ' ' || *key == '\t'))
		key++;
	const char *key_end = key;
	while (key_end < end && *key_end != ':' && !isspace((unsigned char)*key_end))
		key_end++;
	bool marked =
		word > text && key_end < end && *key_end == ':' && (key > word || key == key_end);
	struct mustache_comment *comment = vec_push(&template->comments);
	comment->line = line;
	comment->word = keep(template, mem_copy_n(text, marked ? (size_t)(word - text) : 0));
	comment->key = keep(template, mem_copy_n(key, marked ? (size_t)(key_end - key) : 0));
	text = marked ? key_end + 1 : text;
	comment->text = keep(template, fold(text, (size_t)(end - text)));
}

const struct mustache_comment *mustache_comments(const struct mustache *template, size_t *count)
{
	*count = template->comments.count;
	return template->comments.items;
}

void mustache_free(struct mustache *template)
{
	if (!template)
		return;
	for (size_t i = 0; i < template->strings.count; i++)
		free(template->strings.items[i]);
	free(template->strings.items);
	free(template->comments.items);
	free(template->blocks.items);
	free(template->ops.items);
	buf_fini(&template->names);
	free(template->text);
	free(template->title);
	free(template);
}
