/*
 * Logs of IRC clients, bouncers and bots. A line is a time, in brackets or not, and what was said:
 *
 *   irssi    `14:05 <@ana> text`, `14:05  * ana waves`, `14:05 -!- …`; `--- Log opened Fri Mar 01 14:00:00 2024`,
 *            `--- Day changed Sat Mar 02 2024` (log_open_string, log_day_changed, log_timestamp)
 *   WeeChat  `2024-03-01 14:05:00<tab>ana<tab>text`; the nick is ` *` for actions, `-->`, `<--`, `--` for the rest
 *            (src/plugins/logger/logger.c)
 *   HexChat  `Mar 01 14:05:00 <ana><tab>text`, `…*<tab>ana waves`; `**** BEGIN LOGGING AT Fri Mar  1 14:00:00 2024`
 *            (src/common/text.c)
 *   ZNC      `[14:05:00] <ana> text`, `* ana waves`, `-ana- notice`, `*** Joins: …`; the day is the file's name
 *            (modules/log.cpp)
 *   mIRC     `[14:05] <ana> text`; `Session Start: Fri Mar 01 14:00:00 2024`
 *   bots     `2024-03-01T14:05:00 <ana> text`, `[2024-03-01 14:05:00] <ana> text`
 *
 * Until a day is known, events wait: the first line that says one dates those before it too, and at the end the latest
 * of them is the most recent time there can be.
 */
#include "intake/format_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/digit.h"
#include "base/duration.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/zone.h"
#include "intake/csv.h"
#include "intake/irc.h"
#include "intake/lines.h"
#include "intake/stamp.h"
#include "intake/verbatim.h"
#include "intake/wall.h"

enum {
	WAITING_MAX = 64 * 1024 * 1024, /* bytes of events that wait for a day */
	DISORDER_S = 3600,	      /* so much backwards is no midnight: clocks put back, lines out of order */
	SOURCE_SIZE = 128,
};

struct message {
	struct irc_time time;
	int64_t days; /* after the first that waits */
	size_t line;
	char *author, *text; /* owned */
};

struct channel {
	const struct log_context *context;
	bool dated;	/* `day` is known */
	bool guessed;	/* the context had to help */
	int64_t day;	/* days since 1970; until it is known, days after the first message */
	int64_t second; /* of the day, of the message before; -1: none */
	char source[SOURCE_SIZE];
	struct buf text, author;
	struct wall wall;
	struct {
		struct message *items;
		size_t count, cap, bytes;
	} waiting;
};

static int64_t second_of(const struct civil *civil)
{
	return civil->hour * 3600 + civil->minute * 60 + civil->second;
}

/* ---- events ---- */

static void resolve(struct channel *channel, const struct irc_time *time, const struct civil *civil, struct when *out)
{
	if (time->has_offset)
		*out = (struct when){ civil_instant(civil) - time->offset * MINUTE_MS, PRECISION_EXACT, time->offset, false };
	else
		wall_resolve(&channel->wall, civil, out);
	if (!time->seconds)
		out->precision = PRECISION_MINUTE;
}

static bool give(struct channel *channel, const struct irc_time *time, int64_t day, size_t line, const char *author,
	const char *text, const struct log_sink *sink, struct err *err)
{
	struct log_event event = { .line = line, .text = text, .text_len = strlen(text), .author = author,
		.source = channel->source, .zone_guessed = !time->has_offset, .year_guessed = channel->guessed };
	struct civil civil = time->civil;
	civil_date(day, &civil.year, &civil.month, &civil.day);
	resolve(channel, time, &civil, &event.when);
	if (event.when.at < 0 || event.when.at > WHEN_MAX_MS) {
		sink->bad(sink->data, line, "a year outside 1970 to 9999");
		return true;
	}
	return sink->event(sink->data, &event, err);
}

/* What waited gets its day: the first of it is on day `first`. */
static bool give_waiting(struct channel *channel, int64_t first, const struct log_sink *sink, struct err *err)
{
	bool ok = true;
	channel->waiting.bytes = 0;
	for (size_t i = 0; i < channel->waiting.count; i++) {
		struct message *message = &channel->waiting.items[i];
		ok = ok && give(channel, &message->time, first + message->days, message->line, message->author,
				 message->text, sink, err);
		free(message->author);
		free(message->text);
	}
	channel->waiting.count = 0;
	return ok;
}

/* The day of all that follows; messages that wait are of the days up to it. */
static bool set_day(struct channel *channel, int64_t day, bool changed, const struct log_sink *sink, struct err *err)
{
	int64_t first = day - channel->day - changed;
	channel->day = day;
	if (channel->dated || !channel->waiting.count) {
		channel->dated = true;
		return true;
	}
	channel->dated = true;
	return give_waiting(channel, first < 0 ? 0 : first, sink, err);
}

/* Of clock times alone, the latest is the most recent there can be. */
static bool settle(struct channel *channel, const struct log_sink *sink, struct err *err)
{
	struct civil now, latest = { 0 };
	if (!channel->waiting.count)
		return true;
	zone_civil(channel->context->zone, channel->context->now, &now);
	latest = channel->waiting.items[channel->waiting.count - 1].time.civil;
	int64_t day = civil_days(now.year, now.month, now.day);
	day -= second_of(&latest) > second_of(&now) + 60;
	channel->guessed = true;
	bool ok = give_waiting(channel, day - channel->day, sink, err);
	channel->day = day;
	channel->dated = true;
	return ok;
}

static bool wait(struct channel *channel, const struct irc_time *time, size_t line, const char *text,
	const struct log_sink *sink, struct err *err)
{
	*vec_push(&channel->waiting) = (struct message){ *time, channel->day, line, mem_copy(buf_text(&channel->author)),
		mem_copy(text) };
	channel->waiting.bytes += sizeof(struct message) + channel->author.len + strlen(text);
	return channel->waiting.bytes < WAITING_MAX || settle(channel, sink, err);
}

/* The day that a line names; false if there is none such. */
static bool find_day(struct channel *channel, const struct irc_time *time, int64_t *day)
{
	struct civil civil = time->civil;
	struct when when;
	if (!time->has_year) {
		channel->guessed = channel->guessed || !channel->dated;
		if (!wall_resolve_year(&channel->wall, &civil, &when))
			return false;
	}
	*day = civil_days(civil.year, civil.month, civil.day);
	return *day >= 0;
}

/* A message is in `text` and `author`. */
static bool message(struct channel *channel, const struct irc_time *time, size_t line, const struct log_sink *sink,
	struct err *err)
{
	int64_t second = second_of(&time->civil), day;
	if (time->has_day) {
		if (!find_day(channel, time, &day)) {
			sink->bad(sink->data, line, "there is no such day");
			return true;
		}
		if (!set_day(channel, day, false, sink, err))
			return false;
	} else if (channel->second >= 0 && second < channel->second - DISORDER_S) {
		channel->day++;
	}
	channel->second = second;
	struct buf shown = { 0 };
	verbatim_put(&shown, buf_text(&channel->text), channel->text.len);
	bool ok = channel->dated ? give(channel, time, channel->day, line, buf_text(&channel->author), buf_text(&shown), sink, err)
				 : wait(channel, time, line, buf_text(&shown), sink, err);
	buf_fini(&shown);
	return ok;
}

/* ---- lines about the log itself ---- */

/* A month by its name in the language of who wrote the log: "26 août 2007". */
static bool read_foreign(const char *month, int day, int year, int64_t *out)
{
	char text[64];
	struct stamp stamp;
	snprintf(text, sizeof text, "%d %.24s %04d", day, month, year);
	if (!stamp_read(&stamp, text, strlen(text), STAMP_WHOLE) || stamp.day.kind != STAMP_DATE)
		return false;
	*out = civil_days(stamp.day.year, stamp.day.month, stamp.day.day);
	return true;
}

/* "Fri Mar 01 14:00:00 2024", "Fri Mar 01 2024", "dim août 26 2007", "2024-03-01": the day. */
static bool read_asctime(const char *text, int64_t *day)
{
	char weekday[32], month[32], rest[32];
	struct civil civil = { 0 };
	bool seconds;
	int used = 0;
	text += strspn(text, " \t");
	if (irc_date(text, strlen(text), &civil)) {
		*day = civil_days(civil.year, civil.month, civil.day);
		return true;
	}
	if (sscanf(text, "%31s %31s %2d %n", weekday, month, &civil.day, &used) < 3 || !used)
		return false;
	text += used;
	text += line_clock(text, strlen(text), &civil, &seconds);
	if (sscanf(text, "%31s", rest) != 1 || digit_count(rest, strlen(rest), 5) != 4)
		return false;
	civil.year = (int)line_number(rest, 4);
	civil.month = strlen(month) == 3 ? line_month(month, 3) : 0;
	if (!civil.month)
		return read_foreign(month, civil.day, civil.year, day);
	if (civil.year < 1 || civil.day < 1 || civil.day > civil_month_days(civil.year, civil.month))
		return false;
	*day = civil_days(civil.year, civil.month, civil.day);
	return true;
}

static const struct mark {
	const char *begin;
	bool changed; /* the day before ends here */
} marks[] = {
	{ "--- Log opened", false },
	{ "--- Log closed", false },
	{ "--- Day changed", true },
	{ "**** BEGIN LOGGING AT", false },
	{ "**** ENDING LOGGING AT", false },
	{ "Session Start:", false },
	{ "Session Close:", false },
	{ "Session Time:", false },
};

static const struct mark *find_mark(const char *line, size_t len)
{
	for (size_t i = 0; i < LENGTH(marks); i++)
		if (len >= strlen(marks[i].begin) && memcmp(line, marks[i].begin, strlen(marks[i].begin)) == 0)
			return &marks[i];
	return NULL;
}

static bool read_mark(struct channel *channel, const struct mark *mark, const char *line, const struct log_sink *sink,
	struct err *err)
{
	int64_t day;
	if (!read_asctime(line + strlen(mark->begin), &day) || day < 0)
		return true;
	channel->second = -1;
	channel->guessed = false;
	/* what comes is no earlier, if it leaves the year out */
	channel->wall.last = day * DAY_MS;
	return set_day(channel, day, mark->changed, sink, err);
}

/* ---- the format ---- */

/* A day and a channel out of "#ops_2024-03-01.log", "irc.libera.#ops.weechatlog", "20240301.log". */
static void read_name(struct channel *channel, const char *name)
{
	struct civil civil = { 0 };
	size_t len = strlen(name), digits;
	const char *hash = strchr(name, '#');
	for (size_t i = 0; i < len && !channel->dated; i += digits ? digits : 1) {
		digits = digit_count(name + i, len - i, len);
		if (digits == 8) {
			civil.year = (int)line_number(name + i, 4);
			civil.month = (int)line_number(name + i + 4, 2);
			civil.day = (int)line_number(name + i + 6, 2);
			channel->dated = civil.year >= 1988 && civil.year < 2200 && civil_valid(&civil);
		} else if (digits == 4) {
			channel->dated = irc_date(name + i, len - i, &civil);
		}
	}
	if (channel->dated)
		channel->day = civil_days(civil.year, civil.month, civil.day);
	if (!hash)
		return;
	size_t end = strcspn(hash, ". /");
	while (end > 1 && strchr("_-0123456789", hash[end - 1]))
		end--;
	text_copy(channel->source, end + 1 < SOURCE_SIZE ? end + 1 : SOURCE_SIZE, hash);
}

static void *open_channel(const struct log_context *context, struct err *err)
{
	struct channel *channel = mem_new(1, sizeof *channel);
	(void)err;
	channel->context = context;
	channel->second = -1;
	wall_init(&channel->wall, context->zone, context->now);
	read_name(channel, context->name);
	return channel;
}

static bool read_line(void *state, const char *line, size_t len, size_t number, const struct log_sink *sink,
	struct err *err)
{
	struct channel *channel = state;
	struct irc_time time;
	const struct mark *mark = find_mark(line, len);
	enum irc_said said = IRC_NOT_SAID;
	size_t from = 0;
	if (mark && !read_mark(channel, mark, line, sink, err))
		return false;
	if (!mark && len && !text_starts(line, "Session Ident:")) {
		from = irc_time(line, len, &time);
		said = from ? irc_said(&channel->author, &channel->text, line + from, len - from) : IRC_STRANGE;
	}
	if (said == IRC_SAID && channel->text.len)
		return message(channel, &time, number, sink, err);
	if (said == IRC_STRANGE)
		sink->bad(sink->data, number, from ? "not what IRC clients write" : "no time at the beginning");
	else if (sink->skip)
		sink->skip(sink->data, number);
	return true;
}

static bool end_channel(void *state, const struct log_sink *sink, struct err *err)
{
	return settle(state, sink, err);
}

static void close_channel(void *state)
{
	struct channel *channel = state;
	for (size_t i = 0; i < channel->waiting.count; i++) {
		free(channel->waiting.items[i].author);
		free(channel->waiting.items[i].text);
	}
	free(channel->waiting.items);
	buf_fini(&channel->text);
	buf_fini(&channel->author);
	free(channel);
}

/* What stands in a nick's place in logs of programs. */
static bool is_level(const char *author)
{
	static const char *const levels[] = { "TRACE", "DEBUG", "INFO", "NOTICE", "WARN", "WARNING", "ERROR", "FATAL" };
	for (size_t i = 0; i < LENGTH(levels); i++)
		if (text_equal(author, levels[i]))
			return true;
	return false;
}

static bool looks_so(const char *line, size_t len, struct buf *author, struct buf *text)
{
	struct irc_time time;
	size_t from = irc_time(line, len, &time);
	const char *tab = strchr(line + from, '\t');
	if (find_mark(line, len))
		return true;
	/* a table whose first column is a time is not yet a chat */
	if (!from || (tab && line[from - 1] != '\t' && line[from] != '<' && line[from] != '*'))
		return false;
	return irc_said(author, text, line + from, len - from) != IRC_STRANGE && !is_level(buf_text(author));
}

/* Lines that look so, of the lines there are. */
static int detect(const char *head, size_t len, const char *name)
{
	const char *at = head, *end = head + len, *line;
	size_t line_len, lines = 0, said = 0;
	bool first = false; /* a table has its head there */
	struct buf author = { 0 }, text = { 0 };
	(void)name;
	while (csv_next_line(&at, end, &line, &line_len)) {
		char *copy = mem_copy_n(line, line_len);
		bool told = looks_so(copy, line_len, &author, &text);
		free(copy);
		first = lines ? first : told;
		lines += line_len > 0;
		said += told;
	}
	buf_fini(&author);
	buf_fini(&text);
	if (!lines || said * 2 < lines)
		return 0;
	return first && said * 4 >= lines * 3 ? 90 : 50;
}

static const struct log_lines lines = { open_channel, read_line, end_channel, close_channel };

const struct log_format format_irc = {
	.name = "irc",
	.help = "chat logs of irssi, WeeChat, HexChat, ZNC, mIRC and bots",
	.detect = detect,
	.lines = &lines,
};
