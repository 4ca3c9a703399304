#include "intake/verbatim.h"

#include <stdbool.h>

static bool is_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c & 0x80);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* What begins a line so is a list, heading, quote, table or rule. */
static bool begins_block(const char *text, size_t len)
{
	size_t digits = 0;
	while (digits < len && text[digits] >= '0' && text[digits] <= '9')
		digits++;
	if (digits && digits < len && (text[digits] == '.' || text[digits] == ')'))
		return digits + 1 == len || is_blank(text[digits + 1]);
	return len && strchr("#>-+=|:", text[0]);
}

/* Whether the character at `at` means something, for itself or with those beside it. */
static bool has_meaning(const char *text, size_t len, size_t at)
{
	char before = at ? text[at - 1] : ' ', after = at + 1 < len ? text[at + 1] : ' ';
	switch (text[at]) {
	case '`':
	case '*':
	case '<':
	case '\\':
	case '~':
	case '|':
	case '\n':
	case '\r':
		return true;
	case '_':
		return !is_word(before) || !(is_word(after) || after == '_');
	case '&':
		return is_word(after) || after == '#';
	case '[':
		return after == '^';
	case ']':
		return after == '(' || after == '[' || after == ':';
	default:
		return false;
	}
}

static bool means_nothing(const char *text, size_t len)
{
	static const char some[] = "`*<\\~|\n\r_&[]";
	if (begins_block(text, len))
		return false;
	for (size_t at = 0; at < len; at++)
		/* nearly all characters are letters and blanks */
		if (!is_word(text[at]) && text[at] != ' ' && text[at] && strchr(some, text[at]) && has_meaning(text, len, at))
			return false;
	return true;
}

static size_t longest_ticks(const char *text, size_t len)
{
	size_t longest = 0, run = 0;
	for (size_t i = 0; i < len; i++) {
		run = text[i] == '`' ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	return longest;
}

static void trim(const char **text, size_t *len)
{
	while (*len && is_blank((*text)[*len - 1]))
		--*len;
	while (*len && is_blank(**text)) {
		++*text;
		--*len;
	}
}

void verbatim_code(struct buf *out, const char *text, size_t len)
{
	trim(&text, &len);
	if (!len)
		return;
	size_t ticks = longest_ticks(text, len);
	if (memchr(text, '\n', len)) {
		size_t fence = ticks < 3 ? 3 : ticks + 1;
		buf_fill(out, '`', fence);
		buf_putc(out, '\n');
		buf_put(out, text, len);
		buf_putc(out, '\n');
		buf_fill(out, '`', fence);
		return;
	}
	bool pad = text[0] == '`' || text[len - 1] == '`';
	buf_fill(out, '`', ticks + 1);
	if (pad)
		buf_putc(out, ' ');
	buf_put(out, text, len);
	if (pad)
		buf_putc(out, ' ');
	buf_fill(out, '`', ticks + 1);
}

void verbatim_put(struct buf *out, const char *text, size_t len)
{
	trim(&text, &len);
	if (means_nothing(text, len))
		buf_put(out, text, len);
	else
		verbatim_code(out, text, len);
}

void verbatim_prose(struct buf *out, const char *text, size_t len)
{
	trim(&text, &len);
	for (size_t at = 0; at < len;) {
		const char *end = memchr(text + at, '\n', len - at), *line = text + at;
		size_t line_len = end ? (size_t)(end - line) : len - at;
		at += line_len + (end != NULL);
		trim(&line, &line_len);
		if (!means_nothing(line, line_len)) {
			verbatim_code(out, text, len);
			return;
		}
	}
	buf_put(out, text, len);
}
