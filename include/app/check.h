/* Running the checks of model/check.h on an incident, waiving them, and what they keep from being published. */
#ifndef APP_CHECK_H
#define APP_CHECK_H

#include "app/command.h"
#include "app/document.h"
#include "model/check.h"

/* What is checked. All zero is the document as it would be published, and every event. */
struct check_request {
	struct document_request document;
	int64_t events; /* only the last so many are looked at one by one; 0: all */
};

/* What checks know of each section; borrows from `sections`, `count` is theirs. The caller frees it. */
struct check_section *check_sections(const struct section_states *sections);

/* Read an incident and run all checks on it, waivers considered. Free with findings_fini, also after a failure. */
bool check_incident(struct app *app, const struct record *incident, const struct check_request *request,
	struct findings *out, struct err *err);

/* The same with sections that were read before. With none, because there is no such template, the checks that ask
 * what the template makes use of take it to make use of everything. */
bool check_with_sections(struct app *app, const struct record *incident, const struct section_states *sections,
	const struct check_request *request, struct findings *out, struct err *err);

/*
 * The gate before publishing: `*errors` gets how many errors there are that nobody waived, and `out` a line for each,
 * such as "error owner, role: nobody owns this postmortem (role set owner PERSON)". Text of any origin is in
 * them: print it with output_text. An open incident is held to the same: what is published is read as finished.
 */
bool check_gate(struct app *app, const struct record *incident, const struct check_request *request, size_t *errors,
	struct buf *out, struct err *err);

/* The check whose id is the first plain word; NULL with ERR_USAGE or ERR_NOT_FOUND, which suggests the nearest. */
const struct check *check_named(const struct call *call, struct err *err);

/* Append a row's sentence or command as it is without a finding: its places are shown as "…". */
void check_row_text(const char *text, struct buf *out);

#endif
