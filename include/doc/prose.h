/* What people say in a Markdown text in their own words, for those who judge wording. */
#ifndef DOC_PROSE_H
#define DOC_PROSE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

/* What stands in prose at the end of each block (paragraph, item, heading, cell), and in place of what was
 * left out within one: U+2029 and U+FFFC. */
#define PROSE_BREAK "\xe2\x80\xa9"
#define PROSE_OBJECT "\xef\xbf\xbc"

/*
 * Append the words of `len` bytes of Markdown. Left out are code, block quotes, quotations in marks ("…", “…”,
 * „…“, «…», »…«) that are closed in their block, images, addresses that are their own link's text, HTML comments
 * and tags; what only looks like a tag, such as <name>, stays. Line breaks are put so that every block
 * begins in the line in which it does in `text`; notes come last, and those that nothing refers to are not shown and so
 * not here. ERR_USAGE if the text is out of bounds, see doc/markdown.h.
 */
bool markdown_prose(struct buf *out, const char *text, size_t len, struct err *err);

#endif
