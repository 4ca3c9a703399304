/*
 * Leaving out what is not for the readers. Every entity of an incident is marked for one audience; a document is rendered for one. What is not
 * for its readers is taken out of the records before anything else sees them, so that nothing made of them (text,
 * metadata, path, index, commit message, attached files) can hold it. Pure: records in, records out.
 */
#ifndef MODEL_WITHHOLD_H
#define MODEL_WITHHOLD_H

#include "model/audience.h"
#include "model/record.h"

/* How an entity is marked; internal if nothing is said, or nothing that is known here. An entity that has no such field
 * is for the company: internal. */
enum audience record_audience(const struct record *record);

/* Something that was left out. */
struct withheld {
	enum entity_kind kind;
	int64_t number; /* of that entity */
	char *key;	/* of a section, or of the section a review's comment is about; otherwise "" */
	int field;	/* the one field that was left out; -1: the entity */
	char *text;	/* a sentence without its full stop: "event 12 is marked team" */
};

struct withheld_list {
	struct withheld *items;
	size_t count, cap;
};

/* Free what it holds. */
void withheld_list_fini(struct withheld_list *list);

/*
 * Leave out what `reader` may not see. `lists` has the records of an incident by entity kind, ENTITY_COUNT of them.
 *
 * - Entities whose mark is narrower than the reader; an attachment counts as its event does if that is narrower.
 * - A section that was imported is for the team if something read from it is, and still stands in its text.
 * - A person's name is marked by their role: it is for the widest audience of a role that names them, internal if there
 *   is none. It is taken out of events, action items, comments. Who is the same: model/person.h.
 * - A link is marked by its reference in the same way, by label or URL. So is an action item's tracking link.
 * - A link to an entity that is left out (parent, event) is taken away.
 * - The public also gets no team of an action item, no source of an event, no reference number, tags and services of the
 *   incident, and neither reviews, waivers nor publications. A public section called WITHHOLD_TITLE_KEY gives the title.
 *
 * `out`, if not NULL, gets what was left out, entities first, then fields; free it with withheld_list_fini.
 */
#define WITHHOLD_TITLE_KEY "public-title"
void withhold(enum audience reader, struct record *incident, struct records *lists, struct withheld_list *out);

/* Tell that links were taken out of a text. */
void withheld_add_links(struct withheld_list *out, const struct record *record, int field);

/* Whether a section of this key was left out. */
bool withheld_section(const struct withheld_list *list, const char *key);

#endif
