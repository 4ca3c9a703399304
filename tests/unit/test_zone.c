#include <time.h>

#include "base/civil.h"
#include "base/duration.h"
#include "base/mem.h"
#include "base/zone.h"
#include "suite.h"

/* `2023-01-17 15:00:30.250`, seconds and milliseconds may be missing. */
static struct civil civil_of(const char *text)
{
	struct civil c = { 0 };
	int fields = sscanf(text, "%d-%d-%d %d:%d:%d.%d", &c.year, &c.month, &c.day, &c.hour,
		&c.minute, &c.second, &c.millisecond);
	ck_assert_msg(fields >= 5, "bad row: %s", text);
	return c;
}

/* The same as an instant in UTC, by libc. */
static int64_t utc(const char *text)
{
	struct civil c = civil_of(text);
	struct tm tm = { .tm_year = c.year - 1900,
		.tm_mon = c.month - 1,
		.tm_mday = c.day,
		.tm_hour = c.hour,
		.tm_min = c.minute,
		.tm_sec = c.second };
	return (int64_t)timegm(&tm) * 1000 + c.millisecond;
}

static bool same_civil(const struct civil *a, const struct civil *b)
{
	return a->year == b->year && a->month == b->month && a->day == b->day &&
		a->hour == b->hour && a->minute == b->minute && a->second == b->second &&
		a->millisecond == b->millisecond;
}

/* A number below `below` from a fixed sequence. */
static int64_t pick(uint64_t *state, int64_t below)
{
	*state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (int64_t)((*state >> 11) % (uint64_t)below);
}

static const char *const some_zones[] = { "Europe/Berlin", "America/New_York",
	"Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kolkata", "Pacific/Apia",
	"Pacific/Chatham", "Africa/Casablanca", "Asia/Gaza", "Africa/Monrovia", "Europe/Dublin",
	"America/St_Johns", "Antarctica/Troll", "Asia/Tehran", "Africa/Cairo", "America/Havana",
	"Asia/Pyongyang", "Etc/GMT+5", "America/Argentina/San_Luis", "Asia/Kathmandu" };

/* ---- calendar ---- */

START_TEST(every_day_of_years_1_to_9999_converts_both_ways)
{
	int64_t day = civil_days(1, 1, 1);
	int weekday = civil_weekday(day);
	for (int y = 1; y <= 9999; y++)
		for (int m = 1; m <= 12; m++)
			for (int d = 1; d <= civil_month_days(y, m); d++, day++) {
				int year, month, date;
				civil_date(day, &year, &month, &date);
				if (civil_days(y, m, d) != day || year != y || month != m ||
					date != d || civil_weekday(day) != weekday)
					ck_abort_msg("%04d-%02d-%02d", y, m, d);
				weekday = (weekday + 1) % 7;
			}
	ck_assert_int_eq(day, civil_days(10000, 1, 1));
}
END_TEST

START_TEST(known_dates_have_their_day_number_and_weekday)
{
	static const struct {
		int year, month, day;
		int64_t days;
		int weekday;
	} rows[] = {
		{ 1970, 1, 1, 0, 3 },
		{ 1969, 12, 31, -1, 2 },
		{ 1, 1, 1, -719162, 0 },
		{ 2000, 2, 29, 11016, 1 },
		{ 2023, 1, 17, 19374, 1 },
		{ 9999, 12, 31, 2932896, 4 },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		ck_assert_int_eq(
			civil_days(rows[i].year, rows[i].month, rows[i].day), rows[i].days);
		ck_assert_int_eq(civil_weekday(rows[i].days), rows[i].weekday);
	}
}
END_TEST

START_TEST(leap_years_are_gregorian)
{
	static const struct {
		int year, february;
	} rows[] = { { 2023, 28 }, { 2024, 29 }, { 1900, 28 }, { 2000, 29 }, { 2100, 28 },
		{ 4, 29 } };
	for (size_t i = 0; i < LENGTH(rows); i++)
		ck_assert_int_eq(civil_month_days(rows[i].year, 2), rows[i].february);
	ck_assert_int_eq(civil_month_days(2023, 1), 31);
	ck_assert_int_eq(civil_month_days(2023, 12), 31);
	ck_assert_int_eq(civil_month_days(2023, 4), 30);
}
END_TEST

START_TEST(fields_out_of_range_are_not_valid)
{
	struct civil good = civil_of("2024-02-29 23:59:59.999");
	ck_assert(civil_valid(&good));
	static const char *const bad[] = { "2023-02-29 00:00", "2023-00-10 00:00",
		"2023-13-10 00:00", "2023-01-00 00:00", "2023-04-31 00:00", "2023-01-01 24:00",
		"2023-01-01 00:60", "2023-01-01 00:00:60", "0-01-01 00:00", "10000-01-01 00:00",
		"2023-01-01 -1:00" };
	for (size_t i = 0; i < LENGTH(bad); i++) {
		struct civil c = civil_of(bad[i]);
		ck_assert_msg(!civil_valid(&c), "%s", bad[i]);
	}
	good.millisecond = 1000;
	ck_assert(!civil_valid(&good));
}
END_TEST

START_TEST(instants_match_libc_and_extremes_do_not_overflow)
{
	static const char *const rows[] = { "1970-01-01 00:00:00.001", "1969-12-31 23:59:59.999",
		"2023-01-17 15:00:30.250", "2024-02-29 00:00:00.000", "1600-12-31 23:59:59.000" };
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct civil in = civil_of(rows[i]), out;
		ck_assert_msg(civil_instant(&in) == utc(rows[i]), "%s", rows[i]);
		civil_at(utc(rows[i]), 0, &out);
		ck_assert_msg(same_civil(&in, &out), "%s", rows[i]);
	}
	struct civil c;
	civil_at(INT64_MAX, 14 * 3600, &c);
	ck_assert_int_eq(c.year, 292278994);
	ck_assert_int_eq(c.millisecond, 807);
	civil_at(INT64_MIN, -14 * 3600, &c);
	ck_assert_int_eq(c.year, -292275055);
	ck_assert_int_eq(c.millisecond, 192);
}
END_TEST

/* ---- names ---- */

START_TEST(fixed_offsets_are_read_in_every_usual_spelling)
{
	static const struct {
		const char *name;
		int offset;
	} rows[] = {
		{ "UTC", 0 },
		{ "utc", 0 },
		{ "", 0 },
		{ "+01:00", 60 },
		{ "-03:30", -210 },
		{ "+0545", 345 },
		{ "+1", 60 },
		{ "-12", -720 },
		{ "+9:30", 570 },
		{ "UTC+1", 60 },
		{ "UTC-08:00", -480 },
		{ "GMT+0100", 60 },
		{ "+14:00", 840 },
		{ "-14:00", -840 },
		{ "UTC+0", 0 },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		int offset = -1;
		ck_assert_msg(zone_fixed(rows[i].name, &offset), "%s", rows[i].name);
		ck_assert_msg(offset == rows[i].offset, "%s: %d", rows[i].name, offset);
		ck_assert_msg(zone_check(rows[i].name, NULL), "%s", rows[i].name);
		ck_assert_msg(zone_offset(rows[i].name, 0) == rows[i].offset, "%s", rows[i].name);
	}
	int offset;
	ck_assert(zone_fixed(NULL, &offset));
	ck_assert_int_eq(offset, 0);
}
END_TEST

START_TEST(offsets_that_cannot_be_are_refused_naming_the_range)
{
	static const char *const rows[] = { "+14:01", "+15:00", "+1:5", "+1:", "+", "-", "+01:60",
		"+123", "+12345", "+01:00x", "+1 ", "++1", "UTC+", "UTC+24", "+1:005" };
	for (size_t i = 0; i < LENGTH(rows); i++) {
		int offset;
		struct err err = { 0 };
		ck_assert_msg(!zone_fixed(rows[i], &offset), "%s", rows[i]);
		ck_assert_msg(!zone_check(rows[i], &err), "%s", rows[i]);
		ck_assert_int_eq(err.code, ERR_USAGE);
		ck_assert_msg(strstr(err.text, rows[i]), "%s", err.text);
		ck_assert_msg(strstr(err.text, "from -14:00 to +14:00"), "%s", err.text);
	}
}
END_TEST

START_TEST(iana_names_and_local_are_known)
{
	for (size_t i = 0; i < LENGTH(some_zones); i++) {
		struct err err = { 0 };
		ck_assert_msg(zone_check(some_zones[i], &err), "%s", err.text);
	}
	ck_assert(zone_check("local", NULL));
	ck_assert(zone_check("Etc/UTC", NULL));
}
END_TEST

START_TEST(an_unknown_zone_is_refused_with_near_names)
{
	static const struct {
		const char *name, *hint;
	} rows[] = {
		{ "Berlin", "did you mean Europe/Berlin?" },
		{ "berlin", "did you mean Europe/Berlin?" },
		{ "europe/berlin", "did you mean Europe/Berlin?" },
		{ "Europe/Belrin", "did you mean Europe/Berlin?" },
		{ "Germany/Berlin", "did you mean Europe/Berlin?" },
		{ "New York", "did you mean America/New_York?" },
		{ "new-york", "did you mean America/New_York?" },
		{ "Tokio", "did you mean Asia/Tokyo?" },
		{ "Louisville", "did you mean America/Kentucky/Louisville or America/Louisville?" },
		{ "Nowhere/Particular", "such as Europe/Berlin" },
		{ "GMT+99", "from -14:00 to +14:00" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct err err = { 0 };
		ck_assert_msg(!zone_check(rows[i].name, &err), "%s", rows[i].name);
		ck_assert_int_eq(err.code, ERR_USAGE);
		ck_assert_msg(strstr(err.text, rows[i].name) && strstr(err.text, rows[i].hint),
			"%s", err.text);
	}
}
END_TEST

START_TEST(a_name_never_leads_out_of_the_zone_folder)
{
	static const char *const rows[] = { "/etc/localtime", "/usr/share/zoneinfo/UTC",
		"../zoneinfo/Europe/Berlin", "Europe/../Europe/Berlin", "Europe", "zone.tab",
		"Europe/", "CET-1CEST,M3.5.0,M10.5.0/3", ":Europe/Berlin", "Europe/Berlin\n" };
	for (size_t i = 0; i < LENGTH(rows); i++) {
		ck_assert_msg(!zone_check(rows[i], NULL), "%s", rows[i]);
		char name[ZONE_ABBREVIATION_MAX];
		zone_abbreviation(rows[i], 0, name);
		ck_assert_msg(strcmp(name, "UTC") == 0, "%s: %s", rows[i], name);
		ck_assert_int_eq(zone_offset(rows[i], utc("2023-07-01 00:00")), 0);
	}
	char longest[300];
	memset(longest, 'a', sizeof longest - 1);
	longest[sizeof longest - 1] = '\0';
	ck_assert(!zone_check(longest, NULL));
	ck_assert_int_eq(zone_offset(longest, 0), 0);
}
END_TEST

START_TEST(without_zone_files_the_error_says_what_to_install)
{
	setenv("TZDIR", "/nonexistent", 1);
	struct err err = { 0 };
	ck_assert(!zone_check("Europe/Berlin", &err));
	ck_assert_msg(
		strstr(err.text, "/nonexistent") && strstr(err.text, "tzdata"), "%s", err.text);
	ck_assert(zone_check("UTC", NULL));
	ck_assert(zone_check("+01:00", NULL));
}
END_TEST

/* ---- offsets ---- */

START_TEST(offsets_and_abbreviations_are_those_of_the_moment)
{
	static const struct {
		const char *zone, *at;
		int offset;
		const char *abbreviation;
	} rows[] = {
		{ "UTC", "2023-01-17 12:00", 0, "UTC" },
		{ NULL, "2023-01-17 12:00", 0, "UTC" },
		{ "+05:30", "2023-01-17 12:00", 330, "+05:30" },
		{ "UTC-8", "2023-01-17 12:00", -480, "-08:00" },
		{ "UTC+0", "2023-01-17 12:00", 0, "UTC" },
		{ "Europe/Berlin", "2023-01-17 12:00", 60, "CET" },
		{ "Europe/Berlin", "2023-07-17 12:00", 120, "CEST" },
		{ "Europe/Berlin", "2023-03-26 00:59:59.999", 60, "CET" },
		{ "Europe/Berlin", "2023-03-26 01:00", 120, "CEST" },
		{ "Europe/Berlin", "2023-10-29 00:59:59.999", 120, "CEST" },
		{ "Europe/Berlin", "2023-10-29 01:00", 60, "CET" },
		{ "Europe/Berlin", "2500-07-01 12:00", 120, "CEST" },
		{ "Europe/London", "1970-01-01 00:00", 60, "BST" },
		{ "America/New_York", "2023-01-17 12:00", -300, "EST" },
		{ "America/New_York", "2023-07-17 12:00", -240, "EDT" },
		{ "America/Sao_Paulo", "2018-11-04 02:59", -180, "-03:00" },
		{ "America/Sao_Paulo", "2018-11-04 03:00", -120, "-02:00" },
		{ "Asia/Kathmandu", "2023-01-17 12:00", 345, "+05:45" },
		{ "Australia/Lord_Howe", "2023-01-17 12:00", 660, "+11:00" },
		{ "Australia/Lord_Howe", "2023-07-17 12:00", 630, "+10:30" },
		{ "Africa/Monrovia", "1971-01-01 00:00", -44, "MMT" }, /* 44 min 30 s */
		{ "No/Where", "2023-07-17 12:00", 0, "UTC" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		int64_t at = utc(rows[i].at);
		char name[ZONE_ABBREVIATION_MAX];
		zone_abbreviation(rows[i].zone, at, name);
		ck_assert_msg(zone_offset(rows[i].zone, at) == rows[i].offset, "row %zu: %d", i,
			zone_offset(rows[i].zone, at));
		ck_assert_msg(strcmp(name, rows[i].abbreviation) == 0, "row %zu: %s", i, name);
	}
}
END_TEST

START_TEST(clocks_agree_with_libc_in_any_order_of_zones_and_instants)
{
	uint64_t state = 1;
	for (int n = 0; n < 6000; n++) {
		const char *zone = some_zones[pick(&state, LENGTH(some_zones))];
		time_t second = (time_t)(pick(&state, INT64_C(7000000000)) - 2500000000);
		if (n % 4 == 0) /* within one summer, so that remembered spans are used */
			second = 1680000000 + (time_t)(second % 8000000);
		struct civil c;
		zone_civil(zone, (int64_t)second * 1000 + 7, &c);
		setenv("TZ", zone, 1);
		tzset();
		struct tm tm;
		localtime_r(&second, &tm);
		setenv("TZ", "Asia/Tokyo", 1);
		struct civil want = { tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
			tm.tm_min, tm.tm_sec, 7, (tm.tm_wday + 6) % 7 };
		ck_assert_msg(same_civil(&c, &want) && c.weekday == want.weekday, "%s at %lld",
			zone, (long long)second);
	}
}
END_TEST

START_TEST(every_zone_agrees_with_libc_around_its_changes)
{
	/* Two years with every kind of rule in use; step by step through all hours. */
	for (size_t z = 0; z < LENGTH(some_zones); z++) {
		static const int years[] = { 1974, 2011, 2018 };
		for (size_t y = 0; y < LENGTH(years); y++) {
			int64_t start = civil_days(years[y], 1, 1) * 86400;
			static int east[366 * 24];
			setenv("TZ", some_zones[z], 1);
			tzset();
			for (int h = 0; h < 366 * 24; h++) {
				time_t second = (time_t)(start + h * 3600);
				struct tm tm;
				localtime_r(&second, &tm);
				east[h] = (int)tm.tm_gmtoff;
			}
			unsetenv("TZ");
			for (int h = 0; h < 366 * 24; h++) {
				struct civil c, want;
				int64_t at = (start + h * INT64_C(3600)) * 1000;
				zone_civil(some_zones[z], at, &c);
				civil_at(at, east[h], &want);
				ck_assert_msg(same_civil(&c, &want), "%s in %d, hour %d",
					some_zones[z], years[y], h);
			}
		}
	}
}
END_TEST

START_TEST(tz_is_as_before_after_every_call)
{
	struct civil c = civil_of("2023-03-26 02:30");
	int64_t out[2];
	time_t noon = 1673956800;
	struct tm tm;
	setenv("TZ", "Asia/Tokyo", 1);
	zone_civil("Europe/Berlin", 0, &c);
	zone_resolve("America/New_York", &c, out);
	ck_assert_str_eq(getenv("TZ"), "Asia/Tokyo");
	localtime_r(&noon, &tm);
	ck_assert_int_eq(tm.tm_hour, 21);
	unsetenv("TZ");
	zone_offset("Asia/Kolkata", 0);
	ck_assert_ptr_null(getenv("TZ"));
}
END_TEST

START_TEST(utc_and_fixed_offsets_leave_libc_alone)
{
	setenv("TZ", "Asia/Tokyo", 1);
	tzset();
	setenv("TZ", "Europe/Berlin", 1); /* libc reads it at the next tzset, which must not come */
	struct civil c = civil_of("2023-03-26 02:30");
	int64_t out[2];
	char name[ZONE_ABBREVIATION_MAX];
	static const char *const zones[] = { "UTC", "+01:00", "UTC-8", NULL };
	for (size_t i = 0; i < LENGTH(zones); i++) {
		zone_check(zones[i], NULL);
		zone_offset(zones[i], 0);
		zone_civil(zones[i], 0, &c);
		zone_abbreviation(zones[i], 0, name);
		zone_resolve(zones[i], &c, out);
	}
	time_t noon = 1673956800;
	struct tm tm;
	localtime_r(&noon, &tm);
	ck_assert_int_eq(tm.tm_hour, 21);
}
END_TEST

START_TEST(local_follows_tz_even_when_it_changes)
{
	int64_t at = utc("2023-01-17 12:00");
	setenv("TZ", "Asia/Tokyo", 1);
	ck_assert_int_eq(zone_offset("local", at), 540);
	setenv("TZ", "America/New_York", 1);
	ck_assert_int_eq(zone_offset("local", at), -300);
	setenv("TZ", "XYZ-3:30", 1);
	char name[ZONE_ABBREVIATION_MAX];
	zone_abbreviation("local", at, name);
	ck_assert_str_eq(name, "XYZ");
	ck_assert_int_eq(zone_offset("local", at), 210);
	setenv("TZ", "", 1);
	ck_assert_int_eq(zone_offset("local", at), 0);
}
END_TEST

/* ---- from the clock to the instant ---- */

START_TEST(a_clock_time_fits_one_instant_two_or_none)
{
	static const struct {
		const char *zone, *civil;
		enum zone_fit fit;
		const char *first, *second; /* in UTC */
	} rows[] = {
		{ "UTC", "2023-03-26 02:30", ZONE_ONE, "2023-03-26 02:30", "2023-03-26 02:30" },
		{ "-03:30", "2023-12-31 23:00", ZONE_ONE, "2024-01-01 02:30", "2024-01-01 02:30" },
		{ "Europe/Berlin", "2023-01-17 15:00", ZONE_ONE, "2023-01-17 14:00",
			"2023-01-17 14:00" },
		{ "Europe/Berlin", "2023-07-17 15:00", ZONE_ONE, "2023-07-17 13:00",
			"2023-07-17 13:00" },
		{ "Europe/Berlin", "2023-03-26 01:59:59.999", ZONE_ONE, "2023-03-26 00:59:59.999",
			"2023-03-26 00:59:59.999" },
		{ "Europe/Berlin", "2023-03-26 02:00", ZONE_GAP, "2023-03-26 00:59:59.999",
			"2023-03-26 01:00" },
		{ "Europe/Berlin", "2023-03-26 02:59:59.999", ZONE_GAP, "2023-03-26 00:59:59.999",
			"2023-03-26 01:00" },
		{ "Europe/Berlin", "2023-03-26 03:00", ZONE_ONE, "2023-03-26 01:00",
			"2023-03-26 01:00" },
		{ "Europe/Berlin", "2023-10-29 01:59:59.999", ZONE_ONE, "2023-10-28 23:59:59.999",
			"2023-10-28 23:59:59.999" },
		{ "Europe/Berlin", "2023-10-29 02:00", ZONE_TWO, "2023-10-29 00:00",
			"2023-10-29 01:00" },
		{ "Europe/Berlin", "2023-10-29 02:59:59.999", ZONE_TWO, "2023-10-29 00:59:59.999",
			"2023-10-29 01:59:59.999" },
		{ "Europe/Berlin", "2023-10-29 03:00", ZONE_ONE, "2023-10-29 02:00",
			"2023-10-29 02:00" },
		{ "America/New_York", "2023-03-12 02:30", ZONE_GAP, "2023-03-12 06:59:59.999",
			"2023-03-12 07:00" },
		{ "America/New_York", "2023-11-05 01:30", ZONE_TWO, "2023-11-05 05:30",
			"2023-11-05 06:30" },
		{ "Australia/Lord_Howe", "2023-10-01 02:15", ZONE_GAP, "2023-09-30 15:29:59.999",
			"2023-09-30 15:30" },
		{ "Australia/Lord_Howe", "2023-10-01 02:30", ZONE_ONE, "2023-09-30 15:30",
			"2023-09-30 15:30" },
		{ "Australia/Lord_Howe", "2023-04-02 01:45", ZONE_TWO, "2023-04-01 14:45",
			"2023-04-01 15:15" },
		{ "America/Sao_Paulo", "2018-11-04 00:00", ZONE_GAP, "2018-11-04 02:59:59.999",
			"2018-11-04 03:00" },
		{ "America/Sao_Paulo", "2018-02-17 23:30", ZONE_TWO, "2018-02-18 01:30",
			"2018-02-18 02:30" },
		{ "Pacific/Apia", "2011-12-30 12:00", ZONE_GAP, "2011-12-30 09:59:59.999",
			"2011-12-30 10:00" },
		{ "Africa/Monrovia", "1971-01-01 00:00", ZONE_ONE, "1971-01-01 00:44:30",
			"1971-01-01 00:44:30" },
		{ "Europe/Berlin", "2400-03-26 02:30", ZONE_GAP, "2400-03-26 00:59:59.999",
			"2400-03-26 01:00" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct civil c = civil_of(rows[i].civil);
		int64_t out[2] = { 0 };
		enum zone_fit fit = zone_resolve(rows[i].zone, &c, out);
		ck_assert_msg(
			fit == rows[i].fit, "%s %s: %d", rows[i].zone, rows[i].civil, (int)fit);
		ck_assert_msg(out[0] == utc(rows[i].first) && out[1] == utc(rows[i].second),
			"%s %s: %lld %lld", rows[i].zone, rows[i].civil, (long long)out[0],
			(long long)out[1]);
	}
}
END_TEST

START_TEST(what_a_clock_shows_resolves_to_the_instant_it_showed_it)
{
	uint64_t state = 2;
	int twice = 0;
	for (int n = 0; n < 6000; n++) {
		const char *zone = some_zones[pick(&state, LENGTH(some_zones))];
		int64_t at = pick(&state, INT64_C(4000000000000));
		if (n % 2) /* the nights in which clocks are put back */
			at = utc("2023-10-28 22:00") + pick(&state, 5 * HOUR_MS);
		struct civil c;
		int64_t out[2];
		zone_civil(zone, at, &c);
		enum zone_fit fit = zone_resolve(zone, &c, out);
		ck_assert_msg(fit != ZONE_GAP && (out[0] == at || out[1] == at), "%s at %lld", zone,
			(long long)at);
		ck_assert((fit == ZONE_TWO) == (out[0] < out[1]));
		twice += fit == ZONE_TWO;
	}
	ck_assert_int_gt(twice, 0);
}
END_TEST

START_TEST(a_gap_is_named_by_the_instants_around_it)
{
	uint64_t state = 3;
	int gaps = 0;
	for (int n = 0; n < 6000; n++) {
		const char *zone = some_zones[pick(&state, LENGTH(some_zones))];
		int64_t wall = utc("2011-01-01 00:00") + pick(&state, 366 * DAY_MS);
		if (n % 2)
			wall = utc("2023-03-26 01:00") + pick(&state, 3 * HOUR_MS);
		struct civil in, before, after;
		int64_t out[2];
		civil_at(wall, 0, &in);
		if (zone_resolve(zone, &in, out) != ZONE_GAP)
			continue;
		gaps++;
		zone_civil(zone, out[0], &before);
		zone_civil(zone, out[1], &after);
		ck_assert_int_eq(out[1], out[0] + 1);
		ck_assert_msg(
			civil_instant(&before) < wall && wall < civil_instant(&after), "%s", zone);
	}
	ck_assert_int_gt(gaps, 0);
}
END_TEST

static void clean_environment(void)
{
	unsetenv("TZ");
	unsetenv("TZDIR");
	tzset();
}

RUN_TESTS_WITHIN("zone", clean_environment, clean_environment,
	every_day_of_years_1_to_9999_converts_both_ways, known_dates_have_their_day_number_and_weekday,
	leap_years_are_gregorian, fields_out_of_range_are_not_valid,
	instants_match_libc_and_extremes_do_not_overflow, fixed_offsets_are_read_in_every_usual_spelling,
	offsets_that_cannot_be_are_refused_naming_the_range, iana_names_and_local_are_known,
	an_unknown_zone_is_refused_with_near_names, a_name_never_leads_out_of_the_zone_folder,
	without_zone_files_the_error_says_what_to_install, offsets_and_abbreviations_are_those_of_the_moment,
	clocks_agree_with_libc_in_any_order_of_zones_and_instants,
	every_zone_agrees_with_libc_around_its_changes, tz_is_as_before_after_every_call,
	utc_and_fixed_offsets_leave_libc_alone, local_follows_tz_even_when_it_changes,
	a_clock_time_fits_one_instant_two_or_none, what_a_clock_shows_resolves_to_the_instant_it_showed_it,
	a_gap_is_named_by_the_instants_around_it)
