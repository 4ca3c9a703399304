#include "app/fields.h"

#include <inttypes.h>
#include <stdlib.h>

#include "app/edit.h"
#include "base/json.h"
#include "base/text.h"

enum { PLACE_WHICH_MAX = 40 };

static const char place_start[] = "form ", which_member[] = "which", from_member[] = "from", was_start[] = "was ";

void fields_fini(struct fields *fields)
{
	for (size_t i = 0; i < fields->count; i++) {
		free(fields->items[i].text);
		free(fields->items[i].was);
	}
	free(fields->items);
	free(fields->which);
	free(fields->from);
	*fields = (struct fields){ 0 };
}

void fields_set(struct fields *fields, int field, const char *text)
{
	for (size_t i = 0; i < fields->count; i++)
		if (fields->items[i].field == field) {
			free(fields->items[i].text);
			fields->items[i].text = mem_copy(text);
			return;
		}
	struct typed *typed = vec_push(fields);
	*typed = (struct typed){ .field = field, .text = mem_copy(text) };
}

void fields_set_was(struct fields *fields, int field, const char *was)
{
	for (size_t i = 0; i < fields->count; i++)
		if (fields->items[i].field == field) {
			free(fields->items[i].was);
			fields->items[i].was = mem_copy(was);
		}
}

const char *fields_was(const struct fields *fields, int field)
{
	for (size_t i = 0; i < fields->count; i++)
		if (fields->items[i].field == field)
			return fields->items[i].was;
	return NULL;
}

void fields_show(struct app *app, const struct record *record, int field, const char *zone, struct buf *out)
{
	const struct field *row = &entity_get(record->kind)->fields[field];
	struct record other;
	if (record->kind == ENTITY_EVENT && field == EVENT_AT) {
		if (record_has(record, field))
			edit_show_time(record, zone, true, out);
	} else if (row->type != FIELD_PARENT) {
		record_show(record, field, zone, out);
	} else if (record_has(record, field) &&
		   store_get(app->store, row->target, record_text(record, field), &other, NULL)) {
		buf_printf(out, "%lld", (long long)other.number);
		record_fini(&other);
	}
}

/* ---- the command -------------------------------------------------------------------------------- */

/* `plain` fields are plain words of the command that makes a new one, in this order; -1 ends them. */
static const struct {
	const char *change, *add;
	signed char plain[3];
} verbs[ENTITY_COUNT] = {
	[ENTITY_INCIDENT] = { "set", "new", { -1 } },
	[ENTITY_EVENT] = { "event edit", "log", { -1 } },
	[ENTITY_ACTION] = { "action edit", "action add", { -1 } },
	[ENTITY_CAUSE] = { "cause edit", "cause add", { -1 } },
	[ENTITY_SECTION] = { "section set", "section add", { SECTION_HEADING, -1 } },
	[ENTITY_ROLE] = { "role edit", "role add", { ROLE_NAME, ROLE_PERSON, -1 } },
	[ENTITY_REFERENCE] = { "ref edit", "ref add", { -1 } },
	[ENTITY_ATTACHMENT] = { "attach edit", NULL, { -1 } },
};

static const char *text_of(const struct fields *fields, int field)
{
	for (size_t i = 0; i < fields->count; i++)
		if (fields->items[i].field == field)
			return fields->items[i].text;
	return NULL;
}

static bool is_plain(const signed char *plain, int field)
{
	for (; *plain >= 0; plain++)
		if (*plain == field)
			return true;
	return false;
}

static void add_verb(struct words *out, const char *verb)
{
	struct words words;
	words_split(&words, verb, NULL);
	for (size_t i = 0; i < words.count; i++)
		words_add(out, words.items[i]);
	words_fini(&words);
}

static void add_flags(const struct fields *fields, const signed char *plain, struct words *out)
{
	const struct entity *entity = entity_get(fields->kind);
	for (size_t i = 0; i < fields->count; i++) {
		struct buf flag = { 0 };
		if (is_plain(plain, fields->items[i].field))
			continue;
		buf_printf(&flag, "--%s=%s", entity->fields[fields->items[i].field].name, fields->items[i].text);
		words_add(out, buf_text(&flag));
		buf_fini(&flag);
	}
}

bool fields_words(const struct fields *fields, struct words *out, struct err *err)
{
	static const signed char none[] = { -1 };
	const struct entity *entity = entity_get(fields->kind);
	bool fresh = !*fields->which;
	const char *verb = fresh ? verbs[fields->kind].add : verbs[fields->kind].change;
	const signed char *plain = fresh ? verbs[fields->kind].plain : none;
	*out = (struct words){ 0 };
	if (!verb)
		return err_set(err, ERR_USAGE, "there is no form for a new %s", entity->name);
	if (!fields->count)
		return err_set(err, ERR_USAGE, "nothing was changed");
	add_verb(out, verb);
	/* the incident is told by where one is, not by a word */
	if (!fresh && fields->kind != ENTITY_INCIDENT)
		words_add(out, fields->which);
	add_flags(fields, plain, out);
	if (*plain >= 0)
		words_add(out, "--");
	for (; *plain >= 0; plain++) {
		const char *text = text_of(fields, *plain);
		if (text_empty(text))
			return err_set(err, ERR_USAGE, "%s is needed: %s", entity->fields[*plain].name,
				entity->fields[*plain].help);
		words_add(out, text);
	}
	return true;
}

/* ---- drafts -------------------------------------------------------------------------------------- */

bool fields_is_place(const char *place)
{
	return text_starts(place, place_start);
}

void fields_place(const struct fields *fields, struct buf *out)
{
	buf_printf(out, "%s%s", place_start, entity_get(fields->kind)->name);
	if (strlen(fields->which) <= PLACE_WHICH_MAX) {
		buf_printf(out, "%s%s", *fields->which ? " " : "", fields->which);
		return;
	}
	/* many numbers, and long keys, have no room in the name of a place */
	uint64_t hash = 14695981039346656037u; /* FNV-1a */
	for (const char *c = fields->which; *c; c++)
		hash = (hash ^ (unsigned char)*c) * 1099511628211u;
	buf_printf(out, " ~%016" PRIx64, hash);
}

void fields_json(const struct fields *fields, struct buf *out)
{
	const struct entity *entity = entity_get(fields->kind);
	struct json json = { .out = out };
	json_open(&json, NULL, '{');
	json_text(&json, which_member, fields->which);
	if (fields->from)
		json_text(&json, from_member, fields->from);
	for (size_t i = 0; i < fields->count; i++) {
		const char *name = entity->fields[fields->items[i].field].name;
		struct buf was = { 0 };
		json_text(&json, name, fields->items[i].text);
		buf_printf(&was, "%s%s", was_start, name);
		if (fields->items[i].was)
			json_text(&json, buf_text(&was), fields->items[i].was);
		buf_fini(&was);
	}
	json_close(&json, '}');
}

bool fields_read(struct app *app, const char *place, const char *json, struct fields *out, struct err *err)
{
	char name[32];
	struct rows rows;
	const char *kind = fields_is_place(place) ? place + strlen(place_start) : "";
	text_copy(name, strcspn(kind, " ") + 1 < sizeof name ? strcspn(kind, " ") + 1 : sizeof name, kind);
	*out = (struct fields){ .kind = entity_find(name) };
	if (out->kind == ENTITY_COUNT)
		return err_set(err, ERR_USAGE, "'%s' is not a form that this version knows", place);
	out->which = mem_copy("");
	rows_open(&rows, app->store, QUERY_CHANGE_FIELDS, PARAMS(PARAM_TEXT("fields", json)));
	while (rows_next(&rows)) {
		const char *key = rows_text(&rows, "key");
		int field = entity_field(entity_get(out->kind), key);
		if (text_equal(key, which_member)) {
			free(out->which);
			out->which = mem_copy(rows_text(&rows, "value"));
		} else if (text_equal(key, from_member)) {
			free(out->from);
			out->from = mem_copy(rows_text(&rows, "value"));
		} else if (field >= 0) {
			fields_set(out, field, rows_text(&rows, "value"));
		} else if (text_starts(key, was_start)) {
			/* it comes after its field */
			field = entity_field(entity_get(out->kind), key + strlen(was_start));
			fields_set_was(out, field, rows_text(&rows, "value"));
		}
	}
	if (rows_close(&rows, NULL))
		return true;
	fields_fini(out);
	return err_set(err, ERR_USAGE, "what is kept for '%s' is not what a form keeps: `drafts list --json` has it",
		place);
}

void fields_describe(const struct fields *fields, struct buf *out)
{
	const struct entity *entity = entity_get(fields->kind);
	buf_printf(out, "%s%s%s%s%s%s:", *fields->which ? "" : "new ", entity->name, *fields->which ? " " : "",
		fields->which, fields->from ? ", edited by " : "", fields->from ? fields->from : "");
	for (size_t i = 0; i < fields->count; i++) {
		struct buf line = { 0 };
		edit_first_line(fields->items[i].text, &line);
		buf_printf(out, "%s %s %s", i ? "," : "", entity->fields[fields->items[i].field].name,
			line.len ? buf_text(&line) : "(empty)");
		buf_fini(&line);
	}
}
