/* Withholding: what each audience reads, and that nothing else is left in the records. */
#include <check.h>
#include <stdlib.h>

#include "base/text.h"
#include "model/withhold.h"

enum { AUDIENCES = AUDIENCE_PUBLIC + 1 };

struct world {
	struct record incident;
	struct records lists[ENTITY_COUNT];
	struct withheld_list withheld;
};

static struct record *add(struct world *world, enum entity_kind kind, int field, const char *text)
{
	struct record *record = vec_push(&world->lists[kind]);
	record_init(record, kind);
	record->number = (int64_t)world->lists[kind].count;
	snprintf(record->id, ID_SIZE, "%s-%lld", entity_get(kind)->name, (long long)record->number);
	record_set_text(record, field, text);
	return record;
}

static void set_up(struct world *world)
{
	*world = (struct world){ 0 };
	record_init(&world->incident, ENTITY_INCIDENT);
	record_set_text(&world->incident, INCIDENT_TITLE, "Primary db-7 ran full");
	record_set_text(&world->incident, INCIDENT_REF, "OPS-7");
	record_set_text(&world->incident, INCIDENT_TAGS, "postgres");
}

static void tear_down(struct world *world)
{
	record_fini(&world->incident);
	for (int kind = 0; kind < ENTITY_COUNT; kind++)
		records_fini(&world->lists[kind]);
	withheld_list_fini(&world->withheld);
}

static void filter(struct world *world, enum audience reader)
{
	withhold(reader, &world->incident, world->lists, &world->withheld);
}

static bool told(const struct world *world, const char *text)
{
	for (size_t i = 0; i < world->withheld.count; i++)
		if (text_equal(world->withheld.items[i].text, text))
			return true;
	return false;
}

/* Every entity that can be marked: the one field that is looked at, and its mark. */
static const struct {
	enum entity_kind kind;
	int field, mark;
} markable[] = { { ENTITY_EVENT, EVENT_TEXT, EVENT_AUDIENCE }, { ENTITY_ACTION, ACTION_TITLE, ACTION_AUDIENCE },
	{ ENTITY_CAUSE, CAUSE_TEXT, CAUSE_AUDIENCE }, { ENTITY_SECTION, SECTION_KEY, SECTION_AUDIENCE },
	{ ENTITY_ROLE, ROLE_PERSON, ROLE_AUDIENCE }, { ENTITY_REFERENCE, REFERENCE_URL, REFERENCE_AUDIENCE },
	{ ENTITY_ATTACHMENT, ATTACHMENT_NAME, ATTACHMENT_AUDIENCE } };

/* No mark at all, one from a newer version, and the three. */
static const struct {
	const char *mark;
	enum audience means;
} marks[] = { { NULL, AUDIENCE_INTERNAL }, { "partners", AUDIENCE_INTERNAL }, { "team", AUDIENCE_TEAM },
	{ "internal", AUDIENCE_INTERNAL }, { "public", AUDIENCE_PUBLIC } };

START_TEST(test_an_entity_is_left_out_by_its_mark)
{
	const size_t kind = (size_t)_i;
	for (int reader = 0; reader < AUDIENCES; reader++) {
		struct world world;
		size_t kept = 0;
		set_up(&world);
		for (size_t i = 0; i < LENGTH(marks); i++) {
			struct record *record =
				add(&world, markable[kind].kind, markable[kind].field, marks[i].mark ? marks[i].mark : "none");
			record_set_text(record, markable[kind].mark, marks[i].mark);
			ck_assert_int_eq(record_audience(record), marks[i].means);
		}
		filter(&world, (enum audience)reader);
		const struct records *list = &world.lists[markable[kind].kind];
		for (size_t i = 0; i < LENGTH(marks); i++) {
			if (!audience_shows((enum audience)reader, marks[i].means))
				continue;
			ck_assert_uint_lt(kept, list->count);
			ck_assert_int_eq(list->items[kept++].number, (int64_t)i + 1);
		}
		ck_assert_uint_eq(kept, list->count);
		tear_down(&world);
	}
}
END_TEST

START_TEST(test_what_is_left_out_is_told)
{
	struct world world;
	set_up(&world);
	record_set_text(add(&world, ENTITY_EVENT, EVENT_TEXT, "x"), EVENT_AUDIENCE, "team");
	add(&world, ENTITY_SECTION, SECTION_KEY, "summary");
	filter(&world, AUDIENCE_PUBLIC);
	ck_assert(told(&world, "event 1 is marked team"));
	ck_assert(told(&world, "section summary is marked internal"));
	ck_assert(told(&world, "the ref of the incident is for internal readers"));
	ck_assert(told(&world, "the tags of the incident is for internal readers"));
	ck_assert(withheld_section(&world.withheld, "summary"));
	ck_assert(!withheld_section(&world.withheld, "impact"));
	ck_assert_uint_eq(world.withheld.count, 4);
	tear_down(&world);
}
END_TEST

START_TEST(test_the_team_reads_everything)
{
	struct world world;
	set_up(&world);
	record_set_text(add(&world, ENTITY_EVENT, EVENT_TEXT, "x"), EVENT_AUDIENCE, "team");
	record_set_text(add(&world, ENTITY_ACTION, ACTION_TITLE, "x"), ACTION_LINK, "#1");
	filter(&world, AUDIENCE_TEAM);
	ck_assert_uint_eq(world.lists[ENTITY_EVENT].count, 1);
	ck_assert_str_eq(record_text(&world.lists[ENTITY_ACTION].items[0], ACTION_LINK), "#1");
	ck_assert_str_eq(record_text(&world.incident, INCIDENT_REF), "OPS-7");
	ck_assert_uint_eq(world.withheld.count, 0);
	tear_down(&world);
}
END_TEST

/* A role names a person in several ways; the widest role that does so marks the name. */
START_TEST(test_names_are_marked_by_roles)
{
	static const struct {
		const char *person, *mark, *name;
		bool internal, public;
	} cases[] = {
		{ "Ana Ruiz <ana@example.com>", "public", "Ana Ruiz <ana@example.com>", true, true },
		{ "Ana Ruiz <ana@example.com>", "public", "ana ruiz", true, true },
		{ "Ana Ruiz <ana@example.com>", "public", "ana@example.com", true, true },
		{ "Ana Ruiz <ana@example.com>", "public", "ana", true, true },
		{ "Ana Ruiz", "public", "Ana Ruiz <ana@example.com>", true, true },
		{ "ana@example.com", "public", "ana", true, true },
		{ "Ana Ruiz <ana@example.com>", "public", "Ana", true, true },
		{ "Ana Ruiz", "public", "Ana", true, false },
		{ "Ana Ruiz <ana@example.com>", "public", "bo", true, false },
		{ "Ana Ruiz <ana@example.com>", "internal", "ana", true, false },
		{ "Ana Ruiz <ana@example.com>", NULL, "ana", true, false },
		{ "Ana Ruiz <ana@example.com>", "team", "ana", false, false },
		{ "Ana Ruiz <ana@example.com>", "team", "anabel", true, false },
		{ "<@>", "public", "", true, true },
	};
	for (size_t i = 0; i < LENGTH(cases); i++) {
		for (int reader = AUDIENCE_INTERNAL; reader < AUDIENCES; reader++) {
			struct world world;
			set_up(&world);
			record_set_text(add(&world, ENTITY_ROLE, ROLE_PERSON, cases[i].person), ROLE_AUDIENCE, cases[i].mark);
			struct record *event = add(&world, ENTITY_EVENT, EVENT_AUTHOR, cases[i].name);
			record_set_text(event, EVENT_AUDIENCE, "public");
			struct record *action = add(&world, ENTITY_ACTION, ACTION_OWNER, cases[i].name);
			record_set_text(action, ACTION_AUDIENCE, "public");
			filter(&world, (enum audience)reader);
			bool shown = reader == AUDIENCE_INTERNAL ? cases[i].internal : cases[i].public;
			const char *want = shown ? cases[i].name : "";
			ck_assert_str_eq(record_text(&world.lists[ENTITY_EVENT].items[0], EVENT_AUTHOR), want);
			ck_assert_str_eq(record_text(&world.lists[ENTITY_ACTION].items[0], ACTION_OWNER), want);
			ck_assert_int_eq(told(&world, cases[i].mark && text_equal(cases[i].mark, "team") &&
					text_same(cases[i].name, "ana") ? "the owner of action 1 is for team readers"
						: "the owner of action 1 is for internal readers"), !shown);
			tear_down(&world);
		}
	}
}
END_TEST

START_TEST(test_the_widest_role_of_a_person_counts)
{
	struct world world;
	set_up(&world);
	record_set_text(add(&world, ENTITY_ROLE, ROLE_PERSON, "ana"), ROLE_AUDIENCE, "team");
	record_set_text(add(&world, ENTITY_ROLE, ROLE_PERSON, "ana"), ROLE_AUDIENCE, "public");
	record_set_text(add(&world, ENTITY_ROLE, ROLE_PERSON, "ana"), ROLE_AUDIENCE, "internal");
	record_set_text(add(&world, ENTITY_EVENT, EVENT_AUTHOR, "ana"), EVENT_AUDIENCE, "public");
	filter(&world, AUDIENCE_PUBLIC);
	ck_assert_str_eq(record_text(&world.lists[ENTITY_EVENT].items[0], EVENT_AUTHOR), "ana");
	ck_assert_uint_eq(world.lists[ENTITY_ROLE].count, 1);
	tear_down(&world);
}
END_TEST

START_TEST(test_links_are_marked_by_references)
{
	static const struct {
		const char *mark, *link;
		bool internal, public;
	} cases[] = {
		{ "public", "issue 5", true, true },
		{ "public", "ISSUE 5", true, true },
		{ "public", "https://x.test/5", true, true },
		{ "public", "https://x.test/55", true, false },
		{ "internal", "issue 5", true, false },
		{ "team", "issue 5", false, false },
		{ "team", "https://x.test/5", false, false },
	};
	for (size_t i = 0; i < LENGTH(cases); i++) {
		for (int reader = AUDIENCE_INTERNAL; reader < AUDIENCES; reader++) {
			struct world world;
			set_up(&world);
			struct record *reference = add(&world, ENTITY_REFERENCE, REFERENCE_URL, "https://x.test/5");
			record_set_text(reference, REFERENCE_LABEL, "issue 5");
			record_set_text(reference, REFERENCE_AUDIENCE, cases[i].mark);
			record_set_text(add(&world, ENTITY_EVENT, EVENT_LINK, cases[i].link), EVENT_AUDIENCE, "public");
			record_set_text(add(&world, ENTITY_ACTION, ACTION_LINK, cases[i].link), ACTION_AUDIENCE, "public");
			filter(&world, (enum audience)reader);
			const char *want = (reader == AUDIENCE_INTERNAL ? cases[i].internal : cases[i].public) ? cases[i].link : "";
			ck_assert_str_eq(record_text(&world.lists[ENTITY_EVENT].items[0], EVENT_LINK), want);
			ck_assert_str_eq(record_text(&world.lists[ENTITY_ACTION].items[0], ACTION_LINK), want);
			tear_down(&world);
		}
	}
}
END_TEST

START_TEST(test_an_attachment_is_for_those_who_may_read_it_and_its_event)
{
	static const struct {
		const char *event, *own;
		bool internal, public;
	} cases[] = {
		{ "public", "public", true, true },
		{ "internal", "public", true, false },
		{ "public", "internal", true, false },
		{ "team", "public", false, false },
		{ "public", "team", false, false },
	};
	for (size_t i = 0; i < LENGTH(cases); i++) {
		for (int reader = AUDIENCE_INTERNAL; reader < AUDIENCES; reader++) {
			struct world world;
			set_up(&world);
			struct record *event = add(&world, ENTITY_EVENT, EVENT_TEXT, "x");
			record_set_text(event, EVENT_AUDIENCE, cases[i].event);
			struct record *attachment = add(&world, ENTITY_ATTACHMENT, ATTACHMENT_NAME, "graph.png");
			record_set_text(attachment, ATTACHMENT_AUDIENCE, cases[i].own);
			record_set_text(attachment, ATTACHMENT_EVENT, event->id);
			filter(&world, (enum audience)reader);
			ck_assert_uint_eq(world.lists[ENTITY_ATTACHMENT].count,
				reader == AUDIENCE_INTERNAL ? cases[i].internal : cases[i].public);
			if (text_equal(cases[i].event, "team"))
				ck_assert(told(&world, "attachment 1 belongs to event 1, which is marked team"));
			tear_down(&world);
		}
	}
}
END_TEST

START_TEST(test_nothing_points_to_what_is_left_out)
{
	struct world world;
	set_up(&world);
	struct record *event = add(&world, ENTITY_EVENT, EVENT_TEXT, "x");
	record_set_text(add(&world, ENTITY_ACTION, ACTION_EVENT, event->id), ACTION_AUDIENCE, "public");
	add(&world, ENTITY_CAUSE, CAUSE_TEXT, "hidden");
	struct record *cause = add(&world, ENTITY_CAUSE, CAUSE_PARENT, "cause-1");
	record_set_text(cause, CAUSE_AUDIENCE, "public");
	record_set_text(cause, CAUSE_EVENT, "event-1");
	filter(&world, AUDIENCE_PUBLIC);
	ck_assert(!record_has(&world.lists[ENTITY_ACTION].items[0], ACTION_EVENT));
	ck_assert(!record_has(&world.lists[ENTITY_CAUSE].items[0], CAUSE_PARENT));
	ck_assert(!record_has(&world.lists[ENTITY_CAUSE].items[0], CAUSE_EVENT));
	tear_down(&world);
}
END_TEST

START_TEST(test_the_public_gets_no_review_and_no_team)
{
	struct world world;
	set_up(&world);
	add(&world, ENTITY_REVIEW, REVIEW_TEXT, "is that so?");
	add(&world, ENTITY_WAIVER, WAIVER_REASON, "legal said so");
	add(&world, ENTITY_PUBLICATION, PUBLICATION_REASON, "in a hurry");
	struct record *action = add(&world, ENTITY_ACTION, ACTION_TEAM, "Platform");
	record_set_text(action, ACTION_AUDIENCE, "public");
	filter(&world, AUDIENCE_PUBLIC);
	ck_assert_uint_eq(world.lists[ENTITY_REVIEW].count, 0);
	ck_assert_uint_eq(world.lists[ENTITY_WAIVER].count, 0);
	ck_assert_uint_eq(world.lists[ENTITY_PUBLICATION].count, 0);
	ck_assert_str_eq(record_text(&world.lists[ENTITY_ACTION].items[0], ACTION_TEAM), "");
	ck_assert_str_eq(record_text(&world.incident, INCIDENT_TITLE), "Primary db-7 ran full");
	tear_down(&world);
}
END_TEST

START_TEST(test_a_comment_goes_with_its_section)
{
	struct world world;
	set_up(&world);
	record_set_text(add(&world, ENTITY_SECTION, SECTION_KEY, "lessons"), SECTION_AUDIENCE, "team");
	record_set_text(add(&world, ENTITY_REVIEW, REVIEW_TEXT, "hm"), REVIEW_SECTION, "lessons");
	add(&world, ENTITY_REVIEW, REVIEW_TEXT, "of the whole");
	filter(&world, AUDIENCE_INTERNAL);
	ck_assert_uint_eq(world.lists[ENTITY_REVIEW].count, 1);
	ck_assert_str_eq(record_text(&world.lists[ENTITY_REVIEW].items[0], REVIEW_TEXT), "of the whole");
	tear_down(&world);
}
END_TEST

START_TEST(test_a_public_title_takes_the_place_of_the_own_one)
{
	struct world world;
	for (int reader = AUDIENCE_INTERNAL; reader < AUDIENCES; reader++) {
		set_up(&world);
		struct record *title = add(&world, ENTITY_SECTION, SECTION_KEY, WITHHOLD_TITLE_KEY);
		record_set_text(title, SECTION_TEXT, "## Orders were delayed\nmore");
		record_set_text(title, SECTION_AUDIENCE, "public");
		filter(&world, (enum audience)reader);
		bool public = reader == AUDIENCE_PUBLIC;
		ck_assert_str_eq(record_text(&world.incident, INCIDENT_TITLE),
			public ? "Orders were delayed" : "Primary db-7 ran full");
		ck_assert_uint_eq(world.lists[ENTITY_SECTION].count, !public);
		tear_down(&world);
	}
	/* one that the public may not read is no title either */
	set_up(&world);
	record_set_text(add(&world, ENTITY_SECTION, SECTION_KEY, WITHHOLD_TITLE_KEY), SECTION_TEXT, "Not yet");
	filter(&world, AUDIENCE_PUBLIC);
	ck_assert_str_eq(record_text(&world.incident, INCIDENT_TITLE), "Primary db-7 ran full");
	tear_down(&world);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("withhold");
	tcase_add_loop_test(tests, test_an_entity_is_left_out_by_its_mark, 0, LENGTH(markable));
	tcase_add_test(tests, test_what_is_left_out_is_told);
	tcase_add_test(tests, test_the_team_reads_everything);
	tcase_add_test(tests, test_names_are_marked_by_roles);
	tcase_add_test(tests, test_the_widest_role_of_a_person_counts);
	tcase_add_test(tests, test_links_are_marked_by_references);
	tcase_add_test(tests, test_an_attachment_is_for_those_who_may_read_it_and_its_event);
	tcase_add_test(tests, test_nothing_points_to_what_is_left_out);
	tcase_add_test(tests, test_the_public_gets_no_review_and_no_team);
	tcase_add_test(tests, test_a_comment_goes_with_its_section);
	tcase_add_test(tests, test_a_public_title_takes_the_place_of_the_own_one);
	Suite *suite = suite_create("withhold");
	suite_add_tcase(suite, tests);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
