#include "base/moment.h"

#include <string.h>
#include <strings.h>

#include "base/civil.h"
#include "base/digit.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/when.h"

enum {
	NO_YEAR = -1,
};

struct reader {
	const char *text;	       /* as written: zones are case sensitive */
	char lower[WHEN_TEXT_MAX + 1]; /* the same in lower case */
	size_t at;		       /* in both */
	struct moment m;
	struct err *err;
};

enum outcome {
	BAD, /* wrong; the error is set. False, so that `return err_set(…)` is this. */
	YES, /* read */
	NO,  /* the text does not go on like this; nothing consumed */
};

static const char *const weekdays[] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
	"Saturday", "Sunday" };
static const char *const months[] = { "January", "February", "March", "April", "May", "June",
	"July", "August", "September", "October", "November", "December" };

/* ---- characters and words -------------------------------------------------------------------- */

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char lower(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static const char *left(const struct reader *r)
{
	return r->lower + r->at;
}

static size_t digits_at(const char *text)
{
	return strspn(text, "0123456789");
}

static size_t letters_at(const char *text)
{
	size_t len = 0;
	while (is_letter(text[len]))
		len++;
	return len;
}

static bool take_word(struct reader *r, const char *word)
{
	size_t len = letters_at(left(r));
	if (len != strlen(word) || strncmp(left(r), word, len) != 0)
		return false;
	r->at += len;
	return true;
}

/* The index of the name that begins with the word here (three letters of it at least), or -1. */
static int name_at(const char *text, const char *const *names, size_t count)
{
	size_t len = letters_at(text);
	for (size_t i = 0; i < count && len >= 3; i++)
		if (strncasecmp(names[i], text, len) == 0)
			return (int)i;
	return -1;
}

/* ---- parts of a moment: the day -------------------------------------------------------------- */

static enum outcome set_date(struct reader *r, int year, int month, int day)
{
	if (r->m.kind != MOMENT_ANY_DAY)
		return err_set(r->err, ERR_USAGE, "it gives the day twice");
	bool has_year = year != NO_YEAR;
	if (has_year && (year < MOMENT_YEAR_MIN || year > MOMENT_YEAR_MAX))
		return err_set(r->err, ERR_USAGE, "the year %d is not between %d and %d", year,
			MOMENT_YEAR_MIN, MOMENT_YEAR_MAX);
	if (month < 1 || month > 12)
		return err_set(r->err, ERR_USAGE, "there is no month %d", month);
	int days = civil_month_days(has_year ? year : 2000, month);
	if (day < 1 || day > days)
		return err_set(r->err, ERR_USAGE, "%s has %d days; there is no %d",
			months[month - 1], days, day);
	r->m.kind = has_year ? MOMENT_DATE : MOMENT_MONTH_DAY;
	r->m.year = year;
	r->m.month = month;
	r->m.day = day;
	return YES;
}

/* today, yesterday */
static enum outcome read_near_day(struct reader *r)
{
	static const struct {
		const char *word;
		enum moment_day kind;
	} rows[] = { { "today", MOMENT_TODAY }, { "yesterday", MOMENT_YESTERDAY } };
	for (size_t i = 0; i < LENGTH(rows); i++) {
		if (!take_word(r, rows[i].word))
			continue;
		if (r->m.kind != MOMENT_ANY_DAY)
			return err_set(r->err, ERR_USAGE, "it gives the day twice");
		r->m.kind = rows[i].kind;
		return YES;
	}
	return NO;
}

/* mon, Monday, last monday */
static enum outcome read_weekday(struct reader *r)
{
	size_t start = r->at;
	bool last = take_word(r, "last");
	if (last)
		r->at += strspn(left(r), " ");
	int weekday = name_at(left(r), weekdays, LENGTH(weekdays));
	if (weekday < 0) {
		r->at = start;
		return last ? err_set(r->err, ERR_USAGE,
				      "after \"last\" comes a weekday, as in last monday 9:00")
			    : NO;
	}
	if (r->m.has_weekday)
		return err_set(r->err, ERR_USAGE, "it gives the weekday twice");
	r->at += letters_at(left(r));
	r->m.has_weekday = true;
	r->m.weekday = weekday;
	r->m.last = last;
	return YES;
}

static bool is_date(int year, int month, int day)
{
	return year >= MOMENT_YEAR_MIN && year <= MOMENT_YEAR_MAX && month >= 1 && month <= 12 &&
		day >= 1 && day <= civil_month_days(year, month);
}

/* Dates in figures that are not ISO: say what they could mean, and how to write that. */
static enum outcome refuse_figures(
	struct reader *r, const int *n, const size_t *digits, size_t count)
{
	if (count == 2)
		return err_set(r->err, ERR_USAGE,
			"write the month by name, as in 17 Jan, or the whole date, as in "
			"2023-01-17");
	if (digits[0] == 4 && is_date(n[0], n[1], n[2]))
		return err_set(
			r->err, ERR_USAGE, "write the date as %04d-%02d-%02d", n[0], n[1], n[2]);
	bool day_first = digits[2] == 4 && is_date(n[2], n[1], n[0]);
	bool month_first = digits[2] == 4 && is_date(n[2], n[0], n[1]);
	if (day_first && month_first && n[0] != n[1])
		return err_set(r->err, ERR_USAGE,
			"the date could be %d %s or %d %s: write %04d-%02d-%02d or %04d-%02d-%02d",
			n[0], months[n[1] - 1], n[1], months[n[0] - 1], n[2], n[1], n[0], n[2],
			n[0], n[1]);
	if (day_first)
		return err_set(
			r->err, ERR_USAGE, "write the date as %04d-%02d-%02d", n[2], n[1], n[0]);
	if (month_first)
		return err_set(
			r->err, ERR_USAGE, "write the date as %04d-%02d-%02d", n[2], n[0], n[1]);
	return err_set(r->err, ERR_USAGE,
		"write a date as year-month-day (2023-01-17), a clock time with colons (14:05:30)");
}

/* 2023-01-17, and all that looks like a date in figures */
static enum outcome read_figures(struct reader *r)
{
	int n[3] = { 0 };
	size_t digits[3] = { 0 }, count = 0;
	const char *p = left(r);
	char separator = '\0';
	while (digits_at(p) >= 1 && digits_at(p) <= 4) {
		digits[count] = digits_at(p);
		n[count] = (int)digit_value(p, digits[count]);
		p += digits[count++];
		bool goes_on = *p && strchr("-/.", *p) && (!separator || *p == separator);
		if (count == LENGTH(n) || !goes_on || !digit_is(p[1]))
			break;
		separator = *p++;
	}
	if (count < 2 || (count == 2 && separator == '.')) /* 14.05 is a clock time */
		return NO;
	if (count < 3 || separator != '-' || digits[0] != 4 || digits[1] != 2 || digits[2] != 2)
		return refuse_figures(r, n, digits, count);
	if (p[0] == 't' && digit_is(p[1]))
		p++;
	r->at = (size_t)(p - r->lower);
	return set_date(r, n[0], n[1], n[2]);
}

/* What may stand between the day, the month's name and the year: `17 Jan 2023`, `Jan 17, 2023`,
 * `17/Jan/2023:15:00:30` in web server logs. */
static const char *skip_joint(const char *p)
{
	return p + strspn(p, " ,/-");
}

/* 17 Jan 2023, Jan 17 2023, 17 Jan, Jan 17 */
static enum outcome read_named_date(struct reader *r)
{
	const char *p = left(r);
	size_t digits = digits_at(p);
	bool day_first = digits == 1 || digits == 2;
	const char *name = day_first ? skip_joint(p + digits) : p;
	int month = name_at(name, months, LENGTH(months));
	if (month < 0)
		return NO;
	const char *end = name + letters_at(name);
	if (!day_first) {
		p = skip_joint(end);
		digits = digits_at(p);
		if (digits != 1 && digits != 2)
			return err_set(
				r->err, ERR_USAGE, "write the day after the month, as in Jan 17");
		end = p + digits;
	}
	int day = (int)digit_value(p, digits), year = NO_YEAR;
	if (digits_at(skip_joint(end)) == 4) {
		year = (int)digit_value(skip_joint(end), 4);
		end = skip_joint(end) + 4;
		if (end[0] == ':' && digit_is(end[1]))
			end++;
	}
	r->at = (size_t)(end - r->lower);
	return set_date(r, year, month + 1, day);
}

/* 2023 on its own, after the clock time: `Tue Jan 17 15:00:30 UTC 2023`, as date(1) prints it */
static enum outcome read_late_year(struct reader *r)
{
	if (digits_at(left(r)) != 4 || r->m.kind != MOMENT_MONTH_DAY)
		return NO;
	r->m.kind = MOMENT_ANY_DAY;
	r->at += 4;
	return set_date(r, (int)digit_value(left(r) - 4, 4), r->m.month, r->m.day);
}

/* ---- parts of a moment: clock and zone ------------------------------------------------------- */

/* `:30` or `:30.250` */
static enum outcome read_seconds(struct reader *r, const char **p)
{
	if (digits_at(*p + 1) != 2)
		return err_set(r->err, ERR_USAGE, "seconds have two digits, as in 14:05:30");
	r->m.second = (int)digit_value(*p + 1, 2);
	r->m.has_seconds = true;
	*p += 3;
	if ((**p != '.' && **p != ',') || !digit_is((*p)[1]))
		return YES;
	size_t digits = digits_at(++*p);
	if (digits > 9)
		return err_set(r->err, ERR_USAGE, "a fraction of a second has at most nine digits");
	static const int scale[] = { 0, 100, 10, 1 };
	size_t kept = digits < 3 ? digits : 3;
	r->m.millisecond = (int)digit_value(*p, kept) * scale[kept];
	*p += digits;
	return YES;
}

/* am or pm, whose hours run from 1 to 12 */
static enum outcome read_half(struct reader *r, const char **p)
{
	const char *word = *p + strspn(*p, " ");
	if (letters_at(word) != 2 || (word[0] != 'a' && word[0] != 'p') || word[1] != 'm')
		return NO;
	if (r->m.hour < 1 || r->m.hour > 12)
		return err_set(r->err, ERR_USAGE, "before am and pm hours run from 1 to 12");
	r->m.hour = r->m.hour % 12 + (word[0] == 'p' ? 12 : 0);
	*p = word + 2;
	return YES;
}

/* 14:05, 9:00, 14:05:30.250, 14.05, 14h05, 2:05pm, 2 pm */
static enum outcome read_clock(struct reader *r)
{
	const char *p = left(r);
	size_t digits = digits_at(p);
	bool has_minutes =
		digits && p[digits] && strchr(":.h", p[digits]) && digit_is(p[digits + 1]);
	if (has_minutes && digits > 2)
		return err_set(r->err, ERR_USAGE, "hours have one or two digits, as in 14:05");
	if (digits == 0 || digits > 2)
		return NO;
	struct reader before = *r;
	r->m.hour = (int)digit_value(p, digits);
	p += digits;
	if (has_minutes) {
		char separator = *p++;
		if (digits_at(p) != 2)
			return err_set(r->err, ERR_USAGE, "minutes have two digits, as in 14:05");
		r->m.minute = (int)digit_value(p, 2);
		p += 2;
		if (separator == ':' && *p == ':' && read_seconds(r, &p) == BAD)
			return BAD;
	}
	enum outcome half = read_half(r, &p);
	if (half == BAD)
		return BAD;
	if (!has_minutes && half == NO) {
		*r = before;
		return NO;
	}
	if (before.m.has_clock)
		return err_set(r->err, ERR_USAGE, "it gives the clock time twice");
	if (r->m.hour > 23)
		return err_set(r->err, ERR_USAGE,
			"hours run from 0 to 23, and midnight is 00:00 of the day that begins");
	if (r->m.minute > 59 || r->m.second > 59)
		return err_set(r->err, ERR_USAGE, "minutes and seconds run from 0 to 59");
	r->m.has_clock = true;
	r->at = (size_t)(p - r->lower);
	return YES;
}

/* Z, UTC, GMT, +01:00, UTC+1, Europe/Berlin, or an abbreviation to be compared later */
static enum outcome read_zone(struct reader *r)
{
	const char *p = r->text + r->at;
	if (!is_letter(*p) && *p != '+' && *p != '-')
		return NO;
	size_t len = letters_at(p), capitals = strspn(p, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	while (is_letter(p[len]) || digit_is(p[len]) || (p[len] && strchr("/_+-:", p[len])))
		len++;
	char name[WHEN_TEXT_MAX + 1];
	text_copy(name, len + 1, p);
	if (r->m.has_zone)
		return err_set(r->err, ERR_USAGE, "it gives the zone twice");
	bool zero = text_same(name, "Z") || text_same(name, "GMT");
	int offset;
	if (capitals == len && len >= 2 && len <= 5 && !zero && !zone_fixed(name, &offset)) {
		text_copy(r->m.abbreviation, sizeof r->m.abbreviation, name);
	} else if (!zero && !zone_check(name, r->err)) {
		return BAD;
	} else {
		text_copy(r->m.zone, sizeof r->m.zone, zero ? "UTC" : name);
	}
	r->m.has_zone = true;
	r->at += len;
	return YES;
}

/* ---- all of it ------------------------------------------------------------------------------- */

static bool refuse_rest(const struct reader *r)
{
	return err_set(r->err, ERR_USAGE,
		"cannot read \"%s\"; write it like 14:05, -10m, yesterday 23:10 or 2023-01-17 "
		"15:00",
		r->text + r->at);
}

/* Blanks and commas between two parts, and an "at" after them. A comma at the end is none. */
static bool read_joint(struct reader *r)
{
	size_t len = strspn(left(r), " ,");
	if (len && !left(r)[len])
		return refuse_rest(r);
	r->at += len;
	if (len && strncmp(left(r), "at ", 3) == 0)
		r->at += 3 + strspn(left(r) + 3, " ");
	return true;
}

bool moment_read(struct moment *out, const char *text, const char *zone, struct err *err)
{
	static enum outcome (*const parts[])(struct reader *) = {
		read_near_day,
		read_weekday,
		read_figures,
		read_named_date,
		read_clock,
		read_late_year,
		read_zone,
	};
	struct reader r = { .text = text, .err = err };
	if (strlen(text) > WHEN_TEXT_MAX)
		return err_set(err, ERR_USAGE, "it is longer than %d bytes", WHEN_TEXT_MAX);
	text_copy(r.m.zone, sizeof r.m.zone, zone);
	for (size_t i = 0; text[i]; i++)
		r.lower[i] = lower(text[i]);
	while (left(&r)[0]) {
		enum outcome outcome = NO;
		for (size_t i = 0; i < LENGTH(parts) && outcome == NO; i++)
			outcome = parts[i](&r);
		if (outcome == NO)
			return refuse_rest(&r);
		if (outcome == BAD || !read_joint(&r))
			return false;
	}
	if (r.m.kind == MOMENT_ANY_DAY && !r.m.has_weekday && !r.m.has_clock)
		return err_set(err, ERR_USAGE, "it has neither a day nor a clock time");
	if (r.m.last && r.m.kind != MOMENT_ANY_DAY)
		return err_set(err, ERR_USAGE,
			"\"last\" goes with a weekday alone, as in last monday 9:00");
	*out = r.m;
	return true;
}
