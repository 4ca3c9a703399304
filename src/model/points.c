#include "model/points.h"

#include <ctype.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

/* ---- numbers ------------------------------------------------------------------------------------ */

static const char *const numerals[] = { "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
	"twelve", "dozen", "hundred", "hundreds", "thousand", "thousands", "million", "millions", "half", "third",
	"quarter", "all", "every", "everybody", "everyone", "none", "nobody" };

static bool is_numeral(const char *word, size_t len)
{
	for (size_t i = 0; i < LENGTH(numerals); i++)
		if (strlen(numerals[i]) == len && strncasecmp(numerals[i], word, len) == 0)
			return true;
	return false;
}

/* A number by itself or with its unit: 18, 18.5, 1,200, 40k, 23min. Not of a name, a date or a clock. */
static bool is_quantity(const char *word, size_t len)
{
	size_t digits = strspn(word, "0123456789"), dots = 0;
	if (!digits || digits > len)
		return false;
	for (size_t i = 0; i < len; i++)
		dots += word[i] == '.' && isdigit((unsigned char)word[i + 1]);
	if (dots > 1 || memchr(word, ':', len - 1))
		return false;
	/* 2023-01-17 and 17/01/2023 */
	size_t parts = 1;
	for (size_t i = 1; i + 1 < len; i++)
		parts += (word[i] == '-' || word[i] == '/') && isdigit((unsigned char)word[i + 1]);
	return parts < 3;
}

bool points_number(const char *text)
{
	for (const char *at = text; *at;) {
		size_t len = strcspn(at, " \t\r\n()[]|\"*~`");
		const char *word = at;
		while (len && strchr("~<>=+", *word))
			word++, len--;
		size_t letters = 0;
		while (letters < len && isalpha((unsigned char)word[letters]))
			letters++;
		if (len && (is_quantity(word, len) || is_numeral(word, letters)))
			return true;
		at = word + len;
		at += *at != '\0';
	}
	return false;
}

/* ---- sentences and points ----------------------------------------------------------------------- */

/* A full stop that ends a word only. */
static bool ends_in_abbreviation(const struct buf *text)
{
	static const char *const words[] = { "e.g.", "i.e.", "vs.", "cf.", "z.B.", "d.h.", "p. ex." };
	for (size_t i = 0; i < LENGTH(words); i++) {
		size_t len = strlen(words[i]);
		if (text->len >= len && strncasecmp(text->data + text->len - len, words[i], len) == 0 &&
			(text->len == len || !isalnum((unsigned char)text->data[text->len - len - 1])))
			return true;
	}
	return false;
}

bool points_sentence(const char **text, struct buf *out)
{
	buf_truncate(out, 0);
	*text += strspn(*text, " \t\r\n");
	const char *at = *text;
	for (; *at; at++) {
		bool stop = strchr(".!?", *at) && (!at[1] || isspace((unsigned char)at[1]));
		bool gap = at[0] == '\n' && at[1] == '\n';
		if (gap)
			break;
		buf_putc(out, *at);
		if (stop && !ends_in_abbreviation(out)) {
			at++;
			break;
		}
	}
	*text = at;
	return out->len > 0;
}

static bool is_fence(const char *line)
{
	line += strspn(line, " ");
	return text_starts(line, "```") || text_starts(line, "~~~");
}

/* The length of a list item's mark with the blanks around it, 0 if the line begins no top item. */
static size_t mark_length(const char *line)
{
	enum { INDENT = 1 };
	size_t at = strspn(line, " "), digits;
	if (at > INDENT)
		return 0;
	digits = strspn(line + at, "0123456789");
	if (digits && strchr(".)", line[at + digits]))
		at += digits + 1;
	else if (strchr("-*+", line[at]) && line[at])
		at++;
	else
		return 0;
	size_t blanks = strspn(line + at, " \t");
	return blanks ? at + blanks : 0;
}

static size_t line_length(const char *line)
{
	size_t len = strcspn(line, "\n");
	return len + (line[len] == '\n');
}

static const char *pass_fence(const char *line)
{
	line += line_length(line);
	while (*line && !is_fence(line))
		line += line_length(line);
	return line + line_length(line);
}

/* Up to what can begin a point: no blank line, heading or fence. */
static const char *find_point(const char *line)
{
	while (*line) {
		if (is_fence(line))
			line = pass_fence(line);
		else if (*line == '#' || line[strspn(line, " \t\r")] == '\n')
			line += line_length(line);
		else
			break;
	}
	return line;
}

/* The next point, which may be empty. */
static void read_point(const char **text, struct buf *out)
{
	const char *line = find_point(*text);
	size_t mark = mark_length(line);
	bool item = mark > 0, first = true;
	buf_truncate(out, 0);
	while (*line) {
		size_t len = strcspn(line, "\n");
		bool blank = line[strspn(line, " \t\r")] == '\n' || !len;
		bool deeper = strspn(line, " ") >= 2;
		if (!first && (mark_length(line) || *line == '#' || (blank && !item)))
			break;
		/* after a gap only what is indented still belongs to the item */
		const char *after = line + line_length(line);
		if (blank && item && strspn(after, " ") < 2)
			break;
		if (is_fence(line)) {
			if (!deeper)
				break;
			line = pass_fence(line);
			continue;
		}
		if (!blank) {
			size_t skip = first ? mark : strspn(line, " \t");
			buf_puts(out, first ? "" : " ");
			buf_put(out, line + skip, len - skip);
		}
		first = false;
		line = after;
	}
	buf_trim_end(out);
	*text = line;
}

bool points_next(const char **text, struct buf *out)
{
	do
		read_point(text, out);
	while (!out->len && **text);
	return out->len > 0;
}
