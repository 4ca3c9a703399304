/* Pictures inside the page. */
#include <string.h>

#include "base/mem.h"
#include "doc/html.h"

static const struct {
	const char *media, *magic;
	size_t at, len; /* of the magic bytes */
} pictures[] = {
	{ "image/png", "\x89PNG\r\n\x1a\n", 0, 8 },
	{ "image/jpeg", "\xff\xd8\xff", 0, 3 },
	{ "image/gif", "GIF8", 0, 4 },
	{ "image/webp", "WEBP", 8, 4 },
};

static void put_base64(struct buf *out, const unsigned char *bytes, size_t len)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	for (size_t i = 0; i < len; i += 3) {
		size_t left = len - i;
		unsigned group = (unsigned)bytes[i] << 16 | (left > 1 ? (unsigned)bytes[i + 1] << 8 : 0) |
				 (left > 2 ? bytes[i + 2] : 0);
		buf_putc(out, digits[group >> 18]);
		buf_putc(out, digits[group >> 12 & 63]);
		buf_putc(out, left > 1 ? digits[group >> 6 & 63] : '=');
		buf_putc(out, left > 2 ? digits[group & 63] : '=');
	}
}

bool html_data_uri(struct buf *out, const void *bytes, size_t len)
{
	for (size_t i = 0; i < LENGTH(pictures); i++)
		if (len >= pictures[i].at + pictures[i].len &&
			memcmp((const char *)bytes + pictures[i].at, pictures[i].magic, pictures[i].len) == 0) {
			buf_printf(out, "data:%s;base64,", pictures[i].media);
			put_base64(out, bytes, len);
			return true;
		}
	return false;
}
