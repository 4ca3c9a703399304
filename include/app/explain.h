/* Telling what a document leaves out. */
#ifndef APP_EXPLAIN_H
#define APP_EXPLAIN_H

#include "app/command.h"
#include "app/document.h"

/* The flags --template and --audience of a call, where its row has them. Borrowed from the call. */
struct document_request call_document(const struct call *call);

/* Print what is withheld from the readers of a document, and the texts in it that speak of something that is. */
bool explain_withheld(struct call *call, const struct record *incident, const struct document_request *request,
	struct err *err);

#endif
