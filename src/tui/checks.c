/* The Checks tab: what a reviewer would say. */
#include "base/text.h"
#include "tui/ui.h"

static const struct finding *at(const struct ui *ui, size_t row)
{
	const struct findings *findings = &ui->incident.writing.findings;
	return row < findings->count ? &findings->items[row] : NULL;
}

static const struct finding *selected(const struct ui *ui)
{
	return at(ui, ui->incident.writing.findings_list.selected);
}

/* Rows are called by their place. */
static int64_t number(const struct ui *ui)
{
	return selected(ui) ? (int64_t)ui->incident.writing.findings_list.selected + 1 : 0;
}

static void label(const struct ui *ui, size_t row, struct buf *out)
{
	const struct finding *finding = at(ui, row);
	buf_printf(out, "%s %s ", check_level_name(finding->check->level), finding->check->id);
	finding_subject(finding, out);
	buf_printf(out, " %s", finding->text);
}

void checks_badge(const struct ui *ui, struct buf *out)
{
	size_t now = findings_now(&ui->incident.writing.findings);
	if (now)
		buf_printf(out, "%zu", now);
}

/* ---- drawing -----------------------------------------------------------------------------------
 */

enum { LEVEL, SUBJECT, SAYS };

static const struct column columns[] = {
	[LEVEL] = { "", 7, 7 },
	[SUBJECT] = { "about", 8, 22, .leaves = 1 },
	[SAYS] = { "", 20, .weight = 1 },
};

static enum style cell(const void *context, size_t row, size_t column, struct buf *out)
{
	const struct finding *finding = at(context, row);
	switch (column) {
	case LEVEL:
		if (finding->later) {
			buf_puts(out, "later");
			return STYLE_DIM;
		}
		buf_puts(out, check_level_name(finding->check->level));
		return style_find(buf_text(out));
	case SUBJECT:
		finding_subject(finding, out);
		return STYLE_DIM;
	default:
		buf_puts(out, finding->text);
		return STYLE_TEXT;
	}
}

static const struct column_set table = { columns, LENGTH(columns), cell };

static void draw_list(struct ui *ui, struct area area)
{
	struct list *list = &ui->incident.writing.findings_list;
	size_t count = ui->incident.writing.findings.count;
	int needed[COLUMN_MAX] = { 0 };
	struct place places[COLUMN_MAX];
	for (size_t i = 0; i < count; i++)
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

/* A line of the detail: what it is, and the thing itself, which may wrap. */
static int draw_fact(struct ui *ui, struct area area, int row, const char *name, enum style style,
	const char *text)
{
	enum { NAME = 9 };
	struct area value = { area.row, area.column + NAME, area.rows, area.columns - NAME };
	if (row >= area.rows)
		return row;
	grid_puts(&ui->grid, area, row, 0, STYLE_DIM, name);
	return row + writing_draw_text(ui, value, row, area.rows - row, 0, style, text);
}

static void draw_selected(struct ui *ui, struct area area)
{
	const struct finding *finding = selected(ui);
	struct buf line = { 0 }, key = { 0 };
	if (!finding || area.rows < 1)
		return;
	int row = writing_draw_text(ui, area, 0, area.rows, 0, STYLE_TITLE, finding->text);
	row += row + 4 < area.rows;
	if (finding->later)
		row = draw_fact(ui, area, row, "when", STYLE_TEXT,
			"for the postmortem: it can wait while the incident is open");
	row = draw_fact(ui, area, row, "check", STYLE_TEXT, finding->check->id);
	row = draw_fact(ui, area, row, "advice", STYLE_TEXT, finding->check->source);
	buf_printf(&line, "%s %s", finding->fix, finding->check->needs);
	buf_trim_end(&line);
	row = draw_fact(ui, area, row, "mend", STYLE_CODE, buf_text(&line));
	if (keys_name(ui, "checks", "fix", &key)) {
		buf_truncate(&line, 0);
		buf_printf(&line, "%s begins this command", buf_text(&key));
		draw_fact(ui, area, row, "", STYLE_DIM, buf_text(&line));
	}
	buf_fini(&line);
	buf_fini(&key);
}

/* What was looked for and not found, by the names of the checks. */
static void draw_nothing(struct ui *ui, struct area area)
{
	struct buf text = { 0 };
	int row = area.rows > 4 ? 1 : 0;
	area.column += 2;
	area.columns -= 3;
	grid_puts(&ui->grid, area, row++, 0, STYLE_GOOD, "Nothing to mend.");
	buf_puts(&text, "Checked: ");
	for (size_t i = 0; i < check_count(); i++)
		buf_printf(&text, "%s%s", i ? ", " : "", check_at(i)->id);
	buf_putc(&text, '.');
	writing_draw_text(ui, area, row, area.rows - row, 0, STYLE_DIM, buf_text(&text));
	buf_fini(&text);
}

static void draw(struct ui *ui, struct area area)
{
	size_t count = ui->incident.writing.findings.count;
	if (!count) {
		draw_nothing(ui, area);
		return;
	}
	struct area detail = writing_split(ui, &area, count);
	draw_list(ui, area);
	draw_selected(ui, detail);
}

/* ---- mending -----------------------------------------------------------------------------------
 */

bool run_fix(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	const struct finding *finding = selected(ui);
	struct buf line = { 0 };
	(void)words, (void)count;
	if (ui_view(ui) != &view_checks || !finding)
		return err_set(err, ERR_USAGE, "select what is to be mended: see `tab checks`");
	buf_puts(&line, finding->fix);
	/* what only a person knows comes after it */
	buf_puts(&line, *finding->check->needs ? " " : "");
	prompt_open(ui, &prompt_palette, buf_text(&line));
	buf_fini(&line);
	return true;
}

/* Tab that shows entities of a kind; NULL: none does. */
static const struct view *tab_of(enum entity_kind kind)
{
	for (size_t i = 0; i < TAB_COUNT; i++)
		if (incident_tabs[i]->entity == kind)
			return incident_tabs[i];
	return kind == ENTITY_SECTION ? &view_postmortem : NULL;
}

/* To the place; where there is none yet, to what makes it. */
static bool open(struct ui *ui, struct err *err)
{
	const struct finding *finding = selected(ui);
	const struct view *tab = finding ? tab_of(finding->kind) : NULL;
	if (!finding)
		return true;
	if (!tab || (!finding->number && !*finding->key))
		return run_fix(ui, NULL, 0, err);
	ui_show(ui, tab);
	if (*finding->key) {
		writing_select(ui, finding->key);
		return true;
	}
	return view_select(ui, finding->number, err);
}

static struct list *list_of(struct ui *ui)
{
	return &ui->incident.writing.findings_list;
}

static size_t count_of(const struct ui *ui)
{
	return ui->incident.writing.findings.count;
}

static const struct hint hints[] = { { "fix", "mend" }, { "open", "go there" }, { "find", "find" },
	{ "palette", "command" }, { 0 } };

const struct view view_checks = {
	.name = "checks",
	.title = "Checks",
	.place = "In the checks",
	.hints = hints,
	.entity = ENTITY_COUNT,
	.draw = draw,
	.list = list_of,
	.count = count_of,
	.label = label,
	.number = number,
	.open = open,
};
