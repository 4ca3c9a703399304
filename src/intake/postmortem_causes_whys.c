/* Five whys: lists, paragraphs, headings and tables of questions, each asked about the answer before. */
#include "intake/causes.h"

#include <ctype.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "intake/actions.h"
#include "intake/terms.h"

static const struct block *block_at(const struct cause_reader *r, size_t index)
{
	return &r->p->blocks.items[index];
}

/* Marks, numbers and emphasis before words. */
static size_t skip_marks(const char *text, size_t len)
{
	size_t at = 0;
	for (bool more = true; more && at < len;) {
		static const char *const marks[] = { "→", "⇒", "–", "—", "•", "➡", "\xef\xb8\x8f", "：" };
		more = strchr(" \t\n*_#>-=:.)", text[at]) != NULL && text[at];
		at += more;
		for (size_t i = 0; i < LENGTH(marks) && !more; i++) {
			more = len - at >= strlen(marks[i]) && memcmp(text + at, marks[i], strlen(marks[i])) == 0;
			at += more ? strlen(marks[i]) : 0;
		}
	}
	return at;
}

bool cause_is_why(const char *text, size_t len)
{
	static const struct term words[] = { { 0, "^why|^1st why|^2nd why|^3rd why|^4th why|^5th why|^first why|^second why|^third why|^fourth why|"
						 "^fifth why|^warum|^wieso|^weshalb|^pourquoi|^por que|^perche|^なぜ|^为什么|^為什麼|^為何" } };
	size_t at = skip_marks(text, len);
	size_t digits = at < len ? strspn(text + at, "0123456789") : 0;
	at += digits ? digits + skip_marks(text + at + digits, len - at - digits) : 0;
	if (len - at > 2 && memcmp(text + at, "¿", 2) == 0)
		at += 2;
	return terms_read(words, LENGTH(words), text + at, len - at) != TERM_NONE;
}

/* An arrow that an answer begins with; emphasis and brackets are its own. */
static size_t skip_arrow(const char *text, size_t len)
{
	size_t at = strspn(text, " \t\n");
	bool arrow = len - at > 3 && memcmp(text + at, "→", 3) == 0;
	return at + (arrow ? 3 + strspn(text + at + 3, " \t\n") : 0);
}

size_t cause_question(const char *text, size_t len)
{
	if (!cause_is_why(text, len))
		return skip_arrow(text, len);
	const char *ascii = memchr(text, '?', len), *wide = memmem(text, len, "？", 3), *colon = memchr(text, ':', len);
	const char *end = ascii && (!wide || ascii < wide) ? ascii + 1 : wide ? wide + 3 : NULL;
	enum { LABEL_MAX = 24 };
	/* "Why 1: the answer" */
	if (!end && colon && colon - text < LABEL_MAX)
		end = colon + 1;
	if (!end && len < LABEL_MAX)
		end = text + len;
	/* なぜ…のか without a mark: the line is the question */
	if (!end)
		end = memchr(text, '\n', len);
	if (!end)
		return skip_marks(text, len);
	size_t at = (size_t)(end - text);
	/* "Why 1: why did it?" asks twice */
	if (colon && end == colon + 1 && cause_is_why(end, len - at))
		return at + cause_question(end, len - at);
	return at + skip_marks(end, len - at);
}

static void put_source(const struct cause_reader *r, size_t first, size_t end, struct buf *out)
{
	blocks_source_range(&r->p->blocks, first, end, out);
	buf_trim_end(out);
}

/* Add the answer to a why; the question itself, where nobody answered it. */
static size_t add_why(struct cause_reader *r, size_t parent, const char *text, size_t len, size_t from, size_t to, const char *how)
{
	const char *kind = NULL;
	size_t label = cause_label(text, len, &kind);
	if (label && !text_equal(kind, "why"))
		return cause_add(r, kind, parent, text + label, len - label, from, to, how);
	size_t answer = cause_question(text, len);
	if (answer >= len)
		answer = skip_marks(text, len);
	/* the last answer may say what it is */
	label = cause_label(text + answer, len - answer, &kind);
	if (label && text_equal(kind, "root"))
		return cause_add(r, kind, parent, text + answer + label, len - answer - label, from, to, how);
	return cause_add(r, "why", parent, text + answer, len - answer, from, to, how);
}

/* ---- lists --------------------------------------------------------------------------------------- */

static size_t inner_list(const struct cause_reader *r, size_t item)
{
	for (size_t i = item + 1; i < block_at(r, item)->next; i = block_at(r, i)->next)
		if (block_at(r, i)->kind == BLOCK_LIST)
			return i;
	return BLOCK_NONE;
}

/* A why of each item: below one another where they are nested, else one after the other. */
static void read_list(struct cause_reader *r, size_t list, size_t parent, size_t depth)
{
	enum { DEPTH_MAX = 40 };
	bool nested = false;
	for (size_t i = list + 1; i < block_at(r, list)->next && !nested; i = block_at(r, i)->next)
		nested = inner_list(r, i) != BLOCK_NONE && block_at(r, i)->text[0] && depth < DEPTH_MAX;
	for (size_t i = list + 1; i < block_at(r, list)->next; i = block_at(r, i)->next) {
		struct buf text = { 0 };
		size_t below = nested ? inner_list(r, i) : BLOCK_NONE;
		bool chain = below != BLOCK_NONE && (depth > 0 || cause_is_why(block_at(r, below + 1)->text, block_at(r, below + 1)->len));
		put_source(r, i + 1, chain ? below : block_at(r, i)->next, &text);
		size_t added = add_why(r, parent, buf_text(&text), text.len, block_at(r, i)->from,
			chain ? block_at(r, below)->from : block_at(r, i)->to, "list item");
		buf_fini(&text);
		if (chain)
			read_list(r, below, added ? added : parent, depth + 1);
		else if (added && !nested)
			parent = r->last = added;
	}
}

bool causes_below(struct cause_reader *r, size_t list, size_t parent)
{
	for (size_t i = list + 1; i < block_at(r, list)->next; i = block_at(r, i)->next)
		if (!cause_is_why(block_at(r, i)->text, block_at(r, i)->len))
			return false;
	read_list(r, list, parent, 1);
	return true;
}

/* ---- tables -------------------------------------------------------------------------------------- */

enum { COLUMN_ANSWER, COLUMN_QUESTION };

static const struct term columns[] = {
	{ COLUMN_ANSWER, "answer|because|reason|cause|explanation|finding|response|antwort|weil|grund|reponse|parce que|cause|respuesta|porque|"
			 "razon|causa|resposta|回答|答え|理由|原因|答案|因为" },
	{ COLUMN_QUESTION, "why|question|whys|warum|frage|pourquoi|pregunta|por que|なぜ|問い|質問|为什么|问题" },
};

static void read_table(struct cause_reader *r, size_t table)
{
	size_t head = table + 1, answer = SIZE_MAX, question = SIZE_MAX, column = 0;
	for (size_t cell = head + 1; cell < block_at(r, head)->next; cell = block_at(r, cell)->next, column++) {
		int found = terms_read(columns, LENGTH(columns), block_at(r, cell)->text, block_at(r, cell)->len);
		answer = found == COLUMN_ANSWER && answer == SIZE_MAX ? column : answer;
		question = found == COLUMN_QUESTION && question == SIZE_MAX ? column : question;
	}
	answer = answer == SIZE_MAX ? question : answer;
	for (size_t row = block_at(r, head)->next; answer != SIZE_MAX && row < block_at(r, table)->next; row = block_at(r, row)->next) {
		size_t cell = row + 1;
		for (size_t i = 0; i < answer && cell < block_at(r, row)->next; i++)
			cell = block_at(r, cell)->next;
		if (cell >= block_at(r, row)->next)
			continue;
		struct buf text = { 0 };
		blocks_source(&r->p->blocks, cell, &text);
		size_t added = add_why(r, r->last, buf_text(&text), text.len, block_at(r, row)->from, block_at(r, row)->to, "table row");
		r->last = added ? added : r->last;
		buf_fini(&text);
	}
}

/* ---- paragraphs ---------------------------------------------------------------------------------- */

/* Whether the block begins another why, or says what it all comes down to. */
static bool begins(const struct cause_reader *r, size_t index)
{
	const struct block *block = block_at(r, index);
	const char *kind;
	return block->kind == BLOCK_TABLE ||
	       (block->kind == BLOCK_PARAGRAPH && (cause_is_why(block->text, block->len) || cause_label(block->text, block->len, &kind))) ||
	       (block->kind == BLOCK_LIST && cause_is_why(block_at(r, index + 1)->text, block_at(r, index + 1)->len));
}

void causes_whys(struct cause_reader *r, size_t first, size_t end)
{
	bool asked = false;
	for (size_t i = first; i < end;) {
		const struct block *block = block_at(r, i);
		size_t next = block->next;
		if (block->kind == BLOCK_TABLE) {
			read_table(r, i);
		} else if (block->kind == BLOCK_PARAGRAPH && begins(r, i)) {
			struct buf text = { 0 };
			while (next < end && !begins(r, next) && block_at(r, next)->kind != BLOCK_RULE)
				next = block_at(r, next)->next;
			put_source(r, i, next, &text);
			size_t added = add_why(r, r->last, buf_text(&text), text.len, block->from, block_at(r, next - 1)->to, "paragraph");
			r->last = added ? added : r->last;
			buf_fini(&text);
			asked = true;
		} else if (block->kind == BLOCK_LIST && !asked) {
			read_list(r, i, r->last, 0);
		}
		i = next;
	}
}
