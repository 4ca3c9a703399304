/*
 * The leaves of the search index, of a database from anywhere or a damaged one: the first byte picks what is looked for,
 * each three after it the row, the place in it and the byte that is put there. What is found comes from the latest row to
 * the first, within the range, and the end comes or the damage is said.
 */
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/text.h"
#include "require.h"
#include "store/internal.h"
#include "store/search.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HARM = 3, HARMS_MAX = 30 };

#define LOW INT64_C(5)
#define HIGH INT64_C(900)

static char on[] = "on", err[] = "err", phrase[] = "queue on", of[] = "of";

static const struct search_part queries[][2] = {
	{ { .text = on, .column = SEARCH_ANY }, { .text = of, .column = SEARCH_ANY } },
	{ { .text = err, .column = SEARCH_ANY, .prefix = true }, { .text = on, .column = SEARCH_ANY, .without = true } },
	{ { .text = phrase, .column = SEARCH_TEXT }, { .text = err, .column = SEARCH_ANY, .prefix = true, .without = true } },
	{ { .text = of, .column = SEARCH_WHO }, { .text = phrase, .column = SEARCH_ANY, .prefix = true } },
};

/* Small leaves in some segments, so that lists and places go over many; a merge that is left half done. */
static const char whole[] =
	"PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE;"
	"INSERT INTO search (search, rank) VALUES ('pgsz', 60), ('automerge', 0);"
	"WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 300)"
	" INSERT INTO search (rowid, text, who, kind) SELECT i, iif(i % 2, 'on error ', 'queue on of ') || iif(i % 41 = 0,"
	" replace(hex(zeroblob(60)), '00', 'on queue '), 'errors' || i % 13), iif(i % 3, 'of', 'ana'), 'k' FROM n;"
	"INSERT INTO search (search, rowid, text, who, kind) VALUES ('delete', 2, 'queue on of errors2', 'of', 'k');"
	"WITH RECURSIVE n (i) AS (VALUES (600) UNION ALL SELECT i + 1 FROM n WHERE i < 700)"
	" INSERT INTO search (rowid, text, who, kind) SELECT i, 'erratic queue on', 'of', 'k' FROM n;"
	"INSERT INTO search (search, rank) VALUES ('merge', 2);"
	"CREATE TEMP TABLE kept AS SELECT row_number() OVER (ORDER BY id) - 1 AS number, id, block FROM search_data";

static struct {
	struct store *store;
	sqlite3_stmt *harm, *mend;
	struct buf path;
} session;

static void run_sql(const char *text)
{
	if (sqlite3_exec(session.store->db, text, NULL, NULL, NULL) != SQLITE_OK)
		BUG("%s", sqlite3_errmsg(session.store->db));
}

static sqlite3_stmt *prepare(const char *text)
{
	sqlite3_stmt *statement;
	require(sqlite3_prepare_v2(session.store->db, text, -1, &statement, NULL) == SQLITE_OK);
	return statement;
}

static void end_session(void)
{
	sqlite3_finalize(session.harm);
	sqlite3_finalize(session.mend);
	store_close(session.store);
	unlink(buf_text(&session.path));
	buf_fini(&session.path);
}

static void begin_session(void)
{
	struct err problem = { 0 };
	buf_printf(&session.path, "%s/inquest-fuzz-XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	int fd = mkstemp(session.path.data);
	require(fd >= 0);
	close(fd);
	if (!store_open(&session.store, buf_text(&session.path), STORE_CREATE, 1, &problem))
		BUG("%s", problem.text);
	run_sql(whole);
	/* our own connections may not write to the leaves */
	require(sqlite3_db_config(session.store->db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL) == SQLITE_OK);
	/* the row's number goes around, the place stays within the block */
	session.harm = prepare(
		"UPDATE search_data SET block = substr(block, 1, ?2 % length(block)) || ?3 || substr(block, ?2 % length(block) + 2)"
		" WHERE id = (SELECT id FROM kept WHERE number = ?1 % (SELECT count(*) FROM kept)) AND length(block) > 0");
	session.mend = prepare(
		"UPDATE search_data SET block = (SELECT k.block FROM kept AS k WHERE k.id = search_data.id)"
		" WHERE id = (SELECT id FROM kept WHERE number = ?1 % (SELECT count(*) FROM kept))");
	atexit(end_session);
}

static void change(sqlite3_stmt *statement, const uint8_t *harm)
{
	sqlite3_bind_int(statement, 1, harm[0]);
	if (statement == session.harm) {
		sqlite3_bind_int(statement, 2, harm[1]);
		sqlite3_bind_blob(statement, 3, harm + 2, 1, SQLITE_STATIC);
	}
	require(sqlite3_step(statement) == SQLITE_DONE);
	sqlite3_reset(statement);
}

static void look(const struct search_part *parts)
{
	struct err problem = { 0 };
	int64_t rowid, last = HIGH + 1;
	require(store_snapshot_begin(session.store, &problem));
	struct search_scan *scan = search_scan_open(session.store, parts, LENGTH(queries[0]), LOW, HIGH);
	while (search_scan_next(scan, &rowid)) {
		require(rowid >= LOW && rowid < last);
		last = rowid;
	}
	if (!search_scan_close(scan, &problem))
		require(problem.code != ERR_NONE && problem.text[0]);
	store_snapshot_end(session.store);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!session.store)
		begin_session();
	if (!size)
		return 0;
	const uint8_t *harms = data + 1;
	size_t count = (size - 1) / HARM;
	if (count > HARMS_MAX)
		count = HARMS_MAX;
	for (size_t i = 0; i < count; i++)
		change(session.harm, harms + i * HARM);
	look(queries[data[0] % LENGTH(queries)]);
	for (size_t i = 0; i < count; i++)
		change(session.mend, harms + i * HARM);
	return 0;
}
