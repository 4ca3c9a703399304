/* Elements found in a stream of JSON, whole or broken, whatever pieces it comes in. */
#include "suite.h"

#include "base/buf.h"
#include "base/text.h"
#include "intake/json_items.h"

struct out {
	struct buf text;
	size_t stop_after, items;
};

static bool put_item(void *data, const struct json_item *item, struct err *err)
{
	struct out *out = data;
	ck_assert_uint_eq(strlen(item->text), item->len);
	buf_printf(&out->text, "%zu %s%s%s\n", item->line, item->list, *item->list ? ": " : "", item->text);
	return ++out->items != out->stop_after || err_set(err, ERR_FAILED, "enough");
}

static void put_bad(void *data, size_t line, const char *why)
{
	struct out *out = data;
	buf_printf(&out->text, "%zu bad: %s\n", line, why);
}

static const char *const lists[] = { "incidents", "more", NULL };

/* Caller frees. */
static char *read_all(const char *text, size_t len, size_t piece)
{
	struct out out = { 0 };
	const struct json_items_sink sink = { &out, put_item, put_bad };
	struct json_items *items = json_items_new(lists, &sink);
	for (size_t at = 0; at < len; at += piece)
		ck_assert(json_items_push(items, text + at, piece < len - at ? piece : len - at, NULL));
	ck_assert(json_items_end(items));
	json_items_free(items);
	return buf_steal(&out.text);
}

struct row {
	const char *text, *wanted;
};

static void check_row(const struct row *row)
{
	const size_t len = strlen(row->text);
	for (size_t piece = 1; piece <= len; piece++) {
		/* an exact copy, so that a read past the end is seen */
		char *exact = malloc(len);
		memcpy(exact, row->text, len);
		char *got = read_all(exact, len, piece);
		ck_assert_msg(text_equal(got, row->wanted), "%s\nin pieces of %zu:\n%s--- wanted\n%s", row->text, piece, got,
			row->wanted);
		free(got);
		free(exact);
	}
}

#define CHECK_ROWS(rows)                                                                           \
	for (size_t row_ = 0; row_ < LENGTH(rows); row_++)                                         \
	check_row(&(rows)[row_])

START_TEST(values_may_stand_on_lines_apart_or_together)
{
	static const struct row rows[] = {
		{ "{\"a\":1}\n{\"a\":2}\n", "1 {\"a\":1}\n2 {\"a\":2}\n" },
		{ "{\"a\":1}{\"a\":2}", "1 {\"a\":1}\n1 {\"a\":2}\n" },
		{ "{ \"a\" : [ 1 , true ] }\r\n\r\n{\n  \"a\": {}\n}\n", "1 {\"a\":[1,true]}\n3 {\"a\":{}}\n" },
		{ "\xEF\xBB\xBF{\"a\":1}", "1 {\"a\":1}\n" },
		{ "\x1E{\"a\":1}\n\x1E{\"a\":2}\n", "1 {\"a\":1}\n2 {\"a\":2}\n" },
		{ "{\"a\":1},\n{\"a\":2},\n", "1 {\"a\":1}\n2 {\"a\":2}\n" },
		{ "{\"a\":-1.5e+3,\"b\":null}", "1 {\"a\":-1.5e+3,\"b\":null}\n" },
		{ " \n\t\n", "" },
	};
	CHECK_ROWS(rows);
}
END_TEST

START_TEST(arrays_around_everything_are_gone_into)
{
	static const struct row rows[] = {
		{ "[]", "" },
		{ "[{\"a\":1},{\"a\":[{}]}]", "1 {\"a\":1}\n1 {\"a\":[{}]}\n" },
		{ "[\n {\"a\":1},\n [2],\n]\n{\"b\":3}", "2 {\"a\":1}\n3 [2]\n5 {\"b\":3}\n" },
		{ "[{\"a\":1} {\"a\":2}]", "1 {\"a\":1}\n1 {\"a\":2}\n" },
		{ "[1, \"two\", null,\n{\"a\":3}]", "1 bad: not a JSON object or array\n2 {\"a\":3}\n" },
	};
	CHECK_ROWS(rows);
}
END_TEST

START_TEST(named_arrays_of_an_object_around_everything_are_gone_into)
{
	static const struct row rows[] = {
		{ "{\"incidents\":[{\"a\":1},{\"a\":2}]}", "1 incidents: {\"a\":1}\n1 incidents: {\"a\":2}\n" },
		{ "{\"page\":{\"incidents\":[1]},\"incidents\":[{\"a\":1}],\"x\":{\"y\":[2]},\"z\":\"incidents\",\"more\":[{}]}\n{\"b\":1}",
			"1 incidents: {\"a\":1}\n1 more: {}\n2 {\"b\":1}\n" },
		{ "{\"incidents\":[]}", "" },
		{ "{\"incidents\":{\"a\":[1]}}", "1 {\"incidents\":{\"a\":[1]}}\n" },
		{ "{\"a\":{\"incidents\":[1]}}", "1 {\"a\":{\"incidents\":[1]}}\n" },
		{ "[{\"incidents\":[1]}]", "1 {\"incidents\":[1]}\n" },
		{ "{\"incident\\u0073\":[1],\"b\":1}", "1 {\"incident\\u0073\":[1],\"b\":1}\n" },
	};
	CHECK_ROWS(rows);
}
END_TEST

START_TEST(strings_may_hold_anything)
{
	static const struct row rows[] = {
		{ "{\"a\":\"}]{[,:\\\"\\\\\"}{}", "1 {\"a\":\"}]{[,:\\\"\\\\\"}\n1 {}\n" },
		{ "{\"a\":\"x\\u0000y\\u00e9\\\\u0000\"}", "1 {\"a\":\"x\\u2400y\\u00e9\\\\u0000\"}\n" },
		{ "{\"a\\u0000\":\"\\u0000\\u0000\"}", "1 {\"a\\u2400\":\"\\u2400\\u2400\"}\n" },
		{ "{\"a\":\"tab\there \x1B[1m\"}", "1 {\"a\":\"tab\\u0009here \\u001b[1m\"}\n" },
	};
	CHECK_ROWS(rows);
	static const char zero[] = "{\"a\":\"x\0y\"}{\"b\":\0}{\"c\":\"\\\0\"}{}";
	char *got = read_all(zero, sizeof zero - 1, 3);
	ck_assert_str_eq(got, "1 {\"a\":\"x\\u2400y\"}\n1 {\"b\":?}\n1 {\"c\":\"\\?\"}\n1 {}\n");
	free(got);
}
END_TEST

START_TEST(what_is_broken_costs_no_more_than_it_must)
{
	static const struct row rows[] = {
		/* JSON lines */
		{ "{\"a\":\"b\n{\"a\":2}\n", "1 bad: a string does not end on its line\n2 {\"a\":2}\n" },
		{ "{\"a\":{\"b\":1}\n{\"a\":2}\n", "1 bad: cut off at the end of a line\n2 {\"a\":2}\n" },
		{ "{\"a\":\n{\"a\":2}\n", "1 bad: cut off at the end of a line\n2 {\"a\":2}\n" },
		/* but a list goes on where the line below has what it waits for */
		{ "{\"a\":[\n{\"b\":1},\n{\"b\":2}],\n\"c\":3}\n", "1 {\"a\":[{\"b\":1},{\"b\":2}],\"c\":3}\n" },
		{ "{\"a\":[1,\n{\"a\":2}\n{\"a\":3}\n", "1 bad: cut off at the end of a line\n3 {\"a\":3}\n" },
		{ "{\"a\" 1}\n{\"a\":2}\n", "1 bad: a name, a colon or a value is missing\n2 {\"a\":2}\n" },
		{ "{\"a\":1]\n{\"a\":2}\n", "1 bad: brackets do not fit\n2 {\"a\":2}\n" },
		{ "{\"a\":}\n{\"a\":2}\n", "1 bad: a value is missing\n2 {\"a\":2}\n" },
		{ "{\"a\":1 \"b\":2}\n{\"a\":2}\n", "1 bad: a comma or a closing bracket is missing\n2 {\"a\":2}\n" },
		{ "starting up\n{\"a\":2}\n12 done\n{\"a\":3}", "1 bad: not a JSON object or array\n2 {\"a\":2}\n"
								"3 bad: not a JSON object or array\n4 {\"a\":3}\n" },
		{ "{\"a\":tr\x0bue}\n{\"a\":\x0b}\n{\"a\":2}\n", "1 bad: a comma or a closing bracket is missing\n2 {\"a\":?}\n3 {\"a\":2}\n" },
		{ "}\n{\"a\":2}\n", "1 bad: a closing bracket that nothing opened\n2 {\"a\":2}\n" },
		{ "{\"a\":1}}\n{\"a\":2}\n", "1 {\"a\":1}\n1 bad: a closing bracket that nothing opened\n2 {\"a\":2}\n" },
		/* pretty-printed, in an array: the next that begins as this one did */
		{ "[\n  {\n    \"a\": \"b\n  },\n  {\n    \"a\": {\n    }\n  }\n]\n{\"c\":1}",
			"2 bad: a string does not end on its line\n5 {\"a\":{}}\n10 {\"c\":1}\n" },
		{ "[\n  {\"a\": \"b},\n  {\"a\":2}\n]\n[{}]", "2 bad: a string does not end on its line\n3 {\"a\":2}\n5 {}\n" },
		{ "[\n  {\n    \"a\": \"b\n  }\n]\n{}", "2 bad: a string does not end on its line\n6 {}\n" },
		/* beside the elements */
		{ "{\"incidents\":[{}],\"x\":\"y\n{\"a\":1}", "1 incidents: {}\n1 bad: a string does not end on its line\n2 {\"a\":1}\n" },
		{ "[{}}\n{\"a\":1}", "1 {}\n1 bad: brackets do not fit\n2 {\"a\":1}\n" },
		/* nothing to go on by */
		{ "[{\"a\":1},{\"b\" 2},{\"c\":3}]", "1 {\"a\":1}\n1 bad: a name, a colon or a value is missing\n" },
		{ "[{\"a\" 1},\n{\"c\":3}]\n", "1 bad: a name, a colon or a value is missing\n2 bad: nothing from here on could be read\n" },
	};
	CHECK_ROWS(rows);
}
END_TEST

START_TEST(half_a_document_gives_what_is_whole)
{
	static const struct row rows[] = {
		{ "[\n {\"a\":1},\n {\"a\":2", "2 {\"a\":1}\n3 bad: the input ends in the middle of it\n" },
		{ "[\n {\"a\":1},\n", "2 {\"a\":1}\n1 bad: the input ends before the bracket that opens here is closed\n" },
		{ "{\"incidents\":[{\"a\":1},{\"a\":\"2", "1 incidents: {\"a\":1}\n1 bad: the input ends in the middle of it\n" },
		{ "{\"incidents\":[{\"a\":1}],\"x\":", "1 incidents: {\"a\":1}\n1 bad: the input ends before the bracket that opens here is closed\n" },
		{ "{\"a\":1}\n{\"a\":tru", "1 {\"a\":1}\n2 bad: the input ends in the middle of it\n" },
		{ "{\"a\":1}\n{\"a\":\"\\", "1 {\"a\":1}\n2 bad: the input ends in the middle of it\n" },
		{ "\"b\":1},\n{\"a\":2}]\n", "1 bad: not a JSON object or array\n2 {\"a\":2}\n2 bad: a closing bracket that nothing opened\n" },
	};
	CHECK_ROWS(rows);
}
END_TEST

START_TEST(elements_have_bounds_and_what_follows_them_is_read)
{
	struct buf text = { 0 };
	buf_puts(&text, "{\"a\":\"");
	buf_fill(&text, 'x', JSON_ITEM_MAX);
	buf_puts(&text, "\",\"b\":[1,{}]}\n{\"a\":2}\n");
	char *got = read_all(text.data, text.len, 65536);
	ck_assert_str_eq(got, "1 bad: larger than 4 MB\n2 {\"a\":2}\n");
	free(got);
	buf_truncate(&text, 0);
	buf_puts(&text, "{\"a\":");
	buf_fill(&text, '[', JSON_DEPTH_MAX);
	buf_puts(&text, "{\"b\":\"]\"}");
	buf_fill(&text, ']', JSON_DEPTH_MAX);
	buf_puts(&text, ",\"c\":{\"d\":1}}\n{\"a\":2}\n");
	got = read_all(text.data, text.len, 7);
	ck_assert_str_eq(got, "1 bad: too many brackets within each other\n2 {\"a\":2}\n");
	free(got);
	buf_fini(&text);
}
END_TEST

START_TEST(hostile_input_takes_time_in_proportion_to_its_length)
{
	static const char *const parts[] = { "[", "{", "{\"a\":", "[{", "\"", "\\", "}", "]", ",", "x", "{\"a\":\"\n", "[\n  {\"\n", "{}",
		"[{}}\n" };
	for (size_t i = 0; i < LENGTH(parts); i++) {
		struct buf text = { 0 };
		struct out out = { 0 };
		const struct json_items_sink sink = { &out, put_item, put_bad };
		struct json_items *items = json_items_new(lists, &sink);
		while (text.len < 1 << 20)
			buf_puts(&text, parts[i]);
		ck_assert(json_items_push(items, text.data, text.len, NULL));
		json_items_end(items);
		json_items_free(items);
		buf_fini(&out.text);
		buf_fini(&text);
	}
}
END_TEST

START_TEST(reading_stops_when_the_sink_has_enough)
{
	struct out out = { .stop_after = 2 };
	struct err err = { 0 };
	struct json_items *items = json_items_new(NULL, &(struct json_items_sink){ &out, put_item, put_bad });
	ck_assert(!json_items_push(items, "{}{}{}", 6, &err));
	ck_assert_str_eq(err.text, "enough");
	ck_assert(!json_items_push(items, "{}", 2, &err));
	ck_assert(!json_items_end(items));
	ck_assert_str_eq(buf_text(&out.text), "1 {}\n1 {}\n");
	json_items_free(items);
	buf_fini(&out.text);
}
END_TEST

START_TEST(lines_are_counted_as_they_are_begun)
{
	struct out out = { 0 };
	struct json_items *items = json_items_new(NULL, &(struct json_items_sink){ &out, put_item, put_bad });
	ck_assert_uint_eq(json_items_lines(items), 0);
	json_items_push(items, "{}\n", 3, NULL);
	ck_assert_uint_eq(json_items_lines(items), 1);
	json_items_push(items, "x", 1, NULL);
	ck_assert_uint_eq(json_items_lines(items), 2);
	json_items_free(items);
	buf_fini(&out.text);
}
END_TEST

RUN_TESTS("json_items", values_may_stand_on_lines_apart_or_together, arrays_around_everything_are_gone_into,
	named_arrays_of_an_object_around_everything_are_gone_into, strings_may_hold_anything,
	what_is_broken_costs_no_more_than_it_must, half_a_document_gives_what_is_whole,
	elements_have_bounds_and_what_follows_them_is_read, hostile_input_takes_time_in_proportion_to_its_length,
	reading_stops_when_the_sink_has_enough, lines_are_counted_as_they_are_begun)
