/* UTF-8: validity, width, what may reach a terminal; and comparing words. */
#include <limits.h>

#include "base/mem.h"
#include "base/text.h"
#include "suite.h"

START_TEST(every_code_point_survives_encoding_and_decoding)
{
	for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
		char bytes[4];
		uint32_t back = 0;
		if (cp >= 0xD800 && cp <= 0xDFFF)
			continue;
		size_t len = utf8_encode(cp, bytes);
		if (utf8_decode(bytes, len, &back) != len || back != cp)
			ck_abort_msg("U+%04X came back as U+%04X", cp, back);
		/* one byte less is cut, whatever follows in memory */
		if (len > 1 && utf8_decode(bytes, len - 1, &back) != 0)
			ck_abort_msg("U+%04X was read although cut", cp);
	}
}
END_TEST

START_TEST(what_is_not_utf8_is_not_decoded)
{
	static const char *const rows[] = {
		"\x80", "\xBF", "\xC0\x80", "\xC1\xBF",	     /* stray and overlong */
		"\xE0\x80\x80", "\xE0\x9F\xBF", "\xF0\x8F\xBF\xBF", "\xED\xA0\x80",
		"\xED\xBF\xBF",			    /* surrogates */
		"\xF4\x90\x80\x80", "\xF5\x80\x80\x80", /* above U+10FFFF */
		"\xF8\x88\x80\x80\x80", "\xFE", "\xFF", "\xC3(", "\xE2\x82(", "\xF0\x9F\x92(",
		"\xC3",		       /* cut */
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		uint32_t cp;
		ck_assert_msg(utf8_decode(rows[i], strlen(rows[i]), &cp) == 0, "row %zu is U+%04X", i, cp);
		ck_assert(!utf8_valid(rows[i], strlen(rows[i])));
	}
	ck_assert(utf8_valid("", 0));
	ck_assert(utf8_valid("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x94\xA5", 10));
	ck_assert(!utf8_valid("a\0b", 3));
}
END_TEST

START_TEST(cleaning_keeps_text_and_makes_the_rest_visible)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *clean;
		size_t replaced;
	} rows[] = {
		{ "", 0, "", 0 },
		{ "plain\n\t\x1B[0m\xC3\xA9", 13, "plain\n\t\x1B[0m\xC3\xA9", 0 },
		{ "a\0b", 3, "a\xE2\x90\x80"
			     "b", 1 },
		{ "\xFF\xC3", 2, "\\xff\\xc3", 2 },
		{ "\xE2\x82", 2, "\\xe2\\x82", 2 },
		{ "x\xED\xA0\x80y", 5, "x\\xed\\xa0\\x80y", 3 },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct buf out = { 0 };
		ck_assert_uint_eq(utf8_clean(&out, rows[i].bytes, rows[i].len), rows[i].replaced);
		ck_assert_str_eq(buf_text(&out), rows[i].clean);
		ck_assert(utf8_valid(buf_text(&out), out.len));
		buf_fini(&out);
	}
}
END_TEST

START_TEST(code_points_have_the_width_terminals_give_them)
{
	static const struct {
		uint32_t cp;
		int width;
	} rows[] = {
		{ 'a', 1 }, { '~', 1 }, { 0xE9, 1 }, { 0x20AC, 1 },
		{ 0, -1 }, { '\n', -1 }, { 0x1B, -1 }, { 0x7F, -1 }, { 0x80, -1 }, { 0x9F, -1 }, { 0xA0, 1 },
		{ 0xAD, 0 }, { 0x300, 0 }, { 0x20D7, 0 }, { 0x200B, 0 }, { 0x200D, 0 }, { 0xFE0F, 0 },
		{ 0x4E00, 2 }, { 0x3042, 2 }, { 0xAC00, 2 }, { 0xFF21, 2 }, { 0x1F525, 2 }, { 0x1F600, 2 },
		{ 0xE000, 1 },	/* private use */
		{ 0x10FFFF, 1 }, /* nothing there: shown as one box */
	};
	for (size_t i = 0; i < LENGTH(rows); i++)
		ck_assert_msg(utf8_width(rows[i].cp) == rows[i].width, "U+%04X is %d wide", rows[i].cp,
			utf8_width(rows[i].cp));
}
END_TEST

START_TEST(a_cluster_is_what_people_see_as_one_character)
{
	static const struct {
		const char *text;
		size_t len; /* of the first cluster */
		int width;
	} rows[] = {
		{ "ab", 1, 1 },
		{ "e\xCC\x81x", 3, 1 },					 /* e, combining acute */
		{ "\xC3\xA9x", 2, 1 },
		{ "\xE4\xB8\x80x", 3, 2 },				 /* wide */
		{ "\xCC\x81x", 2, 1 },					 /* a lone mark */
		{ "\xE2\x9D\xA4\xEF\xB8\x8Fx", 6, 2 },			 /* heart, emoji presentation */
		{ "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBBx", 11, 2 }, /* woman, joiner, laptop */
		{ "\xF0\x9F\x91\x8D\xF0\x9F\x8F\xBDx", 8, 2 },		 /* thumb, skin tone */
		{ "\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA\xF0\x9F\x87\xAB\xF0\x9F\x87\xB7", 8, 2 }, /* two flags */
		{ "\xFFx", 1, 1 },					 /* no text */
		{ "\x1B[", 1, 1 },
		{ "a\xE2\x80\xAEx", 1, 1 },				 /* no bidi control rides along */
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		int width = 99;
		size_t len = text_cluster(rows[i].text, strlen(rows[i].text), &width);
		ck_assert_msg(len == rows[i].len && width == rows[i].width, "row %zu: %zu bytes, %d wide", i, len,
			width);
	}
	/* marks without end are cut into clusters of bounded length */
	struct buf marks = { 0 };
	int width;
	buf_putc(&marks, 'e');
	for (int i = 0; i < 1000; i++)
		buf_puts(&marks, "\xCC\x81");
	ck_assert_uint_lt(text_cluster(buf_text(&marks), marks.len, &width), 100);
	buf_fini(&marks);
}
END_TEST

static const struct {
	const char *text, *line, *lines;
	size_t columns; /* of the line */
} shown[] = {
	{ "", "", "", 0 },
	{ "plain", "plain", "plain", 5 },
	{ "a\nb\tc", "a\xE2\x8F\x8E"
		      "b c", "a\nb\tc", 5 },
	{ "\x1B[31mred", "^[[31mred", "^[[31mred", 9 },
	{ "\r\a\x7F", "^M^G^?", "^M^G^?", 6 },
	{ "\xC2\x9B" "31m", "<009B>31m", "<009B>31m", 9 },
	{ "a\xE2\x80\xAE" "b", "a<202E>b", "a<202E>b", 8 },
	{ "\xE2\x81\xA6\xE2\x80\x8F\xD8\x9C", "<2066><200F><061C>", "<2066><200F><061C>", 18 },
	{ "\xE2\x80\xA8\xEF\xBB\xBF", "<2028><FEFF>", "<2028><FEFF>", 12 },
	{ "\xFF" "x", "\\xffx", "\\xffx", 5 },
	{ "\xE4\xB8\x80\xC3\xA9", "\xE4\xB8\x80\xC3\xA9", "\xE4\xB8\x80\xC3\xA9", 3 },
};

START_TEST(nothing_shown_can_command_a_terminal)
{
	for (size_t i = 0; i < LENGTH(shown); i++) {
		struct buf out = { 0 };
		text_show(&out, shown[i].text, strlen(shown[i].text), false);
		ck_assert_str_eq(buf_text(&out), shown[i].line);
		ck_assert_uint_eq(text_width(shown[i].text, strlen(shown[i].text)), shown[i].columns);
		buf_truncate(&out, 0);
		text_show(&out, shown[i].text, strlen(shown[i].text), true);
		ck_assert_str_eq(buf_text(&out), shown[i].lines);
		buf_fini(&out);
	}
	/* every code point, and every byte alone */
	for (uint32_t cp = 0; cp < 0x110000; cp++) {
		char bytes[4];
		struct buf out = { 0 };
		size_t len = cp >= 0xD800 && cp <= 0xDFFF ? 0 : utf8_encode(cp, bytes);
		text_show(&out, bytes, len, false);
		for (size_t at = 0; at < out.len;) {
			uint32_t seen = 0;
			size_t n = utf8_decode(out.data + at, out.len - at, &seen);
			if (!n || seen < 0x20 || (seen >= 0x7F && seen < 0xA0) ||
				(seen >= 0x202A && seen <= 0x202E) || (seen >= 0x2066 && seen <= 0x2069))
				ck_abort_msg("U+%04X is shown as U+%04X", cp, seen);
			at += n;
		}
		buf_fini(&out);
	}
}
END_TEST

START_TEST(fitting_never_splits_what_people_see_as_one)
{
	static const struct {
		const char *text;
		size_t columns, len;
	} rows[] = {
		{ "abc", 0, 0 },
		{ "abc", 2, 2 },
		{ "abc", 9, 3 },
		{ "a\xE4\xB8\x80z", 2, 1 }, /* the wide one needs two */
		{ "a\xE4\xB8\x80z", 3, 4 },
		{ "e\xCC\x81\xCC\x81z", 1, 5 },
		{ "a\x1Bz", 2, 1 }, /* shown as ^[ */
		{ "a\x1Bz", 3, 2 },
	};
	for (size_t i = 0; i < LENGTH(rows); i++)
		ck_assert_uint_eq(text_fit(rows[i].text, strlen(rows[i].text), rows[i].columns), rows[i].len);
}
END_TEST

START_TEST(a_mark_with_nothing_to_stand_on_gets_a_blank)
{
	static const char *const rows[][2] = {
		{ "\xCC\x81x", " \xCC\x81x" },
		{ "\x1B\xCC\x81", "^[ \xCC\x81" },
		{ "e\xCC\x81", "e\xCC\x81" },
		{ "\xE2\x80\xAE\xE2\x80\x8B", "<202E> \xE2\x80\x8B" },
		{ "\xEF\xB8\x8F", " \xEF\xB8\x8F" },
		/* a joiner joins symbols, not the mark of a line's end; all that is shown is counted */
		{ "\xF0\x9F\x91\xA9\xE2\x80\x8D\n", "\xF0\x9F\x91\xA9\xE2\x80\x8D\xE2\x8F\x8E" },
		{ "\x1B\xC2\xAD", "^[ \xC2\xAD" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct buf out = { 0 };
		text_show(&out, rows[i][0], strlen(rows[i][0]), false);
		ck_assert_str_eq(buf_text(&out), rows[i][1]);
		ck_assert_uint_eq(text_width(buf_text(&out), out.len), text_width(rows[i][0], strlen(rows[i][0])));
		buf_fini(&out);
	}
}
END_TEST

START_TEST(a_column_is_exactly_as_wide_as_asked)
{
	static const struct {
		const char *text;
		size_t columns;
		const char *column;
	} rows[] = {
		{ "abc", 5, "abc  " },
		{ "abc", 3, "abc" },
		{ "abcd", 3, "ab\xE2\x80\xA6" },
		{ "abcd", 1, "\xE2\x80\xA6" },
		{ "abcd", 0, "" },
		{ "", 2, "  " },
		{ "\xE4\xB8\x80\xE4\xB8\x80", 3, "\xE4\xB8\x80\xE2\x80\xA6" },
		{ "\xE4\xB8\x80\xE4\xB8\x80", 2, "\xE2\x80\xA6 " },
		{ "a\nb", 3, "a\xE2\x8F\x8E"
			     "b" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct buf out = { 0 };
		text_show_column(&out, rows[i].text, rows[i].columns);
		ck_assert_str_eq(buf_text(&out), rows[i].column);
		buf_fini(&out);
	}
}
END_TEST

START_TEST(copying_into_an_array_cuts_between_characters)
{
	static const struct {
		const char *text;
		size_t size;
		const char *copy;
	} rows[] = {
		{ "abc", 8, "abc" },
		{ "abc", 4, "abc" },
		{ "abc", 3, "ab" },
		{ "abc", 1, "" },
		{ "a\xE2\x82\xAC", 4, "a" },
		{ "a\xE2\x82\xAC", 5, "a\xE2\x82\xAC" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		char out[8];
		memset(out, '#', sizeof out);
		text_copy(out, rows[i].size, rows[i].text);
		ck_assert_str_eq(out, rows[i].copy);
		for (size_t at = rows[i].size; at < sizeof out; at++)
			ck_assert_int_eq(out[at], '#');
	}
}
END_TEST

START_TEST(comparing_and_emptiness)
{
	ck_assert(text_equal("a", "a") && !text_equal("a", "A") && !text_equal("a", NULL));
	ck_assert(text_equal(NULL, NULL) && !text_equal(NULL, ""));
	ck_assert(text_starts("abc", "ab") && text_starts("abc", "") && !text_starts("ab", "abc"));
	ck_assert(text_same("SEV1", "sev1") && !text_same("sev1", "sev") && !text_same("\xC3\xA9", "\xC3\x89"));
	ck_assert(text_empty(NULL) && text_empty("") && text_empty(" \t\r\n") && !text_empty(" x"));
}
END_TEST

START_TEST(a_filter_wants_every_word_anywhere)
{
	ck_assert(text_has_words("anything", 8, ""));
	ck_assert(text_has_words("", 0, "  "));
	ck_assert_uint_eq(text_words(""), 0);
	ck_assert_uint_eq(text_words(" \n\t"), 0);
	ck_assert_uint_eq(text_words("two\r\nwords "), 2);
	ck_assert(text_has_words("rotate keys", 11, "KEY rot"));
	ck_assert(!text_has_words("rotate keys", 8, "rot key"));
	ck_assert(!text_has_words("rotate keys", 11, "rot keyz"));
	ck_assert(!text_has_words("e", 1, "\xC3\xA9"));
}
END_TEST

START_TEST(distance_counts_edits_and_swaps)
{
	static const struct {
		const char *a, *b;
		size_t distance;
	} rows[] = {
		{ "", "", 0 }, { "abc", "abc", 0 }, { "abc", "ABC", 0 }, { "abc", "abd", 1 }, { "abc", "ab", 1 },
		{ "abc", "xabc", 1 }, { "abc", "acb", 1 }, { "", "abc", 3 }, { "kitten", "sitting", 3 },
		{ "ca", "abc", 3 }, /* optimal string alignment: no edits inside a swap */
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		ck_assert_uint_eq(text_distance(rows[i].a, rows[i].b), rows[i].distance);
		ck_assert_uint_eq(text_distance(rows[i].b, rows[i].a), rows[i].distance);
	}
	/* words too long for the table are as far apart as they are long */
	char word[200];
	memset(word, 'x', sizeof word - 1);
	word[sizeof word - 1] = '\0';
	ck_assert_uint_eq(text_distance(word, "x"), sizeof word - 1);
}
END_TEST

START_TEST(the_nearest_name_is_one_that_was_likely_meant)
{
	static const char *const names[] = { "log", "list", "publish", "priority" };
	static const struct {
		const char *word, *nearest;
	} rows[] = { { "lgo", "log" }, { "lits", "list" }, { "pirority", "priority" }, { "pubish", "publish" },
		{ "LOG", "log" }, { "weather", NULL }, { "x", NULL }, { "", NULL } };
	for (size_t i = 0; i < LENGTH(rows); i++)
		ck_assert_msg(text_equal(text_nearest(rows[i].word, names, LENGTH(names)), rows[i].nearest), "%s",
			rows[i].word);
	ck_assert_ptr_null(text_nearest("log", names, 0));
}
END_TEST

START_TEST(slugs_are_file_names)
{
	static const struct {
		const char *text;
		size_t max;
		const char *slug;
	} rows[] = {
		{ "Checkout returns 500!", 60, "checkout-returns-500" },
		{ "  --a__b//../c  ", 60, "a-b-c" },
		{ "\xC3\x9C" "bergr\xC3\xB6\xC3\x9F" "e \xC5\x81\xC3\xB3" "d\xC5\xBA", 60, "ubergrose-lodz" },
		{ "\xE4\xB8\x80", 60, "incident" },
		{ "", 60, "incident" },
		{ "\xFF\xFE", 60, "incident" },
		{ "one two three", 7, "one-two" },
		{ "one two three", 8, "one-two" },
		{ "one two three", 3, "one" },
		{ "../../etc/passwd", 60, "etc-passwd" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct buf out = { 0 };
		text_slug(&out, rows[i].text, rows[i].max);
		ck_assert_str_eq(buf_text(&out), rows[i].slug);
		buf_fini(&out);
	}
	/* appended to what is there, which does not count */
	struct buf out = { 0 };
	buf_puts(&out, "x/");
	text_slug(&out, "a b", 60);
	ck_assert_str_eq(buf_text(&out), "x/a-b");
	buf_fini(&out);
}
END_TEST

START_TEST(a_number_has_as_many_digits_as_it_may_or_is_none)
{
	int value = 7;
	ck_assert_uint_eq(text_digits("2026-03", 4, &value), 4);
	ck_assert_int_eq(value, 2026);
	ck_assert_uint_eq(text_digits("07:30", 2, &value), 2);
	ck_assert_int_eq(value, 7);
	ck_assert_uint_eq(text_digits("9", 2, NULL), 1);
	ck_assert_uint_eq(text_digits("20261", 4, NULL), 0);
	ck_assert_uint_eq(text_digits("-1", 2, NULL), 0);
	ck_assert_uint_eq(text_digits("", 2, &value), 0);
}
END_TEST

static struct buf printed;

__attribute__((format(printf, 1, 2))) static const char *print(const char *format, ...)
{
	va_list args;
	buf_truncate(&printed, 0);
	va_start(args, format);
	text_vprint(&printed, format, args);
	va_end(args);
	return buf_text(&printed);
}

#define AS_PRINTF(...)                                                                                  \
	do {                                                                                            \
		char wanted[200];                                                                       \
		snprintf(wanted, sizeof wanted, __VA_ARGS__);                                           \
		ck_assert_str_eq(print(__VA_ARGS__), wanted);                                           \
	} while (0)

START_TEST(printing_is_what_printf_does)
{
	AS_PRINTF("%d %5d|%-5d|%05d %02d", -1, 42, 42, -42, 7);
	AS_PRINTF("%u %x %02x %5u|%-4x|%o|%04o", 4000000000u, 0xBEEFu, 10u, 3u, 5u, 0644u, 0644u);
	AS_PRINTF("%ld %lu %lld %llu %zu %zd", LONG_MIN, ULONG_MAX, LLONG_MIN, ULLONG_MAX, SIZE_MAX, (ssize_t)-1);
	AS_PRINTF("%s|%8s|%-8s|%.2s|%.*s|%*s|%-*s|", "abc", "abc", "abc", "abc", 1, "abc", 5, "abc", 5, "abc");
	AS_PRINTF("%c%c 100 %% %s", 'a', 'b', "");
	AS_PRINTF("%g %.1f %+d %#x %jd", 0.5, 2.25, 7, 255u, (intmax_t)-3);
	AS_PRINTF("\n\tlines %s\n", "stay");
	/* a text that does not end is not read beyond what is asked for */
	const char open[3] = { 'a', 'b', 'c' };
	ck_assert_str_eq(print("%.3s", open), "abc");
	buf_fini(&printed);
}
END_TEST

START_TEST(what_is_printed_of_others_is_one_line_and_no_command)
{
	ck_assert_str_eq(print("a\n%s\nb", "x\ny\r\x1B[2J\t\xE2\x80\xAE"), "a\nx⏎y^M^[[2J <202E>\nb");
	ck_assert_str_eq(print("%c|%-3s|%4s|%.2s", '\n', "\r", "\x07", "\n\n\n"), "⏎|^M  |   ^G|⏎⏎");
	ck_assert_str_eq(print("%s", "\xFF"), "\\xff");
	/* whatever is printed, the format is known from what it stands for */
	ck_assert_str_eq(print("\n%s\t%s\n", "\1\2", "\2"), "\n^A^B\t^B\n");
	ck_assert_str_eq(print("\1%s\2", "\n"), "\1⏎\2");
	ck_assert_str_eq(print("%s", ""), "");
	buf_fini(&printed);
}
END_TEST

RUN_TESTS("text", printing_is_what_printf_does, what_is_printed_of_others_is_one_line_and_no_command, every_code_point_survives_encoding_and_decoding, what_is_not_utf8_is_not_decoded,
	cleaning_keeps_text_and_makes_the_rest_visible, code_points_have_the_width_terminals_give_them,
	a_cluster_is_what_people_see_as_one_character, nothing_shown_can_command_a_terminal,
	fitting_never_splits_what_people_see_as_one, a_mark_with_nothing_to_stand_on_gets_a_blank, a_column_is_exactly_as_wide_as_asked,
	copying_into_an_array_cuts_between_characters, comparing_and_emptiness,
	a_filter_wants_every_word_anywhere, distance_counts_edits_and_swaps,
	the_nearest_name_is_one_that_was_likely_meant, slugs_are_file_names,
	a_number_has_as_many_digits_as_it_may_or_is_none)
