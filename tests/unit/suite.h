/* The main() of a test program. */
#ifndef TESTS_SUITE_H
#define TESTS_SUITE_H

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Run them in this process, for tests that leave something in memory; how many failed. The suite is freed. */
__attribute__((unused)) static int suite_run_here(Suite *suite)
{
	SRunner *runner = srunner_create(suite);
	srunner_set_fork_status(runner, CK_NOFORK);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed;
}

/* RUN_TESTS("blocks", test_one, test_two) */
#define RUN_TESTS(name, ...) RUN_TESTS_WITHIN(name, NULL, NULL, __VA_ARGS__)

/* How long one test may take, in seconds: a program that needs more says so before it includes this. */
#ifndef SUITE_SECONDS
#define SUITE_SECONDS 60
#endif

/* The same with what is done before and after each test, in its process; NULL: nothing. */
#define RUN_TESTS_WITHIN(name, before, after, ...)                                                 \
	int main(void)                                                                             \
	{                                                                                          \
		const TTest *const tests_[] = { __VA_ARGS__ };                                     \
		Suite *suite = suite_create(name);                                                 \
		TCase *tcase = tcase_create(name);                                                 \
		suite_add_tcase(suite, tcase);                                                     \
		tcase_set_timeout(tcase, SUITE_SECONDS);                                                      \
		tcase_add_checked_fixture(tcase, before, after);                                   \
		for (size_t i = 0; i < LENGTH(tests_); i++)                                        \
			tcase_add_test(tcase, tests_[i]);                                          \
		SRunner *runner = srunner_create(suite);                                           \
		srunner_run_all(runner, CK_ENV);                                                   \
		int failures = srunner_ntests_failed(runner);                                      \
		srunner_free(runner);                                                              \
		return failures ? EXIT_FAILURE : EXIT_SUCCESS;                                     \
	}

#endif
