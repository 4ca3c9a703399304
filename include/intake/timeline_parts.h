/*
 * The inside of postmortem_timeline: what was seen in a document in its order (a day, a time with what happened), before
 * anything is made of it. Collecting claims blocks and nothing more: which time an entry has can depend on those after it.
 */
#ifndef INTAKE_TIMELINE_PARTS_H
#define INTAKE_TIMELINE_PARTS_H

#include "base/buf.h"
#include "base/mem.h"
#include "intake/postmortem.h"
#include "intake/stamp.h"
#include "intake/timeline.h"

enum {
	TIMELINE_DEPTH_MAX = 24, /* lists and quotes inside each other that are looked into */
};

enum timeline_step_kind {
	TIMELINE_STEP_ENTRY,
	TIMELINE_STEP_DAY,   /* stamp: the day of what follows */
	TIMELINE_STEP_ANEW,  /* times begin anew */
	TIMELINE_STEP_ZONE,  /* zone: of what follows, up to … */
	TIMELINE_STEP_UNZONE, /* … here */
};

struct timeline_step {
	enum timeline_step_kind kind;
	struct stamp stamp;
	bool untimed;	      /* an entry among others that has no time of its own */
	bool sentence;	      /* it is a sentence of running text */
	bool labelled;	      /* its text is no more than what kind it is */
	bool dropped;	      /* it says what another says */
	size_t group;	      /* the list, table or run of paragraphs that it stands in */
	size_t from, to;      /* bytes of the document */
	size_t first, end;    /* blocks of which all is in it; the same: none */
	const char *how;      /* constant */
	struct buf text;      /* Markdown */
	char *author, *label, *link; /* NULL: none */
	/* filled in by timeline_settle */
	struct when when;
	unsigned doubts;
	const char *event_kind;
	bool shared_zone; /* its zone is that of others */
	bool marked; /* the kind is said by a label or mark, not only by words */
	bool placed; /* it has a time */
};

/* What a block's first line begins with; BEGINS_LINES: one of its later lines with a clock time. */
enum { BEGINS_DAY = 1, BEGINS_CLOCK = 2, BEGINS_WEAK = 4, BEGINS_LEAD = 8, BEGINS_LINES = 16 };

/* A heading and what stands below it up to the next one, whatever its level; the first may have none. */
struct timeline_part {
	char *heading; /* Markdown, "" without one */
	int level;     /* 0 without one */
	size_t head, first, end; /* blocks: the heading (the same as `first` without one), those after it */
};

struct timeline {
	struct postmortem *p;
	struct {
		struct timeline_part *items;
		size_t count, cap;
	} parts;
	struct dating dating;
	struct {
		struct timeline_step *items;
		size_t count, cap;
	} steps;
	size_t entries;
	unsigned char *begins; /* of each block */
	uint32_t *clocks;      /* how many of the blocks before it begin with a clock time */
	uint32_t *weak;	       /* or with anything that may be a time */
	bool *seen;	       /* blocks that were looked at for entries */
	size_t group;
	size_t open;   /* index + 1 of the step that what follows belongs to; 0: none */
	bool in_list;  /* it is an item of a list that has ended */
	bool loose;    /* leading words and weak times count: the heading says that it is a timeline */
	bool full;
};

/* How many blocks from `first` up to `end` begin with a clock time; with `weak`, also with what may be one. */
size_t timeline_begins(const struct timeline *t, size_t first, size_t end, bool weak);

/* ---- collecting ---- */

/* A new entry; what follows belongs to it. NULL when there are too many. Valid until the next one. */
struct timeline_step *timeline_entry(struct timeline *t, const struct stamp *stamp, size_t from, size_t to, const char *how);
struct timeline_step *timeline_step(struct timeline *t, enum timeline_step_kind kind);

/* The rest of a line behind its stamp as the text of an entry; all of it where the time belongs to the sentence. */
void timeline_put_rest(struct timeline_step *step, const struct stamp *stamp, const char *line, size_t len);

/* Add blocks to the open entry. */
void timeline_extend(struct timeline *t, size_t first, size_t end);

/* Blocks that are siblings, from `first` up to `end`. */
void timeline_walk(struct timeline *t, size_t first, size_t end, int depth);

/* A paragraph; `item`: it is the first of a list item, and siblings of that have times. */
void timeline_paragraph(struct timeline *t, size_t block, size_t siblings_end, bool item);

/* A table; false, and nothing is collected, if its rows are no events. `strict`: only with clock times. */
bool timeline_table(struct timeline *t, size_t table, bool strict);

/* A code block of which most lines begin with a time; false if it is none. */
bool timeline_code(struct timeline *t, size_t block);

/* `Time: 10:03`, and what the lines with labels after it say. False if the line is none. */
bool timeline_labelled(struct timeline *t, const char *line, size_t len, size_t from, size_t to);

/* Whether timeline_labelled would take the line. */
bool timeline_has_label(const struct timeline *t, const char *line, size_t len);

/* "Incident declared 11:26", "Detected: 10:03": the time at the end of a line, or anywhere in it. */
bool timeline_trailing(struct timeline *t, const char *line, size_t len, size_t from, size_t to);

/* Sentences with a clock time in running text. */
void timeline_prose(struct timeline *t, size_t first, size_t end);

/* "NAME commented on DATE", with what was said. */
void timeline_comments(struct timeline *t);

/* The zone that a heading or the head of a column names, NULL if none. */
const char *timeline_zone(const char *text, bool *unsure);

/* ---- what was collected ---- */

/* Give every entry its time, kind, author and link, and add the events to the document's `found`. */
void timeline_settle(struct timeline *t);

#endif
