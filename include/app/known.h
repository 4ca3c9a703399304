/* What was written before, for completion: people, teams, tags, services. */
#ifndef APP_KNOWN_H
#define APP_KNOWN_H

#include "app/app.h"
#include "base/words.h"

enum known {
	KNOWN_PERSON,  /* names, without an e-mail address */
	KNOWN_CONTACT, /* as KNOWN_PERSON, but "Ana Ruiz <ana@example.com>" as it was written */
	KNOWN_TEAM,
	KNOWN_TAG,
	KNOWN_SERVICE,
	KNOWN_NONE,
};

enum { KNOWN_MAX = 200 };

/*
 * What was used before, each once, case of ASCII letters ignored: first that of the incident (an id; NULL
 * or "" for none), then of all others, the latest first; at most KNOWN_MAX. Looks at a bounded number of
 * rows however large the database is, so what was used long ago may be missing. KNOWN_NONE gives nothing.
 * The caller frees the words, also after an error.
 */
bool known_read(struct app *app, const char *incident, enum known what, struct words *out, struct err *err);

/* What completes a field; KNOWN_NONE if nothing does. */
enum known known_of_field(enum entity_kind kind, int field);

#endif
