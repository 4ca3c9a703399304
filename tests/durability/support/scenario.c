#include "scenario.h"

#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../unit/scratch.h"
#include "app/command.h"
#include "app/read.h"
#include "base/path.h"
#include "base/text.h"
#include "base/words.h"

/* ---- what is no command ---- */

static bool save_draft(struct app *app, const char *place, const char *kind, const char *text, struct err *err)
{
	struct record incident;
	if (!app_store(app, STORE_EXISTING, err) || !app_incident(app, &incident, err))
		return false;
	char *copy = mem_copy(text);
	struct draft draft = { .at = app_now(app), .session = "here", .text = copy };
	text_copy(draft.incident, sizeof draft.incident, incident.id);
	text_copy(draft.place, sizeof draft.place, place);
	text_copy(draft.kind, sizeof draft.kind, kind);
	bool ok = draft_save(app, &draft, err);
	free(copy);
	record_fini(&incident);
	return ok;
}

static bool type_event(struct app *app, struct err *err)
{
	return save_draft(app, "composer", "note", "half a sent", err);
}
static bool type_more(struct app *app, struct err *err)
{
	return save_draft(app, "composer", "note", "half a sentence", err);
}
static bool type_other(struct app *app, struct err *err)
{
	return save_draft(app, "composer 2", "note", "not worth it", err);
}

/* ---- the session ---- */

#define LONG_LINE "and every request waited for a connection that the pool did not give back in time; "
#define LONG_FOUR LONG_LINE LONG_LINE LONG_LINE LONG_LINE
#define LONG_TEXT LONG_FOUR LONG_FOUR LONG_FOUR LONG_FOUR LONG_FOUR LONG_FOUR LONG_FOUR LONG_FOUR LONG_FOUR LONG_FOUR

const struct step steps[] = {
	{ "new --severity SEV2 --tags payments --timezone UTC -c ana 'Checkout returns 500'" },
	{ "set severity SEV1" },
	{ "log -k impact --at 14:03 '5xx rate jumps to 18 %'" },
	{ "log -k detected --at 14:07 'HighErrorRate fired'" },
	{ "log --tag dns 'resolver times out'" },
	{ "log -", .input = LONG_TEXT },
	{ "log --split -", .input = "14:10 one\n14:11 two\n14:12 three\n" },
	{ "log --follow", .input = "first line\nsecond line\nthird line\n", .in_parts = true, .acknowledges = true },
	{ "run -q -- echo found", .outside = true },
	{ "event edit 3 'resolver answers late'" },
	{ "event shift 3 +5m" },
	{ "event delete 4" },
	{ "undo" },
	{ "redo" },
	{ "action add 'Alert on pool size' --owner dana --priority P1 --type detect" },
	{ "action add 'Document the pool'" },
	{ "action edit 1 --due 2026-05-01" },
	{ "action start 1" },
	{ "action done 1" },
	{ "action reopen 1" },
	{ "action decline 2 --reason 'it is documented'" },
	{ "action delete 2" },
	{ "cause add --kind root 'The pool leaks'" },
	{ "cause add 'A retry keeps the connection' --parent 1" },
	{ "cause add 'Nobody looked at the pool'" },
	{ "cause edit 2 'Each retry keeps its connection'" },
	{ "cause move 3 --under 1" },
	{ "cause delete 3" },
	{ "role set scribe bo" },
	{ "role add expert cy" },
	{ "role edit 3 dora" },
	{ "role delete 3" },
	{ "ref add https://example.com/dash --label Dashboard" },
	{ "ref edit 1 https://example.com/board" },
	{ "ref add https://example.com/other" },
	{ "ref delete 2" },
	{ "attach evidence.txt" },
	{ "attach - --name heap.txt", .input = LONG_TEXT "the heap" },
	{ "attach edit 1 pool.txt" },
	{ "attach delete 1" },
	{ "section set summary 'Checkout failed for 40 minutes.'" },
	{ "section set lessons -", .input = LONG_TEXT },
	{ "section add 'What we tried' --text 'Restarting.'" },
	{ "section edit summary", .asks = true },
	{ "section delete lessons" },
	{ "check waive similar --reason 'the first of its kind'" },
	{ "check waive impact --reason 'told elsewhere'" },
	{ "check unwaive similar" },
	{ "review request bo cy" },
	{ "review comment -s summary 'Is that all?'" },
	{ "review object 'The cause is missing'" },
	{ "review settle 3" },
	{ "review approve 'Fine'" },
	{ "review reopen 'There is news'" },
	{ "save a draft", .act = type_event, .again = true },
	{ "save the draft again", .act = type_more, .again = true },
	{ "save another draft", .act = type_other, .again = true },
	{ "drafts log 1" },
	{ "drafts drop 2" },
	{ "search resolver", .in_parts = true, .reads = true },
	{ "import app.log", .in_parts = true },
	{ "import older.md" },
	{ "use 1", .again = true },
	{ "use --none", .again = true },
	{ "use 1", .again = true },
	{ "redact resolver" },
	{ "publish -r repo --force 'a test'", .in_parts = true, .outside = true }, 
	{ "log 'after publishing'" },
	{ "publish -r repo --force 'a test'", .in_parts = true, .outside = true }, 
	{ "publish -r repo --pull", .outside = true },
	{ "doctor --rebuild", .again = true, .finds = true },
	{ "doctor", .finds = true },
	{ "backup copy.db" },
	{ "set status resolved" },
	{ "undo" },
};
const size_t step_count = LENGTH(steps);

/* Rows that do nothing to a database, and those that have one of their own. */
static const char *const readers[] = { "list", "show", "metrics", "event", "event list", "event show", "event open", "action",
	"action list", "action show", "action open", "cause", "cause list", "cause show", "role", "role list", "ref", "ref list",
	"ref open", "attach list", "attach save", "section", "section list", "section show", "preview", "check", "check list",
	"check explain", "check waived", "template", "template list", "template show", "template new", "template check", "review",
	"render", "history", "drafts", "drafts list", "config", "completion", "help", "demo", "version" };

bool step_covers(const char *command)
{
	const size_t len = strlen(command);
	for (size_t i = 0; i < LENGTH(readers); i++)
		if (text_equal(readers[i], command))
			return true;
	for (size_t i = 0; i < step_count; i++)
		if (strncmp(steps[i].line, command, len) == 0 && (!steps[i].line[len] || steps[i].line[len] == ' '))
			return true;
	return false;
}

/* ---- the folder ---- */

static void put_file(const char *name, mode_t mode, const char *text)
{
	struct err err = { 0 };
	if (!path_write(name, text, strlen(text), mode, &err))
		BUG("%s", err.text);
}

static void put_log(void)
{
	struct buf text = { 0 };
	for (int i = 0; i < 120; i++)
		buf_printf(&text, "2026-03-01T13:%02d:%02dZ pool: connection %d of the checkout was not given back\n", i / 60, i % 60,
			1000 + i);
	put_file("app.log", 0600, buf_text(&text));
	buf_fini(&text);
}

char *scenario_make(void)
{
	static const char *const unset[] = { "INQUEST_DB", "INQUEST_EDITOR", "GIT_EDITOR", "VISUAL", "NO_COLOR", "TZDIR",
		"GIT_DIR", "GIT_WORK_TREE" };
	static const char *const set[][2] = { { "TZ", "UTC" }, { "INQUEST_NOW", "2026-03-01T14:45:30Z" },
		{ "INQUEST_SEED", "1" }, { "INQUEST_AUTHOR", "ana" }, { "EDITOR", "./editor" }, { "GIT_CONFIG_GLOBAL", "/dev/null" },
		{ "GIT_CONFIG_NOSYSTEM", "1" }, { "GIT_AUTHOR_NAME", "Ana" }, { "GIT_AUTHOR_EMAIL", "ana@example.com" },
		{ "GIT_COMMITTER_NAME", "Ana" }, { "GIT_COMMITTER_EMAIL", "ana@example.com" } };
	char *folder = scratch_folder("power");
	umask(077);
	for (size_t i = 0; i < LENGTH(unset); i++)
		unsetenv(unset[i]);
	for (size_t i = 0; i < LENGTH(set); i++)
		setenv(set[i][0], set[i][1], 1);
	setenv("HOME", folder, 1);
	setenv("XDG_CONFIG_HOME", folder, 1);
	setenv("TMPDIR", folder, 1);
	if (chdir(folder) < 0)
		BUG("cannot go to %s", folder);
	put_file("evidence.txt", 0600, "pool: 200 of 200 in use\n");
	put_file("editor", 0700, "#!/bin/sh\necho 'The pool was empty.' >>\"$1\"\n");
	put_file("older.md", 0600,
		"# Search was slow\n\n## Summary\n\nThe index was cold after a restart.\n\n## Timeline\n\n"
		"- 2025-11-02 09:10 searches take ten seconds\n- 2025-11-02 09:40 index is warm\n\n## Action items\n\n"
		"| Action | Owner |\n|---|---|\n| Warm the index | dana |\n");
	put_log();
	if (mkdir("inquest", 0700) < 0)
		BUG("cannot make a folder in %s", folder);
	put_file("inquest/inquestrc", 0600, "config review.own on\n");
	if (system("git init -q -b main repo && git -C repo commit -q --allow-empty -m start") != 0)
		BUG("git does not work");
	return folder;
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *walk)
{
	(void)status, (void)type, (void)walk;
	return remove(path);
}

void scenario_remove(char *folder)
{
	if (chdir("/") < 0)
		BUG("cannot leave %s", folder);
	nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(folder);
}

/* ---- one step ---- */

struct listener {
	step_acknowledged *acknowledged;
	void *context;
};

static void hear(void *context, const char *bytes, size_t len)
{
	const struct listener *listener = context;
	(void)bytes, (void)len;
	if (listener->acknowledged)
		listener->acknowledged(listener->context);
}

static int open_input(const char *text)
{
	if (!text)
		return -1;
	put_file("input", 0600, text);
	int fd = open("input", O_RDONLY | O_CLOEXEC);
	unlink("input");
	return fd;
}

static bool run_line(struct app *app, const struct step *step, struct output *out, struct err *err)
{
	struct words words;
	if (step->act)
		return step->act(app, err);
	if (!words_split(&words, step->line, err))
		BUG("%s: %s", step->line, err->text);
	int input = open_input(step->input);
	bool ok = command_run(app, words.items, words.count, out, input, err);
	if (input >= 0)
		close(input);
	words_fini(&words);
	return ok;
}

int step_run(const struct step *step, step_acknowledged *acknowledged, void *context, struct err *err)
{
	struct app app;
	char folder[PATH_MAX];
	struct buf database = { 0 };
	if (!getcwd(folder, sizeof folder))
		BUG("the scratch folder is gone");
	path_join(&database, folder, "x.db");
	const struct app_setup setup = { .database = buf_text(&database), .no_input = !step->asks };
	struct listener listener = { step->acknowledges ? acknowledged : NULL, context };
	struct output out = { .write = hear, .context = &listener };
	*err = (struct err){ 0 };
	bool ok = app_init(&app, &setup, err);
	if (ok) {
		ok = run_line(&app, step, &out, err);
		if (ok && acknowledged)
			acknowledged(context);
		app_fini(&app);
	}
	buf_fini(&database);
	return ok ? 0 : err_exit_status(err->code);
}
