#include "session.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

void put_file(const char *name, const char *text, mode_t mode)
{
	FILE *file = fopen(name, "w");
	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	ck_assert_int_eq(fclose(file), 0);
	ck_assert_int_eq(chmod(name, mode), 0);
}

/* Run a command line; its output, in a buffer that the next call reuses. */
const char *shell(const char *line)
{
	static char out[1 << 16];
	FILE *pipe = popen(line, "r");
	ck_assert_ptr_nonnull(pipe);
	size_t len = fread(out, 1, sizeof out - 1, pipe);
	out[len] = '\0';
	pclose(pipe);
	return out;
}

void session_set_up(void)
{
	static const char *const unset[] = { "TMUX", "STY", "NO_COLOR", "LC_CTYPE", "LANG",
		"INQUEST_EDITOR", "GIT_EDITOR", "VISUAL", "EDITOR", "INQUEST_NOW", "INQUEST_SEED",
		"XDG_CONFIG_HOME", "XDG_DATA_HOME" };
	snprintf(folder, sizeof folder, "%s/inquest-e2e-XXXXXX",
		access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(chdir(folder), 0);
	for (size_t i = 0; i < LENGTH(unset); i++)
		unsetenv(unset[i]);
	setenv("HOME", folder, 1);
	setenv("TMPDIR", folder, 1);
	setenv("INQUEST_DB", "x.db", 1);
	setenv("INQUEST_AUTHOR", "ana", 1);
	setenv("TZ", "UTC", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TERM", "xterm-256color", 1);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	shell("\"$INQUEST\" new 'Checkout returns 500' --severity SEV1");
}

void session_tear_down(void)
{
	ck_assert_int_eq(chdir("/"), 0);
	setenv("FOLDER", folder, 1);
	shell("rm -rf \"$FOLDER\"");
}

struct vt *start(void)
{
	const char *const argv[] = { getenv("INQUEST"), NULL };
	return vt_start(ROWS, COLUMNS, argv);
}

struct vt *start_ready(void)
{
	struct vt *vt = start();
	vt_sees(vt, "what is happening?");
	return vt;
}

/* The hint may be hidden by a message, the invitation by a text. */
bool browses(struct vt *vt, const void *unused)
{
	(void)unused;
	return vt_has(vt, "i write") || vt_has(vt, "i to write");
}

/* Escape alone: what follows it at once would be Alt and a key. */
void browse(struct vt *vt)
{
	if (!browses(vt, NULL))
		vt_type(vt, "\033");
	ck_assert(vt_wait(vt, browses, NULL));
}

void leave(struct vt *vt)
{
	browse(vt);
	vt_type(vt, "Q");
	ck_assert_int_eq(vt_end(vt), 0);
}

void terminal_is_as_before(const struct vt *vt)
{
	static const int modes[] = { 1049, 2004, 1000, 1002, 1003, 1006 };
	for (size_t i = 0; i < LENGTH(modes); i++)
		ck_assert_msg(!vt_mode(vt, modes[i]), "mode %d is still on", modes[i]);
	ck_assert_int_eq(vt_titles_kept(vt), 0);
	ck_assert(vt_cooked(vt));
	ck_assert(vt_cursor_shown(vt));
}

bool draft_is_there(struct vt *vt, const void *text)
{
	(void)vt;
	return strstr(shell("\"$INQUEST\" drafts 2>/dev/null"), text);
}

bool event_is_there(struct vt *vt, const void *text)
{
	(void)vt;
	return strstr(shell("\"$INQUEST\" event list"), text);
}
