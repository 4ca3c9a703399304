/* Where a command's results go: standard output, or a message area or pager of the UI. */
#ifndef APP_OUTPUT_H
#define APP_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct output {
	/* Takes bytes that are safe for a terminal. */
	void (*write)(void *context, const char *bytes, size_t len);
	/* A remark beside the result: standard error, the message line. NULL: dropped. */
	void (*note)(void *context, const char *text);
	/* How far something long is, in one line, a few times a second. True: stop, and keep what is done, as Ctrl-C
	 * does in a shell. NULL: nobody watches. */
	bool (*progress)(void *context, const char *line);
	void *context;
	bool color;    /* SGR sequences may be used */
	bool terminal; /* a person is looking at it */
	size_t width;  /* columns, 0: no limit */
	size_t height; /* rows of the terminal; 0: it is none, or does not say */
	const char *prefix; /* what a command line begins with here; NULL: "inquest " */
};

/* What a command line begins with where the output is read, for advice such as "`%sundo` brings it back". */
const char *output_prefix(const struct output *out);

/* The same for a text that advises `inquest undo`: rewritten in place for a prefix that is no longer. */
void output_advice(char *text, const char *prefix);

/* Text from anywhere: control bytes are made visible, lines and tabs kept. */
void output_text(struct output *out, const char *text);
/* Format as text_print does: what arguments hold is safe, and on one line. */
void output_format(struct output *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Bytes as they are: documents, JSON, attachments. To a terminal they are made safe. */
void output_raw(struct output *out, const char *bytes, size_t len);
/* A line of JSON; the buffer is empty then. */
void output_json(struct output *out, struct buf *json);
void output_note(struct output *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same for a text of several lines, made by text_print. */
void output_note_lines(struct output *out, const char *text);

/* Aligned columns, two spaces apart; on a terminal the last is cut to the width, or wrapped. */
struct table {
	struct {
		char **items;
		size_t count, cap;
	} cells;
	size_t columns;
	bool wrap; /* set after table_init: the last column goes on below itself */
};
void table_init(struct table *table, size_t columns);
void table_cell(struct table *table, const char *text);
void table_cell_format(struct table *table, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* Print and free. */
void table_print(struct table *table, struct output *out);

#endif
