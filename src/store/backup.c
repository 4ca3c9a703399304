/* Copies of a database. */
#include "store/care.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/interrupt.h"
#include "base/path.h"
#include "base/text.h"
#include "store/internal.h"

enum {
	STRETCH = 5000,		/* changes compared in one go: reading keeps writers waiting */
	PROGRESS_STEPS = 100000, /* of SQLite's, between looks at whether somebody interrupts */
};

/*
 * In one step: what others write in between would start it over. Nothing is synced while our lock keeps
 * writers waiting; that comes after.
 */
static bool copy_pages(struct store *store, sqlite3 *target, const char *path, struct err *err)
{
	sqlite3_exec(target, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", NULL, NULL, NULL);
	sqlite3_backup *backup = sqlite3_backup_init(target, "main", store->db, "main");
	int code = backup ? sqlite3_backup_step(backup, -1) : sqlite3_errcode(target);
	int finish = sqlite3_backup_finish(backup);
	if (code == SQLITE_DONE && finish == SQLITE_OK)
		return true;
	if ((code & 0xFF) == SQLITE_BUSY || (code & 0xFF) == SQLITE_LOCKED)
		return err_set(err, ERR_BUSY, "%s or the backup %s is locked by another program: try again", store->path, path);
	/* what is read is the database, what is written the copy */
	if (code == SQLITE_IOERR_READ)
		return store_error(store, code, err);
	if ((code & 0xFF) == SQLITE_READONLY)
		return err_set(err, ERR_DENIED, "the backup %s cannot be written to: check the permissions of its folder", path);
	if ((code & 0xFF) == SQLITE_FULL)
		return err_set(err, ERR_IO, "cannot write the backup %s: %s: free some room, then try again", path,
			sqlite3_errmsg(target));
	return err_set(err, ERR_IO, "cannot copy %s to the backup %s: %s: see whether the disks are well, then try again",
		store->path, path, sqlite3_errmsg(target));
}

static int stopped(void *context)
{
	return interrupt_came(context);
}

static bool stop(struct interrupt *interrupt, const char *path, struct err *err)
{
	return !interrupt_came(interrupt) || err_set(err, ERR_FAILED, "stopped: there is no backup %s", path);
}

/* Both logs are the same up to the copy's last change, unless something was redacted here since. */
static bool compare_logs(struct store *store, struct store *copy, bool *same, struct interrupt *interrupt, struct err *err)
{
	struct sum here, there;
	int64_t last = 0, redacted = 0;
	bool ok = store_int(copy, QUERY_REPAIR_HIGHEST, NULL, &last, err);
	*same = true;
	for (int64_t after = 0; ok && *same && after < last && !interrupt_came(interrupt); after += STRETCH) {
		const struct param params[] = { PARAM_INT("after", after),
			PARAM_INT("until", after + STRETCH < last ? after + STRETCH : last), { .name = NULL } };
		ok = store_sum(store, QUERY_BACKUP_CHANGES, params, &here, err) &&
		     store_sum(copy, QUERY_BACKUP_CHANGES, params, &there, err);
		*same = !ok || (here.rows == there.rows && here.sum == there.sum);
	}
	if (ok && !*same) {
		ok = store_int(store, QUERY_BACKUP_REDACTED, PARAMS(PARAM_INT("after", last)), &redacted, err);
		*same = redacted > 0;
	}
	return ok;
}

static bool sound(struct store *copy, bool *out, struct err *err)
{
	struct buf line = { 0 };
	bool ok = store_text(copy, QUERY_INTEGRITY, NULL, &line, NULL, err);
	*out = text_equal(buf_text(&line), "ok");
	buf_fini(&line);
	return ok;
}

static bool verify(struct store *store, const char *copied, const char *path, struct interrupt *interrupt, struct err *err)
{
	struct store *copy = NULL;
	struct err reason = { 0 };
	bool good = false, same = false;
	bool ok = store_open(&copy, copied, STORE_EXISTING, 0, &reason);
	if (ok)
		sqlite3_progress_handler(copy->db, PROGRESS_STEPS, stopped, interrupt);
	ok = ok && sound(copy, &good, &reason) &&
	     (!good || compare_logs(store, copy, &same, interrupt, &reason));
	store_close(copy);
	if (!stop(interrupt, path, err))
		return false;
	if (ok && good && same)
		return true;
	return err_set(err, reason.code == ERR_DENIED || reason.code == ERR_BUSY ? reason.code : ERR_IO,
		"the backup %s does not read back well and is removed%s%s: see what `inquest doctor` says of the database", path,
		reason.text[0] ? ": " : "", reason.text);
}

bool care_settle(const char *from, const char *to, struct err *err)
{
	int fd = open(from, O_RDONLY | O_CLOEXEC);
	bool ok = (fd >= 0 && fsync(fd) == 0) || err_errno(err, errno, "cannot write %s", to);
	if (fd >= 0)
		close(fd);
	if (!ok)
		return false;
	bool named = path_rename_new(from, to);
	if (!named && errno == EEXIST)
		return err_set(err, ERR_USAGE, "%s is already there: name a new file", to);
	return named ? path_sync_entry(to, err) : err_errno(err, errno, "cannot make %s", to);
}

static bool copy_and_verify(
	struct store *store, const char *part, const char *path, struct interrupt *interrupt, struct err *err)
{
	sqlite3 *target = NULL;
	bool ok = store_connect(part, &target) == SQLITE_OK;
	int reason = sqlite3_system_errno(target);
	if (!ok)
		err_errno(err, reason ? reason : EIO, "cannot open the backup %s (check its folder and its disk, then try again)", path);
	ok = ok && copy_pages(store, target, path, err);
	sqlite3_close(target);
	return ok && verify(store, part, path, interrupt, err) && care_settle(part, path, err);
}

bool care_backup(struct store *store, const char *path, struct err *err)
{
	struct stat status;
	struct interrupt interrupt;
	struct buf part = { 0 };
	if (lstat(path, &status) == 0)
		return err_set(err, ERR_USAGE, "%s is already there: name a new file for the backup", path);
	buf_printf(&part, "%s.XXXXXX", path);
	int fd = mkostemp(part.data, O_CLOEXEC);
	if (fd < 0) {
		buf_fini(&part);
		return err_errno(err, errno, "cannot make the backup %s", path);
	}
	bool ok = (fchmod(fd, 0600) == 0 || err_errno(err, errno, "cannot make the backup %s", path)) &&
		  interrupt_begin(&interrupt, err);
	close(fd);
	if (ok) {
		ok = copy_and_verify(store, buf_text(&part), path, &interrupt, err);
		interrupt_end(&interrupt);
	}
	if (!ok)
		unlink(buf_text(&part));
	buf_fini(&part);
	return ok;
}
