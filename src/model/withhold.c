#include "model/withhold.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/person.h"

/* The field that marks an entity; 0: it has none. */
static const int mark_fields[ENTITY_COUNT] = {
	[ENTITY_EVENT] = EVENT_AUDIENCE,
	[ENTITY_ACTION] = ACTION_AUDIENCE,
	[ENTITY_CAUSE] = CAUSE_AUDIENCE,
	[ENTITY_SECTION] = SECTION_AUDIENCE,
	[ENTITY_ROLE] = ROLE_AUDIENCE,
	[ENTITY_REFERENCE] = REFERENCE_AUDIENCE,
	[ENTITY_ATTACHMENT] = ATTACHMENT_AUDIENCE,
};

struct place {
	enum entity_kind kind;
	int field;
};

/* Marked by the roles that name the person, by the references that have the link. */
static const struct place persons[] = { { ENTITY_EVENT, EVENT_AUTHOR }, { ENTITY_ACTION, ACTION_OWNER },
	{ ENTITY_REVIEW, REVIEW_PERSON } };
static const struct place links[] = { { ENTITY_EVENT, EVENT_LINK }, { ENTITY_ACTION, ACTION_LINK } };

/* Of no use to the public, and often telling: nothing marks them. */
static const struct place internals[] = { { ENTITY_INCIDENT, INCIDENT_REF }, { ENTITY_INCIDENT, INCIDENT_TAGS },
	{ ENTITY_INCIDENT, INCIDENT_SERVICES }, { ENTITY_ACTION, ACTION_TEAM }, { ENTITY_EVENT, EVENT_SOURCE } };

/* Ids of other entities, which may be left out. */
static const struct place pointers[] = { { ENTITY_ACTION, ACTION_EVENT }, { ENTITY_CAUSE, CAUSE_EVENT },
	{ ENTITY_CAUSE, CAUSE_PARENT }, { ENTITY_ATTACHMENT, ATTACHMENT_EVENT } };

enum audience record_audience(const struct record *record)
{
	int field = mark_fields[record->kind];
	return audience_of(field ? record_text(record, field) : "");
}

/* ---- what was left out -------------------------------------------------------------------------- */

void withheld_list_fini(struct withheld_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		free(list->items[i].key);
		free(list->items[i].text);
	}
	free(list->items);
	*list = (struct withheld_list){ 0 };
}

bool withheld_section(const struct withheld_list *list, const char *key)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].kind == ENTITY_SECTION && list->items[i].field < 0 &&
			text_equal(list->items[i].key, key))
			return true;
	return false;
}

static const char *key_of(const struct record *record)
{
	return record->kind == ENTITY_SECTION  ? record_text(record, SECTION_KEY)
	       : record->kind == ENTITY_REVIEW ? record_text(record, REVIEW_SECTION)
					       : "";
}

/* Takes the text. */
static void add(struct withheld_list *out, const struct record *record, int field, struct buf *text)
{
	struct withheld *item = vec_push(out);
	item->kind = record->kind;
	item->number = record->number;
	item->field = field;
	item->key = mem_copy(key_of(record));
	item->text = buf_steal(text);
}

static void put_subject(struct buf *out, const struct record *record)
{
	const char *name = entity_get(record->kind)->name;
	if (record->kind == ENTITY_SECTION)
		buf_printf(out, "section %s", record_text(record, SECTION_KEY));
	else if (record->kind == ENTITY_INCIDENT)
		buf_puts(out, "the incident");
	else if (record->kind == ENTITY_REVIEW)
		buf_printf(out, "the review's %s %lld", record_text(record, REVIEW_KIND), (long long)record->number);
	else
		buf_printf(out, "%s %lld", name, (long long)record->number);
}

void withheld_add_links(struct withheld_list *out, const struct record *record, int field)
{
	struct buf text = { 0 };
	put_subject(&text, record);
	buf_puts(&text, " links to what is left out, and is shown without the link");
	add(out, record, field, &text);
}

static void clear_field(struct record *record, int field, enum audience mark, struct withheld_list *out)
{
	struct buf text = { 0 };
	const char *name = entity_get(record->kind)->fields[field].name;
	bool told = record->kind != ENTITY_EVENT || field != EVENT_SOURCE; /* no document has it */
	if (!record_has(record, field))
		return;
	record_set_null(record, field);
	if (!out || !told)
		return;
	buf_printf(&text, "the %s of ", name);
	put_subject(&text, record);
	buf_printf(&text, " is for %s readers", audience_name(mark));
	add(out, record, field, &text);
}

/* ---- entities ----------------------------------------------------------------------------------- */

static const struct record *find_by_id(const struct records *list, const char *id)
{
	for (size_t i = 0; *id && i < list->count; i++)
		if (text_equal(list->items[i].id, id))
			return &list->items[i];
	return NULL;
}

/* Whether a thing was read from a document, and the first line of what it is called stands in a section's text. */
static bool stands_in(const struct record *record, const struct buf *letters)
{
	enum { COMPARED_MAX = 400 };
	const struct entity *entity = entity_get(record->kind);
	int origin = entity_field(entity, "origin");
	struct buf own = { 0 };
	if (origin < 0 || !text_starts(record_text(record, origin), ORIGIN_DOCUMENT))
		return false;
	const char *called = record_text(record, entity->headline);
	char *line = mem_copy_n(called, strcspn(called, "\n"));
	text_letters(line, COMPARED_MAX, &own);
	bool found = own.len && letters->len >= own.len && memmem(letters->data, letters->len, own.data, own.len);
	buf_fini(&own);
	free(line);
	return found;
}

/* Things that were read from a document, and then marked for the team. */
struct team_items {
	const struct record **items;
	size_t count, cap;
};

static void find_team_items(const struct records *lists, struct team_items *out)
{
	bool imported = false;
	for (size_t i = 0; i < lists[ENTITY_SECTION].count; i++)
		imported = imported || record_has(&lists[ENTITY_SECTION].items[i], SECTION_POSITION);
	for (int kind = ENTITY_EVENT; kind < ENTITY_COUNT && imported; kind++)
		for (size_t i = 0; i < lists[kind].count; i++)
			if (kind != ENTITY_SECTION && record_audience(&lists[kind].items[i]) == AUDIENCE_TEAM)
				*(const struct record **)vec_push(out) = &lists[kind].items[i];
}

/* The first of them that a section says in its text; NULL: none. */
static const struct record *said_in(const struct record *section, const struct team_items *team)
{
	const struct record *said = NULL;
	struct buf letters = { 0 };
	if (!team->count || !record_has(section, SECTION_POSITION))
		return NULL;
	text_letters(record_text(section, SECTION_TEXT), SIZE_MAX, &letters);
	for (size_t i = 0; i < team->count && !said; i++)
		said = stands_in(team->items[i], &letters) ? team->items[i] : NULL;
	buf_fini(&letters);
	return said;
}

/* The mark that counts, and in `why` whose it is if not the record's own. */
static enum audience mark_of(const struct record *record, const struct records *lists, const struct team_items *team,
	const struct record **why)
{
	enum audience mark = record_audience(record);
	const struct record *other = NULL;
	*why = NULL;
	if (record->kind == ENTITY_ATTACHMENT)
		other = find_by_id(&lists[ENTITY_EVENT], record_text(record, ATTACHMENT_EVENT));
	for (size_t i = 0; record->kind == ENTITY_REVIEW && i < lists[ENTITY_SECTION].count; i++)
		if (text_equal(record_text(&lists[ENTITY_SECTION].items[i], SECTION_KEY),
			    record_text(record, REVIEW_SECTION)))
			other = &lists[ENTITY_SECTION].items[i];
	if (record->kind == ENTITY_SECTION)
		other = said_in(record, team);
	if (other && record_audience(other) < mark) {
		mark = record_audience(other);
		*why = other;
	}
	return mark;
}

static void tell_entity(const struct record *record, enum audience mark, const struct record *why,
	struct withheld_list *out)
{
	struct buf text = { 0 };
	/* documents are not made of these */
	if (record->kind == ENTITY_WAIVER || record->kind == ENTITY_PUBLICATION || record->kind == ENTITY_IMPORT)
		return;
	put_subject(&text, record);
	if (why) {
		buf_puts(&text, record->kind == ENTITY_SECTION ? " says what is in " : " belongs to ");
		put_subject(&text, why);
		buf_puts(&text, ", which");
	}
	buf_printf(&text, mark_fields[(why ? why : record)->kind] ? " is marked %s" : " is for %s readers", audience_name(mark));
	add(out, record, -1, &text);
}

/* `before` has all lists as they came: what decides about an entity may itself be left out. */
static void filter_list(enum audience reader, enum entity_kind kind, struct records *list, const struct records *before,
	const struct team_items *team, bool *keep, struct withheld_list *out)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct record *why;
		enum audience mark = mark_of(&list->items[i], before, team, &why);
		keep[i] = audience_shows(reader, mark);
		if (!keep[i] && out && kind != ENTITY_INCIDENT)
			tell_entity(&list->items[i], mark, why, out);
	}
}

static void sweep(struct records *list, const bool *keep)
{
	size_t kept = 0;
	for (size_t i = 0; i < list->count; i++) {
		if (keep[i])
			list->items[kept++] = list->items[i];
		else
			record_fini(&list->items[i]);
	}
	list->count = kept;
}

/* ---- names and links ---------------------------------------------------------------------------- */

static bool person_matches(const struct record *role, const char *name)
{
	return person_same(record_text(role, ROLE_PERSON), name);
}

static bool link_matches(const struct record *reference, const char *link)
{
	return text_same(record_text(reference, REFERENCE_LABEL), link) ||
	       text_equal(record_text(reference, REFERENCE_URL), link);
}

/* The widest mark among the records that match; internal if none does. */
static enum audience widest(const struct records *list, bool (*matches)(const struct record *record, const char *text),
	const char *text)
{
	enum audience mark = AUDIENCE_INTERNAL;
	bool any = false;
	for (size_t i = 0; i < list->count; i++) {
		enum audience own = record_audience(&list->items[i]);
		if (matches(&list->items[i], text) && (!any || own > mark)) {
			mark = own;
			any = true;
		}
	}
	return mark;
}

static void filter_fields(enum audience reader, const struct place *places, size_t count, struct records *lists,
	const struct records *marks, bool (*matches)(const struct record *record, const char *text),
	struct withheld_list *out)
{
	for (size_t p = 0; p < count; p++) {
		struct records *list = &lists[places[p].kind];
		for (size_t i = 0; i < list->count; i++) {
			const char *text = record_text(&list->items[i], places[p].field);
			enum audience mark = *text ? widest(marks, matches, text) : AUDIENCE_PUBLIC;
			if (!audience_shows(reader, mark))
				clear_field(&list->items[i], places[p].field, mark, out);
		}
	}
}

/* ---- the whole ---------------------------------------------------------------------------------- */

static int compare_ids(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char **sorted_ids(const struct records *list)
{
	const char **ids = mem_new(list->count + 1, sizeof *ids);
	for (size_t i = 0; i < list->count; i++)
		ids[i] = list->items[i].id;
	qsort(ids, list->count, sizeof *ids, compare_ids);
	return ids;
}

static void cut_pointers(struct records *lists)
{
	for (size_t p = 0; p < LENGTH(pointers); p++) {
		struct records *list = &lists[pointers[p].kind];
		int field = pointers[p].field;
		const struct records *targets = &lists[entity_get(pointers[p].kind)->fields[field].target];
		const char **ids = sorted_ids(targets);
		for (size_t i = 0; i < list->count; i++) {
			const char *id = record_text(&list->items[i], field);
			if (record_has(&list->items[i], field) && !bsearch(&id, ids, targets->count, sizeof *ids, compare_ids))
				record_set_null(&list->items[i], field);
		}
		free(ids);
	}
}

static void take_title(struct record *incident, struct records *sections)
{
	bool *keep = mem_new(sections->count + 1, sizeof *keep);
	for (size_t i = 0; i < sections->count; i++) {
		const char *text = record_text(&sections->items[i], SECTION_TEXT);
		keep[i] = !text_equal(record_text(&sections->items[i], SECTION_KEY), WITHHOLD_TITLE_KEY);
		if (keep[i] || text_empty(text))
			continue;
		text += strspn(text, " \t\r\n#");
		char *line = mem_copy_n(text, strcspn(text, "\r\n"));
		record_set_text(incident, INCIDENT_TITLE, line);
		free(line);
	}
	sweep(sections, keep);
	free(keep);
}

static void filter_public(struct record *incident, struct records *lists, struct withheld_list *out)
{
	for (size_t p = 0; p < LENGTH(internals); p++) {
		struct records one = { .items = incident, .count = 1 };
		struct records *list = internals[p].kind == ENTITY_INCIDENT ? &one : &lists[internals[p].kind];
		for (size_t i = 0; i < list->count; i++)
			clear_field(&list->items[i], internals[p].field, AUDIENCE_INTERNAL, out);
	}
	take_title(incident, &lists[ENTITY_SECTION]);
}

void withhold(enum audience reader, struct record *incident, struct records *lists, struct withheld_list *out)
{
	bool *keep[ENTITY_COUNT];
	struct team_items team = { 0 };
	if (reader == AUDIENCE_TEAM)
		return;
	find_team_items(lists, &team);
	for (int kind = 0; kind < ENTITY_COUNT; kind++) {
		keep[kind] = mem_new(lists[kind].count + 1, sizeof *keep[kind]);
		filter_list(reader, (enum entity_kind)kind, &lists[kind], lists, &team, keep[kind], out);
	}
	free(team.items);
	/* roles and references say who may read names and links, so they go last */
	for (int kind = 0; kind < ENTITY_COUNT; kind++)
		if (kind != ENTITY_ROLE && kind != ENTITY_REFERENCE)
			sweep(&lists[kind], keep[kind]);
	filter_fields(reader, persons, LENGTH(persons), lists, &lists[ENTITY_ROLE], person_matches, out);
	filter_fields(reader, links, LENGTH(links), lists, &lists[ENTITY_REFERENCE], link_matches, out);
	sweep(&lists[ENTITY_ROLE], keep[ENTITY_ROLE]);
	sweep(&lists[ENTITY_REFERENCE], keep[ENTITY_REFERENCE]);
	for (int kind = 0; kind < ENTITY_COUNT; kind++)
		free(keep[kind]);
	cut_pointers(lists);
	if (reader == AUDIENCE_PUBLIC)
		filter_public(incident, lists, out);
}
