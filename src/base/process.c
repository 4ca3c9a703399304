#include "base/process.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

bool process_run(const char *const *argv, int *status, struct err *err)
{
	int result = 0;
	pid_t child = fork();
	if (child < 0)
		return err_errno(err, errno, "cannot start %s", argv[0]);
	if (child == 0) {
		signal(SIGPIPE, SIG_DFL);
		signal(SIGXFSZ, SIG_DFL);
		/* exec takes strings that it does not change, and says so with a cast only */
		execvp(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	while (waitpid(child, &result, 0) < 0)
		if (errno != EINTR)
			return err_errno(err, errno, "cannot wait for %s", argv[0]);
	*status = WIFEXITED(result) ? WEXITSTATUS(result) : 128 + WTERMSIG(result);
	return true;
}
