/*
 * A text of many lines that begin with times, such as notes or a chat pasted whole, taken apart: one piece for
 * each time. Pure. Recognised at the start of a line, after white space, list marks, quote signs, table bars,
 * brackets, emphasis and headings:
 *
 *   14:05  9:00:30  14:05:30.250  10h47  2:54 PM  ~14:05       also with a zone behind it: UTC, Z, +01:00
 *   2026-03-01T14:05Z  2026-03-01 14:05:00,123                 a date before it
 *   Nov 20 14:03:22                                            as syslog writes it
 *   ana ruiz  14:05                                            alone on a line after a name and two blanks or a
 *   ana ruiz  [2:54 PM]                                        tab, as chats are copied: who wrote what follows
 *   [14:05] ana: text    14:05 <ana> text                      the author as well
 *   2026-03-01                                                 alone on a line: the day of the times below it
 *
 * Of times without a date the last is the most recent one, and one that runs backwards by more than an hour is
 * past midnight. A line without a time belongs to the piece before; lines before the first time are a piece
 * of their own, at that time. What is unsure is not split: a time that cannot be read or does not exist in the
 * zone, one with nothing after it, lines between ``` fences.
 */
#ifndef APP_SPLIT_H
#define APP_SPLIT_H

#include "base/when.h"

enum { SPLIT_MAX = 10000 }; /* pieces; what comes then belongs to the last one */

/*
 * Offsets and lengths are bytes of the text given. A piece reaches from `at` to the next one's, the last to the
 * end: nothing is left out. Before its text only marks, time and author are, after it only white space and a
 * table's bar.
 */
struct split_piece {
	struct when when;
	bool timed;	       /* false: lines before the first time; `when` is that one's */
	size_t at;	       /* where its first line begins */
	size_t text, text_len; /* what is to be logged; never blank */
	size_t author, author_len; /* 0 bytes: not said */
};

struct split {
	struct split_piece *items;
	size_t count, cap;
	size_t timed; /* pieces that have a time of their own: from 2 on splitting is worth an offer */
};

/* Take a text of `len` bytes apart; times are read in `ctx`. Without any time there are no pieces. */
void split_find(struct split *out, const char *text, size_t len, const struct when_context *ctx);
void split_fini(struct split *split);

#endif
