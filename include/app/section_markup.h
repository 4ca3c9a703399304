/*
 * Editing sections that were imported: their text and the source of their heading stand in a document byte for byte, and
 * what is edited shall stand there as the rest does. Pure.
 */
#ifndef APP_SECTION_MARKUP_H
#define APP_SECTION_MARKUP_H

#include "base/buf.h"
#include "model/record.h"

/* Whether it is one: what it stands under is in its `markup`, or nothing. */
bool section_is_imported(const struct record *section);

/* Where in the source of a heading its first line begins: behind a byte order mark and blank lines. */
size_t section_markup_begin(const char *markup);

/*
 * Append the text that takes the place of a section's: of one that was imported with the blank lines and the line end around
 * it that were there, and lines that end as those of the document do. Of any other, and of NULL, as it is.
 */
void section_text(const struct record *section, const char *text, struct buf *out);

/* A change that sets heading or level of an imported section gets the source of its heading as well: written as it was, with
 * other words. */
void section_set_markup(const struct record *section, struct record *change);

/* A change gets what the first line of the heading's source became: source, heading, level. False if nothing is left of it
 * that could be a heading. */
bool section_set_markup_line(const struct record *section, const char *line, struct record *change);

#endif
