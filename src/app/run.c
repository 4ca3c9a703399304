/* run: a program's output passes through live and is kept as evidence. */
#include "app/edit.h"
#include "app/handlers.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/duration.h"
#include "base/path.h"
#include "base/text.h"
#include "base/words.h"
#include "base/zone.h"
#include "store/care.h"

enum {
	RUN_TEXT_HEAD = 4 * 1024,	   /* of long output the event's text keeps this much of the start */
	RUN_TEXT_TAIL = 12 * 1024,	   /* … and this much of the end */
	RUN_KEEP_MAX = 64 * 1024 * 1024, /* more output than this is passed through but not kept */
};

struct running {
	pid_t child;
	int pipe;
	struct buf kept;
	size_t seen;
	bool passing; /* our own standard output still takes bytes */
	int output_error; /* errno of what it did not take */
	int start_error;  /* errno of a program that could not be started */
	int lost;	  /* errno of output that could not be read to its end; 0: all was */
	int signals;  /* descriptor that reads the signals we hold back */
	sigset_t before;
};

/*
 * Whatever would end us must not, before the event is logged. Ctrl-C reaches the child by itself; what
 * was sent to us alone is passed on to it.
 */
static bool hold_signals(struct running *run, struct err *err)
{
	sigset_t held;
	sigemptyset(&held);
	sigaddset(&held, SIGINT);
	sigaddset(&held, SIGQUIT);
	sigaddset(&held, SIGTERM);
	sigaddset(&held, SIGHUP);
	sigprocmask(SIG_BLOCK, &held, &run->before);
	run->signals = signalfd(-1, &held, SFD_CLOEXEC | SFD_NONBLOCK);
	return run->signals >= 0 || err_errno(err, errno, "cannot watch for signals");
}

static void pass_signals(const struct running *run)
{
	struct signalfd_siginfo info;
	while (read(run->signals, &info, sizeof info) == sizeof info)
		if (info.ssi_code == SI_USER || info.ssi_code == SI_QUEUE)
			kill(run->child, (int)info.ssi_signo);
}

static void release_signals(struct running *run)
{
	struct signalfd_siginfo late;
	/* those that came after the child's end have nobody to be passed on to */
	while (read(run->signals, &late, sizeof late) == sizeof late)
		continue;
	close(run->signals);
	sigprocmask(SIG_SETMASK, &run->before, NULL);
}

/* Both of the child's outputs go into one pipe, so that their order is kept. */
static bool start(char *const *argv, struct running *run, struct err *err)
{
	int ends[2], failure[2];
	if (pipe2(ends, O_CLOEXEC) < 0 || pipe2(failure, O_CLOEXEC) < 0)
		return err_errno(err, errno, "cannot make a pipe");
	run->child = fork();
	if (run->child < 0)
		return err_errno(err, errno, "cannot start %s", argv[0]);
	if (run->child == 0) {
		sigprocmask(SIG_SETMASK, &run->before, NULL);
		signal(SIGPIPE, SIG_DFL);
		signal(SIGXFSZ, SIG_DFL);
		if (dup2(ends[1], STDOUT_FILENO) >= 0 && dup2(ends[1], STDERR_FILENO) >= 0)
			execvp(argv[0], argv);
		int reason = errno;
		ssize_t unused = write(failure[1], &reason, sizeof reason);
		(void)unused;
		_exit(127);
	}
	close(ends[1]);
	close(failure[1]);
	run->pipe = ends[0];
	ssize_t got = read(failure[0], &run->start_error, sizeof run->start_error);
	close(failure[0]);
	if (got <= 0)
		return true;
	waitpid(run->child, NULL, 0);
	close(run->pipe);
	return err_errno(err, run->start_error, "cannot run %s", argv[0]);
}

static void take(struct running *run, const char *bytes, size_t len)
{
	run->seen += len;
	if (run->passing && !path_write_fd(STDOUT_FILENO, bytes, len)) {
		run->passing = false;
		run->output_error = errno;
	}
	size_t room = RUN_KEEP_MAX - run->kept.len;
	buf_put(&run->kept, bytes, len < room ? len : room);
}

/*
 * Until the child has ended and its output is read. A background process that inherited the pipe must
 * not keep us: after the child's end only what is there already is read.
 */
static int follow(struct running *run)
{
	char bytes[65536];
	int status = 0;
	bool ended = false, open = true;
	while (open || !ended) {
		struct pollfd ready[] = { { .fd = open ? run->pipe : -1, .events = POLLIN },
			{ .fd = run->signals, .events = POLLIN } };
		if (!ended && waitpid(run->child, &status, WNOHANG) == run->child)
			ended = true;
		int events = poll(ready, 2, ended ? 0 : open ? 100 : 20);
		/* nothing is known then, not that there is no more */
		if (events < 0 && (errno == EINTR || errno == ENOMEM))
			continue;
		if (events > 0 && ready[1].revents && !ended)
			pass_signals(run);
		if (events <= 0 || !ready[0].revents) {
			open = open && !ended;
			continue;
		}
		ssize_t got = read(run->pipe, bytes, sizeof bytes);
		if (got > 0)
			take(run, bytes, (size_t)got);
		else if (got == 0 || errno != EINTR) {
			run->lost = got < 0 ? errno : 0;
			open = false;
		}
	}
	close(run->pipe);
	return status;
}

static int exit_status(int status)
{
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Output as a fenced block, with a fence that does not occur in it; long output cut in the middle. */
static void put_output(struct buf *text, const struct buf *output)
{
	struct buf clean = { 0 };
	size_t fence = 3, ticks = 0;
	utf8_clean(&clean, buf_text(output), output->len);
	if (clean.len > RUN_TEXT_HEAD + RUN_TEXT_TAIL) {
		char *bytes = clean.data;
		size_t head = RUN_TEXT_HEAD, tail = clean.len - RUN_TEXT_TAIL;
		while (head && bytes[head - 1] != '\n')
			head--;
		while (tail < clean.len && bytes[tail - 1] != '\n')
			tail++;
		if (tail < clean.len) {
			struct buf mark = { 0 };
			buf_printf(&mark, "… %zu bytes left out here; the whole is attached …\n", tail - head);
			buf_splice(&clean, head, tail - head, mark.data, mark.len);
			buf_fini(&mark);
		} else {
			buf_truncate(&clean, text_fit(clean.data, clean.len, RUN_TEXT_HEAD));
			buf_puts(&clean, "\n… the rest is left out here; the whole is attached …\n");
		}
	}
	for (size_t i = 0; i < clean.len; i++) {
		ticks = clean.data[i] == '`' ? ticks + 1 : 0;
		if (ticks >= fence)
			fence = ticks + 1;
	}
	if (clean.len) {
		buf_puts(text, "\n\n");
		buf_fill(text, '`', fence);
		buf_putc(text, '\n');
		buf_put(text, clean.data, clean.len);
		if (clean.data[clean.len - 1] != '\n')
			buf_putc(text, '\n');
		buf_fill(text, '`', fence);
		buf_putc(text, '\n');
	}
	buf_fini(&clean);
}

static void describe(struct call *call, const struct running *run, int status, int64_t took, struct buf *text)
{
	struct buf command = { 0 }, clean = { 0 };
	for (size_t i = 0; i < call->count; i++) {
		buf_puts(&command, i ? " " : "");
		words_quote(&command, call->words[i]);
	}
	utf8_clean(&clean, buf_text(&command), command.len);
	const char *tick = strchr(buf_text(&clean), '`') ? "``" : "`";
	buf_printf(text, "%s%s%s ", tick, buf_text(&clean), tick);
	if (WIFSIGNALED(status))
		buf_printf(text, "was ended by signal %d (%s)", WTERMSIG(status), strsignal(WTERMSIG(status)));
	else
		buf_printf(text, "exited %d", WEXITSTATUS(status));
	buf_puts(text, " after ");
	duration_format(text, took);
	if (run->lost)
		buf_printf(text, "; the rest of its output could not be read: %s", strerror(run->lost));
	put_output(text, &run->kept);
	buf_fini(&command);
	buf_fini(&clean);
}

static bool attach_output(
	struct app *app, const struct record *event, const struct running *run, struct err *err)
{
	struct record attachment;
	char sha256[SHA256_SIZE];
	if (run->kept.len <= RUN_TEXT_HEAD + RUN_TEXT_TAIL)
		return true;
	record_init(&attachment, ENTITY_ATTACHMENT);
	memcpy(attachment.incident, event->incident, ID_SIZE);
	record_set_text(&attachment, ATTACHMENT_NAME, "output.txt");
	record_set_text(&attachment, ATTACHMENT_MEDIA, "text/plain");
	record_set_int(&attachment, ATTACHMENT_SIZE, (int64_t)run->kept.len);
	record_set_text(&attachment, ATTACHMENT_EVENT, event->id);
	bool ok = blob_put(app->store, run->kept.data, run->kept.len, sha256, err);
	record_set_text(&attachment, ATTACHMENT_SHA256, sha256);
	ok = ok && store_put(app->store, &attachment, err);
	record_fini(&attachment);
	return ok;
}

static bool log_run(struct call *call, const struct record *incident, struct record *event,
	const struct running *run, struct err *err)
{
	struct app *app = call->app;
	if (!app_begin(app, err))
		return false;
	return edit_end(app,
		edit_log(app, incident, event, err) && attach_output(app, event, run, err), err);
}

/* The program cannot be run again for its output: what could not be logged goes into a private file. */
static void save_output(const struct running *run, struct err *err)
{
	struct buf path = { 0 };
	if (run->kept.len &&
		path_write_temporary(&path, "output", "", run->kept.data, run->kept.len, NULL))
		err_add(err, "; nothing was logged, the output is in %s", buf_text(&path));
	buf_fini(&path);
}

/* Log a program that ran from `began` until now, and give its exit status to ours. */
static bool log_end(struct call *call, const struct record *incident, struct record *event, struct running *run,
	int64_t began, int status, struct err *err)
{
	struct app *app = call->app;
	struct buf text = { 0 };
	describe(call, run, status, app_now(app) - began, &text);
	record_set_int(event, EVENT_AT, began);
	record_set_int(event, EVENT_OFFSET, zone_offset(app_zone_of(app, incident), began));
	record_set_text(event, EVENT_TEXT, buf_text(&text));
	record_set_text(event, EVENT_AUTHOR, app->author);
	record_set_text(event, EVENT_SOURCE, "run");
	record_set_initial(event);
	buf_fini(&text);
	if (!log_run(call, incident, event, run, err)) {
		save_output(run, err);
		return false;
	}
	app->exit_status = exit_status(status);
	if (run->seen > run->kept.len)
		output_note(call->out, "only the first %zu of %zu bytes of output were kept", run->kept.len, run->seen);
	output_note(call->out, "logged as #%lld", (long long)event->number);
	/* a reader that has seen enough closes the pipe: no failure of ours */
	if (run->output_error && run->output_error != EPIPE)
		return err_errno(err, run->output_error, "cannot pass the output on");
	if (run->lost)
		return err_errno(err, run->lost, "logged without the rest of the output, which could not be read");
	return true;
}

bool cmd_run(struct call *call, struct err *err)
{
	struct app *app = call->app;
	struct record incident, event;
	struct running run = { .passing = !call_flag(call, "quiet") };
	const char *kind = call_flag(call, "kind");
	if (!call->count)
		return err_set(err, ERR_USAGE, "run needs a program: `inquest run -- uptime`");
	if (!app_incident(app, &incident, err))
		return false;
	record_init(&event, ENTITY_EVENT);
	memcpy(event.incident, incident.id, ID_SIZE);
	bool ok = edit_field(app, &incident, &event, EVENT_KIND, kind ? kind : "evidence", err);
	/* a closed output must not end us either */
	void (*on_pipe)(int) = signal(SIGPIPE, SIG_IGN);
	ok = ok && hold_signals(&run, err);
	bool held = ok;
	int64_t began = app_now(app);
	app_terminal(app, true);
	ok = ok && start(call->words, &run, err);
	int status = ok ? follow(&run) : 0;
	app_terminal(app, false);
	if (!ok && run.start_error) {
		/* as env, nohup and shells say it: not found, or found and no program */
		output_note(call->out, "inquest: %s; nothing was logged", err->text);
		app->exit_status = run.start_error == ENOENT ? 127 : 126;
		ok = true;
	} else if (ok) {
		ok = log_end(call, &incident, &event, &run, began, status, err);
	}
	if (held)
		release_signals(&run);
	signal(SIGPIPE, on_pipe);
	buf_fini(&run.kept);
	record_fini(&event);
	record_fini(&incident);
	return ok;
}
