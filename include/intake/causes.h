/* Causes of a document: what the files src/intake/postmortem_causes*.c share. */
#ifndef INTAKE_CAUSES_H
#define INTAKE_CAUSES_H

#include "intake/postmortem.h"

enum { CAUSE_TEXT_MAX = 1600 }; /* bytes of a cause: what is longer is a story, and stays in its section */

struct cause_reader {
	struct postmortem *p;
	size_t first; /* found items before the causes */
	size_t last;  /* index + 1 of the why that the next one goes on from; 0: none */
};

/* Append the Markdown of blocks as a cause of a kind under item `parent` (index + 1, or 0), `text` bytes of marks and labels
 * at its start left out. Index + 1 of it; 0, and nothing is added, if there is nothing in it or too much. */
size_t cause_add(struct cause_reader *reader, const char *kind, size_t parent, const char *text, size_t len, size_t from, size_t to,
	const char *how);

/* The kind that a heading or label means, as stored; NULL if it means none. cause_kind_of: where its heading_key is known. */
const char *cause_kind(const char *text, size_t len);
const char *cause_kind_of(const char *key, const char *text, size_t len);

/* A label at the start of a text, such as `Root cause:` or `**Trigger**:`, that means a kind, as stored ("root", "trigger",
 * "contributing", "why"): bytes up to its value; 0 if there is none. */
size_t cause_label(const char *text, size_t len, const char **kind);

/* Whether a text, Markdown, asks why: bytes of it up to what answers it. */
bool cause_is_why(const char *text, size_t len);
size_t cause_question(const char *text, size_t len);

/* A chain of whys in the blocks [first, end): each answer explains the one before it. */
void causes_whys(struct cause_reader *reader, size_t first, size_t end);

/* Lists below a cause whose items ask why. False if they do not. */
bool causes_below(struct cause_reader *reader, size_t list, size_t parent);

#endif
