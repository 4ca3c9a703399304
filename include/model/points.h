/* The points that a Markdown text makes: its list items, paragraphs and sentences, and the numbers in it. */
#ifndef MODEL_POINTS_H
#define MODEL_POINTS_H

#include <stdbool.h>

#include "base/buf.h"

/* A number stands in the text: digits, or a word such as "two", "half", "every" or "none". Digits that belong
 * to a name (v2, #12), an address, a version, a date or a clock time do not count. */
bool points_number(const char *text);

/* Replace `out` by the next sentence of a text and move on behind it; false at the end. */
bool points_sentence(const char **text, struct buf *out);

/* Replace `out` by the next point of a Markdown text, a top list item or else a paragraph, as one line without its
 * mark, and move on behind it; false at the end. Headings and code fences are passed over. */
bool points_next(const char **text, struct buf *out);

#endif
