/* The world of one test in a terminal: a folder and a database of its own, and what all of them do. INQUEST in the
 * environment is the program. */
#ifndef TESTS_E2E_SESSION_H
#define TESTS_E2E_SESSION_H

#include <stdbool.h>
#include <sys/types.h>

#include "vt.h"

enum { ROWS = 24, COLUMNS = 80 };

#define LENGTH(array) (sizeof(array) / sizeof *(array))

/* Fixtures: an empty folder with a database of one incident, and nothing of the caller's settings; its end. */
void session_set_up(void);
void session_tear_down(void);

void put_file(const char *name, const char *text, mode_t mode);

/* Run a command line; its output, in a buffer that the next call reuses. */
const char *shell(const char *line);

/* Start the program; and wait until it is ready to be typed into. */
struct vt *start(void);
struct vt *start_ready(void);

/* Leave the composer; leave the program. */
void browse(struct vt *vt);
void leave(struct vt *vt);

/* No mode is left on, and the terminal reads lines again. */
void terminal_is_as_before(const struct vt *vt);

/* For vt_wait: keys are commands. */
bool browses(struct vt *vt, const void *unused);

/* For vt_wait: what the shell sees. */
bool draft_is_there(struct vt *vt, const void *text);
bool event_is_there(struct vt *vt, const void *text);

/* The tests of other terminals, locales and texts, in terminals.c. */
struct TCase;
void terminals_add(struct TCase *tcase);

/* Those of a database that is swapped under it, in swapped.c. */
void swapped_add(struct TCase *tcase);

/* Those of little memory, in starved.c. */
void starved_add(struct TCase *tcase);

#endif
