/* Where the objects of a commit go: one pack, or loose files where packs would pile up. */
#include "repo_sandbox.h"

#include "base/mem.h"

#define PACKS "find bare/objects/pack -name '*.pack' | wc -l"
#define LOOSE "git -C bare count-objects | cut -d\" \" -f1"

static void make_bare(void)
{
	make_work();
	run("git clone -q --bare work bare && git -C bare repack -q -a -d");
}

START_TEST(a_commit_is_one_pack_of_what_is_new)
{
	make_bare();
	published("bare", NULL, "postmortems/2023/12.md", "# INC-12\n");
	expect("2", PACKS);
	expect("0", LOOSE);
	/* commit, three trees and the text; nothing of what was there */
	expect("5", "for i in bare/objects/pack/*.idx; do git show-index <$i | wc -l; done | sort -n | head -1");
	published("bare", NULL, "postmortems/2023/12.md", "# INC-12, again\n");
	expect("3", PACKS);
	expect("# INC-12, again", "git -C bare show main:postmortems/2023/12.md");
}
END_TEST

START_TEST(packs_do_not_pile_up_where_nobody_collects)
{
	make_bare();
	run("i=0; while [ $i -lt 39 ]; do echo $i | git -C bare hash-object -w --stdin | git -C bare pack-objects -q "
	    "objects/pack/pack; i=$((i+1)); done >/dev/null; git -C bare prune-packed");
	expect("40", PACKS);
	expect("0", LOOSE);
	published("bare", NULL, "postmortems/2023/12.md", "# INC-12\n");
	expect("40", PACKS);
	expect("5", LOOSE);
	published("bare", NULL, "a.md", "changed\n");
	expect("40", PACKS);
	expect("changed", "git -C bare show main:a.md");
	expect("# INC-12", "git -C bare show main:postmortems/2023/12.md");
	run("git -C bare gc -q");
	published("bare", NULL, "a.md", "and packed again\n");
	expect("2", PACKS);
}
END_TEST

START_TEST(without_a_folder_for_packs_objects_are_loose)
{
	make_work();
	run("git clone -q --bare work bare && rm -r bare/objects/pack");
	published("bare", NULL, "a.md", "changed\n");
	expect("changed", "git -C bare show main:a.md");
}
END_TEST

START_TEST(what_is_there_already_is_stored_again)
{
	make_bare();
	/* left by a run that was killed: it may not have reached the disk */
	run("printf 'changed\\n' | git -C bare hash-object -w --stdin");
	published("bare", NULL, "a.md", "changed\n");
	run("rm -r bare/objects/[0-9a-f][0-9a-f]");
	expect_sound("bare");
	expect("changed", "git -C bare show main:a.md");
}
END_TEST

START_TEST(the_last_file_of_a_folder_can_go)
{
	make_bare();
	struct repo_file file = { .path = "docs/b.md", .remove = true };
	struct repo_person who = { "Ana", "ana@example.org", 1705500000, 60 };
	struct repo_request request = { &file, 1, "Remove", who, who };
	struct repo_result result;
	struct repo_tip tip;
	struct err err = { 0 };
	struct repo *repo = NULL;
	struct buf where = { 0 };
	buf_printf(&where, "%s/bare", box.top);
	bool ok = repo_open(&repo, buf_text(&where), &err) && repo_read_tip(repo, NULL, &tip, &err) &&
		repo_commit_files(repo, &tip, &request, &result, &err);
	ck_assert_msg(ok, "%s", err.text);
	/* the same repository, opened once, takes another */
	file = (struct repo_file){ "docs/c.md", bytes_of("see\n"), false };
	ok = repo_read_tip(repo, NULL, &tip, &err) && repo_commit_files(repo, &tip, &request, &result, &err);
	ck_assert_msg(ok, "%s", err.text);
	repo_close(repo);
	buf_fini(&where);
	expect_sound("bare");
	expect("a.md\ndocs/c.md\nrun.sh", "git -C bare ls-tree -r --name-only main");
	expect("a.md\nrun.sh", "git -C bare ls-tree -r --name-only main~1");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("repo objects");
	TCase *objects = tcase_create("objects");
	add_fixture(objects);
	tcase_add_test(objects, a_commit_is_one_pack_of_what_is_new);
	tcase_add_test(objects, packs_do_not_pile_up_where_nobody_collects);
	tcase_add_test(objects, without_a_folder_for_packs_objects_are_loose);
	tcase_add_test(objects, what_is_there_already_is_stored_again);
	tcase_add_test(objects, the_last_file_of_a_folder_can_go);
	suite_add_tcase(suite, objects);
	return run_suite(suite);
}
