/* What milestones add up to, and how much of the error budget that is. */

#include "base/duration.h"
#include "base/mem.h"
#include "base/text.h"
#include "model/metrics.h"
#include "suite.h"

enum { NOW = 1000 }; /* minutes */

/*
 * Milestones as text: a letter and the minute, "i0 d4 a6 m30 r40" (impact, detected, acknowledged, c for
 * declared, mitigated, resolved). Events are numbered from 1 in this order.
 */
static size_t read_milestones(const char *text, struct milestone *out)
{
	static const char letters[] = "idacmr";
	size_t count = 0;
	while (*text) {
		const char *letter = strchr(letters, *text);
		char *end;
		ck_assert_ptr_nonnull(letter);
		out[count].kind = (enum milestone_kind)(letter - letters);
		out[count].at = strtol(text + 1, &end, 10) * MINUTE_MS;
		out[count].number = (int64_t)count + 1;
		count++;
		text = end + strspn(end, " ");
	}
	return count;
}

/* Metrics as text: minutes when known, with + when ongoing, "?" when unknown, "!" when out of order. */
static void show(const struct metrics *metrics, struct buf *out)
{
	for (int kind = 0; kind < METRIC_COUNT; kind++) {
		const struct metric *metric = &metrics->values[kind];
		buf_puts(out, kind ? " " : "");
		if (metric->state == METRIC_UNKNOWN)
			buf_puts(out, "?");
		else if (metric->state == METRIC_INVALID)
			buf_puts(out, "!");
		else
			buf_printf(out, "%lld%s", (long long)(metric->ms / MINUTE_MS),
				metric->state == METRIC_ONGOING ? "+" : "");
	}
}

struct row {
	const char *milestones;
	bool open;
	const char *detect_ack_mitigate_resolve_downtime;
	size_t windows;
};

static void check_rows(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct milestone milestones[16];
		struct metrics metrics;
		struct buf got = { 0 };
		size_t len = read_milestones(rows[i].milestones, milestones);
		metrics_compute(&metrics, milestones, len, NOW * MINUTE_MS, rows[i].open);
		show(&metrics, &got);
		ck_assert_msg(
			text_equal(buf_text(&got), rows[i].detect_ack_mitigate_resolve_downtime) &&
				metrics.windows == rows[i].windows,
			"%s (%s): got %s, %zu windows", rows[i].milestones, rows[i].open ? "open" : "closed",
			buf_text(&got), metrics.windows);
		buf_fini(&got);
	}
}

START_TEST(an_incident_that_went_by_the_book)
{
	static const struct row rows[] = {
		{ "i0 d4 a6 c7 m30 r40", false, "4 2 30 40 30", 1 },
		/* open or not makes no difference when nothing is missing */
		{ "i0 d4 a6 c7 m30 r40", true, "4 2 30 40 30", 1 },
		/* nor does the order in which they were noted */
		{ "r40 m30 c7 a6 d4 i0", false, "4 2 30 40 30", 1 },
		{ "d4 i0 m30 a6 r40", false, "4 2 30 40 30", 1 },
		/* all at the same moment */
		{ "r5 m5 a5 d5 i5", false, "0 0 0 0 0", 1 },
	};
	check_rows(rows, LENGTH(rows));
}
END_TEST

START_TEST(what_was_not_noted_is_unknown_never_zero)
{
	static const struct row rows[] = {
		{ "", true, "? ? ? ? ?", 0 },
		{ "", false, "? ? ? ? ?", 0 },
		{ "d4", false, "? ? ? ? ?", 0 },
		{ "d4 a6 m30 r40", false, "? 2 ? ? ?", 0 },
		{ "i0 r40", false, "? ? ? 40 40", 1 },
		{ "i0 m30", false, "? ? 30 ? 30", 1 },
		{ "a6 r40", true, "? ? ? ? ?", 0 },
		{ "c7", true, "? ? ? ? ?", 0 },
		/* over, but nobody noted when it was mitigated or resolved */
		{ "i0 d4", false, "4 ? ? ? ?", 1 },
		/* still watched, but whoever ended the impact was not waiting to be told of it */
		{ "i0 d4 m30", true, "4 ? 30 1000+ 30", 1 },
		{ "i0 m30", true, "? ? 30 1000+ 30", 1 },
	};
	check_rows(rows, LENGTH(rows));
}
END_TEST

START_TEST(what_has_not_ended_is_ongoing_until_now)
{
	static const struct row rows[] = {
		{ "i990", true, "10+ ? 10+ 10+ 10+", 1 },
		{ "i990 d995", true, "5 5+ 10+ 10+ 10+", 1 },
		{ "i990 d995 a996", true, "5 1 10+ 10+ 10+", 1 },
		{ "i990 d995 a996 m999", true, "5 1 9 10+ 9", 1 },
		/* noted for a moment that is still to come */
		{ "i1010", true, "0+ ? 0+ 0+ 0+", 1 },
	};
	check_rows(rows, LENGTH(rows));
}
END_TEST

START_TEST(downtime_is_the_union_of_the_impact_windows)
{
	static const struct row rows[] = {
		{ "i0 m10 i20 m25", false, "? ? 10 ? 15", 2 },
		{ "i0 m10 i20 m25 r30", false, "? ? 10 30 15", 2 },
		/* overlapping ones count once */
		{ "i0 i5 m10", false, "? ? 10 ? 10", 1 },
		{ "i0 i5 i7 m10 m12", false, "? ? 10 ? 10", 1 },
		/* one ends where the next begins, if that is how it was noted */
		{ "i0 m10 i10 m20", false, "? ? 10 ? 20", 1 },
		{ "i0 i10 m10", false, "? ? 10 ? 10", 1 },
		{ "i0 m10 i10", false, "? ? 10 ? ?", 1 },
		{ "i0 i5 m10", false, "? ? 10 ? 10", 1 },
		/* resolved ends a window that was not mitigated */
		{ "i0 r10 i20 m30", false, "? ? 30 10 20", 2 },
		{ "i0 m10 i20 r40", false, "? ? 10 40 30", 2 },
		/* the second is still going on */
		{ "i0 m10 i990", true, "1000+ ? 10 1000+ 20+", 2 },
		{ "i0 m10 i990", false, "? ? 10 ? ?", 2 },
		/* a mitigation that belongs to none */
		{ "m1 i5 m10", false, "? ? 5 ? 5", 1 },
	};
	check_rows(rows, LENGTH(rows));
}
END_TEST

START_TEST(the_first_counts_but_of_resolutions_the_last)
{
	static const struct row rows[] = {
		{ "i0 i5 d4 d9 a6 a20 m30", false, "4 2 30 ? 30", 1 },
		{ "i0 r40 r60", false, "? ? ? 60 40", 1 },
		{ "i0 m10 m20 r60 r40", false, "? ? 10 60 10", 1 },
	};
	check_rows(rows, LENGTH(rows));
}
END_TEST

START_TEST(milestones_out_of_order_are_invalid_and_both_named)
{
	static const struct {
		const char *milestones, *expected, *earlier, *later;
	} rows[] = {
		{ "i10 d4", "! ? ? ? ?", "detected (event 2)", "impact (event 1)" },
		{ "d10 a4", "? ! ? ? ?", "acknowledged (event 2)", "detected (event 1)" },
		{ "i10 m4", "? ? ! ? ?", "mitigated (event 2)", "impact (event 1)" },
		{ "r4 i10", "? ? ? ! ?", "resolved (event 1)", "impact (event 2)" },
		/* the first of several problems is told */
		{ "i10 d4 a2 m3 r1", "! ! ! ! ?", "detected (event 2)", "impact (event 1)" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct milestone milestones[16];
		struct metrics metrics;
		struct buf got = { 0 };
		size_t len = read_milestones(rows[i].milestones, milestones);
		metrics_compute(&metrics, milestones, len, NOW * MINUTE_MS, false);
		show(&metrics, &got);
		ck_assert_str_eq(buf_text(&got), rows[i].expected);
		const char *earlier = strstr(metrics.problem, rows[i].earlier);
		ck_assert_msg(earlier && strstr(metrics.problem, rows[i].later) > earlier &&
				      strstr(metrics.problem, "is earlier than"),
			"%s", metrics.problem);
		buf_fini(&got);
	}
}
END_TEST

START_TEST(in_order_there_is_no_problem)
{
	struct milestone milestones[8];
	struct metrics metrics;
	size_t len = read_milestones("i0 d4 a6 m30 r40", milestones);
	metrics_compute(&metrics, milestones, len, NOW * MINUTE_MS, false);
	ck_assert_str_eq(metrics.problem, "");
	/* two impacts, the mitigation of the first only: no problem either */
	len = read_milestones("i0 m5 i10 m20", milestones);
	metrics_compute(&metrics, milestones, len, NOW * MINUTE_MS, false);
	ck_assert_str_eq(metrics.problem, "");
}
END_TEST

START_TEST(a_window_lasts_to_the_millisecond)
{
	const struct milestone milestones[] = { { MILESTONE_IMPACT, 1, 1 }, { MILESTONE_MITIGATED, 1000, 2 } };
	struct metrics metrics;
	metrics_compute(&metrics, milestones, 2, 5000, false);
	ck_assert_int_eq(metrics.values[METRIC_DOWNTIME].ms, 999);
	ck_assert_int_eq(metrics.values[METRIC_MITIGATE].ms, 999);
}
END_TEST

/* Numbers of the events a metric is made of, 0 for one that is missing: "from-to". */
static void show_inputs(const struct metrics *metrics, struct buf *out)
{
	for (int kind = 0; kind < METRIC_COUNT; kind++)
		buf_printf(out, "%s%lld-%lld", kind ? " " : "", (long long)metrics->values[kind].from.number,
			(long long)metrics->values[kind].to.number);
}

START_TEST(metrics_name_the_events_they_are_made_of)
{
	static const struct {
		const char *milestones, *expected;
		enum milestone_kind missing[METRIC_COUNT];
	} rows[] = {
		{ "i0 d4 a6 m30 r40", "1-2 2-3 1-4 1-5 1-4",
			{ MILESTONE_COUNT, MILESTONE_COUNT, MILESTONE_COUNT, MILESTONE_COUNT, MILESTONE_COUNT } },
		{ "", "0-0 0-0 0-0 0-0 0-0",
			{ MILESTONE_IMPACT, MILESTONE_DETECTED, MILESTONE_IMPACT, MILESTONE_IMPACT,
				MILESTONE_IMPACT } },
		{ "i0 a5", "1-0 0-2 1-0 1-0 1-0",
			{ MILESTONE_DETECTED, MILESTONE_DETECTED, MILESTONE_MITIGATED, MILESTONE_RESOLVED,
				MILESTONE_MITIGATED } },
		{ "i0 i5 m10 r20 i30 r40", "1-0 0-0 1-3 1-6 1-6",
			{ MILESTONE_DETECTED, MILESTONE_DETECTED, MILESTONE_COUNT, MILESTONE_COUNT,
				MILESTONE_COUNT } },
		/* out of order: both are there */
		{ "i10 d4", "1-2 2-0 1-0 1-0 1-0",
			{ MILESTONE_COUNT, MILESTONE_ACKNOWLEDGED, MILESTONE_MITIGATED, MILESTONE_RESOLVED,
				MILESTONE_MITIGATED } },
		/* the first window ended, the second did not */
		{ "i0 m10 i20", "1-0 0-0 1-2 1-0 1-0",
			{ MILESTONE_DETECTED, MILESTONE_DETECTED, MILESTONE_COUNT, MILESTONE_RESOLVED,
				MILESTONE_MITIGATED } },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct milestone milestones[16];
		struct metrics metrics;
		struct buf got = { 0 };
		size_t len = read_milestones(rows[i].milestones, milestones);
		metrics_compute(&metrics, milestones, len, NOW * MINUTE_MS, false);
		show_inputs(&metrics, &got);
		ck_assert_str_eq(buf_text(&got), rows[i].expected);
		for (int kind = 0; kind < METRIC_COUNT; kind++)
			ck_assert_msg(metric_missing(&metrics.values[kind]) == rows[i].missing[kind], "%s: %s",
				rows[i].milestones, metric_name((enum metric_kind)kind));
		buf_fini(&got);
	}
}
END_TEST

/* Windows as text: the numbers of begin and end, the minutes. */
START_TEST(impact_windows_are_listed_with_their_ends)
{
	static const struct {
		const char *milestones;
		bool open;
		const char *expected;
	} rows[] = {
		{ "d4", false, "" },
		{ "i0 m10 i20 r25", false, "1-2:10 3-4:5" },
		{ "i0 i5 m10", false, "1-3:10" },
		/* one that begins where another ends is the same */
		{ "i0 m10 i10 m20", false, "1-4:20" },
		{ "i0 m10 i990", true, "1-2:10 3-0:10" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct milestone milestones[16];
		struct metrics metrics;
		struct buf got = { 0 };
		size_t len = read_milestones(rows[i].milestones, milestones);
		metrics_compute(&metrics, milestones, len, NOW * MINUTE_MS, rows[i].open);
		for (size_t w = 0; w < metrics.windows; w++)
			buf_printf(&got, "%s%lld-%lld:%lld", w ? " " : "",
				(long long)metrics.listed[w].begin.number, (long long)metrics.listed[w].end.number,
				(long long)(metrics.listed[w].ms / MINUTE_MS));
		ck_assert_str_eq(buf_text(&got), rows[i].expected);
		buf_fini(&got);
	}
}
END_TEST

START_TEST(windows_beyond_the_list_are_counted)
{
	enum { WINDOWS = METRIC_WINDOWS_LISTED + 5 };
	struct milestone milestones[2 * WINDOWS];
	struct metrics metrics;
	for (int i = 0; i < 2 * WINDOWS; i++)
		milestones[i] = (struct milestone){ i % 2 ? MILESTONE_MITIGATED : MILESTONE_IMPACT,
			i * MINUTE_MS, i + 1 };
	metrics_compute(&metrics, milestones, 2 * WINDOWS, NOW * MINUTE_MS, false);
	ck_assert_uint_eq(metrics.windows, WINDOWS);
	ck_assert_int_eq(metrics.values[METRIC_DOWNTIME].ms, WINDOWS * MINUTE_MS);
	ck_assert_int_eq(metrics.values[METRIC_DOWNTIME].to.number, 2 * WINDOWS);
	ck_assert_int_eq(metrics.listed[METRIC_WINDOWS_LISTED - 1].ms, MINUTE_MS);
}
END_TEST

START_TEST(a_budget_knows_what_is_left)
{
	const struct metric used = { .state = METRIC_KNOWN, .ms = 10 * MINUTE_MS }, unknown = { 0 };
	struct budget budget;
	ck_assert(budget_parse(&budget, NULL, "15min/year", NULL));
	ck_assert(!budget.target);
	ck_assert_int_eq(budget.period, 365 * 24 * 60 * MINUTE_MS);
	ck_assert_int_eq(budget_left(&budget, &used), 5 * MINUTE_MS);
	ck_assert_int_eq(budget_left(&budget, &unknown), 0);
	ck_assert(budget_parse(&budget, "99%/8h", NULL, NULL));
	ck_assert(budget.target);
	ck_assert_int_eq(budget.period, 8 * 60 * MINUTE_MS);
	/* more than there was */
	ck_assert_int_eq(budget_left(&budget, &used), 288000 - 10 * MINUTE_MS);
}
END_TEST

START_TEST(metrics_are_shown_with_their_state)
{
	static const struct {
		struct metric metric;
		const char *text;
	} rows[] = {
		{ { .state = METRIC_UNKNOWN }, "unknown" },
		{ { .state = METRIC_ONGOING, .ms = 12 * MINUTE_MS }, "ongoing, 12 min so far" },
		{ { .state = METRIC_KNOWN, .ms = 4 * MINUTE_MS }, "4 min" },
		{ { .state = METRIC_KNOWN }, "0 s" },
		{ { .state = METRIC_INVALID, .ms = 5 }, "invalid: milestones out of order" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct buf out = { 0 };
		metric_show(&rows[i].metric, &out);
		ck_assert_str_eq(buf_text(&out), rows[i].text);
		buf_fini(&out);
	}
}
END_TEST

START_TEST(every_metric_has_a_name_a_label_and_a_formula)
{
	for (int kind = 0; kind < METRIC_COUNT; kind++) {
		ck_assert_str_ne(metric_name((enum metric_kind)kind), "");
		ck_assert_str_ne(metric_label((enum metric_kind)kind), "");
		ck_assert_str_ne(metric_formula((enum metric_kind)kind), "");
	}
	ck_assert_str_eq(metric_name(METRIC_ACKNOWLEDGE), "time to acknowledge");
	ck_assert_str_eq(metric_formula(METRIC_DETECT), "detected - impact");
}
END_TEST

/* ---- budget ---- */

START_TEST(budgets_are_read_in_both_forms)
{
	static const struct {
		const char *target, *allowance;
		int64_t allowed;
		const char *label;
	} rows[] = {
		{ "", "", 0, "" },
		{ NULL, NULL, 0, "" },
		{ "99.95%/28d", "", 1209600, "99.95%/28d" },
		{ "99.95 % / 28 d", "", 1209600, "99.95 % / 28 d" },
		{ "99.9/30d", "", 2592000, "99.9/30d" },
		{ "99%/week", "", 6048000, "99%/week" },
		{ "99.9%/month", NULL, 2592000, "99.9%/month" },
		{ "99.99%/quarter", "", 786240, "99.99%/quarter" },
		{ "50%/day", "", 43200000, "50%/day" },
		{ "", "15min/year", 900000, "15min/year" },
		{ NULL, "15 min/y", 900000, "15 min/y" },
		{ "", "1h30m/28d", 5400000, "1h30m/28d" },
		{ "", "15 min / Year", 900000, "15 min / Year" },
		/* the allowance wins */
		{ "99.95%/28d", "15min/year", 900000, "15min/year" },
		{ "rubbish", "15min/year", 900000, "15min/year" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct budget budget;
		struct err err = { 0 };
		ck_assert_msg(budget_parse(&budget, rows[i].target, rows[i].allowance, &err), "%s", err.text);
		ck_assert_int_eq(budget.allowed, rows[i].allowed);
		ck_assert_str_eq(budget.label, rows[i].label);
	}
}
END_TEST

START_TEST(what_is_no_budget_is_refused_and_the_option_named)
{
	static const char *const targets[] = { "99.95", "99.95%", "%/28d", "/28d", "99.95%/", "99.95%/0d",
		"99.95%/-1d", "0%/28d", "100%/28d", "101%/28d", "-5%/28d", "nan%/28d", "inf%/28d", "99,95%/28d",
		"99.95%x/28d", "99.95%/fortnight", "99.95%/28d/2", "a lot/28d" };
	static const char *const allowances[] = { "15min", "/year", "0min/year", "-15min/year", "15min/",
		"15/year", "lots/year", "15min/0d", "15min/year/2" };
	for (size_t i = 0; i < LENGTH(targets) + LENGTH(allowances); i++) {
		bool target = i < LENGTH(targets);
		const char *text = target ? targets[i] : allowances[i - LENGTH(targets)];
		struct budget budget;
		struct err err = { 0 };
		ck_assert_msg(!budget_parse(&budget, target ? text : "", target ? "" : text, &err),
			"'%s' was read as %lld", text, (long long)budget.allowed);
		ck_assert_int_eq(err.code, ERR_USAGE);
		ck_assert_msg(strstr(err.text, text) && strstr(err.text, target ? "slo.target" : "slo.allowance") &&
				      strstr(err.text, target ? "99.95%/28d" : "15min/year"),
			"%s", err.text);
		ck_assert_int_eq(budget.allowed, 0);
	}
}
END_TEST

START_TEST(the_budget_used_is_rounded_and_unknown_when_downtime_is)
{
	static const struct {
		int64_t allowed;
		struct metric downtime;
		int64_t percent;
	} rows[] = {
		{ 900000, { METRIC_KNOWN, 2529000 }, 281 },
		{ 1000, { METRIC_KNOWN, 0 }, 0 },
		{ 1000, { METRIC_KNOWN, 4 }, 0 },
		{ 1000, { METRIC_KNOWN, 5 }, 1 },
		{ 1000, { METRIC_ONGOING, 500 }, 50 },
		{ 1000, { METRIC_UNKNOWN, 500 }, -1 },
		{ 1000, { METRIC_INVALID, 500 }, -1 },
		{ 0, { METRIC_KNOWN, 500 }, -1 },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		const struct budget budget = { .allowed = rows[i].allowed };
		ck_assert_int_eq(budget_used(&budget, &rows[i].downtime), rows[i].percent);
	}
}
END_TEST

START_TEST(a_long_budget_text_is_cut_in_its_label_only)
{
	struct budget budget;
	struct err err = { 0 };
	const char *text = "1h 1m 1s/1 week 1 day 1 hour 1 minute 1 second 1 ms                        ";
	ck_assert_msg(budget_parse(&budget, "", text, &err), "%s", err.text);
	ck_assert_int_eq(budget.allowed, 3661000);
	ck_assert_uint_eq(strlen(budget.label), sizeof budget.label - 1);
}
END_TEST

RUN_TESTS("metrics", an_incident_that_went_by_the_book, what_was_not_noted_is_unknown_never_zero,
	what_has_not_ended_is_ongoing_until_now, downtime_is_the_union_of_the_impact_windows,
	the_first_counts_but_of_resolutions_the_last, milestones_out_of_order_are_invalid_and_both_named,
	in_order_there_is_no_problem, a_window_lasts_to_the_millisecond, metrics_are_shown_with_their_state,
	metrics_name_the_events_they_are_made_of, impact_windows_are_listed_with_their_ends,
	windows_beyond_the_list_are_counted, a_budget_knows_what_is_left,
	every_metric_has_a_name_a_label_and_a_formula, budgets_are_read_in_both_forms,
	what_is_no_budget_is_refused_and_the_option_named,
	the_budget_used_is_rounded_and_unknown_when_downtime_is, a_long_budget_text_is_cut_in_its_label_only)
