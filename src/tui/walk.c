#include "tui/walk.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"

static size_t point_before(const char *text, size_t at)
{
	do
		at--;
	while (at > 0 && ((unsigned char)text[at] & 0xC0) == 0x80);
	return at;
}

/*
 * True if a character begins at `at` whatever stands before. Characters are found from their start
 * only, so going back means to find such a place first; it is near in any real text.
 */
static bool begins_surely(const char *text, size_t len, size_t at)
{
	uint32_t cp = 0, before = 0;
	utf8_decode(text + at, len - at, &cp);
	if (at == 0 || cp < 0x300)
		return true;
	bool regional = cp >= 0x1F1E6 && cp <= 0x1F1FF, skin_tone = cp >= 0x1F3FB && cp <= 0x1F3FF;
	if (regional || skin_tone || utf8_width(cp) == 0)
		return false;
	size_t previous = point_before(text, at);
	utf8_decode(text + previous, at - previous, &before);
	return before != 0x200D; /* zero-width joiner */
}

size_t walk_next(const char *text, size_t len, size_t at)
{
	int width;
	return at < len ? at + text_cluster(text + at, len - at, &width) : len;
}

size_t walk_before(const char *text, size_t len, size_t at)
{
	if (at == 0)
		return 0;
	size_t start = point_before(text, at), next;
	while (!begins_surely(text, len, start))
		start = point_before(text, start);
	while ((next = walk_next(text, len, start)) < at)
		start = next;
	return start;
}

size_t walk_border(const char *text, size_t len, size_t at)
{
	if (at >= len)
		return len;
	while (((unsigned char)text[at] & 0xC0) == 0x80)
		if (++at == len)
			return len;
	if (begins_surely(text, len, at))
		return at;
	return walk_next(text, len, walk_before(text, len, at));
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static bool is_word(char c)
{
	return (unsigned char)c >= 0x80 || c == '_' || (c >= '0' && c <= '9') ||
		(c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

size_t walk_word_next(const char *text, size_t len, size_t at)
{
	for (bool inside = false; at < len && !(inside && !is_word(text[at]));) {
		inside = is_word(text[at]);
		at = walk_next(text, len, at);
	}
	return at;
}

size_t walk_word_before(const char *text, size_t len, size_t at)
{
	for (bool inside = false; at > 0;) {
		size_t before = walk_before(text, len, at);
		if (inside && !is_word(text[before]))
			break;
		inside = is_word(text[before]);
		at = before;
	}
	return at;
}

size_t walk_blank_before(const char *text, size_t len, size_t at)
{
	for (bool inside = false; at > 0 && !(inside && is_blank(text[at - 1]));) {
		inside = !is_blank(text[at - 1]);
		at = walk_before(text, len, at);
	}
	return at;
}

size_t walk_line_start(const char *text, size_t at)
{
	const char *feed = memrchr(text, '\n', at);
	return feed ? (size_t)(feed - text) + 1 : 0;
}

size_t walk_line_end(const char *text, size_t len, size_t at)
{
	const char *feed = memchr(text + at, '\n', len - at);
	return feed ? (size_t)(feed - text) : len;
}
