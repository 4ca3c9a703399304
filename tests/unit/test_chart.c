/* An incident drawn: to scale, of any length, with any text in it. */

#include "base/duration.h"
#include "base/text.h"
#include "doc/chart.h"
#include "suite.h"

#define START INT64_C(1673856000000) /* 2023-01-16 08:00 UTC */

struct noted {
	const char *kind;
	int minutes; /* after START */
	const char *text;
};

static void draw(struct chart *chart, const struct noted *noted, size_t count, bool open, int64_t now)
{
	struct milestone milestones[32];
	size_t kept = 0;
	*chart = (struct chart){ .zone = "Europe/Berlin" };
	for (size_t i = 0; i < count; i++) {
		enum milestone_kind kind = milestone_find(noted[i].kind);
		int64_t at = START + noted[i].minutes * MINUTE_MS;
		if (kind != MILESTONE_COUNT)
			milestones[kept++] = (struct milestone){ kind, at, (int64_t)i + 1 };
		*vec_push(&chart->moments) = (struct chart_moment){ at, noted[i].kind,
			mem_copy(noted[i].text ? noted[i].text : ""), kind != MILESTONE_COUNT };
	}
	phases_compute(&chart->phases, milestones, kept, now, open);
}

static const struct noted usual[] = { { "impact", 0, "errors" }, { "detected", 12, "alert" },
	{ "decision", 40, "second provider" }, { "mitigated", 45, NULL }, { "resolved", 120, "over" } };

START_TEST(mermaid_has_phases_and_moments_at_the_clock_of_the_zone)
{
	struct chart chart;
	struct buf out = { 0 };
	draw(&chart, usual, LENGTH(usual), false, 0);
	chart_mermaid(&out, &chart);
	ck_assert_str_eq(buf_text(&out),
		"gantt\n    title Phases, times in Europe/Berlin\n    dateFormat YYYY-MM-DD HH:mm:ss\n"
		"    axisFormat %H:%M\n    todayMarker off\n    section Phases\n"
		"    undetected, 12 min :crit, 2023-01-16 09:00:00, 2023-01-16 09:12:00\n"
		"    mitigating, 33 min :active, 2023-01-16 09:12:00, 2023-01-16 09:45:00\n"
		"    recovering, 1 h 15 min :done, 2023-01-16 09:45:00, 2023-01-16 11:00:00\n"
		"    section Moments\n"
		"    09#58;00 impact - errors :milestone, 2023-01-16 09:00:00, 0s\n"
		"    09#58;12 detected - alert :milestone, 2023-01-16 09:12:00, 0s\n"
		"    09#58;40 decision - second provider :milestone, 2023-01-16 09:40:00, 0s\n"
		"    09#58;45 mitigated :milestone, 2023-01-16 09:45:00, 0s\n"
		"    11#58;00 resolved - over :milestone, 2023-01-16 11:00:00, 0s\n");
	buf_fini(&out);
	chart_fini(&chart);
}
END_TEST

/* What a task's name may hold without meaning something to Mermaid. */
static void check_name(const char *line, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		char c = line[i];
		size_t digits = c == '#' ? strspn(line + i + 1, "0123456789") : 0;
		ck_assert_msg(c != '#' || (digits && line[i + 1 + digits] == ';'), "%.*s", (int)len, line);
		if (c == '#')
			i += digits + 1;
		else
			ck_assert_msg((unsigned char)c >= 0x80 || strchr(" -.,()/…0123456789", c) ||
					      (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'), "%.*s", (int)len, line);
	}
}

START_TEST(no_text_means_anything_to_mermaid)
{
	static const char *const texts[] = { "gantt", "a : b : c, 2020-01-01, 3d", "a; b # c %% d",
		"%%{init: {\"x\": 1}}%%", "<script>", "#35; &amp;", "line\nsection x\ttab", "``` fence", "\"q\" 'p' `t`",
		"style x:#;a", ("\xef\xac\x82\xc2\xb0\xc2\xb0" "58\xc2\xb6\xc3\x9f"), "\xff\xfe bad", "\033[31m \177 \302\205",
		"a text that is so long that it would make the drawing wider than a page if nothing cut it :" };
	for (size_t i = 0; i < LENGTH(texts); i++) {
		struct noted noted[] = { { "impact", 0, texts[i] }, { "resolved", 30, texts[i] } };
		struct chart chart;
		struct buf out = { 0 };
		size_t lines = 0;
		draw(&chart, noted, LENGTH(noted), false, 0);
		chart_mermaid(&out, &chart);
		ck_assert(utf8_valid(buf_text(&out), out.len));
		const char *line = strstr(buf_text(&out), "section Moments\n") + strlen("section Moments\n");
		for (; *line; line += strcspn(line, "\n") + 1, lines++) {
			const char *colon = strchr(line, ':');
			ck_assert_ptr_nonnull(colon);
			ck_assert_int_eq(strncmp(colon, ":milestone, 2023-01-16 ", 23), 0);
			check_name(line, (size_t)(colon - line));
		}
		ck_assert_uint_eq(lines, 2);
		buf_fini(&out);
		chart_fini(&chart);
	}
}
END_TEST

START_TEST(a_change_long_before_does_not_make_a_dot_of_the_outage)
{
	static const struct noted noted[] = { { "change", -100000, "release" }, { "change", -10, "restart" },
		{ "impact", 0, NULL }, { "resolved", 60, NULL } };
	struct chart chart;
	struct buf out = { 0 };
	draw(&chart, noted, LENGTH(noted), false, 0);
	struct chart_range range = chart_range(&chart);
	ck_assert_int_eq(range.from, START - 10 * MINUTE_MS);
	ck_assert_int_eq(range.to, START + 60 * MINUTE_MS);
	chart_mermaid(&out, &chart);
	ck_assert_ptr_null(strstr(buf_text(&out), "release"));
	ck_assert_ptr_nonnull(strstr(buf_text(&out), "restart"));
	buf_fini(&out);
	chart_fini(&chart);
}
END_TEST

START_TEST(what_goes_on_is_said_so)
{
	static const struct noted noted[] = { { "impact", 0, NULL }, { "detected", 10, NULL } };
	struct chart chart;
	struct buf out = { 0 };
	draw(&chart, noted, LENGTH(noted), true, START + 60 * MINUTE_MS);
	chart_mermaid(&out, &chart);
	ck_assert_ptr_nonnull(strstr(buf_text(&out), "mitigating, 50 min so far :active"));
	chart_svg(&out, &chart);
	ck_assert_ptr_nonnull(strstr(buf_text(&out), ">mitigating 50 min so far</text>"));
	buf_fini(&out);
	chart_fini(&chart);
}
END_TEST

START_TEST(a_phase_without_length_is_seen)
{
	static const struct noted noted[] = { { "impact", 0, NULL }, { "detected", 0, NULL }, { "mitigated", 1, NULL },
		{ "resolved", 1, NULL } };
	struct chart chart;
	struct buf out = { 0 };
	draw(&chart, noted, LENGTH(noted), false, 0);
	chart_mermaid(&out, &chart);
	ck_assert_ptr_nonnull(
		strstr(buf_text(&out), "undetected, 0 s :crit, 2023-01-16 09:00:00, 2023-01-16 09:00:01\n"));
	buf_truncate(&out, 0);
	chart_text(&out, &chart, 40);
	ck_assert_str_eq(buf_text(&out),
		"2023-01-16 09:00 CET to 2023-01-16 09:01 CET\n"
		"undetected  █·········  0 s\nmitigating  ██████████  1 min\nrecovering  ·········█  0 s\n");
	buf_fini(&out);
	chart_fini(&chart);
}
END_TEST

START_TEST(without_phases_there_may_be_nothing_to_see)
{
	static const struct noted one[] = { { "decision", 0, NULL } };
	static const struct noted two[] = { { "decision", 0, NULL }, { "change", 5, NULL } };
	static const struct noted same[] = { { "decision", 5, NULL }, { "change", 5, NULL } };
	static const struct noted disordered[] = { { "detected", 0, NULL }, { "impact", 5, NULL } };
	static const struct {
		const struct noted *noted;
		size_t count;
		bool worth;
	} cases[] = { { one, 0, false }, { one, 1, false }, { two, 2, true }, { same, 2, false }, { disordered, 2, true } };
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct chart chart;
		draw(&chart, cases[i].noted, cases[i].count, false, 0);
		ck_assert_int_eq(chart_worth(&chart), cases[i].worth);
		ck_assert_uint_eq(chart.phases.count, 0);
		struct chart_range range = chart_range(&chart);
		ck_assert_int_lt(range.from, range.to);
		chart_fini(&chart);
	}
}
END_TEST

START_TEST(several_windows_are_drawn_one_is_the_phases)
{
	struct chart chart;
	struct buf out = { 0 };
	draw(&chart, usual, LENGTH(usual), false, 0);
	*vec_push(&chart.windows) = (struct chart_span){ START, START + 45 * MINUTE_MS, false };
	chart_text(&out, &chart, 72);
	ck_assert_ptr_null(strstr(buf_text(&out), "impact 1"));
	*vec_push(&chart.windows) = (struct chart_span){ START + 60 * MINUTE_MS, START + 70 * MINUTE_MS, false };
	chart_text(&out, &chart, 72);
	chart_mermaid(&out, &chart);
	chart_svg(&out, &chart);
	ck_assert_ptr_nonnull(strstr(buf_text(&out), "impact 2    "));
	ck_assert_ptr_nonnull(strstr(buf_text(&out), "    window 2, 10 min :crit, 2023-01-16 10:00:00, 2023-01-16 10:10:00\n"));
	ck_assert_ptr_nonnull(strstr(buf_text(&out), "impact window 2 of 10 min"));
	buf_fini(&out);
	chart_fini(&chart);
}
END_TEST

START_TEST(many_windows_are_listed_without_the_phases_of_each)
{
	struct chart chart;
	struct buf out = { 0 };
	draw(&chart, usual, LENGTH(usual), false, 0);
	for (int i = 0; i < 3; i++)
		*vec_push(&chart.windows) = (struct chart_span){ START + i * MINUTE_MS, START + (i + 1) * MINUTE_MS, false };
	chart_text(&out, &chart, 72);
	chart_mermaid(&out, &chart);
	ck_assert_ptr_nonnull(strstr(buf_text(&out), "undetected  "));
	ck_assert_ptr_nonnull(strstr(buf_text(&out), "section Phases\n    undetected, "));
	buf_truncate(&out, 0);
	*vec_push(&chart.windows) = (struct chart_span){ START + 5 * MINUTE_MS, START + 6 * MINUTE_MS, false };
	chart_text(&out, &chart, 72);
	chart_mermaid(&out, &chart);
	ck_assert_ptr_null(strstr(buf_text(&out), "undetected"));
	ck_assert_ptr_nonnull(strstr(buf_text(&out), "impact 4    "));
	ck_assert_ptr_nonnull(strstr(buf_text(&out), "    window 4, "));
	buf_fini(&out);
	chart_fini(&chart);
}
END_TEST

START_TEST(an_hour_that_comes_twice_has_its_length_in_mermaid)
{
	/* in Berlin the clock went from 03:00 to 02:00 on 2025-10-26 at 01:00 UTC */
	const int begin = (int)((INT64_C(1761436800000) - START) / MINUTE_MS); /* 00:00 UTC */
	const struct noted noted[] = { { "impact", begin, NULL }, { "detected", begin + 30, NULL },
		{ "mitigated", begin + 90, NULL } };
	struct chart chart;
	struct buf out = { 0 };
	draw(&chart, noted, LENGTH(noted), false, 0);
	chart_mermaid(&out, &chart);
	ck_assert_ptr_nonnull(strstr(buf_text(&out), "times in UTC\n"));
	ck_assert_ptr_nonnull(strstr(buf_text(&out), "mitigating, 1 h :active, 2025-10-26 00:30:00, 2025-10-26 01:30:00\n"));
	buf_fini(&out);
	chart_fini(&chart);
}
END_TEST

/* Of any length: some ticks and not too many, and nothing outside of the drawing. */
START_TEST(svg_has_a_sensible_axis)
{
	static const int minutes[] = { 1, 7, 45, 90, 600, 1440, 4000, 20000, 200000, 3000000 };
	for (size_t i = 0; i < LENGTH(minutes); i++) {
		struct noted noted[] = { { "impact", 0, NULL }, { "resolved", minutes[i], "<&\"'>" } };
		struct chart chart;
		struct buf out = { 0 };
		size_t ticks = 0;
		draw(&chart, noted, LENGTH(noted), false, 0);
		chart_svg(&out, &chart);
		for (const char *at = buf_text(&out); (at = strstr(at, "<path class=\"axis\"")); at++)
			ticks++;
		ck_assert_uint_ge(ticks, 3);
		ck_assert_uint_le(ticks, 11);
		ck_assert_ptr_nonnull(strstr(buf_text(&out), ": &lt;&amp;&quot;&#39;&gt;</title>"));
		for (const char *at = buf_text(&out); (at = strstr(at, " x=\"")); at += 4) {
			double x = strtod(at + 4, NULL);
			ck_assert(x >= 0 && x <= 720);
		}
		buf_fini(&out);
		chart_fini(&chart);
	}
}
END_TEST

RUN_TESTS("chart", mermaid_has_phases_and_moments_at_the_clock_of_the_zone, no_text_means_anything_to_mermaid,
	a_change_long_before_does_not_make_a_dot_of_the_outage, what_goes_on_is_said_so,
	a_phase_without_length_is_seen, without_phases_there_may_be_nothing_to_see,
	several_windows_are_drawn_one_is_the_phases, many_windows_are_listed_without_the_phases_of_each,
	an_hour_that_comes_twice_has_its_length_in_mermaid, svg_has_a_sensible_axis)
