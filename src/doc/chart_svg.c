/* An incident as SVG, to be put into HTML. */
#include <stdlib.h>
#include <string.h>

#include "base/duration.h"
#include "base/text.h"
#include "base/when.h"
#include "base/zone.h"
#include "doc/chart.h"
#include "doc/html.h"
#include "doc/html_parts.h"

enum {
	WIDTH = 720,
	EDGE = 12,	   /* left and right, so that what stands at an end is whole */
	BAR = 30,	   /* height of the highest bar */
	BAR_STEP = 9,	   /* by which the next phase is lower */
	WINDOW = 10,	   /* height of an impact window */
	LINE = 18,	   /* of text */
	LETTER = 7,	   /* width of a character on average, with some air */
	LANES = 4,	   /* of moments' names below each other */
	TICKS_MAX = 8,
};

struct drawing {
	struct buf *out;
	const struct chart *chart;
	struct chart_range range;
	int y;
};

/* Also where styles are not known. */
static const struct {
	const char *class, *colour;
} looks[PHASE_COUNT] = { [PHASE_UNDETECTED] = { "one", "#b3261e" },
	[PHASE_MITIGATING] = { "two", "#8a5a00" },
	[PHASE_RECOVERING] = { "three", "#1b6e53" } };

static double x_of(const struct drawing *d, int64_t at)
{
	return EDGE + (double)(at - d->range.from) / (double)(d->range.to - d->range.from) * (WIDTH - 2 * EDGE);
}

static void put_rect(
	struct drawing *d, double from, double to, int y, int height, const char *class, const char *colour)
{
	/* every bar is seen, however short */
	double width = to - from > 2 ? to - from : 2;
	buf_printf(d->out, "<rect class=\"%s\" fill=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>\n", class,
		colour, from, y, width, height);
}

static void put_text(struct drawing *d, double x, int y, const char *anchor, const char *text)
{
	buf_printf(d->out, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">", x, y, anchor);
	html_text(d->out, text);
	buf_puts(d->out, "</text>\n");
}

/* ---- phases ------------------------------------------------------------------------------ */

static int phase_height(enum phase_kind kind)
{
	return BAR - (int)kind * BAR_STEP;
}

static void put_phases(struct drawing *d)
{
	const struct phases *phases = &d->chart->phases;
	for (size_t i = 0; i < phases->count; i++) {
		const struct phase *phase = &phases->items[i];
		int height = phase_height(phase->kind);
		put_rect(d, x_of(d, phase->from), x_of(d, phase->to), d->y + BAR - height, height,
			looks[phase->kind].class, looks[phase->kind].colour);
	}
	d->y += phases->count ? BAR + 4 : 0;
}

/* "mitigating 33 min"; false for a phase there is nothing to say about. */
static bool phase_words(const struct phases *phases, enum phase_kind kind, struct buf *out)
{
	int64_t ms;
	bool ongoing;
	if (phases_length(phases, kind, &ms, &ongoing)) {
		buf_printf(out, "%s ", phase_name(kind));
		chart_length(out, 0, ms, ongoing);
		return true;
	}
	if (phases->unknown[kind])
		buf_printf(out, "%s for an unknown time", phase_name(kind));
	return phases->unknown[kind];
}

/* Windows alone: without phases that say what the red is. */
static void put_impact_key(struct drawing *d)
{
	struct buf words = { 0 };
	int64_t ms = 0;
	bool ongoing = false;
	if (!chart_windows(d->chart))
		return;
	for (size_t i = 0; i < d->chart->windows.count; i++) {
		ms += d->chart->windows.items[i].to - d->chart->windows.items[i].from;
		ongoing = ongoing || d->chart->windows.items[i].ongoing;
	}
	buf_puts(&words, "impact ");
	chart_length(&words, 0, ms, ongoing);
	put_rect(d, EDGE, EDGE + 14, d->y + LINE - 3 - WINDOW, WINDOW, "one", looks[0].colour);
	put_text(d, EDGE + 20, d->y + LINE - 4, "start", buf_text(&words));
	buf_fini(&words);
	d->y += LINE + 6;
}

static void put_legend(struct drawing *d)
{
	double x = EDGE;
	if (!d->chart->phases.count) {
		put_impact_key(d);
		return;
	}
	for (enum phase_kind kind = 0; kind < PHASE_COUNT; kind++) {
		struct buf words = { 0 };
		int height = phase_height(kind) / 2;
		if (phase_words(&d->chart->phases, kind, &words)) {
			put_rect(d, x, x + 14, d->y + LINE - 3 - height, height, looks[kind].class, looks[kind].colour);
			put_text(d, x + 20, d->y + LINE - 4, "start", buf_text(&words));
			x += 20 + (double)(text_width(words.data, words.len) * LETTER) + 20;
		}
		buf_fini(&words);
	}
	d->y += LINE + 6;
}

static void put_windows(struct drawing *d)
{
	for (size_t i = 0; i < chart_windows(d->chart); i++) {
		const struct chart_span *span = &d->chart->windows.items[i];
		put_rect(d, x_of(d, span->from), x_of(d, span->to), d->y, WINDOW, "one", looks[0].colour);
	}
	d->y += chart_windows(d->chart) ? WINDOW + 4 : 0;
}

/* ---- the axis ---------------------------------------------------------------------------- */

static int64_t tick_step(int64_t length)
{
	static const int64_t steps[] = { SECOND_MS, 5 * SECOND_MS, 15 * SECOND_MS, 30 * SECOND_MS, MINUTE_MS,
		2 * MINUTE_MS, 5 * MINUTE_MS, 10 * MINUTE_MS, 15 * MINUTE_MS, 30 * MINUTE_MS, HOUR_MS, 2 * HOUR_MS,
		3 * HOUR_MS, 6 * HOUR_MS, 12 * HOUR_MS, DAY_MS, 2 * DAY_MS, 7 * DAY_MS, 14 * DAY_MS, 30 * DAY_MS,
		91 * DAY_MS, 365 * DAY_MS };
	size_t i = 0;
	while (i + 1 < LENGTH(steps) && length / steps[i] > TICKS_MAX)
		i++;
	return length / steps[i] > TICKS_MAX ? length / TICKS_MAX : steps[i];
}

static const char *anchor_at(double x)
{
	return x < EDGE + 24 ? "start" : x > WIDTH - EDGE - 24 ? "end" : "middle";
}

/* The clock below the line, and below that the day where it is another than before. */
static void put_axis(struct drawing *d)
{
	int64_t step = tick_step(d->range.to - d->range.from);
	int64_t offset = zone_offset(d->chart->zone, d->range.from) * MINUTE_MS;
	int64_t first = (d->range.from + offset + step - 1) / step * step - offset;
	struct buf last = { 0 };
	buf_printf(d->out, "<path class=\"axis\" stroke=\"#888888\" d=\"M%d %dH%d\"/>\n", EDGE, d->y, WIDTH - EDGE);
	for (int64_t at = first; at <= d->range.to; at += step) {
		struct buf clock = { 0 }, day = { 0 };
		double x = x_of(d, at);
		int y = d->y + LINE;
		when_format(&clock, at, d->chart->zone, step < MINUTE_MS ? WHEN_CLOCK_SECONDS : WHEN_CLOCK);
		chart_day(&day, d->chart, &d->range, at);
		buf_printf(d->out, "<path class=\"axis\" stroke=\"#888888\" d=\"M%.1f %dv5\"/>\n", x, d->y);
		if (step < DAY_MS)
			put_text(d, x, y, anchor_at(x), buf_text(&clock));
		if (step >= DAY_MS || !text_equal(buf_text(&day), buf_text(&last)))
			put_text(d, x, step < DAY_MS ? y + LINE - 3 : y, anchor_at(x), buf_text(&day));
		buf_fini(&last);
		last = day;
		buf_fini(&clock);
	}
	buf_fini(&last);
	d->y += step < DAY_MS ? 2 * LINE + 6 : LINE + 12;
}

/* ---- moments ----------------------------------------------------------------------------- */

static void put_mark(struct drawing *d, const struct chart_moment *moment, double x, const char *name)
{
	buf_printf(d->out, "<path class=\"%s\" fill=\"%s\" d=\"M%.1f %dl5 6l-5 6l-5 -6z\">", moment->milestone ? "mark" : "key",
		moment->milestone ? "#1c2024" : "#57606a", x, d->y);
	buf_puts(d->out, "<title>");
	html_text(d->out, name);
	if (!text_empty(moment->text))
		buf_puts(d->out, ": ");
	html_text(d->out, moment->text);
	buf_puts(d->out, "</title></path>\n");
}

/* The first of `count` lanes with room from `x` on; LANES if there is none. */
static size_t find_lane(double ends[LANES], size_t count, double x, double width)
{
	size_t lane = 0;
	while (lane < count && ends[lane] > x)
		lane++;
	if (lane == count)
		return LANES;
	ends[lane] = x + width;
	return lane;
}

/* A diamond for each; their names below as far as there is room, of which milestones get more. */
static void put_moments(struct drawing *d)
{
	double ends[LANES] = { 0 };
	size_t lanes = 0, shown = 0;
	for (size_t i = 0; i < d->chart->moments.count; i++) {
		const struct chart_moment *moment = &d->chart->moments.items[i];
		struct buf name = { 0 };
		double x = x_of(d, moment->at);
		if (moment->at < d->range.from || moment->at > d->range.to)
			continue;
		shown++;
		chart_when(&name, d->chart, &d->range, moment->at);
		buf_printf(&name, " %s", moment->kind);
		put_mark(d, moment, x, buf_text(&name));
		double width = (double)(text_width(name.data, name.len) * LETTER);
		bool end = x + width > WIDTH - EDGE;
		double from = end ? x + 5 - width : x - 5;
		size_t lane = find_lane(ends, moment->milestone ? LANES : LANES / 2, from, width + LETTER);
		if (lane < LANES) {
			put_text(d, end ? x + 5 : x - 5, d->y + 16 + (int)(lane + 1) * (LINE - 2) - 4,
				end ? "end" : "start", buf_text(&name));
			lanes = lane + 1 > lanes ? lane + 1 : lanes;
		}
		buf_fini(&name);
	}
	d->y += shown ? 16 + (int)lanes * (LINE - 2) : 0;
}

/* ---- the whole --------------------------------------------------------------------------- */

static void describe(struct buf *out, const struct chart *chart)
{
	const struct phases *phases = &chart->phases;
	struct buf words = { 0 };
	for (enum phase_kind kind = 0; kind < PHASE_COUNT; kind++) {
		buf_truncate(&words, 0);
		if (phase_words(phases, kind, &words))
			buf_printf(out, "%s%s", out->len ? ", " : "", buf_text(&words));
	}
	for (size_t i = 0; i < chart_windows(chart); i++) {
		const struct chart_span *span = &chart->windows.items[i];
		buf_printf(out, "%simpact window %zu of ", out->len ? ", " : "", i + 1);
		chart_length(out, span->from, span->to, span->ongoing);
	}
	for (size_t i = 0; i < chart->moments.count; i++) {
		const struct chart_moment *moment = &chart->moments.items[i];
		if (!moment->milestone)
			continue;
		buf_printf(out, "%s%s at ", out->len ? ", " : "", moment->kind);
		when_format(out, moment->at, chart->zone, WHEN_MINUTE);
	}
	buf_fini(&words);
}

void chart_svg(struct buf *out, const struct chart *chart)
{
	struct buf body = { 0 }, words = { 0 };
	struct drawing d = { .out = &body, .chart = chart, .range = chart_range(chart), .y = 4 };
	put_phases(&d);
	put_windows(&d);
	put_moments(&d);
	put_axis(&d);
	put_legend(&d);
	describe(&words, chart);
	buf_printf(out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"" HTML_CHART_TITLE
		" " HTML_CHART_TEXT "\" font-family=\"sans-serif\" font-size=\"12\">\n<title id=\"" HTML_CHART_TITLE
		"\">Phases of the incident, times in ", WIDTH, d.y + 4);
	html_text(out, chart->zone);
	buf_puts(out, "</title>\n<desc id=\"" HTML_CHART_TEXT "\">");
	html_text(out, buf_text(&words));
	buf_puts(out, "</desc>\n");
	buf_put(out, body.data, body.len);
	buf_puts(out, "</svg>\n");
	buf_fini(&body);
	buf_fini(&words);
}
