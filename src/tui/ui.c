#include "tui/splitting.h"
#include "tui/typing.h"

#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>

#include "base/duration.h"
#include "base/path.h"
#include "base/text.h"

void ui_init(struct ui *ui, struct app *app, const char *session, int rows, int columns)
{
	*ui = (struct ui){ .app = app, .view = &view_board, .stale = true, .rows = rows };
	grid_init(&ui->grid, rows, columns);
	text_copy(ui->session, sizeof ui->session, session);
	ui->given = app->incident_ref;
	ui->poll = INT64_MAX;
	composer_init(&ui->composer);
	timeline_clear(&ui->timeline);
}

void ui_fini(struct ui *ui)
{
	grid_fini(&ui->grid);
	free(ui->hits.items.items);
	buf_fini(&ui->hits.lines);
	free(ui->bindings.items);
	clip_fini(&ui->clip);
	buf_fini(&ui->message);
	buf_fini(&ui->needle);
	board_fini(&ui->board);
	ui_marks_clear(ui);
	sheet_fini(&ui->board_sheet);
	incident_clear(&ui->board_summary);
	buf_fini(&ui->board_counts);
	sheet_fini(&ui->actions_sheet);
	causes_clear(&ui->causes);
	past_clear(&ui->past);
	sheet_fini(&ui->past.sheet);
	incident_clear(&ui->incident);
	timeline_clear(&ui->timeline);
	composer_fini(&ui->composer);
	form_fini(&ui->form);
	kills_fini(&ui->kills);
	prompt_fini(&ui->prompt);
	search_fini(&ui->search);
	importing_fini(&ui->importing);
	for (size_t i = 0; i < RECALL_KINDS; i++)
		recall_fini(&ui->recalls[i]);
	known_values_fini(&ui->known);
	free(ui->pager.title);
	free(ui->pager.filter);
	buf_fini(&ui->pager.text);
	free(ui->pager.rows.items);
	*ui = (struct ui){ 0 };
}

bool ui_start(struct ui *ui, struct err *err)
{
	struct record incident;
	struct err keys = { 0 }, none = { 0 };
	if (!app_store(ui->app, STORE_CREATE, err) || !read_version(ui->app, &ui->version, err))
		return false;
	bool resolved = keys_resolve(ui, &keys);
	bool found = app_incident(ui->app, &incident, ui->given ? err : &none);
	/* nothing, or too much, to choose from is what the board is for */
	if (!found && (ui->given || (none.code != ERR_NOT_FOUND && none.code != ERR_USAGE)))
		return ui->given ? false : err_pass(err, &none);
	bool ok = (!found || incident_open(ui, incident.id, err)) && composer_remind(ui, err);
	if (found)
		record_fini(&incident);
	if (ui->app->problems.len)
		resolved = err_lines(&keys, ERR_USAGE, "left out: ", buf_text(&ui->app->problems));
	if (!resolved)
		ui_error(ui, &keys);
	return ok;
}

/* ---- messages ----------------------------------------------------------------------------------
 */

void ui_message(struct ui *ui, enum style style, const char *format, ...)
{
	va_list args;
	buf_truncate(&ui->message, 0);
	va_start(args, format);
	buf_vprintf(&ui->message, format, args);
	va_end(args);
	ui->troubled = false;
	ui->message_style = style;
}

void ui_error(struct ui *ui, const struct err *err)
{
	const char *more = strchr(err->text, '\n');
	if (more)
		ui_page(ui, "What went wrong", err->text);
	ui_message(ui, STYLE_ERROR, "%.*s",
		(int)(more ? more - err->text : (long)strlen(err->text)), err->text);
}

void ui_trouble(struct ui *ui, const struct err *err)
{
	bool error = ui->message.len && ui->message_style == STYLE_ERROR;
	if (error && (!ui->troubled || text_starts(err->text, buf_text(&ui->message))))
		return;
	ui_error(ui, err);
	ui->troubled = true;
}

void ui_page(struct ui *ui, const char *title, const char *text)
{
	struct pager *pager = &ui->pager;
	free(pager->title);
	free(pager->filter);
	buf_truncate(&pager->text, 0);
	pager->filter = NULL;
	pager->make = NULL;
	pager->paint = NULL;
	pager->title = mem_copy(title);
	buf_puts(&pager->text, text);
	pager->columns = 0;
	pager->list = (struct list){ 0 };
	pager->open = true;
}

void ui_result(struct ui *ui, const char *title, const char *text)
{
	struct buf line = { 0 };
	const char *end = text + strlen(text);
	while (end > text && end[-1] == '\n')
		end--;
	for (const char *c = text; c < end; c++)
		if (*c == '\n')
			buf_puts(&line, " · ");
		else
			buf_putc(&line, *c);
	bool one = !memchr(text, '\n', (size_t)(end - text));
	/* two short lines are quicker read in one than in a pager that has to be closed */
	if (one || text_width(buf_text(&line), line.len) + 2 <= (size_t)ui->grid.columns) {
		if (line.len)
			ui_message(ui, STYLE_TEXT, "%s", buf_text(&line));
	} else {
		ui_page(ui, title, text);
	}
	buf_fini(&line);
}

/* ---- where one stands --------------------------------------------------------------------------
 */

const char *ui_zone(const struct ui *ui)
{
	if (ui->zone == ZONE_IS_UTC)
		return "UTC";
	if (ui->zone == ZONE_OF_INCIDENT && ui->incident.open)
		return app_zone_of(ui->app, &ui->incident.record);
	return ui->app->zone;
}

const struct view *ui_view(const struct ui *ui)
{
	return ui->pager.open ? &view_pager : ui->view;
}

const char *ui_mode(const struct ui *ui)
{
	if (ui->prompt.kind)
		return "prompt";
	if (ui->pager.open)
		return view_pager.name;
	if (ui->form.open)
		return "form";
	if (ui->composing)
		return popup_open(ui) ? "popup" : "composer";
	return ui->view->name;
}

void ui_show(struct ui *ui, const struct view *view)
{
	ui->view = view;
	ui->stale = true;
}

void ui_reload(struct ui *ui)
{
	struct err err = { 0 };
	struct incident *incident = &ui->incident;
	ui->stale = true;
	complete_forget(ui);
	ui->changes++;
	if (incident->open && !incident_load(ui, &err)) {
		/* nothing is ever taken out of a database: this is not what it was */
		if (err.code == ERR_NOT_FOUND)
			err_set(&err, ERR_IO, "%s does not hold this incident any more: put back what was there; what is "
				"being typed stays here", ui->app->database);
		away_look(ui, &err);
	} else if (!form_reload(ui, &err)) {
		ui_trouble(ui, &err);
	}
}

enum ui_request ui_take_request(struct ui *ui)
{
	enum ui_request request = ui->request;
	ui->request = UI_NOTHING;
	return request;
}

void ui_title(const struct ui *ui, struct buf *out)
{
	if (ui->incident.open) {
		app_incident_name(&ui->incident.record, out);
		buf_printf(out, " %s · ", record_text(&ui->incident.record, INCIDENT_TITLE));
	}
	buf_puts(out, "inquest");
}

/* ---- input -------------------------------------------------------------------------------------
 */

static void run_bound(struct ui *ui, const char *command)
{
	struct err err = { 0 };
	if (!ui_run_line(ui, command, &err))
		ui_error(ui, &err);
}

static void say_unbound(struct ui *ui, const struct key *key)
{
	struct buf name = { 0 }, help = { 0 }, write = { 0 };
	key_format(key, &name);
	bool has_help = keys_name(ui, ui_view(ui)->name, "keys", &help);
	if (ui->incident.open && !ui->pager.open &&
		keys_name(ui, ui->view->name, "compose", &write))
		ui_message(ui, STYLE_WARNING,
			"%s does nothing here: %s to write, %s for what the keys do",
			buf_text(&name), buf_text(&write), has_help ? buf_text(&help) : ":keys");
	else
		ui_message(ui, STYLE_WARNING, "%s does nothing here: %s for what the keys do",
			buf_text(&name), has_help ? buf_text(&help) : ":keys");
	buf_fini(&name);
	buf_fini(&help);
	buf_fini(&write);
}

void ui_key(struct ui *ui, const struct key *key)
{
	const char *mode = ui_mode(ui);
	struct line *line = ui_line(ui);
	buf_truncate(&ui->message, 0);
	ui->insist -= ui->insist > 0;
	const char *command = keys_find(ui, mode, key, !line);
	if (!command && line && typing_text(ui, line, key))
		return;
	/* what the text of the composer has no use for may scroll, show help, close */
	if (!command && line == &ui->composer.line && !key_is_text(key))
		command = keys_find(ui, mode, key, true);
	if (command && *command)
		run_bound(ui, command);
	else if (!line)
		say_unbound(ui, key);
}

/* A paste that no text has room for goes to a file, which can be attached with one key. */
static void keep_paste(struct ui *ui, const char *text, size_t len, size_t dropped)
{
	struct buf path = { 0 }, line = { 0 };
	struct err err = { 0 };
	if (!path_write_temporary(&path, "paste", ".txt", text, len, &err)) {
		err_wrap(&err, "the paste of %zu bytes is too long for a text, and lost", len);
		ui_error(ui, &err);
	} else if (dropped) {
		ui_message(ui, STYLE_ERROR,
			"the paste is too long: its first %zu bytes are in %s, %zu more are lost",
			len, buf_text(&path), dropped);
	} else if (ui->prompt.kind) {
		ui_message(ui, STYLE_WARNING,
			"the paste of %zu bytes is too long for this: it is in %s", len,
			buf_text(&path));
	} else {
		buf_puts(&line, "attach ");
		words_quote(&line, buf_text(&path));
		prompt_open(ui, &prompt_palette, buf_text(&line));
		ui_message(ui, STYLE_WARNING,
			"the paste of %zu bytes is too long for a text: Enter attaches it", len);
	}
	buf_fini(&path);
	buf_fini(&line);
}

void ui_paste(struct ui *ui, const char *text, size_t len, size_t dropped)
{
	struct line *line = ui_line(ui);
	buf_truncate(&ui->message, 0);
	if (!line && ui->incident.open && !ui->pager.open)
		line = &ui->composer.line;
	if (!line) {
		ui_message(ui, STYLE_WARNING,
			"nothing here takes pasted text: open an incident first");
		return;
	}
	typing_begins(ui, line);
	if (dropped || !line_insert(line, text, len)) {
		keep_paste(ui, text, len, dropped);
		return;
	}
	typing_changed(ui, line);
	if (line != &ui->composer.line)
		return;
	ui->composing = true;
	split_offer(ui);
}

void ui_resize(struct ui *ui, int rows, int columns)
{
	if (rows == ui->grid.rows && columns == ui->grid.columns)
		return;
	grid_resize(&ui->grid, rows, columns);
	/* more rows may be seen than were read */
	ui->stale = true;
}

/* ---- time --------------------------------------------------------------------------------------
 */

static void look_for_writers(struct ui *ui)
{
	struct err err = { 0 };
	int64_t version;
	ui->poll = ui->told ? INT64_MAX : ui->clock + POLL_MS;
	if (!ui->app->store)
		return;
	if (!read_version(ui->app, &version, &err)) {
		away_look(ui, &err);
	} else if (ui->away.on) {
		ui->version = version;
		away_ends(ui);
	} else if (version != ui->version) {
		ui->version = version;
		away_keep(ui);
		ui_reload(ui);
	}
}

void ui_tick(struct ui *ui, int64_t clock)
{
	struct err err = { 0 };
	/* the first one: what is due counts from now */
	if (ui->poll == INT64_MAX && !ui->told)
		ui->poll = clock + POLL_MS;
	ui->clock = clock;
	if (ui->composer.dirty && clock >= ui->composer.due && !composer_save(ui, &err) &&
		!ui->composer.complained) {
		ui->composer.complained = true;
		ui_error(ui, &err);
	}
	if (ui->form.dirty && clock >= ui->form.due && !form_keep(ui, &err) &&
		!ui->form.complained) {
		ui->form.complained = true;
		ui_error(ui, &err);
	}
	strip_tick(ui);
	if (clock >= ui->poll)
		look_for_writers(ui);
	ui->stale = ui->stale || search_is_reading(ui);
}

bool ui_rest(struct ui *ui)
{
	struct err err = { 0 };
	if (!ui->incident.open || !ui->incident.writing.behind)
		return false;
	if (!writing_catch_up(ui, &err))
		ui_trouble(ui, &err);
	return true;
}

/* Milliseconds until a length of time on the screen changes; INT64_MAX if none will. */
static int64_t until_shown_time_changes(const struct ui *ui)
{
	const struct incident *incident = &ui->incident;
	int64_t step = MINUTE_MS, since = 0;
	if (incident->open) {
		if (!status_is_open(record_text(&incident->record, INCIDENT_STATUS)))
			return INT64_MAX;
		step = options_on(&ui->app->options, OPTION_CLOCK) ? SECOND_MS : MINUTE_MS;
		since = incident->began;
	} else {
		size_t open = 0;
		for (size_t i = 0; i < ui->board.count; i++)
			open += status_is_open(
				record_text(&ui->board.items[i].incident, INCIDENT_STATUS));
		if (!open)
			return INT64_MAX;
	}
	int64_t gone = (app_now(ui->app) - since) % step;
	return step - (gone < 0 ? gone + step : gone);
}

int ui_timeout(const struct ui *ui)
{
	int64_t next = ui->poll, wait = until_shown_time_changes(ui);
	if (ui->composer.dirty && ui->composer.due < next)
		next = ui->composer.due;
	if (ui->form.dirty && ui->form.due < next)
		next = ui->form.due;
	if (strip_pending(ui) || search_is_reading(ui) || timeline_looking(ui) ||
		(ui->incident.open && ui->incident.writing.behind))
		return 0;
	if (next < INT64_MAX && next - ui->clock < wait)
		wait = next > ui->clock ? next - ui->clock : 0;
	return wait < INT_MAX ? (int)wait : INT_MAX;
}

void ui_wake(struct ui *ui)
{
	if (ui->poll > ui->clock + SETTLE_MS)
		ui->poll = ui->clock + SETTLE_MS;
}

void ui_save(struct ui *ui)
{
	struct err err = { 0 };
	if (!ui_keep(ui, &err))
		ui_error(ui, &err);
}

bool ui_keep(struct ui *ui, struct err *err)
{
	bool composed = composer_save(ui, err);
	return form_keep(ui, composed ? err : NULL) && composed;
}
