/* The history of a repository as events, and the pages of its commits. */
#include "repo_sandbox.h"

#include "intake/gitlog.h"

/* "TIME[~] AUTHOR SOURCE id link: text", a line each; ids of commits are their first ten digits. */
static bool note(void *data, const struct log_event *event, struct err *err)
{
	const char *commit = strrchr(event->id, ':');
	(void)err;
	when_format_offset(data, event->when.at, event->when.offset, WHEN_ISO);
	buf_printf(data, "%s %s %s", event->when.precision == PRECISION_ABOUT ? "~" : "", event->author, event->source);
	buf_printf(data, " %.*s", commit ? (int)(commit - event->id) : 6, commit ? event->id : "commit");
	buf_printf(data, " %s: %s\n", event->link, event->text);
	ck_assert_str_eq(event->kind, "change");
	ck_assert_uint_eq(strlen(commit ? commit + 1 : event->id), 40);
	return true;
}

static void bad(void *data, size_t line, const char *why)
{
	buf_printf(data, "%zu bad: %s\n", line, why);
}

static char *read_events(const char *folder, const char *rev)
{
	struct buf path = { 0 }, out = { 0 };
	struct err err = { 0 };
	const struct repo_span span = { rev, INT64_MIN, INT64_MAX };
	const struct log_sink sink = { &out, note, bad, NULL };
	buf_printf(&path, "%s/%s", box.top, folder);
	ck_assert_msg(gitlog_read(&inquest_repo_ops, buf_text(&path), &span, &sink, &err), "%s", err.text);
	buf_fini(&path);
	return buf_steal(&out);
}

static void make_history(void)
{
	run("git init -q -b main work");
	run("cd work && GIT_COMMITTER_DATE='1709301909 +0100' git commit -q --allow-empty --author='Ana Ruiz <a@x>' -m 'first'");
	run("cd work && git checkout -q -b fix && GIT_COMMITTER_DATE='1709301919 +0000' git commit -q --allow-empty "
	    "--author='Bo <b@x>' -m 'raise *limits*' && git checkout -q main && GIT_COMMITTER_DATE='1709301929 +0000' "
	    "git merge -q --no-ff -m 'Merge pull request #12 from bo/fix' -m 'Raise the limits' fix");
	run("cd work && git tag v1 && GIT_COMMITTER_DATE='1709301939 +0000' git tag -a -m 'to all regions' v1.1");
}

START_TEST(commits_merges_and_tags_are_changes)
{
	make_history();
	char *got = read_events("work", NULL);
	ck_assert_str_eq(got,
		"2024-03-01T15:05:09+01:00 Ana Ruiz work commit : first\n"
		"2024-03-01T14:05:19Z Bo work commit : `raise *limits*`\n"
		"2024-03-01T14:05:29Z Other work commit : Merge pull request #12 from bo/fix: Raise the limits\n"
		"2024-03-01T14:05:29Z~ Other work tag:v1 : Tag v1\n"
		"2024-03-01T14:05:39Z Other work tag:v1.1 : Tag v1.1: to all regions\n");
	free(got);
}
END_TEST

START_TEST(the_first_line_of_a_message_stands_above_what_is_shown_as_it_is)
{
	run("git init -q -b main work && cd work && GIT_COMMITTER_DATE='1709301909 +0000' git commit -q --allow-empty "
	    "--author='Ana <a@x>' -m 'Raise the limit' -m 'Signed-off-by: Ana <a@x>' && "
	    "GIT_COMMITTER_DATE='1709301919 +0000' git commit -q --allow-empty --author='Ana <a@x>' -m 'Lower it' -m 'It was too high.'");
	char *got = read_events("work", NULL);
	ck_assert_str_eq(got, "2024-03-01T14:05:09Z Ana work commit : Raise the limit\n\n`Signed-off-by: Ana <a@x>`\n"
			      "2024-03-01T14:05:19Z Ana work commit : Lower it\n\nIt was too high.\n");
	free(got);
}
END_TEST

START_TEST(events_link_to_the_pages_of_the_remote)
{
	make_history();
	run("git -C work remote add origin git@gitlab.example.org:shop/api.git");
	char *id = ask("git -C work rev-parse v1.1^{commit}"), *got = read_events("work", "v1");
	struct buf link = { 0 };
	buf_printf(&link, "https://gitlab.example.org/shop/api/-/commit/%s: Merge", id);
	ck_assert_ptr_nonnull(strstr(got, buf_text(&link)));
	ck_assert_ptr_nonnull(strstr(got, "shop/api tag:v1 https://gitlab.example.org/shop/api/-/tags/v1: Tag v1\n"));
	buf_fini(&link);
	free(got);
	free(id);
}
END_TEST

START_TEST(a_commit_without_a_message_is_named_by_its_id)
{
	run("git init -q -b main work && git -C work commit -q --allow-empty --allow-empty-message -m ''");
	char *id = ask("git -C work rev-parse --short=10 HEAD"), *got = read_events("work", NULL);
	ck_assert_ptr_nonnull(strstr(got, id));
	ck_assert_ptr_nonnull(strstr(got, "without a message"));
	free(got);
	free(id);
}
END_TEST

START_TEST(a_bare_repository_is_called_by_its_folder)
{
	make_history();
	run("git clone -q --bare work api.git && git -C api.git remote remove origin");
	char *got = read_events("api.git", "v1");
	ck_assert_ptr_nonnull(strstr(got, "Ana Ruiz api.git commit"));
	free(got);
}
END_TEST

START_TEST(what_is_no_repository_is_refused)
{
	struct err err = { 0 };
	const struct repo_span span = { NULL, INT64_MIN, INT64_MAX };
	const struct log_sink sink = { NULL, note, bad, NULL };
	ck_assert(!gitlog_read(&inquest_repo_ops, box.top, &span, &sink, &err));
	ck_assert_int_eq(err.code, ERR_NOT_FOUND);
}
END_TEST

START_TEST(remotes_have_pages_where_that_is_known)
{
	static const struct {
		const char *remote, *web; /* NULL: none */
	} rows[] = {
		{ "git@github.com:org/name.git", "https://github.com/org/name" },
		{ "https://github.com/org/name", "https://github.com/org/name" },
		{ "https://github.com/org/name.git/", "https://github.com/org/name" },
		{ "https://ana:t0ken@github.example.org:8443/org/name.git", "https://github.example.org:8443/org/name" },
		{ "http://gitlab.local/a/b/c.git", "http://gitlab.local/a/b/c" },
		{ "ssh://git@gitlab.example.org:2222/a/b.git", "https://gitlab.example.org/a/b" },
		{ "ssh://git@ssh.github.com:443/org/name.git", "https://github.com/org/name" },
		{ "ssh://git@altssh.bitbucket.org:443/org/name", "https://bitbucket.org/org/name" },
		{ "git://codeberg.org/o/n", "https://codeberg.org/o/n" },
		{ "bitbucket.org:o/n", "https://bitbucket.org/o/n" },
		{ "git@example.org:o/n.git", NULL },
		{ "/srv/git/github/n.git", NULL },
		{ "../github.git", NULL },
		{ "C:/github/n", NULL },
		{ "https://github.com/", NULL },
		{ "https://github.com", NULL },
		{ "file:///github/x/y", NULL },
		{ "./a:b/github", NULL },
		{ "", NULL },
		{ "ssh://", NULL },
		{ "https://github.com/o/n (x)", "https://github.com/o/n%20%28x%29" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct buf out = { 0 };
		bool found = gitlog_web(&out, rows[i].remote);
		ck_assert_msg(found == (rows[i].web != NULL), "%s: %s", rows[i].remote, buf_text(&out));
		ck_assert_str_eq(buf_text(&out), found ? rows[i].web : "");
		buf_fini(&out);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("gitlog");
	TCase *tests = tcase_create("gitlog");
	add_fixture(tests);
	tcase_add_test(tests, commits_merges_and_tags_are_changes);
	tcase_add_test(tests, the_first_line_of_a_message_stands_above_what_is_shown_as_it_is);
	tcase_add_test(tests, events_link_to_the_pages_of_the_remote);
	tcase_add_test(tests, a_commit_without_a_message_is_named_by_its_id);
	tcase_add_test(tests, a_bare_repository_is_called_by_its_folder);
	tcase_add_test(tests, what_is_no_repository_is_refused);
	tcase_add_test(tests, remotes_have_pages_where_that_is_known);
	suite_add_tcase(suite, tests);
	return run_suite(suite);
}
