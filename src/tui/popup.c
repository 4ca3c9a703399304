/* The list of completions above what is being written, and earlier texts. */
#include "tui/typing.h"

#include "base/text.h"

enum { TEXT_MAX = 4096, READ_MAX = 500 };

/* ---- completions -------------------------------------------------------------------------------
 */

void popup_look(struct ui *ui)
{
	struct popup *popup = &ui->composer.popup;
	const struct line *line = &ui->composer.line;
	complete_text(ui, line_text(line), line->cursor, &popup->found);
	popup->list = (struct list){ 0 };
	if (!popup->found.count || popup->found.from + 1 != popup->closed)
		popup->closed = 0;
}

bool popup_open(const struct ui *ui)
{
	const struct popup *popup = &ui->composer.popup;
	bool keys = ui->incident.open && ui->composing && !ui->prompt.kind &&
		!ui->pager.open && !ui->form.open;
	return keys && popup->found.count && !popup->closed &&
		!candidates_typed(&popup->found, 0, line_text(&ui->composer.line));
}

void popup_fini(struct popup *popup)
{
	candidates_fini(&popup->found);
}

void popup_draw(struct ui *ui, struct area area)
{
	struct popup *popup = &ui->composer.popup;
	if (popup_open(ui) && area.rows > 1)
		complete_draw(ui, area, &popup->found, &popup->list, true);
}

static bool take(struct ui *ui)
{
	struct popup *popup = &ui->composer.popup;
	complete_take(&popup->found, popup->list.selected, &ui->composer.line);
	composer_changed(ui);
	return true;
}

bool run_popup(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	struct popup *popup = &ui->composer.popup;
	const char *what = count ? words[0] : "";
	bool down = text_equal(what, "next");
	if (!popup_open(ui))
		return err_set(err, ERR_USAGE, "no completions are shown");
	if (text_equal(what, "take"))
		return take(ui);
	if (text_equal(what, "close"))
		popup->closed = popup->found.from + 1;
	else if (down || text_equal(what, "previous"))
		list_move(&popup->list, popup->found.count, 1, down ? MOVE_DOWN : MOVE_UP);
	else
		return err_set(err, ERR_USAGE, "popup take, close, next or previous?");
	return true;
}

/* ---- earlier texts -----------------------------------------------------------------------------
 */

static void read_texts(struct ui *ui, struct recall *out)
{
	struct records events = { 0 };
	if (!read_events(ui->app, ui->incident.record.id, NULL, PAGE_LAST, 0, 0, READ_MAX, &events,
		    NULL))
		return;
	for (size_t i = 0; i < events.count; i++) {
		const struct record *event = &events.items[i];
		const char *text = record_text(event, EVENT_TEXT);
		/* what the program logged by itself was not written */
		if (text_equal(record_text(event, EVENT_AUTHOR), ui->app->author) &&
			!text_equal(record_text(event, EVENT_KIND), "status") &&
			strlen(text) <= TEXT_MAX)
			recall_add(out, text);
	}
	records_fini(&events);
}

/* What was logged in this session comes after all that was logged before. */
static struct recall *texts(struct ui *ui)
{
	struct recall *recall = &ui->recalls[RECALL_COMPOSER];
	struct recall all = { .read = true };
	if (recall->read)
		return recall;
	read_texts(ui, &all);
	for (size_t i = 0; i < recall->count; i++)
		recall_add(&all, recall->items[i]);
	recall_fini(recall);
	*recall = all;
	return recall;
}

bool run_recall(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	struct line *line = &ui->composer.line;
	bool older = !count || !text_equal(words[0], "next");
	if (ui->prompt.kind) {
		prompt_choose(ui, !older);
		return true;
	}
	if (!ui->composing || !ui->incident.open)
		return err_set(err, ERR_USAGE, "this works while you write: see `keys`");
	if (line_has_row(line, !older)) {
		line_run(line, line_command_find(older ? "up" : "down"), &ui->kills);
		return true;
	}
	const char *text = recall_step(texts(ui), line_text(line), older);
	if (!text)
		return true;
	line_set(line, text, strlen(text));
	composer_changed(ui);
	/* a text that merely came back is no completion to be chosen from */
	ui->composer.popup.closed = ui->composer.popup.found.from + 1;
	return true;
}
