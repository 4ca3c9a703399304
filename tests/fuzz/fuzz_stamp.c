/*
 * Times as documents write them: the first byte chooses flags and zone, each line of the rest is a time of one document.
 * What is read lies within the line, what it means can be shown, and the order of the calls never matters to safety.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/duration.h"
#include "base/mem.h"
#include "intake/stamp.h"
#include "require.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define NOW INT64_C(1710936000000)

static void check_day(const struct stamp_day *day)
{
	require(day->kind <= STAMP_NTH_DAY && day->order <= STAMP_ORDER_OPEN);
	require(day->month >= 0 && day->month <= 12 && day->day >= 0 && day->day <= 99);
	require(!day->has_weekday || (day->weekday >= 0 && day->weekday < 7));
	require(day->kind != STAMP_DATE || (day->year && day->month && day->day));
}

static void check_clock(const struct stamp_clock *clock)
{
	require(clock->kind <= STAMP_SECOND && clock->hour >= 0 && clock->hour < 24 && clock->minute >= 0 && clock->minute < 60);
	require(clock->second >= 0 && clock->second < 60 && clock->millisecond >= 0 && clock->millisecond < 1000);
}

static void check_stamp(const struct stamp *stamp, size_t len)
{
	require(stamp->from < stamp->to && stamp->to <= stamp->rest && stamp->rest <= len);
	require(stamp->link + stamp->link_len <= len && strlen(stamp->open) < STAMP_MARKS_MAX);
	require(stamp->day.kind || stamp->clock.kind || stamp->epoch || stamp->relative);
	require(!stamp->zone[0] || zone_check(stamp->zone, NULL));
	check_day(&stamp->day);
	check_day(&stamp->end_day);
	check_clock(&stamp->clock);
	check_clock(&stamp->end_clock);
}

static void check_when(const struct dating *dating, const struct stamp *stamp, const struct when *when, unsigned doubts)
{
	struct buf note = { 0 };
	struct when end;
	require(when->at >= 0 && when->at <= WHEN_MAX_MS && when->offset >= -14 * 60 - 59 && when->offset <= 15 * 60);
	require(when->precision == PRECISION_DAY || stamp->clock.kind >= STAMP_HOUR || stamp->epoch || stamp->relative);
	dating_note(&note, dating, doubts);
	require((note.len != 0) == (doubts != 0));
	if (dating_end(dating, stamp, when, &end))
		require(end.at > when->at);
	buf_fini(&note);
}

static void check_line(struct dating *dating, const char *line, size_t len, unsigned flags)
{
	struct stamp stamp;
	struct when when;
	unsigned doubts;
	if (stamp_find(&stamp, line, len, 0, true))
		check_stamp(&stamp, len);
	if (!stamp_read(&stamp, line, len, flags))
		return;
	check_stamp(&stamp, len);
	require(!(flags & STAMP_WHOLE) || stamp.rest == len);
	if (len && line[len - 1] == '#')
		dating_day(dating, &stamp);
	else if (len && line[len - 1] == '@')
		dating_document(dating, &stamp);
	else if (dating_resolve(dating, &stamp, &when, &doubts))
		check_when(dating, &stamp, &when, doubts);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const zones[] = { "UTC", "Europe/Berlin", "America/New_York", "+05:45" };
	struct dating dating;
	if (!size || size > 1 << 16)
		return 0;
	char *text = mem_copy_n(data + 1, size - 1);
	dating_begin(&dating, NOW, zones[data[0] / 4 % LENGTH(zones)]);
	dating_learn(&dating, text, size - 1);
	for (size_t at = 0, len; at < size - 1; at += len + 1) {
		const char *end = memchr(text + at, '\n', size - 1 - at);
		len = end ? (size_t)(end - text) - at : size - 1 - at;
		check_line(&dating, text + at, len, data[0] % 4);
	}
	free(text);
	return 0;
}
