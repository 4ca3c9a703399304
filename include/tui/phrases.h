/* What commands of the UI do with the words a key gives them, as help says it. */
#ifndef TUI_PHRASES_H
#define TUI_PHRASES_H

#include <stdbool.h>

#include "base/buf.h"

/* Append the sentence for a command line such as "mark range"; false if it has none of its own. */
bool phrase_put(const char *line, struct buf *out);

#endif
