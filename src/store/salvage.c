#include "store/salvage.h"

#include "base/text.h"
#include "model/ulid.h"

enum {
	ROW_ID,
	ROW_INCIDENT,
	ROW_NUMBER,
	ROW_GONE,
	ROW_FIELDS, /* the first of them */
	DIGEST_LENGTH = 64,
};

/* A clock is 48 bits of ms above 16 of a counter: this one was in 1970. */
#define CLOCK_LEAST (INT64_C(1) << 40)

static bool is_text(const struct cell_value *value)
{
	return value->type == CELL_TEXT && utf8_valid(value->bytes, value->len) &&
	       !memchr(value->bytes, '\0', value->len);
}

static bool is_text_or_null(const struct cell_value *value)
{
	return value->type == CELL_NULL || is_text(value);
}

static bool is_id(const struct cell_value *value)
{
	return value->type == CELL_TEXT && value->len == ID_SIZE - 1 && is_text(value) &&
	       ulid_time(value->bytes) > 0;
}

static bool is_number(const struct cell_value *value, int64_t least, int64_t most)
{
	return value->type == CELL_INT && value->number >= least && value->number <= most;
}

static bool is_digest(const struct cell_value *value)
{
	return value->type == CELL_TEXT && value->len == DIGEST_LENGTH &&
	       strspn(value->bytes, "0123456789abcdef") == DIGEST_LENGTH;
}

static bool is_change(const struct cell *cell)
{
	const struct cell_value *v = cell->values;
	return cell->table && cell->count == CHANGE_VALUES && cell->rowid > 0 && v[CHANGE_SEQ].type == CELL_NULL &&
	       is_number(&v[CHANGE_CLOCK], 1, INT64_MAX) && is_id(&v[CHANGE_REPLICA]) && is_id(&v[CHANGE_BATCH]) &&
	       is_text(&v[CHANGE_AUTHOR]) && v[CHANGE_AT].type == CELL_INT && is_id(&v[CHANGE_INCIDENT]) &&
	       is_id(&v[CHANGE_ENTITY]) && is_text(&v[CHANGE_KIND]) && v[CHANGE_KIND].len &&
	       is_text(&v[CHANGE_FIELDS]) && v[CHANGE_FIELDS].bytes[0] == '{';
}

static bool is_draft(const struct cell *cell)
{
	const struct cell_value *v = cell->values;
	return cell->table && cell->count == DRAFT_VALUES && v[DRAFT_NUMBER].type == CELL_NULL &&
	       is_text(&v[DRAFT_INCIDENT]) && is_text(&v[DRAFT_PLACE]) && is_text_or_null(&v[DRAFT_KIND]) &&
	       (v[DRAFT_AT].type == CELL_NULL || v[DRAFT_AT].type == CELL_INT) && is_text(&v[DRAFT_TEXT]) &&
	       is_text_or_null(&v[DRAFT_AUTHOR]) && v[DRAFT_UPDATED].type == CELL_INT &&
	       is_text_or_null(&v[DRAFT_SESSION]);
}

/* How far the search index has got is not among them: it is made anew. */
static bool is_local(const struct cell *cell)
{
	const struct cell_value *v = cell->values;
	if (cell->table || cell->count != 2 || !is_text(&v[0]) || !is_text(&v[1]))
		return false;
	if (text_equal(v[0].bytes, "replica") || text_equal(v[0].bytes, "current"))
		return is_id(&v[1]);
	return text_starts(v[0].bytes, "publishing:") || text_equal(v[0].bytes, "undoing");
}

static bool is_entry(const struct cell *cell)
{
	const struct cell_value *v = cell->values;
	return !cell->table && cell->count == 3 && is_id(&v[0]) && is_number(&v[1], CLOCK_LEAST, INT64_MAX) &&
	       is_number(&v[2], 1, INT64_MAX);
}

static bool is_choice(const struct choice *choices, const char *text)
{
	for (; choices->name; choices++)
		if (text_equal(choices->name, text))
			return true;
	return false;
}

/* Strictly, what is required is there; otherwise a choice may also be one that a newer version knows. */
static bool fits_field(const struct field *field, const struct cell_value *value, bool strict)
{
	if (value->type == CELL_NULL)
		return !strict || !(field->flags & FIELD_REQUIRED);
	switch (field->type) {
	case FIELD_TIME:
	case FIELD_INT:
		return value->type == CELL_INT;
	case FIELD_BOOL:
		return is_number(value, 0, 1);
	case FIELD_CHOICE:
		return is_text(value) && (!strict || is_choice(field->choices, value->bytes));
	case FIELD_PARENT:
		return is_text(value) && (!value->len || is_id(value));
	default:
		return is_text(value);
	}
}

static bool is_rowid_kind(enum entity_kind kind)
{
	return kind == ENTITY_EVENT || kind == ENTITY_SECTION;
}

static bool fits(const struct cell *cell, enum entity_kind kind, bool strict)
{
	const struct entity *entity = entity_get(kind);
	const struct cell_value *v = cell->values;
	if (cell->table != is_rowid_kind(kind) || cell->count > ROW_FIELDS + entity->count ||
		(kind == ENTITY_INCIDENT) != text_equal(v[ROW_ID].bytes, v[ROW_INCIDENT].bytes))
		return false;
	for (size_t i = ROW_FIELDS; i < cell->count; i++)
		if (!fits_field(&entity->fields[i - ROW_FIELDS], &v[i], strict))
			return false;
	return true;
}

static unsigned kinds_of(const struct cell *cell)
{
	unsigned strict = 0, loose = 0, exact = 0;
	for (int kind = 0; kind < ENTITY_COUNT; kind++) {
		const unsigned bit = 1u << kind;
		if (!fits(cell, (enum entity_kind)kind, false))
			continue;
		loose |= bit;
		strict |= fits(cell, (enum entity_kind)kind, true) ? bit : 0;
		/* fewer have only rows from before a field was added */
		exact |= cell->count == ROW_FIELDS + entity_get((enum entity_kind)kind)->count ? bit : 0;
	}
	const unsigned best = strict & exact;
	return best ? best : strict ? strict : loose;
}

/* Values that are one of a few: hardly by chance. */
static int choices_met(const struct cell *cell, enum entity_kind kind)
{
	const struct entity *entity = entity_get(kind);
	int count = 0;
	for (size_t i = ROW_FIELDS; i < cell->count; i++) {
		const struct field *field = &entity->fields[i - ROW_FIELDS];
		const struct cell_value *value = &cell->values[i];
		count += field->type == FIELD_CHOICE && is_text(value) && is_choice(field->choices, value->bytes);
	}
	return count;
}

unsigned salvage_likeliest(const struct cell *cell, unsigned kinds)
{
	unsigned best = 0;
	int most = -1;
	for (int kind = 0; kind < ENTITY_COUNT; kind++) {
		if (!(kinds & 1u << kind))
			continue;
		int met = choices_met(cell, (enum entity_kind)kind);
		best = met > most ? 1u << kind : met == most ? best | 1u << kind : best;
		most = met > most ? met : most;
	}
	return best;
}

static bool is_entity(const struct cell *cell)
{
	const struct cell_value *v = cell->values;
	return cell->count > ROW_FIELDS + 1 && is_id(&v[ROW_ID]) && is_id(&v[ROW_INCIDENT]) &&
	       is_number(&v[ROW_NUMBER], 1, INT32_MAX) && is_number(&v[ROW_GONE], 0, 1);
}

enum salvaged salvage_recognise(const struct cell *cell, unsigned *kinds)
{
	*kinds = 0;
	if (is_change(cell))
		return SALVAGED_CHANGE;
	if (cell->table && cell->count == 2 && is_digest(&cell->values[0]) && cell->values[1].type == CELL_BLOB)
		return SALVAGED_BLOB;
	if (is_draft(cell))
		return SALVAGED_DRAFT;
	if (is_local(cell))
		return SALVAGED_LOCAL;
	if (is_entry(cell))
		return SALVAGED_ENTRY;
	if (is_entity(cell))
		*kinds = kinds_of(cell);
	return *kinds ? SALVAGED_ENTITY : SALVAGED_NOTHING;
}

void salvage_record(const struct cell *cell, enum entity_kind kind, struct record *out)
{
	record_init(out, kind);
	text_copy(out->id, sizeof out->id, cell->values[ROW_ID].bytes);
	text_copy(out->incident, sizeof out->incident, cell->values[ROW_INCIDENT].bytes);
	out->number = cell->values[ROW_NUMBER].number;
	out->gone = cell->values[ROW_GONE].number != 0;
	for (size_t i = ROW_FIELDS; i < cell->count; i++) {
		const struct cell_value *value = &cell->values[i];
		if (value->type == CELL_INT)
			record_set_int(out, (int)(i - ROW_FIELDS), value->number);
		else if (value->type == CELL_TEXT)
			record_set_text(out, (int)(i - ROW_FIELDS), value->bytes);
	}
	out->set = 0;
}

/* What is in a page, read in one way. */
enum use { PAGE_NOTHING, PAGE_OTHER, PAGE_WANTED };

/* What all rows of entities in a page may be; 0 if there are none. In a page that begins with a row of the log, or of an
 * index of it, nothing else is looked for. */
static unsigned page_kinds(struct pages *pages, size_t number, enum page_kind kind, unsigned wanted, enum use *use)
{
	unsigned all = ~0u, some = 0, kinds;
	struct cell cell;
	*use = PAGE_NOTHING;
	for (size_t i = 0; i < pages_cells(pages, number, kind); i++) {
		if (!pages_cell(pages, number, kind, i, &cell))
			continue;
		enum salvaged what = salvage_recognise(&cell, &kinds);
		if (what != SALVAGED_NOTHING && *use != PAGE_WANTED)
			*use = wanted & SALVAGE(what) ? PAGE_WANTED : PAGE_OTHER;
		if (!some && (what == SALVAGED_CHANGE || what == SALVAGED_ENTRY))
			return 0;
		if (what != SALVAGED_ENTITY)
			continue;
		if (*use != PAGE_WANTED)
			return 0;
		some = kinds;
		all &= some;
	}
	return some ? all : 0;
}

static bool visit_page(struct pages *pages, size_t number, enum page_kind kind, unsigned shared, unsigned wanted,
	salvage_visit visit, void *context)
{
	struct cell cell;
	unsigned kinds;
	for (size_t i = 0; i < pages_cells(pages, number, kind); i++) {
		if (!pages_cell(pages, number, kind, i, &cell))
			continue;
		enum salvaged what = salvage_recognise(&cell, &kinds);
		/* one row that is damaged must not confuse the others */
		if (kinds & shared)
			kinds &= shared;
		if ((wanted & SALVAGE(what)) && !visit(context, &cell, what, kinds))
			return false;
	}
	return true;
}

bool salvage_walk(struct pages *pages, bool spare, unsigned wanted, salvage_visit visit, void *context)
{
	static const enum page_kind kinds[] = { PAGE_TABLE, PAGE_INDEX, PAGE_INDEX_INNER };
	pages->fetched = 0;
	for (size_t number = 1; number <= pages->count; number++)
		for (size_t k = 0; k < LENGTH(kinds); k++) {
			enum use use;
			if (pages_is_spare(pages, number) != spare || !pages_may_be(pages, number, kinds[k]))
				continue;
			unsigned shared = page_kinds(pages, number, kinds[k], wanted, &use);
			if (use == PAGE_WANTED && !visit_page(pages, number, kinds[k], shared, wanted, visit, context))
				return false;
			if (use != PAGE_NOTHING)
				break;
		}
	return true;
}
