/* Attached files beside a document: their names, and how large they may be. */
#include <check.h>
#include <stdlib.h>

#include "app/assets.h"
#include "base/text.h"

static const struct {
	const char *name, *file;
} names[] = {
	{ "graph.png", "graph.png" },
	{ "another name.PNG", "another-name.PNG" },
	{ "../../etc/passwd", "etc-passwd" },
	{ "..", "file" },
	{ "", "file" },
	{ ".git", "git" },
	{ ".git/config", "git-config" },
	{ "a/../b", "a.-b" },
	{ "C:\\x.txt", "C-x.txt" },
	{ "a\nb\033[31m.txt", "a-b-31m.txt" },
	{ "Bild\303\244nderung.png", "Bild-nderung.png" },
	{ "\346\227\245\346\234\254.png", "png" },
	{ "x.", "x" },
	{ "x...png", "x.png" },
	{ "--help", "--help" },
};

START_TEST(test_a_name_leads_nowhere_else)
{
	struct buf file = { 0 };
	asset_name(names[_i].name, &file);
	ck_assert_str_eq(buf_text(&file), names[_i].file);
	buf_fini(&file);
}
END_TEST

START_TEST(test_a_long_name_keeps_its_ending)
{
	struct buf name = { 0 }, file = { 0 };
	buf_fill(&name, 'a', 300);
	buf_puts(&name, ".png");
	asset_name(buf_text(&name), &file);
	ck_assert_uint_eq(file.len, ASSET_NAME_MAX);
	ck_assert_str_eq(file.data + file.len - 5, "a.png");
	buf_truncate(&name, 0);
	buf_truncate(&file, 0);
	buf_puts(&name, "a.");
	buf_fill(&name, 'b', 300);
	asset_name(buf_text(&name), &file);
	ck_assert_uint_eq(file.len, ASSET_NAME_MAX);
	buf_fini(&name);
	buf_fini(&file);
}
END_TEST

static const struct {
	const char *text;
	long long bytes;
} limits[] = { { "0", 0 }, { "4096", 4096 }, { "500KB", 512000 }, { "10MB", 10485760 }, { "10 mb", 10485760 },
	{ "", -1 }, { "MB", -1 }, { "-1", -1 }, { "10GB", -1 }, { "10MBx", -1 }, { "9999999999", -1 } };

START_TEST(test_limits_are_read)
{
	ck_assert_int_eq(assets_limit(limits[_i].text), limits[_i].bytes);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("assets");
	tcase_add_loop_test(tests, test_a_name_leads_nowhere_else, 0, LENGTH(names));
	tcase_add_test(tests, test_a_long_name_keeps_its_ending);
	tcase_add_loop_test(tests, test_limits_are_read, 0, LENGTH(limits));
	Suite *suite = suite_create("assets");
	suite_add_tcase(suite, tests);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
