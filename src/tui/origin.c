#include "tui/origin.h"

#include "base/mem.h"
#include "base/text.h"
#include "tui/ui.h"

static const struct record *origin_find(const struct records *origins, const char *id)
{
	for (size_t i = 0; *id && i < origins->count; i++)
		if (text_equal(origins->items[i].id, id))
			return &origins->items[i];
	return NULL;
}

static bool read_for(struct app *app, const struct records *from, int field, struct records *out,
	struct err *err)
{
	for (size_t i = 0; i < from->count; i++) {
		const char *id = record_text(&from->items[i], field);
		struct record event;
		struct err missing = { 0 };
		if (!*id || origin_find(out, id))
			continue;
		if (!read_entity(app, ENTITY_EVENT, id, &event, &missing)) {
			/* a change that has not arrived yet may bring it */
			if (missing.code == ERR_NOT_FOUND)
				continue;
			return err_pass(err, &missing);
		}
		if (event.gone)
			record_fini(&event);
		else
			*(struct record *)vec_push(out) = event;
	}
	return true;
}

bool origins_read(struct app *app, const struct records *actions, const struct records *causes,
	struct records *out, struct err *err)
{
	return read_for(app, actions, ACTION_EVENT, out, err) &&
		read_for(app, causes, CAUSE_EVENT, out, err);
}

void origin_put(const struct records *origins, const char *id, const char *zone, struct buf *out)
{
	const struct record *event = origin_find(origins, id);
	if (!event)
		return;
	buf_printf(out, "%s↩ #%lld ", out->len ? "  " : "", (long long)event->number);
	show_clock(event, zone, false, out);
}

bool run_origin(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	const struct view *view = ui->view;
	bool action = view == &view_actions, cause = view == &view_causes;
	const struct records *from = action ? &ui->incident.actions : &ui->incident.causes;
	int64_t number = action || cause ? view->number(ui) : 0;
	const char *id = "";
	(void)words, (void)count;
	if (view == &view_history)
		return past_jump(ui, err);
	for (size_t i = 0; number && i < from->count; i++)
		if (from->items[i].number == number)
			id = record_text(&from->items[i], action ? ACTION_EVENT : CAUSE_EVENT);
	const struct record *event = origin_find(&ui->incident.origins, id);
	if (!number)
		return err_set(err, ERR_USAGE, "select an action or a cause first");
	if (!event)
		return err_set(
			err, ERR_NOT_FOUND, "#%lld did not come from an event", (long long)number);
	ui_show(ui, &view_timeline);
	return timeline_reveal(ui, event, err);
}
