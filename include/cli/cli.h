/* The command line: argv in, standard output, standard error and an exit status out. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "app/app.h"
#include "app/output.h"

/* What stands before, among and after a command's words and belongs to no command. */
struct cli {
	const char *database, *incident, *color;
	bool no_input, help, version;
	char **words; /* the rest, NULL-terminated; owned array of borrowed words */
	size_t count;
};

/* Take the shared flags out of argv. ERR_USAGE for one that lacks its value. */
bool cli_parse(struct cli *cli, int argc, char **argv, struct err *err);
void cli_fini(struct cli *cli);

/* Run the command; gives the exit status. Output that could not be written is an error. */
int cli_run(struct app *app, const struct cli *cli);

/* "inquest: …" on standard error; gives the exit status of the error. */
int cli_fail(const struct err *err);

#endif
