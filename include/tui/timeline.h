/* The timeline: a stretch of events around what is seen, read by key, so that a million do not
 * matter. */
#ifndef TUI_TIMELINE_H
#define TUI_TIMELINE_H

#include "model/record.h"
#include "tui/view.h"

struct timeline {
	struct records events; /* the stretch, in time order */
	bool first, last;      /* it begins with the first, ends with the last event there is */
	bool known;	       /* it was read once: no events are no events */
	size_t selected, top;  /* in the stretch */
	size_t shown;	       /* how many were drawn last */
	bool below;	       /* there are events below them */
	/* The newest event stays in sight. While one writes it is also what is selected; while one
	 * browses the selection stays where it is, so that `d` never hits what came in a moment
	 * ago. */
	bool follow;
	int64_t at, number; /* key of the selected event, also while it is not in the stretch; 0:
			       none */
};

/* Empty, at the newest event. */
void timeline_clear(struct timeline *timeline);

/* Select an event by its number (it was just logged, say); takes effect with the next load. */
void timeline_select(struct ui *ui, int64_t number, int64_t at);

/* The selected event, or NULL. */
const struct record *timeline_selected(const struct ui *ui);

#endif
