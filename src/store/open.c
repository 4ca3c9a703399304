/* Opening a database: file and folder, settings, migrations. */
#include "store/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "base/text.h"
#include "model/ulid.h"

enum {
	BUSY_PAUSE_US = 500,
	BUSY_STRAY_MS = 250, /* who waits in line tries so often all the same: the first one may be stopped */
};

static const struct {
	const char *name, *text;
} migrations[] = {
#include "migrations.inc"
};

static int64_t monotonic(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

int store_newest(void)
{
	return (int)LENGTH(migrations);
}

/*
 * SQLite's own busy handler soon sleeps 100 ms at a time, which makes the slowest of many writers wait
 * far longer than the work it waits for. Short sleeps, and no longer ones for those who have waited long:
 * newcomers would overtake them. Writers try in turn, or the unlucky ones would wait for seconds.
 */
static int busy(void *context, int count)
{
	struct store *store = context;
	const struct timespec pause = { .tv_nsec = BUSY_PAUSE_US * 1000L };
	const int64_t began = monotonic();
	if (count == 0)
		store->waiting_since = began;
	if (began - store->waiting_since >= store->patience)
		return 0;
	if (store->beginning && store->queue.fd < 0)
		queue_enter(&store->queue, sqlite3_filename_journal(sqlite3_db_filename(store->db, "main")));
	int64_t now;
	do {
		nanosleep(&pause, NULL);
		now = monotonic();
	} while (!queue_first(&store->queue) && now - began < BUSY_STRAY_MS &&
		 now - store->waiting_since < store->patience);
	return 1;
}

bool store_begin_writing(struct store *store, struct err *err)
{
	store->beginning = true;
	bool ok = store_run(store, QUERY_BEGIN, NULL, err);
	store->beginning = false;
	queue_leave(&store->queue);
	return ok;
}

void store_patience(struct store *store, int ms)
{
	store->patience = ms;
}

static bool exec(struct store *store, const char *sql, struct err *err)
{
	errno = 0;
	int code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
	return code == SQLITE_OK || store_error(store, code, err);
}

static bool pragma_int(struct store *store, const char *sql, int *out, struct err *err)
{
	sqlite3_stmt *statement = NULL;
	errno = 0;
	int code = sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	bool ok = code == SQLITE_ROW || store_error(store, code, err);
	if (ok)
		*out = sqlite3_column_int(statement, 0);
	sqlite3_finalize(statement);
	return ok;
}

static void random_bytes(struct store *store, unsigned char out[16])
{
	if (!store->seed) {
		if (store->pooled < 16) {
			/* who logs one event needs two or three, an import millions */
			size_t draw = store->drawn++ < 4 ? 16 : sizeof store->pool;
			/* a signal may end a long one early */
			for (store->pooled = 0; store->pooled < draw;) {
				ssize_t got = getrandom(store->pool + store->pooled, draw - store->pooled, 0);
				if (got < 0 && errno != EINTR)
					BUG("no random numbers: %s", strerror(errno));
				store->pooled += got > 0 ? (size_t)got : 0;
			}
		}
		store->pooled -= 16;
		memcpy(out, store->pool + store->pooled, 16);
		return;
	}
	/* splitmix64, for repeatable ids in tests: the clock keeps processes apart */
	for (size_t half = 0; half < 2; half++) {
		uint64_t z = store->seed + (uint64_t)store->clock * 31 +
			     ++store->drawn * 0x9E3779B97F4A7C15u;
		z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
		z = (z ^ z >> 27) * 0x94D049BB133111EBu;
		z ^= z >> 31;
		memcpy(out + 8 * half, &z, 8);
	}
}

void store_new_id(struct store *store, char out[ID_SIZE])
{
	unsigned char bytes[16];
	random_bytes(store, bytes);
	ulid_format(out, store->clock >> 16, bytes);
}

static bool migrate_one(struct store *store, size_t version, struct err *err)
{
	char sql[64];
	if (!exec(store, migrations[version].text, err))
		return err_wrap(err, "migration %s", migrations[version].name);
	snprintf(sql, sizeof sql, "PRAGMA user_version = %zu", version + 1);
	return exec(store, sql, err);
}

static bool migrate_from(struct store *store, int version, struct err *err)
{
	char sql[64];
	snprintf(sql, sizeof sql, "PRAGMA application_id = %d", STORE_APPLICATION);
	for (size_t next = (size_t)version; next < LENGTH(migrations); next++) {
		bool ok = exec(store, "BEGIN IMMEDIATE", err);
		int now = 0;
		ok = ok && pragma_int(store, "PRAGMA user_version", &now, err);
		/* another process may have done it while we waited for the lock */
		if (ok && (size_t)now == next)
			ok = (next || exec(store, sql, err)) && migrate_one(store, next, err);
		if (!ok || !exec(store, "COMMIT", err)) {
			sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
			return false;
		}
		store->kept = store->kept || (size_t)now == next;
	}
	return true;
}

struct format {
	int application, version;
	int64_t tables;
};

static bool read_format(struct store *store, struct format *out, struct err *err)
{
	return pragma_int(store, "PRAGMA application_id", &out->application, err) &&
	       pragma_int(store, "PRAGMA user_version", &out->version, err);
}

/* All of one moment: another process may be making the database just now. */
static bool read_whole_format(struct store *store, struct format *out, struct err *err)
{
	bool ok = exec(store, "BEGIN", err) && read_format(store, out, err) &&
		  store_int(store, QUERY_SCHEMA_COUNT, NULL, &out->tables, err);
	sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
	return ok;
}

/* Create or migrate the schema. */
static bool store_migrate(struct store *store, struct err *err)
{
	const int newest = store_newest();
	struct format format;
	if (!read_format(store, &format, err))
		return false;
	if (format.application == STORE_APPLICATION && format.version == newest)
		return true;
	if (!read_whole_format(store, &format, err))
		return false;
	if (format.application != STORE_APPLICATION && (format.application || format.tables))
		return err_set(err, ERR_USAGE,
			"%s is a database of another program: name another file with --db", store->path);
	if (format.version > newest)
		return err_set(err, ERR_USAGE,
			"%s was written by a newer inquest (its format is %d, this program knows up to %d): "
			"upgrade inquest",
			store->path, format.version, newest);
	return migrate_from(store, format.version, err);
}

static bool make_file(const char *path, enum store_mode mode, struct err *err)
{
	struct stat status;
	if (stat(path, &status) == 0) {
		if (S_ISREG(status.st_mode))
			return true;
		return err_set(err, ERR_USAGE, "%s is not a file: name another with --db", path);
	}
	if (errno != ENOENT)
		return err_errno(err, errno, "cannot open the database %s", path);
	if (mode == STORE_EXISTING)
		return err_set(err, ERR_NOT_FOUND, "there is no database %s: `inquest new TITLE` makes one",
			path);
	if (!path_make_parents(path, 0700, err))
		return false;
	int fd = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_errno(err, errno, "cannot make the database %s", path);
	/* a umask may take what is ours from us */
	bool ok = fchmod(fd, 0600) == 0 || err_errno(err, errno, "cannot make the database %s", path);
	close(fd);
	return ok;
}

static bool replica_load(struct store *store, struct err *err)
{
	struct buf id = { 0 };
	unsigned char bytes[16];
	bool found;
	if (!store_text(store, QUERY_LOCAL_GET, PARAMS(PARAM_TEXT("name", "replica")), &id, &found, err))
		return false;
	if (!found) {
		char fresh[ID_SIZE];
		random_bytes(store, bytes);
		ulid_format(fresh, store->at, bytes);
		buf_puts(&id, fresh);
		if (!store_run(store, QUERY_LOCAL_SET,
			    PARAMS(PARAM_TEXT("name", "replica"), PARAM_TEXT("value", buf_text(&id))), err)) {
			buf_fini(&id);
			return false;
		}
	}
	text_copy(store->replica, sizeof store->replica, buf_text(&id));
	buf_fini(&id);
	return true;
}

/* Read when first needed: a program that only reads has no use for it. */
bool store_replica(struct store *store, struct err *err)
{
	return store->replica[0] || replica_load(store, err);
}

static bool configure(struct store *store, struct err *err)
{
	sqlite3_extended_result_codes(store->db, 1);
	sqlite3_busy_handler(store->db, busy, store);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
	if (!search_register(store))
		return store_error(store, sqlite3_errcode(store->db), err);
	/* A file in WAL mode keeps its data in the -wal file; changing the mode brings it home. */
	return exec(store,
		"PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
		"PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON",
		err);
}

static int connect_to(const char *name, sqlite3 **db)
{
	return sqlite3_open_v2(name, db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_PRIVATECACHE, NULL);
}

int store_connect(const char *path, sqlite3 **db)
{
	struct buf name = { 0 };
	/* No threads here: thousands of locks that nobody contends for, and counts that nobody asks for, are left out. Too
	 * late once SQLite is running, which does no harm. */
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	buf_printf(&name, "%s%s", path[0] == '/' ? "" : "./", path);
	int code = connect_to(buf_text(&name), db);
	/* what it cannot open for writing SQLite only reads, for as long as it is open: a moment without a free descriptor would
	 * last a session */
	if (code == SQLITE_OK && sqlite3_db_readonly(*db, "main") == 1 &&
		faccessat(AT_FDCWD, buf_text(&name), W_OK, AT_EACCESS) == 0) {
		sqlite3_close(*db);
		code = connect_to(buf_text(&name), db);
	}
	buf_fini(&name);
	return code;
}

static struct store *make(const char *path, uint64_t seed)
{
	struct store *store = mem_new(1, sizeof *store);
	store->path = mem_copy(path);
	store->seed = seed;
	store->queue = (struct queue)QUEUE_NONE;
	store->patience = STORE_PATIENCE_MS;
	return store;
}

bool store_open(
	struct store **out, const char *path, enum store_mode mode, uint64_t seed, struct err *err)
{
	*out = NULL;
	if (!make_file(path, mode, err))
		return false;
	struct store *store = make(path, seed);
	int code = store_connect(path, &store->db);
	bool ok = code == SQLITE_OK || store_error(store, code, err);
	ok = ok && configure(store, err) && store_migrate(store, err);
	if (!ok) {
		store_close(store);
		return false;
	}
	*out = store;
	return true;
}

bool store_hurry(struct store *store, struct err *err)
{
	return exec(store, "PRAGMA synchronous = OFF; PRAGMA cache_size = -65536", err);
}

bool store_open_scratch(struct store **out, struct err *err)
{
	static const enum query needless[] = { QUERY_DROP_EVENT_MILESTONE, QUERY_DROP_EVENT_AT, QUERY_DROP_EVENT_PINNED,
		QUERY_DROP_EVENT_ORIGIN };
	struct store *store = *out = make("the scratch database in the folder for temporary files", 0);
	store->scratch = true;
	/* no name: SQLite's own kind of database that is deleted when it is closed */
	int code = sqlite3_open_v2("", &store->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_PRIVATECACHE, NULL);
	bool ok = code == SQLITE_OK || store_error(store, code, err);
	if (ok)
		sqlite3_extended_result_codes(store->db, 1);
	ok = ok && (search_register(store) || store_error(store, sqlite3_errcode(store->db), err)) &&
	     exec(store, "PRAGMA journal_mode = MEMORY", err) && store_hurry(store, err) && store_migrate(store, err);
	for (size_t i = 0; ok && i < LENGTH(needless); i++)
		ok = store_run(store, needless[i], NULL, err);
	if (!ok) {
		store_close(store);
		*out = NULL;
	}
	return ok;
}

void store_close(struct store *store)
{
	if (!store)
		return;
	store_rollback(store);
	for (int i = 0; i < QUERY_COUNT; i++)
		sqlite3_finalize(store->statements[i]);
	sqlite3_close(store->db);
	free(store->author);
	free(store->path);
	free(store);
}
