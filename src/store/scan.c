/* Which rows of the full-text index hold what is looked for. */
#include <stdlib.h>

#include "base/text.h"
#include "store/postings.h"
#include "store/search.h"

/* One word of a part. */
struct scan_word {
	struct postings rows;
	size_t part, end; /* where the words of its part end */
	bool without;
	bool alone; /* that it is there is all that is asked */
	char *text;
	size_t len;
};

struct search_scan {
	struct store *store;
	const struct search_part *parts;
	size_t count;
	int64_t low, high; /* of what is still to be looked at */
	struct postings_index index;
	VEC(struct scan_word) words; /* in the order of parts */
	struct postings_places places, later; /* kept for the next row */
	bool asks;  /* FTS5 itself: the index cannot be read directly */
	bool asked; /* and `rows` are open */
	struct rows rows;
	struct buf match;
};

/* ---- as FTS5 wants it ------------------------------------------------------------------------------ */

/* In quotes nothing is syntax. */
static void put_string(const struct search_part *part, struct buf *out)
{
	static const char *const columns[] = { "text : ", "who : ", "kind : ", "" };
	struct buf spaced = { 0 };
	buf_puts(out, columns[part->column]);
	search_spaced(part->text, strlen(part->text), &spaced);
	buf_putc(out, '"');
	for (const char *c = buf_text(&spaced); *c; c++) {
		if (*c == '"')
			buf_putc(out, '"');
		buf_putc(out, *c);
	}
	buf_puts(out, part->prefix ? "\"*" : "\"");
	buf_fini(&spaced);
}

void search_expression(const struct search_part *parts, size_t count, struct buf *out)
{
	struct buf with = { 0 }, without = { 0 };
	for (size_t i = 0; i < count; i++) {
		struct buf *one = parts[i].without ? &without : &with;
		/* a blank, not AND: what turns out to hold no word (an arrow, say) is then passed over */
		if (one->len)
			buf_puts(one, parts[i].without ? " OR " : " ");
		put_string(&parts[i], one);
	}
	if (without.len)
		buf_printf(out, "(%s) NOT (%s)", buf_text(&with), buf_text(&without));
	else
		buf_puts(out, buf_text(&with));
	buf_fini(&with);
	buf_fini(&without);
}

static bool ask_next(struct search_scan *scan, int64_t *rowid)
{
	if (!scan->match.len)
		search_expression(scan->parts, scan->count, &scan->match);
	if (!scan->asked)
		rows_open(&scan->rows, scan->store, QUERY_SEARCH_HITS,
			PARAMS(PARAM_TEXT("match", buf_text(&scan->match)), PARAM_INT("low", scan->low),
				PARAM_INT("high", scan->high), PARAM_INT("limit", INT64_MAX)));
	scan->asked = true;
	if (!rows_next(&scan->rows))
		return false;
	*rowid = rows_int(&scan->rows, "rowid");
	scan->high = *rowid - 1;
	return true;
}

/* ---- words ----------------------------------------------------------------------------------------- */

struct splitting {
	struct search_scan *scan;
	size_t part;
};

static int take_word(void *context, int flags, const char *word, int len, int from, int to)
{
	const struct splitting *splitting = context;
	(void)flags;
	(void)from;
	(void)to;
	*vec_push(&splitting->scan->words) = (struct scan_word){
		.part = splitting->part, .text = mem_copy_n(word, (size_t)len), .len = (size_t)len };
	return SQLITE_OK;
}

/* Split all parts into words, as the index was made. */
static bool split(struct search_scan *scan)
{
	struct search_splitter splitter;
	if (!search_splitter_open(scan->store, &splitter))
		return false;
	bool ok = true;
	for (size_t i = 0; ok && i < scan->count; i++) {
		struct splitting splitting = { scan, i };
		struct buf spaced = { 0 };
		search_spaced(scan->parts[i].text, strlen(scan->parts[i].text), &spaced);
		ok = splitter.with.xTokenize(splitter.words, &splitting, FTS5_TOKENIZE_QUERY, buf_text(&spaced), (int)spaced.len,
			     take_word) == SQLITE_OK;
		buf_fini(&spaced);
	}
	splitter.with.xDelete(splitter.words);
	return ok;
}

/* What is known of a word by its part. */
static void describe(struct search_scan *scan, size_t i)
{
	struct scan_word *word = &scan->words.items[i];
	const struct search_part *part = &scan->parts[word->part];
	bool first = !i || word[-1].part != word->part;
	for (word->end = i; word->end < scan->words.count && scan->words.items[word->end].part == word->part;)
		word->end++;
	word->without = part->without;
	word->alone = first && word->end == i + 1 && part->column == SEARCH_ANY;
}

static bool open_words(struct search_scan *scan)
{
	size_t wanted = 0;
	if (!postings_index_open(&scan->index, scan->store) || !split(scan))
		return false;
	for (size_t i = 0; i < scan->words.count; i++) {
		struct scan_word *word = &scan->words.items[i];
		describe(scan, i);
		bool prefix = scan->parts[word->part].prefix && word->end == i + 1;
		wanted += !word->without;
		if (!postings_open(&word->rows, &scan->index, word->text, word->len, prefix))
			return false;
	}
	return wanted > 0;
}

static void close_words(struct search_scan *scan)
{
	for (size_t i = 0; i < scan->words.count; i++) {
		postings_close(&scan->words.items[i].rows);
		free(scan->words.items[i].text);
	}
	free(scan->words.items);
	scan->words.items = NULL;
	scan->words.count = scan->words.cap = 0;
	postings_index_close(&scan->index);
}

/* ---- rows ------------------------------------------------------------------------------------------ */

/* Whether words that are all in a row stand next to each other there, in the column that is asked for. */
static bool stand_together(struct search_scan *scan, size_t from)
{
	size_t end = scan->words.items[from].end;
	enum search_column column = scan->parts[scan->words.items[from].part].column;
	struct postings_places *places = &scan->places, *later = &scan->later;
	if (scan->words.items[from].alone)
		return true;
	places->count = 0;
	postings_places(&scan->words.items[from].rows, places);
	for (size_t word = from + 1; places->count && word < end; word++) {
		size_t kept = 0, b = 0;
		later->count = 0;
		postings_places(&scan->words.items[word].rows, later);
		for (size_t a = 0; a < places->count; a++) {
			int64_t next = places->items[a] + 1;
			while (b < later->count && later->items[b] < next)
				b++;
			if (b < later->count && later->items[b] == next)
				places->items[kept++] = next;
		}
		places->count = kept;
	}
	for (size_t i = 0; i < places->count; i++)
		if (column == SEARCH_ANY || places->items[i] >> 32 == (int64_t)column)
			return true;
	return false;
}

/* Whether a part is in a row. */
static bool holds(struct search_scan *scan, size_t from, int64_t row)
{
	for (size_t i = from; i < scan->words.items[from].end; i++) {
		struct postings *rows = &scan->words.items[i].rows;
		if (!postings_seek(rows, row) || rows->rowid != row)
			return false;
	}
	return stand_together(scan, from);
}

/* The greatest row, up to `row`, that all words are in which must be. */
static bool all_words(struct search_scan *scan, int64_t row, int64_t *out)
{
	size_t agree = 0, count = scan->words.count, i = 0;
	for (; agree < count; agree++, i = i + 1 < count ? i + 1 : 0) {
		struct scan_word *word = &scan->words.items[i];
		if (word->without)
			continue;
		if (!postings_seek(&word->rows, row) || word->rows.rowid < scan->low)
			return false;
		if (word->rows.rowid < row)
			agree = 0;
		row = word->rows.rowid;
	}
	*out = row;
	return true;
}

/* Whether a row that all words are in is what is looked for. */
static bool fits(struct search_scan *scan, int64_t row)
{
	for (size_t i = 0; i < scan->words.count; i = scan->words.items[i].end)
		if (scan->words.items[i].without ? holds(scan, i, row) : !stand_together(scan, i))
			return false;
	return true;
}

static bool read_next(struct search_scan *scan, int64_t *rowid)
{
	int64_t row;
	while (scan->high >= scan->low && all_words(scan, scan->high, &row)) {
		bool found = fits(scan, row);
		scan->high = row - 1;
		if (scan->index.failed)
			return false;
		if (found)
			return *rowid = row, true;
	}
	return false;
}

struct search_scan *search_scan_open(
	struct store *store, const struct search_part *parts, size_t count, int64_t low, int64_t high)
{
	struct search_scan *scan = mem_new(1, sizeof *scan);
	*scan = (struct search_scan){ .store = store, .parts = parts, .count = count, .low = low, .high = high };
	scan->asks = !open_words(scan) && !scan->index.failed;
	return scan;
}

bool search_scan_next(struct search_scan *scan, int64_t *rowid)
{
	return scan->asks ? ask_next(scan, rowid) : !scan->index.failed && read_next(scan, rowid);
}

void search_scan_skip(struct search_scan *scan, int64_t high)
{
	if (high < scan->high && scan->asked) {
		scan->asked = false;
		rows_close(&scan->rows, NULL);
	}
	scan->high = high < scan->high ? high : scan->high;
}

bool search_scan_close(struct search_scan *scan, struct err *err)
{
	bool ok = !scan->asked || rows_close(&scan->rows, err);
	if (!scan->asks && scan->index.failed)
		ok = err_pass(err, &scan->index.err);
	close_words(scan);
	free(scan->places.items);
	free(scan->later.items);
	buf_fini(&scan->match);
	free(scan);
	return ok;
}
