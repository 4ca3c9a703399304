/* The search screen: one line to type in, and what it finds in all incidents. */
#ifndef TUI_SEARCH_H
#define TUI_SEARCH_H

#include "app/search.h"
#include "tui/place.h"

struct search {
	bool open;	 /* closing an incident comes back here */
	struct buf text; /* what is looked for */
	struct search_query query;
	bool known; /* the query was understood, and `hits` are its */
	struct search_hits hits;
	struct list list;
	int64_t left; /* changes that the index does not have yet */
	bool stuck;   /* it cannot get them now */
	struct ui_place place;
};

extern const struct view view_search;

/* Forget everything. */
void search_fini(struct search *search);

/* Leave the search screen for where one came from. */
bool search_close(struct ui *ui, struct err *err);

/* After an incident was closed: back to the hits, if it was opened from them. */
void search_return(struct ui *ui);

/* Whether ui_tick has more to read into the index for what is shown. */
bool search_is_reading(const struct ui *ui);

/* ---- commands of the UI ---- */

/* Each runs the row of its name in ui_commands with the words behind it. False, and the error is shown: it did nothing. */
bool run_search(struct ui *ui, char *const *words, size_t count, struct err *err);

#endif
