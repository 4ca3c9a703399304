/* The Preview tab: the document as it would be read. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "tui/ui.h"

enum { COLUMNS_MAX = 100 }; /* longer lines are tiring to read */

static const enum style styles[] = {
	[PREVIEW_TEXT] = STYLE_TEXT,
	[PREVIEW_HEADING] = STYLE_TITLE,
	[PREVIEW_STRONG] = STYLE_TITLE,
	[PREVIEW_EMPHASIS] = STYLE_EMPHASIS,
	[PREVIEW_STRIKE] = STYLE_DIM,
	[PREVIEW_CODE] = STYLE_CODE,
	[PREVIEW_LINK] = STYLE_LINK,
	[PREVIEW_MARK] = STYLE_MARK,
	[PREVIEW_RULE] = STYLE_RULE,
};

void preview_pane_fini(struct preview_pane *pane)
{
	preview_document_fini(&pane->document);
	free(pane->problem);
	preview_fini(&pane->preview);
	*pane = (struct preview_pane){ 0 };
}

/* ---- reading ------------------------------------------------------------------------------------ */

/* Up to so many events the document follows every change: it is there before one would notice. A longer
 * one is rendered again after some time only, a millisecond for every fifth event. */
enum { EVENTS_LIVE = 5000, EVENTS_EACH_MS = 5 };

static bool render(struct ui *ui, struct preview_document *out, struct err *err)
{
	struct preview_pane *pane = &ui->incident.preview;
	const struct record *incident = &ui->incident.record;
	const struct document_request request = { 0 };
	int64_t events = 0;
	if (!read_event_count(ui->app, incident->id, NULL, &events, err))
		return false;
	if (events > PREVIEW_EVENTS_MAX)
		return err_set(err, ERR_USAGE, "%lld events are too many to show here: `render -o FILE` "
			"writes the document", (long long)events);
	pane->next = events > EVENTS_LIVE ? ui->clock + events / EVENTS_EACH_MS : 0;
	return preview_document_read(ui->app, incident, &request, out, err);
}

/* Where one is: the heading, which one of those with this text, lines of the document below it and in all. */
struct reading {
	struct buf heading;
	size_t nth;
	int below, source;
};

static void reading_keep(const struct preview_pane *pane, struct reading *out);
static void reading_find(struct preview_pane *pane, const struct reading *reading);

static void lay_out(struct preview_pane *pane, int columns)
{
	struct reading reading = { 0 };
	columns = columns < COLUMNS_MAX ? columns : COLUMNS_MAX;
	if (!pane->document.markdown || columns == pane->columns)
		return;
	/* what stood at the top stays there, whatever changed before it */
	reading_keep(pane, &reading);
	preview_clear(&pane->preview);
	preview_lay_out(pane->document.markdown, columns, &pane->preview);
	reading_find(pane, &reading);
	pane->columns = columns;
	buf_fini(&reading.heading);
}

/* Called at every drawing that follows a change of anything: renders only if data changed. */
static bool load(struct ui *ui, int rows, struct err *err)
{
	struct preview_pane *pane = &ui->incident.preview;
	struct preview_document document = { 0 };
	struct err problem = { 0 };
	(void)rows, (void)err;
	pane->behind = false;
	if (pane->known && pane->changes == ui->changes)
		return true;
	if (pane->known && ui->clock < pane->next) {
		pane->behind = true;
		ui->stale = true; /* look again at the next drawing */
		return true;
	}
	bool ok = render(ui, &document, &problem);
	preview_document_fini(&pane->document);
	free(pane->problem);
	pane->document = document;
	pane->problem = ok ? NULL : mem_copy(problem.text);
	pane->changes = ui->changes;
	pane->known = true;
	pane->columns = 0;
	if (!ok)
		preview_clear(&pane->preview);
	return true;
}

static void draw_line(struct ui *ui, struct area area, int y, size_t row)
{
	const struct preview *preview = &ui->incident.preview.preview;
	const struct preview_line *line = &preview->lines.items[row];
	const char *text = preview->text.data + line->at;
	int x = 0;
	for (size_t i = 0; i < line->span_count; i++) {
		const struct preview_span *span = &preview->spans.items[line->span + i];
		x += grid_put(
			&ui->grid, area, y, x, styles[span->role], text + span->at, span->len);
	}
	list_highlight(ui, area, y, 0, text, line->len);
}

/* What is "selected" is the line to be shown first, as far as there is text below it. */
static void clamp(struct ui *ui)
{
	struct preview_pane *pane = &ui->incident.preview;
	size_t rows = ui->rows > 0 ? (size_t)ui->rows : 1, count = pane->preview.lines.count;
	pane->list.top = pane->list.selected;
	if (pane->list.top + rows > count)
		pane->list.top = count > rows ? count - rows : 0;
}

static void draw(struct ui *ui, struct area area)
{
	struct preview_pane *pane = &ui->incident.preview;
	int indent = area.columns > 20 ? 1 : 0;
	area.column += indent;
	area.columns -= 2 * indent;
	if (pane->problem) {
		writing_draw_text(ui, area, 0, area.rows, 0, STYLE_WARNING, pane->problem);
		return;
	}
	lay_out(pane, area.columns);
	ui->rows = area.rows;
	clamp(ui);
	for (int y = 0; y < area.rows && pane->list.top + (size_t)y < pane->preview.lines.count;
		y++)
		draw_line(ui, area, y, pane->list.top + (size_t)y);
	/* what is read begins here */
	if (!ui->composing && !ui->prompt.kind && !ui->pager.open)
		grid_cursor(&ui->grid, area, 0, 0);
}

/* ---- moving ------------------------------------------------------------------------------------
 */

static bool move(struct ui *ui, enum move move, struct err *err)
{
	struct preview_pane *pane = &ui->incident.preview;
	(void)err;
	pane->list.selected = pane->list.top;
	list_move(&pane->list, pane->preview.lines.count, ui->rows, move);
	clamp(ui);
	pane->list.selected = pane->list.top;
	return true;
}

/* ---- headings ----------------------------------------------------------------------------------- */

static void put_line(const struct preview *preview, size_t row, struct buf *out)
{
	buf_put(out, preview->text.data + preview->lines.items[row].at, preview->lines.items[row].len);
}

static bool is_line(const struct preview *preview, size_t row, const char *text, size_t len)
{
	const struct preview_line *line = &preview->lines.items[row];
	return line->len == len && memcmp(preview->text.data + line->at, text, len) == 0;
}

/* The last heading at or above a row; false if there is none. */
static bool heading_of(const struct preview *preview, size_t row, size_t *out)
{
	for (size_t at = row + 1; at-- > 0 && at < preview->lines.count;)
		if (preview->lines.items[at].level) {
			*out = at;
			return true;
		}
	return false;
}

static void reading_keep(const struct preview_pane *pane, struct reading *out)
{
	const struct preview *preview = &pane->preview;
	size_t row = pane->list.top, at;
	if (row < preview->lines.count)
		out->source = preview->lines.items[row].source;
	if (row >= preview->lines.count || !heading_of(preview, row, &at))
		return;
	put_line(preview, at, &out->heading);
	for (size_t i = 0; i < at; i++)
		out->nth += preview->lines.items[i].level &&
			is_line(preview, i, out->heading.data, out->heading.len);
	out->below = out->source - preview->lines.items[at].source;
}

/* The last line from a row on that comes from no later than a line of the document, before the next heading. */
static size_t find_source(const struct preview *preview, size_t from, int source, bool to_heading)
{
	const struct preview_line *lines = preview->lines.items;
	size_t found = from;
	for (size_t i = from; i < preview->lines.count; i++) {
		if (lines[i].source > source || (to_heading && i > from && lines[i].level))
			break;
		if (i == from || lines[i].source != lines[i - 1].source)
			found = i;
	}
	return found;
}

static void reading_find(struct preview_pane *pane, const struct reading *reading)
{
	const struct preview *preview = &pane->preview;
	size_t count = preview->lines.count, at = count, nth = reading->nth;
	if (!reading->source || !count)
		return;
	for (size_t i = 0; reading->heading.len && i < count; i++) {
		if (!preview->lines.items[i].level ||
			!is_line(preview, i, reading->heading.data, reading->heading.len))
			continue;
		at = i;
		if (!nth--)
			break;
	}
	/* it is gone, or wrapped otherwise: about as far from the top */
	pane->list.selected = at == count
		? find_source(preview, 0, reading->source, false)
		: find_source(preview, at, preview->lines.items[at].source + reading->below, true);
}

/* Headings by their text, those that begin so after those that are it. */
static bool find_heading(const struct preview *preview, const char *text, size_t *out)
{
	for (int whole = 1; whole >= 0; whole--)
		for (size_t row = 0; row < preview->lines.count; row++) {
			struct buf line = { 0 };
			if (!preview->lines.items[row].level)
				continue;
			put_line(preview, row, &line);
			size_t len = strlen(text);
			bool fits = line.len >= len && strncasecmp(buf_text(&line), text, len) == 0 &&
				(!whole || line.len == len);
			buf_fini(&line);
			*out = row;
			if (fits)
				return true;
		}
	return false;
}

bool run_heading(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	struct preview_pane *pane = &ui->incident.preview;
	const struct preview_line *lines = pane->preview.lines.items;
	bool back = count && text_equal(words[0], "previous");
	struct buf text = { 0 };
	/* what was asked for is told from flags by it */
	if (count && text_equal(words[0], "--")) {
		words++;
		count--;
	}
	if (ui_view(ui) != &view_preview)
		return err_set(err, ERR_USAGE, "headings are in the preview: see `tab preview`");
	if (count && !back && !text_equal(words[0], "next")) {
		size_t row;
		words_join(&text, words, count);
		bool found = find_heading(&pane->preview, buf_text(&text), &row);
		if (found)
			pane->list.selected = row;
		else
			err_set(err, ERR_NOT_FOUND, "no heading begins with '%s'", buf_text(&text));
		buf_fini(&text);
		return found;
	}
	for (size_t row = pane->list.top; back ? row-- > 0 : ++row < pane->preview.lines.count;)
		if (lines[row].level) {
			pane->list.selected = row;
			return true;
		}
	ui_message(ui, STYLE_TEXT, back ? "no heading above" : "no heading below");
	return true;
}

void preview_add_headings(struct ui *ui, void (*add)(void *data, const char *text), void *data)
{
	const struct preview *preview = &ui->incident.preview.preview;
	for (size_t row = 0; row < preview->lines.count; row++) {
		struct buf line = { 0 };
		if (!preview->lines.items[row].level)
			continue;
		put_line(preview, row, &line);
		add(data, buf_text(&line));
		buf_fini(&line);
	}
}

/* ---- where one is ------------------------------------------------------------------------------- */

void preview_draw_outline(struct ui *ui, struct area area)
{
	const struct preview_pane *pane = &ui->incident.preview;
	const struct preview *preview = &pane->preview;
	size_t here = 0, before = 0, row = 0;
	bool found = heading_of(preview, pane->list.top, &here);
	grid_puts(&ui->grid, area, 0, 0, STYLE_TITLE, "Contents");
	area = area_below(area, 1);
	for (size_t i = 0; found && i < here; i++)
		before += preview->lines.items[i].level > 0;
	/* the one where one is in the middle, as far as there are others around it */
	size_t half = (size_t)(area.rows > 0 ? area.rows : 0) / 2, skip = before > half ? before - half : 0, count = 0;
	for (size_t i = 0; i < preview->lines.count; i++)
		count += preview->lines.items[i].level > 0;
	if (skip + 2 * half > count)
		skip = count > 2 * half ? count - 2 * half : 0;
	for (size_t i = 0; i < preview->lines.count && (int)row < area.rows; i++) {
		int level = preview->lines.items[i].level;
		struct buf line = { 0 }, quoted = { 0 };
		if (!level || skip > 0) {
			skip -= level > 0;
			continue;
		}
		bool is_here = found && i == here;
		int indent = level > 1 ? 2 * (level - 1) : 0;
		put_line(preview, i, &line);
		if (is_here)
			grid_puts(&ui->grid, area, (int)row, 0, STYLE_MARK, "▸");
		grid_put_field(&ui->grid, area, (int)row, indent + 2, area.columns - indent - 2,
			is_here ? STYLE_TITLE : STYLE_TEXT, buf_text(&line));
		words_quote(&quoted, buf_text(&line));
		const struct area hit = { area.row + (int)row, area.column, 1, area.columns };
		ui_hit(ui, MOUSE_LEFT, hit, "heading -- %s", buf_text(&quoted));
		buf_fini(&quoted);
		row++;
		buf_fini(&line);
	}
}

/* What one does not see here must not be taken for missing. */
static void put_readers(const struct preview_document *document, struct buf *out)
{
	if (!document->withheld && document->audience == AUDIENCE_INTERNAL)
		return;
	buf_printf(out, "for %s", audience_name(document->audience));
	if (document->withheld)
		buf_printf(out, ", %zu withheld", document->withheld);
	buf_puts(out, " · ");
}

void preview_put_position(const struct ui *ui, struct buf *out)
{
	const struct preview_pane *pane = &ui->incident.preview;
	size_t count = pane->preview.lines.count, rows = ui->rows > 0 ? (size_t)ui->rows : 1;
	size_t end = pane->list.top + rows < count ? pane->list.top + rows : count;
	if (pane->behind)
		buf_puts(out, "changed since · ");
	if (!count)
		return;
	put_readers(&pane->document, out);
	buf_printf(out, "%zu %%", 100 * end / count);
}

/* ---- the view ----------------------------------------------------------------------------------- */

/* Enter goes to where one writes what is read: from the top line on, the first such place on the screen. */
static bool open(struct ui *ui, struct err *err)
{
	const struct preview_pane *pane = &ui->incident.preview;
	const struct preview_place *place = NULL;
	struct record action;
	for (int y = 0; !place && y < ui->rows && pane->list.top + (size_t)y < pane->preview.lines.count; y++)
		place = preview_document_place(
			&pane->document, pane->preview.lines.items[pane->list.top + (size_t)y].source);
	if (!place)
		return err_set(err, ERR_NOT_FOUND, "no section or action item is on the screen");
	char *which = mem_copy(place->which);
	bool ok, section = place->kind == ENTITY_SECTION;
	if (section) {
		ok = incident_tab(ui, "postmortem", err);
		writing_select(ui, which);
	} else {
		ok = read_entity(ui->app, ENTITY_ACTION, which, &action, err);
		int64_t number = ok ? action.number : 0;
		if (ok)
			record_fini(&action);
		ok = ok && incident_tab(ui, "actions", err) && view_select(ui, number, err);
	}
	free(which);
	return ok;
}

static struct list *list_of(struct ui *ui)
{
	return &ui->incident.preview.list;
}

static size_t count_of(const struct ui *ui)
{
	return ui->incident.preview.preview.lines.count;
}

static void label(const struct ui *ui, size_t row, struct buf *out)
{
	const struct preview *preview = &ui->incident.preview.preview;
	buf_put(out, preview->text.data + preview->lines.items[row].at,
		preview->lines.items[row].len);
}

static const struct hint hints[] = { { "page-down", "page" }, { "ask heading", "go to" },
	{ "heading next", "next heading" }, { "heading previous", "heading before" }, { "find", "find" },
	{ "open", "write this" }, { "palette", "command" }, { 0 } };

const struct view view_preview = {
	.name = "preview",
	.title = "Preview",
	.place = "In the preview",
	.hints = hints,
	.entity = ENTITY_COUNT,
	.load = load,
	.draw = draw,
	.move = move,
	.list = list_of,
	.count = count_of,
	.label = label,
	.open = open,
};
