/* Committing to the branch that is checked out: its files and the index follow, all else stays. */
#include "repo_sandbox.h"

#include <errno.h>
#include <fcntl.h>

#include "base/mem.h"
#include "base/path.h"
#include "repo/internal.h"

/* `others` without what is said about the path itself; for comparing before and after. */
static char *others_but(const char *folder, const char *path)
{
	char *all = others(folder, path);
	struct buf out = { 0 };
	for (char *line = all, *next; line; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		size_t a = strlen(line), b = strlen(path);
		if (a < b || strcmp(line + a - b, path) != 0)
			buf_printf(&out, "%s\n", line);
	}
	free(all);
	return buf_steal(&out);
}

#define keeps_others(folder, path, text)                                                           \
	do {                                                                                       \
		char *keeps_before = others_but(folder, path);                                     \
		published(folder, NULL, path, text);                                               \
		char *keeps_after = others_but(folder, path);                                      \
		ck_assert_str_eq(keeps_after, keeps_before);                                       \
		free(keeps_before);                                                                \
		free(keeps_after);                                                                 \
	} while (0)

/* ---- files follow --------------------------------------------------------------------------- */

START_TEST(a_changed_file_follows)
{
	make_work();
	struct repo_result result = published("work", NULL, "docs/b.md", "new\n");
	expect(result.commit, "git -C work rev-parse HEAD");
	expect_file("work", "docs/b.md", "new");
	expect_clean("work");
}
END_TEST

START_TEST(a_new_file_in_new_folders_follows)
{
	make_work();
	published("work", NULL, "post/2024/01.md", "new\n");
	expect_file("work", "post/2024/01.md", "new");
	expect_clean("work");
	published("work", NULL, "top.md", "t\n");
	published("work", NULL, "docs/c.md", "c\n");
	expect_clean("work");
}
END_TEST

START_TEST(publishing_again_and_again_stays_clean)
{
	make_work();
	for (int i = 0; i < 5; i++) {
		char text[16];
		snprintf(text, sizeof text, "%d\n", i);
		published("work", NULL, "docs/b.md", text);
		expect_clean("work");
	}
	expect("6", "git -C work rev-list --count HEAD");
}
END_TEST

START_TEST(an_empty_repository_gets_its_first_commit)
{
	run("git init -q -b main work");
	ck_assert(published("work", NULL, "p/1.md", "one\n").created);
	expect_file("work", "p/1.md", "one");
	expect_clean("work");
}
END_TEST

START_TEST(an_empty_repository_keeps_what_is_staged)
{
	run("git init -q -b main work && cd work && echo s > staged.md && git add . && echo d > "
	    "staged.md");
	keeps_others("work", "p/1.md", "one\n");
	expect("AM staged.md", "git -C work status --porcelain");
}
END_TEST

START_TEST(a_linked_work_tree_follows_its_own_branch)
{
	make_work();
	run("git -C work worktree add -q ../linked -b topic 2>/dev/null && echo dirty > work/a.md");
	char *before = others("work", "none");
	published("linked", NULL, "docs/b.md", "new\n");
	expect_file("linked", "docs/b.md", "new");
	expect_clean("linked");
	expect(before,
		"cd work && git status --porcelain=v2 --ignored; git ls-files --stage -v; "
		"git ls-files --debug; "
		"find . -name .git -prune -o -type f -exec sha256sum {} + | sort");
	expect("inquest: Publish INC-12", "git -C linked log -g -1 --format=%%gs HEAD");
	free(before);
}
END_TEST

START_TEST(a_submodules_work_tree_follows)
{
	make_work();
	run("git init -q outer && cd outer && "
	    "git -c protocol.file.allow=always submodule --quiet add ../work sub 2>/dev/null && "
	    "git commit -qm sub");
	published("outer/sub", NULL, "a.md", "new\n");
	expect_file("outer/sub", "a.md", "new");
	expect_clean("outer/sub");
}
END_TEST

START_TEST(a_work_tree_opened_by_its_git_folder_follows)
{
	make_work();
	published("work/.git", NULL, "a.md", "new\n");
	expect_file("work", "a.md", "new");
	expect_clean("work");
}
END_TEST

START_TEST(modes_stay)
{
	make_work();
	run("cd work && chmod 755 run.sh && chmod 600 a.md");
	published("work", NULL, "run.sh", "new\n");
	published("work", NULL, "a.md", "new\n");
	expect("755 600", "cd work && echo $(stat -c %%a run.sh a.md)");
	expect_clean("work");
	run("git -C work config core.fileMode false && chmod 644 work/run.sh");
	published("work", NULL, "run.sh", "newer\n");
	expect_clean("work");
	expect("100755 blob", "git -C work ls-tree HEAD run.sh | cut -c1-11");
}
END_TEST

START_TEST(the_same_bytes_touch_nothing)
{
	make_work();
	run("cd work && echo dirty > a.md && touch .git/index.lock");
	char *before = others("work", "none");
	ck_assert(published("work", NULL, "a.md", "one\ntwo\n").unchanged);
	expect(before,
		"cd work && git status --porcelain=v2 --ignored; git ls-files --stage -v; "
		"git ls-files --debug; "
		"find . -name .git -prune -o -type f -exec sha256sum {} + | sort");
	free(before);
}
END_TEST

/* ---- all else stays ------------------------------------------------------------------------- */

START_TEST(other_changes_stay_as_they_are)
{
	make_work();
	run("cd work && for f in staged partial dirty removed gone renamed moded racy; do "
	    "echo $f > $f.md; done && git add . && git commit -qm more && "
	    "echo 2 > staged.md && git add staged.md && "
	    "echo 2 > partial.md && git add partial.md && echo 3 > partial.md && "
	    "echo 2 > dirty.md && git rm -q removed.md && rm gone.md && git mv renamed.md moved.md "
	    "&& "
	    "chmod +x moded.md && echo i > intent.md && git add -N intent.md && echo u > "
	    "untracked.md && "
	    "echo '*.o' > .git/info/exclude && echo o > x.o && "
	    "git update-index --assume-unchanged run.sh");
	keeps_others("work", "docs/b.md", "new\n");
	keeps_others("work", "docs/new/c.md", "new\n");
	expect("M\tdocs/b.md\nA\tdocs/new/c.md", "git -C work diff --name-status HEAD~2 HEAD");
	expect("new", "git -C work show :docs/b.md");
}
END_TEST

START_TEST(conflict_entries_of_other_files_stay)
{
	make_work();
	run("cd work && echo s > a.md && git stash -q && echo c > a.md && git commit -qam c && "
	    "! git stash pop -q 2>/dev/null");
	expect("UU a.md", "git -C work status --porcelain");
	keeps_others("work", "docs/b.md", "new\n");
	expect("UU a.md", "git -C work status --porcelain");
	expect("3", "git -C work ls-files -u | wc -l");
	refused("work", NULL, "a.md", "x\n", ERR_CONFLICT, "a.md", "not resolved", "git add");
}
END_TEST

START_TEST(changes_git_could_not_trust_time_stamps_for_stay_visible)
{
	make_work();
	run("cd work && git config core.trustctime false && git config core.checkStat minimal && "
	    "touch -d @1700000000 a.md && git add a.md && printf 'ONE\\nTWO\\n' > a.md && "
	    "touch -d @1700000000 a.md && touch -d @1700000000 .git/index");
	expect(" M a.md", "git -C work --no-optional-locks status --porcelain");
	published("work", NULL, "docs/b.md", "new\n");
	expect(" M a.md", "git -C work --no-optional-locks status --porcelain");
}
END_TEST

START_TEST(index_formats_are_kept_or_refused_with_advice)
{
	make_work();
	run("cd work && git update-index --index-version 4 && echo s > staged.md && git add "
	    "staged.md");
	keeps_others("work", "docs/b.md", "v4\n");
	expect("4", "od -An -j7 -N1 -tu1 work/.git/index | tr -d ' '");
	keeps_others("work", "docs/new.md", "v4\n");
	run("cd work && git update-index --index-version 2 && git update-index --untracked-cache "
	    "&& "
	    "git status >/dev/null");
	keeps_others("work", "docs/b.md", "v2\n");
	run("cd work && git update-index --split-index");
	refused("work", NULL, "docs/b.md", "x\n", ERR_USAGE, "git update-index --no-split-index");
	run("cd work && git update-index --no-split-index");
	keeps_others("work", "docs/b.md", "again\n");
	run("cd work && printf 'junkjunkjunkjunkjunkjunkjunkjunk' > .git/index");
	refused("work", NULL, "docs/b.md", "x\n", ERR_IO, "index");
}
END_TEST

START_TEST(the_index_keeps_its_permissions)
{
	make_work();
	run("chmod 660 work/.git/index");
	published("work", NULL, "a.md", "new\n");
	expect("660", "stat -c %%a work/.git/index");
}
END_TEST

/* ---- line endings and other conversions ----------------------------------------------------- */

static const struct {
	const char *setup;
	const char *given, *stored, *file;
} endings[] = {
	{ "git config core.autocrlf true", "a\nb\n", "a\nb\n", "a\r\nb\r\n" },
	{ "git config core.autocrlf true", "a\r\nb\r\n", "a\nb\n", "a\r\nb\r\n" },
	{ "git config core.autocrlf true && git config core.safecrlf true", "a\nb\r\nc\n",
		"a\nb\nc\n", "a\r\nb\r\nc\r\n" },
	{ "git config core.autocrlf input", "a\r\nb\n", "a\nb\n", "a\nb\n" },
	{ "echo '* text eol=crlf' > .gitattributes", "a\nb\n", "a\nb\n", "a\r\nb\r\n" },
	{ "echo '*.md text eol=crlf' > docs/.gitattributes", "a\r\nb\n", "a\nb\n", "a\r\nb\r\n" },
	{ "echo '* text=auto eol=crlf' > .gitattributes", "a\nb\n", "a\nb\n", "a\r\nb\r\n" },
	{ "echo '* text=auto' > .gitattributes && git config core.eol crlf", "a\n", "a\n",
		"a\r\n" },
	{ "echo '* text eol=lf' > .gitattributes && git config core.autocrlf true", "a\r\n", "a\n",
		"a\n" },
	{ "echo '*.md -text' > .gitattributes && git config core.autocrlf true", "a\r\nb\n",
		"a\r\nb\n", "a\r\nb\n" },
	{ "echo '*.md binary' > .git/info/attributes", "a\r\nb\n", "a\r\nb\n", "a\r\nb\n" },
	{ "true", "a\r\nb\n", "a\r\nb\n", "a\r\nb\n" },
	{ "echo '*.md ident' > .gitattributes", "a $Id: x$ b\n", "a $Id$ b\n", NULL },
};

START_TEST(line_endings_never_make_the_file_look_modified)
{
	struct buf got = { 0 };
	make_work();
	run("cd work && %s && git -c core.safecrlf=false add . && "
	    "{ git diff --cached --quiet || git commit -qm setup; }",
		endings[_i].setup);
	run("git -C work status >/dev/null");
	static const char *const paths[] = { "docs/b.md", "docs/new.md" };
	for (size_t i = 0; i < LENGTH(paths); i++) {
		published("work", NULL, paths[i], endings[_i].given);
		expect_clean("work");
		/* also to a git that looks at the bytes and not at the time stamps */
		run("cd work && touch %s", paths[i]);
		expect("", "git -C work status --porcelain");
		struct buf path = { 0 };
		buf_printf(&path, "%s/%s", box.work, paths[i]);
		buf_truncate(&got, 0);
		ck_assert(path_read(&got, buf_text(&path), 1000, NULL));
		buf_fini(&path);
		if (endings[_i].file)
			ck_assert_str_eq(buf_text(&got), endings[_i].file);
		run("cd work && git show HEAD:%s > ../stored", paths[i]);
		buf_printf(&path, "%s/stored", box.top);
		buf_truncate(&got, 0);
		ck_assert(path_read(&got, buf_text(&path), 1000, NULL));
		buf_fini(&path);
		ck_assert_str_eq(buf_text(&got), endings[_i].stored);
		ck_assert(published("work", NULL, paths[i], endings[_i].given).unchanged);
		published("work", NULL, paths[i], "other\n");
		expect_clean("work");
	}
	buf_fini(&got);
}
END_TEST

START_TEST(a_file_that_only_differs_in_line_endings_is_not_dirty)
{
	make_work();
	run("cd work && git config core.autocrlf true && printf 'one\\r\\ntwo\\r\\n' > a.md && "
	    "git status >/dev/null");
	published("work", NULL, "a.md", "new\n");
	expect_clean("work");
}
END_TEST

START_TEST(conversions_only_git_can_do_are_refused)
{
	make_work();
	run("cd work && printf '*.md filter=lfs\\n*.txt working-tree-encoding=UTF-16\\n"
	    "*.ok working-tree-encoding=utf-8 -filter\\n' > .gitattributes && "
	    "git add . && git commit -qm attributes");
	refused("work", NULL, "a.md", "x\n", ERR_USAGE, "filter=lfs", "a.md -filter",
		".gitattributes");
	refused("work", NULL, "x.txt", "x\n", ERR_USAGE, "working-tree-encoding=UTF-16");
	published("work", NULL, "x.ok", "x\n");
}
END_TEST

/* ---- sparse checkouts ----------------------------------------------------------------------- */

START_TEST(files_outside_a_sparse_checkout_are_not_written)
{
	make_work();
	run("cd work && mkdir in && echo i > in/i.md && git add . && git commit -qm in && "
	    "git sparse-checkout set --cone --no-sparse-index in");
	expect("true", "git -C work config extensions.worktreeConfig");
	published("work", NULL, "docs/b.md", "new\n");
	published("work", NULL, "docs/sub/c.md", "new\n");
	run("! test -e work/docs");
	expect("new\nnew", "git -C work show HEAD:docs/b.md :docs/sub/c.md");
	expect_clean("work");
	expect("S docs/b.md\nS docs/sub/c.md", "git -C work ls-files -t docs");
	published("work", NULL, "in/new.md", "new\n");
	published("work", NULL, "in/i.md", "new\n");
	expect_file("work", "in/new.md", "new");
	expect("H in/i.md\nH in/new.md", "git -C work ls-files -t in");
	expect_clean("work");
	run("git -C work sparse-checkout disable");
	expect("new", "cat work/docs/sub/c.md");
	expect_clean("work");
}
END_TEST

START_TEST(sparse_entries_survive_in_every_index_version)
{
	make_work();
	run("cd work && git update-index --index-version 4 && mkdir in && echo i > in/i.md && "
	    "git add . && git commit -qm in && git sparse-checkout set --cone --no-sparse-index "
	    "in");
	published("work", NULL, "docs/new.md", "new\n");
	expect("S docs/b.md\nS docs/new.md", "git -C work ls-files -t docs");
	expect_clean("work");
}
END_TEST

START_TEST(a_sparse_index_is_refused_with_advice)
{
	make_work();
	run("cd work && mkdir in && echo i > in/i.md && git add . && git commit -qm in && "
	    "git sparse-checkout set --cone --sparse-index in");
	refused("work", NULL, "in/i.md", "x\n", ERR_USAGE,
		"git sparse-checkout reapply --no-sparse-index");
}
END_TEST

START_TEST(settings_of_the_work_tree_count)
{
	make_work();
	run("cd work && git config extensions.worktreeConfig true && "
	    "git config --worktree core.autocrlf true");
	published("work", NULL, "docs/b.md", "a\nb\n");
	expect_clean("work");
	expect("2", "grep -c $(printf '\\r') work/docs/b.md");
	run("cd work && git config --worktree core.bare true");
	published("work", NULL, "docs/b.md", "bare\n");
	expect("2", "grep -c $(printf '\\r') work/docs/b.md");
	run("cd work && git config --worktree --unset core.bare && mkdir ../elsewhere && "
	    "git config --worktree core.worktree ../../elsewhere");
	struct err err = { 0 };
	ck_assert(!publish("work", NULL, "a.md", "x", NULL, &err));
	ck_assert_msg(strstr(err.text, "core.worktree"), "%s", err.text);
}
END_TEST

/* ---- the ways around a file system that cannot exchange names ------------------------------- */

static int open_top(void)
{
	int top = open(box.top, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	ck_assert_int_ge(top, 0);
	return top;
}

START_TEST(files_swap_with_and_without_the_atomic_call)
{
	run("echo 1 > a && echo 2 > b");
	int top = open_top();
	for (int atomic = 0; atomic < 2; atomic++) {
		ck_assert(repo_swap_files(top, "a", "b", atomic));
		expect(atomic ? "1\n2" : "2\n1", "cat a b");
		ck_assert(!repo_swap_files(top, "a", "missing", atomic));
		ck_assert_int_eq(errno, ENOENT);
		ck_assert(!repo_swap_files(top, "missing", "a", atomic));
		ck_assert_int_eq(errno, ENOENT);
		expect("a\nb", "ls");
	}
	close(top);
}
END_TEST

START_TEST(a_rename_never_replaces)
{
	run("echo 1 > a && echo 2 > b");
	int top = open_top();
	for (int atomic = 0; atomic < 2; atomic++) {
		ck_assert(!repo_rename_new(top, "a", "b", atomic));
		ck_assert_int_eq(errno, EEXIST);
		expect("1\n2", "cat a b");
		ck_assert(repo_rename_new(top, "a", "c", atomic));
		expect("b\nc", "ls");
		ck_assert(repo_rename_new(top, "c", "a", atomic));
	}
	close(top);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("repo work");
	TCase *follow = tcase_create("follow");
	add_fixture(follow);
	tcase_add_test(follow, a_changed_file_follows);
	tcase_add_test(follow, a_new_file_in_new_folders_follows);
	tcase_add_test(follow, publishing_again_and_again_stays_clean);
	tcase_add_test(follow, an_empty_repository_gets_its_first_commit);
	tcase_add_test(follow, an_empty_repository_keeps_what_is_staged);
	tcase_add_test(follow, a_linked_work_tree_follows_its_own_branch);
	tcase_add_test(follow, a_submodules_work_tree_follows);
	tcase_add_test(follow, a_work_tree_opened_by_its_git_folder_follows);
	tcase_add_test(follow, modes_stay);
	tcase_add_test(follow, the_same_bytes_touch_nothing);
	suite_add_tcase(suite, follow);
	TCase *rest = tcase_create("rest");
	add_fixture(rest);
	tcase_add_test(rest, other_changes_stay_as_they_are);
	tcase_add_test(rest, conflict_entries_of_other_files_stay);
	tcase_add_test(rest, changes_git_could_not_trust_time_stamps_for_stay_visible);
	tcase_add_test(rest, index_formats_are_kept_or_refused_with_advice);
	tcase_add_test(rest, the_index_keeps_its_permissions);
	suite_add_tcase(suite, rest);
	TCase *convert = tcase_create("convert");
	add_fixture(convert);
	tcase_add_loop_test(
		convert, line_endings_never_make_the_file_look_modified, 0, (int)LENGTH(endings));
	tcase_add_test(convert, a_file_that_only_differs_in_line_endings_is_not_dirty);
	tcase_add_test(convert, conversions_only_git_can_do_are_refused);
	suite_add_tcase(suite, convert);
	TCase *sparse = tcase_create("sparse");
	add_fixture(sparse);
	tcase_add_test(sparse, files_outside_a_sparse_checkout_are_not_written);
	tcase_add_test(sparse, sparse_entries_survive_in_every_index_version);
	tcase_add_test(sparse, a_sparse_index_is_refused_with_advice);
	tcase_add_test(sparse, settings_of_the_work_tree_count);
	suite_add_tcase(suite, sparse);
	TCase *names = tcase_create("names");
	add_fixture(names);
	tcase_add_test(names, files_swap_with_and_without_the_atomic_call);
	tcase_add_test(names, a_rename_never_replaces);
	suite_add_tcase(suite, names);
	return run_suite(suite);
}
