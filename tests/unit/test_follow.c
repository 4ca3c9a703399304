/* Lines of a stream become events: gathered, not too many of them, none lost. */
#include "suite.h"

#include "app/follow.h"
#include "base/text.h"

static void add(struct follow *follow, const char *line, int64_t clock)
{
	follow_add(follow, line, strlen(line), clock);
}

static void text_is(const struct follow *follow, const char *expected)
{
	struct buf text = { 0 };
	ck_assert(!follow_text(follow, NULL, &text));
	ck_assert_str_eq(buf_text(&text), expected);
	buf_fini(&text);
}

START_TEST(lines_within_a_moment_are_one_event)
{
	struct follow follow = { 0 };
	ck_assert_int_eq(follow_due(&follow, 5), -1);
	ck_assert(follow_add(&follow, "one", 3, 1000));
	ck_assert_int_eq(follow_due(&follow, 1000), FOLLOW_WINDOW_MS);
	text_is(&follow, "one");
	ck_assert(!follow_add(&follow, "*two*", 5, 1500));
	ck_assert_int_eq(follow_due(&follow, 1500), FOLLOW_WINDOW_MS - 500);
	ck_assert_int_eq(follow_due(&follow, 1000 + FOLLOW_WINDOW_MS), 0);
	text_is(&follow, "one\n\n`*two*`");
	follow_add(&follow, "three", 5, 1600);
	text_is(&follow, "one\n\n```\n*two*\nthree\n```");
	follow_logged(&follow, 3000);
	ck_assert_int_eq(follow_due(&follow, 3000), -1);
	ck_assert(follow_add(&follow, "a * b", 5, 3001));
	text_is(&follow, "`a * b`");
	follow_fini(&follow);
}
END_TEST

START_TEST(no_more_than_so_many_in_any_minute)
{
	enum { SECONDS = 600 };
	struct follow follow = { 0 };
	int64_t logged[SECONDS];
	size_t events = 0;
	uint64_t lines = 0;
	/* a line every 250 ms for ten minutes */
	for (int64_t clock = 0; clock < SECONDS * 1000; clock += 250) {
		if (follow_due(&follow, clock) == 0) {
			lines += follow.lines;
			logged[events++] = clock;
			follow_logged(&follow, clock);
		}
		add(&follow, "tick", clock);
	}
	lines += follow.lines;
	ck_assert_uint_eq(lines, SECONDS * 4);
	ck_assert_uint_eq(events, SECONDS / 60 * FOLLOW_PER_MINUTE);
	for (size_t i = FOLLOW_PER_MINUTE; i < events; i++)
		ck_assert_int_ge(logged[i] - logged[i - FOLLOW_PER_MINUTE], 60000);
	follow_fini(&follow);
}
END_TEST

START_TEST(after_a_pause_events_come_at_once_again)
{
	struct follow follow = { 0 };
	int64_t clock = 0;
	for (int i = 0; i < FOLLOW_PER_MINUTE; i++, clock += FOLLOW_WINDOW_MS) {
		add(&follow, "x", clock);
		ck_assert_int_eq(follow_due(&follow, clock + FOLLOW_WINDOW_MS), 0);
		follow_logged(&follow, clock + FOLLOW_WINDOW_MS);
	}
	add(&follow, "x", clock);
	/* the first was logged at FOLLOW_WINDOW_MS */
	ck_assert_int_eq(follow_due(&follow, clock), 60000 + FOLLOW_WINDOW_MS - clock);
	clock += 120000;
	ck_assert_int_eq(follow_due(&follow, clock), 0);
	follow_logged(&follow, clock);
	add(&follow, "y", clock);
	ck_assert_int_eq(follow_due(&follow, clock), FOLLOW_WINDOW_MS);
	follow_fini(&follow);
}
END_TEST

START_TEST(a_group_that_is_full_does_not_wait)
{
	struct follow follow = { .events = 100 };
	char line[1000];
	memset(line, 'x', sizeof line);
	for (int i = 0; i < FOLLOW_PER_MINUTE; i++)
		follow.logged[i] = 1000;
	for (follow_add(&follow, line, sizeof line, 1000); follow.raw.len < FOLLOW_FULL; follow_add(&follow, line, sizeof line, 1000))
		ck_assert_int_eq(follow_due(&follow, 1000), 60000);
	ck_assert_int_eq(follow_due(&follow, 1000), 0);
	follow_fini(&follow);
}
END_TEST

START_TEST(a_long_text_is_cut_in_the_middle_and_says_so)
{
	struct follow follow = { 0 };
	struct buf text = { 0 };
	for (int i = 1; i <= 100; i++) {
		char line[32];
		snprintf(line, sizeof line, "line %d", i);
		add(&follow, line, 0);
	}
	ck_assert(follow_text(&follow, "as it *says*", &text));
	ck_assert(text_starts(buf_text(&text), "as it *says*\n\n```\nline 2\n"));
	ck_assert_ptr_nonnull(strstr(buf_text(&text), "line 21\n… 59 lines, 472 bytes, left out here; the whole is attached …\nline 81\n"));
	ck_assert_ptr_nonnull(strstr(buf_text(&text), "line 100\n```"));
	buf_fini(&text);
	follow_logged(&follow, 0);
	/* one line that is too long */
	char *line = mem_new(100000, 1);
	memset(line, 'x', 99999);
	add(&follow, line, 0);
	ck_assert(follow_text(&follow, NULL, &text));
	ck_assert_uint_eq(text.len, FOLLOW_TEXT / 2 + strlen(" …"));
	buf_truncate(&text, 0);
	add(&follow, line, 0);
	ck_assert(follow_text(&follow, "x", &text));
	ck_assert_str_eq(buf_text(&text), "x\n\n`… 1 lines, 100000 bytes, left out here; the whole is attached …`");
	buf_fini(&text);
	free(line);
	follow_fini(&follow);
}
END_TEST

START_TEST(what_is_no_text_is_shown)
{
	struct follow follow = { 0 };
	follow_add(&follow, "a\0b\xFF", 4, 0);
	text_is(&follow, "`a\xE2\x90\x80" "b\\xff`");
	follow_fini(&follow);
}
END_TEST

RUN_TESTS("follow", lines_within_a_moment_are_one_event, no_more_than_so_many_in_any_minute,
	after_a_pause_events_come_at_once_again, a_group_that_is_full_does_not_wait,
	a_long_text_is_cut_in_the_middle_and_says_so, what_is_no_text_is_shown)
