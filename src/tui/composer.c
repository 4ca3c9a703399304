#include "tui/ui.h"

#include <stdlib.h>

#include "app/edit.h"
#include "app/editor.h"
#include "base/text.h"

enum { DECIMAL = 10 };

static const char default_kind[] = "note";

void composer_init(struct composer *composer)
{
	*composer = (struct composer){ 0 };
	line_init(&composer->line, true);
	text_copy(composer->kind, sizeof composer->kind, default_kind);
}

void composer_fini(struct composer *composer)
{
	line_fini(&composer->line);
	popup_fini(&composer->popup);
}

void composer_clear(struct composer *composer)
{
	composer_fini(composer);
	composer_init(composer);
}

bool composer_empty(const struct composer *composer)
{
	return text_empty(line_text(&composer->line));
}

/* The zone that times are read in, and so the one the composer shows them in. */
static const char *zone_of(const struct ui *ui)
{
	return app_zone_of(ui->app, &ui->incident.record);
}

void composer_when(const struct ui *ui, struct when_context *out)
{
	edit_when(ui->app, &ui->incident.record, out, NULL);
	if (ui->composer.at)
		out->now = ui->composer.at;
}

static void touch(struct ui *ui)
{
	struct composer *composer = &ui->composer;
	if (!composer->dirty)
		composer->due = ui->clock + DRAFT_DELAY_MS;
	composer->dirty = true;
}

void composer_typing(struct ui *ui)
{
	struct line *line = &ui->composer.line;
	if (ui->composer.offered)
		line_replace(line, 0, line->text.len, "", 0, LINE_ACT_OTHER);
	ui->composer.offered = false;
}

void composer_changed(struct ui *ui)
{
	struct composer *composer = &ui->composer;
	bool empty = composer_empty(composer);
	composer->offered = false;
	if (empty && composer->at) {
		composer->at = 0;
		composer->timed = false;
	} else if (!empty && !composer->at) {
		composer->at = app_now(ui->app);
	}
	touch(ui);
	popup_look(ui);
}

bool composer_read(const struct ui *ui, struct compose *out, struct err *err)
{
	const struct composer *composer = &ui->composer;
	struct when_context ctx;
	composer_when(ui, &ctx);
	const struct compose_input input = { .text = line_text(&composer->line),
		.kind = composer->kind,
		.at = ctx.now,
		.zone = ctx.zone,
		.day = ctx.day };
	bool ok = compose_read(out, &input, err);
	/* a time in the text is newer than one that was asked for */
	if (!out->timed && composer->timed) {
		out->when = composer->when;
		out->timed = true;
	}
	return ok;
}

/* ---- logging -----------------------------------------------------------------------------------
 */

/* `output` begins with the number: "#12  2026-…". */
static void say_logged(struct ui *ui, const struct compose *compose, const char *output)
{
	struct buf when = { 0 };
	const char *label = compose_label(compose->kind);
	int64_t number = strtoll(output + (*output == '#'), NULL, DECIMAL);
	if (compose_is_event(compose->kind)) {
		when_echo(&when, &compose->when, zone_of(ui));
		ui_message(ui, STYLE_GOOD, "#%lld logged: %s at %s%s", (long long)number, label,
			buf_text(&when),
			timeline_filter(ui) ? " (a filter hides what does not match)" : "");
		timeline_select(ui, number, compose->when.at);
	} else {
		ui_message(ui, STYLE_GOOD, "%s #%lld added", label, (long long)number);
	}
	buf_fini(&when);
}

/* An empty composer; the draft of what was in it will be dropped. */
static void start_again(struct ui *ui)
{
	bool stored = ui->composer.stored || ui->composer.dirty;
	composer_clear(&ui->composer);
	ui->composer.stored = stored;
	touch(ui);
}

void composer_leave(struct ui *ui)
{
	if (ui->composer.offered)
		start_again(ui);
	else if (composer_empty(&ui->composer))
		ui->composer.timed = false;
}

/* The command that logs the text, and drops the draft of it at once. */
static bool log_words(struct ui *ui, const struct words *words, struct buf *out, struct err *err)
{
	const struct draft_key key = { .incident = ui->incident.record.id, .place = DRAFT_COMPOSER, .session = ui->session };
	ui->app->settles = &key;
	bool ok = ui_command(ui, words->items, words->count, out, err);
	ui->app->settles = NULL;
	return ok;
}

static bool log_it(struct ui *ui, const struct compose *compose, struct err *err)
{
	struct words words = { 0 };
	struct buf out = { 0 };
	bool ok = compose_words(compose, zone_of(ui), &words, err);
	if (ok && !log_words(ui, &words, &out, err)) {
		ok = false;
		/* nothing is wrong with the text: it can be tried again as it is */
		if (err->code != ERR_USAGE)
			err_wrap(err, "not logged, your text is still here, Enter tries again");
	}
	if (ok) {
		recall_add(&ui->recalls[RECALL_COMPOSER], buf_text(&compose->text));
		start_again(ui);
		say_logged(ui, compose, buf_text(&out));
	}
	words_fini(&words);
	buf_fini(&out);
	return ok;
}

bool composer_submit(struct ui *ui, struct err *err)
{
	struct compose compose;
	if (composer_empty(&ui->composer))
		return err_set(err, ERR_USAGE, "nothing is written yet: say what is happening");
	bool ok = composer_read(ui, &compose, err) && log_it(ui, &compose, err);
	compose_fini(&compose);
	/* the draft went as the event came; what is left to save fails at worst, and is tried again later */
	return ok && (composer_save(ui, NULL), true);
}

bool composer_log_split(struct ui *ui, struct err *err)
{
	struct words words = { 0 };
	struct buf out = { 0 };
	size_t events = 0;
	words_add(&words, "log");
	words_add(&words, "--split");
	if (compose_is_event(ui->composer.kind)) {
		words_add(&words, "--kind");
		words_add(&words, ui->composer.kind);
	}
	words_add(&words, "--");
	words_add(&words, line_text(&ui->composer.line));
	bool ok = log_words(ui, &words, &out, err) ||
		err_wrap(err, "not logged, your text is still here");
	/* one line for each */
	for (size_t i = 0; ok && i < out.len; i++)
		events += out.data[i] == '\n';
	if (ok) {
		start_again(ui);
		composer_save(ui, NULL);
		ui_message(
			ui, STYLE_GOOD, "%zu events logged; undo takes all of them back", events);
	}
	words_fini(&words);
	buf_fini(&out);
	return ok;
}

/* ---- kind, time, editor ------------------------------------------------------------------------
 */

/* Take a `!kind` out of the text and make it the composer's own. */
static void settle_kind(struct ui *ui)
{
	struct composer *composer = &ui->composer;
	const char *text = line_text(&composer->line);
	size_t len = strcspn(text, " \t\n");
	char word[COMPOSE_KIND_SIZE];
	struct compose_kind kind;
	if (text[0] != '!')
		return;
	text_copy(word, len < sizeof word ? len : sizeof word, text + 1);
	if (!compose_kind_find(word, &kind, NULL))
		return;
	len += strspn(text + len, " \t");
	char *rest = mem_copy(text + len);
	size_t cursor = composer->line.cursor > len ? composer->line.cursor - len : 0;
	text_copy(composer->kind, sizeof composer->kind, kind.name);
	line_set(&composer->line, rest, strlen(rest));
	line_move(&composer->line, cursor);
	free(rest);
	popup_look(ui);
}

static size_t kind_index(const char *name)
{
	size_t len = strcspn(name, " "), i = 0;
	while (i + 1 < compose_kind_count() &&
		(strlen(compose_kind_at(i).name) != len ||
			strncmp(compose_kind_at(i).name, name, len) != 0))
		i++;
	return i;
}

bool composer_kind(struct ui *ui, const char *name, struct err *err)
{
	struct composer *composer = &ui->composer;
	size_t count = compose_kind_count(), len = strcspn(name, " ");
	struct compose_kind kind;
	char word[COMPOSE_KIND_SIZE];
	if (!ui->incident.open)
		return err_set(err, ERR_USAGE, "open an incident first");
	settle_kind(ui);
	size_t now = kind_index(composer->kind);
	text_copy(word, len < sizeof word ? len + 1 : sizeof word, name);
	if (text_equal(name, "next"))
		kind = compose_kind_at((now + 1) % count);
	else if (text_equal(name, "previous"))
		kind = compose_kind_at((now + count - 1) % count);
	else if (!compose_kind_find(word, &kind, err))
		return false;
	/* "why 3" keeps the number of the cause it is under */
	snprintf(composer->kind, sizeof composer->kind, "%s%.12s", kind.name, name + len);
	ui_message(ui, STYLE_DIM, "%s: %s", kind.label, kind.help);
	if (!composer_empty(composer))
		touch(ui);
	return true;
}

bool composer_time(struct ui *ui, const char *text, struct err *err)
{
	struct composer *composer = &ui->composer;
	struct when_context ctx;
	struct buf echo = { 0 };
	composer_when(ui, &ctx);
	if (!text_empty(text) && !when_parse(text, &ctx, &composer->when, err))
		return false;
	composer->timed = !text_empty(text);
	if (composer->timed) {
		when_echo(&echo, &composer->when, zone_of(ui));
		ui_message(ui, STYLE_TEXT, "it will be logged at %s", buf_text(&echo));
	} else {
		ui_message(ui, STYLE_TEXT, "it will be logged at the time typing began");
	}
	if (!composer_empty(composer))
		touch(ui);
	buf_fini(&echo);
	return true;
}

bool composer_editor(struct ui *ui, struct err *err)
{
	struct line *line = &ui->composer.line;
	struct buf text = { 0 };
	buf_puts(&text, line_text(line));
	bool ok = composer_save(ui, err) && edit_in_editor(ui->app, "event", &text, err);
	if (ok) {
		buf_trim_end(&text);
		ok = line_set(line, buf_text(&text), text.len) ||
			err_set(err, ERR_USAGE, "the text is longer than 1 MiB");
		composer_changed(ui);
	}
	buf_fini(&text);
	return ok;
}
