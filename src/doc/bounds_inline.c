#include <string.h>

#include "doc/internal.h"

enum {
	MAILS_MAX = 1000, /* cmark-gfm looks at no more of them in one text */
	LINE_NS = 150,	  /* reading one line as a table row */
};

static size_t find_end(const struct bounds *b, size_t at, const char *mark)
{
	const char *found = memmem(b->text + at, b->end - at, mark, strlen(mark));
	return found ? (size_t)(found - b->text) : b->end;
}

/* Past white space; the marks of quotes at the start of a line are not there for the scanner of
 * tags. */
static size_t skip_space(const struct bounds *b, size_t at)
{
	bool start = false;
	for (; at < b->end && (ascii_space(b->text[at]) || (start && b->text[at] == '>')); at++)
		start = start || b->text[at] == '\n' || b->text[at] == '\r';
	return at;
}

/* How far the scanner for an opening tag reads on from the `<` at `at`. */
static size_t tag_end(const struct bounds *b, size_t at)
{
	const char *t = b->text;
	size_t i = at + 1, end = b->end;
	while (i < end && (ascii_alnum(t[i]) || t[i] == '-'))
		i++;
	for (;;) {
		size_t start = i;
		i = skip_space(b, i);
		if (i == start || i == end || !(ascii_letter(t[i]) || t[i] == '_' || t[i] == ':'))
			return i;
		while (i < end && (ascii_alnum(t[i]) || strchr("_:.-", t[i])))
			i++;
		size_t value = skip_space(b, i);
		if (value == end || t[value] != '=')
			continue;
		value = skip_space(b, value + 1);
		if (value < end && (t[value] == '"' || t[value] == '\'')) {
			const char *close = memchr(t + value + 1, t[value], end - value - 1);
			if (!close)
				return end;
			i = (size_t)(close - t) + 1;
			continue;
		}
		for (i = value; i < end && !ascii_space(t[i]) && !strchr("\"'=<>`", t[i]); i++)
			;
		if (i == value)
			return i;
	}
}

/* A > on another line than the <! may be the mark of a quote. */
static size_t declaration_end(const struct bounds *b, size_t at, size_t line_end)
{
	const char *close = memchr(b->text + at, '>', line_end - at);
	return close ? (size_t)(close - b->text) : b->end;
}

static bool scan_angle(struct bounds *b, size_t at, size_t line_end)
{
	char next = at + 1 < b->end ? b->text[at + 1] : '\0';
	char third = at + 2 < b->end ? b->text[at + 2] : '\0';
	size_t end = at;
	if (next == '?')
		end = find_end(b, at + 2, "?>");
	else if (next == '!' && third == '[')
		end = find_end(b, at + 2, "]]>");
	else if (next == '!' && ascii_letter(third))
		end = declaration_end(b, at, line_end);
	else if (ascii_letter(next))
		end = tag_end(b, at);
	return bounds_charge(b, BOUND_TAG_BYTE, (double)(end - at));
}

/* A run of * _ ~ counts unless it can neither open nor close. Gives the length of the run. */
static bool scan_marks(struct bounds *b, size_t at, size_t end, size_t *run)
{
	char c = b->text[at];
	*run = bounds_run(b->text, at, end, c);
	char before = at > b->start ? b->text[at - 1] : ' ';
	char after = at + *run < b->end ? b->text[at + *run] : ' ';
	if ((ascii_space(before) && ascii_space(after)) ||
		(c == '_' && ascii_alnum(before) && ascii_alnum(after)))
		return true;
	size_t marks = c == '~' ? 1 + *run / 100 : 1;
	b->marks += marks;
	return bounds_charge(b, BOUND_MARK_PAIR, (double)b->marks * (double)marks) &&
		bounds_charge(b, BOUND_PIECE, (double)(c == '~' ? marks : *run / 2));
}

/* A definition: how many bytes each link that uses it copies. */
static void measure_reference(struct bounds *b, size_t at)
{
	const char *t = b->text;
	size_t i = at;
	while (i < b->end && ascii_space(t[i]))
		i++;
	size_t start = i;
	if (i < b->url_end)
		return; /* in the middle of the one before, which is longer */
	while (i < b->end && !ascii_space(t[i]))
		i++;
	b->url_end = i;
	size_t title = i;
	while (title < b->end && ascii_space(t[title]))
		title++;
	if (title < b->end && strchr("\"'(", t[title])) {
		char close = t[title] == '(' ? ')' : t[title];
		for (i = title + 1; i < b->end && t[i] != close && (close != ')' || t[i] != '(');
			i++)
			i += t[i] == '\\';
	}
	i = i < b->end ? i : b->end;
	if (i - start > b->longest_reference) {
		b->longest_reference = i - start;
		b->reference_line = b->line;
	}
}

/* Each of the first is a node of its own, of the second where a node begins anyway. */
static const char pieces[] = "!&*<[\\]_`~:w";
static const char edges[] = "'\"-.";

/* Words that may be addresses; `at` is the start of one. Gives its end. */
static bool scan_word(struct bounds *b, size_t at, size_t end, size_t *word_end)
{
	const char *t = b->text;
	size_t closed = 0, chained = 0, addresses = 0, host = 0;
	for (*word_end = at; *word_end < end && !ascii_space(t[*word_end]); ++*word_end) {
		closed += t[*word_end] == ')';
		chained += memchr(edges, t[*word_end], sizeof edges - 1) != NULL;
	}
	for (size_t i = at; i + 2 < *word_end; i++) {
		if (memcmp(t + i, "://", 3) == 0) {
			addresses++;
			continue;
		}
		if (t[i] != 'w' || end - i < 4 || memcmp(t + i, "www.", 4) != 0)
			continue;
		addresses++;
		if (host < i) {
			for (host = i; host < b->end &&
				(ascii_alnum(t[host]) || (signed char)t[host] < 0 ||
					strchr("._-", t[host]));
				host++)
				;
		}
		if (!bounds_charge(b, BOUND_HOST_BYTE, (double)(host - i)))
			return false;
	}
	return !addresses ||
		(bounds_charge(b, BOUND_WORD_BYTE,
			 (double)(closed + addresses) * (double)(*word_end - at)) &&
			bounds_charge(b, BOUND_PIECE, 2 * (double)addresses + (double)chained / 2));
}

/* Only | : - and white space, with a | or : among it: this may turn the line above into a table's
 * head. */
static bool is_rule(const struct bounds *b, size_t at, size_t end, size_t *columns)
{
	bool bars = false, dashes = false;
	*columns = 1;
	for (size_t i = at; i < end; i++) {
		char c = b->text[i];
		if (c != '|' && c != ':' && c != '-' && c != '>' && !ascii_space(c))
			return false;
		bars |= c == '|' || c == ':';
		dashes |= c == '-';
		*columns += c == '|';
	}
	return bars && dashes;
}

static bool scan_table(struct bounds *b, size_t at, size_t end, size_t pipes)
{
	size_t columns;
	double square = (double)pipes * (double)pipes;
	if (b->columns &&
		(!bounds_charge(b, BOUND_CELL, (double)b->columns) ||
			!bounds_charge(b, BOUND_COLUMN_PAIR, square)))
		return false;
	if (is_rule(b, at, end, &columns)) {
		b->columns = columns > b->columns ? columns : b->columns;
		double lines = (double)(b->line - b->first) * LINE_NS;
		double read = 2 * (double)(end - b->start) + 2 * (double)b->walk + lines;
		if (!bounds_charge(b, BOUND_RULE_BYTE, read) ||
			!bounds_charge(b, BOUND_COLUMN_PAIR, b->squares + square) ||
			!bounds_charge(b, BOUND_CELL, 2 * (double)columns))
			return false;
	}
	b->squares += square;
	b->walk += at - b->last_pipe;
	return true;
}

bool bounds_inline(struct bounds *b, size_t at, size_t end)
{
	const char *t = b->text;
	size_t pipes = 0, mails = 0, word_end = at, last_pipe = b->last_pipe;
	double count = 0;
	bool edge = true;
	for (size_t i = at; i < end; i++) {
		char c = t[i];
		bool ok = true;
		size_t run = 1;
		if (i >= word_end && !ascii_space(c))
			ok = scan_word(b, i, end, &word_end);
		bool piece = memchr(pieces, c, sizeof pieces - 1);
		bool chain = edge && memchr(edges, c, sizeof edges - 1);
		count += piece ? 1 : chain ? 0.5 : 0;
		edge = piece || chain || strchr("|>);", c) || (edge && ascii_space(c));
		switch (c) {
		case '*':
		case '_':
		case '~':
			ok = ok && scan_marks(b, i, end, &run);
			break;
		case '!':
			b->images += i + 1 < end && t[i + 1] == '[';
			break;
		case ']':
			b->brackets++;
			ok = ok && bounds_charge(b, BOUND_IMAGE_PAIR, (double)b->images) &&
				bounds_charge(b, BOUND_MARK_PAIR, (double)b->marks);
			if (i + 1 < end && t[i + 1] == ':')
				measure_reference(b, i + 2);
			break;
		case '<':
			ok = ok && scan_angle(b, i, end);
			break;
		case '|':
			pipes++;
			last_pipe = i;
			break;
		case '@':
			mails++;
			break;
		default:
			break;
		}
		if (!ok)
			return false;
		i += run - 1;
	}
	mails = mails < MAILS_MAX ? mails : MAILS_MAX;
	bool ok = scan_table(b, at, end, pipes) &&
		bounds_charge(b, BOUND_MAIL_BYTE, (double)mails * (double)(end - at)) &&
		bounds_charge(b, BOUND_PIECE, count + 3 * (double)mails) &&
		bounds_charge(b, BOUND_PIECE_DEPTH, count * (double)b->depth);
	b->last_pipe = last_pipe;
	return ok;
}
