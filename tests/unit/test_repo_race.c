/*
 * Commits between whose steps somebody else does something: the calls that change the disk are defined here, and a shell
 * command is run before the first one of a kind on a file. They also write down what is synced before it gets its name.
 */
#include "repo_sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "base/mem.h"

static struct {
	const char *call, *name; /* the kind of call, and how the path of its file ends */
	const char *command;	 /* NULL: nothing is done (any more) */
} race;

/* Calls that fail with EIO, from the nth of their kind on; the list ends with NULL. */
static struct failure {
	const char *call, *name;
	int left; /* before it fails */
} failures[4];

static bool blind; /* the index that is being made cannot be looked at */

static struct buf done; /* "CALL NAME\n" for each, with the last part of the path */

static bool before(const char *call, const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	buf_printf(&done, "%s %s\n", call, name);
	for (struct failure *failure = failures; failure->call; failure++)
		if (text_equal(failure->call, call) && text_equal(failure->name, name) && failure->left-- <= 0) {
			errno = EIO;
			return false;
		}
	if (race.command && text_equal(race.call, call) && text_equal(race.name, name)) {
		const char *command = race.command;
		race.command = NULL;
		run("%s", command);
	}
	return true;
}

int fsync(int fd)
{
	char link[32], path[4096];
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t len = readlink(link, path, sizeof path - 1);
	path[len > 0 ? len : 0] = '\0';
	return !before("sync", path) ? -1 : (int)syscall(SYS_fsync, fd);
}

int rename(const char *from, const char *to)
{
	return !before("name", to) ? -1 : (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int renameat2(int a, const char *from, int b, const char *to, unsigned flags)
{
	return !before("name", to) ? -1 : (int)syscall(SYS_renameat2, a, from, b, to, flags);
}

int link(const char *from, const char *to)
{
	return !before("link", to) ? -1 : (int)syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int flock(int fd, int operation)
{
	return !before("lock", "journal") ? -1 : (int)syscall(SYS_flock, fd, operation);
}

int unlinkat(int folder, const char *path, int flags)
{
	return !before("remove", path) ? -1 : (int)syscall(SYS_unlinkat, folder, path, flags);
}

static bool unseen(const char *path)
{
	static const char draft[] = "/inquest-index";
	size_t len = strlen(path);
	if (!blind || len < strlen(draft) || !text_equal(path + len - strlen(draft), draft))
		return false;
	errno = EIO;
	return true;
}

int stat(const char *path, struct stat *out)
{
	return unseen(path) ? -1 : (int)syscall(SYS_newfstatat, AT_FDCWD, path, out, 0);
}

int lstat(const char *path, struct stat *out)
{
	return unseen(path) ? -1 : (int)syscall(SYS_newfstatat, AT_FDCWD, path, out, AT_SYMLINK_NOFOLLOW);
}

int access(const char *path, int mode)
{
	return unseen(path) ? -1 : (int)syscall(SYS_faccessat, AT_FDCWD, path, mode);
}

static void setup(void)
{
	sandbox_open();
	make_work();
	run("cd work && git branch other && printf 'x' > ../victim");
}

static void teardown(void)
{
	race.command = NULL;
	blind = false;
	memset(failures, 0, sizeof failures);
	sandbox_close();
	buf_fini(&done);
}

#define LITTER "cd work && find . '(' -name '*inquest*' -o -name '*.lock' -o -name '*~' ')' -print"

/* A commit to main, in the middle of which `command` is run, is refused and leaves main's files as they were. */
static void lost_race(const char *call, const char *name, const char *command, const char *says)
{
	struct err err = { 0 };
	race.call = call;
	race.name = name;
	race.command = command;
	ck_assert_msg(!publish("work", "main", "docs/b.md", "new\n", NULL, &err), "not refused");
	ck_assert_ptr_null(race.command);
	ck_assert_msg(strstr(err.text, says) != NULL, "%s", err.text);
	ck_assert_int_eq(err.code, ERR_CONFLICT);
	expect("bee", "cat work/docs/b.md && git -C work diff --cached HEAD -- docs");
	expect("", LITTER);
	expect_sound("work");
}

START_TEST(a_branch_that_is_left_meanwhile_is_not_committed_to)
{
	lost_race("link", "index.lock", "git -C work symbolic-ref HEAD refs/heads/other",
		"moved while this was being prepared");
	expect("refs/heads/other", "git -C work symbolic-ref HEAD");
}
END_TEST

START_TEST(a_branch_that_moves_at_the_last_moment_keeps_what_it_got)
{
	lost_race("name", "main.lock",
		"cd work && git update-ref refs/heads/main $(git commit-tree -p main -m theirs 'main^{tree}')", "main");
	expect("theirs", "git -C work log -1 --format=%%s main");
}
END_TEST

START_TEST(a_journal_that_is_removed_meanwhile_is_made_anew)
{
	race.call = "lock";
	race.name = "journal";
	race.command = "rm work/.git/inquest-journal";
	published("work", "main", "docs/b.md", "new\n");
	ck_assert_ptr_null(race.command);
	expect("new", "cat work/docs/b.md && git -C work status --porcelain");
	expect("", LITTER);
}
END_TEST

START_TEST(a_journal_that_is_a_link_is_not_followed)
{
	struct err err = { 0 };
	run("ln -s \"$PWD/victim\" work/.git/inquest-journal");
	ck_assert(!publish("work", "main", "docs/b.md", "new\n", NULL, &err));
	ck_assert_msg(strstr(err.text, "inquest-journal") != NULL, "%s", err.text);
	expect("x", "cat victim");
	expect("bee", "cat work/docs/b.md");
	/* nor made where it leads to */
	run("ln -sf \"$PWD/fresh\" work/.git/inquest-journal");
	ck_assert(!publish("work", "main", "docs/b.md", "new\n", NULL, &err));
	run("! test -e fresh");
}
END_TEST

START_TEST(an_index_that_cannot_be_looked_at_is_not_an_empty_one)
{
	struct err err = { 0 };
	char *staged = ask("git -C work ls-files -s");
	blind = true;
	/* a file that the index has no entry of, so that nothing else is missed */
	ck_assert(!publish("work", "main", "c.md", "new\n", NULL, &err));
	ck_assert_msg(strstr(err.text, "the copy of the index") != NULL, "%s", err.text);
	blind = false;
	expect(staged, "git -C work ls-files -s");
	published("work", "main", "c.md", "new\n");
	free(staged);
}
END_TEST

/* As if a commit had been killed that made docs/b.md. */
static void leave_note(const char *end)
{
	run("cd work && { echo heading; echo refs/heads/main; git rev-parse HEAD; "
	    "printf \"0 1 0 $(printf %%040d 0) 100644 $(git rev-parse HEAD:docs/b.md) docs/b.md%s\"; } >.git/inquest-journal && "
	    "cp .git/refs/heads/main .git/ORIG && git update-ref -d refs/heads/main && git rm -q --cached -r . && rm a.md run.sh",
		end);
}

START_TEST(a_note_without_its_end_is_not_believed)
{
	run("cp -a work whole");
	leave_note("\\nend\\n");
	published("work", "main", "c.md", "new\n");
	run("! test -e work/docs");
	run("rm -rf work && mv whole work");
	leave_note("");
	published("work", "main", "c.md", "new\n");
	expect("bee", "cat work/docs/b.md");
}
END_TEST

START_TEST(what_a_killed_commit_left_is_taken_back_only_if_it_is_its_own)
{
	struct err err = { 0 };
	run("cp -a work whole");
	/* the branch's lock is somebody else's */
	leave_note("\\nend\\n");
	run("echo somebody >work/.git/refs/heads/main.lock");
	ck_assert(!publish("work", "main", "c.md", "new\n", NULL, &err));
	expect("somebody", "cat work/.git/refs/heads/main.lock");
	/* the commit is made, and what lies beside the file was saved by somebody while it was */
	run("rm -rf work && mv whole work");
	leave_note("\\nend\\n");
	run("rm -f work/.git/index && cp -a work/.git/ORIG work/.git/refs/heads/main && git -C work reset -q --hard && "
	    "echo typed >work/docs/.inquest-0.tmp");
	ck_assert(!publish("work", "main", "c.md", "new\n", NULL, &err));
	ck_assert_msg(strstr(err.text, "that text is beside it") != NULL, "%s", err.text);
	expect("typed", "cat work/docs/.inquest-0.tmp");
	expect("bee", "cat work/docs/b.md");
}
END_TEST

/* Somebody puts a link where the second file is about to be written: after the first one is. */
START_TEST(a_link_in_the_place_of_a_temporary_file_is_not_written_through)
{
	struct repo_file files[] = { { "docs/b.md", bytes_of("new\n") }, { "docs/n.md", bytes_of("new\n") } };
	struct repo_person who = { "Ana", "ana@example.org", 1705500000, 60 };
	struct repo_request request = { files, 2, "Publish", who, who };
	struct repo_result result;
	struct repo_tip tip;
	struct repo *repo = NULL;
	struct err err = { 0 };
	race.call = "sync";
	race.name = ".inquest-0.tmp";
	race.command = "ln -s ../../victim work/docs/.inquest-1.tmp";
	ck_assert(repo_open(&repo, box.work, &err) && repo_read_tip(repo, "main", &tip, &err));
	ck_assert(!repo_commit_files(repo, &tip, &request, &result, &err));
	ck_assert_ptr_null(race.command);
	repo_close(repo);
	expect("x", "cat victim");
	expect("bee", "cat work/docs/b.md");
}
END_TEST

static const struct broken {
	const char *path, *text; /* NULL: the file is to be removed */
	struct failure failures[2];
	const char *says;
	const char *then; /* a command that must succeed */
} broken[] = {
	{ "docs/b.md", NULL, { { "name", ".inquest-0.tmp", 0 } }, "cannot remove docs/b.md", "grep bee docs/b.md" },
	{ "docs/b.md", NULL, { { "name", "index", 0 } }, "cannot replace", "grep bee docs/b.md" },
	{ "docs/b.md", "new\n", { { "name", "b.md", 0 } }, "cannot replace docs/b.md in the work tree", "grep bee docs/b.md" },
	{ "docs/n.md", "new\n", { { "name", "n.md", 0 } }, "cannot put docs/n.md into", "! test -e docs/n.md" },
	/* what was begun cannot be taken back either */
	{ "docs/b.md", "new\n", { { "name", "index", 0 }, { "name", "b.md", 1 } },
		"docs/b.md cannot be put back (Input/output error), as it was it is called .inquest-0.tmp now",
		"grep bee docs/.inquest-0.tmp" },
	{ "docs/n.md", "new\n", { { "name", "index", 0 }, { "remove", "n.md", 0 } }, "docs/n.md cannot be removed again",
		"grep new docs/n.md" },
	{ "docs/b.md", "new\n", { { "name", "main", 0 }, { "name", "index", 1 } }, "the published files stay staged",
		"git cat-file blob :docs/b.md | grep new" },
};

START_TEST(what_fails_is_taken_back_or_told)
{
	const struct broken *one = &broken[_i];
	struct repo_file file = { .path = one->path, .bytes = bytes_of(one->text ? one->text : ""), .remove = !one->text };
	struct repo_person who = { "Ana", "ana@example.org", 1705500000, 60 };
	struct repo_request request = { &file, 1, "Publish", who, who };
	struct repo_result result;
	struct repo_tip tip;
	struct repo *repo = NULL;
	struct err err = { 0 };
	memcpy(failures, one->failures, sizeof one->failures);
	ck_assert(repo_open(&repo, box.work, &err) && repo_read_tip(repo, "main", &tip, &err));
	ck_assert(!repo_commit_files(repo, &tip, &request, &result, &err));
	ck_assert_msg(strstr(err.text, one->says) != NULL, "%s", err.text);
	repo_close(repo);
	run("cd work && %s", one->then);
	expect("first", "git -C work log --format=%%s main");
}
END_TEST

/* What has to be on disk before the name that leads to it. */
static void synced_before(const char *file, const char *name)
{
	const char *log = buf_text(&done), *at = strstr(log, file), *named = strstr(log, name);
	ck_assert_msg(at && named && at < named, "%s", log);
}

START_TEST(everything_is_on_disk_before_the_branch_moves)
{
	run("chmod 640 work/.git/index");
	published("work", "main", "run.sh", "#!/bin/sh\n:\n");
	synced_before("sync .inquest-0.tmp", "name run.sh");
	synced_before("sync inquest-index", "name index\n");
	synced_before("name index\n", "name main\n");
	synced_before("sync inquest-branch", "name main.lock");
	synced_before("name main\n", "sync heads");
	expect("640", "stat -c %%a work/.git/index");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("repo race");
	TCase *tests = tcase_create("race");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, a_branch_that_is_left_meanwhile_is_not_committed_to);
	tcase_add_test(tests, a_branch_that_moves_at_the_last_moment_keeps_what_it_got);
	tcase_add_test(tests, a_journal_that_is_removed_meanwhile_is_made_anew);
	tcase_add_test(tests, a_journal_that_is_a_link_is_not_followed);
	tcase_add_test(tests, an_index_that_cannot_be_looked_at_is_not_an_empty_one);
	tcase_add_test(tests, a_note_without_its_end_is_not_believed);
	tcase_add_test(tests, what_a_killed_commit_left_is_taken_back_only_if_it_is_its_own);
	tcase_add_test(tests, a_link_in_the_place_of_a_temporary_file_is_not_written_through);
	tcase_add_loop_test(tests, what_fails_is_taken_back_or_told, 0, LENGTH(broken));
	tcase_add_test(tests, everything_is_on_disk_before_the_branch_moves);
	suite_add_tcase(suite, tests);
	return run_suite(suite);
}
