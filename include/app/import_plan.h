/*
 * What an import of a postmortem would do, before it does it: the document, the incident that it makes or changes, and one
 * item for each thing that is written, with its place in the document. A person may look at it, drop items and change
 * their fields; then it is applied in one batch, or not at all.
 *
 * A document that was imported before is merged three ways: what it said then (the blob of that import, read anew), what it
 * says now, and what the incident has. Things are the same if they were read from the same bytes; of those that were not,
 * the likest in the same place are paired, and their fields are compared one by one. What both sides changed stays as it is
 * here, and is a conflict.
 */
#ifndef APP_IMPORT_PLAN_H
#define APP_IMPORT_PLAN_H

#include "app/app.h"
#include "app/import_input.h"
#include "app/takeback.h"
#include "intake/postmortem.h"
#include "store/care.h"

enum {
	IMPORT_FILE_MAX = 16 << 20,   /* bytes of a file that a document names */
	IMPORT_FILES_BYTES = 64 << 20, /* of all of them */
	IMPORT_BESIDE_MAX = 200,      /* such files of one document */
};

#define IMPORT_MARKDOWN "markdown" /* format of an import entity */

struct import_options {
	const char *zone;     /* of times that name none; NULL: the incident's, else the user's */
	const char *incident; /* the incident that it is a new version of; NULL: found by itself */
	bool everything;      /* also what does not look like a postmortem */
	bool look;	      /* only to be looked at: also read what was imported before and is the same */
};

enum import_verdict {
	IMPORT_NEW,    /* becomes an incident */
	IMPORT_UPDATE, /* another version of what an incident was made from */
	IMPORT_SAME,   /* imported before, as it is */
	IMPORT_OTHER,  /* not a postmortem */
};

enum import_change {
	IMPORT_KEEP,   /* as it is in the incident */
	IMPORT_ADD,
	IMPORT_SET,    /* some of its fields */
	IMPORT_DELETE, /* no longer in the document, and not changed here */
};

struct import_item {
	enum import_change change;
	struct record record; /* ADD: all fields; SET: the incident's, with those set that change; else the incident's */
	size_t line, from, to; /* in the document; line 0: not in it any more */
	size_t parent;	       /* of a cause, and of a file of an event: index + 1 of the item; else 0 */
	const char *how;       /* constant; NULL: nothing to say */
	char *note;	       /* what is unsure; NULL: nothing */
	struct buf bytes;      /* of a file */
	bool skip;	       /* a person dropped it: it is not written */
};

struct import_plan {
	struct app *app;
	const struct import_input *input; /* borrowed */
	enum import_verdict verdict;
	char *reason;	 /* of SAME and OTHER: why, in words; else NULL */
	struct buf text; /* the document as it is kept */
	struct buf raw;	 /* as it came, where that is not the same */
	char sha256[SHA256_SIZE];
	char *zone;	 /* in which its times were read */
	struct intake_context context;
	struct postmortem document; /* not read: `read` is false */
	bool read;
	struct record incident; /* NEW: to be; UPDATE: as it is, with those fields set that change; SAME: as it is */
	struct {
		struct import_item *items; /* sections, then in the order of the document, then files, then what is gone */
		size_t count, cap;
	} items;
	struct {
		struct found_note *items; /* about the document, and what happened to it on the way */
		size_t count, cap;
	} notes;
	struct takeback conflicts; /* what both sides changed; its results only */
	char author[128];	   /* who made this version; "": who runs the program */
	int64_t change;		   /* once applied: what `undo` calls it by */
	/* Told while it is written how much of it is; true: stop. NULL: nobody looks. */
	bool (*watch)(void *context, size_t done, size_t all);
	void *watch_context;
	int64_t written;	   /* when it was written first, as far as git knows, ms; 0: not known */
};

/*
 * Read a document and compare it with the database; nothing is written. `descriptor` is standard input, or -1. End it with
 * import_plan_fini, also after an error: as import_read_bytes, import_text_read and postmortem_read say.
 */
bool import_plan_make(struct import_plan *out, struct app *app, const struct import_input *input,
	const struct import_options *options, int descriptor, struct err *err);
void import_plan_fini(struct import_plan *plan);

/* Write it in one batch: all of it or nothing, which is also what it is when it was stopped (ERR_FAILED). Items get the ids and numbers they are known by. SAME and OTHER write
 * nothing. */
bool import_plan_apply(struct import_plan *plan, struct err *err);

/* How many items of a kind there are with one of these changes (bits 1 << enum import_change) that are not skipped. */
size_t import_plan_count(const struct import_plan *plan, enum entity_kind kind, unsigned changes);

/* When what it tells began, ms: orders the documents of a folder. */
int64_t import_plan_date(const struct import_plan *plan);

/* ---- for its own files ---- */

/* Append an empty item, to be filled by the caller; valid until the next one. */
struct import_item *import_plan_add(struct import_plan *plan, enum import_change change, enum entity_kind kind);
void import_plan_note(struct import_plan *plan, size_t line, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The incident that a document tells of. `notes`: it is new: what is unsure is noted, and without any date it starts now. */
void import_plan_incident(const struct postmortem *document, struct import_plan *plan, bool notes, struct record *out);

/* The identity of each item found: a digest of its bytes, with a number among equals. One per item, to be freed with
 * import_origins_free. */
char **import_origins(const struct postmortem *document);
void import_origins_free(char **origins, size_t count);

/* Compare with the incident, given the version imported last (NULL: there was none), which loses its blocks. */
bool import_plan_merge(struct import_plan *plan, struct postmortem *base, struct err *err);

/* Add the files that the document names. */
void import_plan_files(struct import_plan *plan, const struct records *attached);

#endif
