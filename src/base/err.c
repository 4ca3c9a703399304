#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/text.h"

static void err_store(struct err *err, enum err_code code, const char *text)
{
	err->code = code;
	text_copy(err->text, sizeof err->text, text);
}

bool(err_set)(struct err *err, enum err_code code, const char *format, ...)
{
	if (!err)
		return false;
	struct buf text = { 0 };
	va_list args;
	va_start(args, format);
	text_vprint(&text, format, args);
	va_end(args);
	err_store(err, code, buf_text(&text));
	buf_fini(&text);
	return false;
}

bool err_errno(struct err *err, int errnum, const char *format, ...)
{
	if (!err)
		return false;
	enum err_code code = errnum == EACCES || errnum == EPERM || errnum == EROFS ? ERR_DENIED
			     : errnum == ENOENT					      ? ERR_NOT_FOUND
										      : ERR_IO;
	struct buf text = { 0 };
	va_list args;
	va_start(args, format);
	text_vprint(&text, format, args);
	va_end(args);
	text_print(&text, ": %s", strerror(errnum));
	err_store(err, code, buf_text(&text));
	buf_fini(&text);
	return false;
}

bool(err_wrap)(struct err *err, const char *format, ...)
{
	if (!err)
		return false;
	struct buf text = { 0 };
	va_list args;
	va_start(args, format);
	text_vprint(&text, format, args);
	va_end(args);
	buf_printf(&text, ": %s", err->text);
	err_store(err, err->code, buf_text(&text));
	buf_fini(&text);
	return false;
}

bool(err_add)(struct err *err, const char *format, ...)
{
	if (!err)
		return false;
	struct buf text = { 0 };
	va_list args;
	buf_puts(&text, err->text);
	va_start(args, format);
	text_vprint(&text, format, args);
	va_end(args);
	err_store(err, err->code, buf_text(&text));
	buf_fini(&text);
	return false;
}

bool(err_lines)(struct err *err, enum err_code code, const char *intro, const char *lines)
{
	struct buf text = { 0 };
	if (!err)
		return false;
	text_show(&text, intro, strlen(intro), true);
	text_show(&text, lines, strlen(lines), true);
	err_store(err, code, buf_text(&text));
	buf_fini(&text);
	return false;
}

bool(err_pass)(struct err *err, const struct err *from)
{
	if (err)
		*err = *from;
	return false;
}

int err_exit_status(enum err_code code)
{
	static const int status[] = {
		[ERR_NONE] = 0,
		[ERR_FAILED] = 1,
		[ERR_NOT_FOUND] = 1,
		[ERR_USAGE] = 2,
		[ERR_BUSY] = 3,
		[ERR_CONFLICT] = 3,
		[ERR_DENIED] = 4,
		[ERR_IO] = EXIT_IO,
	};
	return status[code];
}
