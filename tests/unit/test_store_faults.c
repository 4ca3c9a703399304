/*
 * Writing while the disk fails: every single write, sync and truncation of a commit is made to fail once,
 * and for good. What was acknowledged is there afterwards, what was refused is not, and the file is whole.
 */
#include "store_sandbox.h"

#include <glob.h>
#include <limits.h>

/* ---- a file system that fails on demand: SQLite's own behind a counter ---- */

static struct {
	sqlite3_vfs *real;
	bool armed, for_good;
	int left;    /* operations until the failure */
	int code;    /* what a write or truncation then gives */
	bool failed; /* it happened */
	const char *alters; /* a text whose first letter is another one on the disk, which says nothing of it */
	void (*meanwhile)(void); /* done once a backup is opened to be read back */
	int opened;		 /* times that it was opened */
	char page; /* only in pages that begin so; 0: in all */
} disk;

struct faulty_file {
	sqlite3_file base;
	sqlite3_file *real; /* in the memory behind this one */
};

static bool fails_now(void)
{
	if (!disk.armed || (disk.failed && !disk.for_good))
		return false;
	if (!disk.failed && --disk.left > 0)
		return false;
	disk.failed = true;
	return true;
}

#define REAL(file) (((struct faulty_file *)(file))->real)
#define PASS(method, ...) REAL(file)->pMethods->method(__VA_ARGS__)

static int f_close(sqlite3_file *file)
{
	return PASS(xClose, REAL(file));
}
static int f_read(sqlite3_file *file, void *to, int len, sqlite3_int64 at)
{
	return PASS(xRead, REAL(file), to, len, at);
}
static int write_altered(sqlite3_file *file, const void *from, int len, sqlite3_int64 at)
{
	char *bytes = mem_copy_n(from, (size_t)len);
	for (char *found; (!disk.page || bytes[0] == disk.page) && (found = memmem(bytes, (size_t)len, disk.alters, strlen(disk.alters)));)
		*found ^= 1;
	int code = PASS(xWrite, REAL(file), bytes, len, at);
	free(bytes);
	return code;
}
static int f_write(sqlite3_file *file, const void *from, int len, sqlite3_int64 at)
{
	if (disk.alters)
		return write_altered(file, from, len, at);
	if (!fails_now())
		return PASS(xWrite, REAL(file), from, len, at);
	/* half of it arrives, as on a full disk */
	PASS(xWrite, REAL(file), from, len / 2, at);
	return disk.code;
}
static int f_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	return fails_now() ? SQLITE_IOERR_TRUNCATE : PASS(xTruncate, REAL(file), size);
}
static int f_sync(sqlite3_file *file, int flags)
{
	return fails_now() ? SQLITE_IOERR_FSYNC : PASS(xSync, REAL(file), flags);
}
static int f_size(sqlite3_file *file, sqlite3_int64 *size)
{
	return PASS(xFileSize, REAL(file), size);
}
static int f_lock(sqlite3_file *file, int level)
{
	return PASS(xLock, REAL(file), level);
}
static int f_unlock(sqlite3_file *file, int level)
{
	return PASS(xUnlock, REAL(file), level);
}
static int f_reserved(sqlite3_file *file, int *out)
{
	return PASS(xCheckReservedLock, REAL(file), out);
}
static int f_control(sqlite3_file *file, int op, void *arg)
{
	return PASS(xFileControl, REAL(file), op, arg);
}
static int f_sector(sqlite3_file *file)
{
	return PASS(xSectorSize, REAL(file));
}
static int f_device(sqlite3_file *file)
{
	return PASS(xDeviceCharacteristics, REAL(file));
}

static const sqlite3_io_methods methods = { 1, f_close, f_read, f_write, f_truncate, f_sync, f_size, f_lock,
	f_unlock, f_reserved, f_control, f_sector, f_device, NULL, NULL, NULL, NULL, NULL, NULL };

static int v_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
	struct faulty_file *faulty = (struct faulty_file *)file;
	(void)vfs;
	if (disk.meanwhile && flags & SQLITE_OPEN_MAIN_DB && strstr(name, "copy.db.") && ++disk.opened == 2)
		disk.meanwhile();
	faulty->real = (sqlite3_file *)(faulty + 1);
	int code = disk.real->xOpen(disk.real, name, faulty->real, flags, out);
	faulty->base.pMethods = code == SQLITE_OK ? &methods : NULL;
	return code;
}

static sqlite3_vfs vfs;

static void faults_make(void)
{
	box_make_open();
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	record_fini(&incident);
	box_close();
	disk.real = sqlite3_vfs_find(NULL);
	vfs = *disk.real;
	vfs.szOsFile = (int)sizeof(struct faulty_file) + disk.real->szOsFile;
	vfs.zName = "faulty";
	vfs.xOpen = v_open;
	ck_assert_int_eq(sqlite3_vfs_register(&vfs, 1), SQLITE_OK);
}

/* ---- one commit, with the failure at one operation ---- */

static void copy_file(const char *from, const char *to)
{
	struct buf bytes = { 0 };
	OK(path_read(&bytes, from, 1024 * 1024, &box.err));
	OK(path_write(to, bytes.data, bytes.len, 0600, &box.err));
	buf_fini(&bytes);
}

/* A batch of an event, an action and a change of status. */
static bool write_batch(const char *incident, struct err *err)
{
	const struct store_stamp stamp = { .now = NOON + 60000, .author = "ana" };
	static const enum entity_kind kinds[] = { ENTITY_EVENT, ENTITY_ACTION };
	bool ok = store_begin(box.store, &stamp, err);
	for (size_t i = 0; ok && i < LENGTH(kinds); i++) {
		struct record record;
		record_init(&record, kinds[i]);
		text_copy(record.incident, ID_SIZE, incident);
		record_set_text(&record, entity_get(kinds[i])->headline, "as it was written");
		ok = store_put(box.store, &record, err);
		record_fini(&record);
	}
	if (ok)
		return store_commit(box.store, err);
	store_rollback(box.store);
	return false;
}

struct tally {
	int points, acknowledged, refused, doubtful;
};

/* Fail at operation 1, 2, 3 … until a commit needs fewer. */
static struct tally fail_everywhere(int code, bool for_good, enum err_code expected)
{
	struct tally tally = { 0 };
	char *pristine = box_path("pristine.db"), *incident = sql_text("SELECT id FROM incident");
	if (access(pristine, F_OK) < 0)
		copy_file(box.path, pristine);
	do {
		struct err err = { 0 };
		char *journal = box_path("test.db-journal");
		unlink(journal);
		free(journal);
		copy_file(pristine, box.path);
		box_open();
		disk.armed = true;
		disk.failed = false;
		disk.for_good = for_good;
		disk.code = code;
		disk.left = ++tally.points;
		bool ok = write_batch(incident, &err);
		disk.armed = false;
		box_close();
		tally.acknowledged += ok;
		tally.refused += !ok;
		ck_assert_msg(ok || (err.code == expected && err.text[0]), "operation %d: error %d: %s",
			tally.points, err.code, err.text);
		SQL_IS("ok", "PRAGMA integrity_check");
		/* one that is there, but that nothing could be written after, is no success */
		tally.doubtful += !ok && strstr(err.text, " has the change, but ");
		SQL_IS(ok || strstr(err.text, " has the change, but ") ? "3|1|1" : "1|0|0",
			"SELECT count(*), (SELECT count(*) FROM event), (SELECT count(*) FROM action) FROM change");
	} while (disk.failed);
	free(pristine);
	free(incident);
	return tally;
}

START_TEST(a_failing_disk_loses_nothing_that_was_acknowledged)
{
	for (int for_good = 0; for_good < 2; for_good++) {
		struct tally tally = fail_everywhere(SQLITE_IOERR_WRITE, for_good, ERR_IO);
		/* the journal, its header and the pages are written, both files synced */
		ck_assert_int_gt(tally.points, 20);
		ck_assert_int_gt(tally.refused, 15);
		/* without failure, and with one that came after the change was safe */
		ck_assert_int_eq(tally.acknowledged, 2 - for_good);
		ck_assert_int_eq(tally.doubtful, for_good);
	}
}
END_TEST

START_TEST(a_full_disk_changes_nothing_and_says_so)
{
	for (int for_good = 0; for_good < 2; for_good++)
		ck_assert_int_gt(fail_everywhere(SQLITE_FULL, for_good, ERR_IO).refused, 15);
}
END_TEST

START_TEST(after_a_failure_the_same_store_goes_on)
{
	char *incident = sql_text("SELECT id FROM incident");
	struct err err = { 0 };
	int failures = 0;
	box_open();
	for (int point = 1; point < 30; point += 3) {
		disk.armed = true;
		disk.failed = disk.for_good = false;
		disk.code = SQLITE_FULL;
		disk.left = point;
		failures += !write_batch(incident, &err);
		disk.armed = false;
		ck_assert_msg(write_batch(incident, &err), "%s", err.text);
	}
	ck_assert_int_gt(failures, 5);
	char *events = sql_text("SELECT count(*) FROM event");
	ck_assert_int_eq(atoi(events), 2 * 10 - failures);
	NO_FINDINGS();
	free(events);
	free(incident);
}
END_TEST

/* ---- what is said of the ones before ---- */

static bool put_note(struct err *err)
{
	return store_run(box.store, QUERY_LOCAL_SET, PARAMS(PARAM_TEXT("name", "x"), PARAM_TEXT("value", "y")), err);
}

/* A batch without a change of the log, as when an attempt to publish is noted. */
static bool note_in_batch(struct err *err)
{
	const struct store_stamp stamp = { .now = NOON + 60000, .author = "ana" };
	if (!store_begin(box.store, &stamp, err))
		return false;
	if (put_note(err))
		return store_commit(box.store, err);
	store_rollback(box.store);
	return false;
}

/* The message of a batch on a disk that is full from operation `point` on. */
static const char *fill_up(int point, bool (*batch)(struct err *err), struct err *err)
{
	*err = (struct err){ 0 };
	disk.armed = disk.for_good = true;
	disk.failed = false;
	disk.code = SQLITE_FULL;
	disk.left = point;
	bool ok = batch(err);
	disk.armed = false;
	return ok ? NULL : err->text;
}

static char first_incident[ID_SIZE];

static bool write_one(struct err *err)
{
	return write_batch(first_incident, err);
}

static void find_incident(void)
{
	char *id = sql_text("SELECT id FROM incident");
	text_copy(first_incident, sizeof first_incident, id);
	free(id);
}

START_TEST(that_nothing_was_changed_is_said_only_where_it_is_so)
{
	struct err err;
	find_incident();
	box_open();
	OK(store_begin(box.store, &(struct store_stamp){ .now = NOON, .author = "ana" }, &box.err));
	OK(put_note(&box.err));
	store_rollback(box.store);
	ck_assert_ptr_nonnull(strstr(fill_up(1, write_one, &err), "was not changed"));
	OK(put_note(&box.err));
	ck_assert_ptr_nonnull(strstr(fill_up(1, write_one, &err), "this was not written"));
	box_close();
	box_open();
	OK(note_in_batch(&box.err));
	ck_assert_ptr_nonnull(strstr(fill_up(1, write_one, &err), "this was not written"));
	ck_assert_ptr_null(strstr(err.text, "not changed"));
}
END_TEST

START_TEST(a_note_that_may_be_there_is_not_said_to_be_missing)
{
	struct err err;
	int doubtful = 0, point = 1;
	find_incident();
	for (const char *said; box_open(), (said = fill_up(point, note_in_batch, &err)); point++) {
		const bool doubt = strstr(said, "look whether it is done") != NULL;
		doubtful += doubt;
		ck_assert_msg(!doubt || !(strstr(said, "not changed") || strstr(said, "not written")), "%s", said);
		/* the next one is not said to be the first */
		ck_assert_msg(!doubt || !strstr(fill_up(1, write_one, &err), "not changed"), "%s", err.text);
		box_close();
	}
	ck_assert_int_gt(doubtful, 5);
}
END_TEST

/* ---- a file that is taken away ---- */

static void away(const char *to)
{
	char *path = box_path(to);
	ck_assert_int_eq(rename(box.path, path), 0);
	free(path);
}

static void back(const char *from)
{
	char *path = box_path(from);
	ck_assert_int_eq(rename(path, box.path), 0);
	free(path);
}

START_TEST(a_database_that_is_taken_away_takes_nothing_until_it_is_back)
{
	const struct store_stamp stamp = { .now = NOON, .author = "ana" };
	struct record incident, event;
	box_open();
	incident = add(ENTITY_INCIDENT, NULL, "Checkout");
	away("elsewhere.db");
	FAILS(store_begin(box.store, &stamp, &box.err), ERR_IO, "deleted, moved or replaced");
	FAILS(store_run(box.store, QUERY_LOCAL_SET, PARAMS(PARAM_TEXT("name", "x"), PARAM_TEXT("value", "y")),
		      &box.err),
		ERR_IO, "put it back");
	back("elsewhere.db");
	event = add(ENTITY_EVENT, incident.id, "one");
	record_fini(&event);
	/* in the middle of a batch */
	begin();
	event = add(ENTITY_EVENT, incident.id, "two");
	away("elsewhere.db");
	FAILS(store_commit(box.store, &box.err), ERR_IO, "nothing was written");
	back("elsewhere.db");
	SQL_IS("1", "SELECT count(*) FROM event");
	record_fini(&event);
	event = add(ENTITY_EVENT, incident.id, "two");
	SQL_IS("2", "SELECT count(*) FROM event");
	record_fini(&event);
	record_fini(&incident);
	NO_FINDINGS();
}
END_TEST

/* Neither the backup nor what it was called while it was made. */
#define NOTHING_LEFT(path)                                                                         \
	do {                                                                                       \
		char pattern_[PATH_MAX];                                                           \
		glob_t found_;                                                                     \
		snprintf(pattern_, sizeof pattern_, "%s*", path);                                  \
		ck_assert_int_eq(glob(pattern_, 0, NULL, &found_), GLOB_NOMATCH);                  \
	} while (0)

START_TEST(a_backup_that_says_something_else_is_not_kept)
{
	box_open();
	struct record incident = add(ENTITY_INCIDENT, NULL, "Checkout");
	char *path = box_path("copy.db");
	disk.alters = "heckout";
	FAILS(care_backup(box.store, path, &box.err), ERR_IO, "does not read back well and is removed");
	NOTHING_LEFT(path);
	/* the log says the same, but an index does not name it any more */
	disk.alters = incident.id + 1;
	disk.page = 10;
	FAILS(care_backup(box.store, path, &box.err), ERR_IO, "does not read back well and is removed");
	disk.alters = NULL;
	disk.page = 0;
	NOTHING_LEFT(path);
	OK(care_backup(box.store, path, &box.err));
	free(path);
	record_fini(&incident);
}
END_TEST

START_TEST(a_backup_that_cannot_be_written_says_why_and_leaves_nothing)
{
	static const struct {
		int code;
		const char *says;
	} rows[] = { { SQLITE_FULL, "free some room" }, { SQLITE_IOERR_WRITE, "see whether the disks are well" },
		{ SQLITE_READONLY, "check the permissions of its folder" } };
	box_open();
	char *path = box_path("copy.db");
	for (size_t i = 0; i < LENGTH(rows); i++) {
		disk.armed = disk.for_good = true;
		disk.failed = false;
		disk.left = 1;
		disk.code = rows[i].code;
		FAILS(care_backup(box.store, path, &box.err), rows[i].code == SQLITE_READONLY ? ERR_DENIED : ERR_IO, rows[i].says);
		disk.armed = false;
		NOTHING_LEFT(path);
	}
	free(path);
}
END_TEST

static void redact_checkout(void)
{
	const struct store_stamp stamp = { .now = NOON + 1, .author = "bo" };
	struct redaction redaction;
	struct records incidents = { 0 };
	struct store *other;
	OK(store_open(&other, box.path, STORE_EXISTING, 0, &box.err));
	OK(store_records(other, QUERY_LIST_INCIDENT, PARAMS(PARAM_TEXT("incident", "")), ENTITY_INCIDENT, &incidents, &box.err));
	OK(store_begin(other, &stamp, &box.err));
	OK(care_redact(other, incidents.items[incidents.count - 1].id, "Checkout", REDACTION_MARK, &redaction, &box.err));
	OK(store_commit(other, &box.err));
	redaction_fini(&redaction);
	records_fini(&incidents);
	store_close(other);
}

START_TEST(a_backup_is_good_though_something_is_redacted_meanwhile)
{
	box_open();
	struct record incident = add(ENTITY_INCIDENT, NULL, "Checkout");
	char *path = box_path("copy.db");
	disk.opened = 0;
	disk.meanwhile = redact_checkout;
	OK(care_backup(box.store, path, &box.err));
	disk.meanwhile = NULL;
	ck_assert_int_ge(disk.opened, 2);
	SQL_IS(REDACTION_MARK, "SELECT title FROM incident WHERE number = 2");
	ck_assert_int_eq(access(path, F_OK), 0);
	free(path);
	record_fini(&incident);
}
END_TEST

static int move_away(void *to)
{
	return rename(box.path, to) != 0;
}

START_TEST(a_database_that_is_taken_away_during_the_commit_is_told)
{
	box_open();
	struct record incident = add(ENTITY_INCIDENT, NULL, "Checkout");
	char *elsewhere = box_path("elsewhere.db");
	begin();
	struct record event = { 0 };
	record_init(&event, ENTITY_EVENT);
	memcpy(event.incident, incident.id, ID_SIZE);
	record_set_text(&event, EVENT_TEXT, "went with it");
	OK(store_put(box.store, &event, &box.err));
	/* after all was looked at, and before it is written */
	sqlite3_commit_hook(box.store->db, move_away, elsewhere);
	FAILS(store_commit(box.store, &box.err), ERR_IO, "the change went with the old one");
	sqlite3_commit_hook(box.store->db, NULL, NULL);
	ck_assert_int_eq(rename(elsewhere, box.path), 0);
	SQL_IS("went with it", "SELECT text FROM event");
	free(elsewhere);
	record_fini(&event);
	record_fini(&incident);
}
END_TEST

START_TEST(a_database_that_is_deleted_or_replaced_is_not_written_to)
{
	const struct store_stamp stamp = { .now = NOON, .author = "ana" };
	struct record incident;
	box_open();
	incident = add(ENTITY_INCIDENT, NULL, "Checkout");
	ck_assert_int_eq(unlink(box.path), 0);
	FAILS(store_begin(box.store, &stamp, &box.err), ERR_IO, "deleted, moved or replaced");
	/* another one in its place */
	int fd = open(box.path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
	ck_assert_int_ge(fd, 0);
	close(fd);
	FAILS(store_begin(box.store, &stamp, &box.err), ERR_IO, "start inquest anew");
	box_close();
	box_open();
	record_fini(&incident);
	incident = add(ENTITY_INCIDENT, NULL, "Checkout again");
	SQL_IS("Checkout again", "SELECT title FROM incident");
	record_fini(&incident);
}
END_TEST

RUN_SUITE("store_faults", faults_make, a_failing_disk_loses_nothing_that_was_acknowledged,
	a_full_disk_changes_nothing_and_says_so, after_a_failure_the_same_store_goes_on,
	that_nothing_was_changed_is_said_only_where_it_is_so, a_note_that_may_be_there_is_not_said_to_be_missing,
	a_database_that_is_taken_away_takes_nothing_until_it_is_back,
	a_backup_that_says_something_else_is_not_kept, a_backup_that_cannot_be_written_says_why_and_leaves_nothing,
	a_backup_is_good_though_something_is_redacted_meanwhile,
	a_database_that_is_taken_away_during_the_commit_is_told,
	a_database_that_is_deleted_or_replaced_is_not_written_to)
