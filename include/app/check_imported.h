/* What an imported document still says in its text, although it was changed in the fields it was read into. */
#ifndef APP_CHECK_IMPORTED_H
#define APP_CHECK_IMPORTED_H

#include "app/document.h"
#include "base/mem.h"
#include "model/check.h"

struct check_differences {
	struct check_difference *items;
	size_t count, cap;
};

/* Append them: of what was changed since the import, and stands in a section as it was then. `sections` are the incident's.
 * End `out` with check_differences_fini, also on failure. */
bool check_differences_read(struct app *app, const struct record *incident, const struct section_states *sections,
	struct check_differences *out, struct err *err);
void check_differences_fini(struct check_differences *differences);

#endif
