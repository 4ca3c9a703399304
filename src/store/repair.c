#include "store/repair_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "base/text.h"
#include "store/care.h"
#include "store/internal.h"

enum {
	/* where SQLite holds its locks: readers on 510 bytes, who wants to write on the one before */
	LOCK_AT = 0x40000000 + 2,
	LOCK_LENGTH = 510,
	LOCK_PAUSE_US = 500,
	VERSION_AT = 60, /* in the file's header */
	APPLICATION_AT = 68,
	COPY_PART = 1 << 20,
};

/* The private folder that everything is made in, and what is in it. */
struct bench {
	struct buf folder, old, journal, wal, fresh;
	int held;
};

static void file_in(const struct bench *bench, const char *name, struct buf *out)
{
	path_join(out, buf_text(&bench->folder), name);
}

static bool bench_open(struct bench *bench, const char *to, struct err *err)
{
	struct stat status;
	*bench = (struct bench){ .held = -1 };
	if (lstat(to, &status) == 0)
		return err_set(err, ERR_USAGE, "%s is already there: name a new file with --to", to);
	if (!repair_folder_open(to, &bench->folder, &bench->held, err))
		return false;
	file_in(bench, "old.db", &bench->old);
	file_in(bench, "old.db-journal", &bench->journal);
	file_in(bench, "old.db-wal", &bench->wal);
	file_in(bench, "new.db", &bench->fresh);
	return true;
}

static void bench_close(struct bench *bench)
{
	repair_folder_close(&bench->folder, bench->held);
	buf_fini(&bench->folder);
	buf_fini(&bench->old);
	buf_fini(&bench->journal);
	buf_fini(&bench->wal);
	buf_fini(&bench->fresh);
}

static bool copy_bytes(int from, int to)
{
	char *part = mem_new(COPY_PART, 1);
	ssize_t got;
	bool ok = true;
	while (ok && (got = read(from, part, COPY_PART)) != 0)
		ok = got > 0 ? path_write_fd(to, part, (size_t)got) : errno == EINTR;
	int reason = errno;
	free(part);
	errno = reason;
	return ok;
}

static bool copy_open(int from, const char *name, const char *to, struct err *err)
{
	int fd = open(to, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
	bool ok = fd >= 0 && fchmod(fd, 0600) == 0 && copy_bytes(from, fd);
	if (!ok)
		err_errno(err, errno, "cannot copy %s to %s", name, to);
	if (fd >= 0)
		close(fd);
	return ok;
}

/* A journal, if there is one. */
static bool copy_beside(const char *from, const char *suffix, const char *to, struct err *err)
{
	struct buf name = { 0 };
	struct stat status;
	buf_printf(&name, "%s%s", from, suffix);
	int fd = open(buf_text(&name), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	bool ok = fd < 0 ? errno == ENOENT || err_errno(err, errno, "cannot read %s", buf_text(&name))
			 : fstat(fd, &status) < 0 || !S_ISREG(status.st_mode) ||
				   copy_open(fd, buf_text(&name), to, err);
	if (fd >= 0)
		close(fd);
	buf_fini(&name);
	return ok;
}

/* As a reader of SQLite's does it: nobody writes into the file meanwhile. Who has the file
 * open in this process, as the UI does, must hold no lock on it now: it goes when ours is closed. */
static bool lock(int fd, const char *path, struct err *err)
{
	const struct flock lock = { .l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = LOCK_AT, .l_len = LOCK_LENGTH };
	const struct timespec pause = { .tv_nsec = LOCK_PAUSE_US * 1000L };
	for (int tries = 0; fcntl(fd, F_SETLK, &lock) < 0; tries++) {
		if (errno != EACCES && errno != EAGAIN)
			return errno == ENOLCK || err_errno(err, errno, "cannot lock %s", path);
		if (tries * LOCK_PAUSE_US / 1000 >= STORE_PATIENCE_MS)
			return err_set(err, ERR_BUSY, "%s is locked by another program: try again", path);
		nanosleep(&pause, NULL);
	}
	return true;
}

static bool copy_all(const struct bench *bench, const char *from, struct err *err)
{
	struct stat status;
	int fd = open(from, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return err_errno(err, errno, "cannot read %s", from);
	bool ok = fstat(fd, &status) == 0 || err_errno(err, errno, "cannot read %s", from);
	if (ok && !S_ISREG(status.st_mode))
		ok = err_set(err, ERR_USAGE, "%s is not a file: name another with --db", from);
	ok = ok && lock(fd, from, err) && copy_open(fd, from, buf_text(&bench->old), err) &&
	     copy_beside(from, "-journal", buf_text(&bench->journal), err) &&
	     copy_beside(from, "-wal", buf_text(&bench->wal), err);
	close(fd);
	return ok;
}

/* SQLite itself puts back what a writer that was killed left half written. What it says of the damage is no matter. */
static void settle_journal(const struct bench *bench)
{
	sqlite3 *db = NULL;
	if (store_connect(buf_text(&bench->old), &db) == SQLITE_OK) {
		sqlite3_exec(db, query_text(QUERY_SCHEMA_COUNT), NULL, NULL, NULL);
		sqlite3_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL);
	}
	sqlite3_close(db);
}

static bool check_version(const struct pages *pages, const char *from, struct err *err)
{
	int64_t version = pages_header(pages, VERSION_AT);
	if (pages_header(pages, APPLICATION_AT) != STORE_APPLICATION || version <= store_newest() ||
		version > STORE_VERSION_MOST)
		return true;
	return err_set(err, ERR_USAGE, "%s was written by a newer inquest (its format is %lld, this program knows up to "
		"%d): upgrade inquest", from, (long long)version, store_newest());
}

static bool rollback(struct store *store)
{
	store_rollback(store);
	if (!sqlite3_get_autocommit(store->db))
		store_run(store, QUERY_ROLLBACK, NULL, NULL);
	return false;
}

static bool bring_over(struct mender *mender, struct pages *pages, const char *from, struct err *err)
{
	if (!store_begin_writing(mender->store, err))
		return false;
	/* rows are looked up within it as well: to lock and unlock for each is a quarter of the time */
	bool ok = mender_read_log(mender, pages, err) && mender_read_rows(mender, pages, err);
	if (ok && !mender->out->changes && !mender->found.count && !mender->out->drafts)
		ok = err_set(err, ERR_USAGE, "nothing that inquest wrote is found in %s", from);
	ok = ok && store_run(mender->store, QUERY_COMMIT, NULL, err);
	return ok || rollback(mender->store);
}

static bool complete(struct mender *mender, const struct store_stamp *stamp, struct err *err)
{
	const struct store_stamp own = { .now = stamp->now, .author = RECOVERED_AUTHOR };
	if (!store_begin(mender->store, &own, err))
		return false;
	bool ok = mender_complete(mender, err) && search_rebuild(mender->store, err) &&
		  mender_report(mender, err) && store_commit(mender->store, err);
	return ok || rollback(mender->store);
}

/* Bytes that are not there are lost; all else must be as it should. */
static bool check_fresh(struct mender *mender, struct err *err)
{
	struct buf all = { 0 }, bytes = { 0 };
	size_t findings, missing;
	bool ok = care_check(mender->store, &all, &findings, err) &&
		  care_check_bytes(mender->store, &bytes, &missing, err);
	if (ok && findings != missing)
		ok = err_set(err, ERR_IO, "the new database does not check, and is not kept: %s", buf_text(&all));
	if (ok) {
		mender->out->bytes_lost += (int64_t)missing;
		buf_puts(&mender->out->report, buf_text(&bytes));
	}
	buf_fini(&all);
	buf_fini(&bytes);
	return ok;
}

static bool build(struct mender *mender, const struct bench *bench, const char *from, const struct store_stamp *stamp,
	uint64_t seed, struct err *err)
{
	struct pages pages;
	if (!pages_open(&pages, buf_text(&bench->old), err))
		return false;
	mender_set_limit(mender, &pages);
	bool ok = check_version(&pages, from, err) &&
		  store_open(&mender->store, buf_text(&bench->fresh), STORE_CREATE, seed, err) &&
		  store_hurry(mender->store, err) &&
		  bring_over(mender, &pages, from, err) && complete(mender, stamp, err) && check_fresh(mender, err);
	store_close(mender->store);
	mender->store = NULL;
	pages_close(&pages);
	return ok;
}

bool repair_database(const char *from, const char *to, const struct store_stamp *stamp, uint64_t seed,
	struct repair *out, struct err *err)
{
	struct bench bench;
	struct mender mender = { .out = out };
	*out = (struct repair){ 0 };
	bool ok = bench_open(&bench, to, err) && copy_all(&bench, from, err);
	if (ok)
		settle_journal(&bench);
	ok = ok && build(&mender, &bench, from, stamp, seed, err) && care_settle(buf_text(&bench.fresh), to, err);
	mender_fini(&mender);
	bench_close(&bench);
	return ok;
}

bool repair_lossy(const struct repair *repair)
{
	return repair->changes_lost || repair->lost || repair->doubtful || repair->bytes_lost;
}

void repair_fini(struct repair *repair)
{
	buf_fini(&repair->report);
}
