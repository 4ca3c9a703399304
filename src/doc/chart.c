/* What all drawings of an incident share, and the one made of characters. */
#include "doc/chart.h"

#include <stdlib.h>
#include <string.h>

#include "base/duration.h"
#include "base/text.h"
#include "base/when.h"

enum {
	COLUMNS_MIN = 40,
	NAME_COLUMNS = 12,
	LENGTH_COLUMNS = 16,
};

#define HALF_YEAR (182 * DAY_MS) /* beyond that a day and month alone may be taken for another year's */

bool chart_worth(const struct chart *chart)
{
	size_t moments = chart->moments.count;
	return chart->phases.count ||
	       (moments && chart->moments.items[moments - 1].at > chart->moments.items[0].at);
}

static void widen(struct chart_range *range, int64_t from, int64_t to)
{
	range->from = from < range->from ? from : range->from;
	range->to = to > range->to ? to : range->to;
}

struct chart_range chart_range(const struct chart *chart)
{
	struct chart_range range = { INT64_MAX, INT64_MIN }, most = { INT64_MIN, INT64_MAX };
	const struct phases *phases = &chart->phases;
	if (phases->count) {
		widen(&range, phases->items[0].from, phases->items[phases->count - 1].to);
		int64_t half = (range.to - range.from) / 2 + MINUTE_MS;
		most = (struct chart_range){ range.from - half, range.to + half };
	}
	for (size_t i = 0; i < chart->windows.count; i++)
		widen(&range, chart->windows.items[i].from, chart->windows.items[i].to);
	for (size_t i = 0; i < chart->moments.count; i++) {
		int64_t at = chart->moments.items[i].at;
		if (at >= most.from && at <= most.to)
			widen(&range, at, at);
	}
	if (range.from > range.to)
		range.from = range.to = 0;
	if (range.to == range.from)
		range.to += MINUTE_MS;
	return range;
}

void chart_day(struct buf *out, const struct chart *chart, const struct chart_range *range, int64_t at)
{
	when_format(out, at, chart->zone, WHEN_DAY);
	if (range->to - range->from < HALF_YEAR)
		buf_truncate(out, out->len - strlen(" 2023"));
}

void chart_when(struct buf *out, const struct chart *chart, const struct chart_range *range, int64_t at)
{
	if (range->to - range->from > DAY_MS) {
		chart_day(out, chart, range, at);
		buf_putc(out, ' ');
	}
	when_format(out, at, chart->zone, WHEN_CLOCK);
}

void chart_length(struct buf *out, int64_t from, int64_t to, bool ongoing)
{
	duration_format(out, to - from);
	buf_puts(out, ongoing ? " so far" : "");
}

size_t chart_windows(const struct chart *chart)
{
	return chart->phases.count && chart->windows.count == 1 ? 0 : chart->windows.count;
}

bool chart_lists_phases(const struct chart *chart)
{
	enum { MANY = 3 };
	return chart->phases.count && chart->windows.count <= MANY;
}

/* ---- characters -------------------------------------------------------------------------- */

/* Every bar is seen, however short. */
static void put_bar(
	struct buf *out, const struct chart_range *range, const struct chart_span *span, int columns)
{
	double scale = (double)columns / (double)(range->to - range->from);
	int from = (int)((double)(span->from - range->from) * scale + 0.5);
	int to = (int)((double)(span->to - range->from) * scale + 0.5);
	from = from < columns ? from : columns - 1;
	to = to > from ? to : from + 1;
	for (int i = 0; i < columns; i++)
		buf_puts(out, i >= from && i < to ? "█" : "·");
}

/* What the length of a span, or another so far, takes. */
static int room_for(const struct chart_span *span, int room)
{
	struct buf length = { 0 };
	chart_length(&length, span->from, span->to, span->ongoing);
	int columns = (int)text_width(buf_text(&length), length.len);
	buf_fini(&length);
	return columns > room ? columns : room;
}

static void put_row(struct buf *out, const struct chart_range *range, const char *name,
	const struct chart_span *span, int columns)
{
	text_show_column(out, name, NAME_COLUMNS);
	put_bar(out, range, span, columns);
	buf_puts(out, "  ");
	chart_length(out, span->from, span->to, span->ongoing);
	buf_putc(out, '\n');
}

static void put_time(struct buf *out, const struct chart *chart, int64_t at)
{
	when_format(out, at, chart->zone, WHEN_MINUTE);
}

static struct chart_span span_of(const struct phase *phase)
{
	return (struct chart_span){ phase->from, phase->to, phase->ongoing };
}

void chart_text(struct buf *out, const struct chart *chart, int columns)
{
	struct chart_range range = chart_range(chart);
	size_t windows = chart_windows(chart);
	size_t phases = chart_lists_phases(chart) ? chart->phases.count : 0;
	int room = LENGTH_COLUMNS;
	put_time(out, chart, range.from);
	buf_puts(out, " to ");
	put_time(out, chart, range.to);
	buf_putc(out, '\n');
	for (size_t i = 0; i < phases; i++) {
		const struct chart_span span = span_of(&chart->phases.items[i]);
		room = room_for(&span, room);
	}
	for (size_t i = 0; i < windows; i++)
		room = room_for(&chart->windows.items[i], room);
	columns = (columns > COLUMNS_MIN ? columns : COLUMNS_MIN) - NAME_COLUMNS - room - 2;
	for (size_t i = 0; i < phases; i++) {
		const struct chart_span span = span_of(&chart->phases.items[i]);
		put_row(out, &range, phase_name(chart->phases.items[i].kind), &span, columns);
	}
	for (size_t i = 0; i < windows; i++) {
		char name[32];
		snprintf(name, sizeof name, "impact %zu", i + 1);
		put_row(out, &range, name, &chart->windows.items[i], columns);
	}
}

void chart_fini(struct chart *chart)
{
	for (size_t i = 0; i < chart->moments.count; i++)
		free(chart->moments.items[i].text);
	free(chart->moments.items);
	free(chart->windows.items);
	*chart = (struct chart){ 0 };
}
