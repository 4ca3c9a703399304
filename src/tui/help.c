/* Help: what the keys do, from the live key map, and every command. */
#include "tui/ui.h"

#include <stdlib.h>

#include "app/command.h"
#include "base/text.h"
#include "tui/phrases.h"

enum {
	KEYS_COLUMNS = 18,
	KEYS_BRIEF = 12, /* where there is less room than WIDE_FROM columns */
	WIDE_FROM = 60,
	COMMANDS_FROM = 110, /* from so many columns on there is room for the command lines */
	COMMANDS_COLUMNS = 30,
	HALVES_FROM = 150, /* and from so many for two columns */
	GAP = 3,	   /* between these */
};

/* A line of help; a heading has no keys. */
struct help_row {
	char *keys, *command, *help;
};

struct help_rows {
	struct help_row *items;
	size_t count, cap;
};

static void add_row(struct help_rows *rows, const char *keys, const char *command, const char *help)
{
	struct help_row *row = vec_push(rows);
	*row = (struct help_row){ mem_copy(keys), mem_copy(command), mem_copy(help) };
}

static void rows_fini(struct help_rows *rows)
{
	for (size_t i = 0; i < rows->count; i++) {
		free(rows->items[i].keys);
		free(rows->items[i].command);
		free(rows->items[i].help);
	}
	free(rows->items);
}

/* ---- keys --------------------------------------------------------------------------------------
 */

/* Append what a command line does. */
static void put_help(const char *line, struct buf *out)
{
	struct words words;
	size_t used, start = out->len;
	if (phrase_put(line, out) || !words_split(&words, line, NULL))
		return;
	const struct ui_command *own = words.count ? ui_command_find(words.items[0]) : NULL;
	/* `ask new`: what matters is what it asks for */
	bool asks = words.count > 1 && own && text_equal(own->name, "ask");
	const struct command *command = !words.count || (own && !asks)
		? NULL
		: command_find(words.items + asks, words.count - asks, &used, NULL);
	buf_puts(out,
		command					      ? command->help
			: own && own->with && words.count > 1 ? own->with
			: own				      ? own->help
							      : "");
	if (own && own->describe && words.count > 1) {
		buf_truncate(out, start);
		buf_puts(out, own->describe(words.items + 1, words.count - 1));
	}
	for (size_t i = 1; !command && own && own->with && i < words.count; i++)
		buf_printf(out, "%s%s", i > 1 ? " " : "", words.items[i]);
	/* the flag that an `ask` ends with says which of many things is asked */
	if (command && asks && text_starts(words.items[words.count - 1], "--"))
		buf_printf(out, ": %s", words.items[words.count - 1] + 2);
	words_fini(&words);
}

/* All keys of a view that do the same, on one line: "j, Down". False if an earlier one did already.
 */
static bool gather(const struct ui *ui, size_t index, struct buf *out)
{
	const struct ui_binding *first = &ui->bindings.items[index];
	for (size_t i = 0; i < ui->bindings.count; i++) {
		const struct ui_binding *binding = &ui->bindings.items[i];
		if (binding->view != first->view ||
			!text_equal(binding->command, first->command))
			continue;
		if (i < index)
			return false;
		buf_puts(out, out->len ? ", " : "");
		key_format(&binding->key, out);
	}
	return true;
}

static const char *title_of(const char *view)
{
	static const struct {
		const char *view, *title;
	} others[] = { { "composer", "While you write" }, { "incident", "In an incident" },
		{ "form", "In a form" }, { "line", "While you write or enter something: the text" },
		{ "popup", "While you write: the list of completions" },
		{ "prompt", "While you enter something" }, { "all", "Everywhere" } };
	const struct view *row = keys_view(view);
	for (size_t i = 0; i < LENGTH(others); i++)
		if (text_equal(others[i].view, view))
			return others[i].title;
	return row ? row->place : view;
}

/* One row, and the heading before the first of a section; a filter may leave it out. */
static void add_filtered(struct help_rows *rows, const char *title, bool *any,
	const struct help_row *row, const char *filter)
{
	struct buf all = { 0 };
	buf_printf(&all, "%s %s %s %s", title, row->keys, row->command, row->help);
	if (text_has_words(buf_text(&all), all.len, filter)) {
		if (!*any)
			add_row(rows, NULL, NULL, title);
		*any = true;
		add_row(rows, row->keys, row->command, row->help);
	}
	buf_fini(&all);
}

static void add_section(
	const struct ui *ui, const char *view, const char *filter, struct help_rows *rows)
{
	bool any = false;
	for (size_t i = 0; i < ui->bindings.count; i++) {
		struct buf keys = { 0 }, help = { 0 };
		const struct ui_binding *binding = &ui->bindings.items[i];
		if (text_equal(binding->view->name, view) && *binding->command && gather(ui, i, &keys)) {
			put_help(binding->command, &help);
			const struct help_row row = { keys.data, mem_copy(binding->command),
				mem_copy(buf_text(&help)) };
			add_filtered(rows, title_of(view), &any, &row, filter);
			free(row.command);
			free(row.help);
		}
		buf_fini(&keys);
		buf_fini(&help);
	}
}

static void add_keys(const struct ui *ui, const char *filter, struct help_rows *rows)
{
	const char *done[16];
	size_t count = 0;
	if (ui->form.open)
		done[count++] = "form";
	else if (ui->composing)
		done[count++] = "composer";
	for (const char *in = ui->view->name; in && count < LENGTH(done); in = keys_parent(in))
		done[count++] = in;
	for (size_t i = 0; i < count; i++)
		add_section(ui, done[i], filter, rows);
	for (size_t i = 0; i < keymap_view_count; i++) {
		bool told = false;
		for (size_t j = 0; j < count; j++)
			told = told || text_equal(done[j], keymap_views[i].name);
		if (!told)
			add_section(ui, keymap_views[i].name, filter, rows);
	}
}

/* ---- commands ----------------------------------------------------------------------------------
 */

static bool has_key(const struct ui *ui, const char *name)
{
	for (size_t i = 0; i < ui->bindings.count; i++)
		if (keys_runs(ui->bindings.items[i].command, name))
			return true;
	return false;
}

static void add_command(const struct ui *ui, const char *name, const char *usage, const char *help,
	const char *filter, bool *any, struct help_rows *rows)
{
	struct buf line = { 0 };
	if (has_key(ui, name))
		return;
	buf_printf(&line, "%s %s", name, usage);
	const struct help_row row = { mem_copy(name), mem_copy(buf_text(&line)), mem_copy(help) };
	add_filtered(rows, "Without a key: press : and type the name", any, &row, filter);
	free(row.keys);
	free(row.command);
	free(row.help);
	buf_fini(&line);
}

static void add_commands(const struct ui *ui, const char *filter, struct help_rows *rows)
{
	bool any = false;
	for (size_t i = 0; i < command_count; i++)
		if (!ui_command_find(commands[i].name))
			add_command(ui, commands[i].name, commands[i].usage, commands[i].help,
				filter, &any, rows);
	for (size_t i = 0; i < ui_command_count; i++)
		if (!ui_commands[i].in_prompt)
			add_command(ui, ui_commands[i].name, ui_commands[i].usage,
				ui_commands[i].help, filter, &any, rows);
}

/* ---- as text -----------------------------------------------------------------------------------
 */

static size_t keys_columns(int columns)
{
	return columns < WIDE_FROM ? KEYS_BRIEF : KEYS_COLUMNS;
}

/* The lines of a row: what does not fit goes on below, under where the help begins. */
static void put_row(const struct help_row *row, bool command, int columns, struct words *lines)
{
	struct buf line = { 0 };
	const char *help = row->help;
	size_t len = strlen(help), part, next;
	if (row->keys) {
		buf_puts(&line, "  ");
		text_show_column(&line, row->keys, keys_columns(columns));
		buf_putc(&line, ' ');
	}
	if (row->keys && command) {
		text_show_column(&line, row->command, COMMANDS_COLUMNS);
		buf_putc(&line, ' ');
	}
	size_t indent = text_width(buf_text(&line), line.len);
	int room = columns - (int)indent;
	do {
		part = len ? wrap_next(help, len, room > 1 ? room : 1, &next) : (next = 0);
		buf_put(&line, help, part);
		words_add(lines, buf_text(&line));
		buf_truncate(&line, 0);
		buf_fill(&line, ' ', indent);
		help += next;
		len -= next;
	} while (len);
	buf_fini(&line);
}

/* The lines of all rows, an empty one before each heading but the first. */
static void put_rows(const struct help_rows *rows, size_t from, size_t to, bool command,
	int columns, struct words *lines)
{
	for (size_t i = from; i < to; i++) {
		if (!rows->items[i].keys && i > from)
			words_add(lines, "");
		put_row(&rows->items[i], command, columns, lines);
	}
}

/* The heading where the second column begins, so that the first is no shorter. */
static size_t middle(const struct help_rows *rows)
{
	size_t i = (rows->count + 1) / 2;
	while (i < rows->count && rows->items[i].keys)
		i++;
	return i;
}

static int half_columns(int columns)
{
	return (columns - GAP) / 2;
}

static void put_halves(const struct help_rows *rows, int columns, struct buf *out)
{
	struct words left = { 0 }, right = { 0 };
	size_t from = middle(rows), width = (size_t)half_columns(columns);
	put_rows(rows, 0, from, false, (int)width, &left);
	put_rows(rows, from, rows->count, false, (int)width, &right);
	for (size_t i = 0; i < left.count || i < right.count; i++) {
		struct buf line = { 0 };
		text_show_column(&line, i < left.count ? left.items[i] : "", width);
		buf_fill(&line, ' ', GAP);
		if (i < right.count)
			text_show_column(&line, right.items[i], width);
		buf_trim_end(&line);
		buf_printf(out, "%s\n", buf_text(&line));
		buf_fini(&line);
	}
	words_fini(&left);
	words_fini(&right);
}

static void make(const struct ui *ui, int columns, const char *filter, struct buf *out)
{
	struct help_rows rows = { 0 };
	struct words lines = { 0 };
	add_keys(ui, filter, &rows);
	add_commands(ui, filter, &rows);
	if (columns >= HALVES_FROM) {
		put_halves(&rows, columns, out);
	} else {
		put_rows(&rows, 0, rows.count, columns >= COMMANDS_FROM, columns, &lines);
		for (size_t i = 0; i < lines.count; i++)
			buf_printf(out, "%s\n", lines.items[i]);
	}
	if (!rows.count)
		buf_puts(out, "No key and no command has these words.\n");
	else if (!*filter)
		buf_puts(out,
			"\nKeys are changed by `bind` lines in the file inquestrc: see "
			"`man inquest`.\n");
	words_fini(&lines);
	rows_fini(&rows);
}

static void paint_half(struct ui *ui, struct area half)
{
	const struct cell *cell = grid_at(&ui->grid, half.row, half.column);
	bool heading = cell->len && cell->text[0] != ' ';
	struct area keys = { half.row, half.column + 2, 1, (int)keys_columns(ui->pager.columns) };
	if (keys.columns > half.columns - 2)
		keys.columns = half.columns - 2;
	if (heading)
		grid_restyle(&ui->grid, half, STYLE_TITLE);
	else if (keys.columns > 0)
		grid_restyle(&ui->grid, keys, STYLE_KEY);
}

static void paint(struct ui *ui, struct area row)
{
	int columns = ui->pager.columns, half = half_columns(columns);
	if (columns < HALVES_FROM) {
		paint_half(ui, row);
		return;
	}
	paint_half(ui, (struct area){ row.row, row.column, 1, half });
	paint_half(ui, (struct area){ row.row, row.column + half + GAP, 1, half });
}

void keys_help(struct ui *ui)
{
	ui_page(ui, "Keys", "");
	ui->pager.make = make;
	ui->pager.paint = paint;
}
