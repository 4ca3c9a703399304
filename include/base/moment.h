/*
 * A moment as somebody wrote it: a day, a clock time and a zone, each perhaps missing; and which
 * instant that was. The inside of when_parse, which says what is accepted.
 */
#ifndef BASE_MOMENT_H
#define BASE_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/zone.h"

enum {
	MOMENT_YEAR_MIN = 1970,
	MOMENT_YEAR_MAX = 9999,
};

enum moment_day {
	MOMENT_ANY_DAY,	  /* none given, or a weekday alone */
	MOMENT_DATE,	  /* year, month and day */
	MOMENT_MONTH_DAY, /* month and day */
	MOMENT_TODAY,
	MOMENT_YESTERDAY,
};

struct moment {
	enum moment_day kind;
	int year, month, day; /* as far as `kind` says */
	bool has_weekday;
	int weekday; /* 0 = Monday */
	bool last;   /* "last monday": not today */
	bool has_clock, has_seconds;
	int hour, minute, second, millisecond; /* 0 if not given */
	bool has_zone;
	char zone[ZONE_NAME_MAX];		  /* the one named, or the one to read in */
	char abbreviation[ZONE_ABBREVIATION_MAX]; /* one to be held against `zone`, or "" */
};

/* Read all of `text` as parts of a moment, every value in range, the zone known. `zone`, which must
 * be known, is the one to read in unless the text names one. Otherwise ERR_USAGE, saying why. */
bool moment_read(struct moment *out, const char *text, const char *zone, struct err *err);

/* True for a clock time alone, without any day or weekday. */
bool moment_is_bare(const struct moment *moment);

/*
 * The instant a moment that was read stands for, seen from `now`; for a day without a clock time
 * its first. A bare one is on the day that `day_of` falls on in its zone, unless that is 0.
 * ERR_USAGE if there is none, or two, or the weekday or abbreviation is not that day's.
 */
bool moment_settle(
	const struct moment *moment, int64_t now, int64_t day_of, int64_t *at, struct err *err);

#endif
