/*
 * A folder that was made and a file that was renamed are there after a power cut only once the folder that has them was
 * synced. The calls that do these things are told here in the order in which the program makes them.
 */
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "../unit/suite.h"
#include "base/path.h"
#include "base/text.h"
#include "base/words.h"
#include "support/scenario.h"

/* What was done, a line each: "made PATH", "named PATH", "synced PATH". */
static struct buf calls;

/* The folder's real name, so that one folder has one. */
static void note(const char *what, const char *path)
{
	char *real = realpath(path, NULL);
	buf_printf(&calls, "%s %s\n", what, real ? real : path);
	free(real);
}

int mkdir(const char *path, mode_t mode)
{
	long done = syscall(SYS_mkdir, path, mode);
	if (done == 0)
		note("made", path);
	return (int)done;
}

int rename(const char *from, const char *to)
{
	long done = syscall(SYS_rename, from, to);
	if (done == 0)
		note("named", to);
	return (int)done;
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags)
{
	long done = syscall(SYS_renameat2, from_folder, from, to_folder, to, flags);
	if (done == 0)
		note("named", to);
	return (int)done;
}

int fsync(int fd)
{
	char name[64], path[4096];
	snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
	ssize_t len = readlink(name, path, sizeof path - 1);
	path[len < 0 ? 0 : len] = '\0';
	note("synced", path);
	return (int)syscall(SYS_fsync, fd);
}

/* After each line that begins with `what` the folder of its path is synced; gives how many there are. */
static size_t followed_by_sync(const char *what)
{
	size_t count = 0;
	const char *line = buf_text(&calls);
	for (const char *next; *line; line = next) {
		size_t len = strcspn(line, "\n");
		next = line + len + 1;
		if (!text_starts(line, what))
			continue;
		char *path = mem_copy_n(line + strlen(what) + 1, len - strlen(what) - 1);
		*strrchr(path, '/') = '\0';
		struct buf sync = { 0 };
		buf_printf(&sync, "synced %s\n", path);
		ck_assert_msg(strstr(next, buf_text(&sync)) != NULL, "no sync of %s after it:\n%s", path, buf_text(&calls));
		buf_fini(&sync);
		free(path);
		count++;
	}
	return count;
}

static char *folder;

static void folders_make(void)
{
	folder = scenario_make();
	buf_truncate(&calls, 0);
}

static void folders_remove(void)
{
	scenario_remove(folder);
	buf_fini(&calls);
}

START_TEST(a_first_start_leaves_a_database_that_is_found_again)
{
	struct err err;
	char *path = realpath(".", NULL);
	struct buf database = { 0 };
	struct store *store;
	buf_printf(&database, "%s/share/deep/inquest/x.db", path);
	ck_assert_msg(store_open(&store, buf_text(&database), STORE_CREATE, 1, &err), "%s", err.text);
	store_close(store);
	/* the last of them is synced by SQLite, when it makes the journal: test_power sees that */
	ck_assert_uint_eq(followed_by_sync("made"), 3);
	buf_fini(&database);
	free(path);
}
END_TEST

START_TEST(an_option_that_is_set_stays_set)
{
	const struct step config = { .line = "config timezone Europe/Berlin" };
	struct err err;
	ck_assert_msg(step_run(&config, NULL, NULL, &err) == 0, "%s", err.text);
	ck_assert_uint_eq(followed_by_sync("named"), 1);
}
END_TEST

START_TEST(a_document_that_was_written_is_there)
{
	static const struct step lines[] = { { .line = "new 'Down'" }, { .line = "attach evidence.txt" },
		{ .line = "render -o out.md" }, { .line = "attach save 1 copy.txt" } };
	struct err err;
	for (size_t i = 0; i < LENGTH(lines); i++)
		ck_assert_msg(step_run(&lines[i], NULL, NULL, &err) == 0, "%s: %s", lines[i].line, err.text);
	ck_assert_uint_eq(followed_by_sync("named"), 2);
}
END_TEST

RUN_TESTS_WITHIN("folders", folders_make, folders_remove, a_first_start_leaves_a_database_that_is_found_again,
	an_option_that_is_set_stays_set, a_document_that_was_written_is_there)
