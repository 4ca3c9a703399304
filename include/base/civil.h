/* The calendar and the clock: arithmetic without zones. Gregorian for all years, no leap seconds.
 */
#ifndef BASE_CIVIL_H
#define BASE_CIVIL_H

#include <stdbool.h>
#include <stdint.h>

/* A date and time of day on a wall. weekday is ignored on input. */
struct civil {
	int year;
	int month;	 /* 1 to 12 */
	int day;	 /* 1 to 31 */
	int hour;	 /* 0 to 23 */
	int minute;	 /* 0 to 59 */
	int second;	 /* 0 to 59 */
	int millisecond; /* 0 to 999 */
	int weekday;	 /* 0 = Monday */
};

/* Days from 1970-01-01 to a date of the years 1 to 9999 and beyond. A day past the end of its month
 * counts on into the next; the month must be 1 to 12. */
int64_t civil_days(int year, int month, int day);

/* The date `days` after 1970-01-01. */
void civil_date(int64_t days, int *year, int *month, int *day);

/* The weekday of a day counted from 1970-01-01, 0 = Monday. */
int civil_weekday(int64_t days);

/* Days in a month, 28 to 31; the month must be 1 to 12. */
int civil_month_days(int year, int month);

/* True if every field is in range and the day exists in its month. Years 1 to 9999. */
bool civil_valid(const struct civil *civil);

/* The instant (milliseconds since 1970-01-01T00:00:00Z) at which a clock in UTC shows `civil`. */
int64_t civil_instant(const struct civil *civil);

/* What a clock `east` seconds ahead of UTC shows at any instant; fills every field. */
void civil_at(int64_t at, int east, struct civil *out);

#endif
