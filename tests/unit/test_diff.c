/* What became of a text, word by word. */
#include <stdint.h>

#include "base/diff.h"
#include "base/mem.h"
#include "suite.h"

static void is(const char *before, const char *after, size_t context, const char *wanted)
{
	struct buf got = { 0 };
	diff_words(before, after, context, &got);
	ck_assert_str_eq(buf_text(&got), wanted);
	buf_fini(&got);
}

START_TEST(changed_words_are_marked)
{
	is("roll back to 4.11", "roll back to 4.12", SIZE_MAX, "roll back to [-4.11-]{+4.12+}");
	is("one two three", "one three", SIZE_MAX, "one [-two -]three");
	is("one three", "one two three", SIZE_MAX, "one {+two +}three");
	is("same", "same", SIZE_MAX, "same");
	is("", "new", SIZE_MAX, "{+new+}");
	is("old", "", SIZE_MAX, "[-old-]");
	is("", "", SIZE_MAX, "");
	is("a b c d e", "a x c y e", SIZE_MAX, "a [-b-]{+x+} c [-d-]{+y+} e");
	is("line one\nline two", "line one\nline 2", SIZE_MAX, "line one\nline [-two-]{+2+}");
}
END_TEST

START_TEST(what_is_far_from_a_change_is_left_out)
{
	is("a b c d e f g h i", "a b c d X f g h i", 2, "… c d [-e-]{+X+} f g …");
	is("a b c", "a b X", 2, "a b [-c-]{+X+}");
	is("a b c d e f g h i j k l", "A b c d e f g h i j k L", 1, "[-a-]{+A+} b … k [-l-]{+L+}");
	is("nothing changed in here at all", "nothing changed in here at all", 1, "…");
}
END_TEST

/* Taking the marks apart again gives both texts. */
static void take(const char *diff, const char *open, const char *close, const char *other_open,
	const char *other_close, struct buf *out)
{
	for (const char *at = diff; *at;) {
		if (strncmp(at, other_open, 2) == 0) {
			at = strstr(at, other_close) + 2;
		} else if (strncmp(at, open, 2) == 0 || strncmp(at, close, 2) == 0) {
			at += 2;
		} else {
			buf_putc(out, *at++);
		}
	}
}

START_TEST(both_texts_can_be_had_back)
{
	unsigned seed = 7;
	for (int round = 0; round < 500; round++) {
		struct buf before = { 0 }, after = { 0 }, diff = { 0 }, old = { 0 }, now = { 0 };
		for (int i = 0; i < 30; i++) {
			seed = seed * 1103515245 + 12345;
			buf_printf(seed >> 16 & 1 ? &before : &after, "w%u ", seed >> 17 & 3);
			if (seed >> 20 & 1)
				buf_puts(&after, "x ");
			if (seed >> 21 & 1)
				buf_puts(&before, "x ");
		}
		diff_words(buf_text(&before), buf_text(&after), SIZE_MAX, &diff);
		take(buf_text(&diff), "[-", "-]", "{+", "+}", &old);
		take(buf_text(&diff), "{+", "+}", "[-", "-]", &now);
		ck_assert_str_eq(buf_text(&old), buf_text(&before));
		ck_assert_str_eq(buf_text(&now), buf_text(&after));
		buf_fini(&before);
		buf_fini(&after);
		buf_fini(&diff);
		buf_fini(&old);
		buf_fini(&now);
	}
}
END_TEST

START_TEST(two_texts_of_a_megabyte_that_share_nothing_are_quick)
{
	struct buf before = { 0 }, after = { 0 }, diff = { 0 };
	while (before.len < 1 << 20) {
		buf_puts(&before, "a ");
		buf_puts(&after, "b ");
	}
	diff_words(buf_text(&before), buf_text(&after), 3, &diff);
	ck_assert_uint_gt(diff.len, before.len);
	buf_fini(&before);
	buf_fini(&after);
	buf_fini(&diff);
}
END_TEST

RUN_TESTS("diff", changed_words_are_marked, what_is_far_from_a_change_is_left_out, both_texts_can_be_had_back,
	two_texts_of_a_megabyte_that_share_nothing_are_quick)
