/* What the readers of lines share. */
#ifndef INTAKE_LINES_H
#define INTAKE_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/civil.h"
#include "intake/logs.h"

/* The number that `len` digits are; -1 if there are none, others, or more than 18. */
int64_t line_number(const char *text, size_t len);

/* The instant `seconds` after 1970, exact, as in `zone`. False outside the years 1970 to 9999, and for 0: no clock set. */
bool line_epoch(struct when *out, int64_t seconds, const char *zone);

/* "HH:MM" or "HH:MM:SS", perhaps with a fraction: fills hour to millisecond. Bytes read, 0 if it is none. */
size_t line_clock(const char *text, size_t len, struct civil *out, bool *seconds);

/* A month by its first three English letters: 1 to 12, 0 if it is none. */
int line_month(const char *text, size_t len);

#endif
