/*
 * The database: one SQLite file that holds the change log and the tables folded from it. Reads are
 * named queries (src/store/queries, one enumerator each); every write to an entity is a change.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "model/record.h"

enum query {
#include "query_enum.inc"
	QUERY_COUNT
};

struct store;

enum store_mode {
	STORE_CREATE,	/* make the file (0600) and its folder (0700) if they are not there */
	STORE_EXISTING, /* ERR_NOT_FOUND if there is no file */
};

/*
 * Open a database and bring its schema up to date. ERR_USAGE: not a database, or one of another
 * program, or one made by a newer inquest; ERR_BUSY: locked for longer than one waits; ERR_DENIED;
 * ERR_IO: damaged or unreadable. A file that may only be read opens; writing to it then is ERR_DENIED.
 * `seed` other than 0 makes ids repeatable, for tests.
 */
bool store_open(struct store **out, const char *path, enum store_mode mode, uint64_t seed,
	struct err *err);
void store_close(struct store *store); /* NULL is fine */

/* How long to wait while another program holds the database before that is ERR_BUSY: at first
 * STORE_PATIENCE_MS. */
enum { STORE_PATIENCE_MS = 5000 };
void store_patience(struct store *store, int ms);

/* ---- reading ---- */

struct param {
	const char *name; /* without the colon */
	enum value_type type;
	int64_t number;
	const char *text;
	const void *bytes; /* set: a blob of `number` bytes */
};

#define PARAM_TEXT(name_, text_)                                                                   \
	{                                                                                          \
		.name = (name_), .type = VALUE_TEXT, .text = (text_)                               \
	}
#define PARAM_INT(name_, number_)                                                                  \
	{                                                                                          \
		.name = (name_), .type = VALUE_INT, .number = (number_)                            \
	}
#define PARAM_BLOB(name_, bytes_, len_)                                                            \
	{                                                                                          \
		.name = (name_), .type = VALUE_TEXT, .number = (int64_t)(len_), .bytes = (bytes_)  \
	}
/* A list of parameters as one argument: PARAMS(PARAM_TEXT("id", id), PARAM_INT("limit", 9)). */
#define PARAMS(...)                                                                                \
	(const struct param[]){ __VA_ARGS__, { .name = NULL } }

/* The rows of one query. Two of the same query cannot be open at once. Texts are borrowed until the
 * next row. */
struct rows {
	struct store *store;
	enum query query;
	bool failed, open;
	struct err err;
	short map[24]; /* column to record field, once known */
	int mapped;
};

/* Begin a query; `params` may be NULL, those the query does not use are skipped. */
void rows_open(struct rows *rows, struct store *store, enum query query, const struct param *params);
bool rows_next(struct rows *rows); /* false at the end and on errors: rows_close tells which; ERR_FAILED: a value that a function refuses */
bool rows_close(struct rows *rows, struct err *err);
const char *rows_text(struct rows *rows, const char *column); /* "" for null */
int64_t rows_int(struct rows *rows, const char *column);      /* 0 for null */
bool rows_null(struct rows *rows, const char *column);
/* The row as a record: columns are matched with fields by name. */
void rows_record(struct rows *rows, enum entity_kind kind, struct record *out);

/* All rows as records, appended. */
bool store_records(struct store *store, enum query query, const struct param *params,
	enum entity_kind kind, struct records *out, struct err *err);
/* The first row as a record; ERR_NOT_FOUND (without a text worth showing) if there is none. */
bool store_record(struct store *store, enum query query, const struct param *params,
	enum entity_kind kind, struct record *out, struct err *err);
/* First column of the first row: a number (0 if there is no row), or text or blob bytes appended to
 * `out` (`*found`, if not NULL, tells whether there was a row). */
bool store_int(struct store *store, enum query query, const struct param *params, int64_t *out,
	struct err *err);
bool store_text(struct store *store, enum query query, const struct param *params, struct buf *out,
	bool *found, struct err *err);
/* Run a statement that gives no rows. */
bool store_run(struct store *store, enum query query, const struct param *params, struct err *err);

/* The entities of a kind in an incident that are not deleted, in their natural order. */
bool store_list(struct store *store, enum entity_kind kind, const char *incident,
	struct records *out, struct err *err);
/* By id, deleted ones too. */
bool store_get(struct store *store, enum entity_kind kind, const char *id, struct record *out,
	struct err *err);
/* By short number within an incident; deleted ones too. ERR_NOT_FOUND names kind and number. */
bool store_find(struct store *store, enum entity_kind kind, const char *incident, int64_t number,
	struct record *out, struct err *err);

/* Between these, all reads see one state of the database. Keep it short: writers wait for the end. They nest;
 * within a batch, which is one already, they do nothing. Only what was begun without an error is ended. */
bool store_snapshot_begin(struct store *store, struct err *err);
void store_snapshot_end(struct store *store);

/* ---- writing ---- */

struct store_stamp {
	int64_t now;	    /* ms since 1970, the wall clock */
	const char *author; /* who does it */
};

/* Begin a batch: one write transaction, one unit of undo. */
bool store_begin(struct store *store, const struct store_stamp *stamp, struct err *err);

/*
 * After store_commit: a further write transaction of the same batch and author, so that others get at the database
 * in between and yet all is undone together. What was committed stays, whatever becomes of this one.
 */
bool store_resume(struct store *store, int64_t now, struct err *err);

/* Within an open batch: what follows is another one, by another author. All are written by one store_commit, or none. */
void store_next(struct store *store, const char *author);

/*
 * Append a change that sets the fields in `record->set` (and `gone` if `set_gone`), and fold it into
 * the tables. A record without an id is new: it gets one, and its incident's id if it is an incident.
 * `record->number` is filled in. Nothing set and not new: no change is written.
 */
bool store_put(struct store *store, struct record *record, struct err *err);

/* Append a change of a kind that has no record: fields as JSON. */
bool store_append(struct store *store, const char *kind, const char *entity, const char *incident,
	const char *fields, struct err *err);

/*
 * End the batch: when it returns true the changes are on disk. If the commit reports an error but the
 * changes are found to be there, and one more write makes sure of them, that is success. On failure everything is rolled back. A file that was
 * deleted, moved or replaced while it was open is ERR_IO, as in store_begin; put back, it works again.
 */
bool store_commit(struct store *store, struct err *err);
void store_rollback(struct store *store); /* does nothing outside a batch */

/* How many times store_commit put changes of the log on disk since the database was opened; drafts and notes are none. */
int64_t store_commits(const struct store *store);


/* Changes whenever another connection commits (PRAGMA data_version) or anything else changes the file. A file that was
 * deleted, moved or replaced, which nobody else sees any more, or emptied is ERR_IO. */
bool store_version(struct store *store, int64_t *out, struct err *err);

/* Whether the file was deleted, moved or replaced since it was opened. False if that cannot be found out. */
bool store_moved(struct store *store);

/* Make ids, for a batch id or a new entity before it is put. Needs an open batch. */
void store_new_id(struct store *store, char out[ID_SIZE]);

#endif
