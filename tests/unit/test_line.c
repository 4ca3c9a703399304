#include "app/app.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"
#include "tui/line.h"
#include "tui/walk.h"
#include "suite.h"

static struct kills kills;
static struct app app; /* with the keys of the shipped inquestrc */

static void read_keys(void)
{
	struct buf text = { 0 }, problems = { 0 };
	struct err err = { 0 };
	ck_assert_msg(path_read(&text, "share/inquestrc", 1 << 20, &err), "%s", err.text);
	app_rc_run(&app, "inquestrc", buf_text(&text), false, &problems);
	ck_assert_str_eq(buf_text(&problems), "");
	buf_fini(&text);
	buf_fini(&problems);
}

static void forget_keys(void)
{
	keymap_fini(&app.keymap);
	options_fini(&app.options);
	kills_fini(&kills);
	kills = (struct kills){ 0 };
}

/* The command that the shipped key map has for a key; NULL if none. */
static const struct line_command *bound(const struct key *key)
{
	for (size_t i = 0; i < app.keymap.count; i++) {
		const struct binding *binding = &app.keymap.items[i];
		struct key other;
		if (text_equal(binding->view, "line") && key_parse(&other, binding->key, NULL) &&
			key_equal(&other, key)) {
			ck_assert(text_starts(binding->command, "line "));
			const struct line_command *command =
				line_command_find(binding->command + strlen("line "));
			ck_assert_msg(command, "%s", binding->command);
			return command;
		}
	}
	return NULL;
}

static enum line_result press(struct line *line, const char *name)
{
	struct key key;
	struct err err = { 0 };
	ck_assert_msg(key_parse(&key, name, &err), "%s", err.text);
	const struct line_command *command = bound(&key);
	if (command)
		return line_run(line, command, &kills);
	return key_is_text(&key) ? line_type(line, key.code) : LINE_IGNORED;
}

/* Press keys named with blanks between. */
static void press_all(struct line *line, const char *names)
{
	while (*names) {
		char name[32];
		size_t len = strcspn(names, " ");
		ck_assert_uint_lt(len, sizeof name);
		text_copy(name, len + 1, names);
		ck_assert_int_eq(press(line, name), LINE_TOOK);
		names += len + strspn(names + len, " ");
	}
}

static void type(struct line *line, const char *text)
{
	for (size_t at = 0, n; text[at]; at += n) {
		uint32_t code;
		n = utf8_decode(text + at, strlen(text + at), &code);
		ck_assert_int_eq(line_type(line, code), LINE_TOOK);
	}
}

/* `want` shows the cursor as | */
static void check_line(const struct line *line, const char *want)
{
	struct buf text = { 0 };
	buf_put(&text, line_text(line), line->cursor);
	buf_putc(&text, '|');
	buf_puts(&text, line_text(line) + line->cursor);
	ck_assert_str_eq(buf_text(&text), want);
	buf_fini(&text);
}

/* Make a line of `text`, where | is the cursor, press keys, compare. */
static void check_keys(const char *text, const char *keys, const char *want)
{
	struct line line;
	struct buf plain = { 0 };
	size_t cursor = strcspn(text, "|");
	buf_put(&plain, text, cursor);
	buf_puts(&plain, text + cursor + 1);
	line_init(&line, true);
	ck_assert(line_set(&line, buf_text(&plain), plain.len));
	line_move(&line, cursor);
	press_all(&line, keys);
	check_line(&line, want);
	line_fini(&line);
	buf_fini(&plain);
	kills_fini(&kills);
	kills = (struct kills){ 0 };
}

/* The visible rows, joined by /, with the cursor as row,column. */
static void check_layout(struct line *line, int columns, int rows, const char *want)
{
	struct line_layout layout;
	struct buf out = { 0 };
	line_layout(line, columns, rows, &layout);
	ck_assert_int_ge(layout.rows, 1);
	ck_assert_int_le(layout.rows, rows);
	if (layout.more_above)
		buf_puts(&out, "^");
	for (int row = 0; row < layout.rows; row++) {
		size_t len, start = line_row(line, row, &len);
		if (row)
			buf_putc(&out, '/');
		buf_put(&out, line_text(line) + start, len);
	}
	if (layout.more_below)
		buf_puts(&out, "v");
	buf_printf(&out, " %d,%d", layout.cursor_row, layout.cursor_column);
	ck_assert_str_eq(buf_text(&out), want);
	buf_fini(&out);
}

START_TEST(typed_characters_go_in_at_the_cursor)
{
	struct line line;
	line_init(&line, false);
	type(&line, "5xx é漢 ok");
	check_line(&line, "5xx é漢 ok|");
	press_all(&line, "Home Right");
	type(&line, "0");
	check_line(&line, "50|xx é漢 ok");
	line_fini(&line);
}
END_TEST

START_TEST(moves_go_by_whole_characters)
{
	check_keys("ae\xCC\x81|b", "Left",
		"a|e\xCC\x81"
		"b");
	check_keys("a|e\xCC\x81"
		   "b",
		"Right", "ae\xCC\x81|b");
	check_keys("👨‍👩‍👧🇩🇪🇫🇷|", "Left Left",
		"👨‍👩‍👧|🇩🇪🇫🇷");
	check_keys("👨‍👩‍👧|🇩🇪🇫🇷", "Right",
		"👨‍👩‍👧🇩🇪|🇫🇷");
	check_keys("|ab", "Left", "|ab");
	check_keys("ab|", "Right", "ab|");
	check_keys("a\n|b", "Left Ctrl-B Ctrl-F", "a|\nb");
}
END_TEST

START_TEST(home_and_end_stay_on_the_line)
{
	check_keys("ab\ncd|e\nf", "Home", "ab\n|cde\nf");
	check_keys("ab\ncd|e\nf", "Ctrl-A Ctrl-A", "ab\n|cde\nf");
	check_keys("ab\nc|de\nf", "End", "ab\ncde|\nf");
	check_keys("ab\nc|de\nf", "Ctrl-E Ctrl-E", "ab\ncde|\nf");
	check_keys("ab\nc|de\nf", "Ctrl-Home", "|ab\ncde\nf");
	check_keys("ab\nc|de\nf", "Ctrl-End", "ab\ncde\nf|");
	check_keys("|", "Home End", "|");
}
END_TEST

START_TEST(word_moves_stop_at_words)
{
	check_keys("one two-three|", "Alt-b", "one two-|three");
	check_keys("one two-three|", "Alt-b Ctrl-Left", "one |two-three");
	check_keys("one  |", "Alt-b", "|one  ");
	check_keys("|one, two", "Alt-f", "one|, two");
	check_keys("one|, two", "Ctrl-Right", "one, two|");
	check_keys("|", "Alt-b Alt-f", "|");
	check_keys("naïve über|", "Alt-b Alt-b", "|naïve über");
}
END_TEST

START_TEST(backspace_and_delete_take_whole_characters)
{
	check_keys("ae\xCC\x81|b", "Backspace", "a|b");
	check_keys("a|e\xCC\x81"
		   "b",
		"Delete", "a|b");
	check_keys("a👨‍👩‍👧|", "Backspace", "a|");
	check_keys("|a", "Backspace", "|a");
	check_keys("a|", "Delete", "a|");
	check_keys("a\n|b", "Backspace", "a|b");
}
END_TEST

START_TEST(kills_and_yank_move_text)
{
	check_keys("one |two\nthree", "Ctrl-K", "one |\nthree");
	check_keys("one |two\nthree", "Ctrl-K Ctrl-K", "one |three");
	check_keys("one |two\nthree", "Ctrl-K Ctrl-K Ctrl-E Ctrl-Y", "one threetwo\n|");
	check_keys("one two|", "Ctrl-U", "|");
	check_keys("one two|", "Ctrl-U Ctrl-Y Ctrl-Y", "one twoone two|");
	check_keys("x one two|", "Ctrl-W Ctrl-W Ctrl-Y", "x one two|");
	check_keys("x one two|", "Ctrl-W Left Ctrl-W Ctrl-Y", "x one| ");
	check_keys("cat /var/log|", "Ctrl-W", "cat |");
	check_keys("cat /var/log|", "Alt-Backspace", "cat /var/|");
	check_keys("|one two", "Alt-d", "| two");
	check_keys("|one two", "Alt-d Alt-d Ctrl-Y", "one two|");
	check_keys("a|b", "Ctrl-Y", "a|b");
}
END_TEST

START_TEST(older_kills_come_back_in_turn)
{
	check_keys("one two three|", "Ctrl-W Left Ctrl-W Ctrl-Y Alt-y", "one three| ");
	check_keys("a b c|", "Ctrl-W Left Right Ctrl-W Ctrl-Y Alt-y Alt-y Alt-y Alt-y Alt-y",
		"a c|");
	/* without a yank before it puts back the newest */
	check_keys("one two|", "Ctrl-W Alt-y", "one two|");
	check_keys("one two|", "Ctrl-W Ctrl-Y Ctrl-_", "one |");
}
END_TEST

START_TEST(characters_and_words_swap)
{
	check_keys("ab|c", "Ctrl-T", "acb|");
	check_keys("abc|", "Ctrl-T", "acb|");
	check_keys("|abc", "Ctrl-T", "|abc");
	check_keys("a|", "Ctrl-T", "a|");
	check_keys("漢e\xCC\x81|", "Ctrl-T", "e\xCC\x81漢|");
	check_keys("x\nab|\ny", "Ctrl-T", "x\nba|\ny");
	check_keys("one two| three", "Alt-t", "one three two|");
	check_keys("one tw|o", "Alt-t", "two one|");
	check_keys("one, two|", "Alt-t", "two, one|");
	check_keys("one| ", "Alt-t", "one| ");
	check_keys("|one", "Alt-t", "|one");
}
END_TEST

START_TEST(words_change_their_letters)
{
	check_keys("|one two", "Alt-u", "ONE| two");
	check_keys("one| tWO", "Alt-c", "one Two|");
	check_keys("|ONE TWO", "Alt-l Alt-c", "one Two|");
	check_keys("|5xx", "Alt-c", "5Xx|");
	check_keys("|one", "Alt-u Ctrl-_", "|one");
	check_keys("one|", "Alt-u", "one|");
}
END_TEST

START_TEST(redo_does_again_what_undo_took_back)
{
	check_keys("one two|", "Ctrl-W Ctrl-W Ctrl-_ Ctrl-_ Alt-_", "one |");
	check_keys("one two|", "Ctrl-W Ctrl-W Ctrl-_ Ctrl-_ Alt-_ Alt-_ Alt-_", "|");
	check_keys("one two|", "Ctrl-W Ctrl-_ Alt-_ Ctrl-_", "one two|");
	/* a change in between makes it impossible */
	check_keys("one two|", "Ctrl-W Ctrl-_ x Alt-_", "one twox|");
	check_keys("|", "a b Ctrl-_ Alt-_", "ab|");
}
END_TEST

START_TEST(undo_takes_back_words_pastes_and_kills)
{
	struct line line;
	line_init(&line, true);
	type(&line, "one two");
	ck_assert(line_insert(&line, " pasted", 7));
	type(&line, "x");
	press_all(&line, "Ctrl-_");
	check_line(&line, "one two pasted|");
	press_all(&line, "Ctrl-_");
	check_line(&line, "one two|");
	press_all(&line, "Ctrl-A Ctrl-K");
	check_line(&line, "|");
	press_all(&line, "Ctrl-_");
	check_line(&line, "|one two");
	press_all(&line, "Ctrl-_");
	check_line(&line, "one |");
	press_all(&line, "Ctrl-_ Ctrl-_ Ctrl-_");
	check_line(&line, "|");
	line_fini(&line);
}
END_TEST

START_TEST(undo_after_many_changes_keeps_the_newest)
{
	struct line line;
	line_init(&line, false);
	for (int i = 0; i < 10000; i++)
		press_all(&line, i % 2 ? "Backspace" : "a");
	type(&line, "b");
	press_all(&line, "Ctrl-_");
	check_line(&line, "|");
	press_all(&line, "Ctrl-_");
	check_line(&line, "a|");
	ck_assert_uint_le(line.edits.count, 4096);
	line_fini(&line);
}
END_TEST

START_TEST(changes_are_counted_and_moves_are_not)
{
	struct line line;
	line_init(&line, false);
	unsigned long before = line.changes;
	type(&line, "a");
	ck_assert_uint_gt(line.changes, before);
	before = line.changes;
	press_all(&line, "Left Right Home End Ctrl-K");
	ck_assert_uint_eq(line.changes, before);
	line_fini(&line);
}
END_TEST

START_TEST(keys_of_others_are_ignored)
{
	static const char *const names[] = { "Enter", "Tab", "Esc", "PageUp", "PageDown", "F1",
		 "Shift-Tab", "Alt-x", "Ctrl-C", "Ctrl-Z", "Up", "Down", "Ctrl-J",
		"Alt-Enter" };
	struct line line;
	line_init(&line, false);
	type(&line, "a");
	for (size_t i = 0; i < LENGTH(names); i++)
		ck_assert_msg(press(&line, names[i]) == LINE_IGNORED, "%s", names[i]);
	check_line(&line, "a|");
	ck_assert_int_eq(line_type(&line, 0x9B), LINE_IGNORED);
	line_fini(&line);
}
END_TEST

START_TEST(a_one_line_text_keeps_no_line_feeds)
{
	struct line line;
	line_init(&line, false);
	ck_assert(line_insert(&line, "a\nb\r\nc\n\n", 8));
	check_line(&line, "a b  c|");
	line_fini(&line);
	line_init(&line, true);
	ck_assert(line_insert(&line, "a\nb\n", 4));
	press_all(&line, "Ctrl-J Alt-Enter");
	check_line(&line, "a\nb\n\n\n|");
	line_fini(&line);
}
END_TEST

START_TEST(bytes_that_are_not_text_become_visible)
{
	struct line line;
	line_init(&line, true);
	ck_assert(line_insert(&line, "a\xFF\0b", 4));
	check_line(&line,
		"a\\xff\xE2\x90\x80"
		"b|");
	line_fini(&line);
}
END_TEST

START_TEST(the_cursor_never_stands_within_a_character)
{
	struct line line;
	line_init(&line, true);
	ck_assert(line_set(&line, "a\n\xCC\x81z", strlen("a\n\xCC\x81z")));
	line_move(&line, 2);
	press_all(&line, "Backspace"); /* the mark joins the a */
	check_line(&line, "a\xCC\x81|z");
	line_move(&line, 1);
	ck_assert_uint_eq(line.cursor, 3);
	line_move(&line, 1000);
	ck_assert_uint_eq(line.cursor, 4);
	line_fini(&line);
}
END_TEST

START_TEST(more_than_the_limit_is_refused_whole)
{
	struct line line;
	struct buf text = { 0 };
	buf_fill(&text, 'x', LINE_TEXT_MAX - 1);
	line_init(&line, true);
	ck_assert(line_insert(&line, text.data, text.len));
	ck_assert(!line_insert(&line, "ab", 2));
	ck_assert_uint_eq(line.text.len, LINE_TEXT_MAX - 1);
	ck_assert_int_eq(press(&line, "é"), LINE_FULL);
	ck_assert_int_eq(press(&line, "y"), LINE_TOOK);
	ck_assert_int_eq(press(&line, "z"), LINE_FULL);
	ck_assert_int_eq(press(&line, "Ctrl-J"), LINE_FULL);
	ck_assert_uint_eq(line.text.len, LINE_TEXT_MAX);
	buf_fill(&text, 'x', 2);
	ck_assert(!line_set(&line, text.data, text.len));
	ck_assert_uint_eq(line.text.len, LINE_TEXT_MAX);
	press_all(&line, "Ctrl-U");
	ck_assert_uint_eq(line.text.len, 0);
	press_all(&line, "Ctrl-Y");
	ck_assert_int_eq(press(&line, "Ctrl-Y"), LINE_FULL);
	buf_fini(&text);
	line_fini(&line);
}
END_TEST

START_TEST(the_layout_wraps_words_and_finds_the_cursor)
{
	struct line line;
	line_init(&line, true);
	check_layout(&line, 10, 5, " 0,0");
	type(&line, "the quick brown fox");
	check_layout(&line, 10, 5, "the quick /brown fox 1,9");
	ck_assert_int_eq(line_height(&line, 10, 5), 2);
	ck_assert_int_eq(line_height(&line, 10, 1), 1);
	line_move(&line, 9);
	check_layout(&line, 10, 5, "the quick /brown fox 0,9");
	line_move(&line, 10);
	check_layout(&line, 10, 5, "the quick /brown fox 1,0");
	check_layout(&line, 5, 5, "the /quick /brown /fox 2,0");
	line_fini(&line);
}
END_TEST

START_TEST(the_cursor_behind_a_full_row_has_a_row_of_its_own)
{
	struct line line;
	line_init(&line, true);
	type(&line, "abcd");
	check_layout(&line, 4, 5, "abcd/ 1,0");
	type(&line, " ");
	check_layout(&line, 4, 5, "abcd / 1,0");
	type(&line, "e");
	check_layout(&line, 4, 5, "abcd /e 1,1");
	press_all(&line, "Ctrl-J");
	check_layout(&line, 4, 5, "abcd /e/ 2,0");
	line_fini(&line);
}
END_TEST

START_TEST(blanks_at_a_break_hang_over_the_edge)
{
	struct line line;
	line_init(&line, true);
	type(&line, "abcd    efgh x");
	line_move(&line, 6);
	check_layout(&line, 4, 5, "abcd    /efgh /x 0,3");
	line_fini(&line);
}
END_TEST

START_TEST(the_layout_counts_wide_and_combining_characters)
{
	struct line line;
	line_init(&line, true);
	type(&line, "漢字e\xCC\x81x");
	check_layout(&line, 10, 5, "漢字e\xCC\x81x 0,6");
	press_all(&line, "Left Left Left");
	check_layout(&line, 10, 5, "漢字e\xCC\x81x 0,2");
	check_layout(&line, 3, 5, "漢/字/e\xCC\x81x 1,0");
	line_fini(&line);
}
END_TEST

START_TEST(the_layout_scrolls_to_the_cursor_and_no_further)
{
	struct line line;
	line_init(&line, true);
	ck_assert(line_set(&line, "1\n2\n3\n4\n5", 9));
	check_layout(&line, 10, 3, "^3/4/5 2,1");
	press_all(&line, "Up Up");
	check_layout(&line, 10, 3, "^3/4/5 0,1");
	press_all(&line, "Up");
	check_layout(&line, 10, 3, "^2/3/4v 0,1");
	press_all(&line, "Down Down Down");
	check_layout(&line, 10, 3, "^3/4/5 2,1");
	check_layout(&line, 10, 4, "^2/3/4/5 3,1"); /* room is used when there is more */
	press_all(&line, "Ctrl-Home");
	check_layout(&line, 10, 3, "1/2/3v 0,0");
	line_fini(&line);
}
END_TEST

START_TEST(up_and_down_keep_their_column)
{
	struct line line;
	line_init(&line, true);
	ck_assert(line_set(&line, "long line\nab\nlong line", 22));
	line_move(&line, 7);
	press_all(&line, "Down");
	check_line(&line, "long line\nab|\nlong line");
	press_all(&line, "Down");
	check_line(&line, "long line\nab\nlong li|ne");
	ck_assert_int_eq(press(&line, "Down"), LINE_IGNORED);
	press_all(&line, "Up Left Up");
	check_line(&line, "l|ong line\nab\nlong line");
	ck_assert_int_eq(press(&line, "Up"), LINE_IGNORED);
	line_fini(&line);
}
END_TEST

START_TEST(up_and_down_go_by_wrapped_rows)
{
	struct line line;
	line_init(&line, true);
	type(&line, "abcdefghij");
	check_layout(&line, 4, 5, "abcd/efgh/ij 2,2");
	press_all(&line, "Up");
	check_line(&line, "abcdef|ghij");
	press_all(&line, "End Up Up");
	check_line(&line, "ab|cdefghij");
	line_fini(&line);
}
END_TEST

START_TEST(a_one_line_text_scrolls_sideways)
{
	struct line line;
	line_init(&line, false);
	type(&line, "abcdefghijkl");
	check_layout(&line, 5, 1, "^ijkl 0,4");
	press_all(&line, "Left Left Left Left");
	check_layout(&line, 5, 1, "^ijkl 0,0");
	press_all(&line, "Left");
	check_layout(&line, 5, 1, "^hijkl 0,0");
	press_all(&line, "Home");
	check_layout(&line, 5, 1, "abcdefghijklv 0,0");
	press_all(
		&line, "End Backspace Backspace Backspace Backspace Backspace Backspace Backspace");
	check_layout(&line, 5, 1, "^bcde 0,4");
	press_all(&line, "Backspace");
	check_layout(&line, 5, 1, "abcd 0,4");
	check_layout(&line, 1, 1, "^ 0,0");
	ck_assert_int_eq(line_height(&line, 2, 5), 1);
	line_fini(&line);
}
END_TEST

static void check_screen(
	struct line *line, struct area area, int rows, int columns, const char *want)
{
	struct grid grid;
	struct buf text = { 0 };
	grid_init(&grid, rows, columns);
	line_draw(line, &grid, area, STYLE_TEXT);
	if (grid.cursor_shown)
		grid_puts(&grid, grid_all(&grid), grid.cursor_row, grid.cursor_column, STYLE_TEXT,
			"_");
	grid_text(&grid, &text);
	ck_assert_str_eq(buf_text(&text), want);
	buf_fini(&text);
	grid_fini(&grid);
}

START_TEST(drawing_shows_the_rows_and_the_cursor)
{
	struct line line;
	line_init(&line, true);
	type(&line, "two words");
	check_screen(&line, (struct area){ 1, 2, 2, 6 }, 4, 10, "\n  two\n  words_\n\n");
	check_screen(&line, (struct area){ 0, 0, 0, 6 }, 1, 6, "\n");
	check_screen(&line, (struct area){ 0, 0, 1, 1 }, 1, 1, "_\n");
	line_fini(&line);
}
END_TEST

static const char *const parts[] = { "a", "word ", "漢字", " ", "\n", "e\xCC\x81",
	"👨‍👩‍👧", "🇩", "🇩🇪", "\t", "\x1B", "\xE2\x80\x8D", "\xCC\x81", "🏽", "️",
	"\xE2\x80\xAE", "longlonglong" };

START_TEST(going_back_finds_the_places_that_going_on_finds)
{
	struct buf text = { 0 };
	srand(1);
	for (int i = 0; i < 2000; i++) {
		buf_truncate(&text, 0);
		for (int n = 1 + rand() % 12; n > 0; n--)
			buf_puts(&text, parts[(size_t)rand() % LENGTH(parts)]);
		for (size_t at = 0, next; at < text.len; at = next) {
			next = walk_next(text.data, text.len, at);
			ck_assert_uint_eq(walk_before(text.data, text.len, next), at);
			for (size_t inside = at + 1; inside <= next; inside++)
				ck_assert_uint_eq(walk_border(text.data, text.len, inside), next);
		}
	}
	buf_fini(&text);
}
END_TEST

START_TEST(a_layout_after_edits_is_that_of_a_new_line)
{
	static const char *const keys[] = { "Left", "Right", "Up", "Down", "Home", "End",
		"Backspace", "Delete", "Ctrl-K", "Ctrl-U", "Ctrl-W", "Alt-d", "Ctrl-Y", "Ctrl-_",
		"Ctrl-Home", "Ctrl-End", "Ctrl-J", "x", "Space", "漢" };
	struct line line;
	line_init(&line, true);
	srand(2);
	for (int i = 0; i < 4000; i++) {
		struct line fresh;
		struct line_layout a, b;
		const char *part = parts[(size_t)rand() % LENGTH(parts)];
		if (rand() % 3)
			press(&line, keys[(size_t)rand() % LENGTH(keys)]);
		else
			ck_assert(line_insert(&line, part, strlen(part)));
		ck_assert_uint_eq(
			walk_border(line_text(&line), line.text.len, line.cursor), line.cursor);
		if (line.text.len > 400)
			press_all(&line, "Ctrl-Home Ctrl-K Ctrl-K Ctrl-K");
		int columns = i / 100 % 12 + 1;
		line_init(&fresh, true);
		ck_assert(line_set(&fresh, line_text(&line), line.text.len));
		line_move(&fresh, line.cursor);
		line_layout(&line, columns, 1000, &a);
		line_layout(&fresh, columns, 1000, &b);
		ck_assert_int_eq(a.rows, b.rows);
		ck_assert_int_eq(a.cursor_row, b.cursor_row);
		ck_assert_int_eq(a.cursor_column, b.cursor_column);
		for (int row = 0; row < a.rows; row++) {
			size_t alen, blen;
			ck_assert_uint_eq(
				line_row(&line, row, &alen), line_row(&fresh, row, &blen));
			ck_assert_uint_eq(alen, blen);
		}
		line_layout(&line, columns, 3, &a);
		ck_assert_int_lt(a.cursor_row, a.rows);
		ck_assert_int_lt(a.cursor_column, columns);
		ck_assert_int_ge(a.cursor_column, 0);
		line_fini(&fresh);
	}
	line_fini(&line);
}
END_TEST

/* Each of these would take minutes if a key cost as much as the text is long. */
START_TEST(keys_in_a_megabyte_are_quick)
{
	struct line_layout layout;
	struct buf text = { 0 };
	while (text.len + 10 < LINE_TEXT_MAX / 2)
		buf_puts(&text, text.len % 1000 < 10 ? "word " : "漢字é");
	for (int one_line = 0; one_line < 2; one_line++) {
		struct line line;
		line_init(&line, !one_line);
		ck_assert(line_insert(&line, text.data, text.len));
		for (int i = 0; i < 1000; i++) {
			type(&line, "ab ");
			press_all(&line, "Left Right Backspace");
			line_layout(&line, 80, 5, &layout);
		}
		line_move(&line, text.len / 2);
		for (int i = 0; i < 1000; i++) {
			type(&line, "ab ");
			press_all(&line, "Left Right Backspace");
			line_layout(&line, 80, 5, &layout);
		}
		line_fini(&line);
	}
	buf_fini(&text);
}
END_TEST

START_TEST(a_hundred_thousand_typed_characters_are_quick)
{
	struct line_layout layout;
	struct line line;
	line_init(&line, true);
	for (int i = 0; i < 100000; i++) {
		type(&line, i % 7 ? "x" : " ");
		line_layout(&line, 80, 5, &layout);
	}
	ck_assert_uint_eq(line.text.len, 100000);
	ck_assert_int_eq(layout.rows, 5);
	line_fini(&line);
}
END_TEST

RUN_TESTS_WITHIN("line", read_keys, forget_keys, typed_characters_go_in_at_the_cursor,
	moves_go_by_whole_characters, home_and_end_stay_on_the_line, word_moves_stop_at_words,
	backspace_and_delete_take_whole_characters, kills_and_yank_move_text, older_kills_come_back_in_turn,
	characters_and_words_swap, words_change_their_letters, redo_does_again_what_undo_took_back,
	undo_takes_back_words_pastes_and_kills, undo_after_many_changes_keeps_the_newest,
	changes_are_counted_and_moves_are_not, keys_of_others_are_ignored,
	a_one_line_text_keeps_no_line_feeds, bytes_that_are_not_text_become_visible,
	the_cursor_never_stands_within_a_character, more_than_the_limit_is_refused_whole,
	the_layout_wraps_words_and_finds_the_cursor, the_cursor_behind_a_full_row_has_a_row_of_its_own,
	blanks_at_a_break_hang_over_the_edge, the_layout_counts_wide_and_combining_characters,
	the_layout_scrolls_to_the_cursor_and_no_further, up_and_down_keep_their_column,
	up_and_down_go_by_wrapped_rows, a_one_line_text_scrolls_sideways,
	drawing_shows_the_rows_and_the_cursor, going_back_finds_the_places_that_going_on_finds,
	a_layout_after_edits_is_that_of_a_new_line, keys_in_a_megabyte_are_quick,
	a_hundred_thousand_typed_characters_are_quick)
