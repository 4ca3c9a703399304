/* The composer at the bottom of an incident: text, frozen time, kind; drafts of it. */
#ifndef TUI_COMPOSER_H
#define TUI_COMPOSER_H

#include "app/compose.h"
#include "tui/complete.h"
#include "tui/line.h"
#include "tui/view.h"

struct draft;

enum {
	DRAFT_DELAY_MS = 250,	/* after a key, at most, the draft is on disk */
	DRAFT_RETRY_MS = 10000, /* after saving failed */
	SESSION_SIZE = 32,
};

/* Completions of the word that the cursor is in. */
struct popup {
	struct candidates found;
	struct list list;
	size_t closed; /* of the word at this byte, less one, they are not shown; 0: not closed */
};

struct composer {
	struct line line;
	char kind[COMPOSE_KIND_SIZE]; /* unless the text names one */
	int64_t at;		      /* when typing began; 0: no text */
	bool offered;		      /* the text was proposed, and nobody has edited it yet */
	bool timed;		      /* the time was asked for: it is `when` */
	struct when when;
	struct popup popup;
	/* drafts */
	bool dirty;	 /* differs from what is on disk */
	bool stored;	 /* something is on disk */
	int64_t due;	 /* save when the monotonic clock shows this */
	bool complained; /* that saving failed; once is enough */
};

/* An empty note, nothing stored; end with composer_fini. */
void composer_init(struct composer *composer);
void composer_fini(struct composer *composer);

/* Forget text, kind and time; nothing is saved or dropped. */
void composer_clear(struct composer *composer);

/* Before something is typed: a text that was only proposed makes room for it. */
void composer_typing(struct ui *ui);

/* After each change of the text, kind or time: freezes or clears the time, sees to the draft. */
void composer_changed(struct ui *ui);

/* Nothing but white space is typed. */
bool composer_empty(const struct composer *composer);

/* Text, kind and time as they would be logged. On an error what could be read. */
bool composer_read(const struct ui *ui, struct compose *out, struct err *err);

/* Log it. On failure the text stays. */
bool composer_submit(struct ui *ui, struct err *err);

/* Log it as one event for each line that begins with a time, in one batch. On failure the text
 * stays. */
bool composer_log_split(struct ui *ui, struct err *err);

/* Set the kind: a name, or the "next" or "previous" one. */
bool composer_kind(struct ui *ui, const char *name, struct err *err);

/* How times are read in it: seen from when its typing began. */
void composer_when(const struct ui *ui, struct when_context *out);

/* Set the time from what a person wrote; "" for the time typing began. */
bool composer_time(struct ui *ui, const char *text, struct err *err);

/* Edit the text in the editor. */
bool composer_editor(struct ui *ui, struct err *err);

/* On leaving it: a text that was only proposed, and the time of no text, are not kept. */
void composer_leave(struct ui *ui);

/* Put the draft on disk now, or drop the one there if the text is empty. True if there is nothing
 * to do. */
bool composer_save(struct ui *ui, struct err *err);

/* True if no program that runs has this draft open. */
bool draft_is_left(const struct ui *ui, const struct draft *draft);

/* On opening an incident: bring back what this session typed, or what a dead one left. */
bool composer_restore(struct ui *ui, struct err *err);

/* At the start, if there is nothing else to say: tell of texts that a dead session left in other incidents. */
bool composer_remind(struct ui *ui, struct err *err);

/* Rows it wants, at most `max`. */
int composer_height(struct ui *ui, int columns, int max);

/* Draw it; `rule` is the row above for what does not fit beside the text, or NULL. */
void composer_draw(struct ui *ui, struct area area, const struct area *rule);

/* ---- completions ---- */

/* After each change of the text and each move in it: find them. */
void popup_look(struct ui *ui);

/* True if they are shown and have their keys, those of the view "popup". */
bool popup_open(const struct ui *ui);

/* Draw them at the lower edge of the area. */
void popup_draw(struct ui *ui, struct area area);
void popup_fini(struct popup *popup);

/*
 * A session names the program that typed a draft, so that another one can tell whether it still
 * runs: host, boot, process, and when that started.
 */
void session_name(char out[SESSION_SIZE]);

/* Whether the program of a session still runs: ELSEWHERE is another host, of which nothing is known; a text that is no
 * session is DEAD. */
enum session_state { SESSION_DEAD, SESSION_ALIVE, SESSION_ELSEWHERE };
enum session_state session_state(const char *session);

#endif
