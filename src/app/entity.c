/* add, list, show: the same for every entity, read out of its field table. */
#include "app/edit.h"
#include "app/handlers.h"
#include "app/read.h"

#include <stdlib.h>

#include "base/text.h"
#include "base/zone.h"
#include "model/person.h"

enum { COLUMNS_MAX = 7, NO_COLUMN = -1 };

/* What a listing shows between the number and the end of the line; the last one is the headline. */
static const signed char columns[ENTITY_COUNT][COLUMNS_MAX] = {
	[ENTITY_INCIDENT] = { INCIDENT_SEVERITY, INCIDENT_STATUS, INCIDENT_TITLE, NO_COLUMN },
	[ENTITY_EVENT] = { EVENT_AT, EVENT_KIND, EVENT_AUTHOR, EVENT_TEXT, NO_COLUMN },
	[ENTITY_ACTION] = { ACTION_STATE, ACTION_PRIORITY, ACTION_TYPE, ACTION_OWNER, ACTION_LINK,
		ACTION_TITLE, NO_COLUMN },
	[ENTITY_CAUSE] = { CAUSE_KIND, CAUSE_PARENT, CAUSE_TEXT, NO_COLUMN },
	[ENTITY_SECTION] = { SECTION_KEY, SECTION_TEXT, NO_COLUMN },
	[ENTITY_ROLE] = { ROLE_NAME, ROLE_PERSON, NO_COLUMN },
	[ENTITY_REFERENCE] = { REFERENCE_LABEL, REFERENCE_TITLE, REFERENCE_URL, NO_COLUMN },
	[ENTITY_ATTACHMENT] = { ATTACHMENT_SIZE, ATTACHMENT_MEDIA, ATTACHMENT_NAME, NO_COLUMN },
	[ENTITY_PUBLICATION] = { PUBLICATION_COMMIT_ID, PUBLICATION_BRANCH, PUBLICATION_PATH, NO_COLUMN },
	[ENTITY_REVIEW] = { REVIEW_AT, REVIEW_KIND, REVIEW_PERSON, REVIEW_SECTION, REVIEW_TEXT, NO_COLUMN },
	[ENTITY_WAIVER] = { WAIVER_RULE, WAIVER_PERSON, WAIVER_REASON, NO_COLUMN },
	[ENTITY_IMPORT] = { IMPORT_AT, IMPORT_FORMAT, IMPORT_COUNT, IMPORT_SOURCE, NO_COLUMN },
};

static void show_cell(const struct records *list, const struct record *record, int field,
	const char *zone, struct buf *out)
{
	enum field_type type = entity_get(record->kind)->fields[field].type;
	struct buf value = { 0 };
	if (record->kind == ENTITY_EVENT && field == EVENT_AT) {
		edit_show_time(record, zone, true, out);
	} else if (type == FIELD_PARENT && record_has(record, field)) {
		for (size_t i = 0; i < list->count; i++)
			if (text_equal(list->items[i].id, record_text(record, field)))
				buf_printf(out, "under %lld", (long long)list->items[i].number);
	} else {
		record_show(record, field, zone, &value);
		edit_first_line(buf_text(&value), out);
	}
	buf_fini(&value);
}

void entity_table(const struct records *records, const char *zone, struct output *out)
{
	struct table table;
	size_t shown = 0;
	if (!records->count)
		return;
	const signed char *fields = columns[records->items[0].kind];
	while (fields[shown] != NO_COLUMN)
		shown++;
	table_init(&table, shown + 1);
	for (size_t i = 0; i < records->count; i++) {
		table_cell_format(&table, "#%lld", (long long)records->items[i].number);
		for (size_t c = 0; c < shown; c++) {
			struct buf cell = { 0 };
			show_cell(records, &records->items[i], fields[c], zone, &cell);
			table_cell(&table, buf_text(&cell));
			buf_fini(&cell);
		}
	}
	table_print(&table, out);
}

enum entity_kind entity_of(const struct call *call)
{
	/* rows without field flags say the entity by the first word of their name */
	static const struct {
		const char *word;
		enum entity_kind kind;
	} words[] = { { "ref", ENTITY_REFERENCE }, { "attach", ENTITY_ATTACHMENT } };
	char word[32];
	if (call->command->entity != COMMAND_NO_ENTITY)
		return (enum entity_kind)call->command->entity;
	text_copy(word, sizeof word, call->command->name);
	word[strcspn(word, " ")] = '\0';
	for (size_t i = 0; i < LENGTH(words); i++)
		if (text_equal(words[i].word, word))
			return words[i].kind;
	return entity_find(word);
}

static void echo(struct call *call, const struct record *incident, struct record *record)
{
	const struct records one = { .items = record, .count = 1 };
	if (call->json)
		edit_print_json(call->out, record);
	else
		entity_table(&one, app_zone_of(call->app, incident), call->out);
}

bool edit_headline(struct call *call, const struct record *incident, struct record *record, size_t from,
	struct err *err)
{
	const struct entity *entity = entity_get(record->kind);
	struct buf text = { 0 };
	bool given = call->count > from;
	if (!given && call->fields[entity->headline])
		return true;
	call_join(call, from, &text);
	bool ok = edit_field(call->app, incident, record, entity->headline, buf_text(&text), err);
	buf_fini(&text);
	return ok;
}

bool cmd_entity_add(struct call *call, struct err *err)
{
	struct app *app = call->app;
	struct record incident, record;
	if (!app_incident(app, &incident, err))
		return false;
	record_init(&record, entity_of(call));
	memcpy(record.incident, incident.id, ID_SIZE);
	bool ok = edit_from_flags(call, &incident, &record, err) &&
		  edit_headline(call, &incident, &record, 0, err);
	if (ok)
		record_set_initial(&record);
	ok = ok && record_check(&record, err) && app_begin(app, err);
	if (ok)
		ok = edit_end(app, store_put(app->store, &record, err), err);
	if (ok)
		echo(call, &incident, &record);
	record_fini(&record);
	record_fini(&incident);
	return ok;
}

/* Field flags of a listing select: choices must be equal, other text must be contained. */
static bool selected(const struct record *record, const struct record *wanted)
{
	const struct entity *entity = entity_get(record->kind);
	for (size_t i = 0; i < entity->count; i++) {
		const struct value *want = &wanted->values[i], *have = &record->values[i];
		if (!(wanted->set & 1u << i))
			continue;
		if (want->type == VALUE_NULL ? have->type != VALUE_NULL
		    : want->type == VALUE_INT ? have->number != want->number
		    : !have->text	      ? true
		    : entity->fields[i].type == FIELD_CHOICE
			    ? !text_equal(want->text, have->text)
			    : !strcasestr(have->text, want->text))
			return false;
	}
	return true;
}

static bool select_records(struct call *call, const struct record *incident, enum entity_kind kind,
	struct records *out, struct err *err)
{
	struct record wanted;
	struct records all = { 0 };
	record_init(&wanted, kind);
	bool ok = edit_from_flags(call, incident, &wanted, err) &&
		  read_list(call->app, kind, incident->id, &all, err);
	for (size_t i = 0; ok && i < all.count; i++)
		if (selected(&all.items[i], &wanted))
			record_copy(vec_push(out), &all.items[i]);
	records_fini(&all);
	record_fini(&wanted);
	return ok;
}

bool cmd_entity_list(struct call *call, struct err *err)
{
	struct record incident;
	struct records list = { 0 };
	enum entity_kind kind = entity_of(call);
	if (!app_incident(call->app, &incident, err))
		return false;
	bool ok = select_records(call, &incident, kind, &list, err);
	if (ok && call->json)
		edit_print_list_json(call->out, &list);
	else if (ok && list.count)
		entity_table(&list, app_zone_of(call->app, &incident), call->out);
	else if (ok)
		output_note(call->out, "no %s", entity_get(kind)->plural);
	records_fini(&list);
	record_fini(&incident);
	return ok;
}

/* Another entity is called by its number. */
static void show_parent(struct app *app, const struct record *record, int field, struct buf *out)
{
	struct record parent;
	if (record_has(record, field) &&
		store_get(app->store, entity_get(record->kind)->fields[field].target, record_text(record, field),
			&parent, NULL)) {
		buf_printf(out, "%lld%s", (long long)parent.number, parent.gone ? " (deleted)" : "");
		record_fini(&parent);
	}
}

static void show_one(
	struct call *call, const struct record *incident, const struct record *record)
{
	const struct entity *entity = entity_get(record->kind);
	struct table table;
	table_init(&table, 2);
	for (size_t i = 0; i < entity->count; i++) {
		struct buf value = { 0 };
		if ((int)i == entity->headline || (entity->fields[i].flags & FIELD_HIDDEN))
			continue;
		if (record->kind == ENTITY_EVENT && i == EVENT_AT)
			edit_show_time(record, app_zone_of(call->app, incident), true, &value);
		else if (entity->fields[i].type == FIELD_PARENT)
			show_parent(call->app, record, (int)i, &value);
		else
			record_show(record, (int)i, app_zone_of(call->app, incident), &value);
		table_cell(&table, entity->fields[i].label);
		table_cell(&table, buf_text(&value));
		buf_fini(&value);
	}
	table_print(&table, call->out);
	output_text(call->out, "\n");
	output_text(call->out, record_text(record, entity->headline));
	output_text(call->out, "\n");
}

bool cmd_entity_show(struct call *call, struct err *err)
{
	struct record incident;
	struct records found = { 0 };
	struct numbers numbers;
	enum entity_kind kind = entity_of(call);
	record_init(&incident, ENTITY_INCIDENT);
	bool ok = call_numbers(call, call->count, &numbers, err) && app_incident(call->app, &incident, err) &&
		  numbers_find(call->app, &numbers, kind, incident.id, &found, err);
	if (ok && call->json && numbers_single(&numbers))
		edit_print_json(call->out, found.items);
	else if (ok && call->json)
		edit_print_list_json(call->out, &found);
	for (size_t i = 0; ok && !call->json && i < found.count; i++) {
		if (!numbers_single(&numbers))
			output_format(call->out, i ? "\n%s %lld\n" : "%s %lld\n", entity_get(kind)->name,
				(long long)found.items[i].number);
		show_one(call, &incident, &found.items[i]);
	}
	numbers_fini(&numbers);
	records_fini(&found);
	record_fini(&incident);
	return ok;
}

/* The spellings people use for the parts that the field's literature names. */
static const char *role_name(const char *word)
{
	static const struct {
		const char *alias, *name;
	} aliases[] = { { "ic", "commander" }, { "incident commander", "commander" },
		{ "communications", "comms" }, { "comms lead", "comms" },
		{ "operations", "ops" }, { "ops lead", "ops" } };
	for (size_t i = 0; i < LENGTH(aliases); i++)
		if (text_same(aliases[i].alias, word))
			return aliases[i].name;
	return word;
}

bool cmd_role_set(struct call *call, struct err *err)
{
	struct app *app = call->app;
	struct record incident, role;
	struct records roles = { 0 };
	const struct record *before = NULL;
	struct buf person = { 0 };
	if (call->count < 2)
		return err_set(err, ERR_USAGE, "%s needs a part and a person: `inquest %s commander 'Ana Ruiz'`",
			call->command->name, call->command->name);
	if (!app_incident(app, &incident, err))
		return false;
	const char *name = role_name(call->words[0]);
	record_init(&role, ENTITY_ROLE);
	memcpy(role.incident, incident.id, ID_SIZE);
	bool ok = read_list(app, ENTITY_ROLE, incident.id, &roles, err);
	for (size_t i = 0; ok && text_equal(call_verb(call), "set") && i < roles.count; i++)
		if (text_same(record_text(&roles.items[i], ROLE_NAME), name)) {
			memcpy(role.id, roles.items[i].id, ID_SIZE);
			role.number = roles.items[i].number;
			before = &roles.items[i];
		}
	call_join(call, 1, &person);
	/* whoever takes over has not agreed to be named in public */
	if (call_flag(call, "audience"))
		ok = ok && edit_field(app, &incident, &role, ROLE_AUDIENCE, call_flag(call, "audience"), err);
	else if (before && !person_same(record_text(before, ROLE_PERSON), buf_text(&person)))
		record_set_null(&role, ROLE_AUDIENCE);
	ok = ok && edit_field(app, &incident, &role, ROLE_NAME, name, err) &&
	     edit_field(app, &incident, &role, ROLE_PERSON, buf_text(&person), err) && app_begin(app, err);
	if (ok)
		ok = edit_end(app, store_put(app->store, &role, err), err);
	if (ok)
		echo(call, &incident, &role);
	buf_fini(&person);
	records_fini(&roles);
	record_fini(&role);
	record_fini(&incident);
	return ok;
}
