#include "base/duration.h"
#include "base/mem.h"
#include "suite.h"

START_TEST(lengths_read_at_a_glance)
{
	static const struct {
		int64_t ms;
		const char *text;
	} rows[] = {
		{ 0, "0 s" },
		{ 1, "1 ms" },
		{ 999, "999 ms" },
		{ 1000, "1 s" },
		{ 45999, "45 s" },
		{ 60000, "1 min" },
		{ 4 * MINUTE_MS + 59999, "4 min" },
		{ HOUR_MS - 1, "59 min" },
		{ HOUR_MS, "1 h" },
		{ 65 * MINUTE_MS, "1 h 05 min" },
		{ 24 * HOUR_MS - 1, "23 h 59 min" },
		{ DAY_MS, "1 d" },
		{ 51 * HOUR_MS, "2 d 3 h" },
		{ 28 * DAY_MS, "28 d" },
		{ -4 * MINUTE_MS, "-4 min" },
		{ -65 * MINUTE_MS, "-1 h 05 min" },
		{ INT64_MAX, "106751991167 d 7 h" },
		{ INT64_MIN, "-106751991167 d 7 h" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct buf out = { 0 };
		duration_format(&out, rows[i].ms);
		ck_assert_str_eq(buf_text(&out), rows[i].text);
		buf_fini(&out);
	}
}
END_TEST

START_TEST(a_running_clock_shows_days_only_when_there_are_some)
{
	static const struct {
		int64_t ms;
		const char *text;
	} rows[] = {
		{ 0, "00:00:00" },
		{ 999, "00:00:00" },
		{ 42 * MINUTE_MS + 17 * SECOND_MS, "00:42:17" },
		{ DAY_MS - 1, "23:59:59" },
		{ DAY_MS, "1d 00:00:00" },
		{ 3 * DAY_MS + 4 * HOUR_MS + 5 * MINUTE_MS + 6 * SECOND_MS, "3d 04:05:06" },
		{ -5 * SECOND_MS, "-00:00:05" },
		{ INT64_MIN, "-106751991167d 07:12:55" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct buf out = { 0 };
		duration_clock(&out, rows[i].ms);
		ck_assert_str_eq(buf_text(&out), rows[i].text);
		buf_fini(&out);
	}
}
END_TEST

START_TEST(lengths_are_read_in_every_usual_spelling)
{
	static const struct {
		const char *text;
		int64_t ms, unit;
	} rows[] = {
		{ "15 min", 15 * MINUTE_MS, MINUTE_MS },
		{ "15min", 15 * MINUTE_MS, MINUTE_MS },
		{ "15 MIN", 15 * MINUTE_MS, MINUTE_MS },
		{ "15m", 15 * MINUTE_MS, MINUTE_MS },
		{ "1h30m", 90 * MINUTE_MS, MINUTE_MS },
		{ " 1 h  30 m ", 90 * MINUTE_MS, MINUTE_MS },
		{ "28d", 28 * DAY_MS, DAY_MS },
		{ "2 weeks 3 days", 17 * DAY_MS, DAY_MS },
		{ "1w", 7 * DAY_MS, 7 * DAY_MS },
		{ "90s", 90 * SECOND_MS, SECOND_MS },
		{ "1 hour 5 minutes 3 seconds", 3903 * SECOND_MS, SECOND_MS },
		{ "250 ms", 250, 1 },
		{ "an hour", HOUR_MS, HOUR_MS },
		{ "a minute", MINUTE_MS, MINUTE_MS },
		{ "1.5 h", 90 * MINUTE_MS, HOUR_MS },
		{ "0.25s", 250, SECOND_MS },
		{ "0 s", 0, SECOND_MS },
		{ "00:15", 15 * MINUTE_MS, MINUTE_MS },
		{ "00:15 ", 15 * MINUTE_MS, MINUTE_MS },
		{ "36:00", 36 * HOUR_MS, MINUTE_MS },
		{ "00:15:30", 930 * SECOND_MS, SECOND_MS },
		{ "3d 04:05:06", 273906 * SECOND_MS, SECOND_MS },
		{ "3652425 d", 3652425 * DAY_MS, DAY_MS },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		int64_t ms = -1, unit = -1, again = -1;
		struct err err = { 0 };
		ck_assert_msg(duration_parse_unit(rows[i].text, &ms, &unit, &err), "%s", err.text);
		ck_assert_msg(ms == rows[i].ms && unit == rows[i].unit, "%s: %lld in %lld",
			rows[i].text, (long long)ms, (long long)unit);
		ck_assert(duration_parse(rows[i].text, &again, NULL));
		ck_assert_int_eq(again, ms);
	}
}
END_TEST

START_TEST(what_is_no_length_is_refused_with_the_reason)
{
	static const struct {
		const char *text, *reason;
	} rows[] = {
		{ "", "write it like" },
		{ "   ", "write it like" },
		{ "soon", "write it like" },
		{ "-5m", "write it like" },
		{ ".5h", "write it like" },
		{ "a few minutes", "no unit \"few\"" },
		{ "15", "write the unit" },
		{ "1h 30", "write the unit" },
		{ "1.h", "write the unit" },
		{ "15 parsecs", "no unit \"parsecs\"" },
		{ "5m 1h", "from large to small" },
		{ "1h 1h", "from large to small" },
		{ "1h 1 hour", "from large to small" },
		{ "0:5", "two digits" },
		{ "0:60", "two digits" },
		{ "0:15:5", "two digits" },
		{ "0:15:60", "two digits" },
		{ "0:150", "two digits" },
		{ "0:15:30:00", "nothing more" },
		{ "0:15 min", "nothing more" },
		{ "1h 0:15", "hours and minutes" },
		{ "3d 24:00", "hours and minutes" },
		{ "1.2345h", "three decimals" },
		{ "1234567890123s", "too long" },
		{ "999999999999w", "10,000 years" },
		{ "3652425 d 1 s", "10,000 years" },
		{ "1h\xC3\xA9", "write it like" },
		{ "1h                                                             1m", "too long" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		int64_t ms = -1;
		struct err err = { 0 };
		ck_assert_msg(!duration_parse(rows[i].text, &ms, &err), "%s", rows[i].text);
		ck_assert_int_eq(err.code, ERR_USAGE);
		ck_assert_msg(strstr(err.text, rows[i].reason), "%s: %s", rows[i].text, err.text);
		ck_assert_int_eq(ms, -1);
	}
}
END_TEST

START_TEST(what_is_written_can_be_read)
{
	for (int64_t ms = 1; ms < 10000 * DAY_MS; ms = ms * 3 / 2 + 1) {
		struct buf first = { 0 }, second = { 0 };
		int64_t read = -1;
		duration_format(&first, ms);
		ck_assert_msg(
			duration_parse(buf_text(&first), &read, NULL), "%s", buf_text(&first));
		ck_assert_int_le(read, ms);
		duration_format(&second, read);
		ck_assert_str_eq(buf_text(&first), buf_text(&second));
		buf_truncate(&first, 0);
		duration_clock(&first, ms);
		ck_assert_msg(
			duration_parse(buf_text(&first), &read, NULL), "%s", buf_text(&first));
		ck_assert_int_eq(read, ms - ms % SECOND_MS);
		buf_fini(&first);
		buf_fini(&second);
	}
}
END_TEST

RUN_TESTS("duration", lengths_read_at_a_glance, a_running_clock_shows_days_only_when_there_are_some,
	lengths_are_read_in_every_usual_spelling, what_is_no_length_is_refused_with_the_reason,
	what_is_written_can_be_read)
