/* The key map: what the shipped one binds exists, every key can be bound anew, mistakes are told
 * with file and line. */

#include "tui/typing.h"
#include "tui/ui.h"
#include "ui_sandbox.h"
#include "suite.h"

static struct ui_sandbox box;
static struct ui ui;

static void open_ui(void)
{
	struct err err = { 0 };
	sandbox_open(&box);
	sandbox_run(&box.app, "new 'Checkout returns 500'");
	ui_init(&ui, &box.app, "test", 24, 80);
	ck_assert_msg(ui_start(&ui, &err), "%s", err.text);
}

static void close_ui(void)
{
	ui_fini(&ui);
	sandbox_close(&box);
}

/* Lines of the user's inquestrc; gives what is said about them, "" if nothing. */
static const char *configure_as(const char *file, const char *lines)
{
	static struct err err;
	struct buf problems = { 0 };
	err = (struct err){ 0 };
	app_rc_run(&box.app, file, lines, true, &problems);
	if (problems.len)
		err_set(&err, ERR_USAGE, "%s", buf_text(&problems));
	else
		keys_resolve(&ui, &err);
	buf_fini(&problems);
	return err.text;
}

static const char *configure(const char *lines)
{
	return configure_as("rc", lines);
}

static void press(const char *name)
{
	struct key key;
	ck_assert(key_parse(&key, name, NULL));
	ui_key(&ui, &key);
}

START_TEST(everything_that_is_bound_exists)
{
	for (size_t i = 0; i < ui.bindings.count; i++) {
		const struct ui_binding *binding = &ui.bindings.items[i];
		struct words words;
		size_t used;
		ck_assert_msg(words_split(&words, binding->command, NULL), "%s", binding->command);
		const struct ui_command *own = words.count ? ui_command_find(words.items[0]) : NULL;
		bool row =
			own || !words.count || command_find(words.items, words.count, &used, NULL);
		ck_assert_msg(row, "%s", binding->command);
		if (own && text_equal(own->name, "line"))
			ck_assert_msg(line_command_find(words.items[1]), "%s", binding->command);
		words_fini(&words);
	}
}
END_TEST

START_TEST(every_command_of_the_editor_has_a_key)
{
	for (const struct line_command *row = line_commands; row->name; row++) {
		struct buf line = { 0 }, key = { 0 };
		buf_printf(&line, "line %s", row->name);
		ck_assert_msg(keys_name(&ui, "line", buf_text(&line), &key), "%s", row->name);
		buf_fini(&line);
		buf_fini(&key);
	}
}
END_TEST

START_TEST(keys_of_the_editor_can_be_bound_anew)
{
	ck_assert_str_eq(
		configure("bind line Ctrl-G \"line kill-start\"\nunbind line Ctrl-U\n"), "");
	press("a");
	press("Ctrl-U");
	ck_assert_str_eq(line_text(ui_line(&ui)), "a");
	press("Ctrl-G");
	ck_assert_str_eq(line_text(ui_line(&ui)), "");
	/* of one place only */
	ck_assert_str_eq(
		configure("bind prompt Ctrl-G \"line home\"\nbind composer x browse\n"), "");
	press("x");
	ck_assert_ptr_null(ui_line(&ui));
	press(":");
	press("x");
	press("Ctrl-G");
	press("y");
	ck_assert_str_eq(line_text(ui_line(&ui)), "yx");
}
END_TEST

START_TEST(mistakes_are_told_with_file_and_line)
{
	ck_assert_str_eq(configure("\nbind timelin a pin\n"),
		"rc:2: there is no view 'timelin' to bind keys in: did you mean timeline?");
	const char *said = configure("\n\nbind timeline Crtl-A pin\n");
	ck_assert_msg(text_starts(said, "rc:3: bind timeline: "), "%s", said);
}
END_TEST

START_TEST(a_key_that_is_bound_twice_is_told)
{
	ck_assert_str_eq(configure("bind timeline a pin\nbind timeline a zone\n"),
		"rc:2: a is bound twice in timeline: this line holds, not the one before");
	/* to override what another file has, to unbind first, to say the same again */
	ck_assert_str_eq(configure_as("own", "bind timeline a pin\n"), "");
	ck_assert_str_eq(configure_as("third", "unbind timeline a\nbind timeline a zone\n"), "");
	ck_assert_str_eq(configure_as("third", "bind timeline a zone\n"), "");
}
END_TEST

static const char *bound(const struct keymap *map, const char *view, const char *key)
{
	for (size_t i = 0; i < map->count; i++)
		if (text_equal(map->items[i].view, view) && text_equal(map->items[i].key, key))
			return map->items[i].command;
	return "?";
}

START_TEST(shipped_keys_come_under_those_of_the_user)
{
	struct app app = { 0 };
	struct buf problems = { 0 };
	app_rc_run(&app, "rc", "bind all q 'show 1'\nunbind all ?\nbind board Q list\n", true, &problems);
	ck_assert_uint_eq(problems.len, 0);
	ck_assert_uint_eq(app.keymap.count, 3);
	const struct keymap *map = app_keymap(&app);
	ck_assert_uint_gt(map->count, 100);
	ck_assert_str_eq(bound(map, "all", "q"), "show 1");
	ck_assert_str_eq(bound(map, "all", "?"), "");
	ck_assert_str_eq(bound(map, "board", "Q"), "list");
	ck_assert_str_eq(bound(map, "all", ":"), "palette");
	for (size_t i = 0; i < map->count; i++)
		ck_assert(!map->items[i].before);
	ck_assert_ptr_eq(app_keymap(&app), map);
	keymap_fini(&app.keymap);
	buf_fini(&problems);
}
END_TEST

static const char *name_in(const char *view, const char *command)
{
	static struct buf name;
	buf_truncate(&name, 0);
	return keys_name(&ui, view, command, &name) ? buf_text(&name) : "none";
}

START_TEST(a_key_is_told_by_the_nearest_view_that_has_it)
{
	ck_assert_str_eq(configure("bind all F6 'log near'\nbind timeline F7 'log near'\n"), "");
	ck_assert_str_eq(name_in("timeline", "log near"), "F7");
	ck_assert_str_eq(name_in("board", "log near"), "F6");
	/* a nearer view has taken the key */
	ck_assert_str_eq(configure("bind board F6 'log far'\n"), "");
	ck_assert_str_eq(name_in("board", "log near"), "none");
	/* what is a character is text while one writes, unless it is bound there */
	ck_assert_str_eq(configure("bind all ~ 'log all'\nbind composer % 'log here'\n"), "");
	ck_assert_str_eq(name_in("timeline", "log all"), "~");
	ck_assert_str_eq(name_in("composer", "log all"), "none");
	ck_assert_str_eq(name_in("composer", "log here"), "%");
}
END_TEST

/* "Ctrl-F9" and "ctrl-f9" are two bindings of the key map and one key. */
START_TEST(a_key_in_two_spellings_is_one)
{
	const size_t before = ui.bindings.count;
	ck_assert_str_eq(configure("bind timeline Ctrl-F9 'log first'\nbind timeline ctrl-f9 'log second'\n"), "");
	ck_assert_uint_eq(ui.bindings.count, before + 1);
	ck_assert_str_eq(name_in("timeline", "log first"), "none");
	ck_assert_str_eq(name_in("timeline", "log second"), "Ctrl-F9");
}
END_TEST

START_TEST(help_names_every_key_and_every_command)
{
	/* wide enough for every sentence to stand on one line */
	ui_resize(&ui, 24, 140);
	keys_help(&ui);
	ui_draw(&ui);
	const char *text = buf_text(&ui.pager.text);
	for (size_t i = 0; i < command_count; i++)
		ck_assert_msg(strstr(text, commands[i].help) || strstr(text, commands[i].name),
			"%s", commands[i].name);
	for (size_t i = 0; i < ui.bindings.count; i++) {
		struct buf key = { 0 };
		key_format(&ui.bindings.items[i].key, &key);
		/* of several keys in a column the last may be cut */
		if (*ui.bindings.items[i].command && key.len < 3)
			ck_assert_msg(strstr(text, buf_text(&key)), "%s", buf_text(&key));
		buf_fini(&key);
	}
}
END_TEST

START_TEST(no_command_has_more_flags_than_a_call_has_room_for)
{
	for (size_t i = 0; i < command_count; i++) {
		size_t count = 0;
		while (commands[i].own && commands[i].own[count].name)
			count++;
		ck_assert_msg(count <= COMMAND_FLAGS_MAX, "%s: %zu", commands[i].name, count);
	}
}
END_TEST

START_TEST(every_view_has_keys_that_end_in_those_of_all)
{
	for (size_t i = 0; views[i]; i++)
		ck_assert_msg(keymap_view(views[i]->name), "%s", views[i]->name);
	for (size_t i = 0; i < keymap_view_count; i++) {
		const char *at = keymap_views[i].name;
		for (size_t steps = 0; steps < keymap_view_count && keys_parent(at); steps++)
			at = keys_parent(at);
		ck_assert_str_eq(at, "all");
	}
	ck_assert_ptr_null(keymap_view("nowhere"));
}
END_TEST

RUN_TESTS_WITHIN("keys", open_ui, close_ui, everything_that_is_bound_exists,
	every_view_has_keys_that_end_in_those_of_all, every_command_of_the_editor_has_a_key,
	keys_of_the_editor_can_be_bound_anew, mistakes_are_told_with_file_and_line,
	a_key_that_is_bound_twice_is_told, shipped_keys_come_under_those_of_the_user,
	a_key_is_told_by_the_nearest_view_that_has_it, a_key_in_two_spellings_is_one,
	help_names_every_key_and_every_command, no_command_has_more_flags_than_a_call_has_room_for)
