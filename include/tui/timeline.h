/* The timeline: a stretch of events around what is seen, read by key, so that a million do not
 * matter. */
#ifndef TUI_TIMELINE_H
#define TUI_TIMELINE_H

#include "app/read.h"
#include "base/when.h"
#include "model/record.h"
#include "tui/strip.h"
#include "tui/timeline_look.h"
#include "tui/view.h"

/* One row of an event that is shown whole. */
struct unfolded_row {
	uint32_t at, len; /* in its text */
};

struct unfolded {
	int64_t number;
	struct buf text; /* the event's, then what else is known of it; empty: not in the stretch */
	size_t details;	 /* where that begins */
	int columns;	 /* that `rows` were made for; 0: none yet */
	VEC(struct unfolded_row) rows;
};

/* Which events are shown. */
struct timeline_filter {
	char *text;		    /* as it was written; NULL: all */
	struct event_filter events; /* borrows the next two */
	char *author, *words;
	int64_t count, all; /* how many match, of how many; in a huge incident not known */
};

struct timeline {
	struct timeline_filter only;
	struct strip strip;
	bool pinned_known;
	struct records pinned; /* the latest of the key moments, for the side panel */
	struct records events; /* the stretch, in time order */
	bool first, last;      /* it begins with the first, ends with the last event there is */
	struct timeline_look look;
	bool unfit;	       /* the filter was another when it was read */
	bool known;	       /* it was read once: no events are no events */
	bool changed;	       /* the database was, since the last load */
	bool many, huge;       /* events, filter or not: worth a strip; too many to count while one
				  waits */
	size_t selected, top;  /* in the stretch */
	int skip;	       /* rows of the event at `top` that are scrolled off */
	int scroll;	       /* the selected event is higher than the list by so many rows */
	size_t shown;	       /* how many were drawn last */
	bool below;	       /* there are events below them */
	bool gaps;	       /* show how much later each event was than the one before */
	VEC(struct unfolded) unfolded;
	/* The newest event stays in sight. While one writes it is also what is selected; while one
	 * browses the selection stays where it is, so that `d` never hits what came in a moment
	 * ago. `hold`: not even at the end, until asked for again. */
	bool follow, hold;
	/* Key of the last event that was in sight; how many came in behind it, NEW_MAX at most. */
	int64_t seen_at, seen_number;
	size_t new;
	int64_t at, number; /* key of the selected event, also while it is not in the stretch; 0:
			       none */
};

enum { NEW_MAX = 100 };

/* Empty, at the newest event. */
void timeline_clear(struct timeline *timeline);

/* Show a stretch that was read, in place of the one before: takes its events, also if that fails. */
bool timeline_show(struct ui *ui, const struct timeline *fresh, struct err *err);

/* Select an event by its number (it was just logged, say); takes effect with the next load. */
void timeline_select(struct ui *ui, int64_t number, int64_t at);

/* The same for an event that one asked to go to: a filter that hides it is cleared, which is said. */
bool timeline_reveal(struct ui *ui, const struct record *event, struct err *err);

/* The selected event, or NULL. */
const struct record *timeline_selected(const struct ui *ui);

/* Draw the events into an area; scrolls so that the selected one is seen. There must be one. */
void timeline_draw_list(struct ui *ui, struct area area);

/* Append what is to be said at the end of the list: how many are marked, that there is more below, how
 * many came in, or that the newest is followed. Nothing, mostly. Gives its style. */
enum style timeline_put_end(const struct ui *ui, struct buf *out);

/* ---- unfolding ---- */

/* Enter: show the selected event whole, with all that is known of it, or fold it again. */
bool timeline_unfold(struct ui *ui, struct err *err);

/* Make what is shown of the unfolded events in the stretch, which was read again. */
bool timeline_unfold_read(struct ui *ui, struct err *err);

/* Fold all that are unfolded. */
void timeline_fold_all(struct timeline *timeline);

/* ---- filter ---- */

/* The filter to read events with; NULL: all. Borrowed. */
const struct event_filter *timeline_filter(const struct ui *ui);

/* view.filter and view.filtered. */
bool timeline_filter_set(struct ui *ui, const char *text, struct err *err);
const char *timeline_filtered(const struct ui *ui);

/*
 * Read a filter: words that must be in an event's text, author, kind or link one after the other,
 * and `kind:decision,note`, `kind:milestones`, `author:ana`, `since:14:00`, `until:"yesterday
 * 15:00"`, `pinned`, `text:pinned` for a word that would mean something. Times are read as by
 * when_parse in `ctx`; a minute or a day ends when it is over. ERR_USAGE names what cannot be
 * understood; `out` is only set on success. The caller ends it with timeline_filter_clear.
 */
bool timeline_filter_parse(const char *text, const struct when_context *ctx,
	struct timeline_filter *out, struct err *err);
void timeline_filter_clear(struct timeline_filter *filter);

/* Append `text` with the term in it, or without it if it is there; terms of the same name make
 * room. */
void timeline_filter_toggle(const char *text, const char *term, struct buf *out);

/* Count what matches. */
bool timeline_filter_count(struct ui *ui, struct err *err);

/* Draw what is filtered, if anything, into the first row of the area; gives the rest. */
struct area timeline_filter_draw(struct ui *ui, struct area area);

/* True if the timeline is what is shown; else an error that says it has to be. */
bool timeline_needed(const struct ui *ui, struct err *err);

/* ---- what one does with the selected event, or with all that are marked ---- */

/* Each runs the row of its name in ui_commands with the words behind it. False, and the error is shown: it did nothing. */
bool run_pin(struct ui *ui, char *const *words, size_t count, struct err *err);
bool run_insert(struct ui *ui, char *const *words, size_t count, struct err *err);
bool run_make(struct ui *ui, char *const *words, size_t count, struct err *err);
bool run_gaps(struct ui *ui, char *const *words, size_t count, struct err *err);
bool run_only(struct ui *ui, char *const *words, size_t count, struct err *err);
bool run_follow(struct ui *ui, char *const *words, size_t count, struct err *err);

#endif
