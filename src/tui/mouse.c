#include "tui/mouse.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/text.h"
#include "tui/ui.h"

enum { DECIMAL = 10 };

void ui_hit(struct ui *ui, enum mouse_button button, struct area area, const char *format, ...)
{
	struct hits *hits = &ui->hits;
	va_list args;
	/* a hundred places of each frame, where no click comes */
	if (!options_on(&ui->app->options, OPTION_MOUSE))
		return;
	*vec_push(&hits->items) = (struct hit){ area, button, hits->lines.len };
	va_start(args, format);
	buf_vprintf(&hits->lines, format, args);
	va_end(args);
	buf_putc(&hits->lines, '\0');
}

void ui_hit_row(struct ui *ui, struct area area, int row, int rows, int64_t number)
{
	const struct area hit = { area.row + row, area.column, rows, area.columns };
	ui_hit(ui, MOUSE_LEFT, hit, "go %lld", (long long)number);
}

void ui_hits_clear(struct ui *ui)
{
	ui->hits.items.count = 0;
	buf_truncate(&ui->hits.lines, 0);
}

static bool is_in(const struct area *area, const struct mouse *mouse)
{
	return mouse->row >= area->row && mouse->row - area->row < area->rows &&
		mouse->column >= area->column && mouse->column - area->column < area->columns;
}

void ui_mouse(struct ui *ui, const struct mouse *mouse)
{
	const struct hits *hits = &ui->hits;
	struct err err = { 0 };
	if (!options_on(&ui->app->options, OPTION_MOUSE))
		return;
	for (size_t i = hits->items.count; i-- > 0;) {
		const struct hit *hit = &hits->items.items[i];
		if (hit->button != mouse->button || !is_in(&hit->area, mouse))
			continue;
		/* running it may draw, and so note other places */
		char *line = mem_copy(hits->lines.data + hit->line);
		buf_truncate(&ui->message, 0);
		ui->insist -= ui->insist > 0;
		if (!ui_run_line(ui, line, &err))
			ui_error(ui, &err);
		free(line);
		return;
	}
}

/* ---- commands ----------------------------------------------------------------------------------
 */

bool run_mouse(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	struct options *options = &ui->app->options;
	bool on = options_on(options, OPTION_MOUSE);
	if (!options_set(options, OPTION_MOUSE, count ? words[0] : on ? "off" : "on", err))
		return false;
	if (options_on(options, OPTION_MOUSE))
		ui_message(ui, STYLE_TEXT,
			"the mouse is on: click, again to open, wheel; Shift selects text");
	else
		ui_message(ui, STYLE_TEXT, "the mouse is off: the terminal selects text again");
	return true;
}

/* The row of a list in memory that has the number. */
static bool select_in_list(struct ui *ui, const struct view *view, int64_t number)
{
	size_t row;
	bool found = view_row_of(ui, view, number, &row);
	if (found)
		view_list(ui, view)->selected = row;
	return found;
}

/* An event, wherever it is in the timeline. */
static bool select_event(struct ui *ui, int64_t number, struct err *err)
{
	struct record event;
	if (!read_number(ui->app, ENTITY_EVENT, ui->incident.record.id, number, &event, err))
		return false;
	bool ok = timeline_reveal(ui, &event, err);
	record_fini(&event);
	return ok;
}

bool view_select(struct ui *ui, int64_t number, struct err *err)
{
	if (ui->view == &view_timeline)
		return select_event(ui, number, err);
	if (select_in_list(ui, ui->view, number))
		return !ui->view->moved || ui->view->moved(ui, err);
	return err_set(err, ERR_NOT_FOUND, "there is no line with the number %lld here",
		(long long)number);
}

bool run_go(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	const struct view *view = ui_view(ui);
	const char *word = count == 1 ? words[0] + (words[0][0] == '#') : "";
	char *end;
	int64_t number = strtoll(word, &end, DECIMAL);
	if (!*word || *end || number < 1)
		return err_set(err, ERR_USAGE, "go takes one number, as the lines here have");
	if (!view->number)
		return err_set(err, ERR_USAGE, "the lines here have no numbers");
	bool browsed = !ui->composing;
	ui->composing = false;
	if (view->number(ui) == number)
		return !browsed || !view->open || view->open(ui, err);
	return view_select(ui, number, err);
}
