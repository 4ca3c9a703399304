/* help: everything it says comes from the command table. */
#include "app/check.h"
#include "app/handlers.h"
#include "app/values.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/path.h"
#include "base/text.h"

static bool is_sub(const struct command *command)
{
	return strchr(command->name, ' ') != NULL;
}

/* Help is read whole, at any width. */
static void wrapped(struct table *table, size_t columns)
{
	table_init(table, columns);
	table->wrap = true;
}

static void overview(struct output *out)
{
	const char *group = "";
	struct table table;
	output_text(out, "inquest records an incident while it happens and writes the postmortem afterwards.\n\n"
			 "  inquest                 open the terminal UI\n"
			 "  inquest COMMAND …       run one command\n"
			 "  inquest help COMMAND    explain it\n");
	wrapped(&table, 2);
	for (size_t i = 0; i < command_count; i++) {
		if (is_sub(&commands[i]))
			continue;
		if (!text_equal(group, commands[i].group)) {
			if (table.cells.count)
				table_print(&table, out);
			group = commands[i].group;
			output_format(out, "\n%s\n", group);
			wrapped(&table, 2);
		}
		table_cell_format(&table, "  %s", commands[i].name);
		table_cell(&table, commands[i].help);
	}
	table_print(&table, out);
	output_text(out, "\nThe incident is the current one (`inquest use`), the only open one, or named with -i.\n"
			 "Exit status: 0 ok, 1 nothing matched or a check failed, 2 usage, 3 busy or conflict,\n"
			 "4 not permitted, 5 input/output error.\n");
}

static void flag_name(const struct flag *flag, struct buf *out)
{
	if (flag->letter)
		buf_printf(out, "-%c, --%s", flag->letter, flag->name);
	else
		buf_printf(out, "    --%s", flag->name);
	for (const char *c = flag->value ? flag->value : ""; *c; c++) {
		if (c == flag->value)
			buf_putc(out, ' ');
		buf_putc(out, *c == ' ' ? '-' : *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c);
	}
}

static void flag_help(const struct flag *flag, const struct field *field, struct buf *out)
{
	buf_puts(out, flag->help);
	if (!field || field->type != FIELD_CHOICE)
		return;
	buf_puts(out, ": ");
	for (const struct choice *choice = field->choices; choice->name; choice++)
		buf_printf(out, "%s%s", choice == field->choices ? "" : ", ", choice->name);
}

/* What flags take that take one of many. */
static void explain_values(const struct command *command, struct output *out)
{
	struct flag flag;
	const struct field *field;
	for (size_t i = 0; command_flag_at(command, i, &flag, &field); i++) {
		struct table table;
		struct flag_value value;
		wrapped(&table, 2);
		for (size_t n = 0; values_at(command, &flag, n, &value); n++) {
			table_cell_format(&table, "  %s", value.name);
			table_cell(&table, value.help);
		}
		if (table.cells.count)
			output_format(out, "\n%s of --%s\n", flag.value, flag.name);
		table_print(&table, out);
	}
}

static void explain(const struct command *command, struct output *out)
{
	struct buf usage = { 0 };
	struct table table;
	struct flag flag;
	const struct field *field;
	command_usage(command, &usage);
	output_format(out, "%s\n  %s.\n", buf_text(&usage), command->help);
	buf_fini(&usage);
	for (const char *at = command->more; at && *at; at += strspn(at, "\n")) {
		size_t len = strcspn(at, "\n");
		output_text(out, "\n");
		wrapped(&table, 1);
		table_cell_format(&table, "%.*s", (int)len, at);
		table_print(&table, out);
		at += len;
	}
	wrapped(&table, 2);
	for (size_t i = 0; command_flag_at(command, i, &flag, &field); i++) {
		struct buf name = { 0 }, text = { 0 };
		flag_name(&flag, &name);
		flag_help(&flag, field, &text);
		table_cell_format(&table, "  %s", buf_text(&name));
		table_cell(&table, buf_text(&text));
		buf_fini(&name);
		buf_fini(&text);
	}
	output_text(out, "\n");
	table_print(&table, out);
	explain_values(command, out);
	if (command->example)
		output_format(out, "\nExample\n  %s\n", command->example);
}

static void explain_family(const char *name, struct output *out)
{
	struct table table;
	size_t len = strlen(name);
	wrapped(&table, 2);
	for (size_t i = 0; i < command_count; i++) {
		if (strncmp(commands[i].name, name, len) != 0 || commands[i].name[len] != ' ')
			continue;
		table_cell_format(&table, "  %s %s", commands[i].name, commands[i].usage);
		table_cell(&table, commands[i].help);
	}
	if (table.cells.count)
		output_text(out, "\nSub-commands\n");
	table_print(&table, out);
}

/* ---- manual page ---- */

/* Text for roff: backslashes and hyphens literal, no line that begins with a control character, a blank line between
 * paragraphs. */
static void roff(struct buf *out, const char *text)
{
	if (*text == '.' || *text == '\'')
		buf_puts(out, "\\&");
	for (const char *c = text; *c; c++) {
		if (*c == '\\')
			buf_puts(out, "\\e");
		else if (*c == '-')
			buf_puts(out, "\\-");
		else if (*c == '\n')
			buf_puts(out, "\n.sp\n");
		else
			buf_putc(out, *c);
	}
}

static void man_values(const struct command *command, const struct flag *flag, struct buf *out)
{
	struct flag_value value;
	for (size_t i = 0; values_at(command, flag, i, &value); i++) {
		buf_puts(out, i ? ".TP\n.B " : ".RS\n.TP\n.B ");
		roff(out, value.name);
		buf_putc(out, '\n');
		roff(out, value.help);
		buf_putc(out, '\n');
	}
	if (values_at(command, flag, 0, &value))
		buf_puts(out, ".RE\n");
}

static void man_command(const struct command *command, struct buf *out)
{
	struct flag flag;
	const struct field *field;
	struct buf usage = { 0 };
	command_usage(command, &usage);
	buf_puts(out, ".TP\n.B ");
	roff(out, buf_text(&usage));
	buf_putc(out, '\n');
	roff(out, command->help);
	buf_puts(out, ".\n");
	if (command->more) {
		roff(out, command->more);
		buf_putc(out, '\n');
	}
	/* what all commands share is said once, in the frame */
	bool block = command->example || (command_flag_at(command, 0, &flag, &field) && !text_equal(flag.name, "db"));
	if (block)
		buf_puts(out, ".RS\n");
	for (size_t i = 0; command_flag_at(command, i, &flag, &field) && !text_equal(flag.name, "db"); i++) {
		struct buf name = { 0 }, text = { 0 };
		flag_name(&flag, &name);
		flag_help(&flag, field, &text);
		buf_puts(out, ".TP\n");
		roff(out, buf_text(&name) + strspn(buf_text(&name), " "));
		buf_putc(out, '\n');
		roff(out, buf_text(&text));
		buf_putc(out, '\n');
		man_values(command, &flag, out);
		buf_fini(&name);
		buf_fini(&text);
	}
	if (command->example) {
		buf_puts(out, ".PP\nExample:\n.B ");
		roff(out, command->example);
		buf_putc(out, '\n');
	}
	if (block)
		buf_puts(out, ".RE\n");
	buf_fini(&usage);
}

static void man_commands(struct buf *out)
{
	const char *group = "";
	for (size_t i = 0; i < command_count; i++) {
		if (!text_equal(group, commands[i].group)) {
			group = commands[i].group;
			buf_printf(out, ".SS %s\n", group);
		}
		man_command(&commands[i], out);
	}
}

static void man_options(struct buf *out)
{
	for (int id = 0; id < OPTION_COUNT; id++) {
		buf_puts(out, ".TP\n.B ");
		roff(out, option_row((enum option_id)id)->name);
		buf_putc(out, '\n');
		roff(out, option_row((enum option_id)id)->help);
		buf_putc(out, '\n');
	}
}

/* Texts of the rows have no breaks; their places are shown as such. */
static void man_checks(struct buf *out)
{
	const struct check *check;
	for (size_t i = 0; (check = check_at(i)); i++) {
		buf_puts(out, ".TP\n.B ");
		roff(out, check->id);
		buf_puts(out, "\n");
		buf_printf(out, "(%s%s) ", check_level_name(check->level), check->now ? ", also while open" : "");
		struct buf says = { 0 };
		check_row_text(check->says, &says);
		roff(out, buf_text(&says));
		buf_puts(out, ".\n");
		if (check->why) {
			roff(out, check->why);
			buf_putc(out, '\n');
		}
		buf_puts(out, "Advice: ");
		roff(out, check->source);
		buf_puts(out, ".\n");
		buf_fini(&says);
	}
}

/* Fill the marked places of the page on standard input. */
static bool man_page(struct call *call, struct err *err)
{
	static const struct {
		const char *mark;
		void (*fill)(struct buf *out);
	} marks[] = { { ".\\\" COMMANDS", man_commands }, { ".\\\" OPTIONS", man_options },
		{ ".\\\" CHECKS", man_checks } };
	struct buf page = { 0 }, out = { 0 };
	bool ok = call->input >= 0 || err_set(err, ERR_USAGE, "the page to fill is standard input");
	ok = ok && path_read_fd(&page, call->input, TEXT_LIMIT, "the manual page", err);
	for (const char *line = buf_text(&page); ok && *line;) {
		size_t len = strcspn(line, "\n"), mark = 0;
		while (mark < LENGTH(marks) && !(strlen(marks[mark].mark) == len &&
							strncmp(line, marks[mark].mark, len) == 0))
			mark++;
		if (mark < LENGTH(marks)) {
			marks[mark].fill(&out);
		} else {
			buf_put(&out, line, len);
			buf_putc(&out, '\n');
		}
		line += len + (line[len] == '\n');
	}
	if (ok)
		output_raw(call->out, buf_text(&out), out.len);
	buf_fini(&page);
	buf_fini(&out);
	return ok;
}

/* The key map as it is, the user's lines included. */
static void explain_keys(const struct keymap *map, struct output *out)
{
	struct table table;
	table_init(&table, 3);
	for (size_t view = 0; view < keymap_view_count; view++)
		for (size_t i = 0; i < map->count; i++) {
			const struct binding *binding = &map->items[i];
			if (!text_equal(binding->view, keymap_views[view].name) || !*binding->command)
				continue;
			table_cell(&table, binding->view);
			table_cell(&table, binding->key);
			table_cell(&table, binding->command);
		}
	table_print(&table, out);
}

bool cmd_help(struct call *call, struct err *err)
{
	size_t used;
	if (call_flag(call, "man"))
		return man_page(call, err);
	if (call->count == 1 && text_equal(call->words[0], "keys")) {
		explain_keys(app_keymap(call->app), call->out);
		return true;
	}
	if (!call->count) {
		overview(call->out);
		return true;
	}
	const struct command *command = command_find(call->words, call->count, &used, err);
	if (!command)
		return false;
	if (call->count > used)
		return err_set(err, ERR_USAGE, "%s has no sub-command '%s': `inquest help %s` lists them",
			command->name, call->words[used], command->name);
	explain(command, call->out);
	explain_family(command->name, call->out);
	return true;
}
