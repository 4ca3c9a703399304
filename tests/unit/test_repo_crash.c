/*
 * A commit that is killed, or whose disk fails, at every single step. The calls that change the
 * disk are defined here, so that libgit2's and ours go through a counter; the one counted down to
 * fails or kills.
 */
#include "repo_sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/types.h>

#include "base/mem.h"

enum mode { COUNT, FAIL, KILL, TERMINATE, EDIT, NO_LOCKS };

static struct steps {
	enum mode mode;
	bool armed;
	int count, at;
	bool removal; /* the call that failed was to remove something */
	int reason;
} * steps; /* shared with the child */

/* True if this call is the one to fail. */
static bool stumbles(bool removal)
{
	if (!steps || !steps->armed || ++steps->count != steps->at || steps->mode == COUNT)
		return false;
	if (steps->mode == KILL || steps->mode == TERMINATE) {
		kill(getpid(), steps->mode == KILL ? SIGKILL : SIGTERM);
		return false;
	}
	steps->removal = removal;
	errno = steps->reason;
	return true;
}

#define STEP(call, removal) return stumbles(removal) ? -1 : (call)

ssize_t write(int fd, const void *data, size_t len)
{
	STEP(syscall(SYS_write, fd, data, len), false);
}

int fsync(int fd)
{
	STEP((int)syscall(SYS_fsync, fd), false);
}

int rename(const char *from, const char *to)
{
	STEP((int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0), false);
}

/* Somebody saves the file in the very moment before it is put in place. */
static void edit(int folder, const char *path)
{
	if (!steps || !steps->armed || steps->mode != EDIT || strstr(path, "index"))
		return;
	int fd = openat(folder, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
	if (fd < 0 || syscall(SYS_write, fd, "edit\n", 5) != 5)
		_exit(98);
	close(fd);
}

int renameat2(int a, const char *from, int b, const char *to, unsigned flags)
{
	if (flags)
		edit(b, to);
	STEP((int)syscall(SYS_renameat2, a, from, b, to, flags), false);
}

int link(const char *from, const char *to)
{
	STEP((int)syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0), false);
}

int unlink(const char *path)
{
	STEP((int)syscall(SYS_unlinkat, AT_FDCWD, path, 0), true);
}

int unlinkat(int folder, const char *path, int flags)
{
	STEP((int)syscall(SYS_unlinkat, folder, path, flags), true);
}

int mkdir(const char *path, mode_t mode)
{
	STEP((int)syscall(SYS_mkdirat, AT_FDCWD, path, mode), false);
}

int mkdirat(int folder, const char *path, mode_t mode)
{
	STEP((int)syscall(SYS_mkdirat, folder, path, mode), false);
}

int utimensat(int folder, const char *path, const struct timespec times[2], int flags)
{
	STEP((int)syscall(SYS_utimensat, folder, path, times, flags), false);
}

/* Some network file systems have none. */
int flock(int fd, int operation)
{
	if (steps && steps->armed && steps->mode == NO_LOCKS) {
		errno = ENOLCK;
		return -1;
	}
	return (int)syscall(SYS_flock, fd, operation);
}

int chmod(const char *path, mode_t mode)
{
	STEP((int)syscall(SYS_fchmodat, AT_FDCWD, path, mode), false);
}

int fchmod(int fd, mode_t mode)
{
	STEP((int)syscall(SYS_fchmod, fd, mode), false);
}

/* One changed file and one in new folders; the child's exit status as from waitpid. */
static int publish_in_child(enum mode mode, int at, int reason)
{
	*steps = (struct steps){ .mode = mode, .at = at, .reason = reason };
	pid_t child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0) {
		struct repo_file files[] = { { "docs/b.md", bytes_of("new\n") },
			{ "post/2024/n.md", bytes_of("new\n") } };
		struct repo_person who = { "Ana", "ana@example.org", 1705500000, 60 };
		struct repo_request request = { files, 2, "Publish", who, who };
		struct repo_result result;
		struct repo_tip tip;
		struct repo *repo = NULL;
		struct err err = { 0 };
		signal(SIGTERM, SIG_DFL); /* Check's own handler ends the whole group */
		steps->armed = true;
		bool ok = repo_open(&repo, box.work, &err) &&
			repo_read_tip(repo, NULL, &tip, &err) &&
			repo_commit_files(repo, &tip, &request, &result, &err);
		repo_close(repo);
		steps->armed = false;
		if (!ok && (err.code == ERR_NONE || err.text[0] == '\0'))
			_exit(99);
		_exit(ok ? 0 : 1);
	}
	int status;
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	return status;
}

/* template/: work in every state beside the files that are published. */
static void setup(void)
{
	steps = mmap(
		NULL, sizeof *steps, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ck_assert(steps != MAP_FAILED);
	sandbox_open();
	make_work();
	run("cd work && echo staged > a.md && git add a.md && echo dirty > a.md && echo u > u.md "
	    "&& "
	    "echo i > i.md && git add -N i.md && rm -r .git/hooks && cd .. && mv work template");
}

static void teardown(void)
{
	sandbox_close();
	munmap(steps, sizeof *steps);
	steps = NULL;
}

/* Content of the two files in commit, index and work tree. */
#define PUBLISHED                                                                                  \
	"cd $W/work && printf "                                                                    \
	"'HEAD:docs/b.md\n:docs/b.md\nHEAD:post/2024/n.md\n:post/2024/n.md\n' | "                  \
	"git cat-file --batch='%%(objecttype)'; cat docs/b.md post/2024/n.md 2>/dev/null; : ; "
static const char all_old[] = "blob\nbee\n\nblob\nbee\n\nHEAD:post/2024/n.md missing\n"
			      ":post/2024/n.md missing\nbee";
static const char all_new[] = "blob\nnew\n\nblob\nnew\n\nblob\nnew\n\nblob\nnew\n\nnew\nnew";
/* Everything else, and then what must not be left lying around. */
#define OTHERS                                                                                     \
	"cd $W/work && git status --porcelain=v2 -- a.md u.md i.md run.sh && "                     \
	"git ls-files -s a.md i.md && cat a.md u.md i.md; "
/* (Objects of a killed commit have names of their own, stop nobody, and are git's to collect.) */
#define LITTER                                                                                     \
	"cd $W/work && find . -path ./.git/objects -prune -o "                                     \
	"'(' -name '*inquest*' -o -name '*.lock' -o -name '*~' ')' -print; "

static void fresh_work(void)
{
	setenv("W", box.top, 1);
	run("rm -rf work && cp -a template work");
}

static int count_steps(char **others)
{
	fresh_work();
	*others = ask(OTHERS);
	int status = publish_in_child(COUNT, 0, 0);
	ck_assert_int_eq(status, 0);
	ck_assert_int_gt(steps->count, 20);
	return steps->count;
}

/* Publishing once more succeeds, after which all is new, sound, and as before beside it. */
static void expect_completed(int at, const char *others)
{
	int status = publish_in_child(COUNT, 0, 0);
	ck_assert_msg(status == 0, "the run after step %d fails", at);
	struct buf wanted = { 0 };
	buf_printf(&wanted, "%s\n%s\n2", all_new, others);
	expect(buf_text(&wanted),
		PUBLISHED OTHERS "git rev-list --count HEAD; "
				 "git fsck --strict --no-dangling --no-progress");
	buf_fini(&wanted);
}

START_TEST(a_kill_at_any_step_leaves_what_the_next_run_completes)
{
	char *others;
	int last = count_steps(&others), kept = 0, moved = 0;
	for (int at = 1; at <= last; at++) {
		fresh_work();
		int status = publish_in_child(KILL, at, 0);
		ck_assert_msg(WIFSIGNALED(status), "step %d was not reached", at);
		/* whatever is half done is the new content or the old, nowhere anything else */
		char *state =
			ask("cd work && find .git -name '*.lock' -delete; " OTHERS
			    "case $(cat docs/b.md)$(git show :docs/b.md) in "
			    "beebee|newbee|newnew) ;; *) exit 1; esac; git rev-list --count HEAD");
		size_t n = strlen(others);
		ck_assert_msg(strncmp(state, others, n) == 0, "step %d: %s", at, state);
		kept += strcmp(state + n, "\n1") == 0;
		moved += strcmp(state + n, "\n2") == 0;
		free(state);
		expect_completed(at, others);
		/* a branch that had moved needs no further run, which would clean up */
		run("cd work && rm -f .git/inquest-index docs/.inquest-0.tmp "
		    "post/2024/.inquest-1.tmp");
		expect("", LITTER);
	}
	ck_assert_int_eq(kept + moved, last);
	ck_assert_int_gt(kept, 10);
	ck_assert_int_gt(moved, 0);
	free(others);
}
END_TEST

/* With every lock left as it is, and files saved in between: theirs stays, the rest is completed or refused. */
START_TEST(after_a_kill_what_is_saved_then_is_kept)
{
	char *others;
	int last = count_steps(&others), refused = 0, done = 0;
	for (int at = 1; at <= last; at += 2) {
		fresh_work();
		publish_in_child(KILL, at, 0);
		run("cd work && echo mine > docs/b.md");
		int status = publish_in_child(COUNT, 0, 0);
		ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) < 2, "step %d: %d", at, status);
		/* a commit that was made before the kill has nothing more to do */
		bool ok = WEXITSTATUS(status) == 0;
		refused += !ok;
		done += ok;
		expect("mine", "cat work/docs/b.md");
		expect(ok ? "2" : "1", "git -C work rev-list --count HEAD");
		expect(ok ? "new" : "bee", "git -C work show :docs/b.md");
		run(ok ? "true" : "! test -e work/post");
		expect(others, OTHERS);
		expect("", LITTER);
	}
	ck_assert_int_gt(refused, 10);
	ck_assert_int_gt(done, 0);
	free(others);
}
END_TEST

/* As a kill between the files and the branch leaves it. */
START_TEST(a_name_that_begins_with_a_blank_is_taken_back)
{
	fresh_work();
	run("cd work && echo new > ' b.md' && id=$(git hash-object -w ' b.md') && "
	    "printf 'killed\\n%%s\\n%%s\\n0 1 0 %%040d 100644 %%s  b.md\\nend\\n' $(git symbolic-ref HEAD) $id 0 $id "
	    ">.git/inquest-journal");
	ck_assert_int_eq(publish_in_child(COUNT, 0, 0), 0);
	expect(all_new, PUBLISHED);
	expect("", "cd $W/work && ls -d ' b.md' 2>/dev/null; : ; ");
}
END_TEST

START_TEST(without_locks_nothing_is_taken_back)
{
	fresh_work();
	ck_assert_int_eq(publish_in_child(NO_LOCKS, 0, 0), 0);
	expect(all_new, PUBLISHED);
	fresh_work();
	run("cd work && echo 'who knows' > .git/inquest-journal && ln .git/inquest-journal .git/index.lock");
	int status = publish_in_child(NO_LOCKS, 0, 0);
	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 1);
	expect("who knows\nwho knows", "cat work/.git/inquest-journal work/.git/index.lock");
	expect(all_old, PUBLISHED);
	/* and where they work it is */
	ck_assert_int_eq(publish_in_child(COUNT, 0, 0), 0);
	expect(all_new, PUBLISHED LITTER);
}
END_TEST

START_TEST(a_failure_at_any_step_leaves_all_old_or_all_new)
{
	char *others;
	int last = count_steps(&others), failed = 0;
	for (int at = 1; at <= last; at++) {
		fresh_work();
		int status = publish_in_child(FAIL, at, at % 2 ? EIO : ENOSPC);
		ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) < 2, "step %d: status %d",
			at, status);
		bool ok = status == 0;
		failed += !ok;
		char *state = ask(PUBLISHED);
		bool is_new = strcmp(state, all_new) == 0;
		ck_assert_msg(is_new || (!ok && strcmp(state, all_old) == 0), "step %d, %s: %s", at,
			ok ? "ok" : "error", state);
		free(state);
		expect(others, OTHERS);
		if (!is_new)
			run("! test -e work/post");
		if (!steps->removal)
			expect("", LITTER);
		run("cd work && rm -f .git/*.lock .git/refs/heads/*.lock .git/inquest-index "
		    "docs/.inquest-0.tmp post/2024/.inquest-1.tmp");
		expect("",
			"cd work && git diff HEAD -- docs post && git status --porcelain docs "
			"post");
	}
	ck_assert_int_gt(failed, 15);
	free(others);
}
END_TEST

START_TEST(a_signal_waits_until_nothing_is_half_done)
{
	char *others;
	int last = count_steps(&others), sent = 0;
	for (int at = 1; at <= last; at += 4, sent++) {
		fresh_work();
		int status = publish_in_child(TERMINATE, at, 0);
		ck_assert_msg(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM, "step %d", at);
		expect(all_new, PUBLISHED);
		expect(others, OTHERS LITTER);
	}
	ck_assert_int_gt(sent, 10);
	free(others);
}
END_TEST

START_TEST(a_file_saved_at_the_last_moment_is_kept)
{
	char *others;
	count_steps(&others);
	fresh_work();
	char *before = ask("cd work && git rev-parse HEAD && git ls-files -s");
	int status = publish_in_child(EDIT, 0, 0);
	ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 1, "status %d", status);
	expect("bee\nedit", "cat work/docs/b.md");
	expect(before, "cd work && git rev-parse HEAD && git ls-files -s");
	run("! test -e work/post");
	expect("", LITTER);
	expect(others, OTHERS);
	/* the same for a file that was not there: work/docs/b.md is up to date now */
	fresh_work();
	run("cd work && echo new > docs/b.md && git commit -q -m b docs/b.md");
	status = publish_in_child(EDIT, 0, 0);
	ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 1, "status %d", status);
	expect("edit", "cat work/post/2024/n.md");
	expect("", LITTER);
	free(before);
	free(others);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("repo crash");
	TCase *tests = tcase_create("crash");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_set_timeout(tests, 300);
	tcase_add_test(tests, a_kill_at_any_step_leaves_what_the_next_run_completes);
	tcase_add_test(tests, a_name_that_begins_with_a_blank_is_taken_back);
	tcase_add_test(tests, without_locks_nothing_is_taken_back);
	tcase_add_test(tests, after_a_kill_what_is_saved_then_is_kept);
	tcase_add_test(tests, a_failure_at_any_step_leaves_all_old_or_all_new);
	tcase_add_test(tests, a_signal_waits_until_nothing_is_half_done);
	tcase_add_test(tests, a_file_saved_at_the_last_moment_is_kept);
	suite_add_tcase(suite, tests);
	return run_suite(suite);
}
