/* Running command lines: of the UI, or of the one command table. */
#include "tui/ui.h"

#include <stdlib.h>

#include "app/command.h"
#include "base/path.h"
#include "base/text.h"

/* Open incident, the one selected on the board, or the one asked for at the start. */
static char *scope(const struct ui *ui)
{
	const struct board_row *selected = board_selected(ui);
	if (ui->form.open && *ui->form.incident)
		return mem_copy(ui->form.incident);
	if (ui->incident.open)
		return mem_copy(ui->incident.record.id);
	if (selected)
		return mem_copy(selected->incident.id);
	return mem_copy(ui->given);
}

/* Where the output of a command goes. */
struct taking {
	struct ui *ui;
	struct buf *out;
};

static void take_output(void *context, const char *bytes, size_t len)
{
	struct taking *taking = context;
	buf_put(taking->out, bytes, len);
}

/* The view is not drawn again: the database is in the middle of what the command does. */
bool ui_show_busy(struct ui *ui, const char *line)
{
	static const char how[] = "Ctrl-C stops  ";
	if (!ui->busy)
		return false;
	ui_message(ui, STYLE_TEXT, "%s%s", how, line);
	ui_draw_message(ui);
	bool stop = ui->busy(ui->busy_context);
	ui_message(ui, STYLE_TEXT, "%s", "");
	return stop;
}

static bool take_progress(void *context, const char *line)
{
	const struct taking *taking = context;
	return ui_show_busy(taking->ui, line);
}

/* Here commands are typed after a colon. */
static const char command_prefix[] = ":";

static void take_note(void *context, const char *text)
{
	struct taking *taking = context;
	struct buf *out = taking->out;
	char *note = mem_copy(text);
	output_advice(note, command_prefix);
	buf_puts(out, note);
	buf_putc(out, '\n');
	free(note);
}

bool ui_command(struct ui *ui, char *const *words, size_t count, struct buf *out, struct err *err)
{
	struct taking taking = { ui, out };
	struct output output = { .write = take_output,
		.note = take_note,
		.progress = ui->busy ? take_progress : NULL,
		.context = &taking,
		.terminal = true,
		.prefix = command_prefix,
		.width = ui->grid.columns > 20 ? (size_t)ui->grid.columns - 2 : 0 };
	struct app *app = ui->app;
	app->incident_ref = scope(ui);
	bool ok = command_run(app, words, count, &output, -1, err);
	free(app->incident_ref);
	app->incident_ref = ui->given;
	/* what a command tells a shell is not how the screen ends */
	app->exit_status = 0;
	/* a failed command may have done part of its work, or found that somebody else did */
	ui_reload(ui);
	if (!ok && err)
		output_advice(err->text, command_prefix);
	return ok;
}

static bool follow_current(struct ui *ui, struct err *err)
{
	struct record incident;
	if (!app_incident(ui->app, &incident, err))
		return false;
	bool ok = incident_open(ui, incident.id, err);
	record_fini(&incident);
	return ok;
}

/* "disk full" alone does not tell what was not done. */
static bool say_what(const struct command *command, struct err *err)
{
	bool known =
		err->code == ERR_USAGE || err->code == ERR_NOT_FOUND || err->code == ERR_FAILED;
	return known ? false : err_wrap(err, "%s", command->name);
}

/* Does it change what is numbered so? The list shows what came of it. */
static bool changes_numbered(const struct command *command)
{
	static const char *const readers[] = { "show", "open", "save" };
	const char *verb = strrchr(command->name, ' ');
	for (size_t i = 0; verb && i < LENGTH(readers); i++)
		if (text_equal(verb + 1, readers[i]))
			return false;
	return verb && text_starts(command->usage, "NUMBER");
}

/* In one line: a pager to be closed after each `x` would be in the way. */
static void say_changed(struct ui *ui, const char *title, const char *text)
{
	size_t len = strlen(text);
	while (len && text[len - 1] == '\n')
		len--;
	bool short_enough =
		!memchr(text, '\n', len) && text_width(text, len) + 2 <= (size_t)ui->grid.columns;
	if (short_enough)
		ui_message(ui, STYLE_TEXT, "%.*s", (int)len, text);
	else
		ui_message(ui, STYLE_TEXT, "done: %s", title);
}

static bool run_command(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	struct buf out = { 0 }, title = { 0 };
	size_t used;
	const struct command *command = command_find(words, count, &used, err);
	if (!command) {
		if (err)
			output_advice(err->text, command_prefix);
		return false;
	}
	if (command->flags & COMMAND_NO_STORE && command->flags & COMMAND_TERMINAL)
		return err_set(err, ERR_USAGE, "%s is for the shell: inquest %s", command->name,
			command->name);
	/* a program that takes over the terminal may take ours with it */
	if (command->flags & COMMAND_TERMINAL)
		ui_keep(ui, NULL);
	bool ok = ui_command(ui, words, count, &out, err) || say_what(command, err);
	char *given = ui->given;
	if (ok && command->flags & COMMAND_CURRENT) {
		ui->app->incident_ref = NULL;
		ok = follow_current(ui, err);
		ui->app->incident_ref = given;
	}
	words_join(&title, words, count);
	if (ok && text_equal(command->name, "section add"))
		writing_show_added(ui, buf_text(&out));
	if (out.len && ok && changes_numbered(command))
		say_changed(ui, buf_text(&title), buf_text(&out));
	else if (out.len)
		ui_result(ui, buf_text(&title), buf_text(&out));
	else if (ok)
		/* a shell is content with silence; here it looks as if nothing had happened */
		ui_message(ui, STYLE_TEXT, "done: %s", buf_text(&title));
	buf_fini(&out);
	buf_fini(&title);
	return ok;
}

/* What stands for {number} and the like; false, and nothing is appended, if nothing does. */
static bool put_placeholder(struct ui *ui, const char *word, bool *is, struct buf *out)
{
	const struct view *view = ui_view(ui);
	const struct marks *marks = ui_marks(ui);
	int64_t value = 0;
	bool all = text_equal(word, "{number}"), one = text_equal(word, "{selected}");
	bool incident = text_equal(word, "{incident}");
	bool section = text_equal(word, "{key}");
	*is = all || one || incident || section;
	if (all && marks && marks->count)
		return marks_list(marks, out), true;
	if (all || one)
		value = view->number ? view->number(ui) : 0;
	if (incident && ui->incident.open)
		value = ui->incident.record.number;
	if (section)
		return view->key && *view->key(ui) ? (buf_puts(out, view->key(ui)), true) : false;
	if (value)
		buf_printf(out, "%lld", (long long)value);
	return value != 0;
}

/* Placeholders are whole words. */
static bool fill_in(
	struct ui *ui, char *const *words, size_t count, struct words *out, struct err *err)
{
	out->items = mem_new(count + 1, sizeof *out->items);
	for (size_t i = 0; i < count; i++) {
		struct buf word = { 0 };
		bool is;
		if (!put_placeholder(ui, words[i], &is, &word) && is)
			return err_set(err, ERR_USAGE, "nothing is selected that %s could work on",
				words[0]);
		if (!is)
			buf_puts(&word, words[i]);
		out->items[out->count++] = buf_steal(&word);
	}
	return true;
}

bool ui_run(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	struct words filled = { 0 };
	if (!count)
		return true;
	const struct ui_command *command = ui_command_find(words[0]);
	bool ok = fill_in(ui, words, count, &filled, err);
	if (ok && command)
		ok = command->run(ui, filled.items + 1, filled.count - 1, err);
	else if (ok)
		ok = run_command(ui, filled.items, filled.count, err);
	words_fini(&filled);
	return ok;
}

bool ui_run_line(struct ui *ui, const char *line, struct err *err)
{
	struct words words;
	if (!words_split(&words, line, err))
		return false;
	for (size_t i = 0; i < words.count; i++) {
		struct buf word = { 0 };
		path_expand(words.items[i], &word);
		free(words.items[i]);
		words.items[i] = buf_steal(&word);
	}
	bool ok = ui_run(ui, words.items, words.count, err);
	words_fini(&words);
	return ok;
}
