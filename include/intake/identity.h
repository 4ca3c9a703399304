/*
 * What identifies an event in the log it comes from, so that reading the log again adds nothing: "FORMAT:" and the id that its
 * source gave it; where there is none, the time on the clock as it was written and a digest of source, author and text, so
 * that neither the zone it is read in nor the name of the file matter. Of equal lines, each has its number behind it. Pure.
 */
#ifndef INTAKE_IDENTITY_H
#define INTAKE_IDENTITY_H

#include "base/buf.h"
#include "intake/logs.h"

/* Counts equal lines, with constant memory: those between which IDENTITY_WINDOW others lie, or more, may count as one. */
struct identities;
enum { IDENTITY_WINDOW = 4096 };

/* One for all logs of an import; free with identities_free. */
struct identities *identities_new(void);
void identities_free(struct identities *identities); /* NULL is fine */

/* Another log begins: a copy of the one before has the same events. */
void identities_clear(struct identities *identities);

/* Append the identity of the next event of a log; one line of valid UTF-8. */
void identity_put(struct identities *identities, const char *format, const struct log_event *event, struct buf *out);

#endif
