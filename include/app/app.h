/* A session: configuration, database, who and when. Passed explicitly to everything above the layers. */
#ifndef APP_APP_H
#define APP_APP_H

#include <stdbool.h>
#include <stdint.h>

#include "app/keymap.h"
#include "app/options.h"
#include "base/buf.h"
#include "base/err.h"
#include "model/metrics.h"
#include "model/record.h"
#include "store/store.h"

/* Which draft: a number, or with 0 that of a session at a place in an incident. */
struct draft_key {
	int64_t number;
	const char *incident, *place, *session;
};

struct app {
	struct options options;
	struct keymap keymap; /* the user's; all that hold: app_keymap */
	bool keys_shipped;    /* it has the shipped ones too */
	char *database;	      /* path, absolute or as given */
	struct store *store;  /* NULL until app_store opened it */
	char *incident_ref;   /* from -i; NULL: the current one */
	char *author;	      /* who is doing this */
	char *zone;	      /* the user's time zone, an IANA name */
	int64_t pinned_now;   /* INQUEST_NOW; 0: the real clock */
	uint64_t seed;	      /* INQUEST_SEED; 0: real random ids */
	bool no_input;	      /* never ask */
	struct buf problems;  /* lines of inquestrc that were left out, for the front end to tell */
	/* What the author of the next command saw of the records it changes: see app/guard.h; NULL: whatever. */
	const struct records *guard;
	/* The draft that the next command writes: its batch drops it as well, so that whatever happens either the draft is there
	 * or what became of it. NULL: none. */
	const struct draft_key *settles;
	int exit_status;      /* what the process shall exit with when all went well: `run` sets it */
	/* Set while a screen is shown: gives the terminal to a program about to run in it (true), takes it
	 * back afterwards (false). Called through app_terminal. */
	void (*terminal)(void *context, bool given);
	void *terminal_context;
};

struct app_setup {
	const char *database;  /* --db; NULL: INQUEST_DB, or the default */
	const char *incident;  /* -i; NULL: the current one */
	bool no_input;
};

/* Read the configuration. The database is opened later, by what needs it. */
bool app_init(struct app *app, const struct app_setup *setup, struct err *err);
void app_fini(struct app *app);

/* After an option was changed: author and zone as it says now. */
void app_settle(struct app *app, enum option_id id);

/* Before and after a program that uses the terminal, such as an editor. */
void app_terminal(struct app *app, bool given);

/* ms since 1970: the wall clock, or the pinned one. */
int64_t app_now(const struct app *app);

/* Open the database if it is not open yet. */
bool app_store(struct app *app, enum store_mode mode, struct err *err);

/* Begin a batch in the author's name; the draft that it settles is dropped in it. ERR_CONFLICT if what is guarded has changed. */
bool app_begin(struct app *app, struct err *err);

/*
 * The incident that commands work on: -i; else the one set by `use`; else the only open one. Errors say
 * which there are and how to choose.
 */
bool app_incident(struct app *app, struct record *out, struct err *err);

/* The same for those commands that may bring it back: also a deleted one, if it is current or -i has its
 * number. */
bool app_incident_even_gone(struct app *app, struct record *out, struct err *err);

/* The incident that people call so: number, INC-number, own reference, start of the id. Ambiguity is
 * ERR_USAGE and lists the candidates. */
bool app_find_incident(struct app *app, const char *ref, struct record *out, struct err *err);

/* Remember (or, with NULL, forget) the current incident of this database. */
bool app_use(struct app *app, const char *id, struct err *err);

/* The name of a zone; of `local`, which is another zone on every machine, the one that this machine means.
 * Caller frees. */
char *app_zone_name(const char *zone);

/* An incident's own zone, or the user's. Borrowed. */
const char *app_zone_of(const struct app *app, const struct record *incident);

/* "INC-12" or the team's own reference. */
void app_incident_name(const struct record *incident, struct buf *out);

/* Compute an incident's metrics and error budget. A bad slo option is an error. */
bool app_metrics(struct app *app, const struct record *incident, struct metrics *out,
	struct budget *budget, struct err *err);

/* Append the repository to publish to: `given`, or else the option; a leading ~/ is the home folder. Nothing is
 * appended if neither is set. */
void app_repository(const struct app *app, const char *given, struct buf *out);

/* All key bindings, the shipped ones and over them the user's. Borrowed. The shipped ones are read when this is called
 * first: a command in a shell has no use for them. */
const struct keymap *app_keymap(struct app *app);

/* The user's configuration file, whether it exists or not. */
bool app_rc_path(struct buf *out, struct err *err);

/*
 * Run the lines of a configuration file: `config NAME VALUE`, `bind VIEW KEY COMMAND…`, `unbind VIEW KEY`.
 * `user` marks the options set as changed. Lines that cannot be run are left out; each is appended to
 * `problems` with file and line: a typing mistake there must not keep anybody from logging an outage.
 */
void app_rc_run(struct app *app, const char *name, const char *text, bool user, struct buf *problems);

/* Write one `config` line into the user's file, in place of an earlier one, and set it. */
bool app_config_save(struct app *app, enum option_id id, const char *value, struct err *err);

#endif
