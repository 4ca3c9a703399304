/* printf for texts that people read: what it is told of files, people and programs cannot break the line it is in. */
#include "base/text.h"

#include <stdarg.h>

static size_t until_control(const char *text)
{
	size_t len = 0;
	while (text[len] && (unsigned char)text[len] >= ' ')
		len++;
	return len;
}

/* As printf does, but with `mark` for each control character of the format. */
static void __attribute__((format(printf, 2, 0))) print_marked(
	struct buf *out, const char *format, char mark, va_list list)
{
	struct buf marked = { 0 };
	va_list args;
	buf_puts(&marked, format);
	for (size_t at = until_control(format); format[at]; at += 1 + until_control(format + at + 1))
		marked.data[at] = mark;
	va_copy(args, list);
#pragma GCC diagnostic push
/* its conversions are those of a format that the compiler has looked at */
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	buf_vprintf(out, buf_text(&marked), args);
#pragma GCC diagnostic pop
	va_end(args);
	buf_fini(&marked);
}

/* Printed with two marks, the texts differ where the format has a control character, and nowhere else. */
void text_vprint(struct buf *out, const char *format, va_list args)
{
	struct buf one = { 0 }, two = { 0 };
	size_t shown = 0;
	print_marked(&one, format, '\1', args);
	print_marked(&two, format, '\2', args);
	for (size_t at = 0; at < one.len; at++)
		if (one.data[at] != two.data[at]) {
			text_show(out, one.data + shown, at - shown, false);
			format += until_control(format);
			buf_putc(out, *format++);
			shown = at + 1;
		}
	text_show(out, buf_text(&one) + shown, one.len - shown, false);
	buf_fini(&one);
	buf_fini(&two);
}

void text_print(struct buf *out, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	text_vprint(out, format, args);
	va_end(args);
}
