#include "intake/wall.h"

#include "base/duration.h"

/* So much out of order is no new year; and so far ahead of ours are other machines' clocks. */
#define BACKWARD_MS (7 * DAY_MS)
#define AHEAD_MS DAY_MS
/* Lines of one hour that are in the wrong order; clocks are put back by more. */
#define DISORDER_MS (15 * MINUTE_MS)

/* A leap day can be eight years ago. */
enum { YEARS_BACK = 8 };

void wall_init(struct wall *wall, const char *zone, int64_t now)
{
	*wall = (struct wall){ .zone = zone, .now = now, .last = INT64_MIN, .hour = -1 };
}

/* Know an hour of the wall if in all of it clocks did nothing but go on. */
static void know_hour(struct wall *wall, const struct civil *civil, int64_t hour)
{
	struct civil first = *civil, last = *civil;
	int64_t from[2], to[2];
	first.minute = first.second = first.millisecond = 0;
	last.minute = last.second = 59;
	last.millisecond = 999;
	wall->hour = -1;
	if (zone_resolve(wall->zone, &first, from) != ZONE_ONE || zone_resolve(wall->zone, &last, to) != ZONE_ONE ||
		to[0] - from[0] != HOUR_MS - 1)
		return;
	wall->hour = hour;
	wall->start = from[0];
	wall->offset = zone_offset(wall->zone, from[0]);
}

/* Of a time that clocks showed twice: the line before was later than the first, or clocks were put back already then. */
static bool is_second(const struct wall *wall, const int64_t at[2])
{
	if (wall->last == INT64_MIN || wall->last < at[0] - DAY_MS)
		return false;
	return at[0] < wall->last - DISORDER_MS || zone_offset(wall->zone, wall->last) == zone_offset(wall->zone, at[1]);
}

static void resolve(struct wall *wall, const struct civil *civil, struct when *out)
{
	int64_t at[2], hour = civil_days(civil->year, civil->month, civil->day) * 24 + civil->hour;
	*out = (struct when){ .precision = PRECISION_EXACT };
	if (hour != wall->hour)
		know_hour(wall, civil, hour);
	if (hour == wall->hour) {
		out->at = wall->start + civil->minute * MINUTE_MS + civil->second * SECOND_MS + civil->millisecond;
		out->offset = wall->offset;
		return;
	}
	enum zone_fit fit = zone_resolve(wall->zone, civil, at);
	out->at = at[fit == ZONE_GAP || (fit == ZONE_TWO && is_second(wall, at))];
	out->offset = zone_offset(wall->zone, out->at);
}

void wall_resolve(struct wall *wall, const struct civil *civil, struct when *out)
{
	resolve(wall, civil, out);
	wall->last = out->at;
}

static bool try_year(struct wall *wall, struct civil *civil, int year, struct when *out)
{
	civil->year = year;
	if (civil->day > civil_month_days(year, civil->month))
		return false;
	resolve(wall, civil, out);
	return true;
}

bool wall_resolve_year(struct wall *wall, struct civil *civil, struct when *out)
{
	struct civil reference;
	bool found = false;
	if (wall->last != INT64_MIN) {
		zone_civil(wall->zone, wall->last - BACKWARD_MS, &reference);
		for (int year = reference.year; !found && year <= reference.year + YEARS_BACK; year++)
			found = try_year(wall, civil, year, out) && out->at >= wall->last - BACKWARD_MS;
		found = found && out->at <= wall->now + AHEAD_MS;
	}
	if (!found) {
		zone_civil(wall->zone, wall->now + AHEAD_MS, &reference);
		for (int year = reference.year; !found && year >= reference.year - YEARS_BACK; year--)
			found = try_year(wall, civil, year, out) && out->at <= wall->now + AHEAD_MS;
	}
	if (found)
		wall->last = out->at;
	return found;
}
