/* One-line questions at the bottom of the screen: the palette, find, a time, the words of a
 * command. */
#ifndef TUI_PROMPT_H
#define TUI_PROMPT_H

#include "app/command.h"
#include "base/words.h"
#include "tui/line.h"
#include "tui/view.h"

struct prompt;

struct prompt_kind {
	const char *label; /* before the text */
	/* After each change of the text; may be NULL. */
	void (*changed)(struct ui *ui);
	/* Enter; on failure the prompt stays open with its text. `text` is a copy. */
	bool (*accept)(struct ui *ui, const char *text, struct err *err);
	/* Esc; may be NULL. */
	void (*cancel)(struct ui *ui);
};

extern const struct prompt_kind prompt_palette, prompt_find, prompt_time, prompt_ask;

/* One line of the palette's list. */
struct offer {
	const char *name, *usage, *help; /* borrowed from the tables */
	const struct command *command;	 /* NULL: a command of the UI */
};

struct prompt {
	const struct prompt_kind *kind; /* NULL: none is open */
	struct line line;
	char label[48];
	struct words words; /* prompt_ask: the command that the text completes */
	struct {
		struct offer *items;
		size_t count, cap;
	} offers;
	struct list list;
	int64_t from_at, from_number; /* prompt_find: where it began */
	size_t from_selected;
};

/* Open with a text in it. */
void prompt_open(struct ui *ui, const struct prompt_kind *kind, const char *text);
void prompt_close(struct ui *ui);
void prompt_fini(struct prompt *prompt);

/* Ask for the last word of a command: `words` are copied. */
void prompt_ask_for(struct ui *ui, char *const *words, size_t count);

bool prompt_accept(struct ui *ui, struct err *err);
void prompt_cancel(struct ui *ui);

/* The text was changed. */
void prompt_changed(struct ui *ui);

/* Palette: complete to the offer chosen; choose another. */
void palette_complete(struct ui *ui);
void palette_choose(struct ui *ui, bool down);

/* Collect the offers for the text. */
void palette_changed(struct ui *ui);
bool palette_accept(struct ui *ui, const char *text, struct err *err);

/* Draw the prompt into the last row of the area, and offers above it. */
void prompt_draw(struct ui *ui, struct area area);
void palette_draw(struct ui *ui, struct area area);

/* Search again: `here` if what is selected may match. Says what it found in the message line. */
bool find_again(struct ui *ui, bool backwards, bool here, struct err *err);

#endif
