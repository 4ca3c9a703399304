/* Links: which URL a short one means, and the program that opens it. */
#ifndef APP_LINK_H
#define APP_LINK_H

#include "app/app.h"

/* True if a program may be given it: http, https or mailto, one printable word. */
bool link_is_url(const char *text);

/* Append the first http or https URL in a text, without the punctuation after it; false if there is none. */
bool link_in_text(const char *text, struct buf *out);

/*
 * Fill a tracker's pattern in with a short link: {{number}} and {{repo}} of `org/repo#12` or `#12`, {{key}} of
 * `OPS-12`. False, and nothing appended, unless the pattern names all that the link has and nothing that it
 * has not.
 */
bool link_from_tracker(const char *pattern, const char *link, struct buf *out);

/* Append the URL that a link of an incident stands for: itself, that of the reference with this label, or the
 * tracker's. `*found` is false, and the link appended as it is, if it stands for none. */
bool link_resolve(struct app *app, const char *incident, const char *link, struct buf *out, bool *found,
	struct err *err);

/* Open a URL with the option `opener`, else $BROWSER, in the foreground; else xdg-open on a graphical
 * display, which is not waited for. `*opened` is false if there is no such program. ERR_FAILED if it fails. */
bool link_open(struct app *app, const char *url, bool *opened, struct err *err);

#endif
