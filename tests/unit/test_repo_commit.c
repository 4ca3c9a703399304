/* Committing where no work tree is involved: bare repositories and branches not checked out. */
#include "repo_sandbox.h"

#include <sys/types.h>

#include "base/mem.h"

static void make_bare(void)
{
	make_work();
	run("git clone -q --bare work bare");
}

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

static const struct repo_person ana = { "Ana", "ana@example.org", 1705500000, 60 };

START_TEST(a_commit_changes_only_its_file)
{
	make_bare();
	struct repo_result result = published("bare", NULL, "postmortems/12.md", "# INC-12\n");
	ck_assert(!result.unchanged && !result.created);
	expect(result.commit, "git -C bare rev-parse main");
	expect("A\tpostmortems/12.md", "git -C bare diff --name-status main~1 main");
	expect("# INC-12", "git -C bare show main:postmortems/12.md");
	expect("2", "git -C bare rev-list --count main");
	result = published("bare", "main", "docs/b.md", "new\n");
	expect("M\tdocs/b.md", "git -C bare diff --name-status main~1 main");
	expect("100755 blob", "git -C bare ls-tree main run.sh | cut -c1-11");
}
END_TEST

START_TEST(author_committer_time_and_message_are_the_callers)
{
	make_bare();
	struct repo *repo = opened("bare");
	struct repo_tip tip;
	struct repo_result result;
	struct err err = { 0 };
	struct repo_file file = { "x.md", bytes_of("x\n") };
	struct repo_request request = { &file, 1, "\n\nPublish INC-3 \n\n\n\nwhy\n# kept  \n\n",
		{ "Ana B\xc3\xb6", "ana@example.org", 1705500000, -570 },
		{ "Bo", "bo@example.org", 1705500060, 120 } };
	ck_assert(repo_read_tip(repo, NULL, &tip, &err));
	ck_assert_msg(repo_commit_files(repo, &tip, &request, &result, &err), "%s", err.text);
	repo_close(repo);
	expect("Ana "
	       "B\xc3\xb6|ana@example.org|1705500000|2024-01-17T04:30:00-09:30|Bo|bo@example.org|"
	       "2024-01-17T16:01:00+02:00",
		"git -C bare log -1 --format='%%an|%%ae|%%at|%%aI|%%cn|%%ce|%%cI'");
	expect("Publish INC-3\n\nwhy\n# kept", "git -C bare log -1 --format=%%B");
}
END_TEST

START_TEST(the_same_bytes_make_no_commit)
{
	make_bare();
	char *before = ask("git -C bare rev-parse main");
	struct repo_result result = published("bare", NULL, "a.md", "one\ntwo\n");
	ck_assert(result.unchanged && !result.created);
	ck_assert_str_eq(result.commit, before);
	expect(before, "git -C bare rev-parse main");
	published("bare", NULL, "a.md", "other\n");
	result = published("bare", NULL, "a.md", "other\n");
	ck_assert(result.unchanged);
	expect("2", "git -C bare rev-list --count main");
	free(before);
}
END_TEST

START_TEST(several_files_go_into_one_commit)
{
	make_bare();
	struct repo *repo = opened("bare");
	struct repo_tip tip;
	struct repo_result result;
	struct err err = { 0 };
	struct repo_file files[] = { { "z/deep/er/1.md", bytes_of("1\n") },
		{ "docs/c.md", bytes_of("2\n") }, { "a.md", bytes_of("one\ntwo\n") },
		{ "z/deep/2.md", bytes_of("") }, { "docs/b.md", bytes_of("3\n") },
		{ "docs-x.md", bytes_of("4\n") }, { "z.md", bytes_of("5\n") } };
	struct repo_request request = { files, LENGTH(files), "all", ana, ana };
	ck_assert(repo_read_tip(repo, NULL, &tip, &err));
	ck_assert_msg(repo_commit_files(repo, &tip, &request, &result, &err), "%s", err.text);
	repo_close(repo);
	expect_sound("bare");
	expect("A\tdocs-x.md\nM\tdocs/b.md\nA\tdocs/c.md\nA\tz.md\nA\tz/deep/2.md\nA\tz/deep/er/"
	       "1.md",
		"git -C bare diff --name-status main~1 main");
	expect("1\n5\n4", "git -C bare show main:z/deep/er/1.md main:z.md main:docs-x.md");
}
END_TEST

START_TEST(a_file_keeps_its_mode)
{
	make_bare();
	published("bare", NULL, "run.sh", "#!/bin/sh\necho\n");
	expect(":100755 100755", "git -C bare diff --raw main~1 main | cut -c1-14");
}
END_TEST

START_TEST(bytes_are_stored_as_given_where_nothing_is_checked_out)
{
	make_work();
	run("cd work && echo '* text eol=lf' > .gitattributes && git config core.autocrlf true && "
	    "git add . && git commit -qm attributes && cd .. && git clone -q --bare work bare");
	published("bare", NULL, "x.md", "a\r\nb\r\n");
	expect("a\r\nb\r", "git -C bare show main:x.md");
}
END_TEST

START_TEST(an_empty_bare_repository_gets_a_root_commit)
{
	run("git init -q --bare -b trunk bare");
	struct repo_result result = published("bare", NULL, "p/1.md", "one\n");
	ck_assert(result.created && !result.unchanged);
	expect(result.commit, "git -C bare rev-parse trunk");
	expect("1", "git -C bare rev-list --count trunk");
	expect("p/1.md", "git -C bare ls-tree -r --name-only trunk");
}
END_TEST

START_TEST(an_empty_repository_gets_a_root_commit_on_another_branch)
{
	run("git init -q --bare -b trunk bare");
	ck_assert(published("bare", "incidents", "1.md", "one\n").created);
	expect("incidents", "git -C bare for-each-ref --format='%%(refname:short)'");
}
END_TEST

START_TEST(a_new_branch_is_created_from_heads_commit)
{
	make_bare();
	ck_assert(published("bare", "team/incidents", "1.md", "one\n").created);
	expect("A\t1.md", "git -C bare diff --name-status main team/incidents");
	expect("1", "git -C bare rev-list --count main");
	expect("2", "git -C bare rev-list --count team/incidents");
	ck_assert(!published("bare", "team/incidents", "1.md", "two\n").created);
}
END_TEST

START_TEST(a_new_branch_is_created_even_if_the_file_is_there_already)
{
	make_bare();
	struct repo_result result = published("bare", "incidents", "a.md", "one\ntwo\n");
	ck_assert(result.created && result.unchanged);
	expect(result.commit, "git -C bare rev-parse incidents");
	expect(result.commit, "git -C bare rev-parse main");
}
END_TEST

START_TEST(another_branch_than_the_checked_out_one_leaves_the_work_tree_alone)
{
	make_work();
	run("cd work && git branch incidents && echo staged > docs/b.md && git add . && "
	    "echo dirty > a.md && echo new > untracked.md && touch .git/index.lock");
	static const char all[] =
		"cd work && git status --porcelain=v2 && sha256sum .git/index .git/HEAD "
		"a.md docs/* *.md && git ls-files --debug && ls -A . .git";
	char *before = ask(all);
	char *main_tip = ask("git -C work rev-parse main");
	published("work", "incidents", "a.md", "published\n");
	expect(before, all);
	expect(main_tip, "git -C work rev-parse main");
	expect("published", "git -C work show incidents:a.md");
	free(before);
	free(main_tip);
}
END_TEST

START_TEST(packed_branches_move)
{
	make_bare();
	run("git -C bare pack-refs --all");
	published("bare", NULL, "x.md", "1\n");
	run("git -C bare pack-refs --all");
	published("bare", NULL, "x.md", "2\n");
	expect("3", "git -C bare rev-list --count main");
}
END_TEST

START_TEST(the_reflog_says_who_and_why)
{
	make_work();
	published("work", NULL, "x.md", "1\n");
	expect("inquest: Publish INC-12|Ana", "git -C work log -g -1 --format='%%gs|%%gn' main");
	expect("inquest: Publish INC-12|Ana", "git -C work log -g -1 --format='%%gs|%%gn' HEAD");
	expect("2", "git -C work log -g --format=tformat:x main | wc -l");
}
END_TEST

START_TEST(no_hook_is_run)
{
	make_work();
	run("cd work/.git/hooks && for h in pre-commit commit-msg post-commit "
	    "reference-transaction "
	    "prepare-commit-msg post-index-change; do printf '#!/bin/sh\\ntouch %s/ran-'$h'\\nexit "
	    "1\\n' "
	    "> $h && chmod +x $h; done",
		box.top);
	published("work", NULL, "a.md", "1\n");
	run("rm -f work/.git/hooks/* ; ! ls | grep -v work");
}
END_TEST

/* ---- who ------------------------------------------------------------------------------------ */

static bool publish_as(struct repo_person author, struct repo_person committer, struct err *err)
{
	struct repo *repo = opened("bare");
	struct repo_tip tip;
	struct repo_result result;
	struct repo_file file = { "x.md", bytes_of("x\n") };
	struct repo_request request = { &file, 1, "m", author, committer };
	bool ok = repo_read_tip(repo, NULL, &tip, err) &&
		repo_commit_files(repo, &tip, &request, &result, err);
	repo_close(repo);
	return ok;
}

START_TEST(without_an_identity_gits_own_is_taken)
{
	make_bare();
	run("git config -f .gitconfig user.name 'Git User' && "
	    "git config -f .gitconfig user.email git@example.org && "
	    "git -C bare config user.email local@example.org");
	struct err err = { 0 };
	struct repo_person nobody = { .time = 1705500000 }, named = { "Ana", "", 1705500000, 0 };
	ck_assert_msg(publish_as(named, nobody, &err), "%s", err.text);
	expect("Ana <local@example.org>|Git User <local@example.org>",
		"git -C bare log -1 --format='%%an <%%ae>|%%cn <%%ce>'");
}
END_TEST

START_TEST(without_any_identity_it_says_what_to_set)
{
	make_bare();
	struct repo_person nobody = { .time = 1705500000 };
	struct err err = { 0 };
	ck_assert(!publish_as(nobody, nobody, &err));
	ck_assert_int_eq(err.code, ERR_USAGE);
	ck_assert_ptr_nonnull(strstr(err.text, "git config --global user.name"));
	ck_assert_ptr_nonnull(strstr(err.text, "user.email"));
	run("git config -f .gitconfig user.name Only");
	ck_assert(!publish_as(ana, nobody, &err));
}
END_TEST

START_TEST(names_that_would_break_the_commit_are_refused)
{
	make_bare();
	static const struct repo_person bad[] = { { "Ana\ncommitter x", "a@b", 1, 0 },
		{ "Ana <x>", "a@b", 1, 0 }, { "Ana", "a@b>\nparent", 1, 0 },
		{ "Ana", "a\x7f@b", 1, 0 }, { "\xff", "a@b", 1, 0 }, { "...", "a@b", 1, 0 },
		{ "Ana", "a@b", -1, 0 }, { "Ana", "a@b", 1, 1440 }, { "Ana", "a@b", 1, -1440 } };
	for (size_t i = 0; i < LENGTH(bad); i++) {
		struct err err = { 0 };
		ck_assert_msg(!publish_as(bad[i], ana, &err), "%zu was let through", i);
		ck_assert_msg(!publish_as(ana, bad[i], &err), "%zu was let through", i);
	}
	expect("1", "git -C bare rev-list --count main");
}
END_TEST

/* ---- refusals ------------------------------------------------------------------------------- */

START_TEST(requests_that_make_no_sense_are_refused)
{
	make_bare();
	struct repo *repo = opened("bare");
	struct repo_tip tip;
	struct repo_result result;
	struct err err = { 0 };
	ck_assert(repo_read_tip(repo, NULL, &tip, &err));
	struct repo_file twice[] = { { "x.md", bytes_of("1") }, { "x.md", bytes_of("2") } };
	struct repo_file nested[] = { { "x/y.md", bytes_of("1") }, { "x", bytes_of("2") } };
	struct repo_file prefix[] = { { "x", bytes_of("1") }, { "x/y.md", bytes_of("2") } };
	struct repo_file big = { "x", { "", (size_t)REPO_FILE_MAX + 1 } };
	struct repo_file fine = { "x", bytes_of("1") };
	struct repo_request requests[] = { { twice, 2, "m", ana, ana },
		{ nested, 2, "m", ana, ana }, { prefix, 2, "m", ana, ana },
		{ &fine, 0, "m", ana, ana }, { &fine, 1, "", ana, ana },
		{ &fine, 1, NULL, ana, ana }, { &fine, 1, " \n ", ana, ana },
		{ &fine, 1, "\xff", ana, ana }, { &big, 1, "m", ana, ana } };
	for (size_t i = 0; i < LENGTH(requests); i++) {
		ck_assert_msg(
			!repo_commit_files(repo, &tip, &requests[i], &result, &err), "%zu", i);
		ck_assert_int_eq(err.code, ERR_USAGE);
	}
	repo_close(repo);
	expect("1", "git -C bare rev-list --count main");
}
END_TEST

START_TEST(paths_are_checked_before_anything_is_written)
{
	make_bare();
	static const char *const paths[] = { "../x.md", ".git/hooks/post-commit", "/etc/x", "a//b",
		".GIT/config", "git~1/config", "a\\b" };
	for (size_t i = 0; i < LENGTH(paths); i++)
		refused("bare", NULL, paths[i], "x", ERR_USAGE, "is no path to use in a repository");
}
END_TEST

START_TEST(links_submodules_and_folders_in_the_tree_are_refused)
{
	make_work();
	run("git init -q sub && git -C sub commit -q --allow-empty -m s && cd work && "
	    "ln -s docs folder-link && ln -s a.md file-link && "
	    "git -c protocol.file.allow=always submodule --quiet add ../sub mod 2>/dev/null && "
	    "git add . && git commit -qm kinds && cd .. && git clone -q --bare work bare");
	static const char *const folders[] = { "bare", "work" };
	for (size_t i = 0; i < LENGTH(folders); i++) {
		refused(folders[i], NULL, "docs", "x", ERR_CONFLICT, "docs is a folder");
		refused(folders[i], NULL, "file-link", "x", ERR_CONFLICT, "symbolic link");
		refused(folders[i], NULL, "folder-link/b.md", "x", ERR_CONFLICT, "symbolic link");
		refused(folders[i], NULL, "mod/x.md", "x", ERR_CONFLICT, "submodule");
		refused(folders[i], NULL, "a.md/x.md", "x", ERR_CONFLICT, "a.md is a file");
	}
}
END_TEST

START_TEST(a_branch_that_moved_since_is_a_conflict)
{
	make_bare();
	struct repo *repo = opened("bare");
	struct repo_tip tip, fresh;
	struct repo_result result;
	struct err err = { 0 };
	struct repo_file file = { "x.md", bytes_of("1\n") };
	struct repo_request request = { &file, 1, "m", ana, ana };
	ck_assert(repo_read_tip(repo, NULL, &tip, &err));
	ck_assert(repo_read_tip(repo, "fresh", &fresh, &err));
	run("cd work && echo y > y.md && git add . && git commit -qm y && git push -q ../bare main "
	    "&& "
	    "git push -q ../bare main:fresh");
	char *before = ask("git -C bare for-each-ref");
	ck_assert(!repo_commit_files(repo, &tip, &request, &result, &err));
	ck_assert_int_eq(err.code, ERR_CONFLICT);
	ck_assert_msg(
		strstr(err.text, "main moved") && strstr(err.text, "try again"), "%s", err.text);
	ck_assert(!repo_commit_files(repo, &fresh, &request, &result, &err));
	ck_assert_int_eq(err.code, ERR_CONFLICT);
	/* neither does "unchanged" hide that */
	file = (struct repo_file){ "a.md", bytes_of("one\ntwo\n") };
	ck_assert(!repo_commit_files(repo, &tip, &request, &result, &err));
	ck_assert_int_eq(err.code, ERR_CONFLICT);
	expect(before, "git -C bare for-each-ref");
	run("git -C bare update-ref -d refs/heads/main");
	ck_assert(!repo_commit_files(repo, &tip, &request, &result, &err));
	ck_assert_int_eq(err.code, ERR_CONFLICT);
	repo_close(repo);
	free(before);
}
END_TEST

START_TEST(writers_at_once_lose_no_commit)
{
	enum { WRITERS = 4, EACH = 8 };
	make_bare();
	pid_t children[WRITERS];
	for (int w = 0; w < WRITERS; w++) {
		children[w] = fork();
		ck_assert_int_ge(children[w], 0);
		if (children[w] > 0)
			continue;
		for (int i = 0; i < EACH; i++) {
			char path[64];
			struct err err = { 0 };
			snprintf(path, sizeof path, "w%d/%d.md", w, i);
			while (!publish("bare", NULL, path, path, NULL, &err)) {
				if (err.code != ERR_BUSY && err.code != ERR_CONFLICT) {
					fprintf(stderr, "%s\n", err.text);
					_exit(1);
				}
			}
		}
		_exit(0);
	}
	for (int w = 0; w < WRITERS; w++) {
		int status;
		ck_assert_int_eq(waitpid(children[w], &status, 0), children[w]);
		ck_assert_int_eq(status, 0);
	}
	expect("33", "git -C bare rev-list --count main");
	expect("32", "git -C bare ls-tree -r --name-only main | grep -c ^w");
	expect_sound("bare");
}
END_TEST

START_TEST(a_locked_branch_is_busy)
{
	make_bare();
	run("touch bare/refs/heads/main.lock");
	refused("bare", NULL, "x.md", "x", ERR_BUSY, "main.lock", "remove");
}
END_TEST

static void publish_as_nobody(const char *word)
{
	if (geteuid() != 0) {
		refused("bare", NULL, "x.md", "x", ERR_DENIED, word);
		return;
	}
	run("chmod 755 . && git config -f .gitconfig --add safe.directory \"$PWD/bare\" && "
	    "chmod 644 .gitconfig");
	char *before = ask("git -C bare for-each-ref");
	pid_t child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0) {
		struct err err = { 0 };
		if (setgid(65534) < 0 || setuid(65534) < 0)
			_exit(2);
		bool ok = publish("bare", NULL, "x.md", "x", NULL, &err);
		fprintf(stderr, "%s\n", err.text);
		_exit(ok ? 3 : err.code != ERR_DENIED ? 4 : strstr(err.text, word) ? 0 : 5);
	}
	int status;
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
	expect(before, "git -C bare for-each-ref");
	free(before);
}

START_TEST(an_objects_folder_that_cannot_be_written_is_denied)
{
	make_bare();
	run("chmod -R a+rwX bare && chmod -R a-w bare/objects");
	publish_as_nobody("Permission denied");
}
END_TEST

START_TEST(a_branch_that_cannot_be_written_is_denied)
{
	make_bare();
	run("chmod -R a+rwX bare && chmod a-w bare/refs/heads");
	publish_as_nobody("Permission denied");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("repo commit");
	TCase *commits = tcase_create("commits");
	add_fixture(commits);
	tcase_add_test(commits, a_commit_changes_only_its_file);
	tcase_add_test(commits, author_committer_time_and_message_are_the_callers);
	tcase_add_test(commits, the_same_bytes_make_no_commit);
	tcase_add_test(commits, several_files_go_into_one_commit);
	tcase_add_test(commits, a_file_keeps_its_mode);
	tcase_add_test(commits, bytes_are_stored_as_given_where_nothing_is_checked_out);
	tcase_add_test(commits, an_empty_bare_repository_gets_a_root_commit);
	tcase_add_test(commits, an_empty_repository_gets_a_root_commit_on_another_branch);
	tcase_add_test(commits, a_new_branch_is_created_from_heads_commit);
	tcase_add_test(commits, a_new_branch_is_created_even_if_the_file_is_there_already);
	tcase_add_test(commits, another_branch_than_the_checked_out_one_leaves_the_work_tree_alone);
	tcase_add_test(commits, packed_branches_move);
	tcase_add_test(commits, the_reflog_says_who_and_why);
	tcase_add_test(commits, no_hook_is_run);
	suite_add_tcase(suite, commits);
	TCase *who = tcase_create("who");
	add_fixture(who);
	tcase_add_test(who, without_an_identity_gits_own_is_taken);
	tcase_add_test(who, without_any_identity_it_says_what_to_set);
	tcase_add_test(who, names_that_would_break_the_commit_are_refused);
	suite_add_tcase(suite, who);
	TCase *refusals = tcase_create("refusals");
	add_fixture(refusals);
	tcase_add_test(refusals, requests_that_make_no_sense_are_refused);
	tcase_add_test(refusals, paths_are_checked_before_anything_is_written);
	tcase_add_test(refusals, links_submodules_and_folders_in_the_tree_are_refused);
	tcase_add_test(refusals, a_branch_that_moved_since_is_a_conflict);
	tcase_add_test(refusals, writers_at_once_lose_no_commit);
	tcase_add_test(refusals, a_locked_branch_is_busy);
	tcase_add_test(refusals, an_objects_folder_that_cannot_be_written_is_denied);
	tcase_add_test(refusals, a_branch_that_cannot_be_written_is_denied);
	suite_add_tcase(suite, refusals);
	return run_suite(suite);
}
