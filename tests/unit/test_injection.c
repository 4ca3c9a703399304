/*
 * No byte of any text commands the terminal: every row of the command table is run, in a database full of hostile text and
 * with hostile words, flags, files, names of folders, configuration and environment, at a terminal and without. What is sent
 * is text, lines, tabs, and the colours we mean. A new command is in the table, and so in this test.
 */
#include <errno.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/command.h"
#include "base/path.h"
#include "base/words.h"
#include "cli/cli.h"
#include "hostile.h"
#include "suite.h"

enum { WORDS_MAX = 8, PATIENCE_S = 20, LINE_MAX_BYTES = 400 };

/* What has a line's end in it is not two lines anywhere. */
#define BROKEN "one\nMARK"

static struct {
	char *folder;
	struct buf database, work; /* the one that is kept, the one that commands have */
	struct buf text;	   /* the database's bytes */
} box;

static char *in_box(const char *name)
{
	struct buf path = { 0 };
	path_join(&path, box.folder, name);
	return buf_steal(&path);
}

static void put_file(const char *name, const char *text)
{
	char *path = in_box(name);
	struct err err = { 0 };
	ck_assert_msg(path_make_parents(path, 0700, &err) && path_write(path, text, strlen(text), 0600, &err), "%s", err.text);
	free(path);
}

/* Who asks for the hostile text as a file finds one, and templates and configuration are of it. */
static void make_files(void)
{
	put_file("work/" HOSTILE, HOSTILE "\n2026-03-01 14:05:00 " HOSTILE "\n");
	put_file("work/" HOSTILE_RAW, HOSTILE_RAW "\n");
	put_file("work/" HOSTILE ".md", "# " HOSTILE "\n\n## " HOSTILE "\n\n" HOSTILE "\n");
	put_file("config/inquest/templates/" HOSTILE ".md", "# {{title}}\n{{! ask x: " HOSTILE " }}\n{{nope}} " HOSTILE "\n");
	put_file("config/inquest/templates/" HOSTILE_RAW ".md", "{{#open}} " HOSTILE_RAW);
	put_file("work/" BROKEN ".md", "# One\n\nx\n");
	put_file("config/inquest/templates/" BROKEN ".md", "# {{title}}\n{{nope}} {{>none}}\n");
	put_file("config/inquest/inquestrc",
		"config theme '" HOSTILE "'\n" HOSTILE "\nbind " HOSTILE " a b\nbind all " HOSTILE " quit\n"
		"config customers '" HOSTILE "'\nconfig publish.message '" HOSTILE "'\nconfig tracker 'https://x/{{key}}" HOSTILE "'\n"
		"config publish.repository repo\nconfig publish.branch '" HOSTILE "'\nconfig publish.path '" HOSTILE "'\n"
		"config slo.target '" HOSTILE "'\nconfig template '" HOSTILE "'\n'open\n" HOSTILE_RAW "\n");
}

static void make(void)
{
	static const char *const folders[][2] = { { "HOME", "" }, { "XDG_CONFIG_HOME", "config" }, { "XDG_DATA_HOME", "data" },
		{ "TMPDIR", "tmp" } };
	struct err err = { 0 };
	box.folder = scratch_folder("hostile");
	for (size_t i = 0; i < LENGTH(folders); i++) {
		char *path = in_box(folders[i][1]);
		mkdir(path, 0700);
		setenv(folders[i][0], path, 1);
		free(path);
	}
	setenv("TZ", "UTC", 1);
	setenv("TERM", "xterm", 1);
	setenv("INQUEST_NOW", "2026-03-01T14:45:30Z", 1);
	setenv("INQUEST_AUTHOR", HOSTILE, 1);
	setenv("INQUEST_EDITOR", "false '" HOSTILE "'", 1);
	setenv("BROWSER", "false", 1);
	setenv("PAGER", "cat", 1);
	setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
	unsetenv("NO_COLOR");
	unsetenv("INQUEST_DB");
	make_files();
	buf_printf(&box.database, "%s/kept.db", box.folder);
	buf_printf(&box.work, "%s/x.db", box.folder);
	hostile_database(buf_text(&box.database));
	ck_assert_msg(path_read(&box.text, buf_text(&box.database), 64 << 20, &err), "%s", err.text);
}

static void end(void)
{
	hostile_remove(box.folder);
	free(box.folder);
	buf_fini(&box.database);
	buf_fini(&box.work);
	buf_fini(&box.text);
}

/* ---- running one command ---- */

static void fresh_database(void)
{
	int fd = open(buf_text(&box.work), O_WRONLY | O_CREAT | O_TRUNC, 0600);
	ck_assert(fd >= 0 && path_write_fd(fd, box.text.data, box.text.len));
	close(fd);
}

/* In a child: what main() does. */
static _Noreturn void run(const char *const *words, size_t count)
{
	char *argv[WORDS_MAX + 6] = { (char *)(uintptr_t)"inquest", (char *)(uintptr_t)"--db", box.work.data,
		(char *)(uintptr_t)"--color=always" };
	struct cli cli;
	struct app app;
	struct err err = { 0 };
	char *work = in_box("work");
	alarm(PATIENCE_S);
	signal(SIGPIPE, SIG_IGN);
	if (chdir(work) != 0)
		_exit(99);
	int argc = 4, status;
	for (size_t i = 0; i < count; i++)
		argv[argc++] = (char *)(uintptr_t)words[i];
	if (!cli_parse(&cli, argc, argv, &err))
		status = cli_fail(&err);
	else if (!app_init(&app, &(struct app_setup){ .database = cli.database, .incident = cli.incident }, &err))
		status = cli_fail(&err);
	else
		status = cli_run(&app, &cli);
	fflush(stdout);
	_exit(status);
}

static void check_end(pid_t child, const char *what)
{
	int status;
	ck_assert(waitpid(child, &status, 0) == child);
	/* `run` hands on how the program ended */
	ck_assert_msg(WIFEXITED(status) && (WEXITSTATUS(status) <= 5 || text_equal(what, "run")), "%s ended with %d, signal %d", what,
		WIFEXITED(status) ? WEXITSTATUS(status) : -1, WIFSIGNALED(status) ? WTERMSIG(status) : 0);
}

/* At a terminal that changes nothing of what it is sent, where somebody types hostile text and goes. */
static void run_at_terminal(const char *const *words, size_t count, struct buf *out)
{
	static const char typed[] = HOSTILE "\n" HOSTILE "\n\x04\x04";
	struct winsize size = { .ws_row = 24, .ws_col = 80 };
	struct termios raw;
	char bytes[1 << 14];
	int master, slave;
	ssize_t got;
	ck_assert(openpty(&master, &slave, NULL, NULL, &size) == 0);
	ck_assert(tcgetattr(slave, &raw) == 0);
	raw.c_lflag &= ~(tcflag_t)(ECHO | ISIG);
	raw.c_oflag &= ~(tcflag_t)OPOST;
	tcsetattr(slave, TCSANOW, &raw);
	ck_assert(write(master, typed, sizeof typed - 1) == (ssize_t)sizeof typed - 1);
	pid_t child = fork();
	ck_assert(child >= 0);
	if (child == 0) {
		close(master);
		setsid();
		for (int fd = 0; fd < 3; fd++)
			dup2(slave, fd);
		run(words, count);
	}
	close(slave);
	while ((got = read(master, bytes, sizeof bytes)) > 0 || (got < 0 && errno == EINTR))
		if (got > 0)
			buf_put(out, bytes, (size_t)got);
	close(master);
	check_end(child, words[0]);
}

static void take(int fd, struct buf *out)
{
	struct err err = { 0 };
	lseek(fd, 0, SEEK_SET);
	ck_assert_msg(path_read_fd(out, fd, 64 << 20, "output", &err), "%s", err.text);
	close(fd);
}

static void run_into_files(const char *const *words, size_t count, struct buf *out, struct buf *errors)
{
	int fds[] = { open("/dev/null", O_RDONLY), memfd_create("out", 0), memfd_create("err", 0) };
	pid_t child = fork();
	ck_assert(child >= 0);
	if (child == 0) {
		for (int fd = 0; fd < 3; fd++)
			dup2(fds[fd], fd);
		run(words, count);
	}
	check_end(child, words[0]);
	close(fds[0]);
	take(fds[1], out);
	take(fds[2], errors);
}

/* ---- what is sent ---- */

static void check_clean(const struct buf *out, const char *where, const char *const *words, size_t count)
{
	const char *bad = hostile_find(buf_text(out), out->len);
	struct buf line = { 0 };
	if (!bad)
		return;
	words_join(&line, (char *const *)(uintptr_t)words, count);
	const char *begin = bad;
	while (begin > out->data && begin[-1] != '\n' && bad - begin < LINE_MAX_BYTES)
		begin--;
	char *before = mem_copy_n(begin, (size_t)(bad - begin));
	struct buf shown = { 0 };
	text_show(&shown, buf_text(&line), line.len, false);
	ck_abort_msg("%s of: %s\n byte %02x after: %s", where, buf_text(&shown), (unsigned char)*bad, before);
}

/* Whose output is a document or a file, byte for byte, where no person looks at it. */
static bool gives_bytes(const char *name)
{
	static const char *const names[] = { "attach save", "render", "section show", "template show" };
	for (size_t i = 0; i < LENGTH(names); i++)
		if (text_equal(names[i], name))
			return true;
	return false;
}

static void check_command(const struct command *command, const char *const *words, size_t count, bool files)
{
	struct buf out = { 0 }, errors = { 0 };
	fresh_database();
	run_at_terminal(words, count, &out);
	check_clean(&out, "terminal", words, count);
	buf_truncate(&out, 0);
	if (!files) {
		buf_fini(&out);
		return;
	}
	fresh_database();
	run_into_files(words, count, &out, &errors);
	check_clean(&errors, "standard error", words, count);
	if (!gives_bytes(command->name))
		check_clean(&out, "standard output", words, count);
	buf_fini(&out);
	buf_fini(&errors);
}

/* ---- every command ---- */

/* The words of its name, then these. */
static void try(const struct command *command, const char *const *more, bool files)
{
	const char *words[WORDS_MAX];
	struct words name;
	size_t count = 0;
	ck_assert(words_split(&name, command->name, NULL));
	for (size_t i = 0; i < name.count; i++)
		words[count++] = name.items[i];
	while (*more && count < WORDS_MAX)
		words[count++] = *more++;
	check_command(command, words, count, files);
	words_fini(&name);
}

/* Each flag with a hostile value, on the first of what there is. */
static void try_flags(const struct command *command)
{
	struct flag flag;
	const struct field *field;
	for (size_t i = 0; command_flag_at(command, i, &flag, &field); i++) {
		struct buf word = { 0 };
		bool own = field != NULL;
		for (const struct flag *row = command->own; row && row->name && !own; row++)
			own = text_equal(row->name, flag.name);
		/* those that all share are among the lines; whoever follows does not end */
		if (!own || text_equal(flag.name, "follow"))
			continue;
		buf_printf(&word, "--%s%s%s", flag.name, flag.value ? "=" : "", flag.value ? HOSTILE : "");
		try(command, (const char *const[]){ "1", buf_text(&word), NULL }, false);
		buf_fini(&word);
	}
}

static void try_all(const struct command *command)
{
	static const char *const lines[][4] = {
		{ NULL },
		{ "1", NULL },
		{ "1", "--incident=2", NULL },
		{ HOSTILE, NULL },
		{ HOSTILE_RAW, HOSTILE_RAW, NULL },
		{ HOSTILE ".md", HOSTILE, NULL },
		{ "1", HOSTILE, NULL },
		{ "--" HOSTILE, NULL },
		{ "-" HOSTILE_RAW, NULL },
		{ "--incident=" HOSTILE, "1", NULL },
		{ "--json", NULL },
		{ "--json", "1", "--incident=2", NULL },
	};
	for (size_t i = 0; i < LENGTH(lines); i++)
		if (command->flags & COMMAND_JSON || !text_equal(lines[i][0], "--json"))
			try(command, lines[i], true);
	try_flags(command);
}

static void check_unbroken(const struct buf *out, const struct command *command, const char *where)
{
	for (const char *at = buf_text(out); (at = strstr(at, "\nMARK")); at++)
		ck_abort_msg("%s of %s breaks a name: %s", where, command->name, buf_text(out));
}

static void try_broken(const struct command *command)
{
	static const char *const lines[][3] = { { BROKEN }, { "1", BROKEN }, { BROKEN ".md", BROKEN }, { "--" BROKEN },
		{ "--incident=" BROKEN, "1" }, { "1", "2", BROKEN } };
	for (size_t i = 0; i < LENGTH(lines); i++) {
		struct buf out = { 0 }, errors = { 0 };
		const char *words[WORDS_MAX];
		struct words name;
		size_t count = 0;
		ck_assert(words_split(&name, command->name, NULL));
		for (size_t k = 0; k < name.count; k++)
			words[count++] = name.items[k];
		for (size_t k = 0; k < LENGTH(lines[i]) && lines[i][k]; k++)
			words[count++] = lines[i][k];
		fresh_database();
		run_into_files(words, count, &out, &errors);
		check_unbroken(&errors, command, "standard error");
		/* `run` hands on what another program prints */
		if (!gives_bytes(command->name) && !text_equal(command->name, "run"))
			check_unbroken(&out, command, "standard output");
		buf_fini(&out);
		buf_fini(&errors);
		words_fini(&name);
	}
}

static bool left_out(const struct command *command)
{
	/* it records in a folder of its own, with words of its own, for seconds */
	return text_equal(command->name, "demo");
}

enum { SHARES = 4 };

static void try_share(size_t share)
{
	size_t tried = 0;
	for (size_t i = share; i < command_count; i += SHARES)
		if (!left_out(&commands[i])) {
			try_all(&commands[i]);
			try_broken(&commands[i]);
			tried++;
		}
	ck_assert_uint_ge(tried, command_count / SHARES - 1);
}

START_TEST(no_command_lets_a_text_command_the_terminal_1) { try_share(0); } END_TEST
START_TEST(no_command_lets_a_text_command_the_terminal_2) { try_share(1); } END_TEST
START_TEST(no_command_lets_a_text_command_the_terminal_3) { try_share(2); } END_TEST
START_TEST(no_command_lets_a_text_command_the_terminal_4) { try_share(3); } END_TEST

/* ---- the environment ---- */

/* But for what names programs: they are run, and what a shell then says is its own. */
START_TEST(no_setting_of_the_environment_commands_the_terminal)
{
	static const char *const names[] = { "TERM", "TZ", "HOME", "LANG", "LC_ALL", "COLUMNS", "LINES",
		"INQUEST_NOW", "INQUEST_DB", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "TMPDIR", "USER", "GIT_AUTHOR_NAME",
		"GIT_COMMITTER_EMAIL", "GIT_DIR", "GIT_CONFIG_GLOBAL" };
	static const char *const lines[][4] = { { "show" }, { "log", "x" }, { "section", "edit", "summary" },
		{ "publish", "--force", "x" }, { "doctor" }, { "config" } };
	static const char *const values[] = { HOSTILE, BROKEN, "-" HOSTILE_RAW };
	for (size_t i = 0; i < LENGTH(names); i++) {
		char *before = getenv(names[i]) ? mem_copy(getenv(names[i])) : NULL;
		for (size_t k = 0; k < LENGTH(lines); k++) {
			struct buf out = { 0 }, errors = { 0 };
			size_t count = 0;
			while (count < LENGTH(lines[k]) && lines[k][count])
				count++;
			ck_assert(setenv(names[i], values[(i + k) % LENGTH(values)], 1) == 0);
			fresh_database();
			run_at_terminal(lines[k], count, &out);
			check_clean(&out, names[i], lines[k], count);
			buf_truncate(&out, 0);
			fresh_database();
			run_into_files(lines[k], count, &out, &errors);
			check_clean(&errors, names[i], lines[k], count);
			ck_assert_msg(!strstr(buf_text(&errors), "\nMARK") && !strstr(buf_text(&out), "\nMARK"), "%s: %s", names[i],
				buf_text(&errors));
			buf_fini(&out);
			buf_fini(&errors);
		}
		if (before)
			setenv(names[i], before, 1);
		else
			unsetenv(names[i]);
		free(before);
	}
}
END_TEST

START_TEST(what_a_terminal_obeys_is_found)
{
	static const char *const bad[] = { "\x1B[2J", "\x9B" "2J", "\xC2\x9B" "2J", "a\rb", "\x7F", "\x08", "\x07", "\x1B]0;x",
		"\xE2\x80\xAE", "\xE2\x81\xA6", "\xEF\xBB\xBF", "\xE2\x80\xA8", "\x1B[5m", "\x1B[1;6m", "\x1B[31;5;1m", "\xFF" };
	static const char *const good[] = { "a\n\tb", "\x1B[1;31mx\x1B[0m", "\x1B[m", "\r 12 %  3 kB\x1B[K", "Zürich 漢字" };
	for (size_t i = 0; i < LENGTH(bad); i++)
		ck_assert_msg(hostile_find(bad[i], strlen(bad[i])) != NULL, "%zu", i);
	for (size_t i = 0; i < LENGTH(good); i++)
		ck_assert_msg(!hostile_find(good[i], strlen(good[i])), "%zu", i);
}
END_TEST

RUN_TESTS_WITHIN("injection", make, end, what_a_terminal_obeys_is_found, no_setting_of_the_environment_commands_the_terminal,
	no_command_lets_a_text_command_the_terminal_1,
	no_command_lets_a_text_command_the_terminal_2, no_command_lets_a_text_command_the_terminal_3,
	no_command_lets_a_text_command_the_terminal_4)
