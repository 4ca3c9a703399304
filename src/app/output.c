#include "app/output.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/bug.h"
#include "base/mem.h"
#include "base/text.h"

static const char program[] = "inquest ";

const char *output_prefix(const struct output *out)
{
	return out->prefix ? out->prefix : program;
}

void output_advice(char *text, const char *prefix)
{
	size_t long_len = strlen(program), short_len = strlen(prefix);
	if (short_len > long_len)
		BUG("'%s' has no room where '%s' stands", prefix, program);
	for (char *at = text; (at = strstr(at, "`inquest ")); at++) {
		memcpy(at + 1, prefix, short_len);
		memmove(at + 1 + short_len, at + 1 + long_len, strlen(at + 1 + long_len) + 1);
	}
}

void output_text(struct output *out, const char *text)
{
	struct buf safe = { 0 };
	text_show(&safe, text, strlen(text), true);
	out->write(out->context, buf_text(&safe), safe.len);
	buf_fini(&safe);
}

void output_format(struct output *out, const char *format, ...)
{
	struct buf text = { 0 };
	va_list args;
	va_start(args, format);
	text_vprint(&text, format, args);
	va_end(args);
	out->write(out->context, buf_text(&text), text.len);
	buf_fini(&text);
}

void output_raw(struct output *out, const char *bytes, size_t len)
{
	struct buf safe = { 0 };
	if (out->terminal) {
		text_show(&safe, bytes, len, true);
		out->write(out->context, buf_text(&safe), safe.len);
	} else {
		out->write(out->context, bytes, len);
	}
	buf_fini(&safe);
}

void output_json(struct output *out, struct buf *json)
{
	buf_putc(json, '\n');
	output_raw(out, json->data, json->len);
	buf_fini(json);
}

void output_note(struct output *out, const char *format, ...)
{
	struct buf text = { 0 };
	if (!out->note)
		return;
	va_list args;
	va_start(args, format);
	text_vprint(&text, format, args);
	va_end(args);
	out->note(out->context, buf_text(&text));
	buf_fini(&text);
}

void output_note_lines(struct output *out, const char *text)
{
	struct buf safe = { 0 };
	if (!out->note)
		return;
	text_show(&safe, text, strlen(text), true);
	out->note(out->context, buf_text(&safe));
	buf_fini(&safe);
}

void table_init(struct table *table, size_t columns)
{
	*table = (struct table){ .columns = columns };
}

void table_cell(struct table *table, const char *text)
{
	struct buf safe = { 0 };
	text_show(&safe, text, strlen(text), false);
	*vec_push(&table->cells) = buf_steal(&safe);
}

void table_cell_format(struct table *table, const char *format, ...)
{
	struct buf text = { 0 };
	va_list args;
	va_start(args, format);
	buf_vprintf(&text, format, args);
	va_end(args);
	table_cell(table, buf_text(&text));
	buf_fini(&text);
}

/* What stands out in a listing. Colours repeat what the word says, from the terminal's own palette. */
static const struct {
	const char *word, *sgr;
} tones[] = {
	{ "SEV1", "1;31" }, { "SEV2", "31" }, { "SEV3", "33" }, { "P0", "1;31" }, { "P1", "33" },
	{ "investigating", "31" }, { "identified", "33" }, { "mitigated", "32" }, { "resolved", "32" },
	{ "impact", "31" }, { "detected", "32" }, { "acknowledged", "32" }, { "declared", "32" },
	{ "decision", "1" }, { "open", "33" }, { "doing", "36" }, { "done", "32" }, { "declined", "2" },
	{ "error", "1;31" }, { "warning", "33" },
};

static const char *tone_of(const char *word)
{
	for (size_t i = 0; i < LENGTH(tones); i++)
		if (text_equal(tones[i].word, word))
			return tones[i].sgr;
	return NULL;
}

/* A cell but for the last, padded to its column. */
static void put_cell(struct buf *line, const char *cell, size_t width, const struct output *out)
{
	const char *sgr = out->color ? tone_of(cell) : NULL;
	if (sgr)
		buf_printf(line, "\033[%sm", sgr);
	text_show_column(line, cell, width);
	if (sgr)
		buf_puts(line, "\033[0m");
	buf_puts(line, "  ");
}

enum { TABLE_COLUMNS_MAX = 16, WRAP_MIN = 24 };

/* A text broken at spaces into lines of `width` columns, all but the first indented. */
static void put_wrapped(struct buf *out, const char *text, size_t indent, size_t width)
{
	while (*text) {
		size_t len = strlen(text), fit = text_fit(text, len, width), space = fit;
		while (fit < len && space && text[space] != ' ')
			space--;
		fit = space ? space : fit;
		buf_put(out, text, fit);
		text += fit;
		text += strspn(text, " ");
		if (!*text)
			return;
		buf_putc(out, '\n');
		buf_fill(out, ' ', indent);
	}
}

void table_print(struct table *table, struct output *out)
{
	size_t widths[TABLE_COLUMNS_MAX] = { 0 };
	for (size_t i = 0; i < table->cells.count; i++) {
		size_t width = text_width(table->cells.items[i], strlen(table->cells.items[i]));
		if (width > widths[i % table->columns])
			widths[i % table->columns] = width;
	}
	struct buf line = { 0 };
	size_t used = 0;
	for (size_t i = 0; i < table->cells.count; i++) {
		const char *cell = table->cells.items[i];
		size_t column = i % table->columns;
		if (column == 0)
			used = 0;
		if (column + 1 < table->columns) {
			put_cell(&line, cell, widths[column], out);
			used += widths[column] + 2;
			continue;
		}
		size_t width = text_width(cell, strlen(cell));
		bool wide = out->terminal && out->width > used + 1 && width > out->width - used;
		if (wide && table->wrap && out->width - used >= WRAP_MIN)
			put_wrapped(&line, cell, used, out->width - used);
		else if (wide && table->wrap)
			buf_puts(&line, cell);
		else if (wide)
			text_show_column(&line, cell, out->width - used);
		else
			buf_puts(&line, cell);
		buf_trim_end(&line);
		buf_putc(&line, '\n');
		out->write(out->context, buf_text(&line), line.len);
		buf_truncate(&line, 0);
	}
	buf_fini(&line);
	for (size_t i = 0; i < table->cells.count; i++)
		free(table->cells.items[i]);
	free(table->cells.items);
	*table = (struct table){ 0 };
}
