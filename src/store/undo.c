#include "store/undo.h"

#include <stdlib.h>

#include "base/json.h"
#include "base/text.h"
#include "store/internal.h"

enum {
	PAGE = 500,	 /* changes held at a time */
	FIRST_PAGES = 4, /* done at once; the rest in transactions of its own */
};

/* Where the rest of an undo is noted: the batch undone, the one that undoes it, whether it is redone, and how far it is. */
static const char rest_name[] = "undoing";

struct change {
	char kind[32], entity[ID_SIZE], incident[ID_SIZE], replica[ID_SIZE], batch[ID_SIZE];
	int64_t seq, clock;
	char *fields;
};

struct changes {
	struct change *items;
	size_t count, cap;
};

static void changes_fini(struct changes *changes)
{
	for (size_t i = 0; i < changes->count; i++)
		free(changes->items[i].fields);
	free(changes->items);
}

static bool changes_load(
	struct store *store, enum query query, const struct param *params, struct changes *out, struct err *err)
{
	struct rows rows;
	rows_open(&rows, store, query, params);
	while (rows_next(&rows)) {
		struct change *change = vec_push(out);
		text_copy(change->kind, sizeof change->kind, rows_text(&rows, "kind"));
		text_copy(change->entity, sizeof change->entity, rows_text(&rows, "entity"));
		text_copy(change->incident, sizeof change->incident, rows_text(&rows, "incident"));
		text_copy(change->replica, sizeof change->replica, rows_text(&rows, "replica"));
		text_copy(change->batch, sizeof change->batch, rows_text(&rows, "batch"));
		change->seq = rows_int(&rows, "seq");
		change->clock = rows_int(&rows, "clock");
		change->fields = mem_copy(rows_text(&rows, "fields"));
	}
	return rows_close(&rows, err);
}

bool undo_find(struct store *store, const char *incident, const char *author, bool redo,
	char batch[ID_SIZE], struct err *err)
{
	struct buf id = { 0 };
	bool found;
	bool ok = store_text(store, redo ? QUERY_REDO_LAST : QUERY_UNDO_LAST,
		PARAMS(PARAM_TEXT("incident", incident), PARAM_TEXT("author", author)), &id, &found, err);
	if (ok && !found)
		ok = err_set(err, ERR_NOT_FOUND, "nothing by %s to %s in this incident: `inquest history` shows "
			"all changes, `inquest undo NUMBER` undoes one of them", author,
			redo ? "redo" : "undo");
	if (ok)
		text_copy(batch, ID_SIZE, buf_text(&id));
	buf_fini(&id);
	return ok;
}

bool undo_batch(struct store *store, int64_t number, char batch[ID_SIZE], struct err *err)
{
	struct buf id = { 0 };
	bool found;
	bool ok = store_text(
		store, QUERY_BATCH_FIND, PARAMS(PARAM_INT("seq", number)), &id, &found, err);
	if (ok && !found)
		ok = err_set(err, ERR_NOT_FOUND, "there is no change %lld: `inquest history` shows the numbers",
			(long long)number);
	if (ok)
		text_copy(batch, ID_SIZE, buf_text(&id));
	buf_fini(&id);
	return ok;
}

/* A later change to the field that counts stands in the way. */
static bool check_newer(
	struct store *store, const struct change *change, const char *field, struct err *err)
{
	struct rows rows;
	bool ok = true;
	rows_open(&rows, store, QUERY_CHANGE_NEWER,
		PARAMS(PARAM_TEXT("entity", change->entity), PARAM_INT("clock", change->clock),
			PARAM_TEXT("replica", change->replica), PARAM_TEXT("batch", change->batch),
			PARAM_TEXT("field", field)));
	if (rows_next(&rows)) {
		const char *author = rows_text(&rows, "author");
		long long number = rows_int(&rows, "number");
		ok = text_equal(field, "gone")
			     ? err_set(err, ERR_CONFLICT,
				       "the %s was deleted or brought back by %s in change %lld: undo that first",
				       change->kind, author, number)
			     : err_set(err, ERR_CONFLICT,
				       "the %s's %s was changed again by %s in change %lld: undo that first",
				       change->kind, field, author, number);
	}
	return rows_close(&rows, ok ? err : NULL) && ok;
}

/* Set one key of a JSON object to a JSON value. */
static bool merge(struct store *store, struct buf *object, const char *field, const char *value,
	struct err *err)
{
	struct buf merged = { 0 };
	bool ok = store_text(store, QUERY_CHANGE_MERGE,
		PARAMS(PARAM_TEXT("fields", buf_text(object)), PARAM_TEXT("field", field),
			PARAM_TEXT("value", value)),
		&merged, NULL, err);
	buf_fini(object);
	*object = merged;
	return ok;
}

/* True if the entity was made by this change: that it is there is then one of the things it set. */
static bool makes_entity(struct store *store, const struct change *change, bool *out, struct err *err)
{
	int64_t before;
	bool ok = store_int(store, QUERY_CHANGE_ENTITY_EXISTS_BEFORE,
		PARAMS(PARAM_TEXT("entity", change->entity), PARAM_INT("clock", change->clock),
			PARAM_TEXT("replica", change->replica)),
		&before, err);
	*out = before == 0;
	return ok;
}

/* Set `field` in `out` to the value it had before `change`. */
static bool value_before(struct store *store, const struct change *change, const char *field,
	struct buf *out, struct err *err)
{
	struct buf value = { 0 };
	bool found;
	int64_t unmade = 0;
	bool ok = store_text(store, QUERY_CHANGE_BEFORE,
		PARAMS(PARAM_TEXT("entity", change->entity), PARAM_INT("clock", change->clock),
			PARAM_TEXT("replica", change->replica), PARAM_TEXT("batch", change->batch),
			PARAM_TEXT("field", field)),
		&value, &found, err);
	if (ok && !found && text_equal(field, "gone")) {
		ok = store_int(store, QUERY_CHANGE_UNMADE, PARAMS(PARAM_TEXT("entity", change->entity)),
			&unmade, err);
		buf_puts(&value, unmade ? "1" : "0");
	} else if (!found) {
		buf_puts(&value, "null");
	}
	ok = ok && merge(store, out, field, buf_text(&value), err);
	buf_fini(&value);
	return ok;
}

/*
 * The object of a change that undoes or redoes `change`: every field as it was before, or as `change` set
 * it; of the change that made the entity just whether it is there.
 */
static bool fields_turned(struct store *store, const struct change *change, bool redo, struct buf *out,
	struct err *err)
{
	struct rows rows;
	bool makes;
	if (!makes_entity(store, change, &makes, err))
		return false;
	bool ok = !makes || check_newer(store, change, "gone", err);
	buf_puts(out, redo ? change->fields : "{}");
	rows_open(&rows, store, QUERY_CHANGE_FIELDS, PARAMS(PARAM_TEXT("fields", change->fields)));
	while (ok && rows_next(&rows)) {
		const char *field = rows_text(&rows, "key");
		ok = check_newer(store, change, field, err) &&
		     (redo || makes || value_before(store, change, field, out, err));
	}
	ok = rows_close(&rows, ok ? err : NULL) && ok;
	return ok && (!makes || merge(store, out, "gone", redo ? "0" : "1", err));
}

/* False, with the reason, for a batch that holds what cannot be undone. */
static bool check_kinds(struct store *store, const char *batch, struct err *err)
{
	struct rows rows;
	bool ok = true;
	rows_open(&rows, store, QUERY_BATCH_KINDS, PARAMS(PARAM_TEXT("batch", batch)));
	while (ok && rows_next(&rows)) {
		const char *kind = rows_text(&rows, "kind");
		if (text_equal(kind, "undo"))
			ok = err_set(err, ERR_USAGE,
				"that change undid or redid another one: redo or undo that one instead");
		else if (entity_find(kind) == ENTITY_COUNT || text_equal(kind, "publication"))
			ok = err_set(err, ERR_USAGE, "that change is a %s and cannot be undone", kind);
	}
	return rows_close(&rows, ok ? err : NULL) && ok;
}

/* Let an event go, or be there again, with a change that says so. */
static bool turn_plain(struct store *store, const struct change *change, bool redo, struct err *err)
{
	struct buf fields = { 0 };
	bool there = false;
	bool ok = true;
	if (redo)
		ok = store_text(store, QUERY_CHANGE_THERE,
			PARAMS(PARAM_TEXT("fields", change->fields), PARAM_INT("gone", 0)), &fields, NULL, err);
	else
		buf_puts(&fields, "{\"gone\":1}");
	ok = ok && store_change(store, "event", change->entity, change->incident, buf_text(&fields), err) &&
	     search_remove(store, "event", change->entity, change->incident, &there, err) &&
	     store_run(store, QUERY_EVENT_THERE,
		     PARAMS(PARAM_TEXT("id", change->entity), PARAM_INT("gone", !redo)), err) &&
	     (!there || search_add(store, "event", change->entity, err));
	buf_fini(&fields);
	return ok;
}

/* What is left to be done of an undo. */
struct rest {
	char batch[ID_SIZE], by[ID_SIZE];
	bool redo, more;
	int64_t seq; /* of the last change done */
	uint64_t count; /* done, in this process */
};

/* Some of those that can be turned without a look at what was before: an import made a million of them. */
static bool turn_page(struct store *store, struct rest *rest, struct err *err)
{
	struct changes page = { 0 };
	bool ok = changes_load(store, QUERY_CHANGE_PLAIN,
		PARAMS(PARAM_TEXT("batch", rest->batch), PARAM_INT("seq", rest->seq), PARAM_INT("limit", PAGE)), &page, err);
	for (size_t i = 0; ok && i < page.count; i++)
		ok = turn_plain(store, &page.items[i], rest->redo, err);
	rest->count += page.count;
	rest->more = page.count == PAGE;
	rest->seq = page.count ? page.items[page.count - 1].seq : rest->seq;
	changes_fini(&page);
	return ok;
}

static bool note_rest(struct store *store, const struct rest *rest, struct err *err)
{
	struct buf value = { 0 };
	buf_printf(&value, "%s %s %d %lld", rest->batch, rest->by, rest->redo, (long long)rest->seq);
	bool ok = rest->more ? store_run(store, QUERY_LOCAL_SET,
				       PARAMS(PARAM_TEXT("name", rest_name), PARAM_TEXT("value", buf_text(&value))), err)
			     : store_run(store, QUERY_LOCAL_DELETE, PARAMS(PARAM_TEXT("name", rest_name)), err);
	buf_fini(&value);
	return ok;
}

static bool read_rest(struct store *store, struct rest *out, struct err *err)
{
	struct buf value = { 0 };
	*out = (struct rest){ 0 };
	bool ok = store_text(store, QUERY_LOCAL_GET, PARAMS(PARAM_TEXT("name", rest_name)), &value, &out->more, err);
	if (ok && out->more && value.len > 2 * ID_SIZE) {
		char *end;
		text_copy(out->batch, ID_SIZE, value.data);
		text_copy(out->by, ID_SIZE, value.data + ID_SIZE);
		out->redo = strtol(value.data + (size_t)2 * ID_SIZE, &end, 10);
		out->seq = strtoll(end, NULL, 10);
	}
	buf_fini(&value);
	return ok;
}

bool undo_left(struct store *store, bool *left, struct err *err)
{
	struct rest rest;
	bool ok = read_rest(store, &rest, err);
	*left = ok && rest.more;
	return ok;
}

bool undo_go_on(struct store *store, uint64_t *count, bool *left, struct err *err)
{
	struct rest rest;
	bool ok = read_rest(store, &rest, err);
	if (ok && rest.more) {
		memcpy(store->batch, rest.by, ID_SIZE);
		ok = turn_page(store, &rest, err) && note_rest(store, &rest, err);
	}
	*count += rest.count;
	*left = ok && rest.more;
	return ok;
}

static bool turn_first(struct store *store, const char *batch, bool redo, struct err *err)
{
	struct rest rest = { .redo = redo, .more = true };
	bool ok = true;
	memcpy(rest.batch, batch, ID_SIZE);
	memcpy(rest.by, store->batch, ID_SIZE);
	for (int i = 0; ok && rest.more && i < FIRST_PAGES; i++)
		ok = turn_page(store, &rest, err);
	return ok && (!rest.more || note_rest(store, &rest, err));
}

/* The last change first, so that two changes of one batch to the same field unwind. */
static bool turn_others(struct store *store, const char *batch, bool redo, struct err *err)
{
	struct changes changes = { 0 };
	bool ok = changes_load(store, QUERY_CHANGE_NOT_PLAIN, PARAMS(PARAM_TEXT("batch", batch)), &changes, err);
	for (size_t n = 0; ok && n < changes.count; n++) {
		const struct change *change =
			&changes.items[redo ? n : changes.count - 1 - n];
		struct buf fields = { 0 };
		ok = fields_turned(store, change, redo, &fields, err) &&
		     store_append(store, change->kind, change->entity, change->incident,
			     buf_text(&fields), err);
		buf_fini(&fields);
	}
	changes_fini(&changes);
	return ok;
}

bool undo_apply(struct store *store, const char *batch, bool redo, struct err *err)
{
	int64_t undone;
	struct buf incident = { 0 };
	bool found = false, left;
	bool ok = undo_left(store, &left, err) &&
		  (!left || err_set(err, ERR_BUSY, "an undo of many events is not finished yet: try again")) &&
		  store_int(
			  store, QUERY_UNDO_STATE, PARAMS(PARAM_TEXT("batch", batch)), &undone, err) &&
		  store_text(store, QUERY_BATCH_INCIDENT, PARAMS(PARAM_TEXT("batch", batch)), &incident, &found, err);
	if (ok && (undone != 0) != redo)
		ok = err_set(err, ERR_USAGE, redo ? "that change is not undone" : "that change is already undone");
	ok = ok && check_kinds(store, batch, err);
	/* first of all, so that what follows is known as undoing */
	if (ok && found)
		ok = store_append(store, "undo", batch, buf_text(&incident),
			redo ? "{\"undone\":0}" : "{\"undone\":1}", err);
	ok = ok && turn_others(store, batch, redo, err) && turn_first(store, batch, redo, err);
	buf_fini(&incident);
	return ok;
}
