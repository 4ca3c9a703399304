/*
 * Linked into everything that counts for coverage: what ran in a process is written down also where it ends without an
 * exit, or becomes another program. gcc does that by itself only for names that it may take for its own, which in strict
 * C11 are none of these. With UNCOUNTED in the environment nothing is written: tests that count system calls, or fail or
 * kill at one from outside, meet only the program's own then, and leave no half-written counts.
 */
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

void __gcov_dump(void);
void __gcov_reset(void);

void __real___gcov_exit(void);
_Noreturn void __real__exit(int status);
_Noreturn void __real_abort(void);
int __real_execvp(const char *file, char *const argv[]);
int __real_kill(pid_t pid, int signal);

void __wrap___gcov_exit(void);
_Noreturn void __wrap__exit(int status);
_Noreturn void __wrap_abort(void);
int __wrap_execvp(const char *file, char *const argv[]);
int __wrap_kill(pid_t pid, int signal);

/* Not where files may be of some size only: a count that is cut off is the end of all before it. */
static int counts(void)
{
	struct rlimit size = { RLIM_INFINITY, RLIM_INFINITY };
	setrlimit(RLIMIT_FSIZE, &size);
	return !getenv("UNCOUNTED") && getrlimit(RLIMIT_FSIZE, &size) == 0 && size.rlim_cur == RLIM_INFINITY;
}

static void flush(void)
{
	if (counts())
		__gcov_dump();
}

void __wrap___gcov_exit(void)
{
	if (counts())
		__real___gcov_exit();
}

_Noreturn void __wrap__exit(int status)
{
	flush();
	__real__exit(status);
}

_Noreturn void __wrap_abort(void)
{
	flush();
	__real_abort();
}

/* They may come back: then counting goes on from nothing, or what was counted would be added twice. */

int __wrap_execvp(const char *file, char *const argv[])
{
	flush();
	__gcov_reset();
	return __real_execvp(file, argv);
}

int __wrap_kill(pid_t pid, int signal)
{
	if (pid == getpid()) {
		flush();
		__gcov_reset();
	}
	return __real_kill(pid, signal);
}
