/* Where one came from, for screens that lie beside the board and the incident: search, import. */
#ifndef TUI_PLACE_H
#define TUI_PLACE_H

#include "model/record.h"
#include "tui/view.h"

struct ui_place {
	const struct view *view;
	char incident[ID_SIZE]; /* "": the board */
	bool composing;
};

/* Save what is being written and remember where one is; false, and one stays, if it cannot be saved. */
bool place_leave(struct ui *ui, struct ui_place *place, struct err *err);

/* Go back there. */
bool place_return(struct ui *ui, const struct ui_place *place, struct err *err);

#endif
