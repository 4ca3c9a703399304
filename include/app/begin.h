/*
 * An incident begun in one line, as one says it:
 *
 *   SEV1 Checkout fails #payments @14:03
 *
 * SEV1 to SEV5 sets the severity, #word a tag, @time when it began (@14:03, @-10m, @yesterday
 * 23:10). What is none of these is the title; \ before a word keeps it as it is. Pure.
 */
#ifndef APP_BEGIN_H
#define APP_BEGIN_H

#include "base/buf.h"
#include "base/err.h"
#include "base/when.h"
#include "base/words.h"

struct beginning {
	struct buf title;
	char severity[8]; /* "" unless said */
	struct buf tags;  /* with commas between */
	bool timed;
	struct when when; /* if `timed` */
};

/* Take the line apart. ERR_USAGE: a word that is meant as a time and is none, two severities or
 * times; `out` then holds the rest. The caller ends it with beginning_fini either way. */
bool beginning_read(
	const char *line, const struct when_context *ctx, struct beginning *out, struct err *err);

/* The words of the command `new`. ERR_USAGE if there is no title. The caller frees them. */
bool beginning_words(const struct beginning *beginning, struct words *out, struct err *err);

/* Append what was understood: "SEV1 · began 2026-03-01 14:03 UTC · tags payments · Checkout fails".
 */
void beginning_echo(const struct beginning *beginning, const char *zone, struct buf *out);

/* Free what it holds. */
void beginning_fini(struct beginning *beginning);

#endif
