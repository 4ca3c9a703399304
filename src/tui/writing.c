/* Reading what the tabs Postmortem and Checks show, and what they have in common. */
#include "tui/writing.h"

#include <stdlib.h>

#include "app/fields.h"
#include "app/read.h"
#include "base/text.h"
#include "tui/ui.h"

enum {
	BESIDE_COLUMNS = 100, /* from here on the selected one is shown beside the list */
	BELOW_ROWS = 8,	      /* and from here on below it */
	CHECKED_EVENTS = 1000, /* the checks look at so many of the last events here; a shell at all */
	CHECKED_FIRST = 30,   /* for the first screen, and then as many as above */
	CHECKED_LATELY = 200, /* while people log: of those just pasted a secret is to be told at once */
};

/* ---- reading -----------------------------------------------------------------------------------
 */

static int percent_of(const struct section_states *sections)
{
	size_t required = 0, written = 0;
	for (size_t i = 0; i < sections->count; i++) {
		const struct section_state *state = &sections->items[i];
		if (!state->prompt || state->optional)
			continue;
		required++;
		written += state->words > 0;
	}
	return required ? (int)(written * 100 / required) : 100;
}

/* Sections of which an edit in the published document and one made here could not be put together. */
static bool read_apart(struct app *app, const struct incident *incident, struct words *out, struct err *err)
{
	struct drafts drafts = { 0 };
	bool ok = draft_list(app, incident->record.id, &drafts, err);
	for (size_t i = 0; ok && i < drafts.count; i++) {
		struct fields fields;
		if (!fields_is_place(drafts.items[i].place) ||
			!fields_read(app, drafts.items[i].place, drafts.items[i].text, &fields, NULL))
			continue;
		if (fields.kind == ENTITY_SECTION && fields.from)
			words_add(out, fields.which);
		fields_fini(&fields);
	}
	drafts_fini(&drafts);
	return ok;
}

/* How many of the last events are looked at. While people log, reading must not wait for every event. */
static int64_t checked_events(const struct incident *incident)
{
	if (!incident->writing.known)
		return CHECKED_FIRST;
	return status_is_open(record_text(&incident->record, INCIDENT_STATUS)) ? CHECKED_LATELY : CHECKED_EVENTS;
}

static bool read(
	struct app *app, const struct incident *incident, struct writing *out, struct err *err)
{
	const struct check_request request = { .events = checked_events(incident) };
	struct err problem = { 0 };
	if (!document_sections(app, &incident->record, NULL, &out->sections, &problem))
		out->problem = mem_copy(problem.text);
	out->percent = percent_of(&out->sections);
	if (!read_apart(app, incident, &out->apart, err) ||
		!review_read(app, &incident->record, &out->review, err))
		return false;
	bool ok = check_with_sections(
		app, &incident->record, &out->sections, &request, &out->findings, err);
	out->events_checked = request.events == CHECKED_EVENTS;
	out->known = ok;
	out->behind = ok && request.events == CHECKED_FIRST && out->findings.partial;
	return ok;
}

/* One that was waived goes to the end: who works through them stays, at the next. */
static bool same_finding(const struct finding *a, const struct finding *b)
{
	return a->check == b->check && a->number == b->number && text_equal(a->key, b->key) && !a->waived == !b->waived;
}

static void keep_finding(struct writing *fresh, const struct writing *before)
{
	size_t finding = before->findings_list.selected;
	fresh->findings_list = before->findings_list;
	for (size_t i = 0; finding < before->findings.count && i < fresh->findings.count; i++)
		if (same_finding(&fresh->findings.items[i], &before->findings.items[finding]))
			fresh->findings_list.selected = i;
}

/* Take over what one had selected, as far as it is still there. */
static void keep(struct writing *fresh, const struct writing *before)
{
	size_t section = before->sections_list.selected;
	fresh->sections_list = before->sections_list;
	fresh->text_top = before->text_top;
	for (size_t i = 0; section < before->sections.count && i < fresh->sections.count; i++)
		if (text_equal(fresh->sections.items[i].key, before->sections.items[section].key))
			fresh->sections_list.selected = i;
	keep_finding(fresh, before);
}

bool writing_catch_up(struct ui *ui, struct err *err)
{
	struct writing *writing = &ui->incident.writing;
	struct writing fresh = { 0 };
	if (!writing->behind)
		return true;
	writing->behind = false;
	if (!read_begin(ui->app, err))
		return false;
	bool ok = read(ui->app, &ui->incident, &fresh, err);
	read_end(ui->app);
	if (ok)
		keep(&fresh, writing);
	writing_fini(ok ? writing : &fresh);
	if (ok)
		*writing = fresh;
	return ok;
}

bool writing_check_events(struct ui *ui, struct err *err)
{
	struct writing *writing = &ui->incident.writing;
	struct writing fresh = { 0 };
	const struct check_request request = { .events = CHECKED_EVENTS };
	if (writing->events_checked)
		return true;
	bool ok = read_begin(ui->app, err);
	if (!ok)
		return false;
	ok = check_with_sections(
		ui->app, &ui->incident.record, &writing->sections, &request, &fresh.findings, err);
	read_end(ui->app);
	if (ok) {
		keep_finding(&fresh, writing);
		findings_fini(&writing->findings);
		writing->findings = fresh.findings;
		writing->findings_list = fresh.findings_list;
		writing->events_checked = true;
	} else {
		findings_fini(&fresh.findings);
	}
	return ok;
}

void writing_fini(struct writing *writing)
{
	free(writing->problem);
	section_states_fini(&writing->sections);
	words_fini(&writing->apart);
	review_fini(&writing->review);
	findings_fini(&writing->findings);
	*writing = (struct writing){ 0 };
}

/* ---- drawing -----------------------------------------------------------------------------------
 */

struct area writing_split(struct ui *ui, struct area *area, size_t count)
{
	struct area detail = { area->row, area->column + area->columns, 0, 0 };
	if (area->columns >= BESIDE_COLUMNS) {
		int columns = area->columns / 2;
		area->columns -= columns;
		detail = (struct area){ area->row, area->column + area->columns, area->rows,
			columns };
		for (int row = 0; row < area->rows; row++)
			grid_puts(&ui->grid, detail, row, 0, STYLE_RULE, "│");
		detail.column += 2;
		detail.columns -= 3;
	} else if (area->rows >= BELOW_ROWS) {
		int list = area->rows / 2;
		if ((size_t)list > count)
			list = (int)count;
		detail = (struct area){ area->row + list + 1, area->column + 1,
			area->rows - list - 1, area->columns - 2 };
		area->rows = list + 1;
		grid_rule(&ui->grid, *area, list, STYLE_RULE);
		area->rows = list;
	}
	return detail;
}

void writing_draw_more(struct ui *ui, struct area area, struct area detail, const struct list *list,
	size_t count)
{
	struct area rule = { detail.row - 1, area.column, 1, area.columns };
	struct buf more = { 0 };
	size_t end = list->top + (size_t)area.rows;
	if (end < count)
		buf_printf(&more, " %zu more below ", count - end);
	else if (list->top)
		buf_printf(&more, " %zu more above ", list->top);
	int at = area.columns - 1 - (int)more.len;
	if (detail.rows && detail.row > area.row && more.len && at >= 0)
		grid_puts(&ui->grid, rule, 0, at, STYLE_DIM, buf_text(&more));
	buf_fini(&more);
}

int writing_draw_text(struct ui *ui, struct area area, int row, int rows, size_t skip,
	enum style style, const char *text)
{
	int used = 0;
	size_t len = strlen(text), next;
	for (size_t at = 0; at < len && used < rows; at += next) {
		size_t n =
			wrap_next(text + at, len - at, area.columns > 1 ? area.columns : 1, &next);
		if (skip) {
			skip--;
			continue;
		}
		grid_put(&ui->grid, area, row + used++, 0, style, text + at, n);
	}
	return used;
}
