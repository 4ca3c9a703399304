/* Drafts: what is in the composer is on disk a quarter of a second after a key. */
#include "tui/ui.h"

#include "base/duration.h"
#include "base/text.h"

/* On another machine (a home on NFS) nobody can tell whether a session lives: after so long without
 * a key its draft is offered here. */
enum { ELSEWHERE_MS = 5 * 60 * 1000 };

static bool save_text(struct ui *ui, struct err *err)
{
	struct composer *composer = &ui->composer;
	const char *text = line_text(&composer->line);
	struct buf timed = { 0 };
	struct draft draft = { .at = composer->at };
	size_t line = strcspn(text, "\n");
	/* the time that was asked for goes into the text, where `drafts log` finds it as well */
	buf_put(&timed, text, line);
	if (composer->timed) {
		buf_putc(&timed, ' ');
		compose_time_word(&composer->when, &timed);
	}
	buf_puts(&timed, text + line);
	text_copy(draft.incident, sizeof draft.incident, ui->incident.record.id);
	text_copy(draft.place, sizeof draft.place, DRAFT_COMPOSER);
	text_copy(draft.kind, sizeof draft.kind, composer->kind);
	text_copy(draft.session, sizeof draft.session, ui->session);
	draft.text = timed.data;
	bool ok = draft_save(ui->app, &draft, err);
	if (ok)
		ui->kept = draft.updated;
	buf_fini(&timed);
	return ok;
}

bool composer_save(struct ui *ui, struct err *err)
{
	struct composer *composer = &ui->composer;
	bool empty = composer_empty(composer), ok = true;
	struct err unsaved = { 0 };
	if (!composer->dirty || !ui->incident.open)
		return true;
	if (!empty)
		ok = save_text(ui, &unsaved);
	else if (composer->stored)
		ok = draft_drop_place(
			ui->app, ui->incident.record.id, DRAFT_COMPOSER, ui->session, &unsaved);
	if (!ok) {
		composer->due = ui->clock + DRAFT_RETRY_MS;
		return err_set(
			err, unsaved.code, "what you are writing is not on disk yet, which is tried again: %s",
			unsaved.text);
	}
	composer->stored = !empty;
	composer->dirty = composer->complained = false;
	return true;
}

/* ---- bringing back -----------------------------------------------------------------------------
 */

bool draft_is_left(const struct ui *ui, const struct draft *draft)
{
	if (text_equal(draft->session, DRAFT_PULLED))
		return true;
	switch (session_state(draft->session)) {
	case SESSION_DEAD:
		return true;
	case SESSION_ALIVE:
		return false;
	default:
		return app_now(ui->app) - draft->updated > ELSEWHERE_MS;
	}
}

static void put_back(struct ui *ui, const struct draft *draft)
{
	struct composer *composer = &ui->composer;
	struct compose_kind kind;
	char word[COMPOSE_KIND_SIZE];
	composer_clear(composer);
	line_set(&composer->line, draft->text, strlen(draft->text));
	composer->at = draft->at ? draft->at : draft->updated;
	text_copy(word, sizeof word, draft->kind);
	word[strcspn(word, " ")] = '\0';
	/* one that only a newer version knows is a note here */
	if (compose_kind_find(word, &kind, NULL))
		text_copy(composer->kind, sizeof composer->kind, draft->kind);
}

static void say_restored(struct ui *ui, size_t more)
{
	const struct when began = { .at = ui->composer.at, .precision = PRECISION_EXACT };
	struct buf when = { 0 };
	show_moment(&began, app_zone_of(ui->app, &ui->incident.record), app_now(ui->app), &when);
	if (more)
		ui_message(ui, STYLE_WARNING,
			"not logged yet: what you began to write at %s (%zu more: `inquest "
			"drafts`)",
			buf_text(&when), more);
	else
		ui_message(ui, STYLE_WARNING, "not logged yet: what you began to write at %s",
			buf_text(&when));
	buf_fini(&when);
}

static bool adopt(struct ui *ui, const struct draft *draft, size_t more, struct err *err)
{
	put_back(ui, draft);
	say_restored(ui, more);
	ui->composer.dirty = true;
	/* ours first: there is no moment without one on disk */
	return composer_save(ui, err) && draft_drop(ui->app, draft->number, err);
}

bool composer_restore(struct ui *ui, struct err *err)
{
	struct drafts drafts = { 0 };
	const struct draft *own = NULL, *left = NULL;
	size_t others = 0;
	bool ok = draft_list(ui->app, ui->incident.record.id, &drafts, err);
	for (size_t i = 0; ok && i < drafts.count; i++) {
		const struct draft *draft = &drafts.items[i];
		if (!text_equal(draft->place, DRAFT_COMPOSER))
			continue;
		if (text_equal(draft->session, ui->session)) {
			own = draft;
		} else if (draft_is_left(ui, draft)) {
			others++;
			left = draft;
		}
	}
	if (own) {
		put_back(ui, own);
		ui->composer.stored = true;
	} else if (left) {
		ok = adopt(ui, left, others - 1, err);
	}
	drafts_fini(&drafts);
	return ok;
}

bool composer_remind(struct ui *ui, struct err *err)
{
	struct drafts drafts = { 0 };
	const struct draft *last = NULL;
	size_t count = 0;
	if (ui->message.len)
		return true;
	bool ok = draft_list(ui->app, "", &drafts, err);
	for (size_t i = 0; ok && i < drafts.count; i++) {
		const struct draft *draft = &drafts.items[i];
		bool here = ui->incident.open && text_equal(draft->incident, ui->incident.record.id);
		if (here || !text_equal(draft->place, DRAFT_COMPOSER) || !draft_is_left(ui, draft))
			continue;
		last = draft;
		count++;
	}
	if (last)
		ui_message(ui, STYLE_WARNING, "not logged yet: %zu text%s, the last in INC-%lld: :drafts shows %s", count,
			count == 1 ? "" : "s", (long long)last->incident_number, count == 1 ? "it" : "them");
	drafts_fini(&drafts);
	return ok;
}
