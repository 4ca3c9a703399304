/*
 * For the files src/model/check_*.c: each has the checks of one subject, their functions and rows. A new
 * subject is a file with a set, named here and in the list in check.c.
 */
#ifndef MODEL_CHECK_ROWS_H
#define MODEL_CHECK_ROWS_H

#include "model/check.h"

/* One row at work. */
struct check_run {
	const struct check *check;
	struct findings *out;
	bool later;
	struct check_ready *ready; /* of the input */
};

struct check_set {
	const struct check *rows;
	size_t count;
};

extern const struct check_set check_set_people, check_set_timeline, check_set_times, check_set_impact,
	check_set_causes, check_set_actions, check_set_sections, check_set_targets, check_set_publication,
	check_set_blame, check_set_left, check_set_wording, check_set_acronyms, check_set_secrets, check_set_public,
	check_set_imported;

/* So many places of one check in one entity or section are told: nobody reads more of them. */
enum { CHECK_PLACES_MOST = 50 };

/* Tell a place: the entity of this kind and number, or the section of this key ("" otherwise). `what` stands
 * where the row's sentence has {what}. What was told of the same place in the same words is not told again. False
 * if there is no need to look for more there. */
bool check_found(struct check_run *run, enum entity_kind kind, int64_t number, const char *key, const char *what);

/* Something that is not there at all: `kind` is where it would be. */
void check_missing(struct check_run *run, enum entity_kind kind);

/* It is shown in the layout it was imported in. */
bool check_as_imported(const struct check_input *input);

/* Somebody has the role; there is such an event; such a cause. */
bool check_has_role(const struct check_input *input, const char *name);
bool check_has_milestone(const struct check_input *input, enum milestone_kind kind);
bool check_has_cause(const struct check_input *input, const char *kind);
/* A section of this key is written. */
bool check_has_section(const struct check_input *input, const char *key);
/* The section of this key if the template asks for it or somebody wrote it, or NULL. */
const struct check_section *check_section(const struct check_input *input, const char *key);

/* When the first event that is this milestone was, ms; 0: there is none. */
int64_t check_milestone_at(const struct check_input *input, enum milestone_kind kind);

/* An action that shall be done: what was declined needs nothing but the reason. */
bool check_counts(const struct record *action);

/* A title, cut so that it can stand in a sentence, appended. */
void check_put_title(const char *title, struct buf *out);

#endif
