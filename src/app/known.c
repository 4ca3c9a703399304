#include "app/known.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"

enum { SOURCES_MAX = 8, NO_SOURCE = -1 };

/* Where to look, in this order; each query gives a bounded number of rows, the latest first. */
static const int sources[KNOWN_NONE][SOURCES_MAX] = {
	[KNOWN_PERSON] = { QUERY_KNOWN_ROLE, QUERY_KNOWN_AUTHOR, QUERY_KNOWN_OWNER, QUERY_KNOWN_RECORDER,
		QUERY_KNOWN_ROLE_ALL, QUERY_KNOWN_OWNER_ALL, NO_SOURCE },
	[KNOWN_CONTACT] = { QUERY_KNOWN_ROLE, QUERY_KNOWN_AUTHOR, QUERY_KNOWN_OWNER, QUERY_KNOWN_RECORDER,
		QUERY_KNOWN_ROLE_ALL, QUERY_KNOWN_OWNER_ALL, NO_SOURCE },
	[KNOWN_TEAM] = { QUERY_KNOWN_TEAM, QUERY_KNOWN_TEAM_ALL, NO_SOURCE },
	[KNOWN_TAG] = { QUERY_KNOWN_TAGS, QUERY_KNOWN_TAGS_ALL, NO_SOURCE },
	[KNOWN_SERVICE] = { QUERY_KNOWN_SERVICES, QUERY_KNOWN_SERVICES_ALL, NO_SOURCE },
};

static void add_once(struct words *out, const char *name)
{
	if (text_empty(name) || out->count >= KNOWN_MAX)
		return;
	for (size_t i = 0; i < out->count; i++)
		if (text_same(out->items[i], name))
			return;
	words_add(out, name);
}

/* "Ana Ruiz <ana@example.com>" is Ana Ruiz; an address alone is what there is. */
static void add_person(struct words *out, const char *text)
{
	struct buf name = { 0 };
	size_t len = strcspn(text, "<");
	while (len && text[len - 1] == ' ')
		len--;
	buf_put(&name, text, len ? len : strlen(text));
	add_once(out, buf_text(&name));
	buf_fini(&name);
}

static void add_tags(struct words *out, const char *tags)
{
	while (*(tags += strspn(tags, ","))) {
		size_t len = strcspn(tags, ",");
		char *tag = mem_copy_n(tags, len);
		add_once(out, tag);
		free(tag);
		tags += len;
	}
}

static void add(struct words *out, enum known what, const char *text)
{
	if (what == KNOWN_PERSON)
		add_person(out, text);
	else if (what == KNOWN_TAG || what == KNOWN_SERVICE)
		add_tags(out, text);
	else
		add_once(out, text);
}

bool known_read(struct app *app, const char *incident, enum known what, struct words *out, struct err *err)
{
	bool ok = true;
	*out = (struct words){ .items = mem_new(1, sizeof *out->items) };
	if (what == KNOWN_NONE)
		return true;
	for (size_t i = 0; ok && sources[what][i] != NO_SOURCE && out->count < KNOWN_MAX; i++) {
		struct rows rows;
		rows_open(&rows, app->store, (enum query)sources[what][i],
			PARAMS(PARAM_TEXT("incident", incident ? incident : "")));
		while (rows_next(&rows))
			add(out, what, rows_text(&rows, "name"));
		ok = rows_close(&rows, err);
	}
	if (ok && (what == KNOWN_PERSON || what == KNOWN_CONTACT))
		add(out, what, app->author);
	return ok;
}

enum known known_of_field(enum entity_kind kind, int field)
{
	static const struct {
		enum entity_kind kind;
		int field;
		enum known known;
	} rows[] = {
		{ ENTITY_INCIDENT, INCIDENT_TAGS, KNOWN_TAG },
		{ ENTITY_INCIDENT, INCIDENT_SERVICES, KNOWN_SERVICE },
		{ ENTITY_EVENT, EVENT_AUTHOR, KNOWN_PERSON },
		{ ENTITY_ACTION, ACTION_OWNER, KNOWN_PERSON },
		{ ENTITY_ACTION, ACTION_TEAM, KNOWN_TEAM },
		{ ENTITY_ROLE, ROLE_PERSON, KNOWN_CONTACT },
	};
	for (size_t i = 0; i < LENGTH(rows); i++)
		if (rows[i].kind == kind && rows[i].field == field)
			return rows[i].known;
	return KNOWN_NONE;
}
