/* Checks of what is to be done. */
#include "model/check_rows.h"

#include "base/text.h"

/* What was declined will not be done, so nothing of it has to be told but the reason. */
static bool counts(const struct record *action)
{
	return !text_equal(record_text(action, ACTION_STATE), "declined");
}

/* A title short enough to stand in a sentence. */
static void put_title(const char *title, struct buf *out)
{
	enum { COLUMNS = 48 };
	size_t len = strlen(title), fits = text_fit(title, len, COLUMNS);
	buf_put(out, title, fits);
	buf_puts(out, fits < len ? "…" : "");
}

static void find_actions_without(
	struct check_run *run, const struct check_input *input, enum action_field field, const char *none)
{
	for (size_t i = 0; i < input->actions->count; i++) {
		const struct record *action = &input->actions->items[i];
		struct buf title = { 0 };
		if (!counts(action) || !text_equal(record_text(action, field), none))
			continue;
		put_title(record_text(action, ACTION_TITLE), &title);
		check_found(run, ENTITY_ACTION, action->number, "", buf_text(&title));
		buf_fini(&title);
	}
}

static void find_no_action_owner(struct check_run *run, const struct check_input *input)
{
	find_actions_without(run, input, ACTION_OWNER, "");
}

static void find_no_action_priority(struct check_run *run, const struct check_input *input)
{
	find_actions_without(run, input, ACTION_PRIORITY, "");
}

static void find_no_action_type(struct check_run *run, const struct check_input *input)
{
	find_actions_without(run, input, ACTION_TYPE, "other");
}

static void find_no_action_link(struct check_run *run, const struct check_input *input)
{
	find_actions_without(run, input, ACTION_LINK, "");
}

static void find_no_prevention(struct check_run *run, const struct check_input *input)
{
	for (size_t i = 0; i < input->actions->count; i++)
		if (counts(&input->actions->items[i]) &&
			text_equal(record_text(&input->actions->items[i], ACTION_TYPE), "prevent"))
			return;
	check_missing(run, ENTITY_ACTION);
}

static const struct check rows[] = {
	{ "action-owner", CHECK_ERROR, "nobody owns the action item '{what}'",
		"SRE Workbook, ch. 10: Key action item characteristics missing",
		"action edit {number} --owner", "PERSON", find_no_action_owner },
	{ "action-priority", CHECK_WARNING, "the action item '{what}' has no priority",
		"SRE Workbook, ch. 10: Key action item characteristics missing",
		"action edit {number} --priority", "P0-P4", find_no_action_priority },
	{ "action-link", CHECK_WARNING, "the action item '{what}' is tracked nowhere",
		"SRE Workbook, ch. 10: Key action item characteristics missing",
		"action edit {number} --link", "LINK", find_no_action_link },
	{ "action-type", CHECK_WARNING, "what the action item '{what}' is good for is not said",
		"SRE Book, app. D: Action Items", "action edit {number} --type", "TYPE",
		find_no_action_type },
	{ "prevention", CHECK_WARNING, "no action item keeps this from happening again",
		"SRE Workbook, ch. 10: Key action item characteristics missing",
		"action add --type prevent", "TITLE", find_no_prevention },
};

const struct check_set check_set_actions = { rows, LENGTH(rows) };
