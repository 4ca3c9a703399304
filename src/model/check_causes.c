/* Checks of why it happened. */
#include "model/check_rows.h"

static void find_no_root(struct check_run *run, const struct check_input *input)
{
	if (!check_has_cause(input, "root") && !check_has_section(input, "root-causes"))
		check_missing(run, ENTITY_CAUSE);
}

static void find_no_trigger(struct check_run *run, const struct check_input *input)
{
	if (!check_has_cause(input, "trigger") && !check_has_section(input, "trigger"))
		check_missing(run, ENTITY_CAUSE);
}

static const struct check rows[] = {
	{ "root-cause", CHECK_ERROR, "no root cause is named", "SRE Book, app. D: Root Causes",
		"cause add --kind root", "TEXT", find_no_root },
	{ "trigger", CHECK_WARNING, "what set it off is not named", "SRE Book, app. D: Trigger",
		"cause add --kind trigger", "TEXT", find_no_trigger },
};

const struct check_set check_set_causes = { rows, LENGTH(rows) };
