/* Checks of when what happened. */
#include "model/check_rows.h"

static void find_no_impact(struct check_run *run, const struct check_input *input)
{
	if (!check_has_milestone(input, MILESTONE_IMPACT))
		check_missing(run, ENTITY_EVENT);
}

static void find_no_detection(struct check_run *run, const struct check_input *input)
{
	if (!check_has_milestone(input, MILESTONE_DETECTED))
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

static const struct check rows[] = {
	{ "impact", CHECK_ERROR, "when it began to hurt is not recorded, so no duration is known",
		"SRE Book, app. D: Impact, Timeline", "log --kind impact --at", "TIME TEXT",
		find_no_impact },
	{ "detection", CHECK_WARNING, "when and how it was noticed is not recorded",
		"SRE Book, app. D: Detection", "log --kind detected --at", "TIME TEXT",
		find_no_detection },
	{ "resolution", CHECK_ERROR, "it is {what}, but when it was over is not recorded",
		"SRE Book, app. D: Resolution", "log --kind resolved --at", "TIME TEXT",
		find_no_resolution },
	{ "order", CHECK_ERROR, "{what}", "the metrics: a time cannot be negative",
		"event edit {number} --at", "TIME", find_disorder, .now = true },
};

const struct check_set check_set_timeline = { rows, LENGTH(rows) };
