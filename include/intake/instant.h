/*
 * Moments as programs write them in logs and exports: always with a date, never with words such as "yesterday". Pure:
 * no clock.
 */
#ifndef INTAKE_INSTANT_H
#define INTAKE_INSTANT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/when.h"

enum { INSTANT_TEXT_MAX = 80 }; /* bytes of a text that is read */

/*
 * Read all of `len` bytes (white space around them aside) as one moment:
 *
 *   2023-01-17T15:00:30.123456789+01:00   RFC 3339; also with a blank, `_` or `t` between, a comma before the
 *                                         fraction, `/` in the date, `Z`, `UTC`, ` +0100`, `+01`, `[Europe/Paris]` after it
 *   20230117T150030Z  20230117150030      ISO 8601 without its marks
 *   2023-01-17T15:00  2023-01-17          to the minute, to the day
 *   1673967630  1673967630.123            seconds since 1970, from 1973 on: smaller numbers count something else
 *   1673967630123  …123456  …123456789    milli-, micro- and nanoseconds, told by their digits; a fraction is cut
 *   17/Jan/2023:15:00:30 +0000            as web servers write it
 *   whatever moment_read reads with a full date, as Tue, 17 Jan 2023 15:00:30 GMT
 *
 * Without a zone of its own it is read in `zone`, which must be known; `*zoned` (may be NULL) tells which. A time that
 * clocks jumped over is the moment of the jump, one that they showed twice the first: both PRECISION_ABOUT.
 * False, and `*out` untouched, for anything else: years outside 1970 to 9999, dates that do not exist.
 */
bool instant_read(const char *text, size_t len, const char *zone, struct when *out, bool *zoned);

#endif
