/*
 * Kills a command, and what it started, before one of its system calls.
 *
 *     killat [-a] [-s SIGNAL] NTH COMMAND…
 *
 * Calls are counted that can change what another program finds later (writes, renames, files made, the end), in the
 * command and its children together: killed at any other, it leaves what it would leave at the next of these. With -a
 * all calls count. Before the NTH one the whole family gets SIGKILL, and the exit status is 137; or another signal, which it may catch. If there
 * are fewer, the command ends by itself: its exit status, or 128 + signal. Either way the last line on stderr is
 * "killat: COUNT NAME": how many were counted, and where it was killed (`end`: it was not). Exit status 125: the
 * system does not let us trace.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/ptrace.h>

enum { REFUSED = 125 };

#define CALL(name) { SYS_##name, #name }
static const struct {
	long number;
	const char *name;
} changing[] = {
	CALL(openat), CALL(write), CALL(pwrite64), CALL(writev), CALL(pwritev), CALL(ftruncate), CALL(truncate),
	CALL(fallocate), CALL(renameat2), CALL(linkat), CALL(symlinkat), CALL(unlinkat), CALL(mkdirat), CALL(fchmod),
	CALL(fchmodat), CALL(fchown), CALL(fchownat), CALL(utimensat), CALL(copy_file_range), CALL(sendfile),
	CALL(exit_group),
#ifdef SYS_open
	CALL(open), CALL(creat), CALL(rename), CALL(link), CALL(symlink), CALL(unlink), CALL(mkdir), CALL(rmdir),
	CALL(chmod), CALL(chown),
#endif
#ifdef SYS_renameat
	CALL(renameat),
#endif
};

/* The name of a call that can change something; NULL of any other, such as opening a file to read. */
static const char *name_of(const struct __ptrace_syscall_info *info)
{
	const long number = (long)info->entry.nr;
	long flags = O_CREAT;
	if (number == SYS_openat)
		flags = (long)info->entry.args[2];
#ifdef SYS_open
	else if (number == SYS_open)
		flags = (long)info->entry.args[1];
#endif
	if (!(flags & (O_CREAT | O_TRUNC)))
		return NULL;
	for (size_t i = 0; i < sizeof changing / sizeof *changing; i++)
		if (changing[i].number == number)
			return changing[i].name;
	return NULL;
}

static pid_t start(char **argv)
{
	pid_t child = fork();
	if (child == 0) {
		/* a family of its own, so that one signal reaches all of it */
		setpgid(0, 0);
		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0)
			_exit(REFUSED);
		raise(SIGSTOP);
		execvp(argv[0], argv);
		_exit(127);
	}
	return child;
}

/* Whether the child is about to make a call, and not back from one. */
static bool enters(pid_t child, int status, struct __ptrace_syscall_info *info)
{
	return WSTOPSIG(status) == (SIGTRAP | 0x80) &&
	       ptrace(PTRACE_GET_SYSCALL_INFO, child, (void *)sizeof *info, info) > 0 &&
	       info->op == PTRACE_SYSCALL_INFO_ENTRY;
}

static int status_of(int status)
{
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* What to pass on to a child that stopped: a signal of its own, or nothing. */
static int signal_of(int status)
{
	int signal = WSTOPSIG(status);
	bool ours = signal == (SIGTRAP | 0x80) || signal == SIGTRAP || signal == SIGSTOP;
	return ours ? 0 : signal;
}

int main(int argc, char **argv)
{
	bool all = false;
	int signal = SIGKILL;
	/* + as in POSIX: the command's own flags are its own */
	for (int flag; (flag = getopt(argc, argv, "+as:")) != -1;) {
		if (flag == 'a')
			all = true;
		else if (flag == 's' && atoi(optarg) > 0)
			signal = atoi(optarg);
		else
			return 2;
	}
	argv += optind - 1;
	argc -= optind - 1;
	if (argc < 3)
		return fprintf(stderr, "usage: killat [-a] [-s SIGNAL] NTH COMMAND…\n"), 2;
	const long nth = atol(argv[1]);
	long count = 0;
	int status, result = REFUSED;
	pid_t child = start(argv + 2), pid;
	if (child < 0 || waitpid(child, &status, 0) != child || !WIFSTOPPED(status) ||
		ptrace(PTRACE_SETOPTIONS, child, NULL,
			PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE |
				PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL) < 0)
		return fprintf(stderr, "killat: tracing is not allowed here\n"), REFUSED;
	ptrace(PTRACE_SYSCALL, child, NULL, 0);
	const char *where = "end";
	while ((pid = waitpid(-1, &status, __WALL)) > 0 || errno == EINTR) {
		if (!WIFSTOPPED(status)) {
			if (pid == child)
				result = status_of(status);
			continue;
		}
		struct __ptrace_syscall_info info;
		const bool call = enters(pid, status, &info);
		const char *name = call ? name_of(&info) : NULL;
		if (call && (all || name) && ++count == nth) {
			where = name ? name : "another call";
			kill(-child, signal);
		}
		ptrace(PTRACE_SYSCALL, pid, NULL, signal_of(status));
	}
	fprintf(stderr, "killat: %ld %s\n", count, where);
	return result;
}
