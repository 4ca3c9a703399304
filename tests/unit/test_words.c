/* Lines taken apart as a shell does, and JSON put together. */

#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/words.h"
#include "suite.h"

START_TEST(a_line_is_split_as_a_shell_would)
{
	static const struct {
		const char *line;
		const char *words[5];
	} rows[] = {
		{ "", { NULL } },
		{ "  \t ", { NULL } },
		{ "a b  c", { "a", "b", "c" } },
		{ "'a b' \"c d\"", { "a b", "c d" } },
		{ "a'b'\"c\"d", { "abcd" } },
		{ "'' \"\"", { "", "" } },
		{ "a\\ b \\'", { "a b", "'" } },
		{ "\"a\\\"b\\\\c\\n\"", { "a\"b\\c\\n" } },
		{ "'a\\b'", { "a\\b" } },
		{ "a # b", { "a" } },
		{ "a#b '#c'", { "a#b", "#c" } },
		{ "#", { NULL } },
		{ "action done #12 #3,4 # all", { "action", "done", "#12", "#3,4" } },
		{ "a \\# b", { "a", "#", "b" } },
		{ "$HOME `x` *", { "$HOME", "`x`", "*" } },
		{ "end\\", { "end\\" } },
		{ "bind timeline a \"action new\"", { "bind", "timeline", "a", "action new" } },
		{ "\xC3\xA9 \xE4\xB8\x80", { "\xC3\xA9", "\xE4\xB8\x80" } },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct words words;
		struct err err = { 0 };
		size_t count = 0;
		ck_assert_msg(words_split(&words, rows[i].line, &err), "%s", err.text);
		while (rows[i].words[count]) {
			ck_assert_msg(count < words.count, "%s: only %zu words", rows[i].line, words.count);
			ck_assert_str_eq(words.items[count], rows[i].words[count]);
			count++;
		}
		ck_assert_uint_eq(words.count, count);
		ck_assert_ptr_null(words.items[count]);
		words_fini(&words);
	}
}
END_TEST

START_TEST(an_open_quote_is_refused)
{
	static const char *const lines[] = { "'a", "\"a", "a 'b", "\"a\\\"", "a'b\"c" };
	for (size_t i = 0; i < LENGTH(lines); i++) {
		struct words words;
		struct err err = { 0 };
		ck_assert(!words_split(&words, lines[i], &err));
		ck_assert_int_eq(err.code, ERR_USAGE);
		ck_assert_msg(strstr(err.text, lines[i]), "%s", err.text);
		ck_assert_uint_eq(words.count, 0);
	}
}
END_TEST

static const char *const quotable[] = { "plain", "", "two words", "it's", "\"", "\\", "'", "''", "a\nb", "\t", "#x",
	"$HOME", "`id`", "*", "~", "a;b", "a&b", "(", "!x", "{a,b}", "\xC3\xA9", "-x", "--flag=v", "a=b", "a'\"\\'b",
	"[x]", "a|b", "<", ">", "%", "x\\" };

START_TEST(quoted_words_come_back_from_here_and_from_the_shell)
{
	struct buf line = { 0 }, script = { 0 }, got = { 0 }, expected = { 0 };
	struct words words;
	struct err err = { 0 };
	for (size_t i = 0; i < LENGTH(quotable); i++) {
		buf_puts(&line, i ? " " : "");
		words_quote(&line, quotable[i]);
		buf_printf(&expected, "%s|", quotable[i]);
	}
	ck_assert_msg(words_split(&words, buf_text(&line), &err), "%s", err.text);
	ck_assert_uint_eq(words.count, LENGTH(quotable));
	for (size_t i = 0; i < LENGTH(quotable); i++)
		ck_assert_str_eq(words.items[i], quotable[i]);
	buf_printf(&script, "printf '%%s|' %s", buf_text(&line));
	FILE *pipe = popen(buf_text(&script), "r");
	char part[512];
	for (size_t n; (n = fread(part, 1, sizeof part, pipe)) > 0;)
		buf_put(&got, part, n);
	ck_assert_int_eq(pclose(pipe), 0);
	ck_assert_str_eq(buf_text(&got), buf_text(&expected));
	ck_assert(text_starts(buf_text(&line), "plain '' "));
	words_fini(&words);
	buf_fini(&line);
	buf_fini(&script);
	buf_fini(&got);
	buf_fini(&expected);
}
END_TEST

START_TEST(joined_words_have_one_blank_between)
{
	struct words words;
	struct buf out = { 0 };
	ck_assert(words_split(&words, "find  'two words' x", NULL));
	words_join(&out, words.items, words.count);
	ck_assert_str_eq(buf_text(&out), "find two words x");
	words_join(&out, words.items, 0);
	ck_assert_str_eq(buf_text(&out), "find two words x");
	buf_fini(&out);
	words_fini(&words);
}
END_TEST

START_TEST(json_has_its_commas_and_escapes_where_they_belong)
{
	struct buf out = { 0 };
	struct json json = { .out = &out };
	json_open(&json, NULL, '{');
	json_text(&json, "a\"b", "q\" s\\ n\n t\t \x01\x1F\x7F \xC3\xA9\xE2\x80\xAE\xC2\x9B\xEF\xBB\xBF \xFF\xC3");
	json_text(&json, "none", NULL);
	json_null(&json, "null");
	json_int(&json, "low", INT64_MIN);
	json_bool(&json, "yes", true);
	json_open(&json, "list", '[');
	json_int(&json, NULL, 1);
	json_open(&json, NULL, '{');
	json_close(&json, '}');
	json_open(&json, NULL, '[');
	json_close(&json, ']');
	json_bool(&json, NULL, false);
	json_close(&json, ']');
	json_close(&json, '}');
	ck_assert_str_eq(buf_text(&out),
		"{\"a\\\"b\":\"q\\\" s\\\\ n\\n t\\t \\u0001\\u001f\\u007f \xC3\xA9\\u202e\\u009b\\ufeff \\\\xff\\\\xc3\",\"none\":null,"
		"\"null\":null,\"low\":-9223372036854775808,\"yes\":true,\"list\":[1,{},[],false]}");
	buf_fini(&out);
}
END_TEST

RUN_TESTS("words", a_line_is_split_as_a_shell_would, an_open_quote_is_refused,
	quoted_words_come_back_from_here_and_from_the_shell, joined_words_have_one_blank_between,
	json_has_its_commas_and_escapes_where_they_belong)
