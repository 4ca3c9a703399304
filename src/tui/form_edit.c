/* Typing into a form: focus, validation, candidates, settling what two people changed. */
#include "tui/form.h"

#include <stdlib.h>

#include "app/edit.h"
#include "app/editor.h"
#include "base/text.h"
#include "tui/ui.h"

struct line *form_line(struct ui *ui)
{
	struct form *form = &ui->form;
	return form->count ? &form->rows[form->focus].line : NULL;
}

/* One of a few: what is typed takes the place of what is there. */
static bool is_chosen(const struct field *field)
{
	return field->type == FIELD_CHOICE || field->type == FIELD_BOOL;
}

/* ---- validation --------------------------------------------------------------------------------
 */

bool form_check(struct ui *ui, struct form_row *row)
{
	struct form *form = &ui->form;
	const struct record *incident = form_incident(ui);
	struct record scratch;
	struct err err = { 0 };
	free(row->problem);
	row->problem = NULL;
	if (!form_touched(row))
		return true;
	record_init(&scratch, form->kind);
	if (form->now.count)
		memcpy(scratch.id, form->now.items[0].id, ID_SIZE);
	bool ok = edit_field(ui->app, incident, &scratch, row->field, line_text(&row->line), &err);
	record_fini(&scratch);
	if (!ok)
		row->problem = mem_copy(err.text);
	return ok;
}

/* ---- candidates --------------------------------------------------------------------------------
 */

static void look_for_candidates(struct ui *ui)
{
	struct form *form = &ui->form;
	const struct form_row *row = &form->rows[form->focus];
	bool chosen = is_chosen(form_field(form, row));
	const char *typed = chosen && form->fresh ? "" : line_text(&row->line);
	complete_field(ui, form->kind, row->field, typed, &form->found);
	form->list = (struct list){ 0 };
	form->listing = form->found.count && (chosen || !form->fresh) &&
		!candidates_typed(&form->found, 0, typed);
	for (size_t i = 0; chosen && form->fresh && i < form->found.count; i++)
		if (text_equal(form->found.items[i].text, line_text(&row->line)))
			form->list.selected = i;
}

/* What stands for one of the choices becomes its name. */
static void settle_choice(struct ui *ui, struct form_row *row)
{
	const struct field *field = form_field(&ui->form, row);
	const struct choice *choice = field->type == FIELD_CHOICE
		? choice_find(field->choices, line_text(&row->line))
		: NULL;
	if (choice && !text_equal(choice->name, line_text(&row->line)))
		line_set(&row->line, choice->name, strlen(choice->name));
}

void form_focus(struct ui *ui, size_t index)
{
	struct form *form = &ui->form;
	if (form->focus != index) {
		settle_choice(ui, &form->rows[form->focus]);
		form_check(ui, &form->rows[form->focus]);
	}
	form->focus = index;
	form->fresh = true;
	look_for_candidates(ui);
}

static void touch(struct ui *ui)
{
	struct form *form = &ui->form;
	if (!form->dirty)
		form->due = ui->clock + DRAFT_DELAY_MS;
	form->dirty = true;
}

void form_typing(struct ui *ui)
{
	struct form *form = &ui->form;
	struct form_row *row = &form->rows[form->focus];
	if (form->fresh && is_chosen(form_field(form, row)))
		line_set(&row->line, "", 0);
}

void form_changed(struct ui *ui)
{
	struct form *form = &ui->form;
	struct form_row *row = &form->rows[form->focus];
	form->fresh = false;
	form_check(ui, row);
	look_for_candidates(ui);
	/* while there is something to choose from, half a name is not wrong yet */
	if (form->found.count && is_chosen(form_field(form, row))) {
		free(row->problem);
		row->problem = NULL;
	}
	touch(ui);
}

void form_put(struct ui *ui, struct form_row *row, const char *text)
{
	line_set(&row->line, text, strlen(text));
	form_check(ui, row);
	touch(ui);
}

/* ---- moving ------------------------------------------------------------------------------------
 */

static void step(struct ui *ui, bool down)
{
	struct form *form = &ui->form;
	if (down ? form->focus + 1 < form->count : form->focus > 0)
		form_focus(ui, down ? form->focus + 1 : form->focus - 1);
}

/* Another candidate is put in at once, so that whatever key comes next it is what is seen. */
static void choose(struct ui *ui, bool down)
{
	struct form *form = &ui->form;
	bool fresh = form->fresh, was_fitting = candidates_typed(
		&form->found, form->list.selected, line_text(form_line(ui)));
	/* the first key takes the first one, unless it is there already */
	if (fresh || was_fitting || !down || form->list.selected)
		list_move(&form->list, form->found.count, 1, down ? MOVE_DOWN : MOVE_UP);
	const struct candidates *found = &form->found;
	struct buf text = { 0 };
	buf_put(&text, line_text(form_line(ui)), fresh ? 0 : found->from);
	buf_puts(&text, found->items[form->list.selected].text);
	form_put(ui, &form->rows[form->focus], buf_text(&text));
	form->found.to = text.len;
	buf_fini(&text);
}

/* Up and Down: within the list, within the text, to the next field, whatever is there. */
static void go(struct ui *ui, bool down)
{
	struct form *form = &ui->form;
	struct line *line = form_line(ui);
	if (form->listing)
		choose(ui, down);
	else if (line_has_row(line, down))
		line_run(line, line_command_find(down ? "down" : "up"), &ui->kills);
	else
		step(ui, down);
}

static bool focus_named(struct ui *ui, const char *name)
{
	struct form *form = &ui->form;
	for (size_t i = 0; i < form->count; i++)
		if (text_equal(form_field(form, &form->rows[i])->name, name)) {
			form_focus(ui, i);
			return true;
		}
	return false;
}

bool run_field(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	struct form *form = &ui->form;
	const char *what = count ? words[0] : "next";
	if (!form->open)
		return err_set(err, ERR_USAGE, "no form is open");
	struct form_row *row = &form->rows[form->focus];
	bool prose = form_field(form, row)->flags & FIELD_PROSE;
	if (text_equal(what, "next") || text_equal(what, "previous"))
		step(ui, text_equal(what, "next"));
	else if (text_equal(what, "down") || text_equal(what, "up"))
		go(ui, text_equal(what, "down"));
	else if (text_equal(what, "enter") && prose && line_insert(&row->line, "\n", 1))
		form_changed(ui);
	else if (text_equal(what, "enter") && form->focus + 1 == form->count)
		return form_save(ui, err);
	else if (text_equal(what, "enter"))
		step(ui, true);
	else if (text_equal(what, "reset"))
		form_put(ui, row, row->shown);
	else if (!focus_named(ui, what))
		return err_set(err, ERR_USAGE, "this form has no field '%s': next, previous, down, up, enter, reset?",
			what);
	return true;
}

bool form_editor(struct ui *ui, struct err *err)
{
	struct form *form = &ui->form;
	struct form_row *row = &form->rows[form->focus];
	const struct field *field = form_field(form, row);
	struct buf text = { 0 };
	buf_puts(&text, line_text(&row->line));
	bool ok = form_keep(ui, err) && edit_in_editor(ui->app, field->name, &text, err);
	if (ok) {
		buf_trim_end(&text);
		ok = line_set(&row->line, buf_text(&text), text.len) ||
			err_set(err, ERR_USAGE, "the text is longer than 1 MiB");
		form_changed(ui);
	}
	buf_fini(&text);
	return ok;
}

/* ---- two people --------------------------------------------------------------------------------
 */

/* From now on it is somebody else's value that ours is made from. */
static void settled(struct ui *ui, struct form_row *row)
{
	struct form *form = &ui->form;
	for (size_t i = 0; i < form->base.count; i++)
		record_set_value(&form->base.items[i], row->field,
			&form->now.items[i].values[row->field]);
	free(row->shown);
	row->shown = row->theirs;
	row->theirs = NULL;
	form_check(ui, row);
}

static bool merge(struct ui *ui, struct form_row *row, struct err *err)
{
	struct buf merged = { 0 };
	if (form_field(&ui->form, row)->type != FIELD_TEXT)
		return err_set(err, ERR_USAGE,
			"only texts of several lines can be merged: keep yours, or take theirs");
	bool ok = guard_merge(row->shown, line_text(&row->line), row->theirs, &merged, err);
	if (ok) {
		form_put(ui, row, buf_text(&merged));
		settled(ui, row);
		ui_message(ui, STYLE_TEXT, "this is both together: look at it, then save");
	} else if (err->code == ERR_CONFLICT) {
		err_set(err, ERR_CONFLICT,
			"both changed the same lines: keep yours, take theirs, or write both together "
			"and keep that");
	}
	buf_fini(&merged);
	return ok;
}

bool run_resolve(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	struct form *form = &ui->form;
	const char *how = count ? words[0] : "";
	struct form_row *row = &form->rows[form->focus];
	if (!form->open)
		return err_set(err, ERR_USAGE, "no form is open");
	if (!row->theirs)
		return err_set(err, ERR_USAGE, "nobody else changed this field");
	if (text_equal(how, "merge"))
		return merge(ui, row, err);
	if (text_equal(how, "theirs"))
		form_put(ui, row, row->theirs);
	else if (!text_equal(how, "mine"))
		return err_set(err, ERR_USAGE, "resolve mine, theirs or merge?");
	settled(ui, row);
	form_focus(ui, form->focus);
	return true;
}
