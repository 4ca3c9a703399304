/*
 * The formats of lines on the files of tests/import: FILE is read, what comes of it is compared with FILE.events.
 * INQUEST_UPDATE=1 writes that anew.
 */
#include "log_fixture.h"

static const struct log_fixture fixtures[] = {
	{ "irssi.log", "irc", "Europe/Berlin", NULL },
	{ "weechat.weechatlog", "irc", "UTC", NULL },
	{ "hexchat.log", "irc", "America/New_York", NULL },
	{ "#ops_2024-03-01.log", "irc", "UTC", NULL },
	{ "mirc.log", "irc", "+02:00", NULL },
	{ "bot.log", "irc", "Europe/Berlin", NULL },
	{ "zsh_history", "shell", "Europe/Berlin", NULL },
	{ "bash_history", "shell", "UTC", NULL },
	{ "fish_history", "shell", "UTC", NULL },
	{ "pagerduty.csv", "csv", "UTC", NULL },
	{ "german.csv", "csv", "Europe/Berlin", NULL },
	{ "timesketch.csv", "csv", "Europe/Berlin", NULL },
	{ "export.tsv", "csv", "America/New_York", NULL },
	{ "jira.csv", "csv", "UTC", NULL },
	{ "nohead.csv", "csv", "Europe/Berlin", NULL },
	{ "japanese.csv", "csv", "Asia/Tokyo", NULL },
	{ "pipes.csv", "csv", "UTC", NULL },
	{ "mapped.csv", "csv", "UTC", "at=col b, text=\"col a\"+\"d, e\", author=3, zone=tz" },
	{ "plaso.csv", "l2tcsv", "America/New_York", NULL },
	{ "notes.txt", "text", "Europe/Berlin", NULL },
	{ "slack.txt", "text", "UTC", NULL },
	{ "whatsapp.txt", "text", "Europe/Berlin", NULL },
};

START_TEST(each_file_gives_its_events_whatever_pieces_it_comes_in)
{
	for (size_t i = 0; i < LENGTH(fixtures); i++)
		log_fixture_check(&fixtures[i]);
}
END_TEST

/* What one line gives, whatever the format makes of the rest. */
START_TEST(irc_lines_are_read_as_clients_write_them)
{
	static const struct {
		const char *line, *wanted;
	} rows[] = {
		{ "14:05 <ana> hello", "1 2024-03-05T14:05:00+03:00mzy by ana: hello\n" },
		{ "14:05:30 <ana> hello", "1 2024-03-05T14:05:30+03:00zy by ana: hello\n" },
		{ "23:05 <ana> last night", "1 2024-03-04T23:05:00+03:00mzy by ana: last night\n" },
		{ "[14:05] <ana>", "" },
		{ "[14:05] <> x", "1 bad: not what IRC clients write\n" },
		{ "14:05 <ana> a\tb", "1 2024-03-05T14:05:00+03:00mzy by ana: a\tb\n" },
		{ "14:05 * ana has left the car running", "1 2024-03-05T14:05:00+03:00mzy by ana: ana has left the car running\n" },
		{ "14:05 * ana has left #ops", "" },
		{ "Mar  1 14:05:00 <ana>\thi", "1 2024-03-01T14:05:00+03:00zy by ana: hi\n" },
		{ "Nov 30 14:05:00 <ana>\thi", "1 2023-11-30T14:05:00+03:00zy by ana: hi\n" },
		{ "24:05 <ana> x", "1 bad: no time at the beginning\n" },
		{ "0999-01-01 14:05 <ana> x", "1 bad: there is no such day\n" },
		{ "14:05 <ana> \x02\x03" "4,12bold\x0f \x04" "ff0000red", "1 2024-03-05T14:05:00+03:00mzy by ana: bold red\n" },
		{ "14:05 -ana", "1 bad: not what IRC clients write\n" },
		{ "--- Log opened some day", "" },
		{ "--- Log opened dim août 26 00:33:58 2007\n10:38 < ana> bon", "2 2007-08-26T10:38:00+03:00mz by ana: bon\n" },
		{ "--- Day changed Mo Mär 04 2024\n10:38 <ana> a", "2 2024-03-04T10:38:00+03:00mz by ana: a\n" },
		{ "--- Log opened Fri Feb 30 00:33:58 2007\n10:38 <ana> a", "2 2024-03-05T10:38:00+03:00mzy by ana: a\n" },
		{ "2024-03-01T14:05:00.123456Z\tana\thi", "1 2024-03-01T14:05:00.123Z by ana: hi\n" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++)
		LOG_IS(format_irc, "+03:00", rows[i].line, rows[i].wanted);
}
END_TEST

START_TEST(irc_lines_before_the_first_day_get_it_from_what_follows)
{
	LOG_IS(format_irc, "UTC",
		"23:50 <ana> a\n00:10 <ana> b\n--- Day changed Thu Feb 01 2024\n00:20 <ana> c\n",
		"1 2024-01-30T23:50:00Zmz by ana: a\n2 2024-01-31T00:10:00Zmz by ana: b\n4 2024-02-01T00:20:00Zmz by ana: c\n");
	/* no day at all: the last is the most recent there can be */
	LOG_IS(format_irc, "UTC", "23:50 <ana> a\n00:10 <ana> b\n11:59 <ana> c\n",
		"1 2024-03-04T23:50:00Zmzy by ana: a\n2 2024-03-05T00:10:00Zmzy by ana: b\n3 2024-03-05T11:59:00Zmzy by ana: c\n");
}
END_TEST

/* What stops a command: its size, and a time that is none. */
START_TEST(shell_commands_have_bounds)
{
	struct buf text = { 0 };
	buf_puts(&text, "#1709301900\n");
	for (int i = 0; i < 20000; i++)
		buf_printf(&text, "line %d\n", i);
	buf_puts(&text, "#1709301901\nnext\n#99999999999\nlater than clocks go\n");
	char *got = log_dump(&format_shell, text.data, text.len, 0, "UTC");
	ck_assert_ptr_nonnull(strstr(got, " …\n```\n"));
	ck_assert_ptr_nonnull(strstr(got, "bad: this command has no time: bash"));
	ck_assert_ptr_nonnull(strstr(got, "2024-03-01T14:05:01Z evidence: `next`\n"));
	free(got);
	buf_fini(&text);
}
END_TEST

START_TEST(each_file_is_known_by_its_content)
{
	for (size_t i = 0; i < LENGTH(fixtures); i++) {
		struct buf text = { 0 };
		int sure;
		log_fixture_read(&fixtures[i], &text);
		const struct log_format *found = log_format_detect(text.data, text.len, "", &sure);
		ck_assert_msg(found && text_equal(found->name, fixtures[i].format), "%s is taken for %s (%d)",
			fixtures[i].file, found ? found->name : "nothing", sure);
		buf_fini(&text);
	}
}
END_TEST

START_TEST(documents_are_taken_for_no_log)
{
	static const char *const texts[] = {
		"# Labels cannot be printed\n\n## Timeline\n\n| Time | Event |\n|---|---|\n| 14:05 | first ticket |\n| 14:09 | restart |\n",
		"---\ntitle: Labels\ndate: 2024-03-01\n---\n\n- 14:05 first ticket\n- 14:09 restart\n",
		("Issue summary\nDuration: 2024-03-01, 14:05 to 16:00 UTC\nImpact: no labels, no parcels\nRoot cause: a certificate\n"
		"Timeline\n14:05 first ticket\n14:09 restart\n14:30 found\n16:00 green\n"),
		"| Time | Event |\n|---|---|\n| 14:05 | first ticket |\n| 14:09 | restart |\n",
		"Dear all,\nwe met, talked, and left.\nBest, Ana\n",
		"one, two\nthree, four\n",
		"",
		"\n\n",
		"x",
	};
	for (size_t i = 0; i < LENGTH(texts); i++) {
		int sure;
		const struct log_format *found = log_format_detect(texts[i], strlen(texts[i]), "", &sure);
		ck_assert_msg(!found, "%s is taken for %s (%d)", texts[i], found ? found->name : "", sure);
	}
}
END_TEST

RUN_TESTS("lines", documents_are_taken_for_no_log, each_file_gives_its_events_whatever_pieces_it_comes_in, each_file_is_known_by_its_content,
	irc_lines_are_read_as_clients_write_them, irc_lines_before_the_first_day_get_it_from_what_follows,
	shell_commands_have_bounds)
