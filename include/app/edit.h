/* What several commands do with records: reading flags into them, writing, printing. */
#ifndef APP_EDIT_H
#define APP_EDIT_H

#include "app/command.h"
#include "app/numbers.h"
#include "base/json.h"

/* Set fields from the flags of a call; times are read in the incident's zone, parents by number.
 * `incident` may be NULL for a new one. */
bool edit_from_flags(struct call *call, const struct record *incident, struct record *record,
	struct err *err);

/*
 * How times are read now in an incident (NULL: a new one). Who writes up an old incident gives clock times
 * alone and means its day: once it is over for EDIT_OVER_MS, or nothing happened in it for EDIT_QUIET_MS,
 * they are read on the day of its latest event, or its start.
 */
enum { EDIT_OVER_MS = 6 * 3600 * 1000, EDIT_QUIET_MS = 7 * 24 * 3600 * 1000 };
bool edit_when(struct app *app, const struct record *incident, struct when_context *out, struct err *err);

/* The time that an own flag gives, as exact as it says; now if it is not given. */
bool edit_flag_time(struct call *call, const struct record *incident, const char *flag, struct when *out,
	struct err *err);

/* Set one field from text, the same way. */
bool edit_field(struct app *app, const struct record *incident, struct record *record, int field,
	const char *text, struct err *err);

/*
 * Write a change to an incident, within an open batch. A new status or severity is logged as an event at
 * `at`; status mitigated or resolved as that milestone if there is none yet.
 */
bool edit_incident(struct app *app, const struct record *incident, struct record *change,
	const struct when *at, struct err *err);

/*
 * Write a new event, within an open batch. A mitigated or resolved milestone moves an incident that is
 * not that far yet to this status.
 */
bool edit_log(struct app *app, const struct record *incident, struct record *event, struct err *err);

/* Roll back on failure, commit otherwise: `return edit_end(app, ok, err)`. */
bool edit_end(struct app *app, bool ok, struct err *err);

/* An event's time as precisely as it is known: "2023-01-17 15:00", "~15:00", "2023-01-17"; with the date
 * and zone, or the clock alone. */
void edit_show_time(const struct record *event, const char *zone, bool date, struct buf *out);

/* The first line of a text that is not blank nor the fence of a code block, with " …" if there is more. */
void edit_first_line(const char *text, struct buf *out);

/* The entity a command is about: its row's, else the first word of its name. */
enum entity_kind entity_of(const struct call *call);

/* Set the headline from the plain words, from the one at `from` on; without any the flag stands. */
bool edit_headline(struct call *call, const struct record *incident, struct record *record, size_t from,
	struct err *err);

/* The first `words` plain words as numbers of entities; none is ERR_USAGE. */
bool call_numbers(const struct call *call, size_t words, struct numbers *out, struct err *err);

/* Print records of one kind as aligned columns: number, what matters most, headline. */
void entity_table(const struct records *records, const char *zone, struct output *out);

/* Print a line of JSON: a record, records as an array. */
void edit_print_json(struct output *out, const struct record *record);
void edit_print_list_json(struct output *out, const struct records *records);

enum { INPUT_LIMIT = 64 * 1024 * 1024 }; /* bytes read from standard input, to be kept if they are no use */

/*
 * Read standard input to its end into `raw`, and as valid UTF-8 into `text`; `*replaced` counts the bytes that
 * were not. More than 1 MiB is ERR_USAGE; `raw` then still has what came.
 */
bool edit_read_input(struct call *call, struct buf *text, struct buf *raw, size_t *replaced,
	struct err *err);

/* After a failure: keep what standard input gave, which cannot be had again, in a private file that the
 * error then names. */
void edit_keep_input(const struct buf *raw, struct err *err);

#endif
