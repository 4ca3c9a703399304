#include "tui/clip.h"

#include <stdlib.h>

#include "app/read.h"
#include "base/text.h"
#include "tui/ui.h"

enum { NONE = -1 };

/* The fields that are a thing's own words, and its link. */
static const struct {
	enum entity_kind kind;
	int text, link;
} fields[] = {
	{ ENTITY_INCIDENT, INCIDENT_TITLE, NONE },
	{ ENTITY_EVENT, EVENT_TEXT, EVENT_LINK },
	{ ENTITY_ACTION, ACTION_TITLE, ACTION_LINK },
	{ ENTITY_CAUSE, CAUSE_TEXT, NONE },
};

void clip_fini(struct clip *clip)
{
	buf_fini(&clip->text);
}

/* ---- one thing ---------------------------------------------------------------------------------
 */

/* Text that others wrote may end in any number of lines. */
static void put_text(const char *text, struct buf *out)
{
	buf_puts(out, text);
	buf_trim_end(out);
}

/* "14:05 UTC ", with the day if that is not today. */
static void put_moment(const struct ui *ui, const struct record *event, struct buf *out)
{
	static const char *const precisions[] = { "exact", "minute", "about", "day" };
	struct when when = { .at = record_int(event, EVENT_AT),
		.offset = (int)record_int(event, EVENT_OFFSET) };
	for (size_t i = 0; i < LENGTH(precisions); i++)
		if (text_equal(record_text(event, EVENT_PRECISION), precisions[i]))
			when.precision = (enum precision)i;
	show_moment(&when, ui_zone(ui), app_now(ui->app), out);
	buf_putc(out, ' ');
}

static bool put_record(const struct ui *ui, const struct record *record, enum entity_kind kind,
	const char *what, bool several, struct buf *out)
{
	size_t i = 0;
	while (i < LENGTH(fields) && fields[i].kind != kind)
		i++;
	size_t before = out->len;
	if (text_equal(what, "number") && kind == ENTITY_INCIDENT)
		app_incident_name(record, out);
	else if (text_equal(what, "number"))
		buf_printf(out, "#%lld", (long long)record->number);
	else if (text_equal(what, "link") && i < LENGTH(fields) && fields[i].link != NONE)
		buf_puts(out, record_text(record, fields[i].link));
	if (text_equal(what, "text") && kind == ENTITY_EVENT && several)
		put_moment(ui, record, out);
	if (text_equal(what, "text") && i < LENGTH(fields))
		put_text(record_text(record, fields[i].text), out);
	return out->len > before;
}

/* ---- what is selected or marked ----------------------------------------------------------------
 */

static int by_time(const void *a, const void *b)
{
	const struct record *left = a, *right = b;
	int64_t l = record_int(left, EVENT_AT), r = record_int(right, EVENT_AT);
	return l != r ? (l > r) - (l < r)
		      : (left->number > right->number) - (left->number < right->number);
}

static bool read_one(
	struct ui *ui, enum entity_kind kind, int64_t number, struct records *out, struct err *err)
{
	const struct board *board = &ui->board;
	if (kind != ENTITY_INCIDENT) {
		struct record record;
		if (!read_number(ui->app, kind, ui->incident.record.id, number, &record, err))
			return false;
		*vec_push(out) = record;
		return true;
	}
	for (size_t i = 0; i < board->count; i++) {
		struct record record;
		if (board->items[i].incident.number != number)
			continue;
		if (!read_incident(ui->app, board->items[i].incident.id, &record, err))
			return false;
		*vec_push(out) = record;
	}
	return true;
}

/* The records that are marked, or the one that is selected, in the order they are shown in. */
static bool read_chosen(struct ui *ui, struct records *out, struct err *err)
{
	const struct view *view = ui_view(ui);
	const struct marks *marks = ui_marks(ui);
	int64_t selected = view->number ? view->number(ui) : 0;
	bool ok = true;
	if (!marks || !marks->count)
		return !selected || read_one(ui, view->entity, selected, out, err);
	for (size_t i = 0; ok && i < marks->count; i++)
		ok = read_one(ui, view->entity, marks->items[i], out, err);
	if (ok && view->entity == ENTITY_EVENT && out->count)
		qsort(out->items, out->count, sizeof *out->items, by_time);
	return ok;
}

static void name_chosen(const struct ui *ui, const struct records *records, struct clip *clip)
{
	const char *name = entity_get(ui->view->entity)->name;
	if (records->count > 1)
		snprintf(clip->what, sizeof clip->what, "%zu %ss", records->count, name);
	else if (records->count)
		snprintf(clip->what, sizeof clip->what, "%s #%lld", name,
			(long long)records->items[0].number);
}

static bool clip_chosen(struct ui *ui, const char *what, struct clip *clip, struct err *err)
{
	struct records records = { 0 };
	bool ok = read_chosen(ui, &records, err);
	for (size_t i = 0; ok && i < records.count; i++)
		if (put_record(ui, &records.items[i], ui->view->entity, what, records.count > 1,
			    &clip->text) &&
			records.count > 1)
			buf_putc(&clip->text, '\n');
	name_chosen(ui, &records, clip);
	records_fini(&records);
	return ok;
}

/* ---- a whole view ------------------------------------------------------------------------------
 */

/* Blanks that aligned columns are made of are none of the text. */
static void put_squeezed(const char *text, struct buf *out)
{
	size_t start = out->len;
	for (; *text; text++)
		if (*text != ' ' || (out->len > start && out->data[out->len - 1] != ' '))
			buf_putc(out, *text);
	if (out->len > start)
		buf_trim_end(out);
}

/* A row of a list, with the number that commands take. */
static void put_row(struct ui *ui, const struct view *view, size_t row, struct buf *out)
{
	struct buf label = { 0 };
	int64_t number = view_number_at(ui, view, row);
	if (number && view->entity != ENTITY_INCIDENT)
		buf_printf(out, "#%lld ", (long long)number);
	view->label(ui, row, &label);
	put_squeezed(buf_text(&label), out);
	buf_fini(&label);
}

static bool put_events(struct ui *ui, struct buf *out, struct err *err)
{
	const struct timeline *timeline = &ui->timeline;
	const char *incident = ui->incident.record.id;
	struct records events = { 0 };
	bool ok = read_events(ui->app, incident, timeline_filter(ui), PAGE_BEFORE, timeline->at,
			  timeline->number, CLIP_EVENTS, &events, err) &&
		read_events(ui->app, incident, timeline_filter(ui), PAGE_AFTER, timeline->at,
			timeline->number - 1, CLIP_EVENTS, &events, err);
	for (size_t i = 0; ok && i < events.count; i++) {
		const struct record *event = &events.items[i];
		put_moment(ui, event, out);
		buf_printf(
			out, "#%lld %s ", (long long)event->number, record_text(event, EVENT_KIND));
		show_person(record_text(event, EVENT_AUTHOR), out);
		buf_puts(out, ": ");
		put_text(record_text(event, EVENT_TEXT), out);
		if (record_has(event, EVENT_LINK))
			buf_printf(out, " %s", record_text(event, EVENT_LINK));
		buf_putc(out, '\n');
	}
	records_fini(&events);
	return ok;
}

/* All a view shows, a line or more for each of its rows, nothing cut or framed: its text, its list,
 * of a timeline what is around the selected event. */
static bool clip_view(struct ui *ui, struct buf *out, struct err *err)
{
	const struct view *view = ui_view(ui);
	if (view == &view_pager)
		return put_text(buf_text(&ui->pager.text), out), buf_putc(out, '\n'), true;
	if (view == &view_timeline)
		return put_events(ui, out, err);
	for (size_t row = 0; row < view_count(ui, view); row++) {
		put_row(ui, view, row, out);
		buf_putc(out, '\n');
	}
	return true;
}

/* ---- commands ----------------------------------------------------------------------------------
 */

/* The request and what it is about; `*clip` is the UI's then. */
static void request(struct ui *ui, enum ui_request request, struct clip *clip)
{
	clip_fini(&ui->clip);
	ui->clip = *clip;
	ui->request = request;
}

bool run_copy(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	static const char *const whats[] = { "text", "link", "number", "all" };
	const struct view *view = ui_view(ui);
	const char *what = count ? words[0] : "text";
	struct clip clip = { 0 };
	size_t known = 0;
	while (known < LENGTH(whats) && !text_equal(whats[known], what))
		known++;
	if (count > 1 || known == LENGTH(whats))
		return err_set(err, ERR_USAGE, "copy what? text, link, number or all");
	bool whole = text_equal(what, "all") || view == &view_pager, ok = true;
	text_copy(clip.what, sizeof clip.what, view == &view_pager ? "the text" : "the list");
	if (whole) {
		ok = clip_view(ui, &clip.text, err);
	} else if (view->entity != ENTITY_COUNT) {
		ok = clip_chosen(ui, what, &clip, err);
	} else if (view_list(ui, view) && view_list(ui, view)->selected < view_count(ui, view)) {
		put_row(ui, view, view_list(ui, view)->selected, &clip.text);
		text_copy(clip.what, sizeof clip.what, "the line");
	}
	if (ok && !clip.text.len)
		ok = text_equal(what, "link")
			? err_set(err, ERR_NOT_FOUND, "there is no link to copy here")
			: err_set(err, ERR_NOT_FOUND, "there is nothing to copy here");
	if (ok)
		request(ui, UI_COPY, &clip);
	else
		clip_fini(&clip);
	return ok;
}

bool run_print(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	struct clip clip = { 0 };
	(void)words;
	if (count)
		return err_set(err, ERR_USAGE, "print takes no words");
	ui_title(ui, &clip.text);
	buf_printf(&clip.text, " · %s\n\n", ui_view(ui)->title);
	if (!clip_view(ui, &clip.text, err)) {
		clip_fini(&clip);
		return false;
	}
	request(ui, UI_PRINT, &clip);
	return ui_keep(ui, err);
}
