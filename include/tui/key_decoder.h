/* How keys and pasted text come out of the bytes a terminal sends. No terminal and no clock in
 * here. */
#ifndef TUI_KEY_DECODER_H
#define TUI_KEY_DECODER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "tui/key.h"
#include "tui/mouse.h"

enum { KEY_PASTE_MAX = 8 << 20, KEY_ESCAPE_MS = 25, KEY_SEQUENCE_MS = 500 };

enum key_event_type {
	KEY_EVENT_NONE,	 /* all that was fed is used up, or more is needed */
	KEY_EVENT_KEY,	 /* `key` */
	KEY_EVENT_PASTE, /* `text`: one bracketed paste, whole */
	KEY_EVENT_MOUSE, /* `mouse`: a press, as terminals in mode 1006 report it */
};

struct key_event {
	enum key_event_type type;
	struct key key;
	/* Valid UTF-8 (utf8_clean), lines ended by LF whatever the terminal sent; other control
	 * characters are kept. Borrowed until the next call. */
	const char *text;
	size_t len;
	size_t dropped; /* bytes of the paste beyond KEY_PASTE_MAX, which are lost */
	struct mouse mouse;
};

/*
 * Takes the bytes of xterm, tmux, screen, rxvt, the Linux console and their like apart. All zero is
 * a new one. Bytes that are not UTF-8, and C1 control characters, become U+FFFD. Sequences that
 * mean no key (answers, focus, titles, other kinds of mouse reports) are swallowed whole.
 */
struct key_decoder {
	struct buf input; /* fed and not yet used up, from `at` on */
	size_t at;
	struct buf paste, text; /* raw while it comes in; as handed out */
	size_t dropped;
	bool pasting;
	bool string, endless; /* inside a sequence that is swallowed, and may be of any length */
	bool ended;	      /* nothing follows what is in `input` */
};

/* Add bytes from the terminal. */
void key_decoder_feed(struct key_decoder *decoder, const void *bytes, size_t len);

/* The next event in what was fed; call until it gives KEY_EVENT_NONE (also as `event->type`). */
enum key_event_type key_decoder_next(struct key_decoder *decoder, struct key_event *event);

/*
 * How long, in milliseconds after the last byte, to wait for more before key_decoder_flush: -1 if
 * nothing is begun. A lone ESC may be the key or the start of another; a longer start of a sequence
 * gets more time.
 */
int key_decoder_wait(const struct key_decoder *decoder);

/* Nothing more came: a lone ESC becomes a key, an unfinished sequence is forgotten. Take the events
 * with key_decoder_next before feeding again. An unfinished paste goes on waiting. */
void key_decoder_flush(struct key_decoder *decoder);

/* Nothing more will come (hang-up): as flush, and an unfinished paste becomes a whole one. */
void key_decoder_end(struct key_decoder *decoder);

/* Free what it holds. */
void key_decoder_fini(struct key_decoder *decoder);

#endif
