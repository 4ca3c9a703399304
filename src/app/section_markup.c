#include "app/section_markup.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "doc/escape.h"
#include "doc/markdown.h"

enum { LEVEL_MAX = 6, UNDERLINED_MAX = 2, INDENT_MAX = 3 };

static const char bom[] = "\xef\xbb\xbf";

bool section_is_imported(const struct record *section)
{
	return record_has(section, SECTION_MARKUP) ||
	       (record_has(section, SECTION_POSITION) && !record_has(section, SECTION_HEADING));
}

/* ---- text ------------------------------------------------------------------------------------------ */

static bool ends_with_cr(const struct record *section)
{
	return strstr(record_text(section, SECTION_MARKUP), "\r\n") || strstr(record_text(section, SECTION_TEXT), "\r\n");
}

static size_t blank_lines(const char *text)
{
	return (size_t)(text_skip_blank_lines(text) - text);
}

static size_t blank_end(const char *text)
{
	size_t len = strlen(text);
	while (len && strchr(" \t\r\n", text[len - 1]))
		len--;
	return len;
}

void section_text(const struct record *section, const char *text, struct buf *out)
{
	if (!section || !section_is_imported(section)) {
		buf_puts(out, text);
		return;
	}
	const char *old = record_text(section, SECTION_TEXT), *line = ends_with_cr(section) ? "\r\n" : "\n";
	size_t before = blank_lines(old), after = blank_end(old), from = blank_lines(text), to = blank_end(text);
	bool empty = before >= after;
	if (empty)
		buf_puts(out, line);
	else
		buf_put(out, old, before);
	for (; from < to; from++) {
		if (text[from] == '\n' && *line == '\r' && (!from || text[from - 1] != '\r'))
			buf_putc(out, '\r');
		buf_putc(out, text[from]);
	}
	buf_puts(out, empty ? line : old + after);
	buf_puts(out, empty ? line : "");
}

size_t section_markup_begin(const char *markup)
{
	size_t at = text_starts(markup, bom) ? strlen(bom) : 0;
	return at + blank_lines(markup + at);
}

/* ---- heading --------------------------------------------------------------------------------------- */

/* The parts of a heading's source. */
struct parts {
	size_t begin;
	size_t indent, marks; /* blanks and # of one with #; marks 0: it has another form */
	size_t line, next;    /* where its first line ends, and the next begins */
	bool underlined;
};

static struct parts parts_of(const char *markup)
{
	struct parts parts = { .begin = section_markup_begin(markup) };
	const char *text = markup + parts.begin;
	parts.indent = strspn(text, " ");
	parts.marks = parts.indent <= INDENT_MAX ? strspn(text + parts.indent, "#") : 0;
	char after = text[parts.indent + parts.marks];
	if (parts.marks > LEVEL_MAX || (after && !strchr(" \t\r\n", after)))
		parts.marks = 0;
	parts.line = parts.begin + strcspn(text, "\r\n");
	parts.next = parts.line + (markup[parts.line] == '\r') ;
	parts.next += markup[parts.next] == '\n';
	parts.underlined = !parts.marks && !text_empty(markup + parts.next);
	return parts;
}

static void put_marks(const char *markup, const struct parts *parts, int64_t level, const char *heading, struct buf *out)
{
	buf_put(out, markup + parts->begin, parts->marks ? parts->indent : 0);
	buf_fill(out, '#', (size_t)level);
	buf_putc(out, ' ');
	escape_markdown(out, heading);
	buf_puts(out, markup[parts->line] == '\r' ? "\r\n" : markup[parts->line] ? "\n" : "");
}

static void put_underlined(const char *markup, const struct parts *parts, int64_t level, const char *heading, struct buf *out)
{
	size_t end = blank_end(markup), rule = end;
	while (rule > parts->next && markup[rule - 1] != '\n')
		rule--;
	escape_markdown(out, heading);
	buf_put(out, markup + parts->line, parts->next - parts->line);
	for (size_t i = rule; i < end; i++)
		buf_putc(out, strchr("=-", markup[i]) ? (level == 1 ? '=' : '-') : markup[i]);
	buf_puts(out, markup + end);
}

/* A line that stands for a heading: Events:, **Impact** */
static void put_label(const char *markup, const struct parts *parts, const char *heading, struct buf *out)
{
	static const char wide[] = "：";
	size_t from = parts->begin + strspn(markup + parts->begin, " \t*_"), to = parts->line;
	for (size_t was = to + 1; was != to;) {
		was = to;
		while (to > from && strchr(" \t*_:", markup[to - 1]))
			to--;
		if (to - from > strlen(wide) && memcmp(markup + to - strlen(wide), wide, strlen(wide)) == 0)
			to -= strlen(wide);
	}
	buf_put(out, markup + parts->begin, from - parts->begin);
	escape_markdown(out, heading);
	buf_puts(out, markup + to);
}

void section_set_markup(const struct record *section, struct record *change)
{
	const char *markup = record_text(section, SECTION_MARKUP);
	const char *heading = record_text(change->set & 1u << SECTION_HEADING ? change : section, SECTION_HEADING);
	bool leveled = change->set & 1u << SECTION_LEVEL;
	int64_t level = record_int(leveled ? change : section, SECTION_LEVEL);
	struct buf out = { 0 };
	if (!*markup || !*heading || !(change->set & (1u << SECTION_HEADING | 1u << SECTION_LEVEL)))
		return;
	struct parts parts = parts_of(markup);
	level = level < 1 ? 1 : level > LEVEL_MAX ? LEVEL_MAX : level;
	leveled = leveled && level != record_int(section, SECTION_LEVEL);
	buf_put(&out, markup, parts.begin);
	if (parts.underlined && level <= UNDERLINED_MAX)
		put_underlined(markup, &parts, level, heading, &out);
	else if (parts.marks || parts.underlined || leveled)
		put_marks(markup, &parts, level, heading, &out);
	else
		put_label(markup, &parts, heading, &out);
	record_set_text(change, SECTION_MARKUP, buf_text(&out));
	buf_fini(&out);
}

bool section_set_markup_line(const struct record *section, const char *line, struct record *change)
{
	const char *old = record_text(section, SECTION_MARKUP);
	struct parts before = parts_of(old), now = parts_of(line);
	struct buf markup = { 0 }, words = { 0 };
	buf_put(&markup, old, before.begin);
	now.begin = before.begin;
	buf_put(&markup, line, now.line);
	/* what was underlined and has marks now needs no line under it */
	size_t rest = now.marks && before.underlined ? blank_end(old) : before.line;
	buf_puts(&markup, old + rest);
	bool ok = markdown_plain(&words, buf_text(&markup) + now.begin, markup.len - now.begin, NULL) && !text_empty(buf_text(&words));
	for (size_t i = 0; i < words.len; i++)
		if (strchr("\r\n\t", words.data[i]))
			words.data[i] = ' ';
	if (ok && !now.marks && !before.underlined) { /* a label's colon is not of its words */
		buf_trim_end(&words);
		if (words.len > 1 && words.data[words.len - 1] == ':')
			buf_truncate(&words, words.len - 1);
	}
	if (ok) {
		record_set_text(change, SECTION_MARKUP, buf_text(&markup));
		record_set_text(change, SECTION_HEADING, buf_text(&words));
	}
	if (ok && now.marks)
		record_set_int(change, SECTION_LEVEL, (int64_t)now.marks);
	buf_fini(&markup);
	buf_fini(&words);
	return ok;
}
