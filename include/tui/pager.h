/* The pager: a text over the view, to be read and closed. Opened by ui_page. */
#ifndef TUI_PAGER_H
#define TUI_PAGER_H

#include "base/buf.h"
#include "base/mem.h"
#include "tui/view.h"

struct pager {
	bool open;
	char *title;
	struct buf text;
	VEC(size_t) rows; /* where each row begins, when wrapped to `columns` */
	int columns;
	struct list list; /* only `top` moves */
	char *filter;	  /* only lines with these words; NULL: all */
	/* Makes the text anew for a width and a filter, which are its own business then; NULL: the
	 * text is what it is. */
	void (*make)(const struct ui *ui, int columns, const char *filter, struct buf *out);
	/* Gives rows of it their styles, when they are drawn. May be NULL. */
	void (*paint)(struct ui *ui, struct area row);
};

#endif
