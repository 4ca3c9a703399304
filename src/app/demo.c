/* demo: an outage from the first alert to the committed postmortem, in a scratch folder. */
#include "app/handlers.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/path.h"
#include "base/process.h"
#include "base/text.h"
#include "base/words.h"

static const struct {
	const char *name, *text;
} script[] = {
#include "demo.inc"
};

static bool run_words(
	struct app *app, char *const *words, size_t count, struct output *out, bool show, struct err *err)
{
	struct buf line = { 0 };
	for (size_t i = 0; i < count; i++) {
		buf_puts(&line, " ");
		words_quote(&line, words[i]);
	}
	if (show)
		output_format(out, "$ inquest%s\n", buf_text(&line));
	bool ok = command_run(app, words, count, out, -1, err) || err_wrap(err, "%s", buf_text(&line));
	buf_fini(&line);
	return ok;
}

static bool run_line(struct app *app, const char *line, struct output *out, bool show, struct err *err)
{
	struct words words;
	if (!words_split(&words, line, err))
		return false;
	bool ok = !words.count || run_words(app, words.items, words.count, out, show, err);
	words_fini(&words);
	return ok;
}

static bool run_script(struct app *app, struct output *out, struct err *err)
{
	bool ok = true;
	for (const char *at = script[0].text; ok && *at;) {
		size_t len = strcspn(at, "\n");
		char *line = mem_copy_n(at, len);
		ok = run_line(app, line, out, true, err);
		free(line);
		at += len + (at[len] == '\n');
	}
	return ok;
}

static bool git(const char *repository, const char *const *words, struct err *err)
{
	const char *argv[12] = { "git", "-C", repository };
	size_t count = 3;
	int status;
	while (*words && count + 1 < LENGTH(argv))
		argv[count++] = *words++;
	fflush(stdout);
	if (!process_run(argv, &status, err))
		return false;
	return status == 0 || err_set(err, ERR_IO, "git %s failed with status %d%s", argv[3], status,
				      status == 127 ? ": is git installed?" : "");
}

static bool make_repository(const char *folder, struct err *err)
{
	static const char *const init[] = { "init", "-q", "-b", "main", ".", NULL };
	static const char *const name[] = { "config", "user.name", "inquest demo", NULL };
	static const char *const mail[] = { "config", "user.email", "demo@example.com", NULL };
	struct buf inside = { 0 };
	path_join(&inside, folder, "x");
	bool ok = path_make_parents(buf_text(&inside), 0700, err) && git(folder, init, err) &&
		  git(folder, name, err) && git(folder, mail, err);
	buf_fini(&inside);
	return ok;
}

static bool play(struct app *app, const char *repository, struct output *out, struct err *err)
{
	static const char *const log[] = { "log", "--stat", "--format=commit %h%nAuthor: %an <%ae>%n%n    %s%n", NULL };
	char publish[] = "publish", flag[] = "--repository";
	char *folder = mem_copy(repository);
	char *const words[] = { publish, flag, folder };
	bool ok = run_script(app, out, err);
	output_text(out, "\n");
	ok = ok && run_line(app, "show", out, true, err);
	output_text(out, "\n");
	ok = ok && run_line(app, "render", out, true, err);
	output_text(out, "\n");
	ok = ok && run_words(app, words, LENGTH(words), out, true, err);
	output_text(out, "\n$ git log\n");
	ok = ok && git(repository, log, err);
	free(folder);
	return ok;
}

/* With somebody at a terminal: yes unless they say no. */
static bool wants_ui(struct call *call)
{
	char answer[16];
	if (call->app->no_input || !call->out->terminal || call->input < 0 || !isatty(call->input))
		return false;
	output_text(call->out, "\nOpen the terminal UI on it now? [Y/n] ");
	fflush(stdout);
	return fgets(answer, sizeof answer, stdin) && answer[0] != 'n' && answer[0] != 'N';
}

bool cmd_demo(struct call *call, struct err *err)
{
	struct buf folder = { 0 }, database = { 0 }, repository = { 0 };
	struct app app;
	bool ok = true;
	if (call->count) {
		buf_puts(&folder, call->words[0]);
		ok = access(call->words[0], F_OK) != 0 ||
		     err_set(err, ERR_USAGE, "%s is already there: name a new folder", call->words[0]);
	} else {
		const char *temporary = getenv("TMPDIR");
		buf_printf(&folder, "%s/inquest-demo-XXXXXX", text_empty(temporary) ? "/tmp" : temporary);
		ok = mkdtemp(folder.data) || err_set(err, ERR_IO, "cannot make %s", buf_text(&folder));
	}
	path_join(&database, buf_text(&folder), "inquest.db");
	path_join(&repository, buf_text(&folder), "postmortems");
	const struct app_setup setup = { .database = buf_text(&database), .no_input = true };
	if (ok && make_repository(buf_text(&repository), err) && app_init(&app, &setup, err)) {
		ok = play(&app, buf_text(&repository), call->out, err);
		app_fini(&app);
	} else {
		ok = false;
	}
	if (ok)
		output_format(call->out, "\nEverything is in %s. Go on with\n"
			"  export INQUEST_DB=%s\n"
			"  inquest                       # the terminal UI\n"
			"  inquest log -i 1 'one more'   # or the command line\n"
			"  inquest publish -i 1 -r %s\n", buf_text(&folder), buf_text(&database),
			buf_text(&repository));
	if (ok && wants_ui(call)) {
		const char *const argv[] = { "/proc/self/exe", "--db", buf_text(&database), NULL };
		int status;
		ok = process_run(argv, &status, err);
	}
	buf_fini(&folder);
	buf_fini(&database);
	buf_fini(&repository);
	return ok;
}
