#include "vt.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

enum { PATIENCE_MS = 30000, LOOK_MS = 20, ROW_MAX = 4096 };

struct vt {
	pid_t pid;
	int fd; /* -1: taken away */
	int rows, columns, status;
	bool ended, cursor;
	VTerm *term;
	VTermScreen *screen;
	char *sent;
	size_t len, cap;
	char row[ROW_MAX];
};

static long now_ms(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static int on_property(VTermProp property, VTermValue *value, void *data)
{
	struct vt *vt = data;
	if (property == VTERM_PROP_CURSORVISIBLE)
		vt->cursor = value->boolean;
	return 1;
}

static const VTermScreenCallbacks callbacks = { .settermprop = on_property };

struct vt *vt_start(int rows, int columns, const char *const *argv)
{
	struct vt *vt = calloc(1, sizeof *vt);
	struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns };
	vt->rows = rows;
	vt->columns = columns;
	vt->cursor = true;
	vt->term = vterm_new(rows, columns);
	vterm_set_utf8(vt->term, 1);
	vt->screen = vterm_obtain_screen(vt->term);
	vterm_screen_set_callbacks(vt->screen, &callbacks, vt);
	vterm_screen_enable_altscreen(vt->screen, 1);
	vterm_screen_reset(vt->screen, 1);
	vt->pid = forkpty(&vt->fd, NULL, NULL, &size);
	ck_assert_msg(vt->pid >= 0, "forkpty: %s", strerror(errno));
	if (vt->pid == 0) {
		/* whatever a shell, or nohup, let the tests begin with */
		for (int number = 1; number < SIGRTMIN; number++)
			signal(number, SIG_DFL);
		char *words[16] = { NULL };
		for (size_t i = 0; argv[i] && i < 15; i++)
			words[i] = strdup(argv[i]);
		execvp(words[0], words);
		_exit(127);
	}
	fcntl(vt->fd, F_SETFL, O_NONBLOCK);
	fcntl(vt->fd, F_SETFD, FD_CLOEXEC);
	return vt;
}

static void keep(struct vt *vt, const char *bytes, size_t len)
{
	if (vt->len + len + 1 > vt->cap) {
		vt->cap = 2 * (vt->len + len + 1);
		vt->sent = realloc(vt->sent, vt->cap);
	}
	memcpy(vt->sent + vt->len, bytes, len);
	vt->len += len;
	vt->sent[vt->len] = '\0';
}

/* Take in what is there, waiting `ms` for it at most. */
static void take_in(struct vt *vt, int ms, short events)
{
	static char bytes[65536];
	struct pollfd poller = { .fd = vt->fd, .events = (short)(POLLIN | events) };
	if (poll(&poller, 1, ms) <= 0 || !(poller.revents & (POLLIN | POLLHUP)))
		return;
	ssize_t got = read(vt->fd, bytes, sizeof bytes);
	if (got > 0) {
		keep(vt, bytes, (size_t)got);
		vterm_input_write(vt->term, bytes, (size_t)got);
	} else if (got < 0 && errno == EIO) {
		poll(NULL, 0, ms); /* the program closed it: nothing more comes */
	}
}

static void reap(struct vt *vt, int options)
{
	int status;
	if (!vt->ended && waitpid(vt->pid, &status, options) == vt->pid) {
		vt->ended = true;
		vt->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	}
}

pid_t vt_pid(const struct vt *vt)
{
	return vt->pid;
}

void vt_send(struct vt *vt, const void *bytes, size_t len)
{
	const char *rest = bytes;
	long deadline = now_ms() + PATIENCE_MS;
	while (len > 0) {
		ssize_t taken = write(vt->fd, rest, len);
		if (taken > 0) {
			rest += taken;
			len -= (size_t)taken;
		} else {
			ck_assert_msg(
				errno == EAGAIN || errno == EINTR, "typing: %s", strerror(errno));
			ck_assert_msg(now_ms() < deadline, "the program takes no more input");
			take_in(vt, LOOK_MS, POLLOUT);
			reap(vt, WNOHANG);
			/* nobody takes the rest */
			if (vt->ended)
				return;
		}
	}
}

void vt_type(struct vt *vt, const char *text)
{
	vt_send(vt, text, strlen(text));
}

bool vt_wait(struct vt *vt, bool (*holds)(struct vt *vt, const void *data), const void *data)
{
	long deadline = now_ms() + PATIENCE_MS;
	do {
		if (holds(vt, data))
			return true;
		take_in(vt, LOOK_MS, 0);
	} while (now_ms() < deadline);
	return holds(vt, data);
}

const char *vt_row(struct vt *vt, int row)
{
	const VTermRect rect = {
		.start_row = row, .end_row = row + 1, .start_col = 0, .end_col = vt->columns
	};
	size_t len = vterm_screen_get_text(vt->screen, vt->row, sizeof vt->row - 1, rect);
	while (len && vt->row[len - 1] == ' ')
		len--;
	vt->row[len] = '\0';
	return vt->row;
}

bool vt_cell(struct vt *vt, int row, int column, const char *text)
{
	const VTermRect rect = {
		.start_row = row, .end_row = row + 1, .start_col = column, .end_col = column + 1
	};
	size_t len = vterm_screen_get_text(vt->screen, vt->row, sizeof vt->row - 1, rect);
	return len == strlen(text) && memcmp(vt->row, text, len) == 0;
}

bool vt_has(struct vt *vt, const char *text)
{
	for (int row = 0; row < vt->rows; row++)
		if (strstr(vt_row(vt, row), text))
			return true;
	return false;
}

static void show(struct vt *vt)
{
	for (int row = 0; row < vt->rows; row++)
		fprintf(stderr, "      | %s\n", vt_row(vt, row));
}

static bool has(struct vt *vt, const void *text)
{
	return vt_has(vt, text);
}

static bool has_not(struct vt *vt, const void *text)
{
	return !vt_has(vt, text);
}

void vt_sees(struct vt *vt, const char *text)
{
	if (!vt_wait(vt, has, text)) {
		show(vt);
		ck_abort_msg("not on the screen: %s", text);
	}
}

void vt_sees_not(struct vt *vt, const char *text)
{
	if (!vt_wait(vt, has_not, text)) {
		show(vt);
		ck_abort_msg("still on the screen: %s", text);
	}
}

/* ---- what was sent ---- */

size_t vt_sent(const struct vt *vt)
{
	return vt->len;
}

const char *vt_bytes(const struct vt *vt)
{
	return vt->sent ? vt->sent : "";
}

bool vt_said(const struct vt *vt, size_t from, const char *text)
{
	return vt->len > from && memmem(vt->sent + from, vt->len - from, text, strlen(text));
}

struct said {
	size_t from;
	const char *text;
};

static bool said(struct vt *vt, const void *data)
{
	const struct said *wanted = data;
	return vt_said(vt, wanted->from, wanted->text);
}

void vt_says(struct vt *vt, size_t from, const char *text)
{
	const struct said wanted = { from, text };
	if (!vt_wait(vt, said, &wanted)) {
		show(vt);
		ck_abort_msg("never sent: %s", text);
	}
}

/* The last place of a text, or NULL. */
static const char *last(const struct vt *vt, const char *text)
{
	const char *found = NULL, *from = vt_bytes(vt), *end = from + vt->len;
	for (const char *at; (at = memmem(from, (size_t)(end - from), text, strlen(text)));
		from = at + 1)
		found = at;
	return found;
}

static int count(const struct vt *vt, const char *text)
{
	int found = 0;
	const char *from = vt_bytes(vt), *end = from + vt->len;
	for (const char *at; (at = memmem(from, (size_t)(end - from), text, strlen(text)));
		from = at + 1)
		found++;
	return found;
}

bool vt_mode(const struct vt *vt, int number)
{
	char on[24], off[24];
	snprintf(on, sizeof on, "\033[?%dh", number);
	snprintf(off, sizeof off, "\033[?%dl", number);
	const char *set = last(vt, on), *reset = last(vt, off);
	return set && (!reset || set > reset);
}

bool vt_cursor_shown(const struct vt *vt)
{
	return vt->cursor;
}

int vt_titles_kept(const struct vt *vt)
{
	return count(vt, "\033[22;0t") - count(vt, "\033[23;0t");
}

bool vt_cooked(const struct vt *vt)
{
	struct termios modes;
	return tcgetattr(vt->fd, &modes) == 0 &&
		(modes.c_lflag & (ECHO | ICANON | ISIG)) == (ECHO | ICANON | ISIG) &&
		modes.c_iflag & ICRNL && modes.c_oflag & OPOST;
}

/* ---- faults ---- */

void vt_resize(struct vt *vt, int rows, int columns)
{
	struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns };
	vt->rows = rows;
	vt->columns = columns;
	vterm_set_size(vt->term, rows, columns);
	ck_assert_int_eq(ioctl(vt->fd, TIOCSWINSZ, &size), 0);
}

void vt_hang_up(struct vt *vt)
{
	close(vt->fd);
	vt->fd = -1;
}

static bool has_ended(struct vt *vt, const void *data)
{
	(void)data;
	reap(vt, WNOHANG);
	return vt->ended;
}

void vt_free(struct vt *vt)
{
	/* what ends by itself also leaves well, and is counted for coverage */
	if (!vt->ended && kill(vt->pid, SIGHUP) == 0 && !vt_wait(vt, has_ended, NULL))
		kill(vt->pid, SIGKILL);
	if (vt->fd >= 0)
		close(vt->fd);
	reap(vt, 0);
	vterm_free(vt->term);
	free(vt->sent);
	free(vt);
}

int vt_end(struct vt *vt)
{
	if (!vt_wait(vt, has_ended, NULL)) {
		show(vt);
		ck_abort_msg("the program still runs");
	}
	/* what it said last may still be on its way */
	for (size_t before = vt->len + 1; vt->fd >= 0 && before != vt->len;) {
		before = vt->len;
		take_in(vt, 0, 0);
	}
	return vt->status;
}
