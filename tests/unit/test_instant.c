/* Moments as programs write them. */

#include "base/mem.h"
#include "intake/instant.h"
#include "suite.h"

struct row {
	const char *text, *zone;
	const char *at; /* in UTC; NULL: it is none */
	enum precision precision;
	int offset;
	bool zoned;
};

static void check_row(const struct row *row)
{
	struct when when = { .at = -1 };
	struct buf got = { 0 };
	bool zoned = false;
	bool ok = instant_read(row->text, strlen(row->text), row->zone, &when, &zoned);
	ck_assert_msg(ok == (row->at != NULL), "'%s' is%s read", row->text, ok ? "" : " not");
	if (ok) {
		when_format(&got, when.at, "UTC", WHEN_ISO);
		ck_assert_msg(strcmp(buf_text(&got), row->at) == 0, "'%s': %s, not %s", row->text, buf_text(&got),
			row->at);
		ck_assert_msg(when.precision == row->precision, "'%s': precision %d", row->text, (int)when.precision);
		ck_assert_msg(when.offset == row->offset, "'%s': offset %d", row->text, when.offset);
		ck_assert_msg(zoned == row->zoned, "'%s': zoned %d", row->text, zoned);
	} else {
		ck_assert_msg(when.at == -1, "'%s' left something behind", row->text);
	}
	buf_fini(&got);
}

#define CHECK_ROWS(rows)                                                                           \
	for (size_t row_ = 0; row_ < LENGTH(rows); row_++)                                         \
	check_row(&(rows)[row_])

START_TEST(iso_times_have_any_fraction_mark_and_zone)
{
	static const struct row rows[] = {
		{ "2023-01-17T15:00:30Z", "UTC", "2023-01-17T15:00:30Z", PRECISION_EXACT, 0, true },
		{ "2018-08-03T09:52:26.739266876+02:00", "UTC", "2018-08-03T07:52:26.739Z", PRECISION_EXACT, 120, true },
		{ "2021-04-28 21:50:00 +0200", "UTC", "2021-04-28T19:50:00Z", PRECISION_EXACT, 120, true },
		{ "2016-08-12 15:23:28 UTC", "Europe/Berlin", "2016-08-12T15:23:28Z", PRECISION_EXACT, 0, true },
		{ "2023-01-17 15:00:30,250", "Europe/Berlin", "2023-01-17T14:00:30.250Z", PRECISION_EXACT, 60, false },
		{ "2023/01/17 15:00:30", "UTC", "2023-01-17T15:00:30Z", PRECISION_EXACT, 0, false },
		{ "2023-01-17T15:00-03", "UTC", "2023-01-17T18:00:00Z", PRECISION_MINUTE, -180, true },
		{ "2023-01-17T15:00:30+01:00[Europe/Paris]", "UTC", "2023-01-17T14:00:30Z", PRECISION_EXACT, 60, true },
		{ "20230117T150030Z", "UTC", "2023-01-17T15:00:30Z", PRECISION_EXACT, 0, true },
		{ "20230117T150030.5+0100", "UTC", "2023-01-17T14:00:30.500Z", PRECISION_EXACT, 60, true },
		{ "20230117150030", "UTC", "2023-01-17T15:00:30Z", PRECISION_EXACT, 0, false },
		{ "  2023-01-17T15:00:30z\r\n", "UTC", "2023-01-17T15:00:30Z", PRECISION_EXACT, 0, true },
		{ "2016-12-31T23:59:60Z", "UTC", "2016-12-31T23:59:59.999Z", PRECISION_EXACT, 0, true },
		{ "2023-01-17", "Asia/Tokyo", "2023-01-16T15:00:00Z", PRECISION_DAY, 540, false },
		{ "20230117", "UTC", "2023-01-17T00:00:00Z", PRECISION_DAY, 0, false },
	};
	CHECK_ROWS(rows);
}
END_TEST

START_TEST(epochs_are_told_apart_by_their_digits)
{
	static const struct row rows[] = {
		{ "1673967630", "Europe/Berlin", "2023-01-17T15:00:30Z", PRECISION_EXACT, 0, true },
		{ "1673967630.25", "UTC", "2023-01-17T15:00:30.250Z", PRECISION_EXACT, 0, true },
		{ "1673967630.001200", "UTC", "2023-01-17T15:00:30.001Z", PRECISION_EXACT, 0, true },
		{ "1673967630123", "UTC", "2023-01-17T15:00:30.123Z", PRECISION_EXACT, 0, true },
		{ "1673967630123.75", "UTC", "2023-01-17T15:00:30.123Z", PRECISION_EXACT, 0, true },
		{ "1673967630123456", "UTC", "2023-01-17T15:00:30.123Z", PRECISION_EXACT, 0, true },
		{ "1673967630123456789", "UTC", "2023-01-17T15:00:30.123Z", PRECISION_EXACT, 0, true },
		{ "100000000", "UTC", "1973-03-03T09:46:40Z", PRECISION_EXACT, 0, true },
	};
	CHECK_ROWS(rows);
}
END_TEST

START_TEST(dates_of_web_servers_and_mail_are_read)
{
	static const struct row rows[] = {
		{ "17/Jan/2023:15:00:30 +0100", "UTC", "2023-01-17T14:00:30Z", PRECISION_EXACT, 60, true },
		{ "[17/Jan/2023:15:00:30 -0700]", "UTC", "2023-01-17T22:00:30Z", PRECISION_EXACT, -420, true },
		{ "Tue, 17 Jan 2023 15:00:30 GMT", "Europe/Berlin", "2023-01-17T15:00:30Z", PRECISION_EXACT, 0, true },
		{ "Tue Jan 17 15:00:30 2023", "Europe/Berlin", "2023-01-17T14:00:30Z", PRECISION_EXACT, 60, false },
	};
	CHECK_ROWS(rows);
}
END_TEST

START_TEST(clocks_put_forward_or_back_make_it_about)
{
	static const struct row rows[] = {
		{ "2023-03-26 02:30:00", "Europe/Berlin", "2023-03-26T01:00:00Z", PRECISION_ABOUT, 120, false },
		{ "2023-10-29 02:30:00", "Europe/Berlin", "2023-10-29T00:30:00Z", PRECISION_ABOUT, 120, false },
		{ "2023-10-29 02:30:00+01:00", "Europe/Berlin", "2023-10-29T01:30:00Z", PRECISION_EXACT, 60, true },
	};
	CHECK_ROWS(rows);
}
END_TEST

START_TEST(what_names_no_day_or_none_that_exists_is_no_moment)
{
	static const struct row rows[] = {
		{ "", "UTC", NULL }, { "   ", "UTC", NULL }, { "15:00:30", "UTC", NULL }, { "now", "UTC", NULL },
		{ "-10m", "UTC", NULL }, { "~2023-01-17 15:00", "UTC", NULL }, { "yesterday 15:00", "UTC", NULL },
		{ "12.5", "UTC", NULL }, { "99999999", "UTC", NULL }, { "-1673967630", "UTC", NULL },
		{ "2023-02-30T10:00:00Z", "UTC", NULL }, { "2023-01-17T25:00:00Z", "UTC", NULL },
		{ "0001-01-01T00:00:00Z", "UTC", NULL }, { "1673967630x", "UTC", NULL },
		{ "9223372036854775808", "UTC", NULL }, { "16739676301234567890", "UTC", NULL },
		{ "2023-01-17T15:00:30Z and more", "UTC", NULL }, { "2023-01/17", "UTC", NULL },
		{ "2023-01-17T15:00:30+25:00", "UTC", NULL }, { "2023-01-17T", "UTC", NULL },
		{ "20230117T1500301Z", "UTC", NULL },
		{ "2023-01-17T15:00:30.000000000000000000000000000000000000000000000000000000000000000000000000Z", "UTC", NULL },
	};
	CHECK_ROWS(rows);
}
END_TEST

START_TEST(not_a_byte_past_the_text_is_looked_at)
{
	static const char text[] = "2023-01-17T15:00:30.123456789+01:00";
	for (size_t len = 0; len < sizeof text; len++) {
		struct when when = { 0 }, same = { 0 };
		char *exact = malloc(len ? len : 1);
		memcpy(exact, text, len);
		ck_assert_int_eq(instant_read(exact, len, "UTC", &when, NULL), instant_read(text, len, "UTC", &same, NULL));
		ck_assert_int_eq(when.at, same.at);
		free(exact);
	}
}
END_TEST

RUN_TESTS("instant", iso_times_have_any_fraction_mark_and_zone, epochs_are_told_apart_by_their_digits,
	dates_of_web_servers_and_mail_are_read, clocks_put_forward_or_back_make_it_about,
	what_names_no_day_or_none_that_exists_is_no_moment, not_a_byte_past_the_text_is_looked_at)
