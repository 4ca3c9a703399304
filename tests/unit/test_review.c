/* The review of a postmortem: what its steps add up to, and where they lead. */
#include <check.h>
#include <stdlib.h>

#include "base/text.h"
#include "model/person.h"
#include "model/review.h"

struct step {
	const char *kind, *person;
	bool done;
};

static void fill(struct records *out, const struct step *steps)
{
	*out = (struct records){ 0 };
	for (size_t i = 0; steps[i].kind; i++) {
		struct record *review = vec_push(out);
		record_init(review, ENTITY_REVIEW);
		review->number = (int64_t)i + 1;
		record_set_text(review, REVIEW_KIND, steps[i].kind);
		record_set_text(review, REVIEW_PERSON, steps[i].person);
		record_set_int(review, REVIEW_DONE, steps[i].done);
	}
}

static const struct {
	struct step steps[6];
	struct review_tally tally;
} tallies[] = {
	{ { { 0 } }, { 0 } },
	{ { { "request", "bo", 0 }, { "request", "cy", 0 } }, { .asked = 2 } },
	{ { { "request", "bo", 0 }, { "request", "Bo Lind <bo@x.test>", 0 } }, { .asked = 1 } },
	{ { { "request", "Bo Lind <bo@x.test>", 0 }, { "approve", "bo", 0 } }, { .approvals = 1 } },
	{ { { "approve", "bo", 0 }, { "approve", "bo", 0 } }, { .approvals = 1 } },
	{ { { "approve", "bo", 0 }, { "object", "bo", 0 } }, { .objections = 1 } },
	{ { { "object", "bo", 0 }, { "approve", "bo", 0 } }, { .approvals = 1 } },
	{ { { "object", "bo", 1 } }, { 0 } },
	{ { { "object", "bo", 0 }, { "approve", "cy", 0 } }, { .approvals = 1, .objections = 1 } },
	{ { { "comment", "bo", 0 }, { "comment", "bo", 1 } }, { .comments = 1 } },
	{ { { "comment", "bo", 0 }, { "reopen", "ana", 0 } }, { .comments = 1 } },
	{ { { "request", "cy", 0 }, { "approve", "bo", 0 }, { "reopen", "ana", 0 } }, { 0 } },
	{ { { "approve", "bo", 0 }, { "reopen", "ana", 0 }, { "approve", "cy", 0 } }, { .approvals = 1 } },
	{ { { "approve", "bo", 0 }, { "reopen", "ana", 0 }, { "request", "bo", 0 } }, { .asked = 1 } },
	{ { { "applaud", "bo", 0 } }, { 0 } },
};

START_TEST(test_steps_add_up)
{
	struct records reviews;
	fill(&reviews, tallies[_i].steps);
	const struct review_tally got = review_count(&reviews), *want = &tallies[_i].tally;
	ck_assert_uint_eq(got.asked, want->asked);
	ck_assert_uint_eq(got.approvals, want->approvals);
	ck_assert_uint_eq(got.objections, want->objections);
	ck_assert_uint_eq(got.comments, want->comments);
	records_fini(&reviews);
}
END_TEST

enum { DRAFT = REVIEW_STATE_DRAFT, ASKED = REVIEW_STATE_IN_REVIEW, APPROVED = REVIEW_STATE_APPROVED,
	PUBLISHED = REVIEW_STATE_PUBLISHED, REFUSED = -1 };

static const struct {
	int state;
	enum review_step step;
	struct review_tally tally;
	size_t needed;
	int next;
} moves[] = {
	{ DRAFT, REVIEW_REQUEST, { .asked = 1 }, 0, ASKED },
	{ ASKED, REVIEW_REQUEST, { .asked = 2 }, 0, ASKED },
	{ APPROVED, REVIEW_REQUEST, { .asked = 1, .approvals = 1 }, 0, ASKED },
	{ PUBLISHED, REVIEW_REQUEST, { .asked = 1 }, 0, REFUSED },
	{ DRAFT, REVIEW_REMARK, { .comments = 1 }, 0, DRAFT },
	{ PUBLISHED, REVIEW_REMARK, { .comments = 1 }, 0, PUBLISHED },
	{ ASKED, REVIEW_APPROVE, { .approvals = 1 }, 0, APPROVED },
	{ ASKED, REVIEW_APPROVE, { .approvals = 1 }, 1, APPROVED },
	{ ASKED, REVIEW_APPROVE, { .approvals = 1 }, 2, ASKED },
	{ ASKED, REVIEW_APPROVE, { .approvals = 2 }, 2, APPROVED },
	{ DRAFT, REVIEW_APPROVE, { .approvals = 1 }, 0, APPROVED },
	{ ASKED, REVIEW_APPROVE, { .approvals = 3, .objections = 1 }, 1, ASKED },
	{ PUBLISHED, REVIEW_APPROVE, { .approvals = 1 }, 0, PUBLISHED },
	{ APPROVED, REVIEW_OBJECT, { .approvals = 1, .objections = 1 }, 1, ASKED },
	{ PUBLISHED, REVIEW_OBJECT, { .objections = 1 }, 1, PUBLISHED },
	{ DRAFT, REVIEW_REOPEN, { 0 }, 0, REFUSED },
	{ ASKED, REVIEW_REOPEN, { 0 }, 0, DRAFT },
	{ APPROVED, REVIEW_REOPEN, { 0 }, 0, DRAFT },
	{ PUBLISHED, REVIEW_REOPEN, { 0 }, 0, DRAFT },
};

START_TEST(test_steps_lead_from_state_to_state)
{
	enum review_state next;
	struct err err = { 0 };
	bool ok = review_next((enum review_state)moves[_i].state, moves[_i].step, &moves[_i].tally, moves[_i].needed,
		&next, &err);
	ck_assert_int_eq(ok ? (int)next : REFUSED, moves[_i].next);
	if (!ok)
		ck_assert_int_eq(err.code, ERR_USAGE);
}
END_TEST

START_TEST(test_settling_may_approve)
{
	const struct review_tally enough = { .approvals = 1 }, asked = { .approvals = 1, .asked = 1 }, none = { 0 };
	ck_assert_int_eq(review_settled(REVIEW_STATE_IN_REVIEW, &enough, 1), REVIEW_STATE_APPROVED);
	ck_assert_int_eq(review_settled(REVIEW_STATE_IN_REVIEW, &enough, 2), REVIEW_STATE_IN_REVIEW);
	ck_assert_int_eq(review_settled(REVIEW_STATE_IN_REVIEW, &asked, 1), REVIEW_STATE_IN_REVIEW);
	ck_assert_int_eq(review_settled(REVIEW_STATE_IN_REVIEW, &none, 0), REVIEW_STATE_IN_REVIEW);
	ck_assert_int_eq(review_settled(REVIEW_STATE_DRAFT, &enough, 1), REVIEW_STATE_DRAFT);
	ck_assert_int_eq(review_settled(REVIEW_STATE_PUBLISHED, &none, 1), REVIEW_STATE_PUBLISHED);
}
END_TEST

START_TEST(test_states_are_as_they_are_stored)
{
	const struct choice *choices = entity_get(ENTITY_INCIDENT)->fields[INCIDENT_REVIEW].choices;
	const struct choice *kinds = entity_get(ENTITY_REVIEW)->fields[REVIEW_KIND].choices;
	struct record incident;
	record_init(&incident, ENTITY_INCIDENT);
	ck_assert_int_eq(review_state_of(&incident), REVIEW_STATE_DRAFT);
	for (int state = 0; choices[state].name; state++) {
		record_set_text(&incident, INCIDENT_REVIEW, choices[state].name);
		ck_assert_int_eq(review_state_of(&incident), state);
		ck_assert_str_eq(review_state_name((enum review_state)state), choices[state].name);
	}
	for (int step = 0; kinds[step].name; step++)
		ck_assert_str_eq(review_step_name((enum review_step)step), kinds[step].name);
	record_fini(&incident);
}
END_TEST

static const struct {
	const char *a, *b;
	bool same;
} persons[] = {
	{ "ana", "ANA", true },
	{ "Ana Ruiz <ana@x.test>", "Ana Ruiz", true },
	{ "Ana Ruiz <ana@x.test>", "ana@x.test", true },
	{ "Ana Ruiz <ana@x.test>", "ana", true },
	{ "ana@x.test", "ana", true },
	{ "Ana Ruiz <ana@x.test>", "A. Ruiz <ANA@x.test>", true },
	{ "Ana Ruiz <ana@x.test>", "Ana Ruiz <ana@y.test>", false },
	{ "Ana Ruiz", "Ana", false },
	{ "ana", "anabel", false },
	{ "", "", false },
	{ "<>", "", false },
	{ "Ana <", "Ana", false },
};

START_TEST(test_people_are_the_same_by_name_or_address)
{
	ck_assert_int_eq(person_same(persons[_i].a, persons[_i].b), persons[_i].same);
	ck_assert_int_eq(person_same(persons[_i].b, persons[_i].a), persons[_i].same);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("review");
	tcase_add_loop_test(tests, test_steps_add_up, 0, LENGTH(tallies));
	tcase_add_loop_test(tests, test_steps_lead_from_state_to_state, 0, LENGTH(moves));
	tcase_add_test(tests, test_settling_may_approve);
	tcase_add_test(tests, test_states_are_as_they_are_stored);
	tcase_add_loop_test(tests, test_people_are_the_same_by_name_or_address, 0, LENGTH(persons));
	Suite *suite = suite_create("review");
	suite_add_tcase(suite, tests);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
