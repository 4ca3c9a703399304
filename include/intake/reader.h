/*
 * Drives a format of log_formats: takes the bytes of a log in pieces of any size and gives its events to a sink. What is
 * held is one line or element and what the format keeps, however long the log is.
 */
#ifndef INTAKE_READER_H
#define INTAKE_READER_H

#include "intake/logs.h"

struct log_reader;

/* Begin a log. `context` and `sink` are borrowed until the end; `store`, in which JSON is read, may be NULL for formats of
 * lines. NULL on an error, of what the user gave: a map. */
struct log_reader *log_reader_new(const struct log_format *format, const struct log_context *context,
	const struct log_sink *sink, struct store *store, struct err *err);

/*
 * Read on. The bytes are changed. A byte order mark is left out, lines end in LF or CR LF. A line longer than
 * LOG_LINE_MAX is cut, marked with " …", and told to the sink as bad. False on the sink's or the reader's own error, and
 * for the rest of the log then.
 */
bool log_reader_push(struct log_reader *reader, char *bytes, size_t len, struct err *err);

/* The log ends here: a line without its end is one too, what was held back is given. */
bool log_reader_end(struct log_reader *reader, struct err *err);

/* Lines that were begun. */
size_t log_reader_lines(const struct log_reader *reader);

void log_reader_free(struct log_reader *reader); /* NULL is fine */

#endif
