/* A text of many lines that begin with times, such as a chat that was pasted: as one event each. */
#include "tui/splitting.h"

#include <stdlib.h>

#include "app/edit.h"
#include "app/split.h"
#include "base/text.h"

/* What the composer's text falls into, as `log --split` will have it. */
static void take_apart(struct ui *ui, struct split *out)
{
	const struct line *line = &ui->composer.line;
	struct when_context ctx;
	edit_when(ui->app, &ui->incident.record, &ctx, NULL);
	split_find(out, line_text(line), line->text.len, &ctx);
}

void split_offer(struct ui *ui)
{
	struct split split = { 0 };
	struct buf key = { 0 };
	if (memchr(line_text(&ui->composer.line), '\n', ui->composer.line.text.len))
		take_apart(ui, &split);
	if (split.timed > 1 && keys_name(ui, "composer", "split", &key))
		ui_message(ui, STYLE_TEXT,
			"%zu lines begin with a time: %s logs them as %zu events", split.timed,
			buf_text(&key), split.count);
	buf_fini(&key);
	split_fini(&split);
}

static void add_piece(struct ui *ui, const struct split_piece *piece, struct candidates *found)
{
	const char *text = line_text(&ui->composer.line);
	struct candidate *candidate = vec_push(found);
	struct buf when = { 0 }, first = { 0 };
	char *part = mem_copy_n(text + piece->text, piece->text_len);
	show_moment(
		&piece->when, app_zone_of(ui->app, &ui->incident.record), app_now(ui->app), &when);
	buf_puts(&when, "  ");
	if (piece->author_len)
		buf_put(&when, text + piece->author, piece->author_len);
	else
		buf_puts(&when, ui->app->author);
	edit_first_line(part, &first);
	*candidate = (struct candidate){
		.text = buf_steal(&when), .help = buf_steal(&first), .usage = ""
	};
	free(part);
}

static bool accept(struct ui *ui, const char *text, struct err *err)
{
	if (*text && strncasecmp(text, "y", 1) != 0) {
		prompt_close(ui);
		ui_message(ui, STYLE_TEXT, "nothing was logged, your text is still here");
		return true;
	}
	if (!composer_log_split(ui, err))
		return false;
	prompt_close(ui);
	return true;
}

static const struct prompt_kind prompt_split = { .label = "", .accept = accept };

bool run_split(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	struct split split = { 0 };
	struct buf label = { 0 };
	(void)words, (void)count;
	if (!ui->composing || !ui->incident.open)
		return err_set(err, ERR_USAGE, "this works while you write: see `keys`");
	take_apart(ui, &split);
	if (split.timed) {
		prompt_open(ui, &prompt_split, "");
		for (size_t i = 0; i < split.count; i++)
			add_piece(ui, &split.items[i], &ui->prompt.found);
		buf_printf(&ui->prompt.found.about,
			"Enter logs them, one undo takes all back; Esc leaves the text as it is");
		buf_printf(
			&label, "log as %zu event%s? ", split.count, split.count == 1 ? "" : "s");
		text_copy(ui->prompt.label, sizeof ui->prompt.label, buf_text(&label));
		buf_fini(&label);
	}
	bool any = split.timed > 0;
	split_fini(&split);
	return any ||
		err_set(err, ERR_USAGE, "no line of the text begins with a time such as 14:05");
}
