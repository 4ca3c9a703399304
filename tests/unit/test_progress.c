/* The line that says how far something is. */
#include "suite.h"

#include "app/progress.h"
#include "base/text.h"

START_TEST(the_line_says_share_rate_and_what_is_left)
{
	static const struct {
		const char *name;
		int64_t done, total, spent;
		uint64_t events;
		size_t width;
		const char *line;
	} rows[] = {
		{ "auth.log", 50000000, 200000000, 2000, 100000, 100,
			"auth.log  25 %  50 MB of 200 MB  100000 events  50000/s  6 s left" },
		{ "auth.log", 1500, 0, 2000, 10, 100, "auth.log  1.5 kB  10 events  5/s" },
		/* too early to tell */
		{ "auth.log", 999, 4000, 100, 10, 100, "auth.log  24 %  999 B of 4.0 kB  10 events" },
		/* it grew meanwhile */
		{ "auth.log", 5000, 4000, 1000, 10, 100, "auth.log  5.0 kB  10 events  10/s" },
		{ "auth.log", 2000000000, 8000000000, 3600000, 20000000, 100,
			"auth.log  25 %  2.0 GB of 8.0 GB  20000000 events  5555/s  3 h left" },
		{ "a-rather-long-name-of-a-log-in-a-folder.log", 10, 0, 0, 1, 30, "a-rather-long…  10 B  1 events" },
		{ "auth.log", 10, 0, 0, 1, 20, "10 B  1 events" },
		{ "auth.log", 10, 0, 0, 1, 6, "10 B  " },
		/* not about bytes */
		{ "undo", 0, -1, 2000, 5000, 100, "undo  5000 events  2500/s" },
		{ "bad\x1b[31m", 10, 0, 0, 1, 80, "bad^[[31m  10 B  1 events" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct buf line = { 0 };
		progress_line(&line, rows[i].name, rows[i].done, rows[i].total, rows[i].events, rows[i].spent, rows[i].width);
		ck_assert_str_eq(buf_text(&line), rows[i].line);
		ck_assert_uint_le(text_width(line.data, line.len), rows[i].width);
		buf_fini(&line);
	}
}
END_TEST

START_TEST(without_a_terminal_nothing_is_shown)
{
	struct progress progress;
	progress_begin(&progress, 100, false);
	progress_show(&progress, "x", 50, 1);
	ck_assert_int_eq(progress.shown, 0);
	progress_clear(&progress);
}
END_TEST

struct watching {
	struct buf seen;
	bool stop;
};

static bool watch(void *context, const char *line)
{
	struct watching *watching = context;
	buf_puts(&watching->seen, line);
	return watching->stop;
}

START_TEST(who_watches_the_output_is_told_and_may_stop_it)
{
	struct watching watching = { 0 };
	struct output out = { .progress = watch, .context = &watching, .width = 30 };
	struct progress progress;
	progress_begin(&progress, 0, false);
	progress_watch(&progress, &out);
	progress.began -= 3600000;
	progress_show(&progress, "a.log", 1500, 7);
	ck_assert_str_eq(buf_text(&watching.seen), "a.log  1.5 kB  7 events  0/s");
	ck_assert(!progress.stop);
	/* not more often than an eye follows */
	progress.shown = progress_clock() + 3600000;
	watching.stop = true;
	progress_show(&progress, "a.log", 1500, 7);
	ck_assert(!progress.stop);
	progress.shown -= 2 * 3600000;
	progress_show(&progress, "a.log", 1500, 7);
	ck_assert(progress.stop);
	progress_clear(&progress);
	buf_fini(&watching.seen);
}
END_TEST

RUN_TESTS("progress", the_line_says_share_rate_and_what_is_left, without_a_terminal_nothing_is_shown,
	who_watches_the_output_is_told_and_may_stop_it)
