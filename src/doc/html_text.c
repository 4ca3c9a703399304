#include "doc/html_parts.h"

#include <string.h>

static const char *const entities[128] = { ['&'] = "&amp;",
	['<'] = "&lt;",
	['>'] = "&gt;",
	['"'] = "&quot;",
	['\''] = "&#39;" };

static bool is_control(unsigned char c)
{
	return (c < ' ' && !strchr("\t\n", c)) || c == 0x7f;
}

void html_text(struct buf *out, const char *text)
{
	size_t plain = 0;
	for (;; plain++) {
		unsigned char c = (unsigned char)text[plain];
		bool c1 = c == 0xc2 && (unsigned char)text[plain + 1] < 0xa0 && text[plain + 1];
		if (c && !c1 && !is_control(c) && (c >= 0x80 || !entities[c]))
			continue;
		buf_put(out, text, plain);
		text += plain;
		plain = (size_t)-1;
		if (!c)
			return;
		if (c1)
			buf_puts(out, "\xef\xbf\xbd");
		else if (c == 0x7f)
			buf_puts(out, "\xe2\x90\xa1");
		else if (is_control(c) && c != '\r')
			buf_printf(out, "\xe2\x90%c", 0x80 + c);
		else if (c != '\r')
			buf_puts(out, entities[c]);
		text += c1 ? 2 : 1;
	}
}
