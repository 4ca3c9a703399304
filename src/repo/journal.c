#include "repo/internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/path.h"
#include "base/text.h"

enum { NOTE_MAX = 1 << 24, TRIES = 100 };

/* The first line, so that who finds index.lock and looks into it knows. */
static const char heading[] = "inquest is committing, or was killed: its next publish takes this back\n";

static void name_file(struct repo_journal *journal, struct repo *repo)
{
	buf_printf(&journal->path, "%sinquest-journal", git_repository_path(repo->git));
}

bool repo_journal_is(const struct repo_journal *journal, const char *path)
{
	struct stat ours, other;
	return journal->fd >= 0 && fstat(journal->fd, &ours) == 0 && lstat(path, &other) == 0 &&
	       ours.st_ino == other.st_ino && ours.st_dev == other.st_dev;
}

void repo_journal_leave(struct repo_journal *journal)
{
	if (journal->fd >= 0)
		close(journal->fd);
	journal->fd = -1;
}

/* True with the file open and locked; it may have been removed between the two. */
static bool take(struct repo_journal *journal, struct err *err)
{
	const char *path = buf_text(&journal->path);
	for (int i = 0; i < TRIES; i++) {
		journal->fd = open(path, O_CREAT | O_RDWR | O_NOFOLLOW | O_CLOEXEC, 0666);
		if (journal->fd < 0)
			return err_errno(err, errno, "cannot write %s", path);
		journal->locked = flock(journal->fd, LOCK_EX | LOCK_NB) == 0;
		if (!journal->locked && errno == EWOULDBLOCK)
			break;
		if (repo_journal_is(journal, path))
			return true;
		close(journal->fd);
		journal->fd = -1;
	}
	repo_journal_leave(journal);
	return err_set(err, ERR_BUSY, "another inquest is committing there just now: try again (%s)", path);
}

/* Without locks on this file system nobody can tell whether its writer lives. */
static bool unclear(const struct repo_journal *journal, struct err *err)
{
	return err_set(err, ERR_BUSY,
		"another inquest is committing there, or was killed: if none runs, remove %s, and index.lock beside it",
		buf_text(&journal->path));
}

bool repo_journal_take(struct repo_journal *journal, struct repo *repo, struct buf *note, struct err *err)
{
	journal->fd = -1;
	name_file(journal, repo);
	return take(journal, err) && path_read_fd(note, journal->fd, NOTE_MAX, buf_text(&journal->path), err) &&
	       (journal->locked || !note->len || unclear(journal, err));
}

bool repo_journal_begin(const struct repo_journal *journal, struct err *err)
{
	return (ftruncate(journal->fd, 0) == 0 && pwrite(journal->fd, heading, strlen(heading), 0) > 0) ||
	       err_errno(err, errno, "cannot write %s", buf_text(&journal->path));
}

bool repo_journal_is_there(struct repo *repo)
{
	struct repo_journal journal = { .fd = -1 };
	name_file(&journal, repo);
	bool there = faccessat(AT_FDCWD, buf_text(&journal.path), F_OK, AT_SYMLINK_NOFOLLOW) == 0;
	buf_fini(&journal.path);
	return there;
}

bool repo_journal_lock(const struct repo_journal *journal, const char *path)
{
	if (link(buf_text(&journal->path), path) == 0)
		return true;
	if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS && errno != EMLINK)
		return false;
	/* no such thing as a second name here */
	int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

bool repo_journal_note(const struct repo_journal *journal, const char *reference, const git_oid *to, const char *files,
	struct err *err)
{
	char id[REPO_ID_SIZE];
	struct buf note = { 0 };
	git_oid_tostr(id, sizeof id, to);
	/* what has no end was not begun */
	buf_printf(&note, "%s%s\n%s\n%send\n", heading, reference, id, files);
	bool ok = pwrite(journal->fd, buf_text(&note), note.len, 0) == (ssize_t)note.len ||
		  err_errno(err, errno, "cannot write %s", buf_text(&journal->path));
	buf_fini(&note);
	return ok;
}

void repo_journal_close(struct repo_journal *journal)
{
	if (journal->fd >= 0)
		unlink(buf_text(&journal->path));
	repo_journal_leave(journal);
	buf_fini(&journal->path);
}
