/*
 * Moving through text by what people see as characters, words and lines. `text` is valid UTF-8 of
 * `len` bytes; places are byte offsets between characters (text_cluster) unless said otherwise.
 */
#ifndef TUI_WALK_H
#define TUI_WALK_H

#include <stddef.h>

/* The next place after `at`, `len` at the end. */
size_t walk_next(const char *text, size_t len, size_t at);

/* The place before `at`, 0 at the start. */
size_t walk_before(const char *text, size_t len, size_t at);

/* The first place that is not before byte `at`, which may be anywhere in or behind the text. */
size_t walk_border(const char *text, size_t len, size_t at);

/* The end of the word at or after `at`, the start of the one before it. A word is a run of letters,
 * digits, _ and all that is not ASCII. */
size_t walk_word_next(const char *text, size_t len, size_t at);
size_t walk_word_before(const char *text, size_t len, size_t at);

/* The start of the run without spaces, tabs and line feeds before `at`. */
size_t walk_blank_before(const char *text, size_t len, size_t at);

/* Start and end (its line feed) of the line that holds `at`. */
size_t walk_line_start(const char *text, size_t at);
size_t walk_line_end(const char *text, size_t len, size_t at);

#endif
