/* Hearing that another program wrote to a file, without asking again and again. */
#ifndef TUI_WATCH_H
#define TUI_WATCH_H

#include <stdbool.h>

/*
 * Watch a file and those beside it whose names begin with its name (a database and its journal),
 * through inotify on their folder. Gives a descriptor that is readable when something happened
 * there, or -1 where that cannot be had (the file system does not tell, or too many are watched):
 * then one has to ask.
 */
int watch_open(const char *path);

/* Take what is there to read; true if one of these files was written to. */
bool watch_read(int fd, const char *path);

#endif
