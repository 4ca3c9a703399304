#include "fault.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"

#if defined __x86_64__

#include <sys/user.h>

enum { PROCESSES_MAX = 32, TIME_LIMIT_S = 30 };

static const struct fault_kind kinds[] = {
	{ SYS_openat, "openat", 1, false, { EIO, EACCES, EMFILE, ENOMEM, EROFS, ENOSPC, EINTR } },
	{ SYS_open, "open", 0, false, { EIO, EACCES, EMFILE } },
	{ SYS_read, "read", FAULT_FD, false, { EIO, EINTR } },
	{ SYS_pread64, "pread64", FAULT_FD, false, { EIO, EINTR } },
	{ SYS_write, "write", FAULT_FD, true, { ENOSPC, EIO, EDQUOT, EFBIG, EINTR } },
	{ SYS_pwrite64, "pwrite64", FAULT_FD, true, { ENOSPC, EIO, EDQUOT, EFBIG, EINTR } },
	{ SYS_writev, "writev", FAULT_FD, true, { ENOSPC, EIO } },
	{ SYS_fsync, "fsync", FAULT_FD, true, { EIO, ENOSPC, EDQUOT, EINTR } },
	{ SYS_fdatasync, "fdatasync", FAULT_FD, true, { EIO, ENOSPC, EDQUOT, EINTR } },
	{ SYS_ftruncate, "ftruncate", FAULT_FD, true, { EIO, EROFS } },
	{ SYS_fallocate, "fallocate", FAULT_FD, true, { ENOSPC } },
	{ SYS_rename, "rename", 1, true, { EIO, EACCES, ENOSPC, EROFS } },
	{ SYS_renameat2, "renameat2", 3, true, { EIO, EACCES, ENOSPC } },
	{ SYS_link, "link", 1, true, { EACCES, EIO } },
	{ SYS_mkdir, "mkdir", 0, true, { ENOSPC, EACCES, EROFS } },
	{ SYS_unlink, "unlink", 0, false, { EACCES, EIO } },
	{ SYS_rmdir, "rmdir", 0, false, { EACCES } },
	{ SYS_newfstatat, "newfstatat", 1, false, { EIO, EACCES, ENOMEM } },
	{ SYS_fstat, "fstat", FAULT_FD, false, { EIO } },
	{ SYS_stat, "stat", 0, false, { EACCES } },
	{ SYS_lstat, "lstat", 0, false, { EACCES } },
	{ SYS_access, "access", 0, false, { EACCES, EIO } },
	{ SYS_readlink, "readlink", 0, false, { EIO } },
	{ SYS_getdents64, "getdents64", FAULT_FD, false, { EIO } },
	{ SYS_getcwd, "getcwd", FAULT_NOTHING, false, { EACCES } },
	{ SYS_close, "close", FAULT_FD, false, { EIO, EINTR } },
	{ SYS_fchmod, "fchmod", FAULT_FD, true, { EPERM } },
	{ SYS_chmod, "chmod", 0, true, { EPERM } },
	{ SYS_utimensat, "utimensat", 1, true, { EPERM } },
	{ SYS_fcntl, "fcntl", FAULT_FD, false, { ENOLCK, EIO, EACCES } },
	{ SYS_flock, "flock", FAULT_FD, false, { ENOLCK } },
	{ SYS_mmap, "mmap", FAULT_NOTHING, false, { ENOMEM } },
	{ SYS_mremap, "mremap", FAULT_NOTHING, false, { ENOMEM } },
	{ SYS_brk, "brk", FAULT_NOTHING, false, { ENOMEM } },
	{ SYS_getrandom, "getrandom", FAULT_NOTHING, false, { EINTR } },
	{ SYS_pipe2, "pipe2", FAULT_NOTHING, false, { EMFILE } },
	{ SYS_memfd_create, "memfd_create", FAULT_NOTHING, false, { EMFILE, ENOMEM } },
	{ SYS_clone, "clone", FAULT_NOTHING, false, { EAGAIN, ENOMEM } },
	{ SYS_vfork, "vfork", FAULT_NOTHING, false, { EAGAIN } },
	{ SYS_dup2, "dup2", FAULT_NOTHING, false, { EBUSY } },
	{ SYS_execve, "execve", 0, false, { EACCES, ENOMEM } },
	{ SYS_wait4, "wait4", FAULT_NOTHING, false, { EINTR } },
	{ SYS_poll, "poll", FAULT_NOTHING, false, { EINTR, ENOMEM } },
	{ SYS_ppoll, "ppoll", FAULT_NOTHING, false, { EINTR, ENOMEM } },
};

/* Not ours: libraries, and what the C library reads about users and services. */
static const char *const foreign[] = { "/lib", "/usr/lib", "/usr/local/lib", "/etc/", "/proc/", "/sys/", "/usr/share/locale",
	"/var/run/nscd", "/dev/null", "/dev/tty", "socket:" };

struct process {
	pid_t pid;
	int error;     /* what the call will say, or 0 */
	unsigned long end; /* asked for of brk, which got another argument */
};

struct tracer {
	const struct fault_plan *plan;
	struct fault_result *out;
	struct process processes[PROCESSES_MAX];
	pid_t first;
	bool begun; /* main */
	size_t seen, room;
	const struct fault_kind *failing;
};

static const struct fault_kind *kind_of(unsigned long number)
{
	for (size_t i = 0; i < LENGTH(kinds); i++)
		if (kinds[i].number == (long)number)
			return &kinds[i];
	return NULL;
}

static void read_name(pid_t pid, unsigned long address, char *out, size_t size)
{
	struct iovec ours = { out, size - 1 }, its;
	size_t page = 4096 - address % 4096;
	memset(out, 0, size);
	/* a name may end just before a page that is not there */
	its = (struct iovec){ (void *)address, page < size - 1 ? page : size - 1 };
	ssize_t got = process_vm_readv(pid, &ours, 1, &its, 1, 0);
	if (got > 0 && !memchr(out, 0, (size_t)got) && (size_t)got < size - 1) {
		ours = (struct iovec){ out + got, size - 1 - (size_t)got };
		its = (struct iovec){ (void *)(address + (size_t)got), ours.iov_len };
		process_vm_readv(pid, &ours, 1, &its, 1, 0);
	}
}

static void read_fd(pid_t pid, int fd, char *out, size_t size)
{
	char link[64];
	snprintf(link, sizeof link, "/proc/%d/fd/%d", (int)pid, fd);
	ssize_t len = readlink(link, out, size - 1);
	out[len > 0 ? len : 0] = '\0';
}

/* Whether it is one of those that count, and what it is about. */
static bool describe(pid_t pid, const struct user_regs_struct *regs, struct fault_call *out)
{
	const unsigned long args[] = { regs->rdi, regs->rsi, regs->rdx, regs->r10 };
	*out = (struct fault_call){ .kind = kind_of(regs->orig_rax) };
	if (!out->kind)
		return false;
	if (out->kind->path == FAULT_FD)
		read_fd(pid, (int)args[0], out->path, sizeof out->path);
	out->standard = out->kind->path == FAULT_FD && (int)args[0] <= STDERR_FILENO;
	if (out->kind->path >= 0)
		read_name(pid, args[out->kind->path], out->path, sizeof out->path);
	if (out->kind->number == SYS_newfstatat && !out->path[0])
		read_fd(pid, (int)args[0], out->path, sizeof out->path);
	/* locks only; standard error is where the complaint goes; a map of a file is the loader's */
	if ((out->kind->number == SYS_fcntl && args[1] != F_SETLK && args[1] != F_SETLKW) ||
		(out->kind->path == FAULT_FD && (int)args[0] == STDERR_FILENO) ||
		(out->kind->number == SYS_mmap && (int)regs->r8 >= 0))
		return false;
	for (size_t i = 0; i < LENGTH(foreign); i++)
		if (text_starts(out->path, foreign[i]))
			return false;
	return true;
}

static bool takes_memory(const struct fault_kind *kind)
{
	return kind->number == SYS_mmap || kind->number == SYS_brk || kind->number == SYS_mremap;
}

static bool fails_too(const struct tracer *tracer, const struct fault_call *call)
{
	if (!tracer->failing || !tracer->plan->lasting)
		return false;
	/* where the output goes is another disk */
	return takes_memory(tracer->failing) ? takes_memory(call->kind) : call->kind->changes && !call->standard;
}

static void entering(struct tracer *tracer, struct process *process)
{
	struct user_regs_struct regs;
	struct fault_call call;
	struct fault_result *out = tracer->out;
	process->error = 0;
	process->end = 0;
	if (ptrace(PTRACE_GETREGS, process->pid, NULL, &regs) < 0)
		return;
	/* the first thing that main does */
	if (regs.orig_rax == SYS_rt_sigaction && regs.rdi == SIGXFSZ)
		tracer->begun = true;
	if (!tracer->begun)
		return;
	/* one that does not wait only looks whether there is more, before it paints */
	bool waits = (regs.orig_rax == SYS_poll && (int)regs.rdx != 0) || regs.orig_rax == SYS_ppoll;
	if (tracer->plan->idle && waits && process->pid == tracer->first)
		tracer->plan->idle(tracer->plan->context);
	if (!describe(process->pid, &regs, &call))
		return;
	tracer->seen++;
	if (!tracer->plan->at) {
		if (out->count == tracer->room) {
			tracer->room = tracer->room ? 2 * tracer->room : 256;
			out->calls = mem_resize(out->calls, tracer->room, sizeof *out->calls);
		}
		out->calls[out->count++] = call;
	}
	if (tracer->seen == tracer->plan->at) {
		out->hit = true;
		out->failed = call;
		if (tracer->plan->meanwhile) {
			tracer->plan->meanwhile(tracer->plan->context);
			return;
		}
		tracer->failing = call.kind;
	} else if (!fails_too(tracer, &call)) {
		return;
	}
	/* this one never says an error: it tells that the end is where it was */
	if (call.kind->number == SYS_brk) {
		process->end = regs.rdi;
		regs.rdi = 0;
		ptrace(PTRACE_SETREGS, process->pid, NULL, &regs);
		return;
	}
	process->error = tracer->plan->error;
	/* a descriptor is closed whatever close says */
	if (call.kind->number == SYS_close)
		return;
	regs.orig_rax = (unsigned long)-1;
	ptrace(PTRACE_SETREGS, process->pid, NULL, &regs);
}

static void leaving(struct process *process)
{
	struct user_regs_struct regs;
	if ((!process->error && !process->end) || ptrace(PTRACE_GETREGS, process->pid, NULL, &regs) < 0)
		return;
	if (process->error)
		regs.rax = (unsigned long)-(long)process->error;
	else
		regs.rdi = process->end;
	process->end = 0;
	ptrace(PTRACE_SETREGS, process->pid, NULL, &regs);
	process->error = 0;
}

static struct process *process_of(struct tracer *tracer, pid_t pid)
{
	struct process *spare = NULL;
	for (size_t i = 0; i < PROCESSES_MAX; i++) {
		if (tracer->processes[i].pid == pid)
			return &tracer->processes[i];
		if (!tracer->processes[i].pid)
			spare = &tracer->processes[i];
	}
	if (spare)
		*spare = (struct process){ .pid = pid };
	return spare;
}

/* One stop of one process: what happens to it next is a request of ptrace, with a signal. */
static void stopped(struct tracer *tracer, pid_t pid, int status)
{
	struct process *process = process_of(tracer, pid);
	int signal = WSTOPSIG(status), event = status >> 16;
	long request = PTRACE_SYSCALL, pass = 0;
	if (signal == (SIGTRAP | 0x80)) {
		struct __ptrace_syscall_info info = { 0 };
		ptrace(PTRACE_GET_SYSCALL_INFO, pid, (void *)sizeof info, &info);
		if (info.op == PTRACE_SYSCALL_INFO_ENTRY)
			entering(tracer, process);
		else
			leaving(process);
	} else if (event == PTRACE_EVENT_EXEC && pid != tracer->first) {
		process->pid = 0;
		request = PTRACE_DETACH;
	} else if (!event && signal != SIGSTOP && signal != SIGTRAP) {
		pass = signal;
	}
	ptrace((enum __ptrace_request)request, pid, NULL, (void *)pass);
}

static void on_alarm(int signal)
{
	(void)signal;
}

static void follow(struct tracer *tracer)
{
	struct sigaction act = { .sa_handler = on_alarm };
	sigaction(SIGALRM, &act, NULL);
	alarm(TIME_LIMIT_S);
	for (;;) {
		int status;
		pid_t pid = waitpid(-1, &status, __WALL);
		if (pid < 0 && errno == EINTR && !tracer->out->late) {
			tracer->out->late = true;
			kill(tracer->first, SIGKILL);
			continue;
		}
		if (pid < 0)
			break;
		if (WIFSTOPPED(status)) {
			stopped(tracer, pid, status);
			continue;
		}
		struct process *process = process_of(tracer, pid);
		process->pid = 0;
		if (pid == tracer->first) {
			tracer->out->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
			break;
		}
	}
	alarm(0);
}

void fault_run(const struct fault_plan *plan, void (*start)(void *context), void *context, struct fault_result *out)
{
	struct tracer tracer = { .plan = plan, .out = out };
	int status = 0;
	*out = (struct fault_result){ .status = -1 };
	tracer.first = fork();
	if (tracer.first == 0) {
		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0)
			_exit(126);
		raise(SIGSTOP);
		start(context);
		_exit(127);
	}
	if (tracer.first < 0 || waitpid(tracer.first, &status, 0) < 0 || !WIFSTOPPED(status)) {
		out->status = WIFEXITED(status) ? WEXITSTATUS(status) : 126;
		return;
	}
	ptrace(PTRACE_SETOPTIONS, tracer.first, NULL,
		(void *)(long)(PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE |
			       PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL));
	ptrace(PTRACE_SYSCALL, tracer.first, NULL, NULL);
	follow(&tracer);
}

static void start_nothing(void *context)
{
	(void)context;
	_exit(0);
}

bool fault_possible(const char **why)
{
	struct fault_result result;
	*why = "ptrace is not permitted";
	fault_run(&(struct fault_plan){ 0 }, start_nothing, NULL, &result);
	free(result.calls);
	return result.status == 0;
}

#else

bool fault_possible(const char **why)
{
	*why = "system calls are made to fail on x86-64 only";
	return false;
}

void fault_run(const struct fault_plan *plan, void (*start)(void *context), void *context, struct fault_result *out)
{
	(void)plan;
	(void)start;
	(void)context;
	*out = (struct fault_result){ .status = 126 };
}

#endif
