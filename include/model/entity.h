/*
 * What inquest records: the entities, and for each a table of its fields. Command-line flags,
 * validation, JSON, forms, completions and the manual are read out of these rows; a field's name is
 * also its column in the database and its key in the change log.
 */
#ifndef MODEL_ENTITY_H
#define MODEL_ENTITY_H

#include <stdbool.h>
#include <stddef.h>

enum entity_kind {
	ENTITY_INCIDENT,
	ENTITY_EVENT,
	ENTITY_ACTION,
	ENTITY_CAUSE,
	ENTITY_SECTION,
	ENTITY_ROLE,
	ENTITY_REFERENCE,
	ENTITY_ATTACHMENT,
	ENTITY_PUBLICATION, /* one commit of the postmortem to a repository */
	ENTITY_REVIEW,	    /* a step of the postmortem's review: a request, comment, approval, … */
	ENTITY_WAIVER,	    /* a check that does not apply, and why */
	ENTITY_IMPORT,	    /* a document or machine log that was brought in */
	ENTITY_COUNT,
};

enum incident_field {
	INCIDENT_TITLE,
	INCIDENT_REF,
	INCIDENT_SEVERITY,
	INCIDENT_STATUS,
	INCIDENT_STARTED,
	INCIDENT_TIMEZONE,
	INCIDENT_TEMPLATE,
	INCIDENT_TAGS,
	INCIDENT_SERVICES,
	INCIDENT_PRIVATE,
	INCIDENT_REVIEW,
};

enum event_field {
	EVENT_AT,
	EVENT_PRECISION,
	EVENT_OFFSET,
	EVENT_KIND,
	EVENT_TEXT,
	EVENT_AUTHOR,
	EVENT_LINK,
	EVENT_PINNED,
	EVENT_AUDIENCE,
	EVENT_SOURCE,
	EVENT_ORIGIN,
};

enum action_field {
	ACTION_TITLE,
	ACTION_TYPE,
	ACTION_PRIORITY,
	ACTION_OWNER,
	ACTION_TEAM,
	ACTION_LINK,
	ACTION_DUE,
	ACTION_STATE,
	ACTION_REASON,
	ACTION_EVENT,
	ACTION_AUDIENCE,
	ACTION_ORIGIN,
};

enum cause_field {
	CAUSE_KIND,
	CAUSE_TEXT,
	CAUSE_PARENT,
	CAUSE_POSITION,
	CAUSE_EVENT,
	CAUSE_AUDIENCE,
	CAUSE_ORIGIN,
};

enum section_field {
	SECTION_KEY,
	SECTION_HEADING,
	SECTION_LEVEL,
	SECTION_POSITION,
	SECTION_TEXT,
	SECTION_AUDIENCE,
	SECTION_MARKUP,
	SECTION_COVERS,
};

enum role_field { ROLE_NAME, ROLE_PERSON, ROLE_AUDIENCE, ROLE_ORIGIN };

enum reference_field {
	REFERENCE_LABEL,
	REFERENCE_URL,
	REFERENCE_TITLE,
	REFERENCE_AUDIENCE,
	REFERENCE_ORIGIN,
};

enum attachment_field {
	ATTACHMENT_NAME,
	ATTACHMENT_MEDIA,
	ATTACHMENT_SIZE,
	ATTACHMENT_SHA256,
	ATTACHMENT_EVENT,
	ATTACHMENT_AUDIENCE,
};

enum publication_field {
	PUBLICATION_REPOSITORY,
	PUBLICATION_BRANCH,
	PUBLICATION_PATH,
	PUBLICATION_COMMIT_ID,
	PUBLICATION_BASE,
	PUBLICATION_REASON,
	PUBLICATION_AUDIENCE,
	PUBLICATION_MAP,
	PUBLICATION_TEMPLATE,
};

enum review_field {
	REVIEW_AT,
	REVIEW_KIND,
	REVIEW_PERSON,
	REVIEW_TEXT,
	REVIEW_SECTION,
	REVIEW_DONE,
};

/* `rule` is the id of a check: CHECK is a word of SQL. */
enum waiver_field { WAIVER_RULE, WAIVER_SUBJECT, WAIVER_REASON, WAIVER_PERSON, WAIVER_AT };

/* An import run that added or changed something. `sha256` is the digest of a document's blob: the base that its next version is
 * compared with. */
enum import_field {
	IMPORT_AT,
	IMPORT_SOURCE,
	IMPORT_FORMAT,
	IMPORT_SHA256,
	IMPORT_COMMIT_ID,
	IMPORT_COUNT,
};

enum { FIELD_MAX = 12 }; /* fields of the largest entity */

enum field_type {
	FIELD_LINE,   /* one line of text */
	FIELD_TEXT,   /* Markdown, any number of lines */
	FIELD_TIME,   /* an instant: int64 milliseconds since 1970-01-01T00:00Z */
	FIELD_DATE,   /* text YYYY-MM-DD */
	FIELD_INT,    /* int64 */
	FIELD_BOOL,   /* 0 or 1 */
	FIELD_CHOICE, /* text, one of `choices` */
	FIELD_ZONE,   /* text, an IANA time zone */
	FIELD_TAGS,   /* text, words separated by one comma */
	FIELD_LINK,   /* text: URL, #anchor, or a tracker's short form such as org/repo#12 */
	FIELD_PARENT, /* text, the id of another entity of kind `target`; people name it by number */
};

struct choice {
	const char *name;  /* stored, and written by people */
	const char *alias; /* a shorter or older spelling that is also read; may be NULL */
	const char *label; /* shown where space is short; NULL: the name */
	const char *help;
};

enum field_flag {
	FIELD_REQUIRED = 1, /* may not be empty */
	FIELD_HIDDEN = 2,   /* set by the program, not by a flag of its own */
	FIELD_HEADLINE = 4, /* what the entity is called by; given as plain words on the command line */
	FIELD_PROSE = 8,    /* written at length: in a form Enter begins a new line */
};

struct field {
	const char *name; /* column, JSON key; also the flag: --name */
	const char *label;
	enum field_type type;
	unsigned flags;		      /* enum field_flag */
	const struct choice *choices; /* FIELD_CHOICE: ends with a row whose name is NULL */
	enum entity_kind target;      /* FIELD_PARENT */
	const char *initial;	      /* value of a new entity when nothing is said; may be NULL */
	char letter;		      /* short flag; 0 for none */
	const char *help;
};

struct entity {
	const char *name;   /* "event": the table, the `kind` in the change log, the command */
	const char *plural; /* "events" */
	const struct field *fields;
	size_t count;
	int headline; /* index of the FIELD_HEADLINE field */
	const char *help;
};

/* The table row of a kind; borrowed, constant. */
const struct entity *entity_get(enum entity_kind kind);

/* The kind named so, or ENTITY_COUNT: names come from the change log, which may be newer than we. */
enum entity_kind entity_find(const char *name);

/* Index of the field named so, or -1. */
int entity_field(const struct entity *entity, const char *name);

/* The nearest field name for "did you mean", or NULL. */
const char *entity_nearest_field(const struct entity *entity, const char *name);

/* The choice a person means by `text`: name, alias or unambiguous start, case ignored; NULL if none. */
const struct choice *choice_find(const struct choice *choices, const char *text);

/* Position of a stored value among the choices (their order means something: severity, status), or
 * the number of choices if it is not among them. */
size_t choice_rank(const struct choice *choices, const char *stored);

/* Milestones: the event kinds that metrics are computed from, in the order they should happen. */
enum milestone_kind {
	MILESTONE_IMPACT,
	MILESTONE_DETECTED,
	MILESTONE_ACKNOWLEDGED,
	MILESTONE_DECLARED,
	MILESTONE_MITIGATED,
	MILESTONE_RESOLVED,
	MILESTONE_COUNT,
};

/* The milestone an event kind stands for, or MILESTONE_COUNT. */
enum milestone_kind milestone_find(const char *event_kind);
const char *milestone_name(enum milestone_kind kind);

/* True while people work on it: not resolved and not closed. */
bool status_is_open(const char *status);

#endif
