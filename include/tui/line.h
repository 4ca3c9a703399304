/*
 * The text editor of the composer, of prompts and of form fields: text, a cursor, the commands of
 * readline, undo and redo. Which key runs which command is said by the key map's view "line". No
 * screen is needed; line_draw puts it on one.
 */
#ifndef TUI_LINE_H
#define TUI_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/mem.h"
#include "tui/grid.h"
#include "tui/key.h"

enum { LINE_TEXT_MAX = 1 << 20 }; /* bytes a line holds */

/* One change, for undo. */
struct line_edit {
	size_t at, inserted; /* where, and how many bytes came in */
	char *removed;	     /* what was there before */
	size_t removed_len;
	size_t cursor; /* before the change */
};

enum line_act { LINE_ACT_OTHER, LINE_ACT_TYPE, LINE_ACT_KILL, LINE_ACT_YANK, LINE_ACT_VERTICAL };

enum { KILLS_MAX = 16 };

/* What was killed, shared by all lines of a program: a ring, so that older kills come back. */
struct kills {
	struct buf items[KILLS_MAX];
	size_t newest, yanked; /* indexes */
};

/* Free what it holds. */
void kills_fini(struct kills *kills);

struct line {
	struct buf text; /* valid UTF-8 without NUL; change it only by the functions below */
	size_t cursor;	 /* in bytes, always between two user-perceived characters */
	bool multiline;
	unsigned long changes; /* grows with each change of the text: tells when to save a draft */

	/* private */
	VEC(struct line_edit) edits;
	size_t done; /* so many of them are done, the rest was undone */
	size_t edits_bytes;
	size_t yank_at, yank_len; /* what LINE_ACT_YANK put in */
	enum line_act last;
	int goal; /* column that Up and Down aim at */
	/* Starts of the rows when wrapped to `columns`: those before the last change are kept,
	 * those below the screen are not looked for. */
	int columns;
	VEC(size_t) rows;
	bool complete; /* no rows after the known ones */
	size_t top;    /* first row shown */
	size_t left;   /* one-line text: first byte shown */
};

/* An empty line. One that is not `multiline` keeps no line feeds: they become spaces. */
void line_init(struct line *line, bool multiline);
void line_fini(struct line *line);

/* The text, NUL-terminated; borrowed until the next change. */
const char *line_text(const struct line *line);

/*
 * Replace all of the text, forget what could be undone, and put the cursor at the end. Bytes that
 * are not UTF-8 become visible, as by utf8_clean. False, and no change, if it is longer than
 * LINE_TEXT_MAX.
 */
bool line_set(struct line *line, const char *text, size_t len);

/* Insert at the cursor and move behind it (a paste, for example; one step of undo). Cleaned and
 * bounded like line_set. Line feeds at the end of a paste into a one-line text are left out. */
bool line_insert(struct line *line, const char *text, size_t len);

/* Move the cursor; a place within a character or outside the text moves to the next possible one.
 */
void line_move(struct line *line, size_t at);

enum line_result {
	LINE_IGNORED, /* nothing it could do: no character, no further row */
	LINE_TOOK,    /* done */
	LINE_FULL,    /* the text would become longer than LINE_TEXT_MAX: nothing changed */
};

/* Type a character at the cursor. LINE_IGNORED if it is none (a control character). */
enum line_result line_type(struct line *line, uint32_t code);

/* One of the editor's commands: `line NAME` in inquestrc. */
struct line_command {
	const char *name, *help;
	enum line_act act;
	enum line_result (*run)(struct line *line, struct kills *kills);
};

/* Ends with a row whose name is NULL. */
extern const struct line_command line_commands[];

/* The row named so, or NULL. */
const struct line_command *line_command_find(const char *name);

/* Do it. A one-line text ignores `up`, `down` and `newline`; `up` and `down` are ignored where
 * there is no further row. */
enum line_result line_run(
	struct line *line, const struct line_command *command, struct kills *kills);

/* True if `up` (or `down`) has a row to go to. */
bool line_has_row(struct line *line, bool down);

/* How many rows the text needs when wrapped to `columns`, `max` at most; 1 for a one-line text.
 * There is always a place for the cursor behind the last character. */
int line_height(struct line *line, int columns, int max);

struct line_layout {
	int rows;		     /* visible rows of text, 1 at least */
	int cursor_row;		     /* 0 to rows - 1 */
	int cursor_column;	     /* 0 to columns - 1 */
	bool more_above, more_below; /* rows that do not fit; of a one-line text: before, behind */
};

/* Lay out for a screen of `columns` and `rows` (1 at least each): scrolls as little as is needed to
 * see the cursor. Works on what changed and what is visible, not on the whole text. */
void line_layout(struct line *line, int columns, int rows, struct line_layout *out);

/* The bytes of a visible row after line_layout: `*len` from the returned place in the text. */
size_t line_row(const struct line *line, int row, size_t *len);

/* line_layout for the area, draw the rows into it, and show the cursor. The area is blanked first.
 */
void line_draw(struct line *line, struct grid *grid, struct area area, enum style style);

/* Between line.c, line_keys.c and line_layout.c. */

/* Replace `old_len` bytes at `at`, as one step of undo; the cursor moves behind what came in. */
void line_replace(struct line *line, size_t at, size_t old_len, const char *text, size_t len,
	enum line_act act);
void line_undo(struct line *line);
void line_redo(struct line *line);

/* Rows are known up to the change at `from`; a word there can move the breaks just before it. */
void line_forget_rows(struct line *line, size_t from);

/* One row up or down, LINE_IGNORED where there is none. */
enum line_result line_vertical(struct line *line, bool down);

#endif
