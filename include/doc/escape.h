/*
 * Text made safe for the place in a document where it is put. All of these append to `out`, take
 * any bytes, and cannot fail.
 */
#ifndef DOC_ESCAPE_H
#define DOC_ESCAPE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/*
 * Plain text as inline Markdown that reads as exactly that text, with as few backslashes as that
 * takes: in a heading, a paragraph, a list item or the cell of a table, wherever in the line it
 * comes to stand. Every run of white space, line breaks too, becomes one space; none is left at
 * either end. An address that cmark-gfm makes a link of stays as it is.
 */
void escape_markdown(struct buf *out, const char *text);

/* The same for the text of a link, between [ and ]: no address in it becomes a link of its own
 * there. */
void escape_link_text(struct buf *out, const char *text);

/* The text as it is. */
void escape_none(struct buf *out, const char *text);

/*
 * A URL or path as the destination of a Markdown link, between ( and ), also in the cell of a
 * table. What would end the link or the cell is percent-encoded; a valid URL stays as it is.
 */
void escape_url(struct buf *out, const char *url);

/* An id for <a id="…"> and #…: lower-case ASCII letters and digits, everything else single hyphens,
 * none at the ends; "section" if nothing is left. */
void escape_anchor(struct buf *out, const char *text);

/*
 * Markdown text without headings, which would break the outline of the document it comes into: `## Title`
 * becomes bold text in a paragraph of its own, the line under `Title / ====` an empty one. What is in code
 * blocks stays.
 */
void escape_headings(struct buf *out, const char *text);

/*
 * Markdown text of any number of lines as the content of a list item whose content stands `indent`
 * columns in (2 for "- "). All of it stays inside that item. How it is laid out:
 *
 * - one line: as it is;
 * - several lines with Markdown in them (a fence, heading, list, quote or table, a link, bold text
 * or a code span): as they are, indented; what is left open at the end (a fence, an HTML comment)
 * is closed;
 * - several lines in which Markdown would read no character in a special way: a hard line break (\)
 *   at the end of each;
 * - anything else, such as a pasted log: a fenced code block.
 *
 * What would be read as the definition of a link or footnote (`[a]: b`) is shown as it is.
 *
 * A text that begins with a block begins with a line break, so something should stand before it in
 * the item. There is no line break at the end.
 */
void escape_item_block(struct buf *out, const char *text, size_t indent);

#endif
