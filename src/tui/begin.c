/* Beginning an incident in one line, from the board or anywhere. */
#include "app/begin.h"

#include "base/text.h"
#include "base/words.h"
#include "tui/ui.h"

static bool read_line(const struct ui *ui, const char *text, struct beginning *out, struct err *err)
{
	const struct when_context ctx = { .now = app_now(ui->app), .zone = ui->app->zone };
	return beginning_read(text, &ctx, out, err);
}

static void changed(struct ui *ui)
{
	struct beginning beginning;
	struct err err = { 0 };
	struct buf echo = { 0 };
	const char *text = line_text(&ui->prompt.line);
	bool ok = read_line(ui, text, &beginning, &err);
	if (text_empty(text)) {
		ui_message(ui, STYLE_DIM,
			"what users see going wrong; also SEV1, #tag, @14:03 for when it began");
	} else if (ok) {
		beginning_echo(&beginning, ui->app->zone, &echo);
		ui_message(ui, STYLE_TEXT, "%s", buf_text(&echo));
	} else {
		ui_message(ui, STYLE_WARNING, "%s", err.text);
	}
	buf_fini(&echo);
	beginning_fini(&beginning);
}

static bool begin(struct ui *ui, const char *text, struct err *err)
{
	struct beginning beginning;
	struct words words = { 0 };
	bool ok = read_line(ui, text, &beginning, err) &&
		beginning_words(&beginning, &words, err) &&
		ui_run(ui, words.items, words.count, err);
	beginning_fini(&beginning);
	words_fini(&words);
	return ok;
}

static bool accept(struct ui *ui, const char *text, struct err *err)
{
	if (!begin(ui, text, err))
		return false;
	prompt_close(ui);
	return true;
}

static const struct prompt_kind prompt_begin = { "new incident ▸ ", changed, accept, NULL,
	RECALL_ASK };

bool run_begin(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	struct buf text = { 0 };
	if (!count) {
		prompt_open(ui, &prompt_begin, "");
		return true;
	}
	words_join(&text, words, count);
	bool ok = begin(ui, buf_text(&text), err);
	buf_fini(&text);
	return ok;
}
