/* the rows of the import screen */
#include <stdlib.h>

#include "app/edit.h"
#include "base/text.h"
#include "tui/importing.h"
#include "tui/ui.h"

const struct import_row *importing_row(const struct ui *ui, size_t row)
{
	const struct importing *importing = &ui->importing;
	return row < importing->rows.count ? &importing->rows.items[row] : NULL;
}

static struct import_item *item_of(const struct ui *ui, const struct import_row *row)
{
	return row && row->kind == IMPORT_ROW_ITEM ? &ui->importing.plan->items.items[row->index] : NULL;
}

static const struct import_row *selected(const struct ui *ui)
{
	return ui->view == &view_import ? importing_row(ui, ui->importing.list.selected) : NULL;
}

struct import_item *importing_selected(const struct ui *ui)
{
	return item_of(ui, selected(ui));
}

struct record *importing_record(const struct ui *ui)
{
	const struct import_row *row = selected(ui);
	struct import_item *item = item_of(ui, row);
	if (item)
		return &item->record;
	return row && row->kind == IMPORT_ROW_INCIDENT ? &ui->importing.plan->incident : NULL;
}

const char *importing_zone(const struct ui *ui)
{
	return app_zone_of(ui->app, &ui->importing.plan->incident);
}

static int64_t time_of(const struct import_item *item)
{
	bool event = item && item->record.kind == ENTITY_EVENT && record_has(&item->record, EVENT_AT);
	return event ? record_int(&item->record, EVENT_AT) : 0;
}

int64_t importing_day(const struct ui *ui)
{
	int64_t day = 0;
	for (size_t i = ui->importing.list.selected + 1; i-- > 0 && !day;)
		day = time_of(item_of(ui, importing_row(ui, i)));
	return day ? day : record_int(&ui->importing.plan->incident, INCIDENT_STARTED);
}

/* ---- putting them together ------------------------------------------------------------------------ */

/* What comes first of what begins in the same line. */
static int rank(const struct import_plan *plan, const struct import_row *row)
{
	if (row->kind == IMPORT_ROW_ITEM && plan->items.items[row->index].record.kind == ENTITY_SECTION)
		return 0;
	return row->kind == IMPORT_ROW_NOTE ? 1 : 2;
}

/* In the document's order. What has no place in it: of the whole first, of what is gone last. */
static int compare(const void *first, const void *second, void *context)
{
	const struct import_row *a = first, *b = second;
	size_t from = a->line || a->kind != IMPORT_ROW_ITEM ? a->line : SIZE_MAX;
	size_t to = b->line || b->kind != IMPORT_ROW_ITEM ? b->line : SIZE_MAX;
	if (from != to)
		return from < to ? -1 : 1;
	int order = from ? rank(context, a) - rank(context, b) : (int)a->kind - (int)b->kind;
	return order ? order : (a->index > b->index) - (a->index < b->index);
}

static struct import_row *add(struct importing *importing, enum import_row_kind kind, size_t index)
{
	struct import_row *row = vec_push(&importing->rows);
	*row = (struct import_row){ .kind = kind, .index = index };
	return row;
}

static void add_items(struct importing *importing)
{
	const struct import_plan *plan = importing->plan;
	for (size_t i = 0; i < plan->items.count; i++) {
		const struct import_item *item = &plan->items.items[i];
		if (item->change == IMPORT_KEEP)
			continue;
		struct import_row *row = add(importing, IMPORT_ROW_ITEM, i);
		row->line = row->to_line = item->line;
		row->from = item->from;
		row->to = item->to;
		if (item->line && item->to > item->from)
			row->to_line = blocks_line(&plan->document.blocks, item->to - 1);
	}
}

static int compare_sizes(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;
	return (x > y) - (x < y);
}

/* Where the items begin that were read from a part of the document, in order. */
static size_t *read_from(const struct import_plan *plan, size_t *count)
{
	const struct found *found = &plan->document.found;
	size_t *out = mem_new(found->items.count + 1, sizeof *out);
	for (*count = 0; *count < found->items.count; ++*count)
		out[*count] = found->items.items[*count].from;
	qsort(out, *count, sizeof *out, compare_sizes);
	return out;
}

/* Something was read from it, if not all of it. */
static bool is_read(const size_t *starts, size_t count, const struct import_left *left)
{
	size_t low = 0;
	for (size_t high = count; low < high;) {
		size_t middle = (low + high) / 2;
		if (starts[middle] < left->from)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && starts[low] < left->to;
}

static void add_left(struct importing *importing)
{
	size_t at = 0, count = 0;
	size_t *starts = read_from(importing->plan, &count);
	struct import_left left;
	importing->left.count = 0;
	while (importing->plan->read && import_left_next(&importing->plan->document, &at, &left)) {
		if (is_read(starts, count, &left))
			continue;
		struct import_row *row = add(importing, IMPORT_ROW_LEFT, importing->left.count);
		row->line = left.line;
		row->to_line = left.to_line;
		row->from = left.from;
		row->to = left.to;
		*vec_push(&importing->left) = left;
	}
	free(starts);
}

void importing_arrange(struct importing *importing)
{
	struct import_plan *plan = importing->plan;
	importing->rows.count = 0;
	add(importing, IMPORT_ROW_INCIDENT, 0);
	for (size_t i = 0; i < plan->notes.count; i++) {
		struct import_row *row = add(importing, IMPORT_ROW_NOTE, i);
		row->line = row->to_line = plan->notes.items[i].line;
	}
	for (size_t i = 0; i < plan->conflicts.results.count; i++)
		add(importing, IMPORT_ROW_CONFLICT, i);
	add_items(importing);
	add_left(importing);
	qsort_r(importing->rows.items, importing->rows.count, sizeof *importing->rows.items, compare, plan);
}

/* ---- in words ------------------------------------------------------------------------------------- */

static void put_item(const struct ui *ui, const struct import_item *item, struct buf *out)
{
	const struct record *record = &item->record;
	if (record->kind == ENTITY_EVENT) {
		edit_show_time(record, importing_zone(ui), true, out);
		buf_printf(out, "  %s  ", record_text(record, EVENT_KIND));
	} else if (record->kind == ENTITY_ACTION && record_has(record, ACTION_PRIORITY)) {
		buf_printf(out, "%s  ", record_text(record, ACTION_PRIORITY));
	} else if (record->kind == ENTITY_ROLE) {
		buf_printf(out, "%s: ", record_text(record, ROLE_NAME));
	} else if (record->kind == ENTITY_CAUSE && record_has(record, CAUSE_KIND)) {
		buf_printf(out, "%s  ", record_text(record, CAUSE_KIND));
	} else if (record->kind == ENTITY_SECTION) {
		buf_puts(out, record_has(record, SECTION_HEADING) ? record_text(record, SECTION_HEADING) : "(without a heading)");
		return;
	}
	edit_first_line(record_text(record, entity_get(record->kind)->headline), out);
}

void importing_put_row(const struct ui *ui, size_t index, struct buf *out)
{
	const struct import_plan *plan = ui->importing.plan;
	const struct import_row *row = importing_row(ui, index);
	switch (row->kind) {
	case IMPORT_ROW_INCIDENT:
		buf_puts(out, record_text(&plan->incident, INCIDENT_TITLE));
		break;
	case IMPORT_ROW_NOTE:
		buf_puts(out, plan->notes.items[row->index].text);
		break;
	case IMPORT_ROW_CONFLICT:
		takeback_describe(&plan->conflicts.results.items[row->index], out);
		break;
	case IMPORT_ROW_LEFT:
		import_left_words(&plan->document, &ui->importing.left.items[row->index], out);
		break;
	case IMPORT_ROW_ITEM:
		put_item(ui, item_of(ui, row), out);
	}
}

/* ---- the list ------------------------------------------------------------------------------------- */

enum { LINE, SIGN, KIND, WHAT };

static const struct column columns[] = {
	[LINE] = { "line", 4, 7, .leaves = 2, .right = true },
	[SIGN] = { "", 1, 1 },
	[KIND] = { "", 5, 10, .leaves = 1 },
	[WHAT] = { "", 20, .weight = 1 },
};

/* - dropped or gone, ? unsure, + new, ~ changed, ! both; nothing at what stays text. */
static const char *sign_of(const struct ui *ui, const struct import_row *row)
{
	static const char *const signs[] = { [IMPORT_ROW_INCIDENT] = "", [IMPORT_ROW_NOTE] = "?", [IMPORT_ROW_CONFLICT] = "!",
		[IMPORT_ROW_LEFT] = "" };
	const struct import_item *item = item_of(ui, row);
	if (!item)
		return signs[row->kind];
	if (item->skip || item->change == IMPORT_DELETE)
		return "-";
	if (item->note)
		return "?";
	return item->change == IMPORT_SET ? "~" : "+";
}

static const char *kind_of(const struct ui *ui, const struct import_row *row)
{
	static const char *const names[] = { [IMPORT_ROW_INCIDENT] = "incident", [IMPORT_ROW_NOTE] = "note",
		[IMPORT_ROW_CONFLICT] = "conflict", [IMPORT_ROW_LEFT] = "text" };
	const struct import_item *item = item_of(ui, row);
	return item ? entity_get(item->record.kind)->name : names[row->kind];
}

static enum style cell(const void *context, size_t index, size_t column, struct buf *out)
{
	const struct ui *ui = context;
	const struct import_row *row = importing_row(ui, index);
	const struct import_item *item = item_of(ui, row);
	bool section = item && item->record.kind == ENTITY_SECTION, dim = row->kind == IMPORT_ROW_LEFT || (item && item->skip);
	bool unsure = row->kind == IMPORT_ROW_NOTE || row->kind == IMPORT_ROW_CONFLICT || (item && item->note);
	switch (column) {
	case LINE:
		if (row->line)
			buf_printf(out, "%zu", row->line);
		return STYLE_DIM;
	case SIGN:
		buf_puts(out, sign_of(ui, row));
		return dim ? STYLE_DIM : unsure ? STYLE_WARNING : STYLE_GOOD;
	case KIND:
		buf_puts(out, kind_of(ui, row));
		return section || dim ? STYLE_DIM : STYLE_MARK;
	default:
		importing_put_row(ui, index, out);
		return dim ? STYLE_DIM : section || row->kind == IMPORT_ROW_INCIDENT ? STYLE_TITLE : STYLE_TEXT;
	}
}

static const struct column_set table = { columns, LENGTH(columns), cell };

void importing_draw_rows(struct ui *ui, struct area area)
{
	enum { MEASURED = 500 };
	struct list *list = &ui->importing.list;
	size_t count = ui->importing.rows.count;
	int needed[COLUMN_MAX] = { 0 };
	struct place places[COLUMN_MAX];
	for (size_t i = 0; i < count && i < MEASURED; i++)
		table_measure(&table, ui, i, needed);
	if (count > MEASURED)
		table_measure(&table, ui, count - 1, needed);
	table_place(&table, needed, area.columns - 2, places);
	ui->rows = area.rows;
	list_fit(list, count, area.rows);
	for (int y = 0; y < area.rows && list->top + (size_t)y < count; y++) {
		table_draw_row(ui, area, y, &table, places, ui, list->top + (size_t)y);
		ui_hit_row(ui, area, y, 1, (int64_t)list->top + y + 1);
	}
	list_mark(ui, area, list_row(list, list->selected, area), 1);
}
