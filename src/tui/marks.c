#include "tui/marks.h"

#include <stdlib.h>

#include "app/read.h"
#include "base/text.h"
#include "tui/ui.h"

void marks_clear(struct marks *marks)
{
	free(marks->items);
	*marks = (struct marks){ 0 };
}

/* Where a number is, or belongs. */
static size_t place_of(const struct marks *marks, int64_t number)
{
	size_t low = 0, high = marks->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (marks->items[middle] < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool marks_has(const struct marks *marks, int64_t number)
{
	size_t at = place_of(marks, number);
	return at < marks->count && marks->items[at] == number;
}

bool marks_add(struct marks *marks, int64_t number, struct err *err)
{
	size_t at = place_of(marks, number);
	marks->last = number;
	if (at < marks->count && marks->items[at] == number)
		return true;
	if (marks->count >= MARKS_MAX)
		return err_set(err, ERR_USAGE, "no more than %d can be marked at once", MARKS_MAX);
	vec_push(marks);
	memmove(marks->items + at + 1, marks->items + at,
		(marks->count - 1 - at) * sizeof *marks->items);
	marks->items[at] = number;
	return true;
}

void marks_drop(struct marks *marks, int64_t number)
{
	size_t at = place_of(marks, number);
	if (at >= marks->count || marks->items[at] != number)
		return;
	marks->count--;
	memmove(marks->items + at, marks->items + at + 1,
		(marks->count - at) * sizeof *marks->items);
	if (marks->last == number)
		marks->last = 0;
}

void marks_list(const struct marks *marks, struct buf *out)
{
	for (size_t i = 0, end; i < marks->count; i = end) {
		for (end = i + 1; end < marks->count; end++)
			if (marks->items[end] != marks->items[end - 1] + 1)
				break;
		/* two in a row are as short with a comma */
		if (end - i == 2)
			end = i + 1;
		buf_printf(out, "%s%lld", i ? "," : "", (long long)marks->items[i]);
		if (end - i > 1)
			buf_printf(out, "-%lld", (long long)marks->items[end - 1]);
	}
}

/* ---- in the UI ---------------------------------------------------------------------------------
 */

struct marks *ui_marks(struct ui *ui)
{
	const struct view *view = ui_view(ui);
	return view->between ? &ui->marks[view->entity] : NULL;
}

bool ui_marked(const struct ui *ui, int64_t number)
{
	return ui->view->between && marks_has(&ui->marks[ui->view->entity], number);
}

void ui_marks_clear(struct ui *ui)
{
	for (size_t i = 0; i < LENGTH(ui->marks); i++)
		marks_clear(&ui->marks[i]);
}

bool ui_marks_check(struct ui *ui, struct err *err)
{
	for (enum entity_kind kind = 0; kind < LENGTH(ui->marks); kind++) {
		struct marks *marks = &ui->marks[kind];
		for (size_t i = marks->count; i-- > 0;) {
			struct record record;
			struct err gone = { 0 };
			if (read_number(ui->app, kind, ui->incident.record.id, marks->items[i],
				    &record, &gone))
				record_fini(&record);
			else if (gone.code == ERR_NOT_FOUND)
				marks_drop(marks, marks->items[i]);
			else
				return err_pass(err, &gone);
		}
	}
	return true;
}

bool marks_between(struct ui *ui, int64_t from, int64_t to, struct marks *out, struct err *err)
{
	const struct view *view = ui_view(ui);
	size_t first, last;
	bool ok = true;
	if (!view_row_of(ui, view, to, &last))
		return true;
	if (!view_row_of(ui, view, from, &first))
		first = last;
	size_t end = first > last ? first : last;
	for (size_t row = first < last ? first : last; ok && row <= end; row++) {
		int64_t number = view_number_at(ui, view, row);
		ok = !number || marks_add(out, number, err);
	}
	return ok;
}

static void say_marks(struct ui *ui, const struct marks *marks)
{
	struct buf list = { 0 }, key = { 0 };
	marks_list(marks, &list);
	if (!marks->count)
		ui_message(ui, STYLE_TEXT, "nothing is marked");
	else if (keys_name(ui, ui_view(ui)->name, "clear", &key))
		ui_message(ui, STYLE_TEXT, "%zu marked (%s clears): %s", marks->count,
			buf_text(&key), buf_text(&list));
	else
		ui_message(ui, STYLE_TEXT, "%zu marked: %s", marks->count, buf_text(&list));
	buf_fini(&list);
	buf_fini(&key);
}

/* Mark the selected one, or no longer, and go on to the next. */
static bool toggle(struct ui *ui, struct marks *marks, int64_t number, struct err *err)
{
	if (marks_has(marks, number))
		marks_drop(marks, number);
	else if (!marks_add(marks, number, err))
		return false;
	return view_move(ui, MOVE_DOWN, err);
}

/* All of the range, or nothing if it is too much. */
static bool mark_range(struct ui *ui, struct marks *marks, int64_t number, struct err *err)
{
	struct marks range = { 0 };
	const struct view *view = ui_view(ui);
	int64_t from = marks->last ? marks->last : number;
	bool ok = view->between(ui, from, number, &range, err);
	size_t fresh = 0;
	for (size_t i = 0; i < range.count; i++)
		fresh += !marks_has(marks, range.items[i]);
	if (ok && marks->count + fresh > MARKS_MAX)
		ok = err_set(err, ERR_USAGE, "no more than %d can be marked at once", MARKS_MAX);
	for (size_t i = 0; ok && i < range.count; i++)
		ok = marks_add(marks, range.items[i], err);
	marks->last = ok ? number : marks->last;
	marks_clear(&range);
	return ok;
}

bool run_mark(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	struct marks *marks = ui_marks(ui);
	const struct view *view = ui_view(ui);
	int64_t number = marks ? view->number(ui) : 0;
	const char *what = count ? words[0] : "";
	bool ok;
	if (!marks || !number)
		return err_set(err, ERR_USAGE, "there is nothing here that could be marked");
	if (text_equal(what, "none"))
		marks_clear(marks), ok = true;
	else if (text_equal(what, "range"))
		ok = mark_range(ui, marks, number, err);
	else if (*what)
		return err_set(err, ERR_USAGE, "mark what? none, range, or nothing for this one");
	else
		ok = toggle(ui, marks, number, err);
	if (ok)
		say_marks(ui, marks);
	return ok;
}

bool run_clear(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	const struct view *view = ui_view(ui);
	(void)words, (void)count;
	if (view->between && ui->marks[view->entity].count) {
		marks_clear(&ui->marks[view->entity]);
		ui_message(ui, STYLE_TEXT, "nothing is marked any more");
		return true;
	}
	if (view->filter && *view_filtered(ui, view)) {
		ui_message(ui, STYLE_TEXT, "everything is shown again");
		return view->filter(ui, "", err);
	}
	if (ui->needle.len)
		buf_truncate(&ui->needle, 0);
	else
		ui_message(ui, STYLE_DIM, "nothing is marked, filtered or searched for");
	return true;
}
