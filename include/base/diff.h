/* What became of a text, word by word, so that one need not compare two long ones by eye. */
#ifndef BASE_DIFF_H
#define BASE_DIFF_H

#include <stddef.h>

#include "base/buf.h"

/*
 * Append `after` with what was removed from `before` as [-removed-] and what was added as
 * {+added+}: what stands outside of these is in both. Of more than `context` unchanged words beside
 * a change the rest is left out with …; SIZE_MAX keeps all. Texts with very many different words in
 * the middle are shown as one change.
 */
void diff_words(const char *before, const char *after, size_t context, struct buf *out);

#endif
