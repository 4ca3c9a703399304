/* The small parts of the UI: short forms, sessions, watching a file. */
#include <check.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/duration.h"
#include "base/mem.h"
#include "base/text.h"
#include "tui/clipboard.h"
#include "tui/composer.h"
#include "tui/show.h"
#include "tui/watch.h"

static void is_text(struct buf *got, const char *wanted)
{
	ck_assert_str_eq(buf_text(got), wanted);
	buf_fini(got);
}

START_TEST(lengths_are_short_and_never_rounded_up)
{
	static const struct {
		int64_t ms;
		const char *text;
	} rows[] = { { 0, "0s" }, { 59999, "59s" }, { MINUTE_MS, "1m" }, { HOUR_MS - 1, "59m" },
		{ HOUR_MS, "1h00m" }, { 65 * MINUTE_MS, "1h05m" }, { DAY_MS - 1, "23h59m" },
		{ DAY_MS, "1d0h" }, { 51 * HOUR_MS, "2d3h" }, { -5 * MINUTE_MS, "-5m" } };
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct buf out = { 0 };
		show_length(rows[i].ms, &out);
		is_text(&out, rows[i].text);
	}
}
END_TEST

START_TEST(links_lose_what_everybody_knows)
{
	static const struct {
		const char *link, *text;
	} rows[] = { { "https://grafana.example.com/d/3f", "grafana/d/3f" },
		{ "https://www.example.com/", "example" },
		{ "http://status.example.com", "status" }, { "ops/infra#22", "ops/infra#22" },
		{ "#12", "#12" },
		{ "https://grafana.example.com/d/3f?orgId=1&var=x", "grafana/d/3f?orgId=…" },
		{ "https://127.0.0.1:3000/d", "127/d" } };
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct buf out = { 0 };
		show_link(rows[i].link, 20, &out);
		is_text(&out, rows[i].text);
	}
}
END_TEST

START_TEST(people_are_shown_without_their_address)
{
	struct buf out = { 0 };
	show_person("Ana Ruiz <ana@example.com>", &out);
	is_text(&out, "Ana Ruiz");
	show_person("<ana@example.com>", &out);
	is_text(&out, "<ana@example.com>");
	show_person("ana", &out);
	is_text(&out, "ana");
}
END_TEST

START_TEST(a_moment_names_its_day_unless_it_is_today)
{
	const int64_t now = INT64_C(1772376330000); /* 2026-03-01T14:45:30Z */
	const struct {
		struct when when;
		const char *zone, *text;
	} rows[] = { { { now, PRECISION_EXACT, 0 }, "UTC", "14:45:30 UTC" },
		{ { now, PRECISION_MINUTE, 0 }, "Europe/Berlin", "15:45 CET" },
		{ { now - DAY_MS, PRECISION_ABOUT, 0 }, "UTC", "~Sat 28 Feb 14:45 UTC" },
		{ { now - 365 * DAY_MS, PRECISION_MINUTE, 0 }, "UTC", "Sat 1 Mar 2025 14:45 UTC" },
		{ { now / DAY_MS * DAY_MS, PRECISION_DAY, 0 }, "UTC", "Sun 1 Mar" } };
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct buf out = { 0 };
		show_moment(&rows[i].when, rows[i].zone, now, &out);
		is_text(&out, rows[i].text);
	}
}
END_TEST

START_TEST(this_session_lives_and_an_ended_one_is_dead)
{
	char session[SESSION_SIZE], child[SESSION_SIZE];
	int ends[2], status;
	session_name(session);
	ck_assert_int_eq(session_state(session), SESSION_ALIVE);
	ck_assert_int_eq(pipe(ends), 0);
	pid_t pid = fork();
	if (pid == 0) {
		session_name(child);
		_exit(write(ends[1], child, sizeof child) != (ssize_t)sizeof child);
	}
	ck_assert_int_eq(read(ends[0], child, sizeof child), (ssize_t)sizeof child);
	/* ended, and still listed because nobody asked for its status */
	siginfo_t ended;
	ck_assert_int_eq(waitid(P_PID, (id_t)pid, &ended, WEXITED | WNOWAIT), 0);
	ck_assert_int_eq(session_state(child), SESSION_DEAD);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_str_ne(session, child);
	ck_assert_int_eq(session_state(child), SESSION_DEAD);
	close(ends[0]);
	close(ends[1]);
}
END_TEST

START_TEST(a_session_with_the_number_of_another_program_is_dead)
{
	char session[SESSION_SIZE];
	session_name(session);
	size_t last = strlen(session) - 1;
	session[last] = session[last] == '1' ? '2' : '1'; /* started at another time */
	ck_assert_int_eq(session_state(session), SESSION_DEAD);
	session_name(session);
	char *boot = strchr(session, '-') + 1; /* the same number and ticks, before the machine was started anew */
	*boot = *boot == '1' ? '2' : '1';
	ck_assert_int_eq(session_state(session), SESSION_DEAD);
	ck_assert_int_eq(session_state("from another program"), SESSION_DEAD);
	ck_assert_int_eq(session_state(""), SESSION_DEAD);
}
END_TEST

START_TEST(nobody_can_tell_about_a_session_on_another_machine)
{
	char session[SESSION_SIZE];
	session_name(session);
	session[0] = session[0] == '1' ? '2' : '1';
	ck_assert_int_eq(session_state(session), SESSION_ELSEWHERE);
}
END_TEST

static void write_to(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, "x", 1), 1);
	close(fd);
}

static bool heard(int fd, const char *path)
{
	struct pollfd ready = { .fd = fd, .events = POLLIN };
	return poll(&ready, 1, 0) == 1 && watch_read(fd, path);
}

START_TEST(writing_to_a_file_or_its_journal_is_heard_and_to_others_is_not)
{
	char folder[] = "/tmp/inquest-watch-XXXXXX";
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(chdir(folder), 0);
	write_to("x.db");
	int fd = watch_open("x.db");
	ck_assert_int_ge(fd, 0);
	ck_assert(!heard(fd, "x.db"));
	write_to("other");
	write_to("x.db-other");
	ck_assert(!heard(fd, "x.db"));
	write_to("x.db-journal"); /* new: with the first write to the database it is known */
	write_to("x.db");
	ck_assert(heard(fd, "x.db"));
	ck_assert(!heard(fd, "x.db"));
	write_to("x.db-journal");
	ck_assert(heard(fd, "x.db"));
	/* another file in its place, as a copy that is brought back */
	ck_assert_int_eq(rename("other", "x.db"), 0);
	ck_assert(heard(fd, "x.db"));
	heard(fd, "x.db");
	write_to("x.db");
	ck_assert(heard(fd, "x.db"));
	close(fd);
	unlink("x.db");
	unlink("x.db-journal");
	unlink("x.db-other");
	rmdir(folder);
	ck_assert_int_eq(watch_open("/no such folder/x.db"), -1);
	ck_assert(!watch_tells_all("/no such folder/x.db"));
}
END_TEST

START_TEST(the_clipboard_is_set_by_base64_in_one_sequence)
{
	static const struct {
		const char *text, *sequence;
	} rows[] = { { "", "\x1B]52;c;\a" }, { "f", "\x1B]52;c;Zg==\a" },
		{ "fo", "\x1B]52;c;Zm8=\a" }, { "foobar", "\x1B]52;c;Zm9vYmFy\a" },
		{ "\x1B]\xFF", "\x1B]52;c;G13/\a" } };
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct buf out = { 0 };
		clipboard_sequence(rows[i].text, strlen(rows[i].text), false, &out);
		is_text(&out, rows[i].sequence);
	}
}
END_TEST

START_TEST(through_screen_the_sequence_goes_in_pieces_that_make_up_the_same)
{
	char text[1000];
	struct buf plain = { 0 }, pieces = { 0 }, joined = { 0 };
	memset(text, 'x', sizeof text);
	clipboard_sequence(text, sizeof text, false, &plain);
	clipboard_sequence(text, sizeof text, true, &pieces);
	for (const char *at = buf_text(&pieces); *at;) {
		ck_assert(text_starts(at, "\x1BP"));
		const char *end = strstr(at, "\x1B\\");
		ck_assert_ptr_nonnull(end);
		ck_assert_int_le(end + 2 - at, 256);
		buf_put(&joined, at + 2, (size_t)(end - at - 2));
		at = end + 2;
	}
	ck_assert_str_eq(buf_text(&joined), buf_text(&plain));
	buf_fini(&plain);
	buf_fini(&pieces);
	buf_fini(&joined);
}
END_TEST

int main(void)
{
	setenv("TZ", "UTC", 1);
	Suite *suite = suite_create("tui");
	TCase *tcase = tcase_create("parts");
	tcase_add_test(tcase, lengths_are_short_and_never_rounded_up);
	tcase_add_test(tcase, links_lose_what_everybody_knows);
	tcase_add_test(tcase, people_are_shown_without_their_address);
	tcase_add_test(tcase, a_moment_names_its_day_unless_it_is_today);
	tcase_add_test(tcase, this_session_lives_and_an_ended_one_is_dead);
	tcase_add_test(tcase, a_session_with_the_number_of_another_program_is_dead);
	tcase_add_test(tcase, nobody_can_tell_about_a_session_on_another_machine);
	tcase_add_test(tcase, writing_to_a_file_or_its_journal_is_heard_and_to_others_is_not);
	tcase_add_test(tcase, the_clipboard_is_set_by_base64_in_one_sequence);
	tcase_add_test(tcase, through_screen_the_sequence_goes_in_pieces_that_make_up_the_same);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
