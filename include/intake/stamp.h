/*
 * Times as people write them at the start of a line, a cell or a heading, in any of the forms that documents have, and
 * what they mean in the place where they stand.
 *
 * stamp_read takes one apart without knowing anything else; struct dating knows the document (its date, its zone, the
 * order of its days and months, the time before) and makes an instant of it. Pure: no clock, no files.
 */
#ifndef INTAKE_STAMP_H
#define INTAKE_STAMP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/when.h"
#include "base/zone.h"

enum { STAMP_MARKS_MAX = 16, STAMP_FIND_MAX = 64 * 1024 };

enum stamp_day_kind {
	STAMP_NO_DAY,
	STAMP_DATE,	 /* year, month, day */
	STAMP_MONTH_DAY, /* month, day */
	STAMP_MONTH,	 /* month, and year unless that is 0: "March 2023", 2023-03-?? */
	STAMP_WEEKDAY,	 /* a weekday alone */
	STAMP_NEXT_DAY,	 /* "next day" */
	STAMP_NTH_DAY,	 /* "Day 2": `day` says which */
};

/* Which comes first in a date in figures. */
enum stamp_order {
	STAMP_ORDER_NONE, /* nothing is to be learned from this date */
	STAMP_DAY_FIRST,  /* 24-10-2024: it cannot be otherwise */
	STAMP_MONTH_FIRST,
	STAMP_ORDER_OPEN, /* 03/04/2023: `day` is the first number and `month` the second, perhaps the other way round */
};

struct stamp_day {
	enum stamp_day_kind kind;
	int year, month, day; /* as far as `kind` says, else 0 */
	enum stamp_order order;
	char separator; /* of a date in figures: '-', '/', '.', else '\0' */
	bool has_weekday;
	int weekday; /* 0 = Monday */
};

enum stamp_clock_kind {
	STAMP_NO_CLOCK,
	STAMP_UNKNOWN, /* ??:??, "HH:mm", "time unknown": it was not known */
	STAMP_HOUR,    /* 3 pm, 14h, 14:?? */
	STAMP_MINUTE,
	STAMP_SECOND, /* seconds, perhaps with a fraction */
};

struct stamp_clock {
	enum stamp_clock_kind kind;
	int hour, minute, second, millisecond; /* hour 0 to 23 */
	int days;     /* 1 for 24:00: midnight at the end of the day */
	bool half;    /* am or pm was said */
};

struct stamp {
	struct stamp_day day;
	struct stamp_clock clock;
	char zone[ZONE_NAME_MAX]; /* as in base/zone.h, "" if none was said: "UTC", "-08:00", "Europe/Berlin" */
	bool zone_unsure;	  /* an abbreviation with several meanings: IST, CST */
	bool epoch;		  /* seconds, milliseconds or microseconds since 1970: `at` */
	int64_t at;		  /* milliseconds */
	bool relative;		  /* T+5m, +00:10: `after` the first absolute time */
	int64_t after;		  /* milliseconds, perhaps negative */
	bool about;		  /* ~14:00, "around", 14時頃 */
	bool has_end;		  /* 8:20 - 8:24: the end has the fields it says itself */
	struct stamp_day end_day;
	struct stamp_clock end_clock;
	bool weak;  /* 10.04, 1430, "Monday", "May 3": a time only if its siblings are; see stamp_siblings */
	bool lead;  /* a word leads to it, as in "At 10:00 I sent": it belongs to the sentence */
	size_t from, to; /* bytes of the text that say it, without marks around it */
	size_t rest;	 /* where what follows begins: behind closing marks and `:`, `-`, `|` and blanks */
	char open[STAMP_MARKS_MAX]; /* marks before it that close only in the rest (`**14:05 text**`): to be put
				     * before the rest again; "" mostly */
	size_t link, link_len;	    /* target of the link that the time is, as in [14:05](URL); 0 bytes: none */
};

enum stamp_flags {
	STAMP_WHOLE = 1, /* nothing but the time, marks and white space: a cell, a heading, a front matter value */
	STAMP_LEAD = 2,	 /* a leading word is allowed: "At 10:00", "Am 3. März um", "on Thursday" */
};

/*
 * Read a time at the start of `len` bytes of Markdown or plain text, after white space, emphasis, brackets and quotes;
 * false, and nothing of use in `out`, if it does not begin with one. Digits, blanks and dashes may be full width,
 * escaped or entities. English, German, French, Spanish, Japanese and Chinese words.
 */
bool stamp_read(struct stamp *out, const char *text, size_t len, unsigned flags);

/* The first time at or after `from` that stands in running text and has a clock (or, with `days`, a date); `from` and
 * `to` are then where. At most STAMP_FIND_MAX bytes are looked through. */
bool stamp_find(struct stamp *out, const char *text, size_t len, size_t from, bool days);

/* Whether the weak ones in a list of siblings are times: one that is not weak is among them, or at least two are, and
 * they do not run to and fro. */
bool stamp_siblings(const struct stamp *items, size_t count);

/* The zone that a name or abbreviation means, as in base/zone.h; NULL if it is none. `*unsure` (may be NULL): it has
 * several meanings. `cased`: an abbreviation must be in capitals. */
const char *stamp_zone(const char *text, size_t len, bool cased, bool *unsure);

/* ---- what they mean ---- */

/* What is unsure about a time; dating_note has the words. */
enum dating_doubt {
	DATING_NO_ZONE = 1 << 0,      /* no zone was said: the context's */
	DATING_NO_DATE = 1 << 1,      /* no date anywhere: that of the context */
	DATING_DOCUMENT = 1 << 2,     /* no date beside it: the document's */
	DATING_ORDER = 1 << 3,	      /* 03/04: which is the month was guessed */
	DATING_YEAR = 1 << 4,	      /* the year is that of the document, or the most recent one */
	DATING_MIDNIGHT = 1 << 5,     /* far before the one before it: taken for the next day */
	DATING_BACKWARD = 1 << 6,     /* a little before the one before it: kept */
	DATING_GAP = 1 << 7,	      /* clocks were put forward over it */
	DATING_TWICE = 1 << 8,	      /* clocks showed it twice */
	DATING_WEEKDAY = 1 << 9,      /* the weekday named is not the date's */
	DATING_ABBREVIATION = 1 << 10, /* IST, CST have several meanings */
	DATING_UNKNOWN = 1 << 11,     /* the clock time is said to be unknown */
	DATING_MONTH = 1 << 12,	      /* only the month is known */
	DATING_START = 1 << 13,	      /* T+5m without a time to count from */
};

/* Where the document's times stand. Plain data: copy it to try something, or to put a zone back after a table. */
struct dating {
	int64_t now;		  /* of the import: no time is later by guess */
	char zone[ZONE_NAME_MAX]; /* in which times without one are read */
	bool zone_said;		  /* by the document, not the context */
	bool zone_unsure;	  /* by an abbreviation with several meanings */
	enum stamp_order order;	  /* of days and months in figures: NONE until learned */
	bool half;		  /* the document writes am and pm */
	bool has_document;	  /* the document has a date of its own: */
	int64_t document;	  /* days since 1970 */
	unsigned document_doubts; /* how sure that is */
	bool document_guessed;	  /* it may be another's: several are named, or it is only the first in the text */
	bool downward;		  /* newest first */
	bool has_day;		  /* the latest day that was named or gone on to: */
	int64_t day;		  /* days since 1970 */
	unsigned day_doubts;	  /* how sure that is */
	int64_t first_day;	  /* of "Day 1" */
	bool has_first, has_last; /* the first absolute time, and the one before: */
	int64_t first, last;	  /* instants */
	int64_t last_second;	  /* of the day, as its clock showed it */
};

/* `now` in milliseconds since 1970; `zone` must be known. */
void dating_begin(struct dating *dating, int64_t now, const char *zone);

/* The document says that its times are in `zone`. */
void dating_zone(struct dating *dating, const char *zone, bool unsure);

/* Learn the order of days and months from every date in figures in a text; to be called for the whole document. */
void dating_learn(struct dating *dating, const char *text, size_t len);

/* The document's own date, of its title, front matter, "Date:" line or file name. False if `stamp` says no day. */
bool dating_document(struct dating *dating, const struct stamp *stamp);

/* What the stamps of a list or table tell together: whether they run downward. */
void dating_survey(struct dating *dating, const struct stamp *items, size_t count);

/* A heading, a cell or a line that is a date: of the times that follow. False if it says no day. */
bool dating_day(struct dating *dating, const struct stamp *stamp);

/* Times start anew: another section, another table. The document's day counts again unless one is named. */
void dating_anew(struct dating *dating);

/*
 * The instant of a stamp, with its precision and the offset it was written in; the times that follow are seen from
 * it. `*doubts` are enum dating_doubt. False if there is none: a day that does not exist, a year outside 1970 to 9999.
 */
bool dating_resolve(struct dating *dating, const struct stamp *stamp, struct when *out, unsigned *doubts);

/* The end of a range, after dating_resolve of the same stamp gave `start`; false if it has none or it is not after the start. */
bool dating_end(
	const struct dating *dating, const struct stamp *stamp, const struct when *start, struct when *out);

/* Append the doubts in words, "; " between them; `dating` names the zone. Nothing if there are none. That a time is of the
 * document's day is one only if that was guessed: a date that is said once, at the head, is said. */
void dating_note(struct buf *out, const struct dating *dating, unsigned doubts);

#endif
