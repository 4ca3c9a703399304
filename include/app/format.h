/* The formats that a postmortem is written in. */
#ifndef APP_FORMAT_H
#define APP_FORMAT_H

#include "app/document.h"
#include "app/material.h"

enum { FORMAT_ENDINGS = 2 };

struct format {
	const char *name;		     /* as people write it: "html" */
	const char *help;		     /* what it is for, for listings */
	const char *media;		     /* its media type */
	const char *endings[FORMAT_ENDINGS]; /* of files in it, without the dot; NULL: no second one */
	/* Append the document in this format, made of what its readers may see. */
	bool (*write)(struct app *app, const struct material *material, const struct document_request *request,
		struct buf *out, struct err *err);
};

/* All of them; Markdown is the first. */
extern const struct format formats[];
extern const size_t format_count;

/*
 * The format named so; with `name` NULL, the one that a file's ending tells, or Markdown if that is another or
 * `file` is NULL. ERR_USAGE lists the formats; also for an ending that stands for another kind of document. Borrowed.
 */
const struct format *format_find(const char *name, const char *file, struct err *err);

/* Append an incident's document in a format. */
bool format_render(struct app *app, const struct format *format, const struct record *incident,
	const struct document_request *request, struct buf *out, struct err *err);

/* The incident whole as JSON, in format_json.c. */
bool format_json(struct app *app, const struct material *material, const struct document_request *request,
	struct buf *out, struct err *err);

#endif
