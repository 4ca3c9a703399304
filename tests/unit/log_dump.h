/* What a log format makes of a text, a line for each event, so that tests compare whole results. */
#ifndef TESTS_LOG_DUMP_H
#define TESTS_LOG_DUMP_H

#include "suite.h"

#include "base/text.h"
#include "intake/format_rows.h"
#include "intake/reader.h"

/* 2024-03-05T12:00Z, the day of these tests. */
#define LOG_DUMP_NOW INT64_C(1709640000000)

/* What formats of JSON are read with, for tests that set them. */
static struct store *log_dump_store;
static const struct log_names *log_dump_names;

static inline bool log_dump_event(void *data, const struct log_event *event, struct err *err)
{
	struct buf *out = data;
	(void)err;
	buf_printf(out, "%zu ", event->line);
	when_format_offset(out, event->when.at, event->when.offset, WHEN_ISO);
	buf_printf(out, "%s%s%s", event->when.precision == PRECISION_EXACT ? "" : event->when.precision == PRECISION_MINUTE ? "m" :
		event->when.precision == PRECISION_ABOUT ? "~" : "d", event->zone_guessed ? "z" : "", event->year_guessed ? "y" : "");
	if (event->kind)
		buf_printf(out, " %s", event->kind);
	if (event->author && *event->author)
		buf_printf(out, " by %s", event->author);
	if (event->source && *event->source)
		buf_printf(out, " in %s", event->source);
	if (event->id)
		buf_printf(out, " id %s", event->id);
	if (event->link)
		buf_printf(out, " at %s", event->link);
	if (event->audience)
		buf_printf(out, " for %s", event->audience);
	buf_puts(out, ": ");
	buf_put(out, event->text, event->text_len);
	buf_putc(out, '\n');
	return true;
}

static inline void log_dump_bad(void *data, size_t line, const char *why)
{
	buf_printf(data, "%zu bad: %s\n", line, why);
}

/*
 * Read `text` in pieces of `piece` bytes (0: all at once) in `zone`. Events are written as
 * "LINE TIME[m|~|d][z][y] KIND by AUTHOR in SOURCE id ID at LINK for AUDIENCE: TEXT": to the minute, about, a day; zone
 * and year guessed. Caller frees.
 */
static inline char *log_dump_named(const struct log_format *format, const char *text, size_t len, size_t piece,
	const char *zone, const char *name, const char *map)
{
	const struct log_context context = { .now = LOG_DUMP_NOW, .zone = zone, .name = name, .map = map,
		.names = log_dump_names };
	struct buf out = { 0 };
	const struct log_sink sink = { &out, log_dump_event, log_dump_bad, NULL };
	struct err err = { 0 };
	char *copy = mem_copy_n(text, len);
	struct log_reader *reader = log_reader_new(format, &context, &sink, log_dump_store, &err);
	ck_assert_msg(reader != NULL, "%s", err.text);
	for (size_t at = 0; at < len; at += piece ? piece : len)
		ck_assert_msg(log_reader_push(reader, copy + at, piece && piece < len - at ? piece : len - at, &err), "%s", err.text);
	ck_assert_msg(log_reader_end(reader, &err), "%s", err.text);
	log_reader_free(reader);
	free(copy);
	return buf_steal(&out);
}

static inline char *log_dump(const struct log_format *format, const char *text, size_t len, size_t piece, const char *zone)
{
	return log_dump_named(format, text, len, piece, zone, "", NULL);
}

/* The same whatever the pieces are. */
#define LOG_IS(format, zone, text, expected)                                                       \
	do {                                                                                       \
		static const size_t pieces_[] = { 0, 1, 7 };                                       \
		for (size_t p_ = 0; p_ < LENGTH(pieces_); p_++) {                                  \
			char *got_ = log_dump(&(format), (text), strlen(text), pieces_[p_], (zone));  \
			ck_assert_str_eq(got_, (expected));                                        \
			free(got_);                                                                \
		}                                                                                  \
	} while (0)

#endif
