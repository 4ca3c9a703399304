/* Checks of the timeline and its times: hits, misses, and what looks like a hit and is none. */
#include "check_facts.h"
#include "model/dates.h"
#include "suite.h"

static const int64_t day = INT64_C(86400000);

/* ---- what has to be there ---- */

static void set_milestone(struct facts *facts, size_t index, const char *kind)
{
	record_set_text(&facts->milestones.items[index], EVENT_KIND, kind);
}

static void no_impact(struct facts *facts)
{
	set_milestone(facts, 0, "declared");
}

static void no_detection(struct facts *facts)
{
	set_milestone(facts, 1, "declared");
}

static void detection_in_prose(struct facts *facts)
{
	no_detection(facts);
	add_section(facts, "detection", "A customer called.");
}

static void detection_section_empty(struct facts *facts)
{
	no_detection(facts);
	add_section(facts, "detection", " \n");
}

static void no_zone(struct facts *facts)
{
	record_set_text(&facts->incident, INCIDENT_TIMEZONE, NULL);
}

static void no_zone_and_no_events(struct facts *facts)
{
	no_zone(facts);
	while (facts->milestones.count)
		drop_last(&facts->milestones);
	facts->timeline = (struct check_timeline){ 0 };
}

static void nothing_before(struct facts *facts)
{
	facts->timeline.first = began + AT_HOUR;
}

static void impact_alone_before(struct facts *facts)
{
	facts->timeline.first = began;
}

static void no_evidence(struct facts *facts)
{
	facts->timeline.evidence = false;
}

static void nothing(struct facts *facts)
{
	(void)facts;
}

START_TEST(the_timeline_has_what_it_needs)
{
	static const struct check_case cases[] = {
		{ "impact", no_impact, "event" },
		{ "impact", no_detection, "" },
		{ "detection", no_detection, "event" },
		{ "detection", detection_section_empty, "event" },
		{ "detection", detection_in_prose, "" },
		{ "zone", no_zone, "incident" },
		{ "zone", no_zone_and_no_events, "" },
		{ "before-detection", nothing_before, "event" },
		{ "before-detection", impact_alone_before, "" },
		{ "before-detection", no_detection, "" },
		{ "evidence", no_evidence, "event" },
		{ "evidence", nothing, "" },
	};
	check_cases(cases, LENGTH(cases));
}
END_TEST

/* ---- events ---- */

struct event_case {
	const char *kind;
	int64_t at;
	const char *finds; /* ids, each followed by a blank */
};

static void check_event(const struct facts *facts, const struct event_case *row)
{
	struct findings findings = { 0 };
	struct buf ids = { 0 };
	struct record event;
	const struct check_input input = input_of(facts);
	record_init(&event, ENTITY_EVENT);
	event.number = 7;
	record_set_text(&event, EVENT_KIND, row->kind);
	record_set_int(&event, EVENT_AT, row->at);
	check_run_event(&input, &event, &findings);
	for (size_t i = 0; i < findings.count; i++) {
		buf_printf(&ids, "%s ", findings.items[i].check->id);
		ck_assert_int_eq(findings.items[i].number, 7);
	}
	ck_assert_msg(text_equal(buf_text(&ids), row->finds), "%s at %+lld days: '%s', not '%s'", row->kind,
		(long long)((row->at - began) / day), buf_text(&ids), row->finds);
	buf_fini(&ids);
	findings_fini(&findings);
	record_fini(&event);
}

START_TEST(events_far_from_the_incident_are_found)
{
	const struct event_case cases[] = {
		{ "note", began - 59 * day, "" },
		{ "note", began - 61 * day, "far " },
		{ "note", began + 179 * day, "" },
		{ "note", began + 181 * day, "far " },
		{ "note", began + 365 * day, "far " },
		/* what was put in long ago may go off today */
		{ "change", began - 365 * day, "" },
		{ "change", began - 401 * day, "far " },
	};
	struct facts facts;
	set_up(&facts);
	for (size_t i = 0; i < LENGTH(cases); i++)
		check_event(&facts, &cases[i]);
	tear_down(&facts);
}
END_TEST

START_TEST(events_after_publication_are_found_until_it_is_reopened)
{
	const int64_t published = began + 3 * day;
	const struct event_case cases[] = {
		{ "note", published - 1, "" },
		{ "note", published + day, "after-publication " },
		{ "comms", published + day, "" },
		{ "status", published + day, "" },
	}, news = { "note", published + 2 * day, "" };
	struct facts facts;
	set_up(&facts);
	check_event(&facts, &news);
	facts.published_first = facts.published_last = published;
	for (size_t i = 0; i < LENGTH(cases); i++)
		check_event(&facts, &cases[i]);
	add_review(&facts, "reopen", published + day);
	check_event(&facts, &news);
	/* and published again */
	facts.published_last = published + 3 * day;
	const struct event_case later = { "note", published + 4 * day, "after-publication " };
	check_event(&facts, &later);
	tear_down(&facts);
}
END_TEST

/* ---- the incident's own date ---- */

static void started_a_year_later(struct facts *facts)
{
	record_set_int(&facts->incident, INCIDENT_STARTED, began + 367 * day);
}

static void started_a_week_before(struct facts *facts)
{
	record_set_int(&facts->incident, INCIDENT_STARTED, began - 7 * day);
}

static void started_without_timeline(struct facts *facts)
{
	started_a_year_later(facts);
	while (facts->milestones.count)
		drop_last(&facts->milestones);
	facts->timeline = (struct check_timeline){ 0 };
}

START_TEST(the_incidents_own_start_agrees_with_its_timeline)
{
	static const struct check_case cases[] = {
		{ "started", started_a_year_later, "incident" },
		{ "started", started_a_week_before, "" },
		{ "started", started_without_timeline, "" },
	};
	check_cases(cases, LENGTH(cases));
}
END_TEST

struct date_case {
	enum entity_kind kind;
	int field;
	const char *text;
	bool wrong;
};

START_TEST(dates_of_another_year_are_found)
{
	static const struct date_case cases[] = {
		{ ENTITY_INCIDENT, INCIDENT_TITLE, "Classification down, 19/01/2024", true },
		{ ENTITY_INCIDENT, INCIDENT_TITLE, "2024-01-19 Classification down", true },
		{ ENTITY_INCIDENT, INCIDENT_TITLE, "January 2024: classification down", true },
		{ ENTITY_INCIDENT, INCIDENT_TITLE, "Classification down (17 January 2023)", false },
		{ ENTITY_INCIDENT, INCIDENT_TITLE, "Report of 2023-02-20 on the outage", false },
		{ ENTITY_INCIDENT, INCIDENT_TITLE, "Queue of 2050 jobs stuck", false },
		{ ENTITY_INCIDENT, INCIDENT_TITLE, "Port v2024 and 2024.5 s", false },
		{ ENTITY_INCIDENT, INCIDENT_REF, "2024-017", true },
		{ ENTITY_INCIDENT, INCIDENT_REF, "2023-017", false },
		{ ENTITY_INCIDENT, INCIDENT_REF, "OPS-2024", false },
		{ ENTITY_SECTION, SECTION_TEXT, "It began on 19/01/2024 at 15:00.", true },
		{ ENTITY_SECTION, SECTION_TEXT, "It began on Jan 18, 2022.", true },
		{ ENTITY_SECTION, SECTION_TEXT, "It began at 2024-01-17T15:00Z.", true },
		{ ENTITY_SECTION, SECTION_TEXT, "It began on 17.01.2023.", false },
		/* another date of another year may well be meant */
		{ ENTITY_SECTION, SECTION_TEXT, "The feature is from 12 May 2019.", false },
		{ ENTITY_SECTION, SECTION_TEXT, "In 2024 we shall have moved.", false },
		{ ENTITY_EVENT, EVENT_TEXT, "Mail of 2024-01-17 arrives", true },
		/* names are not looked at */
		{ ENTITY_ACTION, ACTION_OWNER, "team of 2024-01-17", false },
	};
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct facts facts;
		struct findings findings;
		size_t found = 0;
		set_up(&facts);
		add_text(&facts, cases[i].kind, cases[i].field, cases[i].text);
		run(&facts, &findings);
		for (size_t f = 0; f < findings.count; f++)
			found += text_equal(findings.items[f].check->id, "date");
		ck_assert_msg(found == cases[i].wrong, "%s: %zu findings", cases[i].text, found);
		findings_fini(&findings);
		tear_down(&facts);
	}
}
END_TEST

START_TEST(an_outage_over_new_year_has_two_years)
{
	struct facts facts;
	set_up(&facts);
	record_set_int(&facts.milestones.items[0], EVENT_AT, began - 18 * day); /* 30 December 2022 */
	add_text(&facts, ENTITY_SECTION, SECTION_TEXT, "From 2022-12-30 to 2023-01-17; known since 2021-12-31.");
	check_finds(&facts, "date", "section impact");
}
END_TEST

START_TEST(dates_are_read_as_people_write_them)
{
	static const struct {
		const char *text;
		int year, month, day;
	} cases[] = {
		{ "2023-01-17", 2023, 1, 17 },
		{ "on 2023/01/17.", 2023, 1, 17 },
		{ "(17/01/2023)", 2023, 1, 17 },
		{ "17.1.2023", 2023, 1, 17 },
		{ "01/17/2023", 2023, 1, 17 },
		{ "03/04/2023", 2023, 4, 3 },
		{ "17 January 2023", 2023, 1, 17 },
		{ "17th of Jan 2023", 2023, 1, 17 },
		{ "Thursday March 14th 2024", 2024, 3, 14 },
		{ "Sept. 3, 2023", 2023, 9, 3 },
		{ "since 2023: nothing", 2023, 0, 0 },
		{ "2023-13-45", 2023, 0, 0 },
		{ "30 February 2023", 2023, 0, 0 },
		{ "12023", 0, 0, 0 },
		{ "#2023", 0, 0, 0 },
		{ "id-2023", 0, 0, 0 },
		{ "2023 %", 2023, 0, 0 },
		{ "1776", 0, 0, 0 },
	};
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct written_date date = { 0 };
		const char *text = cases[i].text;
		bool found = dates_next(&text, &date);
		ck_assert_msg(found == (cases[i].year != 0), "%s", cases[i].text);
		if (found)
			ck_assert_msg(date.year == cases[i].year && date.month == cases[i].month && date.day == cases[i].day,
				"%s: %d-%d-%d", cases[i].text, date.year, date.month, date.day);
	}
}
END_TEST

RUN_TESTS("check_timeline", the_timeline_has_what_it_needs, events_far_from_the_incident_are_found,
	events_after_publication_are_found_until_it_is_reopened,
	the_incidents_own_start_agrees_with_its_timeline, dates_of_another_year_are_found,
	an_outage_over_new_year_has_two_years, dates_are_read_as_people_write_them)
