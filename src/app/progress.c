#include "app/progress.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/duration.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"

enum { EVERY_MS = 200, NAME_MAX_COLUMNS = 32, NAME_MIN_COLUMNS = 8, USUAL_WIDTH = 80, RATE_AFTER_MS = 400 };

int64_t progress_clock(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * SECOND_MS + now.tv_nsec / 1000000;
}

void progress_begin(struct progress *progress, int64_t total, bool wanted)
{
	struct winsize size;
	*progress = (struct progress){ .fd = wanted && isatty(STDERR_FILENO) ? STDERR_FILENO : -1,
		.began = progress_clock(), .total = total, .width = USUAL_WIDTH };
	if (progress->fd >= 0 && ioctl(progress->fd, TIOCGWINSZ, &size) == 0 && size.ws_col)
		progress->width = size.ws_col;
}

static void put_bytes(struct buf *out, int64_t bytes)
{
	static const char *const units[] = { "B", "kB", "MB", "GB", "TB" };
	size_t unit = 0;
	double value = (double)bytes;
	for (; value >= 1000 && unit + 1 < LENGTH(units); unit++)
		value /= 1000;
	buf_printf(out, unit && value < 10 ? "%.1f %s" : "%.0f %s", value, units[unit]);
}

static void put_numbers(struct buf *out, int64_t done, int64_t total, uint64_t events, int64_t spent)
{
	bool known = total > 0 && done <= total;
	if (known)
		buf_printf(out, "  %lld %%", (long long)(done * 100 / total));
	if (total >= 0) {
		buf_puts(out, "  ");
		put_bytes(out, done);
	}
	if (known) {
		buf_puts(out, " of ");
		put_bytes(out, total);
	}
	buf_printf(out, "  %llu events", (unsigned long long)events);
	/* what the first moments say about the rest is wrong */
	if (spent < RATE_AFTER_MS)
		return;
	buf_printf(out, "  %lld/s", (long long)((double)events * 1000 / (double)spent));
	if (known && done > 0) {
		buf_puts(out, "  ");
		duration_format(out, (int64_t)((double)(total - done) / (double)done * (double)spent) / SECOND_MS * SECOND_MS);
		buf_puts(out, " left");
	}
}

void progress_line(struct buf *out, const char *name, int64_t done, int64_t total, uint64_t events, int64_t spent, size_t width)
{
	struct buf numbers = { 0 }, safe = { 0 };
	put_numbers(&numbers, done, total, events, spent);
	text_show(&safe, name, strlen(name), false);
	size_t columns = text_width(safe.data, safe.len), room = width > numbers.len ? width - numbers.len : 0;
	columns = columns > NAME_MAX_COLUMNS ? NAME_MAX_COLUMNS : columns;
	columns = columns > room ? room < NAME_MIN_COLUMNS ? 0 : room : columns;
	if (columns)
		text_show_column(out, buf_text(&safe), columns);
	const char *rest = buf_text(&numbers) + (columns ? 0 : strspn(buf_text(&numbers), " "));
	buf_put(out, rest, text_fit(rest, strlen(rest), width - columns));
	buf_fini(&numbers);
	buf_fini(&safe);
}

void progress_watch(struct progress *progress, struct output *out)
{
	progress->out = out->progress ? out : NULL;
	if (progress->out && out->width)
		progress->width = out->width;
}

void progress_show(struct progress *progress, const char *name, int64_t done, uint64_t events)
{
	bool seen = progress->fd >= 0 || progress->out;
	int64_t now = seen ? progress_clock() : 0;
	if (!seen || now - (progress->shown ? progress->shown : progress->began) < EVERY_MS)
		return;
	struct buf line = { 0 };
	/* the last column stays free: some terminals wrap there */
	progress_line(&line, name, done, progress->total, events, now - progress->began, progress->width - 1);
	if (progress->out)
		progress->stop = progress->out->progress(progress->out->context, buf_text(&line)) || progress->stop;
	if (progress->fd >= 0) {
		buf_splice(&line, 0, 0, "\r", 1);
		buf_puts(&line, "\x1b[K");
		path_write_fd(progress->fd, line.data, line.len);
	}
	buf_fini(&line);
	progress->shown = now;
}

void progress_clear(struct progress *progress)
{
	static const char clear[] = "\r\x1b[K";
	if (progress->shown && progress->fd >= 0)
		path_write_fd(progress->fd, clear, sizeof clear - 1);
	progress->shown = 0;
}
