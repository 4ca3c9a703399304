/*
 * What is typed into the composer: a text that may carry its own kind and time, and the command
 * that logs it. The composer of the UI and `drafts log` read it the same way.
 *
 *   !decision roll back to 4.11        the first word sets the kind: any unambiguous start will do
 *   rolled back @14:05                 a word of the first line sets the time; also @-10m, @~14:05
 *   cache cold again #redis            words of the first line that begin with # and a letter are tags of the
 *                                      incident as well; they stay in the text
 *
 * Names such as @ana stay text, and #12 is a number. A space before !, or any character before @ or #, keeps a
 * word as text; a \ there is left out: \#define.
 */
#ifndef APP_COMPOSE_H
#define APP_COMPOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/when.h"
#include "base/words.h"

enum { COMPOSE_KIND_SIZE = 32 };

struct compose_kind {
	const char *name;  /* what people write: an event kind, "action", "cause", "root", … */
	const char *label; /* the same, unless it is too short to be clear */
	const char *help;
};

struct compose_input {
	const char *text;
	/* Unless the text names one; "why 3" is a why under cause 3, "action from 12" one that came of
	 * event 12. */
	const char *kind;
	int64_t at;	  /* when its typing began: relative times count from here */
	const char *zone; /* times are read in it */
	int64_t day;	  /* as in struct when_context */
};

struct compose {
	char kind[COMPOSE_KIND_SIZE];
	struct when when;
	bool timed;	 /* the text said when */
	struct buf text; /* without the words that set kind and time */
	struct buf tags; /* of an event, with commas between */
};

/* The kinds in the order of the Tab key. */
size_t compose_kind_count(void);
struct compose_kind compose_kind_at(size_t index);

/* True if the kind is logged as an event: with a time, in the timeline. */
bool compose_is_event(const char *kind);

/* What a kind is called, for a label; "why 3" is "why". */
const char *compose_label(const char *kind);

/* The kind that a name, alias or unambiguous start means. ERR_USAGE suggests the nearest. */
bool compose_kind_find(const char *text, struct compose_kind *out, struct err *err);

/*
 * Take the text apart. On ERR_USAGE (a word that is meant as a kind or time and is none, two times)
 * `out` holds what could be read, with the input's kind or time for what could not. The caller ends
 * it with compose_fini either way.
 */
bool compose_read(struct compose *out, const struct compose_input *input, struct err *err);

/*
 * The words of the command that logs it: `log --kind …`, `action add …`, `cause add …`. ERR_USAGE
 * if there is no text, or a time for what has none. The caller frees the words.
 */
bool compose_words(
	const struct compose *compose, const char *zone, struct words *out, struct err *err);

/* Is a word after @ meant as a time? Names are not: `ana`, `2nd-line`. */
bool compose_time_meant(const char *word);

/* Append a word for the first line of a text that sets its time to `when`:
 * "@2026-03-01T14:05+01:00". */
void compose_time_word(const struct when *when, struct buf *out);

/* Free what it holds. */
void compose_fini(struct compose *compose);

#endif
