/*
 * A terminal for tests: runs a program in a pseudo-terminal, keeps what it shows with libvterm and
 * what it sent as it came. Waiting is for a condition, with a limit: nothing sleeps for a fixed
 * time. What cannot be had ends the test with what was on the screen.
 */
#ifndef TESTS_VT_H
#define TESTS_VT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct vt;

/* Start a program, looked up in PATH, in a terminal of its own of that size. The environment is
 * ours. vt_free ends it. */
struct vt *vt_start(int rows, int columns, const char *const *argv);
void vt_free(struct vt *vt);

pid_t vt_pid(const struct vt *vt);

/* Send bytes as if typed. What the program says meanwhile is taken in, so that any length goes. */
void vt_send(struct vt *vt, const void *bytes, size_t len);
void vt_type(struct vt *vt, const char *text);

/* Take in what the program says until the condition holds; false if it does not in time. */
bool vt_wait(struct vt *vt, bool (*holds)(struct vt *vt, const void *data), const void *data);

/* A text is on the screen, or no longer; else the test fails, showing the screen. */
void vt_sees(struct vt *vt, const char *text);
void vt_sees_not(struct vt *vt, const char *text);

/* The screen has it now. */
bool vt_has(struct vt *vt, const char *text);

/* A row of the screen without the blanks at its end; valid until the next call. */
const char *vt_row(struct vt *vt, int row);

/* What one column of a row shows is this text. */
bool vt_cell(struct vt *vt, int row, int column, const char *text);

/* Bytes so far, of all or after the first `from`, hold a text; wait until they do. */
size_t vt_sent(const struct vt *vt);
bool vt_said(const struct vt *vt, size_t from, const char *text);
void vt_says(struct vt *vt, size_t from, const char *text);
const char *vt_bytes(const struct vt *vt); /* all of them; may hold NUL */

/* A private mode is on: what was sent last of "CSI ? number h" and l. 1049 is the alternate
 * screen, 2004 pastes in brackets, 1000 and 1006 the mouse. */
bool vt_mode(const struct vt *vt, int number);
bool vt_cursor_shown(const struct vt *vt);

/* How often the title was kept less how often it came back. */
int vt_titles_kept(const struct vt *vt);

/* The terminal's modes as stty has them: echo and lines. */
bool vt_cooked(const struct vt *vt);

void vt_resize(struct vt *vt, int rows, int columns);

/* Take the terminal away: end of file and SIGHUP for the program. */
void vt_hang_up(struct vt *vt);

/* Wait for the program's end; its exit status, or 128 + signal. */
int vt_end(struct vt *vt);

#endif
