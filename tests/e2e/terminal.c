/* The program in a real terminal: what it leaves behind, what it survives, what it sends. Each test
 * has a folder, a database and a program of its own. INQUEST is the program. */
#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "session.h"

enum { TIMEOUT_S = 120 };

#define BEGIN "\033[200~"
#define END "\033[201~"

/* ---- what is left behind ---- */

START_TEST(an_event_is_logged_and_the_terminal_is_left_as_it_was)
{
	struct vt *vt = start_ready();
	ck_assert(vt_mode(vt, 1049));
	ck_assert(vt_mode(vt, 2004));
	ck_assert(!vt_mode(vt, 1000));
	ck_assert(!vt_cooked(vt));
	ck_assert_int_eq(vt_titles_kept(vt), 1);
	vt_says(vt, 0, "\033]2;INC-1 Checkout returns 500");
	vt_type(vt, "roll back to 4.11\r");
	vt_sees(vt, "#1 logged: note");
	ck_assert(event_is_there(vt, "roll back to 4.11"));
	leave(vt);
	terminal_is_as_before(vt);
	vt_free(vt);
}
END_TEST

static const int ends[] = { SIGHUP, SIGTERM, SIGINT, SIGQUIT };

START_TEST(a_signal_keeps_the_draft_and_restores_the_terminal)
{
	struct vt *vt = start_ready();
	vt_type(vt, "half a sent");
	vt_sees(vt, "half a sent");
	kill(vt_pid(vt), ends[_i]);
	ck_assert_int_eq(vt_end(vt), 128 + ends[_i]);
	terminal_is_as_before(vt);
	vt_free(vt);
	vt = start();
	vt_sees(vt, "half a sent");
	vt_type(vt, "ence\r");
	vt_sees(vt, "#1 logged");
	ck_assert(event_is_there(vt, "half a sentence"));
	vt_free(vt);
}
END_TEST

START_TEST(a_terminal_that_is_taken_away_keeps_the_draft)
{
	struct vt *vt = start_ready();
	vt_type(vt, "the line dropp");
	vt_sees(vt, "the line dropp");
	vt_hang_up(vt);
	int status = vt_end(vt);
	ck_assert_msg(status == 0 || status == 128 + SIGHUP, "status %d", status);
	vt_free(vt);
	vt = start();
	vt_sees(vt, "the line dropp");
	vt_free(vt);
}
END_TEST

START_TEST(the_end_of_input_ends_it_and_keeps_the_draft)
{
	/* its input is another terminal than its output: only that one is taken away */
	const char *const holder[] = { "sh", "-c", "tty > tty; echo ready; exec cat", NULL };
	struct vt *input = vt_start(ROWS, COLUMNS, holder);
	vt_sees(input, "ready");
	const char *const argv[] = { "sh", "-c", "exec \"$INQUEST\" < \"$(cat tty)\"", NULL };
	struct vt *vt = vt_start(ROWS, COLUMNS, argv);
	vt_sees(vt, "what is happening?");
	vt_free(input);
	ck_assert_int_eq(vt_end(vt), 0);
	ck_assert(!vt_mode(vt, 1049));
	ck_assert(!vt_mode(vt, 2004));
	vt_free(vt);
}
END_TEST

START_TEST(killed_it_offers_what_was_typed)
{
	struct vt *vt = start_ready();
	vt_type(vt, "killed in the mid");
	ck_assert(vt_wait(vt, draft_is_there, "killed in the mid"));
	kill(vt_pid(vt), SIGKILL);
	ck_assert_int_eq(vt_end(vt), 128 + SIGKILL);
	vt_free(vt);
	vt = start();
	vt_sees(vt, "killed in the mid");
	vt_type(vt, "dle\r");
	vt_sees(vt, "#1 logged");
	vt_free(vt);
}
END_TEST

START_TEST(suspended_as_a_job_it_comes_back_whole)
{
	const char *const argv[] = { "bash", "--norc", "--noprofile", "-i", NULL };
	setenv("PS1", "shell> ", 1);
	setenv("HISTFILE", "", 1);
	struct vt *vt = vt_start(ROWS, COLUMNS, argv);
	vt_sees(vt, "shell>");
	vt_type(vt, "\"$INQUEST\"\r");
	vt_sees(vt, "what is happening?");
	vt_type(vt, "before the suspension");
	vt_sees(vt, "before the suspension");
	vt_type(vt, "\032");
	vt_sees(vt, "Stopped");
	ck_assert(!vt_mode(vt, 1049));
	ck_assert_int_eq(vt_titles_kept(vt), 0);
	ck_assert(draft_is_there(vt, "before the suspension"));
	/* smaller when it comes back */
	vt_resize(vt, 12, 50);
	vt_type(vt, "fg\r");
	vt_sees(vt, "before the suspension");
	vt_sees(vt, "INC-1 SEV1");
	ck_assert(vt_mode(vt, 1049));
	ck_assert(vt_mode(vt, 2004));
	vt_type(vt, "\r");
	vt_sees(vt, "#1 logged");
	vt_free(vt);
}
END_TEST

START_TEST(stopped_and_continued_from_outside_it_paints_again)
{
	struct vt *vt = start_ready();
	kill(vt_pid(vt), SIGSTOP);
	int status;
	ck_assert_int_eq(waitpid(vt_pid(vt), &status, WUNTRACED), vt_pid(vt));
	ck_assert(WIFSTOPPED(status));
	size_t before = vt_sent(vt);
	vt_resize(vt, 30, 100);
	kill(vt_pid(vt), SIGCONT);
	vt_says(vt, before, "what is happening?");
	vt_says(vt, before, "\033[?2004h");
	ck_assert_int_eq(vt_titles_kept(vt), 1);
	vt_sees(vt, "what is happening?");
	leave(vt);
	terminal_is_as_before(vt);
	vt_free(vt);
}
END_TEST

START_TEST(any_size_is_followed)
{
	static const int sizes[][2] = { { 1, 1 }, { 2, 3 }, { 1, 200 }, { 100, 1 }, { 10, 40 },
		{ 50, 200 }, { 24, 80 } };
	struct vt *vt = start_ready();
	vt_type(vt, "typed before");
	for (size_t i = 0; i < LENGTH(sizes); i++) {
		size_t before = vt_sent(vt);
		vt_resize(vt, sizes[i][0], sizes[i][1]);
		vt_says(vt, before, "\033[");
	}
	vt_sees(vt, "typed before");
	vt_type(vt, "\r");
	vt_sees(vt, "#1 logged");
	leave(vt);
	vt_free(vt);
}
END_TEST

/* ---- forms, and a database in trouble ---- */

static void open_form(struct vt *vt)
{
	browse(vt);
	vt_type(vt, "2");
	vt_sees(vt, "No action items yet");
	vt_type(vt, "A");
	vt_sees(vt, "New action");
}

START_TEST(a_form_survives_sizes_a_stop_and_a_lost_terminal)
{
	struct vt *vt = start_ready();
	int status;
	open_form(vt);
	vt_type(vt, "alert on key rot");
	vt_sees(vt, "alert on key rot");
	vt_resize(vt, 1, 1);
	vt_type(vt, "ation");
	vt_resize(vt, ROWS, COLUMNS);
	vt_sees(vt, "alert on key rotation");
	kill(vt_pid(vt), SIGSTOP);
	ck_assert_int_eq(waitpid(vt_pid(vt), &status, WUNTRACED), vt_pid(vt));
	kill(vt_pid(vt), SIGCONT);
	vt_type(vt, ", daily");
	vt_sees(vt, "alert on key rotation, daily");
	vt_hang_up(vt);
	vt_end(vt);
	vt_free(vt);
	vt = start();
	vt_sees(vt, "a form was left unsaved");
	open_form(vt);
	vt_sees(vt, "alert on key rotation, daily");
	vt_type(vt, "\023");
	vt_sees(vt, "#1");
	vt_type(vt, "Q");
	ck_assert_int_eq(vt_end(vt), 0);
	ck_assert_ptr_nonnull(strstr(shell("\"$INQUEST\" action"), "alert on key rotation, daily"));
	vt_free(vt);
}
END_TEST

START_TEST(a_database_that_is_taken_away_loses_nothing)
{
	struct vt *vt = start_ready();
	vt_type(vt, "first");
	ck_assert(vt_wait(vt, draft_is_there, "first"));
	ck_assert_int_eq(rename("x.db", "y.db"), 0);
	vt_type(vt, " and more");
	vt_sees(vt, "not on disk");
	vt_type(vt, "\r");
	vt_sees(vt, "your text is still here");
	vt_sees(vt, "first and more");
	ck_assert_int_eq(rename("y.db", "x.db"), 0);
	vt_type(vt, "\r");
	vt_sees(vt, "#1 logged");
	ck_assert(event_is_there(vt, "first and more"));
	leave(vt);
	vt_free(vt);
}
END_TEST

/* sqlite3 holds it until it is told to let go */
START_TEST(a_locked_database_loses_nothing)
{
	/* the one under test may be reading at that very moment */
	const char *const holder[] = { "sqlite3", "-cmd", ".timeout 5000", "x.db", NULL };
	struct vt *other = vt_start(ROWS, COLUMNS, holder), *vt = start_ready();
	vt_sees(other, "sqlite>");
	vt_type(other, "begin exclusive; select 'it is ' || 'mine';\r");
	vt_sees(other, "it is mine");
	vt_type(vt, "while it is held");
	vt_sees(vt, "while it is held");
	vt_sees(vt, "not on disk");
	vt_type(other, "commit; select 'let ' || 'go';\r");
	vt_sees(other, "let go");
	vt_type(vt, "\r");
	vt_sees(vt, "#1 logged");
	ck_assert(event_is_there(vt, "while it is held"));
	leave(vt);
	vt_free(vt);
	vt_free(other);
}
END_TEST

/* ---- the editor ---- */

START_TEST(the_editor_has_the_terminal_and_gives_it_back)
{
	put_file("editor",
		"#!/bin/sh\necho now in the editor\nread -r line\n"
		"printf 'written there: %s\\n' \"$line\" >\"$1\"\n",
		0755);
	setenv("EDITOR", "./editor", 1);
	struct vt *vt = start_ready();
	vt_type(vt, "x\005");
	vt_sees(vt, "now in the editor");
	ck_assert(!vt_mode(vt, 1049));
	ck_assert(!vt_mode(vt, 2004));
	ck_assert(vt_cooked(vt));
	vt_resize(vt, 1, 1);
	vt_type(vt, "at 1x1\r");
	vt_says(vt, 0, "\033[?1049h");
	vt_resize(vt, ROWS, COLUMNS);
	vt_sees(vt, "written there: at 1x1");
	ck_assert(vt_mode(vt, 2004));
	vt_type(vt, "\r");
	vt_sees(vt, "#1 logged");
	leave(vt);
	terminal_is_as_before(vt);
	vt_free(vt);
}
END_TEST

START_TEST(an_editor_that_fails_changes_nothing)
{
	setenv("EDITOR", "false", 1);
	struct vt *vt = start_ready();
	vt_type(vt, "stays as it is\005");
	vt_sees(vt, "the editor 'false' failed");
	vt_type(vt, "\r");
	vt_sees(vt, "#1 logged");
	ck_assert(event_is_there(vt, "stays as it is"));
	vt_free(vt);
}
END_TEST

/* ---- pastes ---- */

START_TEST(pasted_lines_are_one_event_and_run_nothing)
{
	struct vt *vt = start_ready();
	vt_type(vt, BEGIN "one line" END);
	vt_sees(vt, "one line");
	vt_type(vt, "\r");
	vt_sees(vt, "#1 logged");
	vt_type(vt, BEGIN "kubectl get pods\rq\r:quit\r\033\032\003 end of it" END);
	vt_sees(vt, "end of it");
	vt_type(vt, "\r");
	vt_sees(vt, "#2 logged");
	const char *event = shell("\"$INQUEST\" event show 2");
	ck_assert_msg(strstr(event, "kubectl get pods\nq\n:quit\n") != NULL, "%s", event);
	leave(vt);
	vt_free(vt);
}
END_TEST

START_TEST(five_megabytes_at_once_are_kept_and_run_nothing)
{
	const size_t size = 5 << 20;
	static const char line[] = "q 14:03:05 worker-3 connection refused, retry in 5 s\r";
	char *text = malloc(size);
	struct vt *vt = start_ready();
	for (size_t at = 0; at < size; at++)
		text[at] = line[at % (sizeof line - 1)];
	vt_type(vt, "before it ");
	vt_type(vt, BEGIN);
	vt_send(vt, text, size);
	vt_type(vt, END);
	vt_sees(vt, "attach ");
	vt_type(vt, "\r");
	vt_sees(vt, "#1  5242880");
	/* all of it, with the line ends of files */
	const char *got = shell("\"$INQUEST\" attach save 1 kept >/dev/null 2>&1; wc -c <kept; "
				"tail -n 1 kept | head -c 30");
	ck_assert_msg(strstr(got, "5242880") != NULL, "%s", got);
	vt_type(vt, "after it");
	vt_sees(vt, "before it after it");
	vt_type(vt, "\r");
	vt_sees(vt, "logged");
	leave(vt);
	vt_free(vt);
	free(text);
}
END_TEST

START_TEST(a_line_of_a_hundred_thousand_characters_is_taken_shown_and_logged)
{
	enum { SIZE = 100000 };
	static char text[SIZE + 1];
	struct vt *vt = start_ready();
	memset(text, 'x', SIZE);
	memcpy(text, "begin", 5);
	memcpy(text + SIZE - 5, "ENDED", 5);
	vt_type(vt, BEGIN);
	vt_send(vt, text, SIZE);
	vt_type(vt, END);
	vt_sees(vt, "ENDED");
	vt_type(vt, "\r");
	vt_sees(vt, "#1 logged");
	const char *length = shell("\"$INQUEST\" event list --json | tr -cd x | wc -c");
	ck_assert_msg(atoi(length) >= SIZE - 10, "%s", length);
	leave(vt);
	vt_free(vt);
}
END_TEST

/* ---- the mouse, copying, printing ---- */

START_TEST(the_mouse_is_on_only_when_asked_and_off_at_the_end)
{
	struct vt *vt = start_ready();
	vt_type(vt, "\033[<0;20;3M"); /* nobody asked: swallowed */
	browse(vt);
	vt_type(vt, ":mouse\r");
	vt_sees(vt, "the mouse is on");
	ck_assert(vt_mode(vt, 1000));
	ck_assert(vt_mode(vt, 1006));
	vt_type(vt, "\033[<0;20;3M\033[<0;20;3m");
	vt_sees(vt, "No action items yet.");
	vt_type(vt, ":mouse off\r");
	vt_sees(vt, "the mouse is off");
	ck_assert(!vt_mode(vt, 1000));
	ck_assert(!vt_mode(vt, 1006));
	vt_type(vt, ":mouse on\r");
	vt_sees(vt, "the mouse is on");
	vt_type(vt, "Q");
	ck_assert_int_eq(vt_end(vt), 0);
	terminal_is_as_before(vt);
	vt_free(vt);
}
END_TEST

START_TEST(copying_sends_the_text_to_the_terminal)
{
	shell("\"$INQUEST\" log foobar");
	struct vt *vt = start();
	vt_sees(vt, "foobar");
	browse(vt);
	vt_type(vt, "y");
	vt_says(vt, 0, "\033]52;c;Zm9vYmFy\a");
	vt_sees(vt, "event #1 copied (6 bytes)");
	vt_free(vt);
}
END_TEST

START_TEST(in_tmux_copying_fills_its_buffer)
{
	put_file("tmux", "#!/bin/sh\necho \"$*\" >>calls\ncat >buffer\n", 0755);
	char path[4096];
	snprintf(path, sizeof path, "%s:%s", getenv("HOME"), getenv("PATH"));
	setenv("PATH", path, 1);
	setenv("TMUX", "/tmp/tmux-0/default,1,0", 1);
	setenv("TERM", "tmux-256color", 1);
	shell("\"$INQUEST\" log \"it's; \\$(touch run)\"");
	struct vt *vt = start();
	vt_sees(vt, "it's");
	browse(vt);
	vt_type(vt, "y");
	vt_sees(vt, "to tmux's buffer");
	ck_assert_str_eq(shell("cat calls buffer; ls run 2>/dev/null"),
		"load-buffer -w -\nit's; $(touch run)");
	ck_assert(!vt_said(vt, 0, "\033]52"));
	vt_free(vt);
}
END_TEST

START_TEST(printing_leaves_the_screen_and_comes_back)
{
	shell("\"$INQUEST\" log \"$(printf 'a line that is much longer than the screen is wide, so "
	      "that it would be cut or wrapped there\\033[31m')\"");
	struct vt *vt = start();
	vt_sees(vt, "a line that is");
	browse(vt);
	size_t before = vt_sent(vt);
	vt_type(vt, "P");
	vt_says(vt, before, "Enter goes back to inquest");
	ck_assert(!vt_mode(vt, 1049));
	ck_assert(!vt_mode(vt, 2004));
	ck_assert(vt_cooked(vt));
	ck_assert(vt_said(vt, before, "so that it would be cut or wrapped there^[[31m"));
	ck_assert(!vt_said(vt, before, "│"));
	ck_assert(!vt_said(vt, before, "─"));
	vt_type(vt, "\r");
	vt_sees(vt, "i write");
	ck_assert(vt_mode(vt, 1049));
	leave(vt);
	terminal_is_as_before(vt);
	vt_free(vt);
}
END_TEST

/* ---- publishing ---- */

START_TEST(a_postmortem_is_published_from_the_screen)
{
	shell("git init -q -b main repo && git -C repo -c user.name=x -c user.email=x@example.com "
	      "commit -q --allow-empty -m first; git -C repo config user.name Ana; "
	      "git -C repo config user.email ana@example.com");
	struct vt *vt = start_ready();
	vt_type(vt, "roll back to 4.11\r");
	vt_sees(vt, "#1 logged");
	browse(vt);
	vt_type(vt, ":publish --force testing -r repo\r");
	vt_sees(vt, "incidents/");
	vt_sees(vt, "in spite of");
	vt_type(vt, "qj");
	vt_sees(vt, "i write");
	const char *log = shell("git -C repo log --oneline --stat main");
	ck_assert_msg(strstr(log, "Checkout returns 500") != NULL, "%s", log);
	leave(vt);
	terminal_is_as_before(vt);
	vt_free(vt);
}
END_TEST

int main(void)
{
	const char *program = getenv("INQUEST");
	if (!program || access(program, X_OK) != 0) {
		fprintf(stderr, "INQUEST must be the program's path\n");
		return 1;
	}
	Suite *suite = suite_create("terminal");
	TCase *tcase = tcase_create("terminal");
	tcase_set_timeout(tcase, TIMEOUT_S);
	tcase_add_checked_fixture(tcase, session_set_up, session_tear_down);
	tcase_add_test(tcase, an_event_is_logged_and_the_terminal_is_left_as_it_was);
	tcase_add_loop_test(
		tcase, a_signal_keeps_the_draft_and_restores_the_terminal, 0, (int)LENGTH(ends));
	tcase_add_test(tcase, a_terminal_that_is_taken_away_keeps_the_draft);
	tcase_add_test(tcase, the_end_of_input_ends_it_and_keeps_the_draft);
	tcase_add_test(tcase, killed_it_offers_what_was_typed);
	tcase_add_test(tcase, suspended_as_a_job_it_comes_back_whole);
	tcase_add_test(tcase, stopped_and_continued_from_outside_it_paints_again);
	tcase_add_test(tcase, any_size_is_followed);
	tcase_add_test(tcase, a_form_survives_sizes_a_stop_and_a_lost_terminal);
	tcase_add_test(tcase, a_database_that_is_taken_away_loses_nothing);
	tcase_add_test(tcase, a_locked_database_loses_nothing);
	tcase_add_test(tcase, the_editor_has_the_terminal_and_gives_it_back);
	tcase_add_test(tcase, an_editor_that_fails_changes_nothing);
	tcase_add_test(tcase, pasted_lines_are_one_event_and_run_nothing);
	tcase_add_test(tcase, five_megabytes_at_once_are_kept_and_run_nothing);
	tcase_add_test(tcase, a_line_of_a_hundred_thousand_characters_is_taken_shown_and_logged);
	tcase_add_test(tcase, the_mouse_is_on_only_when_asked_and_off_at_the_end);
	tcase_add_test(tcase, copying_sends_the_text_to_the_terminal);
	tcase_add_test(tcase, in_tmux_copying_fills_its_buffer);
	tcase_add_test(tcase, printing_leaves_the_screen_and_comes_back);
	terminals_add(tcase);
	tcase_add_test(tcase, a_postmortem_is_published_from_the_screen);
	suite_add_tcase(suite, tcase);
	TCase *swapped = tcase_create("swapped");
	tcase_set_timeout(swapped, TIMEOUT_S);
	tcase_add_checked_fixture(swapped, session_set_up, session_tear_down);
	swapped_add(swapped);
	starved_add(swapped);
	suite_add_tcase(suite, swapped);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
