/*
 * Whether the full-text index is that of the rows. Another one, made to compare, would take most of the time that a check
 * takes: instead the rows' words are read by the tokenizer of the index, and both are added up.
 */
#include "store/internal.h"

#include "base/text.h"

enum {
	WORD_MOST = 32768, /* bytes of a word that FTS5 keeps */
	COLUMNS = 3,
};

struct words {
	struct search_splitter splitter;
	struct sum sum;
	int64_t document;
	char column; /* the first letter of its name */
	int64_t offset;
};

static void add_word(struct sum *sum, const char *word, size_t len, int64_t document, char column, int64_t offset)
{
	uint64_t mixed = sum_mix((uint64_t)document << 24 ^ (uint64_t)offset << 8 ^ (unsigned char)column);
	for (size_t i = 0; i < len; i++)
		mixed = (mixed ^ (unsigned char)word[i]) * 0x100000001B3u;
	sum->sum += sum_mix(mixed);
	sum->rows++;
}

static int take_word(void *context, int flags, const char *word, int len, int start, int end)
{
	struct words *words = context;
	(void)flags, (void)start, (void)end;
	add_word(&words->sum, word, len < WORD_MOST ? (size_t)len : WORD_MOST, words->document, words->column,
		words->offset++);
	return SQLITE_OK;
}

static int read_columns(struct words *words, sqlite3_stmt *row)
{
	static const char columns[COLUMNS] = { 't', 'w', 'k' };
	int code = SQLITE_OK;
	words->document = sqlite3_column_int64(row, 0);
	for (int i = 0; code == SQLITE_OK && i < COLUMNS; i++) {
		const char *text = (const char *)sqlite3_column_text(row, i + 1);
		words->column = columns[i];
		words->offset = 0;
		if (text)
			code = words->splitter.with.xTokenize(words->splitter.words, words, FTS5_TOKENIZE_DOCUMENT, text,
				sqlite3_column_bytes(row, i + 1), take_word);
	}
	return code;
}

static bool sum_rows(struct store *store, const struct param *params, struct sum *out, struct err *err)
{
	struct rows rows;
	struct words words = { 0 };
	if (!search_splitter_open(store, &words.splitter))
		return err_set(err, ERR_IO, "the words of the search index cannot be compared: this SQLite has no FTS5");
	int code = SQLITE_OK;
	rows_open(&rows, store, QUERY_SEARCH_DOCUMENTS, params);
	while (code == SQLITE_OK && rows_next(&rows))
		code = read_columns(&words, store->statements[QUERY_SEARCH_DOCUMENTS]);
	words.splitter.with.xDelete(words.splitter.words);
	*out = words.sum;
	if (code == SQLITE_NOMEM)
		out_of_memory();
	return rows_close(&rows, err);
}

static bool sum_index(struct store *store, struct sum *out, struct err *err)
{
	struct rows rows;
	*out = (struct sum){ 0 };
	rows_open(&rows, store, QUERY_SEARCH_WORDS, NULL);
	while (rows_next(&rows)) {
		sqlite3_stmt *row = store->statements[QUERY_SEARCH_WORDS];
		const char *word = sqlite3_column_blob(row, 0), *column = (const char *)sqlite3_column_text(row, 2);
		add_word(out, word, (size_t)sqlite3_column_bytes(row, 0), sqlite3_column_int64(row, 1),
			column ? column[0] : '\0', sqlite3_column_int64(row, 3));
	}
	return rows_close(&rows, err);
}

bool search_same(struct store *store, bool *same, struct err *err)
{
	int64_t done, last, late = 0;
	struct sum index, should = { 0 };
	*same = false;
	if (!search_state(store, &done, &last, err))
		return false;
	const struct param params[] = { PARAM_INT("done", done), PARAM_INT("until", last), { .name = NULL } };
	if (!store_int(store, QUERY_SEARCH_LATE, params, &late, err))
		return false;
	if (late)
		return *same = true;
	if (!sum_index(store, &index, err) || (done && !sum_rows(store, params, &should, err)))
		return false;
	*same = index.rows == should.rows && index.sum == should.sum;
	return true;
}
