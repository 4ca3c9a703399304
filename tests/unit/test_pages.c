/* Pages of a database file, made byte by byte: what reads as a row, and what must not. */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "scratch.h"
#include "store/pages.h"
#include "suite.h"

enum { PAGE = 512, PAGES = 4, CELL_AT = 300, ROW_PAGE = 2, CHAIN_PAGE = 3, LIST_PAGE = 4, LONG = 597 };

static unsigned char file[PAGES * PAGE];
static char *folder;

static unsigned char *page(int number)
{
	return file + (number - 1) * PAGE;
}

static void put_number(unsigned char *at, unsigned number)
{
	for (int i = 3; i >= 0; i--, number >>= 8)
		at[i] = number & 0xFF;
}

/* The row (7, 'abc') alone in a page of a table, with rowid 5. */
static void make(void)
{
	static const unsigned char row[] = { 7, 5, 3, 1, 19, 7, 'a', 'b', 'c' };
	memset(file, 0, sizeof file);
	memcpy(file, "SQLite format 3", 16);
	file[16] = PAGE >> 8;
	page(ROW_PAGE)[0] = PAGE_TABLE;
	page(ROW_PAGE)[4] = 1;
	page(ROW_PAGE)[8] = CELL_AT >> 8;
	page(ROW_PAGE)[9] = CELL_AT & 0xFF;
	memcpy(page(ROW_PAGE) + CELL_AT, row, sizeof row);
	folder = scratch_folder("pages");
}

static void end(void)
{
	rmdir(folder);
	free(folder);
}

static void read_file(struct pages *pages)
{
	struct err err;
	struct buf path = { 0 };
	buf_printf(&path, "%s/x.db", folder);
	int fd = open(buf_text(&path), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
	ck_assert_int_eq(write(fd, file, sizeof file), sizeof file);
	close(fd);
	ck_assert_msg(pages_open(pages, buf_text(&path), &err), "%s", err.text);
	/* it stays mapped */
	unlink(buf_text(&path));
	buf_fini(&path);
}

static bool is_row(void)
{
	struct pages pages;
	struct cell cell;
	read_file(&pages);
	bool is = pages_cell(&pages, ROW_PAGE, PAGE_TABLE, 0, &cell);
	pages_close(&pages);
	return is;
}

START_TEST(a_row_is_read_as_it_was_written)
{
	struct pages pages;
	struct cell cell;
	read_file(&pages);
	ck_assert_uint_eq(pages.count, PAGES);
	ck_assert_uint_eq(pages_cells(&pages, ROW_PAGE, PAGE_TABLE), 1);
	ck_assert(pages_cell(&pages, ROW_PAGE, PAGE_TABLE, 0, &cell));
	ck_assert_int_eq(cell.rowid, 5);
	ck_assert_uint_eq(cell.count, 2);
	ck_assert_int_eq(cell.values[0].number, 7);
	ck_assert_str_eq(cell.values[1].bytes, "abc");
	ck_assert(!pages_cell(&pages, ROW_PAGE, PAGE_TABLE, 1, &cell));
	ck_assert(!pages_cell(&pages, PAGES + 1, PAGE_TABLE, 0, &cell));
	pages_close(&pages);
}
END_TEST

START_TEST(a_row_whose_values_do_not_fill_it_is_none)
{
	static const struct {
		size_t at;
		unsigned char byte;
	} rows[] = {
		{ 0, 6 },   /* it ends within the text */
		{ 0, 8 },   /* and after it */
		{ 0, 0 },   /* nothing is in it */
		{ 2, 4 },   /* its header takes the number for a type */
		{ 2, 200 }, /* and goes on beyond it */
		{ 4, 17 },  /* a shorter text */
		{ 4, 21 },  /* a longer one */
		{ 4, 127 }, /* one that would go on beyond the row */
		{ 4, 10 },  /* types that no database has */
		{ 3, 11 },
		{ 4, 0x80 }, /* a type that does not end in the header */
	};
	unsigned char *cell = page(ROW_PAGE) + CELL_AT;
	ck_assert(is_row());
	for (size_t i = 0; i < LENGTH(rows); i++) {
		unsigned char before = cell[rows[i].at];
		cell[rows[i].at] = rows[i].byte;
		ck_assert_msg(!is_row(), "byte %zu as %d", rows[i].at, rows[i].byte);
		cell[rows[i].at] = before;
	}
	/* where it is, nothing or not all of it can be */
	static const int places[] = { PAGE, PAGE - 1, PAGE - 8, 0xFFFF };
	for (size_t i = 0; i < LENGTH(places); i++) {
		page(ROW_PAGE)[8] = (unsigned char)(places[i] >> 8);
		page(ROW_PAGE)[9] = (unsigned char)places[i];
		ck_assert_msg(!is_row(), "at %d", places[i]);
	}
}
END_TEST

/* A text of LONG bytes, most of them in another page. */
static void make_long(void)
{
	/* 92 bytes of 600 are in the page itself, as sqlite.org/fileformat2.html has it */
	static const unsigned char head[] = { 0x84, 0x58, 5, 3, 0x89, 0x37 };
	unsigned char *cell = page(ROW_PAGE) + CELL_AT;
	memset(cell, 'x', PAGE - CELL_AT);
	memcpy(cell, head, sizeof head);
	put_number(cell + 3 + 92, CHAIN_PAGE);
	memset(page(CHAIN_PAGE) + 4, 'x', PAGE - 4);
}

START_TEST(a_long_row_goes_on_in_other_pages)
{
	struct pages pages;
	struct cell cell;
	make_long();
	read_file(&pages);
	ck_assert(pages_cell(&pages, ROW_PAGE, PAGE_TABLE, 0, &cell));
	ck_assert_uint_eq(cell.values[0].len, LONG);
	ck_assert_uint_eq(strspn(cell.values[0].bytes, "x"), LONG);
	pages_close(&pages);
	put_number(page(ROW_PAGE) + CELL_AT + 3 + 92, PAGES + 1);
	ck_assert(!is_row());
}
END_TEST

START_TEST(what_is_read_of_other_pages_has_an_end)
{
	struct pages pages;
	struct cell cell;
	int read = 0;
	make_long();
	read_file(&pages);
	while (read < 100 && pages_cell(&pages, ROW_PAGE, PAGE_TABLE, 0, &cell))
		read++;
	/* four times the file, and not much more */
	ck_assert_int_ge(read, PAGES * 4);
	ck_assert_int_le(read, PAGES * 4 + 2);
	pages_close(&pages);
}
END_TEST

START_TEST(free_pages_are_those_of_a_list_that_holds_together)
{
	struct pages pages;
	static const struct {
		unsigned next, count, first, said;
		bool holds;
	} lists[] = {
		{ 0, 1, CHAIN_PAGE, 2, true },
		{ 0, 0, 0, 1, true },
		{ 0, 1, CHAIN_PAGE, 3, false },		 /* the header says another count */
		{ LIST_PAGE, 0, 0, 2, false },		 /* it comes back to itself */
		{ 0, 1, LIST_PAGE, 2, false },
		{ 0, 1, 1, 2, false },			 /* what cannot be free, or there */
		{ 0, 1, PAGES + 1, 2, false },
		{ 0, 0xFFFFFFFF, CHAIN_PAGE, 2, false }, /* more than a page can name */
	};
	for (size_t i = 0; i < LENGTH(lists); i++) {
		put_number(file + 32, LIST_PAGE);
		put_number(file + 36, lists[i].said);
		put_number(page(LIST_PAGE), lists[i].next);
		put_number(page(LIST_PAGE) + 4, lists[i].count);
		put_number(page(LIST_PAGE) + 8, lists[i].first);
		read_file(&pages);
		ck_assert_msg(pages_is_spare(&pages, LIST_PAGE) == lists[i].holds, "list %zu", i);
		ck_assert(!pages_is_spare(&pages, ROW_PAGE));
		pages_close(&pages);
	}
}
END_TEST

RUN_TESTS_WITHIN("pages", make, end, a_row_is_read_as_it_was_written, a_row_whose_values_do_not_fill_it_is_none,
	a_long_row_goes_on_in_other_pages, what_is_read_of_other_pages_has_an_end,
	free_pages_are_those_of_a_list_that_holds_together)
