#include "base/interrupt.h"

#include <errno.h>
#include <sys/signalfd.h>
#include <unistd.h>

bool interrupt_begin(struct interrupt *interrupt, struct err *err)
{
	sigset_t held;
	sigemptyset(&held);
	sigaddset(&held, SIGINT);
	sigaddset(&held, SIGTERM);
	sigaddset(&held, SIGHUP);
	interrupt->signal = 0;
	sigprocmask(SIG_BLOCK, &held, &interrupt->before);
	interrupt->fd = signalfd(-1, &held, SFD_CLOEXEC | SFD_NONBLOCK);
	if (interrupt->fd >= 0)
		return true;
	sigprocmask(SIG_SETMASK, &interrupt->before, NULL);
	return err_errno(err, errno, "cannot watch for signals");
}

bool interrupt_came(struct interrupt *interrupt)
{
	struct signalfd_siginfo info;
	while (read(interrupt->fd, &info, sizeof info) == sizeof info)
		if (!interrupt->signal)
			interrupt->signal = (int)info.ssi_signo;
	return interrupt->signal;
}

void interrupt_end(struct interrupt *interrupt)
{
	interrupt_came(interrupt);
	close(interrupt->fd);
	sigprocmask(SIG_SETMASK, &interrupt->before, NULL);
}
