#include "base/diff.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Pairs of words compared at most: 4 million take some milliseconds and 8 MB. */
enum { PAIRS_MAX = 4 * 1000 * 1000 };

/* A word, or the blanks between two. */
struct token {
	const char *text;
	size_t len;
};

struct tokens {
	struct token *items;
	size_t count, cap;
};

static const char blanks[] = " \t\n";

static void split(const char *text, struct tokens *out)
{
	while (*text) {
		size_t len = strspn(text, blanks);
		*(struct token *)vec_push(out) =
			(struct token){ text, len ? len : strcspn(text, blanks) };
		text += out->items[out->count - 1].len;
	}
}

static bool same(const struct token *a, const struct token *b)
{
	return a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
}

struct writer {
	struct buf *out;
	size_t context;
	struct tokens kept, removed, added; /* not written yet */
	bool any;			    /* a change was written */
};

/* Unchanged words: those beside changes, the others as …; `last`: no change follows. */
static void write_kept(struct writer *writer, bool last)
{
	struct tokens *kept = &writer->kept;
	size_t most = writer->context < SIZE_MAX / 4 ? writer->context * 2 : SIZE_MAX;
	size_t head = writer->any ? most : 0, tail = last ? 0 : most;
	bool all = most == SIZE_MAX || head + tail + 1 >= kept->count;
	for (size_t i = 0; i < kept->count; i++) {
		if (all || i < head || i >= kept->count - tail)
			buf_put(writer->out, kept->items[i].text, kept->items[i].len);
		else if (i == head)
			buf_printf(writer->out, "%s…%s", head ? " " : "", tail ? " " : "");
	}
	kept->count = 0;
}

static void write_marked(
	struct writer *writer, struct tokens *tokens, const char *open, const char *close)
{
	if (tokens->count)
		buf_puts(writer->out, open);
	for (size_t i = 0; i < tokens->count; i++)
		buf_put(writer->out, tokens->items[i].text, tokens->items[i].len);
	if (tokens->count)
		buf_puts(writer->out, close);
	tokens->count = 0;
}

static void write_change(struct writer *writer)
{
	if (!writer->removed.count && !writer->added.count)
		return;
	write_kept(writer, false);
	write_marked(writer, &writer->removed, "[-", "-]");
	write_marked(writer, &writer->added, "{+", "+}");
	writer->any = true;
}

static void keep(struct writer *writer, const struct token *token)
{
	write_change(writer);
	*(struct token *)vec_push(&writer->kept) = *token;
}

/* Length of the longest common subsequence of the rests from each pair of places on. */
static uint16_t *lengths(const struct token *a, size_t n, const struct token *b, size_t m)
{
	uint16_t *table = mem_new((n + 1) * (m + 1), sizeof *table);
	for (size_t i = n; i-- > 0;)
		for (size_t j = m; j-- > 0;) {
			uint16_t down = table[(i + 1) * (m + 1) + j];
			uint16_t right = table[i * (m + 1) + j + 1];
			table[i * (m + 1) + j] = same(&a[i], &b[j])
				? (uint16_t)(table[(i + 1) * (m + 1) + j + 1] + 1)
				: down > right ? down
					       : right;
		}
	return table;
}

static void compare(
	struct writer *writer, const struct token *a, size_t n, const struct token *b, size_t m)
{
	/* a length must fit the table */
	bool small = n < UINT16_MAX && m < UINT16_MAX && n * m <= PAIRS_MAX;
	uint16_t *table = small ? lengths(a, n, b, m) : NULL;
	size_t i = 0, j = 0;
	while (i < n || j < m) {
		if (small && i < n && j < m && same(&a[i], &b[j])) {
			keep(writer, &a[i]);
			i++, j++;
		} else if (j == m ||
			(i < n &&
				(!small ||
					table[(i + 1) * (m + 1) + j] >=
						table[i * (m + 1) + j + 1]))) {
			*(struct token *)vec_push(&writer->removed) = a[i++];
		} else {
			*(struct token *)vec_push(&writer->added) = b[j++];
		}
	}
	free(table);
}

/* An empty text has no tokens to point at. */
static const struct token *from(const struct tokens *tokens, size_t at)
{
	static const struct token none;
	return tokens->count ? tokens->items + at : &none;
}

void diff_words(const char *before, const char *after, size_t context, struct buf *out)
{
	struct tokens a = { 0 }, b = { 0 };
	struct writer writer = { .out = out, .context = context };
	size_t head = 0, tail = 0;
	split(before, &a);
	split(after, &b);
	size_t most = a.count < b.count ? a.count : b.count;
	while (head < most && same(&a.items[head], &b.items[head]))
		head++;
	while (tail < most - head &&
		same(&a.items[a.count - 1 - tail], &b.items[b.count - 1 - tail]))
		tail++;
	for (size_t i = 0; i < head; i++)
		keep(&writer, &a.items[i]);
	compare(&writer, from(&a, head), a.count - head - tail, from(&b, head),
		b.count - head - tail);
	for (size_t i = tail; i > 0; i--)
		keep(&writer, &b.items[b.count - i]);
	write_change(&writer);
	write_kept(&writer, true);
	free(a.items);
	free(b.items);
	free(writer.kept.items);
	free(writer.removed.items);
	free(writer.added.items);
}
