#include "tui/away.h"

#include "app/app.h"
#include "tui/ui.h"

/* Half a copy may look like a database, and to open an empty file makes it one. */
static bool lies_still(struct ui *ui)
{
	struct away *away = &ui->away;
	struct stat now;
	if (stat(ui->app->database, &now) < 0 || !S_ISREG(now.st_mode) || now.st_size == 0)
		return false;
	const struct stat *seen = &away->seen;
	bool same = now.st_dev == seen->st_dev && now.st_ino == seen->st_ino && now.st_size == seen->st_size &&
		    now.st_mtim.tv_sec == seen->st_mtim.tv_sec && now.st_mtim.tv_nsec == seen->st_mtim.tv_nsec;
	if (!same) {
		away->seen = now;
		away->since = ui->clock;
	}
	return same && ui->clock - away->since >= AWAY_MS;
}

/* The open incident is in it. */
static bool goes_on(struct ui *ui)
{
	struct record incident;
	if (!ui->incident.open)
		return true;
	bool found = read_incident(ui->app, ui->incident.record.id, &incident, NULL);
	if (found)
		record_fini(&incident);
	return found;
}

static void keep_again(struct ui *ui)
{
	struct composer *composer = &ui->composer;
	if (composer->stored || composer->dirty) {
		composer->dirty = true;
		composer->due = ui->clock;
	}
	if (ui->form.open && (ui->form.stored || ui->form.dirty)) {
		ui->form.dirty = true;
		ui->form.due = ui->clock;
	}
}

static bool take_other(struct ui *ui)
{
	struct app *app = ui->app;
	struct store *old = app->store;
	app->store = NULL;
	if (app_store(app, STORE_EXISTING, NULL) && read_version(app, &ui->version, NULL) && goes_on(ui)) {
		store_close(old);
		/* what is typed was kept in the old file: there it is of no use */
		keep_again(ui);
		return true;
	}
	store_close(app->store);
	app->store = old;
	return false;
}

void away_look(struct ui *ui, const struct err *err)
{
	struct away *away = &ui->away;
	if (!away->on)
		*away = (struct away){ .on = true };
	if (store_moved(ui->app->store) && lies_still(ui) && take_other(ui)) {
		away->on = false;
		ui_message(ui, STYLE_WARNING, "another file was put in the place of %s: this is what it holds", ui->app->database);
		ui_reload(ui);
		return;
	}
	ui->poll = ui->clock + AWAY_MS;
	ui_trouble(ui, err);
}

void away_keep(struct ui *ui)
{
	if (ui->kept && (ui->composer.stored || ui->form.stored) && !draft_is_kept(ui->app, ui->session, ui->kept))
		keep_again(ui);
}

void away_retry(struct ui *ui)
{
	ui->version = -1;
	if (ui->poll > ui->clock + AWAY_MS)
		ui->poll = ui->clock + AWAY_MS;
}

void away_ends(struct ui *ui)
{
	ui->away.on = false;
	ui_reload(ui);
	if (ui->away.on)
		return;
	away_keep(ui);
	/* what could not be saved need not wait for the next try */
	ui->composer.due = ui->form.due = ui->clock;
	/* not in place of what a key did just now */
	if (!ui->message.len || ui->message_style == STYLE_ERROR)
		ui_message(ui, STYLE_GOOD, "%s can be read again", ui->app->database);
}
