#include "doc/escape.h"

#include <ctype.h>
#include <string.h>

enum { INDENT_MAX = 3, LEVEL_MAX = 6 };

/* A line of the text, without its line break. */
struct line {
	const char *at;
	size_t len, indent;
};

static struct line line_at(const char *text)
{
	struct line line = { text, strcspn(text, "\n"), strspn(text, " ") };
	return line;
}

static bool is_blank(const struct line *line)
{
	return line->at[strspn(line->at, " \t\r")] == '\n' || strspn(line->at, " \t\r") >= line->len;
}

/* Length of a run that opens or closes a fence, 0 if the line has none. */
static size_t fence_run(const struct line *line, char *kind)
{
	const char *at = line->at + line->indent;
	*kind = *at;
	if (line->indent > INDENT_MAX || (*at != '`' && *at != '~'))
		return 0;
	size_t run = strspn(at, *at == '`' ? "`" : "~"), rest = line->len - line->indent - run;
	/* it would be a code span */
	if (*at == '`' && memchr(at + run, '`', rest))
		return 0;
	return run >= 3 ? run : 0;
}

/* Nothing stands after the run that may close a fence. */
static bool ends_after(const struct line *line, size_t run)
{
	const char *rest = line->at + line->indent + run;
	return rest + strspn(rest, " \t\r") >= line->at + line->len;
}

/* "## Title ##": where the title is; false if the line is no heading. */
static bool hash_heading(const struct line *line, size_t *from, size_t *len)
{
	size_t level = strspn(line->at + line->indent, "#"), at = line->indent + level, end = line->len;
	if (!level || level > LEVEL_MAX || line->indent > INDENT_MAX ||
		(at < line->len && line->at[at] != ' ' && line->at[at] != '\t' && line->at[at] != '\r'))
		return false;
	while (at < end && isspace((unsigned char)line->at[at]))
		at++;
	while (end > at && isspace((unsigned char)line->at[end - 1]))
		end--;
	size_t hashes = end;
	while (hashes > at && line->at[hashes - 1] == '#')
		hashes--;
	/* a closing run stands apart */
	if (hashes == at || isspace((unsigned char)line->at[hashes - 1]))
		end = hashes;
	while (end > at && isspace((unsigned char)line->at[end - 1]))
		end--;
	*from = at;
	*len = end - at;
	return true;
}

/* "====" or "----" below a line of text. */
static bool is_underline(const struct line *line)
{
	const char *at = line->at + line->indent;
	if (line->indent > INDENT_MAX || (*at != '=' && *at != '-'))
		return false;
	at += strspn(at, *at == '=' ? "=" : "-");
	at += strspn(at, " \t\r");
	return at >= line->at + line->len;
}

static void put_bold(struct buf *out, const char *title, size_t len)
{
	bool plain = len && !memchr(title, '*', len) && !memchr(title, '\\', len);
	if (out->len && out->data[out->len - 1] == '\n' && out->len > 1 && out->data[out->len - 2] != '\n')
		buf_putc(out, '\n');
	buf_puts(out, plain ? "**" : "");
	buf_put(out, title, len);
	buf_puts(out, plain ? "**" : "");
}

void escape_headings(struct buf *out, const char *text)
{
	char fence = '\0', kind;
	size_t fence_len = 0, from, len, paragraph = 0; /* lines of the paragraph so far */
	bool begun = false;
	for (const char *at = text; *at;) {
		struct line line = line_at(at);
		bool last = !line.at[line.len];
		size_t run = fence_run(&line, &kind);
		at += line.len + !last;
		if (run && !fence) {
			fence = kind;
			fence_len = run;
		} else if (run && kind == fence && run >= fence_len && ends_after(&line, run)) {
			fence = '\0';
		} else if (!fence && hash_heading(&line, &from, &len)) {
			put_bold(out, line.at + from, len);
			/* what follows is a paragraph of its own */
			struct line next = line_at(at);
			buf_puts(out, last ? "" : is_blank(&next) ? "\n" : "\n\n");
			paragraph = 0;
			continue;
		} else if (!fence && paragraph && is_underline(&line)) {
			buf_puts(out, last ? "" : "\n");
			paragraph = 0;
			continue;
		}
		/* at the very start it is indented no more where the text is put */
		bool code = line.indent > INDENT_MAX && !paragraph && begun;
		begun = begun || !is_blank(&line);
		paragraph = fence || run || code || is_blank(&line) ? 0 : paragraph + 1;
		buf_put(out, line.at, line.len + !last);
	}
}
