/*
 * A record is one entity's row in memory; with its `set` mask it is also a change to one. Values come
 * in as people write them and are checked against the field table.
 */
#ifndef MODEL_RECORD_H
#define MODEL_RECORD_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/when.h"
#include "model/entity.h"

enum { ID_SIZE = 27 }; /* a ULID, 26 characters, and NUL */

enum {
	TEXT_LIMIT = 1024 * 1024, /* bytes in a FIELD_TEXT */
	LINE_LIMIT = 4096,	  /* bytes in any other text */
};

/* What the `origin` of a thing begins with that was read from a document; behind it is what tells it from others there. */
#define ORIGIN_DOCUMENT "md:"

enum value_type { VALUE_NULL, VALUE_INT, VALUE_TEXT };

struct value {
	enum value_type type;
	int64_t number;
	char *text; /* owned; valid UTF-8 without NUL */
};

struct record {
	enum entity_kind kind;
	char id[ID_SIZE];
	char incident[ID_SIZE]; /* the incident it belongs to; for an incident, itself */
	int64_t number;		/* short local number: of the incident, or within it */
	bool gone;		/* deleted */
	unsigned set;		/* fields that this record, as a change, sets: bit 1u << field */
	bool set_gone;		/* as a change: also sets `gone` */
	struct value values[FIELD_MAX];
};

struct records {
	struct record *items;
	size_t count, cap;
};

/* An empty record of a kind; everything null. */
void record_init(struct record *record, enum entity_kind kind);
void record_fini(struct record *record);
void record_copy(struct record *to, const struct record *from);
void records_fini(struct records *records);

/* A field's text, "" when null; borrowed. Numbers are not text: BUG() on other types. */
const char *record_text(const struct record *record, int field);
/* A field's number, 0 when null. */
int64_t record_int(const struct record *record, int field);
bool record_has(const struct record *record, int field); /* not null and not "" */

/* Set a field and mark it as set. Text is copied; NULL or "" makes it null. */
void record_set_text(struct record *record, int field, const char *text);
void record_set_int(struct record *record, int field, int64_t number);
void record_set_null(struct record *record, int field);

/* Set a time with the precision and offset that belong to it, where the entity has fields for them. */
void record_set_when(struct record *record, int field, const struct when *when);

/* Set a field to a copy of another record's value. */
void record_set_value(struct record *record, int field, const struct value *value);

/* True if both are the same number, the same text, or nothing. */
bool value_equal(const struct value *a, const struct value *b);

/* Give every field that is not set its initial value from the table (for a new entity). */
void record_set_initial(struct record *record);

/*
 * Set a field from what a person wrote: choices by name, alias or start; times by when_parse in `ctx`
 * (a time also sets the entity's precision and offset); yes/no; numbers; dates. An empty text clears a
 * field that is not required. FIELD_PARENT takes an id only: numbers are resolved by the app layer.
 * Errors are ERR_USAGE and name the field, the text and what is possible.
 */
bool record_parse(struct record *record, int field, const char *text, const struct when_context *ctx,
	struct err *err);

/* Check that required fields are there. */
bool record_check(const struct record *record, struct err *err);

/* A field as people read it: choices as stored, times in `zone`, booleans yes/no, null as "". */
void record_show(const struct record *record, int field, const char *zone, struct buf *out);

struct json;

/* Append the record as members of an open JSON object: `number`, `id`, then every field under its name;
 * times as ISO 8601 in UTC, booleans as such, null where there is no value. */
void record_json(const struct record *record, struct json *json);

/* Add an array of such objects. */
void records_json(const struct records *records, const char *name, struct json *json);

#endif
