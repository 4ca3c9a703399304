/* Keys, pastes, sizes and writers in any order: nothing breaks, and what is drawn stays in its
 * bounds. */
#include <check.h>
#include <stdlib.h>

#include "app/command.h"
#include "base/words.h"
#include "tui/ui.h"
#include "ui_sandbox.h"

enum { STEPS = 2500, SEEDS = 4, TYPED_MAX = 12 };

struct monkey {
	struct ui_sandbox box;
	struct ui ui;
	uint64_t state;
	int64_t clock;
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
	"show", "@a", "#p", "!", ":", "action edit ", "config theme ", "14:05 a\n14:06 b\n" };

static const char *const outside[] = { "log 'from outside'", "log -k impact --at -40m 'earlier'",
	"log -k resolved over", "set status investigating", "set severity SEV1",
	"action add 'something'", "cause add 'a cause'", "event delete 1", "event delete 2", "undo",
	"new 'another one'", "role set scribe 'Bo Li <bo@example.com>'", "event edit 3 --at -2d",
	"action done 1", "set timezone Asia/Kathmandu" };

static void ignore(void *context, const char *bytes, size_t len)
{
	(void)context, (void)bytes, (void)len;
}

static void write_outside(struct monkey *monkey)
{
	struct output out = { .write = ignore };
	struct words words;
	ck_assert(words_split(&words, outside[pick(monkey, LENGTH(outside))], NULL));
	/* many fail, as there is nothing to work on any more: that is fine */
	command_run(&monkey->box.other, words.items, words.count, &out, -1, NULL);
	words_fini(&words);
	ui_wake(&monkey->ui);
}

static void press_bound(struct monkey *monkey)
{
	const struct ui *ui = &monkey->ui;
	struct key key = ui->bindings.items[pick(monkey, (unsigned)ui->bindings.count)].key;
	ui_key(&monkey->ui, &key);
}

static void press_any(struct monkey *monkey)
{
	struct key key = pick(monkey, 2)
		? key_make(KEY_ENTER + pick(monkey, KEY_F12 - KEY_ENTER + 1), pick(monkey, 8))
		: key_make(' ' + pick(monkey, 95), pick(monkey, 4));
	ui_key(&monkey->ui, &key);
}

static void type(struct monkey *monkey)
{
	const char *text = texts[pick(monkey, LENGTH(texts))];
	uint32_t code;
	for (size_t at = 0, len = strlen(text), n; at < len; at += n) {
		n = utf8_decode(text + at, len - at, &code);
		const struct key key = key_make(code, 0);
		ui_key(&monkey->ui, &key);
	}
}

static void paste(struct monkey *monkey)
{
	const char *text = texts[pick(monkey, LENGTH(texts))];
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
	ck_assert_msg(ui_start(&monkey->ui, &err), "%s", err.text);
}

/* As `kill -9` or as the end of the program has it. */
static void restart(struct monkey *monkey)
{
	if (pick(monkey, 2))
		ui_save(&monkey->ui);
	ui_fini(&monkey->ui);
	begin(monkey);
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
	ck_assert(!grid->cursor_shown ||
		(grid->cursor_row >= 0 && grid->cursor_row < grid->rows &&
			grid->cursor_column >= 0 && grid->cursor_column < grid->columns));
}

static const struct {
	unsigned share;
	void (*act)(struct monkey *monkey);
} acts[] = { { 40, press_bound }, { 10, press_any }, { 20, type }, { 5, paste }, { 6, resize },
	{ 6, wait }, { 6, write_outside }, { 5, point }, { 1, restart } };

static void act(struct monkey *monkey)
{
	unsigned all = 0, chosen;
	for (size_t i = 0; i < LENGTH(acts); i++)
		all += acts[i].share;
	chosen = pick(monkey, all);
	for (size_t i = 0; i < LENGTH(acts); i++) {
		if (chosen < acts[i].share) {
			acts[i].act(monkey);
			return;
		}
		chosen -= acts[i].share;
	}
}

START_TEST(no_order_of_events_breaks_the_screen)
{
	const char *steps = getenv("INQUEST_MONKEY"), *seed = getenv("INQUEST_MONKEY_SEED");
	struct monkey monkey = { .state = seed ? strtoull(seed, NULL, 10) : (uint64_t)_i + 1 };
	monkey.state *= UINT64_C(0x9E3779B97F4A7C15);
	sandbox_open(&monkey.box);
	setenv("INQUEST_EDITOR", "true", 1);
	ck_assert(options_set(&monkey.box.app.options, OPTION_MOUSE, "on", NULL));
	begin(&monkey);
	for (long i = 0; i < (steps ? atol(steps) : STEPS); i++) {
		monkey.clock += 5;
		ui_tick(&monkey.ui, monkey.clock);
		act(&monkey);
		ui_draw(&monkey.ui);
		check_grid(&monkey.ui.grid);
		ck_assert_int_ge(ui_timeout(&monkey.ui), 0);
		if (ui_take_request(&monkey.ui) == UI_QUIT)
			restart(&monkey);
	}
	ui_fini(&monkey.ui);
	sandbox_close(&monkey.box);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("monkey");
	TCase *tcase = tcase_create("monkey");
	tcase_set_timeout(tcase, 600);
	tcase_add_loop_test(tcase, no_order_of_events_breaks_the_screen, 0, SEEDS);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
