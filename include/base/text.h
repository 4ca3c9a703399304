/* UTF-8 text: validity, width on a terminal, what may be shown. Independent of the locale. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/*
 * Decode the code point at `text` (at most `len` bytes, len > 0) into `*cp` and give its length in
 * bytes. Overlong forms, surrogates, values above U+10FFFF and cut sequences give 0.
 */
size_t utf8_decode(const char *text, size_t len, uint32_t *cp);

/* Encode into `out` (4 bytes at most, no NUL) and give the length. */
size_t utf8_encode(uint32_t cp, char out[4]);

/* True if all `len` bytes are valid UTF-8 without NUL. */
bool utf8_valid(const char *text, size_t len);

/*
 * Append `len` bytes as valid UTF-8 without NUL: NUL becomes U+2400, a byte that is not UTF-8 becomes
 * a visible `\xNN`. All other bytes stay exactly as they are. Gives the number of bytes replaced.
 */
size_t utf8_clean(struct buf *out, const char *bytes, size_t len);

/* Terminal columns of one code point: 0 (combining, zero-width), 1 or 2; -1 for control characters. */
int utf8_width(uint32_t cp);

/*
 * Whether a terminal, or the eye, would obey a character instead of showing it: C0, DEL, C1, what changes the direction of
 * what follows (as in "Trojan Source"), line and paragraph separators, which some terminals obey, the byte order mark.
 */
bool text_is_control(uint32_t cp);

/*
 * Length in bytes of the user-perceived character at `text` (len > 0): a code point with what joins it
 * (combining marks, variation selectors, zero-width joiner sequences, regional indicator pairs).
 * `*width` is its terminal columns, 1 at least for a lone mark. Invalid bytes count as one column each.
 */
size_t text_cluster(const char *text, size_t len, int *width);

/* Terminal columns of a text on one line, as text_show would print it. */
size_t text_width(const char *text, size_t len);

/* Length in bytes of the longest start of `text` that fits in `columns`, never splitting a cluster. */
size_t text_fit(const char *text, size_t len, size_t columns);

/*
 * Append `text` made safe for a terminal: control characters (C0, DEL, C1), bidi controls and invalid
 * bytes are shown (`^[`, `<202E>`, `\xNN`) and never sent; a mark with nothing to stand on gets a blank, so that
 * the columns are those of text_width. With `lines`, LF and TAB stay as they are;
 * otherwise LF is shown as `⏎` and TAB as a space.
 */
void text_show(struct buf *out, const char *text, size_t len, bool lines);

/*
 * Append what printf makes, for a line that people read: all of it goes through text_show, so that what %s and %c stand for
 * cannot break the line; only the format's own control characters, its line ends say, stay. Widths are those of the texts before.
 */
void text_print(struct buf *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_vprint(struct buf *out, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

/* text_show of one line, cut or padded with spaces to exactly `columns`; a cut ends in `…`. */
void text_show_column(struct buf *out, const char *text, size_t columns);

/* Copy a string into an array, cut to fit, always NUL-terminated. */
void text_copy(char *out, size_t size, const char *text);

bool text_equal(const char *a, const char *b); /* NULL equals only NULL */
bool text_starts(const char *text, const char *prefix); /* neither may be NULL */
/* Length of the number at the beginning, of at most `most` (9) digits; 0 if there is none, or a longer one. `value`, which may
 * be NULL, gets it; what it has after 0 means nothing. */
size_t text_digits(const char *text, size_t most, int *value);

bool text_empty(const char *text); /* NULL, "" or white space only */

/* Append at most `max` bytes of a text's letters and digits, small, and all that is not ASCII: what is left of words whatever
 * marks, blanks and line ends stand between them. */
void text_letters(const char *text, size_t max, struct buf *out);

/* A text from its first line on that is not blank. */
const char *text_skip_blank_lines(const char *text);

/* How many words a text has: what stands between blanks and ends of lines. */
size_t text_words(const char *text);

/* Whether every one of the words, which blanks divide, is somewhere in the text; case of ASCII letters ignored. */
bool text_has_words(const char *text, size_t len, const char *words);

/* ASCII-insensitive compare of field names, choices and the like. */
bool text_same(const char *a, const char *b);

/* Optimal string alignment distance between two short words, case ignored, transposition 1. */
size_t text_distance(const char *a, const char *b);

/*
 * The one of `count` names nearest to `word`, or NULL when none is near enough to be meant (a third
 * of its letters, at least 1, may differ). Used for "did you mean".
 */
const char *text_nearest(const char *word, const char *const *names, size_t count);

/* The ASCII letter in lower case under a letter of Latin-1 or Latin Extended-A; '\0' for all others. */
char text_plain_letter(uint32_t cp);

/* Lower-case ASCII slug for a file name: letters and digits, single hyphens, at most `max` bytes,
 * "incident" if nothing is left. Latin letters with accents lose them. */
void text_slug(struct buf *out, const char *text, size_t max);

#endif
