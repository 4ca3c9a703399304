/* Named queries: preparing, binding, reading rows. */
#include "store/internal.h"

#include <errno.h>

#include "base/text.h"

static const struct {
	const char *name, *text;
} table[QUERY_COUNT] = {
#include "query_table.inc"
};

const char *query_name(enum query query)
{
	return table[query].name;
}

const char *query_text(enum query query)
{
	return table[query].text;
}

/* Where a parameter is in a statement, or 0: mostly they are given in the order in which it names them. */
static int parameter(sqlite3_stmt *statement, const char *name, int guess)
{
	char full[64];
	const char *there = sqlite3_bind_parameter_name(statement, guess);
	if (there && text_equal(there + 1, name))
		return guess;
	snprintf(full, sizeof full, ":%s", name);
	return sqlite3_bind_parameter_index(statement, full);
}

static int bind(sqlite3_stmt *statement, const struct param *param, int *last)
{
	int index = parameter(statement, param->name, *last + 1);
	if (index == 0)
		return SQLITE_OK;
	*last = index;
	if (param->bytes)
		return sqlite3_bind_blob64(statement, index, param->bytes,
			(sqlite3_uint64)param->number, SQLITE_STATIC);
	if (param->type == VALUE_INT)
		return sqlite3_bind_int64(statement, index, param->number);
	if (param->type == VALUE_TEXT && param->text)
		return sqlite3_bind_text(statement, index, param->text, -1, SQLITE_STATIC);
	return sqlite3_bind_null(statement, index);
}

/* Prepared when first used, with its parameters bound; NULL on errors. */
static sqlite3_stmt *ready(
	struct store *store, enum query query, const struct param *params, struct err *err)
{
	sqlite3_stmt **statement = &store->statements[query];
	store_forget(store);
	if (!*statement) {
		errno = 0;
		int code = sqlite3_prepare_v3(store->db, table[query].text, -1,
			SQLITE_PREPARE_PERSISTENT, statement, NULL);
		if (code != SQLITE_OK) {
			store_error(store, code, err);
			return NULL;
		}
	}
	if (sqlite3_stmt_busy(*statement))
		BUG("query %s is already running", table[query].name);
	sqlite3_clear_bindings(*statement);
	int last = 0;
	for (; params && params->name; params++) {
		int code = bind(*statement, params, &last);
		if (code != SQLITE_OK) {
			store_error(store, code, err);
			return NULL;
		}
	}
	return *statement;
}

void rows_open(
	struct rows *rows, struct store *store, enum query query, const struct param *params)
{
	*rows = (struct rows){ .store = store, .query = query };
	rows->open = ready(store, query, params, &rows->err) != NULL;
	rows->failed = !rows->open;
}

bool rows_next(struct rows *rows)
{
	if (!rows->open || rows->failed)
		return false;
	errno = 0;
	int code = sqlite3_step(rows->store->statements[rows->query]);
	if (code == SQLITE_ROW)
		return true;
	if (code == SQLITE_ERROR && !store_schema_gone(rows->store))
		rows->failed = !err_set(&rows->err, ERR_FAILED, "%s", sqlite3_errmsg(rows->store->db));
	else if (code != SQLITE_DONE)
		rows->failed = !store_error(rows->store, code, &rows->err);
	rows->open = false;
	sqlite3_reset(rows->store->statements[rows->query]);
	return false;
}

bool rows_close(struct rows *rows, struct err *err)
{
	if (rows->open)
		sqlite3_reset(rows->store->statements[rows->query]);
	rows->open = false;
	return !rows->failed || err_pass(err, &rows->err);
}

static int column_index(struct rows *rows, const char *column)
{
	sqlite3_stmt *statement = rows->store->statements[rows->query];
	int count = sqlite3_column_count(statement);
	for (int i = 0; i < count; i++)
		if (text_equal(sqlite3_column_name(statement, i), column))
			return i;
	BUG("query %s has no column %s", table[rows->query].name, column);
}

const char *rows_text(struct rows *rows, const char *column)
{
	const unsigned char *text = sqlite3_column_text(
		rows->store->statements[rows->query], column_index(rows, column));
	return text ? (const char *)text : "";
}

int64_t rows_int(struct rows *rows, const char *column)
{
	return sqlite3_column_int64(
		rows->store->statements[rows->query], column_index(rows, column));
}

bool rows_null(struct rows *rows, const char *column)
{
	return sqlite3_column_type(rows->store->statements[rows->query],
		       column_index(rows, column)) == SQLITE_NULL;
}

enum { MAP_SKIP = -1, MAP_ID = -2, MAP_INCIDENT = -3, MAP_NUMBER = -4, MAP_GONE = -5 };

static short map_column(enum entity_kind kind, const char *name)
{
	static const struct {
		const char *name;
		short to;
	} own[] = { { "id", MAP_ID }, { "incident", MAP_INCIDENT }, { "number", MAP_NUMBER },
		{ "gone", MAP_GONE } };
	for (size_t i = 0; i < LENGTH(own); i++)
		if (text_equal(name, own[i].name))
			return own[i].to;
	int field = entity_field(entity_get(kind), name);
	return field < 0 ? MAP_SKIP : (short)field;
}

void rows_record(struct rows *rows, enum entity_kind kind, struct record *out)
{
	sqlite3_stmt *statement = rows->store->statements[rows->query];
	if (!rows->mapped) {
		rows->mapped = sqlite3_column_count(statement);
		if (rows->mapped > (int)LENGTH(rows->map))
			BUG("query %s has too many columns", table[rows->query].name);
		for (int i = 0; i < rows->mapped; i++)
			rows->map[i] = map_column(kind, sqlite3_column_name(statement, i));
	}
	record_init(out, kind);
	for (int i = 0; i < rows->mapped; i++) {
		/* the type first: asking for text may change it */
		int type = sqlite3_column_type(statement, i), to = rows->map[i];
		const char *text = type == SQLITE_TEXT ? (const char *)sqlite3_column_text(statement, i) : "";
		if (to == MAP_SKIP || type == SQLITE_NULL)
			continue;
		if (to == MAP_ID)
			text_copy(out->id, sizeof out->id, text);
		else if (to == MAP_INCIDENT)
			text_copy(out->incident, sizeof out->incident, text);
		else if (to == MAP_NUMBER)
			out->number = sqlite3_column_int64(statement, i);
		else if (to == MAP_GONE)
			out->gone = sqlite3_column_int(statement, i) != 0;
		else if (type == SQLITE_INTEGER)
			record_set_int(out, to, sqlite3_column_int64(statement, i));
		else
			record_set_text(out, to, text);
	}
	out->set = 0;
}

bool store_records(struct store *store, enum query query, const struct param *params,
	enum entity_kind kind, struct records *out, struct err *err)
{
	struct rows rows;
	rows_open(&rows, store, query, params);
	while (rows_next(&rows))
		rows_record(&rows, kind, vec_push(out));
	return rows_close(&rows, err);
}

bool store_record(struct store *store, enum query query, const struct param *params,
	enum entity_kind kind, struct record *out, struct err *err)
{
	struct rows rows;
	record_init(out, kind);
	rows_open(&rows, store, query, params);
	bool found = rows_next(&rows);
	if (found)
		rows_record(&rows, kind, out);
	if (!rows_close(&rows, err))
		return false;
	return found || err_set(err, ERR_NOT_FOUND, "no such %s", entity_get(kind)->name);
}

bool store_int(struct store *store, enum query query, const struct param *params, int64_t *out,
	struct err *err)
{
	struct rows rows;
	*out = 0;
	rows_open(&rows, store, query, params);
	if (rows_next(&rows))
		*out = sqlite3_column_int64(store->statements[query], 0);
	return rows_close(&rows, err);
}

bool store_text(struct store *store, enum query query, const struct param *params, struct buf *out,
	bool *found, struct err *err)
{
	struct rows rows;
	rows_open(&rows, store, query, params);
	bool row = rows_next(&rows);
	if (row) {
		sqlite3_stmt *statement = store->statements[query];
		const void *bytes = sqlite3_column_blob(statement, 0);
		buf_put(out, bytes, (size_t)sqlite3_column_bytes(statement, 0));
	}
	if (found)
		*found = row;
	return rows_close(&rows, err);
}

bool store_run(struct store *store, enum query query, const struct param *params, struct err *err)
{
	struct rows rows;
	sqlite3_stmt *statement = ready(store, query, params, err);
	const bool outside = sqlite3_get_autocommit(store->db) != 0;
	/* one that is a transaction of its own: nobody else looks whether it went anywhere */
	bool alone = statement && outside && !sqlite3_stmt_readonly(statement);
	if (!statement || (alone && !store_in_place(store, NULL, err)))
		return false;
	if (outside)
		store->settled = sqlite3_total_changes64(store->db);
	rows_open(&rows, store, query, params);
	while (rows_next(&rows))
		continue;
	if (!rows_close(&rows, err))
		return false;
	if (alone)
		store_touched(store);
	/* the end of a transaction: of what was written in it, unless that was taken back */
	if (sqlite3_get_autocommit(store->db) && query != QUERY_ROLLBACK && sqlite3_total_changes64(store->db) != store->settled)
		store->kept = true;
	return true;
}
