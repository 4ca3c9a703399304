/* Terminals, locales and texts of all kinds. */
#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "session.h"

#define BEGIN "\033[200~"
#define END "\033[201~"

/* ---- other terminals ---- */

static const char *const terminals[] = { "linux", "vt100", "vt220", "xterm", "xterm-16color",
	"xterm-256color", "screen", "screen-256color", "tmux", "rxvt" };

/* Colours of the terminal's own palette, and its own background, are all that is ever set. */
static bool sets_colour(const struct vt *vt, const char *digits)
{
	const char *bytes = vt_bytes(vt), *end = bytes + vt_sent(vt);
	for (const char *at = bytes; (at = memchr(at, '\033', (size_t)(end - at))); at++) {
		if (at[1] != '[')
			continue;
		size_t len = strspn(at + 2, "0123456789;");
		if (at[2 + len] != 'm')
			continue;
		for (const char *number = at + 2; number < at + 2 + len; number++) {
			if (strspn(number, "0123456789") == 2 && strchr(digits, *number) &&
				number[1] < '8')
				return true;
			number += strspn(number, "0123456789");
		}
	}
	return false;
}

START_TEST(every_usual_terminal_works)
{
	setenv("TERM", terminals[_i], 1);
	struct vt *vt = start_ready();
	bool colours = strncmp(terminals[_i], "vt", 2) != 0;
	vt_type(vt, "seen here\r");
	vt_sees(vt, "#1 logged");
	/* 30 to 37 and 39; 40 to 47 only where a terminal has no default background; never 38, 48,
	 * 90 */
	ck_assert_int_eq(sets_colour(vt, "3"), colours);
	ck_assert(!vt_said(vt, 0, "38;5") && !vt_said(vt, 0, "48;5") && !vt_said(vt, 0, "38;2"));
	ck_assert(!sets_colour(vt, "9"));
	leave(vt);
	ck_assert(vt_cooked(vt));
	vt_free(vt);
}
END_TEST

START_TEST(a_theme_takes_effect_at_once)
{
	struct vt *vt = start_ready();
	ck_assert(sets_colour(vt, "3"));
	browse(vt);
	vt_type(vt, ":config theme mono\r");
	vt_sees_not(vt, ":config");
	size_t before = vt_sent(vt);
	vt_type(vt, "\014");
	vt_says(vt, before, "Checkout");
	vt_type(vt, ":config ascii on\r");
	vt_sees(vt, "----------");
	vt_sees_not(vt, "─");
	vt_type(vt, ":config clock on\r");
	vt_sees(vt, "00:00:");
	leave(vt);
	vt_free(vt);
	vt = start(); /* and stays */
	vt_sees(vt, "----------");
	ck_assert(!sets_colour(vt, "3"));
	vt_free(vt);
}
END_TEST

START_TEST(no_color_means_none)
{
	setenv("NO_COLOR", "1", 1);
	struct vt *vt = start_ready();
	ck_assert(!sets_colour(vt, "34"));
	vt_free(vt);
}
END_TEST

static const struct {
	const char *term, *says;
} useless[] = { { "dumb", "too simple" }, { "no-such-terminal", "not known" },
	{ NULL, "TERM is not set" } };

START_TEST(a_terminal_that_cannot_do_it_gets_advice)
{
	if (useless[_i].term)
		setenv("TERM", useless[_i].term, 1);
	else
		unsetenv("TERM");
	/* ncurses forgets a screen that it could not make */
	setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
	struct vt *vt = start();
	ck_assert_int_eq(vt_end(vt), 2);
	ck_assert_msg(vt_said(vt, 0, useless[_i].says), "%s", vt_bytes(vt));
	ck_assert(vt_said(vt, 0, "xterm-256color"));
	ck_assert(vt_cooked(vt));
	vt_free(vt);
}
END_TEST

static const char *const locales[] = { "C", "POSIX", "de_DE.ISO-8859-1" };

START_TEST(a_locale_without_utf8_gets_ascii)
{
	shell("\"$INQUEST\" log 'Größe: 漢字 👩‍🚀 e\xCC\x81'");
	setenv("LC_ALL", locales[_i], 1);
	struct vt *vt = start();
	vt_sees(vt, "----------");
	vt_sees(vt, "Gr??e");
	for (size_t i = 0; i < vt_sent(vt); i++)
		ck_assert_msg((unsigned char)vt_bytes(vt)[i] < 0x80, "byte %zu is not ASCII", i);
	vt_free(vt);
}
END_TEST

START_TEST(a_locale_that_is_not_installed_is_taken_by_its_name)
{
	setenv("LC_ALL", "xx_XX.UTF-8", 1);
	struct vt *vt = start_ready();
	vt_sees(vt, "─────");
	vt_free(vt);
}
END_TEST

/* ---- hostile text ---- */

START_TEST(text_from_anywhere_moves_nothing)
{
	static const char *const texts[] = {
		"\033]2;owned\a\033[2J\033[31mred END",
		"\xC2\x9B"
		"31m\xC2\x9D"
		"0;owned\xC2\x9C END", /* C1 */
		"\b\b\b\r\v\f\016 END",
		"abc\xE2\x80\xAE"
		"def\xE2\x81\xA6 END", /* bidi */
		"a\xE2\x80\x8B"
		"b\xEF\xBB\xBF END", /* zero width */
		"z\xCC\x81\xCC\x82\xCC\x83\xCC\x84\xCC\x85\xCC\x86\xCC\x87\xCC\x88\xCC\x89 END",
		"\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x9A\x80 END", /* an astronaut */
		"\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA END",		    /* a flag */
		"\xE6\xBC\xA2\xE5\xAD\x97 END",
		"\xFF\xFE\xC3 END",
	};
	for (size_t i = 0; i < LENGTH(texts); i++) {
		setenv("TEXT", texts[i], 1);
		shell("\"$INQUEST\" log \"$TEXT\" 2>&1 || \"$INQUEST\" log END");
	}
	const char *const argv[] = { getenv("INQUEST"), NULL };
	struct vt *vt = vt_start(40, 130, argv);
	vt_sees(vt, "what is happening?");
	/* the rule beside the panel stands in one column, whatever is left of it */
	int seen = 0, rule = 60;
	while (rule < 130 && !vt_cell(vt, 4, rule, "│"))
		rule++;
	for (int row = 4; row < 30; row++) {
		seen += strstr(vt_row(vt, row), "END") != NULL;
		ck_assert_msg(vt_cell(vt, row, rule, "│"), "row %d: %s", row, vt_row(vt, row));
	}
	ck_assert_int_eq(seen, (int)LENGTH(texts));
	ck_assert(!vt_said(vt, 0, "owned\a"));
	ck_assert(!vt_said(vt, 0, "\033]2;owned"));
	ck_assert(!vt_said(vt, 0, "\xE2\x80\xAE"));
	ck_assert(!vt_said(vt, 0, "\xC2\x9B"));
	leave(vt);
	vt_free(vt);
}
END_TEST

void terminals_add(TCase *tcase)
{
	tcase_add_loop_test(tcase, every_usual_terminal_works, 0, (int)LENGTH(terminals));
	tcase_add_test(tcase, a_theme_takes_effect_at_once);
	tcase_add_test(tcase, no_color_means_none);
	tcase_add_loop_test(
		tcase, a_terminal_that_cannot_do_it_gets_advice, 0, (int)LENGTH(useless));
	tcase_add_loop_test(tcase, a_locale_without_utf8_gets_ascii, 0, (int)LENGTH(locales));
	tcase_add_test(tcase, a_locale_that_is_not_installed_is_taken_by_its_name);
	tcase_add_test(tcase, text_from_anywhere_moves_nothing);
}
