/*
 * inquestrc: whatever the file says, each line is run or told by its number; what holds afterwards is valid, is the same
 * when the file is read again, and its keys can be found. The text as a value is written so that it is read as itself.
 */
#include <stdint.h>
#include <stdlib.h>

#include "app/app.h"
#include "base/text.h"
#include "base/words.h"
#include "require.h"
#include "tui/ui.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { OWN_MAX = 4 };

static const char file[] = "inquestrc";

static void read_file(struct app *app, const char *text, struct buf *problems)
{
	*app = (struct app){ 0 };
	app_rc_run(app, file, text, true, problems);
}

static void end(struct app *app)
{
	options_fini(&app->options);
	keymap_fini(&app->keymap);
}

static size_t lines_of(const char *text)
{
	size_t lines = 0;
	for (; *text; text += *text == '\n') {
		text += strcspn(text, "\n");
		lines++;
	}
	return lines;
}

/* Those that begin with the file's name rise in number, and none is beyond the end. */
static void check_problems(const struct buf *problems, size_t lines)
{
	size_t last = 0;
	require(utf8_valid(buf_text(problems), problems->len));
	for (const char *at = buf_text(problems); *at; at += strcspn(at, "\n"), at += *at == '\n') {
		char *rest;
		if (!text_starts(at, file))
			continue;
		unsigned long number = strtoul(at + sizeof file, &rest, 10);
		require(number > 0 && number <= lines && text_starts(rest, ": "));
		require(number >= last);
		last = number;
	}
	require(!problems->len || last);
}

static void check_same(const struct app *a, const struct app *b)
{
	for (int id = 0; id < OPTION_COUNT; id++)
		require(text_equal(a->options.values[id], b->options.values[id]));
	require(a->keymap.count == b->keymap.count);
	for (size_t i = 0; i < a->keymap.count; i++)
		require(text_equal(a->keymap.items[i].command, b->keymap.items[i].command) &&
			text_equal(a->keymap.items[i].view, b->keymap.items[i].view) &&
			text_equal(a->keymap.items[i].key, b->keymap.items[i].key) &&
			text_equal(a->keymap.items[i].where, b->keymap.items[i].where));
}

/* A value that is taken is taken again, and comes back from a line of the file. */
static void check_value(struct app *app, enum option_id id, const char *value)
{
	struct buf line = { 0 }, problems = { 0 };
	struct err err = { 0 };
	if (!options_set(&app->options, id, value, &err)) {
		require(err.code == ERR_USAGE && text_starts(err.text, "config "));
		return;
	}
	buf_printf(&line, "config %s ", option_row(id)->name);
	words_quote(&line, value);
	options_set(&app->options, id, "", NULL);
	app_rc_run(app, file, buf_text(&line), true, &problems);
	require(!problems.len && text_equal(options_get(&app->options, id), value));
	buf_fini(&line);
	buf_fini(&problems);
}

static void check_keys(struct app *app)
{
	struct ui ui = { .app = app };
	struct err err = { 0 };
	struct buf name = { 0 };
	require(keys_resolve(&ui, &err) || (err.code == ERR_USAGE && err.text[0]));
	for (size_t i = 0; i < ui.bindings.count; i++) {
		const struct ui_binding *binding = &ui.bindings.items[i];
		const char *found = keys_find(&ui, binding->view->name, &binding->key, true);
		require(*binding->command ? found == binding->command : !found);
		/* the names of the shipped ones are always the same, and many */
		if (*binding->command && i + OWN_MAX >= ui.bindings.count && keys_name(&ui, binding->view->name, binding->command, &name))
			require(utf8_valid(buf_text(&name), name.len));
		buf_truncate(&name, 0);
	}
	buf_fini(&name);
	free(ui.bindings.items);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct app app, again;
	struct buf problems = { 0 }, more = { 0 };
	char *text = mem_copy_n(data, size);
	read_file(&app, text, &problems);
	check_problems(&problems, lines_of(text));
	read_file(&again, text, &more);
	check_same(&app, &again);
	require(text_equal(buf_text(&problems), buf_text(&more)));
	/* the shipped values and keys are the same in every input */
	for (int id = 0; id < OPTION_COUNT; id++)
		if (app.options.values[id]) {
			char *now = mem_copy(app.options.values[id]);
			check_value(&app, (enum option_id)id, now);
			free(now);
		}
	check_value(&again, (enum option_id)(size % OPTION_COUNT), text);
	if (app.keymap.count)
		check_keys(&app);
	end(&app);
	end(&again);
	buf_fini(&problems);
	buf_fini(&more);
	free(text);
	return 0;
}
