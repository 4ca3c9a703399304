#include "base/civil.h"

#include "base/duration.h"

/* Days from 1 March of year 0 to 1970-01-01. Years are counted from March here, so that the leap
 * day is their last and months need no table. */
enum { EPOCH_DAY = 719468 };

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static int64_t year_start(int64_t year)
{
	return 365 * year + floor_div(year, 4) - floor_div(year, 100) + floor_div(year, 400);
}

/* Days before a month counted from March = 0: lengths repeat 31 30 31 30 31, 153 days. */
static int month_start(int month)
{
	return (153 * month + 2) / 5;
}

int64_t civil_days(int year, int month, int day)
{
	bool late = month < 3;
	return year_start((int64_t)year - late) + month_start(month - 3 + 12 * late) + day - 1 -
		EPOCH_DAY;
}

void civil_date(int64_t days, int *year, int *month, int *day)
{
	int64_t since = days + EPOCH_DAY;
	int64_t start = floor_div(since * 400, 146097);
	while (year_start(start + 1) <= since)
		start++;
	while (year_start(start) > since)
		start--;
	int rest = (int)(since - year_start(start));
	int from_march = (5 * rest + 2) / 153;
	bool late = from_march >= 10;
	*day = rest - month_start(from_march) + 1;
	*month = from_march + 3 - 12 * late;
	*year = (int)(start + late);
}

int civil_weekday(int64_t days)
{
	/* 1970-01-01 was a Thursday */
	int64_t shifted = days % 7 + 3;
	return (int)((shifted + 7) % 7);
}

int civil_month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return days[month - 1] + (month == 2 && leap);
}

bool civil_valid(const struct civil *c)
{
	return c->year >= 1 && c->year <= 9999 && c->month >= 1 && c->month <= 12 && c->day >= 1 &&
		c->day <= civil_month_days(c->year, c->month) && c->hour >= 0 && c->hour <= 23 &&
		c->minute >= 0 && c->minute <= 59 && c->second >= 0 && c->second <= 59 &&
		c->millisecond >= 0 && c->millisecond <= 999;
}

int64_t civil_instant(const struct civil *c)
{
	return civil_days(c->year, c->month, c->day) * DAY_MS + c->hour * HOUR_MS +
		c->minute * MINUTE_MS + c->second * SECOND_MS + c->millisecond;
}

void civil_at(int64_t at, int east, struct civil *out)
{
	/* taken apart before adding, so that no instant overflows */
	int64_t days = floor_div(at, DAY_MS);
	int64_t clock = (at % DAY_MS + DAY_MS) % DAY_MS + east * SECOND_MS;
	days += floor_div(clock, DAY_MS);
	clock = (clock % DAY_MS + DAY_MS) % DAY_MS;
	civil_date(days, &out->year, &out->month, &out->day);
	out->weekday = civil_weekday(days);
	out->hour = (int)(clock / HOUR_MS);
	out->minute = (int)(clock / MINUTE_MS % 60);
	out->second = (int)(clock / SECOND_MS % 60);
	out->millisecond = (int)(clock % SECOND_MS);
}
