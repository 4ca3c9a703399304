/*
 * Memory runs out at any allocation of any command, once or for good: the program ends with a message, or says what it
 * could not do; the database is as before or as after, and the same command then works. In the terminal UI what was
 * typed is a draft or an event, never both and never neither.
 */
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#define SUITE_SECONDS 1800 /* in the long form */
#include "../unit/sanitized.h"
#include "../unit/suite.h"
#include "base/path.h"
#include "base/text.h"
#include "support/judge.h"
#include "support/scenario.h"
#include "tui/ui.h"

/* ---- an allocator that fails on demand ---- */

static struct {
	bool armed, for_good, happened;
	size_t left, count;
} memory;

static bool none_left(void)
{
	if (!memory.armed)
		return false;
	memory.count++;
	if (memory.happened ? !memory.for_good : --memory.left > 0)
		return false;
	memory.happened = true;
	errno = ENOMEM;
	return true;
}

#ifdef SANITIZED
/* The sanitizer has the C library's allocator: SQLite's alone fails then. */
static sqlite3_mem_methods sqlite_own;

static void *sqlite_malloc(int size)
{
	return none_left() ? NULL : sqlite_own.xMalloc(size);
}
static void *sqlite_realloc(void *old, int size)
{
	return none_left() ? NULL : sqlite_own.xRealloc(old, size);
}

static void allocator_install(void)
{
	sqlite3_mem_methods failing;
	sqlite3_config(SQLITE_CONFIG_GETMALLOC, &sqlite_own);
	failing = sqlite_own;
	failing.xMalloc = sqlite_malloc;
	failing.xRealloc = sqlite_realloc;
	ck_assert_int_eq(sqlite3_config(SQLITE_CONFIG_MALLOC, &failing), SQLITE_OK);
}
#else
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

void *malloc(size_t size)
{
	return none_left() ? NULL : __libc_malloc(size);
}
void *calloc(size_t count, size_t size)
{
	return none_left() ? NULL : __libc_calloc(count, size);
}
void *realloc(void *old, size_t size)
{
	return none_left() ? NULL : __libc_realloc(old, size);
}
void *reallocarray(void *old, size_t count, size_t size)
{
	return none_left() || (size && count > SIZE_MAX / size) ? NULL : __libc_realloc(old, count * size);
}

static void allocator_install(void)
{
}
#endif

static void arm(size_t at, bool for_good)
{
	memory.left = at;
	memory.count = 0;
	memory.happened = false;
	memory.for_good = for_good;
	memory.armed = true;
}

/* ---- a folder, and the database in it ---- */

static struct {
	char *folder, *path;
	struct judge judge;
	struct buf start; /* the database before what is tried */
	size_t runs, refused, told;
} box;

static void box_make(void)
{
	struct err err = { 0 };
	struct buf path = { 0 }, judged = { 0 };
	/* what coverage would write at the end needs memory as well */
	setenv("UNCOUNTED", "1", 1);
	allocator_install();
	box.folder = scenario_make();
	buf_printf(&path, "%s/x.db", box.folder);
	buf_printf(&judged, "%s/judged/", box.folder);
	ck_assert_msg(path_make_parents(buf_text(&judged), 0700, &err), "%s", err.text);
	judge_init(&box.judge, buf_text(&judged));
	box.path = buf_steal(&path);
	buf_fini(&judged);
}

static void box_remove(void)
{
	judge_fini(&box.judge);
	buf_fini(&box.start);
	free(box.path);
	scenario_remove(box.folder);
}

static bool is_short(void)
{
	return getenv("SHORT") != NULL;
}

static void keep(void)
{
	struct err err = { 0 };
	buf_truncate(&box.start, 0);
	ck_assert_msg(path_read(&box.start, box.path, 64 * 1024 * 1024, &err), "%s", err.text);
}

static void go_back(void)
{
	struct image_file file = { .path = "x.db", .bytes = box.start };
	judge_put(&(struct image){ .files = { &file, 1, 1 } }, box.folder, "x.db");
	unlink("copy.db");
}

static uint64_t contents(const char *doing, size_t at)
{
	struct verdict verdict = judge_file(&box.judge, box.path);
	ck_assert_msg(!verdict.why, "%s, allocation %zu: damaged: %s", doing, at, verdict.why);
	return verdict.contents;
}

/* The exit status of what `work` does in a process of its own, or -1 where it needs fewer allocations. */
static int status_of(int (*work)(const void *context), const void *context, const char *what, size_t at, bool for_good)
{
	enum { NOT_REACHED = 99 };
	int status;
	fflush(NULL);
	pid_t child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0) {
		int said = open("said", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
		dup2(said, STDERR_FILENO);
		memory.left = at;
		memory.for_good = for_good;
		int exits = work(context);
		memory.armed = false;
		_exit(memory.happened ? exits : NOT_REACHED);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_msg(WIFEXITED(status), "%s, allocation %zu: killed by signal %d", what, at, WTERMSIG(status));
	return WEXITSTATUS(status) == NOT_REACHED ? -1 : WEXITSTATUS(status);
}

/* ---- commands ---- */

static int run_step(const void *context)
{
	struct err err;
	arm(memory.left, memory.for_good);
	out_of_memory_tells(SAVED_NOTHING);
	int status = step_run(context, NULL, NULL, &err);
	/* as for what it says then */
	free(mem_copy(err.text));
	if (status && write(STDERR_FILENO, err.text, strlen(err.text)) < 0)
		return -1;
	return status;
}

/* Who is told of a failure is told that the change is there, or to look. */
static void judge_message(const struct step *step, size_t at, bool changed)
{
	struct buf said = { 0 };
	struct err err = { 0 };
	ck_assert_msg(path_read(&said, "said", 64 * 1024, &err), "%s", err.text);
	bool saved = strstr(buf_text(&said), "is saved"), look = strstr(buf_text(&said), "before you do it again");
	ck_assert_msg(saved || look || !changed || step->reads, "%s, allocation %zu: is done, and this does not say so: %s", step->line, at,
		buf_text(&said));
	ck_assert_msg(!saved || changed || step->in_parts, "%s, allocation %zu: is not done: %s", step->line, at, buf_text(&said));
	box.told += saved;
	buf_fini(&said);
}

static void judge_step(const struct step *step, size_t at, int status, uint64_t before, uint64_t after)
{
	struct err err;
	uint64_t now = contents(step->line, at);
	box.runs++;
	if (status == step->status) {
		ck_assert_msg(now == after, "%s, allocation %zu: acknowledged, and not there", step->line, at);
		return;
	}
	box.refused++;
	ck_assert_msg(status > 0 && status <= 5, "%s, allocation %zu: status %d", step->line, at, status);
	ck_assert_msg(now == before || now == after || step->in_parts, "%s, allocation %zu: half done", step->line, at);
	if (before != after && !step->act && !step->again)
		judge_message(step, at, now == after);
	if (now == after && !step->again)
		return;
	ck_assert_msg(step_run(step, NULL, NULL, &err) == step->status && contents(step->line, at) == after,
		"%s, allocation %zu, then again: %s", step->line, at, err.text);
}

static void starve_step(const struct step *step)
{
	enum { LATE = 3 };
	struct err err;
	uint64_t before = contents(step->line, 0);
	keep();
	/* what is kept between commands is asked for only once */
	for (int i = 0; i < 2; i++) {
		go_back();
		memory.left = SIZE_MAX;
		ck_assert_msg(run_step(step) == step->status, "%s", step->line);
	}
	memory.armed = false;
	uint64_t after = contents(step->line, 0);
	/* the last ones are asked for when the change is saved already */
	const size_t points = is_short() ? 8 : 100, stride = memory.count / points + 1, total = memory.count;
	for (int for_good = 0; for_good < 2; for_good++) {
		for (size_t at = 1 + (size_t)(step - steps) % stride;; at += at + stride + LATE <= total ? stride : at + LATE < total ? total - LATE - at : 1) {
			go_back();
			int status = status_of(run_step, step, step->line, at, for_good);
			if (status < 0)
				break;
			judge_step(step, at, status, before, after);
		}
	}
	go_back();
	ck_assert_int_eq(step_run(step, NULL, NULL, &err), step->status);
}

START_TEST(a_command_that_runs_out_of_memory_does_all_or_nothing)
{
	struct err err;
	ck_assert_int_eq(step_run(&steps[0], NULL, NULL, &err), 0);
	for (size_t i = 1; i < step_count; i++) {
		if (steps[i].outside || (is_short() && i % 5 != 1))
			ck_assert_msg(step_run(&steps[i], NULL, NULL, &err) == steps[i].status, "%s: %s", steps[i].line, err.text);
		else
			starve_step(&steps[i]);
	}
	ck_assert_uint_gt(box.refused, 100);
	ck_assert_uint_gt(box.told, 0);
	printf("%zu times without memory, %zu refusals, %zu of them after the change was saved\n", box.runs, box.refused, box.told);
}
END_TEST

/* ---- the terminal UI ---- */

#define TYPED "half a sentence"

/* Type, let the draft be saved, and press Enter with the memory that is left. */
static int type_and_log(const void *context)
{
	struct app app;
	struct ui ui;
	struct err err = { 0 };
	const struct app_setup setup = { .database = box.path };
	const size_t at = memory.left;
	const bool for_good = memory.for_good;
	int64_t clock = 1000;
	(void)context;
	if (!app_init(&app, &setup, &err))
		return 100;
	ui_init(&ui, &app, "memory", 24, 80);
	if (!ui_start(&ui, &err))
		return 101;
	for (const char *letter = TYPED; *letter; letter++) {
		const struct key key = key_make((unsigned char)*letter, 0);
		ui_tick(&ui, clock += 20);
		ui_key(&ui, &key);
	}
	ui_tick(&ui, clock += 1000);
	arm(at, for_good);
	const struct key enter = key_make(KEY_ENTER, 0);
	ui_key(&ui, &enter);
	ui_draw(&ui);
	ui_tick(&ui, clock += 1000);
	ui_save(&ui);
	memory.armed = false;
	ui_fini(&ui);
	app_fini(&app);
	return 0;
}

/* What the database has of the text: "EVENTS|DRAFTS". */
static void look(char out[16])
{
	sqlite3 *db;
	sqlite3_stmt *statement;
	ck_assert_int_eq(sqlite3_open(box.path, &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_prepare_v2(db,
				 "SELECT (SELECT count(*) FROM event WHERE text = '" TYPED
				 "') || '|' || (SELECT count(*) FROM draft WHERE text = '" TYPED "')",
				 -1, &statement, NULL),
		SQLITE_OK);
	ck_assert_int_eq(sqlite3_step(statement), SQLITE_ROW);
	text_copy(out, 16, (const char *)sqlite3_column_text(statement, 0));
	sqlite3_finalize(statement);
	sqlite3_close(db);
}

START_TEST(what_was_typed_is_a_draft_or_an_event_when_memory_runs_out)
{
	struct err err;
	size_t events = 0, drafts = 0;
	const size_t stride = is_short() ? 101 : 3;
	ck_assert_int_eq(step_run(&steps[0], NULL, NULL, &err), 0);
	keep();
	for (int for_good = 0; for_good < 2; for_good++) {
		for (size_t at = 1;; at += stride) {
			char there[16];
			go_back();
			int status = status_of(type_and_log, NULL, "Enter", at, for_good);
			if (status < 0)
				break;
			ck_assert_msg(status == 0 || status == 5, "allocation %zu: status %d", at, status);
			look(there);
			ck_assert_msg(text_equal(there, "1|0") || text_equal(there, "0|1"),
				"allocation %zu%s: events and drafts of it: %s", at, for_good ? " and all after it" : "", there);
			events += there[0] == '1';
			drafts += there[0] == '0';
		}
	}
	printf("%zu events, %zu drafts\n", events, drafts);
	ck_assert_uint_gt(events, 5);
	ck_assert_uint_gt(drafts, 5);
}
END_TEST

RUN_TESTS_WITHIN("memory", box_make, box_remove, a_command_that_runs_out_of_memory_does_all_or_nothing,
	what_was_typed_is_a_draft_or_an_event_when_memory_runs_out)
