/* A machine's text in an event, whose text is Markdown. Pure. */
#ifndef INTAKE_VERBATIM_H
#define INTAKE_VERBATIM_H

#include <stddef.h>

#include "base/buf.h"

/*
 * Append a text so that it reads as exactly that text: as it is where Markdown gives no character of it a meaning,
 * else as a code span, or a fenced code block if it has several lines. White space around it is left out.
 */
void verbatim_put(struct buf *out, const char *text, size_t len);

/* The same for text that people wrote: where no line of several has such a character, its lines stay prose. */
void verbatim_prose(struct buf *out, const char *text, size_t len);

/* The same, always as code: for commands. */
void verbatim_code(struct buf *out, const char *text, size_t len);

#endif
