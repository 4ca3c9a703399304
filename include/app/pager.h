/* The user's pager, for what is longer than the screen. */
#ifndef APP_PAGER_H
#define APP_PAGER_H

#include "app/output.h"

struct pager_choice {
	struct buf command; /* for the shell; empty: no pager */
	bool color;	    /* it passes on SGR sequences */
};

/* $PAGER, else less. That `less` gets colours is seen to with $LESS if the user has not set it; of another
 * pager only `more` is known to pass them on. The caller ends `out` with buf_fini of its command. */
void pager_choose(struct pager_choice *out);

/* Show a text in it and wait. Gives false, and nothing was shown, if it could not be run. */
bool pager_run(const struct pager_choice *pager, const char *text, size_t len);

/* True if a text of so many lines is to be paged: a person looks at it, and it is higher than the screen. */
bool pager_wanted(const struct output *out, size_t lines);

#endif
