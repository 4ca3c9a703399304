/* Facts of an incident of which no check has anything to say, to be changed by those who test checks. */
#ifndef CHECK_FACTS_H
#define CHECK_FACTS_H

#include <check.h>
#include <stdlib.h>

#include "base/text.h"
#include "model/check.h"

struct facts {
	struct record incident;
	struct records roles, actions, causes, references, publications, milestones, reviews;
	struct check_section sections[12];
	size_t section_count;
	struct metrics metrics;
	struct check_timeline timeline;
	int64_t now, published_first, published_last, publish_days;
	struct words shows, anchors;
	struct check_text texts[4];
	size_t text_count;
	struct check_waiver waivers[3];
	size_t waiver_count;
};

enum { AT_HOUR = 3600 * 1000 };

/* 2023-01-17 15:00 UTC */
static const int64_t began = INT64_C(1673967600000);

static inline struct record *add(struct records *records, enum entity_kind kind)
{
	struct record *record = vec_push(records);
	record_init(record, kind);
	record->number = (int64_t)records->count;
	return record;
}

static inline void add_role(struct facts *facts, const char *name)
{
	record_set_text(add(&facts->roles, ENTITY_ROLE), ROLE_NAME, name);
}

/* Each an hour after the one before. */
static inline void add_milestone(struct facts *facts, const char *kind)
{
	struct record *event = add(&facts->milestones, ENTITY_EVENT);
	record_set_text(event, EVENT_KIND, kind);
	record_set_int(event, EVENT_AT, began + AT_HOUR * (event->number - 1));
}

static inline struct record *add_cause(struct facts *facts, const char *kind, const char *text)
{
	struct record *cause = add(&facts->causes, ENTITY_CAUSE);
	text_copy(cause->id, sizeof cause->id, "cause-");
	cause->id[6] = (char)('0' + cause->number);
	cause->id[7] = '\0';
	record_set_text(cause, CAUSE_KIND, kind);
	record_set_text(cause, CAUSE_TEXT, text);
	return cause;
}

static inline struct record *add_review(struct facts *facts, const char *kind, int64_t at)
{
	struct record *review = add(&facts->reviews, ENTITY_REVIEW);
	record_set_text(review, REVIEW_KIND, kind);
	record_set_int(review, REVIEW_AT, at);
	return review;
}

static inline void add_reference(struct facts *facts, const char *label)
{
	record_set_text(add(&facts->references, ENTITY_REFERENCE), REFERENCE_LABEL, label);
}

/* A section that the template asks for. */
static inline struct check_section *add_section(struct facts *facts, const char *key, const char *text)
{
	struct check_section *section = &facts->sections[facts->section_count++];
	*section = (struct check_section){ key, key, text, true, "What happened?" };
	return section;
}

static inline void add_text(struct facts *facts, enum entity_kind kind, int field, const char *text)
{
	facts->texts[facts->text_count++] = (struct check_text){ .kind = kind,
		.number = kind == ENTITY_INCIDENT || kind == ENTITY_SECTION ? 0 : 5,
		.key = kind == ENTITY_SECTION ? "impact" : "",
		.field = field,
		.raw = text,
		.prose = text,
		.audience = "internal" };
}

static inline struct record *add_action(struct facts *facts, const char *title)
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
static inline void set_up(struct facts *facts)
{
	*facts = (struct facts){ .section_count = 2,
		.now = began + 24 * AT_HOUR,
		.publish_days = 7,
		.timeline = { true, began - AT_HOUR, began + 2 * AT_HOUR, true } };
	record_init(&facts->incident, ENTITY_INCIDENT);
	record_set_text(&facts->incident, INCIDENT_STATUS, "resolved");
	record_set_text(&facts->incident, INCIDENT_TITLE, "Checkout fails");
	record_set_text(&facts->incident, INCIDENT_SEVERITY, "SEV2");
	record_set_text(&facts->incident, INCIDENT_TIMEZONE, "UTC");
	record_set_int(&facts->incident, INCIDENT_STARTED, began);
	facts->metrics.values[METRIC_RESOLVE] = (struct metric){ METRIC_KNOWN, 2 * AT_HOUR };
	add_role(facts, "author");
	add_role(facts, "commander");
	add_milestone(facts, "impact");
	add_milestone(facts, "detected");
	add_milestone(facts, "resolved");
	add_cause(facts, "root", "A key nobody looks after");
	add_cause(facts, "trigger", "Deploy 4.12");
	add_cause(facts, "contributing", "Alerts look at one region only");
	add_reference(facts, "similar: INC-3");
	add_action(facts, "Test rollbacks");
	facts->sections[0] = (struct check_section){ "summary", "Summary", "It broke.", true, "What?" };
	facts->sections[1] = (struct check_section){ "lessons", "Lessons", "", false, "What?" };
}

static inline void tear_down(struct facts *facts)
{
	record_fini(&facts->incident);
	records_fini(&facts->roles);
	records_fini(&facts->actions);
	records_fini(&facts->causes);
	records_fini(&facts->references);
	records_fini(&facts->publications);
	records_fini(&facts->milestones);
	records_fini(&facts->reviews);
	words_fini(&facts->shows);
	words_fini(&facts->anchors);
}

static inline bool is_there(const void *context, enum entity_kind kind, int64_t number)
{
	(void)context;
	return kind == ENTITY_EVENT ? number <= 9 : number <= 1;
}

static inline struct check_input input_of(const struct facts *facts)
{
	return (struct check_input){ .incident = &facts->incident,
		.roles = &facts->roles,
		.actions = &facts->actions,
		.causes = &facts->causes,
		.references = &facts->references,
		.publications = &facts->publications,
		.milestones = &facts->milestones,
		.sections = facts->sections,
		.section_count = facts->section_count,
		.metrics = &facts->metrics,
		.timeline = &facts->timeline,
		.reviews = &facts->reviews,
		.now = facts->now,
		.published_first = facts->published_first,
		.published_last = facts->published_last,
		.publish_days = facts->publish_days,
		.shows = facts->shows.items ? &facts->shows : NULL,
		.anchors = facts->anchors.items ? &facts->anchors : NULL,
		.texts = facts->texts,
		.text_count = facts->text_count,
		.there = is_there,
		.waivers = facts->waivers,
		.waiver_count = facts->waiver_count };
}

static inline void run(const struct facts *facts, struct findings *out)
{
	const struct check_input input = input_of(facts);
	*out = (struct findings){ 0 };
	check_run(&input, out);
}

/* All findings, a line each, and the end of the facts. */
static inline void check_says(struct facts *facts, const char *expected)
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

/* What one check finds, "action 2; action 3", and the end of the facts. */
static inline void check_finds(struct facts *facts, const char *id, const char *expected)
{
	struct findings findings;
	struct buf text = { 0 };
	ck_assert_msg(check_find(id) != NULL, "there is no check %s", id);
	run(facts, &findings);
	for (size_t i = 0; i < findings.count; i++) {
		if (!text_equal(findings.items[i].check->id, id))
			continue;
		buf_puts(&text, text.len ? "; " : "");
		finding_subject(&findings.items[i], &text);
	}
	ck_assert_msg(text_equal(buf_text(&text), expected), "%s finds '%s', not '%s'", id, buf_text(&text), expected);
	buf_fini(&text);
	findings_fini(&findings);
	tear_down(facts);
}

/* A case: what is changed in the facts that nothing is to be said of, and what the check finds then. */
struct check_case {
	const char *id;
	void (*change)(struct facts *facts);
	const char *finds;
};

static inline void check_cases(const struct check_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct facts facts;
		set_up(&facts);
		cases[i].change(&facts);
		check_finds(&facts, cases[i].id, cases[i].finds);
	}
}

static inline void drop_last(struct records *records)
{
	record_fini(&records->items[--records->count]);
}

#endif
