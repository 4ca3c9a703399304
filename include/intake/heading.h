/*
 * What a heading of somebody's postmortem means: the key that templates have for such a section, whatever words and
 * language it is written in. English, German, French, Spanish, Portuguese, Japanese, Chinese.
 */
#ifndef INTAKE_HEADING_H
#define INTAKE_HEADING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

enum { HEADING_KEY_MAX = 40 }; /* bytes of a key made from a heading */

/*
 * The key that `heading`, plain text, means: "timeline", "action-items", "root-causes", …; constant. NULL if no template
 * knows such a section. Numbers and marks before it, what stands in parentheses, and case do not count. A word that
 * means different sections in different templates has several keys: `nth` 0 is the usual one, 1 the next.
 */
const char *heading_key(const char *heading, size_t len, size_t nth);

/* Whether a heading begins with a time or a date: it is that of an event or a day. */
bool heading_is_time(const char *heading, size_t len);

/* Append a key made from the words of a heading: lower-case letters, digits and hyphens; "section" if it has none. */
void heading_slug(const char *heading, size_t len, struct buf *out);

#endif
