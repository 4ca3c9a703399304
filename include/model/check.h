/*
 * What a reviewer would say about a postmortem, as a table: each check is a row with a function over
 * what is known of the incident. Pure: everything is loaded before, nothing is read here.
 */
#ifndef MODEL_CHECK_H
#define MODEL_CHECK_H

#include "base/words.h"
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

/* What is known of the timeline as a whole: its events may be very many and are looked at one by one. */
struct check_timeline {
	bool events;	     /* there are some */
	int64_t first, last; /* when, ms */
	bool evidence;	     /* one has a link, a URL in its text or an attachment */
};

/* A check that does not apply, by somebody's word. */
struct check_waiver {
	const char *check;     /* its id */
	enum entity_kind kind; /* what it does not apply to; ENTITY_COUNT: to anything */
	int64_t number;	       /* of that entity; 0 if it is a section */
	const char *key;       /* of a section, otherwise "" */
	const struct record *record;
};

/* A field that was changed, and what the imported document still says of it: "owner ana". */
struct check_difference {
	enum entity_kind kind;
	int64_t number;
	char *says;
};

/* What checks look at; all of it is borrowed. What is NULL or 0 is not looked at, but for the first lines. */
struct check_input {
	const struct record *incident;
	const struct records *roles, *actions, *causes, *references, *publications;
	const struct records *milestones; /* the events that are milestones, in time order */
	const struct check_section *sections;
	size_t section_count;
	const struct metrics *metrics;
	/* All texts but those of events, of which there may be very many: what the checks of single texts and
	 * single events find in them was found before; NULL: not looked at. */
	const struct check_text *texts;
	size_t text_count;
	const struct findings *event_findings;
	const char *customers; /* names that are not for the public, separated by commas; NULL: none */
	const struct check_timeline *timeline;
	const struct records *reviews;
	int64_t now;			  /* ms */
	int64_t published_first, published_last; /* ms; 0: it was not */
	int64_t publish_days;		  /* so soon after its end it shall be published */
	/* What the template makes use of: keys of the sections it asks for, names of its data. NULL: all. */
	const struct words *shows;
	const struct words *anchors; /* that the document has, without # */
	/* Is there an entity of this number, not deleted? */
	bool (*there)(const void *context, enum entity_kind kind, int64_t number);
	const void *context;
	const struct check_waiver *waivers;
	size_t waiver_count;
	const struct check_difference *differences;
	size_t difference_count;
	struct check_ready *ready; /* model/check_words.h; NULL: worked out anew for each text */
};

struct check_run;

struct check {
	const char *id; /* "action-owner": stable, for scripts */
	enum check_level level;
	/* What is wrong. {what} is how the finding calls its subject. */
	const char *says;
	const char *source; /* where the advice is written */
	/* A command line that mends it but for `needs`, the words that only a person knows ("" if there
	 * are none). {number} and {key} stand for the finding's subject, {edit} for the command that edits it. */
	const char *fix, *needs;
	/* Tell every place where something is wrong. */
	void (*find)(struct check_run *run, const struct check_input *input);
	/* It helps to mend it while the outage goes on: somebody leads, and times that are shown are
	 * right. The others are for whoever writes the postmortem. */
	bool now;
	/* Tell what is wrong with one text, whatever else there is: called for each, beside `find`, which may be
	 * NULL then. */
	void (*find_text)(struct check_run *run, const struct check_input *input,
		const struct check_text *text);
	/* The same with one event. */
	void (*find_event)(struct check_run *run, const struct check_input *input, const struct record *event);
	/* It applies if the template makes use of one of these, separated by blanks; NULL: always. */
	const char *when;
	/* It asks for what our forms have: not of a document that is shown in the layout it was imported in. */
	bool ours;
	const char *why; /* a sentence or two on what it is good for */
	bool secret;	 /* what it finds does harm when others read it */
};

/* All rows in their order, those of one subject together; NULL after the last. */
const struct check *check_at(size_t index);
size_t check_count(void);
/* The row of this id, or NULL. */
const struct check *check_find(const char *id);

/* One place where something is wrong. */
struct finding {
	const struct check *check;
	enum entity_kind kind; /* where it is to be mended; ENTITY_INCIDENT: the incident itself */
	int64_t number;	       /* of that entity; 0: there is none yet, or it is a section */
	char *key;	       /* of a section, otherwise "" */
	char *text;	       /* a sentence without its full stop */
	char *fix;	       /* the row's, filled in */
	bool later;	       /* the incident is open, and this can wait until it is not */
	/* Somebody waived it: why, who, when (ms). It does not count. NULL: nobody did. */
	char *waived, *waived_by;
	int64_t waived_at;
};

struct findings {
	struct finding *items;
	size_t count, cap;
	bool partial; /* whoever ran the checks let them look at the latest events only, and there are others */
};

/* Run all checks and append what they find: what can wait comes last, and what was waived after it; errors
 * come first, then it is the table's order. Free with findings_fini. */
void check_run(const struct check_input *input, struct findings *out);

/* Run on one text the checks that look at single texts: for event_findings. Needs no more of the input
 * than customers and roles. */
void check_run_text(const struct check_input *input, const struct check_text *text, struct findings *out);

/* Run on one event the checks that look at single events, for `event_findings`. Needs no more of the input
 * than the incident, the milestones, when it was published and the rest that events are held against. */
void check_run_event(const struct check_input *input, const struct record *event, struct findings *out);

/* Free what it holds. */
void findings_fini(struct findings *findings);

/* Mark those that a waiver is about, and put them last. */
void findings_waive(struct findings *findings, const struct check_waiver *waivers, size_t count);

/* How many there are of a level that nobody waived. */
size_t findings_count(const struct findings *findings, enum check_level level);

/* How many cannot wait and were not waived; they are the first. */
size_t findings_now(const struct findings *findings);

/* "action 3", "section summary", "incident": what a finding is about, appended. */
void finding_subject(const struct finding *finding, struct buf *out);

#endif
