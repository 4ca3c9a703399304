/* The clipboard of the machine that a person sits at, through whatever lies between. */
#ifndef TUI_CLIPBOARD_H
#define TUI_CLIPBOARD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "tui/terminal.h"

/* Bytes of text that terminals take in one OSC 52: 100,000 once they are in base64. */
enum { CLIPBOARD_MAX = 74994 };

/* Append the sequence OSC 52 that sets the clipboard; with `screen`, in the pieces that screen(1)
 * hands on to the terminal it runs in. */
void clipboard_sequence(const char *text, size_t len, bool screen, struct buf *out);

/*
 * Put text there: in tmux into its newest buffer, and by tmux into the terminal's clipboard;
 * otherwise by OSC 52. `*how` says which, for people; whether a terminal obeys nobody can tell.
 * ERR_USAGE if the text is too long or the terminal is known to have no clipboard.
 */
bool clipboard_put(
	struct terminal *terminal, const char *text, size_t len, const char **how, struct err *err);

#endif
