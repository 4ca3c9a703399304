/*
 * The terminal UI without a terminal: state, keys in, a grid out. loop.c connects it to a terminal,
 * tests/unit/test_screen.c to scripts.
 */
#ifndef TUI_UI_H
#define TUI_UI_H

#include "app/app.h"
#include "base/words.h"
#include "tui/away.h"
#include "tui/causes.h"
#include "tui/clip.h"
#include "tui/commands.h"
#include "tui/composer.h"
#include "tui/form.h"
#include "tui/grid.h"
#include "tui/importing.h"
#include "tui/incident.h"
#include "tui/keys.h"
#include "tui/marks.h"
#include "tui/mouse.h"
#include "tui/origin.h"
#include "tui/pager.h"
#include "tui/past.h"
#include "tui/prompt.h"
#include "tui/search.h"
#include "tui/sheet.h"
#include "tui/show.h"
#include "tui/timeline.h"
#include "tui/view.h"

enum {
	POLL_MS = 60000,     /* look for other writers though nothing told us */
	SETTLE_MS = 20,	     /* several writes in a row are read once */
	PANEL_COLUMNS = 120, /* from here on there is a side panel */
};

enum ui_request {
	UI_NOTHING,
	UI_QUIT,
	UI_SUSPEND,
	UI_COPY,   /* `clip` to the clipboard */
	UI_PRINT,  /* `clip` on the normal screen, until Enter */
	UI_REDRAW, /* something else wrote to the screen: send all of it again */
};

enum zone_choice { ZONE_OF_INCIDENT, ZONE_OF_USER, ZONE_IS_UTC, ZONE_CHOICES };

struct ui {
	struct app *app;
	struct grid grid;
	struct hits hits; /* as drawn last */
	struct ui_bindings bindings;
	char session[SESSION_SIZE];
	char *given; /* the incident asked for with -i */
	/* A long command has news in the message line: paint it, and say whether somebody wants to stop. NULL: nobody can. */
	bool (*busy)(void *context);
	void *busy_context;

	const struct view *view; /* below the pager: the board or a tab */
	bool composing;		 /* the composer has the keys, unless a prompt is open */
	unsigned long changes;	 /* how often everything was read again */
	bool stale;		 /* the view has to be loaded before it is drawn */
	int rows, columns;	 /* of the view when it was drawn last */
	enum ui_request request;
	struct clip clip; /* what the request is about */
	int insist; /* for so many more keys, leaving does not wait for the draft to be saved */

	struct buf message;
	enum style message_style;
	bool troubled; /* the message is of ui_trouble */
	struct buf needle; /* of the last search */
	struct marks marks[ENTITY_COUNT];
	enum zone_choice zone;

	int64_t clock;	 /* monotonic ms, as ui_tick was told */
	int64_t poll;	 /* when to look for other writers; INT64_MAX: not before ui_wake */
	struct away away;
	bool told;	 /* ui_wake comes after every write, there is no need to look */
	int64_t version; /* of the database when it was looked at */
	int64_t kept;	 /* `updated` of the draft that was saved last; 0: none was */

	struct board board;
	bool board_known; /* it was read once: none is none */
	struct sheet board_sheet, actions_sheet;
	struct incident board_summary; /* what is selected on the board, if there is a panel */
	struct buf board_counts;       /* how many there are of each status, in words */
	struct causes_view causes;
	struct past past;
	struct incident incident;
	struct timeline timeline;
	struct composer composer;
	struct form form; /* over the view and the composer, below the pager and prompts */
	struct kills kills; /* what was cut from any line */
	struct prompt prompt;
	struct search search;
	struct importing importing;
	struct recall recalls[RECALL_KINDS];
	struct known_values known;
	struct pager pager;
};

/* `session` as by session_name. The app's database is opened by ui_start. */
void ui_init(struct ui *ui, struct app *app, const char *session, int rows, int columns);
void ui_fini(struct ui *ui);

/* Open the database; show the incident that is current, or the board. Keys of the key map that do
 * not exist are told in the message line. */
bool ui_start(struct ui *ui, struct err *err);

/* A key, a paste, a new size. None can fail: errors are shown. */
void ui_key(struct ui *ui, const struct key *key);
void ui_paste(struct ui *ui, const char *text, size_t len, size_t dropped);
void ui_resize(struct ui *ui, int rows, int columns);

/* The monotonic clock, in ms: before each of the above, and when ui_timeout has passed. Saves
 * drafts, looks for other writers. */
void ui_tick(struct ui *ui, int64_t clock);

/* When no key is waiting: do what was put off so that keys and the first screen need not wait for it. True if
 * something was done, and is to be painted. */
bool ui_rest(struct ui *ui);

/*
 * Milliseconds until ui_tick or ui_rest has something to do, or what is drawn changes: a draft to save, a time
 * that runs (each minute while an incident is open; each second with the option `clock`), writers
 * to look for where nothing tells of them. INT_MAX if nothing is to come.
 */
int ui_timeout(const struct ui *ui);

/* The database was probably changed by somebody: look soon. */
void ui_wake(struct ui *ui);

/* What the last key asks of the terminal; asked for once. */
enum ui_request ui_take_request(struct ui *ui);

/* Save what is typed, now: before suspension, at hang-up, at the end. Failures are shown. */
void ui_save(struct ui *ui);

/* The same for commands: an error, and nothing is lost yet, if it cannot be saved. */
bool ui_keep(struct ui *ui, struct err *err);

/* Render everything into ui->grid. */
void ui_draw(struct ui *ui);

/* Only the last row: the message, or the hints. Nothing is read for it. */
void ui_draw_message(struct ui *ui);

/* After ui_rest, when nothing else happened since ui_draw: render what it changed. False, and nothing is done, if that
 * may be more than the numbers on the tabs. */
bool ui_draw_rest(struct ui *ui);

/* Cut the side panel off an area and draw the line between; its inside, no rows if there is no room. */
struct area screen_panel(struct ui *ui, struct area *area);

/* The window's title. */
void ui_title(const struct ui *ui, struct buf *out);

/* ---- for views, commands and prompts ---- */

/* Show at once how far something long is, where somebody looks; true if they want it to stop. */
bool ui_show_busy(struct ui *ui, const char *line);

/* One line at the bottom, until the next key. */
void ui_message(struct ui *ui, enum style style, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* An error, the same way; one of several lines opens the pager. */
void ui_error(struct ui *ui, const struct err *err);

/* The same for what nobody asked for just now: not in place of what a key failed at, which says
 * more, but of an older trouble: a file that was emptied is then a damaged one. */
void ui_trouble(struct ui *ui, const struct err *err);

/* The zone times are shown in. */
const char *ui_zone(const struct ui *ui);

/* The view that has the keys when no prompt is open: the pager, or ui->view. */
const struct view *ui_view(const struct ui *ui);

/* The name of the keys in force: "prompt", "pager", "form", "popup", "composer", or the view's. */
const char *ui_mode(const struct ui *ui);

/* Change the view below the pager. */
void ui_show(struct ui *ui, const struct view *view);

/* Everything on the screen is read again before the next drawing. */
void ui_reload(struct ui *ui);

/* Show a text in the pager; `title` and `text` are copied. */
void ui_page(struct ui *ui, const char *title, const char *text);

/* Run a command line, or words: a command of the UI or one of the command table. {number} stands for
 * what is marked or, if nothing is, selected; {selected} for what is selected whatever is marked;
 * {incident} for the open incident; {key} for the section selected. Results are shown. */
bool ui_run_line(struct ui *ui, const char *line, struct err *err);
bool ui_run(struct ui *ui, char *const *words, size_t count, struct err *err);

/* Run a row of the command table on the open incident; what it writes is appended to `out`, remarks
 * too. */
bool ui_command(struct ui *ui, char *const *words, size_t count, struct buf *out, struct err *err);

/* Show what a command wrote: one line as a message, more in the pager. */
void ui_result(struct ui *ui, const char *title, const char *text);

#endif
