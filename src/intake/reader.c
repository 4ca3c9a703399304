#include "intake/reader.h"

#include <stdlib.h>

#include "base/mem.h"
#include "intake/json_log.h"

#define BOM "\xEF\xBB\xBF"

struct log_reader {
	const struct log_format *format;
	const struct log_sink *sink;
	void *state;
	struct json_log *json; /* reads it, if it is JSON */
	struct buf line; /* the start of a line whose end has not come yet */
	size_t lines;	 /* ended so far */
	bool cut;	 /* the line is too long: what comes until its end is left out */
	bool failed;
};

struct log_reader *log_reader_new(const struct log_format *format, const struct log_context *context,
	const struct log_sink *sink, struct store *store, struct err *err)
{
	struct log_reader *reader = mem_new(1, sizeof *reader);
	*reader = (struct log_reader){ .format = format, .sink = sink };
	if (format->lines)
		reader->state = format->lines->open(context, err);
	else
		reader->json = json_log_open(store, format, context, sink, err);
	if (reader->state || reader->json)
		return reader;
	free(reader);
	return NULL;
}

/* `line` has room for a NUL behind it. */
static bool give_line(struct log_reader *reader, char *line, size_t len, struct err *err)
{
	size_t number = ++reader->lines, bom = sizeof BOM - 1;
	if (len && line[len - 1] == '\r')
		len--;
	if (number == 1 && len >= bom && memcmp(line, BOM, bom) == 0) {
		line += bom;
		len -= bom;
	}
	line[len] = '\0';
	return reader->format->lines->line(reader->state, line, len, number, reader->sink, err);
}

/* Keep what may still become a line, as far as it may be long. */
static void keep(struct log_reader *reader, const char *bytes, size_t len)
{
	size_t room = LOG_LINE_MAX - reader->line.len;
	if (reader->cut)
		return;
	buf_put(&reader->line, bytes, len < room ? len : room);
	reader->cut = len > room;
}

static bool end_kept(struct log_reader *reader, struct err *err)
{
	if (reader->cut) {
		buf_puts(&reader->line, " …");
		reader->sink->bad(reader->sink->data, reader->lines + 1, "longer than 256 KiB: the rest of it is left out");
	}
	reader->cut = false;
	buf_put(&reader->line, "", 0);
	bool ok = give_line(reader, reader->line.data, reader->line.len, err);
	buf_truncate(&reader->line, 0);
	return ok;
}

bool log_reader_push(struct log_reader *reader, char *bytes, size_t len, struct err *err)
{
	char *end = bytes + len;
	if (reader->json)
		return json_log_push(reader->json, bytes, len, err);
	for (char *newline; !reader->failed && (newline = memchr(bytes, '\n', (size_t)(end - bytes))); bytes = newline + 1) {
		size_t part = (size_t)(newline - bytes);
		if (reader->line.len || reader->cut || part > LOG_LINE_MAX) {
			keep(reader, bytes, part);
			reader->failed = !end_kept(reader, err);
		} else {
			reader->failed = !give_line(reader, bytes, part, err);
		}
	}
	if (!reader->failed)
		keep(reader, bytes, (size_t)(end - bytes));
	return !reader->failed;
}

bool log_reader_end(struct log_reader *reader, struct err *err)
{
	if (reader->json)
		return json_log_end(reader->json);
	if (!reader->failed && (reader->line.len || reader->cut))
		reader->failed = !end_kept(reader, err);
	if (!reader->failed && reader->format->lines->end)
		reader->failed = !reader->format->lines->end(reader->state, reader->sink, err);
	return !reader->failed;
}

size_t log_reader_lines(const struct log_reader *reader)
{
	return reader->json ? json_log_lines(reader->json) : reader->lines;
}

void log_reader_free(struct log_reader *reader)
{
	if (!reader)
		return;
	if (reader->json)
		json_log_close(reader->json);
	else
		reader->format->lines->close(reader->state);
	buf_fini(&reader->line);
	free(reader);
}
