/*
 * Searching all incidents: what people type, and what it finds.
 *
 *   error rate        all words, the last one as the beginning of a word; roll* for another
 *   "error rate"      next to each other
 *   -queue not:queue  not with this word
 *   kind:decision     events of a kind, or actions, causes, sections, refs, roles, events, incidents
 *   author:ana        who wrote, owns, or has a part
 *   in:12             one incident, by number, reference or id
 *   status:open       incidents that are open, or have this status
 *   sev:1  tag:dns    incidents of a severity, with a tag or service
 *   after:2026-11-01  before:yesterday      when it happened
 *
 * Anything else that looks like syntax is text.
 */
#ifndef APP_SEARCH_H
#define APP_SEARCH_H

#include "app/app.h"
#include "base/mem.h"
#include "store/search.h"

struct search_query {
	VEC(struct search_part) parts;
	int64_t incident; /* number; 0: all */
	bool open;	  /* only those not resolved or closed */
	const char *status, *severity; /* as stored; NULL: any */
	char *tag;	  /* NULL: any */
	int64_t after, before; /* ms, inclusive; 0: any */
	bool empty;	  /* nothing is looked for */
};

/* Read a query. Only values of `name:value` can be wrong: ERR_USAGE, ERR_NOT_FOUND for `in:`. */
bool search_query_parse(struct app *app, const char *text, struct search_query *out, struct err *err);
void search_query_fini(struct search_query *query);

/*
 * Read what is new in the log into the index, at most `limit` changes, waiting `patience` ms at most for another
 * program that writes. `*left` gets how many are still to be read, also on failure: what is there can be
 * searched all the same.
 */
bool search_catch_up(struct app *app, int64_t limit, int patience, int64_t *left, struct err *err);

struct search_hit {
	int64_t rowid; /* to go on after */
	enum entity_kind kind;
	struct record record; /* of an incident: a copy */
	size_t incident;      /* in search_hits.incidents */
};

struct search_hits {
	VEC(struct search_hit) hits;
	struct records incidents; /* those that hits belong to */
	bool more;		  /* there may be more after the last */
};

enum { SEARCH_FIRST = 50 };

/*
 * Append hits, at most `limit`: the newest incident first, in it what was written up before the timeline, and
 * of that the newest. `out` with hits in it is gone on with. What the index does not have yet is not found: see
 * search_update.
 */
bool search_read(struct app *app, const struct search_query *query, size_t limit, struct search_hits *out,
	struct err *err);
void search_hits_fini(struct search_hits *hits);

/* When a hit happened: of an event its time, of an incident its start; 0 for others. */
int64_t search_hit_at(const struct search_hit *hit);

/* Append what a hit says in one line, at most `columns` of it (0: all), around what was looked for. */
void search_snippet(
	const struct search_query *query, const struct search_hit *hit, size_t columns, struct buf *out);

/* Append an expression for the index: all words of a text, the last one as the beginning of a word. Nothing, if it
 * has no words. */
void search_match_words(const char *text, struct buf *out);

/* The next place at or after `from` in a text where something looked for begins a word; gives its length, 0 if
 * there is none. */
size_t search_mark(const struct search_query *query, const char *text, size_t from, size_t *at);

#endif
