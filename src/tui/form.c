/* Opening, filling, saving and leaving forms. */
#include "tui/form.h"

#include <stdlib.h>

#include "app/edit.h"
#include "app/numbers.h"
#include "base/text.h"
#include "tui/ui.h"

void form_fini(struct form *form)
{
	for (size_t i = 0; i < form->count; i++) {
		line_fini(&form->rows[i].line);
		free(form->rows[i].shown);
		free(form->rows[i].problem);
		free(form->rows[i].theirs);
	}
	records_fini(&form->base);
	records_fini(&form->now);
	candidates_fini(&form->found);
	free(form->which);
	free(form->from);
	*form = (struct form){ 0 };
}

bool form_has_keys(const struct ui *ui)
{
	return ui->form.open && !ui->prompt.kind && !ui->pager.open;
}

const struct field *form_field(const struct form *form, const struct form_row *row)
{
	return &entity_get(form->kind)->fields[row->field];
}

bool form_touched(const struct form_row *row)
{
	return !text_equal(line_text(&row->line), row->shown);
}

const struct record *form_incident(const struct ui *ui)
{
	const struct form *form = &ui->form;
	if (form->kind == ENTITY_INCIDENT)
		return form->now.count ? &form->now.items[0] : NULL;
	return ui->incident.open ? &ui->incident.record : NULL;
}

void form_typed(const struct form *form, struct fields *out)
{
	*out = (struct fields){ .kind = form->kind, .which = mem_copy(form->which) };
	out->from = mem_copy(form->from);
	for (size_t i = 0; i < form->count; i++) {
		const struct form_row *row = &form->rows[i];
		if (!form_touched(row))
			continue;
		fields_set(out, row->field, line_text(&row->line));
		if (form->from)
			fields_set_was(out, row->field, row->shown);
	}
}

/* ---- reading -----------------------------------------------------------------------------------
 */

/* A section is called by its key, and may not be written yet. */
static bool read_section(struct ui *ui, struct records *out, struct err *err)
{
	struct records all = { 0 };
	bool ok = read_list(ui->app, ENTITY_SECTION, ui->form.incident, &all, err);
	for (size_t i = 0; ok && i < all.count; i++)
		if (text_same(record_text(&all.items[i], SECTION_KEY), ui->form.which))
			record_copy(vec_push(out), &all.items[i]);
	records_fini(&all);
	return ok;
}

/* Those read before, by id: also what was deleted meanwhile. */
static bool read_again(struct ui *ui, const struct records *before, struct records *out, struct err *err)
{
	for (size_t i = 0; i < before->count; i++) {
		struct record record;
		if (!store_get(ui->app->store, before->items[i].kind, before->items[i].id, &record, err))
			return false;
		*(struct record *)vec_push(out) = record;
	}
	return true;
}

/* Read the entities `which` names into `out`. */
static bool form_read(struct ui *ui, struct records *out, struct err *err)
{
	struct form *form = &ui->form;
	struct numbers numbers;
	struct record incident;
	if (form->base.count)
		return read_again(ui, &form->base, out, err);
	if (!*form->which)
		return true;
	if (form->kind == ENTITY_SECTION)
		return read_section(ui, out, err);
	if (form->kind == ENTITY_INCIDENT) {
		if (!app_find_incident(ui->app, form->which, &incident, err))
			return false;
		*(struct record *)vec_push(out) = incident;
		return true;
	}
	bool ok = numbers_read(&numbers, &form->which, 1, err) &&
		numbers_find(ui->app, &numbers, form->kind, form->incident, out, err);
	numbers_fini(&numbers);
	return ok;
}

/* ---- filling -----------------------------------------------------------------------------------
 */

static void copy_all(const struct records *from, struct records *to)
{
	records_fini(to);
	for (size_t i = 0; i < from->count; i++)
		record_copy(vec_push(to), &from->items[i]);
}

/* What the records have in a field; of several, what all of them have. */
static char *text_of(struct ui *ui, const struct records *records, int field, bool *several)
{
	const struct record *incident = form_incident(ui);
	const char *zone = incident ? app_zone_of(ui->app, incident) : ui->app->zone;
	struct buf text = { 0 };
	*several = false;
	for (size_t i = 1; i < records->count; i++)
		*several = *several ||
			!value_equal(&records->items[0].values[field], &records->items[i].values[field]);
	if (records->count && !*several)
		fields_show(ui->app, &records->items[0], field, zone, &text);
	return text.data ? text.data : mem_copy("");
}

/* A new one begins with what it would get if nothing were said. */
static char *first_text(struct ui *ui, const struct field *field, int index)
{
	const struct form *form = &ui->form;
	bool chosen = field->type == FIELD_CHOICE || field->type == FIELD_BOOL;
	if (form->kind == ENTITY_SECTION && index == SECTION_KEY)
		return mem_copy(form->which);
	if (form->kind == ENTITY_INCIDENT && index == INCIDENT_TEMPLATE)
		return mem_copy(options_get(&ui->app->options, OPTION_TEMPLATE));
	return mem_copy(chosen && field->initial ? field->initial : "");
}

static void set_shown(struct form_row *row, char *text)
{
	free(row->shown);
	row->shown = text;
}

/* Fill rows from the records of `now`; those of `base` become the same. */
static void form_fill(struct ui *ui)
{
	struct form *form = &ui->form;
	copy_all(&form->now, &form->base);
	for (size_t i = 0; i < form->count; i++) {
		struct form_row *row = &form->rows[i];
		set_shown(row, form->now.count ? text_of(ui, &form->now, row->field, &row->several)
					       : first_text(ui, form_field(form, row), row->field));
		line_set(&row->line, row->shown, strlen(row->shown));
	}
}

const char *form_question(const struct ui *ui)
{
	const struct section_states *sections = &ui->incident.writing.sections;
	for (size_t i = 0; ui->form.kind == ENTITY_SECTION && i < sections->count; i++)
		if (text_same(sections->items[i].key, ui->form.which))
			return sections->items[i].prompt;
	return NULL;
}

/* A section keeps its key, and one that the template asks for has its heading and place there. */
static bool section_belongs(const struct ui *ui, int field)
{
	return field != SECTION_KEY &&
		(!form_question(ui) || field == SECTION_TEXT || field == SECTION_AUDIENCE);
}

static bool belongs(const struct ui *ui, int field)
{
	const struct form *form = &ui->form;
	const struct entity *entity = entity_get(form->kind);
	/* a text is one event's own */
	if (form->now.count > 1 && field == entity->headline)
		return false;
	return !(entity->fields[field].flags & FIELD_HIDDEN) &&
		(form->kind != ENTITY_SECTION || section_belongs(ui, field));
}

/* Nothing stands for it if nothing is said. */
static bool is_needed(const struct field *field)
{
	return field->flags & FIELD_REQUIRED && !field->initial && field->type != FIELD_TIME;
}

/* A section that has no key yet gets it from its heading. */
static bool is_name(const struct form *form, int field)
{
	return form->kind == ENTITY_SECTION && !*form->which && field == SECTION_HEADING;
}

static void make_rows(struct ui *ui)
{
	struct form *form = &ui->form;
	const struct entity *entity = entity_get(form->kind);
	for (int field = 0; field < (int)entity->count; field++) {
		if (!belongs(ui, field))
			continue;
		struct form_row *row = &form->rows[form->count++];
		*row = (struct form_row){ .field = field };
		line_init(&row->line, entity->fields[field].type == FIELD_TEXT);
		if (field == entity->headline)
			form->focus = form->count - 1;
	}
	/* of a new one the first that must be said */
	for (size_t i = form->count; !form->now.count && i-- > 0;)
		if (is_needed(form_field(form, &form->rows[i])) || is_name(form, form->rows[i].field))
			form->focus = i;
}

/* `form KIND [WHICH]`: what was typed before and not saved comes back. */
static bool form_open(struct ui *ui, enum entity_kind kind, const char *which, struct err *err)
{
	struct form *form = &ui->form;
	if (form->open && !form_leave(ui, false, err))
		return false;
	if (kind != ENTITY_INCIDENT && !ui->incident.open)
		return err_set(err, ERR_USAGE, "open an incident first");
	if (kind == ENTITY_PUBLICATION || (kind == ENTITY_ATTACHMENT && !*which))
		return err_set(err, ERR_USAGE, "there is no form for a new %s", entity_get(kind)->name);
	form_fini(form);
	form->kind = kind;
	form->which = mem_copy(which);
	if (kind != ENTITY_INCIDENT)
		memcpy(form->incident, ui->incident.record.id, ID_SIZE);
	if (!form_read(ui, &form->now, err)) {
		form_fini(form);
		return false;
	}
	if (kind == ENTITY_INCIDENT && form->now.count)
		memcpy(form->incident, form->now.items[0].id, ID_SIZE);
	make_rows(ui);
	form->open = true;
	form_fill(ui);
	form_focus(ui, form->focus);
	if (form_restore(ui, err))
		return true;
	form_fini(form);
	return false;
}

/* ---- what others do ----------------------------------------------------------------------------
 */

static void look_at(struct ui *ui, struct form_row *row, const struct records *fresh)
{
	struct form *form = &ui->form;
	const char *name = form_field(form, row)->name;
	bool several, same = true;
	for (size_t i = 0; i < fresh->count; i++)
		same = same &&
			value_equal(&fresh->items[i].values[row->field], &form->now.items[i].values[row->field]);
	if (same)
		return;
	char *text = text_of(ui, fresh, row->field, &several);
	if (fresh->count == 1)
		touch_read(ui->app, fresh->items[0].id, name, &row->who, NULL);
	if (!form_touched(row) || text_equal(text, line_text(&row->line))) {
		/* nothing of ours is in the way */
		row->noted = !text_equal(text, line_text(&row->line));
		row->several = several;
		line_set(&row->line, text, strlen(text));
		set_shown(row, text);
		free(row->theirs);
		row->theirs = NULL;
		for (size_t i = 0; i < fresh->count; i++)
			record_set_value(&form->base.items[i], row->field,
				&fresh->items[i].values[row->field]);
		return;
	}
	free(row->theirs);
	row->theirs = text;
}

/* Somebody wrote what had not been written when the form was opened. */
static void begin_with_nothing(struct form *form, const struct record *written)
{
	struct records *const both[] = { &form->base, &form->now };
	for (size_t i = 0; i < LENGTH(both); i++) {
		struct record *record = vec_push(both[i]);
		record_init(record, written->kind);
		memcpy(record->id, written->id, ID_SIZE);
		memcpy(record->incident, written->incident, ID_SIZE);
		record->number = written->number;
	}
}

bool form_reload(struct ui *ui, struct err *err)
{
	struct form *form = &ui->form;
	struct records fresh = { 0 };
	if (!form->open || (!form->base.count && form->kind != ENTITY_SECTION))
		return true;
	if (!form_read(ui, &fresh, err)) {
		records_fini(&fresh);
		return false;
	}
	if (!fresh.count)
		return true;
	if (!form->base.count)
		begin_with_nothing(form, &fresh.items[0]);
	bool was_gone = form->now.items[0].gone;
	for (size_t i = 0; i < form->count; i++)
		look_at(ui, &form->rows[i], &fresh);
	records_fini(&form->now);
	form->now = fresh;
	if (fresh.items[0].gone && !was_gone)
		ui_message(ui, STYLE_WARNING,
			"this was deleted by somebody: undo there brings it back; what you typed is kept");
	return true;
}

/* ---- saving and leaving ------------------------------------------------------------------------
 */

static bool row_ready(struct ui *ui, size_t index, struct err *err)
{
	struct form *form = &ui->form;
	struct form_row *row = &form->rows[index];
	const struct field *field = form_field(form, row);
	if (row->theirs)
		err_set(err, ERR_CONFLICT, "%s: somebody else changed it too: keep yours, take theirs, or merge",
			field->label);
	else if (!form_check(ui, row))
		err_set(err, ERR_USAGE, "%s: %s", field->label, row->problem);
	else if (is_needed(field) && !form->now.count && text_empty(line_text(&row->line)))
		err_set(err, ERR_USAGE, "%s is needed: %s", field->label, field->help);
	else
		return true;
	form_focus(ui, index);
	return false;
}

static bool rows_ready(struct ui *ui, struct err *err)
{
	for (size_t i = 0; i < ui->form.count; i++)
		if (!row_ready(ui, i, err))
			return false;
	return true;
}

/* A section's command wants its text whatever was changed. */
static void complete_section(const struct form *form, struct fields *typed)
{
	for (size_t i = 0; form->kind == ENTITY_SECTION && typed->count && i < form->count; i++)
		if (form->rows[i].field == SECTION_TEXT)
			fields_set(typed, SECTION_TEXT, line_text(&form->rows[i].line));
}

static bool write_fields(struct ui *ui, const struct fields *typed, struct err *err)
{
	struct form *form = &ui->form;
	struct words words;
	struct buf out = { 0 }, place = { 0 };
	struct records guard = { 0 };
	unsigned set = 0;
	for (size_t i = 0; i < typed->count; i++)
		set |= 1u << typed->items[i].field;
	copy_all(&form->base, &guard);
	for (size_t i = 0; i < guard.count; i++)
		guard.items[i].set = set;
	fields_place(typed, &place);
	const struct draft_key key = { .incident = form->incident, .place = buf_text(&place), .session = ui->session };
	ui->app->settles = &key;
	ui->app->guard = guard.count ? &guard : NULL;
	bool ok = fields_words(typed, &words, err) && ui_command(ui, words.items, words.count, &out, err);
	ui->app->guard = NULL;
	ui->app->settles = NULL;
	if (ok && guard.count > 1)
		ui_message(ui, STYLE_GOOD, "%zu %s changed", guard.count, entity_get(form->kind)->plural);
	else if (ok)
		ui_result(ui, "Saved", buf_text(&out));
	if (ok && form->kind == ENTITY_SECTION && !*form->which)
		writing_show_added(ui, buf_text(&out));
	words_fini(&words);
	buf_fini(&out);
	buf_fini(&place);
	records_fini(&guard);
	return ok;
}

static bool saved(struct ui *ui, struct err *err)
{
	struct form *form = &ui->form;
	bool fresh_incident = form->kind == ENTITY_INCIDENT && !form->now.count;
	struct record incident;
	form_leave(ui, true, NULL);
	if (!fresh_incident)
		return true;
	if (!app_incident(ui->app, &incident, err))
		return false;
	bool ok = incident_open(ui, incident.id, err);
	record_fini(&incident);
	return ok;
}

bool form_save(struct ui *ui, struct err *err)
{
	struct form *form = &ui->form;
	struct fields typed;
	if (!form->open)
		return err_set(err, ERR_USAGE, "no form is open");
	if (!form_reload(ui, err))
		return false;
	form_typed(form, &typed);
	bool nothing = !typed.count && form->now.count;
	complete_section(form, &typed);
	bool ok = nothing || (rows_ready(ui, err) && write_fields(ui, &typed, err));
	fields_fini(&typed);
	if (!ok)
		return false;
	ok = saved(ui, err);
	if (nothing)
		ui_message(ui, STYLE_TEXT, "nothing was changed");
	return ok;
}

bool form_leave(struct ui *ui, bool drop, struct err *err)
{
	struct form *form = &ui->form;
	struct fields typed;
	form_typed(form, &typed);
	bool kept = typed.count && !drop && (form->dirty || form->stored);
	fields_fini(&typed);
	if (drop)
		form_fill(ui);
	form->dirty = form->dirty || (drop && form->stored);
	/* what cannot be saved must not be lost by leaving */
	if (!form_keep(ui, err) && !drop)
		return false;
	form_fini(form);
	if (kept)
		ui_message(ui, STYLE_TEXT, "what you typed is kept: the same form brings it back");
	return true;
}

/* ---- commands ----------------------------------------------------------------------------------
 */

static bool kind_named(const char *name, enum entity_kind *out, struct err *err)
{
	const char *names[ENTITY_COUNT + 2];
	size_t count = 0;
	for (int kind = 0; kind < ENTITY_PUBLICATION; kind++)
		names[count++] = entity_get((enum entity_kind)kind)->name;
	*out = text_equal(name, "ref") ? ENTITY_REFERENCE
		: text_equal(name, "attach") ? ENTITY_ATTACHMENT
					     : entity_find(name);
	if (*out < ENTITY_PUBLICATION)
		return true;
	const char *near = text_nearest(name, names, count);
	return err_set(err, ERR_USAGE, "there is no form for '%s'%s%s: event, action, cause, incident, role, ref, …",
		name, near ? ", did you mean " : "", near ? near : "");
}

/* `--priority P1`: what a new one begins with, unless the field has something already. Nobody typed it, so that
 * it is no draft. */
static void begin_with(struct form *form, char *const *words, size_t count)
{
	for (size_t i = 0; i + 1 < count; i += 2)
		for (size_t k = 0; k < form->count; k++) {
			struct form_row *row = &form->rows[k];
			bool named = text_starts(words[i], "--") &&
				     text_same(form_field(form, row)->name, words[i] + 2);
			if (named && !form_touched(row))
				line_set(&row->line, words[i + 1], strlen(words[i + 1]));
		}
}

bool run_form(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	enum entity_kind kind;
	if (!count)
		return err_set(err, ERR_USAGE, "a form for what? For example: form action");
	if (!kind_named(words[0], &kind, err))
		return false;
	bool fresh = count == 1 || text_starts(words[1], "--");
	if (!form_open(ui, kind, fresh ? "" : words[1], err))
		return false;
	if (fresh)
		begin_with(&ui->form, words + 1, count - 1);
	return true;
}

bool run_save(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	(void)words, (void)count;
	return form_save(ui, err);
}

bool run_leave(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	if (!ui->form.open)
		return err_set(err, ERR_USAGE, "no form is open");
	/* a list that came by typing is in the way first */
	if (ui->form.listing && !ui->form.fresh) {
		ui->form.listing = false;
		return true;
	}
	return form_leave(ui, count && text_equal(words[0], "drop"), err);
}
