/*
 * Tables: exports of alerting, ticket and monitoring tools, spreadsheets, Timesketch. What they are made of is told by
 * their first lines, which are held back until then: the separator, whether there is a head, which column is what, and
 * whether days or months come first in dates. Forms: RFC 4180; `sep=;` as Excel has it; timesketch.org/guides/user/import-from-json-csv.
 */
#include "intake/format_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/zone.h"
#include "intake/columns.h"
#include "intake/csv.h"
#include "intake/instant.h"
#include "intake/stamp.h"
#include "intake/verbatim.h"

enum {
	SAMPLE_LINES = 200,	   /* held back */
	SAMPLE_BYTES = 256 * 1024, /* the same */
	SAMPLE_RECORDS = 40,	   /* looked at */
};

/* The first records, each cell NUL-terminated. */
struct sheet {
	struct buf text;
	VEC(size_t) cells; /* where they begin in `text` */
	VEC(size_t) rows;  /* where they begin in `cells` */
	size_t columns;    /* of the widest */
};

struct table {
	const struct log_context *context;
	struct map map;
	struct columns columns;
	struct csv csv;
	struct dating dating;
	int64_t last; /* the time before, if dating does not know it; -1: none */
	bool decided, head;
	struct buf held; /* lines until it is decided, an LF behind each */
	size_t lines;	 /* that are held */
	struct words names; /* of the columns */
	struct buf time, text;
};

/* ---- the first records ---- */

static const char *sheet_cell(const void *data, size_t row, size_t column)
{
	const struct sheet *sheet = data;
	if (row >= sheet->rows.count)
		return "";
	size_t first = sheet->rows.items[row];
	size_t next = row + 1 < sheet->rows.count ? sheet->rows.items[row + 1] : sheet->cells.count;
	return first + column < next ? buf_text(&sheet->text) + sheet->cells.items[first + column] : "";
}

static void sheet_add(struct sheet *sheet, const struct csv *csv)
{
	*vec_push(&sheet->rows) = sheet->cells.count;
	for (size_t i = 0; i < csv->count; i++) {
		const char *cell = csv_field(csv, i);
		*vec_push(&sheet->cells) = sheet->text.len;
		buf_put(&sheet->text, cell, strlen(cell) + 1);
	}
	sheet->columns = csv->count > sheet->columns ? csv->count : sheet->columns;
}

static bool is_blank(const struct csv *csv)
{
	for (size_t i = 0; i < csv->count; i++)
		if (!text_empty(csv_field(csv, i)))
			return false;
	return true;
}

/* "sep=;", which Excel takes for no record. */
static bool is_separator_line(const char *line, size_t len)
{
	return len == 5 && strncasecmp(line, "sep=", 4) == 0;
}

static char find_separator(const char *head, size_t len, size_t *columns, bool *even)
{
	const char *at = head, *line;
	size_t line_len;
	char separator = csv_separator(head, len, columns, even);
	if (csv_next_line(&at, head + len, &line, &line_len) && is_separator_line(line, line_len)) {
		csv_separator(at, (size_t)(head + len - at), columns, even);
		return line[4];
	}
	return separator;
}

static void sheet_read(struct sheet *sheet, const char *head, size_t len, char separator)
{
	const char *at = head, *end = head + len, *line;
	size_t line_len, number = 0;
	struct csv csv;
	csv_begin(&csv, separator);
	while (sheet->rows.count < SAMPLE_RECORDS && csv_next_line(&at, end, &line, &line_len))
		if (!(++number == 1 && is_separator_line(line, line_len)) &&
			csv_line(&csv, line, line_len, number) == CSV_RECORD && !is_blank(&csv))
			sheet_add(sheet, &csv);
	csv_fini(&csv);
}

static void sheet_fini(struct sheet *sheet)
{
	buf_fini(&sheet->text);
	free(sheet->cells.items);
	free(sheet->rows.items);
}

static struct column_sample sample_of(const struct sheet *sheet, const char *zone)
{
	struct column_sample sample = { sheet_cell, sheet, sheet->rows.count, sheet->columns, false, zone };
	sample.head = columns_have_head(&sample);
	return sample;
}

/* ---- times ---- */

/* The order of days and months, from all dates of the sample; with full stops days come first wherever they are used. */
static void learn_order(struct table *table, const struct column_sample *sample)
{
	struct stamp stamp;
	bool stops = false;
	for (size_t row = sample->head; row < sample->rows; row++)
		for (size_t i = 0; i < table->columns.count[MAP_AT]; i++) {
			const char *cell = sample->cell(sample->data, row, table->columns.items[MAP_AT][i]);
			size_t len = strlen(cell);
			dating_learn(&table->dating, cell, len);
			stops = stops || (len < 64 && stamp_read(&stamp, cell, len, STAMP_WHOLE) && stamp.day.separator == '.');
		}
	if (stops && table->dating.order == STAMP_ORDER_NONE)
		table->dating.order = STAMP_DAY_FIRST;
}

static const char *field(const struct table *table, enum map_role role, size_t index)
{
	return index < table->columns.count[role] ? csv_field(&table->csv, table->columns.items[role][index]) : "";
}

/* The zone that the record names; NULL for none. */
static const char *zone_of(const struct table *table)
{
	const char *name = field(table, MAP_ZONE, 0);
	if (text_empty(name))
		return NULL;
	const char *zone = stamp_zone(name, strlen(name), false, NULL);
	return zone ? zone : zone_check(name, NULL) && strlen(name) < ZONE_NAME_MAX ? name : NULL;
}

/* The day of the record before is that of a clock time alone. */
static void go_on_from_last(struct table *table)
{
	const struct stamp last = { .epoch = true, .at = table->last };
	unsigned doubts;
	struct when when;
	if (table->last >= 0)
		dating_resolve(&table->dating, &last, &when, &doubts);
	table->last = -1;
}

static bool read_stamp(struct table *table, const char *zone, struct log_event *event)
{
	const unsigned guessed = DATING_YEAR | DATING_NO_DATE | DATING_DOCUMENT;
	struct stamp stamp;
	unsigned doubts = 0;
	if (!stamp_read(&stamp, buf_text(&table->time), table->time.len, STAMP_WHOLE))
		return false;
	go_on_from_last(table);
	if (zone && !*stamp.zone)
		text_copy(stamp.zone, sizeof stamp.zone, zone);
	/* days alone are of the times that follow, and a time themselves */
	if (!dating_resolve(&table->dating, &stamp, &event->when, &doubts))
		return false;
	event->zone_guessed = doubts & DATING_NO_ZONE;
	event->year_guessed = doubts & guessed;
	/* 03/04: it may as well be another day */
	if (doubts & (DATING_ORDER | DATING_GAP | DATING_TWICE | DATING_WEEKDAY))
		event->when.precision = PRECISION_ABOUT;
	return true;
}

static bool read_time(struct table *table, struct log_event *event)
{
	const char *zone = zone_of(table);
	bool zoned = false;
	buf_truncate(&table->time, 0);
	for (size_t i = 0; i < table->columns.count[MAP_AT]; i++) {
		const char *cell = field(table, MAP_AT, i);
		if (!text_empty(cell))
			buf_printf(&table->time, "%s%s", table->time.len ? " " : "", cell);
	}
	if (table->time.len > STAMP_FIND_MAX)
		return false;
	/* of two columns the day may stand once for many times: dating knows */
	if (table->columns.count[MAP_AT] == 1 &&
		instant_read(buf_text(&table->time), table->time.len, zone ? zone : table->context->zone, &event->when, &zoned)) {
		event->zone_guessed = !zoned && !zone;
		table->last = event->when.at;
		return true;
	}
	return read_stamp(table, zone, event);
}

/* ---- records ---- */

static void make_text(struct table *table)
{
	buf_truncate(&table->text, 0);
	for (size_t i = 0; i < table->columns.count[MAP_TEXT]; i++) {
		const char *cell = field(table, MAP_TEXT, i);
		size_t column = table->columns.items[MAP_TEXT][i];
		if (text_empty(cell))
			continue;
		if (table->text.len)
			buf_puts(&table->text, "\n\n");
		if (table->text.len && i && column < table->names.count) {
			verbatim_prose(&table->text, table->names.items[column], strlen(table->names.items[column]));
			buf_puts(&table->text, strchr(cell, '\n') ? ":\n\n" : ": ");
		}
		verbatim_prose(&table->text, cell, strlen(cell));
	}
}

static void bad(const struct table *table, const struct log_sink *sink, const char *what, enum map_role role)
{
	struct buf why = { 0 };
	size_t column = table->columns.items[role][0];
	buf_printf(&why, "%s", what);
	if (column < table->names.count)
		buf_printf(&why, " in %.60s", table->names.items[column]);
	if (role == MAP_AT && table->time.len)
		buf_printf(&why, ": %.60s", buf_text(&table->time));
	sink->bad(sink->data, table->csv.line, buf_text(&why));
	buf_fini(&why);
}

static const char *value(const struct table *table, enum map_role role)
{
	const char *text = field(table, role, 0);
	return text_empty(text) ? NULL : text;
}

/* In capitals before the text, as logs of JSON have it; never before code, which would be none then. */
static void put_level(struct table *table, const char *level)
{
	struct buf text = { 0 };
	for (size_t i = 0; level[i]; i++)
		buf_putc(&text, (char)(level[i] - ('a' - 'A')));
	buf_puts(&text, text_starts(buf_text(&table->text), "```") ? "\n\n" : " ");
	buf_put(&text, buf_text(&table->text), table->text.len);
	buf_fini(&table->text);
	table->text = text;
}

/* How bad a program says it is, in a column that is called so; NULL if nothing like that is there. */
static const char *level_of(const struct table *table)
{
	static const char *const names[] = { "level", "severity", "status", "log level", "loglevel", "@level" };
	static const char *const levels[] = { "emergency", "emerg", "alert", "critical", "crit", "fatal", "error", "err",
		"warning", "warn", "notice", "info", "information", "debug", "trace" };
	for (size_t column = 0; column < table->names.count; column++)
		for (size_t n = 0; n < LENGTH(names); n++)
			for (size_t i = 0; text_same(table->names.items[column], names[n]) && i < LENGTH(levels); i++)
				if (text_same(csv_field(&table->csv, column), levels[i]))
					return levels[i];
	return NULL;
}

static bool give(struct table *table, const struct log_sink *sink, struct err *err)
{
	struct log_event event = { .line = table->csv.line };
	if (is_blank(&table->csv)) {
		if (sink->skip)
			sink->skip(sink->data, table->csv.line);
		return true;
	}
	if (!read_time(table, &event)) {
		bad(table, sink, table->time.len ? "not a time" : "no time", MAP_AT);
		return true;
	}
	make_text(table);
	if (!table->text.len) {
		bad(table, sink, "no text", MAP_TEXT);
		return true;
	}
	const char *level = level_of(table);
	if (level)
		put_level(table, level);
	event.text = buf_text(&table->text);
	event.text_len = table->text.len;
	event.author = value(table, MAP_AUTHOR);
	event.kind = columns_kind(field(table, MAP_KIND, 0));
	event.kind = event.kind || !level ? event.kind : "evidence";
	event.link = value(table, MAP_LINK);
	/* what is only called so may be that of a kind of event, or of an incident with many rows */
	event.id = table->map.names[MAP_ID].count ? value(table, MAP_ID) : NULL;
	event.source = value(table, MAP_SOURCE);
	return sink->event(sink->data, &event, err);
}

static bool take_line(struct table *table, const char *line, size_t len, size_t number, const struct log_sink *sink,
	struct err *err)
{
	if (number == 1 && is_separator_line(line, len))
		return true;
	switch (csv_line(&table->csv, line, len, number)) {
	case CSV_MORE:
		return true;
	case CSV_BROKEN:
		sink->bad(sink->data, table->csv.line, "a quote that begins here is not closed within 1 MiB");
		return true;
	case CSV_RECORD:
		break;
	}
	if (!table->head)
		return give(table, sink, err);
	/* the first that is not blank */
	table->head = is_blank(&table->csv);
	return true;
}

/* ---- the format ---- */

/* Enough is known: choose, and read what was held. */
static bool decide(struct table *table, const struct log_sink *sink, struct err *err)
{
	struct sheet sheet = { 0 };
	char separator = find_separator(buf_text(&table->held), table->held.len, NULL, NULL);
	sheet_read(&sheet, buf_text(&table->held), table->held.len, separator);
	struct column_sample sample = sample_of(&sheet, table->context->zone);
	table->decided = true;
	table->head = sample.head;
	csv_begin(&table->csv, separator);
	bool ok = !sample.rows || columns_find(&table->columns, &sample, &table->map, err);
	for (size_t i = 0; ok && sample.head && i < sample.columns; i++)
		words_add(&table->names, sample.cell(sample.data, 0, i));
	if (ok)
		learn_order(table, &sample);
	sheet_fini(&sheet);
	const char *at = buf_text(&table->held), *end = at + table->held.len, *line;
	size_t len;
	for (size_t number = 1; ok && csv_next_line(&at, end, &line, &len); number++)
		ok = take_line(table, line, len, number, sink, err);
	buf_fini(&table->held);
	return ok;
}

static void close_table(void *state)
{
	struct table *table = state;
	map_fini(&table->map);
	csv_fini(&table->csv);
	buf_fini(&table->held);
	words_fini(&table->names);
	buf_fini(&table->time);
	buf_fini(&table->text);
	free(table);
}

static void *open_table(const struct log_context *context, struct err *err)
{
	struct table *table = mem_new(1, sizeof *table);
	table->context = context;
	table->last = -1;
	dating_begin(&table->dating, context->now, context->zone);
	if (map_read(&table->map, context->map, err))
		return table;
	close_table(table);
	return NULL;
}

static bool read_line(void *state, const char *line, size_t len, size_t number, const struct log_sink *sink,
	struct err *err)
{
	struct table *table = state;
	if (table->decided)
		return take_line(table, line, len, number, sink, err);
	buf_put(&table->held, line, len);
	buf_putc(&table->held, '\n');
	table->lines++;
	return (table->lines < SAMPLE_LINES && table->held.len < SAMPLE_BYTES) || decide(table, sink, err);
}

static bool end_table(void *state, const struct log_sink *sink, struct err *err)
{
	struct table *table = state;
	if (!table->decided && !decide(table, sink, err))
		return false;
	if (csv_is_open(&table->csv))
		sink->bad(sink->data, table->csv.line, "a quote that begins here is not closed");
	return true;
}

/* The line below the head of a table in Markdown: "|---|:--:|". */
static bool is_markdown(const char *head, size_t len)
{
	const char *at = head, *line;
	size_t line_len;
	for (int i = 0; i < 3 && csv_next_line(&at, head + len, &line, &line_len); i++) {
		size_t same = 0, dashes = 0;
		for (; same < line_len && line[same] && strchr("|-: ", line[same]); same++)
			dashes += line[same] == '-';
		if (dashes >= 3 && same == line_len)
			return true;
	}
	return false;
}

static int detect(const char *head, size_t len, const char *name)
{
	struct sheet sheet = { 0 };
	size_t columns;
	bool even;
	int sure = 0;
	if (len >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0) {
		head += 3;
		len -= 3;
	}
	char separator = find_separator(head, len, &columns, &even);
	/* a line of JSON has as many commas as it has; a chat may have them in the brackets around its times */
	bool brackets = len && strchr("{[", head[0]);
	if (columns > 1 && !brackets && !is_markdown(head, len)) {
		sheet_read(&sheet, head, len, separator);
		struct column_sample sample = sample_of(&sheet, "UTC");
		sure = columns_sure(&sample);
		/* rows of prose with commas are no table */
		if (sure && !even)
			sure = sure > 30 ? sure - 30 : 0;
		if (sure && sample.head && text_has_words(name, strlen(name), "csv"))
			sure += 5;
	}
	sheet_fini(&sheet);
	return sure;
}

static const struct log_lines lines = { open_table, read_line, end_table, close_table };

const struct log_format format_csv = {
	.name = "csv",
	.help = "table with , ; tab or | between columns: exports, spreadsheets, Timesketch",
	.detect = detect,
	.lines = &lines,
};
