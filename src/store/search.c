/* The full-text index: its rows, and how the fold keeps them. */
#include "store/search.h"

#include "base/text.h"
#include "store/internal.h"

enum { KIND_SHIFT = 32, INCIDENT_SHIFT = 36, KIND_MASK = 15 };

/* Changes read into the index in one transaction: writers wait for some 50 ms at most. */
enum { STRETCH = 5000 };

/* By the number that stands for them in rowids; what is greater is shown before the others. */
static const enum entity_kind order[] = { ENTITY_COUNT, ENTITY_EVENT, ENTITY_ROLE, ENTITY_REFERENCE,
	ENTITY_SECTION, ENTITY_CAUSE, ENTITY_ACTION, ENTITY_INCIDENT };

#define INDEX_QUERIES(NAME)                                                                        \
	{                                                                                          \
		QUERY_INDEX_##NAME, QUERY_UNINDEX_##NAME, QUERY_INDEX_NEW_##NAME, QUERY_INDEX_ALL_##NAME, true             \
	}

static const struct {
	enum query add, remove, lately, all;
	bool known;
} queries[ENTITY_COUNT] = {
	[ENTITY_INCIDENT] = INDEX_QUERIES(INCIDENT),
	[ENTITY_EVENT] = INDEX_QUERIES(EVENT),
	[ENTITY_ACTION] = INDEX_QUERIES(ACTION),
	[ENTITY_CAUSE] = INDEX_QUERIES(CAUSE),
	[ENTITY_SECTION] = INDEX_QUERIES(SECTION),
	[ENTITY_ROLE] = INDEX_QUERIES(ROLE),
	[ENTITY_REFERENCE] = INDEX_QUERIES(REFERENCE),
};

struct search_document search_document(int64_t rowid)
{
	size_t kind = (size_t)(rowid >> KIND_SHIFT & KIND_MASK);
	return (struct search_document){ .kind = kind < LENGTH(order) ? order[kind] : ENTITY_COUNT,
		.incident = rowid >> INCIDENT_SHIFT,
		.number = rowid & ((INT64_C(1) << KIND_SHIFT) - 1) };
}

void search_range(int64_t incident, int64_t *low, int64_t *high)
{
	*low = incident << INCIDENT_SHIFT;
	*high = *low | ((INT64_C(1) << INCIDENT_SHIFT) - 1);
}

void search_range_of(int64_t incident, enum entity_kind kind, int64_t *low, int64_t *high)
{
	int64_t place = 0;
	while (place + 1 < (int64_t)LENGTH(order) && order[place] != kind)
		place++;
	search_range(incident, low, high);
	*low |= place << KIND_SHIFT;
	*high = *low | ((INT64_C(1) << KIND_SHIFT) - 1);
}

/* Thai to Khmer, kana, Han with its extensions. Korean has blanks. */
static bool stands_apart(uint32_t cp)
{
	static const uint32_t ranges[][2] = { { 0x0E00, 0x0EFF }, { 0x1000, 0x109F }, { 0x1780, 0x17FF },
		{ 0x3040, 0x30FF }, { 0x31F0, 0x31FF }, { 0x3400, 0x4DBF }, { 0x4E00, 0x9FFF },
		{ 0xF900, 0xFAFF }, { 0x20000, 0x3FFFF } };
	for (size_t i = 0; i < LENGTH(ranges); i++)
		if (cp >= ranges[i][0] && cp <= ranges[i][1])
			return true;
	return false;
}

void search_spaced(const char *text, size_t len, struct buf *out)
{
	size_t done = 0;
	for (size_t at = 0, size; at < len; at += size) {
		uint32_t cp = 0;
		size = 1;
		if (!(text[at] & 0x80))
			continue;
		size = utf8_decode(text + at, len - at, &cp);
		size += size == 0;
		if (!stands_apart(cp))
			continue;
		buf_put(out, text + done, at - done);
		buf_putc(out, ' ');
		buf_put(out, text + at, size);
		buf_putc(out, ' ');
		done = at + size;
	}
	buf_put(out, text + done, len - done);
}

/* search_text(TEXT, …): those that are not null, a line each, as they are indexed. */
static void search_text(sqlite3_context *context, int count, sqlite3_value **values)
{
	struct buf out = { 0 };
	for (int i = 0; i < count; i++) {
		const char *text = (const char *)sqlite3_value_text(values[i]);
		if (!text)
			continue;
		if (out.len)
			buf_putc(&out, '\n');
		search_spaced(text, (size_t)sqlite3_value_bytes(values[i]), &out);
	}
	sqlite3_result_text(context, buf_text(&out), (int)out.len, SQLITE_TRANSIENT);
	buf_fini(&out);
}

static fts5_api *api_of(struct store *store)
{
	sqlite3_stmt *statement = NULL;
	fts5_api *api = NULL;
	if (sqlite3_prepare_v2(store->db, query_text(QUERY_SEARCH_API), -1, &statement, NULL) == SQLITE_OK &&
		sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", NULL) == SQLITE_OK)
		sqlite3_step(statement);
	sqlite3_finalize(statement);
	return api && api->iVersion >= 2 ? api : NULL;
}

bool search_splitter_open(struct store *store, struct search_splitter *out)
{
	const char *arguments[] = { "remove_diacritics", "2" }; /* as in the migration */
	void *context = NULL;
	fts5_api *api = api_of(store);
	*out = (struct search_splitter){ 0 };
	return api && api->xFindTokenizer(api, "unicode61", &context, &out->with) == SQLITE_OK &&
	       out->with.xCreate(context, arguments, LENGTH(arguments), &out->words) == SQLITE_OK;
}

bool search_register(struct store *store)
{
	return sqlite3_create_function(store->db, "search_text", -1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL,
		       search_text, NULL, NULL) == SQLITE_OK;
}

static bool known(const char *kind)
{
	enum entity_kind known = entity_find(kind);
	return known != ENTITY_COUNT && queries[known].known;
}

bool search_add(struct store *store, const char *kind, const char *entity, struct err *err)
{
	return !known(kind) ||
	       store_run(store, queries[entity_find(kind)].add, PARAMS(PARAM_TEXT("entity", entity)), err);
}

bool search_remove(struct store *store, const char *kind, const char *entity, const char *incident, bool *there,
	struct err *err)
{
	int64_t has = 0;
	*there = false;
	if (!known(kind))
		return true;
	if (!store_int(store, QUERY_SEARCH_HAS,
		    PARAMS(PARAM_TEXT("entity", entity), PARAM_TEXT("incident", incident)), &has, err))
		return false;
	*there = has;
	return !has ||
	       store_run(store, queries[entity_find(kind)].remove, PARAMS(PARAM_TEXT("entity", entity)), err);
}

bool search_state(struct store *store, int64_t *done, int64_t *last, struct err *err)
{
	struct rows rows;
	rows_open(&rows, store, QUERY_SEARCH_STATE, NULL);
	if (rows_next(&rows)) {
		*done = rows_int(&rows, "done");
		*last = rows_int(&rows, "last");
	}
	return rows_close(&rows, err);
}

bool search_rebuild(struct store *store, struct err *err)
{
	int64_t done = 0, last = 0;
	bool ok = search_state(store, &done, &last, err) && store_run(store, QUERY_SEARCH_CLEAR, NULL, err);
	for (int kind = 0; ok && kind < ENTITY_COUNT; kind++)
		ok = !queries[kind].known || store_run(store, queries[kind].all, NULL, err);
	return ok && store_run(store, QUERY_SEARCH_REACHED, PARAMS(PARAM_INT("done", last)), err);
}

bool search_advance(struct store *store, int64_t limit, bool *done, struct err *err)
{
	int64_t from = 0, last = 0, late = 0;
	bool ok = search_state(store, &from, &last, err);
	*done = last <= from;
	if (!ok || *done)
		return ok;
	int64_t until = last - from > limit ? from + limit : last;
	const struct param params[] = { PARAM_INT("done", from), PARAM_INT("until", until), { .name = NULL } };
	ok = store_int(store, QUERY_SEARCH_LATE, params, &late, err);
	/* what belongs to an incident that came later than itself was passed over before */
	if (ok && late)
		return *done = true, search_rebuild(store, err);
	for (int kind = 0; ok && kind < ENTITY_COUNT; kind++)
		ok = !queries[kind].known || store_run(store, queries[kind].lately, params, err);
	*done = until == last;
	return ok && store_run(store, QUERY_SEARCH_REACHED, PARAMS(PARAM_INT("done", until)), err);
}

bool search_update(struct store *store, int64_t limit, int64_t *left, struct err *err)
{
	int64_t from = 0, last = 0;
	bool ok = search_state(store, &from, &last, err), done = last <= from;
	for (*left = 0; ok && !done && limit > 0; limit -= STRETCH) {
		ok = store_begin_writing(store, err);
		if (!ok)
			break;
		ok = search_advance(store, limit < STRETCH ? limit : STRETCH, &done, err) &&
		     store_run(store, QUERY_COMMIT, NULL, err);
		if (!ok)
			store_run(store, QUERY_ROLLBACK, NULL, NULL);
	}
	if (search_state(store, &from, &last, NULL))
		*left = last > from ? last - from : 0;
	return ok;
}
