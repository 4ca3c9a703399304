/* Keys that edit text: which line has them, and the UI commands that edit it. */
#include "tui/typing.h"

#include "base/text.h"

struct line *ui_line(struct ui *ui)
{
	if (ui->prompt.kind)
		return &ui->prompt.line;
	if (form_has_keys(ui))
		return form_line(ui);
	return ui->composing && !ui->pager.open ? &ui->composer.line : NULL;
}

void typing_begins(struct ui *ui, const struct line *line)
{
	if (line == &ui->composer.line)
		composer_typing(ui);
	else if (line == &ui->prompt.line)
		prompt_typing(ui);
	else
		form_typing(ui);
}

void typing_changed(struct ui *ui, const struct line *line)
{
	if (line == &ui->composer.line)
		composer_changed(ui);
	else if (line == &ui->prompt.line)
		prompt_changed(ui);
	else
		form_changed(ui);
}

static void after(
	struct ui *ui, const struct line *line, unsigned long before, enum line_result result)
{
	if (result == LINE_FULL)
		ui_message(ui, STYLE_ERROR,
			"the text is at its limit of 1 MiB: log it, and go on in another");
	if (line->changes != before)
		typing_changed(ui, line);
}

bool typing_text(struct ui *ui, struct line *line, const struct key *key)
{
	unsigned long before = line->changes;
	if (key_is_text(key))
		typing_begins(ui, line);
	enum line_result result = key_is_text(key) ? line_type(line, key->code) : LINE_IGNORED;
	after(ui, line, before, result);
	return result != LINE_IGNORED;
}

static bool needs_line(const struct line *line, struct err *err)
{
	return line || err_set(err, ERR_USAGE, "this works while you write: see `keys`");
}

bool run_line(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	struct line *line = ui_line(ui);
	const struct line_command *command = count ? line_command_find(words[0]) : NULL;
	if (!needs_line(line, err))
		return false;
	if (!command)
		return err_set(err, ERR_USAGE, "there is no `line %s`: `keys` shows what there is",
			count ? words[0] : "");
	unsigned long before = line->changes;
	after(ui, line, before, line_run(line, command, &ui->kills));
	/* who moves about in what was proposed wants to edit it */
	ui->prompt.offered = false;
	if (line == &ui->composer.line) {
		ui->composer.offered = false;
		if (line->changes == before)
			popup_look(ui);
	}
	return true;
}

const char *describe_line(char *const *words, size_t count)
{
	const struct line_command *command = count ? line_command_find(words[0]) : NULL;
	return command ? command->help : "";
}

/* A character that means a command only where nothing is written yet. */
bool run_if_empty(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	struct line *line = ui_line(ui);
	if (!needs_line(line, err))
		return false;
	if (count < 2)
		return err_set(err, ERR_USAGE,
			"if-empty takes a text and a command, such as: if-empty : palette");
	if (!line->text.len)
		return ui_run(ui, words + 1, count - 1, err);
	typing_begins(ui, line);
	if (!line_insert(line, words[0], strlen(words[0])))
		return err_set(err, ERR_USAGE, "the text is at its limit of 1 MiB");
	typing_changed(ui, line);
	return true;
}

const char *describe_if_empty(char *const *words, size_t count)
{
	size_t used;
	const struct ui_command *own = count > 1 ? ui_command_find(words[1]) : NULL;
	const struct command *command =
		count > 1 && !own ? command_find(words + 1, count - 1, &used, NULL) : NULL;
	return own ? own->help : command ? command->help : "";
}
