#include "base/mem.h"
#include "tui/key.h"
#include "tui/key_decoder.h"
#include "suite.h"

/* Append the events as words: key names, and pastes as {text}. */
static void take_events(struct key_decoder *decoder, struct buf *out)
{
	struct key_event event;
	while (key_decoder_next(decoder, &event) != KEY_EVENT_NONE) {
		if (out->len)
			buf_putc(out, ' ');
		if (event.type == KEY_EVENT_KEY) {
			key_format(&event.key, out);
		} else if (event.type == KEY_EVENT_MOUSE) {
			static const char *const names[] = { "left", "middle", "right", "up",
				"down" };
			buf_printf(out, "%s", event.mouse.modifiers & KEY_CTRL ? "Ctrl-" : "");
			buf_printf(out, "%s(%d,%d)", names[event.mouse.button], event.mouse.column,
				event.mouse.row);
		} else {
			buf_putc(out, '{');
			buf_put(out, event.text, event.len);
			buf_putc(out, '}');
		}
	}
}

/* Decode at once, and byte by byte; both must give `events`. Then nothing may be pending, unless
 * the input is flushed. */
static void check_bytes(const char *bytes, size_t len, bool flush, const char *events)
{
	for (size_t step = 1; step <= len; step += len > 1 ? len - 1 : 1) {
		struct key_decoder decoder = { 0 };
		struct buf out = { 0 };
		for (size_t at = 0; at < len; at += step) {
			key_decoder_feed(&decoder, bytes + at, step < len - at ? step : len - at);
			take_events(&decoder, &out);
		}
		if (flush) {
			ck_assert_int_ge(key_decoder_wait(&decoder), KEY_ESCAPE_MS);
			key_decoder_flush(&decoder);
			take_events(&decoder, &out);
		}
		ck_assert_int_eq(key_decoder_wait(&decoder), -1);
		ck_assert_str_eq(buf_text(&out), events);
		buf_fini(&out);
		key_decoder_fini(&decoder);
	}
}

#define DECODES(bytes, events) check_bytes(bytes, sizeof bytes - 1, false, events)
#define FLUSHES(bytes, events) check_bytes(bytes, sizeof bytes - 1, true, events)

START_TEST(names_are_read_and_written_the_same)
{
	static const char *const names[] = { "a", "A", "é", "漢", "-", "Space", "Enter", "Tab",
		"Esc", "Shift-Tab", "Ctrl-T", "Ctrl-_", "Ctrl-Space", "Ctrl-\\", "Alt-b", "Alt-B",
		"Alt-Enter", "Alt--", "Ctrl--", "Ctrl-Alt-X", "Ctrl-Alt-Shift-Up", "Ctrl-Shift-A",
		"Alt-Backspace", "PageDown", "PageUp", "Home", "End", "Insert", "Delete", "F1",
		"F12", "Ctrl-F5", ":", "?", "Alt-Space" };
	for (size_t i = 0; i < LENGTH(names); i++) {
		struct key key;
		struct err err = { 0 };
		struct buf name = { 0 };
		ck_assert_msg(key_parse(&key, names[i], &err), "%s", err.text);
		key_format(&key, &name);
		ck_assert_str_eq(buf_text(&name), names[i]);
		buf_fini(&name);
	}
}
END_TEST

START_TEST(other_spellings_of_a_name_are_the_same_key)
{
	static const char *const pairs[][2] = {
		{ "ctrl-t", "Ctrl-T" },
		{ "CTRL-t", "Ctrl-T" },
		{ "Alt-Ctrl-x", "Ctrl-Alt-X" },
		{ "Ctrl-I", "Tab" },
		{ "Ctrl-M", "Enter" },
		{ "Ctrl-H", "Backspace" },
		{ "Ctrl-[", "Esc" },
		{ "Ctrl-@", "Ctrl-Space" },
		{ "Ctrl-/", "Ctrl-_" },
		{ "Shift-a", "A" },
		{ "Alt-Shift-a", "Alt-A" },
		{ "pgdn", "PageDown" },
		{ "return", "Enter" },
		{ "Escape", "Esc" },
		{ " ", "Space" },
		{ "f3", "F3" },
	};
	for (size_t i = 0; i < LENGTH(pairs); i++) {
		struct key a, b;
		ck_assert(key_parse(&a, pairs[i][0], NULL));
		ck_assert(key_parse(&b, pairs[i][1], NULL));
		ck_assert_msg(key_equal(&a, &b), "%s is not %s", pairs[i][0], pairs[i][1]);
	}
}
END_TEST

START_TEST(a_wrong_name_is_an_error_that_helps)
{
	static const struct {
		const char *name, *says;
	} rows[] = {
		{ "", "\"\" is not a key" },
		{ "Ctrl-", "Ctrl-" },
		{ "PageDwon", "did you mean PageDown?" },
		{ "F13", "F13" },
		{ "F0", "F0" },
		{ "ab", "\"ab\" is not a key" },
		{ "\x01", "^A" },
		{ "\xC2\x9B", "is not a key" },
		{ "\xFF", "\\xff" },
		{ "Shift-1", "write the character that Shift gives" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct key key;
		struct err err = { 0 };
		ck_assert_msg(!key_parse(&key, rows[i].name, &err), "%s", rows[i].name);
		ck_assert_int_eq(err.code, ERR_USAGE);
		ck_assert_msg(strstr(err.text, rows[i].says), "%s", err.text);
	}
}
END_TEST

START_TEST(characters_and_control_characters_are_keys)
{
	DECODES("aZ é漢👍", "a Z Space é 漢 👍");
	DECODES("\r\n\t\x7F\b", "Enter Ctrl-J Tab Backspace Backspace");
	DECODES("\x01\x14\x1A\x1C\x1D\x1E\x1F",
		"Ctrl-A Ctrl-T Ctrl-Z Ctrl-\\ Ctrl-] Ctrl-^ Ctrl-_");
	DECODES("\0x", "Ctrl-Space x");
}
END_TEST

START_TEST(bytes_that_are_not_utf8_become_replacement_characters)
{
	DECODES("\xE9t\xFF", "\xEF\xBF\xBD t \xEF\xBF\xBD");
	DECODES("\xC3(", "\xEF\xBF\xBD (");
	DECODES("\xE2\x82(", "\xEF\xBF\xBD \xEF\xBF\xBD (");
	DECODES("\xED\xA0\x80", "\xEF\xBF\xBD \xEF\xBF\xBD \xEF\xBF\xBD");
	DECODES("\xC2\x9B", "\xEF\xBF\xBD");
	FLUSHES("\xF0\x9F\x91", "\xEF\xBF\xBD \xEF\xBF\xBD \xEF\xBF\xBD");
}
END_TEST

START_TEST(special_keys_of_all_usual_terminals_are_known)
{
	DECODES("\x1B[A\x1B[B\x1B[C\x1B[D\x1B[H\x1B[F", "Up Down Right Left Home End");
	DECODES("\x1BOA\x1BOB\x1BOC\x1BOD\x1BOH\x1BOF", "Up Down Right Left Home End");
	DECODES("\x1B[1~\x1B[2~\x1B[3~\x1B[4~\x1B[5~\x1B[6~\x1B[7~\x1B[8~",
		"Home Insert Delete End PageUp PageDown Home End");
	DECODES("\x1BOP\x1BOQ\x1BOR\x1BOS\x1B[15~\x1B[17~\x1B[18~\x1B[19~\x1B[20~\x1B[21~\x1B[23~"
		"\x1B[24~",
		"F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12");
	DECODES("\x1B[11~\x1B[12~\x1B[13~\x1B[14~", "F1 F2 F3 F4");
	DECODES("\x1B[[A\x1B[[B\x1B[[C\x1B[[D\x1B[[E", "F1 F2 F3 F4 F5"); /* Linux console */
	DECODES("\x1B[Z", "Shift-Tab");
	DECODES("\x1BOM\x1BOq\x1BOk\x1BOX", "Enter 1 + =");
}
END_TEST

START_TEST(modified_special_keys_are_known)
{
	DECODES("\x1B[1;5C\x1B[1;2A\x1B[1;3D\x1B[1;6H\x1B[1;8F",
		"Ctrl-Right Shift-Up Alt-Left Ctrl-Shift-Home Ctrl-Alt-Shift-End");
	DECODES("\x1B[3;5~\x1B[5;3~\x1B[1;5P\x1B[15;2~", "Ctrl-Delete Alt-PageUp Ctrl-F1 Shift-F5");
	DECODES("\x1B[a\x1B[d\x1BOa\x1BOd", "Shift-Up Shift-Left Ctrl-Up Ctrl-Left"); /* rxvt */
	DECODES("\x1B[7$\x1B[7^\x1B[7@\x1B[3$",
		"Shift-Home Ctrl-Home Ctrl-Shift-Home Shift-Delete");
	DECODES("\x1B\x1B[A\x1B\x1BOC\x1B\x1B[3~", "Alt-Up Alt-Right Alt-Delete");
	DECODES("\x1BO5C\x1B[5C", "Ctrl-Right Ctrl-Right");
}
END_TEST

START_TEST(keys_sent_by_code_point_are_known)
{
	DECODES("\x1B[13;2u\x1B[13;5u\x1B[9;2u\x1B[97;5u\x1B[98;3u",
		"Shift-Enter Ctrl-Enter Shift-Tab Ctrl-A Alt-b");
	DECODES("\x1B[27;5;13~\x1B[27;6;97~\x1B[27;2;65~", "Ctrl-Enter Ctrl-Shift-A A");
	DECODES("\x1B[97:65;2:1u\x1B[233u", "A é");
	DECODES("\x1B[57363u\x1B[1114112u\x1B[55296u\x1B[1u\x1B[155ux", "x");
}
END_TEST

START_TEST(alt_is_escape_before_a_character)
{
	DECODES("\x1B"
		"b\x1B"
		"B\x1B"
		"é\x1B\x7F\x1B\r\x1B\x01\x1B ",
		"Alt-b Alt-B Alt-é Alt-Backspace Alt-Enter Ctrl-Alt-A Alt-Space");
}
END_TEST

START_TEST(a_lone_escape_is_a_key_once_nothing_follows)
{
	struct key_decoder decoder = { 0 };
	struct key_event event;
	key_decoder_feed(&decoder, "\x1B", 1);
	ck_assert_int_eq(key_decoder_next(&decoder, &event), KEY_EVENT_NONE);
	ck_assert_int_eq(key_decoder_wait(&decoder), KEY_ESCAPE_MS);
	key_decoder_flush(&decoder);
	ck_assert_int_eq(key_decoder_next(&decoder, &event), KEY_EVENT_KEY);
	ck_assert_uint_eq(event.key.code, KEY_ESCAPE);
	ck_assert_int_eq(key_decoder_next(&decoder, &event), KEY_EVENT_NONE);
	ck_assert_int_eq(key_decoder_wait(&decoder), -1);
	/* what comes later is not joined to it */
	key_decoder_feed(&decoder, "[A", 2);
	ck_assert_int_eq(key_decoder_next(&decoder, &event), KEY_EVENT_KEY);
	ck_assert_uint_eq(event.key.code, '[');
	key_decoder_fini(&decoder);

	FLUSHES("\x1B\x1B", "Esc Esc");
	FLUSHES("\x1B[", "Alt-[");
	FLUSHES("\x1BO", "Alt-O");
	FLUSHES("\x1B]", "Alt-]");
	FLUSHES("\x1BP", "Alt-P");
	FLUSHES("\x1B\x1B[", "Esc Alt-[");
}
END_TEST

START_TEST(an_unfinished_sequence_is_given_time_and_then_forgotten)
{
	struct key_decoder decoder = { 0 };
	struct key_event event;
	key_decoder_feed(&decoder, "\x1B[1;", 4);
	ck_assert_int_eq(key_decoder_next(&decoder, &event), KEY_EVENT_NONE);
	ck_assert_int_eq(key_decoder_wait(&decoder), KEY_SEQUENCE_MS);
	key_decoder_fini(&decoder);
	FLUSHES("\x1B[1;", "");
	FLUSHES("\x1B]0;abc", "");
	FLUSHES("\x1B[M a", "");
	FLUSHES("\x1B[[", "");
}
END_TEST

START_TEST(sequences_that_mean_no_key_are_swallowed_whole)
{
	DECODES("\x1B[99~x", "x");
	DECODES("\x1B[?1;2cx", "x"); /* device attributes */
	DECODES("\x1B[>0;276;0cx", "x");
	DECODES("\x1B[24;80Rx", "x");			 /* cursor position */
	DECODES("\x1B[Ix\x1B[Oy", "x y");		 /* focus */
	DECODES("\x1B[<35;12;5Mx\x1B[<0;12;5my", "x y"); /* the mouse moves; is released */
	DECODES("\x1B[M !!x", "x");
	DECODES("\x1B[32;5;5Mx", "x");
	DECODES("\x1B[?2026;2$yx", "x"); /* mode report */
	DECODES("\x1B[4;1$yx", "x");
	DECODES("\x1B[201~x", "x"); /* the end of a paste that never began */
	DECODES("\x1B]11;rgb:0000/0000/0000\x1B\\x", "x");
	DECODES("\x1B]0;title\ax", "x");
	DECODES("\x1BP>|xterm(370)\x1B\\x", "x");
	DECODES("\x1B_Gi=1;OK\x1B\\x", "x");
	DECODES("\x1B^private é\x1B\\x", "x");
	DECODES("\x1BO9zx", "x");
	DECODES("\x1B[[Zx", "x");
}
END_TEST

START_TEST(presses_of_the_mouse_have_a_button_and_a_place)
{
	DECODES("\x1B[<0;12;5Mx\x1B[<0;12;5m", "left(11,4) x");
	DECODES("\x1B[<1;1;1M\x1B[<2;1000;400M", "middle(0,0) right(999,399)");
	DECODES("\x1B[<64;3;4M\x1B[<65;3;4M\x1B[<81;3;4M", "up(2,3) down(2,3) Ctrl-down(2,3)");
	/* no place, too many numbers, sideways, a fourth button, too few, another end */
	DECODES("\x1B[<0;0;5M\x1B[<0;1;1;1M\x1B[<66;1;1M\x1B[<128;1;1M\x1B[<0;1M\x1B[<0;1;1Ax",
		"x");
	DECODES("\x1B[<0;99999999999999999999;1Mx", "x");
}
END_TEST

START_TEST(an_endless_sequence_does_not_grow_and_leaks_nothing)
{
	struct buf bytes = { 0 };
	buf_puts(&bytes, "\x1B[");
	buf_fill(&bytes, '1', 100000);
	buf_puts(&bytes, "Cx\x1B]");
	buf_fill(&bytes, 'y', 100000);
	buf_puts(&bytes, "\az");
	struct key_decoder decoder = { 0 };
	struct buf out = { 0 };
	for (size_t at = 0; at < bytes.len; at++) {
		key_decoder_feed(&decoder, bytes.data + at, 1);
		take_events(&decoder, &out);
		ck_assert_uint_le(decoder.input.len, 64);
	}
	ck_assert_str_eq(buf_text(&out), "x z");
	check_bytes(bytes.data, bytes.len, false, "x z");
	buf_fini(&out);
	buf_fini(&bytes);
	key_decoder_fini(&decoder);
}
END_TEST

START_TEST(a_sequence_cut_short_does_not_eat_the_next_key)
{
	DECODES("\x1B[1;\x1B[A", "Up");
	DECODES("\x1B[1;\rx", "Enter x");
	DECODES("\x1B[\ra", "Alt-[ Enter a");
	DECODES("\x1BOé", "Alt-O é");
	DECODES("\x1B]0;abc\rx", "Enter x");
	DECODES("\x1B]0;abc\x1B[A", "Up");
	DECODES("\x1B[1;é", "é");
}
END_TEST

START_TEST(a_paste_is_one_event_with_line_feeds)
{
	DECODES("\x1B[200~one\r\ntwo\rthree\n\x1B[201~x", "{one\ntwo\nthree\n} x");
	DECODES("\x1B[200~\x1B[201~", "{}");
	DECODES("a\x1B[200~\r\x1B[201~b", "a {\n} b");
	DECODES("\x1B[200~1\x1B[201~\x1B[200~2\x1B[201~", "{1} {2}");
}
END_TEST

START_TEST(a_paste_never_runs_keys)
{
	DECODES("\x1B[200~q\x03\x1A\x1B[A\x1B[20\x1B[200~\x1B\x1B[201~x",
		"{q\x03\x1A\x1B[A\x1B[20\x1B[200~\x1B} x");
}
END_TEST

START_TEST(pasted_bytes_that_are_not_text_are_made_visible)
{
	DECODES("\x1B[200~caf\xE9\0é\x1B[201~", "{caf\\xe9\xE2\x90\x80é}");
}
END_TEST

START_TEST(an_unfinished_paste_waits_for_its_end)
{
	struct key_decoder decoder = { 0 };
	struct key_event event;
	key_decoder_feed(&decoder, "\x1B[200~ab\x1B[2", 11);
	ck_assert_int_eq(key_decoder_next(&decoder, &event), KEY_EVENT_NONE);
	ck_assert_int_eq(key_decoder_wait(&decoder), -1);
	key_decoder_flush(&decoder);
	ck_assert_int_eq(key_decoder_next(&decoder, &event), KEY_EVENT_NONE);
	key_decoder_feed(&decoder, "01~", 3);
	ck_assert_int_eq(key_decoder_next(&decoder, &event), KEY_EVENT_PASTE);
	ck_assert_str_eq(event.text, "ab");
	key_decoder_fini(&decoder);
}
END_TEST

START_TEST(a_hang_up_gives_what_was_pasted_until_then)
{
	struct key_decoder decoder = { 0 };
	struct key_event event;
	key_decoder_feed(&decoder, "\x1B[200~half a li", 15);
	ck_assert_int_eq(key_decoder_next(&decoder, &event), KEY_EVENT_NONE);
	key_decoder_end(&decoder);
	ck_assert_int_eq(key_decoder_next(&decoder, &event), KEY_EVENT_PASTE);
	ck_assert_str_eq(event.text, "half a li");
	ck_assert_int_eq(key_decoder_next(&decoder, &event), KEY_EVENT_NONE);
	key_decoder_fini(&decoder);
}
END_TEST

START_TEST(a_paste_beyond_the_limit_is_cut_at_a_character_and_counted)
{
	struct key_decoder decoder = { 0 };
	struct key_event event;
	struct buf bytes = { 0 };
	buf_puts(&bytes, "\x1B[200~");
	buf_fill(&bytes, 'a', KEY_PASTE_MAX - 1);
	buf_puts(&bytes, "é and more\x1B[201~x");
	for (size_t at = 0; at < bytes.len; at += 65536) {
		key_decoder_feed(
			&decoder, bytes.data + at, bytes.len - at < 65536 ? bytes.len - at : 65536);
		if (at + 65536 < bytes.len)
			ck_assert_int_eq(key_decoder_next(&decoder, &event), KEY_EVENT_NONE);
	}
	ck_assert_int_eq(key_decoder_next(&decoder, &event), KEY_EVENT_PASTE);
	ck_assert_uint_eq(event.len, KEY_PASTE_MAX - 1);
	ck_assert_uint_eq(event.dropped, strlen("é and more"));
	ck_assert_int_eq(key_decoder_next(&decoder, &event), KEY_EVENT_KEY);
	ck_assert_uint_eq(event.key.code, 'x');
	ck_assert_int_eq(key_decoder_next(&decoder, &event), KEY_EVENT_NONE);
	buf_fini(&bytes);
	key_decoder_fini(&decoder);
}
END_TEST

RUN_TESTS("key", names_are_read_and_written_the_same, other_spellings_of_a_name_are_the_same_key,
	a_wrong_name_is_an_error_that_helps, characters_and_control_characters_are_keys,
	bytes_that_are_not_utf8_become_replacement_characters, special_keys_of_all_usual_terminals_are_known,
	modified_special_keys_are_known, keys_sent_by_code_point_are_known, alt_is_escape_before_a_character,
	a_lone_escape_is_a_key_once_nothing_follows, an_unfinished_sequence_is_given_time_and_then_forgotten,
	sequences_that_mean_no_key_are_swallowed_whole, presses_of_the_mouse_have_a_button_and_a_place,
	an_endless_sequence_does_not_grow_and_leaks_nothing, a_sequence_cut_short_does_not_eat_the_next_key,
	a_paste_is_one_event_with_line_feeds, a_paste_never_runs_keys,
	pasted_bytes_that_are_not_text_are_made_visible, an_unfinished_paste_waits_for_its_end,
	a_hang_up_gives_what_was_pasted_until_then,
	a_paste_beyond_the_limit_is_cut_at_a_character_and_counted)
