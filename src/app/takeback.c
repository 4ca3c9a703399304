#include "app/takeback_parts.h"

#include <stdlib.h>
#include <string.h>

#include "app/edit.h"
#include "base/text.h"
#include "doc/escape.h"

struct takeback_result *takeback_add(
	struct takeback *takeback, const struct readback_edit *edit, enum takeback_outcome outcome)
{
	struct takeback_result *result = vec_push(&takeback->results);
	*result = (struct takeback_result){ .outcome = outcome, .entity = edit->entity, .field = edit->field,
		.line = edit->line, .before = mem_copy(edit->before), .theirs = mem_copy(edit->text),
		.which = mem_copy(edit->which), .id = mem_copy(edit->which), .author = mem_copy(takeback->author),
		.commit = mem_copy(takeback->commit) };
	return result;
}

/* The number is what people know it by. */
void takeback_set_number(struct takeback_result *result, const struct record *record)
{
	struct buf which = { 0 };
	if (record->kind == ENTITY_SECTION)
		return;
	buf_printf(&which, "%lld", (long long)record->number);
	free(result->which);
	result->which = buf_steal(&which);
}

bool takeback_refuse(struct takeback *takeback, const struct readback_edit *edit, const struct record *record,
	const char *reason)
{
	struct takeback_result *result = takeback_add(takeback, edit, TAKEBACK_REFUSED);
	result->reason = mem_copy(reason);
	if (record)
		takeback_set_number(result, record);
	return true;
}
/* Of several who edited the same the last text counts, and all are named. */
static bool add_to_conflict(struct takeback *takeback, const struct readback_edit *edit)
{
	for (size_t i = 0; i < takeback->results.count; i++) {
		struct takeback_result *result = &takeback->results.items[i];
		struct buf authors = { 0 };
		if (result->outcome != TAKEBACK_CONFLICT || result->entity != edit->entity ||
			result->field != edit->field || !text_equal(result->id, edit->which))
			continue;
		buf_puts(&authors, result->author ? result->author : "");
		if (takeback->author && !strstr(buf_text(&authors), takeback->author))
			buf_printf(&authors, ", %s", takeback->author);
		if (result->author) {
			free(result->author);
			result->author = buf_steal(&authors);
		}
		buf_fini(&authors);
		free(result->theirs);
		result->theirs = mem_copy(edit->text);
		return true;
	}
	return false;
}

void takeback_add_conflict(struct takeback *takeback, struct readback_edit *edit, const struct record *now, const char *ours)
{
	edit->taken = true;
	if (add_to_conflict(takeback, edit))
		return;
	struct takeback_result *result = takeback_add(takeback, edit, TAKEBACK_CONFLICT);
	result->ours = mem_copy(ours);
	takeback_set_number(result, now);
}

/* ---- fields --------------------------------------------------------------------------------------- */

/* As it stands in a document: white space folded. */
static char *shown(const char *text)
{
	struct buf escaped = { 0 }, out = { 0 };
	escape_markdown(&escaped, text);
	readback_unescape(&out, buf_text(&escaped), escaped.len);
	buf_fini(&escaped);
	return buf_steal(&out);
}

/* A link may be shown as what the reference is called that it leads to. */
static bool same_reference(struct takeback *takeback, const char *a, const char *b)
{
	struct records list = { 0 };
	bool same = false;
	if (!store_list(takeback->app->store, ENTITY_REFERENCE, takeback->incident->id, &list, NULL))
		return false;
	for (size_t i = 0; i < list.count && !same; i++) {
		const char *label = record_text(&list.items[i], REFERENCE_LABEL);
		const char *url = record_text(&list.items[i], REFERENCE_URL);
		same = *a && *b && (text_same(a, label) || text_equal(a, url)) &&
		       (text_same(b, label) || text_equal(b, url));
	}
	records_fini(&list);
	return same;
}

static bool equal_shown(struct takeback *takeback, const struct field *field, const char *ours, const char *other)
{
	char *folded = shown(ours), *given = shown(other);
	bool same = text_equal(folded, given) || text_equal(ours, other) ||
		    (field->type == FIELD_LINK && same_reference(takeback, ours, other));
	free(folded);
	free(given);
	return same;
}

static bool put_field(struct takeback *takeback, struct readback_edit *edit, const struct record *now,
	const char *ours, struct err *err)
{
	struct record change;
	struct err problem = { 0 };
	record_init(&change, now->kind);
	memcpy(change.id, now->id, ID_SIZE);
	memcpy(change.incident, now->incident, ID_SIZE);
	bool fits = edit_field(takeback->app, takeback->incident, &change, edit->field, edit->text, &problem);
	bool ok = !fits || store_put(takeback->app->store, &change, err);
	record_fini(&change);
	if (!ok || !fits)
		return ok && takeback_refuse(takeback, edit, now, problem.text);
	struct takeback_result *result = takeback_add(takeback, edit, TAKEBACK_TAKEN);
	result->ours = mem_copy(ours);
	takeback_set_number(result, now);
	edit->taken = true;
	return true;
}

static bool find_entity(struct takeback *takeback, const struct readback_edit *edit, struct record *out, bool *found,
	struct err *err)
{
	struct err problem = { 0 };
	if (edit->entity == ENTITY_SECTION)
		return takeback_find_section(takeback, edit->which, out, found, err);
	*found = store_get(takeback->app->store, edit->entity, edit->which, out, &problem);
	if (*found && !text_equal(out->incident, takeback->incident->id)) {
		record_fini(out);
		*found = false;
	}
	return *found || problem.code == ERR_NOT_FOUND || !problem.code || err_pass(err, &problem);
}

static void unescape(char **text)
{
	struct buf out = { 0 };
	readback_unescape(&out, *text, strlen(*text));
	free(*text);
	*text = buf_steal(&out);
}

/* Markdown that a template shows as plain text was escaped. */
static void see_plain(struct readback_edit *edit, const char *ours)
{
	struct buf escaped = { 0 };
	if (entity_get(edit->entity)->fields[edit->field].type != FIELD_TEXT || text_equal(ours, edit->before))
		return;
	escape_markdown(&escaped, ours);
	if (text_equal(buf_text(&escaped), edit->before)) {
		unescape(&edit->before);
		unescape(&edit->text);
	}
	buf_fini(&escaped);
}

static bool write_field(struct takeback *takeback, struct readback_edit *edit, struct err *err)
{
	const struct field *field = &entity_get(edit->entity)->fields[edit->field];
	struct record now;
	struct buf ours = { 0 };
	bool found;
	if (!find_entity(takeback, edit, &now, &found, err))
		return false;
	if (!found)
		return takeback_refuse(takeback, edit, NULL, "it is not in the incident any more");
	record_show(&now, edit->field, app_zone_of(takeback->app, takeback->incident), &ours);
	see_plain(edit, buf_text(&ours));
	bool ok = true;
	if (now.gone) {
		ok = takeback_refuse(takeback, edit, &now, "it was deleted here: undo that to bring it back");
	} else if (equal_shown(takeback, field, buf_text(&ours), edit->text)) {
		takeback_set_number(takeback_add(takeback, edit, TAKEBACK_SAME), &now);
		edit->taken = true;
	} else if (!equal_shown(takeback, field, buf_text(&ours), edit->before) &&
		   /* a version between may have been one that cannot be */
		   !(edit->rendered && equal_shown(takeback, field, buf_text(&ours), edit->rendered))) {
		takeback_add_conflict(takeback, edit, &now, buf_text(&ours));
	} else {
		ok = put_field(takeback, edit, &now, buf_text(&ours), err);
	}
	buf_fini(&ours);
	record_fini(&now);
	return ok;
}

/* ---- new action items ----------------------------------------------------------------------------- */

bool takeback_find_action(struct takeback *takeback, const char *title, const char *team, struct record *out,
	bool *found, struct err *err)
{
	struct records all = { 0 };
	char *given = shown(title);
	*found = false;
	bool ok = store_list(takeback->app->store, ENTITY_ACTION, takeback->incident->id, &all, err);
	for (size_t i = 0; ok && i < all.count && !*found; i++) {
		char *own = shown(record_text(&all.items[i], ACTION_TITLE));
		*found = text_equal(own, given) && text_same(record_text(&all.items[i], ACTION_TEAM), team);
		free(own);
		if (*found)
			record_copy(out, &all.items[i]);
	}
	free(given);
	records_fini(&all);
	return ok;
}

/* Cells that cannot be are told, and the action item comes without them. */
static void set_cells(struct takeback *takeback, struct readback_edit *edit, struct record *action)
{
	for (size_t i = 0; i < edit->cells.count; i++) {
		const struct readback_cell *cell = &edit->cells.items[i];
		struct err problem = { 0 };
		if (edit_field(takeback->app, takeback->incident, action, cell->field, cell->text, &problem))
			continue;
		takeback_refuse(takeback, edit, NULL, problem.text);
		struct takeback_result *result = &takeback->results.items[takeback->results.count - 1];
		result->field = cell->field;
		free(result->theirs);
		result->theirs = mem_copy(cell->text);
		result->fresh = true;
	}
}

static bool write_action(struct takeback *takeback, struct readback_edit *edit, struct err *err)
{
	struct record action;
	bool found;
	/* one that is called so is the same: from another branch, or logged here as well */
	if (!takeback_find_action(
		    takeback, readback_cell_text(edit, ACTION_TITLE), readback_cell_text(edit, ACTION_TEAM), &action, &found, err))
		return false;
	bool ok = true;
	if (!found) {
		record_init(&action, ENTITY_ACTION);
		memcpy(action.incident, takeback->incident->id, ID_SIZE);
		set_cells(takeback, edit, &action);
		if (takeback->audience)
			record_set_text(&action, ACTION_AUDIENCE, takeback->audience);
		record_set_initial(&action);
		struct err problem = { 0 };
		if (!record_check(&action, &problem)) {
			record_fini(&action);
			return takeback_refuse(takeback, edit, NULL, problem.text);
		}
		ok = store_put(takeback->app->store, &action, err);
	}
	if (ok) {
		struct takeback_result *result =
			takeback_add(takeback, edit, found ? TAKEBACK_SAME : TAKEBACK_TAKEN);
		result->fresh = true;
		free(result->theirs);
		result->theirs = mem_copy(readback_cell_text(edit, ACTION_TITLE));
		takeback_set_number(result, &action);
		free(edit->which);
		edit->which = mem_copy(action.id);
		free(result->id);
		result->id = mem_copy(action.id);
		edit->taken = true;
	}
	record_fini(&action);
	return ok;
}

bool takeback_write(struct takeback *takeback, struct readback_edit *edit, struct err *err)
{
	switch (edit->kind) {
	case READBACK_NEW_ACTION:
		return write_action(takeback, edit, err);
	case READBACK_NEW_SECTION:
		return takeback_choose_key(takeback, edit, err) && takeback_write_section(takeback, edit, err);
	case READBACK_FIELD:
		if (edit->entity == ENTITY_SECTION && edit->field == SECTION_TEXT)
			return takeback_write_section(takeback, edit, err);
		if (edit->entity == ENTITY_SECTION && edit->field == SECTION_MARKUP)
			return takeback_write_markup(takeback, edit, err);
		return write_field(takeback, edit, err);
	case READBACK_LAYOUT:
		break;
	}
	return true;
}

void takeback_fini(struct takeback *takeback)
{
	for (size_t i = 0; i < takeback->results.count; i++) {
		struct takeback_result *result = &takeback->results.items[i];
		char *const texts[] = { result->which, result->id, result->before, result->theirs, result->ours, result->reason,
			result->author, result->commit };
		for (size_t k = 0; k < LENGTH(texts); k++)
			free(texts[k]);
	}
	free(takeback->results.items);
	takeback->results.items = NULL;
	takeback->results.count = takeback->results.cap = 0;
}

size_t takeback_count(const struct takeback *takeback, enum takeback_outcome outcome)
{
	size_t count = 0;
	for (size_t i = 0; i < takeback->results.count; i++)
		count += takeback->results.items[i].outcome == outcome;
	return count;
}
