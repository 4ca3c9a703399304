/*
 * A postmortem in Markdown, taken apart: its sections, which are the document byte for byte, and what was recognised in
 * them. Pure: the same text and context give the same result, so that a version imported before can be read again and
 * compared.
 */
#ifndef INTAKE_POSTMORTEM_H
#define INTAKE_POSTMORTEM_H

#include "intake/found.h"
#include "intake/stamp.h"

/* What was read from a section completely; in `covers` of the record by the plural names of the entities. */
enum postmortem_cover {
	COVERS_EVENTS = 1 << 0,
	COVERS_ACTIONS = 1 << 1,
	COVERS_CAUSES = 1 << 2,
	COVERS_ROLES = 1 << 3,
	COVERS_REFERENCES = 1 << 4,
	COVERS_HEAD = 1 << 5, /* title, date, status and the like, which are fields of the incident */
};

/* Bytes [markup, text) are the heading with its line end, [text, to) what follows up to the next section. One begins where
 * the one before ends; the first at 0, the last ends at the document's end. */
struct postmortem_section {
	char *key;	    /* unique in the document: `meaning`, or the words of the heading; "preamble" is what stands below the
			     * title or without any heading, "head" before the first one, "front-matter" */
	const char *meaning; /* the templates' key for such a section (intake/heading.h), also of a second one; NULL: none */
	char *heading;	    /* its words, plain, in one line; "" if it has none: front matter, text before the first heading */
	int level;	    /* of the heading, 1 to 6; 0 without one */
	size_t markup, text, to;
	size_t first, end;  /* its blocks, with the heading's */
	unsigned covers;    /* enum postmortem_cover */
	bool front;	    /* YAML or TOML front matter */
};

struct postmortem {
	const char *source; /* borrowed */
	size_t len;
	const struct intake_context *context; /* borrowed */
	size_t front;	      /* bytes of BOM and front matter before the Markdown */
	struct blocks blocks; /* what stands behind them */
	struct {
		struct postmortem_section *items;
		size_t count, cap;
	} sections;
	const char **keys;	/* of each block, if it is a heading: the section it means (intake/heading.h), or NULL */
	struct record incident; /* the fields of it that were recognised */
	struct dating dating;	/* how its times are read; postmortem_head begins it */
	struct found found;
};

/*
 * Read a document of `len` bytes, valid UTF-8 without NUL but for the one behind its end, which must stay as long as the
 * result. ERR_USAGE if it is out of bounds (doc/markdown.h). Free with postmortem_fini, also after an error.
 */
bool postmortem_read(struct postmortem *out, const char *source, size_t len, const struct intake_context *context,
	struct err *err);
void postmortem_fini(struct postmortem *postmortem);

enum { SECTION_STEP = 100 }; /* between the positions of sections, for those that are put in between later */

/* The record of a section as it is kept: key, heading, level, position, text, markup, covers. The caller ends it. */
void postmortem_section_record(const struct postmortem *postmortem, size_t section, struct record *out);

/* ---- its steps, in this order; each adds to what is there ---- */

void postmortem_front(struct postmortem *postmortem);	   /* where the Markdown begins */
void postmortem_split(struct postmortem *postmortem);	   /* sections */
void postmortem_head(struct postmortem *postmortem);	   /* incident, roles, and how its times are read */
void postmortem_timeline(struct postmortem *postmortem);   /* events */
void postmortem_milestones(struct postmortem *postmortem); /* events that only the head tells of */
void postmortem_actions(struct postmortem *postmortem);	   /* action items */
void postmortem_causes(struct postmortem *postmortem);	   /* causes */
void postmortem_references(struct postmortem *postmortem); /* references */
void postmortem_cover(struct postmortem *postmortem);	   /* what each section was read from completely, by the blocks claimed */

#endif
