#include "app/chart.h"

#include <stdlib.h>

#include "app/edit.h"
#include "base/text.h"
#include "doc/markdown.h"

enum { COLUMNS = 68 }; /* of a block in plain text: indented, it is no wider than a mail */

/* The first line as plain text; Markdown that cannot be parsed, as it is. */
static char *plain_line(const char *text)
{
	struct buf line = { 0 }, plain = { 0 };
	edit_first_line(text, &line);
	if (!markdown_plain(&plain, buf_text(&line), line.len, NULL))
		buf_puts(&plain, buf_text(&line));
	for (size_t i = 0; i < plain.len; i++)
		if (plain.data[i] == '\n')
			plain.data[i] = ' ';
	buf_fini(&line);
	return buf_steal(&plain);
}

/* One whose end nobody noted has no length that could be drawn. */
static void add_window(struct chart *chart, const struct impact_window *window, bool open)
{
	bool ongoing = !window->end.number;
	if (!ongoing || open)
		*vec_push(&chart->windows) = (struct chart_span){ .from = window->begin.at,
			.to = window->begin.at + window->ms, .ongoing = ongoing };
}

/* Somebody noted it, for others: its time is not to be taken for that of the next phase, nor said to be unknown. */
static void hide_unknown(struct phases *phases)
{
	for (enum phase_kind kind = 0; kind < PHASE_COUNT; kind++) {
		if (phases->unknown[kind] && phases->count && kind < phases->items[phases->count - 1].kind)
			*phases = (struct phases){ 0 };
		phases->unknown[kind] = false;
	}
}

/* Phases, impact windows, milestones and key moments, of what the readers may see. */
static void chart_read(struct app *app, const struct material *material, struct chart *out)
{
	const struct records *events = &material->lists[ENTITY_EVENT];
	VEC(struct milestone) milestones = { 0 };
	*out = (struct chart){ .zone = app_zone_of(app, &material->incident) };
	for (size_t i = 0; i < events->count; i++) {
		const struct record *event = &events->items[i];
		enum milestone_kind kind = milestone_find(record_text(event, EVENT_KIND));
		int64_t at = record_int(event, EVENT_AT);
		if (kind != MILESTONE_COUNT)
			*vec_push(&milestones) =
				(struct milestone){ .kind = kind, .at = at, .number = event->number };
		if (kind != MILESTONE_COUNT || record_int(event, EVENT_PINNED))
			*vec_push(&out->moments) = (struct chart_moment){ .at = at,
				.kind = record_text(event, EVENT_KIND),
				.text = plain_line(record_text(event, EVENT_TEXT)),
				.milestone = kind != MILESTONE_COUNT };
	}
	/* an end that is withheld may be there: see material_metrics */
	bool open = !material->partial && status_is_open(record_text(&material->incident, INCIDENT_STATUS));
	phases_compute(&out->phases, milestones.items, milestones.count, app_now(app), open);
	if (material->partial)
		hide_unknown(&out->phases);
	struct metrics metrics;
	metrics_compute(&metrics, milestones.items, milestones.count, app_now(app), open);
	for (size_t i = 0; i < metrics.windows && i < METRIC_WINDOWS_LISTED; i++)
		add_window(out, &metrics.listed[i], open);
	free(milestones.items);
}

void chart_block(struct app *app, const struct material *material, enum document_charts how, struct buf *out)
{
	struct chart chart;
	if (how == CHARTS_NONE)
		return;
	chart_read(app, material, &chart);
	if (chart_worth(&chart) && (how == CHARTS_MERMAID || chart.phases.count || chart.windows.count)) {
		buf_puts(out, how == CHARTS_MERMAID ? "```mermaid\n" : "```\n");
		if (how == CHARTS_MERMAID)
			chart_mermaid(out, &chart);
		else
			chart_text(out, &chart, COLUMNS);
		buf_puts(out, "```");
	}
	chart_fini(&chart);
}

void chart_figure_draw(struct app *app, const struct material *material, struct chart_figure *out)
{
	struct chart chart;
	*out = (struct chart_figure){ 0 };
	chart_read(app, material, &chart);
	chart_mermaid(&out->source, &chart);
	chart_svg(&out->svg, &chart);
	out->figure = (struct html_figure){ "mermaid", buf_text(&out->source), buf_text(&out->svg) };
	chart_fini(&chart);
}

void chart_figure_fini(struct chart_figure *figure)
{
	buf_fini(&figure->source);
	buf_fini(&figure->svg);
}
