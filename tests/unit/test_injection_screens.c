/*
 * No cell of any screen holds what a terminal would obey: in a database full of hostile text every view is shown, and in it
 * every key that is bound there is pressed, typed behind, and left again. The window's title is read as well.
 */
#include <stdlib.h>
#include <unistd.h>

#include "hostile.h"
#include "suite.h"
#include "tui/ui.h"

enum { ROWS = 30, COLUMNS = 130, NARROW_ROWS = 12, NARROW_COLUMNS = 44, ESCAPES = 3 };

static struct {
	char *folder;
	struct buf database, work, kept;
	struct app app;
	struct ui ui;
} box;

static void make(void)
{
	struct err err = { 0 };
	box.folder = scratch_folder("screens");
	ck_assert_int_eq(chdir(box.folder), 0);
	setenv("HOME", box.folder, 1);
	setenv("XDG_CONFIG_HOME", box.folder, 1);
	setenv("TMPDIR", box.folder, 1);
	setenv("TZ", "UTC", 1);
	setenv("INQUEST_NOW", "2026-03-01T14:45:30Z", 1);
	setenv("INQUEST_AUTHOR", HOSTILE, 1);
	setenv("INQUEST_EDITOR", "false", 1);
	setenv("BROWSER", "false", 1);
	buf_printf(&box.database, "%s/kept.db", box.folder);
	buf_printf(&box.work, "%s/x.db", box.folder);
	hostile_database(buf_text(&box.database));
	ck_assert_msg(path_read(&box.kept, buf_text(&box.database), 64 << 20, &err), "%s", err.text);
}

static void end(void)
{
	hostile_remove(box.folder);
	free(box.folder);
	buf_fini(&box.database);
	buf_fini(&box.work);
	buf_fini(&box.kept);
}

static void begin_session(const char *incident, int rows, int columns)
{
	struct err err = { 0 };
	const struct app_setup setup = { .database = buf_text(&box.work), .incident = incident };
	ck_assert_msg(path_write(buf_text(&box.work), box.kept.data, box.kept.len, 0600, &err), "%s", err.text);
	ck_assert_msg(app_init(&box.app, &setup, &err), "%s", err.text);
	ui_init(&box.ui, &box.app, "test", rows, columns);
	ck_assert_msg(ui_start(&box.ui, &err), "%s", err.text);
}

static void end_session(void)
{
	ui_fini(&box.ui);
	app_fini(&box.app);
}

static void check_text(const char *text, size_t len, const char *where, const char *key)
{
	for (size_t at = 0, n; at < len; at += n) {
		uint32_t cp = 0;
		n = utf8_decode(text + at, len - at, &cp);
		ck_assert_msg(n && !hostile_obeyed(cp), "%s, key %s: U+%04X", where, key, (unsigned)cp);
	}
}

static size_t check_screen(const char *where, const char *key)
{
	struct buf title = { 0 }, shown = { 0 };
	size_t seen = 0;
	ui_draw(&box.ui);
	const struct grid *grid = &box.ui.grid;
	for (int row = 0; row < grid->rows; row++)
		for (int column = 0; column < grid->columns; column++)
			check_text(grid_at(grid, row, column)->text, grid_at(grid, row, column)->len, where, key);
	grid_text(grid, &shown);
	seen = strstr(buf_text(&shown), "pwn^[]0;t") != NULL;
	/* the terminal shows a title as it shows all texts: see terminal_title */
	ui_title(&box.ui, &title);
	buf_truncate(&shown, 0);
	text_show(&shown, buf_text(&title), title.len, false);
	check_text(buf_text(&shown), shown.len, where, "title");
	buf_fini(&title);
	buf_fini(&shown);
	return seen;
}

static void press(const char *name)
{
	struct key key;
	ck_assert(key_parse(&key, name, NULL));
	ui_key(&box.ui, &key);
	ui_take_request(&box.ui);
}

/* What a key does here, with hostile text typed or pasted into what it opens; then out again. */
static size_t try_key(const struct ui_binding *binding, const char *where)
{
	struct buf name = { 0 };
	key_format(&binding->key, &name);
	ui_key(&box.ui, &binding->key);
	ui_take_request(&box.ui);
	size_t seen = check_screen(where, buf_text(&name));
	ui_paste(&box.ui, HOSTILE, strlen(HOSTILE), 0);
	seen += check_screen(where, buf_text(&name));
	press("Enter");
	seen += check_screen(where, buf_text(&name));
	for (int i = 0; i < ESCAPES; i++)
		press("Esc");
	ui_rest(&box.ui);
	buf_fini(&name);
	return seen;
}

static void show(const char *line)
{
	struct err err = { 0 };
	ui_run_line(&box.ui, line, &err);
	ui_rest(&box.ui);
}

/* Each view, and the command that shows it. */
static const char *const places[][2] = { { "board", "board" }, { "timeline", "tab timeline" }, { "actions", "tab actions" },
	{ "causes", "tab causes" }, { "postmortem", "tab postmortem" }, { "preview", "tab preview" }, { "checks", "tab checks" },
	{ "history", "tab history" }, { "search", "search pwn" }, { "form", "form event 1" }, { "pager", "keys" },
	{ "composer", "compose" }, { "import", "import" } };

static void try_place(size_t place, const char *incident, bool keys, int rows, int columns)
{
	const char *view = places[place][0], *line = places[place][1];
	begin_session(incident, rows, columns);
	show("browse");
	show(line);
	size_t seen = check_screen(view, line);
	const size_t count = keys ? box.ui.bindings.count : 0;
	for (size_t i = 0; i < count; i++) {
		const struct ui_binding *binding = &box.ui.bindings.items[i];
		/* those that all tabs share are tried on the first of them */
		bool here = text_equal(binding->view->name, view) ||
			(text_equal(view, "timeline") && (text_equal(binding->view->name, "all") || text_equal(binding->view->name, "incident")));
		if (!*binding->command || !here)
			continue;
		seen += try_key(binding, view);
		show("browse");
		show(line);
	}
	end_session();
	ck_assert_msg(seen || !keys, "nothing hostile was ever on the screen of %s", view);
}

START_TEST(no_key_of_any_view_shows_a_control) { try_place((size_t)_i, "1", true, ROWS, COLUMNS); } END_TEST
START_TEST(nor_where_another_version_wrote_the_rest) { try_place((size_t)_i, "2", false, NARROW_ROWS, NARROW_COLUMNS); } END_TEST

int main(void)
{
	Suite *suite = suite_create("injection_screens");
	TCase *tcase = tcase_create("screens");
	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, make, end);
	tcase_add_loop_test(tcase, no_key_of_any_view_shows_a_control, 0, (int)LENGTH(places));
	tcase_add_loop_test(tcase, nor_where_another_version_wrote_the_rest, 0, (int)LENGTH(places));
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
