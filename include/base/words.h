/* Splitting a line into words as a shell does, for inquestrc, `:` and key bindings. */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

struct words {
	char **items; /* NULL-terminated, like argv */
	size_t count;
};

/*
 * Split one line: blanks separate, '…' and "…" quote, \ escapes (inside "" only \" and \\), # at the
 * start of a word begins a comment, unless a digit follows: #12 is a number. No expansion of any kind. An open quote is ERR_USAGE.
 */
bool words_split(struct words *out, const char *line, struct err *err);

/* Append a copy of one word. */
void words_add(struct words *words, const char *word);

/* Whether one of the words is this. */
bool words_have(const struct words *words, const char *word);

/* Free what it holds. */
void words_fini(struct words *words);

/* Append `count` words as they are, a blank between them. */
void words_join(struct buf *out, char *const *words, size_t count);

/* Append one word, quoted if words_split or a POSIX shell would otherwise take it apart. */
void words_quote(struct buf *out, const char *word);

#endif
