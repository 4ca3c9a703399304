/*
 * Time zones. An instant is int64_t milliseconds since 1970-01-01T00:00:00Z, leap seconds not
 * counted.
 *
 * A zone is given by its name everywhere:
 *   UTC                    any case; NULL and "" too
 *   +01:00 UTC+1 -0330     a fixed offset, at most 14 hours; GMT+1 is read like UTC+1
 *   Europe/Berlin          an IANA name: a TZif file under $TZDIR, or /usr/share/zoneinfo
 *   local                  the machine's zone: $TZ, or /etc/localtime
 * A name that zone_check refuses is shown as UTC by the other functions, abbreviation and all.
 *
 * Not thread safe: libc knows one zone at a time, so what is not remembered is asked for with TZ
 * switched; TZ is as before when the call returns. UTC and fixed offsets never touch TZ.
 */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/civil.h"
#include "base/err.h"

enum {
	ZONE_NAME_MAX = 64,	    /* bytes of a name with its NUL */
	ZONE_ABBREVIATION_MAX = 16, /* bytes of "CET" or "+05:45" with the NUL */
};

/* True if the zone can be used; otherwise ERR_USAGE, naming it and near names that exist. */
bool zone_check(const char *zone, struct err *err);

/* True for UTC and fixed offsets: `*offset` is the minutes east of UTC. */
bool zone_fixed(const char *zone, int *offset);

/* Write an offset as `+01:00`; `out` holds ZONE_ABBREVIATION_MAX bytes. */
void zone_offset_text(int offset, char *out);

/*
 * Minutes east of UTC that clocks are at. Some zones had seconds as well (Africa/Monrovia until
 * 1972): they are rounded here, but kept by zone_civil and zone_resolve.
 */
int zone_offset(const char *zone, int64_t at);

/* What a clock in the zone shows at an instant. */
void zone_civil(const char *zone, int64_t at, struct civil *out);

/*
 * What the zone's time is called at an instant: `CET`, `UTC`, or the offset (`-03:00`) where people
 * have no name for it. `out` holds ZONE_ABBREVIATION_MAX bytes.
 */
void zone_abbreviation(const char *zone, int64_t at, char *out);

enum zone_fit {
	ZONE_ONE, /* the clock shows it once: out[0], repeated in out[1] */
	ZONE_TWO, /* clocks were put back: out[0] the first time, out[1] the second */
	ZONE_GAP, /* clocks were put forward over it: out[0] is the last millisecond before that
		   * moment, out[1] the moment itself */
};

/* The instants at which a clock in the zone shows `in`, whose fields must be in range. */
enum zone_fit zone_resolve(const char *zone, const struct civil *in, int64_t out[2]);

#endif
