/* The postmortem as it would be published, to be looked at in a terminal. */
#ifndef APP_PREVIEW_H
#define APP_PREVIEW_H

#include "app/document.h"
#include "doc/preview.h"

enum {
	PREVIEW_EVENTS_MAX = 5000, /* with more, rendering takes longer than one waits for a key */
};

/* The document of an incident, rendered and parsed; free it with document_markdown_free. With more than
 * `events_max` events (0: any number) it is ERR_USAGE, and says how to get it all the same. */
bool document_markdown(struct app *app, const struct record *incident, const struct document_request *request,
	int64_t events_max, struct markdown **out, struct err *err);
void document_markdown_free(struct markdown *markdown);

#endif
