/*
 * An incident drawn to scale: its phases as a bar, its impact windows if there are several, and its
 * milestones and key moments. As Mermaid, which GitHub and GitLab draw in Markdown; as SVG for
 * HTML; as characters for plain text. Any text may be in it: none of it can end or change the
 * drawing.
 */
#ifndef DOC_CHART_H
#define DOC_CHART_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/mem.h"
#include "model/phases.h"

struct chart_span {
	int64_t from, to; /* ms; `to` is now if it goes on */
	bool ongoing;
};

struct chart_moment {
	int64_t at;
	const char *kind; /* of the event: "detected" */
	char *text;	  /* one plain line, owned */
	bool milestone;
};

struct chart {
	const char *zone;      /* in which its times are shown; borrowed */
	struct phases phases;  /* without any there is no bar */
	VEC(struct chart_span) windows; /* in time order */
	VEC(struct chart_moment) moments; /* in time order */
};

/* True if there is anything to see: phases, or two moments that are not the same. */
bool chart_worth(const struct chart *chart);

/* What all drawings show: the phases with half as much room again before and after at most, so that a change
 * weeks before does not make a dot of the outage; without phases the windows and moments. Never empty. */
struct chart_range {
	int64_t from, to;
};
struct chart_range chart_range(const struct chart *chart);

/* Append a moment as it is said in a drawing of this range: its clock, and before that its day where the range is longer
 * than one. */
void chart_when(struct buf *out, const struct chart *chart, const struct chart_range *range, int64_t at);

/* Append the day alone: "Tue 17 Jan", with the year where the range is long. */
void chart_day(struct buf *out, const struct chart *chart, const struct chart_range *range, int64_t at);

/* How many impact windows are drawn below the bar: none if the only one is what the phases show already. */
size_t chart_windows(const struct chart *chart);

/* Whether each phase gets a line of its own where a bar cannot have several: not if there were many windows. */
bool chart_lists_phases(const struct chart *chart);

/* Append the length of a phase or window: "12 min", "12 min so far". */
void chart_length(struct buf *out, int64_t from, int64_t to, bool ongoing);

/* Append the lines of a Mermaid gantt chart, without a fence around it. Takes charts that are chart_worth. */
void chart_mermaid(struct buf *out, const struct chart *chart);

/*
 * Append an <svg> element with role, title and description, for a page that has share/style.css; without
 * it the colours are fixed. Phases differ in height as well as in colour.
 */
void chart_svg(struct buf *out, const struct chart *chart);

/* Append lines of at most `columns` (40 at least are assumed): a bar for each phase and window. */
void chart_text(struct buf *out, const struct chart *chart, int columns);

/* Free what it holds. */
void chart_fini(struct chart *chart);

#endif
