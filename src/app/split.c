#include "app/split.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/mem.h"
#include "base/text.h"

enum { NAME_MAX_BYTES = 40, DAY_S = 24 * 3600, DISORDER_S = 3600 };

/* A time as it stands in the text. */
struct stamp {
	size_t len;
	bool dated; /* it says which day */
	char text[WHEN_TEXT_MAX + 1];
};

/* A piece while the text is read: its time is settled when all of them are known. */
struct draft {
	struct split_piece piece;
	struct stamp stamp;
	char date[16]; /* of the line above it that is a date; "" for none */
};

struct drafts {
	struct draft *items;
	size_t count, cap;
};

/* ---- times ---- */

/* "14:05", "9:00:30.250", "10h47": length, 0 if it is none. */
static size_t clock_len(const char *at)
{
	size_t hour = text_digits(at, 2, NULL), len;
	if (!hour || (at[hour] != ':' && at[hour] != 'h') || text_digits(at + hour + 1, 2, NULL) != 2)
		return 0;
	len = hour + 3;
	if (at[hour] == ':' && at[len] == ':' && text_digits(at + len + 1, 2, NULL) == 2) {
		len += 3;
		if ((at[len] == '.' || at[len] == ',') && isdigit((unsigned char)at[len + 1]))
			len += 1 + strspn(at + len + 1, "0123456789");
	}
	return len;
}

static bool is_word_end(char c)
{
	return !isalnum((unsigned char)c) && !((unsigned char)c & 0x80);
}

/* " PM", "am" */
static size_t half_len(const char *at)
{
	size_t blank = *at == ' ';
	bool half = (at[blank] | 32) == 'a' || (at[blank] | 32) == 'p';
	return half && (at[blank + 1] | 32) == 'm' && is_word_end(at[blank + 2]) ? blank + 2 : 0;
}

/* "Z", "+01:00", " UTC", " CEST": what looks like a zone. */
static size_t zone_len(const char *at, bool dated)
{
	size_t blank = *at == ' ', letters = 0;
	if (!blank && *at == 'Z' && is_word_end(at[1]))
		return 1;
	/* 14:05-14:20 is a span, and no zone that far west */
	if (*at == '+' || (*at == '-' && dated)) {
		size_t hours = text_digits(at + 1, 2, NULL), colon = at[1 + hours] == ':';
		size_t minutes = hours == 2 ? text_digits(at + 1 + hours + colon, 2, NULL) : 0;
		return minutes == 2 && is_word_end(at[1 + hours + colon + 2]) ? 1 + hours + colon + 2 : 0;
	}
	while (at[blank + letters] >= 'A' && at[blank + letters] <= 'Z')
		letters++;
	const char *word = at + blank;
	bool named = letters >= 3 && letters <= 4 &&
		     (word[letters - 1] == 'T' || strncmp(word, "UTC", 3) == 0);
	return blank && named && is_word_end(word[letters]) ? blank + letters : 0;
}

/* "2026-03-01" */
static size_t date_len(const char *at)
{
	return text_digits(at, 4, NULL) == 4 && at[4] == '-' && text_digits(at + 5, 2, NULL) == 2 && at[7] == '-' &&
			text_digits(at + 8, 2, NULL) == 2
		? 10
		: 0;
}

/* "Nov 20 " and "Nov  2 ", before a clock time. */
static size_t syslog_len(const char *at)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	char month[4] = { 0 };
	text_copy(month, sizeof month, at);
	const char *found = strlen(month) == 3 ? strstr(months, month) : NULL;
	if (!found || (found - months) % 3 || at[3] != ' ')
		return 0;
	size_t blanks = strspn(at + 3, " "), day = text_digits(at + 3 + blanks, 2, NULL);
	return blanks <= 2 && day && at[3 + blanks + day] == ' ' ? 3 + blanks + day + 1 : 0;
}

/* A time is whole if nothing that belongs to it follows: not 10:30:1, 12:34:56:78, 1:05pm or 14:05x. */
static bool ends_well(const char *at)
{
	if (*at == ':' || *at == '.' || *at == ',')
		return !isdigit((unsigned char)at[1]);
	return is_word_end(*at) && *at != '/' && *at != '%';
}

static bool read_stamp(struct stamp *out, const char *at, const struct when_context *ctx)
{
	struct when when;
	size_t about = *at == '~', date = date_len(at + about), len = about;
	*out = (struct stamp){ 0 };
	if (date && (at[about + date] == 'T' || at[about + date] == ' '))
		len += date + 1;
	else
		len += syslog_len(at + about);
	out->dated = len > about;
	size_t clock = clock_len(at + len);
	if (!clock)
		return false;
	len += clock;
	len += half_len(at + len);
	len += zone_len(at + len, out->dated);
	if (len > WHEN_TEXT_MAX - 12 || !ends_well(at + len))
		return false;
	out->len = len;
	text_copy(out->text, len + 1, at);
	for (char *c = out->text; *c; c++)
		*c = *c == ',' ? '.' : *c;
	return when_parse(out->text, ctx, &when, NULL);
}

/* ---- lines ---- */

/* List marks, quote signs, bars, brackets, emphasis, headings; "1. " as well. */
static size_t marks_len(const char *line, size_t len)
{
	size_t at = 0;
	while (at < len) {
		size_t number = text_digits(line + at, 3, NULL);
		if (strchr(" \t-*+>#|[(_`", line[at]))
			at++;
		else if (strncmp(line + at, "•", strlen("•")) == 0)
			at += strlen("•");
		else if (number && (line[at + number] == '.' || line[at + number] == ')') &&
			line[at + number + 1] == ' ')
			at += number + 2;
		else
			break;
	}
	return at;
}

/* What closes the marks before a time, and what parts it from the text. */
static size_t closing_len(const char *line, size_t at, size_t len)
{
	size_t from = at;
	while (at < len && strchr("])*_`:,", line[at]))
		at++;
	while (at < len && strchr(" \t|", line[at]))
		at++;
	while (at < len) {
		size_t dash = line[at] == '-' ? 1
			: strncmp(line + at, "–", strlen("–")) == 0 ||
				strncmp(line + at, "—", strlen("—")) == 0
			? strlen("–")
			: 0;
		if (!dash || (line[at + dash] != ' ' && line[at + dash] != '\t'))
			break;
		at += dash;
		at += strspn(line + at, " \t");
	}
	return at - from;
}

/* "14:05–14:20 outage" and "14:05 - 14:20" are spans: their first time is theirs, and stays in the text. */
static bool is_span(const char *at)
{
	at += strspn(at, " ");
	size_t dash = *at == '-'				  ? 1
		: strncmp(at, "–", strlen("–")) == 0 ? strlen("–")
		: strncmp(at, "to ", 3) == 0		  ? 3
							  : 0;
	return dash && clock_len(at + dash + strspn(at + dash, " "));
}

/* Words that stand before a colon in logs and are nobody's name. */
static bool is_level(const char *word, size_t len)
{
	static const char *const levels[] = { "error", "err", "warn", "warning", "info", "notice", "note",
		"debug", "trace", "fatal", "critical", "crit", "alert", "emerg", "update", "status", "todo",
		"http", "https" };
	for (size_t i = 0; i < LENGTH(levels); i++)
		if (strlen(levels[i]) == len && strncasecmp(levels[i], word, len) == 0)
			return true;
	return false;
}

static size_t name_len(const char *at)
{
	size_t len = 0;
	while (len < NAME_MAX_BYTES && (isalnum((unsigned char)at[len]) || ((unsigned char)at[len] & 0x80) ||
					       strchr("._-", at[len])) && at[len])
		len++;
	return len && !isdigit((unsigned char)at[0]) ? len : 0;
}

/* "ana: " after a time in brackets, "<ana> " after any. */
static void find_author(struct split_piece *piece, const char *text, bool bracketed)
{
	const char *at = text + piece->text;
	size_t angle = *at == '<', len = name_len(at + angle);
	if (!len || at[angle + len] != (angle ? '>' : ':') || at[angle + len + 1] != ' ')
		return;
	if (!angle && (!bracketed || is_level(at, len)))
		return;
	piece->author = piece->text + angle;
	piece->author_len = len;
	piece->text += angle + len + 2;
}

/* A line that begins with a time. `line` is terminated at `len` by a line break or the end. */
static bool timed_line(
	struct draft *out, const char *text, size_t at, size_t len, const struct when_context *ctx)
{
	const char *line = text + at;
	size_t marks = marks_len(line, len);
	*out = (struct draft){ .piece = { .timed = true, .at = at } };
	if (marks >= len || !read_stamp(&out->stamp, line + marks, ctx))
		return false;
	size_t after = marks + out->stamp.len;
	bool bracketed = marks && line[marks - 1] == '[' && line[after] == ']';
	if (is_span(line + after)) {
		out->piece.text = at + marks;
		return true;
	}
	out->piece.text = at + after + closing_len(line, after, len);
	find_author(&out->piece, text, bracketed);
	return true;
}

/* "ana ruiz  14:05": a name, two blanks or a tab, and a time that ends the line. */
static bool chat_line(
	struct draft *out, const char *text, size_t at, size_t len, const struct when_context *ctx)
{
	const char *line = text + at;
	size_t name = 0, gap, from;
	while (name < len && name <= 2 * NAME_MAX_BYTES && line[name] != '\t' &&
		!(line[name] == ' ' && line[name + 1] == ' ')) {
		if (!isalnum((unsigned char)line[name]) && !((unsigned char)line[name] & 0x80) &&
			!strchr(" ._-'()", line[name]))
			return false;
		name++;
	}
	gap = strspn(line + name, " \t");
	from = name + gap;
	*out = (struct draft){ .piece = { .timed = true, .at = at, .author = at, .author_len = name } };
	if (!name || isdigit((unsigned char)line[0]) || line[0] == ' ' || gap < 1 || from >= len)
		return false;
	from += line[from] == '[';
	if (!read_stamp(&out->stamp, line + from, ctx))
		return false;
	from += out->stamp.len;
	from += line[from] == ']';
	from += strspn(line + from, " \t\r");
	out->piece.text = at + len + (text[at + len] == '\n');
	return from == len;
}

/* A date alone on its line. */
static bool date_line(const char *line, size_t len, char date[16])
{
	size_t marks = marks_len(line, len), from = marks;
	if (marks >= len || !date_len(line + marks))
		return false;
	from += 10;
	from += strspn(line + from, "]*_`:");
	from += strspn(line + from, " \t\r");
	if (from < len)
		return false;
	text_copy(date, 11, line + marks);
	return true;
}

static bool is_fence(const char *line)
{
	line += strspn(line, " \t");
	return strncmp(line, "```", 3) == 0 || strncmp(line, "~~~", 3) == 0;
}

static bool blank(const char *text, size_t from, size_t to)
{
	while (from < to && strchr(" \t\r\n|", text[from]))
		from++;
	return from >= to;
}

/* End the latest piece at `end`; one without any text was no piece. */
static void close_piece(struct drafts *drafts, const char *text, size_t end)
{
	if (!drafts->count)
		return;
	struct split_piece *piece = &drafts->items[drafts->count - 1].piece;
	if (piece->text > end || blank(text, piece->text, end))
		drafts->count--;
}

static void read_lines(
	struct drafts *drafts, const char *text, size_t len, const struct when_context *ctx)
{
	bool fenced = false;
	char date[16] = "";
	size_t date_at = 0;
	for (size_t at = 0, line; at < len; at += line + 1) {
		struct draft found;
		line = strcspn(text + at, "\n");
		if (is_fence(text + at))
			fenced = !fenced;
		if (fenced || drafts->count >= SPLIT_MAX)
			continue;
		if (date_line(text + at, line, date)) {
			date_at = at;
			continue;
		}
		bool timed = timed_line(&found, text, at, line, ctx) || chat_line(&found, text, at, line, ctx);
		if (!timed && line && !blank(text, at, at + line))
			date[0] = '\0'; /* a date that times do not follow is text */
		if (!timed)
			continue;
		if (date[0]) {
			found.piece.at = date_at;
			text_copy(found.date, sizeof found.date, date);
			date[0] = '\0';
		}
		close_piece(drafts, text, found.piece.at);
		*vec_push(drafts) = found;
	}
	close_piece(drafts, text, len);
}

/* ---- which day ---- */

/* Days and seconds of the day as the clock showed where it was written. */
static void local(const struct when *when, int64_t *day, int64_t *second)
{
	struct civil civil;
	civil_at(when->at, when->offset * 60, &civil);
	*day = civil_days(civil.year, civil.month, civil.day);
	*second = civil.hour * 3600 + civil.minute * 60 + civil.second;
}

/* The stamp's clock time on a day; false if there is none such. */
static bool on_day(
	const struct stamp *stamp, int64_t day, const struct when_context *ctx, struct when *out)
{
	char text[WHEN_TEXT_MAX + 32];
	int year, month, date;
	bool about = stamp->text[0] == '~';
	if (day < 0)
		return false;
	civil_date(day, &year, &month, &date);
	snprintf(text, sizeof text, "%s%04d-%02d-%02d %s", about ? "~" : "", year, month, date,
		stamp->text + about);
	return when_parse(text, ctx, out, NULL);
}

/* How many days later a clock time is than the one before it, which showed `before`: lines a little out of order
 * are no midnight, nor are they a day. */
static int64_t days_on(int64_t before, int64_t second)
{
	return second < before - DISORDER_S ? 1 : second > before + DAY_S - DISORDER_S ? -1 : 0;
}

/* The days of clock times before any date was named: the latest of them is the most recent one. */
static int64_t first_day(const struct drafts *drafts, const struct when_context *ctx)
{
	struct when_context then = *ctx;
	int64_t day = 0, before = -1, latest_day = 0, latest_second = -1, second, known, latest_known = 0;
	for (size_t i = 0; i < drafts->count; i++) {
		const struct draft *draft = &drafts->items[i];
		struct when when;
		if (draft->stamp.dated || draft->date[0])
			break;
		if (!when_parse(draft->stamp.text, &then, &when, NULL))
			continue;
		local(&when, &known, &second);
		day += before < 0 ? 0 : days_on(before, second);
		before = second;
		if (latest_second < 0 || day * DAY_S + second > latest_day * DAY_S + latest_second) {
			latest_day = day;
			latest_second = second;
			latest_known = known;
		}
	}
	return latest_known - latest_day;
}

static bool settle(const struct draft *draft, const struct when_context *ctx, bool *known, int64_t *day,
	int64_t *before, struct when *out)
{
	int64_t second, ignored;
	struct when when;
	if (draft->stamp.dated) {
		if (!when_parse(draft->stamp.text, ctx, out, NULL))
			return false;
		local(out, day, before);
		*known = true;
		return true;
	}
	if (!when_parse(draft->stamp.text, ctx, &when, NULL))
		return false;
	local(&when, &ignored, &second);
	if (draft->date[0]) {
		int year, month, date;
		if (sscanf(draft->date, "%4d-%2d-%2d", &year, &month, &date) != 3)
			return false;
		if (month < 1 || month > 12 || date < 1 || date > civil_month_days(year, month))
			return false;
		*day = civil_days(year, month, date);
	} else if (*known) {
		*day += days_on(*before, second);
	}
	*before = second;
	*known = true;
	return on_day(&draft->stamp, *day, ctx, out);
}

static void trim_end(struct split_piece *piece, const char *text, size_t end)
{
	bool row = text[piece->at + strspn(text + piece->at, " \t")] == '|';
	while (end > piece->text && (strchr(" \t\r\n", text[end - 1]) || (row && text[end - 1] == '|')))
		end--;
	piece->text_len = end - piece->text;
}

void split_find(struct split *out, const char *text, size_t len, const struct when_context *ctx)
{
	struct drafts drafts = { 0 };
	int64_t before = 0;
	bool known = false;
	*out = (struct split){ 0 };
	read_lines(&drafts, text, len, ctx);
	int64_t day = first_day(&drafts, ctx);
	for (size_t i = 0; i < drafts.count; i++) {
		struct draft *draft = &drafts.items[i];
		if (!settle(draft, ctx, &known, &day, &before, &draft->piece.when))
			continue;
		if (!out->count && !blank(text, 0, draft->piece.at))
			*vec_push(out) = (struct split_piece){ .when = draft->piece.when };
		*vec_push(out) = draft->piece;
		out->timed++;
	}
	if (out->count)
		out->items[0].at = 0;
	for (size_t i = 0; i < out->count; i++)
		trim_end(&out->items[i], text, i + 1 < out->count ? out->items[i + 1].at : len);
	free(drafts.items);
}

void split_fini(struct split *split)
{
	free(split->items);
	*split = (struct split){ 0 };
}
