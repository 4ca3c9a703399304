/*
 * Long texts in the person's own editor: the option `editor`, else $INQUEST_EDITOR, $GIT_EDITOR, $VISUAL,
 * $EDITOR, vi. The text passes through a private temporary file that is removed only when it is saved, or was left
 * as it was by an editor that failed.
 */
#ifndef APP_EDITOR_H
#define APP_EDITOR_H

#include "app/app.h"

struct edited {
	struct buf text; /* what came back: valid UTF-8, at most 1 MiB */
	struct buf path; /* the temporary file, still there */
};

/* Let the person edit `text`; `name` is part of the file's name. An editor that fails (ERR_FAILED), or a
 * text that cannot be used, changes nothing; the message names the file, which stays. */
bool editor_open(struct app *app, const char *name, const char *text, struct edited *out, struct err *err);

/* The same for a text of up to `limit` bytes. */
bool editor_open_long(struct app *app, const char *name, const char *text, size_t limit, struct edited *out,
	struct err *err);

/* Remove the file if the text was saved; otherwise keep it and add to the error where it is. Gives `saved`. */
bool editor_close(struct edited *edited, bool saved, struct err *err);

/* The same for a text that stays in memory, such as the composer's: replaced, and the file removed. */
bool edit_in_editor(struct app *app, const char *name, struct buf *text, struct err *err);

#endif
