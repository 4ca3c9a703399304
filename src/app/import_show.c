/* import: what a plan would do, or did */
#include "app/import.h"

#include <stdlib.h>

#include "app/edit.h"
#include "app/import_left.h"
#include "base/json.h"
#include "base/text.h"

static const unsigned written = 1u << IMPORT_ADD | 1u << IMPORT_SET | 1u << IMPORT_DELETE;

static const char *const verdicts[] = { [IMPORT_NEW] = "new", [IMPORT_UPDATE] = "update", [IMPORT_SAME] = "same",
	[IMPORT_OTHER] = "other" };
static const char *const changes[] = { [IMPORT_KEEP] = "keep", [IMPORT_ADD] = "add", [IMPORT_SET] = "change",
	[IMPORT_DELETE] = "delete" };

/* The order in which people ask for them. */
static const enum entity_kind kinds[] = { ENTITY_EVENT, ENTITY_ACTION, ENTITY_CAUSE, ENTITY_ROLE, ENTITY_REFERENCE,
	ENTITY_SECTION, ENTITY_ATTACHMENT };

static void put_count(struct buf *out, size_t count, const char *one, const char *many)
{
	if (count)
		buf_printf(out, "%s%zu %s", out->len ? ", " : "", count, count == 1 ? one : many);
}

/* ---- in words ------------------------------------------------------------------------------------- */

static void put_name(const struct import_plan *plan, bool dry, struct buf *out)
{
	const char *ref = record_text(&plan->incident, INCIDENT_REF);
	if (plan->verdict == IMPORT_NEW && dry)
		buf_puts(out, "new");
	else
		buf_printf(out, "INC-%lld", (long long)plan->incident.number);
	if (*ref)
		buf_printf(out, " (%s)", ref);
	buf_printf(out, " \"%s\"", record_text(&plan->incident, INCIDENT_TITLE));
}

static void put_counts(const struct import_plan *plan, struct buf *out)
{
	struct buf counts = { 0 };
	for (size_t i = 0; i < LENGTH(kinds); i++) {
		const struct entity *entity = entity_get(kinds[i]);
		if (plan->verdict == IMPORT_NEW) {
			put_count(&counts, import_plan_count(plan, kinds[i], written), entity->name, entity->plural);
			continue;
		}
		for (int change = IMPORT_ADD; change <= IMPORT_DELETE; change++) {
			static const char *const words[] = { [IMPORT_ADD] = "added", [IMPORT_SET] = "changed", [IMPORT_DELETE] = "deleted" };
			size_t count = import_plan_count(plan, kinds[i], 1u << change);
			put_count(&counts, count, entity->name, entity->plural);
			if (count)
				buf_printf(&counts, " %s", words[change]);
		}
	}
	if (plan->verdict == IMPORT_UPDATE && plan->incident.set)
		buf_printf(&counts, "%sits own fields changed", counts.len ? ", " : "");
	buf_puts(out, counts.len ? buf_text(&counts) : "nothing changed");
	buf_fini(&counts);
}

static size_t count_notes(const struct import_plan *plan)
{
	size_t count = plan->notes.count;
	for (size_t i = 0; i < plan->items.count; i++)
		count += plan->items.items[i].note != NULL;
	return count;
}

static void put_path(const struct import_plan *plan, struct buf *out)
{
	if (plan->input->path)
		words_quote(out, plan->input->name);
	else
		buf_puts(out, "-");
}

/* A name of two lines in one. */
static void print_name(const struct import_plan *plan, struct output *out)
{
	struct buf shown = { 0 };
	text_show(&shown, plan->input->name, strlen(plan->input->name), false);
	output_text(out, buf_text(&shown));
	buf_fini(&shown);
}

void import_show_summary(const struct import_plan *plan, bool dry, struct output *out)
{
	struct buf line = { 0 }, path = { 0 };
	if (plan->reason) {
		print_name(plan, out);
		output_format(out, ": %s\n", plan->reason);
		return;
	}
	put_name(plan, dry, &line);
	buf_puts(&line, ": ");
	put_counts(plan, &line);
	output_format(out, "%s\n", buf_text(&line));
	size_t notes = count_notes(plan);
	put_path(plan, &path);
	if (notes && !dry)
		output_format(out, "  %zu note%s: `%simport --dry-run %s` shows %s\n", notes, notes == 1 ? "" : "s",
			output_prefix(out), buf_text(&path), notes == 1 ? "it" : "them");
	/* of one's own changes undo finds the last by itself */
	if (plan->author[0] && !dry)
		output_format(out, "  by %s: `%sundo -i %lld %lld` takes it back\n", plan->author, output_prefix(out),
			(long long)plan->incident.number, (long long)plan->change);
	buf_fini(&line);
	buf_fini(&path);
}

/* What an item says, in one line. */
static void put_item(const struct import_plan *plan, const struct import_item *item, struct buf *out)
{
	const struct record *record = &item->record;
	static const struct {
		enum entity_kind kind;
		int fields[5]; /* before the headline; ends with -1 */
	} rows[] = { { ENTITY_EVENT, { EVENT_KIND, EVENT_AUTHOR, -1 } },
		{ ENTITY_ACTION, { ACTION_PRIORITY, ACTION_STATE, ACTION_OWNER, ACTION_TEAM, -1 } },
		{ ENTITY_CAUSE, { CAUSE_KIND, -1 } }, { ENTITY_ROLE, { ROLE_NAME, -1 } },
		{ ENTITY_REFERENCE, { REFERENCE_LABEL, -1 } } };
	const char *zone = record_has(&plan->incident, INCIDENT_TIMEZONE) ? record_text(&plan->incident, INCIDENT_TIMEZONE) : plan->zone;
	int headline = entity_get(record->kind)->headline;
	if (record->kind == ENTITY_EVENT)
		edit_show_time(record, zone, true, out);
	for (size_t i = 0; i < LENGTH(rows); i++)
		for (int k = 0; rows[i].kind == record->kind && rows[i].fields[k] >= 0; k++)
			if (rows[i].fields[k] != headline && record_has(record, rows[i].fields[k]))
				buf_printf(out, "%s%s", out->len ? "  " : "", record_text(record, rows[i].fields[k]));
	if (out->len)
		buf_puts(out, "  ");
	if (record->kind == ENTITY_SECTION)
		buf_puts(out, record_text(record, record_has(record, SECTION_HEADING) ? SECTION_HEADING : SECTION_KEY));
	else
		edit_first_line(record_text(record, headline), out);
}

static void put_remark(const struct import_plan *plan, const struct import_item *item, struct buf *out)
{
	if (plan->verdict == IMPORT_UPDATE && item->change != IMPORT_KEEP)
		buf_puts(out, changes[item->change]);
	if (item->how)
		buf_printf(out, "%s%s", out->len ? ", " : "", item->how);
	if (item->note)
		buf_printf(out, "%s%s", out->len ? "; " : "", item->note);
}

static void add_row(const struct import_plan *plan, const struct import_item *item, struct table *table)
{
	enum { COLUMNS = 76 };
	struct buf text = { 0 }, remark = { 0 }, cut = { 0 };
	put_item(plan, item, &text);
	put_remark(plan, item, &remark);
	size_t fit = text_fit(buf_text(&text), text.len, COLUMNS);
	buf_put(&cut, buf_text(&text), fit);
	if (fit < text.len)
		buf_puts(&cut, "…");
	if (item->line)
		table_cell_format(table, "  line %zu", item->line);
	else
		table_cell(table, "  —");
	table_cell(table, entity_get(item->record.kind)->name);
	table_cell(table, buf_text(&cut));
	table_cell(table, buf_text(&remark));
	buf_fini(&text);
	buf_fini(&remark);
	buf_fini(&cut);
}

struct place {
	size_t line, index;
};

/* What is not in the document any more comes last. */
static int compare_places(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	size_t first = x->line - 1, second = y->line - 1;
	int order = (first > second) - (first < second);
	return order ? order : (x->index > y->index) - (x->index < y->index);
}

static void show_items(const struct import_plan *plan, struct output *out)
{
	struct table table;
	struct place *places = mem_new(plan->items.count + 1, sizeof *places);
	table_init(&table, 4);
	for (size_t i = 0; i < plan->items.count; i++)
		places[i] = (struct place){ plan->items.items[i].line, i };
	qsort(places, plan->items.count, sizeof *places, compare_places);
	for (size_t i = 0; i < plan->items.count; i++) {
		const struct import_item *item = &plan->items.items[places[i].index];
		if (plan->verdict != IMPORT_UPDATE || item->change != IMPORT_KEEP || item->note)
			add_row(plan, item, &table);
	}
	free(places);
	table_print(&table, out);
}

static void show_left(const struct import_plan *plan, struct output *out)
{
	enum { COLUMNS = 60 };
	struct import_left left;
	size_t at = 0;
	while (plan->read && import_left_run(&plan->document, &at, &left)) {
		struct buf words = { 0 };
		import_left_words(&plan->document, &left, &words);
		size_t fit = text_fit(buf_text(&words), words.len, COLUMNS);
		struct buf line = { 0 };
		buf_printf(&line, "  line%s %zu", left.to_line > left.line ? "s" : "", left.line);
		if (left.to_line > left.line)
			buf_printf(&line, "-%zu", left.to_line);
		buf_printf(&line, ": left as text: %.*s%s", (int)fit, buf_text(&words), fit < words.len ? "…" : "");
		output_format(out, "%s\n", buf_text(&line));
		buf_fini(&line);
		buf_fini(&words);
	}
}

static void show_incident(const struct import_plan *plan, struct output *out)
{
	static const int fields[] = { INCIDENT_REF, INCIDENT_SEVERITY, INCIDENT_STATUS, INCIDENT_STARTED, INCIDENT_TIMEZONE,
		INCIDENT_TAGS, INCIDENT_SERVICES };
	struct buf line = { 0 };
	for (size_t i = 0; i < LENGTH(fields); i++) {
		const struct field *field = &entity_get(ENTITY_INCIDENT)->fields[fields[i]];
		bool shown = plan->verdict != IMPORT_UPDATE || plan->incident.set & 1u << fields[i];
		if (!record_has(&plan->incident, fields[i]) || !shown)
			continue;
		buf_printf(&line, "%s%s ", line.len ? ", " : "  ", field->name);
		record_show(&plan->incident, fields[i], record_text(&plan->incident, INCIDENT_TIMEZONE), &line);
	}
	if (line.len)
		output_format(out, "%s\n", buf_text(&line));
	buf_fini(&line);
}

static void show_conflicts(const struct import_plan *plan, struct output *out)
{
	struct buf text = { 0 };
	for (size_t i = 0; i < plan->conflicts.results.count; i++)
		takeback_show_conflict(&plan->conflicts.results.items[i], &text);
	if (text.len)
		output_note_lines(out, buf_text(&text));
	buf_fini(&text);
}

void import_show_plan(const struct import_plan *plan, struct output *out)
{
	print_name(plan, out);
	output_text(out, "\n");
	if (plan->reason)
		output_format(out, "  %s\n", plan->reason);
	if (plan->verdict != IMPORT_OTHER) {
		struct buf line = { 0 };
		put_name(plan, true, &line);
		if (plan->verdict != IMPORT_SAME) {
			buf_puts(&line, ": ");
			put_counts(plan, &line);
		}
		output_format(out, "  %s\n", buf_text(&line));
		buf_fini(&line);
		show_incident(plan, out);
		show_items(plan, out);
		show_left(plan, out);
	}
	for (size_t i = 0; i < plan->notes.count; i++) {
		const struct found_note *note = &plan->notes.items[i];
		if (note->line)
			output_format(out, "  line %zu: %s\n", note->line, note->text);
		else
			output_format(out, "  note: %s\n", note->text);
	}
	show_conflicts(plan, out);
}

/* ---- as JSON -------------------------------------------------------------------------------------- */

static void put_json_items(const struct import_plan *plan, struct json *json)
{
	json_open(json, "items", '[');
	for (size_t i = 0; i < plan->items.count; i++) {
		const struct import_item *item = &plan->items.items[i];
		json_open(json, NULL, '{');
		json_text(json, "entity", entity_get(item->record.kind)->name);
		json_text(json, "change", item->skip ? "skip" : changes[item->change]);
		if (item->line)
			json_int(json, "line", (int64_t)item->line);
		else
			json_null(json, "line");
		json_text(json, "how", item->how);
		json_text(json, "note", item->note);
		if (item->parent)
			json_int(json, "parent", (int64_t)item->parent - 1);
		json_open(json, "record", '{');
		record_json(&item->record, json);
		json_close(json, '}');
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void put_json_left(const struct import_plan *plan, struct json *json)
{
	struct buf words = { 0 };
	struct import_left left;
	size_t at = 0;
	json_open(json, "left", '[');
	while (plan->read && import_left_run(&plan->document, &at, &left)) {
		json_open(json, NULL, '{');
		json_int(json, "from", (int64_t)left.line);
		json_int(json, "to", (int64_t)left.to_line);
		import_left_words(&plan->document, &left, &words);
		json_text(json, "text", buf_text(&words));
		buf_truncate(&words, 0);
		json_close(json, '}');
	}
	json_close(json, ']');
	buf_fini(&words);
}

void import_show_json(const struct import_plan *plan, struct output *out)
{
	struct buf text = { 0 };
	struct json json = { .out = &text };
	json_open(&json, NULL, '{');
	json_text(&json, "file", plan->input->name);
	json_text(&json, "source", plan->input->identity);
	json_text(&json, "format", IMPORT_MARKDOWN);
	json_text(&json, "verdict", verdicts[plan->verdict]);
	json_text(&json, "reason", plan->reason);
	json_open(&json, "incident", '{');
	record_json(&plan->incident, &json);
	json_close(&json, '}');
	put_json_items(plan, &json);
	put_json_left(plan, &json);
	json_open(&json, "notes", '[');
	for (size_t i = 0; i < plan->notes.count; i++) {
		json_open(&json, NULL, '{');
		json_int(&json, "line", (int64_t)plan->notes.items[i].line);
		json_text(&json, "text", plan->notes.items[i].text);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	takeback_json(&plan->conflicts, "conflicts", &json);
	json_close(&json, '}');
	output_json(out, &text);
}
