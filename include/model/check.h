/*
 * What a reviewer would say about a postmortem, as a table: each check is a row with a function over
 * what is known of the incident. Pure: everything is loaded before, nothing is read here.
 */
#ifndef MODEL_CHECK_H
#define MODEL_CHECK_H

#include "model/check_text.h"
#include "model/metrics.h"
#include "model/record.h"

enum check_level {
	CHECK_ERROR,   /* a reader would be misled, or nobody would act on it */
	CHECK_WARNING, /* it would be better with it */
	CHECK_LEVELS,
};

/* "error", "warning" */
const char *check_level_name(enum check_level level);

/* A section that the template asks for, or that was added. */
struct check_section {
	const char *key, *heading, *text; /* text "": nothing is written */
	bool required;			  /* asked for, and not marked as optional */
	const char *prompt;		  /* what the template asks; NULL: it does not ask for it */
};

/* What checks look at; all of it is borrowed. */
struct check_input {
	const struct record *incident;
	const struct records *roles, *actions, *causes, *references, *publications;
	const struct records *milestones; /* the events that are milestones, in time order */
	const struct check_section *sections;
	size_t section_count;
	const struct metrics *metrics;
	/* All texts but those of events, of which there may be very many: what the checks of single texts
	 * find in them was found before; NULL: not looked at. */
	const struct check_text *texts;
	size_t text_count;
	const struct findings *event_findings;
	const char *customers; /* names that are not for the public, separated by commas; NULL: none */
};

struct check_run;

struct check {
	const char *id; /* "action-owner": stable, for scripts */
	enum check_level level;
	/* What is wrong. {what} is how the finding calls its subject. */
	const char *says;
	const char *source; /* where the advice is written */
	/* A command line that mends it but for `needs`, the words that only a person knows ("" if there
	 * are none). {number} and {key} stand for the finding's subject. */
	const char *fix, *needs;
	/* Tell every place where something is wrong. */
	void (*find)(struct check_run *run, const struct check_input *input);
	/* It helps to mend it while the outage goes on: somebody leads, and times that are shown are
	 * right. The others are for whoever writes the postmortem. */
	bool now;
	/* Tell what is wrong with one text, whatever else there is: called for each, in place of `find`. */
	void (*find_text)(struct check_run *run, const struct check_input *input,
		const struct check_text *text);
};

/* All rows in their order, those of one subject together; NULL after the last. */
const struct check *check_at(size_t index);
size_t check_count(void);

/* One place where something is wrong. */
struct finding {
	const struct check *check;
	enum entity_kind kind; /* where it is to be mended; ENTITY_INCIDENT: the incident itself */
	int64_t number;	       /* of that entity; 0: there is none yet, or it is a section */
	char *key;	       /* of a section, otherwise "" */
	char *text;	       /* a sentence without its full stop */
	char *fix;	       /* the row's, filled in */
	bool later;	       /* the incident is open, and this can wait until it is not */
};

struct findings {
	struct finding *items;
	size_t count, cap;
};

/* Run all checks and append what they find: what can wait comes last, errors come first, then it is
 * the table's order. Free with findings_fini. */
void check_run(const struct check_input *input, struct findings *out);

/* Run on one text the checks that look at single texts: for event_findings. Needs no more of the input
 * than customers and roles. */
void check_run_text(const struct check_input *input, const struct check_text *text, struct findings *out);

void findings_fini(struct findings *findings);

size_t findings_count(const struct findings *findings, enum check_level level);

/* How many cannot wait; they are the first. */
size_t findings_now(const struct findings *findings);

/* "action 3", "section summary", "incident": what a finding is about, appended. */
void finding_subject(const struct finding *finding, struct buf *out);

#endif
