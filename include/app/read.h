/* What screens and listings read: borrowed from nobody, freed by the caller. */
#ifndef APP_READ_H
#define APP_READ_H

#include "app/app.h"

struct board_row {
	struct record incident;
	int64_t open_actions;
	int64_t began; /* first impact, else started; ms since 1970 */
	int64_t ended; /* last resolved milestone; 0: not over, or unknown */
	char *people;  /* who has a role in it, a line each; NULL: nobody */
};

struct board {
	struct board_row *items;
	size_t count, cap;
	int64_t total; /* there are so many, of which the limit may have left out some */
};

/* Open incidents first, then by start, latest first; `everything` adds those resolved and closed. */
bool read_board(struct app *app, bool everything, int64_t limit, struct board *out, struct err *err);
void board_fini(struct board *board);

/* Entities of a kind in an incident, not deleted, in their natural order. */
bool read_list(struct app *app, enum entity_kind kind, const char *incident, struct records *out,
	struct err *err);
/* By id, deleted ones too. */
bool read_entity(struct app *app, enum entity_kind kind, const char *id, struct record *out,
	struct err *err);
bool read_incident(struct app *app, const char *id, struct record *out, struct err *err);
/* By short number; deleted ones are ERR_NOT_FOUND. */
bool read_number(struct app *app, enum entity_kind kind, const char *incident, int64_t number,
	struct record *out, struct err *err);

/* Which events of an incident are meant. All zero, as NULL: every one. Text and author are contained, case of
 * ASCII letters ignored; `text` is looked for where read_search looks. */
struct event_filter {
	unsigned kinds; /* a bit for each row of the event kinds' choices; 0: any */
	const char *author, *text; /* NULL or "": any */
	int64_t since, until;	   /* ms, both inclusive; 0: open */
	bool pinned;		   /* key moments only */
};

/* True if every event passes. */
bool event_filter_empty(const struct event_filter *filter);

/* A page of the timeline, in time order whatever the direction. */
enum page {
	PAGE_FIRST,  /* the first `limit` events */
	PAGE_LAST,   /* the last */
	PAGE_AFTER,  /* those right after (at, number) */
	PAGE_BEFORE, /* those right before */
};
bool read_events(struct app *app, const char *incident, const struct event_filter *filter, enum page page,
	int64_t at, int64_t number, int64_t limit, struct records *out, struct err *err);

/*
 * Read on from a place what passes a filter, the nearest event first: at most `limit` of the next `scan` events, of which few may
 * pass. `*place` moves to the last one that was looked at; `*end` tells that there are no more.
 */
struct read_place {
	int64_t at, number;
};
bool read_events_part(struct app *app, const char *incident, const struct event_filter *filter, bool backwards,
	int64_t limit, int64_t scan, struct read_place *place, struct records *out, bool *end, struct err *err);

/* How many events there are. */
bool read_event_count(struct app *app, const char *incident, const struct event_filter *filter, int64_t *out,
	struct err *err);

/* The events that are milestones, in time order. */
bool read_milestones(struct app *app, const char *incident, struct records *out, struct err *err);

/*
 * The nearest event after (or before) (at, number) that the filter passes and whose text, author, kind or
 * link holds `needle`, case of ASCII letters ignored; at most `scan` events are looked at. Farther away than 20,000
 * events the full-text index is asked before they are looked through, so that there words are found by their
 * beginning first. `*found` tells
 * whether there is one; only then `out` is to be freed.
 */
bool read_search(struct app *app, const char *incident, const struct event_filter *filter, bool backwards,
	int64_t at, int64_t number, const char *needle, int64_t scan, struct record *out, bool *found,
	struct err *err);

/* When the first and the last event were, ms; both 0 without events. */
bool read_span(struct app *app, const char *incident, int64_t *first, int64_t *last, struct err *err);

/*
 * How the events of [from, to] (ms, from <= to) spread over that time: `out[i]` gets the number in the `i`th of
 * `buckets` equal parts. In an incident of up to 20,000 events all are counted. In a larger one, so that this
 * takes a few milliseconds whatever its size, a part with up to 256 events is counted; of a fuller one the
 * number is estimated from how far the events' numbers advance over it, which is exact if they were logged in
 * the order of time, and what share passes the filter is told from the 256 that were looked at.
 */
bool read_density(struct app *app, const char *incident, const struct event_filter *filter, int64_t from,
	int64_t to, int buckets, unsigned *out, struct err *err);

/* The same, of which only `count` parts are read, from the `first` one on, into all of `out`. */
bool read_density_part(struct app *app, const char *incident, const struct event_filter *filter, int64_t from,
	int64_t to, int buckets, int first, int count, unsigned *out, struct err *err);

/* The same without a filter, if there are up to 1,000 events in that time, however many the incident has; `*few` tells
 * whether. `out` means nothing if not. */
bool read_density_few(struct app *app, const char *incident, int64_t from, int64_t to, int buckets, unsigned *out,
	bool *few, struct err *err);

/* One field set by one change. */
struct history_field {
	char name[32];
	char *before; /* as stored; NULL: it had no value */
	char *after;  /* NULL: cleared */
};

/* One change, oldest first in a history. */
struct history_change {
	int64_t number; /* its batch's, as `undo` takes it */
	int64_t seq;	/* its own */
	int64_t at;	/* when it was recorded */
	char *author;
	char kind[32];	       /* entity name, "undo" or "redaction" */
	int64_t entity_number; /* short number of the entity; of an undo: of the batch undone */
	bool created, undone;
	struct {
		struct history_field *items;
		size_t count, cap;
	} fields;
};

struct history {
	struct history_change *items;
	size_t count, cap;
};

/* The last `limit` changes of an incident. */
bool read_history(struct app *app, const char *incident, int64_t limit, struct history *out,
	struct err *err);
void history_fini(struct history *history);

/* A line such as "event 3: text 'foo' → 'bar'": one per field, or one for the whole of a new entity. Values
 * are shown as record_show does, in `zone`. */
void history_describe(const struct history_change *change, const char *zone, struct buf *out);

/* Whether people are told of a field: it is one they set, and became different or, of something new,
 * has a value. */
bool history_tells(const struct history_change *change, const struct history_field *field);

/* Append a stored value of a field as people read it; "nothing" for NULL. */
void history_value(const struct history_change *change, const struct history_field *field,
	const char *value, const char *zone, struct buf *out);

/* The session of drafts that nobody types: conflicts with edits of a published document. Any session may take one. */
#define DRAFT_PULLED "published edit"

/* The place of what is typed into the composer. */
#define DRAFT_COMPOSER "composer"

/* Text being typed, kept until it is logged or dropped. */
struct draft {
	int64_t number;
	int64_t incident_number;    /* 0: its incident is gone */
	char incident[ID_SIZE];	    /* "" on the board */
	char place[64];		    /* "composer", … */
	char kind[32];		    /* event kind or entity the composer was set to */
	int64_t at;		    /* frozen time of the text, ms */
	int64_t updated;	    /* ms */
	char session[32];	    /* of the program that typed it */
	char *text;
};

struct drafts {
	struct draft *items;
	size_t count, cap;
};

/*
 * Save (insert or replace by incident, place and session); one small transaction, on disk on return. Another
 * program that holds the database is waited for no longer than DRAFT_PATIENCE_MS: ERR_BUSY, to be tried again.
 * Sets `draft->updated`.
 */
enum { DRAFT_PATIENCE_MS = 100 };
bool draft_save(struct app *app, struct draft *draft, struct err *err);
/* Whether the session's draft of that time, which draft_save put into `draft->updated`, is still there: not if an older
 * state of the database was put back. True if that cannot be found out. */
bool draft_is_kept(struct app *app, const char *session, int64_t updated);
/* Those of an incident, or of all with "". */
bool draft_list(struct app *app, const char *incident, struct drafts *out, struct err *err);
bool draft_drop(struct app *app, int64_t number, struct err *err);
/* Drop by incident, place and session. No draft there is fine. */
bool draft_drop_place(struct app *app, const char *incident, const char *place, const char *session,
	struct err *err);
void drafts_fini(struct drafts *drafts);

/* Between these all reads see one state of the database, and lock its file once. Nothing may be written, and writers
 * wait. They nest. Only what was begun without an error is ended. */
bool read_begin(struct app *app, struct err *err);
void read_end(struct app *app);

/* A number that changes when another program has written to the database. */
bool read_version(struct app *app, int64_t *out, struct err *err);

#endif
