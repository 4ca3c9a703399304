/* syslog read as events, and told from what only looks like it. */
#include "log_dump.h"

START_TEST(the_forms_of_syslog_are_read)
{
	static const struct {
		const char *line, *event;
	} rows[] = {
		{ "Mar  5 09:12:44 web-1 nginx[812]: upstream timed out",
			"1 2024-03-05T09:12:44Zzy evidence by nginx in web-1 nginx[812]: upstream timed out" },
		{ "Mar  5 09:12:44 web-1 cron: begun", "1 2024-03-05T09:12:44Zzy evidence by cron in web-1: begun" },
		{ "Mar  5 09:12:44.123456 web-1 cron: begun", "1 2024-03-05T09:12:44.123Zzy evidence by cron in web-1: begun" },
		{ "Mar 15 2023 09:12:44: edge %LINK-3-UPDOWN: down", "1 2023-03-15T09:12:44Zz evidence by %LINK-3-UPDOWN in edge: down" },
		{ "*Mar  5 09:12:44.020: edge app: x", "1 2024-03-05T09:12:44.020Zzy evidence by app in edge: x" },
		{ "<11>Mar  5 09:12:44 web-1 app[3]: failed", "1 2024-03-05T09:12:44Zzy evidence by app in web-1 app[3]: err: failed" },
		{ "<14>Mar  5 09:12:44 web-1 app: fine", "1 2024-03-05T09:12:44Zzy evidence by app in web-1: fine" },
		{ "Mar  5 09:12:44 web-1 last message repeated 3 times",
			"1 2024-03-05T09:12:44Zzy evidence by web-1 in web-1: last message repeated 3 times" },
		{ "Mar  5 09:12:44 app[7]: no host", "1 2024-03-05T09:12:44Zzy evidence by app in app[7]: no host" },
		{ "Tue Mar  5 09:12:44 2024 daemon.err dnsmasq[9]: no servers",
			"1 2024-03-05T09:12:44Zz evidence by dnsmasq in dnsmasq[9]: err: no servers" },
		{ "Mar  5 09:12:44 <kern.crit> web-1 kernel: dead", "1 2024-03-05T09:12:44Zzy evidence by kernel in web-1: crit: dead" },
		{ "2024-03-05T09:12:44.123456+01:00 web-1 sshd[4]: closed",
			"1 2024-03-05T09:12:44.123+01:00 evidence by sshd in web-1 sshd[4]: closed" },
		{ "2024-03-05T09:12:44+0100 web-1 sshd[4]: closed", "1 2024-03-05T09:12:44+01:00 evidence by sshd in web-1 sshd[4]: closed" },
		{ "2024-03-05 09:12:44 web-1 sshd[4]: closed", "1 2024-03-05T09:12:44Zz evidence by sshd in web-1 sshd[4]: closed" },
		{ "Tue 2024-03-05 09:12:44 UTC web-1 sshd[4]: closed", "1 2024-03-05T09:12:44Z evidence by sshd in web-1 sshd[4]: closed" },
		{ "1709629964.123456 web-1 sshd[4]: closed", "1 2024-03-05T09:12:44.123Z evidence by sshd in web-1 sshd[4]: closed" },
		{ "<165>1 2024-03-05T09:12:44.003Z web-1 shop 812 - - begun",
			"1 2024-03-05T09:12:44.003Z evidence by shop in web-1 shop[812]: begun" },
		{ "88 <163>1 2024-03-05T09:12:44.003-05:00 web-1 shop - ID47 [a@1 k=\"v]\\\"\" n=\"2\"][b@2] \xEF\xBB\xBF"
		  "gone",
			"1 2024-03-05T09:12:44.003-05:00 evidence by shop in web-1: err: gone `ID47 [a@1 k=\"v]\\\"\" n=\"2\"][b@2]`" },
		{ "<165>1 2024-03-05T09:12:44Z - - - - [only@1 data=\"x\"]", "1 2024-03-05T09:12:44Z evidence: `[only@1 data=\"x\"]`" },
		{ "<165>1 - web-1 shop - - - when?", "1 2024-03-05T12:00:00Z~ evidence by shop in web-1: when?" },
		{ "Mar  5 23:59:60 web-1 ntpd: leap", "1 2024-03-05T23:59:59Zzy evidence by ntpd in web-1: leap" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct buf expected = { 0 };
		buf_printf(&expected, "%s\n", rows[i].event);
		LOG_IS(format_syslog, "UTC", rows[i].line, buf_text(&expected));
		buf_fini(&expected);
	}
}
END_TEST

START_TEST(what_is_no_message_is_told)
{
	static const char *const lines[] = { "hello", "Mar  5", "Mar 32 09:12:44 web-1 a: b", "Mar  5 24:00:00 web-1 a: b",
		"Feb 30 09:12:44 web-1 a: b", "<999>Mar  5 09:12:44", "<165>1 2024-03-05T09:12:44Z web-1 shop - - [open x",
		"<165>1 yesterday web-1 shop - - - x", "2024-13-05T09:12:44Z web-1 a: b", "Mar  5 09:12:44", "<11>", "<", "1 <11>",
		"{\"a\": 1}", "Foo  5 09:12:44 web-1 a: b", "Mar 5x 09:12:44 web-1 a: b", "Mar  5 09-12-44 web-1 a: b" };
	for (size_t i = 0; i < LENGTH(lines); i++)
		LOG_IS(format_syslog, "UTC", lines[i], "1 bad: no time and host at its start\n");
}
END_TEST

START_TEST(lines_that_begin_with_a_blank_go_on_with_the_message_before)
{
	LOG_IS(format_syslog, "UTC",
		"\xEF\xBB\xBF-- Journal begins at Mon 2024-03-04 --\r\n"
		"2024-03-05T09:00:00+0000 web-1 app[1]: Traceback\r\n"
		"                                        File x, line 3\r\n"
		"\r\n"
		"  \r\n"
		"2024-03-05T09:00:01+0000 web-1 app[1]: next\n"
		"-- Boot 6f --\n"
		"2024-03-05T09:00:02+0000 web-1 app[1]: the end has no newline",
		"2 2024-03-05T09:00:00Z evidence by app in web-1 app[1]: ```\nTraceback\n"
		"                                        File x, line 3\n```\n"
		"6 2024-03-05T09:00:01Z evidence by app in web-1 app[1]: next\n"
		"8 2024-03-05T09:00:02Z evidence by app in web-1 app[1]: the end has no newline\n");
	LOG_IS(format_syslog, "UTC", "\tnothing before\n", "1 bad: no time and host at its start\n");
}
END_TEST

START_TEST(the_year_is_the_one_that_fits_to_now_and_to_the_line_before)
{
	static const struct {
		const char *lines, *years;
	} rows[] = {
		{ "Mar  5 10:00:00\nMar  5 11:00:00\n", "2024 2024 " },
		{ "Mar  6 10:00:00\n", "2024 " },  /* their clock is ahead */
		{ "Mar  7 10:00:00\n", "2023 " },
		{ "Dec 31 23:59:59\nJan  1 00:00:00\nJan  1 00:00:01\n", "2023 2024 2024 " },
		{ "Dec 31 23:59:59\nJan  1 00:00:01\nDec 31 23:59:58\nJan  1 00:00:02\n", "2023 2024 2023 2024 " },
		{ "Apr  1 00:00:00\nSep  1 00:00:00\nFeb  1 00:00:00\n", "2023 2023 2024 " },
		{ "Jan 10 00:00:00\nMar  1 00:00:00\nFeb  1 00:00:00\n", "2024 2024 2024 " }, /* put together wrongly */
		{ "Feb 29 10:00:00\n", "2024 " },
		{ "Mar  4 10:00:00\nFeb 29 10:00:00\n", "2024 2024 " },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct buf text = { 0 }, years = { 0 };
		for (const char *at = rows[i].lines; *at; at += strcspn(at, "\n") + 1)
			buf_printf(&text, "%.*s web-1 app: x\n", (int)strcspn(at, "\n"), at);
		char *dump = log_dump(&format_syslog, buf_text(&text), text.len, 0, "UTC");
		for (const char *at = dump; *at; at += strcspn(at, "\n") + 1)
			buf_printf(&years, "%.4s ", strchr(at, ' ') + 1);
		ck_assert_str_eq(buf_text(&years), rows[i].years);
		free(dump);
		buf_fini(&text);
		buf_fini(&years);
	}
}
END_TEST

START_TEST(the_hour_that_clocks_show_twice_is_told_by_the_order_of_lines)
{
	LOG_IS(format_syslog, "Europe/Berlin",
		"Oct 29 01:59:59 web-1 a: 1\nOct 29 02:10:01 web-1 a: 2\nOct 29 02:10:00 web-1 a: 3\nOct 29 02:59:59 web-1 a: 4\n"
		"Oct 29 02:00:00 web-1 a: 5\nOct 29 02:59:00 web-1 a: 6\nOct 29 03:00:00 web-1 a: 7\n",
		"1 2023-10-29T01:59:59+02:00zy evidence by a in web-1: 1\n"
		"2 2023-10-29T02:10:01+02:00zy evidence by a in web-1: 2\n"
		"3 2023-10-29T02:10:00+02:00zy evidence by a in web-1: 3\n"
		"4 2023-10-29T02:59:59+02:00zy evidence by a in web-1: 4\n"
		"5 2023-10-29T02:00:00+01:00zy evidence by a in web-1: 5\n"
		"6 2023-10-29T02:59:00+01:00zy evidence by a in web-1: 6\n"
		"7 2023-10-29T03:00:00+01:00zy evidence by a in web-1: 7\n");
	/* an hour that no clock showed is the moment of the jump */
	LOG_IS(format_syslog, "Europe/Berlin", "Mar 26 01:59:59 web-1 a: 1\nMar 26 2023 02:30:00 web-1 a: 2\nMar 26 2023 03:00:01 web-1 a: 3\n",
		"1 2023-03-26T01:59:59+01:00zy evidence by a in web-1: 1\n"
		"2 2023-03-26T03:00:00+02:00z evidence by a in web-1: 2\n"
		"3 2023-03-26T03:00:01+02:00z evidence by a in web-1: 3\n");
}
END_TEST

START_TEST(a_line_that_is_too_long_is_cut_and_told)
{
	enum { LONG = 300 * 1024 };
	struct buf text = { 0 };
	buf_puts(&text, "Mar  5 09:00:00 web-1 a: ");
	buf_fill(&text, 'x', LONG);
	buf_puts(&text, "\nMar  5 09:00:01 web-1 a: next\n");
	static const size_t pieces[] = { 0, 4096, 100003 };
	for (size_t i = 0; i < LENGTH(pieces); i++) {
		char *dump = log_dump(&format_syslog, buf_text(&text), text.len, pieces[i], "UTC");
		ck_assert_uint_lt(strlen(dump), LOG_LINE_MAX + 300);
		ck_assert(text_starts(dump, "1 bad: longer than 256 KiB: the rest of it is left out\n1 2024-03-05T09:00:00Zzy evidence"));
		ck_assert_ptr_nonnull(strstr(dump, "xx …\n2 2024-03-05T09:00:01Zzy evidence by a in web-1: next\n"));
		free(dump);
	}
	buf_fini(&text);
}
END_TEST

START_TEST(it_is_told_from_what_only_looks_like_it)
{
	static const struct {
		const char *head;
		int least, most;
	} rows[] = {
		{ "Mar  5 09:12:44 web-1 nginx[812]: upstream timed out\nMar  5 09:12:45 web-1 last message repeated 3 times\n", 70, 100 },
		{ "<165>1 2024-03-05T09:12:44.003Z web-1 shop 812 - - begun\n", 90, 100 },
		{ "-- Journal begins --\n2024-03-05T09:12:44+0100 web-1 sshd[4]: closed\n   more\n", 80, 100 },
		{ "2024-03-05 09:12:44 INFO app: begun\n2024-03-05 09:12:45 ERROR app: over\n", 0, 20 },
		{ "2024-03-05T09:12:44Z [warn] app: begun\n", 0, 20 },
		{ "09:12 <ana> hello\n09:13 <bo> hi\n", 0, 0 },
		{ "{\"time\": \"2024-03-05T09:12:44Z\"}\n", 0, 0 },
		{ "# Outage\n\nMar 5 09:12:44 web-1 x: it began\n\nand then\nmore\n", 0, 29 },
		{ "time,text\n2024-03-05T09:12:44Z,x\n", 0, 0 },
		{ "", 0, 0 },
		{ "\n\n", 0, 0 },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		int sure = format_syslog.detect(rows[i].head, strlen(rows[i].head), "x.log");
		ck_assert_msg(sure >= rows[i].least && sure <= rows[i].most, "%d: %s", sure, rows[i].head);
	}
}
END_TEST

RUN_TESTS("syslog", the_forms_of_syslog_are_read, what_is_no_message_is_told,
	lines_that_begin_with_a_blank_go_on_with_the_message_before,
	the_year_is_the_one_that_fits_to_now_and_to_the_line_before,
	the_hour_that_clocks_show_twice_is_told_by_the_order_of_lines, a_line_that_is_too_long_is_cut_and_told,
	it_is_told_from_what_only_looks_like_it)
