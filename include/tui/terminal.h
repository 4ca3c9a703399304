/* The terminal: events in (see tui/input.h), grids out. One at a time can be open. */
#ifndef TUI_TERMINAL_H
#define TUI_TERMINAL_H

#include <stdbool.h>

#include "base/err.h"
#include "tui/grid.h"
#include "tui/input.h"

struct terminal;

enum terminal_theme {
	THEME_COLOUR,
	THEME_CONTRAST, /* nothing dim, all colours bold */
	THEME_MONO,	/* no colours: bold, reverse and underline only (NO_COLOR) */
};

struct terminal_options {
	enum terminal_theme theme;
	bool ascii; /* as if the locale were not UTF-8 */
	bool mouse; /* report presses: TERMINAL_MOUSE */
};

/*
 * Take over the terminal on standard input and output: raw mode, alternate screen, bracketed paste.
 * ERR_USAGE, with what to do, if they are not a terminal or TERM is unset, dumb or unknown. Sets
 * the program's LC_CTYPE locale; one that is not UTF-8 means ASCII, unless the environment names a
 * UTF-8 locale that is not installed. While it is open a BUG() restores the terminal first.
 */
bool terminal_open(struct terminal **out, const struct terminal_options *options, struct err *err);

/* Other options from now on; the next flush sends what they change. */
void terminal_configure(struct terminal *terminal, const struct terminal_options *options);

/* Restore the terminal, if it is still there, and the signals. NULL does nothing. */
void terminal_close(struct terminal *terminal);

/* As it is now, in cells. */
void terminal_size(const struct terminal *terminal, int *rows, int *columns);

/* Set the window's title where the terminal has one; the former comes back at the end. Control
 * characters are made visible, as everywhere. */
void terminal_title(struct terminal *terminal, const char *title);

/* Show the grid: only what changed since the last one is sent. The grid should have the terminal's
 * size; what does not fit is not shown. */
void terminal_flush(struct terminal *terminal, const struct grid *grid);

/* The next flush sends everything, for a screen that something else has written to. */
void terminal_redraw(struct terminal *terminal);

/*
 * Give the terminal back, as it was before, to run a program in it; take it again. Ctrl-C and
 * Ctrl-Z meant for that program do not end this one, but Ctrl-Z stops both. After terminal_enter
 * the next event is TERMINAL_RESIZE; the screen comes back with the flush that follows.
 */
void terminal_leave(struct terminal *terminal);
void terminal_enter(struct terminal *terminal);

/*
 * Give the terminal back, write a text to the normal screen, and take it again when Enter was
 * pressed or the terminal is gone. Control characters are made visible; lines are kept.
 */
void terminal_print(struct terminal *terminal, const char *text, size_t len);

/* Send a sequence that draws nothing; false if this terminal is not known to understand any. */
bool terminal_pass(struct terminal *terminal, const char *sequence);

/* Stop the process group, as Ctrl-Z does; returns when it goes on. TERMINAL_RESIZE follows. */
void terminal_suspend(struct terminal *terminal);

/* Wait for an event, `timeout_ms` at most, -1 for ever. Sleeps until something comes; only the
 * start of a key sequence wakes it again, once, to tell Esc from Alt. Call it with 0 before
 * painting: while it gives events, painting can wait. */
void terminal_wait(struct terminal *terminal, int timeout_ms, struct terminal_event *out);

/* What to poll beside other descriptors; gives their number. Call terminal_wait with a timeout of 0
 * first, as events may be there already, and again when one is readable. */
int terminal_fds(const struct terminal *terminal, struct pollfd out[2]);

/* Milliseconds until a key that is begun (a lone ESC) is decided, -1 if there is none: to be polled
 * no longer than that before terminal_wait is called again. */
int terminal_pending(const struct terminal *terminal);

#endif
