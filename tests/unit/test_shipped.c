/* What was made of the shipped inquestrc when the program was built, against reading its lines. */
#include "app/app.h"
#include "base/path.h"
#include "suite.h"

START_TEST(what_was_built_in_is_what_the_shipped_file_says)
{
	struct app built = { 0 }, read = { 0 };
	struct buf text = { 0 }, problems = { 0 };
	struct err err = { 0 };
	ck_assert_msg(path_read(&text, "share/inquestrc", 1 << 20, &err), "%s", err.text);
	app_rc_run(&read, "inquestrc", buf_text(&text), false, &problems);
	ck_assert_str_eq(buf_text(&problems), "");
	for (int id = 0; id < OPTION_COUNT; id++) {
		ck_assert_msg(read.options.values[id], "%s", option_row((enum option_id)id)->name);
		ck_assert_str_eq(options_get(&built.options, (enum option_id)id), read.options.values[id]);
	}
	const struct keymap *map = app_keymap(&built);
	ck_assert_uint_eq(map->count, read.keymap.count);
	for (size_t i = 0; i < map->count; i++) {
		const struct binding *is = &map->items[i], *wanted = &read.keymap.items[i];
		ck_assert_str_eq(is->view, wanted->view);
		ck_assert_str_eq(is->key, wanted->key);
		ck_assert_str_eq(is->command, wanted->command);
		ck_assert_str_eq(is->where, wanted->where);
	}
	keymap_fini(&built.keymap);
	keymap_fini(&read.keymap);
	options_fini(&read.options);
	buf_fini(&text);
	buf_fini(&problems);
}
END_TEST

RUN_TESTS("shipped", what_was_built_in_is_what_the_shipped_file_says)
