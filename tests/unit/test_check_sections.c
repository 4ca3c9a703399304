/* Checks of sections, of what points somewhere and of publishing: hits, misses, near misses. */
#include "check_facts.h"
#include "suite.h"

static const int64_t day = INT64_C(86400000);

static void nothing(struct facts *facts)
{
	(void)facts;
}

/* ---- sections ---- */

static void empty_summary(struct facts *facts)
{
	facts->sections[0].text = "\n ";
}

static void summary_not_asked_for(struct facts *facts)
{
	facts->sections[0] = (struct check_section){ "summary", "Summary", "", false, NULL };
}

static void empty_executive_summary(struct facts *facts)
{
	add_section(facts, "executive-summary", "");
}

static void empty_recovery(struct facts *facts)
{
	add_section(facts, "resolution", "");
	add_section(facts, "recovery", "");
}

static void empty_optional_recovery(struct facts *facts)
{
	add_section(facts, "recovery", "")->required = false;
}

static void written_resolution(struct facts *facts)
{
	add_section(facts, "resolution", "Rolled back.");
}

static void empty_story(struct facts *facts)
{
	add_section(facts, "story", "");
}

static void empty_optional_story(struct facts *facts)
{
	add_section(facts, "story", "")->required = false;
}

static void empty_lessons(struct facts *facts)
{
	add_section(facts, "went-well", "");
	add_section(facts, "went-wrong", "");
	add_section(facts, "got-lucky", "Luck.");
}

START_TEST(what_the_template_asks_for_is_written)
{
	static const struct check_case cases[] = {
		{ "summary", empty_summary, "section summary" },
		{ "summary", empty_executive_summary, "section executive-summary" },
		{ "summary", summary_not_asked_for, "" },
		{ "section", empty_summary, "" }, /* said once */
		{ "recovery", empty_recovery, "section resolution; section recovery" },
		{ "recovery", empty_optional_recovery, "section recovery" },
		{ "recovery", written_resolution, "" },
		{ "section", empty_recovery, "" },
		{ "section", empty_story, "section story" },
		{ "section", empty_optional_story, "" },
		{ "lessons", empty_lessons, "section went-well; section went-wrong" },
		{ "lessons", nothing, "" },
		{ "section", empty_lessons, "" },
	};
	check_cases(cases, LENGTH(cases));
}
END_TEST

static void wrong(struct facts *facts, const char *text)
{
	add_section(facts, "went-wrong", text);
}

static void wrong_without_action(struct facts *facts)
{
	wrong(facts, "- Nobody saw the alert\n- The rollback test was skipped\n");
}

static void wrong_with_one_word(struct facts *facts)
{
	wrong(facts, "The test environment was down.");
}

static void wrong_with_number(struct facts *facts)
{
	wrong(facts, "Nobody saw the alert (action #1).");
}

static void wrong_with_another_number(struct facts *facts)
{
	wrong(facts, "Nobody saw the alert (action #13).");
}

static void wrong_with_link(struct facts *facts)
{
	wrong(facts, "Nobody saw the alert, see #12.");
}

static void not_similar(struct facts *facts)
{
	drop_last(&facts->references);
	add_reference(facts, "dissimilar");
}

static void similar_in_prose(struct facts *facts)
{
	not_similar(facts);
	add_section(facts, "similar", "None found.");
}

static void similar_asked_for(struct facts *facts)
{
	not_similar(facts);
	add_section(facts, "similar", "");
}

START_TEST(what_went_wrong_has_an_action_and_a_history)
{
	static const struct check_case cases[] = {
		{ "wrong-action", wrong_without_action, "section went-wrong" },
		{ "wrong-action", wrong_with_one_word, "section went-wrong" },
		{ "wrong-action", wrong_with_number, "" },
		{ "wrong-action", wrong_with_another_number, "section went-wrong" },
		{ "wrong-action", wrong_with_link, "" },
		{ "wrong-action", nothing, "" },
		{ "similar", not_similar, "reference" },
		{ "similar", similar_asked_for, "section similar" },
		{ "similar", similar_in_prose, "" },
		{ "similar", nothing, "" },
	};
	check_cases(cases, LENGTH(cases));
}
END_TEST

/* ---- what points somewhere ---- */

static void link_to(struct facts *facts, const char *link)
{
	record_set_text(&facts->actions.items[0], ACTION_LINK, link);
	add_reference(facts, "issue 50");
	facts->anchors = (struct words){ .items = mem_new(1, sizeof *facts->anchors.items) };
	words_add(&facts->anchors, "ref-issue-50");
}

START_TEST(links_lead_somewhere)
{
	static const struct {
		const char *link, *finds;
	} cases[] = {
		{ "issue 50", "" },
		{ "Issue 50", "" },
		{ "issue 51", "action 1" },
		{ "runbook", "action 1" },
		{ "#12", "" },
		{ "ops/infra#22", "" },
		{ "OPS-12", "" },
		{ "https://example.com/51", "" },
		{ "example.com", "" },
		{ "#ref-issue-50", "" },
		{ "#ref-issue-51", "action 1" },
	};
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct facts facts;
		set_up(&facts);
		link_to(&facts, cases[i].link);
		check_finds(&facts, "target", cases[i].finds);
	}
}
END_TEST

START_TEST(texts_point_to_what_is_there)
{
	static const struct {
		const char *id, *text;
		bool found;
	} cases[] = {
		{ "anchor", "See [the timeline](#timeline).", false },
		{ "anchor", "See [the timeline](#time-line).", true },
		{ "anchor", "Write `[x](#nowhere)` so.", false },
		{ "anchor", "```\n[x](#nowhere)\n```\n", false },
		{ "anchor", "``a ` b`` [x](#nowhere)", true },
		{ "anchor", "[x](https://example.com/#nowhere)", false },
		{ "undefined", "See [the graph][g].", true },
		{ "undefined", "See [the graph][] there.", true },
		{ "undefined", "See [the graph][known].", false },
		{ "undefined", "It read list[1][2] twice.", false },
		{ "undefined", "It is [sic] so.", false },
		{ "number", "As event #9 shows.", false },
		{ "number", "As event #10 shows.", true },
		{ "number", "Action item #2 will do.", true },
		{ "number", "Action #1 and cause #1.", false },
		{ "number", "Fixed in #10.", false },
		{ "number", "The nonevent #10.", false },
		{ "number", "event #10a", false },
	};
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct facts facts;
		set_up(&facts);
		facts.anchors = (struct words){ .items = mem_new(1, sizeof *facts.anchors.items) };
		words_add(&facts.anchors, "timeline");
		add_section(&facts, "background", "Before.\n\n[Known]: https://example.com\n");
		add_text(&facts, ENTITY_SECTION, SECTION_TEXT, cases[i].text);
		check_finds(&facts, cases[i].id, cases[i].found ? "section impact" : "");
	}
}
END_TEST

/* ---- publishing ---- */

static void late(struct facts *facts)
{
	facts->now = began + 2 * AT_HOUR + 7 * day + 1;
}

static void in_time(struct facts *facts)
{
	facts->now = began + 2 * AT_HOUR + 7 * day;
}

static void published_in_time(struct facts *facts)
{
	facts->now = began + 100 * day;
	facts->published_first = facts->published_last = began + 2 * day;
}

static void published_late(struct facts *facts)
{
	facts->now = began + 100 * day;
	facts->published_first = facts->published_last = began + 20 * day;
}

static void late_and_nobody_minds(struct facts *facts)
{
	late(facts);
	facts->publish_days = 0;
}

static void late_without_end(struct facts *facts)
{
	late(facts);
	drop_last(&facts->milestones);
}

static void unreviewed(struct facts *facts)
{
	add(&facts->publications, ENTITY_PUBLICATION);
	add_review(facts, "comment", began);
}

static void reviewed(struct facts *facts)
{
	unreviewed(facts);
	add_review(facts, "approve", began);
}

START_TEST(it_is_published_in_time_and_reviewed)
{
	static const struct check_case cases[] = {
		{ "late", late, "incident" },
		{ "late", in_time, "" },
		{ "late", published_in_time, "" },
		{ "late", published_late, "incident" },
		{ "late", late_and_nobody_minds, "" },
		{ "late", late_without_end, "" },
		{ "unreviewed", unreviewed, "incident" },
		{ "unreviewed", reviewed, "" },
		{ "unreviewed", nothing, "" },
	};
	check_cases(cases, LENGTH(cases));
}
END_TEST

RUN_TESTS("check_sections", what_the_template_asks_for_is_written,
	what_went_wrong_has_an_action_and_a_history, links_lead_somewhere, texts_point_to_what_is_there,
	it_is_published_in_time_and_reviewed)
