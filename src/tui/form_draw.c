/* A form on the screen. */
#include "tui/form.h"

#include "app/edit.h"
#include "base/diff.h"
#include "base/text.h"
#include "tui/section_notes.h"
#include "tui/ui.h"

enum {
	TITLE_ROWS = 8, /* from here on there is a title with a line below it, and help */
	LABEL = 15,	/* columns of the labels, where there is room */
	LABEL_NARROW = 10,
	WIDE = 60,
	HELP_COLUMNS = 140, /* from here on each field's help stands beside it */
	HELP_WIDTH = 60,
	TEXT_ROWS_IDLE = 3,
	REMARK_ROWS = 3, /* an error says what to do, and that must be readable */
};

const struct hint form_hints[] = { { "save", "save" }, { "field next", "next" },
	{ "leave", "leave" }, { "editor", "editor" }, { "line newline", "new line" },
	{ "field reset", "as it was" }, { 0 } };

struct form_page {
	struct ui *ui;
	struct area body;
	int label, value, help; /* where they begin; -1: not there */
	int columns;		/* of the values */
};

/* While one writes a section, what is known of it stands beside the form. */
static bool has_notes(const struct ui *ui)
{
	return ui->form.kind == ENTITY_SECTION && ui->grid.columns >= PANEL_COLUMNS &&
		section_notes_known(ui, ui->form.which);
}

/* A text that somebody else changed too, to be read whole beside what is in the field. */
static bool is_rival(const struct form *form, const struct form_row *row)
{
	return row->theirs && form_field(form, row)->type == FIELD_TEXT;
}

static bool has_beside(const struct ui *ui)
{
	const struct form *form = &ui->form;
	bool rival = false;
	for (size_t i = 0; i < form->count; i++)
		rival |= is_rival(form, &form->rows[i]);
	return has_notes(ui) || (rival && ui->grid.columns >= PANEL_COLUMNS);
}

static struct form_page place(struct ui *ui, struct area body)
{
	struct form_page page = { .ui = ui, .body = body, .help = -1 };
	page.label = body.columns >= WIDE ? 1 : 0;
	page.value = body.columns >= WIDE ? LABEL + 3 : LABEL_NARROW + 1;
	if (body.columns < 2 * LABEL_NARROW)
		page.value = 0;
	int right = body.columns - (body.columns >= WIDE ? 1 : 0);
	if (body.columns >= HELP_COLUMNS && !has_beside(ui)) {
		page.help = body.columns - HELP_WIDTH;
		right = page.help - 2;
	}
	page.columns = right - page.value > 0 ? right - page.value : 1;
	return page;
}

static bool is_focus(const struct form *form, const struct form_row *row)
{
	return row == &form->rows[form->focus];
}

static int height(const struct form_page *page, struct form_row *row);

/* Where one writes, a text may have all the rows that the other fields leave, half of them at least. */
static int most_rows(const struct form_page *page, const struct form_row *row)
{
	struct form *form = &page->ui->form;
	int half = page->body.rows / 2, left = page->body.rows;
	if (!is_focus(form, row))
		return TEXT_ROWS_IDLE < half ? TEXT_ROWS_IDLE : half;
	for (size_t i = 0; i < form->count; i++)
		left -= is_focus(form, &form->rows[i]) ? 0 : height(page, &form->rows[i]);
	return left > half ? left : half;
}

static int value_rows(const struct form_page *page, struct form_row *row)
{
	int most = most_rows(page, row);
	return line_height(&row->line, page->columns, most > 1 ? most : 1);
}

/* What somebody else made of it: of a text the words that changed, in one line. */
static void put_theirs(struct ui *ui, const struct form_row *row, struct buf *out)
{
	enum { CONTEXT = 3 };
	size_t from = out->len;
	if (form_field(&ui->form, row)->type == FIELD_TEXT)
		diff_words(row->shown, row->theirs, CONTEXT, out);
	else
		buf_puts(out, *row->theirs ? row->theirs : "(nothing)");
	for (; from < out->len; from++)
		if (out->data[from] == '\n')
			out->data[from] = ' ';
}

static void put_who(struct ui *ui, const struct form_row *row, struct buf *out)
{
	buf_puts(out, row->who.author[0] ? row->who.author : "somebody else");
	if (row->who.at) {
		buf_puts(out, " at ");
		when_format(out, row->who.at, ui_zone(ui), WHEN_CLOCK);
	}
	buf_puts(out, ": ");
}

/* What stands below a field: what is wrong with it, what somebody else did. */
static enum style put_remark(struct ui *ui, const struct form_row *row, struct buf *out)
{
	if (row->theirs) {
		put_who(ui, row, out);
		put_theirs(ui, row, out);
		return STYLE_WARNING;
	}
	if (row->problem) {
		buf_puts(out, row->problem);
		return STYLE_ERROR;
	}
	if (row->noted)
		buf_printf(out, "changed by %s just now",
			row->who.author[0] ? row->who.author : "somebody else");
	return STYLE_DIM;
}

/* The keys that settle a conflict. */
static void put_ways(struct ui *ui, const struct form_row *row, struct buf *out)
{
	static const struct hint typed[] = { { "resolve mine", "keeps yours" },
		{ "resolve theirs", "takes theirs" }, { "resolve merge", "merges" }, { 0 } };
	/* both are somebody else's */
	static const struct hint pulled[] = { { "resolve mine", "keeps what is above" },
		{ "resolve theirs", "takes this" }, { "resolve merge", "merges" }, { 0 } };
	const struct hint *ways = ui->form.from ? pulled : typed;
	bool text = form_field(&ui->form, row)->type == FIELD_TEXT;
	for (size_t i = 0; ways[i + !text].command; i++) {
		struct buf key = { 0 };
		if (keys_name(ui, "form", ways[i].command, &key))
			buf_printf(out, "%s%s %s", out->len ? ", " : "", buf_text(&key), ways[i].label);
		buf_fini(&key);
	}
}

static int remark_rows(const struct form_page *page, const struct form_row *row)
{
	struct buf text = { 0 };
	int rows = 0;
	size_t next;
	put_remark(page->ui, row, &text);
	for (size_t at = 0; at < text.len && rows < REMARK_ROWS; at += next, rows++)
		wrap_next(text.data + at, text.len - at, page->columns, &next);
	buf_fini(&text);
	return rows + (row->theirs != NULL);
}

static int height(const struct form_page *page, struct form_row *row)
{
	return value_rows(page, row) + remark_rows(page, row);
}

/* Scroll so that the field with the focus is seen whole. */
static void fit(const struct form_page *page)
{
	struct form *form = &page->ui->form;
	int rows = 0;
	size_t lowest = form->focus;
	for (size_t i = form->focus + 1; i-- > 0;) {
		rows += height(page, &form->rows[i]);
		if (rows > page->body.rows && i < form->focus)
			break;
		lowest = i;
	}
	if (form->top < lowest || form->top > form->focus)
		form->top = lowest;
	/* no row stays empty that could be filled */
	while (form->top > 0) {
		rows = 0;
		for (size_t i = form->top - 1; i < form->count; i++)
			rows += height(page, &form->rows[i]);
		if (rows > page->body.rows)
			break;
		form->top--;
	}
}

/* ---- rows --------------------------------------------------------------------------------------
 */

/* In so many rows; the last one is cut where there is more. */
static void put_wrapped(
	const struct form_page *page, int y, int rows, enum style style, const char *text)
{
	struct grid *grid = &page->ui->grid;
	size_t len = strlen(text), next;
	for (size_t at = 0; at < len && rows > 0; at += next, y++, rows--) {
		size_t shown = wrap_next(text + at, len - at, page->columns, &next);
		if (rows == 1 && at + next < len)
			grid_put_field(grid, page->body, y, page->value, page->columns, style,
				text + at);
		else
			grid_put(grid, page->body, y, page->value, style, text + at, shown);
	}
}

static void draw_idle_value(
	const struct form_page *page, int y, int rows, const struct form_row *row)
{
	const char *text = line_text(&row->line);
	put_wrapped(page, y, rows, STYLE_TEXT, text);
	if (!*text)
		grid_puts(&page->ui->grid, page->body, y, page->value, STYLE_DIM,
			row->several ? "(several)" : "—");
}

static void draw_remark(const struct form_page *page, int y, const struct form_row *row)
{
	struct grid *grid = &page->ui->grid;
	struct buf text = { 0 }, ways = { 0 };
	enum style style = put_remark(page->ui, row, &text);
	int last = y + remark_rows(page, row) - (row->theirs != NULL);
	put_wrapped(page, y, last - y, style, buf_text(&text));
	if (row->theirs) {
		put_ways(page->ui, row, &ways);
		grid_put_field(grid, page->body, last, page->value, page->columns, STYLE_KEY,
			buf_text(&ways));
	}
	buf_fini(&text);
	buf_fini(&ways);
}

static void draw_label(const struct form_page *page, int y, const struct form_row *row)
{
	struct form *form = &page->ui->form;
	const struct field *field = form_field(form, row);
	struct buf label = { 0 };
	bool focus = is_focus(form, row);
	if (!page->value)
		return;
	buf_printf(&label, "%s%s", field->label, field->flags & FIELD_REQUIRED ? " *" : "");
	grid_put_field(&page->ui->grid, page->body, y, page->label, page->value - page->label - 1,
		focus ? STYLE_KEY : form_touched(row) ? STYLE_TITLE : STYLE_TEXT, buf_text(&label));
	buf_fini(&label);
}

static int draw_row(const struct form_page *page, int y, struct form_row *row)
{
	struct ui *ui = page->ui;
	int rows = value_rows(page, row);
	draw_label(page, y, row);
	if (!is_focus(&ui->form, row))
		draw_idle_value(page, y, rows, row);
	draw_remark(page, y + rows, row);
	if (page->help >= 0)
		grid_put_field(&ui->grid, page->body, y, page->help, HELP_WIDTH - 1, STYLE_DIM,
			form_field(&ui->form, row)->help);
	rows += remark_rows(page, row);
	const struct area hit = { page->body.row + y, page->body.column, rows, page->body.columns };
	ui_hit(ui, MOUSE_LEFT, hit, "field %s", form_field(&ui->form, row)->name);
	return rows;
}

/* Last, as it has the cursor. */
static void draw_focus(const struct form_page *page, int y, struct form_row *row)
{
	struct area body = page->body;
	int rows = value_rows(page, row);
	rows = y + rows <= body.rows ? rows : body.rows - y;
	struct area value = { body.row + y, body.column + page->value, rows, page->columns };
	if (rows > 0)
		line_draw(&row->line, &page->ui->grid, value, STYLE_TEXT);
	if (row->several && !row->line.text.len)
		grid_puts(&page->ui->grid, value, 0, 1, STYLE_DIM, "(several: what you type is for all)");
}

/* ---- title and help ----------------------------------------------------------------------------
 */

static void draw_title(struct ui *ui, struct area area)
{
	const struct form *form = &ui->form;
	const struct entity *entity = entity_get(form->kind);
	struct buf title = { 0 };
	if (form->now.count > 1)
		buf_printf(&title, "%zu %s: %s", form->now.count, entity->plural, form->which);
	else if (form->kind == ENTITY_SECTION && *form->which)
		buf_printf(&title, "Section %s", form->which);
	else if (!form->now.count)
		buf_printf(&title, "New %s%s%s", entity->name, *form->which ? " " : "", form->which);
	else
		buf_printf(&title, "Change %s %s", entity->name, form->which);
	if (ui->incident.open && form->kind != ENTITY_INCIDENT) {
		buf_puts(&title, " of ");
		app_incident_name(&ui->incident.record, &title);
	}
	if (form->now.count && form->now.items[0].gone)
		buf_puts(&title, " (deleted)");
	grid_put_field(&ui->grid, area, 0, 1, area.columns - 2, STYLE_TITLE, buf_text(&title));
	grid_rule(&ui->grid, area, 1, STYLE_RULE);
	buf_fini(&title);
}

/* What was understood, of a time. */
static bool put_echo(struct ui *ui, const struct form_row *row, struct buf *out)
{
	const struct record *incident = form_incident(ui);
	const char *zone = incident ? app_zone_of(ui->app, incident) : ui->app->zone;
	struct when_context ctx;
	struct when when;
	edit_when(ui->app, incident, &ctx, NULL);
	if (form_field(&ui->form, row)->type != FIELD_TIME ||
		!when_parse(line_text(&row->line), &ctx, &when, NULL))
		return false;
	buf_puts(out, "is ");
	show_day(when.at, zone, ctx.now, out);
	buf_puts(out, ", ");
	when_echo(out, &when, zone);
	return true;
}

/* The entity that a number stands for. */
static bool put_target(struct ui *ui, const struct form_row *row, struct buf *out)
{
	const struct field *field = form_field(&ui->form, row);
	if (field->type != FIELD_PARENT || text_empty(line_text(&row->line)))
		return false;
	for (size_t i = 0; i < ui->form.found.count; i++)
		if (text_equal(ui->form.found.items[i].text, line_text(&row->line))) {
			buf_printf(out, "%s %s: %s", entity_get(field->target)->name,
				ui->form.found.items[i].text, ui->form.found.items[i].help);
			return true;
		}
	return false;
}

/* What the template asks for in a section. */
static bool put_question(const struct ui *ui, const struct form_row *row, struct buf *out)
{
	const char *question = form_question(ui);
	if (!question || !(form_field(&ui->form, row)->flags & FIELD_PROSE) || has_notes(ui))
		return false;
	buf_puts(out, question);
	return true;
}

/* Help of the field where one is, in the last rows of the area; gives how many. */
static int draw_help(struct ui *ui, struct area area)
{
	enum { ROWS = 3, OF = 8 }; /* an eighth of the screen, so many at most */
	struct form *form = &ui->form;
	const struct form_row *row = &form->rows[form->focus];
	struct buf help = { 0 };
	int most = area.rows / OF < ROWS ? area.rows / OF : ROWS, rows = 0;
	size_t next;
	if (!put_echo(ui, row, &help) && !put_target(ui, row, &help) && !put_question(ui, row, &help))
		buf_printf(&help, "%s: %s", form_field(form, row)->label, form_field(form, row)->help);
	struct form_page page = { .ui = ui, .body = area, .value = 1, .columns = area.columns - 2 };
	for (size_t at = 0; at < help.len && rows < most; at += next, rows++)
		wrap_next(help.data + at, help.len - at, page.columns, &next);
	put_wrapped(&page, area.rows - rows, rows, STYLE_DIM, buf_text(&help));
	buf_fini(&help);
	return rows;
}

/* Beside the form: texts as others have them, and what is said of a section. */
static void draw_beside(struct ui *ui, struct area area)
{
	const struct form *form = &ui->form;
	int row = 0;
	for (size_t i = 0; i < form->count && row < area.rows; i++) {
		struct buf who = { 0 };
		if (!is_rival(form, &form->rows[i]))
			continue;
		put_who(ui, &form->rows[i], &who);
		grid_puts(&ui->grid, area, row++, 0, STYLE_WARNING, buf_text(&who));
		row += 1 + writing_draw_text(ui, area, row, area.rows - row, 0, STYLE_TEXT,
				   form->rows[i].theirs);
		buf_fini(&who);
	}
	if (has_notes(ui) && row < area.rows)
		section_notes_draw(ui, area, row, form->which, area.rows - row);
}

void form_draw(struct ui *ui, struct area area)
{
	struct form *form = &ui->form;
	grid_fill(&ui->grid, area, STYLE_TEXT);
	grid_cursor(&ui->grid, area, -1, -1);
	if (area.rows >= TITLE_ROWS) {
		int help = draw_help(ui, area);
		draw_title(ui, area);
		area.row += 2;
		area.rows -= 2 + help;
	}
	if (has_beside(ui))
		draw_beside(ui, screen_panel(ui, &area));
	if (form->listing)
		area.rows -= complete_draw(ui, area, &form->found, &form->list, true);
	struct form_page page = place(ui, area);
	int y = 0, focus = -1;
	fit(&page);
	for (size_t i = form->top; i < form->count && y < page.body.rows; i++) {
		if (i == form->focus)
			focus = y;
		y += draw_row(&page, y, &form->rows[i]);
	}
	if (focus >= 0)
		draw_focus(&page, focus, &form->rows[form->focus]);
}
