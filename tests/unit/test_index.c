#include "base/mem.h"
#include "base/text.h"
#include "doc/index.h"
#include "doc/markdown.h"
#include "suite.h"

#define HEAD                                                                                       \
	"| Date | Incident | Severity | Status | Duration | Summary |\n"                           \
	"| --- | --- | --- | --- | --- | --- |\n"
#define PAGE(before, rows, after) before INDEX_BEGIN "\n\n" HEAD rows "\n" INDEX_END "\n" after

static const struct index_row checkout = { .path = "2023/01-17-checkout.md",
	.date = "2023-01-17",
	.title = "Checkout returns 500",
	.severity = "SEV1",
	.status = "closed",
	.duration = "42m",
	.summary = "Certificate rotated without its chain." };
static const struct index_row search_down = {
	.path = "2023/02-03-search.md", .date = "2023-02-03", .title = "Search down"
};

#define CHECKOUT                                                                                   \
	"| 2023-01-17 | [Checkout returns 500](2023/01-17-checkout.md) | SEV1 | closed | 42m | "   \
	"Certificate rotated without its chain. |\n"
#define SEARCH_DOWN "| 2023-02-03 | [Search down](2023/02-03-search.md) | | | | |\n"

static char *spliced(const char *readme, const struct index_row *rows, size_t count)
{
	struct buf out = { 0 };
	struct err err = { 0 };
	ck_assert_msg(index_splice(&out, readme, rows, count, &err), "%s", err.text);
	return buf_steal(&out);
}

static void check_splice(
	const char *readme, const struct index_row *rows, size_t count, const char *expected)
{
	char *page = spliced(readme, rows, count);
	ck_assert_str_eq(page, expected);
	/* once more changes nothing */
	char *again = spliced(page, rows, count);
	ck_assert_str_eq(again, expected);
	free(again);
	free(page);
}

START_TEST(a_new_page_gets_a_heading_and_the_table)
{
	check_splice(NULL, &checkout, 1, PAGE("# Incidents\n\n", CHECKOUT, ""));
	check_splice("", &checkout, 1, PAGE("# Incidents\n\n", CHECKOUT, ""));
	check_splice(NULL, NULL, 0, PAGE("# Incidents\n\n", "", ""));
}
END_TEST

START_TEST(a_page_without_an_index_gets_one_at_its_end)
{
	check_splice("# Team\n\nHello.\n", &checkout, 1,
		PAGE("# Team\n\nHello.\n\n## Incidents\n\n", CHECKOUT, ""));
	check_splice("# Team", &checkout, 1, PAGE("# Team\n\n## Incidents\n\n", CHECKOUT, ""));
}
END_TEST

START_TEST(every_byte_outside_the_markers_stays)
{
	const char *before = "\xef\xbb\xbf# Team \t\n\n\n* odd   spacing\n";
	const char *after = "\n\n```\n| no | row |\n```\n\xff\x01 no newline at the end";
	struct buf page = { 0 }, expected = { 0 };
	buf_printf(&page, "%s%s\n%s\n%s", before, INDEX_BEGIN, INDEX_END, after);
	buf_printf(&expected, "%s" PAGE("", CHECKOUT, "") "%s", before, after);
	check_splice(buf_text(&page), &checkout, 1, buf_text(&expected));
	buf_fini(&page);
	buf_fini(&expected);
}
END_TEST

START_TEST(the_newest_incident_comes_first)
{
	struct index_row rows[] = { checkout, search_down, checkout };
	rows[2].path = "2023/01-17-another.md";
	rows[2].title = "Another";
	check_splice(NULL, rows, 3,
		PAGE("# Incidents\n\n",
			SEARCH_DOWN "| 2023-01-17 | [Another](2023/01-17-another.md) | SEV1 | "
				    "closed | 42m | Certificate "
				    "rotated without its chain. |\n" CHECKOUT,
			""));
}
END_TEST

START_TEST(rows_of_others_stay_byte_for_byte)
{
#define FOREIGN                                                                                    \
	"|2023-02-01|  [by *hand* \\| x](2023/02-01-a%20b.md \"t\")|SEV3  | | | | | more | "       \
	"columns |\n"
#define ODD "| someday | no link here |\n"
	check_splice(PAGE("", FOREIGN ODD, ""), (struct index_row[]){ checkout, search_down }, 2,
		PAGE("", ODD SEARCH_DOWN FOREIGN CHECKOUT, ""));
}
END_TEST

START_TEST(a_row_of_the_same_path_is_replaced)
{
	struct index_row changed = {
		.path = "2023/02-01-a b.md", .date = "2023-02-01", .title = "Renamed"
	};
	check_splice(PAGE("", FOREIGN CHECKOUT, ""), &changed, 1,
		PAGE("", "| 2023-02-01 | [Renamed](2023/02-01-a%20b.md) | | | | |\n" CHECKOUT, ""));
	/* duplicates that a merge may have left go away with it */
	check_splice(PAGE("", CHECKOUT SEARCH_DOWN CHECKOUT, ""), &checkout, 1,
		PAGE("", SEARCH_DOWN CHECKOUT, ""));
}
END_TEST

START_TEST(a_table_with_other_columns_gets_our_head)
{
	check_splice(INDEX_BEGIN "\n| When | What |\n|:--|--:|\n" CHECKOUT INDEX_END "\n",
		&search_down, 1, PAGE("", SEARCH_DOWN CHECKOUT, ""));
}
END_TEST

START_TEST(crlf_pages_keep_crlf)
{
	char *page = spliced(
		"# Team\r\n\r\n" INDEX_BEGIN "\r\n" FOREIGN INDEX_END "\r\nend\r\n", &checkout, 1);
	struct buf expected = { 0 };
	for (const char *c = PAGE("# Team\n\n", FOREIGN CHECKOUT, "end\n"); *c; c++)
		buf_printf(&expected, "%s%c", *c == '\n' ? "\r" : "", *c);
	ck_assert_str_eq(page, buf_text(&expected));
	char *again = spliced(page, &checkout, 1);
	ck_assert_str_eq(again, page);
	free(again);
	free(page);
	buf_fini(&expected);
}
END_TEST

static void check_conflict(const char *readme, const char *message)
{
	struct buf out = { 0 };
	struct err err = { 0 };
	ck_assert(!index_splice(&out, readme, &checkout, 1, &err));
	ck_assert_int_eq(err.code, ERR_CONFLICT);
	ck_assert_str_eq(err.text, message);
	ck_assert_uint_eq(out.len, 0);
	buf_fini(&out);
}

START_TEST(damaged_markers_are_a_conflict)
{
	check_conflict("a\n" INDEX_BEGIN "\n",
		"line 2 is " INDEX_BEGIN ", but there is no " INDEX_END
		": put it back, or remove both");
	check_conflict(INDEX_END,
		"line 1 is " INDEX_END ", but there is no " INDEX_BEGIN
		": put it back, or remove both");
	check_conflict(INDEX_END "\r\n" INDEX_BEGIN,
		INDEX_BEGIN " (line 2) comes after " INDEX_END " (line 1): swap them");
	check_conflict(INDEX_BEGIN "\n" INDEX_END "\n  " INDEX_BEGIN "\n",
		"lines 1 and 3 are both " INDEX_BEGIN ": leave one of them");
}
END_TEST

START_TEST(text_of_somebody_inside_the_index_is_a_conflict)
{
	check_conflict(INDEX_BEGIN "\n" CHECKOUT "\n<<<<<<< HEAD\n" INDEX_END,
		"line 4 stands in the index but is no row of its table: move it outside the two "
		"markers");
}
END_TEST

struct read {
	size_t rows, links;
	char *cells[16];
	size_t cell_count;
	char *url;
};

static bool see(void *data, const struct markdown_block *block)
{
	struct read *read = data;
	if (block->kind == MARKDOWN_LINK) {
		free(read->url);
		read->url = mem_copy(block->url);
		read->links++;
	}
	if (block->kind != MARKDOWN_ROW || block->header)
		return true;
	read->rows++;
	for (size_t i = 0; i < block->cell_count && read->cell_count < LENGTH(read->cells); i++)
		read->cells[read->cell_count++] = mem_copy(block->cells[i]);
	return true;
}

START_TEST(any_text_stays_in_its_cell)
{
	struct index_row row = { .path = "a (b)|c].md",
		.date = "2023-01-17",
		.title = "[x](y) | `z\\",
		.severity = "|||",
		.status = "**a**\n- b",
		.duration = "\\",
		.summary = "<!-- http://a/_b_|c" };
	char *page = spliced(NULL, &row, 1);
	struct markdown *markdown;
	struct read read = { 0 };
	ck_assert(markdown_parse(&markdown, page, strlen(page), NULL));
	ck_assert(markdown_outline(markdown, see, &read));
	ck_assert_uint_eq(read.rows, 1);
	ck_assert_uint_eq(read.links, 1);
	ck_assert_uint_eq(read.cell_count, 6);
	const char *expected[] = { row.date, row.title, row.severity, "**a** - b", row.duration,
		row.summary };
	for (size_t i = 0; i < LENGTH(expected); i++) {
		ck_assert_str_eq(read.cells[i], expected[i]);
		free(read.cells[i]);
	}
	ck_assert_str_eq(read.url, "a%20%28b%29%7Cc].md");
	char *again = spliced(page, &row, 1);
	ck_assert_str_eq(again, page);
	free(again);
	free(read.url);
	free(page);
	markdown_free(markdown);
}
END_TEST

RUN_TESTS("index", a_new_page_gets_a_heading_and_the_table, a_page_without_an_index_gets_one_at_its_end,
	every_byte_outside_the_markers_stays, the_newest_incident_comes_first,
	rows_of_others_stay_byte_for_byte, a_row_of_the_same_path_is_replaced,
	a_table_with_other_columns_gets_our_head, crlf_pages_keep_crlf, damaged_markers_are_a_conflict,
	text_of_somebody_inside_the_index_is_a_conflict, any_text_stays_in_its_cell)
