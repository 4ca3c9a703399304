/*
 * The mouse: what a terminal reports of it, and where on the screen it does what. While views draw
 * they note which command line belongs to which place, so that a click is a command like a key.
 */
#ifndef TUI_MOUSE_H
#define TUI_MOUSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "tui/grid.h"

struct ui;

enum mouse_button {
	MOUSE_LEFT,
	MOUSE_MIDDLE,
	MOUSE_RIGHT,
	MOUSE_WHEEL_UP,
	MOUSE_WHEEL_DOWN,
};

/* A press; releases and motion are not reported. */
struct mouse {
	enum mouse_button button;
	unsigned modifiers; /* enum key_modifier */
	int row, column;    /* from 0 */
};

struct hit {
	struct area area;
	enum mouse_button button;
	size_t line; /* offset of the command line in `lines` */
};

struct hits {
	VEC(struct hit) items;
	struct buf lines;
};

/* While drawing: a press of `button` in the area runs the command line. What is noted later lies
 * above. */
void ui_hit(struct ui *ui, enum mouse_button button, struct area area, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* The same for what is drawn in `rows` rows from `row` of the area on: a click selects the thing
 * that has this number in the view, a second click opens it. */
void ui_hit_row(struct ui *ui, struct area area, int row, int rows, int64_t number);

/* Nothing drawn so far can be hit: something is drawn over all of it. */
void ui_hits_clear(struct ui *ui);

/* A press of a button. Does nothing while the option `mouse` is off. */
void ui_mouse(struct ui *ui, const struct mouse *mouse);

/* Commands of the UI: `mouse [on|off]`, `go NUMBER`. */
bool run_mouse(struct ui *ui, char *const *words, size_t count, struct err *err);
bool run_go(struct ui *ui, char *const *words, size_t count, struct err *err);

#endif
