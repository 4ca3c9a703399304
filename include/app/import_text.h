/* What kind of bytes a file has, and its text. Pure. */
#ifndef APP_IMPORT_TEXT_H
#define APP_IMPORT_TEXT_H

#include "base/buf.h"
#include "base/err.h"

/*
 * Append the text of a document as UTF-8. UTF-8 stays as it is, byte for byte, byte order mark and line ends too. UTF-16
 * and UTF-32 are converted; of other encodings each byte that is not UTF-8 becomes a visible \xNN. `note` gets, in one
 * sentence, what was done to it, and nothing if the text is the bytes.
 *
 * ERR_USAGE: nothing but white space, an archive, a PDF, a picture, a page of HTML, a database or other bytes that are no
 * text; says what it is and what to do. `name` is the file's, for the error.
 */
bool import_text_read(const char *name, const char *bytes, size_t len, struct buf *text, struct buf *note, struct err *err);

/* Whether what begins so can be a log. ERR_USAGE: an archive, a PDF, UTF-16 and the like; says what it is and what to do. */
bool import_text_is_log(const char *name, const char *bytes, size_t len, struct err *err);

#endif
