#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "app/command.h"
#include "base/text.h"

struct shared {
	const char *name;
	char letter;
	const char **value; /* NULL: a switch */
	bool *on;
};

static bool take_flag(const struct shared *flags, size_t count, char **argv, int argc, int *at, bool *taken,
	struct err *err)
{
	const char *word = argv[*at];
	*taken = true;
	for (size_t i = 0; i < count; i++) {
		size_t len = strlen(flags[i].name);
		bool is_long = text_starts(word, "--") && strncmp(word + 2, flags[i].name, len) == 0 &&
			       (word[2 + len] == '\0' || (flags[i].value && word[2 + len] == '='));
		bool is_short = flags[i].letter && word[0] == '-' && word[1] == flags[i].letter &&
				(word[2] == '\0' || flags[i].value);
		if (!is_long && !is_short)
			continue;
		const char *inside = is_long ? (word[2 + len] ? word + 3 + len : NULL)
					     : (word[2] ? word + 2 : NULL);
		if (!flags[i].value) {
			*flags[i].on = true;
			return true;
		}
		if (!inside && *at + 1 >= argc)
			return err_set(err, ERR_USAGE, "--%s needs a value", flags[i].name);
		*flags[i].value = inside ? inside : argv[++*at];
		return true;
	}
	*taken = false;
	return true;
}

/* True if `word` is a flag of the command whose value is the next word. */
static bool awaits_value(const struct command *command, const char *word)
{
	struct flag flag;
	const struct field *field;
	for (size_t i = 0; command_flag_at(command, i, &flag, &field); i++)
		if (flag.value && ((word[0] == '-' && flag.letter && word[1] == flag.letter && !word[2]) ||
					  (text_starts(word, "--") && text_equal(word + 2, flag.name))))
			return true;
	return false;
}

/* Where the words of the program that `run` starts begin: nothing after that is ours. */
static bool begins_tail(const struct cli *cli, const char *word)
{
	size_t used;
	if (text_equal(word, "--"))
		return true;
	if (!cli->count || word[0] == '-')
		return false;
	const struct command *command = command_find(cli->words, cli->count, &used, NULL);
	return command && (command->flags & COMMAND_TAIL) && cli->count >= used &&
	       !awaits_value(command, cli->words[cli->count - 1]);
}

bool cli_parse(struct cli *cli, int argc, char **argv, struct err *err)
{
	*cli = (struct cli){ .words = mem_new((size_t)argc + 1, sizeof *cli->words) };
	const struct shared flags[] = {
		{ "db", 0, &cli->database, NULL },
		{ "incident", 'i', &cli->incident, NULL },
		{ "color", 0, &cli->color, NULL },
		{ "no-input", 0, NULL, &cli->no_input },
		{ "help", 'h', NULL, &cli->help },
		{ "version", 0, NULL, &cli->version },
	};
	bool tail = false;
	for (int i = 1; i < argc; i++) {
		bool taken = false;
		tail = tail || begins_tail(cli, argv[i]);
		if (!tail && argv[i][0] == '-' && !take_flag(flags, LENGTH(flags), argv, argc, &i, &taken, err))
			return false;
		if (!taken)
			cli->words[cli->count++] = argv[i];
	}
	if (cli->color && !text_equal(cli->color, "auto") && !text_equal(cli->color, "always") &&
		!text_equal(cli->color, "never"))
		return err_set(err, ERR_USAGE, "--color is auto, always or never, not '%s'", cli->color);
	return true;
}

void cli_fini(struct cli *cli)
{
	free(cli->words);
	*cli = (struct cli){ 0 };
}

static void write_stdout(void *context, const char *bytes, size_t len)
{
	int *reason = context;
	/* the stream remembers that there was an error, but not which */
	if (fwrite(bytes, 1, len, stdout) < len && !*reason)
		*reason = errno;
}

static void write_note(void *context, const char *text)
{
	int *reason = context;
	if (fflush(stdout) != 0 && !*reason)
		*reason = errno;
	fprintf(stderr, "%s%s", text, *text && text[strlen(text) - 1] == '\n' ? "" : "\n");
}

/* Standard output and standard error; `*reason` gets the errno of what could not be written. */
static void open_output(struct output *out, const char *color, int *reason)
{
	struct winsize size;
	const char *no_color = getenv("NO_COLOR");
	*out = (struct output){ .write = write_stdout, .note = write_note, .context = reason,
		.terminal = isatty(STDOUT_FILENO) };
	if (out->terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) {
		out->width = size.ws_col;
		out->height = size.ws_row;
	}
	out->color = out->terminal && !(no_color && *no_color);
	if (color && !text_equal(color, "auto"))
		out->color = text_equal(color, "always");
}

int cli_fail(const struct err *err)
{
	fprintf(stderr, "inquest: %s\n", err->text);
	return err_exit_status(err->code);
}

static void left_out(struct output *out, const struct buf *problems)
{
	struct buf text = { 0 };
	buf_printf(&text, "inquest: left out: %s", buf_text(problems));
	output_note_lines(out, buf_text(&text));
	buf_fini(&text);
}

int cli_run(struct app *app, const struct cli *cli)
{
	struct output out;
	struct err err = { 0 };
	int reason = 0;
	open_output(&out, cli->color, &reason);
	if (app->problems.len)
		left_out(&out, &app->problems);
	char help[] = "help", version[] = "version";
	char **words = mem_new(cli->count + 2, sizeof *words);
	size_t count = 0, given = cli->version ? 0 : cli->count, used;
	if (cli->help)
		words[count++] = help;
	if (cli->version)
		words[count++] = version;
	/* --help is asked for in the middle of a line: what else stands on it does not matter */
	if (cli->help && given && command_find(cli->words, given, &used, NULL))
		given = used;
	for (size_t i = 0; i < given; i++)
		words[count++] = cli->words[i];
	bool ok = command_run(app, words, count, &out, STDIN_FILENO, &err);
	free(words);
	if (fflush(stdout) != 0 && !reason)
		reason = errno;
	/* a reader that has seen enough closes the pipe: no failure of ours */
	if (ok && reason != EPIPE && (reason || ferror(stdout)))
		ok = err_set(&err, ERR_IO, "cannot write the output: %s; all else is done", strerror(reason ? reason : EIO));
	return ok ? app->exit_status : cli_fail(&err);
}
