/*
 * The floor of `inquest search`: the least a C program can do to show the first 50 of what the same full-text
 * query finds. No query language, no snippets, no columns.
 *
 *     floor_search DATABASE MATCH      an expression as FTS5 takes it
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	static const char sql[] =
		"SELECT event.number, event.at, event.kind, event.text FROM search "
		"JOIN incident ON incident.number = search.rowid >> 36 "
		"JOIN event ON event.incident = incident.id AND event.number = (search.rowid & 4294967295) "
		"WHERE search MATCH ? ORDER BY search.rowid DESC LIMIT 50";
	sqlite3 *db;
	sqlite3_stmt *statement;
	int code;
	if (argc != 3)
		return 2;
	if (sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
		sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK) {
		fprintf(stderr, "floor_search: %s\n", sqlite3_errmsg(db));
		return 1;
	}
	sqlite3_bind_text(statement, 1, argv[2], -1, SQLITE_STATIC);
	while ((code = sqlite3_step(statement)) == SQLITE_ROW)
		printf("%lld  %lld  %s  %s\n", (long long)sqlite3_column_int64(statement, 0),
			(long long)sqlite3_column_int64(statement, 1), (const char *)sqlite3_column_text(statement, 2),
			(const char *)sqlite3_column_text(statement, 3));
	sqlite3_finalize(statement);
	sqlite3_close(db);
	return code != SQLITE_DONE;
}
