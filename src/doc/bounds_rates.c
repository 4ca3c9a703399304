/* What each thing in a text may cost a parser, and the limit that all of it together meets. */
#include "doc/internal.h"

/* Measured with cmark-gfm 0.29.0.gfm.6 (Debian 12) and rounded up. */
static const struct {
	const char *what;
	double ns, bytes;
} rates[BOUNDS] = {
	[BOUND_PIECE] = { "too many links, emphasis marks, addresses and lines", 500, 380 },
	[BOUND_CELL] = { "too many table cells, the ones that are missing in short rows counted",
		400, 220 },
	[BOUND_MARK_PAIR] = { "too many of the marks * _ ~ in one paragraph", 6, 0 },
	[BOUND_IMAGE_PAIR] = { "too many ![ and ] in one paragraph", 7, 0 },
	[BOUND_TAG_BYTE] = { "too many HTML tags left open in one paragraph", 2, 0 },
	[BOUND_HOST_BYTE] = { "too many www. in one word", 7, 0 },
	[BOUND_WORD_BYTE] = { "too many addresses or ) in one word", 1, 0 },
	[BOUND_MAIL_BYTE] = { "too many @ in one line", 3, 1.1 },
	[BOUND_COLUMN_PAIR] = { "too many columns in a table", 6, 0 },
	[BOUND_RULE_BYTE] = { "too many lines like |---| in one paragraph", 1.2, 0 },
	[BOUND_BLANK_DEPTH] = { "too many blank lines in lists nested deeply", 120, 0 },
	[BOUND_PIECE_DEPTH] = { "too much text in quotes and lists nested deeply", 50, 0 },
	[BOUND_REFERENCE_BYTE] = { "too many links to a long definition", 0.2, 1.1 },
};

enum { LIMIT_MS = 1000, LIMIT_MB = 200 };

size_t bounds_run(const char *text, size_t at, size_t end, char c)
{
	size_t n = 0;
	while (at + n < end && text[at + n] == c)
		n++;
	return n;
}

bool bounds_charge(struct bounds *b, enum bound kind, double units)
{
	b->ns[kind] += units * rates[kind].ns;
	b->all_ns += units * rates[kind].ns;
	b->bytes[kind] += units * rates[kind].bytes;
	b->all_bytes += units * rates[kind].bytes;
	bool slow = b->all_ns > LIMIT_MS * 1e6;
	if (!slow && b->all_bytes <= LIMIT_MB * 1e6)
		return true;
	const double *spent = slow ? b->ns : b->bytes;
	enum bound most = BOUND_PIECE;
	for (enum bound k = BOUND_PIECE; k < BOUNDS; k++)
		most = spent[k] > spent[most] ? k : most;
	return err_set(b->err, ERR_USAGE,
		"line %zu: %s to parse as Markdown (limit: %d %s); split it, or put it between ``` "
		"lines",
		b->line, rates[most].what, slow ? LIMIT_MS : LIMIT_MB,
		slow ? "ms of parsing" : "MB of memory");
}
