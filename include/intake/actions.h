/*
 * Action items of a document: what the files src/intake/postmortem_actions*.c share. An item is read from a row, a list
 * item, a heading or a paragraph into fields; what fits no field stays in its title or, where that would be too long, in
 * the text of its section.
 */
#ifndef INTAKE_ACTIONS_H
#define INTAKE_ACTIONS_H

#include "base/words.h"
#include "intake/postmortem.h"

/* What a column, a label (`Owner:`) or a piece of text says about an item. */
enum action_part {
	ACTION_PART_WHAT,
	ACTION_PART_OWNER,
	ACTION_PART_TEAM,
	ACTION_PART_DUE,
	ACTION_PART_PRIORITY,
	ACTION_PART_STATE,
	ACTION_PART_TYPE,
	ACTION_PART_LINK,
	ACTION_PART_NOTES, /* anything else about it */
	ACTION_PART_ID,	   /* its number in the document */
	ACTION_PART_TIME,  /* when something happened: not of an item */
};

/* ---- words, in postmortem_actions_words.c ---- */

/* The part that a column head or label names; -1 if none. `exact`: nothing else is in it. */
int action_part(const char *text, size_t len, bool exact);

/* The choice that a text says, as stored; NULL if none. `exact`: it says nothing else. */
const char *action_priority(const char *text, size_t len, bool exact);
/* The same of what stands above items: "high priority", "critical fixes", "completed actions", "… (in progress)". */
const char *action_group_priority(const char *text, size_t len);
const char *action_group_state(const char *text, size_t len);
const char *action_state(const char *text, size_t len, bool exact);
const char *action_type(const char *text, size_t len, bool exact);

/* A mark such as a check mark or a coloured dot at the start: its bytes, 0 if there is none, and what it says, NULL if
 * nothing. `*state` of a dot is what it means in a column of states. */
size_t action_mark(const char *text, size_t len, const char **state, const char **priority);

/* Nothing is said: "TBD", "n/a", "-", "[Owner]", "...". */
bool action_is_placeholder(const char *text, size_t len);

/* Words that name a team. */
bool action_is_team(const char *text, size_t len);

/* Words that only say when or of which sort what follows is: "short term", "completed", "technical measures". */
bool action_is_group(const char *text, size_t len);

/* A day that is not a date: "Friday", "next sprint", "Q3", "two weeks". */
bool action_is_relative(const char *text, size_t len);

/* Bytes of a link at the start: a URL, #12, org/repo#12, OPS-12; 0 if there is none. */
size_t action_link(const char *text, size_t len);

/* ---- pieces of text, in postmortem_actions_piece.c ---- */

struct action_reader;

enum action_says {
	ACTION_SAYS_NOTHING,
	ACTION_SAYS_FIELD,    /* `part` and its value; nothing in it: it says that there is none */
	ACTION_SAYS_RELATIVE, /* when it is due, without a date */
	ACTION_SAYS_NAME,     /* what may be a name, if other things say so */
};

struct action_piece {
	enum action_says says;
	enum action_part part;
	const char *text;
	size_t len;
};

enum { ACTION_PIECE_MAX = 120 }; /* bytes of a piece that says something about an item */

/* What one piece says. Words that may as well be part of a sentence say nothing. */
struct action_piece action_piece_read(const struct action_reader *reader, const char *text, size_t len);

/* One to three words that begin with a capital or @, or one word: as names are written. */
bool action_is_name(const char *text, size_t len);

/* A date at the start, and with `whole` nothing else. */
bool action_has_date(const char *text, size_t len, bool whole);

/* ---- one item, in postmortem_actions_item.c ---- */

struct action_item {
	struct buf title, owner, team, link, reason;
	char due[sizeof "2026-01-01"]; /* "": none */
	const char *priority, *state, *type; /* NULL: not said */
	struct buf doubts;
	bool lost; /* something that it says is in no field */
	bool prompt; /* it only says what to write there */
};

/* What is known of the document's items. */
struct action_reader {
	struct postmortem *p;
	struct words people; /* who is known by name */
};

/* Free what it holds. */
void action_item_fini(struct action_item *item);

/* Append to what is unsure. */
void action_item_doubt(struct action_item *item, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * Read what stands in a column or behind a label. False, and nothing read, if it is not of that part, such as a word that
 * is no priority; a text with nothing in it is read as nothing. `block`, whose text it is part of, has its links; may be NULL.
 */
bool action_item_put(struct action_item *item, const struct action_reader *reader, enum action_part part, const char *text,
	size_t len, const struct block *block);

/* The same for a block: a cell, a paragraph. */
bool action_item_put_block(struct action_item *item, const struct action_reader *reader, enum action_part part,
	const struct block *block);

enum action_text_flags {
	ACTION_TEXT_OWNERS = 1, /* all of its siblings end in a name: so does it */
	ACTION_TEXT_FIELDS = 2, /* other columns have the fields: only marks and links are looked for */
};

/* Read an item's own words: its title, and the fields that stand among them. */
void action_item_read(struct action_item *item, const struct action_reader *reader, const struct block *block, unsigned flags);

/* Whether the block's text ends in what may be a name: `… — Ana`, `… (ana ruiz)`. */
bool action_ends_in_name(const struct block *block);

/* Whether somebody of that name is known. */
bool action_knows(const struct action_reader *reader, const char *name, size_t len);

/* Add the item, read from bytes `from` to `to`; false if it has no title. Ends it in any case. */
bool action_item_add(struct action_item *item, struct action_reader *reader, size_t from, size_t to, const char *how);

/* ---- where they stand ---- */

/* What the headings and labels above say of all items below. */
struct action_group {
	const char *priority, *state, *type;
	char *team, *owner; /* owned */
};

/* Free what it holds. */
void action_group_fini(struct action_group *group);
void action_group_copy(struct action_group *to, const struct action_group *from);

/* Read the words of a heading, label or list item above items; false if they say nothing of the sort. */
bool action_group_read(struct action_group *group, const struct action_reader *reader, const char *text, size_t len);

/* Fill what an item does not say itself. */
void action_group_apply(const struct action_group *group, struct action_item *item);

/* A table, in postmortem_actions_table.c: false if it has no column of action items. `sure`: it stands under a heading of
 * action items; otherwise it must say so itself. `*lost`: not everything in it is in fields. */
bool actions_table(struct action_reader *reader, size_t table, const struct action_group *group, bool sure, bool *lost);

/* A list of which every item is a label with its value, the fields of what it stands under, and those. */
bool actions_are_fields(const struct action_reader *reader, size_t list);
void actions_fields(const struct action_reader *reader, size_t list, struct action_item *item);

/* A list, in postmortem_actions_list.c. */
void actions_list(struct action_reader *reader, size_t list, const struct action_group *group, bool *lost);

#endif
