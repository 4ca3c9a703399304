/* Checks of impact, causes and actions: hits, misses, and what looks like a hit and is none. */
#include "check_facts.h"
#include "model/likeness.h"
#include "model/points.h"
#include "suite.h"

/* ---- impact ---- */

static void unknown_duration(struct facts *facts)
{
	facts->metrics.values[METRIC_RESOLVE].state = METRIC_UNKNOWN;
	facts->metrics.values[METRIC_DOWNTIME].state = METRIC_ONGOING;
}

static void impact_in_words(struct facts *facts)
{
	unknown_duration(facts);
	add_section(facts, "impact", "Some users could not pay on 2023-01-17 from 15:00 (see #12, v2).");
}

static void impact_empty(struct facts *facts)
{
	unknown_duration(facts);
	add_section(facts, "impact", "");
}

static void impact_in_numbers(struct facts *facts)
{
	unknown_duration(facts);
	add_section(facts, "impact", "18 % of payments failed.");
}

static void impact_of_all(struct facts *facts)
{
	unknown_duration(facts);
	add_section(facts, "impact", "Nobody could pay.");
}

static void impact_in_the_summary(struct facts *facts)
{
	impact_in_words(facts);
	facts->sections[0].text = "For about 40min payments failed.";
}

static void duration_alone(struct facts *facts)
{
	add_section(facts, "impact", "Some users could not pay.");
}

static struct record *action(struct facts *facts)
{
	return &facts->actions.items[0];
}

static void low_priority(struct facts *facts)
{
	record_set_text(action(facts), ACTION_PRIORITY, "P2");
}

static void untracked(struct facts *facts)
{
	record_set_text(action(facts), ACTION_LINK, NULL);
}

static void low_priority_and_no_harm(struct facts *facts)
{
	low_priority(facts);
	record_set_text(&facts->incident, INCIDENT_SEVERITY, "SEV5");
}

static void low_priority_and_no_impact(struct facts *facts)
{
	low_priority(facts);
	record_set_text(&facts->milestones.items[0], EVENT_KIND, "declared");
}

static void urgent_but_declined(struct facts *facts)
{
	record_set_text(action(facts), ACTION_STATE, "declined");
}

static void nothing(struct facts *facts)
{
	(void)facts;
}

START_TEST(impact_is_in_numbers_and_leads_to_something)
{
	static const struct check_case cases[] = {
		{ "impact-numbers", impact_in_words, "section impact" },
		{ "impact-numbers", impact_empty, "" },
		{ "impact-numbers", impact_in_numbers, "" },
		{ "impact-numbers", impact_of_all, "" },
		{ "impact-numbers", impact_in_the_summary, "" },
		{ "impact-numbers", duration_alone, "" },
		{ "impact-numbers", unknown_duration, "" }, /* nothing asks for it */
		{ "urgent-action", low_priority, "action" },
		{ "urgent-action", untracked, "action" },
		{ "urgent-action", urgent_but_declined, "action" },
		{ "urgent-action", low_priority_and_no_harm, "" },
		{ "urgent-action", low_priority_and_no_impact, "" },
		{ "urgent-action", nothing, "" },
	};
	check_cases(cases, LENGTH(cases));
}
END_TEST

/* ---- actions ---- */

static void three_alike(struct facts *facts)
{
	add_action(facts, "Second");
	add_action(facts, "Third");
}

static void two_alike(struct facts *facts)
{
	add_action(facts, "Second");
}

static void one_differs(struct facts *facts)
{
	three_alike(facts);
	record_set_text(action(facts), ACTION_PRIORITY, "P0");
}

static void one_is_declined(struct facts *facts)
{
	three_alike(facts);
	record_set_text(action(facts), ACTION_STATE, "declined");
}

static void only_mitigation(struct facts *facts)
{
	record_set_text(action(facts), ACTION_TYPE, "mitigate");
	record_set_text(add_action(facts, "Second"), ACTION_TYPE, "detect");
}

static void one_prevents(struct facts *facts)
{
	record_set_text(add_action(facts, "Second"), ACTION_TYPE, "mitigate");
}

START_TEST(actions_are_ranked_and_one_prevents)
{
	static const struct check_case cases[] = {
		{ "priorities", three_alike, "action" },
		{ "priorities", two_alike, "" },
		{ "priorities", one_differs, "" },
		{ "priorities", one_is_declined, "" },
		{ "prevention", only_mitigation, "action" },
		{ "prevention", one_prevents, "" },
	};
	check_cases(cases, LENGTH(cases));
}
END_TEST

/* ---- causes ---- */

static void set_trigger(struct facts *facts, const char *text)
{
	record_set_text(&facts->causes.items[1], CAUSE_TEXT, text);
}

/* As in a real report: the root cause's first sentence, turned round. */
static void trigger_is_root(struct facts *facts)
{
	record_set_text(&facts->causes.items[0], CAUSE_TEXT,
		"The API key of the model was regenerated. So production had an old one and calls were refused.");
	set_trigger(facts, "Regenerating the API key of the model inside the app.");
}

static void trigger_section_is_root(struct facts *facts)
{
	add_section(facts, "trigger", "A key that nobody looks after.");
}

static void trigger_touches_root(struct facts *facts)
{
	record_set_text(&facts->causes.items[0], CAUSE_TEXT, "A deploy of payments skips the migration when it is busy");
	set_trigger(facts, "The deploy of payments at noon");
}

static void no_trigger(struct facts *facts)
{
	record_set_text(&facts->causes.items[1], CAUSE_KIND, "contributing");
}

static void chain(struct facts *facts, size_t whys)
{
	const char *parent = facts->causes.items[0].id;
	for (size_t i = 0; i < whys; i++) {
		char before[ID_SIZE];
		text_copy(before, sizeof before, parent);
		struct record *why = add_cause(facts, "why", "Because");
		record_set_text(why, CAUSE_PARENT, before);
		parent = why->id;
	}
}

static void four_whys(struct facts *facts)
{
	chain(facts, 4);
}

static void five_whys(struct facts *facts)
{
	chain(facts, 5);
}

static void five_whys_beside_each_other(struct facts *facts)
{
	for (int i = 0; i < 5; i++)
		chain(facts, 1);
}

static void five_whys_asked_for(struct facts *facts)
{
	add_section(facts, "five-whys", "");
}

static void five_whys_written(struct facts *facts)
{
	add_section(facts, "five-whys", "1. One\n2. Two\n3. Three\n4. Four\n5. Five\n");
}

static void drop_contributing(struct facts *facts)
{
	drop_last(&facts->causes);
}

static void contributing_in_prose(struct facts *facts)
{
	drop_last(&facts->causes);
	add_section(facts, "contributing-factors", "Few people were in.");
}

START_TEST(causes_go_deep_enough)
{
	static const struct check_case cases[] = {
		{ "trigger", no_trigger, "cause" },
		{ "trigger-root", trigger_is_root, "cause 2" },
		{ "trigger-root", trigger_section_is_root, "section trigger" },
		{ "trigger-root", trigger_touches_root, "" },
		{ "trigger-root", nothing, "" },
		{ "whys", four_whys, "cause 7" },
		{ "whys", five_whys, "" },
		{ "whys", five_whys_beside_each_other, "cause 4" },
		{ "whys", five_whys_asked_for, "cause" },
		{ "whys", five_whys_written, "" },
		{ "whys", nothing, "" }, /* nobody asked why */
		{ "single-cause", drop_contributing, "cause 1" },
		{ "single-cause", contributing_in_prose, "" },
		{ "single-cause", nothing, "" },
	};
	check_cases(cases, LENGTH(cases));
}
END_TEST

/* ---- words ---- */

/* How many words two texts share and, of all, per cent. */
static void check_alike(const char *a, const char *b, size_t shared, int percent)
{
	struct likeness ours, theirs;
	likeness_read(&ours, a);
	likeness_read(&theirs, b);
	ck_assert_uint_eq(likeness_shared(&ours, &theirs), shared);
	ck_assert_uint_eq(likeness_shared(&theirs, &ours), shared);
	ck_assert_int_eq(likeness_of(&ours, &theirs), percent);
	likeness_fini(&ours);
	likeness_fini(&theirs);
}

START_TEST(texts_are_alike_by_their_words)
{
	check_alike("Rotated the certificates", "rotating a certificate", 2, 100);
	check_alike("Deploy", "Rollback", 0, 0);
	check_alike("", "", 0, 0);
	check_alike("the", "and", 0, 0);
	check_alike("Alerts fired late", "Make the alert fire at once", 2, 50);
	check_alike("Prüfung der Schlüssel", "Schlüssel", 1, 33);
	check_alike("It was the key, the KEY and the keys", "key", 1, 100);
}
END_TEST

/* With each word held against all before, this would take minutes. */
START_TEST(a_long_text_is_compared_at_once)
{
	struct buf text = { 0 };
	struct likeness words;
	for (int i = 0; text.len < 1 << 20; i++)
		buf_printf(&text, "%x%d ", (unsigned)i * 2654435761u, i);
	likeness_read(&words, buf_text(&text));
	ck_assert_uint_gt(words.count, 50000);
	ck_assert_int_eq(likeness_of(&words, &words), 100);
	likeness_fini(&words);
	buf_fini(&text);
}
END_TEST

START_TEST(numbers_are_told_from_names_and_times)
{
	static const struct {
		const char *text;
		bool number;
	} cases[] = {
		{ "23 minutes", true },
		{ "~40k requests", true },
		{ "(18.5%)", true },
		{ "1,200 users", true },
		{ "half of them", true },
		{ "Nobody could log in", true },
		{ "some users", false },
		{ "on 2023-01-17", false },
		{ "on 17/01/2023", false },
		{ "at 15:00", false },
		{ "after v2 and #12", false },
		{ "since 4.12.1", false },
		{ "the ballad of tenancy", false },
		{ "", false },
	};
	for (size_t i = 0; i < LENGTH(cases); i++)
		ck_assert_msg(points_number(cases[i].text) == cases[i].number, "%s", cases[i].text);
}
END_TEST

START_TEST(points_are_items_or_paragraphs)
{
	const char *text = "# Heading\n\nA paragraph\nof two lines.\n- one\n- two\n  goes on\n\n  - nested\n- three\n\n"
			   "```\n- code\n```\n\n2) four\nLast.\n\n";
	static const char *const points[] = { "A paragraph of two lines.", "one", "two goes on - nested", "three",
		"four Last." };
	struct buf point = { 0 };
	for (size_t i = 0; i < LENGTH(points); i++) {
		ck_assert(points_next(&text, &point));
		ck_assert_str_eq(buf_text(&point), points[i]);
	}
	ck_assert(!points_next(&text, &point));
	text = "```\nnever closed";
	ck_assert(!points_next(&text, &point));
	text = "One. Two 4.12 is it! Three";
	ck_assert(points_sentence(&text, &point));
	ck_assert_str_eq(buf_text(&point), "One.");
	ck_assert(points_sentence(&text, &point));
	ck_assert_str_eq(buf_text(&point), "Two 4.12 is it!");
	ck_assert(points_sentence(&text, &point));
	ck_assert_str_eq(buf_text(&point), "Three");
	ck_assert(!points_sentence(&text, &point));
	buf_fini(&point);
}
END_TEST

RUN_TESTS("check_actions", impact_is_in_numbers_and_leads_to_something, actions_are_ranked_and_one_prevents,
	causes_go_deep_enough, texts_are_alike_by_their_words, a_long_text_is_compared_at_once,
	numbers_are_told_from_names_and_times, points_are_items_or_paragraphs)
