#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/digit.h"
#include "base/duration.h"
#include "base/mem.h"
#include "base/text.h"
#include "intake/stamp.h"

/* So much before the time above it, a time is of the next day; less is somebody's disorder. */
enum { DAY_S = 24 * 3600, MIDNIGHT_S = 4 * 3600 };

enum {
	TEACHER_MAX = 24,     /* bytes of a date in figures */
	NEAR_DAYS = 7,	      /* of the document's date: one of two readings is that week's */
	YEARS_BACK = 11,      /* in which every weekday has come, leap years too */
	OTHER_WEEKDAY = 5000, /* days that a year with another weekday is farther */
};

void dating_begin(struct dating *dating, int64_t now, const char *zone)
{
	*dating = (struct dating){ .now = now };
	text_copy(dating->zone, sizeof dating->zone, zone);
}

void dating_zone(struct dating *dating, const char *zone, bool unsure)
{
	text_copy(dating->zone, sizeof dating->zone, zone);
	dating->zone_said = true;
	dating->zone_unsure = unsure;
}

/* ---- days ---- */

static int64_t today(const struct dating *dating)
{
	struct civil civil;
	zone_civil(dating->zone, dating->now, &civil);
	return civil_days(civil.year, civil.month, civil.day);
}

/* The day that times without any are of, and how sure that is. */
static int64_t known_day(const struct dating *dating, unsigned *doubts)
{
	if (dating->has_day) {
		*doubts |= dating->day_doubts;
		return dating->day;
	}
	*doubts |= dating->has_document ? DATING_DOCUMENT | dating->document_doubts : DATING_NO_DATE;
	return dating->has_document ? dating->document : today(dating);
}

static bool exists(int year, int month, int day)
{
	return month >= 1 && month <= 12 && day >= 1 && day <= civil_month_days(year, month);
}

/* Which of two days a date in figures fits better: the one near the document's, or the only one that is not to come from
 * there, or from now. */
static int fits(const struct dating *dating, int64_t day_first, int64_t month_first, unsigned *doubts)
{
	int64_t near = dating->has_document ? dating->document : today(dating);
	bool one = llabs(day_first - near) <= NEAR_DAYS, other = llabs(month_first - near) <= NEAR_DAYS;
	if (dating->has_document && (one || other)) {
		*doubts |= dating->document_doubts & DATING_ORDER;
		return one && other ? 0 : one ? -1 : 1;
	}
	*doubts |= DATING_ORDER;
	one = day_first <= near + 1;
	other = month_first <= near + 1;
	return one == other ? 0 : one ? -1 : 1;
}

/* Whether the month stands first: as the document's other dates say, as the date fits, or as is usual where people write a
 * slash and am or pm, or live in America. */
static bool month_first(const struct dating *dating, const struct stamp_day *day, int year, unsigned *doubts)
{
	if (dating->order == STAMP_DAY_FIRST || dating->order == STAMP_MONTH_FIRST)
		return dating->order == STAMP_MONTH_FIRST;
	int fit = day->year ? fits(dating, civil_days(year, day->month, day->day), civil_days(year, day->day, day->month), doubts) : 0;
	*doubts |= day->year ? 0 : DATING_ORDER;
	if (fit)
		return fit > 0;
	return day->separator == '/' && (dating->half || text_starts(dating->zone, "America/") || text_starts(dating->zone, "-"));
}

/* The year in which month and day are nearest to the document's date; without one the latest that is not to come, and in
 * which the weekday named is that day's. */
static int fit_year(const struct dating *dating, const struct stamp_day *said, unsigned *doubts)
{
	int month = said->month, day = said->day;
	bool known = dating->has_day || dating->has_document;
	int64_t near = dating->has_day ? dating->day : dating->has_document ? dating->document : today(dating);
	int year, m, d, best = 0;
	int64_t apart = INT64_MAX;
	civil_date(near, &year, &m, &d);
	for (int try = year + 1; try >= year - YEARS_BACK; try--) {
		if (!exists(try, month, day))
			continue;
		int64_t days = civil_days(try, month, day), distance = llabs(days - near);
		distance += said->has_weekday && civil_weekday(days) != said->weekday ? OTHER_WEEKDAY : 0;
		if ((!known && days > near + 1) || distance >= apart)
			continue;
		apart = distance;
		best = try;
	}
	*doubts |= known ? 0 : DATING_YEAR;
	return best;
}

/* The next day of a weekday, today if it is that. */
static int64_t on_weekday(int64_t day, int weekday)
{
	return day + (weekday - civil_weekday(day) + 7) % 7;
}

static bool plain_date(const struct dating *dating, const struct stamp_day *said, int64_t *day, unsigned *doubts)
{
	struct stamp_day d = *said;
	if (d.kind == STAMP_MONTH) {
		d.day = 1;
		*doubts |= DATING_MONTH;
	}
	int year = d.year ? d.year : fit_year(dating, &d, doubts);
	if (d.order == STAMP_ORDER_OPEN && month_first(dating, &d, year, doubts)) {
		int swap = d.day;
		d.day = d.month;
		d.month = swap;
		year = d.year ? d.year : fit_year(dating, &d, doubts);
	}
	if (year < 1970 || !exists(year, d.month, d.day))
		return false;
	*day = civil_days(year, d.month, d.day);
	if (d.has_weekday && civil_weekday(*day) != d.weekday)
		*doubts |= DATING_WEEKDAY;
	return true;
}

/* The day that a stamp says; false if there is no such. */
static bool said_day(const struct dating *dating, const struct stamp_day *said, int64_t *day, unsigned *doubts)
{
	switch (said->kind) {
	case STAMP_WEEKDAY:
		*day = known_day(dating, doubts);
		/* the document is written days after what it tells of, the day before is in order */
		*day = on_weekday(dating->has_day ? *day : *day - (dating->has_document ? 3 : 6), said->weekday);
		*doubts &= ~(unsigned)DATING_DOCUMENT;
		return true;
	case STAMP_NEXT_DAY:
		*day = known_day(dating, doubts) + 1;
		return true;
	case STAMP_NTH_DAY:
		*day = dating->has_first ? dating->first_day : known_day(dating, doubts);
		*day += said->day - 1;
		return true;
	case STAMP_DATE:
	case STAMP_MONTH_DAY:
	case STAMP_MONTH:
		return plain_date(dating, said, day, doubts);
	case STAMP_NO_DAY:
		break;
	}
	return false;
}

static void set_day(struct dating *dating, int64_t day, unsigned doubts)
{
	dating->day = day;
	dating->day_doubts = doubts & (DATING_ORDER | DATING_YEAR | DATING_NO_DATE | DATING_MONTH | DATING_DOCUMENT);
	dating->has_day = true;
}

bool dating_document(struct dating *dating, const struct stamp *stamp)
{
	unsigned doubts = 0;
	int64_t day;
	struct civil civil;
	if (stamp->epoch) {
		zone_civil(dating->zone, stamp->at, &civil);
		day = civil_days(civil.year, civil.month, civil.day);
	} else if ((stamp->day.kind != STAMP_DATE && stamp->day.kind != STAMP_MONTH_DAY) ||
		!plain_date(dating, &stamp->day, &day, &doubts)) {
		return false;
	}
	dating->document = day;
	dating->document_doubts = doubts & (DATING_ORDER | DATING_YEAR);
	dating->has_document = true;
	return true;
}

bool dating_day(struct dating *dating, const struct stamp *stamp)
{
	unsigned doubts = 0;
	int64_t day;
	if (stamp->day.kind == STAMP_NO_DAY || !said_day(dating, &stamp->day, &day, &doubts))
		return false;
	set_day(dating, day, doubts);
	dating->has_last = false;
	return true;
}

void dating_anew(struct dating *dating)
{
	dating->has_day = dating->has_last = false;
	dating->downward = false;
}

static size_t digits_at(const char *text, size_t len, size_t at)
{
	return at < len ? digit_count(text + at, len - at, len) : 0;
}

/* 24-10-2024 and 10/24/24, or 2:05 PM; anything else has nothing to teach. */
static bool may_teach(const char *text, size_t len, size_t at)
{
	size_t first = digits_at(text, len, at), mark = at + first, second, behind;
	if (first < 1 || first > 2 || mark + 3 >= len || !strchr("/-.:", text[mark]))
		return false;
	second = digits_at(text, len, mark + 1);
	behind = mark + 1 + second;
	if (second < 1 || second > 2 || behind + 1 >= len)
		return false;
	if (text[mark] != ':')
		return text[behind] == text[mark] && digits_at(text, len, behind + 1) % 2 == 0;
	behind += text[behind] == ' ';
	return behind + 1 < len && strchr("aApP", text[behind]) && strchr("mM.", text[behind + 1]);
}

void dating_learn(struct dating *dating, const char *text, size_t len)
{
	struct stamp stamp;
	for (size_t at = 0; at < len; at++) {
		if (text[at] < '0' || text[at] > '9' || (at && (isalnum((unsigned char)text[at - 1]) || strchr("_./-:#=", text[at - 1]))))
			continue;
		if (!may_teach(text, len, at) || !stamp_read(&stamp, text + at, len - at > TEACHER_MAX ? TEACHER_MAX : len - at, 0))
			continue;
		dating->half |= stamp.clock.half;
		bool telling = stamp.day.order == STAMP_DAY_FIRST || stamp.day.order == STAMP_MONTH_FIRST;
		if (!telling || stamp.day.kind != STAMP_DATE)
			continue;
		/* both: the document says neither */
		dating->order = dating->order == STAMP_ORDER_NONE || dating->order == stamp.day.order ? stamp.day.order
												   : STAMP_ORDER_OPEN;
	}
}

static int64_t clock_second(const struct stamp_clock *clock)
{
	return clock->hour * 3600 + clock->minute * 60 + clock->second;
}

void dating_survey(struct dating *dating, const struct stamp *items, size_t count)
{
	size_t up = 0, down = 0;
	int64_t before = -1;
	for (size_t i = 0; i < count; i++) {
		if (items[i].clock.kind < STAMP_HOUR)
			continue;
		int64_t second = clock_second(&items[i].clock);
		/* a date is more than a clock time */
		if (items[i].day.kind == STAMP_DATE)
			second += civil_days(items[i].day.year, items[i].day.month, items[i].day.day) * DAY_S;
		up += before >= 0 && second > before;
		down += before >= 0 && second < before;
		before = second;
		dating->half |= items[i].clock.half;
	}
	dating->downward = down > 2 && down > 2 * up;
}

/* ---- instants ---- */

/* A clock time without a day: the day goes on where it runs back by much (or on, where the newest stands first). */
static int64_t go_on(const struct dating *dating, int64_t day, int64_t second, unsigned *doubts)
{
	if (!dating->has_last)
		return day;
	int64_t step = second - dating->last_second;
	if (dating->downward)
		step = -step;
	if (step >= 0)
		return day;
	*doubts |= step < -MIDNIGHT_S ? DATING_MIDNIGHT : DATING_BACKWARD;
	return step < -MIDNIGHT_S ? day + (dating->downward ? -1 : 1) : day;
}

static const char *zone_of(const struct dating *dating, const struct stamp *stamp, unsigned *doubts)
{
	bool unsure = stamp->zone[0] ? stamp->zone_unsure : dating->zone_unsure;
	if (!stamp->zone[0] && !dating->zone_said)
		*doubts |= DATING_NO_ZONE;
	*doubts |= unsure ? DATING_ABBREVIATION : 0;
	return stamp->zone[0] ? stamp->zone : dating->zone;
}

/* The instant at which a clock in the zone showed it. */
static int64_t instant(const char *zone, int64_t day, const struct stamp_clock *clock, int64_t not_before, unsigned *doubts)
{
	int64_t at[2];
	struct civil civil = { .hour = clock->hour, .minute = clock->minute, .second = clock->second,
		.millisecond = clock->millisecond };
	civil_date(day + clock->days, &civil.year, &civil.month, &civil.day);
	enum zone_fit fit = zone_resolve(zone, &civil, at);
	*doubts |= fit == ZONE_GAP ? DATING_GAP : fit == ZONE_TWO ? DATING_TWICE : 0;
	return fit == ZONE_GAP || (fit == ZONE_TWO && at[0] < not_before) ? at[1] : at[0];
}

static bool possible(int64_t at)
{
	return at >= 0 && at <= WHEN_MAX_MS;
}

static enum precision precision_of(const struct stamp *stamp)
{
	if (stamp->clock.kind < STAMP_HOUR)
		return PRECISION_DAY;
	if (stamp->about)
		return PRECISION_ABOUT;
	return stamp->clock.kind == STAMP_SECOND ? PRECISION_EXACT : PRECISION_MINUTE;
}

/* Seen from a time that is sure, the next ones. */
static void remember(struct dating *dating, int64_t at, int64_t second, int64_t day)
{
	if (!dating->has_first) {
		dating->first = at;
		dating->first_day = day;
		dating->has_first = true;
	}
	dating->last = at;
	dating->last_second = second;
	dating->has_last = true;
}

static bool resolve_absolute(struct dating *dating, const struct stamp *stamp, struct when *out)
{
	struct civil civil;
	const char *zone = stamp->zone[0] ? stamp->zone : dating->zone;
	*out = (struct when){ .at = stamp->at, .precision = PRECISION_EXACT, .offset = zone_offset(zone, stamp->at) };
	zone_civil(zone, stamp->at, &civil);
	int64_t day = civil_days(civil.year, civil.month, civil.day);
	set_day(dating, day, 0);
	remember(dating, stamp->at, civil.hour * 3600 + civil.minute * 60 + civil.second, day);
	return possible(stamp->at);
}

static bool resolve_relative(struct dating *dating, const struct stamp *stamp, struct when *out, unsigned *doubts)
{
	static const struct stamp_clock midnight = { 0 };
	unsigned unsure = 0;
	int64_t at = dating->first;
	enum precision precision = stamp->about ? PRECISION_ABOUT : PRECISION_MINUTE;
	if (!dating->has_first) {
		at = instant(dating->zone, known_day(dating, &unsure), &midnight, 0, &unsure);
		*doubts |= DATING_START | (unsure & (DATING_NO_DATE | DATING_DOCUMENT));
		precision = PRECISION_DAY;
	} else if (stamp->after > WHEN_MAX_MS || stamp->after < -WHEN_MAX_MS) {
		return false;
	} else {
		at += stamp->after;
		*doubts |= dating->day_doubts & DATING_NO_DATE;
	}
	*out = (struct when){ .at = at, .precision = precision, .offset = possible(at) ? zone_offset(dating->zone, at) : 0 };
	return possible(at);
}

bool dating_resolve(struct dating *dating, const struct stamp *stamp, struct when *out, unsigned *doubts)
{
	static const struct stamp_clock midnight = { 0 };
	bool clock = stamp->clock.kind >= STAMP_HOUR, named = stamp->day.kind != STAMP_NO_DAY;
	int64_t day;
	*doubts = 0;
	*out = (struct when){ 0 };
	if (stamp->epoch)
		return resolve_absolute(dating, stamp, out);
	if (stamp->relative)
		return resolve_relative(dating, stamp, out, doubts);
	if (named && !said_day(dating, &stamp->day, &day, doubts))
		return false;
	if (!named)
		day = known_day(dating, doubts);
	if (!named && clock)
		day = go_on(dating, day, clock_second(&stamp->clock), doubts);
	const char *zone = clock ? zone_of(dating, stamp, doubts) : dating->zone;
	*doubts |= stamp->clock.kind == STAMP_UNKNOWN ? DATING_UNKNOWN : 0;
	unsigned fit = 0;
	out->precision = stamp->day.kind == STAMP_MONTH ? PRECISION_DAY : precision_of(stamp);
	out->at = instant(zone, day, clock ? &stamp->clock : &midnight, dating->has_last ? dating->last : 0, &fit);
	*doubts |= clock ? fit : 0;
	if (!possible(out->at))
		return false;
	out->offset = zone_offset(zone, out->at);
	out->borrowed = !named;
	if (named || dating->has_day || clock)
		set_day(dating, day + stamp->clock.days, *doubts);
	if (clock)
		remember(dating, out->at, clock_second(&stamp->clock), day);
	else if (named)
		dating->has_last = false;
	return true;
}

bool dating_end(const struct dating *dating, const struct stamp *stamp, const struct when *start, struct when *out)
{
	unsigned doubts = 0;
	int64_t day = dating->day;
	if (!stamp->has_end || (stamp->end_day.kind && !said_day(dating, &stamp->end_day, &day, &doubts)))
		return false;
	const char *zone = stamp->zone[0] ? stamp->zone : dating->zone;
	*out = (struct when){ .precision = stamp->end_clock.kind < STAMP_HOUR ? PRECISION_DAY : start->precision };
	out->at = instant(zone, day, &stamp->end_clock, start->at, &doubts);
	/* 22:00 - 02:00 */
	if (out->at < start->at && stamp->end_day.kind == STAMP_NO_DAY && stamp->end_clock.kind >= STAMP_HOUR)
		out->at = instant(zone, day + 1, &stamp->end_clock, start->at, &doubts);
	if (!possible(out->at) || out->at <= start->at)
		return false;
	out->offset = zone_offset(zone, out->at);
	return true;
}

void dating_note(struct buf *out, const struct dating *dating, unsigned doubts)
{
	static const struct {
		unsigned doubt;
		const char *text;
	} rows[] = {
		{ DATING_UNKNOWN, "the time of day is not known" },
		{ DATING_NO_DATE, "no date is given: that of the import" },
		{ DATING_DOCUMENT, "no date beside it: that of the document" },
		{ DATING_MONTH, "only the month is known" },
		{ DATING_ORDER, "day and month may be the other way round" },
		{ DATING_YEAR, "no year is given: the latest that fits" },
		{ DATING_MIDNIGHT, "far before the time above it: taken for the next day" },
		{ DATING_BACKWARD, "before the time above it" },
		{ DATING_WEEKDAY, "the weekday named is not the date's" },
		{ DATING_GAP, "clocks were put forward over this time" },
		{ DATING_TWICE, "clocks showed this time twice" },
		{ DATING_ABBREVIATION, "the zone's abbreviation has several meanings" },
		{ DATING_START, "counted from a start that is not given" },
	};
	const char *joint = "";
	for (size_t i = 0; i < LENGTH(rows); i++) {
		if (!(doubts & rows[i].doubt) || (rows[i].doubt == DATING_DOCUMENT && !dating->document_guessed))
			continue;
		bool back = rows[i].doubt == DATING_MIDNIGHT && dating->downward;
		buf_printf(out, "%s%s", joint, back ? "far after the time above it: taken for the day before" : rows[i].text);
		joint = "; ";
	}
	if (doubts & DATING_NO_ZONE)
		buf_printf(out, "%sno zone is given: read in %s", joint, dating->zone);
}
