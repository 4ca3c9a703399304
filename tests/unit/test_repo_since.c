/* What happened to a file between two commits, and which lines differ. */

#include "repo_sandbox.h"

static char published_at[REPO_ID_SIZE];

/* The range from `published_at` to branch `to` is these authors, oldest first. */
static void authors_are(const char *to, const char *path, const char *other, const char *wanted)
{
	struct repo *repo;
	struct repo_tip tip;
	struct repo_log log;
	struct err err = { 0 };
	struct buf names = { 0 };
	ck_assert_msg(repo_open(&repo, box.work, &err) && repo_read_tip(repo, to, &tip, &err) &&
			repo_read_since(repo, published_at, tip.commit, path, other, 100, &log, &err),
		"%s", err.text);
	for (size_t i = 0; i < log.entries.count; i++)
		buf_printf(&names, "%s%s/%zu", i ? " " : "", log.entries.items[i].author,
			log.entries.items[i].parent_count);
	ck_assert_str_eq(buf_text(&names), wanted);
	repo_log_fini(&log);
	repo_close(repo);
	buf_fini(&names);
}

static void make_published(void)
{
	make_work();
	char *id = ask("git -C work rev-parse main");
	text_copy(published_at, sizeof published_at, id);
	free(id);
}

START_TEST(commits_that_changed_the_file_come_oldest_first)
{
	make_published();
	run("cd work && for n in ana bo cy; do echo $n >> a.md; git commit -qa --author=\"$n <x@y>\" -m $n; done");
	run("cd work && echo x > other && git add other && git commit -qm other");
	authors_are("main", "a.md", NULL, "ana/1 bo/1 cy/1");
	authors_are("main", "docs/b.md", NULL, "");
}
END_TEST

START_TEST(a_branch_that_began_earlier_and_was_merged_later_is_in_it)
{
	make_work();
	run("cd work && git checkout -q -b side && GIT_COMMITTER_DATE='1600000000 +0000' && export GIT_COMMITTER_DATE && "
	    "echo end >> a.md && git commit -qa --author='ana <x@y>' -m side");
	run("cd work && git checkout -q main && sed -i '1s/^/top\\n/' a.md && git commit -qa -m published");
	char *id = ask("git -C work rev-parse main");
	text_copy(published_at, sizeof published_at, id);
	free(id);
	run("cd work && git merge -q --no-edit side");
	/* the merge has both sides' lines, which no parent has */
	authors_are("main", "a.md", NULL, "ana/1 Other/2");
}
END_TEST

START_TEST(a_merge_that_took_one_side_is_left_out)
{
	make_published();
	run("cd work && git checkout -q -b side && echo more >> a.md && git commit -qa --author='ana <x@y>' -m side && "
	    "git checkout -q main && git merge -q --no-ff --no-edit side");
	authors_are("main", "a.md", NULL, "ana/1");
}
END_TEST

START_TEST(a_renamed_file_is_followed)
{
	struct repo *repo;
	struct repo_tip tip;
	struct buf name = { 0 };
	bool found;
	make_published();
	run("cd work && seq 50 > a.md && git commit -qa -m longer");
	char *id = ask("git -C work rev-parse main");
	text_copy(published_at, sizeof published_at, id);
	free(id);
	run("cd work && git mv a.md docs/c.md && git commit -q --author='ana <x@y>' -m mv && echo 51 >> docs/c.md && "
	    "git commit -qa --author='bo <x@y>' -m more");
	ck_assert(repo_open(&repo, box.work, NULL) && repo_read_tip(repo, "main", &tip, NULL));
	ck_assert(repo_find_renamed(repo, published_at, tip.commit, "a.md", &name, &found, NULL));
	ck_assert(found);
	ck_assert_str_eq(buf_text(&name), "docs/c.md");
	ck_assert(repo_find_renamed(repo, published_at, tip.commit, "docs/b.md", &name, &found, NULL));
	ck_assert(!found);
	authors_are("main", "a.md", buf_text(&name), "bo/1");
	buf_fini(&name);
	repo_close(repo);
}
END_TEST

START_TEST(too_many_commits_are_refused)
{
	struct repo *repo;
	struct repo_tip tip;
	struct repo_log log;
	struct err err = { 0 };
	make_published();
	run("cd work && for n in 1 2 3; do echo $n >> a.md; git commit -qam $n; done");
	ck_assert(repo_open(&repo, box.work, NULL) && repo_read_tip(repo, "main", &tip, NULL));
	ck_assert(!repo_read_since(repo, published_at, tip.commit, "a.md", NULL, 2, &log, &err));
	ck_assert_int_eq(err.code, ERR_USAGE);
	ck_assert_ptr_nonnull(strstr(err.text, "more than 2 commits changed a.md"));
	ck_assert(repo_read_since(repo, published_at, tip.commit, "a.md", NULL, 3, &log, &err));
	repo_log_fini(&log);
	/* a commit that a rewritten history no longer has */
	ck_assert(!repo_read_since(repo, "1234567890123456789012345678901234567890", tip.commit, "a.md", NULL, 3,
		&log, &err));
	ck_assert_int_eq(err.code, ERR_NOT_FOUND);
	repo_close(repo);
}
END_TEST

static void hunks_are(const char *before, const char *after, const char *wanted)
{
	const struct repo_bytes old = bytes_of(before), new = bytes_of(after);
	struct repo_hunks hunks;
	struct buf shown = { 0 };
	ck_assert(repo_diff_lines(&old, &new, &hunks, NULL));
	for (size_t i = 0; i < hunks.count; i++)
		buf_printf(&shown, "%s%zu-%zu:%zu-%zu", i ? " " : "", hunks.items[i].old_from, hunks.items[i].old_to,
			hunks.items[i].new_from, hunks.items[i].new_to);
	ck_assert_str_eq(buf_text(&shown), wanted);
	free(hunks.items);
	buf_fini(&shown);
}

START_TEST(hunks_are_ranges_of_lines)
{
	hunks_are("a\nb\nc\n", "a\nb\nc\n", "");
	hunks_are("a\nb\nc\n", "a\nx\nc\n", "1-2:1-2");
	hunks_are("a\nb\nc\n", "a\nc\n", "1-2:1-1");
	hunks_are("a\nc\n", "a\nb\nc\n", "1-1:1-2");
	hunks_are("a\n", "x\ny\na\n", "0-0:0-2");
	hunks_are("a\n", "a\nx\n", "1-1:1-2");
	hunks_are("", "a\n", "0-0:0-1");
	hunks_are("a\n", "", "0-1:0-0");
	hunks_are("a\nb\nc\nd\n", "x\nb\nc\ny\nz\n", "0-1:0-1 3-4:3-5");
}
END_TEST

START_TEST(texts_with_nothing_in_common_are_compared_in_time)
{
	enum { LINES = 500 * 1000 };
	struct buf before = { 0 }, after = { 0 };
	struct err err = { 0 };
	struct repo_hunks hunks;
	for (int i = 0; i < LINES; i++) {
		buf_printf(&before, "%d\n", i * 7 % 1000);
		buf_printf(&after, "%d\n", i * 11 % 1000);
	}
	const struct repo_bytes old = { before.data, before.len }, new = { after.data, after.len };
	ck_assert_msg(repo_diff_lines(&old, &new, &hunks, &err), "%s", err.text);
	/* it gave up looking for the best one: no line of so many is left over */
	ck_assert_uint_ge(hunks.count, 1);
	ck_assert_uint_eq(hunks.items[hunks.count - 1].old_to, LINES);
	ck_assert_uint_eq(hunks.items[hunks.count - 1].new_to, LINES);
	free(hunks.items);
	for (int i = 0; i <= REPO_DIFF_LINES; i++)
		buf_putc(&after, '\n');
	const struct repo_bytes large = { after.data, after.len };
	ck_assert(!repo_diff_lines(&old, &large, &hunks, &err));
	ck_assert_int_eq(err.code, ERR_USAGE);
	buf_fini(&before);
	buf_fini(&after);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("repo since");
	TCase *tests = tcase_create("since");
	add_fixture(tests);
	tcase_add_test(tests, commits_that_changed_the_file_come_oldest_first);
	tcase_add_test(tests, a_branch_that_began_earlier_and_was_merged_later_is_in_it);
	tcase_add_test(tests, a_merge_that_took_one_side_is_left_out);
	tcase_add_test(tests, a_renamed_file_is_followed);
	tcase_add_test(tests, too_many_commits_are_refused);
	tcase_add_test(tests, hunks_are_ranges_of_lines);
	tcase_add_test(tests, texts_with_nothing_in_common_are_compared_in_time);
	suite_add_tcase(suite, tests);
	return run_suite(suite);
}
