/* Lengths of time, in milliseconds: written for people, read from people. */
#ifndef BASE_DURATION_H
#define BASE_DURATION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

/* int64_t, so that products of them do not overflow. */
#define SECOND_MS INT64_C(1000)
#define MINUTE_MS (60 * SECOND_MS)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)

/*
 * Append a length to read at a glance, its two largest units, rounded down: `250 ms`, `45 s`, `4
 * min`, `1 h 05 min`, `2 d 3 h`. A second unit of zero is left out (`28 d`). Negative ones get a
 * `-`.
 */
void duration_format(struct buf *out, int64_t ms);

/* Append a length as a running clock, rounded down to seconds: `00:42:17`, `3d 04:05:06`. */
void duration_clock(struct buf *out, int64_t ms);

/*
 * Read a length: numbers with units from large to small (`15 min`, `1h30m`, `28d`, `an hour`, `1.5
 * h`, `2 weeks 3 days`), or hours and minutes with a colon (`00:15`, `00:15:30`, `3d 04:05:06`).
 * Units are ms, s, m or min, h, d (24 hours) and w, or their English names, in any case. It must be
 * positive or zero and at most 10,000 years. Otherwise ERR_USAGE, naming the text.
 */
bool duration_parse(const char *text, int64_t *ms, struct err *err);

/* The same; `*unit` is the smallest unit written, in milliseconds. */
bool duration_parse_unit(const char *text, int64_t *ms, int64_t *unit, struct err *err);

#endif
