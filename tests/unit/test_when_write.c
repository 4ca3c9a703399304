#include <locale.h>
#include <time.h>

#include "base/duration.h"
#include "base/mem.h"
#include "base/zone.h"
#include "when_rows.h"

START_TEST(instants_are_written_in_every_style)
{
	static const struct {
		const char *zone, *at;
		enum when_style style;
		const char *text;
	} rows[] = {
		{ "UTC", "2023-01-17 15:00:30", WHEN_FULL, "2023-01-17 15:00:30 UTC" },
		{ "UTC", "2023-01-17 15:00:30", WHEN_MINUTE, "2023-01-17 15:00 UTC" },
		{ "UTC", "2023-01-17 15:00:30", WHEN_DATE, "2023-01-17" },
		{ "UTC", "2023-01-17 15:00:59.999", WHEN_CLOCK, "15:00" },
		{ "UTC", "2023-01-17 15:00:30.999", WHEN_CLOCK_SECONDS, "15:00:30" },
		{ "UTC", "2023-01-17 15:00:30", WHEN_ISO, "2023-01-17T15:00:30Z" },
		{ "UTC", "2023-01-17 15:00:30.250", WHEN_ISO, "2023-01-17T15:00:30.250Z" },
		{ "UTC", "2023-01-17 15:00:30.7", WHEN_ISO, "2023-01-17T15:00:30.007Z" },
		{ "UTC", "2023-01-17 15:00:30", WHEN_DAY, "Tue 17 Jan 2023" },
		{ "UTC", "2023-05-07 15:00:30", WHEN_DAY, "Sun 7 May 2023" },
		{ "UTC", "2022-12-05 00:00", WHEN_DAY, "Mon 5 Dec 2022" },
		{ "Europe/Berlin", "2023-01-17 23:30", WHEN_FULL, "2023-01-18 00:30:00 CET" },
		{ "Europe/Berlin", "2023-07-17 12:00", WHEN_MINUTE, "2023-07-17 14:00 CEST" },
		{ "Europe/Berlin", "2023-01-17 23:30", WHEN_DAY, "Wed 18 Jan 2023" },
		{ "Europe/Berlin", "2023-01-17 12:00", WHEN_ISO, "2023-01-17T13:00:00+01:00" },
		{ "America/Sao_Paulo", "2023-01-17 12:00", WHEN_FULL,
			"2023-01-17 09:00:00 -03:00" },
		{ "America/St_Johns", "2023-01-17 12:00", WHEN_ISO, "2023-01-17T08:30:00-03:30" },
		{ "+05:30", "2023-01-17 12:00", WHEN_FULL, "2023-01-17 17:30:00 +05:30" },
		{ "Africa/Monrovia", "1971-06-01 12:44:30", WHEN_FULL, "1971-06-01 12:00:00 MMT" },
		{ "Africa/Monrovia", "1971-06-01 12:44:30", WHEN_ISO, "1971-06-01T12:00:30-00:44" },
		{ "UTC", "9999-12-31 23:59:59", WHEN_FULL, "9999-12-31 23:59:59 UTC" },
		{ "No/Where", "2023-07-17 12:00", WHEN_MINUTE, "2023-07-17 12:00 UTC" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct buf out = { 0 };
		when_format(&out, utc(rows[i].at), rows[i].zone, rows[i].style);
		ck_assert_str_eq(buf_text(&out), rows[i].text);
		buf_fini(&out);
	}
}
END_TEST

START_TEST(instants_are_written_at_the_offset_they_were_entered_in)
{
	static const struct {
		int offset;
		enum when_style style;
		const char *text;
	} rows[] = {
		{ 0, WHEN_FULL, "2023-01-17 15:00:30 UTC" },
		{ 0, WHEN_ISO, "2023-01-17T15:00:30Z" },
		{ 60, WHEN_FULL, "2023-01-17 16:00:30 +01:00" },
		{ 60, WHEN_ISO, "2023-01-17T16:00:30+01:00" },
		{ -210, WHEN_MINUTE, "2023-01-17 11:30 -03:30" },
		{ 540, WHEN_DAY, "Wed 18 Jan 2023" },
		{ 540, WHEN_CLOCK, "00:00" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct buf out = { 0 };
		when_format_offset(&out, utc("2023-01-17 15:00:30"), rows[i].offset, rows[i].style);
		ck_assert_str_eq(buf_text(&out), rows[i].text);
		buf_fini(&out);
	}
}
END_TEST

START_TEST(the_ends_of_time_can_be_written)
{
	static const int64_t ends[] = { INT64_MIN, INT64_MAX };
	static const char *const years[] = { "-292275055-", "292278994-" };
	for (size_t i = 0; i < LENGTH(ends); i++) {
		struct buf out = { 0 };
		when_format(&out, ends[i], "Europe/Berlin", WHEN_ISO);
		ck_assert_msg(strncmp(buf_text(&out), years[i], strlen(years[i])) == 0, "%s",
			buf_text(&out));
		buf_fini(&out);
	}
}
END_TEST

START_TEST(the_echo_is_as_precise_as_what_is_known)
{
	static const struct {
		const char *zone, *text, *echo;
	} rows[] = {
		{ "UTC", "now", "2023-01-17 15:05:30 UTC" },
		{ "Europe/Berlin", "14:05:30.250", "2023-01-17 14:05:30 CET" },
		{ "Europe/Berlin", "14:05", "2023-01-17 14:05 CET" },
		{ "Europe/Berlin", "-10m", "2023-01-17 15:55 CET" },
		{ "Europe/Berlin", "~14:05", "~2023-01-17 14:05 CET" },
		{ "Europe/Berlin", "~14:05:30", "~2023-01-17 14:05 CET" },
		{ "Europe/Berlin", "14:05Z", "2023-01-17 15:05 CET" },
		{ "Europe/Berlin", "yesterday", "2023-01-16" },
		{ "America/Sao_Paulo", "2018-11-04", "2018-11-04" },
		{ "Europe/Berlin", "2023-01-17 Asia/Tokyo", "2023-01-17 +09:00" },
		{ "Europe/Berlin", "2023-01-17 America/New_York", "2023-01-17 -05:00" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct when_context ctx = { utc(NOW), rows[i].zone };
		struct when when;
		struct err err = { 0 };
		struct buf out = { 0 };
		ck_assert_msg(when_parse(rows[i].text, &ctx, &when, &err), "%s", err.text);
		when_echo(&out, &when, rows[i].zone);
		ck_assert_str_eq(buf_text(&out), rows[i].echo);
		buf_fini(&out);
	}
}
END_TEST

START_TEST(what_is_written_is_read_as_the_same_instant)
{
	static const char *const zones[] = { "UTC", "Europe/Berlin", "America/New_York",
		"Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Apia",
		"+05:30", "-03:30", "Africa/Casablanca", "Africa/Monrovia", "Europe/Dublin",
		"America/Havana", "Antarctica/Troll" };
	uint64_t state = 4;
	for (int n = 0; n < 12000; n++) {
		state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
		const char *zone = zones[(state >> 33) % LENGTH(zones)];
		int64_t at = (int64_t)((state >> 11) % UINT64_C(253402200000)) * SECOND_MS;
		if (n % 2) /* the years in which people have incidents, 1973 to 2036 */
			at = at % (INT64_C(2000000000) * SECOND_MS) + 100000000 * SECOND_MS;
		if (n % 8 == 0) /* a night in which clocks are put back */
			at = utc("2023-10-28 22:00") + at % (8 * HOUR_MS);
		struct when_context ctx = { utc(NOW), zone };
		static const enum when_style styles[] = { WHEN_FULL, WHEN_ISO };
		for (size_t s = 0; s < LENGTH(styles); s++) {
			struct when when = { 0 };
			struct err err = { 0 };
			struct buf text = { 0 };
			when_format(&text, at, zone, styles[s]);
			ck_assert_msg(when_parse(buf_text(&text), &ctx, &when, &err), "%s: %s",
				zone, err.text);
			ck_assert_msg(when.at == at && when.precision == PRECISION_EXACT,
				"%s in %s", buf_text(&text), zone);
			ck_assert_int_eq(when.offset, zone_offset(zone, at));
			buf_fini(&text);
		}
	}
}
END_TEST

START_TEST(the_locale_and_the_machines_zone_do_not_matter)
{
	setlocale(LC_ALL, "tr_TR.UTF-8");
	setenv("TZ", "Asia/Tokyo", 1);
	static const struct entry rows[] = {
		{ "UTC", NOW, "FRIDAY 9:30", "2023-01-13 09:30", M, 0 },
		{ "UTC", NOW, "17 JAN 2023 9:30 UTC", "2023-01-17 09:30", M, 0 },
		{ "UTC", NOW, "9:30 local", "2023-01-17 00:30", M, 540 },
		{ "local", NOW, "9:30", "2023-01-17 00:30", M, 540 },
	};
	CHECK_ENTRIES(rows);
	setlocale(LC_ALL, "C");
}
END_TEST

RUN_TESTS_WITHIN("when write", clean_environment, clean_environment,
	instants_are_written_in_every_style, instants_are_written_at_the_offset_they_were_entered_in,
	the_ends_of_time_can_be_written, the_echo_is_as_precise_as_what_is_known,
	what_is_written_is_read_as_the_same_instant, the_locale_and_the_machines_zone_do_not_matter)
