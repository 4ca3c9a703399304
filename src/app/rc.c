/* inquestrc: lines of configuration commands. */
#include "app/app.h"

#include <stdlib.h>

#include "base/path.h"
#include "base/text.h"
#include "base/words.h"

enum { RC_MAX = 1024 * 1024 };

bool app_rc_path(struct buf *out, struct err *err)
{
	if (!path_xdg(out, "XDG_CONFIG_HOME", ".config", err))
		return false;
	buf_puts(out, "/inquestrc");
	return true;
}

static bool run_config(struct app *app, const struct words *words, bool user, struct err *err)
{
	if (words->count != 3)
		return err_set(err, ERR_USAGE, "config takes a name and a value");
	enum option_id id = option_find(words->items[1], err);
	if (id == OPTION_COUNT || !options_set(&app->options, id, words->items[2], err))
		return false;
	app->options.changed[id] = user;
	return true;
}

static bool run_bind(struct app *app, const struct words *words, bool user, struct err *err)
{
	struct buf command = { 0 };
	(void)user;
	if (words->count < 4)
		return err_set(err, ERR_USAGE, "bind takes a view, a key and a command");
	/* one word is a command line as a whole; several are its words */
	for (size_t i = 3; i < words->count; i++) {
		buf_puts(&command, i > 3 ? " " : "");
		if (words->count == 4)
			buf_puts(&command, words->items[i]);
		else
			words_quote(&command, words->items[i]);
	}
	bool ok = keymap_bind(&app->keymap, words->items[1], words->items[2], buf_text(&command), err);
	buf_fini(&command);
	return ok;
}

static bool run_unbind(struct app *app, const struct words *words, bool user, struct err *err)
{
	(void)user;
	if (words->count != 3)
		return err_set(err, ERR_USAGE, "unbind takes a view and a key");
	return keymap_bind(&app->keymap, words->items[1], words->items[2], "", err);
}

static const struct {
	const char *name;
	bool (*run)(struct app *app, const struct words *words, bool user, struct err *err);
} rc_commands[] = {
	{ "config", run_config },
	{ "bind", run_bind },
	{ "unbind", run_unbind },
};

static bool run_line(struct app *app, const char *line, bool user, struct err *err)
{
	struct words words;
	bool ok = true;
	if (!words_split(&words, line, err))
		return false;
	if (words.count) {
		size_t i = 0;
		while (i < LENGTH(rc_commands) && !text_equal(rc_commands[i].name, words.items[0]))
			i++;
		ok = i < LENGTH(rc_commands)
			     ? rc_commands[i].run(app, &words, user, err)
			     : err_set(err, ERR_USAGE, "'%s' is none of config, bind, unbind",
				       words.items[0]);
	}
	words_fini(&words);
	return ok;
}

void app_rc_run(struct app *app, const char *name, const char *text, bool user, struct buf *problems)
{
	struct buf line = { 0 };
	struct err err = { 0 };
	for (size_t number = 1; *text; number++) {
		size_t len = strcspn(text, "\n");
		buf_truncate(&line, 0);
		buf_put(&line, text, len);
		text += len + (text[len] == '\n');
		app->keymap.file = name;
		app->keymap.line = number;
		if (run_line(app, buf_text(&line), user, &err))
			continue;
		if (problems->len)
			buf_putc(problems, '\n');
		text_print(problems, "%s:%zu: %s", name, number, err.text);
	}
	app->keymap.file = NULL;
	buf_fini(&line);
}

/* True if a line is `config NAME …`. */
static bool sets_option(const char *line, const char *name)
{
	struct words words;
	if (!words_split(&words, line, NULL))
		return false;
	bool is = words.count >= 2 && text_equal(words.items[0], "config") &&
		  text_equal(words.items[1], name);
	words_fini(&words);
	return is;
}

bool app_config_save(struct app *app, enum option_id id, const char *value, struct err *err)
{
	struct buf path = { 0 }, old = { 0 }, fresh = { 0 }, line = { 0 };
	const char *name = option_row(id)->name;
	bool placed = false, found;
	bool ok = options_set(&app->options, id, value, err) && app_rc_path(&path, err) &&
		  path_make_parents(buf_text(&path), 0700, err) &&
		  path_read_found(&old, buf_text(&path), RC_MAX, &found, err);
	buf_printf(&line, "config %s ", name);
	words_quote(&line, value);
	buf_putc(&line, '\n');
	for (const char *at = buf_text(&old); ok && *at;) {
		size_t len = strcspn(at, "\n");
		char *text = mem_copy_n(at, len);
		if (!sets_option(text, name)) {
			buf_put(&fresh, at, len);
			buf_putc(&fresh, '\n');
		} else if (!placed) {
			buf_put(&fresh, line.data, line.len);
			placed = true;
		}
		free(text);
		at += len + (at[len] == '\n');
	}
	if (!placed)
		buf_put(&fresh, line.data, line.len);
	ok = ok && path_write(buf_text(&path), fresh.data, fresh.len, 0600, err);
	app_settle(app, id);
	buf_fini(&path);
	buf_fini(&old);
	buf_fini(&fresh);
	buf_fini(&line);
	return ok;
}
