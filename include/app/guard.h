/*
 * Nobody overwrites what somebody else wrote in the meantime: a command that runs with a guard writes only if the
 * fields it was made for still have the values that its author saw.
 */
#ifndef APP_GUARD_H
#define APP_GUARD_H

#include "app/app.h"

/* Who gave a field (or "gone", for deletion) the value it has. */
struct touch {
	char author[128];
	int64_t at;	/* ms since 1970 */
	int64_t change; /* as `undo` takes it; 0: nobody did */
};

/* Read it out of the change log. */
bool touch_read(struct app *app, const char *entity, const char *field, struct touch *out, struct err *err);

/*
 * Within a batch, where nobody else can write: ERR_CONFLICT if one of the records was deleted, or one of the fields in
 * its `set` has another value now. app_begin calls it for app->guard.
 */
bool guard_check(struct app *app, const struct records *seen, struct err *err);

/*
 * Put together what two people made of one text, line by line, as git merges; appended to `out`. ERR_CONFLICT if both
 * changed the same lines; ERR_IO if the git part of the program is needed and missing.
 */
bool guard_merge(const char *base, const char *mine, const char *theirs, struct buf *out, struct err *err);

#endif
