/* Records out of lines, separators, and --map. */

#include "suite.h"

#include "base/buf.h"
#include "base/text.h"
#include "intake/csv.h"
#include "intake/map.h"

/* All records as "LINE[a][b] LINE[c]"; `…` where one is left open, `!` where one was broken. */
static void records_are(char separator, const char *text, const char *wanted)
{
	const char *at = text, *end = text + strlen(text), *line;
	struct buf out = { 0 };
	struct csv csv;
	size_t len, number = 0;
	csv_begin(&csv, separator);
	while (csv_next_line(&at, end, &line, &len)) {
		enum csv_result result = csv_line(&csv, line, len, ++number);
		if (result == CSV_BROKEN)
			buf_putc(&out, '!');
		if (result != CSV_RECORD)
			continue;
		buf_printf(&out, "%s%zu", out.len ? " " : "", csv.line);
		for (size_t i = 0; i < csv.count; i++)
			buf_printf(&out, "[%s]", csv_field(&csv, i));
	}
	if (csv_is_open(&csv))
		buf_puts(&out, "…");
	ck_assert_str_eq(buf_text(&out), wanted);
	csv_fini(&csv);
	buf_fini(&out);
}

START_TEST(fields_are_taken_apart_as_rfc_4180_says)
{
	static const struct {
		const char *text, *wanted;
	} rows[] = {
		{ "a,b\nc,d\n", "1[a][b] 2[c][d]" },
		{ "a,b\r\nc,d", "1[a][b] 2[c][d]" },
		{ "a,,\n\n", "1[a][][] 2[]" },
		{ "\"a,b\",c\n", "1[a,b][c]" },
		{ "\"say \"\"hi\"\"\",\"\"\n", "1[say \"hi\"][]" },
		{ "\"two\nlines\r\nthree\",x\ny\n", "1[two\nlines\nthree][x] 4[y]" },
		{ "a \"b\" c,d\"e\n", "1[a \"b\" c][d\"e]" },
		{ "\"a\" tail,b\n", "1[a tail][b]" },
		{ "\"a\"\"\n", "…" },
		{ "x\n\"open,\nand on", "1[x]…" },
		{ " \"a\",b\n", "1[ \"a\"][b]" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++)
		records_are(',', rows[i].text, rows[i].wanted);
	records_are('\t', "a,b\tc\n", "1[a,b][c]");
}
END_TEST

START_TEST(a_field_that_is_not_there_is_empty)
{
	struct csv csv;
	csv_begin(&csv, ',');
	ck_assert_int_eq(csv_line(&csv, "a,b", 3, 1), CSV_RECORD);
	ck_assert_str_eq(csv_field(&csv, 1), "b");
	ck_assert_str_eq(csv_field(&csv, 2), "");
	ck_assert_str_eq(csv_field(&csv, (size_t)-1), "");
	csv_fini(&csv);
}
END_TEST

START_TEST(nul_bytes_are_shown)
{
	struct csv csv;
	csv_begin(&csv, ',');
	ck_assert_int_eq(csv_line(&csv, "a\0b,\"\0\"", 7, 1), CSV_RECORD);
	ck_assert_str_eq(csv_field(&csv, 0), "a␀b");
	ck_assert_str_eq(csv_field(&csv, 1), "␀");
	csv_fini(&csv);
}
END_TEST

START_TEST(a_quote_never_closed_ends_with_its_record_and_takes_no_time_squared)
{
	char line[1024];
	struct csv csv;
	size_t broken = 0;
	csv_begin(&csv, ',');
	memset(line, 'x', sizeof line);
	line[0] = '"';
	for (size_t i = 1; i <= 64 * 1024; i++)
		broken += csv_line(&csv, line, sizeof line, 2 * i) == CSV_BROKEN;
	/* every line begins with a quote: the second closes the first one's */
	ck_assert_uint_eq(broken, 0);
	/* nothing of so many records is kept to be looked at again */
	ck_assert_uint_le(csv.text.cap, 8 * sizeof line);
	csv_line(&csv, "", 0, 0);
	line[0] = 'x';
	ck_assert_int_eq(csv_line(&csv, "\"a", 2, 7), CSV_MORE);
	for (size_t i = 0; i < 2048 && !broken; i++)
		broken = csv_line(&csv, line, sizeof line, 8 + i) == CSV_BROKEN;
	ck_assert_uint_eq(broken, 1);
	ck_assert_uint_eq(csv.line, 7);
	ck_assert_int_eq(csv_line(&csv, "b", 1, 5000), CSV_RECORD);
	csv_fini(&csv);
}
END_TEST

START_TEST(more_fields_than_anyone_has_belong_to_the_last)
{
	struct buf line = { 0 };
	struct csv csv;
	buf_fill(&line, ',', 100 * 1000);
	csv_begin(&csv, ',');
	ck_assert_int_eq(csv_line(&csv, line.data, line.len, 1), CSV_RECORD);
	ck_assert_uint_eq(csv.count, CSV_FIELDS_MAX);
	ck_assert_uint_eq(strlen(csv_field(&csv, CSV_FIELDS_MAX - 1)), 100 * 1000 - CSV_FIELDS_MAX + 1);
	csv_fini(&csv);
	buf_fini(&line);
}
END_TEST

START_TEST(the_separator_is_the_one_that_all_records_agree_on)
{
	static const struct {
		const char *text;
		char wanted;
		size_t columns;
		bool even;
	} rows[] = {
		{ "a,b,c\n1,2,3\n", ',', 3, true },
		{ "a;b\n1,5;2,5\n", ';', 2, true },
		{ "Time\tText\n1\ta, b, c\n", '\t', 2, true },
		{ "time|text\n1|a, b\n2|c\n", '|', 2, true },
		{ "a,b;c\n1,2;3,4\n5,6;7\n", ';', 2, true },
		{ "\"a;b\",c\n\"d;e;f\",g\n", ',', 2, true },
		{ "just text\nand more\n", ',', 1, true },
		{ "", ',', 1, true },
		{ "a,b,c\n1,2\n1,2,3\n", ',', 3, false },
		{ "a,b\n1,2\n3,4,5,6,7,cut", ',', 2, true },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		size_t columns;
		bool even;
		char found = csv_separator(rows[i].text, strlen(rows[i].text), &columns, &even);
		ck_assert_msg(found == rows[i].wanted && columns == rows[i].columns && even == rows[i].even,
			"%s: '%c' %zu %d", rows[i].text, found, columns, even);
	}
}
END_TEST

START_TEST(a_map_names_columns_for_roles)
{
	static const struct {
		const char *text, *wanted;
	} rows[] = {
		{ "at=Time,text=Message", "at[Time]text[Message]" },
		{ " at = ,", NULL },
		{ "at=Date+Time of day,text=2", "at[Date][Time of day]text[2]" },
		{ "AT=When text=What happened link=URL", "at[When]text[What happened]link[URL]" },
		{ "at=\"Time, UTC\" + \"a+b\",zone=TZ", "at[Time, UTC][a+b]zone[TZ]" },
		{ "", "" },
		{ ",,", "" },
		{ "text=a=b", "text[a=b]" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct err err = { 0 };
		struct buf out = { 0 };
		struct map map;
		bool ok = map_read(&map, rows[i].text, &err);
		ck_assert_msg(ok == (rows[i].wanted != NULL), "%s: %s", rows[i].text, err.text);
		for (size_t r = 0; ok && r < MAP_ROLES; r++) {
			if (map.names[r].count)
				buf_puts(&out, map_roles[r].name);
			for (size_t n = 0; n < map.names[r].count; n++)
				buf_printf(&out, "[%s]", map.names[r].items[n]);
		}
		if (ok)
			ck_assert_str_eq(buf_text(&out), rows[i].wanted);
		map_fini(&map);
		buf_fini(&out);
	}
}
END_TEST

START_TEST(a_wrong_map_says_what_to_write)
{
	static const struct {
		const char *text, *words;
	} rows[] = {
		{ "when=Time", "at, text, author" },
		{ "Time", "NAME=COLUMN" },
		{ "at=", "name a column" },
		{ "at=A,at=B", "twice" },
		{ "at=\"A", "quote" },
		{ "at=A+", "name a column" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct err err = { 0 };
		struct map map;
		ck_assert_msg(!map_read(&map, rows[i].text, &err), "%s", rows[i].text);
		ck_assert_msg(err.code == ERR_USAGE && strstr(err.text, rows[i].words), "%s: %s", rows[i].text, err.text);
		map_fini(&map);
	}
}
END_TEST

RUN_TESTS("csv", fields_are_taken_apart_as_rfc_4180_says, a_field_that_is_not_there_is_empty, nul_bytes_are_shown,
	a_quote_never_closed_ends_with_its_record_and_takes_no_time_squared,
	more_fields_than_anyone_has_belong_to_the_last, the_separator_is_the_one_that_all_records_agree_on,
	a_map_names_columns_for_roles, a_wrong_map_says_what_to_write)
