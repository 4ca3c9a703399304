#include "intake/stamp_parts.h"

#include <string.h>

#include "base/digit.h"
#include "base/duration.h"
#include "base/mem.h"
#include "base/text.h"

/* am or pm, also "9:06a"; -1 if there is none */
static int half_at(const struct stamp_reader *r, size_t at, size_t *len)
{
	const char *text = r->fold->text + at;
	size_t blanks = fold_blanks(text);
	const struct stamp_word *word = word_at(r->fold, at + blanks, WORD_HALF, len);
	if (word) {
		*len += blanks;
		return word->value;
	}
	bool letter = (*text == 'a' || *text == 'p') && !fold_is_letter(text + 1) && !digit_is(text[1]);
	*len = letter;
	return letter ? (*text == 'a' ? 0 : 12) : -1;
}

static bool set_half(struct stamp_clock *clock, int half)
{
	if (half < 0)
		return true;
	/* "14:05 pm" is written often enough, and means 14:05; so can "23:05 am" mean nothing else */
	if (clock->hour > 12)
		return true;
	clock->hour = clock->hour % 12 + half;
	clock->half = true;
	return true;
}

/* ":30", ":30.250", ",123" */
static size_t seconds_at(const char *at, struct stamp_clock *clock)
{
	static const int scale[] = { 0, 100, 10, 1 };
	size_t len = 0;
	if (*at != ':' || fold_digits(at + 1, 2) != 2)
		return 0;
	clock->second = fold_number(at + 1, 2);
	clock->kind = STAMP_SECOND;
	len = 3;
	if ((at[len] == '.' || at[len] == ',') && digit_is(at[len + 1])) {
		size_t digits = fold_digits(at + len + 1, 9), kept = digits < 3 ? digits : 3;
		clock->millisecond = fold_number(at + len + 1, kept) * scale[kept];
		len += digits ? 1 + digits : 0;
	}
	return len;
}

static bool clock_valid(struct stamp_clock *clock)
{
	if (clock->hour == 24 && clock->minute == 0 && clock->second == 0) {
		clock->hour = 0;
		clock->days = 1;
	}
	/* a leap second is the end of the second before it */
	if (clock->second == 60)
		clock->second = 59;
	return clock->hour < 24 && clock->minute < 60 && clock->second < 60;
}

/* 14:05, 9:00:30.250, 10h47, 14 h 05, 14:?? */
static size_t plain_clock(const char *at, struct stamp_clock *clock, bool *about)
{
	size_t hour = fold_digits(at, 2), len = hour;
	if (!hour)
		return 0;
	*clock = (struct stamp_clock){ .kind = STAMP_MINUTE, .hour = fold_number(at, hour) };
	if (text_starts(at + len, " h ") && fold_digits(at + len + 3, 2) == 2)
		len += 2;
	if (at[len] != ':' && at[len] != 'h' && !text_starts(at + len, " h ") && !(len > hour && at[len] == ' '))
		return 0;
	bool colon = at[len++] == ':';
	if (colon && ((at[len] == '?' && at[len + 1] == '?') || (at[len] == 'x' && at[len + 1] == 'x'))) {
		clock->kind = STAMP_HOUR;
		*about = true;
		return len + 2;
	}
	if (fold_digits(at + len, 2) != 2)
		return 0;
	clock->minute = fold_number(at + len, 2);
	len += 2;
	if (colon)
		len += seconds_at(at + len, clock);
	else if (text_starts(at + len, "min"))
		len += 3;
	return len;
}

/* 10.04, 1430, 143005 behind a T, 3 (before pm), 14 (before Uhr): times only where something else says so */
static size_t bare_clock(const char *at, struct stamp_clock *clock, bool after_t)
{
	size_t digits = strspn(at, "0123456789");
	*clock = (struct stamp_clock){ .kind = STAMP_MINUTE };
	if (digits == 6 && after_t) {
		clock->kind = STAMP_SECOND;
		clock->second = fold_number(at + 4, 2);
	}
	if (digits == 4 || (digits == 6 && after_t)) {
		clock->hour = fold_number(at, 2);
		clock->minute = fold_number(at + 2, 2);
		return digits;
	}
	if (digits < 1 || digits > 2)
		return 0;
	clock->hour = fold_number(at, digits);
	if (at[digits] == '.' && fold_digits(at + digits + 1, 2) == 2 && at[digits + 3] != '.') {
		clock->minute = fold_number(at + digits + 1, 2);
		return digits + 3;
	}
	clock->kind = STAMP_HOUR;
	return digits;
}

/* 14時05分30秒, 14点, 2時半 */
static size_t cjk_clock(const char *at, struct stamp_clock *clock)
{
	static const char *const hours[] = { "時", "时", "点", "點" };
	size_t digits = fold_digits(at, 2), len = digits, mark = 0;
	for (size_t i = 0; digits && i < LENGTH(hours); i++)
		if (text_starts(at + digits, hours[i]))
			mark = strlen(hours[i]);
	if (!mark || text_starts(at + len + mark, "間") || text_starts(at + len + mark, "间"))
		return 0;
	*clock = (struct stamp_clock){ .kind = STAMP_HOUR, .hour = fold_number(at, digits) };
	len += mark;
	if (text_starts(at + len, "半")) {
		clock->minute = 30;
		clock->kind = STAMP_MINUTE;
		return len + strlen("半");
	}
	digits = fold_digits(at + len, 2);
	if (!digits || !text_starts(at + len + digits, "分"))
		return digits ? 0 : len;
	clock->minute = fold_number(at + len, digits);
	clock->kind = STAMP_MINUTE;
	len += digits + strlen("分");
	digits = fold_digits(at + len, 2);
	if (digits && text_starts(at + len + digits, "秒")) {
		clock->second = fold_number(at + len, digits);
		clock->kind = STAMP_SECOND;
		len += digits + strlen("秒");
	}
	return len;
}

/* A year is no clock time, and "1500 requests" neither. */
static bool bare_stands(const struct stamp_reader *r, const char *end, const struct stamp_clock *clock, size_t len)
{
	bool dated = r->out->day.kind == STAMP_DATE || r->out->day.kind == STAMP_MONTH_DAY;
	bool parted = !*end || (strchr(":-|)]*`\n", end[fold_blanks(end)]) != NULL && !digit_is(end[1]));
	if (clock->kind == STAMP_HOUR)
		return false;
	if (end[0] && len == 4 && (clock->hour == 19 || clock->hour == 20) && end[-3] != '.')
		return dated && parted;
	return dated ? parted || *end == ' ' : parted || end[-3] == '.';
}

/* "2-3pm", "10 - 11 AM": hours alone, of which only the last says its half. */
static bool is_hours_range(const struct stamp_reader *r, size_t at)
{
	const char *text = r->fold->text;
	size_t len;
	at += fold_blanks(text + at);
	if (text[at] != '-')
		return false;
	at += 1 + fold_blanks(text + at + 1);
	size_t digits = fold_digits(text + at, 2);
	at += digits;
	at += digits && text[at] == ':' && fold_digits(text + at + 1, 2) == 2 ? 3 : 0;
	return digits && half_at(r, at, &len) >= 0;
}

/* What behind the figures makes them a clock time: pm, Uhr, hrs, a zone. */
static bool bare_is_said(struct stamp_reader *r, size_t end, const struct stamp_clock *clock)
{
	size_t len, blanks = fold_blanks(r->fold->text + end);
	const char *text = r->fold->text + end;
	/* "14h" may be how long something took, but not behind a date */
	bool length = clock->kind == STAMP_HOUR && text[blanks] == 'h' && r->out->day.kind == STAMP_NO_DAY;
	if (word_at(r->fold, end + blanks, WORD_OCLOCK, &len) && !length)
		return true;
	if (clock->kind == STAMP_HOUR)
		return clock->hour >= 1 && clock->hour <= 12 && is_hours_range(r, end);
	size_t letters = strspn(r->fold->cased + end + blanks, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	bool z = letters == 1 && text[blanks] == 'z' && !blanks;
	return z || (letters >= 2 && stamp_zone(r->fold->cased + end + blanks, letters, true, NULL) != NULL);
}

/* "14:05 min", "1:30 hours later" are lengths of time. */
static bool is_duration(const struct stamp_reader *r, size_t end)
{
	size_t len;
	return word_at(r->fold, end + fold_blanks(r->fold->text + end), WORD_DURATION, &len) != NULL;
}

static size_t named_clock(const struct stamp_reader *r, struct stamp_clock *clock, bool *weak)
{
	size_t len;
	const struct stamp_word *word = word_at(r->fold, r->at, WORD_UNKNOWN, &len);
	if (word) {
		const char *end = r->fold->text + r->at + len;
		bool stands = !*end || strchr(":|)]*_`\n", *end) || (r->out->day.kind && *end == ' ') ||
			(r->flags & STAMP_WHOLE);
		*clock = (struct stamp_clock){ .kind = STAMP_UNKNOWN };
		return !word->common || stands ? len : 0;
	}
	word = word_at(r->fold, r->at, WORD_HOUR, &len);
	if (!word)
		return 0;
	*clock = (struct stamp_clock){ .kind = STAMP_MINUTE, .hour = word->value };
	*weak = r->out->day.kind == STAMP_NO_DAY && !(r->flags & STAMP_WHOLE);
	return len;
}

/* Figures of any kind with what belongs to them; 0 if they are no clock time. */
static size_t figures_clock(struct stamp_reader *r, struct stamp_clock *clock, bool *weak, bool *about)
{
	const char *text = r->fold->text;
	size_t from = r->at, first = 0, half = 0, len, word;
	int before = -1, behind;
	const struct stamp_word *early = word_at(r->fold, from, WORD_HALF, &word);
	if (early && (unsigned char)early->text[0] >= 0x80) {
		before = early->value;
		first = word + fold_blanks(text + from + word);
	}
	bool after_t = from && text[from - 1] == 't', bare = false;
	len = cjk_clock(text + from + first, clock);
	if (!len)
		len = plain_clock(text + from + first, clock, about);
	if (!len) {
		len = bare_clock(text + from + first, clock, after_t);
		bare = len > 0;
	}
	if (!len)
		return 0;
	len += first;
	behind = half_at(r, from + len, &half);
	if (bare && behind < 0 && !after_t && !bare_is_said(r, from + len, clock)) {
		if (!bare_stands(r, text + from + len, clock, len))
			return 0;
		*weak = r->out->day.kind == STAMP_NO_DAY;
	}
	len += half;
	return set_half(clock, before >= 0 ? before : behind) && clock_valid(clock) ? len : 0;
}

bool read_clock(struct stamp_reader *r, struct stamp_clock *clock)
{
	struct stamp_clock found = { 0 };
	bool weak = false, about = false;
	size_t len = named_clock(r, &found, &weak), word;
	if (!len) {
		const char *text = r->fold->text + r->at;
		/* "12 noon" */
		if (text_starts(text, "12 ") && word_at(r->fold, r->at + 3, WORD_HOUR, &word)) {
			r->at += 3;
			bool read = read_clock(r, clock);
			r->at -= read ? 0 : 3;
			return read;
		}
		len = figures_clock(r, &found, &weak, &about);
	}
	const char *end = r->fold->text + r->at + len;
	if (!len || digit_is(*end) || (*end == ':' && digit_is(end[1])) || *end == '%' || is_duration(r, r->at + len))
		return false;
	r->at += len;
	size_t blanks = fold_blanks(end);
	if (found.kind != STAMP_UNKNOWN && word_at(r->fold, r->at + blanks, WORD_OCLOCK, &word)) {
		/* "14 Uhr 05" */
		const char *minutes = end + blanks + word + 1;
		bool more = found.kind == STAMP_HOUR && minutes[-1] == ' ' && fold_digits(minutes, 2) == 2 &&
			fold_number(minutes, 2) < 60 && text_starts(end + blanks, "uhr");
		found.minute = more ? fold_number(minutes, 2) : found.minute;
		found.kind = more ? STAMP_MINUTE : found.kind;
		r->at += blanks + word + (more ? 3 : 0);
	}
	r->out->weak |= weak;
	r->out->about |= about;
	*clock = found;
	return true;
}

/* Seconds, milliseconds or microseconds since 1970, from 2001 on; perhaps with an @ or a fraction. */
bool read_epoch(struct stamp_reader *r)
{
	const char *at = r->fold->text + r->at;
	size_t sign = *at == '@', digits = strspn(at + sign, "0123456789"), len = sign + digits;
	if (digits != 10 && digits != 13 && digits != 16)
		return false;
	int64_t value = 0;
	for (size_t i = sign; i < len; i++)
		value = value * 10 + (at[i] - '0');
	value = digits == 10 ? value * SECOND_MS : digits == 16 ? value / 1000 : value;
	if (value < INT64_C(1000000000000) || value > INT64_C(4102444800000))
		return false;
	if (digits == 10 && at[len] == '.' && digit_is(at[len + 1])) {
		struct stamp_clock fraction = { 0 };
		char text[16] = ":00.";
		size_t more = strspn(at + len + 1, "0123456789");
		more = more > 9 ? 9 : more;
		memcpy(text + 4, at + len + 1, more);
		seconds_at(text, &fraction);
		value += fraction.millisecond;
		len += 1 + strspn(at + len + 1, "0123456789");
	}
	if (fold_is_letter(at + len) || at[len] == '%' || (at[len] == '.' && digit_is(at[len + 1])))
		return false;
	r->out->epoch = true;
	r->out->at = value;
	r->at += len;
	return true;
}

/* T+5m, T-1h30m, T+00:10, t0, +00:10, +5 min */
bool read_relative(struct stamp_reader *r)
{
	const char *at = r->fold->text + r->at;
	size_t t = *at == 't', len = t;
	int64_t ms = 0;
	char length[32];
	if (t && at[len] == '0' && !digit_is(at[len + 1]) && !fold_is_letter(at + len + 1)) {
		r->out->relative = true;
		r->at += 2;
		return true;
	}
	if (at[len] != '+' && !(t && at[len] == '-'))
		return false;
	bool minus = at[len++] == '-';
	size_t size = 0, digits = strspn(at + len, "0123456789");
	bool clock = at[len + digits] == ':';
	while (size < sizeof length - 1 && (digit_is(at[len + size]) || (clock && at[len + size] == ':') ||
						   (!clock && at[len + size] && strchr("dhms", at[len + size]))))
		size++;
	/* "14:05:" has its last colon for itself */
	while (size && at[len + size - 1] == ':')
		size--;
	if (!digits || !size)
		return false;
	text_copy(length, size + 1, at + len);
	if (!clock && size == digits) {
		if (text_starts(at + len + size + fold_blanks(at + len + size), "min"))
			len += fold_blanks(at + len + size) + strspn(at + len + size + fold_blanks(at + len + size), "minutes");
		else if (!t)
			return false;
		text_copy(length + size, 2, "m");
	} else if (!clock && text_starts(at + len + size, "in")) {
		len += strspn(at + len + size, "inutes");
	}
	if (!duration_parse(length, &ms, NULL) || fold_is_letter(at + len + size))
		return false;
	r->out->relative = true;
	r->out->after = minus ? -ms : ms;
	r->at += len + size;
	return true;
}
