#include "tui/importing.h"

#include <stdlib.h>

#include "app/edit.h"
#include "base/text.h"
#include "tui/ui.h"

void importing_fini(struct importing *importing)
{
	if (importing->plan)
		import_plan_fini(importing->plan);
	free(importing->plan);
	import_inputs_fini(&importing->inputs);
	free(importing->rows.items);
	*importing = (struct importing){ 0 };
}

/* ---- rows ----------------------------------------------------------------------------------------- */

static struct import_item *item_at(const struct ui *ui, size_t row)
{
	const struct importing *importing = &ui->importing;
	return row < importing->rows.count ? &importing->plan->items.items[importing->rows.items[row]] : NULL;
}

struct import_item *importing_selected(const struct ui *ui)
{
	return ui->view == &view_import ? item_at(ui, ui->importing.list.selected) : NULL;
}

/* In the document's order, a section before what stands in it; what is gone from it last. */
static int compare(const void *first, const void *second, void *context)
{
	const struct import_plan *plan = context;
	size_t a = *(const size_t *)first, b = *(const size_t *)second;
	const struct import_item *x = &plan->items.items[a], *y = &plan->items.items[b];
	size_t from = x->line ? x->line : SIZE_MAX, to = y->line ? y->line : SIZE_MAX;
	if (from != to)
		return from < to ? -1 : 1;
	bool section = x->record.kind == ENTITY_SECTION;
	if (section != (y->record.kind == ENTITY_SECTION))
		return section ? -1 : 1;
	return a < b ? -1 : a > b;
}

static void arrange(struct importing *importing)
{
	importing->rows.count = 0;
	for (size_t i = 0; i < importing->plan->items.count; i++)
		if (importing->plan->items.items[i].change != IMPORT_KEEP)
			*vec_push(&importing->rows) = i;
	if (importing->rows.count)
		qsort_r(importing->rows.items, importing->rows.count, sizeof *importing->rows.items, compare,
			importing->plan);
}

/* The zone in which its times are shown. */
static const char *zone_of(const struct ui *ui)
{
	return app_zone_of(ui->app, &ui->importing.plan->incident);
}

static void put_item(const struct ui *ui, const struct import_item *item, struct buf *out)
{
	const struct record *record = &item->record;
	if (record->kind == ENTITY_EVENT) {
		edit_show_time(record, zone_of(ui), true, out);
		buf_printf(out, "  %s  ", record_text(record, EVENT_KIND));
	} else if (record->kind == ENTITY_ACTION && record_has(record, ACTION_PRIORITY)) {
		buf_printf(out, "%s  ", record_text(record, ACTION_PRIORITY));
	} else if (record->kind == ENTITY_ROLE) {
		buf_printf(out, "%s: ", record_text(record, ROLE_NAME));
	} else if (record->kind == ENTITY_CAUSE) {
		buf_printf(out, "%s  ", record_text(record, CAUSE_KIND));
	} else if (record->kind == ENTITY_SECTION) {
		buf_puts(out, record_has(record, SECTION_HEADING) ? record_text(record, SECTION_HEADING) : "(without a heading)");
		return;
	}
	edit_first_line(record_text(record, entity_get(record->kind)->headline), out);
}

/* ---- the list ------------------------------------------------------------------------------------- */

enum { LINE, SIGN, KIND, WHAT };

static const struct column columns[] = {
	[LINE] = { "line", 4, 7, .leaves = 2, .right = true },
	[SIGN] = { "", 1, 1 },
	[KIND] = { "", 5, 10, .leaves = 1 },
	[WHAT] = { "", 20, .weight = 1 },
};

/* - dropped or gone, ? unsure, + new, ~ changed. */
static char sign_of(const struct import_item *item)
{
	if (item->skip || item->change == IMPORT_DELETE)
		return '-';
	if (item->note)
		return '?';
	return item->change == IMPORT_SET ? '~' : '+';
}

static enum style cell(const void *context, size_t row, size_t column, struct buf *out)
{
	const struct ui *ui = context;
	const struct import_item *item = item_at(ui, row);
	bool section = item->record.kind == ENTITY_SECTION;
	enum style style = item->skip ? STYLE_DIM : section ? STYLE_TITLE : STYLE_TEXT;
	switch (column) {
	case LINE:
		if (item->line)
			buf_printf(out, "%zu", item->line);
		return STYLE_DIM;
	case SIGN:
		buf_putc(out, sign_of(item));
		return item->skip ? STYLE_DIM : item->note ? STYLE_WARNING : STYLE_GOOD;
	case KIND:
		buf_puts(out, entity_get(item->record.kind)->name);
		return section || item->skip ? STYLE_DIM : STYLE_MARK;
	default:
		put_item(ui, item, out);
		return style;
	}
}

static const struct column_set table = { columns, LENGTH(columns), cell };

static void draw_list(struct ui *ui, struct area area)
{
	enum { MEASURED = 500 };
	struct list *list = &ui->importing.list;
	size_t count = ui->importing.rows.count;
	int needed[COLUMN_MAX] = { 0 };
	struct place places[COLUMN_MAX];
	for (size_t i = 0; i < count && i < MEASURED; i++)
		table_measure(&table, ui, i, needed);
	table_place(&table, needed, area.columns - 2, places);
	ui->rows = area.rows;
	list_fit(list, count, area.rows);
	for (int y = 0; y < area.rows && list->top + (size_t)y < count; y++) {
		table_draw_row(ui, area, y, &table, places, ui, list->top + (size_t)y);
		ui_hit_row(ui, area, y, 1, (int64_t)list->top + y + 1);
	}
	list_mark(ui, area, list_row(list, list->selected, area), 1);
}

/* ---- the one selected ----------------------------------------------------------------------------- */

static bool is_told(const struct import_item *item, int field)
{
	const struct entity *entity = entity_get(item->record.kind);
	bool hidden = entity->fields[field].flags & FIELD_HIDDEN;
	return !hidden && entity->fields[field].type != FIELD_PARENT && item->record.values[field].type != VALUE_NULL &&
	       (item->record.set & 1u << field || item->change != IMPORT_SET);
}

/* What will be written of it, a line each. */
static void put_fields(const struct ui *ui, const struct import_item *item, struct buf *out)
{
	const struct entity *entity = entity_get(item->record.kind);
	if (item->how)
		buf_printf(out, "%s, read from a %s\n", entity->name, item->how);
	if (item->note)
		buf_printf(out, "? %s\n", item->note);
	if (item->record.kind == ENTITY_SECTION)
		return;
	for (size_t i = 0; i < entity->count; i++) {
		struct buf value = { 0 };
		if (!is_told(item, (int)i))
			continue;
		if (entity->fields[i].type == FIELD_TIME && item->record.kind == ENTITY_EVENT)
			edit_show_time(&item->record, zone_of(ui), true, &value);
		else
			record_show(&item->record, (int)i, zone_of(ui), &value);
		buf_printf(out, "%s: ", entity->fields[i].name);
		edit_first_line(buf_text(&value), out);
		buf_putc(out, '\n');
		buf_fini(&value);
	}
}

static int draw_fields(struct ui *ui, struct area area, const struct import_item *item)
{
	struct buf text = { 0 };
	int row = 0;
	put_fields(ui, item, &text);
	for (const char *line = buf_text(&text); *line && row < area.rows;) {
		size_t len = strcspn(line, "\n");
		enum style style = row == 0 && item->how ? STYLE_DIM : *line == '?' ? STYLE_WARNING : STYLE_TEXT;
		char *copy = mem_copy_n(line, len);
		row += writing_draw_text(ui, area, row, area.rows - row, 0, style, copy);
		free(copy);
		line += len + (line[len] == '\n');
	}
	buf_fini(&text);
	return row;
}

/* The document around it: what it was read from stands out, by a bar as well. */
static void draw_source(struct ui *ui, struct area area, const struct import_item *item)
{
	enum { NUMBER = 6, BEFORE = 2 };
	const struct blocks *blocks = &ui->importing.plan->document.blocks;
	size_t lines = blocks->lines.count, from = item->line, to = from;
	if (!from || !lines)
		return;
	if (item->to > item->from)
		to = blocks_line(blocks, item->to - 1);
	size_t line = from > BEFORE ? from - BEFORE : 1;
	struct area text = { area.row, area.column + NUMBER + 2, area.rows, area.columns - NUMBER - 2 };
	for (int row = 0; row < area.rows && line <= lines; line++) {
		size_t at = blocks_line_at(blocks, line), end = blocks_line_at(blocks, line + 1);
		while (end > at && strchr("\r\n", blocks->source[end - 1]))
			end--;
		bool inside = line >= from && line <= to;
		char number[24], *copy = mem_copy_n(blocks->source + at, end - at);
		snprintf(number, sizeof number, "%*zu", NUMBER - 1, line);
		grid_puts(&ui->grid, area, row, 0, STYLE_DIM, number);
		grid_puts(&ui->grid, area, row, NUMBER, inside ? STYLE_MARK : STYLE_RULE, inside ? "▌" : "│");
		int used = writing_draw_text(ui, text, row, area.rows - row, 0, inside ? STYLE_TEXT : STYLE_DIM, copy);
		row += used ? used : 1;
		free(copy);
	}
}

static void draw_selected(struct ui *ui, struct area area)
{
	const struct import_item *item = importing_selected(ui);
	if (!item || area.rows < 1)
		return;
	struct area top = area;
	top.rows = area.rows / 2;
	int row = draw_fields(ui, top, item);
	if (row && row + 1 < area.rows)
		grid_rule(&ui->grid, area, row++, STYLE_RULE);
	area.row += row;
	area.rows -= row;
	draw_source(ui, area, item);
}

/* ---- the head ------------------------------------------------------------------------------------- */

static void put_counts(const struct import_plan *plan, struct buf *out)
{
	static const enum entity_kind kinds[] = { ENTITY_EVENT, ENTITY_ACTION, ENTITY_CAUSE, ENTITY_ROLE, ENTITY_REFERENCE,
		ENTITY_ATTACHMENT, ENTITY_SECTION };
	const unsigned changes = 1u << IMPORT_ADD | 1u << IMPORT_SET | 1u << IMPORT_DELETE;
	const char *before = "";
	for (size_t i = 0; i < LENGTH(kinds); i++) {
		size_t count = import_plan_count(plan, kinds[i], changes);
		const struct entity *entity = entity_get(kinds[i]);
		if (!count)
			continue;
		buf_printf(out, "%s%zu %s", before, count, count == 1 ? entity->name : entity->plural);
		before = ", ";
	}
	if (plan->conflicts.results.count)
		buf_printf(out, "%s%zu changed on both sides", before, plan->conflicts.results.count);
}

static void put_incident(const struct ui *ui, struct buf *out)
{
	const struct import_plan *plan = ui->importing.plan;
	const struct record *incident = &plan->incident;
	if (plan->verdict == IMPORT_NEW)
		buf_puts(out, "new");
	else
		app_incident_name(incident, out);
	if (record_has(incident, INCIDENT_REF))
		buf_printf(out, " (%s)", record_text(incident, INCIDENT_REF));
	buf_printf(out, "  %s  %s  ", record_text(incident, INCIDENT_SEVERITY), record_text(incident, INCIDENT_STATUS));
	if (record_has(incident, INCIDENT_STARTED))
		when_format(out, record_int(incident, INCIDENT_STARTED), zone_of(ui), WHEN_MINUTE);
	buf_printf(out, "  %s", record_text(incident, INCIDENT_TITLE));
}

static int draw_head(struct ui *ui, struct area area)
{
	enum { HEAD_ROWS = 3, ENOUGH = 10 };
	const struct importing *importing = &ui->importing;
	struct buf line = { 0 };
	if (area.rows < ENOUGH)
		return 0;
	put_incident(ui, &line);
	grid_put_field(&ui->grid, area, 0, 1, area.columns - 2, STYLE_TITLE, buf_text(&line));
	buf_truncate(&line, 0);
	buf_printf(&line, "%s: ", importing->inputs.items[0].name);
	put_counts(importing->plan, &line);
	grid_put_field(&ui->grid, area, 1, 1, area.columns - 2, STYLE_DIM, buf_text(&line));
	grid_rule(&ui->grid, area, 2, STYLE_RULE);
	buf_fini(&line);
	return HEAD_ROWS;
}

static void draw(struct ui *ui, struct area area)
{
	int head = draw_head(ui, area);
	area.row += head;
	area.rows -= head;
	size_t count = ui->importing.rows.count;
	if (!count) {
		const struct import_plan *plan = ui->importing.plan;
		grid_put_field(&ui->grid, area, 0, 2, area.columns - 3, STYLE_TEXT,
			plan->reason ? plan->reason : "Nothing of it is new.");
		return;
	}
	struct area detail = writing_split(ui, &area, count);
	draw_list(ui, area);
	writing_draw_more(ui, area, detail, &ui->importing.list, count);
	draw_selected(ui, detail);
}

/* ---- commands ------------------------------------------------------------------------------------- */

static bool as_in_a_shell(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	struct words line = { .items = mem_new(count + 2, sizeof *line.items) };
	struct buf out = { 0 }, title = { 0 };
	words_add(&line, "import");
	for (size_t i = 0; i < count; i++)
		words_add(&line, words[i]);
	words_join(&title, line.items, line.count);
	bool ok = ui_command(ui, line.items, line.count, &out, err);
	if (out.len)
		ui_result(ui, buf_text(&title), buf_text(&out));
	words_fini(&line);
	buf_fini(&out);
	buf_fini(&title);
	return ok;
}

/* By its name: what a file without one is, `import` finds out. */
static bool is_markdown(const char *name)
{
	static const char *const endings[] = { ".md", ".markdown" };
	size_t len = strlen(name);
	for (size_t i = 0; i < LENGTH(endings); i++)
		if (len > strlen(endings[i]) && text_same(name + len - strlen(endings[i]), endings[i]))
			return true;
	return false;
}

/* One document that is a postmortem, or may be one. */
static bool read_document(struct ui *ui, const char *word, struct importing *out, bool *is, struct err *err)
{
	const struct import_options options = { .everything = true };
	*is = false;
	if (!import_find(&out->inputs, word, err))
		return false;
	if (out->inputs.count != 1 || !is_markdown(out->inputs.items[0].name))
		return true;
	*is = true;
	out->plan = mem_new(1, sizeof *out->plan);
	if (!import_plan_make(out->plan, ui->app, &out->inputs.items[0], &options, -1, err))
		return false;
	arrange(out);
	return true;
}

bool run_import(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	struct importing fresh = { 0 };
	bool is;
	if (!count) {
		prompt_open(ui, &prompt_palette, "import ");
		return true;
	}
	if (count > 1 || *words[0] == '-')
		return as_in_a_shell(ui, words, count, err);
	fresh.place = ui->importing.place;
	bool ok = read_document(ui, words[0], &fresh, &is, err) &&
		  (!is || ui->view == &view_import || place_leave(ui, &fresh.place, err));
	if (!ok || !is) {
		importing_fini(&fresh);
		return ok && as_in_a_shell(ui, words, count, err);
	}
	importing_fini(&ui->importing);
	ui->importing = fresh;
	ui_show(ui, &view_import);
	if (fresh.plan->notes.count)
		ui_message(ui, STYLE_TEXT, "%s%s", fresh.plan->notes.items[0].text, fresh.plan->notes.count > 1 ? " …" : "");
	return true;
}

static struct import_item *to_change(struct ui *ui, struct err *err)
{
	struct import_item *item = importing_selected(ui);
	if (!item)
		err_set(err, ERR_USAGE, "this is for what an import would write: see `import FILE`");
	return item;
}

bool run_correct(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	struct import_item *item = to_change(ui, err);
	struct buf value = { 0 };
	if (!item)
		return false;
	const struct entity *entity = entity_get(item->record.kind);
	int field = count ? entity_field(entity, words[0]) : -1;
	if (field < 0 || entity->fields[field].flags & FIELD_HIDDEN || item->record.kind == ENTITY_SECTION) {
		const char *nearest = count ? entity_nearest_field(entity, words[0]) : NULL;
		return err_set(err, ERR_USAGE, "%s of %s can be corrected here%s%s", count ? words[0] : "which field",
			entity->plural, nearest ? ": did you mean " : " only after it was imported", nearest ? nearest : "");
	}
	if (item->change == IMPORT_DELETE)
		return err_set(err, ERR_USAGE, "it is no longer in the document: drop this to keep it");
	words_join(&value, words + 1, count - 1);
	bool ok = edit_field(ui->app, &ui->importing.plan->incident, &item->record, field, buf_text(&value), err);
	buf_fini(&value);
	if (ok && item->note) {
		free(item->note);
		item->note = NULL;
	}
	return ok;
}

bool run_drop(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	struct import_item *item = to_change(ui, err);
	(void)words, (void)count;
	if (!item)
		return false;
	if (item->record.kind == ENTITY_SECTION && item->change != IMPORT_DELETE)
		return err_set(err, ERR_USAGE, "sections are the document itself: they are kept whole, and edited later");
	item->skip = !item->skip;
	return view_move(ui, MOVE_DOWN, err);
}

bool run_take(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	struct importing *importing = &ui->importing;
	char id[ID_SIZE];
	struct buf said = { 0 };
	(void)words, (void)count;
	if (ui_view(ui) != &view_import)
		return err_set(err, ERR_USAGE, "there is nothing to take here: see `import FILE`");
	if (importing->plan->verdict != IMPORT_NEW && importing->plan->verdict != IMPORT_UPDATE)
		return err_set(err, ERR_USAGE, "%s", importing->plan->reason ? importing->plan->reason : "nothing of it is new");
	if (!import_plan_apply(importing->plan, err))
		return false;
	memcpy(id, importing->plan->incident.id, ID_SIZE);
	put_counts(importing->plan, &said);
	importing_fini(importing);
	bool ok = incident_open(ui, id, err);
	if (ok)
		ui_message(ui, STYLE_GOOD, "imported: %s", buf_text(&said));
	buf_fini(&said);
	return ok;
}

bool importing_close(struct ui *ui, struct err *err)
{
	const struct ui_place place = ui->importing.place;
	importing_fini(&ui->importing);
	return place_return(ui, &place, err);
}

/* ---- the view ------------------------------------------------------------------------------------- */

static struct list *list_of(struct ui *ui)
{
	return &ui->importing.list;
}

static size_t count_of(const struct ui *ui)
{
	return ui->importing.rows.count;
}

static void label(const struct ui *ui, size_t row, struct buf *out)
{
	buf_printf(out, "%s ", entity_get(item_at(ui, row)->record.kind)->name);
	put_item(ui, item_at(ui, row), out);
}

/* Rows are called by their place. */
static int64_t number(const struct ui *ui)
{
	return importing_selected(ui) ? (int64_t)ui->importing.list.selected + 1 : 0;
}

/* All that will be written of it. */
static bool open(struct ui *ui, struct err *err)
{
	const struct import_item *item = importing_selected(ui);
	struct buf text = { 0 };
	(void)err;
	if (!item)
		return true;
	put_fields(ui, item, &text);
	buf_printf(&text, "\n%s\n", record_text(&item->record, entity_get(item->record.kind)->headline));
	ui_result(ui, "import", buf_text(&text));
	buf_fini(&text);
	return true;
}

static const struct hint hints[] = { { "take", "import all" }, { "drop", "drop" }, { "fill correct", "correct" },
	{ "open", "show" }, { "close", "back" }, { "find", "find" }, { 0 } };

const struct view view_import = {
	.name = "import",
	.title = "Import",
	.place = "In an import",
	.hints = hints,
	.entity = ENTITY_COUNT,
	.draw = draw,
	.list = list_of,
	.count = count_of,
	.label = label,
	.number = number,
	.open = open,
};
