/*
 * What a clock on the wall showed, line after line of a log, made instants: the zone that the log does not name, the year
 * that it leaves out, the hour that clocks show twice in autumn. What came before decides. Pure.
 */
#ifndef INTAKE_WALL_H
#define INTAKE_WALL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/civil.h"
#include "base/when.h"
#include "base/zone.h"

struct wall {
	const char *zone; /* borrowed */
	int64_t now;	  /* ms: nothing is much later */
	int64_t last;	  /* ms: the time before; INT64_MIN: none */
	/* the hour resolved last: lines come many to the hour */
	int64_t hour, start; /* hours since 1970 on the wall, and the instant at which this one begins there; hour -1: none */
	int offset;
};

/* Begin without a time before. `zone` is borrowed and must be one that base/zone.h knows; `now` in ms since 1970. */
void wall_init(struct wall *wall, const char *zone, int64_t now);

/*
 * The instant at which the clock showed `civil`, whose fields must be in range, to the second. A time that it
 * shows twice is the first one that is not before the last; one that it jumped over is the moment of the jump.
 */
void wall_resolve(struct wall *wall, const struct civil *civil, struct when *out);

/*
 * The same for a time without a year (`civil->year` is set): the first one that is not before the last by more than a
 * week, but none later than a day after now; without a last one the latest that is. False for a 29 February that no
 * year of the last eight has.
 */
bool wall_resolve_year(struct wall *wall, struct civil *civil, struct when *out);

#endif
