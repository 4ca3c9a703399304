/* The data tree that templates are filled with. */
#ifndef APP_DOCUMENT_DATA_H
#define APP_DOCUMENT_DATA_H

#include "app/document.h"

/* Add what one line about an incident may need: title, name, number, date, year, month, slug, severity, … */
void document_facts(struct app *app, const struct material *material, struct node *data);

/* Find out which sections that were imported a template need not show as such: sets `covered` and `placed`. `uses`: the names
 * it makes use of. */
void document_place_sections(struct section_states *sections, const struct words *uses);

/*
 * Everything: the facts, people, metrics, sections, causes, actions by team, timeline by day,
 * references, what was imported if `uses`, the names that the template makes use of, has `layout`, and the chart as
 * `charts` says. Texts that are Markdown are made safe for the place they
 * stand in (a section, a list item), so templates insert them with {{{…}}}; all others go through {{…}}.
 * Free with node_free.
 */
bool document_data(struct app *app, const struct material *material, const struct section_states *sections,
	const struct document_request *request, const struct words *uses, struct node **out, struct err *err);

#endif
