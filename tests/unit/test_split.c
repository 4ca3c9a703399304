/* Texts taken apart at the times their lines begin with. */

#include "app/split.h"
#include "base/mem.h"
#include "base/text.h"
#include "suite.h"

static const int64_t now = INT64_C(1772376330250); /* 2026-03-01T14:45:30.250Z, a Sunday */

/* The pieces as "time author: text" with lines shown as ⏎, one a line; times in the zone. */
static void splits_in(const char *zone, const char *text, const char *wanted)
{
	const struct when_context ctx = { .now = now, .zone = zone };
	struct split split;
	struct buf out = { 0 };
	split_find(&split, text, strlen(text), &ctx);
	for (size_t i = 0; i < split.count; i++) {
		const struct split_piece *piece = &split.items[i];
		when_format(&out, piece->when.at, zone, WHEN_FULL);
		buf_printf(&out, "%s%s%.*s: ", piece->timed ? "" : "?", piece->author_len ? " " : "",
			(int)piece->author_len, text + piece->author);
		text_show(&out, text + piece->text, piece->text_len, false);
		buf_putc(&out, '\n');
	}
	ck_assert_msg(text_equal(buf_text(&out), wanted), "%s\ngives\n%s\ninstead of\n%s", text,
		buf_text(&out), wanted);
	buf_fini(&out);
	split_fini(&split);
}

static void splits(const char *text, const char *wanted)
{
	splits_in("UTC", text, wanted);
}

START_TEST(each_line_that_begins_with_a_time_is_a_piece)
{
	splits("14:03 down\n14:05:30 up\n", "2026-03-01 14:03:00 UTC: down\n2026-03-01 14:05:30 UTC: up\n");
	splits("9:00 a\n10h47 b", "2026-03-01 09:00:00 UTC: a\n2026-03-01 10:47:00 UTC: b\n");
	splits("2:54 AM a\n2:54pm b\n3:10 PM c",
		"2026-02-28 02:54:00 UTC: a\n2026-02-28 14:54:00 UTC: b\n2026-02-28 15:10:00 UTC: c\n");
	splits("2026-02-27T10:00:00Z a\n2026-02-27 10:01:02,345 b\n2026-02-27T12:00+01:00: c",
		"2026-02-27 10:00:00 UTC: a\n2026-02-27 10:01:02 UTC: b\n2026-02-27 11:00:00 UTC: c\n");
	splits("Nov 20 14:03:22 web1 sshd[3]: x\nFeb  2 01:00:00 web1 y",
		"2025-11-20 14:03:22 UTC: web1 sshd[3]: x\n2026-02-02 01:00:00 UTC: web1 y\n");
	splits("~14:05 about", "2026-03-01 14:05:00 UTC: about\n");
}
END_TEST

START_TEST(marks_around_the_time_are_left_out)
{
	static const char *const lines[] = { "14:05 x", "- 14:05 x", "* 14:05 - x", "  • 14:05: x", "1. 14:05 – x",
		"[14:05] x", "(14:05) x", "**14:05** x", "**14:05:** x", "`14:05` — x", "| 14:05 | x |", "> 14:05 x",
		"### 14:05 x", "- **14:05** – x", "| **14:05** | x |  ", "14:05\tx", "14:05, x", "- [14:05] x\r" };
	for (size_t i = 0; i < LENGTH(lines); i++)
		splits(lines[i], "2026-03-01 14:05:00 UTC: x\n");
}
END_TEST

START_TEST(what_is_unsure_is_not_split)
{
	static const char *const lines[] = { "no time", "at 14:05 down", "14:05", "14:05 \n\n", "25:00 x", "14:61 x",
		"12:34:56:78 x", "10:30:1 x", "14:05x", "1.2:30 x", "4:3 x", "14.05 x", "1405 x", "10 pods",
		"2026-13-01 10:00 x", "Foo 20 14:03:22 x", "14:05/20 x", "14:05% x", "10:20 EST x", "v14:05 x",
		"```\n14:05 x\n```", "2026-03-01 x", "2026-03-01\n", "12h x", "ana 14:05\nx", "| 14:05 | |",
		"2026-02-30 10:00 x" };
	for (size_t i = 0; i < LENGTH(lines); i++)
		splits(lines[i], "");
}
END_TEST

START_TEST(lines_without_a_time_belong_to_the_piece_before)
{
	splits("Timeline:\n\n14:03 down\n  more\n\n14:05 up\n- a\n- b\n\n",
		"2026-03-01 14:03:00 UTC?: Timeline:\n"
		"2026-03-01 14:03:00 UTC: down⏎  more\n"
		"2026-03-01 14:05:00 UTC: up⏎- a⏎- b\n");
	splits("14:03 ran\n```\n14:04 log line\n```\n14:05 done",
		"2026-03-01 14:03:00 UTC: ran⏎```⏎14:04 log line⏎```\n2026-03-01 14:05:00 UTC: done\n");
	splits("14:03 a\n14:04\n14:05 b", "2026-03-01 14:03:00 UTC: a⏎14:04\n2026-03-01 14:05:00 UTC: b\n");
}
END_TEST

START_TEST(times_that_run_backwards_are_past_midnight)
{
	splits("23:50 a\n00:10 b\n14:00 c",
		"2026-02-28 23:50:00 UTC: a\n2026-03-01 00:10:00 UTC: b\n2026-03-01 14:00:00 UTC: c\n");
	/* the last is the most recent one: yesterday, as it is 14:45 */
	splits("23:50 a\n00:10 b\n15:00 c",
		"2026-02-27 23:50:00 UTC: a\n2026-02-28 00:10:00 UTC: b\n2026-02-28 15:00:00 UTC: c\n");
	/* a little out of order is no midnight */
	splits("14:05 a\n14:02 b\n14:40 c",
		"2026-03-01 14:05:00 UTC: a\n2026-03-01 14:02:00 UTC: b\n2026-03-01 14:40:00 UTC: c\n");
	splits("23:58 a\n00:01 b\n23:59 c\n00:02 d",
		"2026-02-28 23:58:00 UTC: a\n2026-03-01 00:01:00 UTC: b\n"
		"2026-02-28 23:59:00 UTC: c\n2026-03-01 00:02:00 UTC: d\n");
	splits("18:00 a\n09:00 b", "2026-02-28 18:00:00 UTC: a\n2026-03-01 09:00:00 UTC: b\n");
	/* after a date, from there on */
	splits("2026-02-10 23:50 a\n00:10 b", "2026-02-10 23:50:00 UTC: a\n2026-02-11 00:10:00 UTC: b\n");
}
END_TEST

START_TEST(a_date_alone_on_a_line_is_the_day_of_what_follows)
{
	splits("## 2026-02-10\n\n14:00 a\n2026-02-11:\n09:00 b",
		"2026-02-10 14:00:00 UTC: a\n2026-02-11 09:00:00 UTC: b\n");
	splits("14:00 a\n2026-02-10\nis a day\n14:05 b",
		"2026-03-01 14:00:00 UTC: a⏎2026-02-10⏎is a day\n2026-03-01 14:05:00 UTC: b\n");
}
END_TEST

START_TEST(authors_are_taken_from_chats)
{
	splits("ana  14:05\non it\nreally\nBo Lind\t2:08 PM\nthanks",
		"2026-03-01 14:05:00 UTC ana: on it⏎really\n2026-03-01 14:08:00 UTC Bo Lind: thanks\n");
	splits("Ana Ruiz  [2:05 PM]\non it", "2026-03-01 14:05:00 UTC Ana Ruiz: on it\n");
	splits("[14:05] ana: on it\n[14:06] error: disk full\n14:07 <bo> ok\n14:08 bo: ok",
		"2026-03-01 14:05:00 UTC ana: on it\n2026-03-01 14:06:00 UTC: error: disk full\n"
		"2026-03-01 14:07:00 UTC bo: ok\n2026-03-01 14:08:00 UTC: bo: ok\n");
}
END_TEST

START_TEST(spans_keep_their_times)
{
	splits("14:05-14:20 outage\n14:30 - 3 pods left",
		"2026-03-01 14:05:00 UTC: 14:05-14:20 outage\n2026-03-01 14:30:00 UTC: 3 pods left\n");
	splits("- 14:05 – 14:20 outage", "2026-03-01 14:05:00 UTC: 14:05 – 14:20 outage\n");
}
END_TEST

START_TEST(times_are_read_in_the_zone_unless_they_name_one)
{
	splits_in("Europe/Berlin", "14:05 a\n14:06 UTC b\n14:07 CET c",
		"2026-03-01 14:05:00 CET: a\n2026-03-01 15:06:00 CET: b\n2026-03-01 14:07:00 CET: c\n");
	/* the hour that the clocks jump over does not exist */
	splits_in("Europe/Berlin", "2025-03-30\n01:59 a\n02:30 b\n03:01 c",
		"2025-03-30 01:59:00 CET: a⏎02:30 b\n2025-03-30 03:01:00 CEST: c\n");
}
END_TEST

/* Whatever comes: pieces follow each other without a gap, and what is left out is marks, times and names. */
START_TEST(nothing_is_lost)
{
	static const char *const parts[] = { "14:05", "23:59:30", "2026-02-10", "T", " ", "  ", "\n", "\n", "- ", "| ",
		"[", "] ", "**", "ana", ": ", "\t", "PM", "Nov 20 14:03:22 ", "UTC", "some words", "\xC3\xA9", "```\n",
		"~", "<bo> ", "\xF0\x9F\x94\xA5", "99:99", "\r\n", "#", "1. ", "-14:20" };
	const struct when_context ctx = { .now = now, .zone = "Europe/Berlin" };
	uint64_t random = 99;
	size_t timed = 0;
	for (int round = 0; round < 20000; round++) {
		struct buf text = { 0 };
		struct split split;
		for (int i = 0; i < 30; i++) {
			random = random * 6364136223846793005u + 1442695040888963407u;
			buf_puts(&text, parts[(random >> 33) % LENGTH(parts)]);
		}
		const char *bytes = buf_text(&text);
		split_find(&split, bytes, text.len, &ctx);
		timed += split.timed;
		ck_assert(!split.count || split.items[0].at == 0);
		for (size_t i = 0; i < split.count; i++) {
			const struct split_piece *piece = &split.items[i];
			size_t end = i + 1 < split.count ? split.items[i + 1].at : text.len;
			ck_assert_uint_le(piece->at, piece->text);
			ck_assert_uint_gt(piece->text_len, 0);
			ck_assert_uint_le(piece->text + piece->text_len, end);
			ck_assert(piece->at == 0 || bytes[piece->at - 1] == '\n');
			ck_assert(utf8_valid(bytes + piece->text, piece->text_len));
			for (size_t at = piece->text + piece->text_len; at < end; at++)
				ck_assert_ptr_nonnull(strchr(" \t\r\n|", bytes[at]));
			/* left out before the text: no more than marks, a date and a time, an author */
			char *head = mem_copy_n(bytes + piece->at, piece->text - piece->at);
			ck_assert_msg(!strstr(head, "some words") || piece->author_len, "lost in %s", bytes);
			free(head);
		}
		split_fini(&split);
		buf_fini(&text);
	}
	ck_assert_uint_gt(timed, 2000);
}
END_TEST

START_TEST(a_long_text_is_quick_and_bounded)
{
	struct buf text = { 0 };
	struct split split;
	const struct when_context ctx = { .now = now, .zone = "UTC" };
	for (int i = 0; i < 60000; i++)
		buf_printf(&text, "%02d:%02d line\n", i / 60 % 24, i % 60);
	split_find(&split, buf_text(&text), text.len, &ctx);
	ck_assert_uint_eq(split.count, SPLIT_MAX);
	const struct split_piece *last = &split.items[SPLIT_MAX - 1];
	ck_assert_uint_eq(last->text + last->text_len, text.len - 1);
	split_fini(&split);
	buf_fini(&text);
}
END_TEST

RUN_TESTS("split", each_line_that_begins_with_a_time_is_a_piece, marks_around_the_time_are_left_out,
	what_is_unsure_is_not_split, lines_without_a_time_belong_to_the_piece_before,
	times_that_run_backwards_are_past_midnight, a_date_alone_on_a_line_is_the_day_of_what_follows,
	authors_are_taken_from_chats, spans_keep_their_times, times_are_read_in_the_zone_unless_they_name_one,
	nothing_is_lost, a_long_text_is_quick_and_bounded)
