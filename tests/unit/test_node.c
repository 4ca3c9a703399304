#include "base/buf.h"
#include "doc/node.h"
#include "suite.h"

START_TEST(members_are_found_by_name_and_keep_their_order)
{
	struct node *root = node_new();
	node_add_text(root, "title", "Checkout down");
	node_add_bool(root, "private", true);
	node_add_null(root, "ended");
	ck_assert_int_eq(node_kind(root), NODE_OBJECT);
	ck_assert_uint_eq(node_count(root), 3);
	ck_assert_str_eq(node_text(node_find(root, "title")), "Checkout down");
	ck_assert_int_eq(node_kind(node_find(root, "private")), NODE_BOOL);
	ck_assert_int_eq(node_kind(node_find(root, "ended")), NODE_NULL);
	ck_assert_ptr_nonnull(node_find(root, "ended"));
	ck_assert_ptr_null(node_find(root, "titl"));
	const struct node *first = node_first(root);
	ck_assert_str_eq(node_name(first), "title");
	ck_assert_str_eq(node_name(node_next(first)), "private");
	ck_assert_str_eq(node_name(node_next(node_next(first))), "ended");
	ck_assert_ptr_null(node_next(node_next(node_next(first))));
	node_free(root);
}
END_TEST

START_TEST(a_name_added_again_is_replaced_in_its_place)
{
	struct node *root = node_new();
	node_add_text(root, "a", "1");
	struct node *list = node_add_list(root, "b");
	node_add_text(list, NULL, "old");
	node_add_text(root, "c", "3");
	node_add_text(root, "b", "2");
	struct buf seen = { 0 };
	for (const struct node *at = node_first(root); at; at = node_next(at))
		buf_printf(&seen, "%s=%s ", node_name(at), node_text(at));
	ck_assert_str_eq(buf_text(&seen), "a=1 b=2 c=3 ");
	ck_assert_uint_eq(node_count(node_find(root, "b")), 0);
	buf_fini(&seen);
	node_free(root);
}
END_TEST

START_TEST(lists_and_objects_nest)
{
	struct node *root = node_new(), *events = node_add_list(root, "events");
	for (int i = 0; i < 3; i++) {
		struct buf text = { 0 };
		buf_printf(&text, "event %d", i);
		node_add_text(node_add_object(events, NULL), "text", buf_text(&text));
		buf_fini(&text);
	}
	node_add_text(node_add_list(events, NULL), NULL, "inner");
	const struct node *event = node_first(node_find(root, "events"));
	ck_assert_uint_eq(node_count(events), 4);
	ck_assert_str_eq(node_name(event), "");
	ck_assert_str_eq(node_text(node_find(node_next(event), "text")), "event 1");
	ck_assert_str_eq(node_text(node_first(node_next(node_next(node_next(event))))), "inner");
	node_free(root);
}
END_TEST

START_TEST(texts_of_any_size_are_copied)
{
	enum { COUNT = 2000 };
	struct node *root = node_new(), *list = node_add_list(root, "list");
	struct buf text = { 0 };
	for (size_t i = 0; i < COUNT; i++) {
		buf_truncate(&text, 0);
		buf_fill(&text, (char)('a' + i % 26), i * 37 % 30000);
		node_add_text(list, NULL, buf_text(&text));
	}
	const struct node *item = node_first(list);
	for (size_t i = 0; i < COUNT; i++, item = node_next(item)) {
		ck_assert_uint_eq(strlen(node_text(item)), i * 37 % 30000);
		ck_assert_uint_eq(strspn(node_text(item), (char[]){ (char)('a' + i % 26), '\0' }),
			i * 37 % 30000);
	}
	ck_assert_ptr_null(item);
	buf_fini(&text);
	node_free(root);
}
END_TEST

START_TEST(truth_is_what_a_section_shows)
{
	struct node *root = node_new();
	node_add_text(root, "empty", "");
	node_add_text(root, "zero", "0");
	node_add_text(root, "missing", NULL);
	node_add_bool(root, "yes", true);
	node_add_bool(root, "no", false);
	struct node *list = node_add_list(root, "list");
	node_add_object(root, "object");
	ck_assert(!node_true(NULL));
	ck_assert(!node_true(node_find(root, "empty")));
	ck_assert(node_true(node_find(root, "zero")));
	ck_assert(!node_true(node_find(root, "missing")));
	ck_assert(node_true(node_find(root, "yes")));
	ck_assert(!node_true(node_find(root, "no")));
	ck_assert(!node_true(list));
	node_add_null(list, NULL);
	ck_assert(node_true(list));
	ck_assert(node_true(node_find(root, "object")));
	node_free(root);
}
END_TEST

START_TEST(a_node_added_again_reads_alike_in_both_places)
{
	struct node *root = node_new(), *events = node_add_list(root, "events");
	struct node *first = node_add_object(events, NULL);
	node_add_text(first, "text", "rollback");
	node_add_text(node_add_object(events, NULL), "text", "over");
	struct node *decisions = node_add_list(root, "decisions");
	node_add_again(decisions, NULL, first);
	node_add_again(decisions, NULL, first);
	node_add_again(root, "latest", first);
	ck_assert_uint_eq(node_count(events), 2);
	ck_assert_uint_eq(node_count(decisions), 2);
	ck_assert_str_eq(node_text(node_find(node_first(decisions), "text")), "rollback");
	/* each place has a next one of its own */
	ck_assert_str_eq(node_text(node_find(node_next(node_first(events)), "text")), "over");
	ck_assert_str_eq(node_text(node_find(node_next(node_first(decisions)), "text")), "rollback");
	ck_assert_ptr_null(node_next(node_next(node_first(decisions))));
	ck_assert_str_eq(node_name(node_find(root, "latest")), "latest");
	ck_assert_ptr_null(node_next(node_find(root, "latest")));
	node_add_text(root, "after", "it");
	ck_assert_str_eq(node_name(node_next(node_find(root, "latest"))), "after");
	node_free(root);
}
END_TEST

START_TEST(reading_what_is_not_there_gives_nothing)
{
	struct node *root = node_new();
	node_add_text(root, "text", "x");
	const struct node *text = node_find(root, "text");
	ck_assert_ptr_null(node_find(text, "x"));
	ck_assert_ptr_null(node_find(NULL, "x"));
	ck_assert_ptr_null(node_first(NULL));
	ck_assert_ptr_null(node_next(NULL));
	ck_assert_str_eq(node_text(NULL), "");
	ck_assert_str_eq(node_text(root), "");
	ck_assert_str_eq(node_name(NULL), "");
	ck_assert_uint_eq(node_count(NULL), 0);
	ck_assert_int_eq(node_kind(NULL), NODE_NULL);
	node_free(root);
	node_free(NULL);
}
END_TEST

RUN_TESTS("node", members_are_found_by_name_and_keep_their_order, a_name_added_again_is_replaced_in_its_place,
	lists_and_objects_nest, texts_of_any_size_are_copied, truth_is_what_a_section_shows,
	a_node_added_again_reads_alike_in_both_places, reading_what_is_not_there_gives_nothing)
