/* Opening databases: what is made, what is refused, and how it is set up. */
#include "store_sandbox.h"

#include <sys/syscall.h>

static mode_t before_chmod; /* what others could have opened it with, had they been quick */

int fchmod(int fd, mode_t mode)
{
	struct stat status;
	ck_assert_int_eq(fstat(fd, &status), 0);
	before_chmod |= status.st_mode & 07777;
	return (int)syscall(SYS_fchmod, fd, mode);
}

static mode_t mode_of(const char *path)
{
	struct stat status;
	ck_assert_msg(stat(path, &status) == 0, "%s is not there", path);
	return status.st_mode & 07777;
}

START_TEST(a_new_database_and_its_folders_are_private_whatever_the_umask)
{
	/* the last two take from the owner as well; folders that even he may not enter are not made here */
	static const mode_t masks[] = { 0, 022, 077, 0277, 0477 };
	for (size_t i = 0; i < LENGTH(masks); i++) {
		char name[32];
		snprintf(name, sizeof name, "m%zu", i);
		char *top = box_path(name);
		struct buf folder = { 0 }, path = { 0 };
		buf_printf(&folder, "%s/deep", top);
		buf_printf(&path, "%s/new.db", buf_text(&folder));
		mode_t before = umask(masks[i]);
		OK(store_open(&box.store, buf_text(&path), STORE_CREATE, 0, &box.err));
		umask(before);
		ck_assert_uint_eq(before_chmod & ~(mode_t)0600, 0);
		ck_assert_uint_eq(mode_of(buf_text(&path)), 0600);
		ck_assert_uint_eq(mode_of(buf_text(&folder)), 0700);
		ck_assert_uint_eq(mode_of(top), 0700);
		box_close();
		buf_fini(&folder);
		buf_fini(&path);
		free(top);
	}
}
END_TEST

START_TEST(folders_that_are_there_keep_their_mode)
{
	ck_assert_int_eq(chmod(box.folder, 0755), 0);
	box_open();
	ck_assert_uint_eq(mode_of(box.folder), 0755);
}
END_TEST

START_TEST(opening_an_existing_database_makes_none)
{
	char *path = box_path("none/none.db");
	FAILS(store_open(&box.store, path, STORE_EXISTING, 0, &box.err), ERR_NOT_FOUND, path);
	ck_assert_ptr_null(box.store);
	free(path);
	path = box_path("none");
	ck_assert_int_lt(access(path, F_OK), 0);
	free(path);
	box_open();
	box_close();
	OK(store_open(&box.store, box.path, STORE_EXISTING, 0, &box.err));
}
END_TEST

START_TEST(an_empty_file_becomes_a_database)
{
	int fd = open(box.path, O_CREAT | O_WRONLY, 0600);
	ck_assert_int_ge(fd, 0);
	close(fd);
	OK(store_open(&box.store, box.path, STORE_EXISTING, 0, &box.err));
	SQL_IS("1768845685", "PRAGMA application_id");
}
END_TEST

static char *file_bytes(void)
{
	struct buf bytes = { 0 };
	OK(path_read(&bytes, box.path, 1024 * 1024, &box.err));
	return buf_steal(&bytes);
}

START_TEST(a_file_that_is_no_database_is_refused_and_left_alone)
{
	struct buf text = { 0 };
	buf_fill(&text, 'x', 5000);
	OK(path_write(box.path, text.data, text.len, 0600, &box.err));
	FAILS(store_open(&box.store, box.path, STORE_CREATE, 0, &box.err), ERR_USAGE, "is not a database");
	ck_assert_msg(strstr(box.err.text, box.path) && strstr(box.err.text, "--db"), "%s", box.err.text);
	char *after = file_bytes();
	ck_assert_str_eq(after, buf_text(&text));
	free(after);
	buf_fini(&text);
}
END_TEST

START_TEST(a_folder_or_device_is_no_database)
{
	FAILS(store_open(&box.store, box.folder, STORE_CREATE, 0, &box.err), ERR_USAGE, "is not a file");
	FAILS(store_open(&box.store, "/dev/null", STORE_CREATE, 0, &box.err), ERR_USAGE, "is not a file");
}
END_TEST

START_TEST(databases_of_other_programs_are_refused_and_left_alone)
{
	static const struct {
		const char *made_by, *check, *expected;
	} rows[] = {
		{ "PRAGMA application_id = 77; PRAGMA user_version = 1", "PRAGMA application_id", "77" },
		{ "CREATE TABLE theirs (x); INSERT INTO theirs VALUES (5)", "SELECT x FROM theirs", "5" },
		{ "PRAGMA application_id = 77; CREATE TABLE theirs (x)", "SELECT count(*) FROM sqlite_schema",
			"1" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		unlink(box.path);
		sql("%s", rows[i].made_by);
		FAILS(store_open(&box.store, box.path, STORE_CREATE, 0, &box.err), ERR_USAGE,
			"another program");
		SQL_IS(rows[i].expected, "%s", rows[i].check);
		SQL_IS("0", "SELECT count(*) FROM sqlite_schema WHERE name = 'change'");
	}
}
END_TEST

START_TEST(a_database_of_a_newer_version_is_refused_and_left_alone)
{
	box_open();
	box_close();
	sql("PRAGMA user_version = 99");
	FAILS(store_open(&box.store, box.path, STORE_CREATE, 0, &box.err), ERR_USAGE, "newer inquest");
	ck_assert_msg(strstr(box.err.text, "99") && strstr(box.err.text, "upgrade"), "%s", box.err.text);
	SQL_IS("99", "PRAGMA user_version");
}
END_TEST

START_TEST(a_damaged_database_says_so)
{
	box_open();
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	for (int i = 0; i < 200; i++) {
		struct record event = add(ENTITY_EVENT, incident.id, "something that happened");
		record_fini(&event);
	}
	box_close();
	int fd = open(box.path, O_RDWR);
	struct stat status;
	fstat(fd, &status);
	static const char rubbish[4096] = { "rubbish" };
	for (off_t at = 8192; at < status.st_size; at += 4096)
		ck_assert_int_eq(pwrite(fd, rubbish, sizeof rubbish, at), sizeof rubbish);
	close(fd);
	struct records records = { 0 };
	bool ok = store_open(&box.store, box.path, STORE_CREATE, 0, &box.err) &&
		  store_list(box.store, ENTITY_EVENT, incident.id, &records, &box.err);
	ck_assert(!ok);
	ck_assert_int_eq(box.err.code, ERR_IO);
	ck_assert_msg(strstr(box.err.text, "damaged") && strstr(box.err.text, "doctor"), "%s",
		box.err.text);
	records_fini(&records);
	record_fini(&incident);
}
END_TEST

/* Root may do everything; give it up for the rest of the test's process. */
static void become_nobody(void)
{
	ck_assert_int_eq(chmod(box.folder, 0755), 0);
	if (geteuid() == 0)
		ck_assert_int_eq(seteuid(65534), 0);
}

static void become_root(void)
{
	if (getuid() == 0)
		ck_assert_int_eq(seteuid(0), 0);
}

START_TEST(a_read_only_database_can_be_read_and_writing_says_why_not)
{
	box_open();
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down"), found;
	box_close();
	ck_assert_int_eq(chmod(box.path, 0444), 0);
	become_nobody();
	OK(store_open(&box.store, box.path, STORE_CREATE, 0, &box.err));
	OK(store_get(box.store, ENTITY_INCIDENT, incident.id, &found, &box.err));
	ck_assert_str_eq(record_text(&found, INCIDENT_TITLE), "Down");
	const struct store_stamp stamp = { .now = NOON, .author = "eve" };
	record_set_text(&found, INCIDENT_TITLE, "Up");
	FAILS(store_begin(box.store, &stamp, &box.err) && store_put(box.store, &found, &box.err), ERR_DENIED,
		"may only be read");
	store_rollback(box.store);
	FIELD_IS(&incident, INCIDENT_TITLE, "Down");
	become_root();
	record_fini(&found);
	record_fini(&incident);
}
END_TEST

START_TEST(a_database_that_may_not_be_read_is_denied)
{
	box_open();
	box_close();
	ck_assert_int_eq(chmod(box.path, 0000), 0);
	become_nobody();
	FAILS(store_open(&box.store, box.path, STORE_CREATE, 0, &box.err), ERR_DENIED, box.path);
	become_root();
}
END_TEST

START_TEST(a_folder_that_may_not_be_written_is_denied)
{
	become_nobody();
	/* who is not root has it still */
	if (getuid() != 0)
		ck_assert_int_eq(chmod(box.folder, 0500), 0);
	char *path = box_path("sub/new.db");
	FAILS(store_open(&box.store, path, STORE_CREATE, 0, &box.err), ERR_DENIED, "sub");
	free(path);
	become_root();
	ck_assert_int_eq(chmod(box.folder, 0700), 0);
}
END_TEST

START_TEST(settings_are_those_that_make_ok_mean_on_disk)
{
	static const struct {
		const char *pragma;
		const char *expected;
	} rows[] = { { "PRAGMA journal_mode", "truncate" }, { "PRAGMA synchronous", "2" },
		{ "PRAGMA foreign_keys", "1" }, { "PRAGMA secure_delete", "1" },
		{ "PRAGMA trusted_schema", "0" }, { "PRAGMA cell_size_check", "1" } };
	int defensive = 0;
	box_open();
	sqlite3_db_config(box.store->db, SQLITE_DBCONFIG_DEFENSIVE, -1, &defensive);
	ck_assert_int_eq(defensive, 1);
	for (size_t i = 0; i < LENGTH(rows); i++) {
		sqlite3_stmt *statement;
		ck_assert_int_eq(
			sqlite3_prepare_v2(box.store->db, rows[i].pragma, -1, &statement, NULL), SQLITE_OK);
		ck_assert_int_eq(sqlite3_step(statement), SQLITE_ROW);
		ck_assert_str_eq((const char *)sqlite3_column_text(statement, 0), rows[i].expected);
		sqlite3_finalize(statement);
	}
}
END_TEST

START_TEST(a_database_left_in_wal_mode_comes_home_into_one_file)
{
	box_open();
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	box_close();
	sql("PRAGMA journal_mode = WAL; UPDATE incident SET title = 'Still down'");
	box_open();
	FIELD_IS(&incident, INCIDENT_TITLE, "Still down");
	char *wal = box_path("test.db-wal");
	ck_assert_int_lt(access(wal, F_OK), 0);
	SQL_IS("delete", "PRAGMA journal_mode");
	free(wal);
	record_fini(&incident);
}
END_TEST

START_TEST(many_programs_may_make_the_same_database_at_once)
{
	enum { PROGRAMS = 8 };
	for (int i = 0; i < PROGRAMS; i++) {
		pid_t child = fork();
		ck_assert_int_ge(child, 0);
		if (child == 0)
			_exit(!store_open(&box.store, box.path, STORE_CREATE, 0, NULL));
	}
	for (int i = 0; i < PROGRAMS; i++) {
		int status;
		ck_assert_int_gt(wait(&status), 0);
		ck_assert_int_eq(status, 0);
	}
	box_open();
	SQL_IS("ok", "PRAGMA integrity_check");
}
END_TEST

START_TEST(a_writer_waits_for_another_to_finish)
{
	box_open();
	int ready[2];
	ck_assert_int_eq(pipe(ready), 0);
	pid_t child = fork();
	if (child == 0) {
		sqlite3 *db;
		sqlite3_open(box.path, &db);
		sqlite3_exec(db, "BEGIN EXCLUSIVE", NULL, NULL, NULL);
		if (write(ready[1], "", 1) != 1)
			_exit(1);
		usleep(300000);
		_exit(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL));
	}
	char byte;
	ck_assert_int_eq(read(ready[0], &byte, 1), 1);
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	int status;
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
	record_fini(&incident);
}
END_TEST

RUN_SUITE("store_open", box_make, a_new_database_and_its_folders_are_private_whatever_the_umask,
	folders_that_are_there_keep_their_mode, opening_an_existing_database_makes_none,
	an_empty_file_becomes_a_database, a_file_that_is_no_database_is_refused_and_left_alone,
	a_folder_or_device_is_no_database, databases_of_other_programs_are_refused_and_left_alone,
	a_database_of_a_newer_version_is_refused_and_left_alone, a_damaged_database_says_so,
	a_read_only_database_can_be_read_and_writing_says_why_not,
	a_database_that_may_not_be_read_is_denied, a_folder_that_may_not_be_written_is_denied,
	settings_are_those_that_make_ok_mean_on_disk,
	a_database_left_in_wal_mode_comes_home_into_one_file,
	many_programs_may_make_the_same_database_at_once, a_writer_waits_for_another_to_finish)
