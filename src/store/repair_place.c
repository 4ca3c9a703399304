/* What is missing in a log: changes that stand for what was lost, in its place, so that numbers stay. */
#include "store/repair_parts.h"

#include <stdlib.h>

#include "base/text.h"
#include "store/internal.h"

/* What things are called of which nothing is left. */
#define LOST "(lost)"

static bool out_of_reach(const struct mender *mender, int64_t seq)
{
	return seq < 1 || seq > mender->highest;
}

bool mender_taken(const struct mender *mender, int64_t seq)
{
	return out_of_reach(mender, seq) || mender->taken[seq / 8] & 1u << seq % 8;
}

static int by_place(const void *a, const void *b)
{
	const struct found *one = a, *two = b;
	if (one->kind != two->kind)
		return one->kind < two->kind ? -1 : 1;
	int order = one->kind == ENTITY_INCIDENT ? 0 : strcmp(one->incident, two->incident);
	if (order)
		return order;
	return (one->number > two->number) - (one->number < two->number);
}

static int by_id(const void *a, const void *b)
{
	const struct trace *one = a, *two = b;
	int order = strcmp(one->id, two->id);
	return order ? order : (one->seq > two->seq) - (one->seq < two->seq);
}

static bool same_group(const struct found *a, const struct found *b)
{
	return a->kind == b->kind && (a->kind == ENTITY_INCIDENT || text_equal(a->incident, b->incident));
}

/* Whether the indexes name every missing change, each with its entity and its incident. */
static bool all_traced(const struct mender *mender)
{
	return (int64_t)mender->traces.count == 2 * mender->out->changes_lost;
}

/* The first missing change of an entity itself, or 0. What belongs to an incident is traced under its id as well. */
static int64_t traced(const struct mender *mender, const char *id, enum entity_kind kind)
{
	size_t low = 0, high = mender->traces.count;
	const struct trace *items = mender->traces.items;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(items[middle].id, id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < mender->traces.count && text_equal(items[low].id, id); low++) {
		bool twice = low + 1 < mender->traces.count && by_id(&items[low], &items[low + 1]) == 0;
		if (kind != ENTITY_INCIDENT || twice || !all_traced(mender))
			return items[low].seq;
	}
	return 0;
}

/* A free place in the log after one and before another (0: no matter which); 0 if there is none. */
static int64_t free_between(const struct mender *mender, int64_t after, int64_t before)
{
	int64_t end = before ? before : mender->highest + 1;
	for (int64_t seq = after + 1; seq < end; seq++)
		if (!mender_taken(mender, seq))
			return seq;
	return 0;
}

/* At a free place, or with 0 at the end. */
static bool write(struct mender *mender, int64_t seq, const char *kind, const char *entity, const char *incident,
	const char *fields, struct err *err)
{
	struct store *store = mender->store;
	if (!seq)
		seq = ++mender->end;
	else
		mender->taken[seq / 8] |= (unsigned char)(1u << seq % 8);
	return store_run(store, QUERY_REPAIR_CHANGE,
		PARAMS(PARAM_INT("seq", seq), PARAM_INT("clock", ++store->clock), PARAM_TEXT("replica", store->replica),
			PARAM_TEXT("batch", store->batch), PARAM_TEXT("author", store->author),
			PARAM_INT("at", store->at), PARAM_TEXT("incident", incident), PARAM_TEXT("entity", entity),
			PARAM_TEXT("kind", kind), PARAM_TEXT("fields", fields)),
		err);
}

/*
 * A row that says something else than the log is right if the log misses a change of it. Otherwise one of both was
 * altered, and it cannot be told which.
 */
static void judge(struct mender *mender)
{
	for (size_t i = 0; i < mender->found.count; i++) {
		struct found *found = &mender->found.items[i];
		bool misses = mender->out->changes_lost &&
			      (!all_traced(mender) || traced(mender, found->id, found->kind));
		if (found->fields && found->known && !misses) {
			found->doubtful = true;
			mender->out->doubtful++;
		} else if (found->fields) {
			mender->out->recovered++;
		}
	}
}

/* Where the log has room for what `found` needs so that it keeps its number; 0: at the end. */
static int64_t place_for(const struct mender *mender, const struct found *found, int64_t after, int64_t before)
{
	int64_t was = traced(mender, found->id, found->kind);
	if (was && !mender_taken(mender, was) && (!found->first || was < found->first))
		return was;
	if (!found->first || (before && found->first > before))
		return free_between(mender, after, before);
	return 0;
}

/* Of each that follows in the group the lowest seq, so that one knows what an earlier one must stand before. */
static int64_t *bounds(const struct mender *mender)
{
	int64_t *before = mem_new(mender->found.count + 1, sizeof *before);
	for (size_t i = mender->found.count; i-- > 0;) {
		const struct found *found = &mender->found.items[i], *next = found + 1;
		if (i + 1 == mender->found.count || !same_group(found, next))
			continue;
		before[i] = before[i + 1];
		if (next->first && (!before[i] || next->first < before[i]))
			before[i] = next->first;
	}
	return before;
}

static bool write_found(struct mender *mender, struct err *err)
{
	int64_t *before = bounds(mender), after = 0;
	bool ok = true;
	for (size_t i = 0; ok && i < mender->found.count; i++) {
		struct found *found = &mender->found.items[i];
		const char *kind = entity_get(found->kind)->name, *fields = found->doubtful ? NULL : found->fields;
		if (i == 0 || !same_group(found - 1, found))
			after = 0;
		int64_t place = mender->out->changes_lost ? place_for(mender, found, after, before[i]) : 0;
		/* one whose first change is lost and whose row says no more needs only its place */
		if (fields || place)
			ok = write(mender, place, kind, found->id, found->incident, fields ? fields : "{}", err);
		if (place && (!found->first || place < found->first))
			found->first = place;
		after = found->first ? found->first : after;
	}
	free(before);
	return ok;
}

/* An incident of which only what belongs to it is left. */
struct orphan {
	char incident[ID_SIZE];
	int64_t at, first; /* time and seq of the first change of what belongs to it */
};

static bool write_incident(struct mender *mender, const struct orphan *orphan, struct err *err)
{
	const char *id = orphan->incident;
	struct record incident;
	struct buf fields = { 0 };
	record_init(&incident, ENTITY_INCIDENT);
	record_set_text(&incident, INCIDENT_TITLE, LOST);
	record_set_int(&incident, INCIDENT_STARTED, orphan->at);
	record_set_initial(&incident);
	store_fields(&incident, &fields);
	int64_t place = traced(mender, id, ENTITY_INCIDENT);
	if (!place || mender_taken(mender, place))
		place = free_between(mender, 0, orphan->first);
	bool ok = write(mender, place, entity_get(ENTITY_INCIDENT)->name, id, id, buf_text(&fields), err);
	struct vanished *vanished = vec_push(&mender->vanished);
	vanished->kind = ENTITY_INCIDENT;
	text_copy(vanished->incident, ID_SIZE, id);
	mender->out->lost++;
	buf_fini(&fields);
	record_fini(&incident);
	return ok;
}

/* What belongs to an incident of which nothing is left would never be seen. */
static bool write_orphaned(struct mender *mender, struct err *err)
{
	struct rows rows;
	bool ok = true;
	VEC(struct orphan) orphaned = { 0 };
	rows_open(&rows, mender->store, QUERY_REPAIR_ORPHANED, NULL);
	while (rows_next(&rows)) {
		struct orphan *orphan = vec_push(&orphaned);
		text_copy(orphan->incident, ID_SIZE, rows_text(&rows, "incident"));
		orphan->at = rows_int(&rows, "at");
		orphan->first = rows_int(&rows, "first");
	}
	ok = rows_close(&rows, err);
	for (size_t i = 0; ok && i < orphaned.count; i++)
		ok = write_incident(mender, &orphaned.items[i], err);
	ok = ok && (!orphaned.count || store_fold_all(mender->store, mender->store, NULL, err));
	free(orphaned.items);
	return ok;
}

static bool write_lost(struct mender *mender, const struct found *next, int64_t number, int64_t place, struct err *err)
{
	struct record record;
	struct buf fields = { 0 };
	record_init(&record, next->kind);
	store_new_id(mender->store, record.id);
	memcpy(record.incident, next->kind == ENTITY_INCIDENT ? record.id : next->incident, ID_SIZE);
	record_set_text(&record, entity_get(next->kind)->headline, LOST);
	record.gone = record.set_gone = true;
	store_fields(&record, &fields);
	struct vanished *vanished = vec_push(&mender->vanished);
	*vanished = (struct vanished){ .kind = next->kind, .number = number };
	memcpy(vanished->incident, record.incident, ID_SIZE);
	mender->out->lost++;
	bool ok = write(mender, place, entity_get(next->kind)->name, record.id, record.incident, buf_text(&fields), err);
	buf_fini(&fields);
	record_fini(&record);
	return ok;
}

/* Fill the numbers that nothing has any more, as far as there is room for them in the log. */
static bool write_gaps(struct mender *mender, struct err *err)
{
	int64_t shift = 0, after = 0;
	bool ok = true;
	for (size_t i = 0; ok && i < mender->found.count; i++) {
		const struct found *found = &mender->found.items[i];
		struct record now;
		if (i == 0 || !same_group(found - 1, found))
			shift = after = 0;
		if (!store_get(mender->store, found->kind, found->id, &now, err))
			return false;
		int64_t missing = found->number - now.number - shift, place = 0;
		record_fini(&now);
		for (; ok && missing > 0 && (place = free_between(mender, after, found->first)); missing--) {
			ok = write_lost(mender, found, found->number - missing, place, err);
			after = place;
			shift++;
		}
		after = found->first ? found->first : after;
	}
	return ok && (!mender->vanished.count || store_fold_all(mender->store, mender->store, NULL, err));
}

/* What is left missing is noted in the log itself, so that it is whole again as it is now. */
static bool note_missing(struct mender *mender, struct err *err)
{
	char id[ID_SIZE];
	struct buf fields = { 0 };
	int64_t count = 0, known = 0;
	struct store *store = mender->store;
	bool ok = store_int(store, QUERY_REPAIR_COUNT, NULL, &count, err) &&
		  store_int(store, QUERY_REPAIR_KNOWN, NULL, &known, err);
	if (!ok || mender->end - count == known)
		return ok;
	store_new_id(store, id);
	buf_printf(&fields, "{\"missing\":%lld}", (long long)(mender->end - count - known));
	ok = write(mender, 0, "repair", id, id, buf_text(&fields), err);
	buf_fini(&fields);
	return ok;
}

bool mender_complete(struct mender *mender, struct err *err)
{
	if (mender->found.count)
		qsort(mender->found.items, mender->found.count, sizeof *mender->found.items, by_place);
	if (mender->traces.count)
		qsort(mender->traces.items, mender->traces.count, sizeof *mender->traces.items, by_id);
	judge(mender);
	mender->end = mender->highest;
	return write_found(mender, err) &&
	       (!mender->found.count || store_fold_all(mender->store, mender->store, NULL, err)) && write_orphaned(mender, err) &&
	       (!mender->out->changes_lost || write_gaps(mender, err)) && note_missing(mender, err);
}
