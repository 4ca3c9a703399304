/* What SQLite and the system say went wrong, in words for people. */
#include "store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

void store_forget(struct store *store)
{
	if (!store->doubted || sqlite3_txn_state(store->db, "main") != SQLITE_TXN_NONE)
		return;
	sqlite3_db_release_memory(store->db);
	store->doubted = false;
}

static bool read_touched(const struct store *store, struct timespec *out)
{
	struct stat status;
	if (stat(store->path, &status) < 0)
		return false;
	*out = status.st_ctim;
	return true;
}

void store_touched(struct store *store)
{
	read_touched(store, &store->touched);
}

static void look_for_others(struct store *store)
{
	struct timespec now;
	if (!read_touched(store, &now) ||
		(now.tv_sec == store->touched.tv_sec && now.tv_nsec == store->touched.tv_nsec))
		return;
	store->touched = now;
	store->doubted = true;
	store->rewritten++;
}

/* Asked of SQLite's own descriptor: to open and close the file would give up its locks. */
static bool holds_something(struct store *store, struct err *err)
{
	sqlite3_file *file = NULL;
	sqlite3_int64 size;
	look_for_others(store);
	sqlite3_file_control(store->db, "main", SQLITE_FCNTL_FILE_POINTER, &file);
	if (!file || file->pMethods->xFileSize(file, &size) != SQLITE_OK || size > 0)
		return true;
	store->doubted = true;
	return err_set(err, ERR_IO, "the database %s was emptied: nothing was written; put it back, or restore a backup",
		store->path);
}

bool store_in_place(struct store *store, bool *moved, struct err *err)
{
	struct stat status;
	int gone = 0;
	if (moved)
		*moved = false;
	if (store->scratch)
		return true;
	sqlite3_file_control(store->db, "main", SQLITE_FCNTL_HAS_MOVED, &gone);
	if (!gone)
		return holds_something(store, err);
	/* SQLite takes a file that it cannot look at for one that has moved */
	if (stat(store->path, &status) < 0 && errno != ENOENT && errno != ENOTDIR)
		return err_errno(err, errno, "cannot look at the database %s, so nothing was written", store->path);
	sqlite3_file_control(store->db, "main", SQLITE_FCNTL_HAS_MOVED, &gone);
	if (!gone)
		return holds_something(store, err);
	if (moved)
		*moved = true;
	return err_set(err, ERR_IO,
		"the database %s was deleted, moved or replaced: nothing was written; put it back, or start "
		"inquest anew",
		store->path);
}

bool store_moved(struct store *store)
{
	bool moved;
	store_in_place(store, &moved, NULL);
	return moved;
}

/*
 * What of the database may not be written to: the file, its journal or their folder. By the names: to open and close
 * the file would give up SQLite's locks on it. An errno and the name, or 0.
 */
static int forbidden(const struct store *store, struct buf *name)
{
	static const char *const ends[] = { "", "-journal" };
	const char *opened = sqlite3_db_filename(store->db, "main"); /* where a link leads */
	const char *path = text_empty(opened) ? store->path : opened;
	for (size_t i = 0; i < LENGTH(ends); i++) {
		buf_truncate(name, 0);
		buf_printf(name, "%s%s", path, ends[i]);
		if (faccessat(AT_FDCWD, buf_text(name), W_OK, AT_EACCESS) < 0 && errno != ENOENT)
			return errno;
	}
	const char *slash = strrchr(path, '/');
	buf_truncate(name, 0);
	if (slash)
		buf_put(name, path, slash == path ? 1 : (size_t)(slash - path));
	else
		buf_puts(name, ".");
	return faccessat(AT_FDCWD, buf_text(name), W_OK, AT_EACCESS) < 0 ? errno : 0;
}

static bool is_there(const struct store *store)
{
	return access(store->path, F_OK) == 0;
}

static bool refused(struct store *store, int reason, struct err *err)
{
	struct buf name = { 0 };
	int why = forbidden(store, &name);
	if (why == EROFS)
		err_set(err, ERR_DENIED, "%s is on a disk that may only be read", buf_text(&name));
	else if (why == EACCES || why == EPERM)
		err_set(err, ERR_DENIED, "%s may only be read: check its permissions and its folder's", buf_text(&name));
	else if (reason && reason != EBADF)
		err_set(err, ERR_DENIED, "cannot write to %s: %s: check its permissions and its folder's", store->path,
			strerror(reason));
	else
		err_set(err, ERR_IO, "%s or its journal cannot be opened for writing, which may be passing: try again",
			store->path);
	buf_fini(&name);
	return false;
}

static bool full(struct store *store, int reason, struct err *err)
{
	const char *what = reason == EDQUOT ? "the quota of the disk is used up"
			   : reason == EFBIG ? "the limit for the size of files is reached"
					     : "the disk is full";
	const char *todo = reason == EFBIG ? "raise it" : "free some room";
	if (store->unsure)
		return err_set(err, ERR_IO, "%s, as was found at the end of writing to %s: %s", what, store->path, todo);
	if (store->resumed || store->kept)
		return err_set(err, ERR_IO, "%s: %s was not written to %s; %s and try again", what,
			store->resumed ? "the rest" : "this", store->path, todo);
	return err_set(err, ERR_IO, "%s: %s was not changed; %s and try again", what, store->path, todo);
}

static bool unreadable(struct store *store, int code, int reason, struct err *err)
{
	const char *path = store->path;
	switch (reason) {
	case ENOSPC:
	case EDQUOT:
	case EFBIG:
		return full(store, reason, err);
	case EROFS:
	case EACCES:
	case EPERM:
	case EBADF:
		return refused(store, reason, err);
	case ENOENT:
	case 0:
		if ((code & 0xFF) == SQLITE_CANTOPEN && is_there(store))
			return refused(store, 0, err);
		if ((code & 0xFF) == SQLITE_CANTOPEN)
			return err_set(err, ERR_DENIED, "cannot open %s: check that its folder exists and may be written",
				path);
		return err_set(err, ERR_IO, "cannot read or write %s: see whether its disk is well, then try again", path);
	case EISDIR:
		return err_set(err, ERR_IO, "cannot read or write %s: %s-journal is a folder: move that away and try again", path,
			path);
	case ENOMEM:
	case EMFILE:
	case ENFILE:
	case EINTR:
	case ENOLCK:
		return err_set(err, ERR_IO, "cannot read or write %s: %s: try again", path, strerror(reason));
	default:
		return err_set(err, ERR_IO, "cannot read or write %s: %s: see whether its disk is well, then try again",
			path, strerror(reason));
	}
}

bool store_schema_gone(struct store *store)
{
	const char *message = sqlite3_errmsg(store->db);
	return text_starts(message, "no such table") || text_starts(message, "no such column") ||
	       text_equal(message, "unsupported file format");
}

bool store_error(struct store *store, int code, struct err *err)
{
	const int seen = errno;
	store->failed = code;
	const char *path = store->path;
	const char *message = sqlite3_errmsg(store->db);
	switch (code & 0xFF) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(err, ERR_BUSY,
			"%s is locked by another program: try again", path);
	case SQLITE_FULL:
		return full(store, ENOSPC, err);
	case SQLITE_READONLY:
		if (code == SQLITE_READONLY_DBMOVED && !store_in_place(store, NULL, err))
			return false;
		return refused(store, 0, err);
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return refused(store, EACCES, err);
	case SQLITE_CANTOPEN:
	case SQLITE_IOERR:
		return unreadable(store, code, sqlite3_system_errno(store->db), err);
	case SQLITE_NOTADB:
		store->doubted = true;
		return err_set(err, ERR_USAGE, "%s is not a database: name another file with --db; if it was one, `inquest doctor "
					       "--repair` finds what is left of it", path);
	case SQLITE_CORRUPT:
		if (seen == EIO || seen == ENXIO)
			return unreadable(store, code, seen, err);
		store->doubted = true;
		return err_set(err, ERR_IO, "%s is damaged (%s): restore a backup, or let `inquest doctor "
					    "--repair` make a new database of what can be read",
			path, message);
	case SQLITE_ERROR: /* our own SQL is sound: what it names is not there, or the header says what cannot be */
		store->doubted = true;
		if (!holds_something(store, err))
			return false;
		return err_set(err, ERR_IO, "%s: %s: restore a backup, or let `inquest doctor --repair` make a new database of "
					    "what can be read", path, message);
	case SQLITE_NOMEM:
		out_of_memory();
	}
	return err_set(err, ERR_IO, "%s: %s", path, message);
}
