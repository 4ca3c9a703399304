/* Short forms for narrow columns. Pure. */
#ifndef TUI_SHOW_H
#define TUI_SHOW_H

#include <stdint.h>

#include "base/buf.h"
#include "model/metrics.h"
#include "model/record.h"

/* Append a length in five columns or so, rounded down: 45s, 4m, 1h05m, 2d3h. */
void show_length(int64_t ms, struct buf *out);

/* show_length of a metric: … while it goes on, ? unknown, ! if its milestones are out of order. */
void show_metric(const struct metric *metric, struct buf *out);

/* Append a name without an e-mail address in <>. */
void show_person(const char *person, struct buf *out);

/* Append a link in at most `columns`: no scheme, of the host only the first part, cut with …. */
void show_link(const char *link, size_t columns, struct buf *out);

/* Append a day, `Fri 20 Nov`, with its year if that is not the year of `now`. */
void show_day(int64_t at, const char *zone, int64_t now, struct buf *out);

/* The days since 1970 of an event's date: in `zone`, or as it was entered if only the date is
 * known. */
int64_t show_day_number(const struct record *event, const char *zone);

/* show_day of an event's date. */
void show_event_day(const struct record *event, const char *zone, int64_t now, struct buf *out);

/* Append the time of day of an event: `14:05`, `14:05:30` if `seconds` and known so exactly, `all
 * day`. Without the ~ of one that is about then. */
void show_clock(const struct record *event, const char *zone, bool seconds, struct buf *out);

/* Append a moment as short as it is clear: `14:05 UTC`, `Fri 20 Nov 14:05 UTC` if not today. */
void show_moment(const struct when *when, const char *zone, int64_t now, struct buf *out);

/* Append in upper case (ASCII letters). */
void show_upper(const char *text, struct buf *out);

/* For whom something is, as lists say it: "team", "public", and "" where that need not be said. */
const char *show_readers(const struct record *record, int audience_field);

/* What a choice is called where space is short: its label, or its name. */
const char *show_label(const struct choice *choices, const char *stored);

#endif
