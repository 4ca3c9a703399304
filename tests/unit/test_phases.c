/* Phases of an incident from its milestones, and the strip's arithmetic. */

#include "base/mem.h"
#include "base/text.h"
#include "model/phases.h"
#include "tui/strip.h"
#include "suite.h"

#define NO_MILESTONES NULL, 0

static struct phases of(const struct milestone *list, size_t count, int64_t now, bool open)
{
	struct phases phases;
	phases_compute(&phases, list, count, now, open);
	return phases;
}

static void is(const struct phases *phases, size_t i, enum phase_kind kind, int64_t from, int64_t to)
{
	ck_assert_uint_gt(phases->count, i);
	ck_assert_int_eq(phases->items[i].kind, kind);
	ck_assert_int_eq(phases->items[i].from, from);
	ck_assert_int_eq(phases->items[i].to, to);
}

START_TEST(three_phases_lie_between_four_milestones)
{
	static const struct milestone list[] = { { MILESTONE_MITIGATED, 90, 1 },
		{ MILESTONE_IMPACT, 10, 2 }, { MILESTONE_RESOLVED, 95, 3 },
		{ MILESTONE_DETECTED, 30, 4 }, { MILESTONE_RESOLVED, 120, 5 },
		{ MILESTONE_DETECTED, 40, 6 }, { MILESTONE_ACKNOWLEDGED, 35, 7 } };
	struct phases phases = of(list, LENGTH(list), 1000, false);
	ck_assert_uint_eq(phases.count, 3);
	is(&phases, 0, PHASE_UNDETECTED, 10, 30);
	is(&phases, 1, PHASE_MITIGATING, 30, 90);
	is(&phases, 2, PHASE_RECOVERING, 90, 120);
	ck_assert(!phases.items[2].ongoing);
}
END_TEST

START_TEST(the_last_phase_goes_on_while_the_incident_is_open)
{
	static const struct milestone list[] = { { MILESTONE_IMPACT, 10, 1 },
		{ MILESTONE_DETECTED, 30, 2 } };
	struct phases phases = of(list, 1, 50, true);
	ck_assert_uint_eq(phases.count, 1);
	is(&phases, 0, PHASE_UNDETECTED, 10, 50);
	ck_assert(phases.items[0].ongoing);
	phases = of(list, 2, 50, true);
	ck_assert_uint_eq(phases.count, 2);
	is(&phases, 1, PHASE_MITIGATING, 30, 50);
	ck_assert(phases.items[1].ongoing && !phases.unknown[PHASE_RECOVERING]);
	phases = of(list, 2, 50, false);
	ck_assert_uint_eq(phases.count, 1);
	ck_assert(phases.unknown[PHASE_MITIGATING] && phases.unknown[PHASE_RECOVERING]);
}
END_TEST

START_TEST(a_phase_whose_end_nobody_noted_is_unknown)
{
	static const struct milestone list[] = { { MILESTONE_IMPACT, 10, 1 },
		{ MILESTONE_MITIGATED, 70, 2 } };
	struct phases phases = of(list, LENGTH(list), 100, true);
	ck_assert_uint_eq(phases.count, 2);
	is(&phases, 0, PHASE_MITIGATING, 10, 70);
	is(&phases, 1, PHASE_RECOVERING, 70, 100);
	ck_assert(phases.unknown[PHASE_UNDETECTED]);
	ck_assert(!phases.unknown[PHASE_RECOVERING]);
}
END_TEST

START_TEST(each_impact_window_has_its_phases)
{
	static const struct milestone list[] = { { MILESTONE_IMPACT, 10, 1 }, { MILESTONE_DETECTED, 15, 2 },
		{ MILESTONE_MITIGATED, 40, 3 }, { MILESTONE_IMPACT, 100, 4 }, { MILESTONE_DETECTED, 101, 5 },
		{ MILESTONE_MITIGATED, 120, 6 }, { MILESTONE_IMPACT, 200, 7 }, { MILESTONE_MITIGATED, 210, 8 },
		{ MILESTONE_RESOLVED, 500, 9 } };
	struct phases phases = of(list, LENGTH(list), 1000, false);
	int64_t ms;
	bool ongoing;
	ck_assert_uint_eq(phases.count, 8);
	is(&phases, 2, PHASE_RECOVERING, 40, 100);
	is(&phases, 3, PHASE_UNDETECTED, 100, 101);
	is(&phases, 4, PHASE_MITIGATING, 101, 120);
	is(&phases, 5, PHASE_RECOVERING, 120, 200);
	/* nobody noted who saw the third */
	is(&phases, 6, PHASE_MITIGATING, 200, 210);
	is(&phases, 7, PHASE_RECOVERING, 210, 500);
	ck_assert(!phases.unknown[PHASE_UNDETECTED]);
	ck_assert(phases_length(&phases, PHASE_UNDETECTED, &ms, &ongoing));
	ck_assert_int_eq(ms, 6);
	ck_assert(!ongoing);

	/* open again: it is no recovery any more */
	phases = of(list, 4, 150, true);
	ck_assert_uint_eq(phases.count, 4);
	is(&phases, 3, PHASE_UNDETECTED, 100, 150);
	ck_assert(phases_length(&phases, PHASE_UNDETECTED, &ms, &ongoing));
	ck_assert_int_eq(ms, 55);
	ck_assert(ongoing);
	ck_assert(phases_length(&phases, PHASE_RECOVERING, &ms, &ongoing));
	ck_assert_int_eq(ms, 60);
	ck_assert(!ongoing);
}
END_TEST

START_TEST(more_windows_than_are_listed_give_none)
{
	struct milestone list[2 * (METRIC_WINDOWS_LISTED + 1)];
	for (int i = 0; i < (int)LENGTH(list); i++)
		list[i] = (struct milestone){ i % 2 ? MILESTONE_MITIGATED : MILESTONE_IMPACT, 10 * i, i + 1 };
	struct phases phases = of(list, LENGTH(list) - 2, 10000, true);
	ck_assert_uint_eq(phases.count, 2 * METRIC_WINDOWS_LISTED);
	for (size_t i = 1; i < phases.count; i++)
		ck_assert_int_eq(phases.items[i].from, phases.items[i - 1].to);
	ck_assert_uint_eq(of(list, LENGTH(list), 10000, true).count, 0);
}
END_TEST

START_TEST(milestones_out_of_order_give_none)
{
	static const struct milestone before[] = { { MILESTONE_IMPACT, 10, 1 },
		{ MILESTONE_DETECTED, 5, 2 } };
	static const struct milestone crossed[] = { { MILESTONE_IMPACT, 10, 1 },
		{ MILESTONE_DETECTED, 50, 2 }, { MILESTONE_MITIGATED, 40, 3 } };
	static const struct milestone no_impact[] = { { MILESTONE_DETECTED, 5, 2 } };
	ck_assert_uint_eq(of(before, LENGTH(before), 100, true).count, 0);
	ck_assert_uint_eq(of(crossed, LENGTH(crossed), 100, true).count, 0);
	ck_assert_uint_eq(of(no_impact, LENGTH(no_impact), 100, true).count, 0);
	ck_assert_uint_eq(of(NO_MILESTONES, 100, true).count, 0);
}
END_TEST

START_TEST(a_part_of_the_strip_stands_as_high_as_its_root)
{
	ck_assert_int_eq(strip_level(0, 100), 0);
	ck_assert_int_eq(strip_level(1, 1000000), 1);
	ck_assert_int_eq(strip_level(100, 100), 8);
	ck_assert_int_eq(strip_level(25, 100), 4);
	ck_assert_int_eq(strip_level(4000000000u, 4000000000u), 8);
	for (unsigned i = 1; i < 100; i++)
		ck_assert_int_le(strip_level(i, 100), strip_level(i + 1, 100));
}
END_TEST

START_TEST(moments_have_a_column)
{
	const struct strip strip = { .from = 1000, .to = 1999 };
	ck_assert_int_eq(strip_column(&strip, 10, 1000), 0);
	ck_assert_int_eq(strip_column(&strip, 10, 1999), 9);
	ck_assert_int_eq(strip_column(&strip, 10, 1550), 5);
	ck_assert_int_eq(strip_column(&strip, 10, 999), -1);
	ck_assert_int_eq(strip_column(&strip, 10, 2000), -1);
	const struct strip empty = { .from = 5, .to = 5 };
	ck_assert_int_eq(strip_column(&empty, 10, 5), -1);
}
END_TEST

RUN_TESTS("phases", three_phases_lie_between_four_milestones,
	the_last_phase_goes_on_while_the_incident_is_open, a_phase_whose_end_nobody_noted_is_unknown,
	each_impact_window_has_its_phases, more_windows_than_are_listed_give_none,
	milestones_out_of_order_give_none, a_part_of_the_strip_stands_as_high_as_its_root,
	moments_have_a_column)
