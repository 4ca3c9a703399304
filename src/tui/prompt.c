#include "tui/ui.h"

#include <stdlib.h>

#include "base/text.h"

enum {
	/* while one types, so many events are looked at for a match; Enter and n look at all */
	SCAN_TYPING = 20000,
};

void prompt_fini(struct prompt *prompt)
{
	if (prompt->kind)
		line_fini(&prompt->line);
	words_fini(&prompt->words);
	free(prompt->offers.items);
	*prompt = (struct prompt){ 0 };
}

void prompt_open(struct ui *ui, const struct prompt_kind *kind, const char *text)
{
	struct prompt *prompt = &ui->prompt;
	struct list *list = ui_view(ui)->list ? ui_view(ui)->list(ui) : NULL;
	prompt_fini(prompt);
	prompt->kind = kind;
	line_init(&prompt->line, false);
	line_set(&prompt->line, text, strlen(text));
	text_copy(prompt->label, sizeof prompt->label, kind->label);
	prompt->from_selected = list ? list->selected : 0;
	prompt->from_at = ui->timeline.at;
	prompt->from_number = ui->timeline.number;
	prompt_changed(ui);
}

void prompt_close(struct ui *ui)
{
	prompt_fini(&ui->prompt);
}

void prompt_changed(struct ui *ui)
{
	ui->prompt.list = (struct list){ 0 };
	if (ui->prompt.kind->changed)
		ui->prompt.kind->changed(ui);
}

bool prompt_accept(struct ui *ui, struct err *err)
{
	if (!ui->prompt.kind)
		return err_set(err, ERR_USAGE, "nothing was asked");
	char *text = mem_copy(line_text(&ui->prompt.line));
	bool ok = ui->prompt.kind->accept(ui, text, err);
	free(text);
	return ok;
}

void prompt_cancel(struct ui *ui)
{
	const struct prompt_kind *kind = ui->prompt.kind;
	if (kind && kind->cancel)
		kind->cancel(ui);
	prompt_close(ui);
}

/* ---- find --------------------------------------------------------------------------------------
 */

static bool look(struct ui *ui, const struct find *find, bool *found, struct err *err)
{
	*found = false;
	return !*find->needle || view_find(ui, find, found, err);
}

bool find_again(struct ui *ui, bool backwards, bool here, struct err *err)
{
	const struct find find = { .needle = buf_text(&ui->needle),
		.backwards = backwards,
		.here = here,
		.scan = INT64_MAX };
	bool found;
	if (!ui->needle.len)
		return err_set(err, ERR_USAGE, "find what? Nothing was searched for yet");
	if (!look(ui, &find, &found, err))
		return false;
	return found || err_set(err, ERR_NOT_FOUND, "nothing here contains '%s'", find.needle);
}

static void find_return(struct ui *ui)
{
	const struct view *view = ui_view(ui);
	const struct prompt *prompt = &ui->prompt;
	if (view->list)
		view->list(ui)->selected = prompt->from_selected;
	else if (prompt->from_number)
		timeline_select(ui, prompt->from_number, prompt->from_at);
}

static void find_changed(struct ui *ui)
{
	struct err err = { 0 };
	bool found;
	const char *text = line_text(&ui->prompt.line);
	find_return(ui);
	buf_truncate(&ui->needle, 0);
	buf_puts(&ui->needle, text);
	const struct find find = { .needle = text, .here = true, .scan = SCAN_TYPING };
	if (!look(ui, &find, &found, &err))
		ui_error(ui, &err);
	else if (*text && !found)
		ui_message(ui, STYLE_WARNING, "not found so far");
}

static bool find_accept(struct ui *ui, const char *text, struct err *err)
{
	prompt_close(ui);
	buf_truncate(&ui->needle, 0);
	buf_puts(&ui->needle, text);
	ui->composing = false;
	return !*text || find_again(ui, false, true, err);
}

static void find_cancel(struct ui *ui)
{
	buf_truncate(&ui->needle, 0);
	find_return(ui);
}

const struct prompt_kind prompt_find = { "find: ", find_changed, find_accept, find_cancel };

/* ---- a time ------------------------------------------------------------------------------------
 */

static void time_changed(struct ui *ui)
{
	const char *zone = app_zone_of(ui->app, &ui->incident.record);
	const char *text = line_text(&ui->prompt.line);
	const struct when_context ctx = {
		.now = ui->composer.at ? ui->composer.at : app_now(ui->app), .zone = zone
	};
	struct when when;
	struct buf echo = { 0 };
	if (text_empty(text)) {
		ui_message(ui, STYLE_DIM,
			"14:05, -10m, yesterday 23:10, ~14:05; nothing: when typing began");
	} else if (when_parse(text, &ctx, &when, NULL)) {
		when_echo(&echo, &when, zone);
		ui_message(ui, STYLE_TEXT, "is %s", buf_text(&echo));
	} else {
		ui_message(ui, STYLE_DIM, "not a time yet");
	}
	buf_fini(&echo);
}

static bool time_accept(struct ui *ui, const char *text, struct err *err)
{
	if (!composer_time(ui, text, err))
		return false;
	prompt_close(ui);
	return true;
}

const struct prompt_kind prompt_time = { "when did it happen? ", time_changed, time_accept, NULL };

/* ---- the last word of a command ----------------------------------------------------------------
 */

static void ask_changed(struct ui *ui)
{
	const struct words *words = &ui->prompt.words;
	size_t used;
	const struct command *command =
		words->count ? command_find(words->items, words->count, &used, NULL) : NULL;
	const char *last = words->count ? words->items[words->count - 1] : "";
	const struct field *field = NULL;
	struct flag flag;
	for (size_t i = 0; command && command_flag_at(command, i, &flag, &field); i++)
		if (text_starts(last, "--") && text_equal(flag.name, last + 2)) {
			ui_message(ui, STYLE_DIM, "%s", flag.help);
			return;
		}
	if (command)
		ui_message(ui, STYLE_DIM, "%s", command->help);
}

static bool ask_accept(struct ui *ui, const char *text, struct err *err)
{
	struct words *words = &ui->prompt.words;
	char **line = mem_new(words->count + 3, sizeof *line);
	char end[] = "--", *last = mem_copy(text);
	size_t count = 0;
	if (text_empty(text)) {
		free(last);
		free(line);
		return err_set(err, ERR_USAGE, "nothing was entered; Esc leaves");
	}
	for (; count < words->count; count++)
		line[count] = words->items[count];
	/* `ask action decline 3 --reason`: the text is the flag's value */
	if (!text_starts(line[count - 1], "--"))
		line[count++] = end;
	line[count++] = last;
	bool ok = ui_run(ui, line, count, err);
	free(line);
	free(last);
	if (ok)
		prompt_close(ui);
	return ok;
}

const struct prompt_kind prompt_ask = { "", ask_changed, ask_accept, NULL };

void prompt_ask_for(struct ui *ui, char *const *words, size_t count)
{
	struct words copy = { 0 };
	struct buf label = { 0 };
	copy.items = mem_new(count + 1, sizeof *copy.items);
	for (size_t i = 0; i < count; i++) {
		copy.items[copy.count++] = mem_copy(words[i]);
		buf_printf(&label, "%s ", words[i]);
	}
	buf_puts(&label, "▸ ");
	prompt_open(ui, &prompt_ask, "");
	ui->prompt.words = copy;
	text_copy(ui->prompt.label, sizeof ui->prompt.label, buf_text(&label));
	buf_fini(&label);
	ask_changed(ui);
}

const struct prompt_kind prompt_palette = { ":", palette_changed, palette_accept, NULL };

/* ---- drawing -----------------------------------------------------------------------------------
 */

void prompt_draw(struct ui *ui, struct area area)
{
	struct prompt *prompt = &ui->prompt;
	struct area row = { area.row + area.rows - 1, area.column, 1, area.columns };
	struct area above = { row.row - 1, area.column, 1, area.columns };
	int label = (int)text_width(prompt->label, strlen(prompt->label));
	grid_fill(&ui->grid, row, STYLE_TEXT);
	if (label + 8 > row.columns)
		label = 0;
	else
		grid_puts(&ui->grid, row, 0, 0, STYLE_KEY, prompt->label);
	row.column += label;
	row.columns -= label;
	area.rows--;
	if (ui->message.len && area.rows > 0) {
		grid_fill(&ui->grid, above, STYLE_TEXT);
		grid_put_field(&ui->grid, above, 0, 0, above.columns, ui->message_style,
			buf_text(&ui->message));
		area.rows--;
	}
	if (prompt->kind == &prompt_palette && area.rows > 1)
		palette_draw(ui, area);
	line_draw(&prompt->line, &ui->grid, row, STYLE_TEXT);
}
