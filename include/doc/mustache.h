/*
 * Mustache templates: the whole of github.com/mustache/spec but lambdas, with the optional modules
 * inheritance ({{<parent}} and {{$block}}) and dynamic names ({{>*name}}).
 *
 * What counts as false: a missing name, null, false, an empty text, an empty list. A list or an
 * object printed as a value gives nothing. Inside partials, blank lines are not indented.
 */
#ifndef DOC_MUSTACHE_H
#define DOC_MUSTACHE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "doc/node.h"

enum {
	MUSTACHE_TEMPLATE_MAX = 10 * 1000 * 1000, /* bytes of one template */
	MUSTACHE_OUTPUT_MAX = 64 << 20,		  /* bytes of one rendering */
	MUSTACHE_DEPTH_MAX = 200, /* sections, partials, parents and blocks in each other */
	MUSTACHE_STEPS_MAX = 30 * 1000 * 1000, /* pieces of text and tags of one rendering */
};

struct mustache;

/*
 * Compile `len` bytes of template. `name` is the file or name to show in errors. ERR_USAGE for a
 * tag that is not well formed, naming template, line and tag. Free the result with mustache_free.
 */
bool mustache_parse(
	struct mustache **out, const char *name, const char *text, size_t len, struct err *err);

/* Free it; NULL is fine. */
void mustache_free(struct mustache *template);

/* The name it was compiled under. Borrowed. */
const char *mustache_title(const struct mustache *template);

/* Append `text` so that it stands for itself in the document: see doc/escape.h. */
typedef void mustache_escape(struct buf *out, const char *text);

/*
 * Append the source of the partial or parent called `name` to `text`, and to `title` what errors
 * shall call it (nothing: its name). A partial that is not there is ERR_NOT_FOUND and renders as
 * nothing, as the specification asks; any other error ends the rendering. Asked once for each name
 * in one rendering.
 */
typedef bool mustache_load(
	void *data, const char *name, struct buf *title, struct buf *text, struct err *err);

/*
 * Append `template`, filled with the values below `root`, to `out`. {{name}} goes through `escape`,
 * {{{name}}} and {{&name}} do not. `load` may be NULL: then no partial exists. One of the bounds
 * above is ERR_USAGE, naming template, line and tag. What was appended before an error stays.
 */
bool mustache_render(const struct mustache *template, const struct node *root,
	mustache_escape *escape, mustache_load *load, void *data, struct buf *out, struct err *err);

/* A tag as a template has it. */
struct mustache_tag {
	const char *title; /* of the template; borrowed */
	size_t line;	   /* of the template, from 1 */
	char sigil; /* ' ' for {{name}}, '&' for {{{name}}}, otherwise # ^ > < or $ */
	bool dynamic; /* {{>*name}} */
};

/*
 * The tags of a template from `*at` (0 first) on, closing ones, comments and delimiters left out:
 * gives the next one, with its dotted name appended to `name`, and moves `*at` on. False after the
 * last.
 */
bool mustache_next_tag(const struct mustache *template, size_t *at, struct mustache_tag *out,
	struct buf *name);

/*
 * What of a rendering came from where: a piece for each value that was printed and whose node has an origin, and
 * for each item of a list and each object that has one, around all that was printed for it. A section over a
 * false value with an origin gives an empty piece: its text would stand there if there were one. Pieces are in
 * the order in which they begin, outer ones first.
 */
struct mustache_piece {
	size_t at, len; /* bytes from where the rendering begins */
	char *origin;
};

struct mustache_map {
	struct mustache_piece *items;
	size_t count, cap;
};

/* What a rendering comes across, for those who look after templates. All may be NULL; what functions
 * get is borrowed. */
struct mustache_watch {
	/* A name was looked up; `found`: there is something of that name, be it empty. `name` is
	 * dotted, "." is the item itself. */
	void (*name)(void *data, const struct mustache_tag *tag, const char *name, bool found);
	/* A partial or parent is not there; each once. */
	void (*missing)(void *data, const struct mustache_tag *tag, const char *name);
	/* Appends the value of {{{name}}} or {{&name}}; NULL: as it is. */
	void (*raw)(void *data, struct buf *out, const char *text);
	void *data;
	struct mustache_map *map; /* is appended to */
};

/* mustache_render with somebody watching; `watch` may be NULL. */
bool mustache_render_watched(const struct mustache *template, const struct node *root,
	mustache_escape *escape, mustache_load *load, void *data, const struct mustache_watch *watch,
	struct buf *out, struct err *err);

/* Append a piece; `origin` is copied. It begins no earlier than the one before. */
void mustache_map_add(struct mustache_map *map, size_t at, size_t len, const char *origin);

/* Append as text, to be kept, and read it back for a rendering of `size` bytes: ERR_IO if it is not one's map. */
void mustache_map_write(const struct mustache_map *map, struct buf *out);
bool mustache_map_read(struct mustache_map *map, const char *text, size_t size, struct err *err);

/* Free what it holds. */
void mustache_map_fini(struct mustache_map *map);

/*
 * A comment tag. {{! ask summary: What happened? }} has word "ask", key "summary" and the text
 * after the colon; {{! about: For outages. }} has word "about" and key "". Any other comment has
 * word and key
 * "" and the whole text. White space in the text is folded to single spaces.
 */
struct mustache_comment {
	const char *word;
	const char *key;
	const char *text;
	size_t line; /* of the template, from 1 */
};

/* The comments in their order; borrowed from the template. */
const struct mustache_comment *mustache_comments(const struct mustache *template, size_t *count);

#endif
