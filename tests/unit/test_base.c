/* Errors, byte strings, files and paths, memory. */
#include <errno.h>
#include <ftw.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/path.h"
#include "base/process.h"
#include "base/text.h"
#include "suite.h"

/* ---- errors ---- */

START_TEST(an_error_has_a_code_and_a_text_safe_for_terminals)
{
	struct err err = { 0 };
	ck_assert(!err_set(&err, ERR_CONFLICT, "no %s, %d", "\x1B[31mway\n", 5));
	ck_assert_int_eq(err.code, ERR_CONFLICT);
	ck_assert_str_eq(err.text, "no ^[[31mway⏎, 5");
	ck_assert(!err_wrap(&err, "publishing %s", "INC-3"));
	ck_assert_int_eq(err.code, ERR_CONFLICT);
	ck_assert_str_eq(err.text, "publishing INC-3: no ^[[31mway⏎, 5");
	/* its own text may be what is told */
	ck_assert(!err_set(&err, ERR_IO, "again: %s", err.text));
	ck_assert_str_eq(err.text, "again: publishing INC-3: no ^[[31mway⏎, 5");
	ck_assert(!err_add(&err, "; it is in %s", "a\r\nfile"));
	ck_assert_str_eq(err.text, "again: publishing INC-3: no ^[[31mway⏎, 5; it is in a^M⏎file");
	ck_assert_int_eq(err.code, ERR_IO);
}
END_TEST

START_TEST(an_error_of_several_lines_keeps_its_own_and_no_others)
{
	struct err err = { 0 };
	ck_assert(!err_set(&err, ERR_USAGE, "one of:\n  %s\n  %s", "a", "b\n\x1B[2J"));
	ck_assert_str_eq(err.text, "one of:\n  a\n  b⏎^[[2J");
	ck_assert(!err_wrap(&err, "reading %s", "x\ny"));
	ck_assert_str_eq(err.text, "reading x⏎y: one of:\n  a\n  b⏎^[[2J");
	ck_assert(!err_lines(&err, ERR_USAGE, "left out: ", "a:1: no\nb:2: \x9B" "no"));
	ck_assert_str_eq(err.text, "left out: a:1: no\nb:2: \\x9bno");
	ck_assert(!err_errno(&err, ENOENT, "cannot open %s", "x\n/\x1B"));
	ck_assert_str_eq(err.text, "cannot open x⏎/^[: No such file or directory");
	ck_assert(!err_lines(NULL, ERR_USAGE, "x", "y") && !err_add(NULL, "x"));
}
END_TEST

START_TEST(nobody_has_to_ask_for_the_error)
{
	ck_assert(!err_set(NULL, ERR_IO, "x"));
	ck_assert(!err_wrap(NULL, "x"));
	struct err err = { 0 };
	const struct err other = { .code = ERR_BUSY, .text = "held" };
	ck_assert(!err_pass(NULL, &other));
	ck_assert(!err_pass(&err, &other));
	ck_assert_int_eq(err.code, ERR_BUSY);
	ck_assert_str_eq(err.text, "held");
	ck_assert(!err_errno(NULL, EIO, "x"));
}
END_TEST

START_TEST(an_over_long_error_is_cut_between_characters)
{
	struct err err;
	struct buf text = { 0 };
	buf_putc(&text, 'x');
	while (text.len < 2 * ERR_TEXT_MAX)
		buf_puts(&text, "\xE2\x82\xAC");
	err_set(&err, ERR_IO, "%s", buf_text(&text));
	ck_assert_uint_eq(strlen(err.text), ERR_TEXT_MAX - 1 - (ERR_TEXT_MAX - 2) % 3);
	ck_assert(utf8_valid(err.text, strlen(err.text)));
	buf_fini(&text);
}
END_TEST

START_TEST(system_errors_get_the_code_that_fits)
{
	static const struct {
		int number;
		enum err_code code;
	} rows[] = { { EACCES, ERR_DENIED }, { EPERM, ERR_DENIED }, { EROFS, ERR_DENIED }, { ENOENT, ERR_NOT_FOUND },
		{ EIO, ERR_IO }, { ENOSPC, ERR_IO }, { EISDIR, ERR_IO } };
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct err err = { 0 };
		ck_assert(!err_errno(&err, rows[i].number, "reading %s", "x"));
		ck_assert_int_eq(err.code, rows[i].code);
		ck_assert(text_starts(err.text, "reading x: "));
		ck_assert_str_eq(err.text + strlen("reading x: "), strerror(rows[i].number));
	}
}
END_TEST

START_TEST(every_code_has_its_exit_status)
{
	static const int status[] = { [ERR_NONE] = 0, [ERR_FAILED] = 1, [ERR_NOT_FOUND] = 1, [ERR_USAGE] = 2,
		[ERR_BUSY] = 3, [ERR_CONFLICT] = 3, [ERR_DENIED] = 4, [ERR_IO] = 5 };
	for (size_t code = 0; code < LENGTH(status); code++)
		ck_assert_int_eq(err_exit_status((enum err_code)code), status[code]);
}
END_TEST

/* Run it in a process of its own; what it says on standard error, after making sure that it ended badly. */
static char *aborts(void (*call)(void))
{
	int ends[2], status;
	struct buf said = { 0 };
	ck_assert_int_eq(pipe(ends), 0);
	pid_t child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0) {
		const struct rlimit none = { 0, 0 };
		setrlimit(RLIMIT_CORE, &none);
		dup2(ends[1], STDERR_FILENO);
		close(ends[0]);
		close(ends[1]);
		call();
		_exit(0);
	}
	close(ends[1]);
	ck_assert(path_read_fd(&said, ends[0], 65536, "what it said", NULL));
	close(ends[0]);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_msg(status != 0, "it went well: %s", buf_text(&said));
	return buf_steal(&said);
}

static void restore(void)
{
	fputs("restored, ", stderr);
}

static void break_something(void)
{
	bug_set_hook(restore);
	BUG("broken %d", 1);
}

START_TEST(a_bug_runs_the_hook_says_where_and_aborts)
{
	char *said = aborts(break_something);
	ck_assert_msg(text_starts(said, "restored, inquest: internal error at ") && strstr(said, "test_base.c:") &&
			      strstr(said, ": broken 1\n"),
		"%s", said);
	free(said);
}
END_TEST

/* ---- byte strings ---- */

START_TEST(a_byte_string_grows_and_is_always_terminated)
{
	struct buf buf = { 0 }, expected = { 0 };
	ck_assert_str_eq(buf_text(&buf), "");
	for (int i = 0; i < 5000; i++) {
		buf_putc(&buf, (char)('a' + i % 26));
		ck_assert_uint_eq(buf.len, (size_t)i + 1);
		ck_assert_uint_eq(strlen(buf_text(&buf)), buf.len);
	}
	buf_truncate(&buf, 3);
	buf_puts(&buf, "-\xC3\xA9-");
	buf_put(&buf, "", 0);
	buf_fill(&buf, '.', 3);
	buf_fill(&buf, '.', 0);
	buf_printf(&buf, "%s%05d", "x", 42);
	ck_assert_str_eq(buf_text(&buf), "abc-\xC3\xA9-...x00042");
	buf_truncate(&buf, 99);
	ck_assert_uint_eq(buf.len, 16);
	buf_put(&buf, "\0z", 2);
	ck_assert_uint_eq(buf.len, 18);
	ck_assert_int_eq(buf.data[17], 'z');
	buf_fini(&buf);
	ck_assert_ptr_null(buf.data);
	buf_truncate(&expected, 0);
	buf_fini(&expected);
}
END_TEST

START_TEST(a_long_format_is_not_cut)
{
	struct buf buf = { 0 };
	buf_printf(&buf, "%100000d|%s", 7, "end");
	ck_assert_uint_eq(buf.len, 100004);
	ck_assert_str_eq(buf_text(&buf) + 99999, "7|end");
	buf_fini(&buf);
}
END_TEST

START_TEST(splicing_replaces_a_part)
{
	static const struct {
		const char *before;
		size_t at, old_len;
		const char *new, *after;
	} rows[] = {
		{ "abc", 1, 1, "XYZ", "aXYZc" },
		{ "abc", 0, 3, "", "" },
		{ "abc", 3, 0, "d", "abcd" },
		{ "abc", 0, 0, "x", "xabc" },
		{ "", 0, 0, "x", "x" },
		{ "abcdef", 1, 4, "-", "a-f" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct buf buf = { 0 };
		buf_puts(&buf, rows[i].before);
		buf_splice(&buf, rows[i].at, rows[i].old_len, rows[i].new, strlen(rows[i].new));
		ck_assert_str_eq(buf_text(&buf), rows[i].after);
		ck_assert_uint_eq(buf.len, strlen(rows[i].after));
		buf_fini(&buf);
	}
}
END_TEST

static void splice_outside(void)
{
	struct buf buf = { 0 };
	buf_puts(&buf, "abc");
	buf_splice(&buf, 2, 2, "x", 1);
}

START_TEST(splicing_outside_is_a_bug)
{
	char *said = aborts(splice_outside);
	ck_assert_msg(strstr(said, "splice outside the buffer"), "%s", said);
	free(said);
}
END_TEST

START_TEST(trimming_drops_white_space_at_the_end_only)
{
	static const struct {
		const char *before, *after;
	} rows[] = { { " a b \t\r\n", " a b" }, { "\n\n", "" }, { "", "" }, { "x", "x" } };
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct buf buf = { 0 };
		buf_puts(&buf, rows[i].before);
		buf_trim_end(&buf);
		ck_assert_str_eq(buf_text(&buf), rows[i].after);
		buf_fini(&buf);
	}
	/* a NUL is no white space */
	struct buf buf = { 0 };
	buf_put(&buf, "a\0", 2);
	buf_trim_end(&buf);
	ck_assert_uint_eq(buf.len, 2);
	buf_fini(&buf);
}
END_TEST

START_TEST(stealing_leaves_an_empty_one)
{
	struct buf buf = { 0 };
	char *text = buf_steal(&buf);
	ck_assert_str_eq(text, "");
	free(text);
	buf_puts(&buf, "x");
	text = buf_steal(&buf);
	ck_assert_str_eq(text, "x");
	ck_assert_ptr_null(buf.data);
	ck_assert_uint_eq(buf.len, 0);
	free(text);
}
END_TEST

/* ---- files ---- */

static char folder[64];

static void folder_make(void)
{
	text_copy(folder, sizeof folder, "/tmp/inquest-base-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
}

static int unlink_one(const char *path, const struct stat *status, int type, struct FTW *walk)
{
	(void)status, (void)type, (void)walk;
	return remove(path);
}

static void folder_remove(void)
{
	nftw(folder, unlink_one, 16, FTW_DEPTH | FTW_PHYS);
}

static const char *in_folder(const char *name)
{
	static char path[256];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	return path;
}

START_TEST(a_file_is_replaced_as_a_whole_with_the_mode_asked_for)
{
	struct err err = { 0 };
	struct buf bytes = { 0 };
	struct stat status;
	mode_t before = umask(0);
	for (int round = 0; round < 2; round++) {
		ck_assert_msg(path_write(in_folder("f"), "a\0b", 3, round ? 0644 : 0600, &err), "%s", err.text);
		ck_assert_msg(path_read(&bytes, in_folder("f"), 100, &err), "%s", err.text);
		ck_assert_uint_eq(bytes.len, 3);
		ck_assert_int_eq(memcmp(bytes.data, "a\0b", 3), 0);
		ck_assert_int_eq(stat(in_folder("f"), &status), 0);
		ck_assert_uint_eq(status.st_mode & 0777, round ? 0644 : 0600);
		buf_truncate(&bytes, 0);
	}
	umask(before);
	/* nothing else is left lying about */
	ck_assert_int_eq(unlink(in_folder("f")), 0);
	ck_assert_int_eq(rmdir(folder), 0);
	ck_assert_int_eq(mkdir(folder, 0700), 0);
	buf_fini(&bytes);
}
END_TEST

START_TEST(a_file_that_cannot_be_written_is_named_and_nothing_left)
{
	struct err err = { 0 };
	ck_assert(!path_write(in_folder("no/f"), "x", 1, 0600, &err));
	ck_assert_int_eq(err.code, ERR_NOT_FOUND);
	ck_assert_msg(strstr(err.text, in_folder("no/f")), "%s", err.text);
	ck_assert_int_eq(mkdir(in_folder("f"), 0700), 0);
	ck_assert(!path_write(in_folder("f"), "x", 1, 0600, &err));
	ck_assert_int_eq(rmdir(in_folder("f")), 0);
	ck_assert_int_eq(rmdir(folder), 0);
	ck_assert_int_eq(mkdir(folder, 0700), 0);
}
END_TEST

START_TEST(reading_stops_at_the_limit_and_says_so)
{
	struct err err = { 0 };
	struct buf big = { 0 }, out = { 0 };
	buf_fill(&big, 'x', 200000);
	ck_assert(path_write(in_folder("big"), big.data, big.len, 0600, &err));
	ck_assert_msg(path_read(&out, in_folder("big"), 200000, &err), "%s", err.text);
	ck_assert_uint_eq(out.len, 200000);
	buf_truncate(&out, 2);
	/* what was there before does not count */
	ck_assert(!path_read(&out, in_folder("big"), 199999, &err));
	ck_assert_int_eq(err.code, ERR_USAGE);
	ck_assert_msg(strstr(err.text, "199999 bytes") && strstr(err.text, "big"), "%s", err.text);
	ck_assert_uint_eq(out.len, 2 + 199999);
	ck_assert(!path_read(&out, in_folder("none"), 10, &err));
	ck_assert_int_eq(err.code, ERR_NOT_FOUND);
	ck_assert(!path_read(&out, folder, 10, &err));
	ck_assert_int_eq(err.code, ERR_IO);
	buf_fini(&out);
	buf_fini(&big);
}
END_TEST

START_TEST(parents_are_made_as_far_as_they_are_missing)
{
	struct err err = { 0 };
	struct stat status;
	ck_assert_msg(path_make_parents(in_folder("a//b/c"), 0700, &err), "%s", err.text);
	ck_assert_int_eq(stat(in_folder("a/b"), &status), 0);
	ck_assert_uint_eq(status.st_mode & 0777, 0700);
	ck_assert_int_lt(stat(in_folder("a/b/c"), &status), 0);
	ck_assert_msg(path_make_parents(in_folder("a/b/c"), 0700, &err), "%s", err.text);
	/* what a folder hands down to those in it stays: the group of a shared repository */
	ck_assert_int_eq(chmod(in_folder("a"), 02775), 0);
	ck_assert_msg(path_make_parents(in_folder("a/shared/c"), 0777, &err), "%s", err.text);
	ck_assert_int_eq(stat(in_folder("a/shared"), &status), 0);
	ck_assert_uint_eq(status.st_mode & S_ISGID, S_ISGID);
	ck_assert_msg(path_make_parents("/x", 0700, &err), "%s", err.text);
	ck_assert_msg(path_make_parents("x", 0700, &err), "%s", err.text);
	ck_assert_msg(path_make_parents("", 0700, &err), "%s", err.text);
	ck_assert(path_write(in_folder("file"), "x", 1, 0600, &err));
	ck_assert(!path_make_parents(in_folder("file/below/x"), 0700, &err));
	ck_assert_msg(strstr(err.text, "file"), "%s", err.text);
}
END_TEST

START_TEST(paths_are_joined_and_taken_apart)
{
	static const struct {
		const char *folder, *name, *path;
	} rows[] = { { "/a", "b", "/a/b" }, { "/a/", "b", "/a/b" }, { "/a", "/b", "/b" }, { "", "b", "b" },
		{ "a", "b/c", "a/b/c" } };
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct buf out = { 0 };
		path_join(&out, rows[i].folder, rows[i].name);
		ck_assert_str_eq(buf_text(&out), rows[i].path);
		buf_fini(&out);
	}
	ck_assert_str_eq(path_name("/a/b"), "b");
	ck_assert_str_eq(path_name("b"), "b");
	ck_assert_str_eq(path_name("a/"), "");
}
END_TEST

START_TEST(folders_follow_the_xdg_specification)
{
	static const struct {
		const char *variable, *home, *path;
	} rows[] = {
		{ "/x/share", "/home/a", "/x/share/inquest" },
		{ NULL, "/home/a", "/home/a/.local/share/inquest" },
		{ "", "/home/a", "/home/a/.local/share/inquest" },
		{ "relative", "/home/a", "/home/a/.local/share/inquest" },
		{ "/x/", NULL, "/x/inquest" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct buf out = { 0 };
		struct err err = { 0 };
		unsetenv("XDG_DATA_HOME");
		unsetenv("HOME");
		if (rows[i].variable)
			setenv("XDG_DATA_HOME", rows[i].variable, 1);
		if (rows[i].home)
			setenv("HOME", rows[i].home, 1);
		ck_assert_msg(path_xdg(&out, "XDG_DATA_HOME", ".local/share", &err), "%s", err.text);
		ck_assert_str_eq(buf_text(&out), rows[i].path);
		buf_fini(&out);
	}
}
END_TEST

/* ---- memory ---- */

START_TEST(memory_comes_zeroed_and_vectors_grow)
{
	struct {
		int *items;
		size_t count, cap;
	} numbers = { 0 };
	for (int i = 0; i < 1000; i++) {
		int *item = vec_push(&numbers);
		ck_assert_int_eq(*item, 0);
		*item = i;
	}
	ck_assert_uint_eq(numbers.count, 1000);
	for (int i = 0; i < 1000; i++)
		ck_assert_int_eq(numbers.items[i], i);
	free(numbers.items);
	char *copy = mem_copy_n("a\0b", 3);
	ck_assert_int_eq(memcmp(copy, "a\0b\0", 4), 0);
	free(copy);
	ck_assert_ptr_null(mem_copy(NULL));
	free(mem_new(0, 0));
}
END_TEST

static void ask_for_too_much(void)
{
	free(mem_resize(NULL, (size_t)1 << 62, 16));
}

START_TEST(asking_for_more_than_there_can_be_ends_the_program)
{
	char *said = aborts(ask_for_too_much);
	/* the address sanitizer has words of its own for it */
	ck_assert_msg(strstr(said, "out of memory") || strstr(said, "overflow"), "%s", said);
	free(said);
}
END_TEST

/* ---- other programs ---- */

START_TEST(a_program_is_fed_and_its_status_known)
{
	struct buf input = { 0 };
	struct err err = { 0 };
	int status = -1;
	const char *const counts[] = { "sh", "-c", "test $(wc -c) = 300000", NULL };
	const char *const stops[] = { "sh", "-c", "exit 3", NULL };
	const char *const missing[] = { "no-program-has-this-name", NULL };
	buf_fill(&input, 'x', 300000); /* more than a pipe takes */
	ck_assert_msg(process_feed(counts, buf_text(&input), input.len, &status, &err), "%s", err.text);
	ck_assert_int_eq(status, 0);
	ck_assert(process_feed(stops, buf_text(&input), input.len, &status, &err));
	ck_assert_int_eq(status, 3);
	ck_assert(process_feed(missing, "", 0, &status, &err));
	ck_assert_int_eq(status, 127);
	buf_fini(&input);
}
END_TEST

RUN_TESTS_WITHIN("base", folder_make, folder_remove, an_error_has_a_code_and_a_text_safe_for_terminals, an_error_of_several_lines_keeps_its_own_and_no_others,
	nobody_has_to_ask_for_the_error, an_over_long_error_is_cut_between_characters,
	system_errors_get_the_code_that_fits, every_code_has_its_exit_status,
	a_bug_runs_the_hook_says_where_and_aborts, a_byte_string_grows_and_is_always_terminated,
	a_long_format_is_not_cut, splicing_replaces_a_part, splicing_outside_is_a_bug,
	trimming_drops_white_space_at_the_end_only, stealing_leaves_an_empty_one,
	a_file_is_replaced_as_a_whole_with_the_mode_asked_for,
	a_file_that_cannot_be_written_is_named_and_nothing_left, reading_stops_at_the_limit_and_says_so,
	parents_are_made_as_far_as_they_are_missing, paths_are_joined_and_taken_apart,
	folders_follow_the_xdg_specification, memory_comes_zeroed_and_vectors_grow,
	asking_for_more_than_there_can_be_ends_the_program, a_program_is_fed_and_its_status_known)
