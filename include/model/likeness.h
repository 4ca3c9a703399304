/*
 * Comparing what people wrote, word by word: for checks that ask whether two texts are about the same.
 * Words are lower-cased, lose their usual English endings, and those that say little ("the", "was") are left
 * out.
 */
#ifndef MODEL_LIKENESS_H
#define MODEL_LIKENESS_H

#include <stddef.h>

enum { LIKENESS_SAME = 65 }; /* from here on two texts say the same */

/* The words of a text that say something, each once and sorted. */
struct likeness {
	char **items;
	size_t count, cap;
};

/* Takes hardly more time than the text is long. End with likeness_fini. */
void likeness_read(struct likeness *out, const char *text);
void likeness_fini(struct likeness *words);

/* How many words two texts share. */
size_t likeness_shared(const struct likeness *a, const struct likeness *b);

/* Shared words in per cent of all words of two texts, 0 to 100; 0 if they have none. */
int likeness_of(const struct likeness *a, const struct likeness *b);

#endif
