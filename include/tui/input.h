/*
 * What comes in while the terminal is ours: keys and pastes from a descriptor, and signals, as one
 * sequence of events. No curses in here.
 *
 * Signals arrive through a pipe that handlers write to, so that they wake input_wait like a key
 * does, and a program that is started finds its own signals as they should be (handlers do not
 * outlive exec, a blocked signal would). Signals that are ignored at the start stay so.
 */
#ifndef TUI_INPUT_H
#define TUI_INPUT_H

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "tui/key_decoder.h"

enum terminal_event_type {
	TERMINAL_TIMEOUT,
	TERMINAL_KEY,	 /* `key` */
	TERMINAL_PASTE,	 /* `text`, `len`, `dropped`: see struct key_event */
	TERMINAL_MOUSE,	 /* `mouse` */
	TERMINAL_RESIZE, /* `rows`, `columns`: draw again; also after suspension, with the same size
			  */
	TERMINAL_SUSPEND, /* SIGTSTP from outside: save drafts, then terminal_suspend */
	/* The terminal is gone, or SIGHUP, SIGTERM, SIGINT or SIGQUIT came: save drafts and end.
	 * What was typed or pasted before is given first; afterwards every call gives this again,
	 * at once. */
	TERMINAL_HANGUP,
};

struct terminal_event {
	enum terminal_event_type type;
	struct key key;
	struct mouse mouse;
	const char *text; /* borrowed until the next wait */
	size_t len, dropped;
	int rows, columns; /* filled in by terminal_wait */
	int signal;	   /* TERMINAL_HANGUP: the signal, 0 if the terminal is gone */
};

enum { INPUT_SIGNALS = 7 };

struct input {
	int fd;
	bool continued; /* SIGCONT came with a TERMINAL_RESIZE: the terminal's modes may have
			   changed */

	/* private */
	struct key_decoder decoder;
	int signals[2]; /* pipe */
	struct sigaction before[INPUT_SIGNALS];
	bool lent, resized, stopped, ended;
	int ended_by;
	int64_t byte_at; /* monotonic milliseconds of the last read */
};

/* Prepare to read from `fd` (not owned), and remember what signals do now. One at a time can be
 * open. */
bool input_open(struct input *input, int fd, struct err *err);

/* Take the signals over; those that came for another program since input_lend are forgotten, and
 * the caller looks at the size itself. */
void input_take(struct input *input);

/* Another program gets the terminal: SIGTSTP stops us as well, SIGINT and SIGQUIT are not for us.
 */
void input_lend(struct input *input);

/* While the terminal is lent: wait until a line is entered, Ctrl-C is pressed or nothing more can
 * come. What is entered is dropped. */
void input_pause(struct input *input);

/* Give the signals back. */
void input_close(struct input *input);

/* Wait for an event, `timeout_ms` at most, -1 for ever: see terminal_wait. TERMINAL_TIMEOUT also if it
 * cannot be waited for: so says the next poll of whoever sleeps until there is something. */
void input_wait(struct input *input, int timeout_ms, struct terminal_event *out);

/* See terminal_fds. */
int input_fds(const struct input *input, struct pollfd out[2]);

/* See terminal_pending. */
int input_pending(const struct input *input);

#endif
