/* Checks of what is to be done. */
#include "model/check_rows.h"

#include "base/text.h"

static void find_actions_without(
	struct check_run *run, const struct check_input *input, enum action_field field, const char *none)
{
	for (size_t i = 0; i < input->actions->count; i++) {
		const struct record *action = &input->actions->items[i];
		struct buf title = { 0 };
		if (!check_counts(action) || !text_equal(record_text(action, field), none))
			continue;
		check_put_title(record_text(action, ACTION_TITLE), &title);
		check_found(run, ENTITY_ACTION, action->number, "", buf_text(&title));
		buf_fini(&title);
	}
}

/* The same where the document has it elsewhere, or is in a form of ours, which has it. */
static void find_actions_without_known(struct check_run *run, const struct check_input *input, enum action_field field)
{
	bool known = !check_as_imported(input);
	for (size_t i = 0; i < input->actions->count && !known; i++)
		known = record_has(&input->actions->items[i], field);
	if (known)
		find_actions_without(run, input, field, "");
}

static void find_no_action_owner(struct check_run *run, const struct check_input *input)
{
	find_actions_without(run, input, ACTION_OWNER, "");
}

static void find_no_action_priority(struct check_run *run, const struct check_input *input)
{
	find_actions_without_known(run, input, ACTION_PRIORITY);
}

static void find_no_action_type(struct check_run *run, const struct check_input *input)
{
	find_actions_without(run, input, ACTION_TYPE, "other");
}

static void find_no_action_link(struct check_run *run, const struct check_input *input)
{
	find_actions_without_known(run, input, ACTION_LINK);
}

static void find_no_prevention(struct check_run *run, const struct check_input *input)
{
	for (size_t i = 0; i < input->actions->count; i++)
		if (check_counts(&input->actions->items[i]) &&
			text_equal(record_text(&input->actions->items[i], ACTION_TYPE), "prevent"))
			return;
	check_missing(run, ENTITY_ACTION);
}

/* With two actions, having the same priority says little. */
static void find_one_priority(struct check_run *run, const struct check_input *input)
{
	enum { ENOUGH = 3 };
	const char *priority = NULL;
	size_t count = 0;
	for (size_t i = 0; i < input->actions->count; i++) {
		const struct record *action = &input->actions->items[i];
		const char *own = record_text(action, ACTION_PRIORITY);
		if (!check_counts(action) || !*own)
			continue;
		if (priority && !text_equal(priority, own))
			return;
		priority = own;
		count++;
	}
	if (count >= ENOUGH)
		check_found(run, ENTITY_ACTION, 0, "", priority);
}

#define CHARACTERISTICS "SRE Workbook, ch. 10: Key action item characteristics missing"

static const struct check rows[] = {
	{ "action-owner", CHECK_ERROR, "nobody owns the action item '{what}'", "SRE Workbook, ch. 10: Missing ownership",
		"action edit {number} --owner", "PERSON", find_no_action_owner, .when = "teams actions",
		.why = "What is everybody's gets done by nobody." },
	{ "action-priority", CHECK_ERROR, "the action item '{what}' has no priority", CHARACTERISTICS,
		"action edit {number} --priority", "P0-P4", find_no_action_priority, .when = "teams actions",
		.why = "Without it nobody knows what to begin with." },
	{ "action-link", CHECK_ERROR, "the action item '{what}' is tracked nowhere", CHARACTERISTICS,
		"action edit {number} --link", "LINK", find_no_action_link, .when = "teams actions",
		.why = "What is in no tracker is forgotten, and the outage comes again." },
	{ "action-type", CHECK_ERROR, "what the action item '{what}' is good for is not said",
		"SRE Book, app. D: Action Items", "action edit {number} --type", "TYPE",
		find_no_action_type, .when = "teams actions", .ours = true,
		.why = "The type shows at a glance whether the next outage is prevented, noticed sooner, or only hurts less." },
	{ "prevention", CHECK_ERROR, "no action item keeps this from happening again", CHARACTERISTICS,
		"action add --type prevent", "TITLE", find_no_prevention, .when = "teams actions",
		.ours = true,
		.why = "Mitigation alone leaves the cause where it is." },
	{ "priorities", CHECK_WARNING, "all action items have the same priority, {what}", CHARACTERISTICS,
		"action edit", "NUMBER --priority P0-P4", find_one_priority, .when = "teams actions",
		.why = "If all are equal, nothing says which one comes first. It applies from three action items on." },
};

const struct check_set check_set_actions = { rows, LENGTH(rows) };
