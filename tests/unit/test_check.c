/* Checks: each finds what it is there for, and nothing where all is well. */
#include <check.h>
#include <stdlib.h>

#include "base/text.h"
#include "model/check.h"

struct facts {
	struct record incident;
	struct records roles, actions, causes, references, publications, milestones;
	struct check_section sections[3];
	size_t section_count;
	struct metrics metrics;
};

static struct record *add(struct records *records, enum entity_kind kind)
{
	struct record *record = vec_push(records);
	record_init(record, kind);
	record->number = (int64_t)records->count;
	return record;
}

static void add_role(struct facts *facts, const char *name)
{
	record_set_text(add(&facts->roles, ENTITY_ROLE), ROLE_NAME, name);
}

static void add_milestone(struct facts *facts, const char *kind)
{
	record_set_text(add(&facts->milestones, ENTITY_EVENT), EVENT_KIND, kind);
}

static void add_cause(struct facts *facts, const char *kind)
{
	record_set_text(add(&facts->causes, ENTITY_CAUSE), CAUSE_KIND, kind);
}

static struct record *add_action(struct facts *facts, const char *title)
{
	struct record *action = add(&facts->actions, ENTITY_ACTION);
	record_set_text(action, ACTION_TITLE, title);
	record_set_text(action, ACTION_TYPE, "prevent");
	record_set_text(action, ACTION_PRIORITY, "P1");
	record_set_text(action, ACTION_OWNER, "dana");
	record_set_text(action, ACTION_LINK, "#12");
	record_set_text(action, ACTION_STATE, "open");
	return action;
}

/* An incident that nothing is to be said of. */
static void set_up(struct facts *facts)
{
	*facts = (struct facts){ .section_count = 2 };
	record_init(&facts->incident, ENTITY_INCIDENT);
	record_set_text(&facts->incident, INCIDENT_STATUS, "resolved");
	add_role(facts, "author");
	add_role(facts, "commander");
	add_milestone(facts, "impact");
	add_milestone(facts, "detected");
	add_milestone(facts, "resolved");
	add_cause(facts, "root");
	add_cause(facts, "trigger");
	add_action(facts, "Test rollbacks");
	facts->sections[0] = (struct check_section){ "summary", "Summary", "It broke.", true };
	facts->sections[1] = (struct check_section){ "lessons", "Lessons", "", false };
}

static void tear_down(struct facts *facts)
{
	record_fini(&facts->incident);
	records_fini(&facts->roles);
	records_fini(&facts->actions);
	records_fini(&facts->causes);
	records_fini(&facts->references);
	records_fini(&facts->publications);
	records_fini(&facts->milestones);
}

static void run(const struct facts *facts, struct findings *out)
{
	const struct check_input input = { .incident = &facts->incident,
		.roles = &facts->roles,
		.actions = &facts->actions,
		.causes = &facts->causes,
		.references = &facts->references,
		.publications = &facts->publications,
		.milestones = &facts->milestones,
		.sections = facts->sections,
		.section_count = facts->section_count,
		.metrics = &facts->metrics };
	*out = (struct findings){ 0 };
	check_run(&input, out);
}

/* All findings, a line each, and the end of the facts. */
static void check_says(struct facts *facts, const char *expected)
{
	struct findings findings;
	struct buf text = { 0 };
	run(facts, &findings);
	for (size_t i = 0; i < findings.count; i++) {
		const struct finding *finding = &findings.items[i];
		buf_printf(&text, "%s %s, ", check_level_name(finding->check->level),
			finding->check->id);
		finding_subject(finding, &text);
		buf_printf(&text, ": %s > %s\n", finding->text, finding->fix);
	}
	ck_assert_str_eq(buf_text(&text), expected);
	buf_fini(&text);
	findings_fini(&findings);
	tear_down(facts);
}

static void drop_last(struct records *records)
{
	record_fini(&records->items[--records->count]);
}

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
		"warning detection, event: when and how it was noticed is not recorded > log "
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
		"error order, event 7: detected (event 7) is earlier than impact (event 3): "
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
		"warning trigger, cause: what set it off is not named > cause add --kind "
		"trigger\n");
	/* as prose, they are named as well */
	set_up(&facts);
	drop_last(&facts.causes);
	drop_last(&facts.causes);
	facts.sections[0] = (struct check_section){ "root-causes", "Root causes", "A key.", false };
	facts.sections[1] = (struct check_section){ "trigger", "Trigger", "A deploy.", false };
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
		"warning action-priority, action 2: " WHICH
		" has no priority > action edit 2 --priority\n"
		"warning action-link, action 2: " WHICH
		" is tracked nowhere > action edit 2 --link\n"
		"warning action-type, action 2: what " WHICH
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
	static const char *const expected = "warning prevention, action: no action item keeps this "
					    "from happening again > "
					    "action add --type prevent\n";
	struct facts facts;
	set_up(&facts);
	record_set_text(&facts.actions.items[0], ACTION_TYPE, "mitigate");
	check_says(&facts, expected);
	set_up(&facts);
	record_set_text(&facts.actions.items[0], ACTION_STATE, "declined");
	check_says(&facts, expected);
	set_up(&facts);
	drop_last(&facts.actions);
	check_says(&facts, expected);
}
END_TEST

START_TEST(required_sections_must_be_written)
{
	struct facts facts;
	set_up(&facts);
	facts.sections[0].text = " \n";
	check_says(&facts,
		"error section, section summary: the section 'Summary' is empty > section edit "
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
	ck_assert_str_eq(findings.items[1].check->id, "section");
	ck_assert_str_eq(findings.items[2].check->id, "commander");
	ck_assert_uint_eq(findings_count(&findings, CHECK_ERROR), 2);
	ck_assert_uint_eq(findings_count(&findings, CHECK_WARNING), 1);
	findings_fini(&findings);
	tear_down(&facts);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("check");
	TCase *tcase = tcase_create("checks");
	tcase_add_test(tcase, nothing_is_said_of_a_complete_postmortem);
	tcase_add_test(tcase, every_row_is_complete_and_named_once);
	tcase_add_test(tcase, while_it_is_open_most_can_wait);
	tcase_add_test(tcase, somebody_must_own_it);
	tcase_add_test(tcase, there_must_be_a_commander);
	tcase_add_test(tcase, the_milestones_must_be_there);
	tcase_add_test(tcase, what_is_resolved_has_an_end);
	tcase_add_test(tcase, milestones_out_of_order_name_the_event);
	tcase_add_test(tcase, causes_must_be_named);
	tcase_add_test(tcase, actions_must_be_somebodys_and_tracked);
	tcase_add_test(tcase, something_must_prevent_it);
	tcase_add_test(tcase, required_sections_must_be_written);
	tcase_add_test(tcase, errors_come_first_and_are_counted);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
