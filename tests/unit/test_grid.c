#include "base/mem.h"
#include "base/text.h"
#include "tui/grid.h"
#include "suite.h"

static void check_text(const struct grid *grid, const char *want)
{
	struct buf text = { 0 };
	grid_text(grid, &text);
	ck_assert_str_eq(buf_text(&text), want);
	buf_fini(&text);
}

static void check_styles(const struct grid *grid, const char *want)
{
	struct buf text = { 0 };
	grid_styles(grid, &text);
	ck_assert_str_eq(buf_text(&text), want);
	buf_fini(&text);
}

/* Every wide cell has its second half, every second half its first, and no cell holds a control. */
static void check_sound(const struct grid *grid)
{
	for (int row = 0; row < grid->rows; row++) {
		for (int column = 0; column < grid->columns; column++) {
			const struct cell *cell = grid_at(grid, row, column);
			if (cell->width == 0)
				ck_assert(column > 0 && cell[-1].width == 2 && cell->len == 0);
			if (cell->width == 2)
				ck_assert(column + 1 < grid->columns && cell[1].width == 0);
			ck_assert_int_le(cell->len, CELL_BYTES);
			ck_assert(utf8_valid(cell->text, cell->len));
			uint32_t cp;
			for (size_t at = 0; at < cell->len;
				at += utf8_decode(cell->text + at, cell->len - at, &cp)) {
				ck_assert_uint_gt(
					utf8_decode(cell->text + at, cell->len - at, &cp), 0);
				ck_assert_int_ge(utf8_width(cp), 0);
			}
		}
	}
}

START_TEST(styles_have_names_and_letters_of_their_own)
{
	for (int a = 0; a < STYLE_COUNT; a++) {
		const struct style_row *row = style_get((enum style)a);
		ck_assert_int_gt(row->letter, ' ');
		ck_assert_int_lt(row->letter, 127);
		ck_assert_int_ge(row->colour, -1);
		ck_assert_msg(row->colour < 7 && row->colour != 4 && row->colour != 0,
			"%s cannot be read on light and dark", row->name);
		ck_assert_int_eq(style_find(row->name), a);
		for (int b = 0; b < a; b++)
			ck_assert_msg(style_get((enum style)b)->letter != row->letter, "%s and %s",
				style_get((enum style)b)->name, row->name);
	}
	ck_assert_int_eq(style_find("Decision"), STYLE_DECISION);
	ck_assert_int_eq(style_find("no such"), STYLE_TEXT);
}
END_TEST

START_TEST(a_new_grid_is_blank_and_never_empty)
{
	struct grid grid;
	grid_init(&grid, 0, -5);
	ck_assert_int_eq(grid.rows, 1);
	ck_assert_int_eq(grid.columns, 1);
	grid_resize(&grid, 2, 3);
	check_text(&grid, "\n\n");
	check_styles(&grid, "...\n...\n");
	ck_assert(!grid.cursor_shown);
	grid_fini(&grid);
}
END_TEST

START_TEST(text_is_put_where_it_belongs_and_counted)
{
	struct grid grid;
	grid_init(&grid, 2, 10);
	ck_assert_int_eq(grid_puts(&grid, grid_all(&grid), 1, 2, STYLE_TITLE, "abc"), 3);
	check_text(&grid, "\n  abc\n");
	check_styles(&grid, "..........\n..TTT.....\n");
	ck_assert_int_eq(grid_put(&grid, grid_all(&grid), 0, 0, STYLE_TEXT, "xyz", 2), 2);
	check_text(&grid, "xy\n  abc\n");
	grid_fini(&grid);
}
END_TEST

START_TEST(nothing_outside_the_area_changes)
{
	struct grid grid;
	struct area area = { 1, 2, 1, 4 };
	grid_init(&grid, 3, 8);
	for (int row = 0; row < 3; row++)
		grid_puts(&grid, grid_all(&grid), row, 0, STYLE_TEXT, "........");
	ck_assert_int_eq(grid_puts(&grid, area, 0, 0, STYLE_TEXT, "abcdefgh"), 4);
	ck_assert_int_eq(grid_puts(&grid, area, 1, 0, STYLE_TEXT, "below"), 4);
	ck_assert_int_eq(grid_puts(&grid, area, -1, 0, STYLE_TEXT, "above"), 4);
	ck_assert_int_eq(grid_puts(&grid, area, 0, 4, STYLE_TEXT, "right"), 0);
	check_text(&grid, "........\n..abcd..\n........\n");
	grid_puts(&grid, area, 0, -2, STYLE_TEXT, "12345");
	check_text(&grid, "........\n..345d..\n........\n");
	grid_rule(&grid, area, 0, STYLE_RULE);
	grid_rule(&grid, area, 1, STYLE_RULE);
	check_text(&grid, "........\n..────..\n........\n");
	grid_fill(&grid, (struct area){ 1, 3, 1, 100 }, STYLE_BAR);
	check_text(&grid, "........\n..─\n........\n");
	check_styles(&grid, "........\n..rBBBBB\n........\n");
	grid_fini(&grid);
}
END_TEST

START_TEST(areas_outside_the_grid_draw_nothing)
{
	static const struct area areas[] = { { -5, -5, 3, 3 }, { 9, 9, 3, 3 }, { 0, 0, 0, 0 },
		{ 0, 0, -2, -2 }, { 0, 0, 0, 5 }, { 0, 5, 5, 0 } };
	struct grid grid;
	grid_init(&grid, 3, 8);
	for (size_t i = 0; i < LENGTH(areas); i++) {
		grid_puts(&grid, areas[i], 0, 0, STYLE_ERROR, "漢text");
		grid_fill(&grid, areas[i], STYLE_ERROR);
		grid_restyle(&grid, areas[i], STYLE_ERROR);
		grid_rule(&grid, areas[i], 0, STYLE_ERROR);
		grid_cursor(&grid, areas[i], 0, 0);
		ck_assert(!grid.cursor_shown);
	}
	check_text(&grid, "\n\n\n");
	check_styles(&grid, "........\n........\n........\n");
	grid_fini(&grid);
}
END_TEST

START_TEST(huge_areas_are_clipped)
{
	struct area huge = { -1000000000, -1000000000, 2000000000, 2000000000 };
	struct grid grid;
	grid_init(&grid, 2, 3);
	grid_fill(&grid, huge, STYLE_BAR);
	grid_rule(&grid, huge, 0, STYLE_RULE);
	grid_puts(&grid, huge, 1000000000, 1000000000, STYLE_TEXT, "abcdef");
	check_text(&grid, "abc\n\n");
	grid_fini(&grid);
}
END_TEST

START_TEST(wide_characters_are_never_cut_in_half)
{
	struct grid grid;
	grid_init(&grid, 1, 5);
	struct area all = grid_all(&grid);
	ck_assert_int_eq(grid_puts(&grid, all, 0, 0, STYLE_TEXT, "漢字漢"), 5);
	check_text(&grid, "漢字\n");
	ck_assert_int_eq(grid_at(&grid, 0, 0)->width, 2);
	ck_assert_int_eq(grid_at(&grid, 0, 1)->width, 0);
	check_sound(&grid);
	grid_puts(&grid, all, 0, 1, STYLE_TEXT, "x");
	check_text(&grid, " x字\n");
	grid_puts(&grid, all, 0, 2, STYLE_TEXT, "y");
	check_text(&grid, " xy\n");
	grid_puts(&grid, all, 0, 0, STYLE_TEXT, "ab漢");
	grid_puts(&grid, all, 0, 1, STYLE_TEXT, "字");
	check_text(&grid, "a字\n");
	check_sound(&grid);
	grid_puts(&grid, all, 0, -1, STYLE_TEXT, "漢z");
	check_text(&grid, " z\n");
	check_sound(&grid);
	grid_puts(&grid, all, 0, 0, STYLE_TEXT, "漢字");
	grid_fill(&grid, (struct area){ 0, 1, 1, 2 }, STYLE_TEXT);
	check_text(&grid, "\n");
	check_sound(&grid);
	grid_fini(&grid);
}
END_TEST

START_TEST(a_character_with_its_marks_takes_one_cell)
{
	struct grid grid;
	grid_init(&grid, 1, 12);
	struct area all = grid_all(&grid);
	ck_assert_int_eq(grid_puts(&grid, all, 0, 0, STYLE_TEXT, "e\xCC\x81x"), 2);
	ck_assert_int_eq(grid_at(&grid, 0, 0)->len, 3);
	ck_assert_int_eq(grid_puts(&grid, all, 0, 2, STYLE_TEXT, "\xCC\x81"), 1);
	ck_assert_str_eq(grid_at(&grid, 0, 2)->text, " \xCC\x81"); /* nothing to stand on */
	ck_assert_int_eq(
		grid_puts(&grid, all, 0, 4, STYLE_TEXT, "👨‍👩‍👧🇩🇪⚠️"), 6);
	check_sound(&grid);
	grid_fini(&grid);
}
END_TEST

START_TEST(a_character_too_long_for_a_cell_is_cut_between_code_points)
{
	struct grid grid;
	struct buf text = { 0 };
	grid_init(&grid, 1, 3);
	buf_puts(&text, "a");
	for (int i = 0; i < 20; i++)
		buf_puts(&text, "\xCC\x81");
	buf_puts(&text, "b");
	ck_assert_int_eq(grid_puts(&grid, grid_all(&grid), 0, 0, STYLE_TEXT, buf_text(&text)), 2);
	ck_assert_int_eq(grid_at(&grid, 0, 0)->len, 23);
	ck_assert_str_eq(grid_at(&grid, 0, 1)->text, "b");
	check_sound(&grid);
	buf_fini(&text);
	grid_fini(&grid);
}
END_TEST

START_TEST(control_bytes_never_reach_a_cell)
{
	struct grid grid;
	struct buf text = { 0 };
	grid_init(&grid, 1, 60);
	int used = grid_puts(&grid, grid_all(&grid), 0, 0, STYLE_TEXT,
		"\x1B[31mred\x07 a\tb\nc\x7F \xFF \xC2\x9B \xE2\x80\xAE e\xE2\x80\xAE\xCC\x81");
	check_sound(&grid);
	check_text(&grid, "^[[31mred^G a b⏎c^? \\xff <009B> <202E> e<202E> \xCC\x81\n");
	ck_assert_int_eq(used, 47);
	grid_clear(&grid);
	for (int c = 1; c < 256; c++)
		buf_putc(&text, (char)c);
	grid_put(&grid, grid_all(&grid), 0, 0, STYLE_TEXT, text.data, text.len);
	check_sound(&grid);
	buf_fini(&text);
	grid_fini(&grid);
}
END_TEST

/* Took minutes while each control looked through all the marks behind it. */
START_TEST(endless_marks_and_controls_are_quick)
{
	struct grid grid;
	struct buf text = { 0 };
	grid_init(&grid, 1, 80);
	buf_puts(&text, "e");
	for (int i = 0; i < 50000; i++)
		buf_puts(&text, "\xCC\x81\xE2\x80\xAE");
	ck_assert_uint_eq(text_width(text.data, text.len), 1 + 6 + 49999 * 7);
	buf_truncate(&text, 1);
	for (int i = 0; i < 200000; i++)
		buf_puts(&text, "\xCC\x81");
	for (int i = 0; i < 1000; i++)
		grid_put(&grid, grid_all(&grid), 0, 0, STYLE_TEXT, text.data, text.len);
	check_sound(&grid);
	buf_fini(&text);
	grid_fini(&grid);
}
END_TEST

START_TEST(random_drawing_keeps_the_grid_sound)
{
	static const char *const parts[] = { "a", "漢", "e\xCC\x81", "👨‍👩‍👧", "\x1B",
		"\xFF", "\xE2\x80\xAE", "\n", "🇩", "\xE2\x80\x8D", "️" };
	struct grid grid;
	struct buf text = { 0 };
	grid_init(&grid, 4, 9);
	srand(1);
	for (int i = 0; i < 3000; i++) {
		struct area area = { rand() % 8 - 3, rand() % 14 - 4, rand() % 7, rand() % 12 };
		buf_truncate(&text, 0);
		for (int n = rand() % 8; n > 0; n--)
			buf_puts(&text, parts[(size_t)rand() % LENGTH(parts)]);
		int used = grid_puts(
			&grid, area, rand() % 5 - 1, rand() % 9 - 3, STYLE_NOTE, buf_text(&text));
		ck_assert_int_ge(used, 0);
		if (i % 5 == 0)
			grid_fill(&grid, area, STYLE_TEXT);
		if (i % 7 == 0)
			grid_rule(&grid, area, rand() % 4 - 1, STYLE_RULE);
		if (i % 11 == 0)
			grid_put_field(&grid, area, 0, rand() % 5 - 2, rand() % 9 - 1, STYLE_TEXT,
				buf_text(&text));
		check_sound(&grid);
	}
	buf_fini(&text);
	grid_fini(&grid);
}
END_TEST

START_TEST(a_field_is_cut_with_an_ellipsis_or_filled)
{
	struct grid grid;
	grid_init(&grid, 1, 8);
	grid_puts(&grid, grid_all(&grid), 0, 0, STYLE_TEXT, "xxxxxxxx");
	grid_put_field(&grid, grid_all(&grid), 0, 1, 5, STYLE_DIM, "abcdefg");
	check_text(&grid, "xabcd…xx\n");
	grid_put_field(&grid, grid_all(&grid), 0, 1, 5, STYLE_DIM, "ab");
	check_text(&grid, "xab   xx\n");
	check_styles(&grid, ".ddddd..\n");
	grid_fini(&grid);
}
END_TEST

START_TEST(restyling_keeps_the_text)
{
	struct grid grid;
	grid_init(&grid, 1, 6);
	grid_puts(&grid, grid_all(&grid), 0, 0, STYLE_NOTE, "a漢b");
	grid_restyle(&grid, grid_all(&grid), STYLE_SELECTED);
	check_text(&grid, "a漢b\n");
	check_styles(&grid, "SSSSSS\n");
	grid_fini(&grid);
}
END_TEST

START_TEST(the_cursor_is_shown_only_inside_its_area)
{
	struct grid grid;
	grid_init(&grid, 3, 6);
	grid_cursor(&grid, (struct area){ 1, 1, 1, 3 }, 0, 2);
	ck_assert(grid.cursor_shown);
	ck_assert_int_eq(grid.cursor_row, 1);
	ck_assert_int_eq(grid.cursor_column, 3);
	grid_cursor(&grid, (struct area){ 1, 1, 1, 3 }, 0, 3);
	ck_assert(!grid.cursor_shown);
	grid_fini(&grid);
}
END_TEST

START_TEST(ascii_replaces_marks_by_table_and_others_by_question_marks)
{
	struct grid grid;
	grid_init(&grid, 2, 14);
	grid_rule(&grid, grid_all(&grid), 0, STYLE_RULE);
	grid_puts(&grid, grid_all(&grid), 1, 0, STYLE_TEXT, "│★▸↗↩═…·é漢a");
	grid_ascii(&grid);
	check_text(&grid, "--------------\n|*>^<=~-?\?\?a\n");
	check_sound(&grid);
	grid_fini(&grid);
}
END_TEST

static void log_run(void *data, int row, int column, const struct cell *cells, int count)
{
	struct buf *out = data;
	buf_printf(out, "%d,%d:", row, column);
	for (int i = 0; i < count; i++)
		buf_put(out, cells[i].text, cells[i].len);
	buf_printf(out, "(%d) ", count);
}

static void check_diff(const struct grid *before, const struct grid *now, const char *want)
{
	struct buf out = { 0 };
	grid_diff(before, now, log_run, &out);
	ck_assert_str_eq(buf_text(&out), want);
	buf_fini(&out);
}

START_TEST(a_diff_gives_only_the_changed_runs)
{
	struct grid a, b;
	grid_init(&a, 2, 8);
	grid_init(&b, 2, 8);
	check_diff(&a, &b, "");
	grid_puts(&b, grid_all(&b), 0, 1, STYLE_TEXT, "xy");
	grid_puts(&b, grid_all(&b), 0, 6, STYLE_TEXT, "zz");
	grid_puts(&b, grid_all(&b), 1, 0, STYLE_TITLE, " ");
	check_diff(&a, &b, "0,1:xy(2) 0,6:zz(2) 1,0: (1) ");
	check_diff(NULL, &a, "0,0:        (8) 1,0:        (8) ");
	grid_resize(&a, 1, 3);
	check_diff(&b, &a, "0,0:   (3) ");
	grid_fini(&a);
	grid_fini(&b);
}
END_TEST

START_TEST(a_diff_gives_wide_characters_whole)
{
	struct grid a, b;
	grid_init(&a, 1, 6);
	grid_init(&b, 1, 6);
	grid_puts(&a, grid_all(&a), 0, 0, STYLE_TEXT, "漢字ab");
	grid_puts(&b, grid_all(&b), 0, 0, STYLE_TEXT, "漢x ab");
	check_diff(&a, &b, "0,2:x (2) ");
	check_diff(&b, &a, "0,2:字(2) ");
	grid_clear(&b);
	grid_puts(&b, grid_all(&b), 0, 0, STYLE_TEXT, "漢字ab");
	grid_restyle(&b, (struct area){ 0, 1, 1, 1 }, STYLE_DIM); /* only the second half */
	check_diff(&a, &b, "0,0:漢(2) ");
	grid_fini(&a);
	grid_fini(&b);
}
END_TEST

static void apply_run(void *data, int row, int column, const struct cell *cells, int count)
{
	struct grid *grid = data;
	ck_assert_int_ne(cells[0].width, 0);
	if (column + count < grid->columns)
		ck_assert_int_ne(cells[count].width, 0);
	memcpy(&grid->cells[row * grid->columns + column], cells, (size_t)count * sizeof *cells);
}

START_TEST(applying_a_diff_gives_the_new_grid)
{
	static const char *const parts[] = { "a", "漢", "b", " " };
	struct grid a, b;
	grid_init(&a, 2, 9);
	grid_init(&b, 2, 9);
	srand(2);
	for (int i = 0; i < 2000; i++) {
		for (int n = 0; n < 4; n++)
			grid_puts(&b, grid_all(&b), rand() % 2, rand() % 9,
				(enum style)(rand() % 2), parts[(size_t)rand() % LENGTH(parts)]);
		grid_diff(&a, &b, apply_run, &a);
		ck_assert_mem_eq(a.cells, b.cells, 18 * sizeof *a.cells);
		check_sound(&a);
	}
	grid_fini(&a);
	grid_fini(&b);
}
END_TEST

static void check_glyphs(const char *text, const char *want)
{
	struct grid grid;
	struct glyph glyphs[2];
	struct buf out = { 0 };
	grid_init(&grid, 1, 4);
	grid_puts(&grid, grid_all(&grid), 0, 0, STYLE_TEXT, text);
	int count = cell_glyphs(grid_at(&grid, 0, 0), glyphs), columns = 0;
	for (int i = 0; i < count; i++) {
		columns += utf8_width(glyphs[i].points[0]);
		for (int k = 0; k < glyphs[i].count; k++) {
			ck_assert(k == 0 || utf8_width(glyphs[i].points[k]) == 0);
			buf_printf(&out, "%s%X", k ? "+" : i ? " " : "", glyphs[i].points[k]);
		}
	}
	ck_assert_str_eq(buf_text(&out), want);
	ck_assert_int_eq(columns, grid_at(&grid, 0, 0)->width);
	buf_fini(&out);
	grid_fini(&grid);
}

START_TEST(only_what_all_terminals_agree_about_is_sent)
{
	check_glyphs("a", "61");
	check_glyphs("漢", "6F22");
	check_glyphs("e\xCC\x81", "65+301");
	check_glyphs("\xCC\x81", "20+301");
	check_glyphs("👨‍👩‍👧", "1F468"); /* joined: the first */
	check_glyphs("👍🏽", "1F44D");	     /* without skin tone */
	check_glyphs("⚠️", "26A0 20");	     /* emoji form of a narrow one */
	check_glyphs("🇩🇪", "44 45");		     /* a flag: its letters */
	check_glyphs("a\xE2\x80\x8B", "61");	     /* zero-width space */
	check_glyphs("\xC2\xAD", "20");		     /* soft hyphen */
	check_glyphs("a\xCC\x81\xCC\x82\xCC\x83\xCC\x84\xCC\x85\xCC\x86", "61+301+302+303+304");
	check_glyphs("1️⃣", "31+20E3 20");
}
END_TEST

/* Wrap all of the text; rows joined by |. */
static void check_wrap(const char *text, int columns, const char *want)
{
	struct buf out = { 0 };
	size_t len = strlen(text), next;
	for (size_t at = 0; at < len; at += next) {
		size_t row = wrap_next(text + at, len - at, columns, &next);
		ck_assert_uint_gt(next, 0);
		ck_assert_uint_le(row, next);
		ck_assert_uint_le(next, len - at);
		if (at)
			buf_putc(&out, '|');
		buf_put(&out, text + at, row);
	}
	ck_assert_str_eq(buf_text(&out), want);
	buf_fini(&out);
}

START_TEST(words_wrap_at_blanks)
{
	check_wrap("the quick brown fox", 10, "the quick|brown fox");
	check_wrap("the quick brown fox", 9, "the quick|brown fox");
	check_wrap("the quick brown fox", 8, "the|quick|brown|fox");
	check_wrap("the quick brown fox", 100, "the quick brown fox");
	check_wrap("aaaa    bbbb", 4, "aaaa|bbbb");
	check_wrap("aa bb\ncc", 80, "aa bb|cc");
	check_wrap("a\n\nb\n", 80, "a||b");
	check_wrap("aaaa  \nbb", 4, "aaaa|bb");
}
END_TEST

START_TEST(long_words_wrap_between_characters)
{
	check_wrap("abcdefghij", 4, "abcd|efgh|ij");
	check_wrap("ab cdefghij", 4, "ab|cdef|ghij");
	check_wrap("  abcdefgh", 4, "  ab|cdef|gh");
	check_wrap("e\xCC\x81"
		   "e\xCC\x81"
		   "e\xCC\x81",
		2,
		"e\xCC\x81"
		"e\xCC\x81|e\xCC\x81");
	check_wrap("abc", 0, "a|b|c");
}
END_TEST

START_TEST(wide_characters_wrap_anywhere_but_whole)
{
	check_wrap("漢字漢字", 5, "漢字|漢字");
	check_wrap("ab 漢字漢字", 6, "ab 漢|字漢字");
	check_wrap("漢字", 1, "漢|字"); /* too narrow: it still moves on */
}
END_TEST

START_TEST(control_characters_wrap_by_what_they_show)
{
	check_wrap("a\x1B"
		   "b\xFF",
		3, "a\x1B|b|\xFF");
	check_wrap("\xE2\x80\xAE"
		   "x",
		4, "\xE2\x80\xAE|x");
}
END_TEST

START_TEST(wrapped_rows_fit_what_is_drawn)
{
	static const char *const parts[] = { "a", "bc ", "漢", " ", "\t", "\x1B", "\n", "e\xCC\x81",
		"👨‍👩‍👧", "\xFF", "🇩", "long-word" };
	struct buf text = { 0 };
	struct grid grid;
	grid_init(&grid, 1, 100);
	srand(3);
	for (int i = 0; i < 3000; i++) {
		buf_truncate(&text, 0);
		for (int n = rand() % 20; n > 0; n--)
			buf_puts(&text, parts[(size_t)rand() % LENGTH(parts)]);
		int columns = 6 + rand() % 10;
		size_t next;
		for (size_t at = 0; at < text.len; at += next) {
			size_t row = wrap_next(text.data + at, text.len - at, columns, &next);
			int used = grid_put(
				&grid, grid_all(&grid), 0, 0, STYLE_TEXT, text.data + at, row);
			ck_assert_int_le(used, columns);
			ck_assert_uint_eq((size_t)used, text_width(text.data + at, row));
			for (size_t k = row; k < next; k++)
				ck_assert_ptr_nonnull(strchr(" \t\n", text.data[at + k]));
		}
	}
	grid_fini(&grid);
	buf_fini(&text);
}
END_TEST

RUN_TESTS("grid", styles_have_names_and_letters_of_their_own, a_new_grid_is_blank_and_never_empty,
	text_is_put_where_it_belongs_and_counted, nothing_outside_the_area_changes,
	areas_outside_the_grid_draw_nothing, huge_areas_are_clipped, wide_characters_are_never_cut_in_half,
	a_character_with_its_marks_takes_one_cell, a_character_too_long_for_a_cell_is_cut_between_code_points,
	control_bytes_never_reach_a_cell, endless_marks_and_controls_are_quick,
	random_drawing_keeps_the_grid_sound, a_field_is_cut_with_an_ellipsis_or_filled,
	restyling_keeps_the_text, the_cursor_is_shown_only_inside_its_area,
	ascii_replaces_marks_by_table_and_others_by_question_marks, a_diff_gives_only_the_changed_runs,
	a_diff_gives_wide_characters_whole, applying_a_diff_gives_the_new_grid,
	only_what_all_terminals_agree_about_is_sent, words_wrap_at_blanks, long_words_wrap_between_characters,
	wide_characters_wrap_anywhere_but_whole, control_characters_wrap_by_what_they_show,
	wrapped_rows_fit_what_is_drawn)
