/*
 * The blocks of a Markdown document in document order, for those who look for something in it: what each is, where in the
 * source it stands, and its plain text. Parsed as doc/markdown.h does, without footnotes (their definitions stand where
 * they are written). A flat array: the descendants of block i are those from i + 1 up to `next`.
 */
#ifndef DOC_BLOCKS_H
#define DOC_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

enum block_kind {
	BLOCK_HEADING,	 /* level; text */
	BLOCK_PARAGRAPH, /* text */
	BLOCK_LIST,	 /* ordered */
	BLOCK_ITEM,	 /* number if the list is ordered; task, checked; text: that of its first paragraph */
	BLOCK_TABLE,	 /* number: columns */
	BLOCK_ROW,	 /* header: the table's first */
	BLOCK_CELL,	 /* number: its column, from 0; text; there are as many as the table has columns */
	BLOCK_CODE,	 /* text as it is */
	BLOCK_HTML,	 /* text as it is */
	BLOCK_QUOTE,
	BLOCK_RULE,
};

#define BLOCK_NONE UINT32_MAX

/* Offsets are bytes of the source. Texts are valid UTF-8, never NULL: line breaks (`  `, <br>) are "\n", other line ends
 * of the source are spaces. */
struct block {
	uint8_t kind; /* enum block_kind */
	uint8_t level;
	bool ordered, task, checked, header;
	bool struck;	   /* all of its text is struck through */
	uint32_t parent;   /* BLOCK_NONE at the top */
	uint32_t next;	   /* index behind its last descendant */
	uint32_t from, to; /* of a cell its trimmed contents; otherwise from its first mark to the end of its last line, without
			    * that line's end */
	uint32_t line;	   /* its first, from 1 */
	uint32_t column;   /* bytes before it in that line */
	uint32_t number;
	uint32_t strong;      /* so many bytes of the text are bold from its beginning on */
	uint32_t link, links; /* index of the first in blocks.links, and how many */
	uint32_t len;	      /* of text */
	const char *text;
};

struct block_link {
	const char *url;  /* as written, without escapes; never NULL */
	uint32_t at, len; /* its text: bytes of the block's */
	bool image;
};

struct blocks {
	const char *source; /* borrowed */
	size_t len;
	struct block *items;
	size_t count, cap;
	struct {
		struct block_link *items;
		size_t count, cap;
	} links;
	struct {
		uint32_t *items; /* where each line begins */
		size_t count, cap;
	} lines;
	struct buf pool, urls; /* all texts */
};

/*
 * Parse `len` bytes, which must stay as long as the blocks do. The first `skip` bytes, whole lines such as front matter, are
 * no Markdown. ERR_USAGE if the text is out of bounds (doc/markdown.h). Free with blocks_fini, also after an error.
 */
bool blocks_read(struct blocks *out, const char *source, size_t len, size_t skip, struct err *err);
void blocks_fini(struct blocks *blocks);

/* Append a block's Markdown without the marks of what it stands in: indentation of items, > of quotes. Of an item what is
 * in it, of a heading its text, of a cell without \ before |. */
void blocks_source(const struct blocks *blocks, size_t index, struct buf *out);

/* The same for neighbours: from the block `first` up to, not with, `end`. */
void blocks_source_range(const struct blocks *blocks, size_t first, size_t end, struct buf *out);

/* The line, from 1, that a byte of the source stands in. */
size_t blocks_line(const struct blocks *blocks, size_t at);

/* Where line `line`, from 1, begins; the source's end for one behind the last. */
size_t blocks_line_at(const struct blocks *blocks, size_t line);

#endif
