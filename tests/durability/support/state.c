#include "state.h"

#include <dirent.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"

enum { FILE_MAX = 64 << 20 };

static uint64_t add(uint64_t sum, const void *data, size_t len)
{
	const unsigned char *bytes = data;
	for (size_t i = 0; i < len; i++)
		sum = (sum ^ bytes[i]) * 0x100000001B3u;
	return sum;
}

static bool ends(const char *text, const char *end)
{
	size_t len = strlen(text), tail = strlen(end);
	return len >= tail && text_equal(text + len - tail, end);
}

static const uint64_t START = 0xCBF29CE484222325u;

typedef void visit(void *context, const char *path, const struct stat *status);

/* In the order of names. */
static void walk(const char *root, const char *below, visit *each, void *context)
{
	struct dirent **names;
	struct buf folder = { 0 };
	buf_printf(&folder, "%s%s%s", root, *below ? "/" : "", below);
	int count = scandir(buf_text(&folder), &names, NULL, alphasort);
	for (int i = 0; i < count; i++) {
		struct buf path = { 0 }, full = { 0 };
		struct stat status;
		buf_printf(&path, "%s%s%s", below, *below ? "/" : "", names[i]->d_name);
		buf_printf(&full, "%s/%s", root, buf_text(&path));
		bool dots = text_equal(names[i]->d_name, ".") || text_equal(names[i]->d_name, "..");
		if (!dots && lstat(buf_text(&full), &status) == 0) {
			each(context, buf_text(&path), &status);
			bool inner = S_ISDIR(status.st_mode);
			if (inner)
				walk(root, buf_text(&path), each, context);
		}
		buf_fini(&path);
		buf_fini(&full);
		free(names[i]);
	}
	if (count >= 0)
		free(names);
	buf_fini(&folder);
}

static void stamp_one(void *context, const char *path, const struct stat *status)
{
	uint64_t *sum = context;
	*sum = add(*sum, path, strlen(path));
	*sum = add(*sum, &status->st_mode, sizeof status->st_mode);
	*sum = add(*sum, &status->st_mtim, sizeof status->st_mtim);
	*sum = add(*sum, &status->st_size, sizeof status->st_size);
}

uint64_t state_stamp(const char *folder)
{
	uint64_t sum = START;
	walk(folder, "", stamp_one, &sum);
	return sum;
}

/* ---- databases ---- */

static uint64_t add_rows(sqlite3 *db, const char *table, uint64_t sum)
{
	sqlite3_stmt *rows = NULL;
	char sql[256];
	snprintf(sql, sizeof sql, "SELECT * FROM \"%s\"", table);
	if (sqlite3_prepare_v2(db, sql, -1, &rows, NULL) != SQLITE_OK)
		return sum;
	while (sqlite3_step(rows) == SQLITE_ROW)
		for (int i = 0; i < sqlite3_column_count(rows); i++) {
			int type = sqlite3_column_type(rows, i), len = sqlite3_column_bytes(rows, i);
			sum = add(add(sum, &type, sizeof type), &len, sizeof len);
			sum = add(sum, sqlite3_column_blob(rows, i), (size_t)len);
		}
	sqlite3_finalize(rows);
	return sum;
}

static void copy_file(const char *from, const char *to)
{
	struct buf bytes = { 0 };
	if (path_read(&bytes, from, FILE_MAX, NULL))
		path_write(to, buf_text(&bytes), bytes.len, 0600, NULL);
	buf_fini(&bytes);
}

/* The rows that a reader would see, all tables of them: what a journal has is rolled back in a copy. False for one that
 * nothing was written to yet. */
/* Whether anything was ever changed in it: one that is only being made is like none. */
static bool is_used(sqlite3 *db)
{
	sqlite3_stmt *count = NULL;
	bool used = sqlite3_prepare_v2(db, "SELECT count(*) FROM change", -1, &count, NULL) != SQLITE_OK;
	if (used) /* not ours, or damaged, or without tables yet */
		used = sqlite3_errcode(db) != SQLITE_ERROR;
	else if (sqlite3_step(count) == SQLITE_ROW)
		used = sqlite3_column_int(count, 0) > 0;
	sqlite3_finalize(count);
	return used;
}

static bool read_database(const char *path, struct state_entry *out)
{
	struct buf copy = { 0 }, journal = { 0 }, name = { 0 };
	sqlite3_stmt *tables = NULL, *check = NULL;
	sqlite3 *db = NULL;
	buf_printf(&copy, "/dev/shm/inquest-state-%d.db", (int)getpid());
	buf_printf(&journal, "%s-journal", buf_text(&copy));
	buf_printf(&name, "%s-journal", path);
	if (access("/dev/shm", W_OK) != 0)
		buf_splice(&copy, 0, 8, "/tmp", 4);
	copy_file(path, buf_text(&copy));
	copy_file(buf_text(&name), buf_text(&journal));
	out->sum = START;
	int code = sqlite3_open(buf_text(&copy), &db);
	if (code == SQLITE_OK)
		code = sqlite3_prepare_v2(db, "SELECT name FROM sqlite_master WHERE type = 'table' AND "
					      "name NOT LIKE 'search%' ORDER BY name", -1, &tables, NULL);
	while (code == SQLITE_OK && sqlite3_step(tables) == SQLITE_ROW)
		out->sum = add_rows(db, (const char *)sqlite3_column_text(tables, 0), out->sum);
	sqlite3_finalize(tables);
	if (code == SQLITE_OK && sqlite3_prepare_v2(db, "PRAGMA integrity_check", -1, &check, NULL) == SQLITE_OK &&
		sqlite3_step(check) == SQLITE_ROW &&
		strcmp((const char *)sqlite3_column_text(check, 0), "ok") != 0)
		out->trouble = mem_copy((const char *)sqlite3_column_text(check, 0));
	else if (code != SQLITE_OK || !check)
		out->trouble = mem_copy(sqlite3_errmsg(db));
	sqlite3_finalize(check);
	bool used = code != SQLITE_OK || is_used(db);
	sqlite3_close(db);
	unlink(buf_text(&copy));
	unlink(buf_text(&journal));
	buf_fini(&copy);
	buf_fini(&journal);
	buf_fini(&name);
	return used;
}

/* ---- repositories ---- */

/* What git says of the one at `path`; the last answers are kept. */
static void read_repository(const char *path, struct state_entry *out)
{
	static struct {
		uint64_t stamp, sum;
		char *trouble;
	} known[8];
	static size_t next;
	struct buf line = { 0 }, text = { 0 };
	uint64_t stamp = add(state_stamp(path), path, strlen(path));
	for (size_t i = 0; i < LENGTH(known); i++)
		if (known[i].stamp == stamp) {
			out->sum = known[i].sum;
			out->trouble = mem_copy(known[i].trouble);
			return;
		}
	buf_printf(&line,
		"exec 2>&1; d='%s'; git --git-dir=\"$d\" log --all --format=%%H%%d%%n%%B; git --git-dir=\"$d\" ls-files -s;"
		"git --git-dir=\"$d\" fsck --full --no-dangling --no-progress | grep -v 'notice:' | sed 's/^/!/';"
		"find \"$d\" -name '*.lock' | sed 's/^/!/'",
		path);
	FILE *said = popen(buf_text(&line), "r");
	char piece[4096];
	size_t got;
	while (said && (got = fread(piece, 1, sizeof piece, said)) > 0)
		buf_put(&text, piece, got);
	if (said)
		pclose(said);
	out->sum = add(START, buf_text(&text), text.len);
	const char *bad = strstr(buf_text(&text), "!");
	if (bad)
		out->trouble = mem_copy(bad + 1);
	free(known[next].trouble);
	known[next].stamp = stamp;
	known[next].sum = out->sum;
	known[next].trouble = mem_copy(out->trouble);
	next = (next + 1) % LENGTH(known);
	buf_fini(&line);
	buf_fini(&text);
}

/* ---- all ---- */

struct reading {
	const char *folder;
	struct state *out;
	struct buf inside; /* a repository, of which nothing more is to be seen */
};

static void read_file(const char *path, const struct stat *status, struct state_entry *out)
{
	struct buf bytes = { 0 };
	mode_t mode = status->st_mode;
	out->sum = add(START, &mode, sizeof mode);
	if (S_ISREG(mode) && path_read(&bytes, path, FILE_MAX, NULL))
		out->sum = add(out->sum, buf_text(&bytes), bytes.len);
	buf_fini(&bytes);
}

static void read_one(void *context, const char *path, const struct stat *status)
{
	struct reading *reading = context;
	if (reading->inside.len && text_starts(path, buf_text(&reading->inside)))
		return;
	/* part of the database, and an empty folder is no harm */
	if (ends(path, ".db-journal") ||
		(ends(path, ".db") && !status->st_size) ||
		(S_ISDIR(status->st_mode) && !ends(path, ".git") && !text_starts(path, "tmp/")))
		return;
	struct state_entry *entry = vec_push(reading->out);
	struct buf full = { 0 };
	buf_printf(&full, "%s/%s", reading->folder, path);
	entry->path = mem_copy(path);
	if (S_ISDIR(status->st_mode) && ends(path, ".git")) {
		buf_truncate(&reading->inside, 0);
		buf_printf(&reading->inside, "%s/", path);
		read_repository(buf_text(&full), entry);
	} else if (S_ISREG(status->st_mode) && ends(path, ".db") && status->st_size) {
		if (!read_database(buf_text(&full), entry) && !entry->trouble) {
			free(entry->path);
			reading->out->count--;
		}
	} else {
		read_file(buf_text(&full), status, entry);
	}
	buf_fini(&full);
}

void state_read(const char *folder, struct state *out)
{
	struct reading reading = { .folder = folder, .out = out };
	*out = (struct state){ 0 };
	walk(folder, "", read_one, &reading);
	buf_fini(&reading.inside);
}

void state_fini(struct state *state)
{
	for (size_t i = 0; i < state->count; i++) {
		free(state->items[i].path);
		free(state->items[i].trouble);
	}
	free(state->items);
	*state = (struct state){ 0 };
}

const struct state_entry *state_find(const struct state *state, const char *path)
{
	for (size_t i = 0; i < state->count; i++)
		if (text_equal(state->items[i].path, path))
			return &state->items[i];
	return NULL;
}

bool state_same(const struct state *a, const struct state *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!text_equal(a->items[i].path, b->items[i].path) || a->items[i].sum != b->items[i].sum)
			return false;
	return true;
}
