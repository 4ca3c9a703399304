/* A rendering can say which of its bytes came from where. */

#include "doc/escape.h"
#include "doc/mustache.h"
#include "suite.h"

static struct node *root;
static struct buf text;
static struct mustache_map map;

static void set_up(void)
{
	root = node_new();
	node_add_text(root, "title", "a|b");
	node_set_origin(root, "title");
	node_add_text(root, "plain", "plain");
	struct node *show = node_add_object(root, "show");
	node_add_bool(show, "trigger", false);
	node_set_origin(show, "trigger place");
	node_add_bool(show, "summary", true);
	node_set_origin(show, "summary place");
	struct node *rows = node_add_list(root, "rows");
	for (int i = 0; i < 2; i++) {
		struct node *row = node_add_object(rows, NULL);
		node_set_origin(rows, i ? "row 2" : "row 1");
		node_add_text(row, "name", i ? "" : "first");
		node_set_origin(row, i ? "name 2" : "name 1");
	}
}

static void tear_down(void)
{
	node_free(root);
	buf_fini(&text);
	mustache_map_fini(&map);
}

static bool load(void *data, const char *name, struct buf *title, struct buf *out, struct err *err)
{
	(void)data, (void)title, (void)name, (void)err;
	buf_puts(out, "{{title}}\n");
	return true;
}

static void render(const char *source)
{
	struct mustache *template;
	struct err err = { 0 };
	const struct mustache_watch watch = { .map = &map };
	ck_assert_msg(mustache_parse(&template, "t", source, strlen(source), &err), "%s", err.text);
	ck_assert_msg(mustache_render_watched(template, root, escape_markdown, load, NULL, &watch, &text, &err),
		"%s", err.text);
	mustache_free(template);
}

/* Piece `i` is this, printed as that. */
static void is_piece(size_t i, const char *origin, const char *printed, size_t start)
{
	ck_assert_uint_lt(i, map.count);
	ck_assert_str_eq(map.items[i].origin, origin);
	ck_assert_uint_eq(map.items[i].len, strlen(printed));
	ck_assert_int_eq(memcmp(text.data + start + map.items[i].at, printed, strlen(printed)), 0);
}

START_TEST(values_with_an_origin_are_pieces_as_they_were_printed)
{
	render("# {{title}} {{plain}} {{{title}}}\n");
	ck_assert_uint_eq(map.count, 2);
	is_piece(0, "title", "a\\|b", 0);
	is_piece(1, "title", "a|b", 0);
}
END_TEST

START_TEST(what_the_buffer_had_before_does_not_count)
{
	buf_puts(&text, "before");
	render("# {{title}}");
	is_piece(0, "title", "a\\|b", 6);
	ck_assert_uint_eq(map.items[0].at, 2);
}
END_TEST

START_TEST(an_item_is_a_piece_around_those_of_its_values)
{
	render("{{#rows}}\n| {{name}} |\n{{/rows}}\n");
	ck_assert_uint_eq(map.count, 4);
	is_piece(0, "row 1", "| first |\n", 0);
	is_piece(1, "name 1", "first", 0);
	is_piece(2, "row 2", "|  |\n", 0);
	is_piece(3, "name 2", "", 0);
	ck_assert_uint_eq(map.items[3].at, 12);
}
END_TEST

START_TEST(a_section_that_is_left_out_leaves_an_empty_piece)
{
	render("a\n{{#show.trigger}}\nb\n{{/show.trigger}}\n{{^show.trigger}}\nc\n{{/show.trigger}}\n"
	       "{{#show.summary}}d{{/show.summary}}");
	ck_assert_str_eq(buf_text(&text), "a\nc\nd");
	ck_assert_uint_eq(map.count, 1);
	is_piece(0, "trigger place", "", 0);
	ck_assert_uint_eq(map.items[0].at, 2);
}
END_TEST

START_TEST(indentation_of_a_partial_is_outside)
{
	render("x\n  {{>p}}\n");
	ck_assert_str_eq(buf_text(&text), "x\n  a\\|b\n");
	is_piece(0, "title", "a\\|b", 0);
	ck_assert_uint_eq(map.items[0].at, 4);
}
END_TEST

START_TEST(a_map_written_and_read_is_the_same)
{
	struct mustache_map again = { 0 };
	struct buf kept = { 0 };
	struct err err = { 0 };
	render("{{#rows}}\n| {{name}} |\n{{/rows}}\n{{title}}");
	mustache_map_write(&map, &kept);
	ck_assert_msg(mustache_map_read(&again, buf_text(&kept), text.len, &err), "%s", err.text);
	ck_assert_uint_eq(again.count, map.count);
	for (size_t i = 0; i < map.count; i++) {
		ck_assert_uint_eq(again.items[i].at, map.items[i].at);
		ck_assert_uint_eq(again.items[i].len, map.items[i].len);
		ck_assert_str_eq(again.items[i].origin, map.items[i].origin);
	}
	mustache_map_fini(&again);
	buf_fini(&kept);
}
END_TEST

START_TEST(what_is_no_map_of_the_text_is_refused)
{
	static const char *const bad[] = { "x", "1", "1 2", "1 x y", "-1 0 a", "11 0 a", "5 6 a", "5 1 a\n4 1 b",
		"99999999999999999999999 1 a", "1 99999999999999999999999 a", "1 2\n3 4", "1\n2 3 a", " 1 2 a" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct mustache_map read = { 0 };
		struct err err = { 0 };
		ck_assert_msg(!mustache_map_read(&read, bad[i], 10, &err), "%s", bad[i]);
		ck_assert_int_eq(err.code, ERR_IO);
		mustache_map_fini(&read);
	}
}
END_TEST

RUN_TESTS_WITHIN("mustache map", set_up, tear_down, values_with_an_origin_are_pieces_as_they_were_printed,
	what_the_buffer_had_before_does_not_count, an_item_is_a_piece_around_those_of_its_values,
	a_section_that_is_left_out_leaves_an_empty_piece, indentation_of_a_partial_is_outside,
	a_map_written_and_read_is_the_same, what_is_no_map_of_the_text_is_refused)
