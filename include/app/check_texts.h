/* Collecting the texts of an incident for the checks of wording. */
#ifndef APP_CHECK_TEXTS_H
#define APP_CHECK_TEXTS_H

#include "app/document.h"
#include "model/check.h"

struct check_texts {
	struct check_text *items;
	size_t count, cap;
	VEC(char *) proses; /* what prose points to where it is not raw itself */
	struct records attachments;
};

/*
 * Give `input`, whose lists and sections are there, the texts of all of them, of the incident and of its
 * attachments. `out` borrows from them and is ended with check_texts_fini after the checks are run, also on
 * failure. A text that Markdown cannot be read in (see doc/markdown.h) is all prose.
 */
bool check_texts_read(struct app *app, const struct section_states *sections, struct check_input *input,
	struct check_texts *out, struct err *err);
/*
 * Run the checks of single texts on those of one event. Of the findings of one check no more are kept in `out` than
 * anybody reads: CHECK_EVENTS_MOST.
 */
enum { CHECK_EVENTS_MOST = 100 };
void check_texts_event(const struct check_input *input, const struct record *event, struct findings *out);

/* Free what it holds. */
void check_texts_fini(struct check_texts *texts);

#endif
