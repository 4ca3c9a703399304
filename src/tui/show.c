#include "tui/show.h"

#include "base/duration.h"
#include "base/text.h"
#include "base/zone.h"

void show_length(int64_t ms, struct buf *out)
{
	if (ms < 0) {
		buf_putc(out, '-');
		ms = -ms;
	}
	if (ms >= DAY_MS)
		buf_printf(out, "%lldd%lldh", (long long)(ms / DAY_MS),
			(long long)(ms % DAY_MS / HOUR_MS));
	else if (ms >= HOUR_MS)
		buf_printf(out, "%lldh%02lldm", (long long)(ms / HOUR_MS),
			(long long)(ms % HOUR_MS / MINUTE_MS));
	else if (ms >= MINUTE_MS)
		buf_printf(out, "%lldm", (long long)(ms / MINUTE_MS));
	else
		buf_printf(out, "%llds", (long long)(ms / SECOND_MS));
}

void show_metric(const struct metric *metric, struct buf *out)
{
	static const char *const marks[] = {
		[METRIC_UNKNOWN] = "?", [METRIC_ONGOING] = "…", [METRIC_INVALID] = "!"
	};
	if (metric->state == METRIC_KNOWN)
		show_length(metric->ms, out);
	else
		buf_puts(out, marks[metric->state]);
}

void show_person(const char *person, struct buf *out)
{
	size_t len = strcspn(person, "<");
	while (len && person[len - 1] == ' ')
		len--;
	buf_put(out, person, len ? len : strlen(person));
}

void show_link(const char *link, size_t columns, struct buf *out)
{
	struct buf text = { 0 };
	const char *host = strstr(link, "://");
	if (!host) {
		buf_puts(&text, link);
	} else {
		host += 3;
		if (strncmp(host, "www.", 4) == 0)
			host += 4;
		size_t whole = strcspn(host, "/?#"), first = strcspn(host, "./?#");
		const char *rest = host + whole;
		buf_put(&text, host, first);
		buf_put(&text, rest, text_equal(rest, "/") ? 0 : strlen(rest));
	}
	text_show_column(out, buf_text(&text), columns);
	buf_trim_end(out);
	buf_fini(&text);
}

static void put_day(
	const struct civil *day, int64_t days, const char *zone, int64_t now, struct buf *out)
{
	static const char *const weekdays[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
		"Aug", "Sep", "Oct", "Nov", "Dec" };
	struct civil today;
	zone_civil(zone, now, &today);
	buf_printf(
		out, "%s %d %s", weekdays[civil_weekday(days)], day->day, months[day->month - 1]);
	if (day->year != today.year)
		buf_printf(out, " %d", day->year);
}

void show_day(int64_t at, const char *zone, int64_t now, struct buf *out)
{
	struct civil day;
	zone_civil(zone, at, &day);
	put_day(&day, civil_days(day.year, day.month, day.day), zone, now, out);
}

static void event_day(const struct record *event, const char *zone, struct civil *day)
{
	if (text_equal(record_text(event, EVENT_PRECISION), "day"))
		civil_at(record_int(event, EVENT_AT), (int)record_int(event, EVENT_OFFSET) * 60,
			day);
	else
		zone_civil(zone, record_int(event, EVENT_AT), day);
}

int64_t show_day_number(const struct record *event, const char *zone)
{
	struct civil day;
	event_day(event, zone, &day);
	return civil_days(day.year, day.month, day.day);
}

void show_event_day(const struct record *event, const char *zone, int64_t now, struct buf *out)
{
	struct civil day;
	event_day(event, zone, &day);
	put_day(&day, civil_days(day.year, day.month, day.day), zone, now, out);
}

void show_clock(const struct record *event, const char *zone, bool seconds, struct buf *out)
{
	const char *precision = record_text(event, EVENT_PRECISION);
	if (text_equal(precision, "day"))
		buf_puts(out, "all day");
	else
		when_format(out, record_int(event, EVENT_AT), zone,
			seconds && text_equal(precision, "exact") ? WHEN_CLOCK_SECONDS
								  : WHEN_CLOCK);
}

void show_moment(const struct when *when, const char *zone, int64_t now, struct buf *out)
{
	char abbreviation[ZONE_ABBREVIATION_MAX];
	struct civil day, today;
	zone_civil(zone, when->at, &day);
	zone_civil(zone, now, &today);
	if (when->precision == PRECISION_DAY)
		civil_at(when->at, when->offset * 60, &day);
	int64_t days = civil_days(day.year, day.month, day.day);
	bool same = days == civil_days(today.year, today.month, today.day);
	if (when->precision == PRECISION_ABOUT)
		buf_putc(out, '~');
	if (!same || when->precision == PRECISION_DAY)
		put_day(&day, days, zone, now, out);
	if (when->precision == PRECISION_DAY)
		return;
	buf_puts(out, same ? "" : " ");
	when_format(out, when->at, zone,
		when->precision == PRECISION_EXACT ? WHEN_CLOCK_SECONDS : WHEN_CLOCK);
	zone_abbreviation(zone, when->at, abbreviation);
	buf_printf(out, " %s", abbreviation);
}

void show_upper(const char *text, struct buf *out)
{
	for (; *text; text++)
		buf_putc(out, *text >= 'a' && *text <= 'z' ? (char)(*text - 'a' + 'A') : *text);
}

const char *show_label(const struct choice *choices, const char *stored)
{
	size_t rank = choice_rank(choices, stored);
	return choices[rank].name && choices[rank].label ? choices[rank].label : stored;
}

const char *show_readers(const struct record *record, int audience_field)
{
	const char *audience = record_text(record, audience_field);
	return text_equal(audience, entity_get(ENTITY_EVENT)->fields[EVENT_AUDIENCE].initial)
		? ""
		: audience;
}
