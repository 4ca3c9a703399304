/* import: what changed in a document since it was imported, against what changed here */
#include "app/import_plan.h"

#include <stdlib.h>

#include "app/guard.h"
#include "app/import_pair.h"
#include "app/read.h"
#include "base/text.h"

enum { NOTHING = -1 };

/* ---- fields --------------------------------------------------------------------------------------- */

/* A record in three versions. Base and theirs have only what a document says; ours has an id. */
struct three {
	struct import_plan *plan;
	const struct record *base, *theirs, *ours;
	size_t line;
	struct record *out; /* ours, and the changes set in it */
	bool conflict;
};

static const struct value nothing = { .type = VALUE_NULL };

static const struct value *value_of(const struct record *record, int field)
{
	return record ? &record->values[field] : &nothing;
}

/* A choice that is not said gets its initial value when it is written. */
static bool is_initial(const struct record *ours, int field)
{
	const char *initial = entity_get(ours->kind)->fields[field].initial;
	return initial && ours->values[field].type == VALUE_TEXT && text_equal(ours->values[field].text, initial);
}

static bool is_unchanged_here(const struct three *three, int field)
{
	const struct value *base = value_of(three->base, field);
	return value_equal(base, &three->ours->values[field]) ||
	       (base->type == VALUE_NULL && is_initial(three->ours, field));
}

static void show(const struct three *three, const struct value *value, int field, struct buf *out)
{
	struct record one;
	record_init(&one, three->ours->kind);
	record_set_value(&one, field, value);
	/* when and how exactly belong together */
	if (one.kind == ENTITY_EVENT && field == EVENT_AT)
		record_set_value(&one, EVENT_PRECISION,
			value_of(value == value_of(three->base, field) ? three->base : three->theirs, EVENT_PRECISION));
	record_show(&one, field, app_zone_of(three->plan->app, &three->plan->incident), out);
	record_fini(&one);
}

static void add_conflict(struct three *three, int field)
{
	struct buf before = { 0 }, theirs = { 0 }, ours = { 0 };
	show(three, &three->ours->values[field], field, &ours);
	show(three, value_of(three->base, field), field, &before);
	show(three, value_of(three->theirs, field), field, &theirs);
	struct readback_edit edit = { .kind = READBACK_FIELD, .entity = three->ours->kind, .field = field,
		.which = three->ours->kind == ENTITY_SECTION ? three->ours->values[SECTION_KEY].text
							     : (char *)(uintptr_t)three->ours->id,
		.before = (char *)(uintptr_t)buf_text(&before), .text = (char *)(uintptr_t)buf_text(&theirs), .line = three->line };
	takeback_add_conflict(&three->plan->conflicts, &edit, three->ours, buf_text(&ours));
	three->conflict = true;
	buf_fini(&ours);
	buf_fini(&before);
	buf_fini(&theirs);
}

/* Texts of several lines are put together as git does. */
static bool merge_text(struct three *three, int field, struct err *err)
{
	const struct value *base = value_of(three->base, field), *theirs = value_of(three->theirs, field);
	struct buf both = { 0 };
	struct err problem = { 0 };
	const char *texts[] = { base->text, record_text(three->ours, field), theirs->text };
	for (size_t i = 0; i < LENGTH(texts); i++)
		texts[i] = texts[i] ? texts[i] : "";
	bool ok = guard_merge(texts[0], texts[1], texts[2], &both, &problem);
	if (ok)
		record_set_text(three->out, field, buf_text(&both));
	else if (problem.code == ERR_CONFLICT)
		add_conflict(three, field);
	buf_fini(&both);
	return ok || problem.code == ERR_CONFLICT || err_pass(err, &problem);
}

/* Fields that follow others: the precision of a time, the source of a heading. */
static int leader_of(enum entity_kind kind, int field)
{
	static const struct {
		enum entity_kind kind;
		int field, leader;
	} rows[] = { { ENTITY_EVENT, EVENT_PRECISION, EVENT_AT }, { ENTITY_EVENT, EVENT_OFFSET, EVENT_AT },
		{ ENTITY_SECTION, SECTION_MARKUP, SECTION_HEADING }, { ENTITY_SECTION, SECTION_LEVEL, SECTION_HEADING } };
	for (size_t i = 0; i < LENGTH(rows); i++)
		if (rows[i].kind == kind && rows[i].field == field)
			return rows[i].leader;
	return NOTHING;
}

/* What no person writes is as the newest version has it. */
static bool follows_theirs(enum entity_kind kind, int field)
{
	return kind == ENTITY_SECTION && (field == SECTION_POSITION || field == SECTION_COVERS);
}

/* Where a person put it is nothing to ask about. */
static bool stays_quiet(enum entity_kind kind, int field)
{
	return kind == ENTITY_CAUSE && field == CAUSE_POSITION;
}

static bool group_changed(const struct three *three, int leader)
{
	bool changed = false;
	for (int field = 0; field < (int)entity_get(three->ours->kind)->count; field++)
		changed = changed || ((field == leader || leader_of(three->ours->kind, field) == leader) &&
					     !value_equal(value_of(three->base, field), value_of(three->theirs, field)));
	return changed;
}

static bool group_unchanged_here(const struct three *three, int leader)
{
	bool same = true;
	for (int field = 0; field < (int)entity_get(three->ours->kind)->count; field++)
		if (field == leader || leader_of(three->ours->kind, field) == leader)
			same = same && is_unchanged_here(three, field);
	return same;
}

static void take_group(struct three *three, int leader)
{
	for (int field = 0; field < (int)entity_get(three->ours->kind)->count; field++)
		if ((field == leader || leader_of(three->ours->kind, field) == leader) &&
			!value_equal(value_of(three->theirs, field), &three->ours->values[field]))
			record_set_value(three->out, field, value_of(three->theirs, field));
}

static bool same_here(const struct three *three, int leader)
{
	return value_equal(value_of(three->theirs, leader), &three->ours->values[leader]);
}

static bool merge_group(struct three *three, int leader, struct err *err)
{
	if (!group_changed(three, leader))
		return true;
	if (follows_theirs(three->ours->kind, leader) || group_unchanged_here(three, leader))
		take_group(three, leader);
	else if (same_here(three, leader) || stays_quiet(three->ours->kind, leader))
		return true;
	else if (entity_get(three->ours->kind)->fields[leader].type == FIELD_TEXT)
		return merge_text(three, leader, err);
	else
		add_conflict(three, leader);
	return true;
}

/* Set in three->out what the document changed and nobody here. */
static bool merge_record(struct three *three, struct err *err)
{
	enum entity_kind kind = three->ours->kind;
	const struct entity *entity = entity_get(kind);
	int origin = entity_field(entity, "origin");
	bool ok = true;
	for (int field = 0; ok && field < (int)entity->count; field++)
		if (field != origin && leader_of(kind, field) == NOTHING &&
			!(kind == ENTITY_CAUSE && field == CAUSE_PARENT))
			ok = merge_group(three, field, err);
	return ok;
}

/* ---- sections ------------------------------------------------------------------------------------- */

/* Sections, to be found by their keys. */
struct sections {
	struct records records;
	struct import_named *list;
};

static const struct record *find_key(const struct sections *sections, const char *key)
{
	size_t found = import_named_find(sections->list, sections->records.count, key);
	return found == SIZE_MAX ? NULL : &sections->records.items[found];
}

static void index_sections(struct sections *sections)
{
	sections->list = mem_new(sections->records.count + 1, sizeof *sections->list);
	for (size_t i = 0; i < sections->records.count; i++)
		sections->list[i] = (struct import_named){ record_text(&sections->records.items[i], SECTION_KEY), i };
	import_named_sort(sections->list, sections->records.count);
}

static void read_sections(const struct postmortem *document, struct sections *out)
{
	for (size_t i = 0; document && i < document->sections.count; i++) {
		struct record *section = vec_push(&out->records);
		postmortem_section_record(document, i, section);
	}
	index_sections(out);
}

static void sections_fini(struct sections *sections)
{
	free(sections->list);
	records_fini(&sections->records);
}

/* One that somebody began here, or that the incident had before: only what is not written yet is filled in. */
static bool merge_section(struct import_plan *plan, const struct record *base, const struct record *theirs,
	const struct record *ours, size_t line, struct err *err)
{
	struct import_item *item = import_plan_add(plan, IMPORT_KEEP, ENTITY_SECTION);
	item->line = line;
	record_copy(&item->record, ours);
	item->record.set = 0;
	struct three three = { .plan = plan, .base = base, .theirs = theirs, .ours = ours, .line = line, .out = &item->record };
	bool ok = merge_record(&three, err);
	item = &plan->items.items[plan->items.count - 1];
	item->change = item->record.set ? IMPORT_SET : IMPORT_KEEP;
	if (three.conflict)
		item->note = mem_copy("changed here as well: both versions are kept, theirs as a draft");
	return ok;
}

/* One that is not in the incident: new, or deleted there. */
static void add_section(struct import_plan *plan, const struct record *section, bool known, size_t line)
{
	struct import_item *item = import_plan_add(plan, known ? IMPORT_KEEP : IMPORT_ADD, ENTITY_SECTION);
	record_fini(&item->record);
	record_copy(&item->record, section);
	item->line = line;
	item->skip = known;
	if (known)
		item->note = mem_copy("deleted here, and stays so");
}

static bool merge_sections_there(struct import_plan *plan, const struct sections *base, const struct sections *theirs,
	const struct sections *ours, struct err *err)
{
	bool ok = true;
	for (size_t i = 0; ok && i < theirs->records.count; i++) {
		const struct postmortem_section *where = &plan->document.sections.items[i];
		const struct record *section = &theirs->records.items[i];
		const char *key = record_text(section, SECTION_KEY);
		const struct record *before = find_key(base, key), *here = find_key(ours, key);
		size_t line = blocks_line(&plan->document.blocks, where->markup);
		if (here)
			ok = merge_section(plan, before, section, here, line, err);
		else
			add_section(plan, section, before != NULL, line);
		struct import_item *item = &plan->items.items[plan->items.count - 1];
		item->from = where->markup;
		item->to = where->to;
	}
	return ok;
}

static bool is_edited(const struct record *ours, const struct record *base)
{
	const struct three three = { .base = base, .ours = ours };
	for (int field = 0; field < (int)entity_get(ours->kind)->count; field++)
		if (field != entity_field(entity_get(ours->kind), "origin") && (base->set & 1u << field) &&
			!is_unchanged_here(&three, field))
			return true;
	return false;
}

/* What is no longer in the document goes, unless somebody here made it theirs. */
static void drop(struct import_plan *plan, const struct record *ours, const struct record *base)
{
	bool edited = is_edited(ours, base);
	struct import_item *item = import_plan_add(plan, edited ? IMPORT_KEEP : IMPORT_DELETE, ours->kind);
	record_fini(&item->record);
	record_copy(&item->record, ours);
	item->record.set = 0;
	item->note = mem_copy(edited ? "no longer in the document, but changed here: kept" : "no longer in the document");
}

static bool merge_sections(struct import_plan *plan, const struct postmortem *before, struct err *err)
{
	struct sections base = { 0 }, theirs = { 0 }, ours = { 0 };
	read_sections(before, &base);
	read_sections(&plan->document, &theirs);
	bool ok = read_list(plan->app, ENTITY_SECTION, plan->incident.id, &ours.records, err);
	index_sections(&ours);
	ok = ok && merge_sections_there(plan, &base, &theirs, &ours, err);
	for (size_t i = 0; ok && i < base.records.count; i++) {
		const char *key = record_text(&base.records.items[i], SECTION_KEY);
		const struct record *here = find_key(&ours, key);
		if (here && !find_key(&theirs, key))
			drop(plan, here, &base.records.items[i]);
	}
	sections_fini(&base);
	sections_fini(&theirs);
	sections_fini(&ours);
	return ok;
}

/* ---- what was recognised ---------------------------------------------------------------------------- */

struct kinds {
	struct import_plan *plan;
	struct import_side base, theirs;
	struct records ours;
	struct import_named *list; /* ours by origin */
	size_t known;
	bool *taken;  /* of ours: an item of the document is paired with it, though it was not read from one */
	int origin;   /* the field */
};

static const struct record *find_ours(const struct kinds *kinds, const char *origin)
{
	size_t index = import_named_find(kinds->list, kinds->known, origin);
	return index == SIZE_MAX ? NULL : &kinds->ours.items[index];
}

/* Ours was written here, and the document has it now since it was rendered from the incident: the time is the same, and the
 * text, but for what the layout puts before it (`Ana: …`) or behind it (`… (owner: ana)`). */
static bool is_rendered(const struct record *ours, const struct record *theirs)
{
	enum { MINUTE = 60000 };
	/* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): the list has as many as are counted */
	int headline = entity_get(ours->kind)->headline;
	const char *text = record_text(theirs, headline), *own = record_text(ours, headline);
	size_t len = strlen(text), own_len = strlen(own);
	if (!own_len || own_len > len)
		return false;
	if (ours->kind != ENTITY_EVENT)
		return text_starts(text, own) && strchr(" ", text[own_len]);
	const char *before = record_text(ours, EVENT_AUTHOR);
	size_t label = len - own_len;
	return record_int(ours, EVENT_AT) / MINUTE == record_int(theirs, EVENT_AT) / MINUTE && text_equal(text + label, own) &&
	       (!label || (label == strlen(before) + 2 && text_starts(text, before)));
}

/* What the incident has, not read from a document, that is the same as a new item; NULL if there is nothing. */
static const struct record *find_written(struct kinds *kinds, const struct record *theirs)
{
	for (size_t i = 0; i < kinds->ours.count && kinds->known < kinds->ours.count; i++) {
		const struct record *ours = &kinds->ours.items[i];
		if (kinds->taken[i] || record_has(ours, kinds->origin) || !is_rendered(ours, theirs))
			continue;
		kinds->taken[i] = true;
		return ours;
	}
	return NULL;
}

static void set_place(struct import_item *item, const struct found_item *found)
{
	item->line = found->line;
	item->from = found->from;
	item->to = found->to;
	item->how = found->how;
	item->note = mem_copy(found->note);
}

static void set_note(struct import_item *item, const char *note)
{
	free(item->note);
	item->note = mem_copy(note);
}

static bool merge_item(struct kinds *kinds, size_t position, struct err *err)
{
	struct import_plan *plan = kinds->plan;
	const struct found_item *found = import_side_item(&kinds->theirs, position);
	const char *origin = import_side_origin(&kinds->theirs, position);
	size_t pair = kinds->theirs.pair[position];
	const struct found_item *before = pair == SIZE_MAX ? NULL : import_side_item(&kinds->base, pair);
	const struct record *ours = find_ours(kinds, before ? import_side_origin(&kinds->base, pair) : origin);
	if (!ours && !before)
		ours = find_written(kinds, &found->record);
	struct import_item *item = import_plan_add(plan, ours || before ? IMPORT_KEEP : IMPORT_ADD, found->record.kind);
	set_place(item, found);
	record_fini(&item->record);
	record_copy(&item->record, ours ? ours : &found->record);
	item->parent = found->parent; /* made a place in the plan later */
	if (!ours && before) {
		item->skip = true;
		set_note(item, "deleted here, and stays so");
		return true;
	}
	if (!ours) {
		record_set_text(&item->record, kinds->origin, origin);
		return true;
	}
	item->record.set = 0;
	struct three three = { .plan = plan, .base = before ? &before->record : &found->record, .theirs = &found->record,
		.ours = ours, .line = found->line, .out = &item->record };
	bool ok = merge_record(&three, err);
	if (!text_equal(record_text(ours, kinds->origin), origin))
		record_set_text(&item->record, kinds->origin, origin);
	item->change = item->record.set ? IMPORT_SET : IMPORT_KEEP;
	if (three.conflict)
		set_note(item, "changed here as well: both versions are kept, theirs as a draft");
	return ok;
}

/* Items of the incident that only differ in where they come from are the same to people. */
static void find_gone(struct kinds *kinds)
{
	for (size_t i = 0; i < kinds->base.count; i++) {
		const struct record *ours = kinds->base.pair[i] == SIZE_MAX ? find_ours(kinds, import_side_origin(&kinds->base, i)) : NULL;
		if (ours)
			drop(kinds->plan, ours, &import_side_item(&kinds->base, i)->record);
	}
}

static void index_ours(struct kinds *kinds)
{
	kinds->list = mem_new(kinds->ours.count + 1, sizeof *kinds->list);
	for (size_t i = 0; i < kinds->ours.count; i++)
		if (record_has(&kinds->ours.items[i], kinds->origin))
			kinds->list[kinds->known++] = (struct import_named){ record_text(&kinds->ours.items[i], kinds->origin), i };
	import_named_sort(kinds->list, kinds->known);
}

static bool merge_kind(struct import_plan *plan, enum entity_kind kind, const struct postmortem *before, char **base_origins,
	char **their_origins, struct err *err)
{
	struct kinds kinds = { .plan = plan, .origin = entity_field(entity_get(kind), "origin") };
	bool ok = read_list(plan->app, kind, plan->incident.id, &kinds.ours, err);
	index_ours(&kinds);
	kinds.taken = mem_new(kinds.ours.count + 1, sizeof *kinds.taken);
	import_side_init(&kinds.base, before, base_origins, kind);
	import_side_init(&kinds.theirs, &plan->document, their_origins, kind);
	import_pair(&kinds.base, &kinds.theirs);
	size_t first = plan->items.count;
	size_t *place = mem_new(plan->document.found.items.count + 1, sizeof *place);
	for (size_t i = 0; ok && i < kinds.theirs.count; i++) {
		place[kinds.theirs.items[i]] = first + i + 1;
		ok = merge_item(&kinds, i, err);
	}
	for (size_t i = first; ok && i < plan->items.count; i++)
		if (plan->items.items[i].parent)
			plan->items.items[i].parent = place[plan->items.items[i].parent - 1];
	if (ok)
		find_gone(&kinds);
	free(place);
	import_side_fini(&kinds.base);
	import_side_fini(&kinds.theirs);
	free(kinds.list);
	free(kinds.taken);
	records_fini(&kinds.ours);
	return ok;
}

/* ---- all ------------------------------------------------------------------------------------------ */

/* A version that says nothing of when it began agrees with what is here: the time of its import is no one's word. */
static void agree_on_start(struct record *version, const struct record *ours)
{
	if (!record_has(version, INCIDENT_STARTED) && record_has(ours, INCIDENT_STARTED))
		record_set_int(version, INCIDENT_STARTED, record_int(ours, INCIDENT_STARTED));
}

/* The form it is shown in, once chosen, is no matter of the document. */
static bool merge_incident(struct import_plan *plan, const struct postmortem *before, struct err *err)
{
	struct record base, theirs, ours;
	import_plan_incident(&plan->document, plan, false, &theirs);
	if (before)
		import_plan_incident(before, plan, false, &base);
	else
		record_init(&base, ENTITY_INCIDENT);
	record_copy(&ours, &plan->incident);
	agree_on_start(&theirs, &ours);
	if (before)
		agree_on_start(&base, &ours);
	struct three three = { .plan = plan, .base = &base, .theirs = &theirs, .ours = &ours, .line = 1, .out = &plan->incident };
	/* without an earlier version what the incident says of itself stands */
	bool ok = !before || merge_record(&three, err);
	record_fini(&base);
	record_fini(&theirs);
	record_fini(&ours);
	return ok;
}

bool import_plan_merge(struct import_plan *plan, struct postmortem *base, struct err *err)
{
	static const enum entity_kind kinds[] = { ENTITY_ROLE, ENTITY_EVENT, ENTITY_ACTION, ENTITY_CAUSE, ENTITY_REFERENCE };
	struct records attached = { 0 };
	char **base_origins = base ? import_origins(base) : NULL, **their_origins = import_origins(&plan->document);
	bool ok = merge_incident(plan, base, err);
	if (base) /* of a large document they are half of what it takes */
		blocks_fini(&base->blocks);
	ok = ok && merge_sections(plan, base, err);
	for (size_t i = 0; ok && i < LENGTH(kinds); i++)
		ok = merge_kind(plan, kinds[i], base, base_origins, their_origins, err);
	ok = ok && read_list(plan->app, ENTITY_ATTACHMENT, plan->incident.id, &attached, err);
	if (ok)
		import_plan_files(plan, &attached);
	records_fini(&attached);
	if (base)
		import_origins_free(base_origins, base->found.items.count);
	import_origins_free(their_origins, plan->document.found.items.count);
	return ok;
}
