/*
 * What a timeline in somebody's document is known by: the words of its headings, columns and labels in English,
 * German, French, Spanish, Portuguese, Japanese, Chinese and Korean, and the phrases that say what kind an event is.
 * All functions are pure and take plain text.
 */
#ifndef INTAKE_TIMELINE_H
#define INTAKE_TIMELINE_H

#include <stdbool.h>
#include <stddef.h>

enum timeline_heading {
	TIMELINE_NO,
	TIMELINE_MAYBE, /* "What happened", "Events": one if there are times in it */
	TIMELINE_YES,	/* "Timeline", "Chronologie" */
};

/* What a heading, or a label before a list, says of what stands below it. */
enum timeline_heading timeline_heading(const char *text);

/* A heading below which times are no events of the incident: action items, the document's own history. */
bool timeline_is_elsewhere(const char *text);

enum timeline_column {
	TIMELINE_OTHER, /* no word that is known */
	TIMELINE_DAY,	/* a date or weekday */
	TIMELINE_TIME,	/* a time, perhaps with its date */
	TIMELINE_END,	/* when it ended */
	TIMELINE_TEXT,	/* what happened */
	TIMELINE_WHO,
	TIMELINE_KIND, /* a phase, milestone or type */
	TIMELINE_LINK,
	TIMELINE_SPAN, /* how long it took, or after what */
};

/* What the head of a column, or a label such as `Time:`, says of what stands there. Marks and brackets do not matter. */
enum timeline_column timeline_column(const char *head);

/*
 * The event kind (the name of a choice, constant) that a label means as a whole: the cell of a column for kinds, a
 * word in bold before the text: `Detection`, `Outage begins`, `behoben`. NULL if it means none, and "note" if it is
 * a label that is known and means no other kind (`Update`, `Investigation`).
 */
const char *timeline_label_kind(const char *label);

/* The kind that an event's text says plainly by its words, NULL if it does not. `*mark` is set if a mark in
 * it does: letters in capitals, words in bold or after an arrow. `text` is Markdown of any length; only its
 * beginning counts, and marks in its first line. */
const char *timeline_text_kind(const char *text, bool *mark);

/* What may stand before `:` as the name of who did it: one or two words, `@name`; no word that is a label. */
bool timeline_is_name(const char *text, size_t len);

#endif
