#include <git2.h>

#include "base/buf.h"
#include "repo/repo.h"
#include "suite.h"

static struct repo_bytes bytes_of(const char *text)
{
	return (struct repo_bytes){ text, strlen(text) };
}

/* Merge three texts (NULL base: none); the result, to be freed. */
static char *merge(const char *base, const char *ours, const char *theirs, bool *conflict)
{
	struct repo_bytes b = bytes_of(base ? base : ""), o = bytes_of(ours), t = bytes_of(theirs);
	struct buf out = { 0 };
	struct err err = { 0 };
	ck_assert_msg(
		repo_merge_file(base ? &b : NULL, &o, &t, &out, conflict, &err), "%s", err.text);
	return buf_steal(&out);
}

#define merges(base, ours, theirs, wanted)                                                         \
	do {                                                                                       \
		bool merges_conflict = true;                                                       \
		char *merges_out = merge(base, ours, theirs, &merges_conflict);                    \
		ck_assert_str_eq(merges_out, wanted);                                              \
		ck_assert(!merges_conflict);                                                       \
		free(merges_out);                                                                  \
	} while (0)

START_TEST(changes_of_both_sides_are_joined)
{
	merges("1\n2\n3\n4\n5\n", "one\n2\n3\n4\n5\n", "1\n2\n3\n4\nfive\n",
		"one\n2\n3\n4\nfive\n");
	merges("1\n2\n3\n4\n5\n", "1\n2\n3\n4\n5\n6\n", "0\n1\n2\n3\n4\n5\n",
		"0\n1\n2\n3\n4\n5\n6\n");
	merges("1\n2\n3\n4\n5\n", "1\n2\n4\n5\n", "1\n2\n3\n4\n5\nsix", "1\n2\n4\n5\nsix");
}
END_TEST

START_TEST(the_same_change_on_both_sides_is_taken_once)
{
	merges("1\n2\n3\n", "1\ntwo\n3\n", "1\ntwo\n3\n", "1\ntwo\n3\n");
	merges("1\n2\n3\n4\n5\n", "1\ntwo\n3\n4\nfive\n", "1\ntwo\n3\n4\n5\n",
		"1\ntwo\n3\n4\nfive\n");
	merges(NULL, "same\n", "same\n", "same\n");
}
END_TEST

START_TEST(a_conflict_shows_both_versions_labelled)
{
	bool conflict = false;
	char *out = merge("1\n2\n3\n", "1\nours\n3\n", "1\ntheirs\n3\n", &conflict);
	ck_assert(conflict);
	ck_assert_str_eq(out,
		"1\n<<<<<<< inquest\nours\n=======\ntheirs\n"
		">>>>>>> published edit\n3\n");
	free(out);
}
END_TEST

START_TEST(without_a_base_different_files_conflict)
{
	bool conflict = false;
	char *out = merge(NULL, "ours\n", "theirs\n", &conflict);
	ck_assert(conflict);
	ck_assert_ptr_nonnull(strstr(out, "ours\n=======\ntheirs\n"));
	free(out);
}
END_TEST

START_TEST(a_deleted_and_an_edited_line_conflict)
{
	bool conflict = false;
	free(merge("1\n2\n3\n", "1\n3\n", "1\ntwo\n3\n", &conflict));
	ck_assert(conflict);
}
END_TEST

START_TEST(binary_files_conflict_without_text)
{
	struct repo_bytes base = { "a\0b", 3 }, ours = { "a\0c", 3 }, theirs = { "a\0d", 3 };
	struct buf out = { 0 };
	bool conflict = false;
	struct err err = { 0 };
	ck_assert(repo_merge_file(&base, &ours, &theirs, &out, &conflict, &err));
	ck_assert(conflict);
	ck_assert_uint_eq(out.len, 0);
	ck_assert(repo_merge_file(&base, &ours, &base, &out, &conflict, &err));
	ck_assert(!conflict);
	ck_assert_mem_eq(out.data, "a\0c", 3);
	buf_fini(&out);
}
END_TEST

START_TEST(files_too_big_are_refused)
{
	struct repo_bytes small = bytes_of("x"), big = { "", (size_t)REPO_FILE_MAX + 1 };
	struct buf out = { 0 };
	bool conflict;
	struct err err = { 0 };
	ck_assert(!repo_merge_file(&small, &small, &big, &out, &conflict, &err));
	ck_assert_int_eq(err.code, ERR_USAGE);
	ck_assert(!repo_merge_file(&big, &small, &small, &out, &conflict, &err));
	ck_assert(!repo_merge_file(NULL, &big, &small, &out, &conflict, &err));
}
END_TEST

static unsigned draw(unsigned *seed, unsigned below)
{
	*seed = *seed * 1103515245u + 12345u;
	return (*seed >> 16) % below;
}

/* A few short lines, with and without the last newline, CR, and lines that look like markers. */
static void random_text(struct buf *out, unsigned *seed)
{
	static const char *const lines[] = { "a\n", "b\n", "c\n", "\n", "b\r\n", "=======\n",
		"<<<<<<< x\n", "\xff\xfe\n", "a" };
	buf_truncate(out, 0);
	for (unsigned n = draw(seed, 7); n > 0; n--)
		buf_puts(out, lines[draw(seed, LENGTH(lines) - (n > 1))]);
}

static struct repo_bytes view(const struct buf *buf)
{
	return (struct repo_bytes){ buf_text(buf), buf->len };
}

/* What holds for every merge: one side alone wins as it is, and no conflict means all is decided.
 */
START_TEST(one_side_alone_always_wins_unchanged)
{
	struct buf base = { 0 }, other = { 0 }, out = { 0 };
	struct err err = { 0 };
	unsigned seed = 7;
	for (int i = 0; i < 3000; i++) {
		bool conflict = true;
		random_text(&base, &seed);
		random_text(&other, &seed);
		struct repo_bytes b = view(&base), o = view(&other);
		buf_truncate(&out, 0);
		ck_assert(repo_merge_file(&b, &o, &b, &out, &conflict, &err));
		ck_assert(!conflict && out.len == o.len);
		ck_assert(memcmp(buf_text(&out), o.data, o.len) == 0);
		buf_truncate(&out, 0);
		conflict = true;
		ck_assert(repo_merge_file(&b, &b, &o, &out, &conflict, &err));
		ck_assert(!conflict && out.len == o.len);
		ck_assert(memcmp(buf_text(&out), o.data, o.len) == 0);
	}
	buf_fini(&base);
	buf_fini(&other);
	buf_fini(&out);
}
END_TEST

START_TEST(swapping_the_sides_never_changes_whether_they_conflict)
{
	struct buf base = { 0 }, ours = { 0 }, theirs = { 0 }, first = { 0 }, second = { 0 };
	struct err err = { 0 };
	unsigned seed = 11, conflicts = 0, merged = 0;
	for (int i = 0; i < 3000; i++) {
		bool one = false, two = false;
		random_text(&base, &seed);
		random_text(&ours, &seed);
		random_text(&theirs, &seed);
		struct repo_bytes b = view(&base), o = view(&ours), t = view(&theirs);
		buf_truncate(&first, 0);
		buf_truncate(&second, 0);
		ck_assert(repo_merge_file(&b, &o, &t, &first, &one, &err));
		ck_assert(repo_merge_file(&b, &t, &o, &second, &two, &err));
		ck_assert_int_eq(one, two);
		if (!one)
			ck_assert_str_eq(buf_text(&first), buf_text(&second));
		conflicts += one;
		merged += !one;
	}
	ck_assert_uint_gt(conflicts, 100);
	ck_assert_uint_gt(merged, 100);
	buf_fini(&base);
	buf_fini(&ours);
	buf_fini(&theirs);
	buf_fini(&first);
	buf_fini(&second);
}
END_TEST

/* Started once, as while a repository is open: thousands of merges would start it again each. */
static void start(void)
{
	git_libgit2_init();
}

static void stop(void)
{
	git_libgit2_shutdown();
}

RUN_TESTS_WITHIN("repo merge", start, stop, changes_of_both_sides_are_joined,
	the_same_change_on_both_sides_is_taken_once, a_conflict_shows_both_versions_labelled,
	without_a_base_different_files_conflict, a_deleted_and_an_edited_line_conflict,
	binary_files_conflict_without_text, files_too_big_are_refused, one_side_alone_always_wins_unchanged,
	swapping_the_sides_never_changes_whether_they_conflict)
