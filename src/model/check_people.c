/* Checks of who has which part. */
#include "model/check_rows.h"

static void find_no_owner(struct check_run *run, const struct check_input *input)
{
	if (!check_has_role(input, "owner") && !check_has_role(input, "author"))
		check_missing(run, ENTITY_ROLE);
}

static void find_no_commander(struct check_run *run, const struct check_input *input)
{
	if (!check_has_role(input, "commander") && !check_has_role(input, "incident commander"))
		check_missing(run, ENTITY_ROLE);
}

static const struct check rows[] = {
	{ "owner", CHECK_ERROR, "nobody owns this postmortem: no owner and no author is named",
		"SRE Workbook, ch. 10: Missing ownership", "role set owner", "PERSON", find_no_owner,
		.why = "One person answers for the text and for what comes of it; without one, neither gets done." },
	{ "commander", CHECK_WARNING, "nobody is named as incident commander",
		"SRE Book, ch. 14: Incident Command", "role set commander", "PERSON",
		find_no_commander, .now = true, .ours = true,
		.why = "Somebody has to decide and to know who does what, or several people undo each other's work." },
};

const struct check_set check_set_people = { rows, LENGTH(rows) };
