/*
 * What is on the screen: a grid of cells that views draw into. Pure memory, no terminal: curses.c
 * copies a grid to the screen, tests compare it as text.
 */
#ifndef TUI_GRID_H
#define TUI_GRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum attribute {
	ATTRIBUTE_BOLD = 1,
	ATTRIBUTE_DIM = 2,
	ATTRIBUTE_REVERSE = 4,
	ATTRIBUTE_UNDERLINE = 8,
	ATTRIBUTE_ITALIC = 16, /* underlined where the terminal has none */
};

/*
 * Styles are roles, not colours: id, name, letter in grid_styles, colour, attributes with colour,
 * attributes without. Colours are those of the palette's first half, 1 to 6, and -1 for the user's
 * own: the bright half cannot be read on white, nor plain blue (4) on black. No role means anything
 * by colour alone: the words beside it say the same. Event kinds, severities, priorities and action
 * states are named as in the model, so that style_find takes the stored value.
 */
#define STYLES(X)                                                                                  \
	X(TEXT, "text", '.', -1, 0, 0)                                                             \
	X(DIM, "dim", 'd', -1, ATTRIBUTE_DIM, ATTRIBUTE_DIM)                                       \
	X(TITLE, "title", 'T', -1, ATTRIBUTE_BOLD, ATTRIBUTE_BOLD)                                 \
	X(SELECTED, "selected", 'S', -1, ATTRIBUTE_REVERSE, ATTRIBUTE_REVERSE)                     \
	X(TAB, "tab", 't', -1, 0, 0)                                                               \
	X(TAB_ACTIVE, "tab active", 'A', -1, ATTRIBUTE_BOLD | ATTRIBUTE_REVERSE,                   \
		ATTRIBUTE_BOLD | ATTRIBUTE_REVERSE)                                                \
	X(BAR, "bar", 'B', -1, ATTRIBUTE_DIM, 0)                                                   \
	X(RULE, "rule", 'r', -1, ATTRIBUTE_DIM, 0)                                                 \
	X(KEY, "key", 'k', 6, ATTRIBUTE_BOLD, ATTRIBUTE_BOLD)                                      \
	X(TIME, "time", 'h', 6, 0, 0)                                                              \
	X(LINK, "link", 'l', 6, ATTRIBUTE_UNDERLINE, ATTRIBUTE_UNDERLINE)                          \
	X(CODE, "code", 'c', 5, 0, 0)                                                              \
	X(EMPHASIS, "emphasis", 'i', -1, ATTRIBUTE_ITALIC, ATTRIBUTE_ITALIC)                       \
	X(MATCH, "match", 'm', 3, ATTRIBUTE_BOLD | ATTRIBUTE_UNDERLINE,                            \
		ATTRIBUTE_BOLD | ATTRIBUTE_UNDERLINE)                                              \
	X(ERROR, "error", 'E', 1, ATTRIBUTE_BOLD, ATTRIBUTE_BOLD | ATTRIBUTE_REVERSE)              \
	X(WARNING, "warning", 'W', 3, ATTRIBUTE_BOLD, ATTRIBUTE_BOLD)                              \
	X(GOOD, "good", 'G', 2, 0, 0)                                                              \
	X(MARK, "mark", '*', 3, ATTRIBUTE_BOLD, ATTRIBUTE_BOLD)                                    \
	X(NOTE, "note", 'n', -1, 0, 0)                                                             \
	X(EVIDENCE, "evidence", 'e', 6, 0, 0)                                                      \
	X(HYPOTHESIS, "hypothesis", 'y', 5, 0, 0)                                                  \
	X(DECISION, "decision", 'D', -1, ATTRIBUTE_BOLD, ATTRIBUTE_BOLD)                           \
	X(CHANGE, "change", 'C', 3, 0, 0)                                                          \
	X(ESCALATION, "escalation", 'x', 1, 0, ATTRIBUTE_BOLD)                                     \
	X(COMMS, "comms", 'o', 5, ATTRIBUTE_BOLD, 0)                                               \
	X(STATUS, "status", 's', -1, ATTRIBUTE_DIM, 0)                                             \
	X(IMPACT, "impact", 'I', 1, ATTRIBUTE_BOLD, ATTRIBUTE_BOLD)                                \
	X(DETECTED, "detected", '1', 2, 0, ATTRIBUTE_BOLD)                                         \
	X(ACKNOWLEDGED, "acknowledged", '2', 2, 0, ATTRIBUTE_BOLD)                                 \
	X(DECLARED, "declared", '3', 2, 0, ATTRIBUTE_BOLD)                                         \
	X(MITIGATED, "mitigated", '4', 2, ATTRIBUTE_BOLD, ATTRIBUTE_BOLD)                          \
	X(RESOLVED, "resolved", '5', 2, ATTRIBUTE_BOLD, ATTRIBUTE_BOLD)                            \
	X(SEV1, "SEV1", '!', 1, ATTRIBUTE_BOLD | ATTRIBUTE_REVERSE,                                \
		ATTRIBUTE_BOLD | ATTRIBUTE_REVERSE)                                                \
	X(SEV2, "SEV2", '@', 1, ATTRIBUTE_BOLD, ATTRIBUTE_BOLD)                                    \
	X(SEV3, "SEV3", '#', 3, ATTRIBUTE_BOLD, ATTRIBUTE_BOLD)                                    \
	X(SEV4, "SEV4", '$', -1, 0, 0)                                                             \
	X(SEV5, "SEV5", '%', -1, ATTRIBUTE_DIM, 0)                                                 \
	X(P0, "P0", '6', 1, ATTRIBUTE_BOLD, ATTRIBUTE_BOLD)                                        \
	X(P1, "P1", '7', 3, ATTRIBUTE_BOLD, ATTRIBUTE_BOLD)                                        \
	X(OPEN, "open", '8', 3, 0, 0)                                                              \
	X(DOING, "doing", '9', 6, 0, 0)                                                            \
	X(DONE, "done", '0', 2, 0, 0)                                                              \
	X(DECLINED, "declined", '-', -1, ATTRIBUTE_DIM, 0)

enum style {
#define X(id, name, letter, colour, attributes, mono) STYLE_##id,
	STYLES(X)
#undef X
		STYLE_COUNT,
};

struct style_row {
	const char *name;
	char letter;
	int colour;	     /* -1: the terminal's default foreground */
	unsigned attributes; /* enum attribute, where there is colour */
	unsigned mono;	     /* and where there is none */
};

/* The row of a style; static. */
const struct style_row *style_get(enum style style);

/* The style of that name, case ignored; STYLE_TEXT if there is none. */
enum style style_find(const char *name);

enum { CELL_BYTES = 24 };

/* One column of the screen; bytes after `len` are zero, so that cells compare with memcmp. */
struct cell {
	char text[CELL_BYTES]; /* one user-perceived character, valid UTF-8, no control characters
				*/
	uint8_t len;
	uint8_t width; /* 1; 2: takes the next cell too; 0: is the second half of the one before */
	uint8_t style; /* enum style */
};

struct grid {
	int rows, columns; /* 1 at least */
	struct cell *cells;
	int cursor_row, cursor_column;
	bool cursor_shown;
};

/* A part of a grid; it may reach outside, what lies there is not drawn. */
struct area {
	int row, column, rows, columns;
};

/* A blank grid without cursor; sizes below 1 become 1. The caller ends it with grid_fini. */
void grid_init(struct grid *grid, int rows, int columns);
void grid_fini(struct grid *grid);

/* Change the size (below 1 becomes 1). Nothing of the content is kept; the cursor is hidden. */
void grid_resize(struct grid *grid, int rows, int columns);

/* Blank all cells, hide the cursor. */
void grid_clear(struct grid *grid);

/* The area that covers all of it. */
struct area grid_all(const struct grid *grid);

/* The cell at a place inside the grid; borrowed. */
const struct cell *grid_at(const struct grid *grid, int row, int column);

/*
 * Drawing. `row` and `column` count from the area's corner and may be negative; nothing outside the
 * area or the grid changes. A wide character is drawn whole or not at all; one that is half
 * overwritten becomes blank.
 */

/*
 * Put one line of text, made safe as by text_show: control characters, bidi controls and invalid
 * bytes are drawn visibly and never reach a cell. Gives the columns used, from `column` on, by what
 * was not cut off at the right.
 */
int grid_put(struct grid *grid, struct area area, int row, int column, enum style style,
	const char *text, size_t len);

/* grid_put of a string. */
int grid_puts(struct grid *grid, struct area area, int row, int column, enum style style,
	const char *text);

/* Put a string in `columns` columns: cut with … or followed by blanks, so that all are drawn. */
void grid_put_field(struct grid *grid, struct area area, int row, int column, int columns,
	enum style style, const char *text);

/* What is left of an area below its first rows. */
struct area area_below(struct area area, int rows);

/* Blank the area in a style. */
void grid_fill(struct grid *grid, struct area area, enum style style);

/* Give the area another style and keep its text (the selected row, for example). */
void grid_restyle(struct grid *grid, struct area area, enum style style);

/* A horizontal line through a row of the area. */
void grid_rule(struct grid *grid, struct area area, int row, enum style style);

/* Show the cursor there; outside the area or the grid it is hidden. */
void grid_cursor(struct grid *grid, struct area area, int row, int column);

/* Golden tests: append each row's text without the blanks at its end, and a newline. */
void grid_text(const struct grid *grid, struct buf *out);

/* The same for styles: one letter for each cell (style_row.letter), and a newline for each row. */
void grid_styles(const struct grid *grid, struct buf *out);

/* Replace all that is not ASCII by what stands for it: rules and marks have a table, others are ?.
 */
void grid_ascii(struct grid *grid);

typedef void grid_run(void *data, int row, int column, const struct cell *cells, int count);

/*
 * Call `run` for each stretch of cells in `now` that differs from `before`, from the top left; a
 * wide character is always whole in it. If `before` is NULL or of another size, every row is one
 * stretch.
 */
void grid_diff(const struct grid *before, const struct grid *now, grid_run *run, void *data);

/* Code points for one place of the screen: one that has a width, then combining marks. */
struct glyph {
	uint32_t points[5];
	int count;
};

/*
 * What a terminal is sent for a cell: gives the number of glyphs, which fill the cell's columns one
 * after the other (0 for a second half, 1 or 2 for a wide one). Terminals do not agree about the
 * width of joined emoji, variation selectors, skin tones and flags; sending only what they all
 * agree about keeps the screen in step: of a joined sequence the first emoji, of a flag its two
 * letters.
 */
int cell_glyphs(const struct cell *cell, struct glyph out[2]);

/*
 * The next thing drawn together from `text` (`len` > 0): a user-perceived character, or one control
 * character or invalid byte that is shown as several. Gives its bytes, sets the columns grid_put
 * uses for it (1 at least).
 */
size_t wrap_unit(const char *text, size_t len, int *columns);

/*
 * Word wrap: the bytes of `text` (`len` > 0) to put on the first of several rows of `columns`
 * columns. `*next` is where the row after it starts: a newline, or blanks at a break, stand between
 * and are not drawn. Breaks at blanks and beside wide characters, else within a word, never within
 * a character. Always moves on: 0 < *next <= len.
 */
size_t wrap_next(const char *text, size_t len, int columns, size_t *next);

#endif
