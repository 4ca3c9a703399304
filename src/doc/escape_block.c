#include "doc/escape.h"

#include <string.h>

#include "base/text.h"
#include "doc/internal.h"

/* One line of a text, without its line break and the white space before that. */
struct line {
	const char *text;
	size_t len;
};

struct fence {
	char mark; /* '\0': none is open */
	size_t length;
};

static bool next_line(const char **text, struct line *line)
{
	if (!**text)
		return false;
	size_t len = strcspn(*text, "\r\n");
	*line = (struct line){ .text = *text, .len = len };
	*text += len;
	*text += text_starts(*text, "\r\n") ? 2 : **text != '\0';
	while (line->len && strchr(" \t", line->text[line->len - 1]))
		line->len--;
	return true;
}

static struct line strip(struct line line)
{
	while (line.len && strchr(" \t", *line.text)) {
		line.text++;
		line.len--;
	}
	return line;
}

static size_t count_run(struct line line, size_t at, char c)
{
	size_t n = 0;
	while (at + n < line.len && line.text[at + n] == c)
		n++;
	return n;
}

static size_t longest_run(const char *text, size_t len, char c)
{
	size_t longest = 0, run = 0;
	for (size_t i = 0; i < len; i++) {
		run = text[i] == c ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	return longest;
}

/* Does the line open or close a fence? Then `fence` changes. */
static bool follow_fence(struct fence *fence, struct line line)
{
	size_t indent = count_run(line, 0, ' ');
	char mark = indent < line.len ? line.text[indent] : '\0';
	size_t run = count_run(line, indent, mark);
	if (indent > 3 || (mark != '`' && mark != '~') || run < 3)
		return false;
	size_t after = indent + run;
	if (fence->mark) {
		if (mark != fence->mark || run < fence->length || after < line.len)
			return false;
		fence->mark = '\0';
		return true;
	}
	if (mark == '`' && memchr(line.text + after, '`', line.len - after))
		return false;
	*fence = (struct fence){ .mark = mark, .length = run };
	return true;
}

/* ---- items ------------------------------------------------------------------------------- */

static bool starts_block(struct line line)
{
	size_t indent = count_run(line, 0, ' '), digits = indent,
	       hashes = count_run(line, indent, '#');
	if (indent > 3 || indent == line.len)
		return false;
	const char *mark = line.text + indent;
	size_t len = line.len - indent;
	while (digits < line.len && line.text[digits] >= '0' && line.text[digits] <= '9')
		digits++;
	digits -= indent;
	if (hashes >= 1 && hashes <= 6)
		return len > hashes && mark[hashes] == ' ';
	if (count_run(line, indent, '`') >= 3 || count_run(line, indent, '~') >= 3)
		return true;
	if (digits >= 1 && digits <= 9 && digits < len && strchr(".)", mark[digits]))
		return digits + 1 < len && mark[digits + 1] == ' ';
	return len > 1 && strchr("-+*>", *mark) && mark[1] == ' ';
}

/* The line of dashes below the head of a table. */
static bool is_rule(struct line line)
{
	bool bars = false, dashes = false;
	for (size_t i = 0; i < line.len; i++) {
		if (!strchr("|:- \t", line.text[i]))
			return false;
		bars |= line.text[i] == '|';
		dashes |= line.text[i] == '-';
	}
	return bars && dashes;
}

static bool has_span(struct line line)
{
	const char *tick = memchr(line.text, '`', line.len);
	size_t ticks = tick ? count_run(line, (size_t)(tick - line.text), '`') : 0;
	const char *bold = memmem(line.text, line.len, "**", 2);
	const char *end = line.text + line.len;
	if (memmem(line.text, line.len, "](", 2))
		return true;
	if (tick && memchr(tick + ticks, '`', (size_t)(end - tick) - ticks))
		return true;
	return bold && memmem(bold + 2, (size_t)(end - bold) - 2, "**", 2);
}

/* Only dashes and the like: after a list mark, or below text, they would be a rule or a heading's
 * line. */
static bool is_dashes(struct line line)
{
	size_t n = 0;
	while (n < line.len && strchr("-*_= \t", line.text[n]))
		n++;
	return line.len && n == line.len;
}

enum layout { LAYOUT_LINE, LAYOUT_MARKDOWN, LAYOUT_BREAKS, LAYOUT_FENCE };

static enum layout choose_layout(const char *text)
{
	bool plain = true;
	struct line line;
	struct buf raw = { 0 }, escaped = { 0 };
	enum layout layout = LAYOUT_FENCE;
	if (!strpbrk(text, "\r\n"))
		return LAYOUT_LINE;
	while (next_line(&text, &line)) {
		if (starts_block(line) || is_rule(line) || has_span(line))
			layout = LAYOUT_MARKDOWN;
		buf_truncate(&raw, 0);
		buf_truncate(&escaped, 0);
		buf_put(&raw, line.text, line.len);
		escape_markdown(&escaped, buf_text(&raw));
		plain = plain && text_equal(buf_text(&raw), buf_text(&escaped));
	}
	buf_fini(&raw);
	buf_fini(&escaped);
	return layout == LAYOUT_MARKDOWN ? layout : plain ? LAYOUT_BREAKS : LAYOUT_FENCE;
}

static void put_item_line(struct buf *out, struct line line, size_t indent)
{
	if (!line.len)
		return;
	buf_fill(out, ' ', indent);
	buf_put(out, line.text, line.len);
}

/* Leading tabs would lose columns behind the indentation: they become spaces. */
static void put_markdown_line(struct buf *out, struct line line, size_t indent)
{
	size_t columns = 0;
	while (line.len && strchr(" \t", *line.text)) {
		columns = *line.text == '\t' ? columns / 4 * 4 + 4 : columns + 1;
		line.text++;
		line.len--;
	}
	if (line.len)
		buf_fill(out, ' ', indent + columns);
	buf_put(out, line.text, line.len);
}

static void put_fenced(struct buf *out, const char *text, size_t indent)
{
	size_t longest = longest_run(text, strlen(text), '`');
	struct line line;
	size_t ticks = longest < 3 ? 3 : longest + 1;
	buf_putc(out, '\n');
	buf_fill(out, ' ', indent);
	buf_fill(out, '`', ticks);
	while (next_line(&text, &line)) {
		buf_putc(out, '\n');
		put_item_line(out, line, indent);
	}
	buf_putc(out, '\n');
	buf_fill(out, ' ', indent);
	buf_fill(out, '`', ticks);
}

static void put_breaks(struct buf *out, const char *text, size_t indent)
{
	struct line line;
	bool open = false;
	while (next_line(&text, &line)) {
		const char *rest = text;
		struct line next;
		bool more = next_line(&rest, &next) && next.len;
		put_item_line(out, line, open ? indent : 0);
		if (line.len && more)
			buf_putc(out, '\\');
		if (*text)
			buf_putc(out, '\n');
		open = true;
	}
}

/* Close what is left open; only these can be, and parsing every event of a long timeline takes
 * time. */
static bool close_open(struct buf *out, const char *text)
{
	if (strchr(text, '<') || strstr(text, "```") || strstr(text, "~~~"))
		return markdown_close(out, text, 0, NULL);
	buf_puts(out, text);
	return markdown_check_bounds(text, strlen(text), NULL);
}

static bool put_markdown(struct buf *out, const char *text, size_t indent)
{
	struct buf closed = { 0 };
	struct line line;
	bool first = true, ok = close_open(&closed, text);
	buf_trim_end(&closed);
	text = buf_text(&closed);
	while (ok && next_line(&text, &line)) {
		bool block = first && *text && (starts_block(line) || strip(line).text[0] == '<');
		if (!first || block)
			buf_putc(out, '\n');
		if (first && !block && is_dashes(line))
			buf_putc(out, '\\');
		if (first && !block)
			put_item_line(out, strip(line), 0);
		else
			put_markdown_line(out, line, indent);
		first = false;
	}
	buf_fini(&closed);
	return ok;
}

/* Past the marks of quotes and list items at the start of a line. */
static size_t skip_marks(struct line line)
{
	size_t at = 0;
	for (;;) {
		size_t digits = at;
		while (digits < line.len && line.text[digits] >= '0' && line.text[digits] <= '9')
			digits++;
		if (at < line.len && strchr(" \t>-+*", line.text[at]))
			at++;
		else if (digits > at && digits < line.len && strchr(".)", line.text[digits]))
			at = digits + 1;
		else
			return at;
	}
}

/*
 * Text with what would be read as the definition of a link or footnote shown as it is: the definition itself would
 * vanish, and others' [words] become links by it. `\` before its bracket does it; it may go on over several lines.
 * Code stays, as far as it certainly is code: a fence that is not at the margin ends with what it is inside of, and in
 * HTML there are none.
 */
static void escape_definitions(struct buf *out, const char *text)
{
	enum { LABEL_MAX = 1000 }; /* of cmark-gfm */
	struct fence fence = { 0 };
	struct line line;
	bool html = false;
	for (const char *next = text; next_line(&next, &line); text = next) {
		size_t at = skip_marks(line);
		html = html || (!fence.mark && at < line.len && line.text[at] == '<');
		bool margin = fence.mark || (line.len && strchr("`~", *line.text));
		bool code = !html && margin && (follow_fence(&fence, line) || fence.mark);
		bool bracket = at < line.len && line.text[at] == '[' && !code;
		if (bracket && memmem(line.text + at, strnlen(line.text + at, LABEL_MAX + 4), "]:", 2)) {
			buf_put(out, text, at);
			buf_putc(out, '\\');
			text += at;
		}
		buf_put(out, text, (size_t)(next - text));
	}
}

void escape_item_block(struct buf *out, const char *text, size_t indent)
{
	struct buf trimmed = { 0 }, shown = { 0 };
	struct line line;
	for (const char *next = text; next_line(&next, &line) && !line.len;)
		text = next; /* blank lines before the text would end the item */
	buf_puts(&trimmed, text);
	buf_trim_end(&trimmed);
	text = buf_text(&trimmed);
	escape_definitions(&shown, text);
	switch (choose_layout(text)) {
	case LAYOUT_LINE:
	case LAYOUT_MARKDOWN:
		if (put_markdown(out, buf_text(&shown), indent))
			break;
		/* too much for the parser: show it as it is */
		__attribute__((fallthrough));
	case LAYOUT_FENCE:
		put_fenced(out, text, indent);
		break;
	case LAYOUT_BREAKS:
		put_breaks(out, buf_text(&shown), indent);
		break;
	}
	buf_fini(&trimmed);
	buf_fini(&shown);
}
