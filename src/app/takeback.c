#include "app/takeback.h"

#include <stdlib.h>
#include <string.h>

#include "app/edit.h"
#include "app/guard.h"
#include "base/text.h"
#include "doc/escape.h"
#include "doc/markdown.h"

enum { LEVEL_MIN = 2, LEVEL_MAX = 6 };

static struct takeback_result *add_result(
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
static void set_number(struct takeback_result *result, const struct record *record)
{
	struct buf which = { 0 };
	if (record->kind == ENTITY_SECTION)
		return;
	buf_printf(&which, "%lld", (long long)record->number);
	free(result->which);
	result->which = buf_steal(&which);
}

static bool refuse(struct takeback *takeback, const struct readback_edit *edit, const struct record *record,
	const char *reason)
{
	struct takeback_result *result = add_result(takeback, edit, TAKEBACK_REFUSED);
	result->reason = mem_copy(reason);
	if (record)
		set_number(result, record);
	return true;
}

/* ---- merging -------------------------------------------------------------------------------------- */

/* The part of a text without blank lines at its start and white space at its end. */
struct core {
	const char *at;
	size_t len;
};

static struct core core_of(const char *text)
{
	struct core core = { text, strlen(text) };
	for (size_t n; n = strspn(core.at, " \t\r"), core.at[n] == '\n';)
		core.at += n + 1;
	core.len = strlen(core.at);
	while (core.len && strchr(" \t\r\n", core.at[core.len - 1]))
		core.len--;
	return core;
}

/* With a line break at the end, so that an added line does not touch the last one. */
static char *core_lines(const char *text)
{
	struct core core = core_of(text);
	struct buf out = { 0 };
	buf_put(&out, core.at, core.len);
	if (core.len)
		buf_putc(&out, '\n');
	return buf_steal(&out);
}

static bool same_core(const char *a, const char *b)
{
	struct core x = core_of(a), y = core_of(b);
	return x.len == y.len && memcmp(x.at, y.at, x.len) == 0;
}

/* Whether a section's text is rendered as `before`: then nobody changed it since, whatever rendering had to do to it. */
static bool is_rendered_as(const char *key, const char *ours, const char *before, int level)
{
	struct buf contained = { 0 }, own = { 0 }, inlined = { 0 };
	level = level < LEVEL_MIN ? LEVEL_MIN : level;
	bool same = markdown_contained(&contained, ours, level, NULL) && same_core(buf_text(&contained), before);
	if (!same && markdown_inlined(&own, ours, key, NULL))
		same = markdown_contained(&inlined, buf_text(&own), level, NULL) && same_core(buf_text(&inlined), before);
	buf_fini(&contained);
	buf_fini(&own);
	buf_fini(&inlined);
	return same;
}

enum merged { MERGED_SAME, MERGED_NEW, MERGED_CONFLICT, MERGED_FAILED };

/* What the section's text becomes: what stands around its core stays. */
static enum merged merge_text(const struct readback_edit *edit, const char *ours, int level, struct buf *out,
	struct err *err)
{
	const char *before = edit->before, *theirs = edit->text;
	struct err problem = { 0 };
	struct core own = core_of(ours);
	struct buf both = { 0 };
	char *a = core_lines(before), *b = core_lines(ours), *c = core_lines(theirs);
	enum merged merged = MERGED_NEW;
	bool ok = guard_merge(a, b, c, &both, &problem);
	if (!ok && problem.code == ERR_CONFLICT && is_rendered_as(edit->which, ours, before, level)) {
		buf_truncate(&both, 0);
		buf_puts(&both, c);
	} else if (!ok) {
		merged = problem.code == ERR_CONFLICT ? MERGED_CONFLICT : MERGED_FAILED;
		err_pass(err, &problem);
	}
	struct core result = core_of(buf_text(&both));
	if (merged == MERGED_NEW && result.len == own.len && memcmp(result.at, own.at, own.len) == 0)
		merged = MERGED_SAME;
	if (merged == MERGED_NEW) {
		buf_put(out, ours, own.len ? (size_t)(own.at - ours) : 0);
		buf_put(out, result.at, result.len);
		buf_puts(out, own.len ? own.at + own.len : "\n");
	}
	free(a);
	free(b);
	free(c);
	buf_fini(&both);
	return merged;
}

/* ---- sections ------------------------------------------------------------------------------------- */

static bool find_section(
	struct takeback *takeback, const char *key, struct record *out, bool *found, struct err *err)
{
	struct records all = { 0 };
	*found = false;
	if (!store_list(takeback->app->store, ENTITY_SECTION, takeback->incident->id, &all, err))
		return false;
	for (size_t i = 0; i < all.count && !*found; i++) {
		*found = text_equal(record_text(&all.items[i], SECTION_KEY), key);
		if (*found)
			record_copy(out, &all.items[i]);
	}
	records_fini(&all);
	if (!*found)
		record_init(out, ENTITY_SECTION);
	return true;
}

/* Write fields of a section that is there, or of a new one. */
static bool put_section(struct takeback *takeback, struct readback_edit *edit, const struct record *now, const char *text,
	struct err *err)
{
	struct record change;
	struct err problem = { 0 };
	record_init(&change, ENTITY_SECTION);
	memcpy(change.id, now->id, ID_SIZE);
	memcpy(change.incident, takeback->incident->id, ID_SIZE);
	bool fits = edit_field(takeback->app, takeback->incident, &change, edit->field, text, &problem);
	if (fits && !change.id[0]) {
		record_set_text(&change, SECTION_KEY, edit->which);
		if (edit->heading)
			record_set_text(&change, SECTION_HEADING, edit->heading);
		if (edit->heading)
			record_set_int(&change, SECTION_LEVEL, edit->level < LEVEL_MIN ? LEVEL_MIN : edit->level);
		if (takeback->audience)
			record_set_text(&change, SECTION_AUDIENCE, takeback->audience);
		record_set_initial(&change);
	}
	bool ok = !fits || store_put(takeback->app->store, &change, err);
	record_fini(&change);
	if (!ok || !fits)
		return ok && refuse(takeback, edit, NULL, problem.text);
	struct takeback_result *result = add_result(takeback, edit, TAKEBACK_TAKEN);
	result->ours = mem_copy(record_text(now, edit->field));
	result->fresh = edit->kind == READBACK_NEW_SECTION;
	edit->taken = true;
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
	struct takeback_result *result = add_result(takeback, edit, TAKEBACK_CONFLICT);
	result->ours = mem_copy(ours);
	set_number(result, now);
}

static bool write_section(struct takeback *takeback, struct readback_edit *edit, struct err *err)
{
	struct record now;
	struct buf text = { 0 };
	bool found, ok = true;
	if (!find_section(takeback, edit->which, &now, &found, err))
		return false;
	const char *ours = record_text(&now, SECTION_TEXT);
	switch (merge_text(edit, ours, (int)record_int(&now, SECTION_LEVEL), &text, err)) {
	case MERGED_NEW:
		ok = put_section(takeback, edit, &now, buf_text(&text), err);
		break;
	case MERGED_SAME:
		add_result(takeback, edit, TAKEBACK_SAME);
		edit->taken = true;
		break;
	case MERGED_CONFLICT:
		takeback_add_conflict(takeback, edit, &now, ours);
		break;
	case MERGED_FAILED:
		ok = false;
		break;
	}
	buf_fini(&text);
	record_fini(&now);
	return ok;
}

/* A section of this key is there, but it is another one: a number makes the key its own. */
static bool choose_key(struct takeback *takeback, struct readback_edit *edit, struct err *err)
{
	for (int number = 1; number < 100; number++) {
		struct record now;
		struct buf key = { 0 };
		bool found;
		buf_puts(&key, edit->which);
		if (number > 1)
			buf_printf(&key, "-%d", number);
		if (!find_section(takeback, buf_text(&key), &now, &found, err)) {
			buf_fini(&key);
			return false;
		}
		/* the same one, brought in before or by another branch, or asked for and not written */
		const char *heading = record_text(&now, SECTION_HEADING);
		bool own = !found || !record_has(&now, SECTION_TEXT) || text_same(heading, edit->heading) || !*heading;
		record_fini(&now);
		if (own) {
			free(edit->which);
			edit->which = buf_steal(&key);
			return true;
		}
		buf_fini(&key);
	}
	return true;
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
		return ok && refuse(takeback, edit, now, problem.text);
	struct takeback_result *result = add_result(takeback, edit, TAKEBACK_TAKEN);
	result->ours = mem_copy(ours);
	set_number(result, now);
	edit->taken = true;
	return true;
}

static bool find_entity(struct takeback *takeback, const struct readback_edit *edit, struct record *out, bool *found,
	struct err *err)
{
	struct err problem = { 0 };
	if (edit->entity == ENTITY_SECTION)
		return find_section(takeback, edit->which, out, found, err);
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
		return refuse(takeback, edit, NULL, "it is not in the incident any more");
	record_show(&now, edit->field, app_zone_of(takeback->app, takeback->incident), &ours);
	see_plain(edit, buf_text(&ours));
	bool ok = true;
	if (now.gone) {
		ok = refuse(takeback, edit, &now, "it was deleted here: undo that to bring it back");
	} else if (equal_shown(takeback, field, buf_text(&ours), edit->text)) {
		set_number(add_result(takeback, edit, TAKEBACK_SAME), &now);
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
		refuse(takeback, edit, NULL, problem.text);
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
			return refuse(takeback, edit, NULL, problem.text);
		}
		ok = store_put(takeback->app->store, &action, err);
	}
	if (ok) {
		struct takeback_result *result =
			add_result(takeback, edit, found ? TAKEBACK_SAME : TAKEBACK_TAKEN);
		result->fresh = true;
		free(result->theirs);
		result->theirs = mem_copy(readback_cell_text(edit, ACTION_TITLE));
		set_number(result, &action);
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
		return choose_key(takeback, edit, err) && write_section(takeback, edit, err);
	case READBACK_FIELD:
		if (edit->entity == ENTITY_SECTION && edit->field == SECTION_TEXT)
			return write_section(takeback, edit, err);
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
