/*
 * The parts of the data tree, each in a file of its own: src/app/document_SUBJECT.c. Only those files and
 * document_data.c, which calls them, include this.
 */
#ifndef APP_DOCUMENT_PARTS_H
#define APP_DOCUMENT_PARTS_H

#include "app/document_data.h"

/* What all parts are made of: read in one snapshot, without what the readers may not see. */
struct document_source {
	struct app *app;
	const struct material *material;
	const struct record *incident; /* the material's, like `lists` */
	const char *zone;	     /* in which its times are shown */
	const struct assets *assets; /* NULL: attachments have no files */
	const struct records *lists; /* by entity kind, each in its natural order */
	bool several_days;	     /* the events are not all of one date */
};

/* Add to the root of the data what its subject has: see src/app/document_SUBJECT.c for the names. */
void document_add_head(const struct document_source *source, struct node *data);
void document_add_people(const struct document_source *source, struct node *data);
bool document_add_metrics(const struct document_source *source, struct node *data, struct err *err);
bool document_add_sections(const struct document_source *source, const struct section_states *sections,
	struct node *data, struct err *err);
/* Append the text of a section as it can stand below a heading of `level` in the document. */
bool document_put_section(const struct document_source *source, const struct section_states *sections, size_t index,
	int level, struct buf *out, struct err *err);
/* Text that was imported and has no heading: `front`, the front matter, and `preamble`, what stands before the sections. */
bool document_add_preamble(const struct document_source *source, const struct section_states *sections,
	struct node *data, struct err *err);
/* What was imported, as it is there. After the attachments. */
bool document_add_layout(const struct document_source *source, const struct section_states *sections,
	struct node *data, struct err *err);
/* Whether a section is written for other readers: it stands only where a template asks for it. */
bool document_is_companion(const char *key);
/* Add an action item to a list, and give it. */
struct node *document_add_action(const struct document_source *source, struct node *list, const struct record *action);
void document_add_causes(const struct document_source *source, struct node *data);
void document_add_actions(const struct document_source *source, struct node *data);
void document_add_timeline(const struct document_source *source, struct node *data);
void document_add_milestones(const struct document_source *source, struct node *data);
void document_add_references(const struct document_source *source, struct node *data);
/* Append the files of an event, below its text; nothing if the request has no assets. */
void document_put_files(const struct document_source *source, const struct record *event, struct buf *out);
void document_add_attachments(const struct document_source *source, struct node *data);
void document_add_discussion(const struct document_source *source, struct node *data);
bool document_add_similar(const struct document_source *source, struct node *data, struct err *err);

/* When it began: at its first impact, else when the incident says so. */
int64_t document_start(const struct record *incident, const struct records *events);

/* Append when an event was, with its date or without; to the public in minutes, as all else is said to it. */
void document_show_time(const struct document_source *source, const struct record *event, bool date, struct buf *out);

/* Once all items are in a list of `parent`, add any-NAME beside it: whether there is one. */
void document_end_list(struct node *parent, const struct node *list);

/* Add a field as people read it. */
void document_add_field(const struct document_source *source, struct node *item, const struct record *record,
	int field, const char *name);

/* Add what every event item has: time, when, kind, label, author, pinned, text. `date` is the day it stands under. */
void document_add_event(const struct document_source *source, struct node *item, const struct record *event,
	const char *date);

/* "Ana Ruiz <ana@example.com>" without the address. */
void document_person(const char *person, struct buf *out);

/*
 * Say that the node added last below `parent` shows something that may be edited in the rendered document and read
 * back (app/readback.h): of what kind, what of it (a field's name, "whole", "prompt" or "place"), and which one (an
 * entity's id, a section's key, a team's name).
 */
void document_set_origin(struct node *parent, const char *kind, const char *what, const char *which);

/* The same for a text of a record that is shown as `shown`, if that is all of it, in one line and unchanged. */
void document_set_text_origin(struct node *parent, const struct record *record, int field, const char *shown);

enum { DOCUMENT_ITEM_INDENT = 2 }; /* columns before the content of a list item: "- " */

/* Append what people wrote into an event or cause as the content of a list item that stands `indent` columns
 * in. It is no part of the document's outline: its headings become bold. */
void document_item_block(const char *text, size_t indent, struct buf *out);

/* Append a URL as a link, shown as `label` or, if that is empty, without its scheme; anything else as plain
 * text. */
void document_put_link(const char *url, const char *label, struct buf *out);

/* Append a link as people give it to an action item: a reference's label or URL leads to where the document
 * lists it, anything else as document_put_link has it. */
void document_put_reference(const struct records *references, const char *link, struct buf *out);

/* The same for a document that does not list its references: straight to the reference's URL. */
void document_put_tracker(const struct records *references, const char *link, struct buf *out);

#endif
