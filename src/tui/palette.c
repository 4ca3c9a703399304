/* The palette: every command by name, with its key and what it is in a shell. */
#include "tui/ui.h"

#include "base/text.h"

void palette_changed(struct ui *ui)
{
	struct prompt *prompt = &ui->prompt;
	complete_line(ui, line_text(&prompt->line), prompt->line.cursor, &prompt->found);
}

/* True if the first words name a command, and what follows does not begin the name of one below it. */
static bool names_command(const char *text, const struct candidates *found)
{
	struct words words;
	size_t used;
	bool known = true;
	/* an open quote is for the one who runs it to complain about */
	if (!words_split(&words, text, NULL))
		return true;
	if (words.count && !ui_command_find(words.items[0]))
		known = command_find(words.items, words.count, &used, NULL) &&
			(used == words.count || !found->count || !found->items[0].command ||
				!text_starts(found->items[0].text, text));
	words_fini(&words);
	return known;
}

/* The first candidate is what was typed, and cannot run without what follows it. */
static bool needs_more(const char *text, const struct candidates *found)
{
	const struct candidate *first = found->count ? &found->items[0] : NULL;
	return first && first->command && !first->own && text_equal(first->text, text) &&
		*first->usage && *first->usage != '[';
}

bool palette_accept(struct ui *ui, const char *text, struct err *err)
{
	struct prompt *prompt = &ui->prompt;
	struct buf line = { 0 };
	if (text_empty(text) && !prompt->chosen) {
		prompt_close(ui);
		return true;
	}
	if (prompt->list.selected < prompt->found.count &&
		(prompt->chosen || !names_command(text, &prompt->found) || needs_more(text, &prompt->found))) {
		const struct candidate *candidate = &prompt->found.items[prompt->list.selected];
		bool name = candidate->command || candidate->own;
		bool ready = name && (!*candidate->usage || *candidate->usage == '[');
		prompt_complete(ui);
		/* what else it needs is to be written first */
		if (!ready)
			return true;
	}
	buf_puts(&line, line_text(&prompt->line));
	/* commands that open a prompt of their own must find none; a failing one gets its text back
	 */
	prompt_close(ui);
	recall_add(&ui->recalls[RECALL_PALETTE], buf_text(&line));
	bool reading = ui->pager.open, ok = ui_run_line(ui, buf_text(&line), err);
	/* nor does it stand before what the command says of its failure */
	if (!ok && ui->pager.open == reading)
		prompt_open(ui, &prompt_palette, buf_text(&line));
	buf_fini(&line);
	return ok;
}
