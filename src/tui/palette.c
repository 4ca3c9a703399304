/* The palette: every command by name, with its key and what it is in a shell. */
#include "tui/ui.h"

#include <ctype.h>

#include "base/text.h"

enum { OFFERS_SHOWN = 9 };

/* ---- matching ----------------------------------------------------------------------------------
 */

static bool subsequence(const char *name, const char *query)
{
	for (; *query && *name; name++)
		if (tolower((unsigned char)*name) == tolower((unsigned char)*query))
			query++;
	return !*query;
}

enum match { MATCH_START, MATCH_ARGUMENTS, MATCH_LETTERS };

static bool matches(const char *name, const char *query, enum match match)
{
	size_t len = strlen(name);
	bool start = strncasecmp(name, query, strlen(query)) == 0;
	/* the name is complete: what follows is for the command */
	bool arguments = strncasecmp(name, query, len) == 0 && query[len] == ' ';
	switch (match) {
	case MATCH_ARGUMENTS:
		return arguments;
	case MATCH_START:
		return start;
	default:
		return !start && !arguments && subsequence(name, query);
	}
}

/* Commands of the UI that only show the result of one of the shell's in their own way. */
static const struct command *same_in_shell(const char *name)
{
	for (size_t i = 0; i < command_count; i++)
		if (text_equal(commands[i].name, name))
			return &commands[i];
	return NULL;
}

static void offer(
	struct prompt *prompt, const struct command *command, const struct ui_command *own)
{
	struct offer *offer = vec_push(&prompt->offers);
	offer->name = own ? own->name : command->name;
	offer->usage = own ? own->usage : command->usage;
	offer->help = own ? own->help : command->help;
	offer->command = command;
}

static void offer_matching(struct prompt *prompt, const char *query, enum match match)
{
	for (size_t i = 0; i < command_count; i++) {
		const struct command *command = &commands[i];
		bool shell = command->flags & COMMAND_NO_STORE && command->flags & COMMAND_TERMINAL;
		if (!shell && !ui_command_find(command->name) &&
			matches(command->name, query, match))
			offer(prompt, command, NULL);
	}
	for (size_t i = 0; i < ui_command_count; i++)
		if (!ui_commands[i].in_prompt && matches(ui_commands[i].name, query, match))
			offer(prompt, same_in_shell(ui_commands[i].name), &ui_commands[i]);
}

/* "action add …": "action" takes words as well, but is not meant. */
static void keep_longest(struct prompt *prompt)
{
	struct offer *offers = prompt->offers.items;
	for (size_t i = 1; i < prompt->offers.count; i++)
		if (strlen(offers[i].name) > strlen(offers[0].name))
			offers[0] = offers[i];
	if (prompt->offers.count)
		prompt->offers.count = 1;
}

void palette_changed(struct ui *ui)
{
	struct prompt *prompt = &ui->prompt;
	const char *query = line_text(&prompt->line);
	query += strspn(query, " ");
	prompt->offers.count = 0;
	offer_matching(prompt, query, MATCH_START);
	if (!prompt->offers.count) {
		offer_matching(prompt, query, MATCH_ARGUMENTS);
		keep_longest(prompt);
	}
	offer_matching(prompt, query, MATCH_LETTERS);
}

/* ---- arguments ---------------------------------------------------------------------------------
 */

struct argument {
	const struct field *field;
	size_t at; /* where the word begins */
};

/* The field that the last word of the text is a value for, if the command says so. */
static bool argument_at_end(const char *text, struct argument *out)
{
	struct words words;
	size_t used, last, len = strlen(text);
	bool open = len && text[len - 1] == ' ';
	const struct entity *entity;
	if (!words_split(&words, text, NULL))
		return false;
	const struct command *command =
		words.count ? command_find(words.items, words.count, &used, NULL) : NULL;
	*out = (struct argument){ .at = len };
	if (!command || command->entity == COMMAND_NO_ENTITY || words.count + open < used + 2)
		goto out;
	entity = entity_get((enum entity_kind)command->entity);
	last = words.count - !open; /* index of the word that is being written */
	const char *before = last > 0 ? words.items[last - 1] : "";
	int index = -1;
	if (text_starts(before, "--"))
		index = entity_field(entity, before + 2);
	else if (strstr(command->usage, "FIELD") && last == used + 1)
		index = entity_field(entity, before);
	if (index >= 0) {
		out->field = &entity->fields[index];
		out->at = open ? len : len - strlen(words.items[last]);
	}
out:
	words_fini(&words);
	return out->field != NULL;
}

static void argument_help(const char *text, struct buf *out)
{
	struct argument argument;
	if (!argument_at_end(text, &argument))
		return;
	buf_printf(out, "%s: ", argument.field->name);
	if (argument.field->type != FIELD_CHOICE) {
		buf_puts(out, argument.field->help);
		return;
	}
	for (const struct choice *choice = argument.field->choices; choice->name; choice++)
		buf_printf(
			out, "%s%s", choice == argument.field->choices ? "" : ", ", choice->name);
}

static bool complete_argument(struct ui *ui)
{
	struct line *line = &ui->prompt.line;
	struct argument argument;
	struct buf text = { 0 };
	if (!argument_at_end(line_text(line), &argument) || argument.field->type != FIELD_CHOICE)
		return false;
	const struct choice *choice =
		choice_find(argument.field->choices, line_text(line) + argument.at);
	if (choice) {
		buf_put(&text, line_text(line), argument.at);
		buf_puts(&text, choice->name);
		line_set(line, buf_text(&text), text.len);
	}
	buf_fini(&text);
	return true;
}

/* ---- choosing ----------------------------------------------------------------------------------
 */

void palette_choose(struct ui *ui, bool down)
{
	if (ui->prompt.kind == &prompt_palette)
		list_move(&ui->prompt.list, ui->prompt.offers.count, OFFERS_SHOWN,
			down ? MOVE_DOWN : MOVE_UP);
}

/* A command that wants the number of something gets the one of what is selected. */
static void put_selected(struct ui *ui, const struct offer *offer, struct buf *text)
{
	const struct view *view = ui->view;
	if (!offer->command || !text_starts(offer->usage, "NUMBER") || view->entity == ENTITY_COUNT)
		return;
	const char *entity = entity_get(view->entity)->name;
	size_t len = strlen(entity);
	if (strncmp(offer->name, entity, len) == 0 && offer->name[len] == ' ' && view->number(ui))
		buf_printf(text, "%lld", (long long)view->number(ui));
}

void palette_complete(struct ui *ui)
{
	struct prompt *prompt = &ui->prompt;
	struct buf text = { 0 };
	if (prompt->kind != &prompt_palette || prompt->list.selected >= prompt->offers.count)
		return;
	const struct offer *offer = &prompt->offers.items[prompt->list.selected];
	const char *typed = line_text(&prompt->line);
	bool arguments = matches(offer->name, typed + strspn(typed, " "), MATCH_ARGUMENTS);
	if (!arguments || prompt->list.selected) {
		buf_printf(&text, "%s%s", offer->name, *offer->usage ? " " : "");
		put_selected(ui, offer, &text);
		line_set(&prompt->line, buf_text(&text), text.len);
	} else {
		complete_argument(ui);
	}
	prompt_changed(ui);
	buf_fini(&text);
}

/* True if the first words name a command. */
static bool names_command(const char *text)
{
	struct words words;
	size_t used;
	bool known = true;
	/* an open quote is for the one who runs it to complain about */
	if (!words_split(&words, text, NULL))
		return true;
	if (words.count)
		known = ui_command_find(words.items[0]) ||
			command_find(words.items, words.count, &used, NULL);
	words_fini(&words);
	return known;
}

bool palette_accept(struct ui *ui, const char *text, struct err *err)
{
	struct prompt *prompt = &ui->prompt;
	struct buf line = { 0 };
	bool chosen = prompt->list.selected > 0 || !names_command(text);
	if (text_empty(text) && !prompt->list.selected) {
		prompt_close(ui);
		return true;
	}
	if (chosen && prompt->offers.count) {
		const char *usage = prompt->offers.items[prompt->list.selected].usage;
		bool ready = !*usage || *usage == '[';
		palette_complete(ui);
		if (!ready)
			return true;
	}
	buf_puts(&line, line_text(&prompt->line));
	/* commands that open a prompt of their own must find none; a failing one gets its text back
	 */
	prompt_close(ui);
	bool ok = ui_run_line(ui, buf_text(&line), err);
	if (!ok)
		prompt_open(ui, &prompt_palette, buf_text(&line));
	buf_fini(&line);
	return ok;
}

/* ---- drawing -----------------------------------------------------------------------------------
 */

static void draw_offer(struct ui *ui, struct area area, int y, const struct offer *offer)
{
	struct buf left = { 0 }, key = { 0 };
	const char *view = ui->composing ? "composer" : ui->view->name;
	int left_columns = area.columns >= 60 ? 32 : area.columns - 10;
	buf_printf(&left, "%s %s", offer->name, offer->usage);
	grid_put_field(&ui->grid, area, y, 1, left_columns, STYLE_TEXT, buf_text(&left));
	if (area.columns >= 60)
		grid_put_field(&ui->grid, area, y, left_columns + 2,
			area.columns - left_columns - 14, STYLE_DIM, offer->help);
	if (keys_of_command(ui, view, offer->name, &key) ||
		keys_of_command(ui, ui->view->name, offer->name, &key))
		grid_puts(&ui->grid, area, y,
			area.columns - 1 - (int)text_width(buf_text(&key), key.len), STYLE_KEY,
			buf_text(&key));
	buf_fini(&left);
	buf_fini(&key);
}

/* What the chosen one is called in a shell, or what its argument may be. */
static void draw_shell(struct ui *ui, struct area area, const struct offer *offer)
{
	struct buf text = { 0 };
	argument_help(line_text(&ui->prompt.line), &text);
	if (!text.len && offer && offer->command) {
		buf_puts(&text, "in a shell: ");
		command_usage(offer->command, &text);
	} else if (!text.len && offer) {
		buf_puts(&text, "for this screen only");
	} else if (!text.len) {
		buf_puts(&text, "no command is called so");
	}
	grid_put_field(&ui->grid, area, 0, 1, area.columns - 2, STYLE_DIM, buf_text(&text));
	buf_fini(&text);
}

void palette_draw(struct ui *ui, struct area area)
{
	struct prompt *prompt = &ui->prompt;
	int most = OFFERS_SHOWN < area.rows - 2 ? OFFERS_SHOWN : area.rows - 2;
	int shown = prompt->offers.count < (size_t)most ? (int)prompt->offers.count : most;
	if (shown < 0)
		shown = 0;
	int rows = shown + (area.rows >= shown + 2 ? 2 : 1);
	struct area list = { area.row + area.rows - rows, area.column, rows, area.columns };
	grid_fill(&ui->grid, list, STYLE_TEXT);
	if (rows == shown + 2) {
		grid_rule(&ui->grid, list, 0, STYLE_RULE);
		list.row++;
	}
	list.rows = shown;
	list_fit(&prompt->list, prompt->offers.count, shown);
	for (int y = 0; y < shown; y++) {
		size_t index = prompt->list.top + (size_t)y;
		draw_offer(ui, list, y, &prompt->offers.items[index]);
		if (index == prompt->list.selected) {
			const struct area row = { list.row + y, list.column, 1, list.columns };
			grid_restyle(&ui->grid, row, STYLE_SELECTED);
		}
	}
	list.row += shown;
	list.rows = 1;
	draw_shell(ui, list,
		prompt->list.selected < prompt->offers.count
			? &prompt->offers.items[prompt->list.selected]
			: NULL);
}
