/* Checks of what the timeline has to have. */
#include "model/check_rows.h"

#include "base/text.h"

static void find_no_impact(struct check_run *run, const struct check_input *input)
{
	if (!check_has_milestone(input, MILESTONE_IMPACT))
		check_missing(run, ENTITY_EVENT);
}

static void find_no_detection(struct check_run *run, const struct check_input *input)
{
	if (!check_has_milestone(input, MILESTONE_DETECTED) && !check_has_section(input, "detection"))
		check_missing(run, ENTITY_EVENT);
}

static void find_no_resolution(struct check_run *run, const struct check_input *input)
{
	const char *status = record_text(input->incident, INCIDENT_STATUS);
	if (!status_is_open(status) && !check_has_milestone(input, MILESTONE_RESOLVED))
		check_found(run, ENTITY_EVENT, 0, "", status);
}

static void find_disorder(struct check_run *run, const struct check_input *input)
{
	if (*input->metrics->problem)
		check_found(run, ENTITY_EVENT, input->metrics->problem_event, "", input->metrics->problem);
}

static void find_no_zone(struct check_run *run, const struct check_input *input)
{
	bool events = input->milestones->count || (input->timeline && input->timeline->events);
	if (events && !record_has(input->incident, INCIDENT_TIMEZONE))
		check_missing(run, ENTITY_INCIDENT);
}

static void find_nothing_before(struct check_run *run, const struct check_input *input)
{
	int64_t detected = check_milestone_at(input, MILESTONE_DETECTED);
	if (detected && input->timeline && input->timeline->events && input->timeline->first >= detected)
		check_missing(run, ENTITY_EVENT);
}

static void find_no_evidence(struct check_run *run, const struct check_input *input)
{
	if (input->timeline && input->timeline->events && !input->timeline->evidence)
		check_missing(run, ENTITY_EVENT);
}

static const struct check rows[] = {
	{ "impact", CHECK_ERROR, "when it began to hurt is not recorded, so no duration is known",
		"SRE Book, app. D: Impact, Timeline", "log --kind impact --at", "TIME TEXT", find_no_impact,
		.when = "metrics milestones windows chart",
		.why = "Every measure counts from the moment users began to be affected." },
	{ "detection", CHECK_ERROR, "when and how it was noticed is not recorded", "SRE Book, app. D: Detection",
		"log --kind detected --at", "TIME TEXT", find_no_detection,
		.when = "detection metrics first_detection days events",
		.why = "How it was noticed, and how late, says whether an alert is missing. The event `detected` or the "
		       "section `detection` tells it." },
	{ "resolution", CHECK_ERROR, "it is {what}, but when it was over is not recorded",
		"SRE Book, app. D: Resolution", "log --kind resolved --at", "TIME TEXT", find_no_resolution,
		.why = "Without an end there is no duration, and readers cannot tell whether it is over." },
	{ "order", CHECK_ERROR, "milestones are out of order: {what}", "inquest: a duration cannot be negative", "event edit {number} --at", "TIME",
		find_disorder, .now = true,
		.why = "One of two times is wrong, and every measure made of them is." },
	{ "zone", CHECK_ERROR, "the timeline's times are in no time zone", "ISO 8601: local time needs its offset",
		"set timezone", "ZONE", find_no_zone, .now = true,
		.why = "14:05 is another moment in each office; readers elsewhere cannot lay it beside their graphs." },
	{ "before-detection", CHECK_WARNING, "the timeline starts when it was noticed: nothing is told of before",
		"PagerDuty, Postmortems: Create a Timeline", "log --at", "TIME TEXT", find_nothing_before,
		.when = "days events milestones",
		.why = "What was changed before, and when users were first affected, explains more than what came after. "
		       "One event that is earlier than the first `detected` is enough." },
	{ "evidence", CHECK_WARNING, "no event of the timeline shows where it comes from",
		"PagerDuty, Postmortem Process: Owner Responsibilities", "event edit", "NUMBER --link LINK",
		find_no_evidence, .when = "days events evidence", .ours = true,
		.why = "A graph, a log or a ticket lets readers see for themselves. One event with a link, an address in its "
		       "text or an attachment is enough." },
};

const struct check_set check_set_timeline = { rows, LENGTH(rows) };
