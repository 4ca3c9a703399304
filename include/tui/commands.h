/*
 * The UI's own commands: moving about and writing. What changes data is in app/command.h, and the
 * shell has it too. Rows are in commands.c; each names a function of the file it is about.
 */
#ifndef TUI_COMMANDS_H
#define TUI_COMMANDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

struct ui;

struct ui_command {
	const char *name, *usage, *help;
	const char *with; /* help of a key that runs it with words is this and the words; NULL:
			     `help` */
	bool in_prompt;	  /* makes sense only while a prompt is open */
	bool (*run)(struct ui *ui, char *const *words, size_t count, struct err *err);
	/* What it does with these words, for help of a key that has them; NULL: `with`. */
	const char *(*describe)(char *const *words, size_t count);
};

/* All rows, in the order of help. */
extern const struct ui_command ui_commands[];
extern const size_t ui_command_count;

/* The row named so, or NULL. */
const struct ui_command *ui_command_find(const char *name);

#endif
