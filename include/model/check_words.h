/* What the checks of single texts have in common. */
#ifndef MODEL_CHECK_WORDS_H
#define MODEL_CHECK_WORDS_H

#include "model/check_rows.h"
#include "model/phrase.h"

/* Tell that something is wrong in a text: `what` fills in the row's {what}. */
void check_text_found(struct check_run *run, const struct check_text *text, const char *what);

/* Append where in a text byte `offset` of its `prose` or `raw`, which is given, is: " (line 3)" if it has
 * several, " of its link" if it is not the main one. */
void check_text_place(const struct check_text *text, const char *where, size_t offset, struct buf *out);

/* Append words `i` to `i` + `count` as they are written, in '…', with line breaks as blanks. */
void check_quote(const struct phrase_words *words, size_t i, size_t count, struct buf *out);

/* Everybody with a part in the incident, and those who logged its milestones. End with phrase_people_fini. */
void check_people(const struct check_input *input, struct phrase_people *out);

/* A wording that is better avoided. */
struct wording {
	const char *pattern; /* as phrase_match takes it */
	const char *instead; /* what to do about it */
	const char *unless;  /* a pattern that is fine, beginning at the same word; may be NULL */
};

struct wordings {
	const struct wording *items;
	size_t count;
};

/*
 * Tell the wordings of a text's prose, each where it stands first, in the order of the table. Words that one of them
 * told of are not told of again; nor are those with one of `others`, which another check tells of (NULL: none).
 */
void check_wordings(struct check_run *run, const struct check_text *text, const struct phrase_people *people,
	const struct wordings *wordings, const struct wordings *others);

/* What was worked out of the tables of wordings for one text serves all others: given to the checks of single texts as
 * check_input.ready. */
struct check_ready *check_ready_new(void);
void check_ready_free(struct check_ready *ready); /* NULL is fine */

/* It is written by the author for its reader, in sentences: sections and causes. */
bool check_text_is_account(const struct check_text *text);

#endif
