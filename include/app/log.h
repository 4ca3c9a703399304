/* What the forms of `log` share. */
#ifndef APP_LOG_H
#define APP_LOG_H

#include "app/command.h"

/* Give a new event its incident, and what was not said: now, the author, initial values. */
void log_fill(struct app *app, const struct record *incident, struct record *event);

/* Attach bytes to an event, within an open batch. */
bool log_attach(struct app *app, const struct record *event, const char *name, const struct buf *bytes, struct err *err);

/* Say what was logged: a line, or JSON. */
void log_echo(struct call *call, const struct record *incident, const struct record *event);

/* `log --follow`: standard input becomes events as it comes, until it ends. */
bool log_follow(struct call *call, struct err *err);

#endif
