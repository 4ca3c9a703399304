/* Writing the postmortem: its sections, what it looks like, what checks say of it. */
#ifndef TUI_WRITING_H
#define TUI_WRITING_H

#include "app/check.h"
#include "app/preview.h"
#include "app/review.h"
#include "tui/view.h"

struct writing {
	char *problem; /* why the sections are not known: of the template; NULL: they are */
	struct section_states sections;
	int percent; /* of the required ones that are written */
	struct list sections_list;
	struct words apart; /* keys of those that wait, in the form, for one of two versions to be chosen */
	size_t text_top; /* first row shown of the selected one's text */
	struct review review;
	struct findings findings;
	bool events_checked; /* the findings are of events, too */
	bool known;  /* it was read before */
	bool behind; /* something changed since it was read, or not all was read: see writing_catch_up */
	struct list findings_list;
};

/* The document, as the Preview tab has it. */
struct preview_pane {
	struct preview_document document;
	char *problem;	       /* why there is none; NULL: there is, or it was not asked for yet */
	unsigned long changes; /* ui->changes when it was rendered */
	int64_t next;	       /* ui->clock from which on it may be rendered again: long documents wait */
	bool known;
	bool behind; /* something was changed since it was rendered */
	struct preview preview;
	int columns; /* it is laid out for */
	struct list list;
};

struct incident;
struct ui;

/* Read sections and run the checks again if something changed since. This takes longer than all else
 * that is read, and other tabs show but two numbers of it: there it waits until no key is waiting
 * (ui_rest). The first time few events are looked at, so that the numbers come with the first screen, and
 * it is `behind` at once if there are more. A template that cannot be used is no failure but `problem`. After a failure what was
 * read before stays, until something changes again. */
bool writing_catch_up(struct ui *ui, struct err *err);

/* Run the checks again with the first events, if they were run without. */
bool writing_check_events(struct ui *ui, struct err *err);

/* Free what it holds. */
void writing_fini(struct writing *writing);
void preview_pane_fini(struct preview_pane *pane);

/* Cut off the part of an area that shows what is selected in a list of `count` rows: beside it
 * where that is wide enough, else below, after a rule. Without room for it, it has no rows. */
struct area writing_split(struct ui *ui, struct area *area, size_t count);

/* Say on the rule above what is shown below the list how much of it is not seen. */
void writing_draw_more(struct ui *ui, struct area area, struct area detail, const struct list *list,
	size_t count);

/* Draw text wrapped from a row on, in at most `rows`, leaving out the first `skip` rows of it.
 * Gives how many rows were drawn. */
int writing_draw_text(struct ui *ui, struct area area, int row, int rows, size_t skip,
	enum style style, const char *text);

/* What the tab says after its name, appended: "60%", "4". */
void postmortem_badge(const struct ui *ui, struct buf *out);
void checks_badge(const struct ui *ui, struct buf *out);

/* Of the preview: the side panel with its headings; whom it is for and where one is,
 * appended: "for internal, 3 withheld · 34 %". */
void preview_draw_outline(struct ui *ui, struct area area);
void preview_put_position(const struct ui *ui, struct buf *out);

/* Call `add` with the text of each heading of the preview, in order. */
void preview_add_headings(struct ui *ui, void (*add)(void *data, const char *text), void *data);

/* Select a section by its key, if it is there. */
void writing_select(struct ui *ui, const char *key);

/* Select the section that `section add` has added, by what it said: "KEY: 12 words". */
void writing_show_added(struct ui *ui, const char *said);

/* ---- commands of the UI ---- */

/* Each runs the row of its name in ui_commands with the words behind it. False, and the error is shown: it did nothing. */
bool run_scroll(struct ui *ui, char *const *words, size_t count, struct err *err);
bool run_heading(struct ui *ui, char *const *words, size_t count, struct err *err);
bool run_fix(struct ui *ui, char *const *words, size_t count, struct err *err);
bool run_waive(struct ui *ui, char *const *words, size_t count, struct err *err);

#endif
