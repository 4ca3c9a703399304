#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/text.h"

static void err_store(struct err *err, enum err_code code, const char *text)
{
	struct buf shown = { 0 };
	text_show(&shown, text, strlen(text), true);
	err->code = code;
	text_copy(err->text, sizeof err->text, buf_text(&shown));
	buf_fini(&shown);
}

bool(err_set)(struct err *err, enum err_code code, const char *format, ...)
{
	if (!err)
		return false;
	struct buf text = { 0 };
	va_list args;
	va_start(args, format);
	buf_vprintf(&text, format, args);
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
	struct buf text = { 0 }, shown = { 0 };
	va_list args;
	va_start(args, format);
	buf_vprintf(&text, format, args);
	va_end(args);
	/* a file's name may hold a line's end, the message is one line */
	text_show(&shown, buf_text(&text), text.len, false);
	buf_printf(&shown, ": %s", strerror(errnum));
	err_store(err, code, buf_text(&shown));
	buf_fini(&text);
	buf_fini(&shown);
	return false;
}

bool(err_wrap)(struct err *err, const char *format, ...)
{
	if (!err)
		return false;
	struct buf text = { 0 };
	va_list args;
	va_start(args, format);
	buf_vprintf(&text, format, args);
	va_end(args);
	buf_printf(&text, ": %s", err->text);
	err_store(err, err->code, buf_text(&text));
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
