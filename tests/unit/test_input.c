#include <check.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "tui/input.h"

/* The writing end stands for the keyboard. */
static int keyboard;

static void open_input(struct input *input)
{
	int ends[2];
	struct err err = { 0 };
	ck_assert_int_eq(pipe(ends), 0);
	keyboard = ends[1];
	ck_assert_msg(input_open(input, ends[0], &err), "%s", err.text);
	input_take(input);
}

static void close_input(struct input *input)
{
	input_close(input);
	close(input->fd);
	if (keyboard >= 0)
		close(keyboard);
}

static void type(const char *bytes, size_t len)
{
	ck_assert_int_eq(write(keyboard, bytes, len), (ssize_t)len);
}

static void check_next(struct input *input, int timeout_ms, enum terminal_event_type type)
{
	struct terminal_event event;
	input_wait(input, timeout_ms, &event);
	ck_assert_int_eq(event.type, type);
}

static void check_key(struct input *input, const char *name)
{
	struct terminal_event event;
	struct buf text = { 0 };
	input_wait(input, -1, &event);
	ck_assert_int_eq(event.type, TERMINAL_KEY);
	key_format(&event.key, &text);
	ck_assert_str_eq(buf_text(&text), name);
	buf_fini(&text);
}

START_TEST(keys_come_in_order_and_then_time_passes)
{
	struct input input;
	open_input(&input);
	check_next(&input, 0, TERMINAL_TIMEOUT);
	type("a\x1B[Bé", 6);
	check_key(&input, "a");
	check_key(&input, "Down");
	check_key(&input, "é");
	check_next(&input, 0, TERMINAL_TIMEOUT);
	check_next(&input, 20, TERMINAL_TIMEOUT);
	close_input(&input);
}
END_TEST

START_TEST(a_lone_escape_comes_by_itself)
{
	struct input input;
	open_input(&input);
	type("\x1B", 1);
	check_next(&input, 0, TERMINAL_TIMEOUT); /* not known yet */
	check_key(&input, "Esc");
	type("[A", 2);
	check_key(&input, "[");
	check_key(&input, "A");
	close_input(&input);
}
END_TEST

START_TEST(a_sequence_is_whole_even_if_nobody_looked_for_long)
{
	struct input input;
	open_input(&input);
	type("\x1B", 1);
	check_next(&input, 0, TERMINAL_TIMEOUT);
	usleep(4 * KEY_ESCAPE_MS * 1000);
	type("[A", 2);
	check_key(&input, "Up");
	close_input(&input);
}
END_TEST

START_TEST(a_paste_larger_than_a_pipe_is_one_event)
{
	struct input input;
	struct terminal_event event;
	char text[1000];
	memset(text, 'x', sizeof text);
	open_input(&input);
	type("\x1B[200~", 6);
	for (int i = 0; i < 300; i++) {
		type(text, sizeof text);
		check_next(&input, 0, TERMINAL_TIMEOUT);
	}
	type("\x1B[201~y", 7);
	input_wait(&input, -1, &event);
	ck_assert_int_eq(event.type, TERMINAL_PASTE);
	ck_assert_uint_eq(event.len, 300000);
	check_key(&input, "y");
	close_input(&input);
}
END_TEST

START_TEST(the_end_of_input_is_a_hang_up_after_what_was_typed)
{
	struct input input;
	struct terminal_event event;
	open_input(&input);
	type("a\x1B[200~half", 11);
	close(keyboard);
	keyboard = -1;
	check_key(&input, "a");
	input_wait(&input, -1, &event);
	ck_assert_int_eq(event.type, TERMINAL_PASTE);
	ck_assert_str_eq(event.text, "half");
	for (int i = 0; i < 3; i++) {
		input_wait(&input, -1, &event);
		ck_assert_int_eq(event.type, TERMINAL_HANGUP);
		ck_assert_int_eq(event.signal, 0);
	}
	close_input(&input);
}
END_TEST

START_TEST(signals_that_end_the_program_are_hang_ups)
{
	static const int numbers[] = { SIGHUP, SIGTERM, SIGINT, SIGQUIT };
	struct input input;
	struct terminal_event event;
	open_input(&input);
	type("a", 1);
	raise(numbers[_i]);
	check_key(&input, "a");
	input_wait(&input, -1, &event);
	ck_assert_int_eq(event.type, TERMINAL_HANGUP);
	ck_assert_int_eq(event.signal, numbers[_i]);
	close_input(&input);
}
END_TEST

START_TEST(other_signals_are_events_of_their_own)
{
	struct input input;
	open_input(&input);
	raise(SIGWINCH);
	raise(SIGWINCH);
	check_next(&input, -1, TERMINAL_RESIZE);
	check_next(&input, 0, TERMINAL_TIMEOUT);
	ck_assert(!input.continued);
	raise(SIGTSTP);
	check_next(&input, -1, TERMINAL_SUSPEND);
	raise(SIGCONT);
	check_next(&input, -1, TERMINAL_RESIZE);
	ck_assert(input.continued);
	close_input(&input);
}
END_TEST

START_TEST(signals_for_another_program_are_not_ours)
{
	struct input input;
	struct sigaction action;
	open_input(&input);
	input_lend(&input);
	sigaction(SIGTSTP, NULL, &action);
	ck_assert(action.sa_handler == SIG_DFL); /* Ctrl-Z stops us as well */
	raise(SIGINT);
	raise(SIGQUIT);
	input_take(&input);
	check_next(&input, 0, TERMINAL_TIMEOUT);
	input_lend(&input);
	raise(SIGTERM);
	input_take(&input);
	check_next(&input, 0, TERMINAL_HANGUP);
	close_input(&input);
}
END_TEST

START_TEST(closing_gives_the_signals_back)
{
	static const int numbers[] = { SIGHUP, SIGTERM, SIGINT, SIGQUIT, SIGTSTP, SIGWINCH,
		SIGCONT };
	struct input input;
	struct sigaction ignore = { .sa_handler = SIG_IGN }, before[LENGTH(numbers)], after;
	sigaction(SIGHUP, &ignore, NULL);
	for (size_t i = 0; i < LENGTH(numbers); i++)
		sigaction(numbers[i], NULL, &before[i]);
	open_input(&input);
	raise(SIGHUP); /* ignored before, as by nohup: it stays so */
	check_next(&input, 0, TERMINAL_TIMEOUT);
	close_input(&input);
	for (size_t i = 0; i < LENGTH(numbers); i++) {
		sigaction(numbers[i], NULL, &after);
		ck_assert(after.sa_handler == before[i].sa_handler);
	}
}
END_TEST

START_TEST(its_descriptors_become_readable)
{
	struct input input;
	struct pollfd fds[2];
	open_input(&input);
	ck_assert_int_eq(input_fds(&input, fds), 2);
	ck_assert_int_eq(poll(fds, 2, 0), 0);
	type("a", 1);
	ck_assert_int_eq(poll(fds, 2, 0), 1);
	check_key(&input, "a");
	raise(SIGWINCH);
	ck_assert_int_eq(poll(fds, 2, 0), 1);
	check_next(&input, 0, TERMINAL_RESIZE);
	ck_assert_int_eq(poll(fds, 2, 0), 0);
	close_input(&input);
}
END_TEST

START_TEST(a_pause_ends_with_a_line_and_not_before)
{
	struct input input;
	open_input(&input);
	input_lend(&input);
	raise(SIGWINCH);
	type("some words\n", 11);
	input_pause(&input);
	input_take(&input);
	check_next(&input, 0, TERMINAL_TIMEOUT); /* they were not for us */
	type("k", 1);
	check_key(&input, "k");
	close_input(&input);
}
END_TEST

START_TEST(a_pause_ends_with_an_interrupt_and_goes_on)
{
	struct input input;
	open_input(&input);
	input_lend(&input);
	raise(SIGINT);
	input_pause(&input);
	input_take(&input);
	check_next(&input, 0, TERMINAL_TIMEOUT);
	close_input(&input);
}
END_TEST

START_TEST(a_pause_ends_with_a_hang_up)
{
	struct input input;
	open_input(&input);
	input_lend(&input);
	close(keyboard);
	keyboard = -1;
	input_pause(&input);
	input_take(&input);
	check_next(&input, -1, TERMINAL_HANGUP);
	close_input(&input);
}
END_TEST

int main(void)
{
	/* a shell's background job and one under nohup begin with these ignored, and the program leaves them so */
	signal(SIGHUP, SIG_DFL);
	signal(SIGINT, SIG_DFL);
	signal(SIGQUIT, SIG_DFL);
	Suite *suite = suite_create("input");
	TCase *tcase = tcase_create("input");
	tcase_add_test(tcase, keys_come_in_order_and_then_time_passes);
	tcase_add_test(tcase, a_lone_escape_comes_by_itself);
	tcase_add_test(tcase, a_sequence_is_whole_even_if_nobody_looked_for_long);
	tcase_add_test(tcase, a_paste_larger_than_a_pipe_is_one_event);
	tcase_add_test(tcase, the_end_of_input_is_a_hang_up_after_what_was_typed);
	tcase_add_loop_test(tcase, signals_that_end_the_program_are_hang_ups, 0, 4);
	tcase_add_test(tcase, other_signals_are_events_of_their_own);
	tcase_add_test(tcase, signals_for_another_program_are_not_ours);
	tcase_add_test(tcase, closing_gives_the_signals_back);
	tcase_add_test(tcase, its_descriptors_become_readable);
	tcase_add_test(tcase, a_pause_ends_with_a_line_and_not_before);
	tcase_add_test(tcase, a_pause_ends_with_an_interrupt_and_goes_on);
	tcase_add_test(tcase, a_pause_ends_with_a_hang_up);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
