/* What a template makes use of. */
#include "app/check.h"

#include <stdlib.h>

#include "app/template.h"
#include "base/text.h"

bool check_template_uses(struct app *app, const struct record *incident, const char *given, struct words *out)
{
	const char *own = record_has(incident, INCIDENT_TEMPLATE) ? record_text(incident, INCIDENT_TEMPLATE) : "sre";
	struct mustache *template = NULL;
	struct template_set set;
	if (!template_parse(app, given ? given : own, given != NULL, &template, NULL))
		return false;
	*out = (struct words){ .items = mem_new(1, sizeof *out->items) };
	template_set_open(app, template, &set);
	template_set_uses(&set, out);
	template_set_fini(&set);
	return true;
}
