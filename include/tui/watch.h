/* Hearing that another program wrote to a file, without asking again and again. */
#ifndef TUI_WATCH_H
#define TUI_WATCH_H

#include <stdbool.h>

/*
 * Watch a database and its journal through inotify: the files themselves, not their folder, as that
 * may be as busy as /tmp. Gives a descriptor that is readable when one was written to or replaced,
 * or -1 where that cannot be had (too many are watched): then one has to ask.
 */
int watch_open(const char *path);

/* Take what is there to read; true if something happened. Follows files that were replaced. */
bool watch_read(int fd, const char *path);

/* Watch the file that has the name now as well: nothing is heard of one that was put in the place of one deleted. */
void watch_again(int fd, const char *path);

/* True if watching tells all: on a file system of this machine. On a shared one (NFS, SMB, FUSE)
 * the writes of others are not heard. */
bool watch_tells_all(const char *path);

#endif
