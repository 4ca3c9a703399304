/* What times mean where they stand: their day, midnight, the zone, and what is unsure about them. */

#include "base/duration.h"
#include "base/mem.h"
#include "base/text.h"
#include "intake/stamp.h"
#include "suite.h"

/* 2024-03-20 12:00 UTC, a Wednesday */
#define NOW INT64_C(1710936000000)

enum { LINES_MAX = 8 };

/* A document's lines. `# x` is a day heading, `@ x` the document's date, `zone x` its zone, `anew` another table, anything else a
 * time of which `read` has the same line: in UTC, with ~ for about, a date alone for a day, and the doubts' letters behind. */
struct document {
	const char *zone;
	const char *lines[LINES_MAX];
	const char *read[LINES_MAX];
};

static struct stamp stamp_of(const char *text)
{
	struct stamp stamp;
	ck_assert_msg(stamp_read(&stamp, text, strlen(text), STAMP_LEAD), "%s", text);
	return stamp;
}

static void show(struct buf *out, const struct when *when, unsigned doubts)
{
	static const char letters[] = "zdoyYmbGTWAUMS";
	if (when->precision == PRECISION_ABOUT)
		buf_putc(out, '~');
	if (when->precision == PRECISION_DAY)
		when_format_offset(out, when->at, when->offset, WHEN_DATE);
	else
		when_format(out, when->at, "UTC", WHEN_MINUTE);
	for (size_t i = 0; letters[i]; i++)
		if (doubts & 1u << i)
			buf_printf(out, "%s%c", strchr(buf_text(out), '!') ? "" : " !", letters[i]);
}

static void check_document(const struct document *document)
{
	struct dating dating;
	struct stamp times[LINES_MAX];
	size_t count = 0;
	dating_begin(&dating, NOW, document->zone ? document->zone : "UTC");
	if (!document->zone)
		dating_zone(&dating, "UTC", false);
	for (size_t i = 0; i < LINES_MAX && document->lines[i]; i++) {
		dating_learn(&dating, document->lines[i], strlen(document->lines[i]));
		if (!strchr("#@za", document->lines[i][0]))
			times[count++] = stamp_of(document->lines[i]);
	}
	dating_survey(&dating, times, count);
	for (size_t i = 0, time = 0; i < LINES_MAX && document->lines[i]; i++) {
		const char *line = document->lines[i];
		struct stamp day;
		struct when when;
		unsigned doubts;
		struct buf shown = { 0 };
		if (*line == '#' || *line == '@') {
			day = stamp_of(line + 2);
			ck_assert_msg((*line == '#' ? dating_day : dating_document)(&dating, &day), "%s", line);
		} else if (text_equal(line, "anew")) {
			dating_anew(&dating);
		} else if (*line == 'z') {
			bool unsure;
			const char *zone = stamp_zone(line + 5, strlen(line + 5), false, &unsure);
			ck_assert_ptr_nonnull(zone);
			dating_zone(&dating, zone, unsure);
		} else {
			if (dating_resolve(&dating, &times[time], &when, &doubts))
				show(&shown, &when, doubts);
			ck_assert_msg(document->read[time] && text_equal(buf_text(&shown), document->read[time]),
				"%s\n  is   %s\n  not  %s", line, buf_text(&shown), document->read[time]);
			time++;
		}
		buf_fini(&shown);
	}
}

START_TEST(times_get_the_day_above_them)
{
	static const struct document rows[] = {
		{ NULL, { "# 2024-03-01", "14:05", "14:09" }, { "2024-03-01 14:05 UTC", "2024-03-01 14:09 UTC" } },
		{ NULL, { "2024-03-01 14:05", "14:09" }, { "2024-03-01 14:05 UTC", "2024-03-01 14:09 UTC" } },
		{ NULL, { "# 2024-03-01", "23:50", "# 2024-03-02", "00:10", "0:20" },
			{ "2024-03-01 23:50 UTC", "2024-03-02 00:10 UTC", "2024-03-02 00:20 UTC" } },
		{ NULL, { "@ 2024-03-01", "14:05", "14:09" }, { "2024-03-01 14:05 UTC !o", "2024-03-01 14:09 UTC !o" } },
		{ NULL, { "14:05" }, { "2024-03-20 14:05 UTC !d" } },
		{ NULL, { "@ 2024-03-01", "# 2024-02-29", "9:00", "anew", "10:00" },
			{ "2024-02-29 09:00 UTC", "2024-03-01 10:00 UTC !o" } },
		{ NULL, { "# 2024-03-01", "Day 2 09:00" }, { "2024-03-02 09:00 UTC" } },
		{ NULL, { "# 2024-03-01", "next day 09:00", "10:00" }, { "2024-03-02 09:00 UTC", "2024-03-02 10:00 UTC" } },
		{ NULL, { "# 2024-03-01", "Mon 09:00", "10:00" }, { "2024-03-04 09:00 UTC", "2024-03-04 10:00 UTC" } },
		{ NULL, { "# Friday, 2024-03-01", "09:00" }, { "2024-03-01 09:00 UTC" } },
		{ NULL, { "Mon 2024-03-01 09:00" }, { "2024-03-01 09:00 UTC !W" } },
	};
	for (size_t i = 0; i < LENGTH(rows); i++)
		check_document(&rows[i]);
}
END_TEST

START_TEST(times_go_over_midnight_where_they_run_far_back)
{
	static const struct document rows[] = {
		{ NULL, { "# 2024-03-01", "23:50", "00:10", "08:00" },
			{ "2024-03-01 23:50 UTC", "2024-03-02 00:10 UTC !m", "2024-03-02 08:00 UTC" } },
		{ NULL, { "# 2024-03-01", "14:10", "14:05", "14:20" },
			{ "2024-03-01 14:10 UTC", "2024-03-01 14:05 UTC !b", "2024-03-01 14:20 UTC" } },
		{ NULL, { "# 2024-03-02", "09:00", "08:00", "07:30", "02:10", "23:50" },
			{ "2024-03-02 09:00 UTC", "2024-03-02 08:00 UTC", "2024-03-02 07:30 UTC", "2024-03-02 02:10 UTC",
				"2024-03-01 23:50 UTC !m" } },
		{ NULL, { "# 2024-03-01", "24:00", "00:10" }, { "2024-03-02 00:00 UTC", "2024-03-02 00:10 UTC" } },
		{ NULL, { "# 2024-03-01", "22:00", "2024-03-01 12:00", "13:00" },
			{ "2024-03-01 22:00 UTC", "2024-03-01 12:00 UTC", "2024-03-01 13:00 UTC" } },
	};
	for (size_t i = 0; i < LENGTH(rows); i++)
		check_document(&rows[i]);
}
END_TEST

START_TEST(years_and_the_order_of_figures_come_from_the_document)
{
	static const struct document rows[] = {
		{ NULL, { "@ 2023-01-03", "Dec 31 14:05", "Jan 2 10:00" }, { "2022-12-31 14:05 UTC", "2023-01-02 10:00 UTC" } },
		{ NULL, { "Dec 31 14:05" }, { "2023-12-31 14:05 UTC !Y" } },
		{ NULL, { "03/04/2023 14:05" }, { "2023-04-03 14:05 UTC !y" } },
		{ NULL, { "03/04/2024 14:05" }, { "2024-03-04 14:05 UTC !y" } },
		{ NULL, { "@ 2023-05-20", "05/06/2023 14:05" }, { "2023-05-06 14:05 UTC !y" } },
		{ NULL, { "24/10/2023 9:00", "03/04/2024 14:05" }, { "2023-10-24 09:00 UTC", "2024-04-03 14:05 UTC" } },
		{ NULL, { "03/04/2024 14:05", "10/24/2023 9:00" }, { "2024-03-04 14:05 UTC", "2023-10-24 09:00 UTC" } },
		{ NULL, { "@ 2024-03-05", "03/04/2024 14:05" }, { "2024-03-04 14:05 UTC" } },
		{ NULL, { "03/04/2023 2:05 PM" }, { "2023-03-04 14:05 UTC !y" } },
		{ NULL, { "03.04.2023 14:05" }, { "2023-04-03 14:05 UTC !y" } },
		{ NULL, { "@ 2024-03-05", "02-29 14:05" }, { "2024-02-29 14:05 UTC" } },
	};
	for (size_t i = 0; i < LENGTH(rows); i++)
		check_document(&rows[i]);
}
END_TEST

START_TEST(the_zone_is_that_of_the_time_or_the_document_or_the_context)
{
	static const struct document rows[] = {
		{ "Europe/Berlin", { "2024-03-01 14:05" }, { "2024-03-01 13:05 UTC !z" } },
		{ "Europe/Berlin", { "2024-03-01 14:05 UTC" }, { "2024-03-01 14:05 UTC" } },
		{ "Europe/Berlin", { "zone PST", "2024-03-01 14:05" }, { "2024-03-01 22:05 UTC" } },
		{ "Europe/Berlin", { "zone IST", "2024-03-01 14:05" }, { "2024-03-01 08:35 UTC !A" } },
		{ "Europe/Berlin", { "2024-03-31 02:30" }, { "2024-03-31 01:00 UTC !zG" } },
		{ "Europe/Berlin", { "2023-10-29 02:30", "02:40" }, { "2023-10-29 00:30 UTC !zT", "2023-10-29 00:40 UTC !zT" } },
		{ "Europe/Berlin", { "2023-10-29 02:50", "02:10" }, { "2023-10-29 00:50 UTC !zT", "2023-10-29 01:10 UTC !zbT" } },
		{ "Europe/Berlin", { "1709298300" }, { "2024-03-01 13:05 UTC" } },
	};
	for (size_t i = 0; i < LENGTH(rows); i++)
		check_document(&rows[i]);
}
END_TEST

START_TEST(what_is_not_known_is_not_made_up)
{
	static const struct document rows[] = {
		{ NULL, { "# 2024-03-01", "~14:05" }, { "~2024-03-01 14:05 UTC" } },
		{ NULL, { "# 2024-03-01", "??:??", "14:05" }, { "2024-03-01 !U", "2024-03-01 14:05 UTC" } },
		{ NULL, { "2024-03-?? ??:??" }, { "2024-03-01 !UM" } },
		{ NULL, { "2024-03-01" }, { "2024-03-01" } },
		{ NULL, { "2024-03-01 14:??" }, { "~2024-03-01 14:00 UTC" } },
		{ NULL, { "2024-03-01 14:05", "T+10m", "T+1h30m" },
			{ "2024-03-01 14:05 UTC", "2024-03-01 14:15 UTC", "2024-03-01 15:35 UTC" } },
		{ NULL, { "@ 2024-03-01", "T+10m" }, { "2024-03-01 !oS" } },
	};
	for (size_t i = 0; i < LENGTH(rows); i++)
		check_document(&rows[i]);
}
END_TEST

START_TEST(a_range_has_an_end_after_its_start)
{
	static const struct {
		const char *text;
		int64_t minutes; /* 0: no end */
	} rows[] = {
		{ "2024-03-01 8:20 - 8:24", 4 },
		{ "2024-03-01 22:00 - 02:00", 240 },
		{ "2024-03-01 22:00 - 2024-03-03 22:00", 2880 },
		{ "2024-03-01 - 2024-03-02", 1440 },
		{ "2024-03-01 8:20 - 8:20", 0 },
		{ "2024-03-01 8:20", 0 },
		{ "2024-03-02 8:20 - 2024-03-01 8:20", 0 },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct stamp stamp = stamp_of(rows[i].text);
		struct dating dating;
		struct when start, end;
		unsigned doubts;
		dating_begin(&dating, NOW, "UTC");
		ck_assert(dating_resolve(&dating, &stamp, &start, &doubts));
		bool has = dating_end(&dating, &stamp, &start, &end);
		ck_assert_msg(has == (rows[i].minutes != 0), "%s", rows[i].text);
		if (has)
			ck_assert_msg(end.at - start.at == rows[i].minutes * MINUTE_MS, "%s", rows[i].text);
	}
}
END_TEST

START_TEST(doubts_are_said_in_words)
{
	struct dating dating;
	struct buf note = { 0 };
	dating_begin(&dating, NOW, "Europe/Berlin");
	dating_note(&note, &dating, 0);
	ck_assert_str_eq(buf_text(&note), "");
	dating_note(&note, &dating, DATING_DOCUMENT | DATING_NO_ZONE);
	ck_assert_str_eq(buf_text(&note), "no zone is given: read in Europe/Berlin");
	buf_truncate(&note, 0);
	dating.document_guessed = true;
	dating_note(&note, &dating, DATING_DOCUMENT | DATING_NO_ZONE);
	ck_assert_str_eq(buf_text(&note), "no date beside it: that of the document; no zone is given: read in Europe/Berlin");
	buf_fini(&note);
}
END_TEST

START_TEST(the_order_is_learned_from_a_long_text_once)
{
	struct buf text = { 0 };
	struct dating dating;
	while (text.len < 4 * 1024 * 1024)
		buf_puts(&text, "1/2/2024 12.11.10 99/99/99 1:2:3 4-5-6 ");
	buf_puts(&text, " 24/10/2023 ");
	dating_begin(&dating, NOW, "UTC");
	dating_learn(&dating, buf_text(&text), text.len);
	ck_assert_int_eq(dating.order, STAMP_DAY_FIRST);
	buf_fini(&text);
}
END_TEST

RUN_TESTS("dating", times_get_the_day_above_them, times_go_over_midnight_where_they_run_far_back,
	years_and_the_order_of_figures_come_from_the_document,
	the_zone_is_that_of_the_time_or_the_document_or_the_context, what_is_not_known_is_not_made_up,
	a_range_has_an_end_after_its_start, doubts_are_said_in_words,
	the_order_is_learned_from_a_long_text_once)
