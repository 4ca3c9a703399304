/*
 * UTF-8 from anywhere. What is shown of it is valid, holds nothing that a terminal obeys, is as wide as was said, and is
 * shown again as itself; what is cut fits, and nothing more would have. The first byte is a number of columns.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"
#include "require.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SLUG_MAX = 24 };

/* Written down a second time on purpose: C0, DEL, C1, what turns the direction, what parts lines, BOM. */
static bool obeyed(uint32_t cp)
{
	static const struct {
		uint32_t from, to;
	} ranges[] = { { 0, 0x1F }, { 0x7F, 0x9F }, { 0x61C, 0x61C }, { 0x200E, 0x200F }, { 0x2028, 0x202E },
		{ 0x2066, 0x2069 }, { 0xFEFF, 0xFEFF } };
	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
		if (cp >= ranges[i].from && cp <= ranges[i].to)
			return true;
	return false;
}

static void check_shown(const struct buf *shown, bool lines)
{
	uint32_t cp;
	char again[4];
	for (size_t at = 0, n; at < shown->len; at += n) {
		n = utf8_decode(shown->data + at, shown->len - at, &cp);
		require(n && n == utf8_encode(cp, again) && memcmp(again, shown->data + at, n) == 0);
		require(!obeyed(cp) || (lines && (cp == '\n' || cp == '\t')));
		require(obeyed(cp) || utf8_width(cp) >= 0);
	}
}

static void check_show(const char *text, size_t len, bool lines)
{
	struct buf shown = { 0 }, again = { 0 };
	text_show(&shown, text, len, lines);
	check_shown(&shown, lines);
	text_show(&again, buf_text(&shown), shown.len, lines);
	require(text_equal(buf_text(&shown), buf_text(&again)));
	if (!lines)
		require(text_width(buf_text(&shown), shown.len) == text_width(text, len));
	buf_fini(&shown);
	buf_fini(&again);
}

static void check_clean(const char *text, size_t len)
{
	struct buf clean = { 0 }, again = { 0 };
	size_t replaced = utf8_clean(&clean, text, len);
	require(utf8_valid(buf_text(&clean), clean.len));
	require((replaced == 0) == utf8_valid(text, len));
	require(replaced || (clean.len == len && memcmp(buf_text(&clean), text, len) == 0));
	require(utf8_clean(&again, buf_text(&clean), clean.len) == 0);
	require(text_equal(buf_text(&clean), buf_text(&again)));
	buf_fini(&clean);
	buf_fini(&again);
}

static void check_clusters(const char *text, size_t len)
{
	for (size_t at = 0, n; at < len; at += n) {
		int width = -1;
		uint32_t cp;
		n = text_cluster(text + at, len - at, &width);
		require(n >= 1 && n <= len - at && width >= 1 && width <= 2);
		require(n == 1 || utf8_valid(text + at, n));
		if (n > 1 && utf8_decode(text + at, n, &cp) < n)
			require(!obeyed(cp));
	}
}

/* `at` is what fits; one user-perceived character more does not. */
static void check_fit(const char *text, size_t len, size_t columns)
{
	size_t fits = text_fit(text, len, columns);
	require(fits <= len && text_width(text, fits) <= columns);
	if (fits < len) {
		int width;
		size_t more = fits + text_cluster(text + fits, len - fits, &width);
		require(text_width(text, more) > columns);
	}
}

static void check_column(const char *text, size_t columns)
{
	struct buf out = { 0 };
	text_show_column(&out, text, columns);
	check_shown(&out, false);
	require(text_width(buf_text(&out), out.len) == columns);
	buf_fini(&out);
}

/* A name in a folder, whatever the title: nothing that leaves it, hides, or is an option. */
static void check_slug(const char *text)
{
	struct buf out = { 0 };
	text_slug(&out, text, SLUG_MAX);
	require(out.len && out.len <= SLUG_MAX && out.data[0] != '-' && out.data[out.len - 1] != '-');
	require(strspn(out.data, "abcdefghijklmnopqrstuvwxyz0123456789-") == out.len && !strstr(out.data, "--"));
	buf_fini(&out);
}

static void check_errors(const char *text, size_t columns)
{
	struct err err = { 0 };
	err_set(&err, ERR_USAGE, "no incident %s", text);
	for (size_t i = 0; i < columns % 4; i++)
		err_wrap(&err, "%s: ", text);
	const struct buf said = { .data = err.text, .len = strlen(err.text) };
	check_shown(&said, true);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (!size)
		return 0;
	const char *bytes = (const char *)data + 1;
	size_t len = size - 1, columns = data[0];
	check_clean(bytes, len);
	check_show(bytes, len, false);
	check_show(bytes, len, true);
	check_clusters(bytes, len);
	check_fit(bytes, len, columns);
	char *text = mem_copy_n(bytes, len);
	check_column(text, columns);
	check_slug(text);
	check_errors(text, columns);
	char small[SLUG_MAX];
	text_copy(small, sizeof small, text);
	require(text_starts(text, small) && (strlen(text) >= sizeof small || text_equal(text, small)));
	require(utf8_valid(small, strlen(small)) || !utf8_valid(text, strlen(text)));
	free(text);
	return 0;
}
