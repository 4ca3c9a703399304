/* The files of a folder in a commit, and who wrote them. */
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

static const char *const endings[] = { ".md", ".markdown", NULL };

/* What is listed at `path`: "NAME=NEWEST/OLDEST/COUNT" for each file, joined by blanks. */
static void listed(const char *folder, const char *revision, const char *path, const char *wanted)
{
	struct repo *repo = opened(folder);
	struct repo_listing listing;
	struct buf shown = { 0 };
	struct err err = { 0 };
	char commit[REPO_ID_SIZE];
	ck_assert_msg(repo_read_revision(repo, revision, commit, &err), "%s", err.text);
	ck_assert_msg(repo_list_tree(repo, commit, path, endings, &listing, &err), "%s", err.text);
	for (size_t i = 0; i < listing.count; i++) {
		const struct repo_log *log = &listing.items[i].log;
		size_t count = log->entries.count;
		buf_printf(&shown, "%s%s", i ? " " : "", listing.items[i].path);
		if (count)
			buf_printf(&shown, "=%s/%s/%zu", log->entries.items[0].author,
				log->entries.items[count - 1].author, count);
	}
	ck_assert_str_eq(buf_text(&shown), wanted);
	repo_listing_fini(&listing);
	buf_fini(&shown);
	repo_close(repo);
}

START_TEST(files_are_listed_from_all_folders_with_who_changed_them)
{
	make_work();
	run("cd work && mkdir -p docs/old && echo 1 > docs/old/C.MD && echo 1 > docs/old/d.markdown && echo 2 > docs/x.txt && "
	    "ln -s /etc/passwd docs/link.md && git add . && git commit -qm 2 --author='ana <a@x>' && "
	    "echo 2 >> docs/b.md && git commit -qam 3 --author='bo <b@x>'");
	listed("work", NULL, "", "a.md=Other/Other/1 docs/b.md=bo/Other/2 docs/old/C.MD=ana/ana/1 docs/old/d.markdown=ana/ana/1");
	listed("work", "main", "docs", "docs/b.md=bo/Other/2 docs/old/C.MD=ana/ana/1 docs/old/d.markdown=ana/ana/1");
	listed("work", "HEAD~1", "docs/b.md", "docs/b.md=Other/Other/1");
	listed("work", NULL, "docs/x.txt", "docs/x.txt=ana/ana/1");
}
END_TEST

START_TEST(a_change_that_was_merged_is_its_authors)
{
	make_work();
	run("cd work && git checkout -q -b side && echo 1 >> a.md && git commit -qam s --author='ana <a@x>' && "
	    "git checkout -q main && echo 1 >> docs/b.md && git commit -qam m --author='bo <b@x>' && "
	    "git merge -q --no-edit side");
	listed("work", NULL, "", "a.md=ana/Other/2 docs/b.md=bo/Other/2");
}
END_TEST

START_TEST(a_shallow_clone_does_not_say_who_wrote_what_is_older)
{
	make_work();
	run("cd work && echo 1 >> a.md && git commit -qam 2 --author='ana <a@x>' && echo 2 >> a.md && "
	    "git commit -qam 3 --author='bo <b@x>'");
	run("git clone -q --depth 2 \"file://$PWD/work\" shallow");
	listed("shallow", NULL, "", "a.md=bo/bo/1 docs/b.md");
}
END_TEST

START_TEST(of_many_commits_the_newest_and_the_oldest_are_kept)
{
	make_work();
	run("cd work && for n in $(seq %d); do echo $n >> a.md; git commit -qam $n --author=\"a$n <x@y>\"; done",
		REPO_LISTED_COMMITS + 4);
	struct buf wanted = { 0 };
	buf_printf(&wanted, "a.md=a%d/Other/%d", REPO_LISTED_COMMITS + 4, REPO_LISTED_COMMITS);
	listed("work", NULL, "a.md", buf_text(&wanted));
	buf_fini(&wanted);
}
END_TEST

START_TEST(what_is_not_there_is_not_found)
{
	static const struct {
		const char *name;
		enum err_code code;
	} rows[] = { { "none", ERR_NOT_FOUND }, { "HEAD~7", ERR_NOT_FOUND }, { "HEAD:a.md", ERR_USAGE },
		{ "a..b", ERR_USAGE }, { "1234567890123456789012345678901234567890", ERR_NOT_FOUND } };
	make_work();
	run("git init -q empty");
	struct repo *repo = opened("work");
	struct repo_listing listing;
	char commit[REPO_ID_SIZE];
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct err err = { 0 };
		ck_assert(!repo_read_revision(repo, rows[i].name, commit, &err));
		ck_assert_msg(err.code == rows[i].code, "%s: %d %s", rows[i].name, err.code, err.text);
	}
	struct err err = { 0 };
	ck_assert(repo_read_revision(repo, "HEAD", commit, NULL));
	ck_assert(!repo_list_tree(repo, commit, "no/folder", endings, &listing, &err));
	ck_assert_int_eq(err.code, ERR_NOT_FOUND);
	ck_assert(!repo_list_tree(repo, commit, "../x", endings, &listing, &err));
	ck_assert_int_eq(err.code, ERR_USAGE);
	repo_close(repo);
	repo = opened("empty");
	ck_assert(!repo_read_revision(repo, NULL, commit, &err));
	ck_assert_int_eq(err.code, ERR_NOT_FOUND);
	repo_close(repo);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("repo listing");
	TCase *listing = tcase_create("listing");
	add_fixture(listing);
	tcase_add_test(listing, files_are_listed_from_all_folders_with_who_changed_them);
	tcase_add_test(listing, a_change_that_was_merged_is_its_authors);
	tcase_add_test(listing, a_shallow_clone_does_not_say_who_wrote_what_is_older);
	tcase_add_test(listing, of_many_commits_the_newest_and_the_oldest_are_kept);
	tcase_add_test(listing, what_is_not_there_is_not_found);
	suite_add_tcase(suite, listing);
	return run_suite(suite);
}
