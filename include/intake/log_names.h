/* What ids in a log stand for: the people and channels of a chat, read from files beside it. */
#ifndef INTAKE_LOG_NAMES_H
#define INTAKE_LOG_NAMES_H

#include "store/store.h"

struct log_names;

/* Empty; free with log_names_free. */
struct log_names *log_names_new(void);
void log_names_free(struct log_names *names); /* NULL is fine */

/*
 * Read on in a file of names: users.json, channels.json and their like of a Slack export, whole. What has no id or no
 * name in it is passed over, and the first name of an id counts. False only for errors of the database.
 */
bool log_names_read(struct log_names *names, struct store *store, const char *bytes, size_t len, struct err *err);

/* Whether a file, named without folders, of a Slack export has names. */
bool log_names_file(const char *name);

/* The name, borrowed, or NULL. `names` may be NULL. */
const char *log_names_get(const struct log_names *names, const char *id, size_t len);

#endif
