/*
 * Logs of programs that are in no form of their own but write a date and a time into each line: web servers, package
 * managers, application servers. Where in the line does not matter, it is the same place in most:
 *
 *   10.0.0.7 - - [21/Nov/2026:09:02:11 +0000] "GET / HTTP/1.1" 502 157
 *   time="2026-11-21T09:02:13Z" level=error msg="refused"
 *   2026-11-21 09:02:13,511 INFO [main] org.example.Pool: exhausted
 *
 * A line without a time belongs to the one before, as those of a stack trace do.
 */
#include "intake/format_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/digit.h"
#include "base/mem.h"
#include "base/text.h"
#include "intake/csv.h"
#include "intake/instant.h"
#include "intake/verbatim.h"

enum {
	LOOKED = 240,	    /* bytes of a line that are looked at */
	WORDS = 5,	    /* that a time may have: Sun Dec 04 04:47:44 2005 */
	EPOCH_DIGITS = 10,  /* a number with fewer counts something else */
	LEVELS_LOOKED = 160,
};

/* Where the time stands in a line, with its brackets and what names it. */
struct place {
	size_t from, to;
};

struct log {
	const struct log_context *context;
	struct log_event event; /* that is begun */
	bool begun, cut;
	struct buf raw, text; /* as it stands there; as Markdown */
};

/* ---- the time of a line ---- */

/* Whether a text can be a time of its own: a date with a clock, or a long number. */
static bool is_candidate(const char *text, size_t len)
{
	size_t digits = 0, colons = 0;
	for (size_t i = 0; i < len; i++) {
		digits += digit_is(text[i]);
		colons += text[i] == ':';
	}
	return (colons >= 2 && digits >= 8) || (digit_is(text[0]) && digits >= EPOCH_DIGITS && digits + 1 >= len) ||
	       (digits >= 14 && digit_is(text[0]));
}

static bool is_clock(const struct when *when)
{
	return when->precision == PRECISION_EXACT || when->precision == PRECISION_ABOUT;
}

static bool read_span(const char *text, size_t len, const char *zone, struct when *when, bool *zoned)
{
	while (len && strchr(":,;|", text[len - 1]))
		len--;
	return len && is_candidate(text, len) && instant_read(text, len, zone, when, zoned) && is_clock(when);
}

/* The time that begins at `from`: in brackets or quotes all that is in them, else as many words as make one. */
static bool read_here(const char *line, size_t len, size_t from, const char *zone, struct when *when, bool *zoned,
	struct place *place)
{
	static const char open[] = "[(\"'", close[] = "])\"'";
	const char *mark = from ? strchr(open, line[from - 1]) : NULL, *end = NULL;
	size_t ends[WORDS], count = 0, at = from;
	if (mark && line[from - 1])
		end = memchr(line + from, close[mark - open], len - from);
	if (end && read_span(line + from, (size_t)(end - line) - from, zone, when, zoned)) {
		*place = (struct place){ from, (size_t)(end - line) + 1 };
		return true;
	}
	for (; count < WORDS && at < len; at += strspn(line + at, " \t")) {
		at += strcspn(line + at, " \t");
		ends[count++] = at < len ? at : len;
	}
	while (count--)
		if (read_span(line + from, ends[count] - from, zone, when, zoned)) {
			*place = (struct place){ from, ends[count] };
			return true;
		}
	return false;
}

/* The first time in a line, with its date. */
static bool find_time(const char *line, size_t len, const char *zone, struct when *when, bool *zoned, struct place *place)
{
	len = len < LOOKED ? len : LOOKED;
	for (size_t at = 0; at < len; at++) {
		bool begins = !at || strchr(" \t[(\"'|", line[at - 1]);
		bool word = digit_is(line[at]) || (line[at] >= 'A' && line[at] <= 'Z');
		if (!begins || !word || !read_here(line, len, at, zone, when, zoned, place))
			continue;
		/* time="…" and [… as well */
		while (place->from && !strchr(" \t", line[place->from - 1]))
			place->from--;
		return true;
	}
	return false;
}

/* ---- events ---- */

static bool give(struct log *log, const struct log_sink *sink, struct err *err)
{
	if (!log->begun)
		return true;
	log->begun = false;
	if (log->cut)
		sink->bad(sink->data, log->event.line, "longer than 256 KiB: the rest of it is left out");
	buf_truncate(&log->text, 0);
	verbatim_put(&log->text, buf_text(&log->raw), log->raw.len);
	if (!log->text.len) {
		sink->bad(sink->data, log->event.line, "a time with nothing beside it");
		return true;
	}
	log->event.text = buf_text(&log->text);
	log->event.text_len = log->text.len;
	return sink->event(sink->data, &log->event, err);
}

static void add(struct log *log, const char *bytes, size_t len)
{
	size_t room = log->raw.len < LOG_LINE_MAX ? LOG_LINE_MAX - log->raw.len : 0;
	buf_put(&log->raw, bytes, len < room ? len : room);
	log->cut = log->cut || len > room;
}

static bool read_line(void *state, const char *line, size_t len, size_t number, const struct log_sink *sink,
	struct err *err)
{
	struct log *log = state;
	struct place place;
	struct when when;
	bool zoned = true;
	if (!find_time(line, len, log->context->zone, &when, &zoned, &place)) {
		if (log->begun) {
			add(log, "\n", 1);
			add(log, line, len);
		} else if (text_empty(line) && sink->skip) {
			sink->skip(sink->data, number);
		} else {
			sink->bad(sink->data, number, "stands before the first time");
		}
		return true;
	}
	if (!give(log, sink, err))
		return false;
	log->event = (struct log_event){ .when = when, .zone_guessed = !zoned, .kind = "evidence", .line = number };
	log->begun = true;
	log->cut = false;
	buf_truncate(&log->raw, 0);
	add(log, line, place.from);
	/* not two blanks where one was on each side */
	place.to += place.from && place.to < len && line[place.to] == ' ';
	add(log, line + place.to, len - place.to);
	return true;
}

static bool end_log(void *state, const struct log_sink *sink, struct err *err)
{
	return give(state, sink, err);
}

static void *open_log(const struct log_context *context, struct err *err)
{
	struct log *log = mem_new(1, sizeof *log);
	(void)err;
	log->context = context;
	return log;
}

static void close_log(void *state)
{
	struct log *log = state;
	buf_fini(&log->raw);
	buf_fini(&log->text);
	free(log);
}

/* ---- what it looks like ---- */

/* A word that programs say how bad it is with, as people do not write it. */
static bool has_level(const char *line, size_t len)
{
	static const char *const levels[] = { "DEBUG", "INFO", "NOTICE", "WARN", "ERROR", "FATAL", "TRACE", "[debug", "[info",
		"[notice", "[warn", "[error", "[crit", "[alert", "level=", "HTTP/" };
	len = len < LEVELS_LOOKED ? len : LEVELS_LOOKED;
	for (size_t i = 0; i < LENGTH(levels); i++)
		if (memmem(line, len, levels[i], strlen(levels[i])))
			return true;
	return false;
}

/* Notes and copied chats begin with times too: a program's levels tell these from them. */
static int detect(const char *head, size_t len, const char *name)
{
	const char *at = head, *end = head + len, *line;
	size_t line_len, lines = 0, timed = 0, levels = 0, headings = 0, name_len = strlen(name);
	bool named = name_len > 4 && text_same(name + name_len - 4, ".log");
	while (csv_next_line(&at, end, &line, &line_len)) {
		struct place place;
		struct when when;
		bool zoned;
		if (!line_len)
			continue;
		bool found = find_time(line, line_len, "UTC", &when, &zoned, &place);
		lines++;
		timed += found;
		levels += found && has_level(line, line_len);
		headings += line[0] == '#' || line[0] == '|';
	}
	if (headings || timed < (named ? 1 : 2) || timed * 2 < lines)
		return 0;
	return levels * 2 >= timed ? 45 : timed * 5 >= lines * 4 ? 32 : 0;
}

static const struct log_lines lines = { open_log, read_line, end_log, close_log };

const struct log_format format_log = {
	.name = "log",
	.help = "any program's log with a date and a time in each line, as of web servers",
	.detect = detect,
	.lines = &lines,
};
