/* The postmortem as it would be published, to be looked at in a terminal. */
#ifndef APP_PREVIEW_H
#define APP_PREVIEW_H

#include "app/document.h"
#include "doc/preview.h"

enum {
	PREVIEW_EVENTS_MAX = 100000, /* with more, rendering takes longer than one waits for anything */
};

/* Lines of the rendered document that show something one may go to. */
struct preview_place {
	int first, last;       /* from 1 */
	enum entity_kind kind; /* ENTITY_SECTION or ENTITY_ACTION */
	char *which;	       /* a section's key, an action's id */
};

/* A document to be laid out. All zero is none. */
struct preview_document {
	struct markdown *markdown;
	enum audience audience; /* for whom it is */
	size_t withheld;	/* how much was left out for them, as `preview --explain` lists it */
	struct {
		struct preview_place *items;
		size_t count, cap;
	} places; /* in the order in which they begin, outer ones first */
};

/* The document of an incident, rendered and parsed; ended with preview_document_fini, also on failure. */
bool preview_document_read(struct app *app, const struct record *incident, const struct document_request *request,
	struct preview_document *out, struct err *err);
void preview_document_fini(struct preview_document *document);

/* What stands in a line of the document, the innermost; NULL if nothing one may go to. */
const struct preview_place *preview_document_place(const struct preview_document *document, int line);

#endif
