/* The Postmortem tab: the sections the template asks for, and those that were added. */
#include <stdlib.h>

#include "base/text.h"
#include "tui/section_notes.h"
#include "tui/ui.h"

static const struct section_state *at(const struct ui *ui, size_t row)
{
	const struct section_states *sections = &ui->incident.writing.sections;
	return row < sections->count ? &sections->items[row] : NULL;
}

static const struct section_state *selected(const struct ui *ui)
{
	return at(ui, ui->incident.writing.sections_list.selected);
}

static const char *key(const struct ui *ui)
{
	const struct section_state *state = selected(ui);
	return state ? state->key : "";
}

/* Rows are called by their place: sections have no numbers. */
static int64_t number(const struct ui *ui)
{
	return selected(ui) ? (int64_t)ui->incident.writing.sections_list.selected + 1 : 0;
}

void writing_select(struct ui *ui, const char *key)
{
	struct writing *writing = &ui->incident.writing;
	struct err err = { 0 };
	if (!writing_catch_up(ui, &err))
		ui_error(ui, &err);
	for (size_t i = 0; i < writing->sections.count; i++)
		if (text_equal(writing->sections.items[i].key, key))
			writing->sections_list.selected = i;
	writing->text_top = 0;
}

void writing_show_added(struct ui *ui, const char *said)
{
	char *key = mem_copy_n(said, strcspn(said, ":"));
	if (writing_catch_up(ui, NULL))
		writing_select(ui, key);
	free(key);
}

static const char *text_of(const struct section_state *state)
{
	return text_skip_blank_lines(record_text(&state->record, SECTION_TEXT));
}

static void label(const struct ui *ui, size_t row, struct buf *out)
{
	const struct section_state *state = at(ui, row);
	buf_printf(out, "%s %s", state->heading, text_of(state));
}

void postmortem_badge(const struct ui *ui, struct buf *out)
{
	const struct writing *writing = &ui->incident.writing;
	if (writing->review.state >= REVIEW_STATE_APPROVED)
		buf_puts(out, review_state_label(writing->review.state));
	else if (!writing->problem)
		buf_printf(out, "%d%%%s", writing->percent,
			writing->review.state == REVIEW_STATE_IN_REVIEW ? " in review" : "");
}

/* ---- the list ----------------------------------------------------------------------------------
 */

enum { HEADING, STATE, READERS, TEXT };

static const struct column columns[] = {
	[HEADING] = { "section", 8, 24 },
	[STATE] = { "state", 8, 11 },
	[READERS] = { "for", 6, 8, .leaves = 2 },
	[TEXT] = { "", 16, .weight = 1, .leaves = 1 },
};

static bool is_apart(const struct ui *ui, const struct section_state *state)
{
	const struct words *apart = &ui->incident.writing.apart;
	for (size_t i = 0; i < apart->count; i++)
		if (text_same(apart->items[i], state->key))
			return true;
	return false;
}

static enum style put_state(const struct ui *ui, const struct section_state *state, struct buf *out)
{
	if (is_apart(ui, state)) {
		buf_puts(out, "2 versions");
		return STYLE_WARNING;
	}
	if (state->words) {
		buf_printf(out, "%zu word%s", state->words, state->words == 1 ? "" : "s");
		return STYLE_GOOD;
	}
	buf_puts(out, state->optional || !state->prompt ? "optional" : "empty");
	return state->optional || !state->prompt ? STYLE_DIM : STYLE_WARNING;
}

static enum style cell(const void *context, size_t row, size_t column, struct buf *out)
{
	const struct ui *ui = context;
	const struct section_state *state = at(ui, row);
	switch (column) {
	case HEADING:
		buf_puts(out, state->heading);
		if (section_notes_remarks(ui, state->key))
			buf_printf(out, " (%zu)", section_notes_remarks(ui, state->key));
		return STYLE_TEXT;
	case STATE:
		return put_state(ui, state, out);
	case READERS:
		buf_puts(out, show_readers(&state->record, SECTION_AUDIENCE));
		return STYLE_MARK;
	default:
		if (state->words) {
			const char *text = text_of(state) + strspn(text_of(state), " \t\r\n");
			buf_put(out, text, strcspn(text, "\r\n"));
			return STYLE_TEXT;
		}
		buf_puts(out, state->prompt ? state->prompt : "");
		return STYLE_DIM;
	}
}

static const struct column_set table = { columns, LENGTH(columns), cell };

static void draw_list(struct ui *ui, struct area area)
{
	struct writing *writing = &ui->incident.writing;
	size_t count = writing->sections.count;
	int needed[COLUMN_MAX] = { 0 };
	struct place places[COLUMN_MAX];
	for (size_t i = 0; i < count; i++)
		table_measure(&table, ui, i, needed);
	table_place(&table, needed, area.columns - 2, places);
	ui->rows = area.rows;
	list_fit(&writing->sections_list, count, area.rows);
	for (int y = 0; y < area.rows && writing->sections_list.top + (size_t)y < count; y++) {
		size_t row = writing->sections_list.top + (size_t)y;
		table_draw_row(ui, area, y, &table, places, ui, row);
		ui_hit_row(ui, area, y, 1, (int64_t)row + 1);
	}
	list_mark(ui, area,
		list_row(&writing->sections_list, writing->sections_list.selected, area), 1);
}

/* ---- what is selected --------------------------------------------------------------------------
 */

/* Rows of a text: at most one for each byte, so this ends. */
static size_t count_rows(const char *text, int width)
{
	size_t rows = 0, len = strlen(text), next;
	for (size_t i = 0; i < len; i += next, rows++)
		wrap_next(text + i, len - i, width, &next);
	return rows;
}

static void draw_text(struct ui *ui, struct area area, int row, const char *text)
{
	struct writing *writing = &ui->incident.writing;
	int rows = area.rows - row;
	struct buf below = { 0 };
	if (rows < 1 || area.columns < 1)
		return;
	size_t all = count_rows(text, area.columns);
	size_t most = all > (size_t)rows ? all - (size_t)rows : 0;
	if (writing->text_top > most)
		writing->text_top = most;
	writing_draw_text(ui, area, row, rows, writing->text_top, STYLE_TEXT, text);
	if (writing->text_top < most) {
		buf_printf(&below, "… %zu more", most - writing->text_top + 1);
		grid_put_field(&ui->grid, area, area.rows - 1, 0, area.columns, STYLE_DIM,
			buf_text(&below));
	}
	buf_fini(&below);
}

/* Whatever is said of a text, some of it is seen. */
static int text_rows(struct area area, const char *text)
{
	size_t rows = count_rows(text, area.columns > 1 ? area.columns : 1);
	return rows < (size_t)area.rows / 2 ? (int)rows : area.rows / 2;
}

static void draw_selected(struct ui *ui, struct area area)
{
	enum { QUESTION_ROWS = 2 }; /* of what is written already */
	const struct section_state *state = selected(ui);
	int row = 0;
	if (!state || area.rows < 1)
		return;
	if (area.rows >= 4)
		grid_put_field(
			&ui->grid, area, row++, 0, area.columns, STYLE_TITLE, state->heading);
	struct area notes = area;
	if (state->words)
		notes.rows -= text_rows(area, text_of(state));
	row += section_notes_draw(
		ui, notes, row, state->key, state->words ? QUESTION_ROWS : area.rows - row);
	row += state->words && row && row + 3 < area.rows;
	draw_text(ui, area, row, text_of(state));
}

static void draw(struct ui *ui, struct area area)
{
	const struct writing *writing = &ui->incident.writing;
	if (writing->problem) {
		area.column++;
		area.columns -= 2;
		int row =
			writing_draw_text(ui, area, 0, area.rows, 0, STYLE_ERROR, writing->problem);
		area.row += row;
		list_draw_empty(ui, area, "", "ask set template", "Choose a template with ", ".");
		return;
	}
	if (!writing->sections.count) {
		list_draw_empty(ui, area, "This template asks for no sections.", "form section",
			"Add one with ", ".");
		return;
	}
	struct area detail = writing_split(ui, &area, writing->sections.count);
	draw_list(ui, area);
	writing_draw_more(ui, area, detail, &writing->sections_list, writing->sections.count);
	ui_hit(ui, MOUSE_WHEEL_UP, detail, "scroll up");
	ui_hit(ui, MOUSE_WHEEL_DOWN, detail, "scroll down");
	draw_selected(ui, detail);
}

static bool load(struct ui *ui, int rows, struct err *err)
{
	(void)rows;
	return writing_catch_up(ui, err);
}

/* ---- moving ------------------------------------------------------------------------------------
 */

static bool move(struct ui *ui, enum move move, struct err *err)
{
	struct writing *writing = &ui->incident.writing;
	size_t before = writing->sections_list.selected;
	(void)err;
	list_move(&writing->sections_list, writing->sections.count, ui->rows, move);
	if (before != writing->sections_list.selected)
		writing->text_top = 0;
	return true;
}

bool run_scroll(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	enum { STEP = 3 };
	size_t *top = &ui->incident.writing.text_top;
	if (ui_view(ui) != &view_postmortem)
		return err_set(
			err, ERR_USAGE, "scroll moves the text of a section: see `tab postmortem`");
	if (count && text_equal(words[0], "up"))
		*top -= *top < STEP ? *top : STEP;
	else
		*top += STEP;
	return true;
}

static bool open(struct ui *ui, struct err *err)
{
	return ui_run_line(ui, "form section {key}", err);
}

static struct list *list_of(struct ui *ui)
{
	return &ui->incident.writing.sections_list;
}

static size_t count(const struct ui *ui)
{
	return ui->incident.writing.sections.count;
}

static const struct hint hints[] = { { "form section {key}", "write" },
	{ "section edit {key}", "editor" }, { "section edit --all", "all" },
	{ "ask set template", "template" }, { "fill review", "review" }, { "fill publish", "publish" },
	{ "form section", "add" }, { "ask review comment --section {key}", "comment" },
	{ "section delete {key}", "delete" }, { "scroll down", "scroll" }, { "undo", "undo" },
	{ "palette", "command" }, { "ask review settle", "settle" }, { 0 } };

const struct view view_postmortem = {
	.name = "postmortem",
	.title = "Postmortem",
	.place = "In the postmortem's sections",
	.hints = hints,
	.entity = ENTITY_COUNT,
	.load = load,
	.draw = draw,
	.move = move,
	.list = list_of,
	.count = count,
	.label = label,
	.number = number,
	.key = key,
	.open = open,
};
