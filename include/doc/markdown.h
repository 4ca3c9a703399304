/*
 * Markdown as GitHub reads it: cmark-gfm with tables, strike-through, addresses as links, task
 * lists and its filter of dangerous tags. All parsing goes through markdown_parse, which checks
 * bounds first: no input takes more than 2 seconds or 256 MiB.
 */
#ifndef DOC_MARKDOWN_H
#define DOC_MARKDOWN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/words.h"

enum {
	MARKDOWN_BYTES_MAX = 8 << 20,
};

/*
 * Refuse what cmark-gfm 0.29.0.gfm.6 could not parse in the time and memory above: ERR_USAGE naming
 * the line, what there is too much of, and the limit. Takes time proportional to `len`. What stands
 * between
 * ``` lines at the left margin counts for nothing, so a pasted log of any kind passes there.
 */
bool markdown_check_bounds(const char *text, size_t len, struct err *err);

struct markdown;

/* Parse `len` bytes; ERR_USAGE if they are out of bounds. Free the result with markdown_free. */
bool markdown_parse(struct markdown **out, const char *text, size_t len, struct err *err);

/* The same with footnotes, `[^1]` and `[^1]: text`, as GitHub shows them: those that something refers to
 * become the last blocks of the document. Where there are so many that copying them would take too long, or one that
 * goes over the end of a line, they stay as they are written. */
bool markdown_parse_notes(struct markdown **out, const char *text, size_t len, struct err *err);

/* Free it; NULL is fine. */
void markdown_free(struct markdown *markdown);

/*
 * Append a section's own Markdown so that it can stand in a document below a heading of `level` (1
 * to 6) and before any other heading. Text that does so already stays as it is, byte for byte.
 * Otherwise:
 *
 * - A fence or HTML block (comment, <pre>, <script>, …) that would swallow what follows is closed
 * at the end.
 * - Headings at or above `level` move below it, and those below them as far as they must to stay
 * below them; at most to level 6. Only headings of the document itself count, not those inside
 * quotes and lists. A setext heading below level 2 becomes one with #.
 *
 * The caller puts a blank line before what follows. ERR_USAGE if the text is out of bounds.
 */
bool markdown_contained(struct buf *out, const char *section_text, int level, struct err *err);

/* Append a text so that others may stand below it: a fence or HTML block that would swallow them is closed at the end. What
 * swallows nothing stays as it is, byte for byte. ERR_USAGE if the text is out of bounds. */
bool markdown_closed(struct buf *out, const char *text, struct err *err);

/* True if `text` may define what makes a link (or footnote) of [words] in `other`, were both in one document:
 * labels are compared as cmark-gfm does, or more loosely. */
bool markdown_captures(const char *text, const char *other);

/* Append the text with the links it refers to by definitions (`[a]`, `[a]: b`) written out, so that it neither has
 * definitions nor can those of others change it. Labels of footnotes get `name` (letters, digits and
 * hyphens) before them. The rest is the same document, but written as cmark-gfm does. ERR_USAGE if the text is
 * out of bounds. */
bool markdown_inlined(struct buf *out, const char *text, const char *name, struct err *err);

/*
 * Append the text without its links and images to any of `targets`: an address that ends in one or goes on after it with
 * neither letter, digit, - nor _, whatever the case. What is shown of them stays as text; HTML that names one is left out.
 * Without any the text stays as it is, byte for byte, otherwise it is written as cmark-gfm does. ERR_USAGE if the text is
 * out of bounds.
 */
bool markdown_unlinked(struct buf *out, const char *text, const struct words *targets, bool *any, struct err *err);

/* Append the plain text: no marks, HTML or addresses of links; a blank line between blocks, a line
 * break between list items and table rows, " | " between cells. ERR_USAGE if the text is out of
 * bounds. */
bool markdown_plain(struct buf *out, const char *text, size_t len, struct err *err);

/* Let a link that is shown without its scheme (`example.com/x`) show the whole address, for readers who cannot
 * click on it. */
void markdown_spell_links(struct markdown *markdown);

enum markdown_kind {
	MARKDOWN_HEADING,   /* level, text */
	MARKDOWN_PARAGRAPH, /* text */
	MARKDOWN_CODE,	    /* text as it is; info: what stands after the opening fence */
	MARKDOWN_ITEM,	    /* text of the item's own paragraphs */
	MARKDOWN_ROW,	    /* cells, header */
	MARKDOWN_LINK,	    /* url, text; after the block it stands in */
	MARKDOWN_ANCHOR,    /* text: the id of an <a id="…"> */
};

struct markdown_block {
	enum markdown_kind kind;
	int depth;	  /* how many quotes and list items it is inside of; 0 at the top */
	size_t line;	  /* where it begins, from 1; of a link or anchor, where its block does */
	int level;	  /* of a heading, 1 to 6 */
	bool header;	  /* the row is the table's first, with the column names */
	const char *text; /* plain text, "" where there is none */
	const char *info; /* of a code block, otherwise "" */
	const char *url;  /* of a link, otherwise "" */
	const char *const *cells; /* of a row: the plain text of each, `cell_count` of them */
	size_t cell_count;
};

/* Called for each block in the document's order with texts borrowed for the call; false stops. */
typedef bool markdown_visit(void *data, const struct markdown_block *block);

/* Walk over a parsed document. True unless `visit` stopped it. */
bool markdown_outline(const struct markdown *markdown, markdown_visit *visit, void *data);

#endif
