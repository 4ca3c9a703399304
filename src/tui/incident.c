/* Opening, closing and reading an incident; its tabs. */
#include "tui/ui.h"

#include <stdlib.h>

#include "base/text.h"

enum { HISTORY_FIRST = 200 };

const struct view *const incident_tabs[TAB_COUNT] = { &view_timeline, &view_actions, &view_causes,
	&view_postmortem, &view_preview, &view_checks, &view_history };

static void fini_lists(struct incident *incident)
{
	records_fini(&incident->roles);
	records_fini(&incident->actions);
	records_fini(&incident->causes);
	records_fini(&incident->milestones);
	records_fini(&incident->origins);
	writing_fini(&incident->writing);
	free(incident->tree);
}

void incident_clear(struct incident *incident)
{
	if (incident->open)
		record_fini(&incident->record);
	fini_lists(incident);
	history_fini(&incident->history);
	preview_pane_fini(&incident->preview);
	*incident = (struct incident){ 0 };
}

/* ---- reading -----------------------------------------------------------------------------------
 */

static void grow_tree(struct incident *incident)
{
	struct tree tree;
	tree_init(&tree, &incident->causes);
	incident->tree = mem_new(tree.count + 1, sizeof *incident->tree);
	tree_rows(&tree, incident->tree);
	tree_fini(&tree);
}

static void find_span(struct incident *incident)
{
	bool impact = false;
	incident->began = record_int(&incident->record, INCIDENT_STARTED);
	incident->ended = 0;
	for (size_t i = 0; i < incident->milestones.count; i++) {
		const struct record *event = &incident->milestones.items[i];
		enum milestone_kind kind = milestone_find(record_text(event, EVENT_KIND));
		if (kind == MILESTONE_IMPACT && !impact) {
			incident->began = record_int(event, EVENT_AT);
			impact = true;
		}
		if (kind == MILESTONE_RESOLVED)
			incident->ended = record_int(event, EVENT_AT);
	}
	if (status_is_open(record_text(&incident->record, INCIDENT_STATUS)))
		incident->ended = 0;
}

bool incident_read(struct ui *ui, const char *id, struct incident *fresh, struct err *err)
{
	struct app *app = ui->app;
	if (!read_incident(app, id, &fresh->record, err))
		return false;
	fresh->open = true;
	bool ok = read_list(app, ENTITY_ROLE, id, &fresh->roles, err) &&
		read_list(app, ENTITY_ACTION, id, &fresh->actions, err) &&
		read_list(app, ENTITY_CAUSE, id, &fresh->causes, err) &&
		read_milestones(app, id, &fresh->milestones, err) &&
		origins_read(app, &fresh->actions, &fresh->causes, &fresh->origins, err) &&
		app_metrics(app, &fresh->record, &fresh->metrics, &fresh->budget, err);
	grow_tree(fresh);
	find_span(fresh);
	return ok;
}

static bool read_whole(struct ui *ui, const char *id, struct incident *fresh, struct err *err)
{
	if (!read_begin(ui->app, err))
		return false;
	bool ok = incident_read(ui, id, fresh, err);
	read_end(ui->app);
	fresh->writing.behind = true;
	return ok;
}

bool incident_load(struct ui *ui, struct err *err)
{
	struct incident *incident = &ui->incident;
	struct incident fresh = { 0 };
	ui->timeline.changed = true;
	if (!read_whole(ui, incident->record.id, &fresh, err)) {
		incident_clear(&fresh);
		return false;
	}
	if (fresh.record.gone) {
		struct buf name = { 0 };
		app_incident_name(&fresh.record, &name);
		incident_clear(&fresh);
		bool ok = incident_close(ui, err);
		ui_message(
			ui, STYLE_WARNING, "%s was deleted; undo brings it back", buf_text(&name));
		buf_fini(&name);
		return ok;
	}
	fresh.writing = incident->writing;
	fresh.writing.behind = true;
	incident->writing = (struct writing){ 0 };
	record_fini(&incident->record);
	fini_lists(incident);
	fresh.preview = incident->preview;
	fresh.history = incident->history;
	fresh.history_limit = incident->history_limit;
	*incident = fresh;
	actions_arrange(ui);
	causes_arrange(ui);
	return ui_marks_check(ui, err);
}

/* ---- opening and closing -----------------------------------------------------------------------
 */

bool incident_open(struct ui *ui, const char *id, struct err *err)
{
	struct incident fresh = { 0 };
	if (!read_whole(ui, id, &fresh, err)) {
		incident_clear(&fresh);
		return false;
	}
	/* a draft that cannot be saved must not be lost by going elsewhere */
	if (!composer_save(ui, err) || (ui->form.open && !form_leave(ui, false, err))) {
		incident_clear(&fresh);
		return false;
	}
	ui_marks_clear(ui);
	incident_clear(&ui->incident);
	timeline_clear(&ui->timeline);
	composer_clear(&ui->composer);
	ui->incident = fresh;
	ui->incident.history_limit = HISTORY_FIRST;
	sheet_clear(&ui->actions_sheet);
	causes_clear(&ui->causes);
	past_clear(&ui->past);
	causes_arrange(ui);
	actions_arrange(ui);
	ui->zone = ZONE_OF_INCIDENT;
	/* what is over is opened to be read: a key there is no text to log */
	ui->composing = status_is_open(record_text(&ui->incident.record, INCIDENT_STATUS));
	recall_fini(&ui->recalls[RECALL_COMPOSER]);
	ui_show(ui, &view_timeline);
	bool ok = composer_restore(ui, err) && form_remind(ui, err);
	ui->composing = ui->composing || !composer_empty(&ui->composer);
	return ok;
}

bool incident_close(struct ui *ui, struct err *err)
{
	if (!composer_save(ui, err) || (ui->form.open && !form_leave(ui, false, err)))
		return false;
	bool kept = ui->composer.stored && !composer_empty(&ui->composer);
	ui_marks_clear(ui);
	incident_clear(&ui->incident);
	timeline_clear(&ui->timeline);
	composer_clear(&ui->composer);
	ui->composing = false;
	ui_show(ui, &view_board);
	if (kept)
		ui_message(ui, STYLE_TEXT, "what you were typing is kept as a draft");
	return true;
}

static size_t tab_index(const struct view *view)
{
	size_t i = 0;
	while (i < TAB_COUNT && incident_tabs[i] != view)
		i++;
	return i;
}

static bool no_such_tab(const char *name, struct err *err)
{
	struct buf names = { 0 };
	for (size_t i = 0; i < TAB_COUNT; i++)
		buf_printf(&names, ", %s", incident_tabs[i]->name);
	err_set(err, ERR_USAGE, "there is no tab '%s': next, previous%s", name, buf_text(&names));
	buf_fini(&names);
	return false;
}

bool incident_tab(struct ui *ui, const char *name, struct err *err)
{
	size_t tab = tab_index(ui->view);
	if (!ui->incident.open)
		return err_set(err, ERR_USAGE, "no incident is open here");
	if (text_equal(name, "next"))
		tab = (tab + 1) % TAB_COUNT;
	else if (text_equal(name, "previous"))
		tab = (tab + TAB_COUNT - 1) % TAB_COUNT;
	else
		for (tab = 0; tab < TAB_COUNT && !text_equal(incident_tabs[tab]->name, name);)
			tab++;
	if (tab == TAB_COUNT)
		return no_such_tab(name, err);
	ui->pager.open = false;
	ui_show(ui, incident_tabs[tab]);
	return composer_save(ui, err);
}
