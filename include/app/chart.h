/* The drawing of an incident that documents have. */
#ifndef APP_CHART_H
#define APP_CHART_H

#include "app/document.h"
#include "app/material.h"
#include "doc/chart.h"
#include "doc/html.h"

/* Append the chart as a fenced block of Markdown: nothing if none is asked for, or there is nothing to see. */
void chart_block(struct app *app, const struct material *material, enum document_charts how, struct buf *out);

/* The SVG that takes the place of the Mermaid block in HTML. */
struct chart_figure {
	struct buf source, svg;
	struct html_figure figure; /* borrows from them */
};

/* End it with chart_figure_fini, and do not move it before. */
void chart_figure_draw(struct app *app, const struct material *material, struct chart_figure *out);
void chart_figure_fini(struct chart_figure *figure);

#endif
