/* The key decoder: any bytes, cut anywhere, give the same events; every key has a name that reads
 * back; pasted text is valid UTF-8. */
#include <stdint.h>

#include "base/err.h"
#include "base/text.h"
#include "tui/key_decoder.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void take_events(struct key_decoder *decoder, struct buf *log)
{
	struct key_event event;
	while (key_decoder_next(decoder, &event) != KEY_EVENT_NONE) {
		if (event.type == KEY_EVENT_PASTE) {
			if (!utf8_valid(event.text, event.len) ||
				memchr(event.text, '\r', event.len))
				BUG("pasted text is not clean");
			buf_put(log, event.text, event.len);
		} else if (event.type == KEY_EVENT_MOUSE) {
			if (event.mouse.row < 0 || event.mouse.column < 0)
				BUG("the mouse is outside the screen");
			buf_printf(log, "mouse %d %u %d %d", (int)event.mouse.button,
				event.mouse.modifiers, event.mouse.row, event.mouse.column);
		} else {
			struct key again;
			size_t start = log->len;
			key_format(&event.key, log);
			if (!key_parse(&again, buf_text(log) + start, NULL) ||
				!key_equal(&again, &event.key))
				BUG("key name %s does not read back", buf_text(log) + start);
		}
		buf_putc(log, '\n');
	}
}

static void decode(const uint8_t *data, size_t size, size_t step, struct buf *log)
{
	struct key_decoder decoder = { 0 };
	for (size_t at = 0; at < size; at += step) {
		key_decoder_feed(&decoder, data + at, step < size - at ? step : size - at);
		take_events(&decoder, log);
	}
	key_decoder_end(&decoder);
	take_events(&decoder, log);
	if (key_decoder_wait(&decoder) != -1)
		BUG("something is left after the end");
	key_decoder_fini(&decoder);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf whole = { 0 }, parts = { 0 };
	size_t step = size ? (size_t)data[0] % 7 + 1 : 1;
	decode(data, size, size ? size : 1, &whole);
	decode(data, size, step, &parts);
	if (strcmp(buf_text(&whole), buf_text(&parts)) != 0)
		BUG("cut every %zu bytes the input decodes differently", step);
	buf_fini(&whole);
	buf_fini(&parts);
	return 0;
}
