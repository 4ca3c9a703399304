/*
 * Files and folders that are there after a power cut: what is synced when, and what a failing sync leaves. The calls that
 * change the disk are defined here, write down what they do, and fail where a test says so.
 */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/path.h"
#include "base/text.h"
#include "scratch.h"
#include "store/care.h"
#include "suite.h"

static char *folder;
static struct buf done;	    /* "CALL NAME\n" for each, within the folder; what mkostemp adds to a name is `+` */
static const char *fails;   /* how such a line begins whose call fails with EIO */
static bool no_replace = true; /* the file system can rename without replacing */

static const char *in_folder(const char *name)
{
	static struct buf path;
	buf_truncate(&path, 0);
	path_join(&path, folder, name);
	return buf_text(&path);
}

static bool note(const char *call, const char *path)
{
	struct buf line = { 0 };
	if (!folder || !text_starts(path, folder))
		return true;
	const char *name = path + strlen(folder);
	const char *dot = strrchr(name, '.');
	size_t len = dot && strlen(dot) == strlen(".XXXXXX") ? (size_t)(dot - name) : strlen(name);
	buf_printf(&line, "%s %s%.*s%s\n", call, len ? "" : "/", (int)len, name, name[len] ? "+" : "");
	buf_put(&done, line.data, line.len);
	bool ok = !fails || !text_starts(buf_text(&line), fails);
	buf_fini(&line);
	if (!ok)
		errno = EIO;
	return ok;
}

static bool note_fd(const char *call, int fd)
{
	char link[32], path[4096];
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t len = readlink(link, path, sizeof path - 1);
	path[len > 0 ? len : 0] = '\0';
	return note(call, path);
}

int fsync(int fd)
{
	return note_fd("sync", fd) ? (int)syscall(SYS_fsync, fd) : -1;
}

int rename(const char *from, const char *to)
{
	return note("name", to) ? (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0) : -1;
}

int renameat2(int a, const char *from, int b, const char *to, unsigned flags)
{
	if (flags && !no_replace) {
		errno = EINVAL;
		return -1;
	}
	return note("name", to) ? (int)syscall(SYS_renameat2, a, from, b, to, flags) : -1;
}

int link(const char *from, const char *to)
{
	return note("link", to) ? (int)syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0) : -1;
}

int mkdir(const char *path, mode_t mode)
{
	return note("make", path) ? (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode) : -1;
}

static void start(void)
{
	folder = scratch_folder("synced");
}

static int unlink_one(const char *path, const struct stat *status, int type, struct FTW *walk)
{
	(void)status, (void)type, (void)walk;
	return remove(path);
}

static void end(void)
{
	nftw(folder, unlink_one, 16, FTW_DEPTH | FTW_PHYS);
	free(folder);
	folder = NULL;
	buf_fini(&done);
}

#define DONE(what)                                                                                 \
	do {                                                                                       \
		ck_assert_str_eq(buf_text(&done), what);                                           \
		buf_truncate(&done, 0);                                                            \
	} while (0)

static void holds(const char *name, const char *text)
{
	struct buf bytes = { 0 };
	ck_assert(path_read(&bytes, in_folder(name), 100, NULL));
	ck_assert_str_eq(buf_text(&bytes), text);
	buf_fini(&bytes);
}

static mode_t mode_of(const char *path)
{
	struct stat status;
	ck_assert_int_eq(stat(path, &status), 0);
	return status.st_mode & 07777;
}

static size_t entries(void)
{
	struct stat status;
	size_t count = 0;
	static const char *const names[] = { "f", "g" };
	for (size_t i = 0; i < LENGTH(names); i++)
		count += lstat(in_folder(names[i]), &status) == 0;
	/* a folder has two links and what mkostemp made would be none of these: count all there is */
	char command[256];
	snprintf(command, sizeof command, "test \"$(ls -A %s | wc -l)\" -eq %zu", folder, count);
	ck_assert_int_eq(system(command), 0);
	return count;
}

START_TEST(a_file_is_on_disk_before_it_gets_its_name_and_the_name_after_that)
{
	struct err err;
	ck_assert(path_write(in_folder("f"), "one", 3, 0600, &err));
	DONE("sync /f+\nname /f\nsync /\n");
	holds("f", "one");
	fails = "sync /f+\n";
	ck_assert(!path_write(in_folder("f"), "two", 3, 0600, &err));
	DONE("sync /f+\n");
	holds("f", "one");
	ck_assert_uint_eq(entries(), 1);
	fails = "name /f\n";
	ck_assert(!path_write(in_folder("f"), "two", 3, 0600, &err));
	holds("f", "one");
	ck_assert_uint_eq(entries(), 1);
	fails = "sync /\n";
	ck_assert(!path_write(in_folder("f"), "two", 3, 0600, &err));
	ck_assert_msg(strstr(err.text, "a power cut may undo that") != NULL, "%s", err.text);
	holds("f", "two");
}
END_TEST

START_TEST(a_new_folder_is_named_on_disk_in_the_one_above)
{
	struct err err;
	ck_assert(path_make_parents(in_folder("a/b/file"), 0700, &err));
	ck_assert_msg(strstr(buf_text(&done), "make /a\nsync /\nmake /a/b\nsync /a\n") != NULL, "%s", buf_text(&done));
	fails = "sync /a\n";
	ck_assert(!path_make_parents(in_folder("a/c/file"), 0700, &err));
}
END_TEST

START_TEST(a_umask_takes_nothing_from_who_made_it)
{
	struct err err;
	struct buf path = { 0 };
	const mode_t before = umask(0377);
	ck_assert(path_make_parents(in_folder("a/file"), 0700, &err));
	ck_assert(path_write(in_folder("f"), "x", 1, 0644, &err));
	setenv("TMPDIR", folder, 1);
	ck_assert(path_write_temporary(&path, "n", ".md", "x", 1, &err));
	umask(before);
	ck_assert_uint_eq(mode_of(in_folder("a")), 0700);
	ck_assert_uint_eq(mode_of(in_folder("f")), 0600);
	ck_assert_uint_eq(mode_of(buf_text(&path)), 0600);
	buf_fini(&path);
}
END_TEST

START_TEST(a_text_for_the_editor_is_on_disk_before_it_is_edited)
{
	struct err err;
	struct buf path = { 0 };
	setenv("TMPDIR", folder, 1);
	ck_assert(path_write_temporary(&path, "n", "", "text", 4, &err));
	ck_assert_msg(text_starts(buf_text(&done), "sync /inquest-n-"), "%s", buf_text(&done));
	ck_assert_int_eq(remove(buf_text(&path)), 0);
	buf_fini(&path);
	fails = "sync /inquest-n-";
	ck_assert(!path_write_temporary(&path, "n", "", "text", 4, &err));
	ck_assert_msg(strstr(err.text, "cannot write the temporary file") != NULL, "%s", err.text);
	ck_assert_uint_eq(path.len, 0);
	ck_assert_uint_eq(entries(), 0);
}
END_TEST

START_TEST(what_is_finished_gets_its_name_once_and_for_good)
{
	struct err err;
	for (int round = 0; round < 2; round++) {
		no_replace = round == 0;
		ck_assert(path_write(in_folder("f"), "new", 3, 0600, &err));
		buf_truncate(&done, 0);
		char *from = mem_copy(in_folder("f"));
		ck_assert_msg(care_settle(from, in_folder("g"), &err), "%s", err.text);
		DONE(round ? "sync /f\nlink /g\nsync /\n" : "sync /f\nname /g\nsync /\n");
		ck_assert_uint_eq(entries(), 1);
		holds("g", "new");
		/* somebody else was quicker */
		ck_assert(path_write(from, "newer", 5, 0600, &err));
		ck_assert(!care_settle(from, in_folder("g"), &err));
		ck_assert_int_eq(err.code, ERR_USAGE);
		holds("g", "new");
		static const char *const lost[] = { "sync /f\n", "sync /\n" };
		for (size_t i = 0; i < LENGTH(lost); i++) {
			ck_assert_int_eq(remove(in_folder("g")), 0);
			ck_assert(path_write(from, "newer", 5, 0600, &err));
			fails = lost[i];
			ck_assert(!care_settle(from, in_folder("g"), &err));
			ck_assert_int_eq(access(in_folder("g"), F_OK) == 0, i == 1);
			fails = NULL;
			if (i == 0)
				ck_assert(path_write(in_folder("g"), "x", 1, 0600, &err));
		}
		ck_assert_int_eq(remove(in_folder("g")), 0);
		free(from);
	}
}
END_TEST

START_TEST(a_link_stays_one_and_a_pipe_too)
{
	struct err err;
	struct stat status;
	char got[8] = "", *pipe = mem_copy(in_folder("pipe"));
	ck_assert_int_eq(symlink("f", in_folder("link")), 0);
	ck_assert(path_write(in_folder("f"), "old", 3, 0600, &err));
	ck_assert(path_write(in_folder("link"), "new", 3, 0600, &err));
	ck_assert(lstat(in_folder("link"), &status) == 0 && S_ISLNK(status.st_mode));
	holds("f", "new");
	ck_assert_int_eq(mkfifo(pipe, 0600), 0);
	int fd = open(pipe, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	ck_assert(path_write(pipe, "said", 4, 0600, &err));
	ck_assert(lstat(pipe, &status) == 0 && S_ISFIFO(status.st_mode));
	ck_assert_int_eq(read(fd, got, sizeof got), 4);
	ck_assert_str_eq(got, "said");
	close(fd);
	free(pipe);
}
END_TEST

START_TEST(a_name_takes_no_file_out_of_its_folder)
{
	static const char *const names[] = { "../../x", "-rf", "a b\n$(x)", "", "\x1b[31m" };
	struct err err;
	setenv("TMPDIR", folder, 1);
	for (size_t i = 0; i < LENGTH(names); i++) {
		struct buf path = { 0 };
		ck_assert(path_write_temporary(&path, names[i], ".md", "x", 1, &err));
		const char *name = path_name(buf_text(&path));
		ck_assert_uint_eq((size_t)(name - buf_text(&path)), strlen(folder) + 1);
		ck_assert_msg(text_starts(name, "inquest-"), "%s", name);
		ck_assert_msg(strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.") == strlen(name), "%s",
			name);
		buf_fini(&path);
	}
	/* nor does a folder whose name only begins alike hold it */
	char *outer = mem_copy(in_folder("ab"));
	ck_assert_int_eq(mkdir(outer, 0700), 0);
	ck_assert_int_eq(mkdir(in_folder("abc"), 0700), 0);
	ck_assert(!path_inside(outer, in_folder("abc")));
	ck_assert(!path_inside(outer, outer));
	ck_assert(path_inside(folder, outer));
	free(outer);
}
END_TEST

RUN_TESTS_WITHIN("synced", start, end, a_file_is_on_disk_before_it_gets_its_name_and_the_name_after_that,
	a_new_folder_is_named_on_disk_in_the_one_above, a_umask_takes_nothing_from_who_made_it,
	a_text_for_the_editor_is_on_disk_before_it_is_edited, what_is_finished_gets_its_name_once_and_for_good,
	a_link_stays_one_and_a_pipe_too, a_name_takes_no_file_out_of_its_folder)
