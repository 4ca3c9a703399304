/* What is in the pages of a damaged database, brought into a new one. */
#include "store/repair_parts.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "store/care.h"
#include "store/internal.h"

/* More changes than this are damage. */
enum { CHANGES_MOST = INT32_MAX };

/* How the fields of a change begin that an earlier repair made for those that are missing. */
#define MISSING "{\"missing\":"

static bool visit_missing(void *context, const struct cell *cell, enum salvaged what, unsigned kinds)
{
	struct mender *mender = context;
	const struct cell_value *v = cell->values;
	long long missing;
	(void)kinds, (void)what;
	if (text_equal(v[CHANGE_KIND].bytes, "repair") &&
		sscanf(v[CHANGE_FIELDS].bytes, MISSING "%lld}", &missing) == 1 && missing > 0 && missing <= CHANGES_MOST)
		mender->limit += missing;
	return true;
}

void mender_set_limit(struct mender *mender, struct pages *pages)
{
	mender->limit = (int64_t)(pages->size / STORE_CHANGE_LEAST);
	/* hardly any database was repaired before: one look at its bytes spares reading every row */
	if (pages->size && memmem(pages->bytes, pages->size, MISSING, strlen(MISSING)))
		salvage_walk(pages, false, SALVAGE(SALVAGED_CHANGE), visit_missing, mender);
	if (mender->limit > CHANGES_MOST)
		mender->limit = CHANGES_MOST;
}

static bool put_change(struct mender *mender, const struct cell *cell)
{
	const struct cell_value *v = cell->values;
	if (cell->rowid > mender->limit)
		return true;
	/* one that cannot be folded is not taken, and counts as lost */
	return store_run(mender->store, QUERY_REPAIR_CHANGE,
		PARAMS(PARAM_INT("seq", cell->rowid), PARAM_INT("clock", v[CHANGE_CLOCK].number),
			PARAM_TEXT("replica", v[CHANGE_REPLICA].bytes), PARAM_TEXT("batch", v[CHANGE_BATCH].bytes),
			PARAM_TEXT("author", v[CHANGE_AUTHOR].bytes), PARAM_INT("at", v[CHANGE_AT].number),
			PARAM_TEXT("incident", v[CHANGE_INCIDENT].bytes),
			PARAM_TEXT("entity", v[CHANGE_ENTITY].bytes), PARAM_TEXT("kind", v[CHANGE_KIND].bytes),
			PARAM_TEXT("fields", v[CHANGE_FIELDS].bytes)),
		&mender->err);
}

static struct param optional(const char *name, const struct cell_value *value)
{
	return (struct param){ .name = name, .text = value->bytes, .number = value->number,
		.type = value->type == CELL_INT ? VALUE_INT : value->type == CELL_TEXT ? VALUE_TEXT : VALUE_NULL };
}

static bool put_draft(struct mender *mender, const struct cell *cell)
{
	const struct cell_value *v = cell->values;
	mender->out->drafts++;
	return store_run(mender->store, QUERY_REPAIR_DRAFT,
		PARAMS(PARAM_INT("number", cell->rowid), optional("incident", &v[DRAFT_INCIDENT]),
			optional("place", &v[DRAFT_PLACE]), optional("kind", &v[DRAFT_KIND]),
			optional("at", &v[DRAFT_AT]), optional("text", &v[DRAFT_TEXT]),
			optional("author", &v[DRAFT_AUTHOR]), optional("updated", &v[DRAFT_UPDATED]),
			optional("session", &v[DRAFT_SESSION])),
		&mender->err);
}

/* Bytes that are not those of their digest are worse than none. */
static bool put_blob(struct mender *mender, const struct cell *cell)
{
	const struct cell_value *bytes = &cell->values[1];
	char sha256[SHA256_SIZE];
	blob_digest(bytes->bytes, bytes->len, sha256);
	return !text_equal(sha256, cell->values[0].bytes) ||
	       blob_put(mender->store, bytes->bytes, bytes->len, sha256, &mender->err);
}

static bool visit_log(void *context, const struct cell *cell, enum salvaged what, unsigned kinds)
{
	struct mender *mender = context;
	(void)kinds;
	switch (what) {
	case SALVAGED_CHANGE:
		return put_change(mender, cell);
	case SALVAGED_DRAFT:
		return put_draft(mender, cell);
	case SALVAGED_BLOB:
		return put_blob(mender, cell);
	case SALVAGED_LOCAL:
		return store_run(mender->store, QUERY_LOCAL_SET,
			PARAMS(PARAM_TEXT("name", cell->values[0].bytes), PARAM_TEXT("value", cell->values[1].bytes)),
			&mender->err);
	case SALVAGED_ENTRY:
		if (cell->values[2].number > mender->highest && cell->values[2].number <= mender->limit)
			mender->highest = cell->values[2].number;
		return true;
	default:
		return true;
	}
}

/* If the list of free pages is damaged it may name one that is in use: what is missing is looked for there as well. */
static bool visit_spare(void *context, const struct cell *cell, enum salvaged what, unsigned kinds)
{
	struct mender *mender = context;
	(void)kinds, (void)what;
	return cell->rowid > mender->highest || put_change(mender, cell);
}

static bool mark_taken(struct mender *mender, struct err *err)
{
	struct rows rows;
	free(mender->taken);
	mender->taken = mem_new((size_t)mender->highest / 8 + 1, 1);
	rows_open(&rows, mender->store, QUERY_REPAIR_SEQS, NULL);
	while (rows_next(&rows)) {
		int64_t seq = rows_int(&rows, "seq");
		mender->taken[seq / 8] |= (unsigned char)(1u << seq % 8);
	}
	return rows_close(&rows, err);
}

/* Fold the tables; changes that cannot be folded are as good as lost. */
static bool drop_unfit(struct store *store, struct err *err)
{
	struct seqs unfit = { 0 };
	bool ok = store_fold_all(store, store, &unfit, err);
	for (size_t i = 0; ok && i < unfit.count; i++)
		ok = store_run(store, QUERY_REPAIR_DROP, PARAMS(PARAM_INT("seq", unfit.items[i])), err);
	free(unfit.items);
	return ok;
}

bool mender_read_log(struct mender *mender, struct pages *pages, struct err *err)
{
	int64_t last = 0, known = 0;
	if (!salvage_walk(pages, false, ~(SALVAGE(SALVAGED_NOTHING) | SALVAGE(SALVAGED_ENTITY)), visit_log, mender))
		return err_pass(err, &mender->err);
	if (!store_int(mender->store, QUERY_REPAIR_HIGHEST, NULL, &last, err))
		return false;
	mender->highest = last > mender->highest ? last : mender->highest;
	if (!salvage_walk(pages, true, SALVAGE(SALVAGED_CHANGE), visit_spare, mender))
		return err_pass(err, &mender->err);
	if (!drop_unfit(mender->store, err) || !store_int(mender->store, QUERY_REPAIR_COUNT, NULL, &mender->out->changes, err) ||
		!store_int(mender->store, QUERY_REPAIR_KNOWN, NULL, &known, err))
		return false;
	int64_t lost = mender->highest - mender->out->changes - known;
	mender->out->changes_lost = lost > 0 ? lost : 0;
	return mark_taken(mender, err);
}

/* What the log says an entity is: of a kind that is known, if any of its changes is. */
static bool logged_kind(struct mender *mender, const char *id, bool *logged, enum entity_kind *out)
{
	struct rows rows;
	*out = ENTITY_COUNT;
	*logged = false;
	rows_open(&rows, mender->store, QUERY_REPAIR_KIND, PARAMS(PARAM_TEXT("entity", id)));
	while (*out == ENTITY_COUNT && rows_next(&rows)) {
		*logged = true;
		*out = entity_find(rows_text(&rows, "kind"));
	}
	return rows_close(&rows, &mender->err);
}

/* A change of a kind that nobody knows, of an entity that has a row: that kind is what was damaged. It is as good as
 * lost, and what stands for it gets its place. */
static bool drop_odd(struct mender *mender, const char *id)
{
	int64_t count;
	const struct param params[] = { PARAM_TEXT("entity", id), { .name = NULL } };
	if (!store_int(mender->store, QUERY_REPAIR_COUNT_OF, params, &count, &mender->err) ||
		!store_run(mender->store, QUERY_REPAIR_DROP_OF, params, &mender->err))
		return false;
	mender->out->changes -= count;
	mender->out->changes_lost += count;
	mender->dropped = true;
	return true;
}

/* What table a row is of: the log knows, or its shape tells. */
static bool kind_of(struct mender *mender, const struct cell *cell, unsigned kinds, enum entity_kind *out)
{
	const char *id = cell->values[0].bytes;
	bool logged;
	if (!logged_kind(mender, id, &logged, out))
		return false;
	if (*out != ENTITY_COUNT) {
		*out = kinds & 1u << *out ? *out : ENTITY_COUNT;
		return true;
	}
	const unsigned likeliest = salvage_likeliest(cell, kinds);
	for (int i = 0; i < ENTITY_COUNT; i++)
		if (likeliest == 1u << i)
			*out = (enum entity_kind)i;
	return !logged || *out == ENTITY_COUNT || drop_odd(mender, id);
}

/* Mark as set what a row says otherwise than the table; false if nothing. */
static bool mark_different(struct record *row, const struct record *now)
{
	row->set_gone = row->gone != now->gone;
	for (size_t i = 0; i < entity_get(row->kind)->count; i++)
		if (!value_equal(&row->values[i], &now->values[i]))
			row->set |= 1u << i;
	return row->set || row->set_gone;
}

/* All that a row says, for an entity that the log does not know. */
static void mark_all(struct record *row)
{
	row->set_gone = row->gone;
	for (size_t i = 0; i < entity_get(row->kind)->count; i++)
		if (row->values[i].type != VALUE_NULL)
			row->set |= 1u << i;
}

static bool add_row(struct mender *mender, struct record *row)
{
	struct record now;
	struct err err = { 0 };
	bool known = store_get(mender->store, row->kind, row->id, &now, &err);
	if (!known && err.code != ERR_NOT_FOUND)
		return err_pass(&mender->err, &err);
	bool needs = !known || mark_different(row, &now);
	if (!known)
		mark_all(row);
	record_fini(&now);
	/* as long as the log misses nothing, all numbers come out as they were */
	if (!needs && !mender->out->changes_lost)
		return true;
	struct found *found = vec_push(&mender->found);
	*found = (struct found){ .kind = row->kind, .number = row->number, .known = known };
	memcpy(found->id, row->id, ID_SIZE);
	memcpy(found->incident, row->incident, ID_SIZE);
	if (needs) {
		struct buf fields = { 0 };
		store_fields(row, &fields);
		found->fields = buf_steal(&fields);
	}
	return store_int(mender->store, QUERY_REPAIR_FIRST, PARAMS(PARAM_TEXT("entity", row->id)), &found->first,
		&mender->err);
}

static bool visit_rows(void *context, const struct cell *cell, enum salvaged what, unsigned kinds)
{
	struct mender *mender = context;
	enum entity_kind kind;
	if (what == SALVAGED_ENTRY) {
		if (mender_taken(mender, cell->values[2].number))
			return true;
		struct trace *trace = vec_push(&mender->traces);
		text_copy(trace->id, sizeof trace->id, cell->values[0].bytes);
		trace->seq = cell->values[2].number;
		return true;
	}
	if (!kind_of(mender, cell, kinds, &kind))
		return false;
	if (kind == ENTITY_COUNT)
		return true;
	struct record row;
	salvage_record(cell, kind, &row);
	bool ok = add_row(mender, &row);
	record_fini(&row);
	return ok;
}

static void drop_found(struct mender *mender)
{
	for (size_t i = 0; i < mender->found.count; i++)
		free(mender->found.items[i].fields);
	free(mender->found.items);
	memset(&mender->found, 0, sizeof mender->found);
}

/* Rows that the log does not know: as many changes are missing at least, even if nothing else tells. */
static int64_t unknown_rows(const struct mender *mender)
{
	int64_t count = 0;
	for (size_t i = 0; i < mender->found.count; i++)
		count += !mender->found.items[i].known;
	return count;
}

bool mender_read_rows(struct mender *mender, struct pages *pages, struct err *err)
{
	/* traces are of what is missing */
	const unsigned rows = SALVAGE(SALVAGED_ENTITY), entries = SALVAGE(SALVAGED_ENTRY);
	if (!salvage_walk(pages, false, mender->out->changes_lost ? rows | entries : rows, visit_rows, mender))
		return err_pass(err, &mender->err);
	const int64_t unknown = unknown_rows(mender), more = unknown - mender->out->changes_lost;
	if (more <= 0 && !mender->dropped)
		return true;
	if (more > 0) {
		mender->highest += more;
		mender->out->changes_lost = unknown;
	}
	drop_found(mender);
	mender->traces.count = 0;
	return mark_taken(mender, err) &&
	       (salvage_walk(pages, false, rows | entries, visit_rows, mender) || err_pass(err, &mender->err));
}

void mender_fini(struct mender *mender)
{
	drop_found(mender);
	free(mender->traces.items);
	free(mender->vanished.items);
	free(mender->taken);
}
