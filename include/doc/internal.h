/* What the files of the document layer share with each other and with nobody else. */
#ifndef DOC_INTERNAL_H
#define DOC_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "doc/markdown.h"
#include "doc/mustache.h"

/* As ctype.h has them, but in no locale: bytes of UTF-8 are none of these. */
static inline bool ascii_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
/* a letter or a digit */
static inline bool ascii_alnum(char c)
{
	return ascii_letter(c) || (c >= '0' && c <= '9');
}
/* what isspace has in the C locale */
static inline bool ascii_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* ---- markdown ---------------------------------------------------------------------------- */

struct cmark_node;

struct markdown {
	struct cmark_node *root;
};

/* Append the plain text of one inline node, not of what is in it. */
void markdown_inline(struct buf *out, struct cmark_node *inner);

/* Like markdown_contained, but with `level` 0 only what is left open at the end of `text` is
 * closed. */
bool markdown_close(struct buf *out, const char *text, int level, struct err *err);

/*
 * What cmark-gfm does more than once for the same input. The check of bounds counts how often each
 * can happen at most, from what stands in one paragraph, and adds up the time and memory. A
 * paragraph is taken to go on for as long as it possibly could, so the sums err on the high side
 * only.
 */
enum bound {
	BOUND_PIECE,	  /* a node of the tree */
	BOUND_CELL,	  /* rows are filled up to the number of columns */
	BOUND_MARK_PAIR,  /* a closing mark, and a link, looks back over all open marks */
	BOUND_IMAGE_PAIR, /* a link looks at the open brackets of all images before it */
	BOUND_TAG_BYTE, /* an open <?, <!X, <![CDATA[ or quoted attribute is searched for its end */
	BOUND_HOST_BYTE,   /* www. with _ in the host is read to its end and given up */
	BOUND_WORD_BYTE,   /* an address is read to the end of its word, again for each ) there */
	BOUND_MAIL_BYTE,   /* the rest of the text is copied at each mail address */
	BOUND_COLUMN_PAIR, /* a row's cells are appended to a list by walking it, three times */
	BOUND_RULE_BYTE,   /* the paragraph above a possible table head is read as table rows */
	BOUND_BLANK_DEPTH, /* a blank line goes through all open list items */
	BOUND_PIECE_DEPTH, /* a node added to the tree is compared with all it is inside of */
	BOUND_REFERENCE_BYTE, /* the address of a definition is copied for each link that uses it */
	BOUNDS,
};

struct bounds {
	const char *text;
	size_t len;
	double ns[BOUNDS], bytes[BOUNDS], all_ns, all_bytes;
	size_t line;	  /* number of the one being read */
	size_t first;	  /* number of the paragraph's first */
	size_t start;	  /* where the paragraph begins */
	size_t end;	  /* where it ends at the latest */
	size_t marks;	  /* * _ ~ in it so far that may open or close something */
	size_t images;	  /* ![ in it so far */
	size_t columns;	  /* of the widest table that may have begun in it */
	size_t walk;	  /* bytes from each of its lines back to the last | before it */
	size_t last_pipe; /* or its start */
	double squares;	  /* of the number of | in each of its lines */
	bool in_table;	  /* it is a row of a table that begins with | */
	size_t depth;	  /* of quotes and list items possibly open */
	bool after_blank;
	unsigned html; /* kinds of HTML blocks possibly open at the margin */
	bool lost;     /* whether a line is inside a fence can no longer be told */
	struct {
		size_t indent, length;
		char mark; /* '\0': none is open */
	} fence;	   /* one indented by up to 3: at the top, or in a list item */
	size_t brackets;   /* ] in the text so far */
	size_t url_end;	   /* of the last definition */
	size_t longest_reference, reference_line;
	struct err *err;
};

/* Add `units` of a kind; ERR_USAGE when time or memory exceed their limits by that. */
bool bounds_charge(struct bounds *b, enum bound kind, double units);

/* How many `c` stand at `at`. */
size_t bounds_run(const char *text, size_t at, size_t end, char c);

/* Charge for what stands in the line from `at` to `end` of the present paragraph. */
bool bounds_inline(struct bounds *b, size_t at, size_t end);

/* ---- mustache ---------------------------------------------------------------------------- */

/* One step of a compiled template; offsets are into its text or its names. */
struct mustache_op {
	enum mustache_kind {
		OP_TEXT,     /* text is printed as it is */
		OP_VALUE,    /* {{name}} */
		OP_RAW,	     /* {{{name}}} or {{&name}} */
		OP_SECTION,  /* {{#name}} */
		OP_INVERTED, /* {{^name}} */
		OP_PARTIAL,  /* {{>name}} */
		OP_PARENT,   /* {{<name}} */
		OP_BLOCK,    /* {{$name}} */
	} kind : 8;
	bool fresh : 1;	     /* begins a line of the template: indentation goes before it */
	bool dynamic : 1;    /* {{>*name}}: the value of the name is the partial's name */
	bool standalone : 1; /* alone on its line, which is therefore not printed */
	uint32_t line;
	uint32_t name;	/* of a value or section: its parts, each NUL-terminated */
	uint32_t parts; /* how many; 0 is the implicit iterator "." */
	uint32_t text,
		text_len;     /* OP_TEXT: what; partial, parent, block: indentation of the place */
	uint32_t body_indent; /* OP_BLOCK: bytes of white space its own first line begins with */
	uint32_t end;	      /* the op after the last one inside */
	uint32_t blocks,
		block_count; /* OP_PARENT: its blocks, a range in `blocks`, sorted by name */
};

/* What a tag of each kind begins with; blank: nothing. */
extern const char mustache_sigils[];

struct mustache {
	char *title; /* for errors */
	char *text;
	struct buf names;
	VEC(struct mustache_op) ops;
	VEC(uint32_t) blocks;
	VEC(struct mustache_comment) comments;
	VEC(char *) strings; /* of the comments */
};

/* The name of an op; of a dotted one the first part. Borrowed. */
const char *mustache_name(const struct mustache *template, const struct mustache_op *op);

/* Append the name with its dots; "." for the item itself. */
void mustache_dotted(
	struct buf *out, const struct mustache *template, const struct mustache_op *op);

/* The tag of an op, for those who watch. */
struct mustache_tag mustache_tag_of(
	const struct mustache *template, const struct mustache_op *op);

/* Append the tag as it may have been written: {{#actions}}. */
void mustache_show(struct buf *out, const struct mustache *template, const struct mustache_op *op);

/* Record ERR_USAGE with template, line and tag. Returns false. */
bool mustache_fail(const struct mustache *template, const struct mustache_op *op, struct err *err,
	const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Collect the blocks directly inside the parent tag that is op `at`; ERR_USAGE if one is there
 * twice. */
bool mustache_sort_blocks(struct mustache *template, uint32_t at, struct err *err);

/* The block called `name` directly inside the parent tag `parent`, or NULL. */
const struct mustache_op *mustache_block(
	const struct mustache *template, const struct mustache_op *parent, const char *name);

/* Keep a comment with its content taken apart. */
void mustache_add_comment(struct mustache *template, size_t line, const char *text, size_t len);

#endif
