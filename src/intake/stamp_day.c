#include "intake/stamp_parts.h"

#include <string.h>

#include "base/civil.h"
#include "base/digit.h"
#include "base/mem.h"
#include "base/text.h"

enum { YEAR_MIN = 1970, YEAR_MAX = 2099, CENTURY_TURN = 70 };

static const char *text_at(const struct stamp_reader *r, size_t at)
{
	return r->fold->text + at;
}

/* A year of four digits, or of two where `two` allows it; 0 if there is none. */
static size_t year_at(const char *at, bool two, int *year)
{
	size_t digits = fold_digits(at, 4);
	*year = fold_number(at, digits);
	if (digits == 2 && two)
		*year += *year < CENTURY_TURN ? 2000 : 1900;
	else if (digits != 4)
		return 0;
	return *year >= YEAR_MIN && *year <= YEAR_MAX ? digits : 0;
}

static bool day_exists(int year, int month, int day)
{
	return month >= 1 && month <= 12 && day >= 1 && day <= civil_month_days(year ? year : 2000, month);
}

static bool after_date(const char *end)
{
	bool time = (*end == 't' || end[-1] == ':') && digit_is(end[*end == 't']);
	return time || !(fold_is_letter(end) || digit_is(*end) || *end == '%');
}

/* "??", "xx" where two figures would be */
static bool blank_figures(const char *at)
{
	return (at[0] == '?' && at[1] == '?') || (at[0] == 'x' && at[1] == 'x') || (at[0] == 'd' && at[1] == 'd');
}

/* 2023-01-17, 2023/1/17, 2023.01.17, 2023-01-??; 20230117 before a T, a mark or the end */
static size_t year_first(const char *at, struct stamp_day *day)
{
	int year;
	size_t len = year_at(at, false, &year), month, date;
	if (strspn(at, "0123456789") == 8) {
		int all = fold_number(at, 8);
		bool goes_on = strchr("t-_ :.)]*`\n,", at[8]) != NULL;
		*day = (struct stamp_day){ .kind = STAMP_DATE, .year = all / 10000, .month = all / 100 % 100, .day = all % 100 };
		return goes_on && day->year >= 1990 && day->year <= YEAR_MAX &&
				day_exists(day->year, day->month, day->day) ? 8 : 0;
	}
	if (!len || !strchr("-/._", at[len]) || !at[len])
		return 0;
	month = fold_digits(at + len + 1, 2);
	size_t then = len + 1 + (month ? month : 2);
	*day = (struct stamp_day){ .kind = STAMP_MONTH, .year = year, .month = fold_number(at + len + 1, month) };
	if (!month || day->month < 1 || day->month > 12 || at[then] != at[len])
		return 0;
	if (blank_figures(at + then + 1))
		return then + 3;
	date = fold_digits(at + then + 1, 2);
	day->kind = STAMP_DATE;
	day->day = fold_number(at + then + 1, date);
	return date && day_exists(year, day->month, day->day) ? then + 1 + date : 0;
}

/* Which of two figures is the day. */
static bool settle_figures(struct stamp_day *day, int first, int second)
{
	bool day_first = day_exists(day->year, second, first), month_first = day_exists(day->year, first, second);
	day->day = day_first ? first : second;
	day->month = day_first ? second : first;
	day->order = first == second && day_first ? STAMP_ORDER_NONE
		: day_first && month_first	  ? STAMP_ORDER_OPEN
		: day_first			  ? STAMP_DAY_FIRST
						  : STAMP_MONTH_FIRST;
	return day_first || month_first;
}

/* 24-10-2024, 10/24/24, 12.03.2024; without a year 12.03., 10/24 */
static size_t year_last(const char *at, struct stamp_day *day, bool *bare)
{
	size_t first = fold_digits(at, 2), second, year;
	char mark = at[first];
	*bare = false;
	if (!first || !mark || !strchr("-/.", mark))
		return 0;
	second = fold_digits(at + first + 1, 2);
	size_t len = first + 1 + second;
	if (!second)
		return 0;
	*day = (struct stamp_day){ .kind = STAMP_DATE, .separator = mark };
	year = at[len] == mark ? year_at(at + len + 1, true, &day->year) : 0;
	if (at[len] == mark && digit_is(at[len + 1]) && !year)
		return 0;
	*bare = !year;
	day->kind = year ? STAMP_DATE : STAMP_MONTH_DAY;
	len += year ? 1 + year : mark == '.' && at[len] == '.';
	return settle_figures(day, fold_number(at, first), fold_number(at + first + 1, second)) ? len : 0;
}

/* "st", "nd", "er", "º" and the dot behind a day's number */
static size_t ordinal_at(const char *at)
{
	static const char *const ordinals[] = { "st", "nd", "rd", "th", "er", "º", "ª", "°" };
	for (size_t i = 0; i < LENGTH(ordinals); i++)
		if (ordinals[i][0] == at[0] && text_starts(at, ordinals[i]) && !fold_is_letter(at + strlen(ordinals[i])))
			return strlen(ordinals[i]);
	return *at == '.' && (at[1] == ' ' || fold_is_letter(at + 1));
}

/* What may stand between day, month and year: "17 of January", "17 de enero de 2023", "17-Jan-2023". */
static size_t between_at(const char *at)
{
	static const char *const words[] = { "of ", "de ", "del " };
	size_t len = strspn(at, " ,/-.");
	len = len > 3 ? 0 : len;
	for (size_t i = 0; i < LENGTH(words); i++)
		if (text_starts(at + len, words[i]))
			return len + strlen(words[i]);
	return len;
}

static size_t year_behind(const char *at, bool joined, struct stamp_day *day)
{
	size_t between = between_at(at), len = year_at(at + between, joined, &day->year);
	if (!between && *at == '\'')
		len = year_at(at + (between = 1), true, &day->year);
	bool clock = len && (at[between + len] == 'h' || (at[between + len] == ':' && !digit_is(at[between + len + 1]) && len == 2));
	if (!between || !len || clock || digit_is(at[between + len]) || fold_is_letter(at + between + len)) {
		day->year = 0;
		return 0;
	}
	day->kind = STAMP_DATE;
	/* 17/Jan/2023:15:00:30, as web servers write it */
	return between + len + (at[between + len] == ':' && digit_is(at[between + len + 1]));
}

/* 17 January 2023, 17th of Jan, 17. Januar, 1er mars, 17-Jan-23 */
static size_t day_then_month(struct stamp_reader *r, size_t at, struct stamp_day *day)
{
	const char *text = text_at(r, at);
	size_t digits = fold_digits(text, 2), len = digits, name;
	if (!digits)
		return 0;
	len += ordinal_at(text + len);
	bool joined = text[len] == '-' || text[len] == '/';
	len += between_at(text + len);
	const struct stamp_word *month = word_at(r->fold, at + len, WORD_MONTH, &name);
	*day = (struct stamp_day){ .kind = STAMP_MONTH_DAY, .day = fold_number(text, digits) };
	if (!month)
		return 0;
	day->month = month->value;
	r->common = month->common;
	len += name;
	len += year_behind(text + len, joined, day);
	return day_exists(day->year, day->month, day->day) ? len : 0;
}

/* The last day in "January 14-19, 2026". */
static size_t last_day(const char *at, struct stamp_day *day, struct stamp_day *end)
{
	size_t blanks = fold_blanks(at), len = at[blanks] == '-' ? blanks + 1 : 0;
	len += len ? fold_blanks(at + len) : 0;
	size_t digits = len ? fold_digits(at + len, 2) : 0;
	if (!digits || strchr(":.h", at[len + digits]) || fold_is_letter(at + len + digits + ordinal_at(at + len + digits)))
		return 0;
	*end = *day;
	end->day = fold_number(at + len, digits);
	len += digits + ordinal_at(at + len + digits);
	return end->day > day->day ? len : 0;
}

/* January 17, 2023; Jan 17; June 14th, 2022; March 2023 */
static size_t month_then_day(struct stamp_reader *r, size_t at, struct stamp_day *day, struct stamp_day *end)
{
	const char *text = text_at(r, at);
	size_t len, year;
	const struct stamp_word *month = word_at(r->fold, at, WORD_MONTH, &len);
	if (!month)
		return 0;
	r->common = month->common;
	bool joined = text[len] == '-' || text[len] == '/';
	size_t between = between_at(text + len), digits = fold_digits(text + len + between, 2);
	*day = (struct stamp_day){ .kind = STAMP_MONTH_DAY, .month = month->value };
	if (!digits) {
		year = year_behind(text + len, false, day);
		day->kind = STAMP_MONTH;
		return year ? len + year : 0;
	}
	const char *behind = text + len + between + digits;
	if (!between || ((*behind == ':' || *behind == 'h') && digit_is(behind[1])))
		return 0;
	day->day = fold_number(text + len + between, digits);
	len += between + digits;
	len += ordinal_at(text + len);
	size_t span = last_day(text + len, day, end);
	len += span;
	len += year_behind(text + len, joined, day);
	if (span) {
		end->year = day->year;
		end->kind = day->kind;
	}
	return day_exists(day->year, day->month, day->day) &&
			(!span || day_exists(end->year, end->month, end->day)) ? len : 0;
}

static size_t counter_at(const char *at, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (text_starts(at, names[i]))
			return strlen(names[i]);
	return 0;
}

/* 2024年3月1日, 3月1日 */
static size_t cjk_date(const char *at, struct stamp_day *day)
{
	static const char *const years[] = { "年" }, *const months[] = { "月" }, *const days[] = { "日", "号", "號" };
	size_t len = 0, digits, mark;
	*day = (struct stamp_day){ .kind = STAMP_MONTH_DAY };
	digits = year_at(at, false, &day->year);
	if (digits && (mark = counter_at(at + digits, years, 1)) > 0) {
		len = digits + mark + fold_blanks(at + digits + mark);
		day->kind = STAMP_DATE;
	} else {
		day->year = 0;
	}
	digits = fold_digits(at + len, 2);
	mark = digits ? counter_at(at + len + digits, months, 1) : 0;
	if (!mark)
		return 0;
	day->month = fold_number(at + len, digits);
	len += digits + mark;
	size_t blanks = fold_blanks(at + len);
	digits = fold_digits(at + len + blanks, 2);
	mark = digits ? counter_at(at + len + blanks + digits, days, LENGTH(days)) : 0;
	day->day = fold_number(at + len + blanks, digits);
	if (mark && day_exists(day->year, day->month, day->day))
		return len + blanks + digits + mark;
	day->day = 0;
	bool month_only = !digits && day->kind == STAMP_DATE && day->month >= 1 && day->month <= 12;
	day->kind = STAMP_MONTH;
	return month_only ? len : 0;
}

/* "next day", "Day 2" */
static size_t day_in_words(const struct stamp_reader *r, struct stamp_day *day)
{
	size_t len, blanks;
	if (word_at(r->fold, r->at, WORD_NEXT_DAY, &len)) {
		*day = (struct stamp_day){ .kind = STAMP_NEXT_DAY };
		return len;
	}
	if (!word_at(r->fold, r->at, WORD_NTH_DAY, &len))
		return 0;
	blanks = fold_blanks(text_at(r, r->at + len));
	const char *figures = text_at(r, r->at + len + blanks);
	size_t digits = fold_digits(figures, 2);
	*day = (struct stamp_day){ .kind = STAMP_NTH_DAY, .day = fold_number(figures, digits) };
	return blanks && digits && day->day > 0 ? len + blanks + digits : 0;
}

/* Two figures are a date only where nothing else is: before a clock time, or alone. */
static bool figures_stand(const struct stamp_reader *r, const struct stamp_day *day, size_t len)
{
	static const char *const joints[] = { "à ", "at ", "um " };
	const char *end = text_at(r, r->at + len);
	/* "3/1(金) 10:00", "17/01 à 10h04" */
	const char *bracket = *end == '(' ? strchr(end, ')') : NULL;
	end = bracket && bracket - end < 8 ? bracket : end;
	end += strspn(end, " ,*_`]|-)@");
	for (size_t i = 0; i < LENGTH(joints); i++)
		end += text_starts(end, joints[i]) ? strlen(joints[i]) : 0;
	size_t digits = fold_digits(end, 2);
	bool clock = digits && (end[digits] == ':' || end[digits] == 'h') && digit_is(end[digits + 1]);
	bool dotted = day->separator == '.' && text_at(r, r->at + len)[-1] == '.';
	return clock || dotted || ((r->flags & STAMP_WHOLE) && !*end && day->separator != '.');
}

bool read_date(struct stamp_reader *r, struct stamp_day *day, struct stamp_day *end)
{
	const char *text = text_at(r, r->at);
	struct stamp_day found = { 0 }, last = { 0 };
	bool bare = false;
	size_t len = year_first(text, &found);
	if (!len)
		len = cjk_date(text, &found);
	if (!len)
		len = day_then_month(r, r->at, &found);
	if (!len)
		len = month_then_day(r, r->at, &found, &last);
	if (!len) {
		len = year_last(text, &found, &bare);
		len = len && bare && (r->out->clock.kind || !figures_stand(r, &found, len)) ? 0 : len;
	}
	if (!len)
		len = day_in_words(r, &found);
	if (!len || !after_date(text + len))
		return false;
	/* "14:05 May be": a month behind a clock time needs its day */
	if (found.kind == STAMP_MONTH && r->out->clock.kind)
		return false;
	found.has_weekday = day->has_weekday;
	found.weekday = day->weekday;
	*day = found;
	if (last.kind && end)
		*end = last;
	r->at += len;
	return true;
}

/* "(金)", "Tue", "Dienstag,": what is also an everyday word only beside figures or in brackets. */
bool read_weekday(struct stamp_reader *r, struct stamp_day *day)
{
	size_t len;
	const struct stamp_word *word = word_at(r->fold, r->at, WORD_WEEKDAY, &len);
	if (!word || day->has_weekday)
		return false;
	const char *end = text_at(r, r->at + len);
	bool cjk = (unsigned char)word->text[0] >= 0xe0;
	bool bracketed = r->at && strchr("([", r->fold->text[r->at - 1]) && (*end == ')' || *end == ']');
	const char *next = end + strspn(end, " ,.");
	bool figures = digit_is(*next) && next > end;
	if (word->common && !bracketed && (cjk || !figures))
		return false;
	day->has_weekday = true;
	day->weekday = word->value;
	if (day->kind == STAMP_NO_DAY)
		day->kind = STAMP_WEEKDAY;
	r->at += len;
	return true;
}
