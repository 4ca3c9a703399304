/* Files and folders. */
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/err.h"

/* Append `folder`/`name` (or `name` alone if it is absolute). */
void path_join(struct buf *out, const char *folder, const char *name);

/* Append a path as a shell takes it: `~/` is the home folder. */
void path_expand(const char *path, struct buf *out);

/* The last component; borrowed from `path`. */
const char *path_name(const char *path);

/* Make the folders above `path` that are not there, with `mode` less what the umask takes from group and others; their own
 * entries survive a power cut. */
bool path_make_parents(const char *path, mode_t mode, struct err *err);

/*
 * Append the folder that the XDG base directory specification gives for `variable` (XDG_DATA_HOME,
 * XDG_CONFIG_HOME, …), or $HOME/`fallback`, or the one in the password file if HOME is not set, plus
 * "/inquest". A relative value of the variable is ignored, as the specification says.
 */
bool path_xdg(struct buf *out, const char *variable, const char *fallback, struct err *err);

/* Make that a file or folder is at `path`, or is no more, survive a power cut: its folder is synced. Where a file system
 * has no such thing, or the folder may not be read, nothing is done. */
bool path_sync_entry(const char *path, struct err *err);

/* Replace a file all at once: temporary file in the same folder, written, synced, renamed, the name synced too. Its mode is
 * `mode` less what the umask takes from group and others. Where a symbolic link points is replaced, not the link; a device or pipe is written to.
 * A link that the system does not let us follow (in /tmp, of somebody else) is refused. */
bool path_write(const char *path, const void *data, size_t len, mode_t mode, struct err *err);

/*
 * Put bytes into a new private file (0600, synced) in $TMPDIR, if that is absolute, or /tmp: inquest-NAME-XXXXXX with `suffix`,
 * where NAME is the slug of `name`, whatever that holds.
 * `path` gets its name; on failure nothing is left and `path` is empty.
 */
bool path_write_temporary(struct buf *path, const char *name, const char *suffix, const void *data,
	size_t len, struct err *err);

/* True if `path`, with all links followed, is below `folder`. Both must exist. */
bool path_inside(const char *folder, const char *path);

/* The same of what is open as `fd`, found under `path`: the path may lead elsewhere by now. */
bool path_fd_inside(const char *folder, int fd, const char *path);

/* rename, where nothing may be at `to`, not even a link that leads nowhere: false with errno EEXIST. */
bool path_rename_new(const char *from, const char *to);

/* path_write for a file that must not be there yet: ERR_USAGE if something is, also if that came in the meantime. Links are
 * not followed. */
bool path_write_new(const char *path, const void *data, size_t len, mode_t mode, struct err *err);

/* Write all bytes to a descriptor; false with errno set. */
bool path_write_fd(int fd, const void *data, size_t len);

/*
 * Append all that `fd` gives until its end. More than `max` bytes is ERR_USAGE naming `name` and the
 * limit; what was read up to then stays in the buffer.
 */
bool path_read_fd(struct buf *buf, int fd, size_t max, const char *name, struct err *err);

/* Append a whole file, with the same limit. */
bool path_read(struct buf *buf, const char *path, size_t max, struct err *err);

/* The same, where the file need not be there: `*found` tells whether it is. One that is and cannot be read is still a
 * failure. */
bool path_read_found(struct buf *buf, const char *path, size_t max, bool *found, struct err *err);

#endif
