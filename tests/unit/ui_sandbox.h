/* Two sessions on one database in a folder of their own, with clock, zone, authors and ids pinned.
 */
#ifndef TESTS_UI_SANDBOX_H
#define TESTS_UI_SANDBOX_H

#include <check.h>
#include <dirent.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/app.h"
#include "app/command.h"
#include "base/path.h"
#include "base/text.h"
#include "base/words.h"
#include "scratch.h"

struct ui_sandbox {
	struct app app, other; /* ana's and bo's */
	char folder[64];
};

static void sandbox_app(struct app *app, const char *author)
{
	struct err err = { 0 };
	/* in the current folder, so that messages are the same everywhere */
	const struct app_setup setup = { .database = "x.db" };
	setenv("INQUEST_AUTHOR", author, 1);
	ck_assert_msg(app_init(app, &setup, &err), "%s", err.text);
}

static void sandbox_open(struct ui_sandbox *sandbox)
{
	static const char *const unset[] = { "INQUEST_DB", "INQUEST_EDITOR", "GIT_EDITOR", "VISUAL",
		"EDITOR", "NO_COLOR", "TZDIR" };
	*sandbox = (struct ui_sandbox){ 0 };
	char *folder = scratch_folder("ui");
	text_copy(sandbox->folder, sizeof sandbox->folder, folder);
	free(folder);
	ck_assert_int_eq(chdir(sandbox->folder), 0);
	for (size_t i = 0; i < LENGTH(unset); i++)
		unsetenv(unset[i]);
	setenv("TZ", "UTC", 1);
	setenv("XDG_CONFIG_HOME", sandbox->folder, 1);
	setenv("TMPDIR", sandbox->folder, 1);
	setenv("INQUEST_NOW", "2026-03-01T14:45:30Z", 1);
	setenv("INQUEST_SEED", "1", 1);
	signal(SIGXFSZ, SIG_IGN);
	sandbox_app(&sandbox->app, "ana");
	sandbox_app(&sandbox->other, "bo");
	sandbox->other.seed = 2;
}

static void sandbox_ignore(void *context, const char *bytes, size_t len)
{
	(void)context, (void)bytes, (void)len;
}

/* Run a command line as from a shell; what it prints is dropped. */
__attribute__((unused)) static bool sandbox_try(struct app *app, const char *line, struct err *err)
{
	struct output out = { .write = sandbox_ignore };
	struct words words;
	ck_assert_msg(words_split(&words, line, NULL), "%s", line);
	bool ok = command_run(app, words.items, words.count, &out, -1, err);
	words_fini(&words);
	return ok;
}

/* The same where it must go well. */
__attribute__((unused)) static void sandbox_run(struct app *app, const char *line)
{
	struct err err = { 0 };
	ck_assert_msg(sandbox_try(app, line, &err), "%s: %s", line, err.text);
}

static void sandbox_remove(const char *folder)
{
	struct dirent *entry;
	DIR *open = opendir(folder);
	while (open && (entry = readdir(open))) {
		struct buf path = { 0 };
		if (text_equal(entry->d_name, ".") || text_equal(entry->d_name, ".."))
			continue;
		path_join(&path, folder, entry->d_name);
		if (entry->d_type == DT_DIR)
			sandbox_remove(buf_text(&path));
		else
			unlink(buf_text(&path));
		buf_fini(&path);
	}
	if (open)
		closedir(open);
	rmdir(folder);
}

static void sandbox_close(struct ui_sandbox *sandbox)
{
	app_fini(&sandbox->app);
	app_fini(&sandbox->other);
	sandbox_remove(sandbox->folder);
}

#endif
