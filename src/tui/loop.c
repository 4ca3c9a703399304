/* The UI on a real terminal: waits for keys, time and other writers, and paints. */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/text.h"
#include "tui/clipboard.h"
#include "tui/terminal.h"
#include "tui/tui.h"
#include "tui/ui.h"
#include "tui/watch.h"

enum {
	PAINT_MS = 40, /* while keys and pastes keep coming in, paint at least so often */
	SIGNAL_STATUS = 128,
};

struct typed_event {
	struct terminal_event event;
	char *text; /* of a paste; NULL */
};

struct loop {
	struct ui ui;
	struct terminal *terminal;
	int watch; /* -1: none */
	bool over;
	struct buf title;
	/* what was typed and pasted while a command was at work, for after it */
	struct {
		struct typed_event *items;
		size_t count, cap;
	} typed;
	size_t replayed;
};

static int64_t monotonic(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * INT64_C(1000) + time.tv_nsec / 1000000;
}

/* app_terminal: an editor or a program takes over. */
static void give_terminal(void *context, bool given)
{
	struct loop *loop = context;
	if (given)
		terminal_leave(loop->terminal);
	else
		terminal_enter(loop->terminal);
}

static void take_event(struct loop *loop, const struct terminal_event *event)
{
	struct ui *ui = &loop->ui;
	switch (event->type) {
	case TERMINAL_TIMEOUT:
		break;
	case TERMINAL_KEY:
		ui_key(ui, &event->key);
		break;
	case TERMINAL_PASTE:
		ui_paste(ui, event->text, event->len, event->dropped);
		break;
	case TERMINAL_MOUSE:
		ui_mouse(ui, &event->mouse);
		break;
	case TERMINAL_RESIZE:
		ui_resize(ui, event->rows, event->columns);
		break;
	case TERMINAL_SUSPEND:
		ui_save(ui);
		terminal_suspend(loop->terminal);
		ui_wake(ui);
		break;
	case TERMINAL_HANGUP:
		ui_save(ui);
		if (event->signal)
			ui->app->exit_status = SIGNAL_STATUS + event->signal;
		loop->over = true;
		break;
	}
}

/* Esc is nothing else here, and a terminal that is gone stops as well. */
static bool stops(const struct terminal_event *event)
{
	const struct key interrupt = key_make('c', KEY_CTRL), escape = key_make(KEY_ESCAPE, 0);
	return event->type == TERMINAL_HANGUP ||
	       (event->type == TERMINAL_KEY && (key_equal(&event->key, &interrupt) || key_equal(&event->key, &escape)));
}

/* ui.busy: between two pieces of what a command does. */
static bool show_busy(void *context)
{
	struct loop *loop = context;
	struct terminal_event event;
	bool stop = false;
	terminal_flush(loop->terminal, &loop->ui.grid);
	for (terminal_wait(loop->terminal, 0, &event); event.type != TERMINAL_TIMEOUT && !stop;) {
		stop = stops(&event);
		if (!stop) {
			/* a mouse points at what was there */
			if (event.type != TERMINAL_MOUSE)
				*vec_push(&loop->typed) = (struct typed_event){ event,
					event.type == TERMINAL_PASTE ? mem_copy_n(event.text, event.len) : NULL };
			terminal_wait(loop->terminal, 0, &event);
		}
	}
	return stop;
}

/* First what was typed before, then what comes. */
static void take_next(struct loop *loop, struct terminal_event *event)
{
	if (loop->replayed == loop->typed.count) {
		loop->replayed = loop->typed.count = 0;
		terminal_wait(loop->terminal, 0, event);
		take_event(loop, event);
		return;
	}
	struct typed_event typed = loop->typed.items[loop->replayed++];
	*event = typed.event;
	event->text = typed.text;
	take_event(loop, event);
	free(typed.text);
}

static void copy(struct loop *loop)
{
	struct ui *ui = &loop->ui;
	const struct clip *clip = &ui->clip;
	const char *how;
	struct err err = { 0 };
	if (clipboard_put(loop->terminal, buf_text(&clip->text), clip->text.len, &how, &err))
		ui_message(ui, STYLE_GOOD, "%s copied (%zu bytes) %s", clip->what, clip->text.len,
			how);
	else
		ui_error(ui, &err);
}

static void obey(struct loop *loop)
{
	struct ui *ui = &loop->ui;
	switch (ui_take_request(ui)) {
	case UI_NOTHING:
		break;
	case UI_QUIT:
		loop->over = true;
		break;
	case UI_SUSPEND:
		terminal_suspend(loop->terminal);
		/* others may have written in the meantime */
		ui_wake(ui);
		break;
	case UI_COPY:
		copy(loop);
		break;
	case UI_PRINT:
		terminal_print(loop->terminal, buf_text(&ui->clip.text), ui->clip.text.len);
		ui_wake(ui);
		break;
	case UI_REDRAW:
		terminal_redraw(loop->terminal);
		break;
	}
}

static struct terminal_options options_of(const struct app *app)
{
	const char *theme = options_get(&app->options, OPTION_THEME);
	const char *no_color = getenv("NO_COLOR");
	struct terminal_options options = { .ascii = options_on(&app->options, OPTION_ASCII),
		.mouse = options_on(&app->options, OPTION_MOUSE) };
	if (text_equal(theme, "contrast"))
		options.theme = THEME_CONTRAST;
	if (text_equal(theme, "mono") || (no_color && *no_color))
		options.theme = THEME_MONO;
	return options;
}

static void paint(struct loop *loop)
{
	const struct terminal_options options = options_of(loop->ui.app);
	struct buf title = { 0 };
	ui_draw(&loop->ui);
	terminal_configure(loop->terminal, &options);
	terminal_flush(loop->terminal, &loop->ui.grid);
	ui_title(&loop->ui, &title);
	if (!text_equal(buf_text(&title), buf_text(&loop->title))) {
		terminal_title(loop->terminal, buf_text(&title));
		buf_fini(&loop->title);
		loop->title = title;
		return;
	}
	buf_fini(&title);
}

/* Do what was put off. True if no more than a row changed, which is painted, or nothing: it is no reason to wake up. */
static bool rest(struct loop *loop)
{
	if (timeline_looking(&loop->ui))
		return timeline_look_on(&loop->ui);
	if (strip_pending(&loop->ui)) {
		strip_tick(&loop->ui);
		if (strip_pending(&loop->ui))
			return true;
		/* what the tabs tell comes with the same frame */
		ui_rest(&loop->ui);
		return false;
	}
	bool painted = ui_rest(&loop->ui) && ui_draw_rest(&loop->ui);
	if (painted)
		terminal_flush(loop->terminal, &loop->ui.grid);
	return painted;
}

static void tick(struct loop *loop, int64_t now)
{
	struct ui *ui = &loop->ui;
	bool away = ui->away.on;
	ui_tick(ui, now);
	if (!away || ui->away.on || loop->watch < 0)
		return;
	watch_again(loop->watch, ui->app->database);
	ui->told = watch_tells_all(ui->app->database);
}

/* Sleep until there is a key, a writer, or something to do. What is being typed is saved if that cannot be. */
static bool sleep_until(struct loop *loop, struct err *err)
{
	struct pollfd fds[3];
	int count = terminal_fds(loop->terminal, fds), ready;
	do {
		fds[count] = (struct pollfd){ .fd = loop->watch, .events = POLLIN };
		int timeout = ui_timeout(&loop->ui), pending = terminal_pending(loop->terminal);
		if (pending >= 0 && pending < timeout)
			timeout = pending;
		ready = poll(fds, (nfds_t)count + 1, timeout);
	} while (ready == 0 && rest(loop));
	if (ready < 0 && errno != EINTR) {
		err_errno(err, errno, "cannot wait for keys");
		ui_save(&loop->ui);
		return false;
	}
	tick(loop, monotonic());
	if (loop->watch >= 0 && fds[count].revents &&
		watch_read(loop->watch, loop->ui.app->database)) {
		/* a file that is gone is looked for again and again */
		loop->ui.told = watch_tells_all(loop->ui.app->database);
		ui_wake(&loop->ui);
	}
	return true;
}

static bool run(struct loop *loop, struct err *err)
{
	struct terminal_event event;
	int64_t unpainted = 0; /* since when something is to be painted; 0: nothing is */
	while (!loop->over) {
		int64_t now = monotonic();
		tick(loop, now);
		take_next(loop, &event);
		obey(loop);
		if (event.type != TERMINAL_TIMEOUT && !unpainted)
			unpainted = now;
		/* what is typed faster than it can be painted is taken in first */
		if (loop->over || (event.type != TERMINAL_TIMEOUT && now - unpainted < PAINT_MS))
			continue;
		paint(loop);
		unpainted = 0;
		if (event.type == TERMINAL_TIMEOUT && !sleep_until(loop, err))
			return false;
	}
	return true;
}

bool tui_run(struct app *app, struct err *err)
{
	const struct terminal_options options = options_of(app);
	struct loop loop = { .watch = -1 };
	char session[SESSION_SIZE];
	int rows, columns;
	session_name(session);
	/* before the terminal changes: what is wrong with the database is told on the normal screen
	 */
	if (!app_store(app, STORE_CREATE, err) || !terminal_open(&loop.terminal, &options, err))
		return false;
	terminal_size(loop.terminal, &rows, &columns);
	ui_init(&loop.ui, app, session, rows, columns);
	loop.ui.busy = show_busy;
	loop.ui.busy_context = &loop;
	app->terminal = give_terminal;
	app->terminal_context = &loop;
	bool ok = ui_start(&loop.ui, err);
	loop.watch = watch_open(app->database);
	loop.ui.told = loop.watch >= 0 && watch_tells_all(app->database);
	ok = ok && run(&loop, err);
	app->terminal = NULL;
	app->terminal_context = NULL;
	terminal_close(loop.terminal);
	if (loop.watch >= 0)
		close(loop.watch);
	ui_fini(&loop.ui);
	for (; loop.replayed < loop.typed.count; loop.replayed++)
		free(loop.typed.items[loop.replayed].text);
	free(loop.typed.items);
	buf_fini(&loop.title);
	return ok;
}
