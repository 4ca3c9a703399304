/* Where the blocks of a document stand, and what is in them. */
#include "doc/blocks.h"

#include "suite.h"

static const char names[] = "HPLITRCKWQ-";

/* "L3-5 text" for each block, as far as it is of use. */
static void dump(const char *source, size_t skip, struct buf *out)
{
	struct blocks blocks;
	struct err err = { 0 };
	ck_assert_msg(blocks_read(&blocks, source, strlen(source), skip, &err), "%s", err.text);
	for (size_t i = 0; i < blocks.count; i++) {
		const struct block *block = &blocks.items[i];
		int depth = 0;
		for (uint32_t up = block->parent; up != BLOCK_NONE; up = blocks.items[up].parent)
			depth++;
		buf_printf(out, "%*s%c%u:%u", depth, "", names[block->kind], block->line, block->column);
		struct buf own = { 0 };
		blocks_source(&blocks, i, &own);
		buf_printf(out, " {%s} [%s]\n", buf_text(&own), block->text);
		buf_fini(&own);
	}
	blocks_fini(&blocks);
}

#define BLOCKS(source, skip, expected)                                                             \
	do {                                                                                       \
		struct buf out = { 0 };                                                            \
		dump(source, skip, &out);                                                          \
		ck_assert_str_eq(buf_text(&out), expected);                                        \
		buf_fini(&out);                                                                    \
	} while (0)

START_TEST(headings_end_at_their_line_or_underline)
{
	BLOCKS("# One ##\n\nTwo\nlines\n===\ntext\n", 0,
		"H1:0 {One} [One]\nH3:0 {Two\nlines} [Two lines]\nP6:0 {text} [text]\n");
	BLOCKS("#\n\n## \n", 0, "H1:0 {} []\nH3:0 {} []\n");
}
END_TEST

START_TEST(items_lose_their_indentation_and_quotes_their_marks)
{
	BLOCKS("- a **b**\n  c\n\n      code\n- [x] d\n", 0,
		"L1:0 {- a **b**\n  c\n\n      code\n- [x] d} []\n"
		" I1:0 {a **b**\nc\n\n    code} [a b c]\n"
		"  P1:2 {a **b**\nc} [a b c]\n"
		"  K4:6 {code} [code\n]\n"
		" I5:0 {d} [d]\n"
		"  P5:6 {d} [d]\n");
	BLOCKS("> one\n> two\n", 0, "Q1:0 {> one\n> two} []\n P1:2 {one\ntwo} [one two]\n");
}
END_TEST

START_TEST(a_paragraph_ends_where_a_table_begins_below_it)
{
	BLOCKS("one\ntwo\n| a | b |\n|---|---|\n| 1 | 2 |\n", 0,
		"P1:0 {one\ntwo} [one two]\n"
		"T3:0 {| a | b |\n|---|---|\n| 1 | 2 |} []\n"
		" R3:0 {| a | b |} []\n  C3:2 {a} [a]\n  C3:6 {b} [b]\n"
		" R5:0 {| 1 | 2 |} []\n  C5:1 {1} [1]\n  C5:5 {2} [2]\n");
}
END_TEST

START_TEST(cells_are_trimmed_and_unescaped)
{
	BLOCKS("| a | b \\| c |\n|---|---|\n| 1 |\n", 0,
		"T1:0 {| a | b \\| c |\n|---|---|\n| 1 |} []\n"
		" R1:0 {| a | b \\| c |} []\n  C1:1 {a} [a]\n  C1:5 {b | c} [b | c]\n"
		" R3:0 {| 1 |} []\n  C3:1 {1} [1]\n  C3:0 {} []\n");
	BLOCKS("a | b\n-|-\nc d | e\n", 0,
		"T1:0 {a | b\n-|-\nc d | e} []\n R1:0 {a | b} []\n  C1:0 {a} [a]\n  C1:3 {b} [b]\n"
		" R3:0 {c d | e} []\n  C3:0 {c d} [c d]\n  C3:5 {e} [e]\n");
}
END_TEST

START_TEST(what_is_skipped_counts_lines)
{
	BLOCKS("---\nx: 1\n---\n# T\n", 13, "H4:0 {T} [T]\n");
	BLOCKS("---\nx: 1\n---\none\n| a |\n|---|\n", 13,
		"P4:0 {one} [one]\nT5:0 {| a |\n|---|} []\n R5:0 {| a |} []\n  C5:2 {a} [a]\n");
}
END_TEST

START_TEST(bold_beginnings_struck_texts_and_links_are_known)
{
	static const char source[] = "**10:00** [x](u) ![i](j)\n\n~~gone~~\n";
	struct blocks blocks;
	struct err err = { 0 };
	ck_assert(blocks_read(&blocks, source, strlen(source), 0, &err));
	ck_assert_uint_eq(blocks.count, 2);
	ck_assert_uint_eq(blocks.items[0].strong, strlen("10:00"));
	ck_assert_uint_eq(blocks.items[0].links, 2);
	ck_assert_str_eq(blocks.links.items[0].url, "u");
	ck_assert_uint_eq(blocks.links.items[0].at, strlen("10:00 "));
	ck_assert_uint_eq(blocks.links.items[0].len, 1);
	ck_assert(blocks.links.items[1].image);
	ck_assert(!blocks.items[0].struck);
	ck_assert(blocks.items[1].struck);
	blocks_fini(&blocks);
}
END_TEST

START_TEST(lines_end_as_cmark_reads_them)
{
	BLOCKS("a\r\n\r\n# b\rc\r\n", 0, "P1:0 {a} [a]\nH3:0 {b} [b]\nP4:0 {c} [c]\n");
	BLOCKS("\xef\xbb\xbf# T", 0, "H1:3 {T} [T]\n");
	BLOCKS("\xef\xbb\xbf# T\nT\n===\n", 3, "H1:3 {T} [T]\nH2:0 {T} [T]\n");
	BLOCKS("", 0, "");
}
END_TEST

RUN_TESTS("blocks", headings_end_at_their_line_or_underline, items_lose_their_indentation_and_quotes_their_marks,
	a_paragraph_ends_where_a_table_begins_below_it, cells_are_trimmed_and_unescaped, what_is_skipped_counts_lines, bold_beginnings_struck_texts_and_links_are_known,
	lines_end_as_cmark_reads_them)
