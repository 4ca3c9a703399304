/*
 * A file swapped for a link before each system call of a command that reads or writes it, one case in 3, or a few with SHORT
 * in the environment: nothing of this machine is read that is not the repository's, and nothing that lies behind the link is
 * written to.
 */
#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../e2e/session.h"
#include "base/text.h"
#include "support/fault.h"

static const struct scenario {
	const char *name, *before, *argv[8], *swap;
} scenarios[] = {
	{ "template", "rm -f repo/.inquest/templates/ours.md; printf '{{! about: x }}\\n# {{title}}\\n' >repo/.inquest/templates/ours.md",
		{ "render", "--template", "ours" }, "ln -sf \"$PWD/victim\" repo/.inquest/templates/ours.md" },
	{ "partial", "rm -f repo/.inquest/templates/part.md; printf '{{! about: x }}\\npart\\n' >repo/.inquest/templates/part.md; "
		"printf '{{! about: x }}\\n# {{title}}\\n{{>part}}\\n' >repo/.inquest/templates/ours.md",
		{ "render", "--template", "ours" }, "ln -sf \"$PWD/victim\" repo/.inquest/templates/part.md" },
	{ "folder", "rm -rf repo/.inquest/templates; mkdir repo/.inquest/templates; printf '{{! about: x }}\\n# {{title}}\\n' "
		">repo/.inquest/templates/ours.md; mkdir -p out; cp victim out/ours.md",
		{ "render", "--template", "ours" }, "rm -rf repo/.inquest/templates; ln -s ../../out repo/.inquest/templates" },
	{ "attachment", "rm -f saved", { "attach", "save", "1", "saved" }, "ln -s victim saved 2>/dev/null" },
	{ "attachment, nothing there", "rm -f saved none", { "attach", "save", "1", "saved" }, "ln -s none saved 2>/dev/null" },
	{ "backup", "rm -f copy.db*", { "backup", "copy.db" }, "ln -s victim copy.db 2>/dev/null" },
	{ "published file", "rm -rf repo; cp -a clean repo", { "publish", "--force", "x", "-r", "repo", "--path", "docs/a.md" },
		"rm -f repo/docs/a.md; mkdir -p repo/docs; ln -s ../../victim repo/docs/a.md" },
	{ "published folder", "rm -rf repo out; mkdir out; cp -a clean repo",
		{ "publish", "--force", "x", "-r", "repo", "--path", "docs/a.md" },
		"rm -rf repo/docs; ln -s ../out repo/docs" },
	{ "picture beside", "rm -rf docs; mkdir docs; printf '# Down\\n\\nDate: 2023-01-11\\n\\n## Summary\\n\\n![x](a.png)\\n' >docs/a.md; "
		"printf png >docs/a.png", { "import", "docs/a.md" }, "ln -sf ../victim docs/a.png" },
};

static const struct scenario *scenario;
static size_t runs;

static void start_program(void *unused)
{
	const char *argv[10] = { "inquest" };
	(void)unused;
	int out = open("out.txt", O_WRONLY | O_CREAT | O_TRUNC, 0600), in = open("/dev/null", O_RDONLY);
	dup2(in, 0);
	dup2(out, 1);
	dup2(out, 2);
	for (size_t i = 0; scenario->argv[i]; i++)
		argv[i + 1] = scenario->argv[i];
	setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
	execv(getenv("INQUEST"), (char *const *)(uintptr_t)argv);
}

static void swap(void *unused)
{
	(void)unused;
	shell(scenario->swap);
}

static void run_program(size_t at, struct fault_result *out)
{
	const struct fault_plan plan = { .at = at, .meanwhile = at ? swap : NULL };
	shell("cp base.db x.db; rm -f x.db-journal");
	shell(scenario->before);
	fault_run(&plan, start_program, NULL, out);
}

static void prepare(void)
{
	static const char *const names[] = { "GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL" };
	for (size_t i = 0; i < LENGTH(names); i++)
		setenv(names[i], "ana@example.com", 1);
	shell("printf 'the SECRET of this machine\\n' >victim; cp victim victim.before");
	shell("git init -q -b main clean; cd clean; mkdir -p docs .inquest/templates; printf 'x\\n' >docs/b.md; git add .; "
	      "git -c user.name=x -c user.email=x@x commit -qm first");
	shell("cp -a clean repo; printf bytes >file; \"$INQUEST\" attach file; \"$INQUEST\" config publish.repository \"$PWD/repo\"");
	shell("sqlite3 x.db '.backup base.db'");
}

static void judge(size_t at, const struct fault_result *result)
{
	ck_assert_msg(!result->late && result->status <= 5, "%s, call %zu: status %d: %s", scenario->name, at, result->status,
		shell("cat out.txt"));
	const char *said = shell("cat out.txt; strings x.db | grep 'the SECRET'; cmp victim victim.before; ls -d none out/a.md 2>/dev/null; "
		"git -C repo grep -h 'the SECRET' main 2>/dev/null");
	ck_assert_msg(!strstr(said, "the SECRET") && !strstr(said, "differ") && !strstr(said, "EOF") && !strstr(said, "none\n") &&
			!strstr(said, "out/a.md\n"), "%s, call %zu, %s(%s): %s", scenario->name, at,
		result->hit ? result->failed.kind->name : "?", result->failed.path, said);
}

START_TEST(a_link_put_in_its_place_is_not_followed)
{
	const char *why;
	struct fault_result all, one;
	scenario = &scenarios[_i];
	if (!fault_possible(&why)) {
		printf("skipped: %s\n", why);
		return;
	}
	prepare();
	run_program(0, &all);
	ck_assert_msg(all.status == 0, "%s: status %d: %s", scenario->name, all.status, shell("cat out.txt"));
	const size_t stride = getenv("STRIDE") ? strtoul(getenv("STRIDE"), NULL, 10) : getenv("SHORT") ? all.count / 8 + 1 : 3;
	for (size_t at = 1; at <= all.count; at++) {
		/* where it is asked for, every call counts: between a look and the use there is one */
		bool near = strstr(all.calls[at - 1].path, "ours.md") || strstr(all.calls[at - 1].path, "part.md") ||
			strstr(all.calls[at - 1].path, "saved") || strstr(all.calls[at - 1].path, "a.png");
		if (!near && at % stride)
			continue;
		run_program(at, &one);
		runs++;
		judge(at, &one);
	}
	free(all.calls);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("swapped links");
	TCase *tests = tcase_create("links");
	tcase_add_checked_fixture(tests, session_set_up, session_tear_down);
	tcase_set_timeout(tests, 3000);
	tcase_add_loop_test(tests, a_link_put_in_its_place_is_not_followed, 0, (int)LENGTH(scenarios));
	suite_add_tcase(suite, tests);
	SRunner *runner = srunner_create(suite);
	srunner_set_fork_status(runner, CK_NOFORK);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	printf("%s: %zu files swapped for links\n", failed ? "failed" : "100%", runs);
	return failed != 0;
}
