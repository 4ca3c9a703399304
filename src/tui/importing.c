#include "tui/importing.h"

#include <stdlib.h>

#include "app/compose.h"
#include "app/edit.h"
#include "app/import.h"
#include "base/text.h"
#include "tui/ui.h"

void importing_fini(struct importing *importing)
{
	if (importing->plan)
		import_plan_fini(importing->plan);
	free(importing->plan);
	import_inputs_fini(&importing->inputs);
	free(importing->rows.items);
	free(importing->left.items);
	*importing = (struct importing){ 0 };
}

/* ---- the one selected ----------------------------------------------------------------------------- */

static bool is_told(const struct record *record, int field, bool set_only)
{
	const struct field *row = &entity_get(record->kind)->fields[field];
	return !(row->flags & FIELD_HIDDEN) && row->type != FIELD_PARENT && record->values[field].type != VALUE_NULL &&
	       (record->set & 1u << field || !set_only);
}

/* What will be written of it, a line each. */
static void put_record(const struct ui *ui, const struct record *record, bool set_only, struct buf *out)
{
	const struct entity *entity = entity_get(record->kind);
	for (size_t i = 0; i < entity->count; i++) {
		struct buf value = { 0 };
		if (!is_told(record, (int)i, set_only))
			continue;
		if (entity->fields[i].type == FIELD_TIME && record->kind == ENTITY_EVENT)
			edit_show_time(record, importing_zone(ui), true, &value);
		else
			record_show(record, (int)i, importing_zone(ui), &value);
		buf_printf(out, "%s: ", entity->fields[i].name);
		edit_first_line(buf_text(&value), out);
		buf_putc(out, '\n');
		buf_fini(&value);
	}
}

static void put_item_fields(const struct ui *ui, const struct import_item *item, struct buf *out)
{
	if (item->how)
		buf_printf(out, "%s, read from a %s\n", entity_get(item->record.kind)->name, item->how);
	if (item->note)
		buf_printf(out, "? %s\n", item->note);
	if (item->record.kind != ENTITY_SECTION)
		put_record(ui, &item->record, item->change == IMPORT_SET, out);
}

static void put_fields(const struct ui *ui, const struct import_row *row, struct buf *out)
{
	const struct import_plan *plan = ui->importing.plan;
	switch (row->kind) {
	case IMPORT_ROW_INCIDENT:
		put_record(ui, &plan->incident, plan->verdict == IMPORT_UPDATE, out);
		break;
	case IMPORT_ROW_NOTE:
		buf_printf(out, "? %s\n", plan->notes.items[row->index].text);
		break;
	case IMPORT_ROW_CONFLICT:
		takeback_show_conflict(&plan->conflicts.results.items[row->index], out);
		break;
	case IMPORT_ROW_LEFT:
		buf_puts(out, "Nothing was read from this: it stays as text, in its section.\n");
		break;
	case IMPORT_ROW_ITEM:
		put_item_fields(ui, &plan->items.items[row->index], out);
	}
}

static int draw_fields(struct ui *ui, struct area area, const struct import_row *shown)
{
	struct buf text = { 0 };
	int row = 0;
	bool remark = shown->kind == IMPORT_ROW_LEFT ||
		      (shown->kind == IMPORT_ROW_ITEM && ui->importing.plan->items.items[shown->index].how);
	put_fields(ui, shown, &text);
	for (const char *line = buf_text(&text); *line && row < area.rows;) {
		size_t len = strcspn(line, "\n");
		enum style style = *line == '?' ? STYLE_WARNING : row == 0 && remark ? STYLE_DIM : STYLE_TEXT;
		char *copy = mem_copy_n(line, len);
		row += writing_draw_text(ui, area, row, area.rows - row, 0, style, copy);
		free(copy);
		line += len + (line[len] == '\n');
	}
	buf_fini(&text);
	return row;
}

/* The line that it begins in, or, of one longer than the screen, from where it begins. */
static size_t line_start(const struct blocks *blocks, const struct import_row *row, size_t line, size_t room)
{
	size_t at = blocks_line_at(blocks, line);
	return line == row->line && row->from > at + room / 2 ? row->from : at;
}

/* The document around it: what it was read from stands out, by a bar as well. Of a line as much as there is room for. */
static void draw_source(struct ui *ui, struct area area, const struct import_row *shown)
{
	enum { NUMBER = 6, BEFORE = 2, CHARACTER = 8 };
	const struct blocks *blocks = &ui->importing.plan->document.blocks;
	size_t lines = blocks->lines.count, from = shown->line, to = shown->to_line;
	size_t line = from > BEFORE ? from - BEFORE : 1;
	struct area text = { area.row, area.column + NUMBER + 2, area.rows, area.columns - NUMBER - 2 };
	size_t room = text.columns > 0 && area.rows > 0 ? (size_t)text.columns * (size_t)area.rows : 0;
	for (int row = 0; row < area.rows && line <= lines; line++) {
		size_t at = line_start(blocks, shown, line, room), end = blocks_line_at(blocks, line + 1);
		while (end > at && strchr("\r\n", blocks->source[end - 1]))
			end--;
		bool inside = line >= from && line <= to;
		char number[24];
		size_t len = end - at < room * CHARACTER ? end - at : text_fit(blocks->source + at, room * CHARACTER, room);
		char *copy = mem_copy_n(blocks->source + at, len);
		snprintf(number, sizeof number, "%*zu", NUMBER - 1, line);
		grid_puts(&ui->grid, area, row, 0, STYLE_DIM, number);
		grid_puts(&ui->grid, area, row, NUMBER, inside ? STYLE_MARK : STYLE_RULE, inside ? "▌" : "│");
		/* what stands before it leaves room for it */
		int used = writing_draw_text(ui, text, row, line < from ? 1 : area.rows - row, 0, inside ? STYLE_TEXT : STYLE_DIM, copy);
		row += used ? used : 1;
		free(copy);
	}
}

static void draw_selected(struct ui *ui, struct area area)
{
	const struct import_row *shown = importing_row(ui, ui->importing.list.selected);
	if (!shown || area.rows < 1)
		return;
	struct area top = area;
	top.rows = area.rows / 2;
	int row = draw_fields(ui, top, shown);
	if (!shown->line && shown->kind != IMPORT_ROW_INCIDENT)
		return;
	if (row && row + 1 < area.rows)
		grid_rule(&ui->grid, area, row++, STYLE_RULE);
	area.row += row;
	area.rows -= row;
	draw_source(ui, area, shown);
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
	static const int fields[] = { INCIDENT_SEVERITY, INCIDENT_STATUS, INCIDENT_STARTED, INCIDENT_TITLE };
	const struct import_plan *plan = ui->importing.plan;
	const struct record *incident = &plan->incident;
	if (plan->verdict == IMPORT_UPDATE)
		app_incident_name(incident, out);
	else
		buf_puts(out, "new");
	if (plan->verdict == IMPORT_NEW && record_has(incident, INCIDENT_REF))
		buf_printf(out, " (%s)", record_text(incident, INCIDENT_REF));
	for (size_t i = 0; i < LENGTH(fields); i++) {
		if (!record_has(incident, fields[i]))
			continue;
		buf_puts(out, "  ");
		if (fields[i] == INCIDENT_STARTED)
			when_format(out, record_int(incident, INCIDENT_STARTED), importing_zone(ui), WHEN_MINUTE);
		else
			buf_puts(out, record_text(incident, fields[i]));
	}
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
	struct area detail = writing_split(ui, &area, count);
	importing_draw_rows(ui, area);
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

/* What takes long begins with saying so. */
static bool say_reading(struct ui *ui, const char *word, struct err *err)
{
	struct buf line = { 0 };
	buf_puts(&line, "reading ");
	text_show(&line, word, strlen(word), false);
	bool stop = ui_show_busy(ui, buf_text(&line));
	buf_fini(&line);
	return !stop || err_set(err, ERR_FAILED, "stopped: nothing was read");
}

/* One document that is a postmortem, or may be one: what is none, reading it says. */
static bool read_document(struct ui *ui, const char *word, struct importing *out, bool *is, struct err *err)
{
	const struct import_options options = { .everything = true };
	bool is_log;
	*is = false;
	if (!import_is_log(word, &is_log, err))
		return false;
	if (is_log)
		return true;
	if (!import_find(&out->inputs, word, err))
		return false;
	if (out->inputs.count != 1)
		return true;
	*is = true;
	if (!say_reading(ui, word, err))
		return false;
	out->plan = mem_new(1, sizeof *out->plan);
	return import_plan_make(out->plan, ui->app, &out->inputs.items[0], &options, -1, err);
}

/* What was made from it before, where it is the same. */
static bool show_same(struct ui *ui, const struct import_plan *plan, struct err *err)
{
	if (!incident_open(ui, plan->incident.id, err))
		return false;
	ui_message(ui, STYLE_TEXT, "%s", plan->reason);
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
	if (fresh.plan->verdict == IMPORT_SAME) {
		ok = show_same(ui, fresh.plan, err);
		importing_fini(&fresh);
		return ok;
	}
	importing_fini(&ui->importing);
	ui->importing = fresh;
	importing_arrange(&ui->importing);
	ui_show(ui, &view_import);
	return true;
}

static bool is_shown(const struct ui *ui, struct err *err)
{
	return ui_view(ui) == &view_import || err_set(err, ERR_USAGE, "this is for what an import would write: see `import FILE`");
}

/* What may be corrected of it, as a field of its entity; -1, with the reason. */
static int field_of(const struct record *record, char *const *words, size_t count, struct err *err)
{
	const struct entity *entity = entity_get(record->kind);
	int field = count ? entity_field(entity, words[0]) : -1;
	if (field >= 0 && !(entity->fields[field].flags & FIELD_HIDDEN) && record->kind != ENTITY_SECTION)
		return field;
	const char *nearest = count ? entity_nearest_field(entity, words[0]) : NULL;
	err_set(err, ERR_USAGE, "%s of %s can be corrected here%s%s", count ? words[0] : "which field", entity->plural,
		nearest ? ": did you mean " : " only after it was imported", nearest ? nearest : "");
	return -1;
}

/* Clock times alone are of the day that the document is at. */
static bool set_field(struct ui *ui, struct record *record, int field, const char *text, struct err *err)
{
	const struct record *incident = &ui->importing.plan->incident;
	struct record then;
	if (entity_get(record->kind)->fields[field].type != FIELD_TIME)
		return edit_field(ui->app, incident, record, field, text, err);
	record_copy(&then, incident);
	then.id[0] = '\0';
	record_set_int(&then, INCIDENT_STARTED, importing_day(ui));
	bool ok = edit_field(ui->app, &then, record, field, text, err);
	record_fini(&then);
	return ok;
}

bool run_correct(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	struct record *record = importing_record(ui);
	struct import_item *item = importing_selected(ui);
	struct buf value = { 0 };
	if (!is_shown(ui, err))
		return false;
	if (!record)
		return err_set(err, ERR_USAGE, "there are no fields here: `make` makes an event, action or cause of what was left as text");
	int field = field_of(record, words, count, err);
	if (field < 0)
		return false;
	if (item && item->change == IMPORT_DELETE)
		return err_set(err, ERR_USAGE, "it is no longer in the document: drop this to keep it");
	words_join(&value, words + 1, count - 1);
	bool ok = set_field(ui, record, field, buf_text(&value), err);
	buf_fini(&value);
	if (ok && item) {
		free(item->note);
		item->note = NULL;
	}
	return ok;
}

bool run_drop(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	struct import_item *item = importing_selected(ui);
	(void)words, (void)count;
	if (!is_shown(ui, err))
		return false;
	if (!item)
		return err_set(err, ERR_USAGE, "this is not written as an item of its own: there is nothing to leave out");
	if (item->record.kind == ENTITY_SECTION && item->change != IMPORT_DELETE)
		return err_set(err, ERR_USAGE, "sections are the document itself: they are kept whole, and edited later");
	item->skip = !item->skip;
	return view_move(ui, MOVE_DOWN, err);
}

/* Which entity a kind of `make` is; ENTITY_COUNT: none. */
static enum entity_kind made_of(const char *kind)
{
	return text_equal(kind, "action") ? ENTITY_ACTION : text_equal(kind, "cause") ? ENTITY_CAUSE
	       : compose_is_event(kind)	  ? ENTITY_EVENT
					  : ENTITY_COUNT;
}

/* Read its time first: without one there is no event. */
static bool read_time(struct ui *ui, const char *text, struct record *event, struct err *err)
{
	if (!*text)
		return err_set(err, ERR_USAGE, "when was it? `make note 14:05`, with the date if it was another day");
	return set_field(ui, event, EVENT_AT, text, err);
}

bool importing_make(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	struct importing *importing = &ui->importing;
	const struct import_row *row = importing_row(ui, importing->list.selected);
	enum entity_kind kind = count ? made_of(words[0]) : ENTITY_COUNT;
	struct record made;
	struct buf time = { 0 };
	if (!row || row->kind != IMPORT_ROW_LEFT)
		return err_set(err, ERR_USAGE, "select what was left as text: this has been read already");
	if (kind == ENTITY_COUNT)
		return err_set(err, ERR_USAGE, "make what of it? action, cause, or a kind of event and its time: note 14:05");
	record_init(&made, kind);
	words_join(&time, words + 1, count - 1);
	bool ok = kind != ENTITY_EVENT || (set_field(ui, &made, EVENT_KIND, words[0], err) &&
						  read_time(ui, buf_text(&time), &made, err));
	if (ok) {
		import_left_take(importing->plan, &importing->left.items[row->index], &made);
		importing_arrange(importing);
	}
	record_fini(&made);
	buf_fini(&time);
	return ok;
}

static bool watch(void *context, size_t done, size_t all)
{
	struct buf line = { 0 };
	buf_printf(&line, "importing: %zu of %zu", done, all);
	bool stop = ui_show_busy(context, buf_text(&line));
	buf_fini(&line);
	return stop;
}

bool run_take(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	struct importing *importing = &ui->importing;
	char id[ID_SIZE];
	struct buf said = { 0 };
	(void)words, (void)count;
	if (ui_view(ui) != &view_import)
		return err_set(err, ERR_USAGE, "there is nothing to take here: see `import FILE`");
	importing->plan->watch = watch;
	importing->plan->watch_context = ui;
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
	importing_put_row(ui, row, out);
}

/* Rows are called by their place. */
static int64_t number(const struct ui *ui)
{
	return ui->importing.rows.count ? (int64_t)ui->importing.list.selected + 1 : 0;
}

/* All of it: what will be written, and what it was read from. */
static bool open(struct ui *ui, struct err *err)
{
	const struct import_row *row = importing_row(ui, ui->importing.list.selected);
	const struct import_item *item = importing_selected(ui);
	struct buf text = { 0 };
	(void)err;
	if (!row)
		return true;
	put_fields(ui, row, &text);
	if (item)
		buf_printf(&text, "\n%s\n", record_text(&item->record, entity_get(item->record.kind)->headline));
	else if (row->to > row->from)
		buf_printf(&text, "\n%.*s\n", (int)(row->to - row->from), ui->importing.plan->document.source + row->from);
	ui_result(ui, "import", buf_text(&text));
	buf_fini(&text);
	return true;
}

static const struct hint hints[] = { { "take", "import all" }, { "drop", "drop" }, { "fill correct", "correct" },
	{ "open", "show" }, { "make action", "text: action" }, { "fill make note", "event" }, { "close", "back" }, { "find", "find" }, { 0 } };

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
