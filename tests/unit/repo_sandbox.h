/*
 * A folder with real repositories for the tests of src/repo, and the real git to make and judge
 * them. Everything the user's machine could bring in (settings, identity, hooks, language) is
 * pinned.
 */
#ifndef TESTS_REPO_SANDBOX_H
#define TESTS_REPO_SANDBOX_H

#include <check.h>
#include <git2.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/text.h"
#include "repo/repo.h"
#include "scratch.h"

/* libgit2 1.5 leaks a regex match when it checks the extensions of a repository in format 1. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libpcre2";
}

#define UNUSED_OK __attribute__((unused))

static struct sandbox {
	char *top;
	char *work; /* top/work: a clone with a first commit, unless a test makes its own */
} box;

/* Run a shell command in the sandbox; its output without the last newline. Caller frees. */
__attribute__((format(printf, 2, 0))) static char *box_shell(
	int *status, const char *format, va_list args)
{
	struct buf line = { 0 }, out = { 0 };
	buf_printf(&line, "cd '%s' && { ", box.top);
	buf_vprintf(&line, format, args);
	buf_puts(&line, "\n} 2>&1");
	FILE *pipe = popen(buf_text(&line), "re");
	ck_assert_ptr_nonnull(pipe);
	char part[4096];
	for (size_t n; (n = fread(part, 1, sizeof part, pipe)) > 0;)
		buf_put(&out, part, n);
	*status = pclose(pipe);
	while (out.len && out.data[out.len - 1] == '\n')
		buf_truncate(&out, out.len - 1);
	buf_fini(&line);
	return buf_steal(&out);
}

/* A command that has to succeed; its output, to be freed. */
UNUSED_OK __attribute__((format(printf, 1, 2))) static char *ask(const char *format, ...)
{
	va_list args;
	int status;
	va_start(args, format);
	char *out = box_shell(&status, format, args);
	va_end(args);
	ck_assert_msg(status == 0, "%s\nexit %d: %s", format, status, out);
	return out;
}

/* A command that has to succeed. */
UNUSED_OK __attribute__((format(printf, 1, 2))) static void run(const char *format, ...)
{
	va_list args;
	int status;
	va_start(args, format);
	char *out = box_shell(&status, format, args);
	va_end(args);
	ck_assert_msg(status == 0, "%s\nexit %d: %s", format, status, out);
	free(out);
}

/* The output of a command is exactly this. */
#define expect(wanted, ...)                                                                        \
	do {                                                                                       \
		char *expect_out = ask(__VA_ARGS__);                                               \
		ck_assert_str_eq(expect_out, wanted);                                              \
		free(expect_out);                                                                  \
	} while (0)

static void sandbox_open(void)
{
	struct buf path = { 0 };
	char *folder = scratch_folder("repo");
	box.top = realpath(folder, NULL);
	free(folder);
	buf_printf(&path, "%s/work", box.top);
	box.work = buf_steal(&path);
	static const char *const unwanted[] = { "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE",
		"GIT_OBJECT_DIRECTORY", "GIT_CEILING_DIRECTORIES", "GIT_CONFIG", "GIT_CONFIG_COUNT",
		"GIT_CONFIG_PARAMETERS", "XDG_CONFIG_HOME", "EMAIL", "SUDO_UID" };
	for (size_t i = 0; i < LENGTH(unwanted); i++)
		unsetenv(unwanted[i]);
	setenv("HOME", box.top, 1);
	setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
	setenv("GIT_CONFIG_SYSTEM", "/dev/null", 1);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	setenv("GIT_ATTR_NOSYSTEM", "1", 1);
	setenv("GIT_EDITOR", "true", 1);
	setenv("GIT_AUTHOR_NAME", "Other", 1);
	setenv("GIT_AUTHOR_EMAIL", "other@example.org", 1);
	setenv("GIT_AUTHOR_DATE", "1700000000 +0000", 1);
	setenv("GIT_COMMITTER_NAME", "Other", 1);
	setenv("GIT_COMMITTER_EMAIL", "other@example.org", 1);
	setenv("GIT_COMMITTER_DATE", "1700000000 +0000", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	/* libgit2 does not look at those variables; once started it stays so while the test runs */
	git_libgit2_init();
	git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_SYSTEM, "");
	git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_XDG, "");
	git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_GLOBAL, box.top);
}

static void sandbox_close(void)
{
	run("chmod -R u+rwX . && rm -rf -- '%s'", box.top);
	free(box.top);
	free(box.work);
	git_libgit2_shutdown();
}

/* work/: branch main, one commit with a.md, docs/b.md and run.sh (executable). */
UNUSED_OK static void make_work(void)
{
	run("git init -q -b main work && cd work && mkdir docs && printf 'one\\ntwo\\n' > a.md && "
	    "printf 'bee\\n' > docs/b.md && printf '#!/bin/sh\\n' > run.sh && chmod +x run.sh && "
	    "git add . && git commit -q -m first");
}

UNUSED_OK static struct repo_bytes bytes_of(const char *text)
{
	return (struct repo_bytes){ text, strlen(text) };
}

/* Open `folder` (in the sandbox), read the tip of `branch`, commit one file on it. */
UNUSED_OK static bool publish(const char *folder, const char *branch, const char *path,
	const char *text, struct repo_result *out, struct err *err)
{
	struct repo_file file = { path, bytes_of(text) };
	struct repo_person who = { "Ana", "ana@example.org", 1705500000, 60 };
	struct repo_request request = { &file, 1, "Publish INC-12\n\nbody\n", who, who };
	struct repo_result result;
	struct repo_tip tip;
	struct repo *repo = NULL;
	struct buf where = { 0 };
	buf_printf(&where, "%s/%s", box.top, folder);
	bool ok = repo_open(&repo, buf_text(&where), err) &&
		repo_read_tip(repo, branch, &tip, err) &&
		repo_commit_files(repo, &tip, &request, out ? out : &result, err);
	repo_close(repo);
	buf_fini(&where);
	return ok;
}

UNUSED_OK static void expect_sound(const char *folder)
{
	expect("",
		"git -C %s fsck --strict --no-dangling --no-progress 2>&1 | grep -v '^notice:' || "
		":",
		folder);
}

/* … which has to work, and to leave a sound repository. */
UNUSED_OK static struct repo_result published(
	const char *folder, const char *branch, const char *path, const char *text)
{
	struct repo_result result = { 0 };
	struct err err = { 0 };
	ck_assert_msg(publish(folder, branch, path, text, &result, &err), "%s", err.text);
	expect_sound(folder);
	return result;
}

/* … which has to be refused with this code, saying all of these words, and to change nothing. */
#define refused(folder, branch, path, text, wanted, ...)                                           \
	refused_(folder, branch, path, text, wanted, (const char *[]){ __VA_ARGS__, NULL })
UNUSED_OK static void refused_(const char *folder, const char *branch, const char *path,
	const char *text, enum err_code wanted, const char **words)
{
	/* sha of every file but objects: refs, logs, index, work tree; locks included */
	static const char all[] = "find %s -type f -not -path '*/objects/*' -exec sha256sum {} + | "
				  "sort; find %s -not -type f -not -path '*/objects/*' | sort";
	struct err err = { 0 };
	char *before = ask(all, folder, folder);
	ck_assert_msg(!publish(folder, branch, path, text, NULL, &err), "not refused: %s", path);
	for (; *words; words++)
		ck_assert_msg(strstr(err.text, *words), "no \"%s\" in: %s", *words, err.text);
	ck_assert_msg(err.code == wanted, "code %d, not %d: %s", err.code, wanted, err.text);
	expect(before, all, folder, folder);
	free(before);
}

/* Status and plumbing see nothing to do: content, mode and stat data of the entries are right. */
UNUSED_OK static void expect_clean(const char *folder)
{
	expect("",
		"cd %s && git diff-files && git diff-index --cached HEAD && git status --porcelain",
		folder);
}

/* The file is `text` in the work tree, the index and the branch, and no temporary file is left. */
UNUSED_OK static void expect_file(const char *folder, const char *path, const char *text)
{
	expect(text, "cd %s && cat %s", folder, path);
	expect(text, "cd %s && git show :%s", folder, path);
	expect(text, "cd %s && git show HEAD:%s", folder, path);
	expect("", "find %s -name '*inquest*' -o -name '*.lock' -o -name '*~'", folder);
}

/* Everything about the work tree and the index but one path. */
UNUSED_OK static char *others(const char *folder, const char *path)
{
	return ask(
		"cd %s && git status --porcelain=v2 --ignored; git ls-files --stage -v; "
		"git ls-files --debug | awk -v p=%s '$1 != \"\" && $0 !~ /^ / { skip = $0 == p } "
		"!skip'; find . -name .git -prune -o -type f ! -path ./%s -exec sha256sum {} + | "
		"sort",
		folder, path, path);
}

UNUSED_OK static void add_fixture(TCase *tests)
{
	tcase_add_checked_fixture(tests, sandbox_open, sandbox_close);
	tcase_set_timeout(tests, 60);
}

UNUSED_OK static int run_suite(Suite *suite)
{
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}

#endif
