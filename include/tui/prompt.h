/* One-line questions at the bottom of the screen: the palette, find, a time, the words of a
 * command. */
#ifndef TUI_PROMPT_H
#define TUI_PROMPT_H

#include "app/command.h"
#include "base/words.h"
#include "tui/complete.h"
#include "tui/line.h"
#include "tui/recall.h"
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
	enum recall_kind recall; /* where texts entered before come from */
	/* Another row of what the prompt is about; NULL: another candidate, or an earlier text. */
	void (*choose)(struct ui *ui, bool down);
};

extern const struct prompt_kind prompt_palette, prompt_find, prompt_time, prompt_ask;

struct prompt {
	const struct prompt_kind *kind; /* NULL: none is open */
	struct line line;
	char label[48];
	bool accepting; /* its text is being taken, not typed */
	bool offered;	/* its text was proposed, and nobody has edited it yet */
	struct words words;	 /* prompt_ask: the command that the text completes */
	struct candidates found; /* for the text as it is */
	struct list list;
	bool chosen;		      /* one of them, by more than being the first */
	int64_t from_at, from_number; /* prompt_find: where it began */
	size_t from_selected;
};

/* Open with a text in it. */
void prompt_open(struct ui *ui, const struct prompt_kind *kind, const char *text);
void prompt_close(struct ui *ui);
void prompt_fini(struct prompt *prompt);

/* Ask for the last word of a command: `words` are copied. */
void prompt_ask_for(struct ui *ui, char *const *words, size_t count);

/* Enter: hand the text to what asked for it. Escape: close it; Up brings the text back. */
bool prompt_accept(struct ui *ui, struct err *err);
void prompt_cancel(struct ui *ui);

/* The text was changed. */
void prompt_changed(struct ui *ui);

/* Before something is typed: a text that was only proposed makes room for it. */
void prompt_typing(struct ui *ui);

/* Put the candidate that is selected into the text. */
void prompt_complete(struct ui *ui);

/* Select another candidate; before the first one, and without any, texts entered before come. */
void prompt_choose(struct ui *ui, bool down);

/* Of the palette: find the candidates; run the line. */
void palette_changed(struct ui *ui);
bool palette_accept(struct ui *ui, const char *text, struct err *err);

/* Draw the prompt into the last row of the area, and candidates above it. */
void prompt_draw(struct ui *ui, struct area area);

/* Search again: `here` if what is selected may match. Says what it found in the message line. */
bool find_again(struct ui *ui, bool backwards, bool here, struct err *err);

#endif
