/* Marks: sorted, each once, told as commands read them. */

#include "base/text.h"
#include "tui/marks.h"
#include "suite.h"

static const char *listed(const struct marks *marks, struct buf *out)
{
	buf_truncate(out, 0);
	marks_list(marks, out);
	return buf_text(out);
}

START_TEST(marks_are_listed_in_order_with_ranges)
{
	static const int64_t numbers[] = { 12, 3, 9, 8, 10, 3, 5, 4, 12 };
	struct marks marks = { 0 };
	struct buf text = { 0 };
	struct err err = { 0 };
	ck_assert_str_eq(listed(&marks, &text), "");
	for (size_t i = 0; i < LENGTH(numbers); i++)
		ck_assert(marks_add(&marks, numbers[i], &err));
	ck_assert_uint_eq(marks.count, 7);
	ck_assert_str_eq(listed(&marks, &text), "3-5,8-10,12");
	marks_drop(&marks, 4);
	marks_drop(&marks, 9);
	marks_drop(&marks, 99);
	ck_assert_str_eq(listed(&marks, &text), "3,5,8,10,12");
	ck_assert(marks_add(&marks, 11, &err));
	ck_assert_str_eq(listed(&marks, &text), "3,5,8,10-12");
	marks_drop(&marks, 12);
	ck_assert_str_eq(listed(&marks, &text), "3,5,8,10,11");
	marks_clear(&marks);
	buf_fini(&text);
}
END_TEST

START_TEST(a_range_begins_where_something_was_marked_last)
{
	struct marks marks = { 0 };
	struct err err = { 0 };
	ck_assert(marks_add(&marks, 7, &err) && marks_add(&marks, 2, &err));
	ck_assert_int_eq(marks.last, 2);
	marks_drop(&marks, 7);
	ck_assert_int_eq(marks.last, 2);
	ck_assert(marks_has(&marks, 2) && !marks_has(&marks, 7));
	marks_drop(&marks, 2);
	ck_assert_int_eq(marks.last, 0);
	marks_clear(&marks);
}
END_TEST

START_TEST(there_is_a_limit_that_is_told)
{
	struct marks marks = { 0 };
	struct err err = { 0 };
	for (int64_t number = MARKS_MAX; number > 0; number--)
		ck_assert(marks_add(&marks, number, &err));
	ck_assert(marks_add(&marks, 1, &err));
	ck_assert(!marks_add(&marks, MARKS_MAX + 1, &err));
	ck_assert_int_eq(err.code, ERR_USAGE);
	ck_assert_uint_eq(marks.count, MARKS_MAX);
	marks_clear(&marks);
}
END_TEST

RUN_TESTS("marks", marks_are_listed_in_order_with_ranges, a_range_begins_where_something_was_marked_last,
	there_is_a_limit_that_is_told)
