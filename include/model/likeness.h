/*
 * Comparing what people wrote, word by word: for checks that ask whether two texts are about the same.
 * Words are lower-cased, lose their usual English endings, and those that say little ("the", "was") are left
 * out.
 */
#ifndef MODEL_LIKENESS_H
#define MODEL_LIKENESS_H

#include <stddef.h>

enum { LIKENESS_SAME = 65 }; /* from here on two texts say the same */

/* How many words that say something two texts share, each counted once. */
size_t likeness_shared(const char *a, const char *b);

/* How many different words that say something a text has. */
size_t likeness_telling(const char *text);

/* Shared words in per cent of all words of two texts, 0 to 100; 0 if one of them has none. */
int likeness_of(const char *a, const char *b);

#endif
