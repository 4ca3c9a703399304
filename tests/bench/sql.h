/* What the programs share that put rows into a database without inquest: one database each, the first failure ends them. */
#ifndef BENCH_SQL_H
#define BENCH_SQL_H

#include <errno.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static sqlite3 *db;

static inline void fail(const char *what)
{
	fprintf(stderr, "%s: %s: %s\n", program_invocation_short_name, what, sqlite3_errmsg(db));
	exit(1);
}

/* `flags`: more of SQLite's, beside those to read and write. */
static inline void open_database(const char *path, int flags)
{
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | flags, NULL) != SQLITE_OK)
		fail("open");
}

static inline void run(const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail(sql);
}

static inline sqlite3_stmt *prepare(const char *sql)
{
	sqlite3_stmt *statement;
	if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
		fail(sql);
	return statement;
}

static inline void text(sqlite3_stmt *statement, int index, const char *value)
{
	sqlite3_bind_text(statement, index, value, -1, SQLITE_STATIC);
}

/* It may be bound and run again. */
static inline void insert(sqlite3_stmt *statement)
{
	if (sqlite3_step(statement) != SQLITE_DONE)
		fail("insert");
	sqlite3_reset(statement);
}

/* Of each of the sixteen bytes the last five bits count. */
static inline void ulid(char out[27], int64_t at, const unsigned char random[16])
{
	static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
	for (int i = 9; i >= 0; i--, at >>= 5)
		out[i] = digits[at & 31];
	for (int i = 0; i < 16; i++)
		out[10 + i] = digits[random[i] & 31];
	out[26] = '\0';
}

#endif
