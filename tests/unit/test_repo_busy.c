/* Commits to the checked-out branch that have to be refused: the files are in use, or git is busy.
 */
#include "repo_sandbox.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/mem.h"

/* ---- the file itself is in use -------------------------------------------------------------- */

START_TEST(a_file_with_uncommitted_changes_is_refused)
{
	make_work();
	run("echo dirty > work/a.md");
	refused("work", NULL, "a.md", "x\n", ERR_CONFLICT, "a.md has uncommitted changes",
		"git restore a.md");
	run("cd work && git add a.md");
	refused("work", NULL, "a.md", "x\n", ERR_CONFLICT, "a.md has staged changes");
	run("cd work && echo more > a.md");
	refused("work", NULL, "a.md", "x\n", ERR_CONFLICT, "a.md has staged changes");
	run("cd work && git checkout -q HEAD a.md && git add a.md && chmod +x a.md");
	refused("work", NULL, "a.md", "x\n", ERR_CONFLICT, "a.md has uncommitted changes");
	run("cd work && git add a.md");
	refused("work", NULL, "a.md", "x\n", ERR_CONFLICT, "a.md has staged changes");
}
END_TEST

START_TEST(a_file_staged_and_put_back_is_refused)
{
	make_work();
	run("cd work && echo x > a.md && git add a.md && printf 'one\\ntwo\\n' > a.md");
	refused("work", NULL, "a.md", "new\n", ERR_CONFLICT, "a.md has staged changes");
}
END_TEST

START_TEST(a_deleted_file_is_refused)
{
	make_work();
	run("rm work/a.md");
	refused("work", NULL, "a.md", "x\n", ERR_CONFLICT, "a.md was deleted", "git restore a.md");
	run("git -C work rm -q a.md");
	refused("work", NULL, "a.md", "x\n", ERR_CONFLICT, "a.md has staged changes");
}
END_TEST

START_TEST(a_file_added_but_not_committed_is_refused)
{
	make_work();
	run("cd work && echo n > new.md && git add -N new.md");
	refused("work", NULL, "new.md", "x\n", ERR_CONFLICT, "new.md has staged changes");
	run("cd work && git add new.md");
	refused("work", NULL, "new.md", "x\n", ERR_CONFLICT, "new.md has staged changes");
}
END_TEST

START_TEST(hidden_local_changes_are_refused)
{
	make_work();
	run("cd work && git update-index --assume-unchanged a.md && "
	    "git update-index --skip-worktree docs/b.md && echo local > a.md && echo local > "
	    "docs/b.md");
	expect("", "git -C work status --porcelain");
	refused("work", NULL, "a.md", "x\n", ERR_CONFLICT, "a.md has uncommitted changes");
	refused("work", NULL, "docs/b.md", "x\n", ERR_CONFLICT,
		"docs/b.md has uncommitted changes");
}
END_TEST

START_TEST(an_untracked_file_in_the_way_is_refused)
{
	make_work();
	run("cd work && echo u > new.md && echo '*.log' > .git/info/exclude && echo l > x.log && "
	    "mkdir folder.md && touch folder.md/x && ln -s a.md link.md && mkfifo fifo.md");
	refused("work", NULL, "new.md", "x\n", ERR_CONFLICT, "untracked", "new.md");
	refused("work", NULL, "x.log", "x\n", ERR_CONFLICT, "untracked", "x.log");
	refused("work", NULL, "folder.md", "x\n", ERR_CONFLICT, "folder.md");
	refused("work", NULL, "link.md", "x\n", ERR_CONFLICT, "link.md");
	refused("work", NULL, "fifo.md", "x\n", ERR_CONFLICT, "fifo.md");
	refused("work", NULL, "new.md/x.md", "x\n", ERR_CONFLICT, "new.md is a file");
}
END_TEST

START_TEST(links_and_repositories_in_the_work_tree_are_not_followed)
{
	make_work();
	run("mkdir outside && ln -s ../outside work/out && ln -s docs work/in && "
	    "git init -q work/nested && mkdir work/nested/sub");
	refused("work", NULL, "out/x.md", "x\n", ERR_CONFLICT, "out is a file or a symbolic link");
	refused("work", NULL, "in/x.md", "x\n", ERR_CONFLICT, "in is a file or a symbolic link");
	refused("work", NULL, "nested/x.md", "x\n", ERR_CONFLICT, "repository of its own");
	refused("work", NULL, "nested/sub/x.md", "x\n", ERR_CONFLICT, "repository of its own");
	run("cd work && mv docs gone && ln -s ../outside docs");
	refused("work", NULL, "docs/b.md", "x\n", ERR_CONFLICT,
		"docs is a file or a symbolic link");
	expect("", "ls outside");
}
END_TEST

START_TEST(staged_files_and_folders_that_collide_are_refused)
{
	make_work();
	run("cd work && echo f > post && git add post && mkdir dir && echo x > dir/x && git add "
	    "dir && "
	    "rm -r post dir");
	refused("work", NULL, "post/1.md", "x\n", ERR_CONFLICT, "post", "staged");
	refused("work", NULL, "dir", "x\n", ERR_CONFLICT, "dir/x", "staged");
}
END_TEST

START_TEST(one_file_in_use_stops_all)
{
	make_work();
	run("echo dirty > work/docs/b.md");
	struct repo *repo = NULL;
	struct repo_tip tip;
	struct repo_result result;
	struct err err = { 0 };
	struct repo_person ana = { "Ana", "a@example.org", 1, 0 };
	struct repo_file files[] = { { "a.md", bytes_of("1") }, { "n/c.md", bytes_of("2") },
		{ "run.sh", bytes_of("#!/bin/sh\n") }, { "docs/b.md", bytes_of("3") } };
	struct repo_request request = { files, LENGTH(files), "m", ana, ana };
	char *before = others("work", "none");
	ck_assert(repo_open(&repo, box.work, &err) && repo_read_tip(repo, NULL, &tip, &err));
	ck_assert(!repo_commit_files(repo, &tip, &request, &result, &err));
	ck_assert_int_eq(err.code, ERR_CONFLICT);
	char *after = others("work", "none");
	ck_assert_str_eq(after, before);
	run("git -C work restore docs/b.md");
	ck_assert_msg(repo_commit_files(repo, &tip, &request, &result, &err), "%s", err.text);
	expect_clean("work");
	expect("M\ta.md\nM\tdocs/b.md\nA\tn/c.md", "git -C work diff --name-status HEAD~1 HEAD");
	repo_close(repo);
	free(before);
	free(after);
}
END_TEST

START_TEST(what_a_killed_run_left_is_taken_up)
{
	make_work();
	run("cd work && echo new > docs/b.md && git add docs/b.md && echo new > n.md && "
	    "echo old > docs/.inquest-0.tmp && echo old > .inquest-0.tmp && cp .git/index "
	    ".git/inquest-index && "
	    "touch .git/inquest-index.lock");
	published("work", NULL, "docs/b.md", "new\n");
	published("work", NULL, "n.md", "new\n");
	expect_file("work", "docs/b.md", "new");
	run("echo keep > kept && ln -f kept work/.inquest-0.tmp && ln -f kept "
	    "work/.git/inquest-index");
	published("work", NULL, "top.md", "t\n");
	expect("keep", "cat kept");
	expect_clean("work");
}
END_TEST

/* ---- git is in the middle of something ------------------------------------------------------ */

static void make_topic(void)
{
	make_work();
	run("cd work && git switch -q -c topic && echo t > a.md && git commit -qam t && "
	    "git switch -q main && echo m > a.md && git commit -qam m");
}

START_TEST(an_unfinished_merge_is_named)
{
	make_topic();
	run("cd work && ! git merge -q topic >/dev/null");
	refused("work", NULL, "docs/b.md", "x\n", ERR_BUSY, "a merge is under way",
		"git merge --abort");
	published("work", "other", "docs/b.md", "x\n");
	run("cd work && git merge --abort");
	published("work", NULL, "docs/b.md", "x\n");
}
END_TEST

START_TEST(an_unfinished_cherry_pick_or_revert_is_named)
{
	make_topic();
	run("cd work && ! git cherry-pick topic >/dev/null 2>&1");
	refused("work", NULL, "docs/b.md", "x\n", ERR_BUSY, "a cherry-pick", "cherry-pick --abort");
	run("cd work && git cherry-pick --abort && echo n > a.md && git commit -qam n && "
	    "! git revert HEAD~1 >/dev/null 2>&1");
	refused("work", NULL, "docs/b.md", "x\n", ERR_BUSY, "a revert", "git revert --abort");
}
END_TEST

START_TEST(an_unfinished_am_is_named)
{
	make_topic();
	run("cd work && git format-patch -q -1 topic --stdout > ../p && ! git am -q ../p "
	    ">/dev/null 2>&1");
	refused("work", NULL, "docs/b.md", "x\n", ERR_BUSY, "git am", "--abort");
}
END_TEST

START_TEST(a_branch_being_rebased_is_busy)
{
	make_topic();
	run("cd work && ! git rebase -q topic >/dev/null 2>&1");
	refused("work", NULL, "docs/b.md", "x\n", ERR_BUSY, "a rebase is under way");
	refused("work", "main", "docs/b.md", "x\n", ERR_BUSY, "main is being rebased",
		"git rebase --abort");
	published("work", "topic", "docs/b.md", "x\n");
}
END_TEST

START_TEST(a_bisection_on_the_branch_is_named)
{
	make_topic();
	run("cd work && git bisect start --no-checkout -q && git bisect bad && "
	    "git bisect good HEAD~1 >/dev/null");
	refused("work", NULL, "docs/b.md", "x\n", ERR_BUSY, "a bisection", "git bisect reset");
}
END_TEST

START_TEST(a_locked_index_is_busy)
{
	make_work();
	run("touch work/.git/index.lock");
	refused("work", NULL, "a.md", "x\n", ERR_BUSY, "the index is locked",
		"work/.git/index.lock");
}
END_TEST

START_TEST(another_inquest_that_lives_is_busy)
{
	make_work();
	char path[512];
	snprintf(path, sizeof path, "%s/.git/inquest-journal", box.work);
	int fd = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(flock(fd, LOCK_EX), 0);
	refused("work", NULL, "a.md", "x\n", ERR_BUSY, "another inquest", "inquest-journal");
	/* it was killed, also with the index locked */
	run("ln work/.git/inquest-journal work/.git/index.lock");
	close(fd);
	published("work", NULL, "a.md", "x\n");
	expect_file("work", "a.md", "x");
	/* the lock of somebody else stays, whatever lies beside it */
	run("echo mine > work/.git/index.lock; echo x > work/.git/inquest-journal");
	ck_assert(!publish("work", NULL, "a.md", "y\n", NULL, NULL));
	expect("mine", "cat work/.git/index.lock");
}
END_TEST

START_TEST(a_locked_branch_leaves_the_index_unlocked)
{
	make_work();
	run("touch work/.git/refs/heads/main.lock");
	refused("work", NULL, "a.md", "x\n", ERR_BUSY, "main.lock");
	refused("work", NULL, "new/a.md", "x\n", ERR_BUSY, "main.lock");
}
END_TEST

START_TEST(a_detached_head_leaves_the_named_branch_without_work_tree)
{
	make_work();
	run("git -C work checkout -q --detach");
	published("work", "main", "a.md", "x\n");
	expect("one\ntwo", "cat work/a.md");
	expect_clean("work");
	expect("x", "git -C work show main:a.md");
}
END_TEST

START_TEST(a_branch_checked_out_in_another_work_tree_is_refused)
{
	make_work();
	run("git -C work worktree add -q ../linked -b topic 2>/dev/null && git clone -q --bare "
	    "work bare && "
	    "git -C bare worktree add -q ../from-bare topic 2>/dev/null && mkdir sub");
	refused("work", "topic", "a.md", "x\n", ERR_CONFLICT, "topic is checked out",
		"/linked:", "publish.repository");
	refused("linked", "main", "a.md", "x\n", ERR_CONFLICT, "main is checked out", "/work/");
	refused("bare", "topic", "a.md", "x\n", ERR_CONFLICT, "/from-bare:");
	/* a bare repository's own HEAD is nobody's work tree */
	published("from-bare", "main", "a.md", "x\n");
	published("from-bare", NULL, "a.md", "x\n");
	expect_clean("from-bare");
	run("cd linked && echo t > a.md && git commit -qam t && cd ../work && echo m > a.md && "
	    "git commit -qam m && cd ../linked && ! git rebase -q main >/dev/null 2>&1");
	refused("work", "topic", "a.md", "x\n", ERR_BUSY, "topic is being rebased", "/linked:");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("repo busy");
	TCase *used = tcase_create("used");
	add_fixture(used);
	tcase_add_test(used, a_file_with_uncommitted_changes_is_refused);
	tcase_add_test(used, a_file_staged_and_put_back_is_refused);
	tcase_add_test(used, a_deleted_file_is_refused);
	tcase_add_test(used, a_file_added_but_not_committed_is_refused);
	tcase_add_test(used, hidden_local_changes_are_refused);
	tcase_add_test(used, an_untracked_file_in_the_way_is_refused);
	tcase_add_test(used, links_and_repositories_in_the_work_tree_are_not_followed);
	tcase_add_test(used, staged_files_and_folders_that_collide_are_refused);
	tcase_add_test(used, one_file_in_use_stops_all);
	tcase_add_test(used, what_a_killed_run_left_is_taken_up);
	suite_add_tcase(suite, used);
	TCase *busy = tcase_create("busy");
	add_fixture(busy);
	tcase_add_test(busy, an_unfinished_merge_is_named);
	tcase_add_test(busy, an_unfinished_cherry_pick_or_revert_is_named);
	tcase_add_test(busy, an_unfinished_am_is_named);
	tcase_add_test(busy, a_branch_being_rebased_is_busy);
	tcase_add_test(busy, a_bisection_on_the_branch_is_named);
	tcase_add_test(busy, a_locked_index_is_busy);
	tcase_add_test(busy, another_inquest_that_lives_is_busy);
	tcase_add_test(busy, a_locked_branch_leaves_the_index_unlocked);
	tcase_add_test(busy, a_detached_head_leaves_the_named_branch_without_work_tree);
	tcase_add_test(busy, a_branch_checked_out_in_another_work_tree_is_refused);
	suite_add_tcase(suite, busy);
	return run_suite(suite);
}
