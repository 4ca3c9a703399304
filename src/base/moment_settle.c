#include "base/moment.h"

#include <string.h>

#include "base/buf.h"
#include "base/civil.h"
#include "base/duration.h"
#include "base/text.h"
#include "base/when.h"

/* 29 February can be eight years back (from 2104 to 2096). */
enum {
	DAYS_BACK = 8 * 366,
};

struct settler {
	const struct moment *m;
	int64_t limit; /* what is after this lies in the future */
	struct err *err;
};

enum outcome {
	BAD, /* refused; the error is set. False, so that `return err_set(…)` is this. */
	YES, /* settled */
	NO,  /* not on this day, or not yet */
};

/* `2023-01-17 15:00` by a clock at `offset` */
static void put_wall(struct buf *out, const struct moment *m, int64_t at, int offset)
{
	when_format_offset(out, at, offset, WHEN_DATE);
	buf_putc(out, ' ');
	when_format_offset(out, at, offset, m->has_seconds ? WHEN_CLOCK_SECONDS : WHEN_CLOCK);
}

/* The clocks jumped over it between at[0] and at[1]. */
static enum outcome refuse_gap(const struct settler *s, const int64_t at[2])
{
	const char *zone = s->m->zone;
	int before = zone_offset(zone, at[0]), after = zone_offset(zone, at[1]);
	struct buf last = { 0 }, jump = { 0 }, next = { 0 };
	put_wall(&last, s->m, at[0], before);
	put_wall(&jump, s->m, at[1], before);
	put_wall(&next, s->m, at[1], after);
	err_set(s->err, ERR_USAGE,
		"there was no such time in %s, where the clocks jumped from %s to %s: write %s or "
		"%s",
		zone, buf_text(&jump), buf_text(&next), buf_text(&last), buf_text(&next));
	buf_fini(&last);
	buf_fini(&jump);
	buf_fini(&next);
	return BAD;
}

/* The clocks showed it at both instants. */
static enum outcome refuse_overlap(const struct settler *s, const int64_t at[2])
{
	struct buf ways = { 0 };
	for (int i = 0; i < 2; i++) {
		char offset[ZONE_ABBREVIATION_MAX], name[ZONE_ABBREVIATION_MAX];
		zone_offset_text(zone_offset(s->m->zone, at[i]), offset);
		zone_abbreviation(s->m->zone, at[i], name);
		buf_puts(&ways, i ? " or " : "");
		put_wall(&ways, s->m, at[i], zone_offset(s->m->zone, at[i]));
		buf_puts(&ways, offset);
		if (strcmp(name, offset) != 0)
			buf_printf(&ways, " (%s)", name);
	}
	err_set(s->err, ERR_USAGE, "it happened twice in %s: write %s", s->m->zone,
		buf_text(&ways));
	buf_fini(&ways);
	return BAD;
}

static bool abbreviation_fits(const struct moment *m, int64_t at)
{
	char name[ZONE_ABBREVIATION_MAX];
	zone_abbreviation(m->zone, at, name);
	return text_same(name, m->abbreviation);
}

/* The first moment of a day. Midnight itself may be missing, or the whole day. */
static enum outcome settle_start(const struct settler *s, int64_t day, int64_t *at)
{
	struct civil c = { 0 };
	int64_t fits[2];
	civil_date(day, &c.year, &c.month, &c.day);
	*at = zone_resolve(s->m->zone, &c, fits) == ZONE_GAP ? fits[1] : fits[0];
	zone_civil(s->m->zone, *at, &c);
	return civil_days(c.year, c.month, c.day) == day ? YES : refuse_gap(s, fits);
}

/* The clock time on a day (counted from 1970-01-01), if it is not after `limit`. */
static enum outcome settle_clock(const struct settler *s, int64_t day, int64_t limit, int64_t *at)
{
	const struct moment *m = s->m;
	struct civil c = {
		.hour = m->hour,
		.minute = m->minute,
		.second = m->second,
		.millisecond = m->millisecond,
	};
	int64_t fits[2];
	civil_date(day, &c.year, &c.month, &c.day);
	enum zone_fit fit = zone_resolve(m->zone, &c, fits);
	if (fit == ZONE_GAP)
		return fits[1] > limit ? NO : refuse_gap(s, fits);
	if (fit == ZONE_TWO && m->abbreviation[0]) {
		fits[0] = fits[abbreviation_fits(m, fits[1])];
		fit = ZONE_ONE;
	}
	if (fits[0] > limit)
		return NO;
	if (fit == ZONE_TWO && fits[1] <= limit)
		return refuse_overlap(s, fits);
	*at = fits[0];
	return YES;
}

static enum outcome settle_day(const struct settler *s, int64_t day, int64_t limit, int64_t *at)
{
	return s->m->has_clock ? settle_clock(s, day, limit, at) : settle_start(s, day, at);
}

static bool day_fits(const struct moment *m, int64_t day, int64_t today)
{
	int year, month, date;
	civil_date(day, &year, &month, &date);
	if (m->kind == MOMENT_MONTH_DAY)
		return month == m->month && date == m->day;
	return !m->has_weekday || (civil_weekday(day) == m->weekday && !(m->last && day >= today));
}

/* The most recent day that fits. Just before midnight a clock time may be tomorrow's. */
static enum outcome settle_recent(const struct settler *s, int64_t today, int64_t *day, int64_t *at)
{
	int64_t first = today + s->m->has_clock;
	for (*day = first; *day >= 0 && *day >= first - DAYS_BACK; --*day) {
		enum outcome outcome = NO;
		if (day_fits(s->m, *day, today))
			outcome = settle_day(s, *day, s->limit, at);
		if (outcome != NO)
			return outcome;
	}
	return err_set(s->err, ERR_USAGE, "there has been none since %d", MOMENT_YEAR_MIN);
}

/* A given day may lie ahead; that it does not tells two instants apart, unless the date is full. */
static enum outcome settle_given(const struct settler *s, int64_t day, int64_t *at)
{
	enum outcome outcome = NO;
	if (s->m->kind != MOMENT_DATE)
		outcome = settle_day(s, day, s->limit, at);
	return outcome == NO ? settle_day(s, day, INT64_MAX, at) : outcome;
}

static bool check_weekday(const struct settler *s, int64_t day)
{
	if (!s->m->has_weekday || civil_weekday(day) == s->m->weekday)
		return true;
	struct buf shown = { 0 };
	when_format_offset(&shown, day * DAY_MS, 0, WHEN_DAY);
	err_set(s->err, ERR_USAGE, "the weekday is not that date's: %s", buf_text(&shown));
	buf_fini(&shown);
	return false;
}

static bool check_abbreviation(const struct settler *s, int64_t at)
{
	if (!s->m->abbreviation[0] || abbreviation_fits(s->m, at))
		return true;
	char name[ZONE_ABBREVIATION_MAX];
	zone_abbreviation(s->m->zone, at, name);
	return err_set(s->err, ERR_USAGE,
		"%s does not say which offset is meant (%s is on %s then): write the offset, as in "
		"14:05+01:00, or the zone's name, as in 14:05 Europe/Berlin",
		s->m->abbreviation, s->m->zone, name);
}

bool moment_is_bare(const struct moment *m)
{
	return m->kind == MOMENT_ANY_DAY && !m->has_weekday && m->has_clock;
}

static int64_t day_at(const struct moment *m, int64_t instant)
{
	struct civil c;
	zone_civil(m->zone, instant, &c);
	return civil_days(c.year, c.month, c.day);
}

bool moment_settle(
	const struct moment *m, int64_t now, int64_t day_of, int64_t *at, struct err *err)
{
	struct settler s = { m, now + WHEN_TOLERANCE_MS, err };
	int64_t today = day_at(m, now), day = today;
	bool borrowed = day_of && moment_is_bare(m);
	if (borrowed)
		day = day_at(m, day_of);
	else if (m->kind == MOMENT_DATE)
		day = civil_days(m->year, m->month, m->day);
	else if (m->kind == MOMENT_YESTERDAY)
		day = today - 1;
	bool recent = !borrowed && (m->kind == MOMENT_ANY_DAY || m->kind == MOMENT_MONTH_DAY);
	enum outcome outcome =
		recent ? settle_recent(&s, today, &day, at) : settle_given(&s, day, at);
	return outcome == YES && check_weekday(&s, day) && check_abbreviation(&s, *at);
}
