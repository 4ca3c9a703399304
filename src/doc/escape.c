#include "doc/escape.h"

#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/text.h"
#include "doc/internal.h"

static bool punctuation(char c)
{
	return c > ' ' && c < 0x7f && !ascii_alnum(c);
}

static void fold(struct buf *out, const char *text)
{
	for (; *text; text++) {
		if (!ascii_space(*text))
			buf_putc(out, *text);
		else if (out->len && out->data[out->len - 1] != ' ')
			buf_putc(out, ' ');
	}
	buf_trim_end(out);
}

/* ---- plain text as Markdown -------------------------------------------------------------- */

/* A text with one space between its words, and what is known about the word and run being read. */
struct line {
	const char *text;
	size_t len;
	size_t word_end;   /* of the word being read */
	size_t last_angle; /* the last > in it, 0 if none */
	size_t run_end;	   /* of the run of _ or ~ being read */
	bool run_special;  /* that run has to be escaped */
	size_t start_mark; /* what would make the whole line a block, len if nothing */
};

static char char_at(const struct line *line, size_t i)
{
	return i < line->len ? line->text[i] : '\0';
}

static char char_before(const struct line *line, size_t i)
{
	return i ? line->text[i - 1] : '\0';
}

/* The character that makes a line beginning with this text a heading, item, quote, rule or table.
 */
static size_t start_mark(const char *text, size_t len)
{
	size_t hashes = strspn(text, "#"), digits = strspn(text, "0123456789");
	bool rule = strspn(text, "-: ") == len && strchr(text, '-');
	bool underline = len && strspn(text, "= ") == len;
	if (rule || underline || text[0] == '>')
		return 0;
	if ((text[0] == '-' || text[0] == '+') && (!text[1] || text[1] == ' '))
		return 0;
	if (hashes >= 1 && hashes <= 6 && (!text[hashes] || text[hashes] == ' '))
		return 0;
	if (digits >= 1 && digits <= 9 && (text[digits] == '.' || text[digits] == ')') &&
		(!text[digits + 1] || text[digits + 1] == ' '))
		return digits;
	return len;
}

static void read_run(struct line *line, size_t at)
{
	char c = line->text[at], before = char_before(line, at);
	size_t end = at;
	while (char_at(line, end) == c)
		end++;
	char after = char_at(line, end);
	bool apart = before == ' ' && after == ' ';
	bool opens = end == at + 1 && (before == ' ' || !before) && ascii_alnum(after);
	line->run_end = end;
	/* all that could close a strike-through is escaped, so a lone ~ that could only open one
	 * may stay */
	line->run_special = c == '_' ? !apart && !(ascii_alnum(before) && ascii_alnum(after))
				     : !opens && !(apart && end == at + 1);
}

/* Does a character reference (&lt; &#60;) begin at `at`? With `open`, also one that may yet be one.
 */
static bool entity(const char *text, size_t at, bool open)
{
	enum { LONGEST = 33 };
	size_t i = at + 1;
	while (i - at <= LONGEST && (ascii_alnum(text[i]) || text[i] == '#'))
		i++;
	return (text[i] == ';' && i > at + 1) || (open && !text[i] && i > at + 2);
}

/* Would Markdown read the character at `i` as anything but itself? What follows the text is
 * unknown. */
static bool special(struct line *line, size_t i)
{
	char before = char_before(line, i), after = char_at(line, i + 1);
	if (i == line->start_mark)
		return true;
	switch (line->text[i]) {
	case '`':
	case '[':
	case ']':
	case '|':
		return true;
	case '\\':
		return !after || punctuation(after);
	case '*':
		return before != ' ' || after != ' ';
	case '_':
	case '~':
		if (i >= line->run_end)
			read_run(line, i);
		return line->run_special;
	case '#': /* at the end of a heading they would be its closing marks */
		return before == ' ' && strspn(line->text + i, "#") == line->len - i;
	case '<':
		return !after || ascii_letter(after) || strchr("/!?", after) ||
			line->last_angle > i;
	case '&':
		return entity(line->text, i, true);
	default:
		return false;
	}
}

/* The length of what is before the host of an address cmark-gfm makes a link of, or 0. */
static size_t address_scheme(const char *word, size_t len)
{
	static const char *const schemes[] = { "http://", "https://", "ftp://" };
	if (len > 4 && strncmp(word, "www.", 4) == 0)
		return 4;
	for (size_t i = 0; i < LENGTH(schemes); i++) {
		size_t n = strlen(schemes[i]);
		if (len > n && strncasecmp(word, schemes[i], n) == 0)
			return n;
	}
	return 0;
}

/* Where cmark-gfm ends the link it makes of an address: without punctuation and unmatched ) at its
 * end. */
static size_t address_end(const char *word, size_t len)
{
	size_t open = 0, closed = 0;
	for (size_t i = 0; i < len; i++) {
		open += word[i] == '(';
		closed += word[i] == ')';
	}
	while (len) {
		if (word[len - 1] == ')' && closed > open)
			closed--;
		else if (!strchr("?!.,:*_~'\"", word[len - 1]))
			break;
		len--;
	}
	return len;
}

/*
 * Is the word from `at` on an address in which every special character stands inside the link that
 * cmark-gfm makes of it? There it stands for itself, and a backslash would too.
 */
static bool address(struct line *line, size_t at)
{
	size_t start = at + (line->text[at] == '(');
	const char *word = line->text + start;
	size_t len = line->word_end - start, scheme = address_scheme(word, len), host = scheme;
	if (!scheme || !ascii_alnum(word[scheme]) || memchr(word, '<', len))
		return false;
	while (host < len && (ascii_alnum(word[host]) || word[host] == '.' || word[host] == '-'))
		host++;
	if (host < len && !strchr("/:?#", word[host]))
		return false;
	size_t end = address_end(word, len);
	if (!end || word[end - 1] == ';')
		return false;
	for (size_t i = 0; i < len; i++) {
		if (special(line, start + i) && (i >= end || !strchr("*_~", word[i])))
			return false;
	}
	return true;
}

static bool holds(const char *word, size_t len, const char *part)
{
	return memmem(word, len, part, strlen(part)) != NULL;
}

static void read_word(struct line *line, size_t at)
{
	const char *end = memchr(line->text + at, ' ', line->len - at);
	line->word_end = end ? (size_t)(end - line->text) : line->len;
	const char *angle = memrchr(line->text + at, '>', line->word_end - at);
	line->last_angle = angle ? (size_t)(angle - line->text) : 0;
}

static void put_word(struct buf *out, struct line *line, size_t at, bool links)
{
	const char *word = line->text + at;
	size_t len = line->word_end - at;
	bool plain = true, linked = links && (holds(word, len, "://") || holds(word, len, "www."));
	for (size_t i = 0; linked && plain && i < len; i++)
		plain = !special(line, at + i);
	line->run_end = at;
	if (linked && (plain || address(line, at))) {
		buf_put(out, word, len);
		return;
	}
	line->run_end = at;
	for (size_t i = 0; i < len; i++) {
		/* an address with a backslash in it would show the backslash: keep it from becoming
		 * a link */
		bool joint = linked &&
			((word[i] == ':' && text_starts(word + i, "://")) ||
				(word[i] == '.' && i >= 3 && memcmp(word + i - 3, "www", 3) == 0));
		if (word[i] == '\\' && at + i + 1 == line->len) {
			/* any number of backslashes before a | keep it from ending the cell */
			buf_puts(out, "&#92;");
			continue;
		}
		if (joint || special(line, at + i))
			buf_putc(out, '\\');
		buf_putc(out, word[i]);
	}
}

static void put_line(struct buf *out, const char *text, bool links)
{
	struct buf folded = { 0 };
	fold(&folded, text);
	struct line line = { .text = buf_text(&folded), .len = folded.len };
	line.start_mark = start_mark(line.text, line.len);
	for (size_t at = 0; at < line.len; at = line.word_end) {
		if (line.text[at] == ' ') {
			buf_putc(out, ' ');
			line.word_end = at + 1;
			continue;
		}
		read_word(&line, at);
		put_word(out, &line, at, links);
	}
	buf_fini(&folded);
}

void escape_markdown(struct buf *out, const char *text)
{
	put_line(out, text, true);
}

void escape_link_text(struct buf *out, const char *text)
{
	put_line(out, text, false);
}

/* ---- other places ------------------------------------------------------------------------ */

void escape_none(struct buf *out, const char *text)
{
	buf_puts(out, text);
}

void escape_url(struct buf *out, const char *url)
{
	for (size_t i = 0; url[i]; i++) {
		unsigned char c = (unsigned char)url[i];
		if (c <= ' ' || c == 0x7f || strchr("()<>|\\\"`", c))
			buf_printf(out, "%%%02X", c);
		else if (c == '&' && entity(url, i, false))
			buf_puts(out, "&amp;");
		else
			buf_putc(out, (char)c);
	}
}

void escape_anchor(struct buf *out, const char *text)
{
	size_t start = out->len;
	for (; *text; text++) {
		if (ascii_alnum(*text))
			buf_putc(out, (char)(ascii_letter(*text) ? *text | 0x20 : *text));
		else if (out->len > start && out->data[out->len - 1] != '-')
			buf_putc(out, '-');
	}
	if (out->len > start && out->data[out->len - 1] == '-')
		buf_truncate(out, out->len - 1);
	if (out->len == start)
		buf_puts(out, "section");
}
