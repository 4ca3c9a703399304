#include "base/buf.h"

#include <stdlib.h>

#include "base/bug.h"
#include "base/mem.h"

char *buf_reserve(struct buf *buf, size_t more)
{
	size_t need = buf->len + more + 1;
	if (need < more)
		BUG("buffer size overflow");
	if (need > buf->cap) {
		size_t cap = buf->cap ? buf->cap : 64;
		while (cap < need)
			cap *= 2;
		buf->data = mem_resize(buf->data, cap, 1);
		buf->cap = cap;
	}
	return buf->data + buf->len;
}

void buf_put(struct buf *buf, const void *data, size_t len)
{
	char *room = buf_reserve(buf, len);
	if (len)
		memcpy(room, data, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
}

void buf_puts(struct buf *buf, const char *text)
{
	buf_put(buf, text, strlen(text));
}

void buf_putc(struct buf *buf, char c)
{
	buf_put(buf, &c, 1);
}

void buf_fill(struct buf *buf, char c, size_t count)
{
	buf_reserve(buf, count);
	memset(buf->data + buf->len, c, count);
	buf->len += count;
	buf->data[buf->len] = '\0';
}

void buf_printf(struct buf *buf, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	buf_vprintf(buf, format, args);
	va_end(args);
}

void buf_vprintf(struct buf *buf, const char *format, va_list args)
{
	enum { SHORT = 40 }; /* most are, and need not be formatted twice */
	va_list again;
	va_copy(again, args);
	buf_reserve(buf, SHORT);
	size_t room = buf->cap - buf->len;
	int len = vsnprintf(buf->data + buf->len, room, format, args);
	if (len < 0)
		BUG("bad format %s", format);
	if ((size_t)len >= room) {
		buf_reserve(buf, (size_t)len);
		vsnprintf(buf->data + buf->len, (size_t)len + 1, format, again);
	}
	va_end(again);
	buf->len += (size_t)len;
}

const char *buf_text(const struct buf *buf)
{
	return buf->data ? buf->data : "";
}

void buf_truncate(struct buf *buf, size_t len)
{
	if (len < buf->len) {
		buf->len = len;
		buf->data[len] = '\0';
	}
}

void buf_splice(struct buf *buf, size_t at, size_t old_len, const void *data, size_t len)
{
	if (at > buf->len || old_len > buf->len - at)
		BUG("splice outside the buffer");
	buf_reserve(buf, len);
	memmove(buf->data + at + len, buf->data + at + old_len, buf->len - at - old_len);
	if (len)
		memcpy(buf->data + at, data, len);
	buf->len = buf->len - old_len + len;
	buf->data[buf->len] = '\0';
}

void buf_trim_end(struct buf *buf)
{
	size_t len = buf->len;
	while (len && buf->data[len - 1] && strchr(" \t\r\n", buf->data[len - 1]))
		len--;
	buf_truncate(buf, len);
}

char *buf_steal(struct buf *buf)
{
	char *data = buf->data ? buf->data : mem_new(1, 1);
	*buf = (struct buf){ 0 };
	return data;
}

void buf_fini(struct buf *buf)
{
	free(buf->data);
	*buf = (struct buf){ 0 };
}
