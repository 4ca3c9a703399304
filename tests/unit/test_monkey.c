/* Keys, pastes, sizes, faults and writers in any order: nothing breaks, what is drawn stays in its
 * bounds, and nothing typed is lost. */
#include <check.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "app/command.h"
#include "base/words.h"
#include "store/care.h"
#include "monkey_memory.h"
#include "tui/typing.h"
#include "tui/ui.h"
#include "ui_sandbox.h"

enum { STEPS = 2500, SEEDS = 4, TRIES = 8, FAULT_STEPS = 12 };

enum fault { FAULT_NONE, FAULT_LOCKED, FAULT_AWAY, FAULT_FULL, FAULTS };

struct monkey {
	struct ui_sandbox box;
	struct ui ui;
	uint64_t state;
	int64_t clock;
	struct memory memory;
	enum fault fault;
	int fault_steps;
	int64_t well; /* from this moment of the clock on all must be on disk again */
	/* what the step was about, as memory_check_* see it */
	bool wrote, dropped;
	const char *command; /* "" if none was run by a key */
};

static unsigned pick(struct monkey *monkey, unsigned count)
{
	/* xorshift64*: the same numbers everywhere */
	monkey->state ^= monkey->state >> 12;
	monkey->state ^= monkey->state << 25;
	monkey->state ^= monkey->state >> 27;
	return (unsigned)((monkey->state * UINT64_C(2685821657736338717)) >> 33) % count;
}

static const char *const texts[] = { "x", "!deci", "@14:05", "@-10m", "@99:99", "漢字", "e\xcc\x81",
	"👩‍🚀",
	"a long line of words that has to be wrapped somewhere, on narrow screens more than once",
	"\033[31m", "\xe2\x80\xae", "'", "\"", "undo", "set status ", "log ", "tab ", "compose ",
	"new ", "event edit ", "#", "{number}", "two\nlines", "1", " ", "~12:00", "use 1", "zone",
	"show", "@a", "#p", "!", ":", "action edit ", "config theme ", "14:05 a\n14:06 b\n",
	"kind:decision", "in:1 -x", "\"error rate\"", "status:open", "author:bo text:x", "P1",
	"doing", "# Heading\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", "2026-11-30", "SEV1",
	"yesterday 23:10", "[14:05] ana: down\n[14:07] bo: up\nand more\n", "3,1-2", "-1m" };

/* What keys and the palette would run, so that deep places are reached. */
static const char *const lines[] = { "form event 1", "form event 2", "form event {number}",
	"form event 1-3", "form action", "form action 1", "form cause", "form cause 1",
	"form incident", "form incident {incident}", "form role", "form ref",
	"form section summary", "form attach 1", "save", "leave", "tab timeline", "tab actions",
	"tab causes", "tab postmortem", "tab preview", "tab checks", "tab history", "search x",
	"search kind:impact", "filter kind:note", "filter text:x", "filter", "mark", "mark range",
	"copy", "copy all", "copy link", "print", "split", "gaps", "follow", "only pinned",
	"jump 12:00", "insert", "sort next", "group next", "fold all", "fold none", "heading next",
	"compose", "compose why 1", "make action", "make cause", "origin", "undo", "redo", "keys",
	"find a", "close", "use 1", "event shift {number} +1m", "fix", "move in", "move up",
	"resolve mine", "resolve theirs", "resolve merge", "field reset", "zone", "new 'one more'",
	"browse", "waive", "metrics", "heading previous", "heading action", "heading x", "ask heading", "scroll",
	"scroll up", "review", "review request bo", "review comment -s summary 'which hour?'",
	"review object 'not without the cause'", "review approve", "review settle 1", "review settle 1-9",
	"review reopen 'more is known'", "check waive similar --reason 'the first'", "check unwaive similar",
	"check", "check waived", "section edit summary", "section edit --all", "set template workbook",
	"set template sre", "set template five-whys", "render -o x.html", "render -o x.txt --charts",
	"form section impact", "preview", "template" };

static const char *const outside[] = { "log 'from outside'", "log -k impact --at -40m 'earlier'",
	"log -k resolved over", "set status investigating", "set severity SEV1",
	"action add 'something'", "cause add 'a cause'", "event delete 1", "event delete 2", "undo",
	"new 'another one'", "role set scribe 'Bo Li <bo@example.com>'", "event edit 3 --at -2d",
	"action done 1", "set timezone Asia/Kathmandu", "redo", "event edit 1 'his words'",
	"event edit 1 --kind decision", "action edit 1 --owner bo", "action delete 1",
	"cause edit 1 'his cause'", "cause delete 1", "cause add --kind why --parent 1 'because'",
	"section set summary 'his summary'", "section add 'One more'", "section delete summary",
	"ref add https://example.com/1", "ref delete 1", "role delete 1", "set title 'his title'",
	"set template plain", "set tags a,b", "action add 'x' --priority P1 --due 2026-12-01",
	"new 'third' --severity SEV3", "undo", "set status resolved", "event edit 3 --pin", "use 1",
	"use 2", "review request ana", "review comment 'from outside'", "review approve 'well'",
	"review object -- 'no'", "review reopen 'again'", "review settle 1", "check waive owner --reason 'we share'",
	"check waive summary --reason 'short'", "check unwaive owner", "section set impact 'one\ntwo\nthree'",
	"section set impact 'one\n2\nthree'", "section set summary '# Up\n\n```\nopen'",
	"publish -r team --force 'his reason'", "publish -r team --pull", "set template narrative" };

/* What a teammate does to the published documents; each is committed by her. */
static const char *const edits[] = { "s/^one$/1/", "s/^two$/zwei/", "s/summary/account/", "s/| open |/| done |/",
	"s/something/something else/", "/^## Impact/,$s/^$/A new line.\\n/", "$s/$/\\n\\n## Added by Eve\\n\\nWords.\\n/",
	"s/^\\*Not written.*/Eve knows./", "/^|/d", "s/^##* //", "1s/^.*$/# Another title/", "s/$/\r/", "1,3d" };

static void ignore(void *context, const char *bytes, size_t len)
{
	(void)context, (void)bytes, (void)len;
}

static void write_outside(struct monkey *monkey)
{
	struct output out = { .write = ignore };
	struct words words;
	if (monkey->fault == FAULT_LOCKED)
		return;
	expect_true(words_split(&words, outside[pick(monkey, LENGTH(outside))], NULL));
	/* many fail, as there is nothing to work on any more: that is fine */
	command_run(&monkey->box.other, words.items, words.count, &out, -1, NULL);
	words_fini(&words);
	ui_wake(&monkey->ui);
}

static void edit_published(struct monkey *monkey)
{
	struct buf line = { 0 };
	buf_printf(&line,
		"{ cd team && sed -i '%s' incidents/[0-9]*/*.md && git commit -qam eve --author='Eve <e@x.example>'; } "
		">eve.log 2>&1",
		edits[pick(monkey, LENGTH(edits))]);
	/* often there is nothing published yet, or nothing to edit */
	if (monkey->fault != FAULT_FULL)
		expect_true(system(buf_text(&line)) != -1);
	buf_fini(&line);
}

/* Remember what a key is about to do. */
static void press(struct monkey *monkey, const struct key *key)
{
	struct ui *ui = &monkey->ui;
	const char *mode = ui_mode(ui), *command = keys_find(ui, mode, key, !ui_line(ui));
	monkey->command = command ? command : "";
	monkey->wrote = monkey->wrote || ui->prompt.kind || text_equal(mode, "composer") ||
		text_equal(mode, "popup");
	monkey->dropped = monkey->dropped || text_starts(monkey->command, "leave drop") ||
		text_starts(monkey->command, "field reset");
	ui_key(ui, key);
}

/* One that does something here, mostly. */
static void press_bound(struct monkey *monkey)
{
	struct ui *ui = &monkey->ui;
	struct key key;
	int tries = 0;
	do
		key = ui->bindings.items[pick(monkey, (unsigned)ui->bindings.count)].key;
	while (!keys_find(ui, ui_mode(ui), &key, !ui_line(ui)) && ++tries < TRIES);
	press(monkey, &key);
}

static void run_one_of(struct monkey *monkey, const char *const *some, unsigned count)
{
	struct ui *ui = &monkey->ui;
	struct err err = { 0 };
	const char *line = some[pick(monkey, count)];
	if (ui->prompt.kind)
		return;
	monkey->command = line;
	monkey->wrote = monkey->wrote || text_equal(line, "split");
	monkey->dropped =
		monkey->dropped || text_equal(line, "field reset") || text_starts(line, "resolve");
	if (!ui_run_line(ui, line, &err))
		ui_error(ui, &err);
}

static void run_line_of_palette(struct monkey *monkey)
{
	run_one_of(monkey, lines, LENGTH(lines));
}

/* Again and again, so that teammates have something to edit and both sides are in each other's way. */
static void publish(struct monkey *monkey)
{
	static const char *const ways[] = { "publish -r team --force 'by a key'", "publish -r team --pull",
		"section edit --all", "section set summary 'one\n\ntwo'", "section set impact 'one\n\nthree'" };
	run_one_of(monkey, ways, LENGTH(ways));
}

static void press_any(struct monkey *monkey)
{
	struct key key = pick(monkey, 2)
		? key_make(KEY_ENTER + pick(monkey, KEY_F12 - KEY_ENTER + 1), pick(monkey, 8))
		: key_make(' ' + pick(monkey, 95), pick(monkey, 4));
	press(monkey, &key);
}

static void type(struct monkey *monkey)
{
	const char *text = texts[pick(monkey, LENGTH(texts))];
	uint32_t code;
	for (size_t at = 0, len = strlen(text), n; at < len; at += n) {
		n = utf8_decode(text + at, len - at, &code);
		const struct key key = key_make(code, 0);
		press(monkey, &key);
	}
}

static void paste(struct monkey *monkey)
{
	const char *text = texts[pick(monkey, LENGTH(texts))];
	monkey->wrote = true;
	ui_paste(&monkey->ui, text, strlen(text), 0);
}

static void resize(struct monkey *monkey)
{
	static const int sizes[][2] = { { 24, 80 }, { 10, 40 }, { 50, 200 }, { 1, 1 }, { 2, 3 },
		{ 24, 1 }, { 1, 80 }, { 30, 120 }, { 7, 59 }, { 13, 60 }, { 5, 20 }, { 3, 200 } };
	unsigned size = pick(monkey, LENGTH(sizes));
	ui_resize(&monkey->ui, sizes[size][0], sizes[size][1]);
}

static void point(struct monkey *monkey)
{
	monkey->wrote = true;
	const struct mouse mouse = { .button = pick(monkey, MOUSE_WHEEL_DOWN + 1),
		.row = (int)pick(monkey, 52),
		.column = (int)pick(monkey, 202) };
	ui_mouse(&monkey->ui, &mouse);
}

static void wait(struct monkey *monkey)
{
	monkey->clock += 1 << pick(monkey, 17);
	monkey->box.app.pinned_now += 1 << pick(monkey, 24);
	monkey->box.other.pinned_now = monkey->box.app.pinned_now;
}

static void begin(struct monkey *monkey)
{
	struct err err = { 0 };
	char session[SESSION_SIZE];
	snprintf(session, sizeof session, "monkey-%u", pick(monkey, 1000));
	ui_init(&monkey->ui, &monkey->box.app, session, 24, 80);
	expect(ui_start(&monkey->ui, &err), "%s", err.text);
	monkey->ui.clock = monkey->clock;
}

/* ---- faults ------------------------------------------------------------------------------------
 */

static void limit_files(rlim_t bytes)
{
	struct rlimit limit;
	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = bytes < limit.rlim_max ? bytes : limit.rlim_max;
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void heal(struct monkey *monkey)
{
	switch (monkey->fault) {
	case FAULT_LOCKED:
		store_rollback(monkey->box.other.store);
		break;
	case FAULT_AWAY:
		ck_assert_int_eq(rename("away.db", "x.db"), 0);
		break;
	case FAULT_FULL:
		limit_files(RLIM_INFINITY);
		break;
	default:
		return;
	}
	monkey->fault = FAULT_NONE;
	monkey->well = monkey->clock + DRAFT_RETRY_MS + DRAFT_DELAY_MS;
}

static void harm(struct monkey *monkey)
{
	struct stat status;
	struct err err = { 0 };
	if (monkey->fault)
		return;
	monkey->fault = FAULT_LOCKED + pick(monkey, FAULTS - FAULT_LOCKED);
	monkey->fault_steps = 1 + (int)pick(monkey, FAULT_STEPS);
	switch (monkey->fault) {
	case FAULT_LOCKED:
		expect(app_begin(&monkey->box.other, &err), "%s", err.text);
		break;
	case FAULT_AWAY:
		ck_assert_int_eq(rename("x.db", "away.db"), 0);
		break;
	default:
		ck_assert_int_eq(stat("x.db", &status), 0);
		limit_files((rlim_t)(pick(monkey, 2) ? status.st_size : status.st_size / 2));
	}
}

static bool healthy(const struct monkey *monkey)
{
	return !monkey->fault && monkey->ui.clock >= monkey->well;
}

/* As `kill -9` or as the end of the program has it. */
static void restart(struct monkey *monkey)
{
	bool sure = healthy(monkey);
	bool text = false, fields = false;
	heal(monkey);
	if (pick(monkey, 2))
		ui_save(&monkey->ui);
	memory_take(&monkey->memory, &monkey->ui, true);
	memory_on_disk(&monkey->box.app, &monkey->memory, &text, &fields);
	if (sure)
		memory_check_disk(&monkey->memory, &monkey->ui);
	ui_fini(&monkey->ui);
	begin(monkey);
	/* what was on disk still is, or is back */
	if (text)
		memory_check_text(&monkey->memory, &monkey->ui, "a restart");
	if (fields)
		memory_check_form(&monkey->memory, &monkey->ui, "a restart");
	memory_take(&monkey->memory, &monkey->ui, true);
}

static void check_grid(const struct grid *grid)
{
	for (int row = 0; row < grid->rows; row++)
		for (int column = 0; column < grid->columns; column++) {
			const struct cell *cell = grid_at(grid, row, column);
			/* Check writes a record for each assertion: only what is wrong is asserted
			 */
			if (cell->style >= STYLE_COUNT || !utf8_valid(cell->text, cell->len) ||
				(!cell->width &&
					!(column && grid_at(grid, row, column - 1)->width == 2)))
				ck_abort_msg(
					"cell %d,%d is not one that can be shown", row, column);
		}
	expect_true(!grid->cursor_shown ||
		(grid->cursor_row >= 0 && grid->cursor_row < grid->rows &&
			grid->cursor_column >= 0 && grid->cursor_column < grid->columns));
}

static void wrong_run(void *data, int row, int column, const struct cell *cells, int count)
{
	(void)cells, (void)count;
	ck_abort_msg("cell %d,%d changed with more than %s", row, column, (const char *)data);
}

/* What is drawn alone, because nothing else can have changed, is as if all were drawn. */
static void draw_rest(struct ui *ui)
{
	char what[] = "the tabs";
	struct grid part;
	bool drawn = ui_draw_rest(ui);
	grid_init(&part, ui->grid.rows, ui->grid.columns);
	memcpy(part.cells, ui->grid.cells, (size_t)part.rows * (size_t)part.columns * sizeof *part.cells);
	ui_draw(ui);
	if (drawn)
		grid_diff(&part, &ui->grid, wrong_run, what);
	grid_fini(&part);
}

static const struct {
	unsigned share;
	const char *name;
	void (*act)(struct monkey *monkey);
} acts[] = { { 400, "a key", press_bound }, { 80, "any key", press_any },
	{ 60, "a command", run_line_of_palette }, { 200, "typing", type }, { 50, "a paste", paste },
	{ 50, "a new size", resize }, { 60, "waiting", wait },
	{ 60, "another writer", write_outside }, { 12, "publishing", publish }, { 6, "a teammate", edit_published },
	{ 50, "the mouse", point }, { 4, "a fault", harm },
	{ 10, "a restart", restart } };

/* Gives its name. */
static const char *act(struct monkey *monkey)
{
	unsigned all = 0, chosen;
	size_t i = 0;
	for (size_t k = 0; k < LENGTH(acts); k++)
		all += acts[k].share;
	chosen = pick(monkey, all);
	for (; chosen >= acts[i].share; i++)
		chosen -= acts[i].share;
	acts[i].act(monkey);
	return acts[i].name;
}

/* Nothing is lost by a step. */
static void check_kept(struct monkey *monkey, const char *name)
{
	struct memory *memory = &monkey->memory;
	struct ui *ui = &monkey->ui;
	char step[128];
	snprintf(step, sizeof step, "%s (%s)", name, monkey->command);
	if (healthy(monkey)) {
		if (!monkey->wrote)
			memory_check_text(memory, ui, step);
		else if (memory->text && text_equal(monkey->command, "submit") &&
			composer_empty(&ui->composer))
			expect(newest_change(ui->app) != memory->logged,
				"'%s' was not logged", memory->text);
		if (!monkey->dropped)
			memory_check_form(memory, ui, step);
	}
	memory_take(memory, ui, !monkey->fault);
	if (healthy(monkey) && pick(monkey, 16) == 0)
		memory_check_disk(memory, ui);
}

static void take_step(struct monkey *monkey)
{
	monkey->clock += 5;
	monkey->wrote = monkey->dropped = false;
	monkey->command = "";
	if (monkey->fault && --monkey->fault_steps < 0)
		heal(monkey);
	ui_tick(&monkey->ui, monkey->clock);
	/* nobody has five seconds for each step */
	store_patience(monkey->box.app.store, monkey->fault ? 0 : STORE_PATIENCE_MS);
	const char *name = act(monkey);
	ui_draw(&monkey->ui);
	check_grid(&monkey->ui.grid);
	/* the next key may be there already */
	if (pick(monkey, 2) && ui_rest(&monkey->ui))
		draw_rest(&monkey->ui);
	expect_true(ui_timeout(&monkey->ui) >= 0);
	check_kept(monkey, name);
	if (ui_take_request(&monkey->ui) == UI_QUIT)
		restart(monkey);
}

/* The tables are what the log says, and the file is whole. */
static void check_database(struct app *app)
{
	struct buf findings = { 0 };
	size_t count = 0;
	struct err err = { 0 };
	expect(care_check(app->store, &findings, &count, &err), "%s", err.text);
	expect(count == 0, "%s", buf_text(&findings));
	buf_fini(&findings);
}

static void git(const char *words)
{
	struct buf line = { 0 };
	buf_printf(&line, "git %s >git.log 2>&1", words);
	expect(system(buf_text(&line)) == 0, "%s", buf_text(&line));
	buf_fini(&line);
}

START_TEST(no_order_of_events_breaks_the_screen)
{
	const char *steps = getenv("INQUEST_MONKEY"), *seed = getenv("INQUEST_MONKEY_SEED");
	uint64_t first = seed ? strtoull(seed, NULL, 10) : 1;
	struct monkey monkey = { .state = (first + (uint64_t)_i) * UINT64_C(0x9E3779B97F4A7C15) };
	struct err err = { 0 };
	sandbox_open(&monkey.box);
	setenv("INQUEST_EDITOR", (first + (uint64_t)_i) % 2 ? "sed -i s/e/E/" : "true", 1);
	expect_true(options_set(&monkey.box.app.options, OPTION_MOUSE, "on", NULL));
	git("init -q -b main team && git -C team config user.email ana@x.example && git -C team config user.name ana");
	begin(&monkey);
	expect(app_store(&monkey.box.other, STORE_CREATE, &err), "%s", err.text);
	for (long i = 0; i < (steps ? atol(steps) : STEPS); i++)
		take_step(&monkey);
	heal(&monkey);
	ui_fini(&monkey.ui);
	memory_fini(&monkey.memory);
	check_database(&monkey.box.app);
	git("-C team fsck --strict");
	sandbox_close(&monkey.box);
}
END_TEST

int main(void)
{
	const char *seeds = getenv("INQUEST_MONKEY_SEEDS");
	Suite *suite = suite_create("monkey");
	TCase *tcase = tcase_create("monkey");
	tcase_set_timeout(tcase, 1800);
	tcase_add_loop_test(
		tcase, no_order_of_events_breaks_the_screen, 0, seeds ? atoi(seeds) : SEEDS);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
