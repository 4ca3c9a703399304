/* Writers in line for a database. */
#include <check.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "store/queue.h"

static char folder[] = "/tmp/inquest-queue-XXXXXX", journal[80];

static void set_up(void)
{
	snprintf(folder, sizeof folder, "/tmp/inquest-queue-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(journal, sizeof journal, "%s/x.db-journal", folder);
	FILE *file = fopen(journal, "w");
	ck_assert_ptr_nonnull(file);
	fclose(file);
}

static void tear_down(void)
{
	unlink(journal);
	rmdir(folder);
}

START_TEST(who_came_first_is_first)
{
	struct queue line[5];
	for (size_t i = 0; i < LENGTH(line); i++) {
		ck_assert(queue_enter(&line[i], journal));
		ck_assert_int_eq(queue_first(&line[i]), i == 0);
	}
	for (size_t i = 0; i < LENGTH(line); i++) {
		ck_assert(queue_first(&line[i]));
		for (size_t later = i + 1; later < LENGTH(line); later++)
			ck_assert(!queue_first(&line[later]));
		queue_leave(&line[i]);
	}
}
END_TEST

START_TEST(who_comes_later_stands_behind_all_though_places_in_front_are_free)
{
	struct queue a, b, c, d;
	ck_assert(queue_enter(&a, journal) && queue_enter(&b, journal) && queue_enter(&c, journal));
	queue_leave(&a);
	queue_leave(&b);
	ck_assert(queue_enter(&d, journal));
	ck_assert(queue_first(&c) && !queue_first(&d));
	queue_leave(&c);
	ck_assert(queue_first(&d));
	queue_leave(&d);
	/* nobody is left: the line begins anew */
	ck_assert(queue_enter(&a, journal));
	ck_assert_int_eq(a.place, 0);
	queue_leave(&a);
}
END_TEST

START_TEST(who_dies_in_line_holds_nobody_up)
{
	struct queue mine;
	int ready[2];
	char byte;
	ck_assert_int_eq(pipe(ready), 0);
	pid_t child = fork();
	if (child == 0) {
		struct queue other;
		if (!queue_enter(&other, journal) || write(ready[1], "x", 1) != 1)
			_exit(1);
		pause();
		_exit(0);
	}
	ck_assert_int_eq(read(ready[0], &byte, 1), 1);
	ck_assert(queue_enter(&mine, journal));
	ck_assert(!queue_first(&mine));
	kill(child, SIGKILL);
	ck_assert_int_eq(waitpid(child, NULL, 0), child);
	ck_assert(queue_first(&mine));
	queue_leave(&mine);
	close(ready[0]);
	close(ready[1]);
}
END_TEST

START_TEST(without_a_journal_nobody_waits_for_a_turn)
{
	struct queue queue;
	ck_assert_int_eq(unlink(journal), 0);
	ck_assert(!queue_enter(&queue, journal));
	ck_assert(queue_first(&queue));
	queue_leave(&queue);
	/* a link in its place is not followed */
	ck_assert_int_eq(symlink("/dev/null", journal), 0);
	ck_assert(!queue_enter(&queue, journal));
}
END_TEST

START_TEST(behind_a_lock_without_an_end_nobody_stands)
{
	struct queue queue;
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int other = open(journal, O_RDWR | O_CLOEXEC);
	ck_assert_int_eq(fcntl(other, F_OFD_SETLK, &whole), 0);
	ck_assert(!queue_enter(&queue, journal));
	ck_assert(queue_first(&queue));
	close(other);
	ck_assert(queue_enter(&queue, journal));
	queue_leave(&queue);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("store queue");
	TCase *tests = tcase_create("queue");
	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, who_came_first_is_first);
	tcase_add_test(tests, who_comes_later_stands_behind_all_though_places_in_front_are_free);
	tcase_add_test(tests, who_dies_in_line_holds_nobody_up);
	tcase_add_test(tests, without_a_journal_nobody_waits_for_a_turn);
	tcase_add_test(tests, behind_a_lock_without_an_end_nobody_stands);
	suite_add_tcase(suite, tests);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
