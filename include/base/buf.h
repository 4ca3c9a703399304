/* A growable byte string. All zero is an empty one; text in it is NUL-terminated at all times. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct buf {
	char *data; /* NULL while empty: read it with buf_text */
	size_t len; /* bytes, without the final NUL */
	size_t cap;
};

/* Append bytes, a text, one byte, `count` times the same, and what printf makes. Out of memory ends the program. */
void buf_put(struct buf *buf, const void *data, size_t len);
void buf_puts(struct buf *buf, const char *text);
void buf_putc(struct buf *buf, char c);
void buf_fill(struct buf *buf, char c, size_t count);
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *buf, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));

/* Room for `more` bytes after the end, and for the NUL after them; whoever puts bytes there counts them in `len`. */
char *buf_reserve(struct buf *buf, size_t more);

/* The bytes, NUL-terminated, never NULL; borrowed until the next change. */
const char *buf_text(const struct buf *buf);

/* Keep the first `len` bytes. */
void buf_truncate(struct buf *buf, size_t len);

/* Replace `old_len` bytes at `at` by `len` bytes of `data`. */
void buf_splice(struct buf *buf, size_t at, size_t old_len, const void *data, size_t len);

/* Drop white space (space, tab, CR, LF) at the end. */
void buf_trim_end(struct buf *buf);

/* Give the bytes away as a heap string (never NULL); the buffer is empty afterwards. */
char *buf_steal(struct buf *buf);

/* Free what it holds. */
void buf_fini(struct buf *buf);

#endif
