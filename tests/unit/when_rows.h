/* Rows of times, what they are read as and what is said of those that are refused. */
#ifndef TESTS_WHEN_ROWS_H
#define TESTS_WHEN_ROWS_H

#include <time.h>

#include "base/when.h"
#include "suite.h"

/* A Tuesday. In Berlin it is 16:05:30, in New York 10:05:30. */
#define NOW "2023-01-17 15:05:30.250"

/* An instant of UTC: `2023-01-17 15:00:30.250`, the end may be missing. */
static inline int64_t utc(const char *text)
{
	struct tm tm = { 0 };
	int ms = 0;
	int fields = sscanf(text, "%d-%d-%d %d:%d:%d.%d", &tm.tm_year, &tm.tm_mon, &tm.tm_mday,
		&tm.tm_hour, &tm.tm_min, &tm.tm_sec, &ms);
	ck_assert_msg(fields >= 5, "bad row: %s", text);
	tm.tm_year -= 1900;
	tm.tm_mon -= 1;
	return (int64_t)timegm(&tm) * 1000 + ms;
}

struct entry {
	const char *zone, *now, *text;
	const char *at; /* in UTC */
	enum precision precision;
	int offset;
};

static inline void check_entry(const struct entry *row)
{
	struct when_context ctx = { .now = utc(row->now), .zone = row->zone };
	struct when when = { 0 };
	struct err err = { 0 };
	ck_assert_msg(when_parse(row->text, &ctx, &when, &err), "%s", err.text);
	struct buf got = { 0 };
	when_format(&got, when.at, "UTC", WHEN_ISO);
	ck_assert_msg(when.at == utc(row->at), "%s in %s: %s, not %s", row->text, row->zone,
		buf_text(&got), row->at);
	ck_assert_msg(when.precision == row->precision, "%s: precision %d", row->text,
		(int)when.precision);
	ck_assert_msg(when.offset == row->offset, "%s: offset %d", row->text, when.offset);
	ck_assert_int_eq(err.code, ERR_NONE);
	buf_fini(&got);
}

#define CHECK_ENTRIES(rows)                                                                        \
	for (size_t row_ = 0; row_ < LENGTH(rows); row_++)                                         \
	check_entry(&(rows)[row_])

struct refusal {
	const char *zone, *now, *text;
	const char *says[4];
};

static inline void check_refusal(const struct refusal *row)
{
	struct when_context ctx = { .now = utc(row->now), .zone = row->zone };
	struct when when = { 42, PRECISION_ABOUT, 7, false };
	struct err err = { 0 };
	ck_assert_msg(!when_parse(row->text, &ctx, &when, &err), "%s in %s was read", row->text,
		row->zone);
	ck_assert_msg(err.code == ERR_USAGE, "%s: code %d", row->text, (int)err.code);
	for (size_t i = 0; i < LENGTH(row->says) && row->says[i]; i++)
		ck_assert_msg(strstr(err.text, row->says[i]), "%s: no \"%s\" in: %s", row->text,
			row->says[i], err.text);
	ck_assert_msg(strstr(err.text, row->text), "the input is not named in: %s", err.text);
	ck_assert(when.at == 42 && when.precision == PRECISION_ABOUT && when.offset == 7);
}

#define CHECK_REFUSALS(rows)                                                                       \
	for (size_t row_ = 0; row_ < LENGTH(rows); row_++)                                         \
	check_refusal(&(rows)[row_])

#define E PRECISION_EXACT
#define M PRECISION_MINUTE
#define A PRECISION_ABOUT
#define D PRECISION_DAY
static inline void clean_environment(void)
{
	unsetenv("TZ");
	unsetenv("TZDIR");
	tzset();
}

#endif
