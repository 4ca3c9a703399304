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
	candidates_fini(&prompt->found);
	*prompt = (struct prompt){ 0 };
}

static struct recall *recall_of(struct ui *ui)
{
	enum recall_kind kind = ui->prompt.kind ? ui->prompt.kind->recall : RECALL_NONE;
	return kind == RECALL_NONE ? NULL : &ui->recalls[kind];
}

void prompt_open(struct ui *ui, const struct prompt_kind *kind, const char *text)
{
	struct prompt *prompt = &ui->prompt;
	struct list *list = view_list(ui, ui_view(ui));
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

void prompt_typing(struct ui *ui)
{
	if (ui->prompt.offered)
		line_set(&ui->prompt.line, "", 0);
	ui->prompt.offered = false;
}

void prompt_changed(struct ui *ui)
{
	ui->prompt.offered = false;
	ui->prompt.list = (struct list){ 0 };
	ui->prompt.chosen = false;
	if (ui->prompt.kind->changed)
		ui->prompt.kind->changed(ui);
}

bool prompt_accept(struct ui *ui, struct err *err)
{
	if (!ui->prompt.kind)
		return err_set(err, ERR_USAGE, "nothing was asked");
	char *text = mem_copy(line_text(&ui->prompt.line));
	struct recall *recall = recall_of(ui);
	ui->prompt.accepting = true;
	bool ok = ui->prompt.kind->accept(ui, text, err);
	ui->prompt.accepting = false;
	if (recall && ok && !ui->prompt.kind)
		recall_add(recall, text);
	free(text);
	return ok;
}

void prompt_cancel(struct ui *ui)
{
	const struct prompt_kind *kind = ui->prompt.kind;
	struct recall *recall = recall_of(ui);
	/* left by mistake: Up brings it back */
	if (recall)
		recall_add(recall, line_text(&ui->prompt.line));
	if (kind && kind->cancel)
		kind->cancel(ui);
	prompt_close(ui);
}

/* ---- candidates --------------------------------------------------------------------------------
 */

/* A command that wants the number of something gets the one of what is selected. */
static void put_selected(struct ui *ui, const struct candidate *candidate)
{
	const struct view *view = ui_view(ui);
	struct buf number = { 0 };
	if (!candidate->command || !text_starts(candidate->usage, "NUMBER") ||
		view->entity == ENTITY_COUNT || !view->number || !view->number(ui))
		return;
	const char *entity = entity_get(view->entity)->name;
	size_t len = strlen(entity);
	if (strncmp(candidate->command->name, entity, len) != 0 ||
		candidate->command->name[len] != ' ')
		return;
	buf_printf(&number, "%lld", (long long)view->number(ui));
	line_insert(&ui->prompt.line, buf_text(&number), number.len);
	buf_fini(&number);
}

void prompt_complete(struct ui *ui)
{
	struct prompt *prompt = &ui->prompt;
	/* what is only shown completes nothing */
	if (!prompt->kind || !prompt->kind->changed || prompt->list.selected >= prompt->found.count)
		return;
	const struct candidate taken = prompt->found.items[prompt->list.selected];
	complete_take(&prompt->found, prompt->list.selected, &prompt->line);
	put_selected(ui, &taken);
	prompt_changed(ui);
}

/* Names of commands: the first is what Enter runs, so it is shown as chosen from the start. */
static bool gives_names(const struct prompt *prompt)
{
	return prompt->kind == &prompt_palette && prompt->found.from == 0;
}

static void recall(struct ui *ui, bool older)
{
	struct recall *recall = recall_of(ui);
	struct line *line = &ui->prompt.line;
	const char *text = recall ? recall_step(recall, line_text(line), older) : NULL;
	if (!text)
		return;
	line_set(line, text, strlen(text));
	prompt_changed(ui);
}

void prompt_choose(struct ui *ui, bool down)
{
	struct prompt *prompt = &ui->prompt;
	bool going = false, names = gives_names(prompt);
	if (!prompt->kind)
		return;
	if (prompt->kind->choose) {
		prompt->kind->choose(ui, down);
		return;
	}
	/* one who went back to an earlier text goes on through them */
	const struct recall *past = recall_of(ui);
	if (past && past->begun && !prompt->chosen)
		going = text_equal(line_text(&prompt->line),
			past->at < past->count ? past->items[past->at] : past->begun);
	bool first = !prompt->list.selected, shown = prompt->chosen || names;
	if (!prompt->found.count || going || (!down && first && (names || !prompt->chosen))) {
		recall(ui, !down);
		return;
	}
	/* the first one is shown as chosen only when it is */
	if (!shown || (!down && first)) {
		prompt->chosen = down;
		return;
	}
	list_move(&prompt->list, prompt->found.count, 1, down ? MOVE_DOWN : MOVE_UP);
	prompt->chosen = !names || prompt->list.selected > 0;
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
	if (view_list(ui, view))
		view_list(ui, view)->selected = prompt->from_selected;
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
	ui->composing = ui->composing && ui->pager.open;
	return !*text || find_again(ui, false, true, err);
}

static void find_cancel(struct ui *ui)
{
	buf_truncate(&ui->needle, 0);
	find_return(ui);
}

const struct prompt_kind prompt_find = { "find: ", find_changed, find_accept, find_cancel,
	RECALL_FIND };

/* ---- a time ------------------------------------------------------------------------------------
 */

static void time_changed(struct ui *ui)
{
	const char *zone = app_zone_of(ui->app, &ui->incident.record);
	const char *text = line_text(&ui->prompt.line);
	struct when_context ctx;
	struct when when;
	struct buf echo = { 0 };
	composer_when(ui, &ctx);
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

const struct prompt_kind prompt_time = { "when did it happen? ", time_changed, time_accept, NULL,
	RECALL_TIME };

/* ---- the last word of a command ----------------------------------------------------------------
 */

static void ask_changed(struct ui *ui)
{
	struct prompt *prompt = &ui->prompt;
	complete_asked(ui, &prompt->words, line_text(&prompt->line), &prompt->found);
}

static bool ask_accept(struct ui *ui, const char *text, struct err *err)
{
	struct words *words = &ui->prompt.words;
	char **line = mem_new(words->count + 3, sizeof *line);
	char end[] = "--", *last = mem_copy(text);
	size_t count = 0;
	if (ui->prompt.chosen) {
		free(last);
		prompt_complete(ui);
		last = mem_copy(line_text(&ui->prompt.line));
	}
	if (text_empty(last)) {
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

const struct prompt_kind prompt_ask = { "", ask_changed, ask_accept, NULL, RECALL_ASK };

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

const struct prompt_kind prompt_palette = { ":", palette_changed, palette_accept, NULL,
	RECALL_PALETTE };

/* ---- drawing -----------------------------------------------------------------------------------
 */

enum { WRAPPED_MAX = 3 };

/* What the selected command is called in a shell, or what is asked for here. */
static void put_about(const struct prompt *prompt, struct buf *out)
{
	const struct candidate *candidate = prompt->list.selected < prompt->found.count
		? &prompt->found.items[prompt->list.selected]
		: NULL;
	if (candidate && candidate->command && !candidate->own) {
		buf_puts(out, "in a shell: ");
		command_usage(candidate->command, out);
	} else if (candidate && candidate->command) {
		buf_printf(out, "in a shell: inquest %s", candidate->text);
	} else if (candidate && candidate->own) {
		buf_puts(out, "for this screen only");
	} else {
		buf_puts(out, buf_text(&prompt->found.about));
	}
}

/* A text at the lower edge, on no more than `most` rows. Gives the rows
 * used. */
static int draw_wrapped(
	struct ui *ui, struct area area, int most, enum style style, const struct buf *text)
{
	const char *bytes = buf_text(text);
	size_t starts[WRAPPED_MAX + 1] = { 0 }, next;
	int rows = 0, columns = area.columns - 2 > 0 ? area.columns - 2 : 1;
	most = most < area.rows ? most : area.rows;
	for (; rows < most && starts[rows] < text->len; rows++) {
		wrap_next(bytes + starts[rows], text->len - starts[rows], columns, &next);
		starts[rows + 1] = starts[rows] + next;
	}
	const struct area used = { area.row + area.rows - rows, area.column, rows, area.columns };
	grid_fill(&ui->grid, used, STYLE_TEXT);
	for (int row = 0; row + 1 < rows; row++)
		grid_put(&ui->grid, used, row, 1, style, bytes + starts[row],
			wrap_next(bytes + starts[row], text->len - starts[row], columns, &next));
	if (rows)
		grid_put_field(
			&ui->grid, used, rows - 1, 1, columns, style, bytes + starts[rows - 1]);
	return rows;
}

static void draw_candidates(struct ui *ui, struct area area)
{
	struct prompt *prompt = &ui->prompt;
	struct buf text = { 0 };
	if (!ui->message.len || !prompt->found.wrong)
		put_about(prompt, &text);
	/* where there are few rows they are for the choices */
	area.rows -= draw_wrapped(ui, area, area.rows < 2 * WRAPPED_MAX ? 1 : WRAPPED_MAX,
		prompt->found.wrong ? STYLE_WARNING : STYLE_DIM, &text);
	/* the first command is what Enter runs; a value is taken only if it was chosen */
	complete_draw(
		ui, area, &prompt->found, &prompt->list, prompt->chosen || gives_names(prompt));
	buf_fini(&text);
}

void prompt_draw(struct ui *ui, struct area area)
{
	struct prompt *prompt = &ui->prompt;
	struct area row = { area.row + area.rows - 1, area.column, 1, area.columns };
	int label = (int)text_width(prompt->label, strlen(prompt->label));
	grid_fill(&ui->grid, row, STYLE_TEXT);
	if (label + 8 > row.columns)
		label = 0;
	else
		grid_puts(&ui->grid, row, 0, 0, STYLE_KEY, prompt->label);
	row.column += label;
	row.columns -= label;
	area.rows--;
	area.rows -= draw_wrapped(ui, area, WRAPPED_MAX, ui->message_style, &ui->message);
	if (area.rows > 1)
		draw_candidates(ui, area);
	line_draw(&prompt->line, &ui->grid, row, prompt->offered ? STYLE_SELECTED : STYLE_TEXT);
}
