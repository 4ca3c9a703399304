#include "model/entity.h"

#include "base/mem.h"
#include "base/text.h"

static const struct choice severities[] = {
	{ "SEV1", "1", NULL, "critical: most users cannot use the service, or data is lost" },
	{ "SEV2", "2", NULL, "major: many users or an important function are affected" },
	{ "SEV3", "3", NULL, "moderate: some users or a minor function, a workaround exists" },
	{ "SEV4", "4", NULL, "minor: little or no effect on users" },
	{ "SEV5", "5", NULL, "none yet: a near miss worth learning from" },
	{ 0 },
};

static const struct choice statuses[] = {
	{ "investigating", NULL, NULL, "people are looking for the cause" },
	{ "identified", NULL, NULL, "the cause is known, a fix is on its way" },
	{ "mitigated", "monitoring", NULL, "users are no longer affected; still being watched" },
	{ "resolved", "solved", NULL, "it is over" },
	{ "closed", "complete", NULL, "the postmortem is done" },
	{ 0 },
};

static const struct choice precisions[] = {
	{ "exact", NULL, NULL, "to the second or better" },
	{ "minute", NULL, NULL, "to the minute" },
	{ "about", NULL, NULL, "roughly then" },
	{ "day", NULL, NULL, "some time that day" },
	{ 0 },
};

static const struct choice event_kinds[] = {
	{ "note", NULL, NULL, "anything worth remembering" },
	{ "evidence", NULL, NULL, "what a graph, a log or a command showed" },
	{ "hypothesis", NULL, "theory", "what somebody thinks is going on" },
	{ "decision", NULL, NULL, "what was decided, and why" },
	{ "change", "deploy", NULL, "something was changed: deploy, flag, configuration, rollback" },
	{ "escalation", "page", "escalate", "somebody else was called in" },
	{ "comms", "update", NULL, "what users, customers or management were told" },
	{ "status", NULL, NULL, "the incident's status or severity changed" },
	{ "impact", NULL, NULL, "milestone: users began to be affected" },
	{ "detected", "detection", NULL, "milestone: somebody or something noticed" },
	{ "acknowledged", "ack", "ack", "milestone: a person took it on" },
	{ "declared", NULL, NULL, "milestone: it was called an incident" },
	{ "mitigated", NULL, NULL, "milestone: users were no longer affected" },
	{ "resolved", "solved", NULL, "milestone: the problem was gone" },
	{ 0 },
};

static const struct choice audiences[] = {
	{ "team", NULL, NULL, "the people who worked on it" },
	{ "internal", NULL, NULL, "everybody in the company" },
	{ "public", NULL, NULL, "customers and the world" },
	{ 0 },
};

static const struct choice review_states[] = {
	{ "draft", NULL, NULL, "being written" },
	{ "in-review", "review", NULL, "reviewers are asked to read it" },
	{ "approved", NULL, NULL, "reviewers agree with it" },
	{ "published", NULL, NULL, "in the team's repository" },
	{ 0 },
};

static const struct choice review_kinds[] = {
	{ "request", NULL, NULL, "the person is asked to review it" },
	{ "comment", NULL, NULL, "a remark on the whole or on a section" },
	{ "approve", NULL, NULL, "the person agrees with it as it is" },
	{ "object", NULL, NULL, "the person does not agree with it as it is" },
	{ "reopen", NULL, NULL, "it is a draft again, for the reason given" },
	{ 0 },
};

static const struct choice action_types[] = {
	{ "mitigate", NULL, NULL, "make the next one hurt less" },
	{ "prevent", NULL, NULL, "make it not happen again" },
	{ "detect", NULL, NULL, "notice it sooner" },
	{ "investigate", NULL, NULL, "find out what is not known yet" },
	{ "repair", NULL, NULL, "clean up what this one left behind" },
	{ "process", NULL, NULL, "change how people work" },
	{ "other", NULL, NULL, "anything else" },
	{ 0 },
};

static const struct choice priorities[] = {
	{ "P0", "0", NULL, "now, before other work" },
	{ "P1", "1", NULL, "next" },
	{ "P2", "2", NULL, "soon" },
	{ "P3", "3", NULL, "when there is time" },
	{ "P4", "4", NULL, "would be nice" },
	{ 0 },
};

static const struct choice action_states[] = {
	{ "open", "todo", NULL, "nobody works on it yet" },
	{ "doing", "started", NULL, "somebody works on it" },
	{ "done", NULL, NULL, "finished" },
	{ "declined", "wontfix", NULL, "will not be done; the reason says why" },
	{ 0 },
};

static const struct choice cause_kinds[] = {
	{ "root", NULL, NULL, "root cause: without it, this would not have happened" },
	{ "trigger", NULL, NULL, "what set it off" },
	{ "contributing", "factor", "factor", "contributing factor: made it likelier, worse or longer" },
	{ "why", NULL, NULL, "one answer in a chain of whys; its parent is what it explains" },
	{ 0 },
};

static const struct field incident_fields[] = {
	[INCIDENT_TITLE] = { "title", "Title", FIELD_LINE, FIELD_REQUIRED | FIELD_HEADLINE,
		.help = "what users see going wrong, in one line" },
	[INCIDENT_REF] = { "ref", "Reference", FIELD_LINE,
		.help = "your own number for it, such as OPS-1234" },
	[INCIDENT_SEVERITY] = { "severity", "Severity", FIELD_CHOICE, FIELD_REQUIRED, severities,
		.initial = "SEV3", .letter = 's', .help = "how bad it is" },
	[INCIDENT_STATUS] = { "status", "Status", FIELD_CHOICE, FIELD_REQUIRED, statuses,
		.initial = "investigating", .help = "how far it is" },
	[INCIDENT_STARTED] = { "started", "Started", FIELD_TIME, FIELD_REQUIRED, .letter = 't', .help = "when it began" },
	[INCIDENT_TIMEZONE] = { "timezone", "Time zone", FIELD_ZONE,
		.help = "zone in which its times are read and shown" },
	[INCIDENT_TEMPLATE] = { "template", "Template", FIELD_LINE, .initial = "sre",
		.help = "form of the postmortem" },
	[INCIDENT_TAGS] = { "tags", "Tags", FIELD_TAGS, .help = "words to find it by" },
	[INCIDENT_SERVICES] = { "services", "Services", FIELD_TAGS, .help = "services affected" },
	[INCIDENT_PRIVATE] = { "private", "Private", FIELD_BOOL, .initial = "no",
		.help = "yes: publish refuses it" },
	[INCIDENT_REVIEW] = { "review", "Review", FIELD_CHOICE, FIELD_HIDDEN, review_states,
		.initial = "draft", .help = "how far the review of the postmortem is" },
};

static const struct field event_fields[] = {
	[EVENT_AT] = { "at", "Time", FIELD_TIME, FIELD_REQUIRED,
		.letter = 't', .help = "when it happened: 14:05, -10m, 'yesterday 23:10', 2023-01-17T15:00+01:00, ~14:05" },
	[EVENT_PRECISION] = { "precision", "Precision", FIELD_CHOICE, FIELD_HIDDEN, precisions,
		.initial = "exact", .help = "how exactly the time is known" },
	[EVENT_OFFSET] = { "offset", "Offset", FIELD_INT, FIELD_HIDDEN, .initial = "0",
		.help = "minutes east of UTC in which the time was entered" },
	[EVENT_KIND] = { "kind", "Kind", FIELD_CHOICE, FIELD_REQUIRED, event_kinds, .initial = "note",
		.letter = 'k', .help = "what sort of event" },
	[EVENT_TEXT] = { "text", "Text", FIELD_TEXT, FIELD_REQUIRED | FIELD_HEADLINE,
		.help = "what happened, in Markdown, up to 1 MiB" },
	[EVENT_AUTHOR] = { "author", "Author", FIELD_LINE, .letter = 'a', .help = "who did or saw it" },
	[EVENT_LINK] = { "link", "Link", FIELD_LINK, .letter = 'l', .help = "graph, log, ticket or commit that shows it" },
	[EVENT_PINNED] = { "pinned", "Pinned", FIELD_BOOL, .initial = "no",
		.help = "a key moment" },
	[EVENT_AUDIENCE] = { "audience", "Audience", FIELD_CHOICE, FIELD_REQUIRED, audiences,
		.initial = "internal", .help = "who may read it" },
	[EVENT_SOURCE] = { "source", "Source", FIELD_LINE, .help = "where it came from, if not typed here" },
	[EVENT_ORIGIN] = { "origin", "Origin", FIELD_LINE, FIELD_HIDDEN,
		.help = "what identifies it where it was imported from" },
};

static const struct field action_fields[] = {
	[ACTION_TITLE] = { "title", "Action", FIELD_LINE, FIELD_REQUIRED | FIELD_HEADLINE,
		.help = "what is to be done; start with a verb" },
	[ACTION_TYPE] = { "type", "Type", FIELD_CHOICE, FIELD_REQUIRED, action_types, .initial = "other",
		.letter = 't', .help = "what it is good for" },
	[ACTION_PRIORITY] = { "priority", "Priority", FIELD_CHOICE, .choices = priorities,
		.letter = 'p', .help = "how urgent" },
	[ACTION_OWNER] = { "owner", "Owner", FIELD_LINE, .letter = 'o', .help = "the one person or team that does it" },
	[ACTION_TEAM] = { "team", "Team", FIELD_LINE, .help = "team it belongs to; groups the table" },
	[ACTION_LINK] = { "link", "Tracking link", FIELD_LINK,
		.letter = 'l', .help = "ticket: a URL, a reference's label, #12 or org/repo#12" },
	[ACTION_DUE] = { "due", "Due", FIELD_DATE, .help = "date it shall be done by: 2026-03-31" },
	[ACTION_STATE] = { "state", "State", FIELD_CHOICE, FIELD_REQUIRED, action_states,
		.initial = "open", .help = "how far it is" },
	[ACTION_REASON] = { "reason", "Reason", FIELD_LINE, .help = "why it was declined" },
	[ACTION_EVENT] = { "event", "Event", FIELD_PARENT, .target = ENTITY_EVENT,
		.letter = 'e', .help = "number of the event it came from" },
	[ACTION_AUDIENCE] = { "audience", "Audience", FIELD_CHOICE, .choices = audiences,
		.help = "who may read it; nothing said means internal" },
	[ACTION_ORIGIN] = { "origin", "Origin", FIELD_LINE, FIELD_HIDDEN,
		.help = "what identifies it where it was imported from" },
};

static const struct field cause_fields[] = {
	[CAUSE_KIND] = { "kind", "Kind", FIELD_CHOICE, FIELD_REQUIRED, cause_kinds,
		.initial = "contributing", .letter = 'k', .help = "its part in what happened" },
	[CAUSE_TEXT] = { "text", "Cause", FIELD_TEXT, FIELD_REQUIRED | FIELD_HEADLINE,
		.help = "the cause, in Markdown" },
	[CAUSE_PARENT] = { "parent", "Under", FIELD_PARENT, .target = ENTITY_CAUSE,
		.letter = 'u', .help = "number of the cause that this one explains" },
	[CAUSE_POSITION] = { "position", "Position", FIELD_INT,
		.help = "place among its siblings, from 1" },
	[CAUSE_EVENT] = { "event", "Event", FIELD_PARENT, .target = ENTITY_EVENT,
		.letter = 'e', .help = "number of the event that showed it" },
	[CAUSE_AUDIENCE] = { "audience", "Audience", FIELD_CHOICE, .choices = audiences,
		.help = "who may read it; nothing said means internal" },
	[CAUSE_ORIGIN] = { "origin", "Origin", FIELD_LINE, FIELD_HIDDEN,
		.help = "what identifies it where it was imported from" },
};

static const struct field section_fields[] = {
	[SECTION_KEY] = { "key", "Key", FIELD_LINE, FIELD_REQUIRED,
		.help = "the template's name for it" },
	[SECTION_HEADING] = { "heading", "Heading", FIELD_LINE, .help = "its heading, if not the template's" },
	[SECTION_LEVEL] = { "level", "Level", FIELD_INT, .initial = "2", .help = "heading level, 1 to 6" },
	[SECTION_POSITION] = { "position", "Position", FIELD_INT,
		.help = "place among sections the template does not know" },
	[SECTION_TEXT] = { "text", "Text", FIELD_TEXT, FIELD_HEADLINE | FIELD_PROSE, .help = "Markdown" },
	[SECTION_AUDIENCE] = { "audience", "Audience", FIELD_CHOICE, .choices = audiences,
		.help = "who may read it; nothing said means internal" },
	[SECTION_MARKUP] = { "markup", "Markup", FIELD_TEXT, FIELD_HIDDEN,
		.help = "source of the heading in the document it was imported from" },
	[SECTION_COVERS] = { "covers", "Covers", FIELD_LINE, FIELD_HIDDEN,
		.help = "what was read from it completely: events, actions, causes, roles, references" },
};

static const struct field role_fields[] = {
	[ROLE_NAME] = { "name", "Role", FIELD_LINE, FIELD_REQUIRED,
		.help = "incident commander, scribe, comms lead, author, …" },
	[ROLE_PERSON] = { "person", "Person", FIELD_LINE, FIELD_REQUIRED | FIELD_HEADLINE,
		.help = "who; 'Name <e-mail>' lets publish name them as author" },
	[ROLE_AUDIENCE] = { "audience", "Audience", FIELD_CHOICE, .choices = audiences,
		.help = "who may read it; nothing said means internal" },
	[ROLE_ORIGIN] = { "origin", "Origin", FIELD_LINE, FIELD_HIDDEN,
		.help = "what identifies it where it was imported from" },
};

static const struct field reference_fields[] = {
	[REFERENCE_LABEL] = { "label", "Label", FIELD_LINE,
		.letter = 'l', .help = "short name; action items may use it as their link" },
	[REFERENCE_URL] = { "url", "URL", FIELD_LINK, FIELD_REQUIRED | FIELD_HEADLINE,
		.help = "where it is" },
	[REFERENCE_TITLE] = { "title", "Title", FIELD_LINE, .help = "what one finds there" },
	[REFERENCE_AUDIENCE] = { "audience", "Audience", FIELD_CHOICE, .choices = audiences,
		.help = "who may read it; nothing said means internal" },
	[REFERENCE_ORIGIN] = { "origin", "Origin", FIELD_LINE, FIELD_HIDDEN,
		.help = "what identifies it where it was imported from" },
};

static const struct field attachment_fields[] = {
	[ATTACHMENT_NAME] = { "name", "Name", FIELD_LINE, FIELD_REQUIRED | FIELD_HEADLINE,
		.help = "file name" },
	[ATTACHMENT_MEDIA] = { "media", "Media type", FIELD_LINE,
		.help = "such as image/png" },
	[ATTACHMENT_SIZE] = { "size", "Size", FIELD_INT, FIELD_HIDDEN, .help = "bytes" },
	[ATTACHMENT_SHA256] = { "sha256", "SHA-256", FIELD_LINE, FIELD_HIDDEN,
		.help = "digest of the bytes, which are kept once per digest" },
	[ATTACHMENT_EVENT] = { "event", "Event", FIELD_PARENT, .target = ENTITY_EVENT,
		.letter = 'e', .help = "number of the event it belongs to" },
	[ATTACHMENT_AUDIENCE] = { "audience", "Audience", FIELD_CHOICE, .choices = audiences,
		.help = "who may read it; nothing said means internal" },
};

static const struct field publication_fields[] = {
	[PUBLICATION_REPOSITORY] = { "repository", "Repository", FIELD_LINE, FIELD_REQUIRED,
		.help = "where it was published" },
	[PUBLICATION_BRANCH] = { "branch", "Branch", FIELD_LINE, .help = "branch" },
	[PUBLICATION_PATH] = { "path", "Path", FIELD_LINE, FIELD_HEADLINE,
		.help = "path of the document" },
	[PUBLICATION_COMMIT_ID] = { "commit_id", "Commit", FIELD_LINE, .help = "git commit" },
	[PUBLICATION_BASE] = { "base", "Base", FIELD_LINE, FIELD_HIDDEN,
		.help = "digest of the document as rendered: the base of the next three-way merge" },
	[PUBLICATION_REASON] = { "reason", "Reason", FIELD_LINE,
		.help = "why it was published in spite of errors" },
	[PUBLICATION_AUDIENCE] = { "audience", "Audience", FIELD_CHOICE, .choices = audiences,
		.initial = "internal", .help = "whom it was rendered for" },
	[PUBLICATION_MAP] = { "map", "Map", FIELD_LINE, FIELD_HIDDEN,
		.help = "digest of what says where in the document each section and action item stands" },
	[PUBLICATION_TEMPLATE] = { "template", "Template", FIELD_LINE,
		.help = "of an edition by another template than the incident's own" },
};

static const struct field review_fields[] = {
	[REVIEW_AT] = { "at", "Time", FIELD_TIME, FIELD_REQUIRED | FIELD_HIDDEN, .help = "when it was said" },
	[REVIEW_KIND] = { "kind", "Kind", FIELD_CHOICE, FIELD_REQUIRED | FIELD_HIDDEN, review_kinds,
		.initial = "comment", .help = "what step of the review it is" },
	[REVIEW_PERSON] = { "person", "Person", FIELD_LINE, .help = "who says it, or is asked" },
	[REVIEW_TEXT] = { "text", "Text", FIELD_TEXT, FIELD_HEADLINE | FIELD_PROSE, .help = "what is said, in Markdown" },
	[REVIEW_SECTION] = { "section", "Section", FIELD_LINE, .help = "key of the section it is about" },
	[REVIEW_DONE] = { "done", "Settled", FIELD_BOOL, .initial = "no", .help = "nothing is left to do about it" },
};

static const struct field waiver_fields[] = {
	[WAIVER_RULE] = { "rule", "Check", FIELD_LINE, FIELD_REQUIRED | FIELD_HEADLINE,
		.help = "the check that does not apply" },
	[WAIVER_SUBJECT] = { "subject", "Subject", FIELD_LINE, FIELD_HIDDEN,
		.help = "id of the entity or key of the section it does not apply to; empty: all" },
	[WAIVER_REASON] = { "reason", "Reason", FIELD_LINE, FIELD_REQUIRED, .help = "why it does not apply" },
	[WAIVER_PERSON] = { "person", "Person", FIELD_LINE, .help = "who says so" },
	[WAIVER_AT] = { "at", "Time", FIELD_TIME, FIELD_REQUIRED | FIELD_HIDDEN, .help = "when it was said" },
};

static const struct field import_fields[] = {
	[IMPORT_AT] = { "at", "Time", FIELD_TIME, FIELD_REQUIRED | FIELD_HIDDEN, .help = "when it was imported" },
	[IMPORT_SOURCE] = { "source", "Source", FIELD_LINE, FIELD_REQUIRED | FIELD_HEADLINE,
		.help = "file, folder, or git:REPOSITORY:PATH" },
	[IMPORT_FORMAT] = { "format", "Format", FIELD_LINE, .help = "as what it was read" },
	[IMPORT_SHA256] = { "sha256", "SHA-256", FIELD_LINE, FIELD_HIDDEN,
		.help = "digest of the document: the base of the next three-way merge" },
	[IMPORT_COMMIT_ID] = { "commit_id", "Commit", FIELD_LINE, .help = "git commit it was read from" },
	[IMPORT_COUNT] = { "count", "Count", FIELD_INT, .help = "how much was added or changed" },
};

#define ENTITY(name, plural, headline, help)                                                       \
	{ #name, plural, name##_fields, LENGTH(name##_fields), headline, help }

static const struct entity entities[ENTITY_COUNT] = {
	[ENTITY_INCIDENT] = ENTITY(incident, "incidents", INCIDENT_TITLE, "an outage or near miss"),
	[ENTITY_EVENT] = ENTITY(event, "events", EVENT_TEXT, "one line of the timeline"),
	[ENTITY_ACTION] = ENTITY(action, "actions", ACTION_TITLE, "an action item"),
	[ENTITY_CAUSE] = ENTITY(cause, "causes", CAUSE_TEXT, "a cause, contributing factor or why"),
	[ENTITY_SECTION] = ENTITY(section, "sections", SECTION_TEXT, "a section of the postmortem"),
	[ENTITY_ROLE] = ENTITY(role, "roles", ROLE_PERSON, "who had which part"),
	[ENTITY_REFERENCE] =
		ENTITY(reference, "references", REFERENCE_URL, "supporting information"),
	[ENTITY_ATTACHMENT] = ENTITY(attachment, "attachments", ATTACHMENT_NAME, "an attached file"),
	[ENTITY_PUBLICATION] =
		ENTITY(publication, "publications", PUBLICATION_PATH, "a published postmortem"),
	[ENTITY_REVIEW] = ENTITY(review, "reviews", REVIEW_TEXT, "a step of the review"),
	[ENTITY_WAIVER] = ENTITY(waiver, "waivers", WAIVER_RULE, "a check that does not apply"),
	[ENTITY_IMPORT] = ENTITY(import, "imports", IMPORT_SOURCE, "a document or log that was brought in"),
};

static const char *const milestone_names[MILESTONE_COUNT] = {
	[MILESTONE_IMPACT] = "impact",
	[MILESTONE_DETECTED] = "detected",
	[MILESTONE_ACKNOWLEDGED] = "acknowledged",
	[MILESTONE_DECLARED] = "declared",
	[MILESTONE_MITIGATED] = "mitigated",
	[MILESTONE_RESOLVED] = "resolved",
};

const struct entity *entity_get(enum entity_kind kind)
{
	return &entities[kind];
}

enum entity_kind entity_find(const char *name)
{
	for (int kind = 0; kind < ENTITY_COUNT; kind++)
		if (text_equal(entities[kind].name, name))
			return (enum entity_kind)kind;
	return ENTITY_COUNT;
}

int entity_field(const struct entity *entity, const char *name)
{
	for (size_t i = 0; i < entity->count; i++)
		if (text_equal(entity->fields[i].name, name))
			return (int)i;
	return -1;
}

const char *entity_nearest_field(const struct entity *entity, const char *name)
{
	const char *names[FIELD_MAX];
	size_t count = 0;
	for (size_t i = 0; i < entity->count; i++)
		if (!(entity->fields[i].flags & FIELD_HIDDEN))
			names[count++] = entity->fields[i].name;
	return text_nearest(name, names, count);
}

const struct choice *choice_find(const struct choice *choices, const char *text)
{
	const struct choice *start = NULL;
	bool ambiguous = false;
	for (const struct choice *c = choices; c->name; c++) {
		if (text_same(c->name, text) || (c->alias && text_same(c->alias, text)))
			return c;
		if (*text && strncasecmp(c->name, text, strlen(text)) == 0) {
			ambiguous = start != NULL;
			start = c;
		}
	}
	return ambiguous ? NULL : start;
}

size_t choice_rank(const struct choice *choices, const char *stored)
{
	size_t rank = 0;
	while (choices[rank].name && !text_equal(choices[rank].name, stored))
		rank++;
	return rank;
}

enum milestone_kind milestone_find(const char *event_kind)
{
	int kind = 0;
	while (kind < MILESTONE_COUNT && !text_equal(milestone_names[kind], event_kind))
		kind++;
	return (enum milestone_kind)kind;
}

const char *milestone_name(enum milestone_kind kind)
{
	return milestone_names[kind];
}

bool status_is_open(const char *status)
{
	return !text_equal(status, "resolved") && !text_equal(status, "closed");
}
