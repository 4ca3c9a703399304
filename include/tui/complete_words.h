/* Between complete_line.c and complete_words.c: one place in a command line, and what may stand
 * there. */
#ifndef TUI_COMPLETE_WORDS_H
#define TUI_COMPLETE_WORDS_H

#include "tui/complete.h"

/* Where the cursor is. */
struct spot {
	struct ui *ui;
	const char *name; /* of the command */
	const struct command *command;
	const struct ui_command *own;
	const char *plain; /* the plain word before, "" if there is none */
	const char *typed;
	bool alone; /* no other word can follow */
	struct candidates *found;
};

/* Add the names of commands that fit what was typed. */
void spot_names(struct candidates *found, const char *typed);

/* Add what may stand at a position of a usage line such as "NUMBER… --reason TEXT". */
void spot_plain(const struct spot *spot, const char *usage, size_t position);

/* Add what a word in capitals stands for: "NUMBER", "PERSON"; one in small letters is itself. */
void spot_word(const struct spot *spot, const char *word);

/* Add the files and folders that fit; a folder ends in a slash and is gone into by going on. */
void spot_files(const struct spot *spot);

/* Add the values of a field, and say what it is, or what is wrong with what was typed. */
void spot_field(const struct spot *spot, const struct field *field);

#endif
