/*
 * A folder with a database for the tests of src/store, and a second way into it: a connection of SQLite's
 * own that sees what is really in the file.
 */
#ifndef TESTS_STORE_SANDBOX_H
#define TESTS_STORE_SANDBOX_H

#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/path.h"
#include "base/text.h"
#include "store/care.h"
#include "store/internal.h"
#include "store/undo.h"
#include "scratch.h"
#include "suite.h"

#define UNUSED_OK __attribute__((unused))

enum { SEED = 7 };

/* 2023-01-17T15:00Z, when most of the tests happen. */
#define NOON INT64_C(1673967600000)

static struct box {
	char *folder;
	char *path; /* folder/test.db */
	struct store *store;
	int64_t now; /* one second later at every batch */
	const char *author;
	struct err err;
} box;

/* Fail with the message of box.err. */
#define OK(call) ck_assert_msg((call), "%s: %s", #call, box.err.text)
#define FAILS(call, code_, part)                                                                   \
	do {                                                                                       \
		box.err = (struct err){ 0 };                                                       \
		ck_assert_msg(!(call), "%s succeeded", #call);                                     \
		ck_assert_msg(box.err.code == (code_) && strstr(box.err.text, (part)),             \
			"%s: error %d: %s", #call, box.err.code, box.err.text);                    \
	} while (0)

UNUSED_OK static char *box_path(const char *name)
{
	struct buf path = { 0 };
	buf_printf(&path, "%s/%s", box.folder, name);
	return buf_steal(&path);
}

UNUSED_OK static void box_open(void)
{
	OK(store_open(&box.store, box.path, STORE_CREATE, SEED, &box.err));
}

UNUSED_OK static void box_close(void)
{
	store_close(box.store);
	box.store = NULL;
}

/* Checked fixtures: each test has a folder of its own, the database not made yet; or open. */
UNUSED_OK static void box_make(void)
{
	box = (struct box){ .folder = scratch_folder("store"), .now = NOON, .author = "ana" };
	box.path = box_path("test.db");
}

UNUSED_OK static void box_make_open(void)
{
	box_make();
	box_open();
}

static int box_unlink(const char *path, const struct stat *status, int type, struct FTW *walk)
{
	(void)status, (void)type, (void)walk;
	return remove(path);
}

UNUSED_OK static void box_remove(void)
{
	box_close();
	nftw(box.folder, box_unlink, 16, FTW_DEPTH | FTW_PHYS);
	free(box.path);
	free(box.folder);
}

/* ---- the second way in ---- */

/* Run SQL; rows as lines of values between bars are appended to `out`, if not NULL. */
UNUSED_OK static void sql_into(struct buf *out, const char *sql)
{
	sqlite3 *db;
	ck_assert_int_eq(sqlite3_open(box.path, &db), SQLITE_OK);
	sqlite3_busy_timeout(db, 5000);
	for (const char *rest = sql; rest && *rest;) {
		sqlite3_stmt *statement;
		int code = sqlite3_prepare_v2(db, rest, -1, &statement, &rest);
		ck_assert_msg(code == SQLITE_OK, "%s: %s", sql, sqlite3_errmsg(db));
		while (statement && (code = sqlite3_step(statement)) == SQLITE_ROW) {
			for (int i = 0; out && i < sqlite3_column_count(statement); i++) {
				const char *text = (const char *)sqlite3_column_text(statement, i);
				buf_printf(out, "%s%s", i ? "|" : "", text ? text : "NULL");
			}
			if (out)
				buf_putc(out, '\n');
		}
		ck_assert_msg(!statement || code == SQLITE_DONE, "%s: %s", sql, sqlite3_errmsg(db));
		sqlite3_finalize(statement);
	}
	sqlite3_close(db);
}

UNUSED_OK __attribute__((format(printf, 1, 2))) static void sql(const char *format, ...)
{
	struct buf text = { 0 };
	va_list args;
	va_start(args, format);
	buf_vprintf(&text, format, args);
	va_end(args);
	sql_into(NULL, buf_text(&text));
	buf_fini(&text);
}

/* The only row's values, between bars. Caller frees. */
UNUSED_OK __attribute__((format(printf, 1, 2))) static char *sql_text(const char *format, ...)
{
	struct buf text = { 0 }, out = { 0 };
	va_list args;
	va_start(args, format);
	buf_vprintf(&text, format, args);
	va_end(args);
	sql_into(&out, buf_text(&text));
	buf_trim_end(&out);
	buf_fini(&text);
	return buf_steal(&out);
}

#define SQL_IS(expected, ...)                                                                      \
	do {                                                                                       \
		char *got_ = sql_text(__VA_ARGS__);                                                \
		ck_assert_str_eq(got_, expected);                                                  \
		free(got_);                                                                        \
	} while (0)

/* Every row of every table that the change log folds to, as text. Caller frees. */
UNUSED_OK static char *all_tables(void)
{
	struct buf out = { 0 }, select = { 0 };
	for (int kind = 0; kind <= ENTITY_COUNT; kind++) {
		const char *table =
			kind < ENTITY_COUNT ? entity_get((enum entity_kind)kind)->name : "undo";
		buf_printf(&out, "== %s\n", table);
		buf_truncate(&select, 0);
		buf_printf(&select, "SELECT * FROM \"%s\" ORDER BY id", table);
		sql_into(&out, buf_text(&select));
	}
	buf_fini(&select);
	return buf_steal(&out);
}

/* ---- batches ---- */

UNUSED_OK static void begin(void)
{
	const struct store_stamp stamp = { .now = box.now += 1000, .author = box.author };
	OK(store_begin(box.store, &stamp, &box.err));
}

UNUSED_OK static void commit(void)
{
	OK(store_commit(box.store, &box.err));
}

UNUSED_OK static void put(struct record *record)
{
	OK(store_put(box.store, record, &box.err));
}

/* A new entity in a batch of its own; with an open batch, in that. Caller frees the record. */
UNUSED_OK static struct record add(enum entity_kind kind, const char *incident, const char *headline)
{
	struct record record;
	bool inside = box.store->writing;
	record_init(&record, kind);
	if (incident)
		text_copy(record.incident, sizeof record.incident, incident);
	record_set_text(&record, entity_get(kind)->headline, headline);
	if (kind == ENTITY_EVENT)
		record_set_int(&record, EVENT_AT, box.now);
	record_set_initial(&record);
	if (!inside)
		begin();
	put(&record);
	if (!inside)
		commit();
	return record;
}

/* Change one field of an entity, in a batch of its own unless one is open. */
UNUSED_OK static void edit(const struct record *record, int field, const char *text)
{
	struct record change;
	bool inside = box.store->writing;
	record_init(&change, record->kind);
	memcpy(change.id, record->id, ID_SIZE);
	memcpy(change.incident, record->incident, ID_SIZE);
	record_set_text(&change, field, text);
	if (!inside)
		begin();
	put(&change);
	if (!inside)
		commit();
	record_fini(&change);
}

UNUSED_OK static void set_gone(const struct record *record, bool gone)
{
	struct record change;
	bool inside = box.store->writing;
	record_init(&change, record->kind);
	memcpy(change.id, record->id, ID_SIZE);
	memcpy(change.incident, record->incident, ID_SIZE);
	change.gone = gone;
	change.set_gone = true;
	if (!inside)
		begin();
	put(&change);
	if (!inside)
		commit();
	record_fini(&change);
}

/* What is stored now; caller frees the record. */
UNUSED_OK static struct record get(const struct record *record)
{
	struct record now;
	OK(store_get(box.store, record->kind, record->id, &now, &box.err));
	return now;
}

#define FIELD_IS(record_, field_, expected)                                                        \
	do {                                                                                       \
		struct record now_ = get(record_);                                                 \
		ck_assert_str_eq(record_text(&now_, field_), expected);                            \
		record_fini(&now_);                                                                \
	} while (0)

#define GONE_IS(record_, expected)                                                                 \
	do {                                                                                       \
		struct record now_ = get(record_);                                                 \
		ck_assert_int_eq(now_.gone, expected);                                             \
		record_fini(&now_);                                                                \
	} while (0)

/* What doctor would say; lines are appended to `out`. */
UNUSED_OK static size_t findings(struct buf *out)
{
	size_t count;
	OK(care_check(box.store, out, &count, &box.err));
	return count;
}

#define NO_FINDINGS()                                                                              \
	do {                                                                                       \
		struct buf out_ = { 0 };                                                           \
		size_t count_ = findings(&out_);                                                   \
		ck_assert_msg(count_ == 0 && !out_.len, "%s", buf_text(&out_));                    \
		buf_fini(&out_);                                                                   \
	} while (0)

/* The tests of one program, each in a sandbox that `setup` makes. */
#define RUN_SUITE(name, setup, ...) RUN_TESTS_WITHIN(name, setup, box_remove, __VA_ARGS__)

#endif
