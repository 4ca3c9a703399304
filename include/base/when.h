/*
 * Moments as people write and read them. An instant is int64_t milliseconds since
 * 1970-01-01T00:00:00Z, an offset is minutes east of UTC. Zones are named as in base/zone.h.
 * English, independent of the locale.
 */
#ifndef BASE_WHEN_H
#define BASE_WHEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

enum precision {
	PRECISION_EXACT,  /* to the second or better */
	PRECISION_MINUTE, /* somewhere in this minute */
	PRECISION_ABOUT,  /* written with ~ */
	PRECISION_DAY,	  /* only the date is known; `at` is the start of the day */
};

struct when {
	int64_t at;
	enum precision precision;
	int offset; /* minutes east of UTC in which it was entered */
	bool borrowed; /* the text named no day: it is that of when_context.day */
};

struct when_context {
	int64_t now;	  /* within the years 1970 to 9999 */
	const char *zone; /* read in this zone unless the text names one */
	int64_t day;	  /* a clock time alone is on the day of this instant; 0: the most recent one */
};

enum {
	WHEN_TEXT_MAX = 64,	   /* bytes of a text that is read */
	WHEN_TOLERANCE_MS = 60000, /* this much after now is not "the future": clocks differ */
};

/* 9999-12-31T23:59:59.999Z, the last moment there is; the first is 0. */
#define WHEN_MAX_MS INT64_C(253402300799999)

/*
 * Read a moment. Case does not matter, and a comma or `at` may stand between the parts:
 *
 *   now                                              exact
 *   -10m  -1h30m  -2d  10 min ago  an hour ago       to the minute (-90s: exact, it counts seconds)
 *   14:05  9:00  14.05  14h05  2:05pm  2 pm          the most recent one, or that of ctx->day
 *   mon 9:00  Jan 17 15:00  17 Jan 15:00             the most recent one
 *   last mon 9:00                                    the same, but never today
 *   today 9:00  yesterday 23:10
 *   2023-01-17 15:00  2023-01-17T15:00  17 Jan 2023 15:00  Jan 17 2023 15:00  Tue Jan 17 15:00 2023
 *   @1700000000  @1700000000123  1700000000123       seconds, or milliseconds (13 digits); exact
 *   any date or day without a clock time             the start of that day, PRECISION_DAY
 *   ~14:05  ~-10m                                    PRECISION_ABOUT
 *
 * A clock time may go on with seconds and a fraction (14:05:30.250, exact), and with a zone: Z,
 * UTC, GMT, +01:00, +0100, UTC+1, Europe/Berlin. Another abbreviation is taken only if the zone
 * read in uses it at that moment (`15:00 CET` in Europe/Berlin in winter); it then tells the two
 * halves of a repeated hour apart.
 *
 * "The most recent" is the latest that is no more than WHEN_TOLERANCE_MS after now. Times with a
 * full date may be in the future. -10m keeps the seconds of now, so that it is ten minutes ago
 * exactly.
 *
 * Refused with ERR_USAGE, the input named and what to write instead: dates in figures other than
 * 2023-01-17, whatever they could mean; times that the clocks jumped over; times that happened
 * twice, unless a time without a full date has only one of the two in the past; values out of
 * range; a weekday that is not the date's; years outside 1970 to 9999; more than WHEN_TEXT_MAX
 * bytes; anything left over.
 */
bool when_parse(
	const char *text, const struct when_context *ctx, struct when *out, struct err *err);

enum when_style {
	WHEN_FULL,	    /* 2023-01-17 15:00:30 UTC */
	WHEN_MINUTE,	    /* 2023-01-17 15:00 UTC */
	WHEN_DATE,	    /* 2023-01-17 */
	WHEN_CLOCK,	    /* 15:00 */
	WHEN_CLOCK_SECONDS, /* 15:00:30 */
	WHEN_ISO, /* 2023-01-17T15:00:30Z, …+01:00; milliseconds (…:30.250Z) unless zero */
	WHEN_DAY, /* Tue 17 Jan 2023 */
};

/* Append an instant as it is in `zone`, under the abbreviation of that time or, where there is
 * none, the offset. Cut, never rounded up. What when_parse reads in the same zone is the same
 * second. */
void when_format(struct buf *out, int64_t at, const char *zone, enum when_style style);

/* Append an instant as it is `offset` minutes east of UTC: as entered, whatever the zone says. */
void when_format_offset(struct buf *out, int64_t at, int offset, enum when_style style);

/*
 * Append what was understood, in `zone`, as precisely as it is known: `2023-01-17 15:00:30 CET`,
 * `2023-01-17 15:00 CET`, `~2023-01-17 15:00 CET`, `2023-01-17`. A date stays the one entered, with
 * its offset if the zone has another.
 */
void when_echo(struct buf *out, const struct when *when, const char *zone);

#endif
