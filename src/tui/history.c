/* The History tab: what was changed, newest first. */
#include "tui/past.h"

#include <stdlib.h>

#include "base/diff.h"
#include "base/text.h"
#include "tui/ui.h"

enum {
	LONG_TEXT = 24,	  /* bytes from which on changed words say more than both texts */
	NEAR_WORDS = 4,	  /* words shown beside a change in a line */
	SHOWN_MAX = 4096, /* bytes of texts compared for a line: no screen has more */
	DATED = 60,	  /* columns from which on the day is shown */
};

void past_clear(struct past *past)
{
	sheet_clear(&past->sheet);
	marks_clear(&past->open);
	free(past->lines.items);
	past->lines.items = NULL;
	past->lines.count = past->lines.cap = 0;
}

/* ---- lines -------------------------------------------------------------------------------------
 */

void past_group(struct past *past, const int64_t *numbers, size_t count)
{
	for (size_t end = count; end > 0;) {
		size_t first = end - 1;
		while (first > 0 && numbers[first - 1] == numbers[end - 1])
			first--;
		bool folds = end - first > 1,
		     open = folds && marks_has(&past->open, numbers[first]);
		struct past_line *line = vec_push(&past->lines);
		*line = (struct past_line){ first, end - first, false, folds, open };
		for (size_t i = first; open && i < end; i++) {
			line = vec_push(&past->lines);
			*line = (struct past_line){ i, 1, true, false, false };
		}
		end = first;
	}
}

static const struct history_change *change_at(const struct ui *ui, size_t index)
{
	return &ui->incident.history.items[index];
}

static const struct past_line *line_at(const struct ui *ui, size_t index)
{
	return &ui->past.lines.items[index];
}

static const struct past_line *selected(const struct ui *ui)
{
	const struct sheet_row *row = sheet_selected(&ui->past.sheet);
	return row && row->index < ui->past.lines.count ? line_at(ui, row->index) : NULL;
}

static int64_t number(const struct ui *ui)
{
	return selected(ui) ? change_at(ui, selected(ui)->first)->number : 0;
}

/* A line has its number, a part of one the negative number of its change. */
static int64_t key_of(const void *context, size_t index)
{
	const struct past_line *line = line_at(context, index);
	const struct history_change *change = change_at(context, line->first);
	return line->part ? -change->seq : change->number;
}

/* ---- what was done -----------------------------------------------------------------------------
 */

/* The only field people are told of, if it is a text that was changed; else NULL. */
static const struct history_field *edited_text(const struct history_change *change)
{
	const struct history_field *only = NULL;
	for (size_t i = 0; i < change->fields.count; i++) {
		const struct history_field *field = &change->fields.items[i];
		if (!history_tells(change, field))
			continue;
		if (only)
			return NULL;
		only = field;
	}
	bool text = only && !change->created && only->before && only->after &&
		strlen(only->before) >= LONG_TEXT && strlen(only->after) >= LONG_TEXT &&
		strlen(only->before) < SHOWN_MAX && strlen(only->after) < SHOWN_MAX;
	return text ? only : NULL;
}

static void put_change(const struct ui *ui, const struct history_change *change, struct buf *out)
{
	const struct history_field *text = edited_text(change);
	if (!text) {
		history_describe(change, ui_zone(ui), out);
		return;
	}
	buf_printf(out, "%s %lld: %s ", change->kind, (long long)change->entity_number, text->name);
	diff_words(text->before, text->after, NEAR_WORDS, out);
}

static void put_line(const struct ui *ui, const struct past_line *line, struct buf *out)
{
	const struct history_change *change = change_at(ui, line->first);
	buf_puts(out, line->part ? "    " : line->open ? "▾ " : line->folds ? "▸ " : "");
	buf_puts(out, change->undone ? "(undone) " : "");
	/* what was undone is told by its number; the rest is what it was before */
	if (line->folds && !text_equal(change->kind, "undo"))
		buf_printf(out, "%zu changes · ", line->count);
	put_change(ui, change, out);
}

static void put_whole(const struct ui *ui, size_t index, struct buf *out)
{
	const struct past_line *line = line_at(ui, index);
	const struct history_change *first = change_at(ui, line->first);
	buf_printf(out, "%s%s ", first->author, first->undone ? " (undone)" : "");
	for (size_t i = 0; i < line->count; i++) {
		history_describe(change_at(ui, line->first + i), ui_zone(ui), out);
		buf_putc(out, ' ');
	}
}

static void text_of(const void *context, size_t index, struct buf *out)
{
	const struct ui *ui = context;
	buf_printf(out, "%lld ", (long long)change_at(ui, line_at(ui, index)->first)->number);
	put_whole(ui, index, out);
}

/* ---- columns -----------------------------------------------------------------------------------
 */

enum { NUMBER, WHEN, WHO, WHAT };

static const struct column columns[] = {
	[NUMBER] = { "change", 4, 8, .leaves = 2, .right = true },
	[WHEN] = { "when", 5, 24, .leaves = 1 },
	[WHO] = { "who", 6, 14, .leaves = 3 },
	[WHAT] = { "what", 16, 20, .weight = 1 },
};

static enum style cell(const void *context, size_t index, size_t column, struct buf *out)
{
	const struct ui *ui = context;
	const struct past_line *line = line_at(ui, index);
	const struct history_change *change = change_at(ui, line->first);
	enum style style = change->undone ? STYLE_DIM : STYLE_TEXT;
	bool dated = ui->grid.columns >= DATED;
	switch (column) {
	case NUMBER:
		if (!line->part)
			buf_printf(out, "%lld", (long long)change->number);
		return STYLE_DIM;
	case WHEN:
		if (line->part)
			return style;
		if (dated) {
			show_day(change->at, ui_zone(ui), app_now(ui->app), out);
			buf_putc(out, ' ');
		}
		when_format(out, change->at, ui_zone(ui), dated ? WHEN_CLOCK_SECONDS : WHEN_CLOCK);
		return change->undone ? style : STYLE_TIME;
	case WHO:
		if (!line->part)
			show_person(change->author, out);
		return style;
	default:
		put_line(ui, line, out);
		return style;
	}
}

static const struct column_set table = { columns, LENGTH(columns), cell };

static void arrange(struct ui *ui)
{
	const struct history *history = &ui->incident.history;
	int64_t *numbers = mem_new(history->count + 1, sizeof *numbers);
	for (size_t i = 0; i < history->count; i++)
		numbers[i] = history->items[i].number;
	ui->past.lines.count = 0;
	past_group(&ui->past, numbers, history->count);
	free(numbers);
	const struct sheet_source source = { .context = ui,
		.count = ui->past.lines.count,
		.key = key_of,
		.text = text_of,
		.columns = &table };
	sheet_arrange(&ui->past.sheet, &source);
}

static bool load(struct ui *ui, int rows, struct err *err)
{
	struct incident *incident = &ui->incident;
	struct history fresh = { 0 };
	bool first = ui->past.sheet.list.selected == 0;
	(void)rows;
	if (!read_history(ui->app, incident->record.id, incident->history_limit, &fresh, err)) {
		history_fini(&fresh);
		return false;
	}
	history_fini(&incident->history);
	incident->history = fresh;
	ui->past.sheet.partial = fresh.count >= (size_t)incident->history_limit;
	arrange(ui);
	/* who stands on the newest wants the newest */
	if (first)
		ui->past.sheet.list.selected = 0;
	return true;
}

/* ---- drawing -----------------------------------------------------------------------------------
 */

static int64_t number_of(const struct ui *ui, const struct sheet_row *row)
{
	return change_at(ui, line_at(ui, row->index)->first)->number;
}

static const struct sheet_look look = { .columns = &table, .number = number_of };

static void draw(struct ui *ui, struct area area)
{
	/* an incident has at least the change that began it */
	if (!ui->incident.history.count) {
		grid_puts(&ui->grid, area, 0, 2, STYLE_ERROR, "The history could not be read.");
		return;
	}
	if (area.rows >= 3 && sheet_draw_filter(ui, area, &ui->past.sheet) > 1)
		area = area_below(area, 1);
	sheet_draw(ui, area, &view_history, &look);
}

/* ---- showing one -------------------------------------------------------------------------------
 */

static void page_field(const struct ui *ui, const struct history_change *change,
	const struct history_field *field, struct buf *out)
{
	struct buf before = { 0 }, after = { 0 };
	history_value(change, field, field->before, ui_zone(ui), &before);
	history_value(change, field, field->after, ui_zone(ui), &after);
	buf_printf(out, "\n  %s: ", field->name);
	if (change->created) {
		buf_puts(out, buf_text(&after));
	} else if (before.len < LONG_TEXT || after.len < LONG_TEXT) {
		buf_printf(out, "%s → %s", buf_text(&before), buf_text(&after));
	} else {
		buf_puts(out, "[-removed-] {+added+}\n");
		diff_words(buf_text(&before), buf_text(&after), SIZE_MAX, out);
	}
	buf_putc(out, '\n');
	buf_fini(&before);
	buf_fini(&after);
}

static void page(struct ui *ui, const struct history_change *change)
{
	struct buf text = { 0 }, title = { 0 };
	bool undo = entity_find(change->kind) == ENTITY_COUNT;
	buf_printf(&title, "Change %lld", (long long)change->number);
	when_format(&text, change->at, ui_zone(ui), WHEN_FULL);
	buf_printf(&text, "  %s%s\n\n", change->author, change->undone ? "  (undone)" : "");
	if (undo)
		history_describe(change, ui_zone(ui), &text);
	else
		buf_printf(&text, "%s%s %lld\n", change->created ? "new " : "", change->kind,
			(long long)change->entity_number);
	for (size_t i = 0; !undo && i < change->fields.count; i++)
		if (history_tells(change, &change->fields.items[i]))
			page_field(ui, change, &change->fields.items[i], &text);
	ui_page(ui, buf_text(&title), buf_text(&text));
	buf_fini(&text);
	buf_fini(&title);
}

static bool open(struct ui *ui, struct err *err)
{
	const struct past_line *line = selected(ui);
	if (!line)
		return err_set(err, ERR_NOT_FOUND, "there is no change to show yet");
	if (!line->folds) {
		page(ui, change_at(ui, line->first));
		return true;
	}
	int64_t which = change_at(ui, line->first)->number;
	if (line->open)
		marks_drop(&ui->past.open, which);
	else if (!marks_add(&ui->past.open, which, err))
		return false;
	arrange(ui);
	return true;
}

bool past_jump(struct ui *ui, struct err *err)
{
	const struct past_line *line = selected(ui);
	struct record event;
	bool ok;
	if (!line)
		return err_set(err, ERR_USAGE, "select a change first");
	const struct history_change *change = change_at(ui, line->first);
	int64_t which = change->entity_number;
	switch (entity_find(change->kind)) {
	case ENTITY_EVENT:
		if (!read_number(ui->app, ENTITY_EVENT, ui->incident.record.id, which, &event, err))
			return false;
		ui_show(ui, &view_timeline);
		ok = timeline_reveal(ui, &event, err);
		record_fini(&event);
		return ok;
	case ENTITY_ACTION:
		ui_show(ui, &view_actions);
		return sheet_select(&ui->actions_sheet, which) ||
			err_set(err, ERR_NOT_FOUND, "action %lld is deleted, or filtered away",
				(long long)which);
	case ENTITY_CAUSE:
		ui_show(ui, &view_causes);
		return causes_select(ui, which) ||
			err_set(err, ERR_NOT_FOUND, "cause %lld is deleted", (long long)which);
	default:
		return err_set(err, ERR_USAGE, "a change of %s has no line to go to: %s shows it",
			text_equal(change->kind, "undo") ? "another change" : change->kind,
			"`open`");
	}
}

/* ---- the rest ----------------------------------------------------------------------------------
 */

static bool move(struct ui *ui, enum move move, struct err *err)
{
	struct incident *incident = &ui->incident;
	struct sheet *sheet = &ui->past.sheet;
	(void)err;
	sheet_move(sheet, ui->rows, move);
	/* at the end of what was read: more of it the next time */
	if (sheet->partial && sheet->list.selected + (size_t)ui->rows >= sheet->rows.count) {
		incident->history_limit *= 4;
		ui->stale = true;
	}
	return true;
}

static void label(const struct ui *ui, size_t row, struct buf *out)
{
	put_whole(ui, ui->past.sheet.rows.items[row].index, out);
}

static struct sheet *sheet_of(struct ui *ui)
{
	return &ui->past.sheet;
}

static const struct hint hints[] = { { "open", "show" }, { "undo {number}", "undo this" },
	{ "redo {number}", "redo" }, { "origin", "go there" }, { "filter", "filter" },
	{ "find", "find" }, { "palette", "command" }, { 0 } };

const struct view view_history = {
	.name = "history",
	.title = "History",
	.place = "In the history",
	.hints = hints,
	.entity = ENTITY_COUNT,
	.load = load,
	.draw = draw,
	.move = move,
	.label = label,
	.filter = sheet_filter,
	.sheet = sheet_of,
	.arrange = arrange,
	.number = number,
	.open = open,
};
