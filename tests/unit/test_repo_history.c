/* Commits and tags as steps of a history, and where the remote is. */
#include "repo_sandbox.h"

/* Each step as "KIND author@time+offset tag:message", a line each. */
static bool note(void *user, const struct repo_step *step, struct err *err)
{
	static const char *const kinds[] = { "commit", "merge", "tag", "light" };
	(void)err;
	buf_printf(user, "%s %s@%lld%+d %s:%s\n", kinds[step->kind], step->author, (long long)step->time, step->offset,
		step->tag, step->message);
	return true;
}

static void history_from(const char *folder, struct repo_span span, const char *wanted)
{
	struct repo *repo = NULL;
	struct err err = { 0 };
	struct buf path = { 0 }, out = { 0 };
	buf_printf(&path, "%s/%s", box.top, folder);
	ck_assert_msg(repo_open(&repo, buf_text(&path), &err) && repo_read_history(repo, &span, note, &out, &err),
		"%s", err.text);
	ck_assert_str_eq(buf_text(&out), wanted);
	repo_close(repo);
	buf_fini(&path);
	buf_fini(&out);
}

#define history_is(rev, wanted) history_from("work", (struct repo_span){ rev, INT64_MIN, INT64_MAX }, wanted)

/* A commit by `author` at 1700000000 + `second`, Berlin's winter. */
static void commit(int second, const char *author, const char *message)
{
	run("cd work && GIT_AUTHOR_DATE='1600000000 +0000' GIT_COMMITTER_DATE='%d +0100' "
	    "git commit -q --allow-empty --author='%s <x@y>' -m '%s'", 1700000000 + second, author, message);
}

static void make_history(void)
{
	run("git init -q -b main work");
	commit(10, "ana", "first");
	run("cd work && git checkout -q -b side");
	commit(20, "bo", "side");
	run("cd work && git checkout -q main && git tag v1");
	commit(30, "ana", "Second\n\nwith a body\n\n\n");
	run("cd work && GIT_COMMITTER_DATE='1700000040 -0500' git merge -q --no-ff -m 'Merge branch side' side && "
	    "GIT_COMMITTER_DATE='1700000100 +0000' git tag -a -m 'out to all' v2 HEAD~1");
}

START_TEST(commits_merges_and_tags_come_oldest_first_at_the_time_they_came_in)
{
	make_history();
	history_is("",
		"commit ana@1700000010+60 :first\nlight ana@1700000010+60 v1:\ncommit bo@1700000020+60 :side\n"
		"commit ana@1700000030+60 :Second\n\nwith a body\nmerge Other@1700000040-300 :Merge branch side\n"
		"tag Other@1700000100+0 v2:out to all\n");
}
END_TEST

START_TEST(a_range_gives_what_is_new_in_it_and_its_tags)
{
	make_history();
	history_is("v1..v2", "commit ana@1700000030+60 :Second\n\nwith a body\ntag Other@1700000100+0 v2:out to all\n");
}
END_TEST

START_TEST(a_branch_gives_only_its_own_commits_and_tags)
{
	make_history();
	history_is("side", "commit ana@1700000010+60 :first\nlight ana@1700000010+60 v1:\ncommit bo@1700000020+60 :side\n");
}
END_TEST

START_TEST(bounds_of_time_are_included_and_tags_have_their_own)
{
	make_history();
	history_from("work", (struct repo_span){ NULL, 1700000020, 1700000030 },
		"commit bo@1700000020+60 :side\ncommit ana@1700000030+60 :Second\n\nwith a body\n");
	history_from("work", (struct repo_span){ "main", 1700000041, INT64_MAX }, "tag Other@1700000100+0 v2:out to all\n");
	history_from("work", (struct repo_span){ NULL, 1800000000, INT64_MAX }, "");
}
END_TEST

START_TEST(commits_of_one_second_come_after_those_they_are_built_on)
{
	run("git init -q -b main work");
	for (int i = 0; i < 5; i++)
		commit(1, "ana", (const char *[]){ "a", "b", "c", "d", "e" }[i]);
	history_is("", "commit ana@1700000001+60 :a\ncommit ana@1700000001+60 :b\ncommit ana@1700000001+60 :c\n"
		       "commit ana@1700000001+60 :d\ncommit ana@1700000001+60 :e\n");
}
END_TEST

START_TEST(what_is_tagged_and_no_commit_is_left_out)
{
	run("git init -q -b main work && cd work && echo x > f && git add f");
	commit(1, "ana", "a");
	run("cd work && git tag blob HEAD:f && git tag tree HEAD^{tree} && git tag twice HEAD && git tag -a -m m outer twice");
	history_is("", "tag Other@1700000000+0 outer:m\ncommit ana@1700000001+60 :a\nlight ana@1700000001+60 twice:\n");
}
END_TEST

START_TEST(a_shallow_clone_ends_at_its_edge)
{
	make_history();
	run("git clone -q --depth 1 --branch main file://$PWD/work shallow");
	history_from("shallow", (struct repo_span){ .since = INT64_MIN, .until = INT64_MAX },
		"merge Other@1700000040-300 :Merge branch side\n");
}
END_TEST

START_TEST(names_and_messages_in_other_encodings_are_made_visible)
{
	run("git init -q -b main work && cd work && printf 'caf\\351\\n' | GIT_COMMITTER_DATE='1700000001 +0000' "
	    "git -c i18n.commitEncoding=latin1 commit -q --allow-empty --author=\"$(printf 'Ren\\351') <x@y>\" -F -");
	history_is("", "commit Ren\\xe9@1700000001+0 :caf\\xe9\n");
}
END_TEST

static void refused_as(const char *rev, enum err_code code, const char *words)
{
	struct repo *repo;
	struct err err = { 0 };
	struct buf out = { 0 };
	struct repo_span span = { rev, INT64_MIN, INT64_MAX };
	ck_assert(repo_open(&repo, box.work, &err));
	ck_assert_msg(!repo_read_history(repo, &span, note, &out, &err), "not refused: %s", rev);
	ck_assert_msg(err.code == code && strstr(err.text, words), "code %d: %s", err.code, err.text);
	repo_close(repo);
	buf_fini(&out);
}

START_TEST(what_is_no_revision_is_refused_by_its_name)
{
	run("git init -q -b main work");
	refused_as("", ERR_NOT_FOUND, "no commits yet");
	commit(1, "ana", "a");
	refused_as("v9", ERR_NOT_FOUND, "v9");
	refused_as("v9..main", ERR_NOT_FOUND, "v9");
	refused_as("main^{", ERR_USAGE, "main^{");
}
END_TEST

static bool stop(void *user, const struct repo_step *step, struct err *err)
{
	(void)step;
	++*(int *)user;
	return err_set(err, ERR_FAILED, "enough");
}

START_TEST(who_takes_the_steps_can_end_it)
{
	struct repo *repo;
	struct err err = { 0 };
	int seen = 0;
	struct repo_span span = { NULL, INT64_MIN, INT64_MAX };
	make_history();
	ck_assert(repo_open(&repo, box.work, &err));
	ck_assert(!repo_read_history(repo, &span, stop, &seen, &err));
	ck_assert_str_eq(err.text, "enough");
	ck_assert_int_eq(seen, 1);
	repo_close(repo);
}
END_TEST

static void remote_is(const char *wanted)
{
	struct repo *repo;
	struct err err = { 0 };
	struct buf out = { 0 };
	bool found;
	ck_assert(repo_open(&repo, box.work, &err));
	ck_assert_msg(repo_read_remote(repo, &out, &found, &err), "%s", err.text);
	ck_assert_int_eq(found, wanted != NULL);
	ck_assert_str_eq(buf_text(&out), wanted ? wanted : "");
	repo_close(repo);
	buf_fini(&out);
}

START_TEST(the_remote_is_origin_or_the_first)
{
	run("git init -q -b main work");
	remote_is(NULL);
	run("git -C work remote add up git@example.org:a/b.git");
	remote_is("git@example.org:a/b.git");
	run("git -C work remote add origin https://example.org/a/c");
	remote_is("https://example.org/a/c");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("repo history");
	TCase *tests = tcase_create("history");
	add_fixture(tests);
	tcase_add_test(tests, commits_merges_and_tags_come_oldest_first_at_the_time_they_came_in);
	tcase_add_test(tests, a_range_gives_what_is_new_in_it_and_its_tags);
	tcase_add_test(tests, a_branch_gives_only_its_own_commits_and_tags);
	tcase_add_test(tests, bounds_of_time_are_included_and_tags_have_their_own);
	tcase_add_test(tests, commits_of_one_second_come_after_those_they_are_built_on);
	tcase_add_test(tests, what_is_tagged_and_no_commit_is_left_out);
	tcase_add_test(tests, a_shallow_clone_ends_at_its_edge);
	tcase_add_test(tests, names_and_messages_in_other_encodings_are_made_visible);
	tcase_add_test(tests, what_is_no_revision_is_refused_by_its_name);
	tcase_add_test(tests, who_takes_the_steps_can_end_it);
	tcase_add_test(tests, the_remote_is_origin_or_the_first);
	suite_add_tcase(suite, tests);
	return run_suite(suite);
}
