/* Programs that are run: what they inherit, and signals that come while one waits for them. */
#include <signal.h>

#include "base/process.h"
#include "suite.h"

static volatile sig_atomic_t came;

static void note(int signal)
{
	(void)signal;
	came++;
}

static int run(const char *line)
{
	const char *const argv[] = { "sh", "-c", line, NULL };
	struct err err;
	int status = -1;
	ck_assert_msg(process_run(argv, &status, &err), "%s", err.text);
	return status;
}

START_TEST(a_signal_does_not_end_the_wait)
{
	struct sigaction action = { .sa_handler = note };
	sigaction(SIGUSR1, &action, NULL);
	ck_assert_int_eq(run("i=0; while [ $i -lt 100 ]; do kill -USR1 $PPID; i=$((i + 1)); done; exit 7"), 7);
	ck_assert_int_gt(came, 0);
}
END_TEST

START_TEST(what_this_program_ignores_ends_others)
{
	/* a shell cannot take back what it was told to ignore */
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(run("kill -PIPE $$; exit 3"), 128 + SIGPIPE);
	ck_assert_int_eq(run("ulimit -c 0; kill -XFSZ $$; exit 3"), 128 + SIGXFSZ);
}
END_TEST

RUN_TESTS("process", a_signal_does_not_end_the_wait, what_this_program_ignores_ends_others)
