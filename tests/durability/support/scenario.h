/* Everything that the program does to a database, one command after the other, in one process and in a folder of its
 * own, with clock, zone, author and ids pinned. */
#ifndef TESTS_DURABILITY_SCENARIO_H
#define TESTS_DURABILITY_SCENARIO_H

#include "app/app.h"

struct step {
	const char *line;  /* a command line */
	const char *input; /* its standard input; NULL: none */
	bool (*act)(struct app *app, struct err *err); /* instead of a command; `line` is its name */
	bool in_parts;	   /* it commits several times, and each part is a whole */
	bool acknowledges; /* what it writes to its output says that something is safe */
	bool outside;	   /* what it does is not in the database alone, or is another thing each time */
	bool again;	   /* doing it twice is the same as doing it once */
	bool finds;	   /* it tells of a file that cannot be read as of what it found, with status 1 */
	bool asks;	   /* it opens an editor */
	bool reads;	   /* what it writes is made of the rest, and nobody's to lose: the search index */
	int status;	   /* which it exits with when all is well */
};

/* What a session leaves; index them by number. */
extern const struct step steps[];
extern const size_t step_count;

/* Make the folder with all that the steps need, and go there. The database is x.db in it. Caller frees the name and
 * calls scenario_remove. */
char *scenario_make(void);
void scenario_remove(char *folder);

/* Called when something was acknowledged. NULL: nobody asks. */
typedef void step_acknowledged(void *context);

/* Run one step as a process of its own would: gives the exit status, 0 if all went well; the message is in `err`. */
int step_run(const struct step *step, step_acknowledged *acknowledged, void *context, struct err *err);

/* Whether a row of the command table is among the steps, or in the list of those that are not about the database. */
bool step_covers(const char *command);

#endif
