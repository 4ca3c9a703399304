/* Causes as a tree: parents, rings of merged logs, and that no move breaks it. */

#include "base/text.h"
#include "model/tree.h"
#include "suite.h"

enum { COUNT = 9 };

static struct records causes;

static void setup(void)
{
	for (int i = 0; i < COUNT; i++) {
		struct record *cause = vec_push(&causes);
		record_init(cause, ENTITY_CAUSE);
		snprintf(cause->id, sizeof cause->id, "ID%d", i);
		cause->number = i + 1;
	}
}

static void teardown(void)
{
	records_fini(&causes);
}

static void put_under(size_t index, const char *parent)
{
	record_set_text(&causes.items[index], CAUSE_PARENT, parent);
}

START_TEST(parents_are_found_and_missing_ones_are_the_top)
{
	struct tree tree;
	put_under(1, "ID0");
	put_under(2, "ID1");
	put_under(3, "GONE");
	tree_init(&tree, &causes);
	ck_assert_uint_eq(tree.parent[0], TREE_NONE);
	ck_assert_uint_eq(tree.parent[1], 0);
	ck_assert_uint_eq(tree.parent[2], 1);
	ck_assert_uint_eq(tree.parent[3], TREE_NONE);
	ck_assert(tree_is_within(&tree, 2, 0));
	ck_assert(tree_is_within(&tree, 2, 2));
	ck_assert(!tree_is_within(&tree, 0, 2));
	ck_assert(!tree_is_within(&tree, 3, 0));
	tree_fini(&tree);
}
END_TEST

static void check_rows(const char *expected)
{
	struct tree tree;
	struct tree_row rows[COUNT];
	struct buf text = { 0 };
	tree_init(&tree, &causes);
	tree_rows(&tree, rows);
	for (size_t i = 0; i < COUNT; i++)
		buf_printf(&text, "%s%zu:%d", i ? " " : "", rows[i].index, rows[i].depth);
	ck_assert_str_eq(buf_text(&text), expected);
	buf_fini(&text);
	tree_fini(&tree);
}

START_TEST(rows_are_each_followed_by_what_is_below)
{
	check_rows("0:0 1:0 2:0 3:0 4:0 5:0 6:0 7:0 8:0");
	put_under(0, "ID7");
	put_under(2, "ID0");
	put_under(5, "ID7");
	put_under(6, "ID2");
	check_rows("1:0 3:0 4:0 7:0 0:1 2:2 6:3 5:1 8:0");
	/* a ring, which is cut somewhere, loses nobody; nor does a chain of all of them */
	put_under(7, "ID6");
	check_rows("1:0 2:0 6:1 7:2 0:3 5:3 3:0 4:0 8:0");
	for (size_t i = 1; i < COUNT; i++) {
		char parent[8];
		snprintf(parent, sizeof parent, "ID%zu", i - 1);
		put_under(i, parent);
	}
	put_under(0, "");
	check_rows("0:0 1:1 2:2 3:3 4:4 5:5 6:6 7:7 8:8");
}
END_TEST

START_TEST(rings_are_cut_once)
{
	struct tree tree;
	size_t top = 0;
	put_under(0, "ID2");
	put_under(1, "ID0");
	put_under(2, "ID1");
	put_under(3, "ID2");
	put_under(4, "ID4");
	tree_init(&tree, &causes);
	for (size_t i = 0; i < 4; i++)
		top += tree.parent[i] == TREE_NONE;
	ck_assert_uint_eq(top, 1);
	ck_assert_uint_eq(tree.parent[3], 2);
	ck_assert_uint_eq(tree.parent[4], TREE_NONE);
	tree_fini(&tree);
}
END_TEST

/* Each has a way to the top, and only what changed is set. */
static void check_tree(void)
{
	struct tree tree;
	tree_init(&tree, &causes);
	for (size_t i = 0; i < COUNT; i++) {
		size_t steps = 0;
		for (size_t at = i; at != TREE_NONE; at = tree.parent[at])
			ck_assert_uint_lt(steps++, COUNT);
		ck_assert_int_eq(record_has(&causes.items[i], CAUSE_PARENT), tree.parent[i] != TREE_NONE);
	}
	tree_fini(&tree);
}

START_TEST(random_moves_keep_it_a_tree)
{
	uint64_t random = 12345;
	size_t done = 0;
	for (int i = 0; i < 20000; i++) {
		struct err err = { 0 };
		random = random * 6364136223846793005u + 1442695040888963407u;
		size_t index = random >> 33 & 0xFFFF, target = random >> 13 & 0xFFFF;
		bool ok = tree_move(&causes, index % COUNT, (enum tree_how)((random >> 52) % 8), target % COUNT, &err);
		ck_assert(ok || err.code == ERR_USAGE);
		done += ok;
		check_tree();
	}
	ck_assert_uint_gt(done, 5000);
}
END_TEST

START_TEST(up_and_down_is_where_it_was)
{
	struct err err = { 0 };
	ck_assert(tree_move(&causes, 4, TREE_UP, 0, &err));
	ck_assert_int_eq(record_int(&causes.items[4], CAUSE_POSITION), 4);
	ck_assert_int_eq(record_int(&causes.items[3], CAUSE_POSITION), 5);
	ck_assert(tree_move(&causes, 4, TREE_DOWN, 0, &err));
	for (size_t i = 0; i < COUNT; i++)
		ck_assert_int_eq(record_int(&causes.items[i], CAUSE_POSITION), (int64_t)i + 1);
	ck_assert_msg(!tree_move(&causes, 0, TREE_UP, 0, &err), "moved above the first");
	ck_assert_ptr_nonnull(strstr(err.text, "cause 1 is the first"));
}
END_TEST

RUN_TESTS_WITHIN("tree", setup, teardown, parents_are_found_and_missing_ones_are_the_top,
	rows_are_each_followed_by_what_is_below, rings_are_cut_once, random_moves_keep_it_a_tree,
	up_and_down_is_where_it_was)
