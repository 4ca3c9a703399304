/* The prompt that narrows a view as one types. What a filter means is the view's: see view.h. */
#include "tui/filter.h"

#include "base/text.h"
#include "base/words.h"
#include "tui/ui.h"

static void filter_changed(struct ui *ui)
{
	const struct view *view = ui_view(ui);
	struct err err = { 0 };
	if (view->filter_hint && text_empty(line_text(&ui->prompt.line)))
		ui_message(ui, STYLE_DIM, "%s", view->filter_hint);
	/* half a word often means nothing yet: what was shown stays, and nobody is shouted at */
	if (view->filter && !view->filter(ui, line_text(&ui->prompt.line), &err))
		ui_message(ui, STYLE_DIM, "%s", err.text);
}

static bool filter_accept(struct ui *ui, const char *text, struct err *err)
{
	const struct view *view = ui_view(ui);
	if (view->filter && !view->filter(ui, text, err))
		return false;
	prompt_close(ui);
	ui->composing = ui->composing && ui->pager.open;
	return true;
}

/* Back to what it was: the words of the prompt keep that. */
static void filter_cancel(struct ui *ui)
{
	const struct view *view = ui_view(ui);
	struct err err = { 0 };
	const struct words *before = &ui->prompt.words;
	if (view->filter && before->count && !view->filter(ui, before->items[0], &err))
		ui_error(ui, &err);
}

const struct prompt_kind prompt_filter = { "filter: ", filter_changed, filter_accept,
	filter_cancel, RECALL_FILTER };

static void ask(struct ui *ui, const char *text)
{
	char *before = mem_copy(text);
	prompt_open(ui, &prompt_filter, before);
	ui->prompt.words.items = mem_new(2, sizeof *ui->prompt.words.items);
	ui->prompt.words.items[ui->prompt.words.count++] = before;
}

bool run_filter(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	const struct view *view = ui_view(ui);
	struct buf text = { 0 };
	if (!view->filter)
		return err_set(err, ERR_USAGE, "there is nothing to filter here");
	if (!count) {
		ask(ui, view_filtered(ui, view));
		return true;
	}
	words_join(&text, words, count);
	bool ok = view->filter(ui, buf_text(&text), err);
	buf_fini(&text);
	return ok;
}
