/* Ctrl-C and the like, noticed at a place of one's own choosing rather than ending the program. */
#ifndef BASE_INTERRUPT_H
#define BASE_INTERRUPT_H

#include <signal.h>
#include <stdbool.h>

#include "base/err.h"

struct interrupt {
	int fd;		 /* can be polled: readable once a signal came */
	int signal;	 /* the first that came; 0: none */
	sigset_t before;
};

/* Hold back SIGINT, SIGTERM and SIGHUP until interrupt_end. */
bool interrupt_begin(struct interrupt *interrupt, struct err *err);

/* Whether one of them came; once true, always. */
bool interrupt_came(struct interrupt *interrupt);

/* As before; those that were noticed do nothing any more. */
void interrupt_end(struct interrupt *interrupt);

#endif
