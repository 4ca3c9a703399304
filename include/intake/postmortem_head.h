/*
 * The inside of postmortem_head: what a document says about itself in labelled lines, tables, headings of one value and
 * front matter ("**Severity:** SEV-1", "| Incident commander | ana |", "### Date"), as pairs of a known label and a value.
 */
#ifndef INTAKE_POSTMORTEM_HEAD_H
#define INTAKE_POSTMORTEM_HEAD_H

#include "intake/postmortem.h"

enum head_field {
	HEAD_TITLE,
	HEAD_REF,
	HEAD_DATE,	    /* of the incident, or of the document */
	HEAD_START,	    /* the milestones: when users began to be affected */
	HEAD_DETECTED,
	HEAD_ACKNOWLEDGED,
	HEAD_DECLARED,
	HEAD_MITIGATED,
	HEAD_END,
	HEAD_SPAN,	    /* "Duration: 10:00 to 11:00": start and end in one */
	HEAD_STATUS,
	HEAD_SEVERITY,
	HEAD_SERVICES,
	HEAD_TAGS,
	HEAD_ZONE,
	HEAD_ROLE,	    /* whoever is named has the label's role */
	HEAD_PEOPLE,	    /* a list of people, each perhaps with a role */
};

struct head_label {
	const char *name; /* in small letters */
	enum head_field field;
	const char *role;   /* of HEAD_ROLE */
	bool anywhere;	    /* said outside the head of a document it still means that */
};

/* The label that a text is, without its marks, its hint in brackets and a plural's s; NULL if it is none. */
const struct head_label *head_label_find(const char *text, size_t len);

/* A value's meaning by the words in it: the first that is known. `*review` is a state of the review or NULL. */
const char *head_status(const char *value, const char **review);
const char *head_severity(const char *value); /* SEV1 to SEV5, NULL */

enum head_place {
	HEAD_IS_OWN, /* no usual heading: perhaps a title */
	HEAD_IS_HEAD,
	HEAD_IS_PEOPLE,
	HEAD_IS_TIMELINE,
	HEAD_IS_BODY, /* another usual part */
};

/* What stands under a heading: details of the incident, people, the timeline, or text. */
enum head_place head_place_of(const char *heading, size_t len);
/* The same of what a heading means (postmortem.keys). */
enum head_place head_place_of_key(const char *key);

/* True for the heading of a column of roles: "Role", "Rolle". */
bool head_is_role_column(const char *text);

/* True for the heading of a column of labels: "Field", "項目". */
bool head_is_field_column(const char *text);

/* Length of what only says that this is a postmortem at the start of a title: "Post-mortem:", "Incident report -". */
size_t head_title_prefix(const char *title);

struct head_pair {
	const struct head_label *label;
	char *value; /* Markdown; lines of a list are parted by "\n" */
	size_t from, to, line;
	size_t block; /* the paragraph, list or table that it stands in; BLOCK_NONE: front matter */
	bool kept;    /* set by the readers below: all that the value says is in fields */
	const char *how;
};

struct head_pairs {
	struct head_pair *items;
	size_t count, cap;
};

/* Find every label with a value: front matter first, then in the document's order. End with head_pairs_fini. */
void head_collect(struct head_pairs *out, const struct postmortem *postmortem);
void head_pairs_fini(struct head_pairs *pairs);

/* The first pair of a field that has a value; NULL if there is none. */
struct head_pair *head_pair_of(const struct head_pairs *pairs, enum head_field field);

/* Text without emphasis, code marks and links' targets, in one line; owned by the caller. */
char *head_plain(const char *markdown, size_t len);

/* True for what stands in a form for a value: "TBD", "N/A", "[Name]", "<date>", nothing at all. */
bool head_is_blank(const char *value);

/* ---- its steps ---- */

/* Each sets its fields of the incident, or adds its items, and marks the pairs whose value is in fields; the zone goes first, as
 * the dates are read in it. */
void head_read_zone(struct postmortem *postmortem, struct head_pairs *pairs);
void head_read_title(struct postmortem *postmortem, struct head_pairs *pairs);
void head_read_dates(struct postmortem *postmortem, struct head_pairs *pairs);
void head_read_people(struct postmortem *postmortem, struct head_pairs *pairs);

#endif
