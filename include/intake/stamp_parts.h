/* What the files of stamp_read share: the text made simple, the words, and the readers of a day and of a clock. */
#ifndef INTAKE_STAMP_PARTS_H
#define INTAKE_STAMP_PARTS_H

#include "intake/stamp.h"

enum { FOLD_MAX = 192 }; /* bytes of a folded text: longer than any time with its marks */

/*
 * The start of a text in its simplest form: lower case, full-width figures, blanks, dashes and brackets as ASCII,
 * entities and escapes undone, zero-width characters left out. Lines end in '\n'. Ends in a NUL.
 */
struct fold {
	char text[FOLD_MAX + 4];
	char cased[FOLD_MAX + 4];	    /* the same with the capitals it had */
	unsigned short source[FOLD_MAX + 4]; /* where each byte came from, and the end */
	size_t len;
};

/* Fold the first bytes of a text, as many as fit, up to a NUL. */
void fold_text(struct fold *out, const char *text, size_t len);

enum word_kind {
	WORD_MONTH,	/* value: 1 to 12 */
	WORD_WEEKDAY,	/* 0 = Monday */
	WORD_HALF,	/* 0: before noon, 12: after */
	WORD_ABOUT,	/* before a time */
	WORD_ABOUT_END, /* after it */
	WORD_LEAD,	/* leads to a time in a sentence; value 1: the time is only near */
	WORD_UNKNOWN,	/* stands for a time that is not known */
	WORD_HOUR,	/* noon, midnight: the hour */
	WORD_NEXT_DAY,
	WORD_NTH_DAY,	/* a number follows */
	WORD_UNTIL,	/* between the ends of a range */
	WORD_OCLOCK,	/* after a clock time, means nothing more */
	WORD_DURATION,	/* after figures that are a length of time, no clock time */
};

struct stamp_word {
	const char *text; /* as folded */
	int value;
	bool common; /* also an everyday word: alone it means no time */
};

/* The longest word of a kind at `at`, NULL if there is none; `*len` is its bytes, with the dot that shortens it. */
const struct stamp_word *word_at(const struct fold *fold, size_t at, enum word_kind kind, size_t *len);

struct stamp_reader {
	const struct fold *fold;
	size_t at;
	unsigned flags;
	struct stamp *out;
	bool common; /* the month that was read is an everyday word: "May 3 people" */
};

/* Each of these reads at r->at and moves it on, or gives false and changes nothing. */
bool read_date(struct stamp_reader *r, struct stamp_day *day, struct stamp_day *end);
bool read_weekday(struct stamp_reader *r, struct stamp_day *day);
bool read_clock(struct stamp_reader *r, struct stamp_clock *clock);
bool read_zone(struct stamp_reader *r);
bool read_epoch(struct stamp_reader *r);
bool read_relative(struct stamp_reader *r);

/* Small readers of the folded text. */
size_t fold_digits(const char *at, size_t most); /* how many, 0 if there are more than `most` */
int fold_number(const char *at, size_t digits);
bool fold_is_letter(const char *at);		  /* of a Latin word */
size_t fold_blanks(const char *at);		  /* blanks on this line */

#endif
