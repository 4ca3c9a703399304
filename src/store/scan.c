/* Which rows of the full-text index hold what is looked for. */
#include <stdlib.h>

#include "base/text.h"
#include "store/internal.h"
#include "store/search.h"

struct search_scan {
	struct store *store;
	struct buf match;
	int64_t low, high; /* of what is still to be looked at */
	bool asked;	   /* `rows` are open */
	struct rows rows;
};

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

struct search_scan *search_scan_open(
	struct store *store, const struct search_part *parts, size_t count, int64_t low, int64_t high)
{
	struct search_scan *scan = mem_new(1, sizeof *scan);
	*scan = (struct search_scan){ .store = store, .low = low, .high = high };
	search_expression(parts, count, &scan->match);
	return scan;
}

bool search_scan_next(struct search_scan *scan, int64_t *rowid)
{
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

void search_scan_skip(struct search_scan *scan, int64_t high)
{
	if (high >= scan->high)
		return;
	scan->high = high;
	if (scan->asked)
		rows_close(&scan->rows, NULL);
	scan->asked = false;
}

bool search_scan_close(struct search_scan *scan, struct err *err)
{
	bool ok = !scan->asked || rows_close(&scan->rows, err);
	buf_fini(&scan->match);
	free(scan);
	return ok;
}
