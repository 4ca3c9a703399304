#include <string.h>
#include <strings.h>

#include "doc/internal.h"

enum html {
	HTML_VERBATIM = 1, /* <pre>, <script>, <style> */
	HTML_COMMENT = 2,
	HTML_INSTRUCTION = 4,
	HTML_DECLARATION = 8,
	HTML_CDATA = 16,
	HTML_BLOCK = 32, /* any other tag: to the next blank line */
};

static size_t line_end(const struct bounds *b, size_t at)
{
	while (at < b->len && b->text[at] != '\n' && b->text[at] != '\r')
		at++;
	return at;
}

static size_t next_line(const struct bounds *b, size_t end)
{
	if (end + 1 < b->len && b->text[end] == '\r' && b->text[end + 1] == '\n')
		return end + 2;
	return end < b->len ? end + 1 : end;
}

/* ---- blocks ------------------------------------------------------------------------------ */

/* An opening code fence at the left margin: there it is one whatever stands before it, unless
 * inside an HTML block or another fence. Gives the length of the fence, 0 if it is none. */
static size_t fence_length(const struct bounds *b, size_t at, size_t end)
{
	char c = at < end ? b->text[at] : '\0';
	size_t n = c == '`' || c == '~' ? bounds_run(b->text, at, end, c) : 0;
	if (n < 3 || (c == '`' && memchr(b->text + at + n, '`', end - at - n)))
		return 0;
	return n;
}

static size_t skip_fence(struct bounds *b, size_t at, size_t end)
{
	char c = b->text[at];
	size_t n = fence_length(b, at, end);
	while (end < b->len) {
		at = next_line(b, end);
		end = line_end(b, at);
		b->line++;
		size_t mark = at + bounds_run(b->text, at, end, ' ');
		size_t run = bounds_run(b->text, mark, end, c);
		size_t tail = mark + run;
		while (tail < end && (b->text[tail] == ' ' || b->text[tail] == '\t'))
			tail++;
		/* the parser keeps the length in a byte */
		if (mark - at <= 3 && run >= 3 && run >= (n < 255 ? n : 255) && tail == end)
			break;
	}
	b->line++;
	return next_line(b, end);
}

/*
 * Follow the fences indented by up to 3 columns. Whether they are at the top or in an item is not
 * known; as soon as that makes a difference to what comes after, no fence is skipped any more.
 */
static void follow_fence(struct bounds *b, size_t at, size_t end)
{
	size_t indent = bounds_run(b->text, at, end, ' '), mark = at + indent;
	size_t length = indent <= 3 ? fence_length(b, mark, end) : 0;
	bool blank = mark == end;
	if (b->fence.mark && !blank && indent < b->fence.indent && b->text[mark] != '\t')
		b->lost = true;
	if (!length)
		return;
	if (b->html) {
		b->lost = true;
	} else if (!b->fence.mark) {
		b->fence.mark = b->text[mark];
		b->fence.indent = indent;
		b->fence.length = length;
	} else if (b->text[mark] == b->fence.mark && length >= b->fence.length) {
		for (mark += length; mark < end && ascii_space(b->text[mark]); mark++)
			;
		if (mark == end)
			b->fence.mark = '\0';
	}
}

/* A line that no paragraph or table goes on with, whatever it is inside of. */
static bool begins_block(const struct bounds *b, size_t at, size_t end)
{
	size_t blank = at;
	while (blank < end && (b->text[blank] == ' ' || b->text[blank] == '\t'))
		blank++;
	if (blank == end)
		return true;
	if (fence_length(b, at, end))
		return true;
	size_t mark = at + bounds_run(b->text, at, end, ' ');
	if (mark - at > 3)
		return false;
	size_t hashes = bounds_run(b->text, mark, end, '#');
	if (hashes)
		return hashes <= 6 && mark + hashes < end && b->text[mark + hashes] == ' ';
	bool bullet = b->text[mark] == '-' || b->text[mark] == '+' || b->text[mark] == '*';
	size_t after = mark + 1;
	if (b->text[mark] == '1' && after < end && (b->text[after] == '.' || b->text[after] == ')'))
		after++;
	else if (!bullet)
		return false;
	return after + 1 < end && b->text[after] == ' ' && !ascii_space(b->text[after + 1]);
}

static bool holds(const char *line, size_t len, const char *part)
{
	size_t n = strlen(part);
	for (size_t i = 0; i + n <= len; i++) {
		if (strncasecmp(line + i, part, n) == 0)
			return true;
	}
	return false;
}

static bool closes(const char *line, size_t len, enum html html)
{
	switch (html) {
	case HTML_VERBATIM:
		return holds(line, len, "</script>") || holds(line, len, "</pre>") ||
			holds(line, len, "</style>");
	case HTML_COMMENT:
		return holds(line, len, "-->");
	case HTML_INSTRUCTION:
		return holds(line, len, "?>");
	case HTML_DECLARATION:
		return memchr(line, '>', len) != NULL;
	case HTML_CDATA:
		return holds(line, len, "]]>");
	case HTML_BLOCK:
		return false;
	}
	return false;
}

/* Keep track of the HTML blocks that may be open, because a fence inside one is none. */
static void follow_html(struct bounds *b, size_t at, size_t end)
{
	static const struct {
		const char *begin;
		enum html html;
	} starts[] = {
		{ "<script", HTML_VERBATIM },
		{ "<pre", HTML_VERBATIM },
		{ "<style", HTML_VERBATIM },
		{ "<!--", HTML_COMMENT },
		{ "<?", HTML_INSTRUCTION },
		{ "<![CDATA[", HTML_CDATA },
		{ "<!", HTML_DECLARATION },
		{ "<", HTML_BLOCK },
	};
	const char *line = b->text + at;
	size_t len = end - at, mark = bounds_run(b->text, at, end, ' ');
	for (size_t i = 0; mark <= 3 && mark < len && line[mark] == '<' && i < LENGTH(starts);
		i++) {
		size_t n = strlen(starts[i].begin);
		if (len - mark >= n && strncasecmp(line + mark, starts[i].begin, n) == 0)
			b->html |= starts[i].html;
	}
	for (unsigned html = HTML_VERBATIM; b->html && html < HTML_BLOCK; html <<= 1) {
		if ((b->html & html) && closes(line, len, html))
			b->html &= ~html;
	}
}

/* Quotes and list items the line opens or goes on with, by its marks and by its indentation. */
static bool scan_prefix(struct bounds *b, size_t at, size_t end)
{
	size_t columns = 0, marks = 0, i = at;
	bool items = false;
	while (i < end) {
		char c = b->text[i];
		size_t digits = i;
		while (digits < end && b->text[digits] >= '0' && b->text[digits] <= '9')
			digits++;
		bool number = digits > i && digits < end &&
			(b->text[digits] == '.' || b->text[digits] == ')');
		size_t after = number ? digits + 1 : i + 1;
		bool item = (number || c == '-' || c == '+' || c == '*') &&
			(after >= end || ascii_space(b->text[after]));
		if (c == ' ' || c == '\t')
			columns += c == '\t' ? 4 : 1;
		else if (item || c == '>')
			marks++;
		else
			break;
		items |= item;
		i = after;
	}
	bool blank = i == end && !items;
	size_t own = (columns / 2 < b->depth ? columns / 2 : b->depth) + marks;
	if (!b->after_blank || blank)
		own = own > b->depth ? own : b->depth; /* a paragraph may go on without its marks */
	b->depth = own;
	b->after_blank = blank;
	if (blank && !marks)
		b->html &= ~(unsigned)HTML_BLOCK;
	return bounds_charge(b, BOUND_PIECE, 2 * (double)marks + !blank) &&
		(!blank || bounds_charge(b, BOUND_BLANK_DEPTH, (double)b->depth + 1));
}

/* The columns of a plain table row at the left margin, 0 if the line is none. */
static size_t row_columns(const struct bounds *b, size_t at, size_t end)
{
	size_t pipes = 0;
	if (at == end || b->text[at] != '|' || memchr(b->text + at, '\\', end - at))
		return 0;
	while (end > at && ascii_space(b->text[end - 1]))
		end--;
	for (size_t i = at; i < end; i++)
		pipes += b->text[i] == '|';
	return b->text[end - 1] == '|' ? pipes - 1 : pipes;
}

/* Every cell of the row is dashes, perhaps with a colon at either end. */
static bool plain_rule(const struct bounds *b, size_t at, size_t end)
{
	const char *t = b->text;
	while (at < end && t[at] == '|') {
		at += 1 + bounds_run(t, at + 1, end, ' ');
		if (at == end)
			break;
		at += t[at] == ':';
		size_t dashes = bounds_run(t, at, end, '-');
		at += dashes;
		at += at < end && t[at] == ':';
		at += bounds_run(t, at, end, ' ');
		if (!dashes)
			return false;
	}
	return at == end;
}

/*
 * A table that is certainly one: its head at the margin after a blank line, the rule with as many
 * columns below it. While its rows begin with |, each cell is a paragraph by itself.
 */
static bool begins_table(const struct bounds *b, size_t at, size_t end)
{
	size_t rule = next_line(b, end), rule_end = line_end(b, rule);
	size_t columns = row_columns(b, at, end);
	return b->after_blank && !b->html && columns && row_columns(b, rule, rule_end) == columns &&
		plain_rule(b, rule, rule_end);
}

static void begin_paragraph(struct bounds *b, size_t at, size_t end)
{
	bool blank = at == end;
	b->start = b->last_pipe = at;
	b->first = b->line;
	b->marks = b->images = b->walk = 0;
	b->squares = 0;
	bool after_row = b->in_table && !blank; /* any line may be one more row */
	b->in_table = (after_row && b->text[at] == '|') || begins_table(b, at, end);
	b->columns = after_row ? b->columns : 0;
	while (!b->in_table && !blank && end < b->len) {
		size_t next = next_line(b, end);
		size_t next_end = line_end(b, next);
		if (next == b->len || begins_block(b, next, next_end))
			break;
		end = next_end;
	}
	b->end = end;
}

bool markdown_check_bounds(const char *text, size_t len, struct err *err)
{
	if (len > MARKDOWN_BYTES_MAX)
		return err_set(err, ERR_USAGE,
			"the Markdown has %zu bytes; at most %d can be parsed", len,
			MARKDOWN_BYTES_MAX);
	if (memchr(text, '\0', len))
		return err_set(
			err, ERR_USAGE, "the Markdown has a NUL byte in it, which no text has");
	struct bounds b = { .text = text, .len = len, .line = 1, .after_blank = true, .err = err };
	size_t at = len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	while (at < len) {
		size_t end = line_end(&b, at);
		if (!b.lost && !b.html && !b.fence.mark && fence_length(&b, at, end)) {
			if (!bounds_charge(&b, BOUND_PIECE, 1.5))
				return false;
			at = skip_fence(&b, at, end);
			b.end = at;
			b.in_table = false;
			b.depth = 0;
			b.after_blank = true;
			continue;
		}
		if (b.in_table || at >= b.end || begins_block(&b, at, end))
			begin_paragraph(&b, at, end);
		if (!scan_prefix(&b, at, end) || !bounds_inline(&b, at, end))
			return false;
		follow_fence(&b, at, end);
		follow_html(&b, at, end);
		at = next_line(&b, end);
		b.line++;
	}
	b.line = b.reference_line;
	return bounds_charge(
		&b, BOUND_REFERENCE_BYTE, (double)b.longest_reference * (double)b.brackets);
}
