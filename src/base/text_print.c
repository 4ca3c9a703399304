/* printf for texts that people read: what it is told of files, people and programs cannot break the line it is in. */
#include "base/text.h"

#include <stdarg.h>
#include <stdint.h>

#include "base/bug.h"

struct arguments {
	va_list list; /* in a struct, so that functions can take from it in turn */
};

struct spec {
	bool left, zero;
	int width, precision; /* precision -1: none */
	char length;	      /* h, l, L for ll, z or '\0' */
	char conversion;
};

static const char *read_size(const char *at, struct arguments *args, int *out)
{
	if (*at == '*') {
		*out = va_arg(args->list, int);
		return at + 1;
	}
	for (*out = 0; *at >= '0' && *at <= '9'; at++)
		*out = *out * 10 + (*at - '0');
	return at;
}

/* What follows a `%`; the end of it. */
static const char *read_spec(const char *at, struct arguments *args, struct spec *out)
{
	*out = (struct spec){ .precision = -1 };
	for (; *at == '-' || *at == '0'; at++) {
		out->left |= *at == '-';
		out->zero |= *at == '0';
	}
	at = read_size(at, args, &out->width);
	if (out->width < 0) {
		out->left = true;
		out->width = -out->width;
	}
	if (*at == '.')
		at = read_size(at + 1, args, &out->precision);
	for (; *at == 'l' || *at == 'h' || *at == 'z'; at++)
		out->length = out->length == 'l' ? 'L' : *at;
	out->conversion = *at;
	return at + 1;
}

static void put_text(struct buf *out, const struct spec *spec, const char *text, size_t len)
{
	struct buf shown = { 0 };
	text_show(&shown, text, len, false);
	const size_t rest = shown.len < (size_t)spec->width ? (size_t)spec->width - shown.len : 0;
	if (!spec->left)
		buf_fill(out, ' ', rest);
	buf_put(out, buf_text(&shown), shown.len);
	if (spec->left)
		buf_fill(out, ' ', rest);
	buf_fini(&shown);
}

static void put_string(struct buf *out, const struct spec *spec, const char *text)
{
	text = text ? text : "(null)";
	put_text(out, spec, text, spec->precision < 0 ? strlen(text) : strnlen(text, (size_t)spec->precision));
}

static void put_signed(struct buf *out, const struct spec *spec, struct arguments *args)
{
	long long value = spec->length == 'L'	 ? va_arg(args->list, long long)
			  : spec->length == 'l' ? va_arg(args->list, long)
			  : spec->length == 'z' ? va_arg(args->list, ssize_t)
						: va_arg(args->list, int);
	const int width = spec->left ? -spec->width : spec->width;
	if (spec->zero)
		buf_printf(out, "%0*lld", spec->width, value);
	else
		buf_printf(out, "%*lld", width, value);
}

static void put_unsigned(struct buf *out, const struct spec *spec, struct arguments *args)
{
	unsigned long long value = spec->length == 'L'	 ? va_arg(args->list, unsigned long long)
				   : spec->length == 'l' ? va_arg(args->list, unsigned long)
				   : spec->length == 'z' ? va_arg(args->list, size_t)
							 : va_arg(args->list, unsigned int);
	const int width = spec->left && !spec->zero ? -spec->width : spec->width;
	if (spec->conversion == 'u')
		buf_printf(out, spec->zero ? "%0*llu" : "%*llu", width, value);
	else if (spec->conversion == 'x')
		buf_printf(out, spec->zero ? "%0*llx" : "%*llx", width, value);
	else
		buf_printf(out, spec->zero ? "%0*llo" : "%*llo", width, value);
}

static void put_one(struct buf *out, const struct spec *spec, struct arguments *args)
{
	char byte;
	switch (spec->conversion) {
	case 's':
		put_string(out, spec, va_arg(args->list, const char *));
		break;
	case 'c':
		byte = (char)va_arg(args->list, int);
		put_text(out, spec, &byte, 1);
		break;
	case 'd':
		put_signed(out, spec, args);
		break;
	case 'u':
	case 'x':
	case 'o':
		put_unsigned(out, spec, args);
		break;
	case '%':
		buf_putc(out, '%');
		break;
	default:
		BUG("text_print does not know %%%c", spec->conversion);
	}
}

void text_vprint(struct buf *out, const char *format, va_list list)
{
	struct arguments args;
	struct spec spec;
	va_copy(args.list, list);
	for (const char *at = format; *at;) {
		size_t len = strcspn(at, "%");
		buf_put(out, at, len);
		at += len;
		if (!*at)
			break;
		at = read_spec(at + 1, &args, &spec);
		put_one(out, &spec, &args);
	}
	va_end(args.list);
}

void text_print(struct buf *out, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	text_vprint(out, format, args);
	va_end(args);
}
