/* Checks of how bad it was. */
#include "model/check_rows.h"

#include "base/text.h"
#include "model/points.h"

static bool has_number(const struct check_input *input, const char *key)
{
	const struct check_section *section = check_section(input, key);
	return section && points_number(section->text);
}

static bool is_known(const struct check_input *input, enum metric_kind kind)
{
	return input->metrics->values[kind].state == METRIC_KNOWN;
}

static void find_no_numbers(struct check_run *run, const struct check_input *input)
{
	static const char *const keys[] = { "impact", "affected", "public-impact" };
	const char *asked = "";
	if (has_number(input, "summary") || is_known(input, METRIC_DOWNTIME) || is_known(input, METRIC_RESOLVE) || is_known(input, METRIC_MITIGATE))
		return;
	for (size_t i = 0; i < LENGTH(keys); i++) {
		if (has_number(input, keys[i]))
			return;
		if (!*asked && check_section(input, keys[i]))
			asked = keys[i];
	}
	/* a demanded one that is empty is told of as such */
	const struct check_section *section = check_section(input, asked);
	if (section && !(section->required && text_empty(section->text)))
		check_found(run, ENTITY_SECTION, 0, asked, "");
}

/* SEV4 and SEV5 say that users felt little or nothing. */
static bool hurt_users(const struct check_input *input)
{
	const char *severity = record_text(input->incident, INCIDENT_SEVERITY);
	return check_has_milestone(input, MILESTONE_IMPACT) && !text_equal(severity, "SEV4") &&
	       !text_equal(severity, "SEV5");
}

static void find_nothing_urgent(struct check_run *run, const struct check_input *input)
{
	if (!hurt_users(input))
		return;
	for (size_t i = 0; i < input->actions->count; i++) {
		const struct record *action = &input->actions->items[i];
		const char *priority = record_text(action, ACTION_PRIORITY);
		bool urgent = text_equal(priority, "P0") || text_equal(priority, "P1");
		if (check_counts(action) && urgent && record_has(action, ACTION_LINK))
			return;
	}
	check_missing(run, ENTITY_ACTION);
}

static const struct check rows[] = {
	{ "impact-numbers", CHECK_ERROR, "how bad it was is not said in numbers",
		"SRE Workbook, ch. 10: Key details omitted", "section edit {key}", "", find_no_numbers,
		.when = "impact affected public-impact metrics",
		.why = "A duration, a share or a count lets readers compare; an estimate is better than none. Milestones "
		       "that give a duration are enough, and so is a number in the section." },
	{ "urgent-action", CHECK_ERROR, "users were affected, but no action item of P0 or P1 is tracked",
		"SRE Workbook, ch. 10: Key action item characteristics missing", "action add --priority P1 --link",
		"LINK TITLE", find_nothing_urgent, .when = "teams actions", .ours = true,
		.why = "To users, a postmortem that nothing follows from is none. It applies to SEV1 to SEV3 with a recorded "
		       "impact." },
};

const struct check_set check_set_impact = { rows, LENGTH(rows) };
