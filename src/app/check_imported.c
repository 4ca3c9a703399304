#include "app/check_imported.h"

#include <stdlib.h>
#include <string.h>

#include "app/section_markup.h"
#include "base/text.h"

enum { COMPARED_MAX = 400 }; /* bytes of a text by which its place in the document is found */

void check_differences_fini(struct check_differences *differences)
{
	for (size_t i = 0; i < differences->count; i++)
		free(differences->items[i].says);
	free(differences->items);
	*differences = (struct check_differences){ 0 };
}

/* What was imported, and nothing of what was written since beside it. */
static void put_document(const struct section_states *sections, struct buf *out)
{
	for (size_t i = 0; i < sections->count; i++) {
		const struct record *section = &sections->items[i].record;
		if (!section_is_imported(section))
			continue;
		text_letters(record_text(section, SECTION_MARKUP), SIZE_MAX, out);
		text_letters(record_text(section, SECTION_TEXT), SIZE_MAX, out);
		buf_putc(out, '\n');
	}
}

/* The first line of it, which another item below it does not divide. */
static bool stands_in(const struct buf *document, const char *text)
{
	struct buf letters = { 0 };
	char *line = mem_copy_n(text, strcspn(text, "\n"));
	text_letters(line, COMPARED_MAX, &letters);
	bool found = letters.len && memmem(buf_text(document), document->len, buf_text(&letters), letters.len);
	buf_fini(&letters);
	free(line);
	return found;
}

/* In a sentence, and no longer than one. */
static void put_said(const char *said, struct buf *out)
{
	enum { COLUMNS = 60 };
	size_t len = strcspn(said, "\n"), fits = text_fit(said, len, COLUMNS);
	buf_printf(out, "'%.*s%s'", (int)fits, said, said[fits] ? "…" : "");
}

/* The item that the rows are about, as it is now. */
struct item {
	struct record record;
	bool stands; /* what it was called in the document is still in it */
};

static bool is_same(const struct record *record, int field, struct rows *rows)
{
	const struct value *now = &record->values[field];
	if (now->type == VALUE_INT)
		return !rows_null(rows, "said") && rows_int(rows, "said") == now->number;
	return text_equal(record_text(record, field), rows_text(rows, "said"));
}

static void add(struct check_differences *out, const struct item *item, int field, struct rows *rows, const char *zone)
{
	const struct field *row = &entity_get(item->record.kind)->fields[field];
	const char *said = rows_text(rows, "said");
	struct buf says = { 0 };
	buf_printf(&says, "%s ", row->name);
	if (row->type == FIELD_TIME)
		when_format(&says, rows_int(rows, "said"), zone, WHEN_MINUTE);
	else
		put_said(said, &says);
	struct check_difference *difference = vec_push(out);
	*difference = (struct check_difference){ .kind = item->record.kind, .number = item->record.number,
		.says = buf_steal(&says) };
	if (item->record.kind == ENTITY_INCIDENT)
		difference->number = 0;
}

/* A row of the query. Those of what it is called come first for each item. */
static bool take(struct app *app, struct rows *rows, const struct buf *document, struct item *item, const char *zone,
	struct check_differences *out, struct err *err)
{
	enum entity_kind kind = entity_find(rows_text(rows, "kind"));
	int field = entity_field(entity_get(kind), rows_text(rows, "field"));
	if (!text_equal(item->record.id, rows_text(rows, "id"))) {
		record_fini(&item->record);
		if (!store_get(app->store, kind, rows_text(rows, "id"), &item->record, err)) {
			record_init(&item->record, kind);
			return false;
		}
		item->stands = false;
	}
	if (field < 0)
		return true;
	if (field == entity_get(kind)->headline)
		item->stands = stands_in(document, rows_text(rows, "said"));
	if (item->stands && !is_same(&item->record, field, rows) && !rows_null(rows, "said"))
		add(out, item, field, rows, zone);
	return true;
}

bool check_differences_read(struct app *app, const struct record *incident, const struct section_states *sections,
	struct check_differences *out, struct err *err)
{
	struct buf document = { 0 };
	struct item item;
	struct rows rows;
	bool ok = true;
	put_document(sections, &document);
	if (!document.len)
		return true;
	record_init(&item.record, ENTITY_EVENT);
	rows_open(&rows, app->store, QUERY_CHECK_IMPORTED, PARAMS(PARAM_TEXT("incident", incident->id)));
	while (ok && rows_next(&rows))
		ok = take(app, &rows, &document, &item, app_zone_of(app, incident), out, err);
	ok = rows_close(&rows, ok ? err : NULL) && ok;
	record_fini(&item.record);
	buf_fini(&document);
	return ok;
}
