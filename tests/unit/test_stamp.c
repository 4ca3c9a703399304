/* Times as documents write them: what stamp_read makes of each form, and what it leaves alone. */

#include "base/mem.h"
#include "base/text.h"
#include "intake/stamp.h"
#include "suite.h"

static void show_day(struct buf *out, const struct stamp_day *day)
{
	static const char *const kinds[] = { "", "", "", "month ", "", "next day", "day " };
	static const char *const weekdays[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	static const char *const orders[] = { "", "", "", "?" };
	buf_puts(out, kinds[day->kind]);
	if (day->has_weekday)
		buf_printf(out, "%s%s", weekdays[day->weekday], day->kind == STAMP_WEEKDAY ? "" : " ");
	if (day->kind == STAMP_DATE)
		buf_printf(out, "%04d-%02d-%02d", day->year, day->month, day->day);
	if (day->kind == STAMP_MONTH_DAY)
		buf_printf(out, "%02d-%02d", day->month, day->day);
	if (day->kind == STAMP_MONTH)
		buf_printf(out, "%04d-%02d", day->year, day->month);
	if (day->kind == STAMP_NTH_DAY)
		buf_printf(out, "%d", day->day);
	buf_puts(out, orders[day->order]);
}

static void show_clock(struct buf *out, const struct stamp_clock *clock)
{
	if (clock->kind == STAMP_NO_CLOCK)
		return;
	if (out->len && !strchr(" ~", out->data[out->len - 1]))
		buf_putc(out, ' ');
	if (clock->kind == STAMP_UNKNOWN)
		buf_puts(out, "unknown");
	else if (clock->kind == STAMP_HOUR)
		buf_printf(out, "%02dh", clock->hour);
	else
		buf_printf(out, "%02d:%02d", clock->hour, clock->minute);
	if (clock->kind == STAMP_SECOND)
		buf_printf(out, ":%02d", clock->second);
	if (clock->millisecond)
		buf_printf(out, ".%03d", clock->millisecond);
	if (clock->days)
		buf_puts(out, "+1d");
}

/* All that was read, in one line: "~2023-01-17 15:00 +01:00 to 15:10 weak lead link URL | **the rest". */
static char *show(const struct stamp *s, const char *text)
{
	struct buf out = { 0 };
	buf_puts(&out, s->about ? "~" : "");
	show_day(&out, &s->day);
	show_clock(&out, &s->clock);
	if (s->epoch)
		buf_printf(&out, "@%lld", (long long)s->at);
	if (s->relative)
		buf_printf(&out, "T%+lld", (long long)s->after / 1000);
	if (s->zone[0])
		buf_printf(&out, " %s%s", s->zone, s->zone_unsure ? "?" : "");
	if (s->has_end) {
		buf_puts(&out, " to ");
		show_day(&out, &s->end_day);
		show_clock(&out, &s->end_clock);
	}
	buf_printf(&out, "%s%s", s->weak ? " weak" : "", s->lead ? " lead" : "");
	if (s->link_len)
		buf_printf(&out, " link %.*s", (int)s->link_len, text + s->link);
	buf_printf(&out, " | %s%s", s->open, text + s->rest);
	return buf_steal(&out);
}

struct row {
	const char *text, *read; /* NULL: it is no time */
};

static void check_rows(const struct row *rows, size_t count, unsigned flags)
{
	for (size_t i = 0; i < count; i++) {
		struct stamp stamp;
		bool read = stamp_read(&stamp, rows[i].text, strlen(rows[i].text), flags);
		char *shown = read ? show(&stamp, rows[i].text) : mem_copy("no time");
		ck_assert_msg(text_equal(shown, rows[i].read ? rows[i].read : "no time"), "%s\n  is   %s\n  not  %s",
			rows[i].text, shown, rows[i].read ? rows[i].read : "no time");
		if (read)
			ck_assert_msg(stamp.from <= stamp.to && stamp.to <= stamp.rest &&
				stamp.rest <= strlen(rows[i].text), "%s", rows[i].text);
		free(shown);
	}
}

START_TEST(clock_times_are_read_in_every_form)
{
	static const struct row rows[] = {
		{ "10:03 pods restart", "10:03 | pods restart" },
		{ "10:03 : pods restart", "10:03 | pods restart" },
		{ "10:03: pods restart", "10:03 | pods restart" },
		{ "10:03 - pods restart", "10:03 | pods restart" },
		{ "10:03 – pods restart", "10:03 | pods restart" },
		{ "10:03 — pods restart", "10:03 | pods restart" },
		{ "10:03 -> pods restart", "10:03 | pods restart" },
		{ "10:03&nbsp;&ndash; pods restart", "10:03 | pods restart" },
		{ "10:03 | pods restart", "10:03 | pods restart" },
		{ "9:03", "09:03 | " },
		{ "10:03:07 x", "10:03:07 | x" },
		{ "10:03:07.250 x", "10:03:07.250 | x" },
		{ "10:03:07,123456 x", "10:03:07.123 | x" },
		{ "10:03:60 x", "10:03:59 | x" },
		{ "24:00 x", "00:00+1d | x" },
		{ "10h47 x", "10:47 | x" },
		{ "10 h 47 x", "10:47 | x" },
		{ "9:06a x", "09:06 | x" },
		{ "9:06p x", "21:06 | x" },
		{ "9:06 a.m. x", "09:06 | x" },
		{ "12:06 AM x", "00:06 | x" },
		{ "12:06 pm x", "12:06 | x" },
		{ "14:06 pm x", "14:06 | x" },
		{ "3pm: x", "15h | x" },
		{ "3 PM x", "15h | x" },
		{ "12 noon: x", "12:00 weak | x" },
		{ "1430 UTC x", "14:30 UTC | x" },
		{ "1430h x", "14:30 | x" },
		{ "1430Z x", "14:30 UTC | x" },
		{ "14 Uhr: x", "14h | x" },
		{ "14 Uhr 05 x", "14:05 | x" },
		{ "14.05 Uhr x", "14:05 | x" },
		{ "14:05 Uhr x", "14:05 | x" },
		{ "10.04pm x", "22:04 | x" },
		{ "14時05分 再起動", "14:05 | 再起動" },
		{ "14時05分30秒 再起動", "14:05:30 | 再起動" },
		{ "14時 再起動", "14h | 再起動" },
		{ "2時半 再起動", "02:30 | 再起動" },
		{ "午後2時 再起動", "14h | 再起動" },
		{ "下午2:05 重启", "14:05 | 重启" },
		{ "１４：０５ 再起動", "14:05 | 再起動" },
		{ "上午9点30分 重启", "09:30 | 重启" },
	};
	check_rows(rows, LENGTH(rows), 0);
}
END_TEST

START_TEST(marks_around_a_time_are_no_part_of_it)
{
	static const struct row rows[] = {
		{ "[08:47] ana: looking", "08:47 | ana: looking" },
		{ "(08:47) looking", "08:47 | looking" },
		{ "**08:47** looking", "08:47 | looking" },
		{ "**08:47:** looking", "08:47 | looking" },
		{ "**08:47**: looking", "08:47 | looking" },
		{ "**08:47** - **ana**: looking", "08:47 | **ana**: looking" },
		{ "**08:47 - looking** hard", "08:47 | **looking** hard" },
		{ "*08:47* *looking*", "08:47 | *looking*" },
		{ "__08:47__ looking", "08:47 | looking" },
		{ "~~08:47~~ looking", "08:47 | looking" },
		{ "~~08:47 looking~~", "08:47 | ~~looking~~" },
		{ "`08:47` looking", "08:47 | looking" },
		{ "<b>08:47</b> looking", "08:47 | looking" },
		{ "- 08:47 looking", "08:47 | looking" },
		{ "• 08:47 looking", "08:47 | looking" },
		{ "> 08:47 looking", "08:47 | looking" },
		{ "**2023-01-17 (15:00):** looking", "2023-01-17 15:00 | looking" },
		{ "**2023-01-17** **15:00** looking", "2023-01-17 15:00 | looking" },
		{ "**2023-01-17**, 15:00 looking", "2023-01-17 15:00 | looking" },
		{ "2023\\-01\\-17 10\\:04 looking", "2023-01-17 10:04 | looking" },
		{ "[10:32 PM](https://a.example/x(1)) looking", "22:32 link https://a.example/x(1) | looking" },
		{ "[08:47 alert](https://a.example) looking", "08:47 | [alert](https://a.example) looking" },
		{ "08:47 *looking*", "08:47 | *looking*" },
		{ "08:47 [graph](https://a.example)", "08:47 | [graph](https://a.example)" },
		{ "08:47\nlooking", "08:47 | looking" },
		{ "08:47 -v was given", "08:47 | -v was given" },
	};
	check_rows(rows, LENGTH(rows), 0);
}
END_TEST

START_TEST(dates_are_read_with_and_without_a_clock)
{
	static const struct row rows[] = {
		{ "2023-01-17T15:00:30.250+01:00 x", "2023-01-17 15:00:30.250 +01:00 | x" },
		{ "2023-01-17T15:00Z x", "2023-01-17 15:00 UTC | x" },
		{ "20231117T150000Z x", "2023-11-17 15:00:00 UTC | x" },
		{ "2023-01-17 1500 x", "2023-01-17 15:00 | x" },
		{ "2023/1/7 15:00 x", "2023-01-07 15:00 | x" },
		{ "2023.01.17 15:00 x", "2023-01-17 15:00 | x" },
		{ "2023-01-17: x", "2023-01-17 | x" },
		{ "2023-01-17 15:?? x", "~2023-01-17 15h | x" },
		{ "2023-03-?? ??:?? x", "month 2023-03 unknown | x" },
		{ "2023-01-17 HH:mm x", "2023-01-17 unknown | x" },
		{ "24-10-2024", "2024-10-24 | " },
		{ "10/24/24 3:05 pm - x", "2024-10-24 15:05 | x" },
		{ "12.03.2024 14:05 x", "2024-03-12? 14:05 | x" },
		{ "03/03/2024 14:05 x", "2024-03-03 14:05 | x" },
		{ "12.03. 14:05 x", "03-12? 14:05 | x" },
		{ "10/28 14:05 x", "10-28 14:05 | x" },
		{ "11:10 6th Nov 2023", "2023-11-06 11:10 | " },
		{ "10:28AM June 7th, 2017", "2017-06-07 10:28 | " },
		{ "June 14th, 2022, 10:00 AM x", "2022-06-14 10:00 | x" },
		{ "Jan. 17: x", "01-17 | x" },
		{ "17 janv. 15h : x", "01-17 15h | x" },
		{ "17/01 à 10h04 : x", "01-17 10:04 | x" },
		{ "3/12(火) 10:00 x", "Tue 12-03? 10:00 | x" },
		{ "el martes 17 de enero x", NULL },
		{ "Nov 6 the deploy began", "11-06 | the deploy began" },
		{ "Jan 17, 2:54 PM: x", "01-17 14:54 | x" },
		{ "17 Jan 2023 @ 15:00 x", "2023-01-17 15:00 | x" },
		{ "17-Jan-23 15:00 x", "2023-01-17 15:00 | x" },
		{ "Jan 17 15:00:30 sshd", "01-17 15:00:30 | sshd" },
		{ "Tue Jan 17 15:00:30 UTC 2023 x", "Tue 2023-01-17 15:00:30 UTC | x" },
		{ "17/Jan/2023:15:00:30 +0000 x", "2023-01-17 15:00:30 +00:00 | x" },
		{ "Tuesday, January 17, 2023", "Tue 2023-01-17 | " },
		{ "02:02 PM PST Saturday Oct 29th: x", "Sat 10-29 14:02 -08:00 | x" },
		{ "Monday 14:05 x", "Mon 14:05 | x" },
		{ "3. März 2024, 14:05 Uhr: x", "2024-03-03 14:05 | x" },
		{ "Mo, 4.3.2024 14:05 x", "Mon 2024-03-04? 14:05 | x" },
		{ "12 mars 2024 à 14h05 : x", "2024-03-12 14:05 | x" },
		{ "1er août 2024", "2024-08-01 | " },
		{ "lundi 4 mars 2024", "Mon 2024-03-04 | " },
		{ "12 de marzo de 2024 a las 14:05 x", "2024-03-12 14:05 | x" },
		{ "2024年3月1日(金) 14:05 x", "Fri 2024-03-01 14:05 | x" },
		{ "2024年3月1日（金）１４時０５分 x", "Fri 2024-03-01 14:05 | x" },
		{ "3月1日 10:00頃 x", "~03-01 10:00 | x" },
		{ "next day 9:00 x", "next day 09:00 | x" },
		{ "翌日 2:00 x", "next day 02:00 | x" },
		{ "Day 2, 09:00 x", "day 2 09:00 | x" },
		{ "1700000000 x", "@1700000000000 | x" },
		{ "1700000000.25: x", "@1700000000250 | x" },
		{ "1700000000123 x", "@1700000000123 | x" },
		{ "1700000000123456 x", "@1700000000123 | x" },
	};
	check_rows(rows, LENGTH(rows), 0);
}
END_TEST

START_TEST(zones_stand_beside_the_clock)
{
	static const struct row rows[] = {
		{ "2:54 PM PST: x", "14:54 -08:00 | x" },
		{ "**16:58 UTC** x", "16:58 UTC | x" },
		{ "16:58 (UTC) x", "16:58 UTC | x" },
		{ "16:58 UTC+2 x", "16:58 +02:00 | x" },
		{ "16:58 GMT -03:30 x", "16:58 -03:30 | x" },
		{ "16:58+02:00 x", "16:58 +02:00 | x" },
		{ "16:58 -0500 x", "16:58 -05:00 | x" },
		{ "16:58JST x", "16:58 +09:00 | x" },
		{ "16:58 utc x", "16:58 UTC | x" },
		{ "16:58 IST x", "16:58 +05:30? | x" },
		{ "16:58 ET x", "16:58 America/New_York | x" },
		{ "16:58 Pacific time x", "16:58 America/Los_Angeles | x" },
		{ "16:58 CET/CEST x", "16:58 Europe/Berlin | x" },
		{ "16:58 Europe/Berlin x", "16:58 Europe/Berlin | x" },
		{ "16:58 CET 17 January 2023 x", "2023-01-17 16:58 +01:00 | x" },
		{ "13:14 EDT (17:14 UTC) x", "13:14 -04:00 | x" },
		{ "10:05 (17:05 UTC) x", "10:05 -07:00 | x" },
		{ "01:05 (17:05 UTC) x", "01:05 +08:00 | x" },
		{ "16:58 est revenu", "16:58 | est revenu" },
		{ "16:58 ALERT fired", "16:58 | ALERT fired" },
	};
	check_rows(rows, LENGTH(rows), 0);
}
END_TEST

START_TEST(ranges_have_an_end)
{
	static const struct row rows[] = {
		{ "8:20 - 8:24 x", "08:20 to 08:24 | x" },
		{ "8:20–8:24: x", "08:20 to 08:24 | x" },
		{ "8:20 to 8:24 UTC x", "08:20 UTC to 08:24 | x" },
		{ "8:20 → 8:24 x", "08:20 to 08:24 | x" },
		{ "14:05〜14:20 x", "14:05 to 14:20 | x" },
		{ "2:00-3:00 PM x", "14:00 to 15:00 | x" },
		{ "11:00 - 1:00 PM x", "11:00 to 13:00 | x" },
		{ "22:00-02:00 x", "22:00 to 02:00 | x" },
		{ "11:15-16:?? x", "11:15 to 16h | x" },
		{ "2023-01-17 15:00 - 2023-01-18 02:00 x", "2023-01-17 15:00 to 2023-01-18 02:00 | x" },
		{ "2023-01-17 15:00 - 16:00 x", "2023-01-17 15:00 to 16:00 | x" },
		{ "January 14-19, 2026", "2026-01-14 to 2026-01-19 | " },
		{ "2023-01-17 - 2023-01-18", "2023-01-17 to 2023-01-18 | " },
		{ "2-3pm: x", "14h to 15h | x" },
		{ "10-11:30 AM x", "10h to 11:30 | x" },
		{ "14:22 UTC – 14:51 UTC (29 minutes)", "14:22 UTC to 14:51 | (29 minutes)" },
		{ "22:30 UTC on October 29 to 05:39 UTC on October 30 x", "10-29 22:30 UTC to 10-30 05:39 | x" },
		{ "2024-03-01 - 2024-03-04 (4 days)", "2024-03-01 to 2024-03-04 | (4 days)" },
		{ "Jan 5 22:00 - Jan 6 02:00 x", "01-05 22:00 to 01-06 02:00 | x" },
		{ "14:05 - 10/15 pods", "14:05 | 10/15 pods" },
		{ "14:05 to be sure", "14:05 | to be sure" },
	};
	check_rows(rows, LENGTH(rows), 0);
}
END_TEST

START_TEST(what_is_unsure_is_marked)
{
	static const struct row rows[] = {
		{ "~14:00 x", "~14:00 | x" },
		{ "around 14:00 x", "~14:00 | x" },
		{ "approx. 14:00 x", "~14:00 | x" },
		{ "ca. 14:00 Uhr x", "~14:00 | x" },
		{ "14:00? x", "~14:00 | x" },
		{ "14:00~ x", "~14:00 | x" },
		{ "14:00ish x", "~14:00 | x" },
		{ "14:00 (approx.) x", "~14:00 | x" },
		{ "14時頃 x", "~14h | x" },
		{ "??:?? x", "unknown | x" },
		{ "[??:??] x", "unknown | x" },
		{ "Unknown: x", "unknown | x" },
		{ "10.04 AC: x", "10:04 weak | AC: x" },
		{ "10.04 is out", "10:04 weak | is out" },
		{ "1430: x", "14:30 weak | x" },
		{ "Monday: x", "Mon | x" },
		{ "Monday was quiet", "Mon weak | was quiet" },
		{ "May 3 people came", "05-03 weak | people came" },
		{ "noon came", "12:00 weak | came" },
	};
	check_rows(rows, LENGTH(rows), 0);
}
END_TEST

START_TEST(relative_times_are_lengths_from_the_start)
{
	static const struct row rows[] = {
		{ "T+5m x", "T+300 | x" },
		{ "T+5 x", "T+300 | x" },
		{ "T-1h30m: x", "T-5400 | x" },
		{ "T+00:10 - x", "T+600 | x" },
		{ "+00:10: x", "T+600 | x" },
		{ "+5 min x", "T+300 | x" },
		{ "+90s x", "T+90 | x" },
		{ "T0: x", "T+0 | x" },
		{ "+5 people", NULL },
		{ "+1 to that", NULL },
	};
	check_rows(rows, LENGTH(rows), 0);
}
END_TEST

START_TEST(a_leading_word_is_read_where_it_is_allowed)
{
	static const struct row rows[] = {
		{ "At 10:00AM I sent", "10:00 lead | I sent" },
		{ "On Thursday March 14th at 9:56AM EAT, I", "Thu 03-14 09:56 +03:00 lead | I" },
		{ "Shortly after 14:05 x", "~14:05 lead | x" },
		{ "By 9:30 AM UTC, x", "~09:30 UTC lead | x" },
		{ "From 19:28 to 21:31 UTC x", "19:28 UTC to 21:31 lead | x" },
		{ "Between 19:28 and 21:31 x", "19:28 to 21:31 lead | x" },
		{ "Am 3. März gegen 14 Uhr x", "~03-03 14h lead | x" },
		{ "Le 3 mars à 14h05 x", "03-03 14:05 lead | x" },
		{ "El 3 de marzo a las 14:05 x", "03-03 14:05 lead | x" },
		{ "10:00 I sent", "10:00 | I sent" },
		{ "At last", NULL },
	};
	static const struct row plain[] = { { "At 10:00AM I sent", NULL }, { "By 9:30 x", NULL } };
	check_rows(rows, LENGTH(rows), STAMP_LEAD);
	check_rows(plain, LENGTH(plain), 0);
}
END_TEST

START_TEST(what_only_looks_like_a_time_is_left)
{
	static const struct row rows[] = {
		{ "", NULL },
		{ "**", NULL },
		{ "pods restart", NULL },
		{ "50:50 split", NULL },
		{ "25:00 x", NULL },
		{ "10:61 x", NULL },
		{ "10:04:05:99 x", NULL },
		{ "192.168.0.1:80 x", NULL },
		{ "1.2.3 is out", NULL },
		{ "2023-13-45 x", NULL },
		{ "2023-02-30 x", NULL },
		{ "1:1 with bo", NULL },
		{ "1500 requests", NULL },
		{ "2023: a year", NULL },
		{ "1/2 of traffic", NULL },
		{ "10:05 min later", NULL },
		{ "5 minutes later", NULL },
		{ "1:30 hour outage", NULL },
		{ "99.95% of them", NULL },
		{ "10:04% x", NULL },
		{ "12345678901 x", NULL },
		{ "Maybe 3", NULL },
		{ "Sun rose", NULL },
		{ "Decided to wait", NULL },
		{ "unknown users were hit", NULL },
	};
	static const struct row left[] = {
		{ "14:05 12 pods restart", "14:05 | 12 pods restart" },
		{ "14:05 3/4 of the pods", "14:05 | 3/4 of the pods" },
		{ "14:05 May be over", "14:05 | May be over" },
		{ "14:05 Friday deploys wait", "14:05 | Friday deploys wait" },
	};
	check_rows(rows, LENGTH(rows), 0);
	check_rows(left, LENGTH(left), 0);
}
END_TEST

START_TEST(a_cell_must_be_a_time_whole)
{
	static const struct row rows[] = {
		{ " 10:03 ", "10:03 | " },
		{ "**10:03**", "10:03 | " },
		{ "10/28", "10-28 | " },
		{ "12.03.", "03-12? | " },
		{ "?", "unknown | " },
		{ "TBD", "unknown | " },
		{ "March 2023", "month 2023-03 | " },
		{ "10:03 restart", NULL },
		{ "2023-01-17 and more", NULL },
	};
	check_rows(rows, LENGTH(rows), STAMP_WHOLE);
}
END_TEST

START_TEST(weak_times_need_siblings)
{
	static const struct {
		const char *texts[4];
		bool times;
	} rows[] = {
		{ { "10.04 AC: x", "10.09 BD: y" }, true },
		{ { "10.04 AC: x", "10:09 BD: y" }, true },
		{ { "10.04 is out" }, false },
		{ { "3.10 is out", "2.10 is old", "1.10 is older", "0.10 x" }, false },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct stamp stamps[4];
		size_t count = 0;
		while (count < 4 && rows[i].texts[count]) {
			ck_assert(stamp_read(&stamps[count], rows[i].texts[count], strlen(rows[i].texts[count]), 0));
			count++;
		}
		ck_assert_msg(stamp_siblings(stamps, count) == rows[i].times, "%s", rows[i].texts[0]);
	}
}
END_TEST

START_TEST(times_are_found_in_running_text)
{
	static const char text[] = "The patch of version 10.15 was merged at 10:15AM and out at 10:19 UTC, four days after March 3, 2024.";
	struct stamp stamp;
	ck_assert(stamp_find(&stamp, text, strlen(text), 0, false));
	ck_assert_uint_eq(stamp.from, (size_t)(strstr(text, "10:15AM") - text));
	ck_assert_uint_eq(stamp.to - stamp.from, strlen("10:15AM"));
	ck_assert(stamp_find(&stamp, text, strlen(text), stamp.to, false));
	ck_assert_str_eq(stamp.zone, "UTC");
	size_t to = stamp.to;
	ck_assert(!stamp_find(&stamp, text, strlen(text), to, false));
	ck_assert(stamp_find(&stamp, text, strlen(text), to, true));
	ck_assert_int_eq(stamp.day.year, 2024);
}
END_TEST

START_TEST(bytes_that_are_no_text_do_no_harm)
{
	char text[1024];
	struct stamp stamp;
	for (int c = 0; c < 256; c++) {
		memset(text, c, sizeof text);
		stamp_read(&stamp, text, sizeof text, STAMP_LEAD);
		memcpy(text, "10:03", 5);
		if (stamp_read(&stamp, text, sizeof text, 0))
			ck_assert_uint_le(stamp.rest, sizeof text);
	}
	ck_assert(stamp_read(&stamp, "10:03", 5, 0));
	ck_assert_msg(!stamp_read(&stamp, "10:03", 4, 0), "behind the end nothing is read");
}
END_TEST

RUN_TESTS("stamp", clock_times_are_read_in_every_form, marks_around_a_time_are_no_part_of_it,
	dates_are_read_with_and_without_a_clock, zones_stand_beside_the_clock, ranges_have_an_end,
	what_is_unsure_is_marked, relative_times_are_lengths_from_the_start,
	a_leading_word_is_read_where_it_is_allowed, what_only_looks_like_a_time_is_left,
	a_cell_must_be_a_time_whole, weak_times_need_siblings, times_are_found_in_running_text,
	bytes_that_are_no_text_do_no_harm)
