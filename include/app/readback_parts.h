/* What the files of reading back share: src/app/readback*.c. */
#ifndef APP_READBACK_PARTS_H
#define APP_READBACK_PARTS_H

#include "app/readback.h"
#include "base/mem.h"
#include "repo/repo.h"

/* A document by lines; what ends without a line break has one all the same. */
struct page {
	const char *text;
	size_t *starts; /* of each line, and the end */
	size_t count;
	unsigned char *levels; /* of a heading 1 to 6, else 0 */
};

/* `text` is borrowed. */
void page_init(struct page *page, const char *text, size_t len);
void page_fini(struct page *page);
/* Where a line begins; it ends after page_line_len. */
const char *page_line(const struct page *page, size_t line);
size_t page_line_len(const struct page *page, size_t line); /* without the line break */
bool page_blank(const struct page *page, size_t line);
/* The lines [from, to) without blank ones at both ends. */
void page_trim(const struct page *page, size_t *from, size_t *to);
/* A heap copy of lines [from, to), without the last line break. */
char *page_copy(const struct page *page, size_t from, size_t to);

enum line_kind { LINE_LITERAL, LINE_BLANK, LINE_BLOCK, LINE_FIELDS };

/* Whole lines that are one section's text, or its prompt. */
struct block {
	size_t first, end;
	const char *key;
	bool prompt;
	bool touched, lost;   /* an edit was read; or it could not be */
	size_t new_first, new_end; /* where it stands in the edited document, if touched */
	size_t limit;		   /* … at most up to here; 0: no such limit */
};

/* A field that stands in a line with other text. */
struct slot {
	size_t at, len;
	enum entity_kind entity;
	int field;
	const char *kind, *what, *which;
};

/* An empty place of a section, before a line. */
struct place {
	size_t line;
	const char *key;
};

struct team {
	size_t from, to;
	const char *name;
};

/* The rendered document and what its map says of each line. */
struct source {
	struct page page;
	unsigned char *kinds; /* enum line_kind */
	size_t *index;	      /* of the block, or of the first slot */
	VEC(struct block) blocks;
	VEC(struct slot) slots;
	VEC(struct place) places;
	VEC(struct team) teams;
	char *words; /* the origins taken apart */
};

/* Borrows from `base`. */
void source_init(struct source *source, const struct readback_base *base);
void source_fini(struct source *source);
/* How many fields stand in a line, from index[line] on. */
size_t source_slot_count(const struct source *source, size_t line);

/* A line with fields that is gone from where it was. */
struct removed {
	size_t line; /* of the source */
	size_t at;   /* where it is missing in the edited document */
};

struct reader {
	const struct repo_ops *git;
	struct source source;
	struct page page; /* edited */
	VEC(struct removed) removed;
	struct readback *out;
	struct err *err;
};

/* `line` counts from 0 here. */
__attribute__((format(printf, 3, 4))) void reader_note(
	struct reader *reader, size_t line, const char *format, ...);

/* Nothing is known of one of these any more. */
void reader_lose(struct reader *reader, const char *kind, const char *which);

/* Append an edit. The address is good until the next one. */
struct readback_edit *reader_add(struct reader *reader, enum readback_kind kind, size_t line);

/* Say which lines of the one document became which of the other. */
void reader_place(const struct reader *reader, struct readback_edit *edit, size_t old_from, size_t old_to,
	size_t new_from, size_t new_to);

/* Say what stands where in the edited document; `which` NULL: what the edit is about. */
void reader_piece(struct readback_edit *edit, size_t at, size_t len, const char *kind, const char *what,
	const char *which);

/* A heading of the template that is in both documents: its lines. */
struct head {
	size_t old, new;
};

struct heads {
	struct head *items; /* in the rendered document's order */
	size_t count, cap;
	size_t *new_lines; /* of all, in the edited document's order */
	size_t old_count, new_count; /* lines of the documents */
};

/* Pair them: the same ones, those that were moved, those that are called otherwise. False if they cannot be
 * compared. */
bool heads_pair(struct reader *reader, struct heads *out);
void heads_fini(struct heads *heads);

/* The line at which ends what stands below a heading, in each document; SIZE_MAX: above the first. */
size_t heads_old_end(const struct heads *heads, size_t index);
size_t heads_new_end(const struct heads *heads, size_t index);

/* Read what the heading itself became. */
void heads_read(struct reader *reader, const struct head *head);

/* Bytes of a document. */
struct range {
	size_t from, to;
};

struct ranges {
	struct range *items;
	size_t count, cap;
};

/* Whether they have the same bytes. */
bool range_same(const char *a, struct range x, const char *b, struct range y);

/* Whether a line is a row of a table, and whether it is the one below the head. */
bool row_is(const struct page *page, size_t line);
bool row_is_rule(const struct page *page, size_t line);

/* Append the cells of a row: what stands between two | that have no backslash, without blanks around it. */
void row_split(const struct page *page, size_t line, struct ranges *out);

/* Where each slot of line `old` of the source stands in line `new`; false if the line has another shape. `out` has
 * room for all. */
bool row_find_slots(const struct reader *reader, size_t old, size_t new, struct range *out);

/* Read what a line with fields became in the edited document; false, and nothing read, if it has another shape. */
bool rows_read_line(struct reader *reader, size_t old, size_t new);

/* Take from a hunk the lines with fields and the rows of tables: sets `old_done` and `new_done` of those, by their
 * number within the hunk. */
void rows_read(struct reader *reader, const struct repo_hunk *hunk, bool *old_done, bool *new_done);

/* When all hunks are read: rows that were moved to another table, and those that are gone. */
void rows_finish(struct reader *reader);

/* Read a hunk below the heading before line `first`. `level` is the heading's: another one like it begins a section. */
void hunk_read(struct reader *reader, const struct repo_hunk *hunk, int level, size_t first);

#endif
