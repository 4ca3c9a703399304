/*
 * Words that mean something, in any of the languages read: headings, column heads, states, priorities. Texts are folded
 * and then held against tables. Pure; linear in the text for a given table.
 */
#ifndef INTAKE_TERMS_H
#define INTAKE_TERMS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

enum { TERM_NONE = -1, TERM_TEXT_MAX = 160 }; /* bytes of a text that are folded: a heading, not a story */

/*
 * What words mean: alternatives with | between them, folded as terms_fold does but for the blanks around them. Within a
 * text they are found at the ends of words; those with letters that are written without blanks (日本語) anywhere.
 * `^` before an alternative: at the beginning only; `=`: nothing else is in the text; `$` after it: at the end only.
 */
struct term {
	int value; /* 0 or more */
	const char *words;
};

/*
 * Replace `out` by the first TERM_TEXT_MAX bytes of a text as words in lower case with one blank between them and at both
 * ends: " a b "; only the blank if there are none. Latin letters lose their accents, letters of other scripts stay, all
 * else (marks, emoji) is a blank.
 */
void terms_fold(struct buf *out, const char *text, size_t len);

/* The value of the first row that a folded text has; TERM_NONE if it has none. */
int terms_find(const struct term *terms, size_t count, const char *folded);

/* The value of the first row of which an alternative, without ^ = $, is all of the folded text; false if there is none. */
bool terms_whole(const struct term *terms, size_t count, const char *folded, int *value);

/* Fold and find. */
int terms_read(const struct term *terms, size_t count, const char *text, size_t len);

#endif
