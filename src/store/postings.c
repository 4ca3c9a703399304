/* Reading FTS5's leaves from the last row to the first. */
#include "store/postings.h"

#include <errno.h>
#include <stdlib.h>

enum {
	FORMAT = 4,
	STRUCTURE = 10,	   /* the blob that lists the segments */
	SEGMENT_SHIFT = 37,
	HEAD = 4,	   /* bytes of a leaf before what is in it */
	PREFIX_MOST = 6,   /* beginnings so long have lists of their own: see the migration */
	LEAF_MOST = 65535, /* offsets have two bytes */
	SEGMENTS_MOST = 2000,
};

struct postings_leaf {
	int64_t segment, first, last; /* pages of the list */
	char *word;		      /* with the figure before it that FTS5 has there */
	int age;		      /* of the segment: 0 is the latest */
	size_t begin;		      /* of the list, in the first page */
	int64_t page;		      /* the one in `bytes`; 0: none */
	unsigned char *bytes;
	size_t len, cap;
	size_t at;	    /* of `rows`, where one is */
	size_t count, room; /* of `rows`; 0: not read */
	struct row {
		int64_t rowid;
		uint32_t places, bytes; /* of the leaf: where its places begin, and how many bytes of them there are */
	} *rows;
};

/* Says why, the first time. Always false. */
static bool damaged(struct postings_index *index)
{
	if (!index->failed)
		err_set(&index->err, ERR_IO, "%s: the search index is damaged: `inquest doctor --rebuild` makes it again",
			index->store->path);
	index->failed = true;
	return false;
}

static bool unreadable(struct postings_index *index, int code)
{
	if (!index->failed)
		store_error(index->store, code, &index->err);
	index->failed = true;
	return false;
}

/* A number of SQLite's in at most nine bytes; false if it goes beyond the end. */
static bool number(const unsigned char *bytes, size_t end, size_t *at, uint64_t *out)
{
	uint64_t value = 0;
	for (int i = 0; i < 9 && *at < end; i++) {
		unsigned char byte = bytes[(*at)++];
		if (i == 8) {
			*out = value << 8 | byte;
			return true;
		}
		value = value << 7 | (byte & 0x7F);
		if (!(byte & 0x80)) {
			*out = value;
			return true;
		}
	}
	return false;
}

static size_t two_bytes(const unsigned char *bytes)
{
	return (size_t)bytes[0] << 8 | bytes[1];
}

/* ---- the index ------------------------------------------------------------------------------------- */

static bool read_blob(struct postings_index *index, int64_t id, unsigned char **bytes, size_t *len, size_t *cap)
{
	errno = 0;
	int code = index->blob ? sqlite3_blob_reopen(index->blob, id)
			       : sqlite3_blob_open(index->store->db, "main", "search_data", "block", id, 0, &index->blob);
	/* a leaf that is not there */
	if (code == SQLITE_ERROR)
		return damaged(index);
	if (code != SQLITE_OK)
		return unreadable(index, code);
	*len = (size_t)sqlite3_blob_bytes(index->blob);
	if (*len > *cap) {
		*cap = *len;
		*bytes = mem_resize(*bytes, *cap, 1);
	}
	code = sqlite3_blob_read(index->blob, *bytes, (int)*len, 0);
	return code == SQLITE_OK || unreadable(index, code);
}

/* Levels of segments; in each the oldest is first, and all of them are older than those of the level before. */
static bool read_segments(struct postings_index *index, const unsigned char *bytes, size_t len)
{
	size_t at = 4; /* a number that changes with every change */
	uint64_t levels, all, value, count, first, last, id;
	if (!number(bytes, len, &at, &levels) || !number(bytes, len, &at, &all) || !number(bytes, len, &at, &value) ||
		all > SEGMENTS_MOST)
		return false;
	for (; levels; levels--) {
		size_t from = index->segments.count;
		if (!number(bytes, len, &at, &value) || !number(bytes, len, &at, &count) || count > all)
			return false;
		for (; count; count--) {
			if (!number(bytes, len, &at, &id) || !number(bytes, len, &at, &first) ||
				!number(bytes, len, &at, &last) || !id || id > SEGMENTS_MOST || last > INT32_MAX ||
				first > last)
				return false;
			all--;
			/* without a page: all of it is in another one, which is being merged */
			if (first)
				*vec_push(&index->segments) =
					(struct postings_segment){ (int64_t)id, (int64_t)first, (int64_t)last };
		}
		for (size_t i = from, j = index->segments.count; i + 1 < j; i++) {
			struct postings_segment swap = index->segments.items[i];
			index->segments.items[i] = index->segments.items[--j];
			index->segments.items[j] = swap;
		}
	}
	return !all;
}

bool postings_index_open(struct postings_index *index, struct store *store)
{
	int64_t format = 0;
	unsigned char *bytes = NULL;
	size_t len = 0, cap = 0;
	*index = (struct postings_index){ .store = store };
	index->failed = !store_int(store, QUERY_SEARCH_FORMAT, NULL, &format, &index->err);
	bool ok = !index->failed && format == FORMAT && read_blob(index, STRUCTURE, &bytes, &len, &cap) &&
		  (read_segments(index, bytes, len) || damaged(index));
	free(bytes);
	return ok;
}

void postings_index_close(struct postings_index *index)
{
	sqlite3_blob_close(index->blob);
	free(index->segments.items);
	*index = (struct postings_index){ 0 };
}

/* ---- leaves ---------------------------------------------------------------------------------------- */

static bool read_page(struct postings_index *index, struct postings_leaf *leaf, int64_t page)
{
	if (leaf->bytes && leaf->page == page)
		return true;
	leaf->page = 0;
	leaf->count = 0;
	if (!read_blob(index, leaf->segment << SEGMENT_SHIFT | page, &leaf->bytes, &leaf->len, &leaf->cap))
		return false;
	if (leaf->len < HEAD || leaf->len > LEAF_MOST || two_bytes(leaf->bytes + 2) > leaf->len ||
		two_bytes(leaf->bytes + 2) < HEAD)
		return damaged(index);
	leaf->page = page;
	return true;
}

/* Where the words of a leaf begin stands behind what is in it. */
struct words {
	const struct postings_leaf *leaf;
	size_t at;
	uint64_t word; /* offset of the last one that was told */
};

static struct words words_of(const struct postings_leaf *leaf)
{
	return (struct words){ .leaf = leaf, .at = two_bytes(leaf->bytes + 2) };
}

static bool next_word(struct words *words)
{
	uint64_t more;
	if (!number(words->leaf->bytes, words->leaf->len, &words->at, &more))
		return false;
	words->word += more;
	return words->word < two_bytes(words->leaf->bytes + 2);
}

/* Where the list ends in the page that was read, if that begins within it. */
static size_t list_end(const struct postings_leaf *leaf)
{
	struct words words = words_of(leaf);
	while (next_word(&words))
		if (leaf->page != leaf->first || words.word >= leaf->begin)
			return (size_t)words.word;
	return two_bytes(leaf->bytes + 2);
}

/* Where the first row is in the page that was read; 0: no row of the list begins in it. */
static size_t first_row(const struct postings_leaf *leaf)
{
	size_t at = leaf->page == leaf->first ? leaf->begin : two_bytes(leaf->bytes);
	return at < list_end(leaf) ? at : 0;
}

static bool read_rows(struct postings_index *index, struct postings_leaf *leaf)
{
	size_t at = first_row(leaf), end = list_end(leaf), count = 0;
	const unsigned char *bytes = leaf->bytes;
	uint64_t rowid = 0, more, size;
	if (at < end && (end - at) / 2 > leaf->room) {
		leaf->room = (end - at) / 2; /* each takes two bytes at least */
		leaf->rows = mem_resize(leaf->rows, leaf->room, sizeof *leaf->rows);
	}
	for (struct row *row = leaf->rows; at && at < end; row++) {
		/* here is where two words that never meet spend their time: both numbers are short, mostly */
		if (end - at >= 2 && (bytes[at] | bytes[at + 1]) < 0x80) {
			more = bytes[at];
			size = bytes[at + 1];
			at += 2;
		} else if (!number(bytes, end, &at, &more) || !number(bytes, end, &at, &size) || size / 2 > UINT32_MAX) {
			return damaged(index);
		}
		if (!more && count)
			return damaged(index);
		rowid += more;
		size /= 2;
		row->rowid = (int64_t)rowid;
		row->places = (uint32_t)at;
		row->bytes = (uint32_t)size;
		at += size;
		count++;
	}
	leaf->count = count;
	leaf->at = count ? count - 1 : 0;
	return true;
}

/* Read the page, or the last one before it in which a row of the list begins. `*rowid` is the first row in it. */
static bool read_page_with_rows(struct postings_index *index, struct postings_leaf *leaf, int64_t page, int64_t *rowid)
{
	for (; page >= leaf->first; page--) {
		uint64_t value;
		if (!read_page(index, leaf, page))
			return false;
		size_t at = first_row(leaf);
		if (!at)
			continue;
		*rowid = number(leaf->bytes, leaf->len, &at, &value) ? (int64_t)value : 0;
		return true;
	}
	return false;
}

/* Read the last page whose first row is not later than `most`: it is near, mostly. False if there is none. */
static bool find_page(struct postings_index *index, struct postings_leaf *leaf, int64_t most)
{
	int64_t high = leaf->count ? leaf->page : leaf->last + 1; /* too late */
	int64_t low, step = 1, rowid, found;
	for (low = high - 1;; low = high - step, step *= 2) {
		low = low < leaf->first ? leaf->first : low;
		if (!read_page_with_rows(index, leaf, low, &rowid))
			return false;
		if (rowid <= most)
			break;
		high = leaf->page;
		if (high <= leaf->first)
			return false;
	}
	for (found = leaf->page; high - low > 1;) {
		int64_t middle = low + (high - low) / 2;
		if (!read_page_with_rows(index, leaf, middle, &rowid))
			return false;
		if (rowid <= most) {
			found = leaf->page;
			low = middle;
		} else {
			high = leaf->page;
		}
	}
	return read_page(index, leaf, found);
}

static bool leaf_seek(struct postings_index *index, struct postings_leaf *leaf, int64_t most)
{
	if (!leaf->count || leaf->rows[0].rowid > most)
		if (!find_page(index, leaf, most) || !read_rows(index, leaf) || !leaf->count)
			return false;
	while (leaf->at && leaf->rows[leaf->at].rowid > most)
		leaf->at--;
	return leaf->rows[leaf->at].rowid <= most || damaged(index);
}

/* ---- words ----------------------------------------------------------------------------------------- */

static int compare(const struct buf *word, const char *wanted, size_t len)
{
	int order = memcmp(buf_text(word), wanted, word->len < len ? word->len : len);
	return order ? order : word->len < len ? -1 : word->len > len;
}

/* The first word of the page at or after `wanted`; false if there is none. */
static bool find_word(struct postings_leaf *leaf, const char *wanted, size_t len, struct buf *word)
{
	size_t end = two_bytes(leaf->bytes + 2);
	buf_truncate(word, 0);
	for (struct words words = words_of(leaf); next_word(&words);) {
		size_t at = (size_t)words.word;
		uint64_t same = 0, more;
		if ((word->len && !number(leaf->bytes, end, &at, &same)) || !number(leaf->bytes, end, &at, &more) ||
			same > word->len || more > end - at)
			return false;
		buf_truncate(word, (size_t)same);
		buf_put(word, leaf->bytes + at, (size_t)more);
		if (compare(word, wanted, len) < 0)
			continue;
		leaf->begin = at + (size_t)more;
		return true;
	}
	return false;
}

/* The leaf that a query of search_idx names, 0 if none. Leaves before the first one are in another segment by now. */
static bool find_leaf(struct postings_index *index, enum query query, const struct postings_segment *segment,
	const char *word, size_t len, int64_t *out)
{
	*out = 0;
	if (!store_int(index->store, query,
		    PARAMS(PARAM_INT("segment", segment->id), PARAM_BLOB("word", word, len)), out,
		    index->failed ? NULL : &index->err)) {
		index->failed = true;
		return false;
	}
	*out >>= 1;
	if (*out && *out < segment->first_page)
		*out = segment->first_page;
	return true;
}

/* The first list of a segment whose word is at or after `wanted`; `*found` is false if there is none. */
static bool find_list(struct postings_index *index, const struct postings_segment *segment, const char *wanted,
	size_t len, struct postings_leaf *leaf, struct buf *word, bool *found)
{
	int64_t page;
	leaf->segment = segment->id;
	*found = false;
	if (!find_leaf(index, QUERY_SEARCH_LEAF, segment, wanted, len, &page))
		return false;
	*found = page && read_page(index, leaf, page) && find_word(leaf, wanted, len, word);
	if (!*found && !index->failed) {
		if (!find_leaf(index, QUERY_SEARCH_LEAF_AFTER, segment, wanted, len, &page))
			return false;
		*found = page && read_page(index, leaf, page) && find_word(leaf, wanted, len, word);
	}
	leaf->first = leaf->last = leaf->page;
	if (!*found || index->failed)
		return !index->failed;
	if (list_end(leaf) < two_bytes(leaf->bytes + 2))
		return true;
	if (!find_leaf(index, QUERY_SEARCH_LEAF_AFTER, segment, buf_text(word), word->len, &leaf->last))
		return false;
	leaf->last = leaf->last ? leaf->last : segment->last_page;
	return leaf->last >= leaf->first || damaged(index);
}

static void leaf_free(struct postings_leaf *leaf)
{
	free(leaf->bytes);
	free(leaf->rows);
	free(leaf->word);
	free(leaf);
}

/* All lists of a segment whose word is the wanted one, or begins with it. */
static bool open_segment(struct postings *postings, int age, const struct buf *wanted, bool prefix)
{
	struct postings_index *index = postings->index;
	struct buf from = { 0 }, word = { 0 };
	bool more = true;
	buf_put(&from, buf_text(wanted), wanted->len);
	while (more && postings->leaves.count <= POSTINGS_LISTS) {
		struct postings_leaf *leaf = mem_new(1, sizeof *leaf);
		bool found;
		if (!find_list(index, &index->segments.items[age], buf_text(&from), from.len, leaf, &word, &found) || !found ||
			word.len < wanted->len || memcmp(buf_text(&word), buf_text(wanted), wanted->len) != 0 ||
			(!prefix && word.len > wanted->len)) {
			leaf_free(leaf);
			break;
		}
		leaf->age = age;
		leaf->word = mem_copy(buf_text(&word));
		*vec_push(&postings->leaves) = leaf;
		buf_truncate(&from, 0);
		buf_put(&from, buf_text(&word), word.len + 1); /* with the NUL behind it: the next one */
		more = prefix;
	}
	buf_fini(&from);
	buf_fini(&word);
	return !index->failed && postings->leaves.count <= POSTINGS_LISTS;
}

bool postings_open(struct postings *postings, struct postings_index *index, const char *word, size_t len, bool prefix)
{
	struct buf wanted = { 0 };
	size_t letters = 0;
	*postings = (struct postings){ .index = index };
	for (size_t i = 0; i < len; i++)
		letters += ((unsigned char)word[i] & 0xC0) != 0x80;
	/* what begins a word is a word in a list of its own */
	bool listed = prefix && letters <= PREFIX_MOST;
	buf_putc(&wanted, (char)('0' + (listed ? (int)letters : 0)));
	buf_put(&wanted, word, len);
	bool ok = len && !index->failed;
	for (size_t i = 0; ok && i < index->segments.count; i++)
		ok = open_segment(postings, (int)i, &wanted, prefix && !listed);
	buf_fini(&wanted);
	return ok;
}

void postings_close(struct postings *postings)
{
	for (size_t i = 0; i < postings->leaves.count; i++)
		leaf_free(postings->leaves.items[i]);
	free(postings->leaves.items);
	*postings = (struct postings){ 0 };
}

/* ---- rows ------------------------------------------------------------------------------------------ */

static int64_t rowid_of(const struct postings_leaf *leaf)
{
	return leaf->count ? leaf->rows[leaf->at].rowid : INT64_MAX;
}

/* The order of lists: the latest row first, in it one word after the other, of that the latest segment first. */
static bool goes_before(const struct postings_leaf *a, const struct postings_leaf *b)
{
	int64_t first = rowid_of(a), second = rowid_of(b);
	if (first != second)
		return first > second;
	int order = strcmp(a->word, b->word);
	return order ? order < 0 : a->age < b->age;
}

/* Put the first list where it belongs now. */
static void sink(struct postings *postings)
{
	struct postings_leaf **items = postings->leaves.items;
	for (size_t i = 0; i + 1 < postings->leaves.count && goes_before(items[i + 1], items[i]); i++) {
		struct postings_leaf *swap = items[i];
		items[i] = items[i + 1];
		items[i + 1] = swap;
	}
}

/* The next of the lists that hold the row of the first one and were not overruled by a later segment. NULL: no more. */
static const struct postings_leaf *holding(const struct postings *postings, size_t *i)
{
	struct postings_leaf *const *items = postings->leaves.items;
	for (; *i < postings->leaves.count && rowid_of(items[*i]) == rowid_of(items[0]); ++*i) {
		const struct postings_leaf *leaf = items[*i];
		/* without a place: the word was taken out of the row */
		if (leaf->rows[leaf->at].bytes && (!*i || rowid_of(items[*i - 1]) != rowid_of(leaf) ||
							  strcmp(items[*i - 1]->word, leaf->word) != 0))
			return ++*i, leaf;
	}
	return NULL;
}

/* Within what was read of the first list, as long as it is before the others: so it is, mostly. */
static bool step(struct postings *postings, int64_t most)
{
	struct postings_leaf *first = postings->leaves.items[0];
	const struct row *rows = first->rows;
	size_t at = first->at;
	if (!first->count || rows[0].rowid > most)
		return false;
	while (rows[at].rowid > most)
		at--;
	first->at = at;
	postings->rowid = rows[at].rowid;
	return rows[at].bytes &&
	       (postings->leaves.count == 1 || rowid_of(postings->leaves.items[1]) < postings->rowid);
}

bool postings_seek(struct postings *postings, int64_t most)
{
	while (postings->leaves.count) {
		struct postings_leaf *first = postings->leaves.items[0];
		size_t i = 0;
		if (step(postings, most))
			return true;
		sink(postings);
		if (first == postings->leaves.items[0] && first->count && rowid_of(first) <= most) {
			postings->rowid = rowid_of(first);
			if (holding(postings, &i))
				return true;
			if (postings->rowid == INT64_MIN)
				return false;
			most = postings->rowid - 1;
		}
		first = postings->leaves.items[0];
		if ((first->count && rowid_of(first) <= most) || leaf_seek(postings->index, first, most))
			continue;
		if (postings->index->failed)
			return false;
		leaf_free(first);
		postings->leaves.count--;
		memmove(postings->leaves.items, postings->leaves.items + 1,
			postings->leaves.count * sizeof *postings->leaves.items);
	}
	return false;
}

/* ---- places ---------------------------------------------------------------------------------------- */

/* The places of a row may go on in the pages that follow. */
static bool put_places(struct postings_index *index, const struct postings_leaf *leaf, struct buf *out)
{
	const struct row *row = &leaf->rows[leaf->at];
	size_t end = two_bytes(leaf->bytes + 2), rest = row->bytes, part = end - row->places;
	struct postings_leaf next = { .segment = leaf->segment };
	part = part < rest ? part : rest;
	buf_put(out, leaf->bytes + row->places, part);
	rest -= part;
	for (int64_t page = leaf->page + 1; rest && read_page(index, &next, page); page++) {
		part = two_bytes(next.bytes + 2) - HEAD;
		part = part < rest ? part : rest;
		if (page > leaf->last || !part) {
			damaged(index);
			break;
		}
		buf_put(out, next.bytes + HEAD, part);
		rest -= part;
	}
	free(next.bytes);
	return !index->failed;
}

static int by_place(const void *a, const void *b)
{
	int64_t first = *(const int64_t *)a, second = *(const int64_t *)b;
	return first < second ? -1 : first > second;
}

static void add_places(const unsigned char *bytes, size_t len, struct postings_places *out)
{
	uint64_t more, column = 0, place = 0;
	for (size_t at = 0; number(bytes, len, &at, &more);) {
		/* 1 is before another column; a place is 2 more than the distance from the one before */
		if (more != 1) {
			place += more - 2;
			*vec_push(out) = (int64_t)(column << 32 | (place & UINT32_MAX));
			continue;
		}
		place = 0;
		if (!number(bytes, len, &at, &column))
			return;
	}
}

void postings_places(struct postings *postings, struct postings_places *out)
{
	const struct postings_leaf *leaf;
	size_t i = 0, lists = 0;
	for (; (leaf = holding(postings, &i)); lists++) {
		const struct row *row = &leaf->rows[leaf->at];
		struct buf bytes = { 0 };
		if (row->places + (size_t)row->bytes <= two_bytes(leaf->bytes + 2))
			add_places(leaf->bytes + row->places, row->bytes, out);
		else if (put_places(postings->index, leaf, &bytes))
			add_places((const unsigned char *)buf_text(&bytes), bytes.len, out);
		buf_fini(&bytes);
	}
	if (lists > 1)
		qsort(out->items, out->count, sizeof *out->items, by_place);
}
