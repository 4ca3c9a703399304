/*
 * The change log from anywhere, such as another version or a damaged machine: each line is a change; its first byte picks
 * the kind, the second the entity, the third how it comes, the rest are its fields as JSON. A change is refused with a
 * reason or taken; what was taken is folded to the same tables again, can be checked, undone and done again.
 */
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/json.h"
#include "base/text.h"
#include "require.h"
#include "store/care.h"
#include "store/internal.h"
#include "store/undo.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HEAD = 3, CHANGES_MAX = 40 };

#define NOW INT64_C(1772376330250)

static struct {
	struct store *store;
	sqlite3 *empty; /* what the database is before each input */
	struct buf path;
} session;

static void end_session(void)
{
	store_close(session.store);
	sqlite3_close(session.empty);
	unlink(buf_text(&session.path));
	buf_fini(&session.path);
}

static void copy(sqlite3 *to, sqlite3 *from)
{
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
	require(backup && sqlite3_backup_step(backup, -1) == SQLITE_DONE);
	require(sqlite3_backup_finish(backup) == SQLITE_OK);
}

static struct store *begin_session(void)
{
	if (session.store) {
		copy(session.store->db, session.empty);
		return session.store;
	}
	struct err err = { 0 };
	buf_printf(&session.path, "%s/inquest-fuzz-XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	int fd = mkstemp(session.path.data);
	require(fd >= 0);
	close(fd);
	if (!store_open(&session.store, buf_text(&session.path), STORE_CREATE, 1, &err))
		BUG("%s", err.text);
	/* nothing here has to outlive the power, nor do others look at it */
	const char *quick = "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY; PRAGMA locking_mode = EXCLUSIVE";
	require(sqlite3_exec(session.store->db, quick, NULL, NULL, NULL) == SQLITE_OK);
	require(sqlite3_open(":memory:", &session.empty) == SQLITE_OK);
	copy(session.empty, session.store->db);
	atexit(end_session);
	return session.store;
}

static int append_row(void *out, int count, char **values, char **names)
{
	(void)names;
	for (int i = 0; i < count; i++)
		buf_printf(out, "%s|", values[i] ? values[i] : "\x01");
	buf_putc(out, '\n');
	return 0;
}

static void tables(struct store *store, struct buf *out)
{
	struct buf select = { 0 };
	for (int kind = 0; kind <= ENTITY_COUNT; kind++) {
		buf_truncate(&select, 0);
		buf_printf(&select, "SELECT * FROM \"%s\" ORDER BY id",
			kind < ENTITY_COUNT ? entity_get((enum entity_kind)kind)->name : "undo");
		require(sqlite3_exec(store->db, buf_text(&select), append_row, out, NULL) == SQLITE_OK);
	}
	buf_fini(&select);
}

/* A reason is there, and nothing of it moves a terminal. */
static void check_reason(const struct err *err)
{
	struct buf shown = { 0 };
	require(err->code != ERR_NONE && err->text[0]);
	text_show(&shown, err->text, strlen(err->text), true);
	require(text_equal(buf_text(&shown), err->text));
	buf_fini(&shown);
}

/* One line as a change. By `p` it comes from the program, else as it stands: then the log holds what no version of ours
 * writes, as if it were another's or damaged. */
static bool append(struct store *store, const char *line, struct err *err)
{
	const int kind = line[0] - 'a';
	char entity[ID_SIZE] = "01ENTITY";
	const char *name = kind >= 0 && kind < ENTITY_COUNT ? entity_get((enum entity_kind)kind)->name
			   : line[0] == 'z'		    ? "undo"
							    : "weather";
	entity[strlen(entity)] = (char)('A' + (unsigned char)line[1] % 8);
	if (line[0] == 'z')
		text_copy(entity, sizeof entity, store->batch);
	if (line[2] == 'r')
		return store_change(store, name, entity, "01ENTITYA", line + HEAD, err);
	return store_append(store, name, entity, "01ENTITYA", line + HEAD, err);
}

static void change(struct store *store, const char *line)
{
	const struct store_stamp stamp = { .now = NOW, .author = "ana" };
	struct err err = { 0 };
	require(store_begin(store, &stamp, &err));
	if (append(store, line, &err)) {
		if (!store_commit(store, &err))
			BUG("%s", err.text);
	} else {
		store_rollback(store);
		check_reason(&err);
	}
}

/* `raw`: the log holds what no version of ours writes; it is said then. */
static void check_rebuild(struct store *store, bool raw)
{
	struct buf before = { 0 }, after = { 0 }, out = { 0 };
	struct err err = { 0 };
	size_t findings, told = 0;
	if (!care_rebuild(store, &err))
		BUG("%s", err.text);
	tables(store, &before);
	if (!care_rebuild(store, &err) || !care_check(store, &out, &findings, &err))
		BUG("%s", err.text);
	tables(store, &after);
	require(text_equal(buf_text(&before), buf_text(&after)));
	for (const char *line = buf_text(&out); raw && (text_starts(line, "change ") || text_starts(line, "log: change ")); told++)
		line += strcspn(line, "\n") + 1;
	if (findings != told)
		BUG("%s", buf_text(&out));
	buf_fini(&before);
	buf_fini(&after);
	buf_fini(&out);
}

/* What store_append folded one by one is what the log folds to as a whole. */
static void check_same(struct store *store)
{
	struct buf before = { 0 }, after = { 0 };
	struct err err = { 0 };
	tables(store, &before);
	if (!care_rebuild(store, &err))
		BUG("%s", err.text);
	tables(store, &after);
	require(text_equal(buf_text(&before), buf_text(&after)));
	buf_fini(&before);
	buf_fini(&after);
}

static bool turn(struct store *store, bool redo)
{
	const struct store_stamp stamp = { .now = NOW + 1, .author = "ana" };
	char batch[ID_SIZE];
	struct err err = { 0 };
	if (!undo_find(store, "01ENTITYA", "ana", redo, batch, &err)) {
		check_reason(&err);
		return false;
	}
	require(store_begin(store, &stamp, &err));
	bool ok = undo_apply(store, batch, redo, &err) && store_commit(store, &err);
	if (!ok) {
		check_reason(&err);
		store_rollback(store);
	}
	return ok;
}

/* All that JSON's writer makes of a text is JSON, and means that text. */
static void check_json(struct store *store, const char *text, size_t len)
{
	struct buf out = { 0 }, clean = { 0 }, back = { 0 };
	struct json json = { .out = &out };
	bool found = false;
	utf8_clean(&clean, text, len);
	json_open(&json, NULL, '[');
	json_text(&json, NULL, buf_text(&clean));
	json_close(&json, ']');
	for (size_t i = 0; i < out.len; i++)
		require((unsigned char)out.data[i] >= 0x20 && out.data[i] != 0x7F);
	sqlite3_stmt *statement = NULL;
	require(sqlite3_prepare_v2(store->db, "SELECT ?1 ->> '$[0]'", -1, &statement, NULL) == SQLITE_OK);
	sqlite3_bind_text(statement, 1, buf_text(&out), -1, SQLITE_STATIC);
	if (sqlite3_step(statement) == SQLITE_ROW) {
		const char *value = (const char *)sqlite3_column_text(statement, 0);
		buf_puts(&back, value ? value : "");
		found = true;
	}
	require(found && text_equal(buf_text(&back), buf_text(&clean)));
	sqlite3_finalize(statement);
	buf_fini(&out);
	buf_fini(&clean);
	buf_fini(&back);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct store *store = begin_session();
	struct buf line = { 0 };
	bool raw = false;
	int changes = 0;
	for (size_t at = 0, len; at < size && changes < CHANGES_MAX; at += len + 1) {
		const char *text = (const char *)data + at, *end = memchr(text, '\n', size - at);
		len = end ? (size_t)(end - text) : size - at;
		buf_truncate(&line, 0);
		check_json(store, text, len);
		if (len < HEAD || memchr(text, 0, HEAD))
			continue;
		/* the program cleans what it is given */
		buf_put(&line, text, HEAD);
		if (text[2] == 'r')
			buf_put(&line, text + HEAD, len - HEAD);
		else
			utf8_clean(&line, text + HEAD, len - HEAD);
		raw = raw || line.data[2] == 'r';
		change(store, buf_text(&line));
		changes++;
	}
	if (!raw)
		check_same(store);
	check_rebuild(store, raw);
	if (turn(store, false))
		turn(store, true);
	check_rebuild(store, raw);
	buf_fini(&line);
	return 0;
}
