#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

/* Comes back only if the program cannot be started. */
static void execute(const char *const *argv)
{
	signal(SIGPIPE, SIG_DFL);
	signal(SIGXFSZ, SIG_DFL);
	/* exec takes strings that it does not change, and says so with a cast only */
	execvp(argv[0], (char *const *)(uintptr_t)argv);
}

/* In the child. Descriptors that are not -1 take the place of standard input and output. */
static _Noreturn void become(const char *const *argv, int in, int out)
{
	if ((in >= 0 && dup2(in, STDIN_FILENO) < 0) || (out >= 0 && dup2(out, STDOUT_FILENO) < 0) ||
		(out >= 0 && dup2(out, STDERR_FILENO) < 0))
		_exit(127);
	execute(argv);
	_exit(127);
}

static bool wait_for(pid_t child, const char *name, int *status, struct err *err)
{
	int result = 0;
	while (waitpid(child, &result, 0) < 0)
		if (errno != EINTR)
			return err_errno(err, errno, "cannot wait for %s", name);
	*status = WIFEXITED(result) ? WEXITSTATUS(result) : 128 + WTERMSIG(result);
	return true;
}

bool process_run(const char *const *argv, int *status, struct err *err)
{
	pid_t child = fork();
	if (child < 0)
		return err_errno(err, errno, "cannot start %s", argv[0]);
	if (child == 0)
		become(argv, -1, -1);
	return wait_for(child, argv[0], status, err);
}

/* Until all is read, or nobody reads it. */
static void feed(int fd, const char *input, size_t len)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, before;
	sigaction(SIGPIPE, &ignore, &before);
	while (len > 0) {
		ssize_t sent = write(fd, input, len);
		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			break;
		input += sent;
		len -= (size_t)sent;
	}
	sigaction(SIGPIPE, &before, NULL);
}

static bool feed_to(const char *const *argv, int out, const char *input, size_t len, int *status, struct err *err)
{
	int ends[2];
	if (pipe2(ends, O_CLOEXEC) < 0)
		return err_errno(err, errno, "cannot make a pipe to %s", argv[0]);
	pid_t child = fork();
	if (child == 0)
		become(argv, ends[0], out);
	close(ends[0]);
	if (child > 0)
		feed(ends[1], input, len);
	close(ends[1]);
	if (child < 0)
		return err_errno(err, errno, "cannot start %s", argv[0]);
	return wait_for(child, argv[0], status, err);
}

bool process_feed(const char *const *argv, const char *input, size_t len, int *status, struct err *err)
{
	int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	bool ok = feed_to(argv, nowhere, input, len, status, err);
	close(nowhere);
	return ok;
}

bool process_page(const char *const *argv, const char *input, size_t len, int *status, struct err *err)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN }, before;
	sigaction(SIGINT, &ignore, &before);
	bool ok = feed_to(argv, -1, input, len, status, err);
	sigaction(SIGINT, &before, NULL);
	return ok;
}

/* In the child: become nobody's child, then the program. Writes errno to `tell` if that fails. */
static _Noreturn void leave(const char *const *argv, int tell)
{
	int null = open("/dev/null", O_RDWR);
	int why = 0;
	setsid();
	if (null < 0 || dup2(null, 0) < 0 || dup2(null, 1) < 0 || dup2(null, 2) < 0)
		_exit(127);
	pid_t child = fork();
	if (child > 0)
		_exit(0);
	if (child == 0)
		execute(argv);
	why = errno;
	if (write(tell, &why, sizeof why) < 0)
		_exit(126);
	_exit(127);
}

bool process_start(const char *const *argv, struct err *err)
{
	int ends[2], status, why = 0;
	/* closed by a successful exec: the end of the pipe is the good news */
	if (pipe2(ends, O_CLOEXEC) < 0)
		return err_errno(err, errno, "cannot start %s", argv[0]);
	pid_t child = fork();
	if (child == 0)
		leave(argv, ends[1]);
	int problem = child < 0 ? errno : 0;
	close(ends[1]);
	ssize_t len = 0;
	while (child > 0 && (len = read(ends[0], &why, sizeof why)) < 0 && errno == EINTR)
		continue;
	close(ends[0]);
	if (child > 0 && !wait_for(child, argv[0], &status, err))
		return false;
	if (len == (ssize_t)sizeof why)
		problem = why;
	return !problem || err_errno(err, problem, "cannot start %s", argv[0]);
}
