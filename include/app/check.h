/* Running the checks of model/check.h on an incident. */
#ifndef APP_CHECK_H
#define APP_CHECK_H

#include "app/document.h"
#include "model/check.h"

/* What checks know of each section; borrows from `sections`, `count` is theirs. The caller frees it. */
struct check_section *check_sections(const struct section_states *sections);

/* Read an incident and run all checks on it. Free with findings_fini, also after a failure. */
bool check_incident(struct app *app, const struct record *incident, struct findings *out, struct err *err);

#endif
