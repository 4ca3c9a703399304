#include "tui/input.h"

#include <errno.h>
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"

enum { READ_MAX = 65536 };

static const struct {
	int number;
	bool ends;   /* reported as TERMINAL_HANGUP */
	bool yields; /* has its usual effect while another program has the terminal */
} signal_rows[] = {
	{ SIGHUP, true, false },
	{ SIGTERM, true, false },
	{ SIGINT, true, false },
	{ SIGQUIT, true, false },
	{ SIGTSTP, false, true },
	{ SIGWINCH, false, false },
	{ SIGCONT, false, false },
};
_Static_assert(LENGTH(signal_rows) == INPUT_SIGNALS, "one saved action for each signal");

/* ---- signals ------------------------------------------------------------------------------- */

/* A handler gets no argument: where the open input's pipe is written, -1 if none is open. */
static volatile sig_atomic_t signal_fd = -1;

static void on_signal(int number)
{
	int saved = errno;
	unsigned char byte = (unsigned char)number;
	/* when the pipe is full there is enough to wake up for */
	ssize_t written = write(signal_fd, &byte, 1);
	(void)written;
	errno = saved;
}

static void note_signal(struct input *input, int number)
{
	input->resized = input->resized || number == SIGWINCH || number == SIGCONT;
	input->continued = input->continued || number == SIGCONT;
	input->stopped = input->stopped || number == SIGTSTP;
	for (size_t i = 0; i < LENGTH(signal_rows); i++) {
		if (signal_rows[i].number == number && signal_rows[i].ends && !input->ended) {
			input->ended = true;
			input->ended_by = number;
		}
	}
}

static void read_signals(struct input *input)
{
	unsigned char bytes[64];
	ssize_t got;
	while ((got = read(input->signals[0], bytes, sizeof bytes)) > 0)
		for (ssize_t i = 0; i < got; i++)
			/* the keys Ctrl-C and Ctrl-\ were meant for the program that had the
			 * terminal */
			if (!input->lent || (bytes[i] != SIGINT && bytes[i] != SIGQUIT))
				note_signal(input, bytes[i]);
}

bool input_open(struct input *input, int fd, struct err *err)
{
	*input = (struct input){ .fd = fd, .signals = { -1, -1 } };
	if (signal_fd != -1)
		BUG("the terminal's input is open already");
	if (pipe2(input->signals, O_CLOEXEC | O_NONBLOCK) < 0)
		return err_errno(err, errno, "cannot make a pipe for signals");
	for (size_t i = 0; i < LENGTH(signal_rows); i++)
		sigaction(signal_rows[i].number, NULL, &input->before[i]);
	signal_fd = input->signals[1];
	return true;
}

void input_take(struct input *input)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < LENGTH(signal_rows); i++)
		if (input->before[i].sa_handler != SIG_IGN)
			sigaction(signal_rows[i].number, &action, NULL);
	if (input->lent) {
		read_signals(input);
		input->lent = input->stopped = input->continued = input->resized = false;
	}
}

static void give_back(struct input *input, bool all)
{
	for (size_t i = 0; i < LENGTH(signal_rows); i++)
		if (all || signal_rows[i].yields)
			sigaction(signal_rows[i].number, &input->before[i], NULL);
}

void input_lend(struct input *input)
{
	input->lent = true;
	give_back(input, false);
}

void input_close(struct input *input)
{
	give_back(input, true);
	signal_fd = -1;
	for (size_t i = 0; i < LENGTH(input->signals); i++)
		if (input->signals[i] >= 0)
			close(input->signals[i]);
	key_decoder_fini(&input->decoder);
}

/* ---- events -------------------------------------------------------------------------------- */

static int64_t now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void read_bytes(struct input *input)
{
	char bytes[READ_MAX];
	ssize_t got = read(input->fd, bytes, sizeof bytes);
	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (got > 0) {
		key_decoder_feed(&input->decoder, bytes, (size_t)got);
	} else {
		input->ended = true;
		key_decoder_end(&input->decoder);
	}
	input->byte_at = now_ms();
}

/* An event that needs no waiting. */
static bool take_event(struct input *input, struct terminal_event *out)
{
	struct key_event event;
	if (input->resized) {
		input->resized = false;
		out->type = TERMINAL_RESIZE;
		return true;
	}
	if (input->stopped) {
		input->stopped = false;
		out->type = TERMINAL_SUSPEND;
		return true;
	}
	switch (key_decoder_next(&input->decoder, &event)) {
	case KEY_EVENT_KEY:
		out->type = TERMINAL_KEY;
		out->key = event.key;
		return true;
	case KEY_EVENT_PASTE:
		out->type = TERMINAL_PASTE;
		out->text = event.text;
		out->len = event.len;
		out->dropped = event.dropped;
		return true;
	case KEY_EVENT_MOUSE:
		out->type = TERMINAL_MOUSE;
		out->mouse = event.mouse;
		return true;
	case KEY_EVENT_NONE:
		break;
	}
	if (input->ended) {
		out->type = TERMINAL_HANGUP;
		out->signal = input->ended_by;
	}
	return input->ended;
}

int input_fds(const struct input *input, struct pollfd out[2])
{
	out[0] = (struct pollfd){ .fd = input->fd, .events = POLLIN };
	out[1] = (struct pollfd){ .fd = input->signals[0], .events = POLLIN };
	return 2;
}

int input_pending(const struct input *input)
{
	int begun = key_decoder_wait(&input->decoder);
	int64_t left = input->byte_at + begun - now_ms();
	return begun < 0 ? -1 : left > 0 ? (int)left : 0;
}

/* Take in what comes within `wait` milliseconds (-1: for ever): 1 if something did, 0 if nothing did, -1 if it cannot be
 * waited for. */
static int take_in(struct input *input, int wait)
{
	struct pollfd fds[2];
	int count = poll(fds, (nfds_t)input_fds(input, fds), wait);
	if (count < 0)
		return errno == EINTR ? 1 : -1; /* a signal: the pipe tells which */
	if (count == 0)
		return 0;
	if (fds[1].revents)
		read_signals(input);
	if (fds[0].revents)
		read_bytes(input);
	return 1;
}

/* True if what is in the pipe ends a pause. */
static bool interrupts(struct input *input)
{
	unsigned char byte;
	bool any = false;
	while (read(input->signals[0], &byte, 1) == 1) {
		any = any || byte == SIGINT;
		if (byte != SIGINT && byte != SIGQUIT)
			note_signal(input, byte);
	}
	return any || input->ended;
}

void input_pause(struct input *input)
{
	struct pollfd fds[2];
	char bytes[READ_MAX];
	for (bool over = false; !over;) {
		int count = poll(fds, (nfds_t)input_fds(input, fds), -1);
		if (count < 0 && errno != EINTR)
			return;
		over = interrupts(input);
		if (count <= 0 || !fds[0].revents || over)
			continue;
		ssize_t got = read(input->fd, bytes, sizeof bytes);
		over = got > 0 &&
			(memchr(bytes, '\n', (size_t)got) || memchr(bytes, '\r', (size_t)got));
		if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN)) {
			input->ended = over = true;
			key_decoder_end(&input->decoder);
		}
	}
}

void input_wait(struct input *input, int timeout_ms, struct terminal_event *out)
{
	int64_t deadline = timeout_ms < 0 ? INT64_MAX : now_ms() + timeout_ms;
	*out = (struct terminal_event){ .type = TERMINAL_TIMEOUT };
	while (!take_event(input, out)) {
		int begun = key_decoder_wait(&input->decoder);
		int64_t flush_at = begun < 0 ? INT64_MAX : input->byte_at + begun;
		int64_t until = flush_at < deadline ? flush_at : deadline, now = now_ms();
		int wait = until == INT64_MAX ? -1 : until <= now ? 0 : (int)(until - now);
		/* time counts only if nothing is there to read: we may have been busy elsewhere */
		int came = take_in(input, wait);
		if (came > 0)
			continue;
		/* whoever waits next is told why */
		if (came < 0)
			return;
		now = now_ms();
		if (now >= flush_at)
			key_decoder_flush(&input->decoder);
		else if (now >= deadline)
			return;
	}
}
