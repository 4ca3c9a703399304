/*
 * Errors: a function that can fail returns bool and takes a caller-owned `struct err *` last.
 * Only front ends print them; the code decides the exit status.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bug.h"

enum err_code {
	ERR_NONE,
	ERR_FAILED,    /* the thing asked about is not so: a check failed */
	ERR_NOT_FOUND, /* nothing matches what the user named */
	ERR_USAGE,     /* the words or values of the call are wrong */
	ERR_BUSY,      /* somebody else holds it; the same call may work later */
	ERR_CONFLICT,  /* somebody else changed it; a person has to decide */
	ERR_DENIED,    /* permissions forbid it */
	ERR_IO,        /* disk, file or network failure, damaged data */
};

enum { ERR_TEXT_MAX = 2048 };

struct err {
	enum err_code code;
	char text[ERR_TEXT_MAX]; /* one or more lines of printable UTF-8, no final newline */
};

/*
 * Record an error. Control bytes and line ends that came in with the arguments are made visible, as in text_print; over-long
 * text is cut. `err` may be NULL. Always returns false, so that `return err_set(…)` reads as the failure it is.
 */
bool err_set(struct err *err, enum err_code code, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* err_set with the text of `errnum` (an errno value) appended; EACCES, EPERM and EROFS become
 * ERR_DENIED, ENOENT ERR_NOT_FOUND, all others ERR_IO. */
bool err_errno(struct err *err, int errnum, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Put context before the text recorded so far ("publishing INC-3: " …). Returns false. */
bool err_wrap(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Put more behind it ("…; the input is kept in FILE"). Returns false. */
bool err_add(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* err_set of a text that may have several lines, made by text_print: `intro` and the text. Returns false. */
bool err_lines(struct err *err, enum err_code code, const char *intro, const char *lines);

/* Record what was recorded elsewhere. `err` may be NULL. Returns false. */
bool err_pass(struct err *err, const struct err *from);

#if defined __clang_analyzer__ || defined ANALYSE
/* that they give false is what every caller builds on: tell who cannot see it */
#define err_set(...) ((void)err_set(__VA_ARGS__), false)
#define err_wrap(...) ((void)err_wrap(__VA_ARGS__), false)
#define err_add(...) ((void)err_add(__VA_ARGS__), false)
#define err_lines(...) ((void)err_lines(__VA_ARGS__), false)
#define err_pass(...) ((void)err_pass(__VA_ARGS__), false)
#endif

/* The process exit status that belongs to a code: 0 ok, 1 no match or checks failed, 2 usage, 3 busy
 * or conflict, 4 not permitted, 5 I/O. */
int err_exit_status(enum err_code code);

#endif
