/* The log side of `import`: machine logs become events of the current incident. */
#ifndef APP_IMPORT_LOG_H
#define APP_IMPORT_LOG_H

#include <regex.h>

#include "app/command.h"
#include "app/import_slack.h"
#include "app/import_write.h"
#include "app/progress.h"
#include "base/interrupt.h"
#include "intake/identity.h"
#include "intake/reader.h"

/*
 * Import the logs that the words name: files, or - for standard input, of which `head` (may be NULL) was read already.
 * The flags are --format --map --zone --since --until --author --grep --kind --audience --limit --dry-run --quiet. Each
 * log's format is told by what it begins with, unless it is named; an exported workspace of Slack may be named by its
 * folder. Events that are there already, by what identifies them in their source, are not added again. All of it is one
 * batch.
 *
 * ERR_USAGE: no format fits, or another than the one named; ERR_FAILED: some of it could not be read, all else was
 * imported; interrupted, what was read until then is, and the exit status is 128 + the signal.
 */
bool import_logs(struct call *call, char *const *words, size_t count, const struct buf *head, struct err *err);

/* ---- shared by src/app/import_log*.c ---- */

enum {
	IMPORT_LOG_PROBLEMS = 10, /* of a log, that are told; the others are counted */
	IMPORT_LOG_FIRST = 20,	  /* events that --dry-run shows */
};

struct import_log_problem {
	size_t line;
	char *why;
};

/* One log, and what became of it. */
struct import_log_input {
	const char *word;	/* its path, or - */
	const char *given;	/* what the user said: the same, or the folder it is in */
	char *source;		/* absolute; "standard input" */
	const char *name;	/* of the file, without folders; of the channel */
	const struct log_names *names; /* NULL: none */
	const struct log_format *format; /* NULL: not known yet */
	int sure;		/* 0 to 100; 100 if it was named */
	bool begun;
	size_t lines;
	uint64_t added, present, filtered, skipped, bad;
	uint64_t replaced;	/* bytes that were no text */
	uint64_t team;		/* events that are for the team only: they may hold a secret */
	int64_t first, last;	/* of the events that passed the filters, ms; first > last: none */
	bool zone_guessed, year_guessed, later; /* later: some are later than now */
	struct {
		struct import_log_problem *items;
		size_t count, cap;
	} problems;
};

enum import_log_stop { IMPORT_LOG_GO_ON, IMPORT_LOG_LIMIT, IMPORT_LOG_INTERRUPTED };

struct import_log {
	struct call *call;
	struct app *app;
	struct record incident;
	char *zone; /* of times that name none */
	/* what is asked for */
	const struct log_format *format; /* NULL: told by the content */
	const char *map, *author, *kind, *audience; /* NULL: any; the last two are for all events */
	int64_t since, until, limit;
	bool has_grep, dry;
	regex_t grep;
	/* where it is */
	struct {
		struct import_log_input *items;
		size_t count, cap;
	} inputs;
	struct import_log_input *input;
	VEC(struct import_slack) exports; /* of which inputs borrow their names and paths */
	enum import_log_stop stop;
	bool watching; /* for signals */
	struct interrupt interrupt;
	struct progress progress;
	int64_t done; /* bytes of all inputs */
	struct import_writer writer;
	struct identities *identities;
	struct record event;
	struct records first; /* of a dry run */
	struct buf text;
};

/* import_log_event.c: one event that a format read: filtered, identified, written. For struct log_sink. */
bool import_log_event(void *data, const struct log_event *event, struct err *err);
void import_log_bad(void *data, size_t line, const char *why);
void import_log_skip(void *data, size_t line);

/* import_log_read.c: read one input to its end, or until `stop`. */
bool import_log_read(struct import_log *log, const struct buf *head, struct err *err);

/* import_log_git.c: the same for the history of a repository, which is no file. */
bool import_log_git(struct import_log *log, struct err *err);

/* import_log_show.c: what became of all, as text or JSON; `err` gets ERR_FAILED if not all was understood. */
bool import_log_show(struct import_log *log, struct err *err);

/* Append the command that goes on where this one was interrupted. */
void import_log_again(const struct import_log *log, struct buf *out);

#endif
