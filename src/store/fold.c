/* The fold: what changes make of the tables. */
#include "store/internal.h"

#include <stdlib.h>

#include "base/text.h"

bool store_fold(struct store *store, const char *kind, const char *entity, const char *incident,
	const char *fields, int64_t clock, struct err *err)
{
	enum entity_kind known = entity_find(kind);
	enum query query = QUERY_APPLY_UNDO;
	store->numbered[0] = '\0';
	if (known != ENTITY_COUNT)
		query = entity_queries[known].apply;
	else if (!text_equal(kind, "undo"))
		return true;
	return store_run(store, query,
		PARAMS(PARAM_TEXT("entity", entity), PARAM_TEXT("incident", incident),
			PARAM_TEXT("fields", fields), PARAM_INT("clock", clock)),
		err);
}

/* Whether a fold that failed did so for the change's own sake: no JSON, or a value that no column takes. */
static bool is_unfit(struct store *store)
{
	const int code = sqlite3_errcode(store->db) & 0xFF;
	return code == SQLITE_ERROR || code == SQLITE_CONSTRAINT || code == SQLITE_MISMATCH;
}

bool store_fold_any(struct store *store, const char *kind, const char *entity, const char *incident,
	const char *fields, int64_t clock, bool *folded, struct err *err)
{
	struct err reason = { 0 };
	*folded = store_fold(store, kind, entity, incident, fields, clock, &reason);
	return *folded || is_unfit(store) || err_pass(err, &reason);
}

bool store_next_number(struct store *store, const char *incident, int64_t *out, struct err *err)
{
	if (!text_equal(store->numbered, incident) &&
		!store_int(store, QUERY_EVENT_HIGHEST, PARAMS(PARAM_TEXT("incident", incident)), &store->highest, err))
		return false;
	text_copy(store->numbered, sizeof store->numbered, incident);
	*out = ++store->highest;
	return true;
}

/* Events come by the million: one that is new is put in without looking anything up. `*fresh` tells whether it was. */
static bool fold_new_event(struct store *store, struct rows *change, bool *fresh, bool *folded, struct err *err)
{
	struct err reason = { 0 };
	int64_t number;
	const char *incident = rows_text(change, "incident");
	if (!store_next_number(store, incident, &number, err))
		return false;
	*folded = store_run(store, QUERY_FOLD_EVENT,
		PARAMS(PARAM_TEXT("entity", rows_text(change, "entity")), PARAM_TEXT("incident", incident),
			PARAM_INT("number", number), PARAM_TEXT("fields", rows_text(change, "fields"))),
		&reason);
	*fresh = !*folded || sqlite3_changes64(store->db) > 0;
	if (!*folded || !*fresh)
		store->highest--;
	return *folded || is_unfit(store) || err_pass(err, &reason);
}

static bool fold_row(struct store *store, struct rows *change, bool *folded, struct err *err)
{
	bool fresh = false;
	const char *kind = rows_text(change, "kind");
	const bool ok = entity_find(kind) != ENTITY_EVENT || fold_new_event(store, change, &fresh, folded, err);
	if (!ok || fresh)
		return ok;
	return store_fold_any(store, kind, rows_text(change, "entity"), rows_text(change, "incident"),
		rows_text(change, "fields"), rows_int(change, "clock"), folded, err);
}

/* Whether the changes of every entity arrived in the order in which they count. */
static bool in_order(struct store *store, bool *out, struct err *err)
{
	struct rows rows;
	struct buf entity = { 0 };
	int64_t seq = 0, clock = 0;
	*out = true;
	rows_open(&rows, store, QUERY_CHANGE_ORDER, NULL);
	while (*out && rows_next(&rows)) {
		const bool same = text_equal(buf_text(&entity), rows_text(&rows, "entity"));
		*out = !same || (rows_int(&rows, "seq") > seq && rows_int(&rows, "clock") > clock);
		if (!same) {
			buf_truncate(&entity, 0);
			buf_puts(&entity, rows_text(&rows, "entity"));
		}
		seq = rows_int(&rows, "seq");
		clock = rows_int(&rows, "clock");
	}
	buf_fini(&entity);
	return rows_close(&rows, err);
}

static bool fold_query(struct store *from, struct store *to, enum query query, struct seqs *unfit, struct err *err)
{
	struct rows rows;
	bool ok = true, folded;
	for (int kind = 0; ok && kind < ENTITY_COUNT; kind++)
		ok = store_run(to, entity_queries[kind].clear, NULL, err);
	ok = ok && store_run(to, QUERY_CLEAR_UNDO, NULL, err);
	if (!ok)
		return false;
	to->numbered[0] = '\0';
	rows_open(&rows, from, query, NULL);
	while (ok && rows_next(&rows)) {
		ok = fold_row(to, &rows, &folded, err);
		if (ok && !folded)
			*(int64_t *)vec_push(unfit) = rows_int(&rows, "seq");
	}
	to->numbered[0] = '\0';
	return rows_close(&rows, ok ? err : NULL) && ok;
}

bool store_fold_all(struct store *from, struct store *to, struct seqs *unfit, struct err *err)
{
	struct seqs left_out = { 0 };
	bool straight, ok = in_order(from, &straight, err);
	if (ok && straight)
		ok = fold_query(from, to, QUERY_CHANGE_ARRIVED, &left_out, err);
	/* one that is left out keeps the place in which its entity gets its number */
	if (ok && (!straight || left_out.count)) {
		left_out.count = 0;
		ok = fold_query(from, to, QUERY_CHANGE_ALL, &left_out, err);
	}
	for (size_t i = 0; ok && unfit && i < left_out.count; i++)
		*(int64_t *)vec_push(unfit) = left_out.items[i];
	free(left_out.items);
	return ok;
}
