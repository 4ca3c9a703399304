#include "base/mem.h"
#include "when_rows.h"

/* ---- forms ---- */

START_TEST(now_and_lengths_before_now)
{
	static const struct entry rows[] = {
		{ "UTC", NOW, "now", NOW, E, 0 },
		{ "Europe/Berlin", NOW, "NOW", NOW, E, 60 },
		{ "UTC", NOW, "  now\n", NOW, E, 0 },
		{ "UTC", NOW, "~now", NOW, A, 0 },
		{ "UTC", NOW, "-10m", "2023-01-17 14:55:30.250", M, 0 },
		{ "Europe/Berlin", NOW, "-1h30m", "2023-01-17 13:35:30.250", M, 60 },
		{ "UTC", NOW, "-2d", "2023-01-15 15:05:30.250", M, 0 },
		{ "UTC", NOW, "-1w", "2023-01-10 15:05:30.250", M, 0 },
		{ "UTC", NOW, "-90s", "2023-01-17 15:04:00.250", E, 0 },
		{ "UTC", NOW, "-120s", "2023-01-17 15:03:30.250", E, 0 },
		{ "UTC", NOW, "-1m30s", "2023-01-17 15:04:00.250", E, 0 },
		{ "UTC", NOW, "-250ms", "2023-01-17 15:05:30", E, 0 },
		{ "UTC", NOW, "- 10 min", "2023-01-17 14:55:30.250", M, 0 },
		{ "UTC", NOW, "10 min ago", "2023-01-17 14:55:30.250", M, 0 },
		{ "UTC", NOW, "10m ago", "2023-01-17 14:55:30.250", M, 0 },
		{ "UTC", NOW, "an hour ago", "2023-01-17 14:05:30.250", M, 0 },
		{ "UTC", NOW, "A Minute Ago", "2023-01-17 15:04:30.250", M, 0 },
		{ "UTC", NOW, "1h 5m ago", "2023-01-17 14:00:30.250", M, 0 },
		{ "UTC", NOW, "2 days 3 hours ago", "2023-01-15 12:05:30.250", M, 0 },
		{ "UTC", NOW, "30 seconds ago", "2023-01-17 15:05:00.250", E, 0 },
		{ "UTC", NOW, "1.5h ago", "2023-01-17 13:35:30.250", M, 0 },
		{ "UTC", NOW, "~-10m", "2023-01-17 14:55:30.250", A, 0 },
		{ "UTC", NOW, "~ 30s ago", "2023-01-17 15:05:00.250", A, 0 },
		/* across a change of the clocks: lengths are lengths */
		{ "Europe/Berlin", "2023-03-26 01:30", "-1h", "2023-03-26 00:30", M, 60 },
	};
	CHECK_ENTRIES(rows);
}
END_TEST

START_TEST(clock_times_are_the_most_recent_ones)
{
	static const struct entry rows[] = {
		{ "UTC", NOW, "14:05", "2023-01-17 14:05", M, 0 },
		{ "UTC", NOW, "9:00", "2023-01-17 09:00", M, 0 },
		{ "UTC", NOW, "14:05:30", "2023-01-17 14:05:30", E, 0 },
		{ "UTC", NOW, "14:05:30.250", "2023-01-17 14:05:30.250", E, 0 },
		{ "UTC", NOW, "14:05:30,250", "2023-01-17 14:05:30.250", E, 0 },
		{ "UTC", NOW, "14:05:30.5", "2023-01-17 14:05:30.500", E, 0 },
		{ "UTC", NOW, "14:05:30.25", "2023-01-17 14:05:30.250", E, 0 },
		{ "UTC", NOW, "14:05:30.123456789", "2023-01-17 14:05:30.123", E, 0 },
		{ "UTC", NOW, "14.05", "2023-01-17 14:05", M, 0 },
		{ "UTC", NOW, "14h05", "2023-01-17 14:05", M, 0 },
		{ "UTC", NOW, "14H05", "2023-01-17 14:05", M, 0 },
		{ "UTC", NOW, "2:05pm", "2023-01-17 14:05", M, 0 },
		{ "UTC", NOW, "2:05 PM", "2023-01-17 14:05", M, 0 },
		{ "UTC", NOW, "2 pm", "2023-01-17 14:00", M, 0 },
		{ "UTC", NOW, "2pm", "2023-01-17 14:00", M, 0 },
		{ "UTC", NOW, "2:05:30am", "2023-01-17 02:05:30", E, 0 },
		{ "UTC", NOW, "12am", "2023-01-17 00:00", M, 0 },
		{ "UTC", NOW, "12pm", "2023-01-17 12:00", M, 0 },
		{ "UTC", NOW, "12:30am", "2023-01-17 00:30", M, 0 },
		{ "UTC", NOW, "~14:05", "2023-01-17 14:05", A, 0 },
		{ "UTC", NOW, "~ 14:05:30", "2023-01-17 14:05:30", A, 0 },
		/* still ahead today: yesterday's */
		{ "UTC", NOW, "23:10", "2023-01-16 23:10", M, 0 },
		{ "UTC", NOW, "15:07", "2023-01-16 15:07", M, 0 },
		{ "Europe/Berlin", NOW, "16:05", "2023-01-17 15:05", M, 60 },
		{ "Europe/Berlin", NOW, "0:30", "2023-01-16 23:30", M, 60 },
		{ "America/New_York", NOW, "11:00", "2023-01-16 16:00", M, -300 },
		{ "Pacific/Kiritimati", NOW, "5:00", "2023-01-17 15:00", M, 840 },
		{ NULL, NOW, "14:05", "2023-01-17 14:05", M, 0 },
		{ "", NOW, "14:05", "2023-01-17 14:05", M, 0 },
		{ "+05:30", NOW, "20:00", "2023-01-17 14:30", M, 330 },
		/* across the turn of the year */
		{ "UTC", "2023-01-01 00:10", "23:50", "2022-12-31 23:50", M, 0 },
	};
	CHECK_ENTRIES(rows);
}
END_TEST

START_TEST(a_minute_after_now_still_counts_as_past)
{
	static const struct entry rows[] = {
		{ "UTC", NOW, "15:06", "2023-01-17 15:06", M, 0 },
		{ "UTC", NOW, "15:06:30.250", "2023-01-17 15:06:30.250", E, 0 },
		{ "UTC", NOW, "15:06:30.251", "2023-01-16 15:06:30.251", E, 0 },
		{ "UTC", "2023-01-17 23:59:30", "0:00", "2023-01-18 00:00", M, 0 },
		{ "UTC", "2023-01-17 23:58:30", "0:00", "2023-01-17 00:00", M, 0 },
		{ "UTC", "2022-12-31 23:59:30", "Jan 1 0:00", "2023-01-01 00:00", M, 0 },
		{ "UTC", "2023-01-16 23:59:30", "tue 0:00", "2023-01-17 00:00", M, 0 },
		{ "UTC", "2023-01-16 23:59:30", "tue", "2023-01-10 00:00", D, 0 },
	};
	CHECK_ENTRIES(rows);
}
END_TEST

START_TEST(a_text_may_name_its_zone)
{
	static const struct entry rows[] = {
		{ "Europe/Berlin", NOW, "14:05Z", "2023-01-17 14:05", M, 0 },
		{ "Europe/Berlin", NOW, "14:05 z", "2023-01-17 14:05", M, 0 },
		{ "Europe/Berlin", NOW, "14:05 UTC", "2023-01-17 14:05", M, 0 },
		{ "Europe/Berlin", NOW, "14:05 utc", "2023-01-17 14:05", M, 0 },
		{ "Europe/Berlin", NOW, "14:05 GMT", "2023-01-17 14:05", M, 0 },
		{ "UTC", NOW, "14:05+01:00", "2023-01-17 13:05", M, 60 },
		{ "UTC", NOW, "14:05 +0100", "2023-01-17 13:05", M, 60 },
		{ "UTC", NOW, "9:05-05:00", "2023-01-17 14:05", M, -300 },
		{ "UTC", NOW, "9:05 -5", "2023-01-17 14:05", M, -300 },
		{ "UTC", NOW, "14:05 UTC+1", "2023-01-17 13:05", M, 60 },
		{ "UTC", NOW, "2pm GMT+0100", "2023-01-17 13:00", M, 60 },
		{ "UTC", NOW, "14:05 Europe/Berlin", "2023-01-17 13:05", M, 60 },
		{ "UTC", NOW, "14:05:30.5Europe/Berlin", "2023-01-17 13:05:30.500", E, 60 },
		{ "UTC", NOW, "2:05pm America/New_York", "2023-01-16 19:05", M, -300 },
		{ "UTC", NOW, "20:00 Asia/Kathmandu", "2023-01-17 14:15", M, 345 },
		{ "UTC", NOW, "22:00 Japan", "2023-01-17 13:00", M, 540 },
		/* yesterday is that of the zone named */
		{ "UTC", "2023-01-17 20:00", "yesterday 9:00 Asia/Tokyo", "2023-01-17 00:00", M,
			540 },
		{ "UTC", NOW, "2023-01-17 Asia/Tokyo", "2023-01-16 15:00", D, 540 },
		{ "UTC", NOW, "2023-01-17 +09:00", "2023-01-16 15:00", D, 540 },
	};
	CHECK_ENTRIES(rows);
}
END_TEST

START_TEST(an_abbreviation_is_taken_only_if_the_zone_uses_it_then)
{
	static const struct entry rows[] = {
		{ "Europe/Berlin", NOW, "14:05 CET", "2023-01-17 13:05", M, 60 },
		{ "America/New_York", NOW, "9:05 EST", "2023-01-17 14:05", M, -300 },
		{ "Europe/Berlin", NOW, "2022-07-01 14:05 CEST", "2022-07-01 12:05", M, 120 },
		{ "Asia/Kolkata", NOW, "14:05 IST", "2023-01-17 08:35", M, 330 },
		{ "Africa/Monrovia", NOW, "1971-06-01 12:00 MMT", "1971-06-01 12:44:30", M, -44 },
		/* it tells the two halves of a repeated hour apart */
		{ "Europe/Berlin", "2024-01-01 00:00", "2023-10-29 02:30 CEST", "2023-10-29 00:30",
			M, 120 },
		{ "Europe/Berlin", "2024-01-01 00:00", "2023-10-29 02:30 CET", "2023-10-29 01:30",
			M, 60 },
		{ "Europe/Berlin", "2023-10-29 06:00", "2:30 CEST", "2023-10-29 00:30", M, 120 },
		{ "Europe/Berlin", "2023-10-29 06:00", "2:30 CET", "2023-10-29 01:30", M, 60 },
	};
	CHECK_ENTRIES(rows);
	static const struct refusal refused[] = {
		{ "UTC", NOW, "14:05 CET",
			{ "CET", "write the offset", "+01:00", "Europe/Berlin" } },
		{ "Europe/Berlin", NOW, "14:05 EST",
			{ "EST", "Europe/Berlin is on CET", "write" } },
		{ "Europe/Berlin", NOW, "14:05 CEST", { "CEST", "is on CET", "write" } },
		{ "UTC", NOW, "14:05 IST", { "IST", "write" } },
		{ "UTC", NOW, "14:05 PST", { "PST", "write" } },
	};
	CHECK_REFUSALS(refused);
}
END_TEST

START_TEST(days_by_name_are_counted_from_today)
{
	static const struct entry rows[] = {
		{ "UTC", NOW, "yesterday 23:10", "2023-01-16 23:10", M, 0 },
		{ "UTC", NOW, "Yesterday at 23:10", "2023-01-16 23:10", M, 0 },
		{ "UTC", NOW, "23:10 yesterday", "2023-01-16 23:10", M, 0 },
		{ "UTC", NOW, "today 9:00", "2023-01-17 09:00", M, 0 },
		{ "UTC", NOW, "today, 9:00", "2023-01-17 09:00", M, 0 },
		{ "UTC", NOW, "today 23:00", "2023-01-17 23:00", M, 0 }, /* it is said: today */
		{ "UTC", NOW, "today", "2023-01-17 00:00", D, 0 },
		{ "UTC", NOW, "yesterday", "2023-01-16 00:00", D, 0 },
		{ "Europe/Berlin", NOW, "yesterday", "2023-01-15 23:00", D, 60 },
		{ "Europe/Berlin", "2023-01-17 23:30", "yesterday 1:00", "2023-01-17 00:00", M,
			60 },
		{ "UTC", NOW, "mon 9:00", "2023-01-16 09:00", M, 0 },
		{ "UTC", NOW, "Monday 9:00", "2023-01-16 09:00", M, 0 },
		{ "UTC", NOW, "tues 9:00", "2023-01-17 09:00", M, 0 },
		{ "UTC", NOW, "tue 16:00", "2023-01-10 16:00", M, 0 }, /* ahead today */
		{ "UTC", NOW, "wed 9:00", "2023-01-11 09:00", M, 0 },
		{ "UTC", NOW, "thurs 9:00", "2023-01-12 09:00", M, 0 },
		{ "UTC", NOW, "FRI 9:00", "2023-01-13 09:00", M, 0 },
		{ "UTC", NOW, "sat 9:00", "2023-01-14 09:00", M, 0 },
		{ "UTC", NOW, "sun 9:00:01", "2023-01-15 09:00:01", E, 0 },
		{ "UTC", NOW, "monday", "2023-01-16 00:00", D, 0 },
		{ "UTC", NOW, "tuesday", "2023-01-17 00:00", D, 0 },
		{ "UTC", NOW, "last monday 9:00", "2023-01-16 09:00", M, 0 },
		{ "UTC", NOW, "last tue 9:00", "2023-01-10 09:00", M, 0 },
		{ "UTC", NOW, "last tuesday", "2023-01-10 00:00", D, 0 },
		{ "UTC", NOW, "~mon 9:00", "2023-01-16 09:00", A, 0 },
		{ "America/New_York", NOW, "mon 23:00", "2023-01-17 04:00", M, -300 },
	};
	CHECK_ENTRIES(rows);
}
END_TEST

START_TEST(dates_are_read_as_iso_or_with_the_month_by_name)
{
	static const struct entry rows[] = {
		{ "UTC", NOW, "2023-01-17 15:00", "2023-01-17 15:00", M, 0 },
		{ "Europe/Berlin", NOW, "2023-01-17 15:00", "2023-01-17 14:00", M, 60 },
		{ "Europe/Berlin", NOW, "2022-07-17 15:00", "2022-07-17 13:00", M, 120 },
		{ "UTC", NOW, "2023-01-17T15:00", "2023-01-17 15:00", M, 0 },
		{ "UTC", NOW, "2023-01-17t15:00z", "2023-01-17 15:00", M, 0 },
		{ "UTC", NOW, "2023-01-17T15:00+01:00", "2023-01-17 14:00", M, 60 },
		{ "UTC", NOW, "2023-01-17T15:00:00.123Z", "2023-01-17 15:00:00.123", E, 0 },
		{ "UTC", NOW, "2023-01-17 15:00:30 UTC", "2023-01-17 15:00:30", E, 0 },
		{ "UTC", NOW, "2023-01-17 15:00:30,123", "2023-01-17 15:00:30.123", E, 0 },
		{ "UTC", NOW, "15:00 2023-01-17", "2023-01-17 15:00", M, 0 },
		{ "UTC", NOW, "2023-01-17", "2023-01-17 00:00", D, 0 },
		{ "Europe/Berlin", NOW, "2023-01-17", "2023-01-16 23:00", D, 60 },
		{ "UTC", NOW, "17 Jan 2023 15:00", "2023-01-17 15:00", M, 0 },
		{ "UTC", NOW, "Jan 17 2023 15:00", "2023-01-17 15:00", M, 0 },
		{ "UTC", NOW, "January 17, 2023 at 3 pm", "2023-01-17 15:00", M, 0 },
		{ "UTC", NOW, "17 january 2023", "2023-01-17 00:00", D, 0 },
		{ "UTC", NOW, "7 Sept 2022", "2022-09-07 00:00", D, 0 },
		{ "UTC", NOW, "Tue 17 Jan 2023", "2023-01-17 00:00", D, 0 },
		{ "UTC", NOW, "Tue, 17 Jan 2023 15:00:30 +0100", "2023-01-17 14:00:30", E, 60 },
		{ "UTC", NOW, "Tue Jan 17 15:00:30 UTC 2023", "2023-01-17 15:00:30", E, 0 },
		{ "UTC", NOW, "Tue Jan 17 15:00:30 2023 +0100", "2023-01-17 14:00:30", E, 60 },
		{ "UTC", NOW, "17/Jan/2023:15:00:30 +0000", "2023-01-17 15:00:30", E, 0 },
		{ "UTC", NOW, "17-Jan-2023 15:00", "2023-01-17 15:00", M, 0 },
		{ "UTC", NOW, "2024-02-29 12:00", "2024-02-29 12:00", M, 0 },
		{ "UTC", NOW, "2022-12-31 23:59:59", "2022-12-31 23:59:59", E, 0 },
		{ "UTC", NOW, "1970-01-01 00:00", "1970-01-01 00:00", M, 0 },
		{ "UTC", NOW, "9999-12-31 23:59:59.999", "9999-12-31 23:59:59.999", E, 0 },
		{ "UTC", NOW, "2050-06-01 12:00", "2050-06-01 12:00", M,
			0 }, /* the caller decides */
		{ "UTC", NOW, "~2023-01-17 15:00", "2023-01-17 15:00", A, 0 },
	};
	CHECK_ENTRIES(rows);
}
END_TEST

START_TEST(a_date_without_a_year_is_the_most_recent_one)
{
	static const struct entry rows[] = {
		{ "UTC", NOW, "Jan 17 15:00", "2023-01-17 15:00", M, 0 },
		{ "UTC", NOW, "17 Jan 15:00", "2023-01-17 15:00", M, 0 },
		{ "UTC", NOW, "Jan 17 16:00", "2022-01-17 16:00", M, 0 },
		{ "UTC", NOW, "Jan 18 9:00", "2022-01-18 09:00", M, 0 },
		{ "UTC", NOW, "Dec 31 23:59", "2022-12-31 23:59", M, 0 },
		{ "UTC", NOW, "Jan 17", "2023-01-17 00:00", D, 0 },
		{ "UTC", NOW, "18 Jan", "2022-01-18 00:00", D, 0 },
		{ "UTC", NOW, "Feb 29 12:00", "2020-02-29 12:00", M, 0 },
		{ "UTC", "2104-02-01 00:00", "29 Feb", "2096-02-29 00:00", D, 0 },
		{ "UTC", NOW, "Tue Jan 17 15:00", "2023-01-17 15:00", M, 0 },
		{ "Europe/Berlin", "2022-12-31 23:30", "Jan 1 0:15", "2022-12-31 23:15", M, 60 },
	};
	CHECK_ENTRIES(rows);
}
END_TEST

START_TEST(a_clock_time_alone_is_on_the_day_given_for_it)
{
	static const struct {
		const char *zone, *day, *text, *at;
		bool borrowed;
	} rows[] = {
		{ "UTC", "2020-03-31 16:00", "10:22", "2020-03-31 10:22", true },
		{ "UTC", "2020-03-31 16:00", "23:59:59", "2020-03-31 23:59:59", true },
		{ "UTC", "2020-03-31 16:00", "~2:05pm", "2020-03-31 14:05", true },
		/* the day is the zone's: here it is 1 April already */
		{ "Asia/Tokyo", "2020-03-31 16:00", "10:22", "2020-04-01 01:22", true },
		{ "UTC", "2020-03-31 16:00", "10:22 Asia/Tokyo", "2020-04-01 01:22", true },
		/* who names a day means it */
		{ "UTC", "2020-03-31 16:00", "today 9:00", "2023-01-17 09:00", false },
		{ "UTC", "2020-03-31 16:00", "mon 9:00", "2023-01-16 09:00", false },
		{ "UTC", "2020-03-31 16:00", "Jan 17 9:00", "2023-01-17 09:00", false },
		{ "UTC", "2020-03-31 16:00", "2021-02-03 9:00", "2021-02-03 09:00", false },
		{ "UTC", "2020-03-31 16:00", "-10m", "2023-01-17 14:55:30.250", false },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct when_context ctx = { .now = utc(NOW), .zone = rows[i].zone, .day = utc(rows[i].day) };
		struct when when;
		struct err err = { 0 };
		ck_assert_msg(when_parse(rows[i].text, &ctx, &when, &err), "%s", err.text);
		ck_assert_msg(when.at == utc(rows[i].at), "%s in %s", rows[i].text, rows[i].zone);
		ck_assert_msg(when.borrowed == rows[i].borrowed, "%s: borrowed", rows[i].text);
	}
}
END_TEST

START_TEST(seconds_and_milliseconds_since_1970)
{
	static const struct entry rows[] = {
		{ "UTC", NOW, "@1700000000", "2023-11-14 22:13:20", E, 0 },
		{ "Europe/Berlin", NOW, "@1700000000", "2023-11-14 22:13:20", E, 60 },
		{ "UTC", NOW, "@1700000000123", "2023-11-14 22:13:20.123", E, 0 },
		{ "UTC", NOW, "1700000000123", "2023-11-14 22:13:20.123", E, 0 },
		{ "UTC", NOW, "@0", "1970-01-01 00:00", E, 0 },
		{ "UTC", NOW, "@253402300799", "9999-12-31 23:59:59", E, 0 },
		{ "UTC", NOW, "~@1700000000", "2023-11-14 22:13:20", A, 0 },
	};
	CHECK_ENTRIES(rows);
	static const struct refusal refused[] = {
		{ "UTC", NOW, "@", { "@1700000000" } },
		{ "UTC", NOW, "@-5", { "@1700000000" } },
		{ "UTC", NOW, "@1700000000.5", { "@1700000000" } },
		{ "UTC", NOW, "@17000000001234", { "13 digits" } },
		{ "UTC", NOW, "1700000000", { "@1700000000" } },
		{ "UTC", NOW, "170000000012345", { "13 digits" } },
		{ "UTC", NOW, "@253402300800", { "1970 to 9999" } },
	};
	CHECK_REFUSALS(refused);
}
END_TEST

/* ---- refusals ---- */

START_TEST(dates_in_figures_are_never_guessed)
{
	static const struct refusal rows[] = {
		{ "UTC", NOW, "03/04/2023", { "3 April", "4 March", "2023-04-03", "2023-03-04" } },
		{ "UTC", NOW, "03/04/2023 15:00",
			{ "3 April", "4 March", "2023-04-03", "2023-03-04" } },
		{ "UTC", NOW, "3.4.2023", { "3 April", "4 March", "2023-04-03", "2023-03-04" } },
		{ "UTC", NOW, "03-04-2023", { "3 April", "4 March", "2023-04-03", "2023-03-04" } },
		{ "UTC", NOW, "17/01/2023", { "write the date as 2023-01-17" } },
		{ "UTC", NOW, "01/17/2023", { "write the date as 2023-01-17" } },
		{ "UTC", NOW, "04/04/2023", { "write the date as 2023-04-04" } },
		{ "UTC", NOW, "17.01.2023 15:00", { "write the date as 2023-01-17" } },
		{ "UTC", NOW, "2023/01/17", { "write the date as 2023-01-17" } },
		{ "UTC", NOW, "2023-1-7", { "write the date as 2023-01-07" } },
		{ "UTC", NOW, "2023.01.17", { "write the date as 2023-01-17" } },
		{ "UTC", NOW, "03/04/23", { "year-month-day (2023-01-17)" } },
		{ "UTC", NOW, "31/31/2023", { "year-month-day (2023-01-17)" } },
		{ "UTC", NOW, "14.05.30", { "colons (14:05:30)" } },
		{ "UTC", NOW, "17/01", { "month by name", "17 Jan" } },
		{ "UTC", NOW, "01-17 15:00", { "month by name", "2023-01-17" } },
		{ "UTC", NOW, "2023-01", { "the whole date" } },
	};
	CHECK_REFUSALS(rows);
}
END_TEST

START_TEST(values_out_of_range_are_refused)
{
	static const struct refusal rows[] = {
		{ "UTC", NOW, "25:00", { "hours run from 0 to 23" } },
		{ "UTC", NOW, "24:00", { "hours run from 0 to 23", "00:00" } },
		{ "UTC", NOW, "14:75", { "minutes and seconds run from 0 to 59" } },
		{ "UTC", NOW, "14:05:60", { "0 to 59" } },
		{ "UTC", NOW, "14.60", { "0 to 59" } },
		{ "UTC", NOW, "13pm", { "1 to 12" } },
		{ "UTC", NOW, "0:30am", { "1 to 12" } },
		{ "UTC", NOW, "114:05", { "one or two digits" } },
		{ "UTC", NOW, "14:5", { "two digits" } },
		{ "UTC", NOW, "14:055", { "two digits" } },
		{ "UTC", NOW, "14h5", { "two digits" } },
		{ "UTC", NOW, "14:05:3", { "two digits" } },
		{ "UTC", NOW, "14:05:", { "two digits" } },
		{ "UTC", NOW, "14:05:30.1234567890", { "nine digits" } },
		{ "UTC", NOW, "2023-02-30", { "February has 28 days", "30" } },
		{ "UTC", NOW, "2023-02-29 12:00", { "February has 28 days" } },
		{ "UTC", NOW, "2100-02-29", { "February has 28 days" } },
		{ "UTC", NOW, "Feb 30 12:00", { "February has 29 days" } },
		{ "UTC", NOW, "31 Apr 2023", { "April has 30 days" } },
		{ "UTC", NOW, "2023-13-01", { "no month 13" } },
		{ "UTC", NOW, "2023-00-01", { "no month 0" } },
		{ "UTC", NOW, "2023-01-00", { "January has 31 days", "0" } },
		{ "UTC", NOW, "1969-12-31 23:59", { "1969", "1970 and 9999" } },
		{ "UTC", NOW, "0000-01-01", { "1970 and 9999" } },
		{ "UTC", NOW, "17 Jan 1969", { "1970 and 9999" } },
		{ "Europe/Berlin", NOW, "1970-01-01 00:30", { "1970 to 9999" } },
		{ "UTC", NOW, "-54y", { "no unit \"y\"" } },
		{ "UTC", NOW, "-20000d", { "1970 to 9999" } },
		{ "UTC", "1970-01-01 00:10", "Mar 1", { "none since 1970" } },
		{ "UTC", NOW, "14:05+15:00", { "+15:00", "-14:00 to +14:00" } },
	};
	CHECK_REFUSALS(rows);
}
END_TEST

START_TEST(what_cannot_be_read_is_named)
{
	static const struct refusal rows[] = {
		{ "UTC", NOW, "", { "empty", "14:05", "-10m", "2023-01-17 15:00" } },
		{ "UTC", NOW, "~", { "empty" } },
		{ "UTC", NOW, "soon", { "no time zone \"soon\"" } },
		{ "UTC", NOW, "14", { "cannot read \"14\"", "14:05" } },
		{ "UTC", NOW, "1405", { "cannot read \"1405\"" } },
		{ "UTC", NOW, "14:05 !", { "cannot read \"!\"" } },
		{ "UTC", NOW, "14:05:30:10", { "cannot read \":10\"" } },
		{ "UTC", NOW, "14:05,", { "cannot read \",\"" } },
		{ "UTC", NOW, "14:05 at", { "no time zone \"at\"" } },
		{ "UTC", NOW, "10000-01-01", { "cannot read \"10000-01-01\"" } },
		{ "UTC", NOW, "20230117T150000Z", { "cannot read" } },
		{ "UTC", NOW, "14:05 \xC3\xA9", { "cannot read \"\xC3\xA9\"" } },
		{ "UTC", NOW, "14:05 15:00", { "clock time twice" } },
		{ "UTC", NOW, "2023-01-17 2023-01-18", { "day twice" } },
		{ "UTC", NOW, "today yesterday", { "day twice" } },
		{ "UTC", NOW, "today 17 Jan", { "day twice" } },
		{ "UTC", NOW, "mon tue", { "weekday twice" } },
		{ "UTC", NOW, "14:05Z UTC", { "zone twice" } },
		{ "UTC", NOW, "14:05+01:00 Europe/Berlin", { "zone twice" } },
		{ "UTC", NOW, "UTC", { "neither a day nor a clock time" } },
		{ "UTC", NOW, "now UTC", { "no time zone \"now\"" } },
		{ "UTC", NOW, "14:05 berlin", { "did you mean Europe/Berlin?" } },
		{ "UTC", NOW, "14:05 Europe/Belrin", { "did you mean Europe/Berlin?" } },
		{ "Europe/Nowhere", NOW, "14:05", { "no time zone \"Europe/Nowhere\"" } },
		{ "UTC", NOW, "Jan 2023", { "the day after the month", "Jan 17" } },
		{ "UTC", NOW, "last week", { "weekday", "last monday 9:00" } },
		{ "UTC", NOW, "last mon 16 Jan", { "\"last\" goes with a weekday alone" } },
		{ "UTC", NOW, "Mon 17 Jan 2023", { "not that date's", "Tue 17 Jan 2023" } },
		{ "UTC", NOW, "yesterday tue 9:00", { "not that date's", "Mon 16 Jan 2023" } },
		{ "UTC", NOW, "~yesterday", { "leave out the ~" } },
		{ "UTC", NOW, "~2023-01-17", { "leave out the ~" } },
		{ "UTC", NOW, "10m", { "a length of time", "-10m", "10m ago" } },
		{ "UTC", NOW, "1h30m", { "a length of time", "-1h30m" } },
		{ "UTC", NOW, "10 minutes", { "10 minutes ago" } },
		{ "UTC", NOW, "+10m", { "lies ahead" } },
		{ "UTC", NOW, "-10", { "write the unit" } },
		{ "UTC", NOW, "-", { "not a length of time" } },
		{ "UTC", NOW, "-10m ago", { "not a length of time" } },
		{ "UTC", NOW, "a while ago", { "no unit \"while\"" } },
		{ "UTC", NOW, "-10 fortnights", { "no unit \"fortnights\"" } },
	};
	CHECK_REFUSALS(rows);
}
END_TEST

START_TEST(control_bytes_are_shown_not_sent)
{
	struct when_context ctx = { utc(NOW), "UTC" };
	struct when when;
	struct err err = { 0 };
	ck_assert(!when_parse("14:05\x1b[2J", &ctx, &when, &err));
	ck_assert(!strchr(err.text, '\x1b'));
	ck_assert_msg(strstr(err.text, "^[[2J"), "%s", err.text);
}
END_TEST

START_TEST(sixty_four_bytes_are_read_and_no_more)
{
	struct when_context ctx = { utc(NOW), "UTC" };
	struct when when = { 0 };
	struct err err = { 0 };
	char text[80];
	snprintf(text, sizeof text, "2023-01-17%*s", WHEN_TEXT_MAX - 10, "15:00");
	ck_assert_uint_eq(strlen(text), WHEN_TEXT_MAX);
	ck_assert_msg(when_parse(text, &ctx, &when, &err), "%s", err.text);
	ck_assert_int_eq(when.at, utc("2023-01-17 15:00"));
	snprintf(text, sizeof text, "2023-01-17%*s", WHEN_TEXT_MAX - 9, "15:00");
	ck_assert(!when_parse(text, &ctx, &when, &err));
	ck_assert_int_eq(err.code, ERR_USAGE);
	ck_assert_msg(
		strstr(err.text, "64 bytes") && strstr(err.text, "2023-01-17"), "%s", err.text);
}
END_TEST

/* ---- clocks put forward and back ---- */

START_TEST(a_time_the_clocks_jumped_over_is_refused_with_its_neighbours)
{
	static const struct refusal rows[] = {
		{ "Europe/Berlin", NOW, "2023-03-26 02:30",
			{ "Europe/Berlin", "from 2023-03-26 02:00 to 2023-03-26 03:00",
				"write 2023-03-26 01:59 or 2023-03-26 03:00" } },
		{ "UTC", NOW, "2023-03-26 02:30 Europe/Berlin",
			{ "Europe/Berlin", "write 2023-03-26 01:59 or 2023-03-26 03:00" } },
		{ "Europe/Berlin", NOW, "2023-03-26 02:30:15",
			{ "write 2023-03-26 01:59:59 or 2023-03-26 03:00:00" } },
		{ "Europe/Berlin", "2023-03-26 08:00", "2:30",
			{ "write 2023-03-26 01:59 or 2023-03-26 03:00" } },
		{ "Europe/Berlin", "2023-03-27 08:00", "yesterday 2:30", { "2023-03-26 01:59" } },
		{ "Europe/Berlin", "2023-03-29 08:00", "sun 2:00", { "2023-03-26 01:59" } },
		{ "America/New_York", NOW, "2023-03-12 02:30",
			{ "America/New_York", "from 2023-03-12 02:00 to 2023-03-12 03:00",
				"write 2023-03-12 01:59 or 2023-03-12 03:00" } },
		{ "Australia/Lord_Howe", NOW, "2023-10-01 02:15",
			{ "from 2023-10-01 02:00 to 2023-10-01 02:30",
				"write 2023-10-01 01:59 or 2023-10-01 02:30" } },
		{ "America/Sao_Paulo", NOW, "2018-11-04 00:00",
			{ "from 2018-11-04 00:00 to 2018-11-04 01:00",
				"write 2018-11-03 23:59 or 2018-11-04 01:00" } },
		{ "Pacific/Apia", NOW, "2011-12-30 12:00",
			{ "from 2011-12-30 00:00 to 2011-12-31 00:00" } },
		{ "Pacific/Apia", NOW, "2011-12-30",
			{ "from 2011-12-30 00:00 to 2011-12-31 00:00" } },
	};
	CHECK_REFUSALS(rows);
	static const struct entry fine[] = {
		/* the gap is still ahead: the evening before */
		{ "Europe/Berlin", "2023-03-26 00:30", "2:30", "2023-03-25 01:30", M, 60 },
		/* a day begins when its first moment is there */
		{ "America/Sao_Paulo", NOW, "2018-11-04", "2018-11-04 03:00", D, -120 },
		{ "America/Sao_Paulo", "2018-11-05 12:00", "yesterday", "2018-11-04 03:00", D,
			-120 },
	};
	CHECK_ENTRIES(fine);
}
END_TEST

START_TEST(a_time_that_happened_twice_is_refused_with_both_offsets)
{
	static const struct refusal rows[] = {
		{ "Europe/Berlin", NOW, "2023-10-29 02:30",
			{ "twice in Europe/Berlin", "2023-10-29 02:30+02:00 (CEST)",
				"2023-10-29 02:30+01:00 (CET)" } },
		{ "Europe/Berlin", NOW, "2023-10-29 02:30:15",
			{ "2023-10-29 02:30:15+02:00", "2023-10-29 02:30:15+01:00" } },
		{ "Europe/Berlin", "2023-10-29 08:00", "2:30",
			{ "2023-10-29 02:30+02:00", "2023-10-29 02:30+01:00" } },
		{ "Europe/Berlin", "2023-10-30 08:00", "sun 2:30", { "2023-10-29 02:30+02:00" } },
		{ "Europe/Berlin", "2023-10-30 08:00", "29 Oct 2:30",
			{ "2023-10-29 02:30+02:00" } },
		{ "Europe/Berlin", "2023-10-30 08:00", "yesterday 2:30",
			{ "2023-10-29 02:30+02:00" } },
		{ "America/New_York", NOW, "2023-11-05 01:30",
			{ "2023-11-05 01:30-04:00 (EDT)", "2023-11-05 01:30-05:00 (EST)" } },
		{ "Australia/Lord_Howe", NOW, "2023-04-02 01:45",
			{ "write 2023-04-02 01:45+11:00 or 2023-04-02 01:45+10:30" } },
		{ "America/Sao_Paulo", NOW, "2018-02-17 23:30",
			{ "2018-02-17 23:30-02:00 or 2018-02-17 23:30-03:00" } },
		/* a full date says nothing about now: both are named even with one still ahead */
		{ "Europe/Berlin", "2023-10-29 00:45", "2023-10-29 02:30", { "twice" } },
		{ "Europe/Berlin", "2023-10-28 20:00", "2023-10-29 02:30", { "twice" } },
	};
	CHECK_REFUSALS(rows);
	static const struct entry fine[] = {
		/* only the first has been */
		{ "Europe/Berlin", "2023-10-29 00:45", "2:30", "2023-10-29 00:30", M, 120 },
		{ "Europe/Berlin", "2023-10-29 00:45", "today 2:30", "2023-10-29 00:30", M, 120 },
		{ "Europe/Berlin", "2023-10-29 01:15", "2:30", "2023-10-29 00:30", M, 120 },
		{ "Europe/Berlin", "2023-10-29 00:45", "sun 2:30", "2023-10-29 00:30", M, 120 },
		/* neither has */
		{ "Europe/Berlin", "2023-10-29 00:15", "2:30", "2023-10-28 00:30", M, 120 },
		/* what the message says to write */
		{ "Europe/Berlin", NOW, "2023-10-29 02:30+02:00", "2023-10-29 00:30", M, 120 },
		{ "Europe/Berlin", NOW, "2023-10-29 02:30+01:00", "2023-10-29 01:30", M, 60 },
		/* midnight came twice: the day began with the first */
		{ "America/Havana", NOW, "2023-11-05", "2023-11-05 04:00", D, -240 },
	};
	CHECK_ENTRIES(fine);
}
END_TEST

RUN_TESTS_WITHIN("when", clean_environment, clean_environment, now_and_lengths_before_now,
	clock_times_are_the_most_recent_ones, a_minute_after_now_still_counts_as_past,
	a_text_may_name_its_zone, an_abbreviation_is_taken_only_if_the_zone_uses_it_then,
	days_by_name_are_counted_from_today, dates_are_read_as_iso_or_with_the_month_by_name,
	a_date_without_a_year_is_the_most_recent_one, seconds_and_milliseconds_since_1970,
	dates_in_figures_are_never_guessed, a_clock_time_alone_is_on_the_day_given_for_it,
	values_out_of_range_are_refused, what_cannot_be_read_is_named, control_bytes_are_shown_not_sent,
	sixty_four_bytes_are_read_and_no_more,
	a_time_the_clocks_jumped_over_is_refused_with_its_neighbours,
	a_time_that_happened_twice_is_refused_with_both_offsets)
