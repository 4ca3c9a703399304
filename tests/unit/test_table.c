/* Columns that fit, and lists that are filtered, sorted and grouped. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "tui/causes.h"
#include "tui/past.h"
#include "tui/sheet.h"

/* ---- columns -----------------------------------------------------------------------------------
 */

enum { ID, NAME, TEXT, SIZE };

static const struct column columns[] = {
	[ID] = { "", 2, 5 },
	[NAME] = { "name", 4, 10, .leaves = 1 },
	[TEXT] = { "text", 8, .weight = 1 },
	[SIZE] = { "size", 4, 6, .leaves = 2 },
};

static const struct column_set set = { columns, LENGTH(columns), NULL };

static void place(int id, int name, int size, int available, struct place out[])
{
	const int needed[] = { id, name, 100, size };
	table_place(&set, needed, available, out);
}

START_TEST(columns_take_what_they_need_and_the_weighted_one_the_rest)
{
	struct place at[LENGTH(columns)];
	place(3, 6, 5, 60, at);
	ck_assert_int_eq(at[ID].width, 3);
	ck_assert_int_eq(at[NAME].at, 4);
	ck_assert_int_eq(at[NAME].width, 6);
	ck_assert_int_eq(at[SIZE].width, 5);
	ck_assert_int_eq(at[TEXT].width, 60 - 3 - 6 - 5 - 3);
	ck_assert_int_eq(at[SIZE].at + at[SIZE].width, 60);
}
END_TEST

START_TEST(a_column_gets_no_more_than_its_maximum_and_its_title_fits)
{
	struct place at[LENGTH(columns)];
	place(30, 90, 1, 60, at);
	ck_assert_int_eq(at[ID].width, 5);
	ck_assert_int_eq(at[NAME].width, 10);
	ck_assert_int_eq(at[SIZE].width, (int)strlen("size"));
}
END_TEST

START_TEST(where_there_is_no_room_the_highest_leaves_first)
{
	struct place at[LENGTH(columns)];
	place(3, 6, 5, 19, at);
	ck_assert_int_eq(at[SIZE].width, 0);
	ck_assert_int_gt(at[NAME].width, 0);
	place(3, 6, 5, 14, at);
	ck_assert_int_eq(at[NAME].width, 0);
	ck_assert_int_eq(at[TEXT].at, at[ID].width + 1);
}
END_TEST

START_TEST(a_column_with_nothing_in_it_is_left_out)
{
	struct place at[LENGTH(columns)];
	place(3, 0, 5, 60, at);
	ck_assert_int_eq(at[NAME].width, 0);
	ck_assert_int_eq(at[TEXT].at, 4);
}
END_TEST

START_TEST(whatever_the_room_nothing_overlaps_or_sticks_out)
{
	for (int available = 5; available < 130; available++)
		for (int needed = 0; needed < 12; needed++) {
			struct place at[LENGTH(columns)];
			int end = 0;
			place(needed, needed, needed, available, at);
			for (size_t i = 0; i < LENGTH(columns); i++) {
				ck_assert_int_ge(at[i].width, 0);
				if (!at[i].width)
					continue;
				ck_assert_int_ge(at[i].at, end ? end + 1 : 0);
				end = at[i].at + at[i].width;
			}
			ck_assert_msg(end <= available, "%d of %d", end, available);
			ck_assert_int_gt(at[TEXT].width, 0);
		}
}
END_TEST

/* ---- sheets ------------------------------------------------------------------------------------
 */

struct item {
	int64_t number;
	const char *text, *group;
};

static struct item items[] = { { 1, "alert on rotation", "platform" },
	{ 2, "Tell the bank", "payments" }, { 3, "rotate keys", "platform" },
	{ 4, "zap the cache", "payments" } };

static int64_t key_of(const void *context, size_t index)
{
	return ((const struct item *)context)[index].number;
}

static void text_of(const void *context, size_t index, struct buf *out)
{
	buf_puts(out, ((const struct item *)context)[index].text);
}

static int by_text(const void *context, size_t a, size_t b)
{
	const struct item *all = context;
	return strcasecmp(all[a].text, all[b].text);
}

static int by_group(const void *context, size_t a, size_t b)
{
	const struct item *all = context;
	return strcmp(all[a].group, all[b].group);
}

static void shows(const struct sheet *sheet, const char *wanted)
{
	struct buf got = { 0 };
	for (size_t i = 0; i < sheet->rows.count; i++)
		if (sheet->rows.items[i].heading)
			buf_printf(&got, "[%zu]", sheet->rows.items[i].count);
		else
			buf_printf(&got, "%lld", (long long)sheet->rows.items[i].key);
	ck_assert_str_eq(buf_text(&got), wanted);
	buf_fini(&got);
}

static void arrange(struct sheet *sheet, bool sort, bool group)
{
	const struct sheet_source source = { .context = items,
		.count = LENGTH(items),
		.key = key_of,
		.text = text_of,
		.compare = sort ? by_text : NULL,
		.compare_groups = group ? by_group : NULL };
	sheet_arrange(sheet, &source);
}

START_TEST(rows_are_filtered_sorted_and_grouped)
{
	struct sheet sheet = { 0 };
	arrange(&sheet, false, false);
	shows(&sheet, "1234");
	arrange(&sheet, true, false);
	shows(&sheet, "1324");
	arrange(&sheet, true, true);
	shows(&sheet, "[2]24[2]13");
	buf_puts(&sheet.filter, "rot");
	arrange(&sheet, true, true);
	shows(&sheet, "[2]13");
	ck_assert_uint_eq(sheet.total, 4);
	ck_assert_uint_eq(sheet.matching, 2);
	buf_puts(&sheet.filter, " nowhere");
	arrange(&sheet, true, true);
	shows(&sheet, "");
	ck_assert_ptr_null(sheet_selected(&sheet));
	sheet_fini(&sheet);
}
END_TEST

START_TEST(the_selection_stays_with_its_row_and_off_headings)
{
	struct sheet sheet = { 0 };
	arrange(&sheet, false, false);
	ck_assert(sheet_select(&sheet, 3));
	arrange(&sheet, true, true);
	ck_assert_int_eq(sheet_key(&sheet), 3);
	sheet_move(&sheet, 20, MOVE_TOP);
	ck_assert_int_eq(sheet_key(&sheet), 2);
	sheet_move(&sheet, 20, MOVE_DOWN);
	sheet_move(&sheet, 20, MOVE_DOWN);
	ck_assert_int_eq(sheet_key(&sheet), 1);
	sheet_move(&sheet, 20, MOVE_UP);
	ck_assert_int_eq(sheet_key(&sheet), 4);
	sheet_move(&sheet, 20, MOVE_PAGE_UP);
	ck_assert_int_eq(sheet_key(&sheet), 2);
	/* what it was on is filtered away: something else is selected */
	buf_puts(&sheet.filter, "key");
	arrange(&sheet, true, true);
	ck_assert_int_eq(sheet_key(&sheet), 3);
	sheet_fini(&sheet);
}
END_TEST

/* ---- trees -------------------------------------------------------------------------------------
 */

START_TEST(a_tree_knows_its_last_ones_and_the_lines_beside)
{
	/* 0 ─┬─ 1 ─┬─ 2          0
	 *    │     └─ 2
	 *    └─ 1 ─── 2 */
	static const int depths[] = { 0, 1, 2, 2, 1, 2, 0 };
	static const struct {
		bool last;
		uint64_t rails;
		size_t below;
	} wanted[] = { { false, 0, 5 }, { false, 1, 2 }, { false, 3, 0 }, { true, 3, 0 },
		{ true, 1, 1 }, { true, 1, 0 }, { true, 0, 0 } };
	struct cause_line lines[LENGTH(depths)] = { 0 };
	causes_rails(depths, LENGTH(depths), lines);
	for (size_t i = 0; i < LENGTH(depths); i++) {
		ck_assert_msg(lines[i].last == wanted[i].last, "last of %zu", i);
		ck_assert_msg(lines[i].rails == wanted[i].rails, "rails of %zu: %llx", i,
			(unsigned long long)lines[i].rails);
		ck_assert_msg(
			lines[i].below == wanted[i].below, "below %zu: %zu", i, lines[i].below);
	}
}
END_TEST

START_TEST(a_tree_deeper_than_its_lines_is_no_harm)
{
	enum { DEEP = 200 };
	int depths[DEEP];
	struct cause_line lines[DEEP] = { 0 };
	for (int i = 0; i < DEEP; i++)
		depths[i] = i;
	causes_rails(depths, DEEP, lines);
	ck_assert_uint_eq(lines[0].below, DEEP - 1);
	ck_assert(lines[DEEP - 1].last);
}
END_TEST

/* ---- history -----------------------------------------------------------------------------------
 */

START_TEST(changes_of_one_command_are_one_line_until_unfolded)
{
	static const int64_t numbers[] = { 1, 2, 2, 2, 5 };
	struct past past = { 0 };
	past_group(&past, numbers, LENGTH(numbers));
	ck_assert_uint_eq(past.lines.count, 3);
	ck_assert_uint_eq(past.lines.items[0].first, 4);
	ck_assert(!past.lines.items[0].folds);
	ck_assert_uint_eq(past.lines.items[1].first, 1);
	ck_assert_uint_eq(past.lines.items[1].count, 3);
	ck_assert(past.lines.items[1].folds && !past.lines.items[1].open);
	ck_assert(marks_add(&past.open, 2, NULL));
	ck_assert(marks_add(&past.open, 5, NULL));
	past.lines.count = 0;
	past_group(&past, numbers, LENGTH(numbers));
	ck_assert_uint_eq(past.lines.count, 6);
	ck_assert(past.lines.items[1].open && past.lines.items[2].part);
	ck_assert_uint_eq(past.lines.items[4].first, 3);
	past.lines.count = 0;
	past_group(&past, numbers, 0);
	ck_assert_uint_eq(past.lines.count, 0);
	past_clear(&past);
	sheet_fini(&past.sheet);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("table");
	TCase *tcase = tcase_create("columns");
	tcase_add_test(tcase, columns_take_what_they_need_and_the_weighted_one_the_rest);
	tcase_add_test(tcase, a_column_gets_no_more_than_its_maximum_and_its_title_fits);
	tcase_add_test(tcase, where_there_is_no_room_the_highest_leaves_first);
	tcase_add_test(tcase, a_column_with_nothing_in_it_is_left_out);
	tcase_add_test(tcase, whatever_the_room_nothing_overlaps_or_sticks_out);
	suite_add_tcase(suite, tcase);
	tcase = tcase_create("sheets");
	tcase_add_test(tcase, rows_are_filtered_sorted_and_grouped);
	tcase_add_test(tcase, the_selection_stays_with_its_row_and_off_headings);
	suite_add_tcase(suite, tcase);
	tcase = tcase_create("trees");
	tcase_add_test(tcase, a_tree_knows_its_last_ones_and_the_lines_beside);
	tcase_add_test(tcase, a_tree_deeper_than_its_lines_is_no_harm);
	suite_add_tcase(suite, tcase);
	tcase = tcase_create("history");
	tcase_add_test(tcase, changes_of_one_command_are_one_line_until_unfolded);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
