/* What `import` does before it writes: bytes made text, repositories named, versions paired. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/import_input.h"
#include "app/import_pair.h"
#include "app/import_plan.h"
#include "app/import_text.h"
#include "base/text.h"
#include "suite.h"

/* ---- bytes ---------------------------------------------------------------------------------------- */

START_TEST(text_stays_as_it_is_or_is_converted)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *text, *note;
	} rows[] = {
#define ROW(bytes_, text_, note_) { bytes_, sizeof(bytes_) - 1, text_, note_ }
		ROW("# A\r\n\tb  \n", "# A\r\n\tb  \n", ""),
		ROW("\xef\xbb\xbf# A", "\xef\xbb\xbf# A", ""),
		ROW("\xff\xfe#\0 \0\xe4\0\n\0", "# \xc3\xa4\n", "it was UTF-16 and is kept as UTF-8"),
		ROW("\xfe\xff\0#\0 \0\xe4\0\n", "# \xc3\xa4\n", "it was UTF-16 and is kept as UTF-8"),
		ROW("\xff\xfe\0\0#\0\0\0", "#", "it was UTF-32 and is kept as UTF-8"),
		ROW("#\0 \0a\0b\0c\0\n\0", "# abc\n", "it was UTF-16 and is kept as UTF-8"),
		ROW("\0#\0 \0a\0b\0c\0\n", "# abc\n", "it was UTF-16 and is kept as UTF-8"),
		ROW("caf\xe9", "caf\\xe9", "1 byte was not UTF-8 and is shown as \\xNN; it is attached as it came"),
		ROW("\xe9\xe8", "\\xe9\\xe8", "2 bytes were not UTF-8 and are shown as \\xNN; it is attached as it came"),
		ROW("BZh is no archive", "BZh is no archive", ""),
#undef ROW
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct buf text = { 0 }, note = { 0 };
		struct err err = { 0 };
		ck_assert_msg(import_text_read("a.md", rows[i].bytes, rows[i].len, &text, &note, &err), "%zu: %s", i, err.text);
		ck_assert_str_eq(buf_text(&text), rows[i].text);
		ck_assert_str_eq(buf_text(&note), rows[i].note);
		buf_fini(&text);
		buf_fini(&note);
	}
}
END_TEST

START_TEST(what_is_no_text_is_named_as_what_it_is)
{
	static const struct {
		const char *bytes;
		size_t len;
		const char *says;
	} rows[] = {
#define ROW(bytes_, says_) { bytes_, sizeof(bytes_) - 1, says_ }
		ROW("", "a.md is empty"),
		ROW(" \t\r\n", "a.md is empty"),
		ROW("\xef\xbb\xbf", "a.md is empty"),
		ROW("PK\3\4....word/document.xml", "a Word document"),
		ROW("PK\3\4....mimetypeapplication/vnd.oasis.opendocument.text", "an OpenDocument text"),
		ROW("PK\3\4....", "a zip archive"),
		ROW("\x1f\x8b\x08", "compressed with gzip"),
		ROW("BZh91AY&SY", "compressed with bzip2"),
		ROW("%PDF-1.7", "a PDF"),
		ROW("\x89PNG\r\n", "a picture"),
		ROW("<!DOCTYPE HTML>\n<p>x", "a page of HTML"),
		ROW("\n <html lang=de>", "a page of HTML"),
		ROW("# A\0b", "a.md is binary"),
		ROW("\xff\xfe\x00\xd8", "a.md looks like UTF-16, but it is damaged"),
#undef ROW
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct buf text = { 0 }, note = { 0 };
		struct err err = { 0 };
		ck_assert(!import_text_read("a.md", rows[i].bytes, rows[i].len, &text, &note, &err));
		ck_assert_int_eq(err.code, ERR_USAGE);
		ck_assert_msg(strstr(err.text, rows[i].says), "%s", err.text);
		buf_fini(&text);
		buf_fini(&note);
	}
	struct err err = { 0 };
	ck_assert(import_text_is_log("a.log", "", 0, &err));
	ck_assert(import_text_is_log("a.log", "a\0b\n", 4, &err));
	ck_assert(!import_text_is_log("a.log", "\x1f\x8b\x08", 3, &err));
	ck_assert_str_eq(err.text, "a.log is compressed with gzip, not a log: unpack it first, such as with `gunzip`");
	ck_assert(!import_text_is_log("a.log", "\xff\xfe" "a\0", 4, &err));
	ck_assert_str_eq(err.text, "a.log is UTF-16: convert it, such as with `iconv -f UTF-16 -t UTF-8`");
}
END_TEST

/* ---- repositories --------------------------------------------------------------------------------- */

START_TEST(the_repository_is_the_longest_folder_in_the_word)
{
	static const struct {
		const char *word, *repo, *revision, *path;
	} rows[] = {
		{ "git:r", "r", "", "" },
		{ "git:r:", "r", "", "" },
		{ "git:r:docs/pm", "r", "", "docs/pm" },
		{ "git:r:docs/pm//", "r", "", "docs/pm" },
		{ "git:r@v1", "r", "v1", "" },
		{ "git:r@v1~2:docs", "r", "v1~2", "docs" },
		{ "git:r@a/b:c:d", "r", "a/b", "c:d" },
		{ "git:a@b", "a@b", "", "" },
		{ "git:a@b@c:d", "a@b", "c", "d" },
		{ "git:a:b:c", "a:b", "", "c" },
	};
	char top[] = "/tmp/inquest-import-XXXXXX";
	ck_assert_ptr_nonnull(mkdtemp(top));
	ck_assert_int_eq(chdir(top), 0);
	ck_assert_int_eq(mkdir("r", 0700) | mkdir("a@b", 0700) | mkdir("a:b", 0700), 0);
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct buf repo = { 0 }, revision = { 0 }, path = { 0 };
		struct err err = { 0 };
		ck_assert_msg(import_git_split(rows[i].word, &repo, &revision, &path, &err), "%s", err.text);
		ck_assert_str_eq(buf_text(&repo), rows[i].repo);
		ck_assert_str_eq(buf_text(&revision), rows[i].revision);
		ck_assert_str_eq(buf_text(&path), rows[i].path);
		buf_fini(&repo);
		buf_fini(&revision);
		buf_fini(&path);
	}
	struct buf none = { 0 };
	struct err err = { 0 };
	ck_assert(!import_git_split("git:nothing:x", &none, &none, &none, &err));
	ck_assert_int_eq(err.code, ERR_NOT_FOUND);
	ck_assert_int_eq(rmdir("r") | rmdir("a@b") | rmdir("a:b") | chdir("/") | rmdir(top), 0);
}
END_TEST

/* ---- versions ------------------------------------------------------------------------------------- */

/* A document with an event for each line. */
static void make_version(struct postmortem *out, const char *text)
{
	struct err err = { 0 };
	*out = (struct postmortem){ .source = text, .len = strlen(text) };
	record_init(&out->incident, ENTITY_INCIDENT);
	ck_assert(blocks_read(&out->blocks, text, strlen(text), 0, &err));
	found_init(&out->found, out->blocks.count);
	for (const char *line = text; *line; line += strcspn(line, "\n") + 1) {
		size_t from = (size_t)(line - text), to = from + strcspn(line, "\n");
		struct found_item *item = found_add(&out->found, &out->blocks, ENTITY_EVENT, from, to, "line");
		char *words = mem_copy_n(line, to - from);
		record_set_text(&item->record, EVENT_TEXT, words);
		free(words);
	}
}

/* For each line of `after` the number of the line of `before` that it is, or -. */
static void pairs_are(const char *before, const char *after, const char *wanted)
{
	struct postmortem first, second;
	struct import_side base, theirs;
	struct buf shown = { 0 };
	make_version(&first, before);
	make_version(&second, after);
	char **a = import_origins(&first), **b = import_origins(&second);
	import_side_init(&base, &first, a, ENTITY_EVENT);
	import_side_init(&theirs, &second, b, ENTITY_EVENT);
	import_pair(&base, &theirs);
	for (size_t i = 0; i < theirs.count; i++) {
		if (theirs.pair[i] == SIZE_MAX)
			buf_puts(&shown, "-");
		else
			buf_printf(&shown, "%zu", theirs.pair[i] + 1);
	}
	ck_assert_str_eq(buf_text(&shown), wanted);
	import_side_fini(&base);
	import_side_fini(&theirs);
	import_origins_free(a, first.found.items.count);
	import_origins_free(b, second.found.items.count);
	postmortem_fini(&first);
	postmortem_fini(&second);
	buf_fini(&shown);
}

START_TEST(versions_are_paired_by_bytes_and_then_by_likeness)
{
	pairs_are("one\n\ntwo\n\nthree\n", "one\n\ntwo\n\nthree\n", "12345");
	/* equal lines are told apart by their order */
	pairs_are("same\nsame\n", "same\nsame\nsame\n", "12-");
	pairs_are("alerts fire\nbelt slips\nbelt replaced\n", "alerts fire\nbelt replaced\n", "13");
	pairs_are("alerts fire\nthe old belt slips at noon\nmill runs\n", "alerts fire\nthe old belt slips after noon\nmill runs\n",
		"123");
	/* the likest, not the first */
	pairs_are("top\nred fox jumps high\nbrown bear sleeps long\nend\n",
		"top\nbrown bear sleeps longer\nred fox jumps higher\nend\n", "1324");
	/* nothing in common is nothing changed but something else */
	pairs_are("top\nred fox jumps\nend\n", "top\nquarterly figures published\nend\n", "1-3");
	pairs_are("", "one\n", "-");
}
END_TEST

RUN_TESTS("import", text_stays_as_it_is_or_is_converted, what_is_no_text_is_named_as_what_it_is,
	the_repository_is_the_longest_folder_in_the_word, versions_are_paired_by_bytes_and_then_by_likeness)
