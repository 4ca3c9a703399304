#include "tui/terminal.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#include "base/mem.h"
#include "base/text.h"
#include "tui/gather.h"

/* Last: its macros take names (KEY_UP, …) that are ours in tui/key.h and not used below. */
#define NCURSES_NOMACROS
#include <curses.h>

enum { ROWS_MAX = 1000, COLUMNS_MAX = 2000, TITLE_COLUMNS = 200 };

struct terminal {
	SCREEN *screen;
	struct input input;
	struct grid shown; /* what is on the screen */
	struct grid work;  /* what is to be, in ASCII if need be */
	cchar_t *run;	   /* one row as curses wants it */
	struct gather gather;
	struct buf frame; /* as bytes, the last one */
	int rows, columns;
	struct terminal_options options;
	bool utf8, ansi, titles;
	bool colours;	  /* it has them, whatever the theme */
	bool left;	  /* another program has the terminal */
	bool entered;	  /* and gave it back: the size may be another */
	bool repaint;	  /* send everything */
	int cursor_shown; /* -1: not known */
	char *title;
};

/* A hook gets no argument: the one open terminal. */
static struct terminal *current;

/* ---- open and close ------------------------------------------------------------------------ */

static void send_bytes(const char *text, size_t len)
{
	while (len > 0) {
		ssize_t sent = write(STDOUT_FILENO, text, len);
		/* another program may have made what is shared with it not wait */
		if (sent < 0 && errno == EAGAIN)
			poll(&(struct pollfd){ .fd = STDOUT_FILENO, .events = POLLOUT }, 1, -1);
		else if (sent <= 0 && errno != EINTR)
			return; /* the terminal is gone: terminal_wait will say so */
		text += sent > 0 ? sent : 0;
		len -= sent > 0 ? (size_t)sent : 0;
	}
}

static void send_raw(const char *text)
{
	send_bytes(text, strlen(text));
}

static void send_title(const struct terminal *terminal)
{
	if (!terminal->titles || !terminal->title)
		return;
	struct buf sequence = { 0 };
	buf_printf(&sequence, "\x1B]2;%s\a", terminal->title);
	send_raw(buf_text(&sequence));
	buf_fini(&sequence);
}

/* Presses and the wheel, with places as numbers of any size. */
static void send_mouse(const struct terminal *terminal, bool on)
{
	if (terminal->ansi)
		send_raw(on ? "\x1B[?1000h\x1B[?1006h" : "\x1B[?1006l\x1B[?1000l");
}

/* What curses does not know of: pasted text in brackets, the title kept and set. */
static void send_begin(const struct terminal *terminal)
{
	if (terminal->ansi)
		send_raw("\x1B[?2004h");
	if (terminal->titles)
		send_raw("\x1B[22;0t");
	send_title(terminal);
	if (terminal->options.mouse)
		send_mouse(terminal, true);
}

static void send_end(const struct terminal *terminal)
{
	if (terminal->options.mouse)
		send_mouse(terminal, false);
	if (terminal->titles)
		send_raw("\x1B[23;0t");
	if (terminal->ansi)
		send_raw("\x1B[?2004l");
}

static void on_bug(void)
{
	if (current)
		terminal_leave(current);
}

static bool has_titles(const char *term)
{
	static const char *const families[] = { "xterm", "screen", "tmux", "rxvt", "vte", "gnome",
		"konsole", "kitty", "foot", "alacritty", "wezterm", "ghostty", "st-", "mlterm",
		"mintty", "putty" };
	for (size_t i = 0; i < LENGTH(families); i++)
		if (text_starts(term, families[i]))
			return true;
	return false;
}

/* True if the locale, as it will be, is UTF-8. A server often lacks the locale that ssh brings
 * along, and C.UTF-8 is part of libc. */
static bool set_locale(void)
{
	if (!setlocale(LC_CTYPE, "")) {
		static const char *const names[] = { "LC_ALL", "LC_CTYPE", "LANG" };
		for (size_t i = 0; i < LENGTH(names); i++) {
			const char *value = getenv(names[i]);
			if (!value || !*value)
				continue;
			if (strcasestr(value, "UTF-8") || strcasestr(value, "UTF8"))
				setlocale(LC_CTYPE, "C.UTF-8");
			break;
		}
	}
	return text_same(nl_langinfo(CODESET), "UTF-8");
}

static const char without_screen[] = "every command works without the screen, see inquest help";

static bool not_usable(struct err *err, const char *term)
{
	static const char advice[] = "set it to what your terminal is, such as xterm-256color, "
				     "tmux-256color, screen or linux";
	if (text_empty(term))
		return err_set(err, ERR_USAGE, "TERM is not set: %s; %s", advice, without_screen);
	return err_set(err, ERR_USAGE, "the terminal type TERM=%s is %s: %s; %s", term,
		text_equal(term, "dumb") ? "too simple" : "not known here, or too simple", advice,
		without_screen);
}

static void read_size(struct terminal *terminal)
{
	struct winsize size;
	int rows = LINES, columns = COLS;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row && size.ws_col) {
		rows = size.ws_row < ROWS_MAX ? size.ws_row : ROWS_MAX;
		columns = size.ws_col < COLUMNS_MAX ? size.ws_col : COLUMNS_MAX;
	}
	if (rows != LINES || columns != COLS)
		resize_term(rows, columns);
	terminal->rows = rows < 1 ? 1 : rows;
	terminal->columns = columns < 1 ? 1 : columns;
	terminal->run =
		mem_resize(terminal->run, (size_t)terminal->columns + 1, sizeof *terminal->run);
}

static void start_colours(struct terminal *terminal)
{
	if (!has_colors() || start_color() == ERR || COLORS < 8)
		return;
	int background = use_default_colors() == OK ? -1 : COLOR_BLACK;
	for (short colour = 1; colour < 8; colour++)
		init_pair(colour, colour, (short)background);
	terminal->colours = true;
}

bool terminal_open(struct terminal **out, const struct terminal_options *options, struct err *err)
{
	const char *term = getenv("TERM");
	*out = NULL;
	if (current)
		BUG("a terminal is open already");
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return err_set(err, ERR_USAGE,
			"the screen needs a terminal for input and output; %s", without_screen);
	if (text_empty(term) || text_equal(term, "dumb"))
		return not_usable(err, term);
	struct terminal *terminal = mem_new(1, sizeof *terminal);
	terminal->options = *options;
	terminal->utf8 = set_locale();
	if (!input_open(&terminal->input, STDIN_FILENO, err)) {
		free(terminal);
		return false;
	}
	errno = 0;
	terminal->screen = newterm(NULL, stdout, stdin);
	if (!terminal->screen && errno == ENOMEM)
		out_of_memory();
	const char *move_to = terminal->screen ? tigetstr("cup") : NULL;
	if (!move_to || move_to == (const char *)-1) {
		if (terminal->screen) {
			endwin();
			delscreen(terminal->screen);
		}
		input_close(&terminal->input);
		free(terminal);
		return not_usable(err, term);
	}
	terminal->ansi = text_starts(move_to, "\x1B[");
	terminal->titles = terminal->ansi && has_titles(term);
	gather_open(&terminal->gather);
	current = terminal;
	input_take(&terminal->input); /* and replace the handlers that curses has set */
	bug_set_hook(on_bug);
	raw();
	noecho();
	nonl();
	typeahead(-1); /* curses would put off painting when it sees a key */
	start_colours(terminal);
	read_size(terminal);
	terminal->cursor_shown = -1;
	terminal->repaint = true;
	send_begin(terminal);
	*out = terminal;
	return true;
}

static bool is_ascii(const struct terminal *terminal)
{
	return !terminal->utf8 || terminal->options.ascii;
}

void terminal_configure(struct terminal *terminal, const struct terminal_options *options)
{
	const struct terminal_options before = terminal->options;
	terminal->options = *options;
	if (before.theme != options->theme || before.ascii != options->ascii)
		terminal->repaint = true;
	if (before.mouse != options->mouse && !terminal->left)
		send_mouse(terminal, options->mouse);
}

void terminal_close(struct terminal *terminal)
{
	if (!terminal)
		return;
	terminal_leave(terminal);
	input_close(&terminal->input);
	bug_set_hook(NULL);
	current = NULL;
	delscreen(terminal->screen);
	gather_close(&terminal->gather);
	buf_fini(&terminal->frame);
	grid_fini(&terminal->shown);
	grid_fini(&terminal->work);
	free(terminal->run);
	free(terminal->title);
	free(terminal);
}

void terminal_leave(struct terminal *terminal)
{
	if (terminal->left)
		return;
	terminal->left = true;
	send_end(terminal);
	curs_set(1);
	endwin();
	input_lend(&terminal->input);
}

void terminal_enter(struct terminal *terminal)
{
	if (!terminal->left)
		return;
	input_take(&terminal->input);
	terminal->left = false;
	terminal->entered = true;
	terminal->cursor_shown = -1;
	reset_prog_mode(); /* the rest comes with the next refresh */
	send_begin(terminal);
}

void terminal_suspend(struct terminal *terminal)
{
	terminal_leave(terminal);
	kill(0, SIGTSTP);
	terminal_enter(terminal);
}

bool terminal_pass(struct terminal *terminal, const char *sequence)
{
	if (terminal->titles && !terminal->left)
		send_raw(sequence);
	return terminal->titles;
}

/* For a locale that is not UTF-8: one ? for each character. */
static void make_ascii(struct buf *text)
{
	size_t to = 0;
	for (size_t from = 0; from < text->len; from++) {
		unsigned char byte = (unsigned char)text->data[from];
		if (byte < 0x80)
			text->data[to++] = text->data[from];
		else if (byte >= 0xC0)
			text->data[to++] = '?';
	}
	buf_truncate(text, to);
}

void terminal_print(struct terminal *terminal, const char *text, size_t len)
{
	struct buf shown = { 0 };
	text_show(&shown, text, len, true);
	buf_puts(&shown, "\n-- Enter goes back to inquest --");
	if (is_ascii(terminal))
		make_ascii(&shown);
	terminal_leave(terminal);
	send_raw(buf_text(&shown));
	input_pause(&terminal->input);
	terminal_enter(terminal);
	buf_fini(&shown);
}

void terminal_size(const struct terminal *terminal, int *rows, int *columns)
{
	*rows = terminal->rows;
	*columns = terminal->columns;
}

void terminal_title(struct terminal *terminal, const char *title)
{
	struct buf shown = { 0 };
	text_show(&shown, title, text_fit(title, strlen(title), TITLE_COLUMNS), false);
	if (is_ascii(terminal))
		make_ascii(&shown);
	bool same = text_equal(terminal->title, buf_text(&shown));
	free(terminal->title);
	terminal->title = buf_steal(&shown);
	if (!same && !terminal->left)
		send_title(terminal);
}

/* ---- output -------------------------------------------------------------------------------- */

static bool has_colour(const struct terminal *terminal)
{
	return terminal->colours && terminal->options.theme != THEME_MONO;
}

static attr_t attributes_of(const struct terminal *terminal, const struct style_row *row)
{
	static const struct {
		unsigned bit;
		attr_t curses;
	} rows[] = {
		{ ATTRIBUTE_BOLD, A_BOLD },
		{ ATTRIBUTE_DIM, A_DIM },
		{ ATTRIBUTE_REVERSE, A_REVERSE },
		{ ATTRIBUTE_UNDERLINE, A_UNDERLINE },
	};
	unsigned bits = has_colour(terminal) ? row->attributes : row->mono;
	attr_t attributes = A_NORMAL;
	if (terminal->options.theme == THEME_CONTRAST) {
		bits &= ~(unsigned)ATTRIBUTE_DIM;
		bits |= row->colour > 0 ? ATTRIBUTE_BOLD : 0;
	}
	if (bits & ATTRIBUTE_ITALIC)
		attributes |= termattrs() & A_ITALIC ? A_ITALIC : A_UNDERLINE;
	for (size_t i = 0; i < LENGTH(rows); i++)
		if (bits & rows[i].bit)
			attributes |= rows[i].curses;
	return attributes;
}

static void paint_run(void *data, int row, int column, const struct cell *cells, int count)
{
	struct terminal *terminal = data;
	int filled = 0;
	short pair = 0;
	attr_t attributes = A_NORMAL;
	if (row >= terminal->rows)
		return;
	for (int i = 0; i < count && column + i < terminal->columns; i++) {
		if (i == 0 || cells[i].style != cells[i - 1].style) {
			const struct style_row *style = style_get((enum style)cells[i].style);
			pair = (short)(has_colour(terminal) && style->colour > 0 ? style->colour : 0);
			attributes = attributes_of(terminal, style);
		}
		struct glyph glyphs[2];
		int parts = cell_glyphs(&cells[i], glyphs);
		for (int part = 0; part < parts; part++) {
			wchar_t wide[LENGTH(glyphs[0].points) + 1] = { 0 };
			int width = parts == 2 ? 1 : cells[i].width;
			for (int k = 0; k < glyphs[part].count; k++)
				wide[k] = (wchar_t)glyphs[part].points[k];
			bool cut = column + i + cells[i].width > terminal->columns;
			bool known = wcwidth(wide[0]) == width && !cut;
			if (!known) {
				wide[0] = cut ? L' ' : L'\xFFFD';
				wide[1] = L'\0';
			}
			if (part == 0 || !cut)
				setcchar(&terminal->run[filled++], wide, attributes, pair, NULL);
			if (!known && width == 2 && !cut)
				setcchar(&terminal->run[filled++], L" ", attributes, pair, NULL);
		}
	}
	mvadd_wchnstr(row, column, terminal->run, filled);
}

void terminal_flush(struct terminal *terminal, const struct grid *grid)
{
	if (terminal->left)
		return;
	struct grid *work = &terminal->work, *on = &terminal->shown;
	if (terminal->repaint || grid->rows != on->rows || grid->columns != on->columns) {
		/* what is blank then needs no painting */
		erase();
		if (terminal->repaint)
			clearok(stdscr, TRUE);
		grid_resize(on, grid->rows, grid->columns);
		grid_clear(on);
	}
	grid_resize(work, grid->rows, grid->columns);
	memcpy(work->cells, grid->cells,
		(size_t)grid->rows * (size_t)grid->columns * sizeof *grid->cells);
	if (is_ascii(terminal))
		grid_ascii(work);
	grid_diff(on, work, paint_run, terminal);
	struct grid shown = *on;
	*on = *work;
	*work = shown;
	gather_begin(&terminal->gather);
	if (terminal->cursor_shown != grid->cursor_shown) {
		curs_set(grid->cursor_shown);
		terminal->cursor_shown = grid->cursor_shown;
	}
	move(grid->cursor_row, grid->cursor_column);
	refresh();
	buf_truncate(&terminal->frame, 0);
	terminal->repaint = !gather_end(&terminal->gather, &terminal->frame);
	send_bytes(buf_text(&terminal->frame), terminal->frame.len);
}

void terminal_redraw(struct terminal *terminal)
{
	terminal->repaint = true;
}

/* ---- input --------------------------------------------------------------------------------- */

int terminal_fds(const struct terminal *terminal, struct pollfd out[2])
{
	return input_fds(&terminal->input, out);
}

int terminal_pending(const struct terminal *terminal)
{
	return input_pending(&terminal->input);
}

/* After SIGCONT: the shell may have changed the terminal's modes and written to the screen. */
static void take_again(struct terminal *terminal)
{
	terminal->input.continued = false;
	terminal->cursor_shown = -1;
	send_end(terminal); /* or the title would be kept twice */
	endwin();
	reset_prog_mode();
	send_begin(terminal);
}

void terminal_wait(struct terminal *terminal, int timeout_ms, struct terminal_event *out)
{
	*out = (struct terminal_event){ .type = TERMINAL_RESIZE };
	if (!terminal->entered)
		input_wait(&terminal->input, timeout_ms, out);
	if (terminal->input.continued)
		take_again(terminal);
	if (out->type == TERMINAL_RESIZE) {
		terminal->entered = false;
		terminal->repaint = true;
		read_size(terminal);
		out->rows = terminal->rows;
		out->columns = terminal->columns;
	}
}
