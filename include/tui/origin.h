/* Events that actions and causes came from: read with the incident, so that drawing needs no
 * database. */
#ifndef TUI_ORIGIN_H
#define TUI_ORIGIN_H

#include "app/read.h"

/* Copies of these events; all zero when there are none. Ended with records_fini. */
bool origins_read(struct app *app, const struct records *actions, const struct records *causes,
	struct records *out, struct err *err);

/* Append "  ↩ #3 14:07" for the event of an id; nothing for "" or one that is gone. */
void origin_put(const struct records *origins, const char *id, const char *zone, struct buf *out);

struct ui;

/* `origin`: show in the timeline the event that the selected action or cause came from; in the
 * history what the change was about. */
bool run_origin(struct ui *ui, char *const *words, size_t count, struct err *err);

#endif
