/*
 * Screens as text: tests/screen/NAME.cmds drives the UI without a terminal, what it shows is
 * compared with NAME.screen. INQUEST_UPDATE=1 writes those files instead: look at each before you
 * keep it.
 *
 * A script has one command a line; # begins a comment.
 *   size 80x24             columns and rows, before `start`
 *   now 2026-03-01T14:03:00Z
 *   option NAME VALUE      for the UI
 *   env NAME VALUE
 *   run WORDS…             a command, before the UI starts or beside it
 *   conflict WORDS…        a command that has to end in a conflict
 *   shell COMMAND          in the folder of the database; git has a name there
 *   start [REF]            the UI; on this incident
 *   key NAME…              keys by name
 *   type TEXT              the characters of the rest of the line
 *   paste TEXT             \n \t \e \\ and \xNN are understood, here and in `run` and `outside`
 *   resize 40x10
 *   click COLUMN ROW       from 0, as `shot` counts; `wheel up|down COLUMN ROW` turns it one step
 *   outside WORDS…         by another author, in another session; then time passes
 *   tick MS                time passes
 *   crash                  as kill -9: nothing more is saved; the next `start` is another session
 *   quit                   as the end of the program does
 *   full on|off            every write to a file fails
 *   damage                 the database can no longer be read
 *   away on|off            the database was moved elsewhere; it is put back
 *   draft TEXT             what yet another session left, that has ended
 *   shot [styles] [TEXT]   the screen; with the plane of styles
 *   expect TEXT            fail unless the screen has it
 *   request NAME           fail unless the last key asked the terminal for quit, suspend, copy,
 *                          print, redraw
 *   clip                   what the last copy or print was about, in the file
 */
#include <check.h>
#include <fcntl.h>
#include <glob.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "app/command.h"
#include "app/read.h"
#include "base/path.h"
#include "base/words.h"
#include "tui/ui.h"
#include "ui_sandbox.h"

enum { SCRIPT_MAX = 1 << 20, STEP_MS = 10, SETTLED_MS = 1000 };

static glob_t scripts;

struct screen_test {
	struct ui_sandbox box;
	struct ui ui;
	bool started;
	int rows, columns, sessions, shots;
	int64_t clock;
	const char *script;
	int line;
	struct buf out;
};

static void refuse(const struct screen_test *test, const char *what, const char *detail)
{
	ck_abort_msg("%s:%d: %s: %s", test->script, test->line, what, detail);
}

static void set_up(struct screen_test *test, const char *script)
{
	*test = (struct screen_test){ .script = script, .rows = 24, .columns = 80 };
	sandbox_open(&test->box);
}

static void tear_down(struct screen_test *test)
{
	if (test->started)
		ui_fini(&test->ui);
	sandbox_close(&test->box);
	buf_fini(&test->out);
}

/* ---- commands ----------------------------------------------------------------------------------
 */

static void unescape(const char *text, struct buf *out)
{
	for (; *text; text++) {
		if (*text != '\\' || !text[1]) {
			buf_putc(out, *text);
			continue;
		}
		char byte[3] = { text[1] == 'x' ? text[2] : '\0',
			text[1] == 'x' && text[2] ? text[3] : '\0' };
		switch (*++text) {
		case 'n':
			buf_putc(out, '\n');
			break;
		case 't':
			buf_putc(out, '\t');
			break;
		case 'e':
			buf_putc(out, '\033');
			break;
		case 'x':
			buf_putc(out, (char)strtol(byte, NULL, 16));
			text += strlen(byte);
			break;
		default:
			buf_putc(out, *text);
		}
	}
}

static void ignore_output(void *context, const char *bytes, size_t len)
{
	(void)context, (void)bytes, (void)len;
}

static void run_words(struct screen_test *test, struct app *app, const char *rest, enum err_code wanted)
{
	struct output out = { .write = ignore_output };
	struct words words;
	struct err err = { 0 };
	if (!words_split(&words, rest, &err))
		refuse(test, rest, err.text);
	for (size_t i = 0; i < words.count; i++) {
		struct buf word = { 0 };
		unescape(words.items[i], &word);
		free(words.items[i]);
		words.items[i] = buf_steal(&word);
	}
	command_run(app, words.items, words.count, &out, -1, &err);
	if (err.code != wanted)
		refuse(test, rest, err.text);
	words_fini(&words);
}

/* As the loop does: what was put off is done once the screen is there and no key is waiting. */
static void paint(struct screen_test *test)
{
	ui_draw(&test->ui);
	while (ui_rest(&test->ui))
		if (!ui_draw_rest(&test->ui))
			ui_draw(&test->ui);
}

static void step(struct screen_test *test, int64_t ms)
{
	test->clock += ms;
	if (test->started)
		ui_tick(&test->ui, test->clock);
}

static void do_size(struct screen_test *test, const char *rest)
{
	if (sscanf(rest, "%dx%d", &test->columns, &test->rows) != 2)
		refuse(test, "not a size such as 80x24", rest);
}

static void do_now(struct screen_test *test, const char *rest)
{
	const struct when_context ctx = { .now = test->box.app.pinned_now, .zone = "UTC" };
	struct when when;
	struct err err = { 0 };
	if (!when_parse(rest, &ctx, &when, &err))
		refuse(test, "now", err.text);
	test->box.app.pinned_now = test->box.other.pinned_now = when.at;
}

static void do_option(struct screen_test *test, const char *rest)
{
	struct words words;
	struct err err = { 0 };
	ck_assert(words_split(&words, rest, &err));
	enum option_id id = option_find(words.items[0], &err);
	if (id == OPTION_COUNT || !options_set(&test->box.app.options, id, words.items[1], &err))
		refuse(test, "option", err.text);
	words_fini(&words);
}

static void do_env(struct screen_test *test, const char *rest)
{
	char name[64];
	size_t len = strcspn(rest, " ");
	(void)test;
	text_copy(name, len + 1, rest);
	setenv(name, rest + len + strspn(rest + len, " "), 1);
}

static void do_run(struct screen_test *test, const char *rest)
{
	run_words(test, &test->box.app, rest, ERR_NONE);
}

static void do_conflict(struct screen_test *test, const char *rest)
{
	run_words(test, &test->box.app, rest, ERR_CONFLICT);
}

static void do_start(struct screen_test *test, const char *rest)
{
	struct err err = { 0 };
	char session[SESSION_SIZE];
	if (test->started)
		refuse(test, "the UI runs already", "crash or quit first");
	free(test->box.app.incident_ref);
	test->box.app.incident_ref = *rest ? mem_copy(rest) : NULL;
	/* no program of this name can live */
	snprintf(session, sizeof session, "test-%d", ++test->sessions);
	ui_init(&test->ui, &test->box.app, session, test->rows, test->columns);
	test->started = true;
	if (!ui_start(&test->ui, &err))
		refuse(test, "ui_start", err.text);
	step(test, STEP_MS);
	paint(test);
}

static void do_key(struct screen_test *test, const char *rest)
{
	struct words words;
	struct err err = { 0 };
	ck_assert(words_split(&words, rest, &err));
	for (size_t i = 0; i < words.count; i++) {
		struct key key;
		if (!key_parse(&key, words.items[i], &err))
			refuse(test, "key", err.text);
		step(test, STEP_MS);
		ui_key(&test->ui, &key);
		paint(test);
	}
	words_fini(&words);
}

static void do_type(struct screen_test *test, const char *rest)
{
	uint32_t code;
	for (size_t len = strlen(rest), at = 0; at < len;) {
		size_t bytes = utf8_decode(rest + at, len - at, &code);
		ck_assert_uint_gt(bytes, 0);
		const struct key key = key_make(code, 0);
		step(test, STEP_MS);
		ui_key(&test->ui, &key);
		at += bytes;
	}
	paint(test);
}

static void do_paste(struct screen_test *test, const char *rest)
{
	struct buf text = { 0 };
	unescape(rest, &text);
	step(test, STEP_MS);
	ui_paste(&test->ui, buf_text(&text), text.len, 0);
	paint(test);
	buf_fini(&text);
}

static void do_resize(struct screen_test *test, const char *rest)
{
	do_size(test, rest);
	ui_resize(&test->ui, test->rows, test->columns);
	paint(test);
}

static void press_button(struct screen_test *test, struct mouse mouse, const char *place)
{
	if (sscanf(place, "%d %d", &mouse.column, &mouse.row) != 2)
		refuse(test, "not a place such as 10 5", place);
	step(test, STEP_MS);
	ui_mouse(&test->ui, &mouse);
	paint(test);
}

static void do_click(struct screen_test *test, const char *rest)
{
	press_button(test, (struct mouse){ .button = MOUSE_LEFT }, rest);
}

static void do_wheel(struct screen_test *test, const char *rest)
{
	bool up = text_starts(rest, "up ");
	press_button(test, (struct mouse){ .button = up ? MOUSE_WHEEL_UP : MOUSE_WHEEL_DOWN },
		rest + strcspn(rest, " "));
}

static void do_tick(struct screen_test *test, const char *rest)
{
	step(test, atoll(rest));
	paint(test);
}

static void do_outside(struct screen_test *test, const char *rest)
{
	run_words(test, &test->box.other, rest, ERR_NONE);
	if (!test->started)
		return;
	ui_wake(&test->ui);
	step(test, SETTLED_MS);
	paint(test);
}

static void do_crash(struct screen_test *test, const char *rest)
{
	(void)rest;
	ui_fini(&test->ui);
	test->started = false;
}

static void do_quit(struct screen_test *test, const char *rest)
{
	ui_save(&test->ui);
	do_crash(test, rest);
}

/* All but the first page becomes zeros, and looks newer than what was read before. */
static void do_away(struct screen_test *test, const char *rest)
{
	bool on = text_equal(rest, "on");
	(void)test;
	ck_assert_int_eq(on ? rename("x.db", "y.db") : rename("y.db", "x.db"), 0);
}

static void do_damage(struct screen_test *test, const char *rest)
{
	static const char zeros[4096];
	unsigned char counter;
	int fd = open("x.db", O_RDWR);
	off_t size = lseek(fd, 0, SEEK_END);
	(void)test, (void)rest;
	ck_assert_int_eq(pread(fd, &counter, 1, 27), 1);
	counter++;
	ck_assert_int_eq(pwrite(fd, &counter, 1, 27), 1);
	for (off_t at = sizeof zeros; at < size; at += (off_t)sizeof zeros)
		ck_assert_int_eq(pwrite(fd, zeros, sizeof zeros, at), (ssize_t)sizeof zeros);
	close(fd);
}

static void do_draft(struct screen_test *test, const char *rest)
{
	struct draft draft = { .text = mem_copy(rest), .at = test->box.app.pinned_now };
	struct record incident;
	struct err err = { 0 };
	ck_assert(app_incident(&test->box.app, &incident, &err));
	text_copy(draft.incident, sizeof draft.incident, incident.id);
	text_copy(draft.place, sizeof draft.place, "composer");
	text_copy(draft.kind, sizeof draft.kind, "note");
	snprintf(draft.session, sizeof draft.session, "test-%d", ++test->sessions);
	ck_assert(draft_save(&test->box.app, &draft, &err));
	record_fini(&incident);
	free(draft.text);
}

static void do_shell(struct screen_test *test, const char *rest)
{
	static const char *const names[] = { "GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME",
		"GIT_COMMITTER_EMAIL" };
	setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	for (size_t i = 0; i < LENGTH(names); i++)
		setenv(names[i], "eve", 1);
	if (system(rest) != 0)
		refuse(test, "this failed", rest);
}

static void do_full(struct screen_test *test, const char *rest)
{
	struct rlimit limit;
	(void)test;
	getrlimit(RLIMIT_FSIZE, &limit);
	limit.rlim_cur = text_equal(rest, "on") ? 0 : limit.rlim_max;
	setrlimit(RLIMIT_FSIZE, &limit);
}

static void do_shot(struct screen_test *test, const char *rest)
{
	const struct grid *grid = &test->ui.grid;
	bool styles = text_starts(rest, "styles");
	buf_printf(&test->out, "==== %d%s%s ==== %dx%d, ", ++test->shots, *rest ? " " : "", rest,
		grid->columns, grid->rows);
	if (grid->cursor_shown)
		buf_printf(&test->out, "cursor at column %d of row %d\n", grid->cursor_column,
			grid->cursor_row);
	else
		buf_puts(&test->out, "no cursor\n");
	grid_text(grid, &test->out);
	if (styles) {
		buf_puts(&test->out, "---- styles\n");
		grid_styles(grid, &test->out);
	}
}

static void do_expect(struct screen_test *test, const char *rest)
{
	struct buf text = { 0 };
	grid_text(&test->ui.grid, &text);
	if (!strstr(buf_text(&text), rest)) {
		fprintf(stderr, "%s\n", buf_text(&text));
		refuse(test, "not on the screen (above)", rest);
	}
	buf_fini(&text);
}

static void do_request(struct screen_test *test, const char *rest)
{
	static const char *const names[] = { "nothing", "quit", "suspend", "copy", "print",
		"redraw" };
	enum ui_request request = ui_take_request(&test->ui);
	if (!text_equal(names[request], rest))
		refuse(test, "the last key asked for", names[request]);
}

static void do_clip(struct screen_test *test, const char *rest)
{
	const struct buf *text = &test->ui.clip.text;
	(void)rest;
	buf_printf(&test->out, "==== clip: %s ====\n", test->ui.clip.what);
	text_show(&test->out, buf_text(text), text->len, true);
	buf_putc(&test->out, '\n');
}

static const struct {
	const char *name;
	void (*run)(struct screen_test *test, const char *rest);
} rows[] = { { "size", do_size }, { "now", do_now }, { "option", do_option }, { "env", do_env },
	{ "run", do_run }, { "conflict", do_conflict }, { "shell", do_shell }, { "start", do_start }, { "key", do_key }, { "type", do_type },
	{ "paste", do_paste }, { "resize", do_resize }, { "click", do_click },
	{ "wheel", do_wheel }, { "outside", do_outside }, { "tick", do_tick },
	{ "crash", do_crash }, { "quit", do_quit }, { "full", do_full }, { "draft", do_draft },
	{ "damage", do_damage }, { "away", do_away }, { "shot", do_shot }, { "expect", do_expect },
	{ "request", do_request }, { "clip", do_clip } };

static void run_line(struct screen_test *test, char *line)
{
	size_t len = strcspn(line, " ");
	char *rest = line + len;
	if (!*line || *line == '#')
		return;
	if (*rest)
		*rest++ = '\0';
	for (size_t i = 0; i < LENGTH(rows); i++)
		if (text_equal(rows[i].name, line)) {
			rows[i].run(test, rest);
			return;
		}
	refuse(test, "no such command", line);
}

/* ---- comparing ---------------------------------------------------------------------------------
 */

static void compare(const struct screen_test *test, const char *path)
{
	struct buf wanted = { 0 };
	struct err err = { 0 };
	if (getenv("INQUEST_UPDATE")) {
		ck_assert_msg(path_write(path, test->out.data, test->out.len, 0644, &err), "%s",
			err.text);
		return;
	}
	ck_assert_msg(path_read(&wanted, path, SCRIPT_MAX, &err),
		"%s (INQUEST_UPDATE=1 writes it)", err.text);
	if (!text_equal(buf_text(&wanted), buf_text(&test->out))) {
		size_t at = 0, line = 1;
		while (wanted.data[at] == test->out.data[at])
			line += wanted.data[at++] == '\n';
		fprintf(stderr, "%s\n", buf_text(&test->out));
		ck_abort_msg("%s: line %zu differs from what is shown now (above)", path, line);
	}
	buf_fini(&wanted);
}

START_TEST(screen_shows_what_is_expected)
{
	struct screen_test test;
	struct buf script = { 0 }, golden = { 0 };
	struct err err = { 0 };
	char *path = realpath(scripts.gl_pathv[_i], NULL);
	ck_assert_ptr_nonnull(path);
	set_up(&test, scripts.gl_pathv[_i]);
	ck_assert_msg(path_read(&script, path, SCRIPT_MAX, &err), "%s", err.text);
	for (char *rest = script.data, *line; (line = strsep(&rest, "\n"));) {
		test.line++;
		run_line(&test, line);
	}
	buf_put(&golden, path, strlen(path) - strlen("cmds"));
	buf_puts(&golden, "screen");
	compare(&test, buf_text(&golden));
	buf_fini(&script);
	buf_fini(&golden);
	free(path);
	tear_down(&test);
}
END_TEST

int main(void)
{
	const char *folder = getenv("INQUEST_SCREENS");
	struct buf pattern = { 0 };
	path_join(&pattern, folder ? folder : "tests/screen", "*.cmds");
	if (glob(buf_text(&pattern), 0, NULL, &scripts) != 0) {
		fprintf(stderr, "no scripts: %s\n", buf_text(&pattern));
		return 1;
	}
	buf_fini(&pattern);
	Suite *suite = suite_create("screen");
	TCase *tcase = tcase_create("scripts");
	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, screen_shows_what_is_expected, 0, (int)scripts.gl_pathc);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	globfree(&scripts);
	return failed != 0;
}
