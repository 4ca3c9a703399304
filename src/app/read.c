#include "app/read.h"

#include <stdlib.h>

#include "base/text.h"

bool read_board(struct app *app, bool everything, int64_t limit, struct board *out, struct err *err)
{
	struct rows rows;
	rows_open(&rows, app->store, QUERY_INCIDENT_BOARD,
		PARAMS(PARAM_INT("everything", everything), PARAM_INT("limit", limit)));
	while (rows_next(&rows)) {
		struct board_row *row = vec_push(out);
		rows_record(&rows, ENTITY_INCIDENT, &row->incident);
		row->open_actions = rows_int(&rows, "open_actions");
		row->began = rows_null(&rows, "impact") ? record_int(&row->incident, INCIDENT_STARTED)
							: rows_int(&rows, "impact");
		if (!status_is_open(record_text(&row->incident, INCIDENT_STATUS)))
			row->ended = rows_int(&rows, "resolved");
		if (!rows_null(&rows, "people"))
			row->people = mem_copy(rows_text(&rows, "people"));
	}
	return rows_close(&rows, err) &&
	       store_int(app->store, QUERY_INCIDENT_COUNT, PARAMS(PARAM_INT("everything", everything)),
		       &out->total, err);
}

void board_fini(struct board *board)
{
	for (size_t i = 0; i < board->count; i++) {
		record_fini(&board->items[i].incident);
		free(board->items[i].people);
	}
	free(board->items);
	*board = (struct board){ 0 };
}

bool read_list(struct app *app, enum entity_kind kind, const char *incident, struct records *out,
	struct err *err)
{
	return store_list(app->store, kind, incident, out, err);
}

bool read_entity(struct app *app, enum entity_kind kind, const char *id, struct record *out,
	struct err *err)
{
	return store_get(app->store, kind, id, out, err);
}

bool read_incident(struct app *app, const char *id, struct record *out, struct err *err)
{
	return store_get(app->store, ENTITY_INCIDENT, id, out, err);
}

/* What the commands about a kind begin with. */
static const char *command_word(enum entity_kind kind)
{
	return kind == ENTITY_REFERENCE ? "ref" : kind == ENTITY_ATTACHMENT ? "attach" : entity_get(kind)->name;
}

bool read_number(struct app *app, enum entity_kind kind, const char *incident, int64_t number,
	struct record *out, struct err *err)
{
	if (!store_find(app->store, kind, incident, number, out, err)) {
		if (err && err->code == ERR_NOT_FOUND)
			err_set(err, ERR_NOT_FOUND, "there is no %s %lld here: `inquest %s list` shows them",
				entity_get(kind)->name, (long long)number, command_word(kind));
		return false;
	}
	if (!out->gone)
		return true;
	record_fini(out);
	return err_set(err, ERR_NOT_FOUND, "%s %lld was deleted: `inquest history` shows what it was",
		entity_get(kind)->name, (long long)number);
}

bool read_history(struct app *app, const char *incident, int64_t limit, struct history *out,
	struct err *err)
{
	struct rows rows;
	int64_t seq = -1;
	rows_open(&rows, app->store, QUERY_HISTORY,
		PARAMS(PARAM_TEXT("incident", incident), PARAM_INT("limit", limit)));
	while (rows_next(&rows)) {
		if (rows_int(&rows, "seq") != seq) {
			struct history_change *change = vec_push(out);
			seq = rows_int(&rows, "seq");
			change->number = rows_int(&rows, "batch_number");
			change->seq = seq;
			change->at = rows_int(&rows, "at");
			change->author = mem_copy(rows_text(&rows, "author"));
			text_copy(change->kind, sizeof change->kind, rows_text(&rows, "kind"));
			change->entity_number = rows_int(&rows, "entity_number");
			change->created = rows_int(&rows, "created");
			change->undone = rows_int(&rows, "undone");
		}
		struct history_field *field = vec_push(&out->items[out->count - 1].fields);
		text_copy(field->name, sizeof field->name, rows_text(&rows, "field"));
		if (!rows_null(&rows, "before"))
			field->before = mem_copy(rows_text(&rows, "before"));
		if (!rows_null(&rows, "after"))
			field->after = mem_copy(rows_text(&rows, "after"));
	}
	return rows_close(&rows, err);
}

void history_fini(struct history *history)
{
	for (size_t i = 0; i < history->count; i++) {
		struct history_change *change = &history->items[i];
		for (size_t j = 0; j < change->fields.count; j++) {
			free(change->fields.items[j].before);
			free(change->fields.items[j].after);
		}
		free(change->fields.items);
		free(change->author);
	}
	free(history->items);
	*history = (struct history){ 0 };
}

/* A stored value as people read it. */
static void show_value(
	enum entity_kind kind, const char *field, const char *value, const char *zone, struct buf *out)
{
	int index = kind == ENTITY_COUNT ? -1 : entity_field(entity_get(kind), field);
	if (!value) {
		buf_puts(out, "nothing");
		return;
	}
	if (index < 0 || entity_get(kind)->fields[index].type == FIELD_PARENT) {
		buf_puts(out, value);
		return;
	}
	struct record record;
	enum field_type type = entity_get(kind)->fields[index].type;
	record_init(&record, kind);
	if (type == FIELD_TIME || type == FIELD_BOOL || type == FIELD_INT)
		record_set_int(&record, index, strtoll(value, NULL, 10));
	else
		record_set_text(&record, index, value);
	record_show(&record, index, zone, out);
	record_fini(&record);
}

/* Of a new entity what has a value, though not that something is not so; of an old one what became different. Of what
 * people don't set only how far the review is, and what a step of it was. */
static bool worth_saying(
	const struct history_change *change, enum entity_kind kind, const struct history_field *field)
{
	int index = kind == ENTITY_COUNT ? -1 : entity_field(entity_get(kind), field->name);
	const struct field *row = index >= 0 ? &entity_get(kind)->fields[index] : NULL;
	bool review = (kind == ENTITY_INCIDENT && index == INCIDENT_REVIEW && !change->created) ||
		      (kind == ENTITY_REVIEW && index == REVIEW_KIND);
	if (row && row->flags & FIELD_HIDDEN && !review)
		return false;
	if (!change->created)
		return !text_equal(field->before, field->after);
	return field->after && !(row && row->type == FIELD_BOOL && text_equal(field->after, "0"));
}

/* The `i`th field to be told: of something new, what it is called by comes first. */
static size_t headline_first(const struct history_change *change, enum entity_kind kind, size_t i)
{
	size_t headline = 0;
	if (!change->created || kind == ENTITY_COUNT)
		return i;
	const struct entity *entity = entity_get(kind);
	while (headline < change->fields.count &&
		!text_equal(change->fields.items[headline].name, entity->fields[entity->headline].name))
		headline++;
	if (headline == change->fields.count || i > headline)
		return i;
	return i ? i - 1 : headline;
}

bool history_tells(const struct history_change *change, const struct history_field *field)
{
	return worth_saying(change, entity_find(change->kind), field);
}

void history_value(const struct history_change *change, const struct history_field *field,
	const char *value, const char *zone, struct buf *out)
{
	show_value(entity_find(change->kind), field->name, value, zone, out);
}

void history_describe(const struct history_change *change, const char *zone, struct buf *out)
{
	enum entity_kind kind = entity_find(change->kind);
	const char *separator = "";
	if (text_equal(change->kind, "undo")) {
		bool undone = change->fields.count && text_equal(change->fields.items[0].after, "1");
		buf_printf(out, "%s change %lld", undone ? "undid" : "redid",
			(long long)change->entity_number);
		return;
	}
	buf_puts(out, change->kind);
	if (change->entity_number)
		buf_printf(out, " %lld", (long long)change->entity_number);
	buf_puts(out, change->created && kind != ENTITY_COUNT ? " new:" : ":");
	for (size_t i = 0; i < change->fields.count; i++) {
		const struct history_field *field = &change->fields.items[headline_first(change, kind, i)];
		if (!worth_saying(change, kind, field))
			continue;
		buf_printf(out, "%s ", separator);
		separator = ",";
		if (text_equal(field->name, "gone")) {
			buf_puts(out, text_equal(field->after, "1") ? "deleted" : "restored");
			continue;
		}
		buf_printf(out, "%s ", field->name);
		if (!change->created) {
			show_value(kind, field->name, field->before, zone, out);
			buf_puts(out, " → ");
		}
		show_value(kind, field->name, field->after, zone, out);
	}
}

bool draft_save(struct app *app, struct draft *draft, struct err *err)
{
	draft->updated = app_now(app);
	/* one who types must not stand still while another program writes: the text is saved soon again */
	store_patience(app->store, DRAFT_PATIENCE_MS);
	bool ok = store_run(app->store, QUERY_DRAFT_SAVE,
		PARAMS(PARAM_TEXT("incident", draft->incident), PARAM_TEXT("place", draft->place),
			PARAM_TEXT("kind", draft->kind), PARAM_INT("at", draft->at),
			PARAM_TEXT("text", draft->text), PARAM_TEXT("author", app->author),
			PARAM_INT("updated", draft->updated), PARAM_TEXT("session", draft->session)),
		err);
	store_patience(app->store, STORE_PATIENCE_MS);
	return ok;
}

bool draft_is_kept(struct app *app, const char *session, int64_t updated)
{
	int64_t count;
	return !store_int(app->store, QUERY_DRAFT_KEPT,
		       PARAMS(PARAM_TEXT("session", session), PARAM_INT("updated", updated)), &count, NULL) ||
	       count > 0;
}

bool draft_list(struct app *app, const char *incident, struct drafts *out, struct err *err)
{
	struct rows rows;
	rows_open(&rows, app->store, QUERY_DRAFT_LIST, PARAMS(PARAM_TEXT("incident", incident)));
	while (rows_next(&rows)) {
		struct draft *draft = vec_push(out);
		draft->number = rows_int(&rows, "number");
		draft->incident_number = rows_int(&rows, "incident_number");
		draft->at = rows_int(&rows, "at");
		draft->updated = rows_int(&rows, "updated");
		text_copy(draft->incident, sizeof draft->incident, rows_text(&rows, "incident"));
		text_copy(draft->place, sizeof draft->place, rows_text(&rows, "place"));
		text_copy(draft->kind, sizeof draft->kind, rows_text(&rows, "kind"));
		text_copy(draft->session, sizeof draft->session, rows_text(&rows, "session"));
		draft->text = mem_copy(rows_text(&rows, "text"));
	}
	return rows_close(&rows, err);
}

bool draft_drop(struct app *app, int64_t number, struct err *err)
{
	return store_run(app->store, QUERY_DRAFT_DELETE, PARAMS(PARAM_INT("number", number)), err);
}

bool draft_drop_place(struct app *app, const char *incident, const char *place, const char *session,
	struct err *err)
{
	return store_run(app->store, QUERY_DRAFT_DELETE_PLACE,
		PARAMS(PARAM_TEXT("incident", incident), PARAM_TEXT("place", place),
			PARAM_TEXT("session", session)),
		err);
}

void drafts_fini(struct drafts *drafts)
{
	for (size_t i = 0; i < drafts->count; i++)
		free(drafts->items[i].text);
	free(drafts->items);
	*drafts = (struct drafts){ 0 };
}

bool read_begin(struct app *app, struct err *err)
{
	return store_snapshot_begin(app->store, err);
}

void read_end(struct app *app)
{
	store_snapshot_end(app->store);
}

bool read_version(struct app *app, int64_t *out, struct err *err)
{
	return store_version(app->store, out, err);
}
