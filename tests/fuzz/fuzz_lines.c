/*
 * Logs of lines. The first byte picks the format, the second the zone, the file's name, the size of the pieces and
 * whether the first line is a --map. Whatever the pieces are, the same events come out, each of which can be kept, or is
 * said to be bad; and what a format makes of the beginning of a file is a number from 0 to 100.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "intake/format_rows.h"
#include "intake/reader.h"
#include "model/entity.h"
#include "require.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct log_format *const formats[] = { &format_csv, &format_irc, &format_l2tcsv, &format_shell, &format_syslog,
	&format_text, &format_log };

struct seen {
	struct buf text;
	size_t lines;
};

static void note_text(struct buf *out, const char *text)
{
	buf_printf(out, " %s", text ? text : "-");
}

static bool see_event(void *data, const struct log_event *event, struct err *err)
{
	struct seen *seen = data;
	(void)err;
	require(event->when.at >= 0 && event->when.at <= WHEN_MAX_MS && abs(event->when.offset) <= 26 * 60);
	require(event->text[event->text_len] == '\0'); /* of a line of syslog it may be empty */
	require(event->line && event->line <= seen->lines);
	require(!event->kind || choice_find(entity_get(ENTITY_EVENT)->fields[EVENT_KIND].choices, event->kind));
	buf_printf(&seen->text, "%zu %lld %d %d ", event->line, (long long)event->when.at, event->when.offset,
		event->when.precision);
	buf_put(&seen->text, event->text, event->text_len);
	note_text(&seen->text, event->author);
	note_text(&seen->text, event->link);
	note_text(&seen->text, event->id);
	note_text(&seen->text, event->source);
	buf_putc(&seen->text, '\n');
	return true;
}

static void see_bad(void *data, size_t line, const char *why)
{
	struct seen *seen = data;
	require(line && line <= seen->lines && *why);
	buf_printf(&seen->text, "%zu bad %s\n", line, why);
}

static void see_skip(void *data, size_t line)
{
	require(line && line <= ((struct seen *)data)->lines);
}

static void read_log(const struct log_format *format, const struct log_context *context, const char *text, size_t len,
	size_t piece, struct seen *seen)
{
	const struct log_sink sink = { seen, see_event, see_bad, see_skip };
	struct err err = { 0 };
	char *copy = mem_copy_n(text, len);
	*seen = (struct seen){ .lines = len + 1 };
	struct log_reader *reader = log_reader_new(format, context, &sink, NULL, &err);
	require(reader || (context->map && err.code == ERR_USAGE));
	bool ok = reader != NULL;
	for (size_t at = 0; ok && at < len; at += piece)
		ok = log_reader_push(reader, copy + at, piece < len - at ? piece : len - at, &err);
	ok = ok && log_reader_end(reader, &err);
	/* a table whose columns nobody can tell */
	require(ok || (err.code == ERR_USAGE && err.text[0]));
	buf_puts(&seen->text, ok ? "" : err.text);
	log_reader_free(reader);
	free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const zones[] = { "UTC", "Europe/Berlin", "America/New_York", "+05:30" };
	static const char *const names[] = { "", "#ops_2024-03-01.log", "notes-20240301.txt", "x.csv" };
	if (size < 2)
		return 0;
	char *all = mem_copy_n(data + 2, size - 2), *text = all;
	size_t len = size - 2, first = strcspn(all, "\n");
	struct log_context context = { .now = INT64_C(1709640000000), .zone = zones[data[1] & 3], .name = names[data[1] >> 2 & 3] };
	if (data[1] & 0x80 && first < len && all[first] == '\n') {
		all[first] = '\0';
		context.map = all;
		text = all + first + 1;
		len -= first + 1;
	}
	const struct log_format *format = formats[data[0] % LENGTH(formats)];
	struct seen whole, parts;
	read_log(format, &context, text, len, len + 1, &whole);
	read_log(format, &context, text, len, 1 + (data[1] >> 4 & 7), &parts);
	require(text_equal(buf_text(&whole.text), buf_text(&parts.text)));
	for (size_t i = 0; i < LENGTH(formats); i++) {
		int sure = formats[i]->detect(text, len, context.name);
		require(sure >= 0 && sure <= 100);
	}
	buf_fini(&whole.text);
	buf_fini(&parts.text);
	free(all);
	return 0;
}
