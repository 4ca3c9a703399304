/* Links: which URL a short one means, and the program that opens it. */
#ifndef APP_LINK_H
#define APP_LINK_H

#include "app/app.h"

/* Append the first http or https URL in a text, without the punctuation after it; false if there is none. */
bool link_in_text(const char *text, struct buf *out);

/* Append the URL that a link of an incident stands for: itself, that of the reference with this label, or the
 * tracker's. `*found` is false, and the link appended as it is, if it stands for none. */
bool link_resolve(struct app *app, const char *incident, const char *link, struct buf *out, bool *found,
	struct err *err);

/* Open a URL with the option `opener`, else $BROWSER, in the foreground; else xdg-open on a graphical
 * display, which is not waited for. `*opened` is false if there is no such program. ERR_FAILED if it fails. */
bool link_open(struct app *app, const char *url, bool *opened, struct err *err);

#endif
