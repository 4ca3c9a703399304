#include "model/check.h"

#include <stdlib.h>

#include "base/text.h"

struct check_run {
	const struct check *check;
	struct findings *out;
	bool later;
};

/* ---- telling what was found --------------------------------------------------------------------- */

/* A row's text with its places filled in. */
static char *fill(const char *text, const struct finding *finding, const char *what)
{
	struct buf out = { 0 };
	for (; *text; text++) {
		if (text_starts(text, "{what}"))
			buf_puts(&out, what);
		else if (text_starts(text, "{number}"))
			buf_printf(&out, "%lld", (long long)finding->number);
		else if (text_starts(text, "{key}"))
			buf_puts(&out, finding->key);
		else {
			buf_putc(&out, *text);
			continue;
		}
		text += strcspn(text, "}");
	}
	return buf_steal(&out);
}

static void found(struct check_run *run, enum entity_kind kind, int64_t number, const char *key,
	const char *what)
{
	struct finding *finding = vec_push(run->out);
	*finding = (struct finding){
		.check = run->check, .kind = kind, .number = number, .key = mem_copy(key), .later = run->later
	};
	finding->text = fill(run->check->says, finding, what);
	finding->fix = fill(run->check->fix, finding, what);
}

/* Something that is not there at all: `kind` is where it would be. */
static void missing(struct check_run *run, enum entity_kind kind)
{
	found(run, kind, 0, "", "");
}

/* ---- what there is ------------------------------------------------------------------------------ */

static bool has_role(const struct check_input *input, const char *name)
{
	for (size_t i = 0; i < input->roles->count; i++)
		if (text_same(record_text(&input->roles->items[i], ROLE_NAME), name))
			return true;
	return false;
}

static bool has_milestone(const struct check_input *input, enum milestone_kind kind)
{
	for (size_t i = 0; i < input->milestones->count; i++)
		if (milestone_find(record_text(&input->milestones->items[i], EVENT_KIND)) == kind)
			return true;
	return false;
}

static bool has_cause(const struct check_input *input, const char *kind)
{
	for (size_t i = 0; i < input->causes->count; i++)
		if (text_equal(record_text(&input->causes->items[i], CAUSE_KIND), kind))
			return true;
	return false;
}

static bool has_section(const struct check_input *input, const char *key)
{
	for (size_t i = 0; i < input->section_count; i++)
		if (text_equal(input->sections[i].key, key))
			return !text_empty(input->sections[i].text);
	return false;
}

/* ---- people ------------------------------------------------------------------------------------- */

static void find_no_owner(struct check_run *run, const struct check_input *input)
{
	if (!has_role(input, "owner") && !has_role(input, "author"))
		missing(run, ENTITY_ROLE);
}

static void find_no_commander(struct check_run *run, const struct check_input *input)
{
	if (!has_role(input, "commander") && !has_role(input, "incident commander"))
		missing(run, ENTITY_ROLE);
}

/* ---- timeline ----------------------------------------------------------------------------------- */

static void find_no_impact(struct check_run *run, const struct check_input *input)
{
	if (!has_milestone(input, MILESTONE_IMPACT))
		missing(run, ENTITY_EVENT);
}

static void find_no_detection(struct check_run *run, const struct check_input *input)
{
	if (!has_milestone(input, MILESTONE_DETECTED))
		missing(run, ENTITY_EVENT);
}

static void find_no_resolution(struct check_run *run, const struct check_input *input)
{
	const char *status = record_text(input->incident, INCIDENT_STATUS);
	if (!status_is_open(status) && !has_milestone(input, MILESTONE_RESOLVED))
		found(run, ENTITY_EVENT, 0, "", status);
}

static void find_disorder(struct check_run *run, const struct check_input *input)
{
	if (*input->metrics->problem)
		found(run, ENTITY_EVENT, input->metrics->problem_event, "", input->metrics->problem);
}

/* ---- causes ------------------------------------------------------------------------------------- */

static void find_no_root(struct check_run *run, const struct check_input *input)
{
	if (!has_cause(input, "root") && !has_section(input, "root-causes"))
		missing(run, ENTITY_CAUSE);
}

static void find_no_trigger(struct check_run *run, const struct check_input *input)
{
	if (!has_cause(input, "trigger") && !has_section(input, "trigger"))
		missing(run, ENTITY_CAUSE);
}

/* ---- actions ------------------------------------------------------------------------------------ */

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
		found(run, ENTITY_ACTION, action->number, "", buf_text(&title));
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
	missing(run, ENTITY_ACTION);
}

/* ---- sections ----------------------------------------------------------------------------------- */

static void find_empty_sections(struct check_run *run, const struct check_input *input)
{
	for (size_t i = 0; i < input->section_count; i++) {
		const struct check_section *section = &input->sections[i];
		if (section->required && text_empty(section->text))
			found(run, ENTITY_SECTION, 0, section->key, section->heading);
	}
}

const struct check checks[] = {
	{ "owner", CHECK_ERROR, "nobody owns this postmortem: no owner and no author is named",
		"SRE Workbook, ch. 10: Missing ownership", "role set owner", "PERSON", find_no_owner },
	{ "commander", CHECK_WARNING, "nobody is named as incident commander",
		"SRE Book, ch. 14: Incident Command", "role set commander", "PERSON",
		find_no_commander, .now = true },

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

	{ "root-cause", CHECK_ERROR, "no root cause is named", "SRE Book, app. D: Root Causes",
		"cause add --kind root", "TEXT", find_no_root },
	{ "trigger", CHECK_WARNING, "what set it off is not named", "SRE Book, app. D: Trigger",
		"cause add --kind trigger", "TEXT", find_no_trigger },

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

	{ "section", CHECK_ERROR, "the section '{what}' is empty",
		"SRE Workbook, ch. 10: Key details omitted", "section edit {key}", "",
		find_empty_sections },
};

const size_t check_count = LENGTH(checks);

const char *check_level_name(enum check_level level)
{
	return level == CHECK_ERROR ? "error" : "warning";
}

static void run_level(
	const struct check_input *input, enum check_level level, bool later, struct findings *out)
{
	bool open = status_is_open(record_text(input->incident, INCIDENT_STATUS));
	for (size_t i = 0; i < check_count; i++) {
		struct check_run run = { &checks[i], out, open && !checks[i].now };
		if (checks[i].level == level && run.later == later)
			checks[i].find(&run, input);
	}
}

void check_run(const struct check_input *input, struct findings *out)
{
	for (int later = 0; later <= 1; later++)
		for (int level = 0; level < CHECK_LEVELS; level++)
			run_level(input, (enum check_level)level, later, out);
}

void findings_fini(struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++) {
		free(findings->items[i].key);
		free(findings->items[i].text);
		free(findings->items[i].fix);
	}
	free(findings->items);
	*findings = (struct findings){ 0 };
}

size_t findings_count(const struct findings *findings, enum check_level level)
{
	size_t count = 0;
	for (size_t i = 0; i < findings->count; i++)
		count += findings->items[i].check->level == level;
	return count;
}

size_t findings_now(const struct findings *findings)
{
	size_t count = 0;
	while (count < findings->count && !findings->items[count].later)
		count++;
	return count;
}

void finding_subject(const struct finding *finding, struct buf *out)
{
	buf_puts(out, entity_get(finding->kind)->name);
	if (finding->number)
		buf_printf(out, " %lld", (long long)finding->number);
	else if (*finding->key)
		buf_printf(out, " %s", finding->key);
}
