#include "tui/clipboard.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/process.h"
#include "base/text.h"

enum { SCREEN_PIECE = 240 }; /* older screens take strings of 256 bytes */

static void put_base64(struct buf *out, const char *text, size_t len)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	for (size_t at = 0; at < len; at += 3) {
		size_t left = len - at;
		uint32_t bits = (uint32_t)(unsigned char)text[at] << 16;
		bits |= left > 1 ? (uint32_t)(unsigned char)text[at + 1] << 8 : 0;
		bits |= left > 2 ? (unsigned char)text[at + 2] : 0;
		const char four[] = { digits[bits >> 18], digits[bits >> 12 & 63],
			left > 1 ? digits[bits >> 6 & 63] : '=',
			left > 2 ? digits[bits & 63] : '=' };
		buf_put(out, four, sizeof four);
	}
}

void clipboard_sequence(const char *text, size_t len, bool screen, struct buf *out)
{
	struct buf plain = { 0 };
	buf_puts(&plain, "\x1B]52;c;");
	put_base64(&plain, text, len);
	buf_putc(&plain, '\a');
	for (size_t at = 0; screen && at < plain.len; at += SCREEN_PIECE) {
		size_t left = plain.len - at;
		buf_puts(out, "\x1BP");
		buf_put(out, plain.data + at, left < SCREEN_PIECE ? left : SCREEN_PIECE);
		buf_puts(out, "\x1B\\");
	}
	if (!screen)
		buf_put(out, plain.data, plain.len);
	buf_fini(&plain);
}

/* -w hands it on to the terminal, which tmux before 3.2 cannot. */
static bool put_in_tmux(const char *text, size_t len)
{
	static const char *const calls[][5] = { { "tmux", "load-buffer", "-w", "-", NULL },
		{ "tmux", "load-buffer", "-", NULL } };
	for (size_t i = 0; i < LENGTH(calls); i++) {
		int status;
		if (process_feed(calls[i], text, len, &status, NULL) && status == 0)
			return true;
	}
	return false;
}

bool clipboard_put(
	struct terminal *terminal, const char *text, size_t len, const char **how, struct err *err)
{
	const char *tmux = getenv("TMUX"), *screen = getenv("STY");
	if (tmux && *tmux && put_in_tmux(text, len)) {
		*how = "to tmux's buffer, and to your clipboard if set-clipboard is on";
		return true;
	}
	if (len > CLIPBOARD_MAX)
		return err_set(err, ERR_USAGE,
			"not copied: %zu bytes, and terminals take %d; `print` shows it to be "
			"selected",
			len, CLIPBOARD_MAX);
	struct buf sequence = { 0 };
	clipboard_sequence(text, len, screen && *screen, &sequence);
	bool sent = terminal_pass(terminal, buf_text(&sequence));
	buf_fini(&sequence);
	*how = "to the clipboard, if your terminal allows it (OSC 52)";
	return sent ||
		err_set(err, ERR_USAGE,
			"not copied: this terminal has no clipboard; `print` shows the text to be "
			"selected");
}
