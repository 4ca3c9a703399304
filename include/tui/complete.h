/*
 * What may be meant by what was typed so far: one mechanism for the palette, for questions, for the
 * composer and for forms. Candidates come from the tables (commands, flags, fields, choices,
 * options), and from what is known here: people, tags, entities. Nothing here fails: what cannot be
 * read is not offered.
 */
#ifndef TUI_COMPLETE_H
#define TUI_COMPLETE_H

#include "app/command.h"
#include "app/known.h"
#include "base/mem.h"
#include "model/entity.h"
#include "tui/fuzzy.h"
#include "tui/grid.h"
#include "tui/line.h"
#include "tui/view.h"

struct ui;
struct ui_command;

struct candidate {
	char *text;	   /* what it puts in place of what was typed */
	char *help;	   /* what that means; may be "" */
	const char *usage; /* what may follow, "" if nothing; borrowed from the tables */
	/* of a command's name: its row, in one of the tables or in both */
	const struct command *command;
	const struct ui_command *own;
	struct fuzzy match; /* where `text` has what was typed */
	bool whole;	    /* a blank may follow: the word is complete with it */
	bool goes_on;	    /* it is only the beginning of a word: a folder */
};

struct candidates {
	struct candidate *items;
	size_t count, cap;
	size_t from, to; /* the bytes of the text that a candidate replaces */
	bool words;	 /* it is a word of a command line, to be quoted as such */
	/* What is asked for here, in words: "priority: how urgent"; "" if nothing can be said. */
	struct buf about;
	bool wrong; /* `about` says what is wrong with what was typed */
};

/* Free what it holds. */
void candidates_fini(struct candidates *found);

/* True if putting the candidate in would not change the text. */
bool candidates_typed(const struct candidates *found, size_t index, const char *text);

/* The values a field may have, best first, for what was typed into it; of tags and services: for
 * the last one of several. `found` is emptied first; end it with candidates_fini. */
void complete_field(struct ui *ui, enum entity_kind kind, int field, const char *typed,
	struct candidates *found);

/* The same for a command line with the cursor at byte `cursor`: names of commands, then flags and
 * values. */
void complete_line(struct ui *ui, const char *line, size_t cursor, struct candidates *found);

/* The same for what is being written in the composer: !kinds, @people, #tags. `found` stays
 * empty where the cursor is in ordinary text. */
void complete_text(struct ui *ui, const char *text, size_t cursor, struct candidates *found);

/* The same for the last word of a command that is asked for alone: of a field, a flag, a number.
 * The text is that word whole, blanks and all. */
void complete_asked(
	struct ui *ui, const struct words *words, const char *typed, struct candidates *found);

/* Put a candidate into the line it was found for. */
void complete_take(const struct candidates *found, size_t index, struct line *line);

/* People and tags are read again when they are asked for next: the database was changed. */
void complete_forget(struct ui *ui);

/*
 * Draw candidates as rows at the lower edge of `area`, with a rule above them, as many as there is
 * room for, scrolled so that list->selected is seen; `chosen` says whether it is to stand out.
 * Gives the rows used.
 */
int complete_draw(struct ui *ui, struct area area, const struct candidates *found,
	struct list *list, bool chosen);

/* ---- between the files of completion ---- */

/* Add a candidate if it fits what was typed: by its text, or else by a word of its help. */
struct candidate *candidates_add(
	struct candidates *found, const char *text, const char *help, const char *typed);

/* Best first; those that fit equally stay in the order they came in. */
void candidates_sort(struct candidates *found);

/* Append the values of a field that fit; no more than that. */
void complete_values(struct ui *ui, enum entity_kind kind, int field, const char *typed,
	struct candidates *found);

/* Append entities of a kind by number. */
void complete_numbers(
	struct ui *ui, enum entity_kind kind, const char *typed, struct candidates *found);

/* What was used before; read when first asked for. Borrowed. */
const struct words *complete_known(struct ui *ui, enum known what);

/* What complete_known has read. */
struct known_values {
	bool read[KNOWN_NONE];
	struct words words[KNOWN_NONE];
};

/* Free what it holds. */
void known_values_fini(struct known_values *known);

#endif
