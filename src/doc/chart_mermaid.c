/* An incident as a gantt chart of Mermaid: mermaid.js.org/syntax/gantt. */
#include "doc/chart.h"

#include <string.h>

#include "base/duration.h"
#include "base/text.h"
#include "base/when.h"
#include "base/zone.h"
#include "doc/internal.h"

enum {
	TEXT_COLUMNS = 60,
	OWN_MARK = 0xfb02, /* a ligature that begins what Mermaid keeps such numbers as in between */
};

/*
 * A task's name ends at a colon, and # ; % and quotes mean something in one place or another: all but
 * letters, digits and a few marks becomes a number that Mermaid turns back into the character when the
 * chart is drawn. Whatever a line begins with may be a keyword, so tasks begin with a time or a name of ours.
 */
static void put_text(struct buf *out, const char *text)
{
	size_t len = text_fit(text, strlen(text), TEXT_COLUMNS);
	for (size_t at = 0, n; at < len; at += n) {
		uint32_t cp;
		n = utf8_decode(text + at, len - at, &cp);
		if (!n) {
			n = 1;
			buf_puts(out, "\xef\xbf\xbd");
		} else if (cp >= 0xa0 && cp != OWN_MARK && utf8_width(cp) > 0) {
			buf_put(out, text + at, n);
		} else if (cp < 0x80 && (ascii_alnum(text[at]) || strchr(" -.,()/", text[at]))) {
			buf_putc(out, text[at]);
		} else if ((cp >= ' ' && cp < 0x7f) || cp == OWN_MARK) {
			buf_printf(out, "#%u;", (unsigned)cp);
		} else {
			buf_putc(out, ' ');
		}
	}
	if (text[len])
		buf_puts(out, "…");
}

/* The clock of the zone as it is: Mermaid would show an instant in the zone of each reader. */
static void put_time(struct buf *out, const struct chart *chart, int64_t at)
{
	when_format(out, at, chart->zone, WHEN_DATE);
	buf_putc(out, ' ');
	when_format(out, at, chart->zone, WHEN_CLOCK_SECONDS);
}

static void put_span(struct buf *out, const struct chart *chart, const char *look, int64_t from, int64_t to,
	bool ongoing)
{
	buf_puts(out, ", ");
	chart_length(out, from, to, ongoing);
	buf_printf(out, " :%s", look);
	put_time(out, chart, from);
	buf_puts(out, ", ");
	/* one that takes no time would not be drawn */
	put_time(out, chart, to - from < SECOND_MS ? from + SECOND_MS : to);
	buf_putc(out, '\n');
}

static const char *axis_of(const struct chart_range *range)
{
	int64_t length = range->to - range->from;
	return length <= 5 * MINUTE_MS ? "%H:%M:%S" : length <= DAY_MS ? "%H:%M" : length <= 14 * DAY_MS
			? "%d %b %H:%M" : "%d %b %Y";
}

static void put_phases(struct buf *out, const struct chart *chart)
{
	static const char *const looks[PHASE_COUNT] = { [PHASE_UNDETECTED] = "crit, ",
		[PHASE_MITIGATING] = "active, ",
		[PHASE_RECOVERING] = "done, " };
	if (!chart_lists_phases(chart))
		return;
	buf_puts(out, "    section Phases\n");
	for (size_t i = 0; i < chart->phases.count; i++) {
		const struct phase *phase = &chart->phases.items[i];
		buf_printf(out, "    %s", phase_name(phase->kind));
		put_span(out, chart, looks[phase->kind], phase->from, phase->to, phase->ongoing);
	}
}

static void put_windows(struct buf *out, const struct chart *chart)
{
	if (!chart_windows(chart))
		return;
	buf_puts(out, "    section Impact\n");
	for (size_t i = 0; i < chart->windows.count; i++) {
		const struct chart_span *span = &chart->windows.items[i];
		buf_printf(out, "    window %zu", i + 1);
		put_span(out, chart, "crit, ", span->from, span->to, span->ongoing);
	}
}

static void put_moments(struct buf *out, const struct chart *chart, const struct chart_range *range)
{
	bool begun = false;
	for (size_t i = 0; i < chart->moments.count; i++) {
		const struct chart_moment *moment = &chart->moments.items[i];
		struct buf name = { 0 };
		if (moment->at < range->from || moment->at > range->to)
			continue;
		if (!begun)
			buf_puts(out, "    section Moments\n");
		begun = true;
		chart_when(&name, chart, range, moment->at);
		if (!text_equal(moment->kind, "note"))
			buf_printf(&name, " %s", moment->kind);
		if (!text_empty(moment->text))
			buf_printf(&name, " - %s", moment->text);
		buf_puts(out, "    ");
		put_text(out, buf_text(&name));
		buf_puts(out, " :milestone, ");
		put_time(out, chart, moment->at);
		buf_puts(out, ", 0s\n");
		buf_fini(&name);
	}
}

void chart_mermaid(struct buf *out, const struct chart *drawn)
{
	struct chart_range range = chart_range(drawn);
	struct chart local = *drawn;
	const struct chart *chart = &local;
	/* an hour that comes twice would be drawn as none */
	if (zone_offset(drawn->zone, range.from) != zone_offset(drawn->zone, range.to))
		local.zone = "UTC";
	buf_printf(out,
		"gantt\n    title Phases, times in %s\n    dateFormat YYYY-MM-DD HH:mm:ss\n    axisFormat %s\n"
		"    todayMarker off\n", chart->zone, axis_of(&range));
	put_phases(out, chart);
	put_windows(out, chart);
	put_moments(out, chart, &range);
}
