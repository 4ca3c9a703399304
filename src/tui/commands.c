/* The rows of the UI's own commands: moving about and writing. What changes data is in the one
 * command table that the shell has too. */
#include "tui/typing.h"

#include <stdlib.h>

#include "base/text.h"
#include "base/zone.h"
#include "tui/filter.h"
#include "tui/splitting.h"

/* `down 3`: one step, or so many. */
static bool move_times(
	struct ui *ui, enum move move, char *const *words, size_t count, struct err *err)
{
	enum { STEPS_MAX = 1000, DECIMAL = 10 };
	char *end = NULL;
	long steps = count ? strtol(words[0], &end, DECIMAL) : 1;
	if (count > 1 || (end && *end) || steps < 1 || steps > STEPS_MAX)
		return err_set(err, ERR_USAGE, "how many lines? From 1 to %d", STEPS_MAX);
	bool ok = true;
	while (ok && steps-- > 0)
		ok = view_move(ui, move, err);
	return ok;
}

#define MOVE(name_, move_)                                                                         \
	static bool name_(struct ui *ui, char *const *words, size_t count, struct err *err)        \
	{                                                                                          \
		return move_times(ui, move_, words, count, err);                                   \
	}

MOVE(run_down, MOVE_DOWN)
MOVE(run_up, MOVE_UP)
MOVE(run_page_down, MOVE_PAGE_DOWN)
MOVE(run_page_up, MOVE_PAGE_UP)
MOVE(run_top, MOVE_TOP)
MOVE(run_bottom, MOVE_BOTTOM)

static bool run_open(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	const struct view *view = ui_view(ui);
	(void)words, (void)count;
	return !view->open || view->open(ui, err);
}

/* What is being written is saved before one goes; where that fails, one may insist. */
static bool may_leave(struct ui *ui, struct err *err)
{
	enum { THIS_AND_NEXT_KEY = 2 };
	if (ui->insist || ui_keep(ui, err)) {
		ui->composer.dirty = ui->form.dirty = false;
		return true;
	}
	ui->insist = THIS_AND_NEXT_KEY;
	return err_wrap(err, "the same key again leaves without it");
}

static bool run_quit(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	(void)words, (void)count;
	if (!may_leave(ui, err))
		return false;
	ui->request = UI_QUIT;
	return true;
}

static bool run_close(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	if (ui->prompt.kind)
		prompt_cancel(ui);
	else if (ui->pager.open)
		ui->pager.open = false;
	else if (ui->form.open)
		return form_leave(ui, false, err);
	else if (ui->view == &view_search)
		return search_close(ui, err);
	else if (ui->view == &view_import)
		return importing_close(ui, err);
	else if (ui->incident.open) {
		if (!may_leave(ui, err) || !incident_close(ui, err))
			return false;
		search_return(ui);
	} else
		return run_quit(ui, words, count, err);
	return true;
}

static bool run_tab(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	return incident_tab(ui, count ? words[0] : "next", err);
}

/* ---- writing -----------------------------------------------------------------------------------
 */

static bool run_compose(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	struct buf kind = { 0 };
	if (!ui->incident.open)
		return err_set(err, ERR_USAGE, "open an incident first");
	words_join(&kind, words, count);
	bool ok = !kind.len || composer_kind(ui, buf_text(&kind), err);
	buf_fini(&kind);
	ui->composing = ui->composing || ok;
	ui->pager.open = false;
	return ok;
}

static bool needs_composer(struct ui *ui, struct err *err)
{
	return ui->composing || err_set(err, ERR_USAGE, "this works while you write: see `keys`");
}

static bool run_submit(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	(void)words, (void)count;
	return needs_composer(ui, err) && composer_submit(ui, err);
}

static bool run_kind(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	return composer_kind(ui, count ? words[0] : "next", err);
}

static bool run_time(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	struct buf text = { 0 };
	if (!ui->incident.open)
		return err_set(err, ERR_USAGE, "open an incident first");
	if (!count) {
		prompt_open(ui, &prompt_time, "");
		return true;
	}
	words_join(&text, words, count);
	bool ok = composer_time(ui, buf_text(&text), err);
	buf_fini(&text);
	return ok;
}

static bool run_browse(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	(void)words, (void)count;
	ui->composing = false;
	composer_leave(ui);
	return composer_save(ui, err);
}

static bool run_editor(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	(void)words, (void)count;
	if (form_has_keys(ui))
		return form_editor(ui, err);
	return needs_composer(ui, err) && composer_editor(ui, err);
}

/* ---- changing ----------------------------------------------------------------------------------
 */

/* What undo and redo say is long: the first line, as far as it fits, is enough. */
static bool turn_back(
	struct ui *ui, const char *name, char *const *words, size_t count, struct err *err)
{
	struct buf out = { 0 };
	struct words line = { 0 };
	if (ui_view(ui) == &view_import)
		return err_set(err, ERR_USAGE, "nothing is imported yet: `drop` takes again what was dropped");
	words_add(&line, name);
	for (size_t i = 0; i < count; i++)
		words_add(&line, words[i]);
	bool ok = ui_command(ui, line.items, line.count, &out, err);
	words_fini(&line);
	if (ok) {
		const char *text = buf_text(&out);
		size_t first = strcspn(text, "\n"), lines = 0;
		for (const char *c = text; *c; c++)
			lines += *c == '\n';
		ui_message(ui, STYLE_TEXT, "%.*s%s", (int)first, text, lines > 1 ? " …" : "");
	}
	buf_fini(&out);
	return ok;
}

static bool run_undo(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	return turn_back(ui, "undo", words, count, err);
}

static bool run_redo(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	return turn_back(ui, "redo", words, count, err);
}

/* ---- finding, asking ---------------------------------------------------------------------------
 */

static bool run_find(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	if (!count) {
		prompt_open(ui, &prompt_find, "");
		return true;
	}
	buf_truncate(&ui->needle, 0);
	words_join(&ui->needle, words, count);
	return find_again(ui, false, true, err);
}

static bool run_find_next(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	(void)words, (void)count;
	return find_again(ui, false, false, err);
}

static bool run_find_previous(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	(void)words, (void)count;
	return find_again(ui, true, false, err);
}

static bool run_palette(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	struct buf text = { 0 };
	(void)err;
	words_join(&text, words, count);
	prompt_open(ui, &prompt_palette, buf_text(&text));
	buf_fini(&text);
	return true;
}

static bool run_fill(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	struct buf text = { 0 };
	(void)err;
	words_join(&text, words, count);
	buf_putc(&text, ' ');
	prompt_open(ui, &prompt_palette, buf_text(&text));
	buf_fini(&text);
	return true;
}

static bool run_ask(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	if (!count)
		return err_set(err, ERR_USAGE, "ask which command? For example: ask new");
	prompt_ask_for(ui, words, count);
	return true;
}

static bool run_complete(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	(void)words, (void)count, (void)err;
	prompt_complete(ui);
	return true;
}

static bool run_choose(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	(void)err;
	prompt_choose(ui, !count || !text_equal(words[0], "previous"));
	return true;
}

static bool run_accept(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	(void)words, (void)count;
	return prompt_accept(ui, err);
}

static bool run_cancel(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	(void)words, (void)count, (void)err;
	prompt_cancel(ui);
	return true;
}

/* ---- the screen --------------------------------------------------------------------------------
 */

static bool run_zone(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	static const char *const whose[] = { "the incident's zone", "your zone", "UTC" };
	char before[ZONE_NAME_MAX];
	(void)words, (void)count, (void)err;
	text_copy(before, sizeof before, ui_zone(ui));
	/* those that are the same are one step */
	for (int step = 0; step < ZONE_CHOICES; step++) {
		ui->zone = (enum zone_choice)((ui->zone + 1) % ZONE_CHOICES);
		if (!text_equal(before, ui_zone(ui)))
			break;
	}
	if (text_equal(before, ui_zone(ui)))
		ui_message(ui, STYLE_TEXT,
			"times are in %s: the incident's zone, yours and UTC are the same", before);
	else
		ui_message(ui, STYLE_TEXT, "times are now in %s%s%s", ui_zone(ui),
			ui->zone == ZONE_IS_UTC ? "" : ", ",
			ui->zone == ZONE_IS_UTC ? "" : whose[ui->zone]);
	return true;
}

static bool run_keys(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	(void)words, (void)count, (void)err;
	keys_help(ui);
	return true;
}

static bool run_redraw(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	(void)words, (void)count, (void)err;
	ui_reload(ui);
	ui->request = UI_REDRAW;
	return true;
}

static bool run_suspend(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	(void)words, (void)count;
	if (!ui_keep(ui, err))
		return false;
	ui->request = UI_SUSPEND;
	return true;
}

const struct ui_command ui_commands[] = {
	{ "compose", "[KIND]", "write an event, or a KIND: decision, action, cause, …",
		"write: ", false, run_compose },
	{ "submit", "", "log what was written", NULL, false, run_submit },
	{ "kind", "next | previous | KIND", "change the kind of what is being written",
		"kind: ", false, run_kind },
	{ "time", "[TIME]", "say when it happened: 14:05, -10m, yesterday 23:10", NULL, false,
		run_time },
	{ "editor", "", "go on writing in your editor", NULL, false, run_editor },
	{ "split", "", "log a pasted text as one event for each time in it", NULL, false,
		run_split },
	{ "browse", "", "leave the composer; the text stays", NULL, false, run_browse },

	{ "down", "[LINES]", "next line", NULL, false, run_down },
	{ "up", "[LINES]", "line before", NULL, false, run_up },
	{ "page-down", "", "one page down", NULL, false, run_page_down },
	{ "page-up", "", "one page up", NULL, false, run_page_up },
	{ "top", "", "first line", NULL, false, run_top },
	{ "bottom", "", "last line; the timeline then follows what comes in", NULL, false,
		run_bottom },
	{ "open", "", "open what is selected", NULL, false, run_open },
	{ "go", "NUMBER", "select the line with this number; if it is selected, open it", NULL,
		false, run_go },
	{ "tab", "next | previous | NAME", "another tab of the incident", "tab: ", false, run_tab },
	{ "scroll", "[up]", "scroll the text of the section selected", "scroll ", false, run_scroll },
	{ "heading", "next | previous | HEADING…", "to another heading of the preview", "heading: ", false,
		run_heading },
	{ "fix", "", "run or begin the command that mends what is selected in the checks", NULL, false,
		run_fix },
	{ "waive", "", "say why a check does not apply here; again, let it count", NULL, false,
		run_waive },
	{ "import", "[FILE]", "look at a postmortem in Markdown, correct what was recognised, and import it", NULL, false,
		run_import },
	{ "correct", "FIELD VALUE…", "change a field of what is selected, before it is imported", "correct: ", false,
		run_correct },
	{ "drop", "", "leave out of the import what is selected; again, take it", NULL, false, run_drop },
	{ "take", "", "import the document as it is shown", NULL, false, run_take },
	{ "pin", "", "mark the event as a key moment, or no longer", NULL, false, run_pin },
	{ "find", "[TEXT]", "find in this list, as you type", "find: ", false, run_find },
	{ "search", "[QUERY]", "search all incidents, as you type", "search: ", false, run_search },
	{ "find-next", "", "next match", NULL, false, run_find_next },
	{ "find-previous", "", "match before", NULL, false, run_find_previous },
	{ "filter", "[TEXT]", "show only what matches, as you type", "only: ", false, run_filter },
	{ "only", "kind | author | milestones | pinned",
		"show only events like this one; again, all of them", "show only: ", false, run_only },
	{ "jump", "next | previous | forward | back | TIME",
		"to another milestone, a tenth of the time on, or a time", "jump: ", false, run_jump },
	{ "insert", "", "write an event between this one and the next", NULL, false, run_insert },
	{ "make", "action | cause | KIND [TIME]",
		"write what comes of this event, with a link back to it; in an import, of what was left as text",
		"with a link back to this event, write: ", false, run_make },
	{ "gaps", "", "show how much later each event was", NULL, false, run_gaps },
	{ "follow", "", "keep the newest event in sight, or no longer", NULL, false, run_follow },
	{ "mark", "[range | none]", "mark this, or no longer; commands take all marked",
		"mark: ", false, run_mark },
	{ "clear", "", "clear the marks, or else the filter", NULL, false,
		run_clear },
	{ "begin", "[TEXT]", "begin an incident in one line, with SEV1, #tag, @14:03",
		"begin: ", false, run_begin },
	{ "fold", "[all | none]", "hide what stands under a cause, or show it", "fold: ", false,
		run_fold },
	{ "move", "down | up | in | out", "move the cause among the others", "move the cause ",
		false, run_move },
	{ "sibling", "", "write a cause beside this one", NULL, false, run_sibling },
	{ "origin", "", "go to the event this came from, or to what was changed", NULL, false,
		run_origin },
	{ "sort", "next | previous | FIELD", "sort the list by something else", "sort by: ", false,
		run_sort },
	{ "group", "next | previous | FIELD", "group the list by something else", "group by: ",
		false, run_group },
	{ "form", "KIND [NUMBER] [--FIELD VALUE]…", "change all fields of something in a form, or make a new one",
		"form: ", false, run_form },
	{ "undo", "[CHANGE]", "take back your last change, or the one history numbers so", NULL,
		false, run_undo },
	{ "redo", "[CHANGE]", "do again what undo took back", NULL, false, run_redo },
	{ "zone", "", "show times in the incident's zone, yours, UTC", NULL, false, run_zone },

	{ "palette", "", "run any command by its name", NULL, false, run_palette },
	{ "fill", "TEXT", "begin a command line with TEXT", "command line: ", false, run_fill },
	{ "ask", "COMMAND…", "ask for a text and run COMMAND with it", NULL, false, run_ask },
	{ "copy", "[text | link | number | all]", "copy what is selected or marked", "copy: ", false,
		run_copy },
	{ "print", "", "print what is here plainly, to select or to be read aloud",
		NULL, false, run_print },
	{ "mouse", "[on | off]", "use the mouse here, or leave it to the terminal", NULL, false,
		run_mouse },
	{ "keys", "", "what the keys do", NULL, false, run_keys },
	{ "redraw", "", "read and draw everything again", NULL, false, run_redraw },
	{ "suspend", "", "back to the shell; fg returns", NULL, false, run_suspend },
	{ "close", "", "close this; on the board, leave", NULL, false, run_close },
	{ "quit", "", "leave inquest; what is being written is kept", NULL, false, run_quit },

	{ "line", "NAME", "edit the text", NULL, true, run_line, describe_line },
	{ "field", "next | previous | down | up | enter | reset | NAME", "another field of the form",
		"field: ", true, run_field },
	{ "save", "", "save the form", NULL, true, run_save },
	{ "leave", "[drop]", "leave the form; what was typed is kept", "leave the form: ", true,
		run_leave },
	{ "resolve", "mine | theirs | merge", "settle a field that somebody else changed too",
		"what both changed: ", true, run_resolve },
	{ "popup", "take | close | next | previous", "choose from the completions shown",
		"completions: ", true, run_popup },
	{ "recall", "previous | next", "what was written earlier", "earlier texts: ", true,
		run_recall },
	{ "if-empty", "TEXT COMMAND…", "run COMMAND if nothing is written, else write TEXT", NULL,
		true, run_if_empty, describe_if_empty },
	{ "accept", "", "take what was entered", NULL, true, run_accept },
	{ "cancel", "", "take nothing", NULL, true, run_cancel },
	{ "complete", "", "complete to the command chosen", NULL, true, run_complete },
	{ "choose", "next | previous", "choose another command from the list",
		"in the list: ", true, run_choose },
};

const size_t ui_command_count = LENGTH(ui_commands);

const struct ui_command *ui_command_find(const char *name)
{
	for (size_t i = 0; i < LENGTH(ui_commands); i++)
		if (text_equal(ui_commands[i].name, name))
			return &ui_commands[i];
	return NULL;
}
