#include "judge.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/path.h"
#include "base/text.h"
#include "store/care.h"

enum { DATABASE_MAX = 256 * 1024 * 1024 };

struct judged {
	uint64_t bytes; /* hash; 0: free */
	uint64_t contents;
	char *why;
};

void judge_init(struct judge *judge, const char *folder)
{
	*judge = (struct judge){ 0 };
	text_copy(judge->folder, sizeof judge->folder, folder);
}

void judge_fini(struct judge *judge)
{
	for (size_t i = 0; i < judge->cap; i++)
		free(judge->known[i].why);
	free(judge->known);
}

/* The place of a hash in the table, taken or free. */
static struct judged *place(struct judged *known, size_t cap, uint64_t bytes)
{
	size_t at = bytes % cap;
	while (known[at].bytes && known[at].bytes != bytes)
		at = (at + 1) % cap;
	return &known[at];
}

static struct judged *look_up(struct judge *judge, uint64_t bytes)
{
	if (2 * judge->count >= judge->cap) {
		size_t cap = judge->cap ? 2 * judge->cap : 1024;
		struct judged *larger = mem_new(cap, sizeof *larger);
		for (size_t i = 0; i < judge->cap; i++)
			if (judge->known[i].bytes)
				*place(larger, cap, judge->known[i].bytes) = judge->known[i];
		free(judge->known);
		judge->known = larger;
		judge->cap = cap;
	}
	return place(judge->known, judge->cap, bytes ? bytes : 1);
}

static struct verdict keep(struct judge *judge, uint64_t bytes, struct verdict verdict)
{
	struct judged *known = look_up(judge, bytes);
	if (!known->bytes) {
		judge->count++;
		*known = (struct judged){ bytes ? bytes : 1, verdict.contents, mem_copy(verdict.why) };
	}
	return (struct verdict){ known->contents, known->why };
}

/* ---- a number of all rows ---- */

static uint64_t hash_rows(sqlite3 *db, const char *sql, uint64_t sum)
{
	sqlite3_stmt *statement = NULL;
	int code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
	while (code == SQLITE_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
		code = SQLITE_OK;
		for (int i = 0; i < sqlite3_column_count(statement); i++) {
			const void *bytes = sqlite3_column_blob(statement, i);
			sum = bytes_hash(sum + (uint64_t)sqlite3_column_type(statement, i), bytes ? bytes : "",
				(size_t)sqlite3_column_bytes(statement, i));
		}
	}
	if (code != SQLITE_DONE)
		BUG("%s: %s", sql, sqlite3_errmsg(db));
	sqlite3_finalize(statement);
	return sum;
}

static uint64_t all_rows(const char *path)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *tables = NULL;
	uint64_t sum = 1;
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
		sqlite3_prepare_v2(db, "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY name", -1,
			&tables, NULL) != SQLITE_OK)
		BUG("%s: %s", path, sqlite3_errmsg(db));
	sum = hash_rows(db, "SELECT sql FROM sqlite_schema ORDER BY name", sum);
	while (sqlite3_step(tables) == SQLITE_ROW) {
		char *sql = sqlite3_mprintf("SELECT * FROM \"%w\"", sqlite3_column_text(tables, 0));
		sum = hash_rows(db, sql, sum);
		sqlite3_free(sql);
	}
	sqlite3_finalize(tables);
	sqlite3_close(db);
	return sum ? sum : 1;
}

/* ---- looking at a database ---- */

/* Within an open database: what is wrong, appended. */
static void look(struct store *store, struct buf *why)
{
	struct err err = { 0 };
	size_t findings = 0;
	if (!care_check(store, why, &findings, &err))
		buf_printf(why, "it cannot be checked: %s", err.text);
}

struct verdict judge_file(struct judge *judge, const char *path)
{
	struct err err = { 0 };
	struct buf why = { 0 }, bytes = { 0 };
	struct store *store;
	struct verdict verdict = { 0 };
	if (access(path, F_OK) < 0)
		return verdict;
	if (!store_open(&store, path, STORE_EXISTING, 1, &err))
		return (struct verdict){ 0, keep(judge, bytes_hash(2, err.text, strlen(err.text)),
						    (struct verdict){ 0, err.text }).why };
	store_close(store);
	/* all that recovering had to write is written: what is there now may have been seen before */
	if (!path_read(&bytes, path, DATABASE_MAX, &err))
		BUG("%s", err.text);
	uint64_t hash = bytes_hash(3, bytes.data, bytes.len);
	struct judged *known = look_up(judge, hash);
	if (known->bytes) {
		verdict = (struct verdict){ known->contents, known->why };
	} else {
		if (!store_open(&store, path, STORE_EXISTING, 1, &err))
			BUG("opened a moment ago: %s", err.text);
		look(store, &why);
		store_close(store);
		judge->checked++;
		verdict = keep(judge, hash, (struct verdict){ why.len ? JUDGE_NONE : all_rows(path), why.data });
	}
	buf_fini(&bytes);
	buf_fini(&why);
	return verdict;
}

void judge_put(const struct image *image, const char *folder, const char *database)
{
	static const char *const beside[] = { "", "-journal", "-wal", "-shm" };
	struct buf path = { 0 };
	for (size_t i = 0; i < LENGTH(beside); i++) {
		buf_truncate(&path, 0);
		buf_printf(&path, "%s/%s%s", folder, database, beside[i]);
		unlink(buf_text(&path));
	}
	for (size_t i = 0; i < image->files.count; i++) {
		const struct image_file *file = &image->files.items[i];
		buf_truncate(&path, 0);
		path_join(&path, folder, path_name(file->path));
		FILE *out = fopen(buf_text(&path), "w");
		bool ok = out && (!file->bytes.len || fwrite(file->bytes.data, file->bytes.len, 1, out) == 1);
		if (!out || fclose(out) != 0 || !ok)
			BUG("cannot write %s: %s", buf_text(&path), strerror(errno));
	}
	buf_fini(&path);
}

struct verdict judge_image(struct judge *judge, const struct image *image, const char *database, bool *fresh)
{
	uint64_t hash = image_hash(image);
	struct judged *known = look_up(judge, hash);
	if (fresh)
		*fresh = !known->bytes;
	if (known->bytes)
		return (struct verdict){ known->contents, known->why };
	struct buf path = { 0 };
	path_join(&path, judge->folder, database);
	judge_put(image, judge->folder, database);
	judge->opened++;
	struct verdict verdict = judge_file(judge, buf_text(&path));
	buf_fini(&path);
	return keep(judge, hash, verdict);
}
