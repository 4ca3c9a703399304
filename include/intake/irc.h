/* A line of an IRC log, as clients, bouncers and bots write it. Pure. */
#ifndef INTAKE_IRC_H
#define INTAKE_IRC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/civil.h"

/* A time as a line says it. */
struct irc_time {
	bool has_day, has_year, seconds;
	bool has_offset; /* "Z", "+01:00" */
	int offset;	 /* minutes east of UTC */
	struct civil civil;
};

enum irc_said {
	IRC_SAID,     /* somebody said or did something */
	IRC_NOT_SAID, /* a join, a mode, a topic: nothing that belongs in a timeline */
	IRC_STRANGE,  /* no client writes so */
};

/* The time that a line begins with, in brackets or not: bytes with the blank or tab behind it, 0 if there is none. */
size_t irc_time(const char *line, size_t len, struct irc_time *out);

/* "2024-03-01" at the start of a text: 10 and the date, or 0. */
size_t irc_date(const char *text, size_t len, struct civil *out);

/* What stands behind the time, which has a NUL behind it: who said it and what, both replaced; without colours. */
enum irc_said irc_said(struct buf *author, struct buf *said, const char *text, size_t len);

#endif
