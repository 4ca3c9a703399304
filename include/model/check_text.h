/*
 * The texts of an incident as checks look at them: each field that people write, with the place it stands
 * in and who may read it.
 */
#ifndef MODEL_CHECK_TEXT_H
#define MODEL_CHECK_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "model/entity.h"

struct check_text {
	enum entity_kind kind;
	int64_t number;	  /* of the entity; 0 for an incident's or section's */
	const char *key;  /* of a section, otherwise "" */
	int field;	  /* its index in the entity's table */
	const char *raw;  /* as it was written: Markdown where the field is */
	/* The words people wrote, as doc/prose.h has them: without code, quotations, marks and the addresses of
	 * links. Words follow each other with nothing but blanks between them only within a block. */
	const char *prose;
	const char *audience; /* who may read it: "team", "internal", "public" */
};

/* The field that says what the entity is about: a title, a description, a section's text; not a name, a
 * link or a tag. */
bool check_text_is_main(const struct check_text *text);

#endif
