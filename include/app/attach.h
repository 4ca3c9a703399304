/* What attached files are. */
#ifndef APP_ATTACH_H
#define APP_ATTACH_H

#include "base/buf.h"

/* The media type of a file, by what its name ends in, else by whether its bytes are text. Constant. */
const char *attach_media(const char *name, const struct buf *bytes);

#endif
