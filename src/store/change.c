/* The change log: batches, the hybrid logical clock, folding changes into the tables. */
#include "store/internal.h"

#include <stdlib.h>

#include "base/json.h"
#include "base/text.h"

#define ENTITY_QUERIES(NAME)                                                                       \
	{                                                                                          \
		.apply = QUERY_APPLY_##NAME, .get = QUERY_GET_##NAME, .find = QUERY_FIND_##NAME,   \
		.list = QUERY_LIST_##NAME, .dump = QUERY_DUMP_##NAME, .clear = QUERY_CLEAR_##NAME  \
	}

const struct entity_queries entity_queries[ENTITY_COUNT] = {
	[ENTITY_INCIDENT] = ENTITY_QUERIES(INCIDENT),
	[ENTITY_EVENT] = ENTITY_QUERIES(EVENT),
	[ENTITY_ACTION] = ENTITY_QUERIES(ACTION),
	[ENTITY_CAUSE] = ENTITY_QUERIES(CAUSE),
	[ENTITY_SECTION] = ENTITY_QUERIES(SECTION),
	[ENTITY_ROLE] = ENTITY_QUERIES(ROLE),
	[ENTITY_REFERENCE] = ENTITY_QUERIES(REFERENCE),
	[ENTITY_ATTACHMENT] = ENTITY_QUERIES(ATTACHMENT),
	[ENTITY_PUBLICATION] = ENTITY_QUERIES(PUBLICATION),
	[ENTITY_REVIEW] = ENTITY_QUERIES(REVIEW),
	[ENTITY_WAIVER] = ENTITY_QUERIES(WAIVER),
	[ENTITY_IMPORT] = ENTITY_QUERIES(IMPORT),
};

bool store_list(struct store *store, enum entity_kind kind, const char *incident,
	struct records *out, struct err *err)
{
	return store_records(store, entity_queries[kind].list,
		PARAMS(PARAM_TEXT("incident", incident)), kind, out, err);
}

bool store_get(struct store *store, enum entity_kind kind, const char *id, struct record *out,
	struct err *err)
{
	return store_record(
		store, entity_queries[kind].get, PARAMS(PARAM_TEXT("id", id)), kind, out, err);
}

bool store_find(struct store *store, enum entity_kind kind, const char *incident, int64_t number,
	struct record *out, struct err *err)
{
	if (store_record(store, entity_queries[kind].find,
		    PARAMS(PARAM_TEXT("incident", incident), PARAM_INT("number", number)), kind, out,
		    err))
		return true;
	if (err && err->code == ERR_NOT_FOUND)
		err_set(err, ERR_NOT_FOUND, "there is no %s %lld here: `inquest %s list` shows them",
			entity_get(kind)->name, (long long)number, entity_get(kind)->name);
	return false;
}

bool store_snapshot_begin(struct store *store, struct err *err)
{
	if (!store->writing && !store->snapshots && !store_run(store, QUERY_BEGIN_READ, NULL, err))
		return false;
	store->snapshots++;
	return true;
}

void store_snapshot_end(struct store *store)
{
	store->snapshots--;
	if (!store->writing && !store->snapshots && !sqlite3_get_autocommit(store->db))
		store_run(store, QUERY_ROLLBACK, NULL, NULL);
}

void store_next(struct store *store, const char *author)
{
	if (!store->writing)
		BUG("no batch is open");
	free(store->author);
	store->author = mem_copy(author);
	store_new_id(store, store->batch);
}

/* A write transaction whose changes are made now. */
static bool begin(struct store *store, int64_t now, struct err *err)
{
	if (store->writing)
		BUG("a batch is already open");
	if (!store_begin_writing(store, err))
		return false;
	store->writing = true;
	store->changed = false;
	store->numbered[0] = '\0';
	store->at = now;
	int64_t last;
	if (!store_int(store, QUERY_CHANGE_CLOCK, NULL, &last, err) || !store_replica(store, err)) {
		store_rollback(store);
		return false;
	}
	int64_t wall = now << 16;
	store->clock = wall > last ? wall - 1 : last;
	store->drawn = 0;
	return true;
}

bool store_begin(struct store *store, const struct store_stamp *stamp, struct err *err)
{
	store->resumed = false;
	if (!begin(store, stamp->now, err))
		return false;
	store_next(store, stamp->author);
	return true;
}

bool store_resume(struct store *store, int64_t now, struct err *err)
{
	if (!store->author)
		BUG("there was no batch to go on with");
	store->resumed = true;
	return begin(store, now, err);
}

bool store_change(struct store *store, const char *kind, const char *entity, const char *incident,
	const char *fields, struct err *err)
{
	if (!store->writing)
		BUG("no batch is open");
	store->clock++;
	store->changed = true;
	return store_run(store, QUERY_CHANGE_INSERT,
		PARAMS(PARAM_INT("clock", store->clock), PARAM_TEXT("replica", store->replica),
			PARAM_TEXT("batch", store->batch), PARAM_TEXT("author", store->author),
			PARAM_INT("at", store->at), PARAM_TEXT("incident", incident),
			PARAM_TEXT("entity", entity), PARAM_TEXT("kind", kind),
			PARAM_TEXT("fields", fields)),
		err);
}

bool store_append(struct store *store, const char *kind, const char *entity, const char *incident,
	const char *fields, struct err *err)
{
	bool there;
	return store_change(store, kind, entity, incident, fields, err) &&
	       search_remove(store, kind, entity, incident, &there, err) &&
	       store_fold(store, kind, entity, incident, fields, store->clock, err) &&
	       (!there || search_add(store, kind, entity, err));
}

void store_fields(const struct record *record, struct buf *out)
{
	const struct entity *entity = entity_get(record->kind);
	struct json json = { .out = out };
	json_open(&json, NULL, '{');
	if (record->set_gone)
		json_int(&json, "gone", record->gone);
	for (size_t i = 0; i < entity->count; i++) {
		const struct value *value = &record->values[i];
		if (!(record->set & 1u << i))
			continue;
		if (value->type == VALUE_INT)
			json_int(&json, entity->fields[i].name, value->number);
		else
			json_text(&json, entity->fields[i].name,
				value->type == VALUE_NULL ? NULL : value->text);
	}
	json_close(&json, '}');
}

/* Events come by the million: their rows are made of the fields, not of the change's JSON. */
static bool insert_event(struct store *store, struct record *record, struct err *err)
{
	const struct entity *entity = entity_get(ENTITY_EVENT);
	struct param params[FIELD_MAX + 4] = { PARAM_TEXT("id", record->id), PARAM_TEXT("incident", record->incident) };
	size_t count = 2;
	if (!store_next_number(store, record->incident, &record->number, err))
		return false;
	params[count++] = (struct param)PARAM_INT("number", record->number);
	for (size_t i = 0; i < entity->count; i++) {
		const struct value *value = &record->values[i];
		bool set = record->set & 1u << i;
		params[count++] = (struct param){ .name = entity->fields[i].name,
			.type = set ? value->type : VALUE_NULL, .number = value->number, .text = value->text };
	}
	return store_run(store, QUERY_INSERT_EVENT, params, err);
}

static bool read_number(struct store *store, struct record *record, struct err *err)
{
	struct rows rows;
	rows_open(&rows, store, entity_queries[record->kind].get, PARAMS(PARAM_TEXT("id", record->id)));
	if (rows_next(&rows))
		record->number = rows_int(&rows, "number");
	return rows_close(&rows, err);
}

/* Without a look at the index, where it cannot be yet. */
static bool append_fresh(struct store *store, struct record *record, const char *fields, struct err *err)
{
	const char *kind = entity_get(record->kind)->name;
	if (!store_change(store, kind, record->id, record->incident, fields, err))
		return false;
	if (record->kind == ENTITY_EVENT && !record->set_gone)
		return insert_event(store, record, err);
	return store_fold(store, kind, record->id, record->incident, fields, store->clock, err) &&
	       read_number(store, record, err);
}

bool store_put(struct store *store, struct record *record, struct err *err)
{
	bool fresh = !record->id[0];
	if (!fresh && !record->set && !record->set_gone)
		return true;
	if (fresh) {
		store_new_id(store, record->id);
		if (record->kind == ENTITY_INCIDENT)
			memcpy(record->incident, record->id, ID_SIZE);
	}
	struct buf fields = { 0 };
	store_fields(record, &fields);
	bool ok = fresh ? append_fresh(store, record, buf_text(&fields), err)
			: store_append(store, entity_get(record->kind)->name, record->id, record->incident,
				  buf_text(&fields), err);
	buf_fini(&fields);
	return ok;
}

/* A write that leaves nothing, and is on disk when it returns true. */
static bool write_nothing(struct store *store, struct err *err)
{
	const struct param params[] = { PARAM_TEXT("name", "doubt"), PARAM_TEXT("value", ""), { .name = NULL } };
	bool ok = store_run(store, QUERY_BEGIN, NULL, err) && store_run(store, QUERY_LOCAL_SET, params, err) &&
		  store_run(store, QUERY_LOCAL_DELETE, params, err) && store_run(store, QUERY_COMMIT, NULL, err);
	if (!ok && !sqlite3_get_autocommit(store->db))
		store_run(store, QUERY_ROLLBACK, NULL, NULL);
	return ok;
}

/* COMMIT, of which out_of_memory knows how far it has come. */
static bool run_commit(struct store *store, struct err *err)
{
	const bool before = store->commits > 0;
	out_of_memory_tells(SAVED_PERHAPS);
	bool ok = store_run(store, QUERY_COMMIT, NULL, err);
	out_of_memory_tells(ok || before ? SAVED_ALL : SAVED_NOTHING);
	return ok;
}

bool store_commit(struct store *store, struct err *err)
{
	struct err reason = { 0 };
	int64_t there = 0;
	bool moved;
	store->unsure = !store->changed;
	bool done = store_in_place(store, NULL, &reason) && run_commit(store, &reason);
	store->unsure = false;
	if (done) {
		store->writing = false;
		store->commits += store->changed;
		store_touched(store);
		/* it is on disk: what cannot be looked at now is no failure of the commit */
		return store_in_place(store, &moved, NULL) || !moved ||
		       err_set(err, ERR_IO, "the database %s was deleted, moved or replaced while it was written to: the "
					    "change went with the old one; put that back, or do it again", store->path);
	}
	store_rollback(store);
	if (reason.code == ERR_IO && !store->changed) {
		/* as when a draft is dropped: there is no trace to look for */
		store->kept = true;
		return err_set(err, ERR_IO, "%s; look whether it is done before you do it again", reason.text);
	}
	if (reason.code != ERR_IO || !store_in_place(store, NULL, NULL))
		return err_pass(err, &reason);
	/* an I/O error at the very end may come after the change is safe: look */
	bool known = store_int(store, QUERY_CHANGE_EXISTS,
		PARAMS(PARAM_INT("clock", store->clock), PARAM_TEXT("replica", store->replica)), &there, NULL);
	store->kept = store->kept || !known || there;
	if (!known)
		return err_set(err, ERR_IO, "it cannot be told whether %s has the change, for it can be neither written nor "
					    "read: look with `inquest history` before you do it again", store->path);
	if (!there)
		return err_pass(err, &reason);
	store->commits++;
	out_of_memory_tells(SAVED_ALL);
	/* the journal that takes it back may still be on the disk: only the next write that succeeds is the end of it */
	return write_nothing(store, &reason) ||
	       err_set(err, ERR_IO, "%s has the change, but a power failure may take it back (%s): look with `inquest history` "
				    "before you do it again", store->path, reason.text);
}

int64_t store_commits(const struct store *store)
{
	return store->commits;
}

void store_rollback(struct store *store)
{
	if (store->writing && !sqlite3_get_autocommit(store->db))
		store_run(store, QUERY_ROLLBACK, NULL, NULL);
	store->writing = false;
}

bool store_version(struct store *store, int64_t *out, struct err *err)
{
	/* an old file that nobody writes to any more never changes: it would be shown for ever */
	if (store_in_place(store, NULL, err)) {
		bool ok = store_int(store, QUERY_DATA_VERSION, NULL, out, err);
		*out += store->rewritten;
		return ok;
	}
	return store_moved(store) && err_set(err, ERR_IO, "the database %s was deleted, moved or replaced: what is shown is of the old one, "
				     "and nothing can be written; put it back, or start inquest anew", store->path);
}
