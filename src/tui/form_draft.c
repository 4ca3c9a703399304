/* What is typed into a form is on disk a quarter of a second later, and comes back with it. */
#include "tui/form.h"

#include "base/text.h"
#include "tui/ui.h"

bool form_keep(struct ui *ui, struct err *err)
{
	struct form *form = &ui->form;
	struct fields typed;
	struct buf place = { 0 }, text = { 0 };
	struct err unsaved = { 0 };
	bool ok = true;
	if (!form->open || !form->dirty)
		return true;
	form_typed(form, &typed);
	fields_place(&typed, &place);
	fields_json(&typed, &text);
	if (typed.count) {
		struct draft draft = { .at = app_now(ui->app), .text = text.data };
		text_copy(draft.incident, sizeof draft.incident, form->incident);
		text_copy(draft.place, sizeof draft.place, buf_text(&place));
		text_copy(draft.kind, sizeof draft.kind, entity_get(form->kind)->name);
		text_copy(draft.session, sizeof draft.session, ui->session);
		ok = draft_save(ui->app, &draft, &unsaved);
		if (ok)
			ui->kept = draft.updated;
	} else if (form->stored) {
		ok = draft_drop_place(
			ui->app, form->incident, buf_text(&place), ui->session, &unsaved);
	}
	if (ok) {
		form->stored = typed.count > 0;
		form->dirty = form->complained = false;
	} else {
		form->due = ui->clock + DRAFT_RETRY_MS;
		err_set(err, unsaved.code, "what you are typing is not on disk: %s", unsaved.text);
	}
	fields_fini(&typed);
	buf_fini(&place);
	buf_fini(&text);
	return ok;
}

/* ---- bringing back -----------------------------------------------------------------------------
 */

/* It was made from a text that somebody changed here in the meantime: theirs is shown beside it. */
static void meet(struct ui *ui, struct form_row *row, const struct typed *typed)
{
	struct form *form = &ui->form;
	if (!typed->was || text_equal(typed->was, row->shown) || text_equal(typed->text, row->shown))
		return;
	row->theirs = row->shown;
	row->shown = mem_copy(typed->was);
	if (form->now.count)
		touch_read(ui->app, form->now.items[0].id, form_field(form, row)->name, &row->who, NULL);
}

static void put_back(struct ui *ui, const struct fields *fields)
{
	struct form *form = &ui->form;
	form->from = mem_copy(fields->from);
	for (size_t i = 0; i < fields->count; i++)
		for (size_t k = 0; k < form->count; k++)
			if (form->rows[k].field == fields->items[i].field) {
				meet(ui, &form->rows[k], &fields->items[i]);
				form_put(ui, &form->rows[k], fields->items[i].text);
				form->focus = fields->from ? k : form->focus;
			}
}

static bool adopt(struct ui *ui, const struct draft *draft, struct err *err)
{
	struct form *form = &ui->form;
	struct fields fields;
	bool own = text_equal(draft->session, ui->session);
	if (!fields_read(ui->app, draft->place, draft->text, &fields, err))
		return false;
	bool same = text_equal(fields.which, form->which);
	if (same) {
		put_back(ui, &fields);
		form->stored = own;
		form->dirty = true;
		if (fields.from)
			ui_message(ui, STYLE_WARNING,
				"%s edited this in the published document: that is in the field, and what was changed here is below",
				fields.from);
		else
			ui_message(ui, STYLE_WARNING, "not saved yet: what you typed here before is back");
	}
	fields_fini(&fields);
	/* ours first: there is no moment without one on disk */
	return !same || own || (form_keep(ui, err) && draft_drop(ui->app, draft->number, err));
}

bool form_restore(struct ui *ui, struct err *err)
{
	struct drafts drafts = { 0 };
	struct fields none;
	struct buf place = { 0 };
	form_typed(&ui->form, &none);
	fields_place(&none, &place);
	fields_fini(&none);
	bool ok = draft_list(ui->app, ui->form.incident, &drafts, err), taken = false;
	for (size_t i = drafts.count; ok && !taken && i-- > 0;) {
		const struct draft *draft = &drafts.items[i];
		if (!text_equal(draft->place, buf_text(&place)) ||
			!text_equal(draft->incident, ui->form.incident))
			continue;
		if (!text_equal(draft->session, ui->session) && !draft_is_left(ui, draft))
			continue;
		taken = true;
		ok = adopt(ui, draft, err);
	}
	form_focus(ui, ui->form.focus);
	drafts_fini(&drafts);
	buf_fini(&place);
	return ok;
}

bool form_remind(struct ui *ui, struct err *err)
{
	struct drafts drafts = { 0 };
	const char *incident = ui->incident.open ? ui->incident.record.id : "";
	const struct draft *left = NULL;
	struct fields fields;
	bool ok = draft_list(ui->app, incident, &drafts, err);
	for (size_t i = 0; ok && i < drafts.count; i++)
		if (fields_is_place(drafts.items[i].place) &&
			!text_equal(drafts.items[i].session, ui->session) &&
			draft_is_left(ui, &drafts.items[i]))
			left = &drafts.items[i];
	/* what was being written in the composer is more urgent */
	if (left && !ui->message.len && fields_read(ui->app, left->place, left->text, &fields, NULL)) {
		struct buf form = { 0 };
		buf_printf(&form, "form %s%s%s", entity_get(fields.kind)->name, *fields.which ? " " : "", fields.which);
		if (fields.from)
			ui_message(ui, STYLE_WARNING, "%s edited the same in the published document: `%s` shows both",
				fields.from, buf_text(&form));
		else
			ui_message(ui, STYLE_WARNING, "a form was left unsaved: `%s` brings it back", buf_text(&form));
		buf_fini(&form);
		fields_fini(&fields);
	}
	drafts_fini(&drafts);
	return ok;
}
