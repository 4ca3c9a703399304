/* Keys: what they are, and how they are written in `bind` lines. */
#ifndef TUI_KEY_H
#define TUI_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

/* Keys without a character; above all code points. */
enum key_code {
	KEY_ENTER = 0x110000,
	KEY_TAB,
	KEY_ESCAPE,
	KEY_BACKSPACE,
	KEY_UP,
	KEY_DOWN,
	KEY_LEFT,
	KEY_RIGHT,
	KEY_HOME,
	KEY_END,
	KEY_PAGE_UP,
	KEY_PAGE_DOWN,
	KEY_INSERT,
	KEY_DELETE,
	KEY_F1, /* KEY_F1 + 1 is F2, and so on up to F12 */
	KEY_F12 = KEY_F1 + 11,
};

enum key_modifier { KEY_CTRL = 1, KEY_ALT = 2, KEY_SHIFT = 4 };

/*
 * One key press in its only form: Shift is not set with a character (it is another character), and
 * Ctrl letters are lower case. What a terminal cannot tell apart is one key: Ctrl-I is Tab, Ctrl-M
 * Enter, Ctrl-H Backspace, Ctrl-[ Esc.
 */
struct key {
	uint32_t code;	    /* a code point, or enum key_code */
	unsigned modifiers; /* enum key_modifier */
};

/* The one form of a key that can come in several: a control character, Shift with a letter, … */
struct key key_make(uint32_t code, unsigned modifiers);

/* Whether two keys, both made by key_make, are the same. */
bool key_equal(const struct key *a, const struct key *b);

/* True for a key that types its code point: no Ctrl or Alt, not a special key. */
bool key_is_text(const struct key *key);

/*
 * Read a name: a character, or Enter Tab Esc Backspace Space Up Down Left Right Home End PageUp
 * PageDown Insert Delete F1…F12, after any of Ctrl- Alt- Shift-; case matters only for characters
 * without Ctrl. ERR_USAGE names the text, and a key that may have been meant.
 */
bool key_parse(struct key *key, const char *name, struct err *err);

/* Append the name that key_parse reads back as the same key. */
void key_format(const struct key *key, struct buf *out);

#endif
