/* Checks: each finds what it is there for, and nothing where all is well. */
#include "check_facts.h"
#include "suite.h"

START_TEST(nothing_is_said_of_a_complete_postmortem)
{
	struct facts facts;
	set_up(&facts);
	check_says(&facts, "");
}
END_TEST

START_TEST(every_row_is_complete_and_named_once)
{
	ck_assert_ptr_null(check_at(check_count()));
	for (size_t i = 0; i < check_count(); i++) {
		const struct check *check = check_at(i);
		ck_assert(*check->id && *check->says && *check->source && *check->fix);
		ck_assert_ptr_nonnull(check->needs);
		ck_assert_msg(check->why && *check->why, "%s", check->id);
		ck_assert(check->find || check->find_text || check->find_event);
		ck_assert(check->level < CHECK_LEVELS);
		ck_assert_msg(check->says[strlen(check->says) - 1] != '.', "%s", check->id);
		for (size_t j = 0; j < i; j++)
			ck_assert_str_ne(check->id, check_at(j)->id);
	}
}
END_TEST

START_TEST(while_it_is_open_most_can_wait)
{
	struct facts facts;
	struct findings findings;
	set_up(&facts);
	drop_last(&facts.roles);
	drop_last(&facts.causes);
	record_set_text(&facts.roles.items[0], ROLE_NAME, "scribe");
	run(&facts, &findings);
	ck_assert_uint_eq(findings.count, 3);
	ck_assert_str_eq(findings.items[0].check->id, "owner");
	ck_assert_uint_eq(findings_now(&findings), 3);
	findings_fini(&findings);

	record_set_text(&facts.incident, INCIDENT_STATUS, "investigating");
	run(&facts, &findings);
	ck_assert_uint_eq(findings.count, 3);
	ck_assert_uint_eq(findings_now(&findings), 1);
	ck_assert_str_eq(findings.items[0].check->id, "commander");
	ck_assert(!findings.items[0].later);
	ck_assert_str_eq(findings.items[1].check->id, "owner");
	ck_assert(findings.items[1].later && findings.items[2].later);
	findings_fini(&findings);
	tear_down(&facts);
}
END_TEST

START_TEST(somebody_must_own_it)
{
	struct facts facts;
	set_up(&facts);
	record_set_text(&facts.roles.items[0], ROLE_NAME, "scribe");
	check_says(&facts,
		"error owner, role: nobody owns this postmortem: no owner and no author is named > "
		"role set owner\n");
	set_up(&facts);
	record_set_text(&facts.roles.items[0], ROLE_NAME, "owner");
	check_says(&facts, "");
}
END_TEST

START_TEST(there_must_be_a_commander)
{
	struct facts facts;
	set_up(&facts);
	drop_last(&facts.roles);
	check_says(&facts,
		"warning commander, role: nobody is named as incident commander > role set "
		"commander\n");
	set_up(&facts);
	record_set_text(&facts.roles.items[1], ROLE_NAME, "Incident Commander");
	check_says(&facts, "");
}
END_TEST

START_TEST(the_milestones_must_be_there)
{
	struct facts facts;
	set_up(&facts);
	record_set_text(&facts.milestones.items[0], EVENT_KIND, "declared");
	check_says(&facts,
		"error impact, event: when it began to hurt is not recorded, so no duration is "
		"known > log "
		"--kind impact --at\n");
	set_up(&facts);
	record_set_text(&facts.milestones.items[1], EVENT_KIND, "declared");
	check_says(&facts,
		"error detection, event: when and how it was noticed is not recorded > log "
		"--kind detected "
		"--at\n");
}
END_TEST

START_TEST(what_is_resolved_has_an_end)
{
	struct facts facts;
	set_up(&facts);
	drop_last(&facts.milestones);
	record_set_text(&facts.incident, INCIDENT_STATUS, "closed");
	check_says(&facts,
		"error resolution, event: it is closed, but when it was over is not recorded > log "
		"--kind "
		"resolved --at\n");
	set_up(&facts);
	drop_last(&facts.milestones);
	record_set_text(&facts.incident, INCIDENT_STATUS, "mitigated");
	check_says(&facts, "");
}
END_TEST

START_TEST(milestones_out_of_order_name_the_event)
{
	const struct milestone wrong[] = { { MILESTONE_IMPACT, 2000, 3 },
		{ MILESTONE_DETECTED, 1000, 7 } };
	struct facts facts;
	set_up(&facts);
	metrics_compute(&facts.metrics, wrong, LENGTH(wrong), 3000, true);
	check_says(&facts,
		"error order, event 7: milestones are out of order: detected (event 7) is earlier than impact (event 3): "
		"correct one of the "
		"two times > event edit 7 --at\n");
}
END_TEST

START_TEST(causes_must_be_named)
{
	struct facts facts;
	set_up(&facts);
	record_set_text(&facts.causes.items[0], CAUSE_KIND, "contributing");
	record_set_text(&facts.causes.items[1], CAUSE_KIND, "why");
	check_says(&facts,
		"error root-cause, cause: no root cause is named > cause add --kind root\n"
		"error trigger, cause: what set it off is not named beside the root cause > cause add "
		"--kind trigger\n"
		"warning whys, cause 2: 1 of five whys answered > cause add --kind why\n");
	/* as prose, they are named as well */
	set_up(&facts);
	while (facts.causes.count)
		drop_last(&facts.causes);
	facts.sections[0] = (struct check_section){ "root-causes", "Root causes", "A key.", false, NULL };
	facts.sections[1] = (struct check_section){ "trigger", "Trigger", "A deploy.", false, NULL };
	check_says(&facts, "");
}
END_TEST

START_TEST(actions_must_be_somebodys_and_tracked)
{
	struct facts facts;
	set_up(&facts);
	struct record *bare = add_action(&facts,
		"Write down in the runbook what has to be done when this happens again");
	record_set_text(bare, ACTION_OWNER, NULL);
	record_set_text(bare, ACTION_PRIORITY, NULL);
	record_set_text(bare, ACTION_LINK, NULL);
	record_set_text(bare, ACTION_TYPE, "other");
#define WHICH "the action item 'Write down in the runbook what has to be done wh…'"
	check_says(&facts,
		"error action-owner, action 2: nobody owns " WHICH " > action edit 2 --owner\n"
		"error action-priority, action 2: " WHICH
		" has no priority > action edit 2 --priority\n"
		"error action-link, action 2: " WHICH
		" is tracked nowhere > action edit 2 --link\n"
		"error action-type, action 2: what " WHICH
		" is good for is not said > action edit 2 "
		"--type\n");
#undef WHICH
	/* what will not be done needs nothing */
	set_up(&facts);
	struct record *declined = add_action(&facts, "No");
	record_set_text(declined, ACTION_OWNER, NULL);
	record_set_text(declined, ACTION_STATE, "declined");
	check_says(&facts, "");
}
END_TEST

START_TEST(something_must_prevent_it)
{
	struct facts facts;
	set_up(&facts);
	record_set_text(&facts.actions.items[0], ACTION_TYPE, "mitigate");
	check_finds(&facts, "prevention", "action");
	set_up(&facts);
	record_set_text(&facts.actions.items[0], ACTION_STATE, "declined");
	check_finds(&facts, "prevention", "action");
	set_up(&facts);
	drop_last(&facts.actions);
	check_finds(&facts, "prevention", "action");
}
END_TEST

START_TEST(required_sections_must_be_written)
{
	struct facts facts;
	set_up(&facts);
	facts.sections[0].text = " \n";
	check_says(&facts,
		"error summary, section summary: the section 'Summary' is empty > section edit "
		"summary\n");
}
END_TEST

START_TEST(errors_come_first_and_are_counted)
{
	struct facts facts;
	struct findings findings;
	set_up(&facts);
	while (facts.roles.count)
		drop_last(&facts.roles);
	facts.sections[0].text = "";
	run(&facts, &findings);
	ck_assert_uint_eq(findings.count, 3);
	ck_assert_str_eq(findings.items[1].check->id, "summary");
	ck_assert_str_eq(findings.items[2].check->id, "commander");
	ck_assert_uint_eq(findings_count(&findings, CHECK_ERROR), 2);
	ck_assert_uint_eq(findings_count(&findings, CHECK_WARNING), 1);
	findings_fini(&findings);
	tear_down(&facts);
}
END_TEST

static struct record waiver_of(const char *reason)
{
	struct record record;
	record_init(&record, ENTITY_WAIVER);
	record_set_text(&record, WAIVER_REASON, reason);
	record_set_text(&record, WAIVER_PERSON, "bo");
	record_set_int(&record, WAIVER_AT, began);
	return record;
}

START_TEST(what_is_waived_comes_last_and_does_not_count)
{
	struct facts facts;
	struct findings findings;
	struct record record = waiver_of("she left");
	set_up(&facts);
	record_set_text(add_action(&facts, "Second"), ACTION_OWNER, NULL);
	record_set_text(add_action(&facts, "Third"), ACTION_OWNER, NULL);
	record_set_text(&facts.actions.items[2], ACTION_PRIORITY, "P2");
	facts.waivers[facts.waiver_count++] =
		(struct check_waiver){ "action-owner", ENTITY_ACTION, 2, "", &record };
	run(&facts, &findings);
	ck_assert_uint_eq(findings.count, 2);
	ck_assert_int_eq(findings.items[0].number, 3);
	ck_assert_ptr_null(findings.items[0].waived);
	ck_assert_int_eq(findings.items[1].number, 2);
	ck_assert_str_eq(findings.items[1].waived, "she left");
	ck_assert_str_eq(findings.items[1].waived_by, "bo");
	ck_assert_int_eq(findings.items[1].waived_at, began);
	ck_assert_uint_eq(findings_count(&findings, CHECK_ERROR), 1);
	ck_assert_uint_eq(findings_now(&findings), 1);
	findings_fini(&findings);
	/* the whole check */
	facts.waivers[0].kind = ENTITY_COUNT;
	run(&facts, &findings);
	ck_assert(findings.items[0].waived && findings.items[1].waived);
	ck_assert_uint_eq(findings_count(&findings, CHECK_ERROR), 0);
	ck_assert_uint_eq(findings_now(&findings), 0);
	findings_fini(&findings);
	/* another place, and another check */
	facts.waivers[0] = (struct check_waiver){ "action-owner", ENTITY_ACTION, 1, "", &record };
	facts.waivers[facts.waiver_count++] =
		(struct check_waiver){ "action-link", ENTITY_COUNT, 0, "", &record };
	run(&facts, &findings);
	ck_assert_uint_eq(findings_count(&findings, CHECK_ERROR), 2);
	findings_fini(&findings);
	record_fini(&record);
	tear_down(&facts);
}
END_TEST

START_TEST(what_the_template_does_not_use_is_not_asked_for)
{
	struct facts facts;
	set_up(&facts);
	record_set_text(&facts.actions.items[0], ACTION_OWNER, NULL);
	facts.shows = (struct words){ .items = mem_new(1, sizeof *facts.shows.items) };
	words_add(&facts.shows, "story");
	check_finds(&facts, "action-owner", "");
	set_up(&facts);
	record_set_text(&facts.actions.items[0], ACTION_OWNER, NULL);
	facts.shows = (struct words){ .items = mem_new(1, sizeof *facts.shows.items) };
	words_add(&facts.shows, "actions");
	check_finds(&facts, "action-owner", "action 1");
	/* the start of a name is another name */
	set_up(&facts);
	record_set_text(&facts.actions.items[0], ACTION_OWNER, NULL);
	facts.shows = (struct words){ .items = mem_new(1, sizeof *facts.shows.items) };
	words_add(&facts.shows, "act");
	check_finds(&facts, "action-owner", "");
}
END_TEST

static void set_up_as(struct facts *facts, const char *layout)
{
	set_up(facts);
	facts->shows = (struct words){ .items = mem_new(1, sizeof *facts->shows.items) };
	words_add(&facts->shows, "actions");
	if (*layout)
		words_add(&facts->shows, layout);
}

/* What only our own forms have is not asked of a document in the form it was imported in. */
START_TEST(an_imported_document_is_held_to_its_own_form)
{
	static const struct {
		const char *layout, *type, *priority;
	} rows[] = { { "", "action 1", "action 1" }, { "layout", "", "" } };
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct facts facts;
		set_up_as(&facts, rows[i].layout);
		record_set_text(&facts.actions.items[0], ACTION_TYPE, "other");
		check_finds(&facts, "action-type", rows[i].type);
		set_up_as(&facts, rows[i].layout);
		for (size_t k = 0; k < facts.actions.count; k++)
			record_set_text(&facts.actions.items[k], ACTION_PRIORITY, NULL);
		check_finds(&facts, "action-priority", rows[i].priority);
		/* nobody owns it: that is so in any form */
		set_up_as(&facts, rows[i].layout);
		record_set_text(&facts.actions.items[0], ACTION_OWNER, NULL);
		check_finds(&facts, "action-owner", "action 1");
	}
}
END_TEST

START_TEST(what_was_found_in_events_before_is_among_the_findings)
{
	struct facts facts;
	struct findings before = { 0 }, findings = { 0 };
	struct record late = { 0 };
	set_up(&facts);
	record_init(&late, ENTITY_EVENT);
	late.number = 8;
	record_set_text(&late, EVENT_KIND, "note");
	record_set_int(&late, EVENT_AT, began + 400 * INT64_C(86400000));
	struct check_input input = input_of(&facts);
	check_run_event(&input, &late, &before);
	ck_assert_uint_eq(before.count, 1);
	input.event_findings = &before;
	check_run(&input, &findings);
	ck_assert_uint_eq(findings.count, 1);
	ck_assert_str_eq(findings.items[0].check->id, "far");
	ck_assert_int_eq(findings.items[0].number, 8);
	ck_assert_str_eq(findings.items[0].fix, "event edit 8 --at");
	findings_fini(&before);
	findings_fini(&findings);
	record_fini(&late);
	tear_down(&facts);
}
END_TEST

RUN_TESTS("check", nothing_is_said_of_a_complete_postmortem, every_row_is_complete_and_named_once,
	while_it_is_open_most_can_wait, somebody_must_own_it, there_must_be_a_commander,
	the_milestones_must_be_there, what_is_resolved_has_an_end, milestones_out_of_order_name_the_event,
	causes_must_be_named, actions_must_be_somebodys_and_tracked, something_must_prevent_it,
	required_sections_must_be_written, errors_come_first_and_are_counted,
	what_is_waived_comes_last_and_does_not_count, what_the_template_does_not_use_is_not_asked_for,
	an_imported_document_is_held_to_its_own_form,
	what_was_found_in_events_before_is_among_the_findings)
