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

static const char *level_of(const struct finding *finding)
{
	return finding->waived  ? "waived"
		: finding->later ? "later"
				 : check_level_name(finding->check->level);
}

/* Rows are called by their place. */
static int64_t number(const struct ui *ui)
{
	return selected(ui) ? (int64_t)ui->incident.writing.findings_list.selected + 1 : 0;
}

static void label(const struct ui *ui, size_t row, struct buf *out)
{
	const struct finding *finding = at(ui, row);
	buf_printf(out, "%s %s ", level_of(finding), finding->check->id);
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
		buf_puts(out, level_of(finding));
		return finding->later || finding->waived ? STYLE_DIM : style_find(buf_text(out));
	case SUBJECT:
		finding_subject(finding, out);
		return STYLE_DIM;
	default:
		buf_puts(out, finding->text);
		return finding->waived ? STYLE_DIM : STYLE_TEXT;
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

static int draw_waiver(struct ui *ui, struct area area, int row, const struct finding *finding)
{
	struct buf line = { 0 };
	buf_printf(&line, "by %s, ", finding->waived_by);
	when_format(&line, finding->waived_at, ui_zone(ui), WHEN_MINUTE);
	buf_printf(&line, ": %s", finding->waived);
	row = draw_fact(ui, area, row, "waived", STYLE_TEXT, buf_text(&line));
	buf_fini(&line);
	return row;
}

static void draw_selected(struct ui *ui, struct area area)
{
	const struct finding *finding = selected(ui);
	struct buf line = { 0 }, key = { 0 };
	if (!finding || area.rows < 1)
		return;
	int row = writing_draw_text(ui, area, 0, area.rows, 0, STYLE_TITLE, finding->text);
	row += row + 4 < area.rows;
	if (finding->waived)
		row = draw_waiver(ui, area, row, finding);
	else if (finding->later)
		row = draw_fact(ui, area, row, "when", STYLE_TEXT,
			"for the postmortem: it can wait while the incident is open");
	buf_printf(&line, "%s %s", finding->fix, finding->check->needs);
	buf_trim_end(&line);
	row = draw_fact(ui, area, row, "mend", STYLE_CODE, buf_text(&line));
	if (finding->check->why)
		row = draw_fact(ui, area, row, "why", STYLE_TEXT, finding->check->why);
	row = draw_fact(ui, area, row, "advice", STYLE_TEXT, finding->check->source);
	row = draw_fact(ui, area, row, "check", STYLE_TEXT, finding->check->id);
	buf_truncate(&line, 0);
	if (keys_name(ui, "checks", "fix", &key))
		buf_printf(&line, "%s %s", buf_text(&key),
			*finding->check->needs ? "begins this command" : "runs this command");
	buf_truncate(&key, 0);
	if (keys_name(ui, "checks", "waive", &key))
		buf_printf(&line, "%s%s %s", line.len ? ", " : "", buf_text(&key),
			finding->waived ? "lets it count again" : "waives it with a reason");
	draw_fact(ui, area, row, "", STYLE_DIM, buf_text(&line));
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
	writing_draw_more(ui, area, detail, &ui->incident.writing.findings_list, count);
	draw_selected(ui, detail);
}

/* ---- mending -----------------------------------------------------------------------------------
 */

static const struct finding *to_mend(const struct ui *ui, struct err *err)
{
	const struct finding *finding = ui_view(ui) == &view_checks ? selected(ui) : NULL;
	if (!finding)
		err_set(err, ERR_USAGE, "select what is to be mended: see `tab checks`");
	return finding;
}

static const char adds_action[] = "action add";

bool run_fix(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	const struct finding *finding = to_mend(ui, err);
	struct buf line = { 0 };
	(void)words, (void)count;
	if (!finding)
		return false;
	bool ok = true, whole = !*finding->check->needs;
	bool form = text_starts(finding->fix, adds_action);
	buf_printf(&line, "%s%s", form ? "form action" : finding->fix, form ? finding->fix + strlen(adds_action) : "");
	/* an action item needs more than one line of words: an owner, a type, a link */
	if (whole || form) {
		ok = ui_run_line(ui, buf_text(&line), err);
	} else {
		/* what only a person knows comes after it */
		buf_putc(&line, ' ');
		prompt_open(ui, &prompt_palette, buf_text(&line));
	}
	buf_fini(&line);
	return ok;
}

/* The words of `check waive` or `check unwaive` for a finding. */
static void waive_words(const struct finding *finding, struct words *out)
{
	words_add(out, "check");
	words_add(out, finding->waived ? "unwaive" : "waive");
	words_add(out, finding->check->id);
	if (finding->number || *finding->key) {
		struct buf subject = { 0 };
		finding_subject(finding, &subject);
		words_add(out, buf_text(&subject));
		buf_fini(&subject);
	}
}

bool run_waive(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	const struct finding *finding = to_mend(ui, err);
	struct words line = { .items = mem_new(1, sizeof *line.items) };
	(void)words, (void)count;
	bool ok = finding != NULL;
	if (ok && finding->check->secret && !finding->waived)
		ok = err_set(err, ERR_USAGE, "what looks like a secret is redacted; if it is none, say so: "
			":check waive %s PLACE --harmless --reason TEXT", finding->check->id);
	if (ok) {
		waive_words(finding, &line);
		if (finding->waived) {
			ok = ui_run(ui, line.items, line.count, err);
		} else {
			words_add(&line, "--reason");
			prompt_ask_for(ui, line.items, line.count);
		}
	}
	words_fini(&line);
	return ok;
}

/* Tab that shows entities of a kind; NULL: none does. */
static const struct view *tab_of(enum entity_kind kind)
{
	for (size_t i = 0; i < TAB_COUNT; i++)
		if (incident_tabs[i]->entity == kind)
			return incident_tabs[i];
	return kind == ENTITY_SECTION ? &view_postmortem : NULL;
}

/* What has no tab of its own: people, references, attachments. */
static bool open_form(struct ui *ui, const struct finding *finding, struct err *err)
{
	struct buf line = { 0 };
	buf_printf(&line, "form %s %lld", entity_get(finding->kind)->name, (long long)finding->number);
	bool ok = ui_run_line(ui, buf_text(&line), err);
	buf_fini(&line);
	return ok;
}

/* To the place; where there is none yet, to what makes it. */
static bool open(struct ui *ui, struct err *err)
{
	const struct finding *finding = selected(ui);
	const struct view *tab = finding ? tab_of(finding->kind) : NULL;
	if (!finding)
		return true;
	if (!finding->number && !*finding->key)
		return run_fix(ui, NULL, 0, err);
	if (!tab)
		return open_form(ui, finding, err);
	ui_show(ui, tab);
	if (*finding->key) {
		writing_select(ui, finding->key);
		return true;
	}
	return view_select(ui, finding->number, err);
}

/* The events of an open incident were left out when it was read. */
static bool load(struct ui *ui, int rows, struct err *err)
{
	(void)rows;
	return writing_catch_up(ui, err) && writing_check_events(ui, err);
}

static struct list *list_of(struct ui *ui)
{
	return &ui->incident.writing.findings_list;
}

static size_t count_of(const struct ui *ui)
{
	return ui->incident.writing.findings.count;
}

static const struct hint hints[] = { { "fix", "mend" }, { "open", "go there" }, { "waive", "waive" },
	{ "undo", "undo" }, { "find", "find" },
	{ "palette", "command" }, { 0 } };

const struct view view_checks = {
	.name = "checks",
	.title = "Checks",
	.place = "In the checks",
	.hints = hints,
	.entity = ENTITY_COUNT,
	.load = load,
	.draw = draw,
	.list = list_of,
	.count = count_of,
	.label = label,
	.number = number,
	.open = open,
};
