#include "intake/csv.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

enum {
	START,	/* of a field */
	PLAIN,	/* in a field without quotes, or behind its closing quote */
	QUOTED, /* between quotes */
	QUOTE,	/* behind a quote between quotes: the end, or the first of two */
};

enum { SAMPLE_RECORDS = 24 };

void csv_begin(struct csv *csv, char separator)
{
	*csv = (struct csv){ .separator = separator };
}

void csv_fini(struct csv *csv)
{
	buf_fini(&csv->text);
	free(csv->fields);
	*csv = (struct csv){ 0 };
}

bool csv_is_open(const struct csv *csv)
{
	return csv->state != START;
}

static void add_field(struct csv *csv)
{
	if (csv->count == csv->cap) {
		csv->cap = csv->cap ? 2 * csv->cap : 32;
		csv->fields = mem_resize(csv->fields, csv->cap, sizeof *csv->fields);
	}
	csv->fields[csv->count++] = csv->text.len;
}

static void begin_record(struct csv *csv, size_t number)
{
	buf_truncate(&csv->text, 0);
	csv->count = 0;
	csv->line = number;
	add_field(csv);
}

/* Bytes up to the next one that means something. */
static size_t plain_run(const struct csv *csv, const char *text, size_t len)
{
	char stop = csv->state == QUOTED ? '"' : csv->separator;
	const char *found = memchr(text, stop, len);
	const char *nul = memchr(text, '\0', found ? (size_t)(found - text) : len);
	return nul ? (size_t)(nul - text) : found ? (size_t)(found - text) : len;
}

static void read_byte(struct csv *csv, char c)
{
	if (c == '\0') {
		buf_puts(&csv->text, "\xe2\x90\x80");
	} else if (csv->state == QUOTED) { /* the only other byte that a run stops at */
		csv->state = QUOTE;
		return;
	} else if (c == csv->separator && csv->count < CSV_FIELDS_MAX) {
		buf_putc(&csv->text, '\0');
		add_field(csv);
		csv->state = START;
		return;
	} else {
		buf_putc(&csv->text, c);
	}
	csv->state = csv->state == QUOTED ? QUOTED : PLAIN;
}

static void read_bytes(struct csv *csv, const char *text, size_t len)
{
	for (size_t at = 0; at < len;) {
		if (csv->state == START && text[at] == '"') {
			csv->state = QUOTED;
			at++;
			continue;
		}
		if (csv->state == QUOTE && text[at] == '"') {
			buf_putc(&csv->text, '"');
			csv->state = QUOTED;
			at++;
			continue;
		}
		if (csv->state == QUOTE)
			csv->state = PLAIN;
		size_t run = plain_run(csv, text + at, len - at);
		buf_put(&csv->text, text + at, run);
		if (run && csv->state == START)
			csv->state = PLAIN;
		at += run;
		if (at < len)
			read_byte(csv, text[at++]);
	}
}

enum csv_result csv_line(struct csv *csv, const char *line, size_t len, size_t number)
{
	if (len && line[len - 1] == '\r')
		len--;
	if (csv_is_open(csv))
		buf_putc(&csv->text, '\n');
	else
		begin_record(csv, number);
	read_bytes(csv, line, len);
	if (csv->state == QUOTED) {
		if (csv->text.len < CSV_RECORD_MAX)
			return CSV_MORE;
		csv->state = START;
		return CSV_BROKEN;
	}
	csv->state = START;
	return CSV_RECORD;
}

const char *csv_field(const struct csv *csv, size_t index)
{
	return index < csv->count ? buf_text(&csv->text) + csv->fields[index] : "";
}

bool csv_next_line(const char **at, const char *end, const char **line, size_t *len)
{
	if (*at >= end)
		return false;
	const char *stop = memchr(*at, '\n', (size_t)(end - *at));
	*line = *at;
	*len = (size_t)((stop ? stop : end) - *at);
	*at = stop ? stop + 1 : end;
	if (*len && (*line)[*len - 1] == '\r')
		--*len;
	return true;
}

/* How many columns the first record has, and how many of the others have as many. */
static size_t count_columns(const char *head, size_t len, char separator, size_t *same, size_t *records)
{
	const char *at = head, *end = head + len, *line;
	size_t columns = 0, line_len, number = 0;
	struct csv csv;
	csv_begin(&csv, separator);
	*same = *records = 0;
	while (*records < SAMPLE_RECORDS && csv_next_line(&at, end, &line, &line_len)) {
		/* the last line may be cut off */
		if (at == end && number && end[-1] != '\n')
			break;
		if (csv_line(&csv, line, line_len, ++number) != CSV_RECORD || (!line_len && csv.count == 1))
			continue;
		columns = columns ? columns : csv.count;
		*same += csv.count == columns;
		++*records;
	}
	csv_fini(&csv);
	return columns;
}

char csv_separator(const char *head, size_t len, size_t *columns, bool *even)
{
	static const char separators[] = { ',', ';', '\t', '|' };
	char best = ',';
	size_t most = 1, best_score = 0;
	bool best_even = true;
	for (size_t i = 0; i < sizeof separators; i++) {
		size_t same, records, found = count_columns(head, len, separators[i], &same, &records);
		/* records that agree count for more than columns */
		size_t score = found < 2 || !records ? 0 : 1000 * same / records + (found < 100 ? found : 100);
		if (score <= best_score)
			continue;
		best = separators[i];
		best_score = score;
		most = found;
		best_even = same == records;
	}
	if (columns)
		*columns = most;
	if (even)
		*even = best_even;
	return best;
}
