/* What a scan finds is what FTS5 finds, whatever the leaves of the index look like. */
#include "store_sandbox.h"

#include "store/postings.h"
#include "store/search.h"

static uint64_t state;

/* A number below `below`, the same at every run. */
static unsigned any(unsigned below)
{
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(state >> 33) % below;
}

static void run_sql(const char *text)
{
	ck_assert_msg(sqlite3_exec(box.store->db, text, NULL, NULL, NULL) == SQLITE_OK, "%s: %s", text,
		sqlite3_errmsg(box.store->db));
}

/* Frequent words, rare ones, some that begin as others do, an accent, and one that is longer than any list of beginnings. */
static const char *const words[] = { "on", "of", "error", "errors", "queue", "queues", "Queue", "é", "e", "disk",
	"restarted", "restarting", "restartable", "checkout", "err", "東", "wire" };

static const char *word(void)
{
	unsigned pick = any(3) ? any(4) : any(LENGTH(words));
	return words[pick];
}

static void put_words(unsigned count, struct buf *out)
{
	while (count--) {
		buf_puts(out, any(9) ? word() : "x");
		if (!any(5))
			buf_printf(out, "%u", any(40));
		buf_putc(out, any(7) ? ' ' : '-');
	}
}

enum { DOCUMENTS = 600, IN_INCIDENT = 200 };

struct document {
	char *text, *who; /* NULL: it is not in the index */
};

static struct document documents[DOCUMENTS];

/* FTS5 writes out what it has at the end of each transaction. */
static void change_one(const char *command, int64_t rowid, const struct document *document)
{
	sqlite3_stmt *statement;
	const char *text = *command ? "INSERT INTO search (search, rowid, text, who, kind) VALUES ('delete', ?, ?, ?, 'k')"
				    : "INSERT INTO search (rowid, text, who, kind) VALUES (?, ?, ?, 'k')";
	ck_assert_int_eq(sqlite3_prepare_v2(box.store->db, text, -1, &statement, NULL), SQLITE_OK);
	sqlite3_bind_int64(statement, 1, rowid);
	sqlite3_bind_text(statement, 2, document->text, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 3, document->who, -1, SQLITE_STATIC);
	ck_assert_int_eq(sqlite3_step(statement), SQLITE_DONE);
	sqlite3_finalize(statement);
}

/* Far apart now and then, as those of two incidents are. */
static int64_t row_of(unsigned i)
{
	return ((int64_t)(i / IN_INCIDENT + 1) << 36) + (INT64_C(1) << 32) + i;
}

static void change_document(unsigned i)
{
	struct document *document = &documents[i];
	struct buf text = { 0 }, who = { 0 };
	if (document->text) {
		change_one("delete", row_of(i), document);
		free(document->text);
		free(document->who);
		*document = (struct document){ 0 };
		if (any(2))
			return;
	}
	put_words(any(40) ? any(12) : 700, &text);
	put_words(any(3), &who);
	document->text = buf_steal(&text);
	document->who = buf_steal(&who);
	document->text = document->text ? document->text : mem_copy("");
	document->who = document->who ? document->who : mem_copy("");
	change_one("", row_of(i), document);
}

/* Small leaves, so that lists and places go over many; merges that are left half done. */
static void fill(unsigned count)
{
	static const char *const merges[] = { "('automerge', 0)", "('automerge', 2)", "('merge', 4)", "('merge', -3)",
		"('crisismerge', 3)", "('usermerge', 2)" };
	struct buf set = { 0 };
	state = 1;
	run_sql("INSERT INTO search (search, rank) VALUES ('pgsz', 60)");
	for (unsigned from = 0; from < count; from += 100) {
		run_sql("BEGIN");
		for (unsigned i = from; i < from + 100; i++)
			change_document(i);
		for (int i = 0; from && i < 40; i++)
			change_document(any(from));
		run_sql("COMMIT");
		buf_truncate(&set, 0);
		buf_printf(&set, "INSERT INTO search (search, rank) VALUES %s", merges[any(LENGTH(merges))]);
		run_sql(buf_text(&set));
	}
	run_sql("INSERT INTO search (search, rank) VALUES ('usermerge', 2); INSERT INTO search (search, rank) VALUES ('merge', 30)");
	buf_fini(&set);
}

static void forget(void)
{
	for (unsigned i = 0; i < DOCUMENTS; i++) {
		free(documents[i].text);
		free(documents[i].who);
		documents[i] = (struct document){ 0 };
	}
}

static unsigned seen; /* rows that were compared */

/* The same rows as FTS5 finds, of a part of them or of all. */
static void compare(const struct search_part *parts, size_t count, int64_t low, int64_t high)
{
	struct buf match = { 0 };
	struct rows rows;
	VEC(int64_t) expected = { 0 };
	int64_t rowid = 0;
	search_expression(parts, count, &match);
	rows_open(&rows, box.store, QUERY_SEARCH_HITS,
		PARAMS(PARAM_TEXT("match", buf_text(&match)), PARAM_INT("low", low), PARAM_INT("high", high),
			PARAM_INT("limit", INT64_MAX)));
	while (rows_next(&rows))
		*vec_push(&expected) = rows_int(&rows, "rowid");
	OK(rows_close(&rows, &box.err));
	OK(store_snapshot_begin(box.store, &box.err));
	struct search_scan *scan = search_scan_open(box.store, parts, count, low, high);
	for (size_t i = 0; i < expected.count; i++) {
		ck_assert_msg(search_scan_next(scan, &rowid), "%s: row %llx is missing", buf_text(&match),
			(long long)expected.items[i]);
		ck_assert_msg(rowid == expected.items[i], "%s: %llx instead of %llx", buf_text(&match), (long long)rowid,
			(long long)expected.items[i]);
	}
	ck_assert_msg(!search_scan_next(scan, &rowid), "%s: %llx is too much", buf_text(&match), (long long)rowid);
	OK(search_scan_close(scan, &box.err));
	store_snapshot_end(box.store);
	seen += (unsigned)expected.count;
	free(expected.items);
	buf_fini(&match);
}

static void put_part(struct search_part *part, struct buf *text, bool without)
{
	static const enum search_column columns[] = { SEARCH_ANY, SEARCH_ANY, SEARCH_ANY, SEARCH_TEXT, SEARCH_WHO };
	*part = (struct search_part){ .column = without ? SEARCH_ANY : columns[any(LENGTH(columns))],
		.without = without, .prefix = any(2) };
	put_words(any(4) ? 1 : 2 + any(2), text);
	if (part->prefix) {
		buf_trim_end(text);
		const char *last = buf_text(text);
		size_t cut = any(4);
		/* not within a letter */
		while (cut && text->len > 1 && !(last[text->len - 1] & 0x80)) {
			buf_truncate(text, text->len - 1);
			cut--;
		}
	}
	part->text = mem_copy(buf_text(text));
}

START_TEST(finds_what_fts5_finds)
{
	fill(DOCUMENTS);
	seen = 0;
	for (int round = 0; round < 400; round++) {
		struct search_part parts[5];
		size_t count = 1 + any(3), without = any(3) ? 0 : 1 + any(2);
		int64_t low = any(3) ? 0 : row_of(any(DOCUMENTS)), high = any(3) ? INT64_MAX : row_of(any(DOCUMENTS));
		for (size_t i = 0; i < count + without; i++) {
			struct buf text = { 0 };
			put_part(&parts[i], &text, i >= count);
			buf_fini(&text);
		}
		compare(parts, count + without, low, high);
		for (size_t i = 0; i < count + without; i++)
			free(parts[i].text);
	}
	ck_assert_uint_gt(seen, 3000);
	forget();
}
END_TEST

/* The incidents that have hits, each told once: what is left of one is passed over. */
static unsigned incidents(const struct search_part *part)
{
	int64_t rowid, last = INT64_MAX;
	unsigned count = 0;
	OK(store_snapshot_begin(box.store, &box.err));
	struct search_scan *scan = search_scan_open(box.store, part, 1, 0, INT64_MAX);
	for (; search_scan_next(scan, &rowid); count++) {
		ck_assert_int_lt(rowid >> 36, last >> 36);
		last = rowid;
		search_scan_skip(scan, (rowid >> 36 << 36) - 1);
		search_scan_skip(scan, INT64_MAX); /* never back */
	}
	OK(search_scan_close(scan, &box.err));
	store_snapshot_end(box.store);
	return count;
}

/* Words that begin so have no list of their own; where they are too many, FTS5 is asked. */
START_TEST(many_words_that_begin_so)
{
	struct document document = { .who = mem_copy("") };
	struct search_part part = { .text = mem_copy("beginning"), .column = SEARCH_ANY, .prefix = true };
	seen = 0;
	for (int64_t i = 0; i < POSTINGS_LISTS + 50; i++) {
		struct buf text = { 0 };
		buf_printf(&text, "beginning%d", (int)i);
		document.text = buf_steal(&text);
		change_one("", ((i / 10 + 1) << 36) + i, &document);
		free(document.text);
		if (i % 50 == 0 || i > POSTINGS_LISTS + 40)
			compare(&part, 1, 0, INT64_MAX);
		if (i % 50 == 0)
			ck_assert_uint_eq(incidents(&part), i / 10 + 1);
	}
	ck_assert_uint_gt(seen, 10 * POSTINGS_LISTS);
	free(part.text);
	free(document.who);
}
END_TEST

START_TEST(passes_over_rows)
{
	char on[] = "on";
	const struct search_part part = { .text = on, .column = SEARCH_ANY };
	fill(DOCUMENTS);
	ck_assert_uint_eq(incidents(&part), DOCUMENTS / IN_INCIDENT);
	forget();
}
END_TEST

/* A damaged leaf is no reason to crash or to go on for ever. */
START_TEST(comes_to_an_end_in_a_damaged_index)
{
	char on[] = "on of", error[] = "err";
	const struct search_part parts[] = { { .text = on, .column = SEARCH_WHO },
		{ .text = error, .column = SEARCH_ANY, .prefix = true } };
	fill(300);
		int said = 0;
	sql("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; CREATE TABLE kept AS SELECT * FROM search_data");
	for (int round = 0; round < 25; round++) {
		unsigned at = any(60), nth = any(4) ? 1 + any(50) : 1;
		int64_t rowid;
		sql("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
		    "UPDATE search_data SET block = substr(block, 1, %u) || x'%02X%02X' || substr(block, %u) WHERE id %% %u = 0", at,
			any(256), any(256), at + (any(3) ? 3 : any(20)), nth);
		for (size_t first = 0; first < LENGTH(parts); first++) {
			struct search_scan *scan = search_scan_open(box.store, parts + first, LENGTH(parts) - first, 0, INT64_MAX);
			for (int told = 0; search_scan_next(scan, &rowid); told++)
				ck_assert_int_lt(told, DOCUMENTS);
			box.err = (struct err){ 0 };
			if (!search_scan_close(scan, &box.err))
				said += strstr(box.err.text, "the search index is damaged") != NULL;
		}
		sql("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
		    "UPDATE search_data SET block = (SELECT block FROM kept WHERE kept.id = search_data.id) WHERE id %% %u = 0", nth);
	}
	ck_assert_int_gt(said, 0);
	forget();
}
END_TEST

RUN_TESTS_WITHIN("search scan", box_make_open, box_remove, finds_what_fts5_finds, many_words_that_begin_so, passes_over_rows,
	comes_to_an_end_in_a_damaged_index)
