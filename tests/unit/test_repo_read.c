/* Reading files and history, and which paths may be committed. */
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

static struct repo_tip tip_of(const char *folder, const char *branch)
{
	struct repo *repo = opened(folder);
	struct repo_tip tip;
	struct err err = { 0 };
	ck_assert_msg(repo_read_tip(repo, branch, &tip, &err), "%s", err.text);
	repo_close(repo);
	return tip;
}

/* ---- reading -------------------------------------------------------------------------------- */

static bool read_at(struct repo *repo, const char *commit, const char *path, struct buf *out,
	bool *found, struct err *err)
{
	buf_truncate(out, 0);
	return repo_read_file(repo, commit, path, out, found, err);
}

START_TEST(a_file_at_a_commit_is_read_byte_for_byte)
{
	make_work();
	run("cd work && printf 'a\\r\\n\\000b' > bin && git add bin && git commit -qm 2 && "
	    "echo changed > a.md && git commit -qam 3");
	struct repo_tip tip = tip_of("work", NULL);
	struct repo *repo = opened("work");
	struct buf out = { 0 };
	struct err err = { 0 };
	bool found = false;
	ck_assert(read_at(repo, tip.commit, "a.md", &out, &found, &err));
	ck_assert(found);
	ck_assert_str_eq(buf_text(&out), "changed\n");
	ck_assert(read_at(repo, tip.commit, "bin", &out, &found, &err));
	ck_assert_uint_eq(out.len, 5);
	ck_assert_mem_eq(out.data, "a\r\n\0b", 5);
	ck_assert(read_at(repo, tip.commit, "docs/b.md", &out, &found, &err));
	ck_assert_str_eq(buf_text(&out), "bee\n");
	char *first = ask("git -C work rev-parse HEAD~1");
	ck_assert(read_at(repo, first, "a.md", &out, &found, &err));
	ck_assert_str_eq(buf_text(&out), "one\ntwo\n");
	free(first);
	buf_fini(&out);
	repo_close(repo);
}
END_TEST

START_TEST(the_files_of_a_folder_are_listed_without_links_and_folders)
{
	make_work();
	run("cd work && mkdir -p t/inner && echo 1 > t/b.md && echo 2 > t/a.md && echo 3 > t/inner/c.md && "
	    "ln -s /etc/passwd t/link.md && git add t && git commit -qm 2");
	struct repo_tip tip = tip_of("work", NULL);
	struct repo *repo = opened("work");
	static const char *const nowhere[] = { "t/none", "t/b.md", "t/link.md", "no" };
	struct words files = { 0 };
	struct err err = { 0 };
	ck_assert(repo_list_files(repo, tip.commit, "t", &files, &err));
	ck_assert_uint_eq(files.count, 2);
	ck_assert_str_eq(files.items[0], "a.md");
	ck_assert_str_eq(files.items[1], "b.md");
	for (size_t i = 0; i < LENGTH(nowhere); i++)
		ck_assert(repo_list_files(repo, tip.commit, nowhere[i], &files, &err));
	ck_assert(repo_list_files(repo, "", "t", &files, &err));
	ck_assert_uint_eq(files.count, 2);
	ck_assert(!repo_list_files(repo, tip.commit, "../t", &files, &err));
	ck_assert_int_eq(err.code, ERR_USAGE);
	words_fini(&files);
	repo_close(repo);
}
END_TEST

START_TEST(a_file_that_is_not_there_is_not_found)
{
	make_work();
	struct repo_tip tip = tip_of("work", NULL);
	struct repo *repo = opened("work");
	struct buf out = { 0 };
	struct err err = { 0 };
	static const char *const paths[] = { "b.md", "docs/a.md", "docs/x/y/z.md", "new/a.md",
		"docs2" };
	for (size_t i = 0; i < LENGTH(paths); i++) {
		bool found = true;
		ck_assert(read_at(repo, tip.commit, paths[i], &out, &found, &err));
		ck_assert(!found);
	}
	bool found = true;
	ck_assert(read_at(repo, "", "a.md", &out, &found, &err));
	ck_assert(!found);
	ck_assert_uint_eq(out.len, 0);
	buf_fini(&out);
	repo_close(repo);
}
END_TEST

START_TEST(what_is_no_file_is_refused_by_its_kind)
{
	make_work();
	run("git init -q sub && git -C sub commit -q --allow-empty -m s && cd work && "
	    "ln -s docs folder-link && ln -s a.md file-link && "
	    "git -c protocol.file.allow=always submodule --quiet add ../sub mod 2>/dev/null && "
	    "git add . && git commit -qm kinds");
	struct repo_tip tip = tip_of("work", NULL);
	struct repo *repo = opened("work");
	struct buf out = { 0 };
	static const struct {
		const char *path, *word;
	} cases[] = { { "docs", "docs is a folder" },
		{ "file-link", "file-link is a symbolic link" },
		{ "folder-link/b.md", "folder-link is a symbolic link" },
		{ "mod/x.md", "mod is a submodule" }, { "mod", "mod is a submodule" },
		{ "a.md/x.md", "a.md is a file" }, { "docs/b.md/c/d", "docs/b.md is a file" } };
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct err err = { 0 };
		bool found;
		ck_assert(!read_at(repo, tip.commit, cases[i].path, &out, &found, &err));
		ck_assert_int_eq(err.code, ERR_CONFLICT);
		ck_assert_msg(strstr(err.text, cases[i].word), "%s", err.text);
	}
	buf_fini(&out);
	repo_close(repo);
}
END_TEST

START_TEST(a_commit_that_is_gone_is_not_found)
{
	make_work();
	struct repo *repo = opened("work");
	struct buf out = { 0 };
	struct err err = { 0 };
	bool found;
	ck_assert(!read_at(
		repo, "0123456789012345678901234567890123456789", "a.md", &out, &found, &err));
	ck_assert_int_eq(err.code, ERR_NOT_FOUND);
	ck_assert_ptr_nonnull(strstr(err.text, "0123456789"));
	ck_assert(!read_at(repo, "HEAD", "a.md", &out, &found, &err));
	ck_assert_int_eq(err.code, ERR_USAGE);
	char *blob = ask("git -C work rev-parse HEAD:a.md");
	ck_assert(!read_at(repo, blob, "a.md", &out, &found, &err));
	ck_assert_int_eq(err.code, ERR_NOT_FOUND);
	free(blob);
	buf_fini(&out);
	repo_close(repo);
}
END_TEST

START_TEST(a_lost_object_is_damage_not_absence)
{
	make_work();
	struct repo_tip tip = tip_of("work", NULL);
	run("cd work && f=$(git rev-parse HEAD:docs | sed 's,^..,&/,') && rm -f .git/objects/$f && "
	    "f=$(git rev-parse HEAD:a.md | sed 's,^..,&/,') && rm -f .git/objects/$f");
	struct repo *repo = opened("work");
	struct buf out = { 0 };
	static const char *const paths[] = { "docs/b.md", "a.md" };
	for (size_t i = 0; i < LENGTH(paths); i++) {
		struct err err = { 0 };
		bool found;
		ck_assert(!read_at(repo, tip.commit, paths[i], &out, &found, &err));
		ck_assert_int_eq(err.code, ERR_IO);
		ck_assert_msg(strstr(err.text, "git fsck"), "%s", err.text);
	}
	buf_fini(&out);
	repo_close(repo);
}
END_TEST

START_TEST(a_file_too_big_is_refused_before_it_is_read)
{
	make_work();
	run("cd work && truncate -s %d big && git -c core.bigFileThreshold=1m add big && "
	    "git commit -qm big",
		REPO_FILE_MAX + 1);
	struct repo_tip tip = tip_of("work", NULL);
	struct repo *repo = opened("work");
	struct buf out = { 0 };
	struct err err = { 0 };
	bool found;
	ck_assert(!read_at(repo, tip.commit, "big", &out, &found, &err));
	ck_assert_int_eq(err.code, ERR_USAGE);
	ck_assert_ptr_nonnull(strstr(err.text, "67108865"));
	buf_fini(&out);
	repo_close(repo);
}
END_TEST

/* ---- paths ---------------------------------------------------------------------------------- */

START_TEST(plain_paths_may_be_committed)
{
	static const char *const paths[] = { "a", "a.md", "postmortems/2024/01-checkout.md",
		".hidden", ".github/x.md", ".gitignored/x", "git", "a/git/b", "...", "a...", "..a",
		"a b/c d", "\xc3\xa9t\xc3\xa9.md", "gitx~1", ".gitx", "a:b" };
	for (size_t i = 0; i < LENGTH(paths); i++) {
		struct err err = { 0 };
		ck_assert_msg(repo_check_path(paths[i], &err), "%s", err.text);
	}
}
END_TEST

START_TEST(paths_that_leave_or_reach_into_git_are_refused)
{
	static const char *const paths[] = { "", " ", "/a", "a/", "a//b", "/", ".", "..", "./a",
		"../a", "a/..", "a/../b", "a/./b", ".git", ".git/config", "a/.git/config",
		".GIT/config", ".Git", "git~1/config", "GIT~1", "git~2", ".git./x", ".git /x",
		".git. . /x", ".git::$INDEX_ALLOCATION/x", ".git:x", ".g\xe2\x80\x8cit/config",
		"\xef\xbb\xbf.git/x", ".gi\xe2\x80\xaet/x", "a\\b", ".git\\config", "..\\x", "a\nb",
		"a\tb", "a\x7f", "a\x1b[0m", "\xff.md", "a/\xed\xa0\x80" };
	for (size_t i = 0; i < LENGTH(paths); i++) {
		struct err err = { 0 };
		ck_assert_msg(!repo_check_path(paths[i], &err), "%s was let through", paths[i]);
		ck_assert_int_eq(err.code, ERR_USAGE);
	}
	ck_assert(!repo_check_path(NULL, NULL));
	struct buf path = { 0 };
	buf_fill(&path, 'x', 256);
	ck_assert(!repo_check_path(buf_text(&path), NULL));
	buf_truncate(&path, 255);
	ck_assert(repo_check_path(buf_text(&path), NULL));
	while (path.len < 4001)
		buf_puts(&path, "/abc");
	ck_assert(!repo_check_path(buf_text(&path), NULL));
	buf_fini(&path);
}
END_TEST

START_TEST(reading_checks_the_path_first)
{
	make_work();
	struct repo_tip tip = tip_of("work", NULL);
	struct repo *repo = opened("work");
	struct buf out = { 0 };
	struct repo_log log;
	struct err err = { 0 };
	bool found;
	ck_assert(!read_at(repo, tip.commit, "../a.md", &out, &found, &err));
	ck_assert_int_eq(err.code, ERR_USAGE);
	ck_assert(!repo_read_log(repo, tip.commit, "/a.md", 5, &log, &err));
	ck_assert_int_eq(err.code, ERR_USAGE);
	buf_fini(&out);
	repo_close(repo);
}
END_TEST

/* ---- history -------------------------------------------------------------------------------- */

static struct repo_log log_of(const char *folder, const char *path, size_t max)
{
	struct repo_tip tip = tip_of(folder, NULL);
	struct repo *repo = opened(folder);
	struct repo_log log;
	struct err err = { 0 };
	ck_assert_msg(repo_read_log(repo, tip.commit, path, max, &log, &err), "%s", err.text);
	repo_close(repo);
	return log;
}

START_TEST(history_lists_the_commits_that_changed_a_file)
{
	make_work();
	run("cd work && export GIT_AUTHOR_DATE='1700000100 -0330' GIT_COMMITTER_DATE='1700000100 "
	    "+0000' "
	    "GIT_AUTHOR_NAME='J\xc3\xbcrgen' && echo 2 > a.md && git commit -qam 'second\n\nwhy' "
	    "&& "
	    "export GIT_AUTHOR_DATE='1700000200 +0000' GIT_COMMITTER_DATE='1700000200 +0000' && "
	    "echo 2 > docs/b.md && git commit -qam other && git rm -q a.md && "
	    "export GIT_COMMITTER_DATE='1700000300 +0000' && git commit -qm gone");
	struct repo_log log = log_of("work", "a.md", 10);
	ck_assert_uint_eq(log.entries.count, 3);
	ck_assert_str_eq(log.entries.items[0].summary, "gone");
	expect(log.entries.items[0].commit, "git -C work rev-parse HEAD");
	ck_assert_str_eq(log.entries.items[1].summary, "second");
	ck_assert_str_eq(log.entries.items[1].author, "J\xc3\xbcrgen");
	ck_assert_int_eq(log.entries.items[1].time, 1700000100);
	ck_assert_int_eq(log.entries.items[1].offset, -210);
	ck_assert_str_eq(log.entries.items[2].summary, "first");
	repo_log_fini(&log);
	log = log_of("work", "a.md", 2);
	ck_assert_uint_eq(log.entries.count, 2);
	repo_log_fini(&log);
	log = log_of("work", "docs/never.md", 2);
	ck_assert_uint_eq(log.entries.count, 0);
	repo_log_fini(&log);
}
END_TEST

START_TEST(history_follows_the_side_of_a_merge_that_changed_the_file)
{
	make_work();
	run("cd work && git switch -q -c topic && export GIT_COMMITTER_DATE='1700000100 +0000' && "
	    "echo t > a.md && git commit -qam topic && git switch -q main && "
	    "export GIT_COMMITTER_DATE='1700000200 +0000' && echo m > docs/b.md && "
	    "git commit -qam main && export GIT_COMMITTER_DATE='1700000300 +0000' && "
	    "git merge -q -m merge topic");
	struct repo_log log = log_of("work", "a.md", 10);
	ck_assert_uint_eq(log.entries.count, 2);
	ck_assert_str_eq(log.entries.items[0].summary, "topic");
	ck_assert_str_eq(log.entries.items[1].summary, "first");
	repo_log_fini(&log);
}
END_TEST

START_TEST(history_ends_at_the_edge_of_a_shallow_clone)
{
	make_work();
	run("cd work && for i in 1 2 3; do echo $i > a.md && "
	    "GIT_COMMITTER_DATE=\"170000010$i +0000\" git commit -qam $i; done && cd .. && "
	    "git clone -q --depth 2 \"file://$PWD/work\" shallow");
	struct repo_log log = log_of("shallow", "a.md", 10);
	ck_assert_uint_eq(log.entries.count, 2);
	repo_log_fini(&log);
	published("shallow", NULL, "a.md", "new\n");
	expect("", "git -C shallow status --porcelain");
	log = log_of("shallow", "a.md", 10);
	ck_assert_str_eq(log.entries.items[0].summary, "Publish INC-12");
	repo_log_fini(&log);
}
END_TEST

START_TEST(history_of_an_empty_repository_is_empty)
{
	run("git init -q empty");
	struct repo_log log = log_of("empty", "a.md", 10);
	ck_assert_uint_eq(log.entries.count, 0);
	repo_log_fini(&log);
}
END_TEST

START_TEST(names_that_are_not_utf8_are_made_visible)
{
	make_work();
	run("cd work && export GIT_AUTHOR_NAME=$(printf 'J\\374rgen') && echo x > a.md && "
	    "git -c i18n.commitEncoding=ISO-8859-1 commit -qam \"$(printf 'caf\\351')\" "
	    "2>/dev/null");
	struct repo_log log = log_of("work", "a.md", 1);
	ck_assert_str_eq(log.entries.items[0].author, "J\\xfcrgen");
	ck_assert_str_eq(log.entries.items[0].summary, "caf\\xe9");
	repo_log_fini(&log);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("repo read");
	TCase *reading = tcase_create("reading");
	add_fixture(reading);
	tcase_add_test(reading, a_file_at_a_commit_is_read_byte_for_byte);
	tcase_add_test(reading, the_files_of_a_folder_are_listed_without_links_and_folders);
	tcase_add_test(reading, a_file_that_is_not_there_is_not_found);
	tcase_add_test(reading, what_is_no_file_is_refused_by_its_kind);
	tcase_add_test(reading, a_commit_that_is_gone_is_not_found);
	tcase_add_test(reading, a_lost_object_is_damage_not_absence);
	tcase_add_test(reading, a_file_too_big_is_refused_before_it_is_read);
	tcase_add_test(reading, plain_paths_may_be_committed);
	tcase_add_test(reading, paths_that_leave_or_reach_into_git_are_refused);
	tcase_add_test(reading, reading_checks_the_path_first);
	suite_add_tcase(suite, reading);
	TCase *history = tcase_create("history");
	add_fixture(history);
	tcase_add_test(history, history_lists_the_commits_that_changed_a_file);
	tcase_add_test(history, history_follows_the_side_of_a_merge_that_changed_the_file);
	tcase_add_test(history, history_ends_at_the_edge_of_a_shallow_clone);
	tcase_add_test(history, history_of_an_empty_repository_is_empty);
	tcase_add_test(history, names_that_are_not_utf8_are_made_visible);
	suite_add_tcase(suite, history);
	return run_suite(suite);
}
