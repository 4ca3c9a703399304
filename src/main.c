/* Picks the way in: words on the command line run one command, none opens the terminal UI. */
#include <signal.h>
#include <sys/auxv.h>

#include "cli/cli.h"
#include "tui/tui.h"

int main(int argc, char **argv)
{
	struct cli cli;
	struct app app;
	struct err err = { 0 };
	int status;
	/* it runs what the environment names, as whoever it is: no rights of another's to lend */
	if (getauxval(AT_SECURE)) {
		err_set(&err, ERR_DENIED, "this program is not made to run with the rights of another user: take set-uid, set-gid "
			"and capabilities from its file");
		return cli_fail(&err);
	}
	/* a full quota and a closed pipe are errors to report, not reasons to die */
	signal(SIGXFSZ, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	if (!cli_parse(&cli, argc, argv, &err)) {
		cli_fini(&cli);
		return cli_fail(&err);
	}
	const struct app_setup setup = { .database = cli.database, .incident = cli.incident,
		.no_input = cli.no_input };
	if (!app_init(&app, &setup, &err)) {
		cli_fini(&cli);
		return cli_fail(&err);
	}
	if (cli.count || cli.help || cli.version)
		status = cli_run(&app, &cli);
	else
		status = tui_run(&app, &err) ? app.exit_status : cli_fail(&err);
	app_fini(&app);
	cli_fini(&cli);
	return status;
}
