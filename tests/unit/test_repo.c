/* Opening repositories and reading where branches stand. */
#include "repo_sandbox.h"

#include "base/mem.h"

static struct repo *opened(const char *folder)
{
	struct buf where = { 0 };
	struct repo *repo = NULL;
	struct err err = { 0 };
	buf_printf(&where, "%s/%s", box.top, folder);
	ck_assert_msg(repo_open(&repo, buf_text(&where), &err), "%s", err.text);
	buf_fini(&where);
	return repo;
}

#define opens_not(folder, wanted, ...)                                                             \
	opens_not_(folder, wanted, (const char *[]){ __VA_ARGS__, NULL })
static void opens_not_(const char *folder, enum err_code wanted, const char **words)
{
	struct buf where = { 0 };
	struct repo *repo = NULL;
	struct err err = { 0 };
	buf_printf(&where, "%s/%s", box.top, folder);
	ck_assert(!repo_open(&repo, buf_text(&where), &err));
	ck_assert_ptr_null(repo);
	ck_assert_msg(err.code == wanted, "code %d: %s", err.code, err.text);
	for (; *words; words++)
		ck_assert_msg(strstr(err.text, *words), "no \"%s\" in: %s", *words, err.text);
	buf_fini(&where);
}

static struct repo_tip tip_of(const char *folder, const char *branch)
{
	struct repo *repo = opened(folder);
	struct repo_tip tip;
	struct err err = { 0 };
	ck_assert_msg(repo_read_tip(repo, branch, &tip, &err), "%s", err.text);
	repo_close(repo);
	return tip;
}

#define no_tip(folder, branch, wanted, ...)                                                        \
	no_tip_(folder, branch, wanted, (const char *[]){ __VA_ARGS__, NULL })
static void no_tip_(
	const char *folder, const char *branch, enum err_code wanted, const char **words)
{
	struct repo *repo = opened(folder);
	struct repo_tip tip;
	struct err err = { 0 };
	ck_assert(!repo_read_tip(repo, branch, &tip, &err));
	ck_assert_msg(err.code == wanted, "code %d: %s", err.code, err.text);
	for (; *words; words++)
		ck_assert_msg(strstr(err.text, *words), "no \"%s\" in: %s", *words, err.text);
	repo_close(repo);
}

/* ---- open ----------------------------------------------------------------------------------- */

START_TEST(a_work_tree_its_git_folder_and_a_bare_repository_open)
{
	make_work();
	run("git clone -q --bare work bare");
	static const struct {
		const char *folder, *path;
	} cases[] = { { "work", "/work/" }, { "work/.git", "/work/" }, { "bare", "/bare/" } };
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct repo *repo = opened(cases[i].folder);
		struct buf path = { 0 };
		buf_printf(&path, "%s%s", box.top, cases[i].path);
		ck_assert_str_eq(repo_path(repo), buf_text(&path));
		buf_fini(&path);
		repo_close(repo);
	}
}
END_TEST

START_TEST(nothing_there_says_what_to_do)
{
	opens_not("missing", ERR_NOT_FOUND, "no git repository at", "/missing: run `git init",
		"publish.repository");
	run("mkdir empty");
	opens_not("empty", ERR_NOT_FOUND, "no git repository at", "git init");
	struct repo *repo = NULL;
	struct err err = { 0 };
	ck_assert(!repo_open(&repo, "git@example.com:team.git", &err));
	ck_assert_ptr_nonnull(strstr(err.text, "is an address: publish to a clone of it"));
	ck_assert(!repo_open(&repo, "https://example.com/team.git", &err));
	ck_assert_ptr_nonnull(strstr(err.text, "is an address: publish to a clone of it"));
}
END_TEST

START_TEST(no_path_is_refused)
{
	struct repo *repo = NULL;
	struct err err = { 0 };
	ck_assert(!repo_open(&repo, "", &err));
	ck_assert_int_eq(err.code, ERR_USAGE);
	ck_assert_ptr_nonnull(strstr(err.text, "publish.repository"));
	ck_assert(!repo_open(&repo, NULL, &err));
}
END_TEST

START_TEST(a_folder_inside_a_work_tree_is_not_that_repository)
{
	make_work();
	opens_not("work/docs", ERR_NOT_FOUND, "inside the one at", "/work/.git/");
}
END_TEST

START_TEST(the_environment_does_not_redirect)
{
	make_work();
	run("git init -q other");
	char *value = ask("echo $PWD/other/.git");
	setenv("GIT_DIR", value, 1);
	free(value);
	struct repo *repo = opened("work");
	ck_assert_ptr_nonnull(strstr(repo_path(repo), "/work/"));
	repo_close(repo);
	unsetenv("GIT_DIR");
}
END_TEST

START_TEST(a_damaged_repository_is_an_io_error)
{
	make_work();
	run("printf 'junk' > work/.git/HEAD");
	no_tip("work", NULL, ERR_IO, "HEAD");
	run("printf '[core\\n' > work/.git/config");
	opens_not("work", ERR_USAGE, "config", "correct that file");
}
END_TEST

START_TEST(formats_libgit2_cannot_read_are_named)
{
	run("git init -q --object-format=sha256 sha256 && git init -q partial && "
	    "git -C partial config core.repositoryFormatVersion 1 && "
	    "git -C partial config extensions.partialClone origin");
	opens_not("sha256", ERR_USAGE, "SHA-256");
	opens_not("partial", ERR_USAGE, "partial clone");
}
END_TEST

/* Run `check` as a user who is neither root nor the owner. */
static void as_nobody(void (*check)(void))
{
	run("chmod 755 .");
	pid_t child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0) {
		if (setgid(65534) < 0 || setuid(65534) < 0)
			_exit(2);
		check();
		_exit(0);
	}
	int status;
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_msg(status == 0, "as nobody: status %d", status);
}

/* No ck_assert in the child: it would unwind into the parent's runner. */
static void open_as_nobody(const char *folder, enum err_code wanted, const char *word)
{
	struct buf where = { 0 };
	struct repo *repo = NULL;
	struct err err = { 0 };
	buf_printf(&where, "%s/%s", box.top, folder);
	if (repo_open(&repo, buf_text(&where), &err) || err.code != wanted ||
		!strstr(err.text, word)) {
		fprintf(stderr, "code %d: %s\n", err.code, err.text);
		_exit(3);
	}
	buf_fini(&where);
}

static void open_foreign(void)
{
	open_as_nobody("work", ERR_DENIED, "safe.directory");
}

static void open_trusted(void)
{
	struct buf where = { 0 };
	struct repo *repo = NULL;
	buf_printf(&where, "%s/work", box.top);
	if (!repo_open(&repo, buf_text(&where), NULL))
		_exit(4);
	repo_close(repo);
	buf_fini(&where);
}

START_TEST(somebody_elses_repository_needs_safe_directory)
{
	make_work();
	as_nobody(open_foreign);
	run("git config -f .gitconfig --add safe.directory \"$PWD/work\" && chmod 644 .gitconfig");
	as_nobody(open_trusted);
}
END_TEST

static void open_closed(void)
{
	open_as_nobody("work", ERR_DENIED, "Permission denied");
}

START_TEST(an_unreadable_folder_is_denied)
{
	make_work();
	run("chmod 000 work");
	if (geteuid() == 0)
		as_nobody(open_closed);
	else
		open_closed();
}
END_TEST

/* ---- tips ----------------------------------------------------------------------------------- */

START_TEST(the_default_branch_is_the_one_head_names)
{
	make_work();
	struct repo_tip tip = tip_of("work", NULL);
	ck_assert_str_eq(tip.branch, "main");
	expect(tip.commit, "git -C work rev-parse HEAD");
	ck_assert(tip.exists && tip.checked_out);
	run("git -C work switch -q -c topic/x && git clone -q --bare work bare");
	tip = tip_of("work", "");
	ck_assert_str_eq(tip.branch, "topic/x");
	tip = tip_of("work", "main");
	ck_assert(tip.exists && !tip.checked_out);
	tip = tip_of("bare", NULL);
	ck_assert_str_eq(tip.branch, "topic/x");
	ck_assert(tip.exists && !tip.checked_out);
}
END_TEST

START_TEST(packed_branches_are_read)
{
	make_work();
	run("git -C work pack-refs --all && git -C work gc -q");
	struct repo_tip tip = tip_of("work", "main");
	expect(tip.commit, "git -C work rev-parse HEAD");
}
END_TEST

START_TEST(an_empty_repository_has_a_branch_without_commits)
{
	run("git init -q -b trunk empty && git init -q --bare -b trunk bare");
	struct repo_tip tip = tip_of("empty", NULL);
	ck_assert_str_eq(tip.branch, "trunk");
	ck_assert_str_eq(tip.commit, "");
	ck_assert(!tip.exists && tip.checked_out);
	tip = tip_of("empty", "trunk");
	ck_assert(!tip.exists && tip.checked_out);
	tip = tip_of("empty", "other");
	ck_assert(!tip.exists && !tip.checked_out);
	tip = tip_of("bare", NULL);
	ck_assert(!tip.exists && !tip.checked_out);
}
END_TEST

START_TEST(a_new_branch_starts_at_heads_commit)
{
	make_work();
	struct repo_tip tip = tip_of("work", "incidents");
	ck_assert_str_eq(tip.branch, "incidents");
	expect(tip.commit, "git -C work rev-parse HEAD");
	ck_assert(!tip.exists && !tip.checked_out);
	run("git -C work checkout -q --detach");
	tip = tip_of("work", "incidents");
	expect(tip.commit, "git -C work rev-parse HEAD");
}
END_TEST

START_TEST(a_detached_head_asks_for_a_branch)
{
	make_work();
	run("git -C work checkout -q --detach");
	no_tip("work", NULL, ERR_USAGE, "detached", "--branch", "publish.branch");
	ck_assert(tip_of("work", "main").exists);
	run("git -C work symbolic-ref HEAD refs/notes/x");
	no_tip("work", NULL, ERR_USAGE, "refs/notes/x", "--branch");
}
END_TEST

START_TEST(a_detached_head_amid_a_rebase_says_so)
{
	make_work();
	run("cd work && git switch -q -c topic && echo x > a.md && git commit -qam x && "
	    "git switch -q main && echo y > a.md && git commit -qam y && git switch -q topic && "
	    "! git rebase -q main");
	no_tip("work", NULL, ERR_BUSY, "a rebase is under way", "git rebase --abort");
	run("git -C work rebase --abort && git -C work bisect start -q && "
	    "git -C work checkout -q --detach");
	no_tip("work", NULL, ERR_BUSY, "a bisection", "git bisect reset");
}
END_TEST

START_TEST(a_branch_only_a_remote_has_is_not_created_beside_it)
{
	make_work();
	run("git -C work branch incidents && git -C work branch team/x && git clone -q work clone");
	no_tip("clone", "incidents", ERR_NOT_FOUND, "origin",
		"git branch incidents origin/incidents");
	no_tip("clone", "team/x", ERR_NOT_FOUND, "git branch team/x origin/team/x");
	ck_assert(!tip_of("clone", "else").exists);
	ck_assert(!tip_of("clone", "x").exists);
}
END_TEST

START_TEST(branches_that_git_cannot_keep_side_by_side_are_refused)
{
	make_work();
	run("git -C work branch a/b && git -C work branch c");
	for (int packed = 0; packed < 2; packed++) {
		no_tip("work", "a", ERR_CONFLICT, "a/b");
		no_tip("work", "c/d", ERR_CONFLICT, "beside the branch c");
		no_tip("work", "c/d/e", ERR_CONFLICT, "beside the branch c");
		ck_assert(!tip_of("work", "a/bc").exists);
		run("git -C work pack-refs --all");
	}
	/* also the one that is checked out, and has no commit yet */
	run("git -C work symbolic-ref HEAD refs/heads/c/d");
	no_tip("work", NULL, ERR_CONFLICT, "beside the branch c");
}
END_TEST

START_TEST(names_that_are_no_branch_names_are_refused)
{
	static const char *const names[] = { "a..b", "-x", "a b", "a~1", ".x", "x.lock", "@{u}",
		"a//b", "/a", "a/", "HEAD", "a\nb", "a:b", "a*" };
	make_work();
	for (size_t i = 0; i < LENGTH(names); i++)
		no_tip("work", names[i], ERR_USAGE, "cannot be the name of a branch");
	struct buf name = { 0 };
	buf_fill(&name, 'x', 200);
	buf_putc(&name, '/');
	buf_fill(&name, 'x', 200);
	buf_putc(&name, '/');
	buf_fill(&name, 'x', 200);
	no_tip("work", buf_text(&name), ERR_USAGE, "too long");
	buf_fini(&name);
}
END_TEST

START_TEST(a_branch_that_is_another_name_for_one_is_refused)
{
	make_work();
	run("git -C work symbolic-ref refs/heads/alias refs/heads/main");
	no_tip("work", "alias", ERR_USAGE, "refs/heads/main");
}
END_TEST

START_TEST(a_branch_whose_commit_is_lost_is_damage)
{
	make_work();
	run("cd work && f=$(git rev-parse HEAD | sed 's,^..,&/,') && rm -f .git/objects/$f");
	no_tip("work", NULL, ERR_IO, "git fsck");
}
END_TEST

START_TEST(the_table_names_every_function)
{
	ck_assert_uint_eq(inquest_repo_ops.abi, REPO_ABI);
	ck_assert(inquest_repo_ops.open == repo_open && inquest_repo_ops.close == repo_close);
	ck_assert(inquest_repo_ops.path == repo_path);
	ck_assert(inquest_repo_ops.read_tip == repo_read_tip);
	ck_assert(inquest_repo_ops.read_file == repo_read_file);
	ck_assert(inquest_repo_ops.check_path == repo_check_path);
	ck_assert(inquest_repo_ops.commit_files == repo_commit_files);
	ck_assert(inquest_repo_ops.merge_file == repo_merge_file);
	ck_assert(inquest_repo_ops.read_log == repo_read_log);
	ck_assert(inquest_repo_ops.log_fini == repo_log_fini);
	repo_close(NULL);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("repo");
	TCase *open = tcase_create("open");
	add_fixture(open);
	tcase_add_test(open, a_work_tree_its_git_folder_and_a_bare_repository_open);
	tcase_add_test(open, nothing_there_says_what_to_do);
	tcase_add_test(open, no_path_is_refused);
	tcase_add_test(open, a_folder_inside_a_work_tree_is_not_that_repository);
	tcase_add_test(open, the_environment_does_not_redirect);
	tcase_add_test(open, a_damaged_repository_is_an_io_error);
	tcase_add_test(open, formats_libgit2_cannot_read_are_named);
	/* only root can make a file that belongs to somebody else */
	if (geteuid() == 0)
		tcase_add_test(open, somebody_elses_repository_needs_safe_directory);
	tcase_add_test(open, an_unreadable_folder_is_denied);
	tcase_add_test(open, the_table_names_every_function);
	suite_add_tcase(suite, open);
	TCase *tips = tcase_create("tips");
	add_fixture(tips);
	tcase_add_test(tips, the_default_branch_is_the_one_head_names);
	tcase_add_test(tips, packed_branches_are_read);
	tcase_add_test(tips, an_empty_repository_has_a_branch_without_commits);
	tcase_add_test(tips, a_new_branch_starts_at_heads_commit);
	tcase_add_test(tips, a_detached_head_asks_for_a_branch);
	tcase_add_test(tips, a_detached_head_amid_a_rebase_says_so);
	tcase_add_test(tips, a_branch_only_a_remote_has_is_not_created_beside_it);
	tcase_add_test(tips, branches_that_git_cannot_keep_side_by_side_are_refused);
	tcase_add_test(tips, names_that_are_no_branch_names_are_refused);
	tcase_add_test(tips, a_branch_that_is_another_name_for_one_is_refused);
	tcase_add_test(tips, a_branch_whose_commit_is_lost_is_damage);
	suite_add_tcase(suite, tips);
	return run_suite(suite);
}
