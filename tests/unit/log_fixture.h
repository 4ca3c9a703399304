/*
 * Log formats on the files of tests/import: FILE is read, what comes of it is compared with FILE.events, a line for each
 * event, and INQUEST_UPDATE=1 writes that anew. FILE is named as programs name it where that matters, else by its format
 * (FORMAT.EXT, FORMAT_WHAT.EXT). The Markdown documents beside them are those of tests/cli/import_keep.sh.
 */
#ifndef TESTS_LOG_FIXTURE_H
#define TESTS_LOG_FIXTURE_H

#include "base/path.h"
#include "log_dump.h"

struct log_fixture {
	const char *file, *format, *zone, *map;
};

static inline char *log_fixture_path(const struct log_fixture *fixture, const char *end)
{
	struct buf path = { 0 };
	buf_printf(&path, "tests/import/%s%s", fixture->file, end);
	return buf_steal(&path);
}

static inline void log_fixture_read(const struct log_fixture *fixture, struct buf *out)
{
	char *path = log_fixture_path(fixture, "");
	struct err err = { 0 };
	ck_assert_msg(path_read(out, path, 1 << 20, &err), "%s", err.text);
	free(path);
}

static inline void log_fixture_expect(const struct log_fixture *fixture, const char *got)
{
	char *path = log_fixture_path(fixture, ".events");
	struct buf wanted = { 0 };
	struct err err = { 0 };
	if (getenv("INQUEST_UPDATE")) {
		FILE *file = fopen(path, "w");
		ck_assert(file && fputs(got, file) >= 0 && fclose(file) == 0);
	}
	ck_assert_msg(path_read(&wanted, path, 1 << 20, &err), "%s", err.text);
	ck_assert_msg(text_equal(got, buf_text(&wanted)), "%s\n--- wanted\n%s--- got\n%s", path, buf_text(&wanted), got);
	buf_fini(&wanted);
	free(path);
}

/* The same whatever pieces the file comes in. */
static inline void log_fixture_check(const struct log_fixture *fixture)
{
	static const size_t pieces[] = { 0, 1, 7 };
	const struct log_format *format = log_format_find(fixture->format);
	struct buf text = { 0 };
	log_fixture_read(fixture, &text);
	ck_assert_ptr_nonnull(format);
	for (size_t p = 0; p < LENGTH(pieces); p++) {
		char *got = log_dump_named(format, text.data, text.len, pieces[p], fixture->zone, fixture->file, fixture->map);
		log_fixture_expect(fixture, got);
		free(got);
	}
	buf_fini(&text);
}

#endif
