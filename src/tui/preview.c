/* The Preview tab: the document as it would be read. */
#include <stdlib.h>

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
	document_markdown_free(pane->document);
	free(pane->problem);
	preview_fini(&pane->preview);
	*pane = (struct preview_pane){ 0 };
}

/* Called at every drawing that follows a change of anything: renders only if data changed. */
static bool load(struct ui *ui, int rows, struct err *err)
{
	struct preview_pane *pane = &ui->incident.preview;
	struct markdown *document = NULL;
	struct err problem = { 0 };
	(void)rows, (void)err;
	if (pane->known && pane->changes == ui->changes)
		return true;
	const struct document_request request = { 0 };
	bool ok = document_markdown(
		ui->app, &ui->incident.record, &request, PREVIEW_EVENTS_MAX, &document, &problem);
	document_markdown_free(pane->document);
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

static void lay_out(struct preview_pane *pane, int columns)
{
	columns = columns < COLUMNS_MAX ? columns : COLUMNS_MAX;
	if (!pane->document || columns == pane->columns)
		return;
	/* what stood at the top stays about there */
	size_t lines = pane->preview.lines.count, top = pane->list.selected;
	preview_clear(&pane->preview);
	preview_lay_out(pane->document, columns, &pane->preview);
	if (lines)
		pane->list.selected = top * pane->preview.lines.count / lines;
	pane->columns = columns;
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

bool run_heading(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	struct preview_pane *pane = &ui->incident.preview;
	const struct preview_line *lines = pane->preview.lines.items;
	bool back = count && text_equal(words[0], "previous");
	if (ui_view(ui) != &view_preview)
		return err_set(err, ERR_USAGE, "headings are in the preview: see `tab preview`");
	for (size_t row = pane->list.top; back ? row-- > 0 : ++row < pane->preview.lines.count;)
		if (lines[row].level) {
			pane->list.selected = row;
			return true;
		}
	ui_message(ui, STYLE_TEXT, back ? "no heading above" : "no heading below");
	return true;
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

static const struct hint hints[] = { { "page-down", "page" }, { "heading next", "next heading" },
	{ "heading previous", "heading before" }, { "find", "find" }, { "palette", "command" },
	{ 0 } };

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
};
