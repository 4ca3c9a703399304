/*
 * Drawings of any incident: a line for each moment, its first bytes the kind and the minutes since the one before, the
 * rest its text. Whatever stands there, Mermaid, SVG and characters are what they are without it.
 */
#include <stdint.h>

#include "base/duration.h"
#include "doc/chart.h"
#include "tags.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOMENTS_MAX = 40, COLUMNS = 60, KINDS = 8 };

#define START INT64_C(1673856000000)

struct drawing {
	struct chart chart;
	struct milestone milestones[MOMENTS_MAX];
	size_t milestone_count;
	int64_t at;
};

static void add(struct drawing *drawing, const char *line, size_t len)
{
	static const char *const kinds[KINDS] = { "impact", "detected", "acknowledged", "declared", "mitigated", "resolved", "note",
		"decision" };
	unsigned kind = (unsigned char)line[0] % KINDS, scale = (unsigned char)line[0] / KINDS;
	int64_t step = (int64_t)(line[1] - '0') * (MINUTE_MS << (scale % 16));
	drawing->at += step;
	enum milestone_kind milestone = milestone_find(kinds[kind]);
	if (milestone != MILESTONE_COUNT)
		drawing->milestones[drawing->milestone_count++] =
			(struct milestone){ milestone, drawing->at, (int64_t)drawing->milestone_count };
	if (kind == 0)
		*vec_push(&drawing->chart.windows) = (struct chart_span){ drawing->at, drawing->at + MINUTE_MS, scale % 2 };
	struct buf text = { 0 };
	utf8_clean(&text, line + 2, len - 2);
	*vec_push(&drawing->chart.moments) =
		(struct chart_moment){ drawing->at, kinds[kind], buf_steal(&text), milestone != MILESTONE_COUNT };
}

static int by_time(const void *a, const void *b)
{
	const struct chart_moment *one = a, *other = b;
	return (one->at > other->at) - (one->at < other->at);
}

static int by_start(const void *a, const void *b)
{
	const struct chart_span *one = a, *other = b;
	return (one->from > other->from) - (one->from < other->from);
}

/* A task is `name :tags, start, end`; its name means nothing to Mermaid. */
static void check_task(const char *line, size_t len)
{
	const char *colon = memchr(line, ':', len);
	require(colon != NULL && !memchr(colon + 1, ';', len - (size_t)(colon + 1 - line)));
	for (const char *c = line; c < colon; c++) {
		size_t digits = *c == '#' ? strspn(c + 1, "0123456789") : 0;
		require(*c != '#' || (digits && c[1 + digits] == ';'));
		if (*c == '#')
			c += digits + 1;
		else
			require((unsigned char)*c >= 0x80 || strchr(" -.,()/", *c) || (*c >= '0' && *c <= '9') ||
				(*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z'));
	}
}

static void check_mermaid(const struct chart *chart)
{
	static const char *const words[] = { "gantt", "    title ", "    dateFormat ", "    axisFormat ", "    todayMarker ",
		"    section " };
	struct buf out = { 0 };
	chart_mermaid(&out, chart);
	require(utf8_valid(buf_text(&out), out.len) && text_starts(buf_text(&out), "gantt\n"));
	for (const char *line = buf_text(&out); *line;) {
		size_t len = strcspn(line, "\n"), i = 0;
		while (i < LENGTH(words) && !text_starts(line, words[i]))
			i++;
		if (i == LENGTH(words))
			check_task(line, len);
		line += len + (line[len] == '\n');
	}
	buf_fini(&out);
}

static void check_text(const struct chart *chart)
{
	struct buf out = { 0 };
	chart_text(&out, chart, COLUMNS);
	for (const char *line = buf_text(&out); *line;) {
		size_t len = strcspn(line, "\n");
		require(utf8_valid(line, len) && text_width(line, len) <= COLUMNS);
		line += len + (line[len] == '\n');
	}
	buf_fini(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const zones[] = { "UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu" };
	struct drawing drawing = { .at = START };
	struct chart *chart = &drawing.chart;
	struct buf text = { 0 }, svg = { 0 };
	if (!size)
		return 0;
	chart->zone = zones[data[0] % LENGTH(zones)];
	buf_put(&text, data + 1, size - 1);
	for (const char *line = buf_text(&text); *line && chart->moments.count < MOMENTS_MAX;) {
		size_t len = strcspn(line, "\n");
		if (len >= 2)
			add(&drawing, line, len);
		line += len + (line[len] == '\n');
	}
	if (chart->moments.count)
		qsort(chart->moments.items, chart->moments.count, sizeof *chart->moments.items, by_time);
	if (chart->windows.count)
		qsort(chart->windows.items, chart->windows.count, sizeof *chart->windows.items, by_start);
	phases_compute(&chart->phases, drawing.milestones, drawing.milestone_count, drawing.at + MINUTE_MS, data[0] & 4);
	if (chart_worth(chart)) {
		check_mermaid(chart);
		check_text(chart);
		chart_svg(&svg, chart);
		require(utf8_valid(buf_text(&svg), svg.len));
		check_tags(buf_text(&svg));
	}
	chart_fini(chart);
	buf_fini(&text);
	buf_fini(&svg);
	return 0;
}
