/*
 * syslog, as it lies in files and as journalctl prints it:
 *
 *   <34>1 2003-10-11T22:14:15.003Z host app 12 ID47 [sd@1 a="b"] text     RFC 5424
 *   <34>Oct 11 22:14:15 host app[12]: text                                RFC 3164; in files mostly without <34>
 *   2003-10-11T22:14:15.003123+01:00 host app[12]: text                   rsyslog, journalctl -o short-iso
 *   Sat 2003-10-11 22:14:15 CEST host app[12]: text                       journalctl -o short-full
 *   1065910455.003123 host app[12]: text                                  journalctl -o short-unix
 *   Sat Oct 11 22:14:15 2003 daemon.info app[12]: text                    logread
 *
 * Lines that begin with a blank go on with the message before; those that begin with "--" are journalctl's own.
 */
#include "intake/logs.h"

#include <stdlib.h>

#include "base/digit.h"
#include "base/mem.h"
#include "base/text.h"
#include "intake/format_rows.h"
#include "intake/instant.h"
#include "intake/lines.h"
#include "intake/verbatim.h"
#include "intake/wall.h"

enum { SEVERITY_UNKNOWN = -1, SEVERITY_ERR = 3, PRI_MAX = 191, WORDS_OF_TIME = 4 };

static const char *const severities[] = { "emerg", "alert", "crit", "err", "warning", "notice", "info", "debug" };

struct span {
	const char *at;
	size_t len;
};

/* What one line says; borrowed from it. */
struct message {
	struct when when;
	bool zone_guessed, year_guessed, rfc5424, dated; /* dated by a month's name */
	int severity;
	struct span host, app, process, id, data, text;
};

struct syslog {
	const struct log_context *context;
	struct wall wall;
	/* the message before, to which lines may be added */
	bool held;
	struct log_event event;
	struct buf raw, suffix, text, author, source;
	int severity;
};

/* ---- taking a line apart ---- */

struct cursor {
	const char *at, *end;
};

static void skip_blanks(struct cursor *c)
{
	while (c->at < c->end && (*c->at == ' ' || *c->at == '\t'))
		c->at++;
}

/* What there is up to the next blank. */
static struct span peek_word(const struct cursor *c)
{
	struct span word = { c->at, 0 };
	while (c->at + word.len < c->end && c->at[word.len] != ' ' && c->at[word.len] != '\t')
		word.len++;
	return word;
}

static struct span take_word(struct cursor *c)
{
	struct span word = peek_word(c);
	c->at += word.len;
	skip_blanks(c);
	return word;
}

static bool span_is(struct span span, const char *text)
{
	return strlen(text) == span.len && strncasecmp(span.at, text, span.len) == 0;
}

/* A number of up to `most` digits; 0 bytes if there is none. */
static size_t read_digits(const char *at, const char *end, size_t most, int *out)
{
	size_t len = digit_count(at, (size_t)(end - at), most);
	*out = (int)digit_value(at, len);
	return len;
}

/* "<34>", perhaps after the length that some transports put before it. */
static void take_priority(struct cursor *c, struct message *m)
{
	int number;
	const char *at = c->at;
	size_t len = read_digits(at, c->end, 7, &number);
	if (len && at + len + 1 < c->end && at[len] == ' ' && at[len + 1] == '<')
		at += len + 1;
	if (at >= c->end || *at != '<')
		return;
	len = read_digits(at + 1, c->end, 3, &number);
	if (!len || at + len + 1 >= c->end || at[len + 1] != '>' || number > PRI_MAX)
		return;
	m->severity = number & 7;
	c->at = at + len + 2;
}

static int month_of(struct span word)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	for (int month = 0; word.len == 3 && month < 12; month++)
		if (memcmp(word.at, names + 3 * month, 3) == 0)
			return month + 1;
	return 0;
}

static bool is_weekday(struct span word)
{
	static const char names[] = "MonTueWedThuFriSatSun";
	if (word.len == 4 && word.at[3] == ',')
		word.len--;
	for (size_t i = 0; word.len == 3 && i < sizeof names - 1; i += 3)
		if (memcmp(word.at, names + i, 3) == 0)
			return true;
	return false;
}

/* "22:14:15" with a fraction, perhaps a colon behind it. */
static bool read_clock(struct span word, struct civil *civil)
{
	bool seconds;
	size_t used = line_clock(word.at, word.len, civil, &seconds);
	return used && seconds && (used == word.len || (used + 1 == word.len && word.at[used] == ':'));
}

static bool read_year(struct span word, int *year)
{
	if (word.len && word.at[word.len - 1] == ':')
		word.len--;
	return word.len == 4 && read_digits(word.at, word.at + 4, 4, year) == 4 && *year >= 1970;
}

/* "Oct 11 22:14:15", "Oct 11 2003 22:14:15", "Oct 11 22:14:15 2003": a month's name. */
static bool take_month_time(struct cursor *c, struct wall *wall, struct message *m)
{
	struct cursor at = *c;
	struct civil civil = { 0 };
	bool has_year = false;
	/* a router marks a clock that it is not sure of */
	if (at.at < at.end && (*at.at == '*' || *at.at == '.'))
		at.at++;
	civil.month = month_of(take_word(&at));
	struct span day = take_word(&at);
	if (!civil.month || day.len > 2 || read_digits(day.at, day.at + day.len, 2, &civil.day) != day.len || !day.len)
		return false;
	struct span word = take_word(&at);
	if (read_year(word, &civil.year)) {
		has_year = true;
		word = take_word(&at);
	}
	if (civil.day < 1 || civil.day > 31 || !read_clock(word, &civil))
		return false;
	if (!has_year && (has_year = read_year(peek_word(&at), &civil.year)))
		take_word(&at);
	if (civil.day > civil_month_days(has_year ? civil.year : 2000, civil.month))
		return false;
	if (has_year)
		wall_resolve(wall, &civil, &m->when);
	else if (!wall_resolve_year(wall, &civil, &m->when))
		return false;
	m->year_guessed = !has_year;
	m->zone_guessed = m->dated = true;
	*c = at;
	return true;
}

static bool is_figure(char c)
{
	return c >= '0' && c <= '9';
}

/* Times in figures: as many of the first words as make one. */
static bool take_figures_time(struct cursor *c, const char *zone, struct message *m)
{
	struct cursor at = *c;
	const char *from = at.at, *longest = NULL;
	struct cursor after = at;
	bool zoned = false;
	for (int words = 1; words < WORDS_OF_TIME && at.at < at.end; words++) {
		struct span word = take_word(&at);
		const char *end = word.at + word.len;
		/* the third one can only be a zone, which names no machine */
		bool fits = words < 3 ? is_figure(*from) && is_figure(word.at[0]) : is_figure(*from);
		if (fits && instant_read(from, (size_t)(end - from), zone, &m->when, &zoned)) {
			longest = end;
			after = at;
			m->zone_guessed = !zoned;
		}
	}
	*c = after;
	return longest;
}

/* "daemon.info": a facility and how bad it is. */
static bool take_level(struct cursor *c, struct message *m)
{
	struct span word = peek_word(c);
	const char *dot = memchr(word.at, '.', word.len);
	if (word.len > 2 && *word.at == '<' && word.at[word.len - 1] == '>' && dot)
		word = (struct span){ word.at + 1, word.len - 2 };
	if (!dot)
		return false;
	struct span level = { dot + 1, (size_t)(word.at + word.len - dot - 1) };
	for (size_t i = 0; i < LENGTH(severities); i++)
		if (span_is(level, severities[i]) || (i == 4 && span_is(level, "warn"))) {
			m->severity = (int)i;
			take_word(c);
			return true;
		}
	return false;
}

/* "app[12]:", "app:"; what has no colon is not one. */
static bool read_tag(struct span word, struct message *m)
{
	if (word.len < 2 || word.at[word.len - 1] != ':')
		return false;
	m->app = (struct span){ word.at, word.len - 1 };
	const char *open = memchr(word.at, '[', word.len);
	if (open && open > word.at && word.at[word.len - 2] == ']') {
		m->app.len = (size_t)(open - word.at);
		m->process = (struct span){ open + 1, (size_t)(word.at + word.len - 2 - open - 1) };
	}
	return true;
}

/* Host, tag and text. */
static void take_rest(struct cursor *c, struct message *m)
{
	bool levelled = take_level(c, m);
	if (!read_tag(peek_word(c), m)) {
		m->host = take_word(c);
		if (!levelled)
			take_level(c, m);
		if (read_tag(peek_word(c), m))
			take_word(c);
	} else {
		take_word(c);
	}
	m->text = (struct span){ c->at, (size_t)(c->end - c->at) };
}

static struct span take_value(struct cursor *c)
{
	struct span word = peek_word(c);
	c->at += word.len + (c->at + word.len < c->end);
	return span_is(word, "-") ? (struct span){ word.at, 0 } : word;
}

/* "[id name="value" …][…]" or "-": quotes may hold brackets, and backslashes quotes. */
static bool take_data(struct cursor *c, struct message *m)
{
	bool quoted = false, inside = false;
	const char *from = c->at;
	if (c->at < c->end && *c->at == '-') {
		m->data = take_value(c);
		return true;
	}
	for (; c->at < c->end && (inside || *c->at == '['); c->at++) {
		if (quoted && *c->at == '\\' && c->at + 1 < c->end)
			c->at++;
		else if (*c->at == '"')
			quoted = !quoted;
		else if (!quoted)
			inside = *c->at != ']';
	}
	m->data = (struct span){ from, (size_t)(c->at - from) };
	skip_blanks(c);
	return !inside && m->data.len;
}

static bool read_rfc5424(struct cursor *c, const char *zone, struct message *m, int64_t now)
{
	bool zoned;
	take_word(c);
	struct span time = take_value(c);
	/* a program that knows no time writes none: what it says happened by now */
	if (!time.len)
		m->when = (struct when){ .at = now, .precision = PRECISION_ABOUT, .offset = zone_offset(zone, now) };
	else if (!instant_read(time.at, time.len, zone, &m->when, &zoned))
		return false;
	m->host = take_value(c);
	m->app = take_value(c);
	m->process = take_value(c);
	m->id = take_value(c);
	if (!take_data(c, m))
		return false;
	if (c->end - c->at >= 3 && memcmp(c->at, "\xEF\xBB\xBF", 3) == 0)
		c->at += 3;
	m->text = (struct span){ c->at, (size_t)(c->end - c->at) };
	m->rfc5424 = true;
	return true;
}

static bool read_message(const char *line, size_t len, struct wall *wall, struct message *m)
{
	struct cursor c = { line, line + len };
	*m = (struct message){ .severity = SEVERITY_UNKNOWN };
	take_priority(&c, m);
	if (c.at > line && c.end - c.at > 2 && c.at[0] == '1' && c.at[1] == ' ')
		return read_rfc5424(&c, wall->zone, m, wall->now);
	skip_blanks(&c);
	if (is_weekday(peek_word(&c)))
		take_word(&c);
	if (!take_month_time(&c, wall, m) && !take_figures_time(&c, wall->zone, m))
		return false;
	take_rest(&c, m);
	return m->host.len || m->app.len;
}

/* ---- reading a log ---- */

static void *syslog_open(const struct log_context *context, struct err *err)
{
	(void)err;
	struct syslog *log = mem_new(1, sizeof *log);
	log->context = context;
	wall_init(&log->wall, context->zone, context->now);
	return log;
}

static void syslog_close(void *state)
{
	struct syslog *log = state;
	buf_fini(&log->raw);
	buf_fini(&log->suffix);
	buf_fini(&log->text);
	buf_fini(&log->author);
	buf_fini(&log->source);
	free(log);
}

static bool syslog_end(void *state, const struct log_sink *sink, struct err *err)
{
	struct syslog *log = state;
	if (!log->held)
		return true;
	log->held = false;
	buf_truncate(&log->text, 0);
	if (log->severity >= 0 && log->severity <= SEVERITY_ERR)
		buf_printf(&log->text, "%s: ", severities[log->severity]);
	verbatim_put(&log->text, buf_text(&log->raw), log->raw.len);
	if (log->suffix.len) {
		buf_puts(&log->text, log->text.len ? " " : "");
		verbatim_code(&log->text, log->suffix.data, log->suffix.len);
	}
	log->event.text = buf_text(&log->text);
	log->event.text_len = log->text.len;
	log->event.author = buf_text(&log->author);
	log->event.source = buf_text(&log->source);
	return sink->event(sink->data, &log->event, err);
}

static void put_span(struct buf *out, struct span span)
{
	buf_put(out, span.at, span.len);
}

/* Keep a message until it is clear that no further line belongs to it. */
static void hold(struct syslog *log, const struct message *m, size_t number)
{
	struct buf *const all[] = { &log->raw, &log->suffix, &log->author, &log->source };
	for (size_t i = 0; i < LENGTH(all); i++)
		buf_truncate(all[i], 0);
	log->event = (struct log_event){ .when = m->when, .zone_guessed = m->zone_guessed, .year_guessed = m->year_guessed,
		.kind = "evidence", .line = number };
	log->severity = m->severity;
	put_span(&log->raw, m->text);
	put_span(&log->suffix, m->id);
	buf_puts(&log->suffix, m->id.len && m->data.len ? " " : "");
	put_span(&log->suffix, m->data);
	put_span(&log->author, m->app.len ? m->app : m->host);
	put_span(&log->source, m->host);
	if (m->process.len) {
		buf_puts(&log->source, m->host.len ? " " : "");
		put_span(&log->source, m->app);
		buf_putc(&log->source, '[');
		put_span(&log->source, m->process);
		buf_putc(&log->source, ']');
	}
	log->held = true;
}

static bool is_blank_line(const char *line, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (line[i] != ' ' && line[i] != '\t')
			return false;
	return true;
}

static bool syslog_line(void *state, const char *line, size_t len, size_t number, const struct log_sink *sink,
	struct err *err)
{
	struct syslog *log = state;
	struct message message;
	bool blank = is_blank_line(line, len);
	if (blank || (len > 2 && memcmp(line, "-- ", 3) == 0)) {
		if (sink->skip)
			sink->skip(sink->data, number);
		return true;
	}
	if (log->held && (*line == ' ' || *line == '\t')) {
		if (log->raw.len + len < LOG_LINE_MAX) {
			buf_putc(&log->raw, '\n');
			buf_put(&log->raw, line, len);
		} else {
			sink->bad(sink->data, number, "the message it belongs to is longer than 256 KiB: left out");
		}
		return true;
	}
	bool ok = syslog_end(log, sink, err);
	if (ok && read_message(line, len, &log->wall, &message))
		hold(log, &message, number);
	else if (ok)
		sink->bad(sink->data, number, "no time and host at its start");
	return ok;
}

/* ---- telling it from others ---- */

/* Words that programs put after the time where syslog has the host. */
static bool is_level_word(struct span word)
{
	static const char *const words[] = { "info", "warn", "warning", "error", "debug", "trace", "fatal", "critical", "notice" };
	while (word.len && (*word.at == '[' || *word.at == '('))
		word = (struct span){ word.at + 1, word.len - 1 };
	while (word.len && strchr("]):,", word.at[word.len - 1]))
		word.len--;
	for (size_t i = 0; i < LENGTH(words); i++)
		if (span_is(word, words[i]))
			return true;
	return false;
}

/* How much a line looks like it. */
static int line_sure(const char *line, size_t len, struct wall *wall)
{
	struct message m;
	if (!read_message(line, len, wall, &m))
		return 0;
	if (m.rfc5424)
		return 98;
	if (m.severity != SEVERITY_UNKNOWN)
		return 95;
	if (!m.app.len || is_level_word(m.host) || is_level_word(m.app))
		return m.dated ? 60 : 0;
	return m.dated ? 92 : m.process.len ? 85 : 65;
}

static int syslog_detect(const char *head, size_t len, const char *name)
{
	enum { LOOK_AT = 100 };
	struct wall wall;
	long long sum = 0;
	int lines = 0;
	(void)name;
	wall_init(&wall, "UTC", WHEN_MAX_MS);
	for (const char *at = head, *end = head + len; at < end && lines < LOOK_AT;) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		/* a cut line says nothing, unless it is the only one */
		if (!newline && lines)
			break;
		size_t part = (size_t)((newline ? newline : end) - at);
		if (part && at[part - 1] == '\r')
			part--;
		if (part && *at != ' ' && *at != '\t' && !(part > 2 && memcmp(at, "-- ", 3) == 0)) {
			sum += line_sure(at, part, &wall);
			lines++;
		}
		at = newline ? newline + 1 : end;
	}
	return lines ? (int)(sum / lines) : 0;
}

static const struct log_lines syslog_lines = { syslog_open, syslog_line, syslog_end, syslog_close };

const struct log_format format_syslog = { "syslog", "syslog files (RFC 3164, RFC 5424), journalctl's output",
	.detect = syslog_detect, .lines = &syslog_lines };
