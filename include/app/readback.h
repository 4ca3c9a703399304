/*
 * Edits that somebody made in a rendered document, read back: which section's text and which field of which action
 * item became what. The document is taken apart at its headings, so that a section may be moved and a heading
 * renamed; then line by line, compared as git does; then table rows by cells.
 *
 * What can be read back is what has an origin in the rendering's map (document_set_origin):
 *
 *   section text KEY      a section's Markdown, as it stands in the document
 *   section prompt KEY    what stands there while nothing is written
 *   section place KEY     where it would stand, in a template that leaves it out
 *   section heading KEY   the heading of an author's own section
 *   section markup KEY    the source of an imported section's heading, its first line
 *   action title ID       a field, in a row of a table or a line with other text; any entity and field. Of a text
 *                         of several lines only what stands there in one line, as it is
 *   team whole NAME       around the action items of a team
 *
 * Everything else comes from the template or the log: an edit there is told and not read back.
 */
#ifndef APP_READBACK_H
#define APP_READBACK_H

#include "doc/mustache.h"
#include "model/entity.h"

enum readback_kind {
	READBACK_FIELD,	      /* a section's text, or one field of an entity */
	READBACK_NEW_SECTION, /* a heading with text below, between sections */
	READBACK_NEW_ACTION,  /* a row added to a table of action items */
	READBACK_LAYOUT,      /* a row as a whole, whose fields are edits of their own; for readback_settle alone */
};

/* Bytes of the edited document that show something. */
struct readback_piece {
	size_t at, len;
	char *kind, *what, *which; /* their origin; `which` NULL: the edit's */
};

struct readback_cell {
	int field; /* of an action */
	char *text;
};

struct readback_edit {
	enum readback_kind kind;
	enum entity_kind entity;
	char *which; /* id; a section's key. Of a new one: "", or the key made from its heading */
	int field;
	char *before, *text; /* the field in the document as rendered ("" for a prompt), and as it is now */
	char *rendered;	     /* … as it was rendered, where `before` is a later version; else NULL */
	char *heading;	     /* of a new section */
	char *behind; /* … key of the section it stands behind; NULL: of none */
	int level;
	struct {
		struct readback_cell *items; /* of a new action: what is not empty; the table's team */
		size_t count, cap;
	} cells;
	size_t line; /* of the edited document, from 1 */
	/* For readback_settle: bytes of the one document that became bytes of the other. */
	size_t old_from, old_to, new_from, new_to;
	size_t row; /* of a field in a row, and of the line that it was moved from: number of the row's edit, from 1; else 0 */
	struct {
		struct readback_piece *items;
		size_t count, cap;
	} pieces;
	bool taken; /* the caller brought it back: set by it */
};

/* Something that was edited and is not read back, in a sentence without a full stop. */
struct readback_note {
	size_t line; /* of the edited document, from 1 */
	char *text;
};

struct readback {
	struct {
		struct readback_edit *items;
		size_t count, cap;
	} edits;
	struct {
		struct readback_note *items;
		size_t count, cap;
	} notes;
	struct {
		char **items; /* "section KEY", "action ID": removed there, or it cannot be told what became of it */
		size_t count, cap;
	} unknown;
	struct buf edited; /* the edited document with line ends as they were rendered */
};

/* A document as it was rendered. */
struct readback_base {
	const char *text;
	size_t len;
	const struct mustache_map *map;
};

enum {
	READBACK_BYTES_MAX = 8 << 20, /* of an edited document */
	READBACK_EDITS_MAX = 1000,    /* in one document */
	READBACK_NOTES_MAX = 200,     /* more are not told one by one */
};

/*
 * Read the edits of a document. ERR_USAGE if it is too big, has too many lines or edits, or is not text (UTF-8); ERR_IO
 * if the git part of the program is needed and missing. Free with readback_fini, also after an error.
 */
bool readback_read(const struct readback_base *base, const char *edited, size_t len, struct readback *out,
	struct err *err);
void readback_fini(struct readback *readback);

/* How many edits there are to bring back. */
size_t readback_count(const struct readback *readback);

/* Append a text with line ends like those of another: without CR, unless that one has it; and with the mark of a byte order
 * in front, which some editors put there and others drop, if that one has it. */
void readback_tidy(const char *like, size_t like_len, const char *text, size_t len, struct buf *out);

/* What a new action item has in a field, "" if nothing. */
const char *readback_cell_text(const struct readback_edit *edit, int field);

/*
 * The document as it would have been rendered had the edits that were taken been made before, word for word as they
 * stand in the edited one, and its map; both appended. What was not taken is not in it. New ones that were taken
 * need their `which`.
 */
void readback_settle(const struct readback_base *base, const struct readback *readback, struct buf *text,
	struct mustache_map *map);

/* Append plain text that stands escaped in a document as it was before: what escape_markdown made of it, or what
 * somebody wrote in its place. */
void readback_unescape(struct buf *out, const char *text, size_t len);

#endif
